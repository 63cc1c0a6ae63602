"""Compose and write documents from the same folders, fonts and caches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handout.caches import Caches, Memo
from handout.clinic import Clinic
from handout.compose import Composer
from handout.content_files import CLINICS, Located, content_folder
from handout.content_store import ContentStore
from handout.decoding import GrammarError
from handout.document import DocumentTree
from handout.document.bilingual import bilingual
from handout.errors import Problems, RequestError
from handout.languages import spelled
from handout.model import LanguageTag
from handout.print_options import PrintOptions
from handout.resources import built_in, is_file, is_folder
from handout.theme import EDITIONS, Theme
from handout.writers import Write, writer_for

if TYPE_CHECKING:
    from handout.writers.pdf import PdfWriter

StrPath = str | PathLike[str]
Compose = Callable[["Session", Problems], DocumentTree | None]
"""Returns the document in the language of a session, or None after noting its problems."""

_WRITERS: Final = 8
"""Writers to remember, each with its fonts."""


class Session:
    """Content folders and fonts, and the caches of what was read from them."""

    def __init__(
        self,
        folders: Iterable[Path],
        fonts: Iterable[Path] = (),
        caches: Caches | None = None,
        language: str = "",
    ) -> None:
        """Take content folders, the last one on top, folders of additional fonts, and a language.

        Without a language, content is in the one in which it is written.
        """
        self.fonts = tuple(fonts)
        self._caches = caches or Caches()
        self.store = ContentStore(tuple(dict.fromkeys(folders)), self._caches, language)
        self.composer = Composer(self.store, self._caches)
        self._writers: Memo[Write] = self._caches.memo("writers", _WRITERS)
        self._pdf_writers: Memo[PdfWriter] = self._caches.memo("PDF writers", _WRITERS)

    def with_folders(self, below: tuple[Path, ...], above: tuple[Path, ...]) -> Session:
        """Return a session with more content folders: above the built-in one, and on top of all."""
        known = {folder.resolve() for folder in self.store.folders} if above else set()
        new = (folder for folder in above if folder.resolve() not in known)
        lowest, others = self.store.folders[:1], self.store.folders[1:]
        folders = tuple(dict.fromkeys((*lowest, *below, *others, *new)))
        if folders == self.store.folders:
            return self
        return Session(folders, self.fonts, self._caches, self.store.language)

    def in_language(self, tag: str | None) -> Session:
        """Return a session that translates content into a language, or this one without a tag.

        Raises RequestError for what is no BCP 47 tag.
        """
        if not tag:
            return self
        return Session(self.store.folders, self.fonts, self._caches, translation_language(tag))

    def composed(
        self, language: str | None, compose: Compose, problems: Problems
    ) -> DocumentTree | None:
        """Return what is composed in a language, or side by side in two: 'es,en'.

        Raises RequestError for what is no BCP 47 tag, and for more than two.
        """
        first, *others = (language or "").split(",")
        if len(others) > 1:
            raise RequestError("a sheet has at most two languages", "write --lang es,en")
        tree = compose(self.in_language(first.strip()), problems)
        if not others:
            return tree
        second = compose(self.in_language(others[0].strip()), problems)
        return bilingual(tree, second) if tree and second else None

    def clinic(self, clinic: StrPath, problems: Problems) -> Clinic | None:
        """Return the clinic with an id or path, or None after noting its problems.

        Raises RequestError if it does not exist.
        """
        if is_path(clinic):
            path = existing_file(clinic)
            return self.store.clinic(Located(path.stem, CLINICS, path), problems)
        located = self.store.find_clinic(str(clinic))
        if located is None:
            raise RequestError.of(self.store.not_found("clinic", str(clinic)))
        return self.store.clinic(located, problems)

    def write(
        self, tree: DocumentTree, format_: str, options: PrintOptions, warnings: Problems
    ) -> bytes:
        """Return a document as a file, and add what should be changed to the warnings.

        Raises RequestError for wrong options, and HandoutError for a picture that cannot be read,
        a character that no font has, and content that does not fit on a page.
        """

        def writer() -> Write:
            return writer_for(format_, options.theme(format_), self.fonts, options.standard)

        if format_ == "pdf":
            return self.pdf_writer(tree, options).write(tree, warnings)
        return self._writers.get((format_, options), None, writer)(tree, warnings)

    def pdf_writer(self, tree: DocumentTree, options: PrintOptions) -> PdfWriter:
        """Return the writer of a document as a PDF file; raise RequestError for wrong options."""
        if tree.second:
            _check_bilingual(options.theme())

        def writer() -> PdfWriter:
            from handout.writers.pdf import PdfWriter  # noqa: PLC0415 -- not for other formats

            return PdfWriter(options.theme(), self.fonts, options.standard)

        return self._pdf_writers.get(options, None, writer)


def _check_bilingual(theme: Theme) -> None:
    """Raise RequestError for an edition without room for two languages."""
    if not theme.bilingual:
        roomy = " or ".join(name for name, each in EDITIONS.items() if each.bilingual)
        message = f"two languages do not fit in the edition {theme.name}"
        raise RequestError(message, f"choose the edition {roomy}")


def open_session(folders: Iterable[StrPath] = (), fonts: Iterable[StrPath] = ()) -> Session:
    """Return a session over the built-in content with other folders on top of it.

    Raises RequestError if a folder does not exist.
    """
    own, font_folders = [*map(Path, folders)], [*map(Path, fonts)]
    for folder in (*own, *font_folders):
        if not is_folder(folder):
            raise RequestError(f"there is no folder '{folder}'")
    return Session((built_in("content"), *own), font_folders)


def translation_language(tag: str) -> str:
    """Return a BCP 47 tag as files have it in their names; raise RequestError if it is none."""
    try:
        return spelled(str(LanguageTag.parse(tag)))
    except GrammarError as error:
        raise RequestError(f"'{tag}' is not the tag of a language", error.hint) from error


def is_path(name: StrPath) -> bool:
    """Return whether a name is the path of a file rather than an id."""
    path = Path(name)
    return path.suffix in {".yaml", ".yml"} or len(path.parts) > 1


def existing_file(name: StrPath) -> Path:
    """Return the path of a file; raise RequestError if there is none that we may read."""
    path = Path(name)
    if not is_file(path):
        raise RequestError(f"there is no file '{name}'")
    return path


def folder_beside(name: StrPath | None) -> tuple[Path, ...]:
    """Return the content folder of a file that is named by its path."""
    return content_folder(existing_file(name)) if name and is_path(name) else ()
