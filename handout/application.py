"""The public API: `Library`, `Document` and `build`, which docs/python-api.md explains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

from handout import output
from handout.compose import compose_catalogue, compose_entry
from handout.content_files import Located
from handout.content_store import ContentStore, read_program
from handout.document import DocumentTree
from handout.document.text import render_text
from handout.errors import HandoutError, Origin, Problem, Problems, RequestError
from handout.home_program import around_handout, visit_data
from handout.in_place import in_place
from handout.localisation import translations
from handout.located import Data, Mapping, as_mapping
from handout.places import FieldPath, Place, doses_of, places_of, session_lengths
from handout.print_options import PdfOptions, PrintOptions
from handout.search import EntrySummary, Query, find_entries, hint_for_none, matching_entries
from handout.session import Session, StrPath, existing_file, folder_beside, is_path, open_session
from handout.writers import FORMATS

if TYPE_CHECKING:
    from handout.catalogue import CatalogueEntry

_OPTIONS: Final = Origin("options", 1, 1)
"""The position of values that are given as options."""


class Library:
    """Entries, handouts, programs and clinics of the built-in content and of your own.

    A library remembers what it has read and laid out, and sees every later change of the content
    files. It must not be used by two threads at a time; make one for each thread.
    """

    def __init__(self, *folders: StrPath, fonts: Iterable[StrPath] = ()) -> None:
        """Take content folders and folders of fonts.

        Of two files with the same id, the one in the later folder counts; the built-in content is
        below all folders. The fonts serve characters that the built-in ones lack. Raises
        RequestError if a folder does not exist.
        """
        self._session = open_session(folders, fonts)

    def compose(
        self,
        target: StrPath | bytes,
        *,
        patient: str | None = None,
        date: str | dt.date | None = None,
        next_visit: str | dt.date | None = None,
        clinician: str | None = None,
        clinic: StrPath | None = None,
        language: str | None = None,
    ) -> Document:
        """Return the document of a handout or program: its id, or its YAML file.

        The file is given by its path, or as the bytes that are in it.

        A file inside a content folder is composed with the content beside it. `patient` and
        `clinician` are names; the patient's name appears on pages only, never in metadata. Days are
        dates or texts such as '2026-03-02'; the next visit may have a time. `clinic` is the id of a
        clinic, or the path of its YAML file, for the letterhead. `language` is the BCP 47 tag of a
        language into which the content is translated, or two of them, as in 'es,en', for a sheet
        with both side by side; what has no translation stays as it is written, with a warning.

        Raises RequestError if the target or clinic does not exist, and HandoutError with all
        problems if the content has errors.
        """
        problems = Problems()
        path = None if isinstance(target, bytes) else target
        session = self._session.with_folders(folder_beside(clinic), folder_beside(path))
        visit = visit_data(
            patient=patient, date=_iso(date), next_visit=_iso(next_visit), clinician=clinician
        )
        personal = as_mapping(visit, _OPTIONS, problems) if visit else None

        def compose(session: Session, problems: Problems) -> DocumentTree | None:
            letterhead = session.clinic(clinic, problems) if clinic else None
            composer = session.composer
            if isinstance(target, bytes):
                return composer.file(target, "program", problems, personal, letterhead)
            located = _find_target(target, session.store)
            return composer.target(located, problems, personal, letterhead)

        tree = session.composed(language, compose, problems)
        return _document(tree, problems, session)

    def program(self, target: StrPath | bytes) -> dict[str, Data]:
        """Return a handout or program as the fields of a program with its handout in place.

        The target is as in `compose`. What a program changes is applied to its handout: each entry
        is an id, or a use with all that differs from the library. `write_yaml` makes a file of the
        fields. Raises RequestError if the target does not exist, and HandoutError if it has errors.
        """
        problems = Problems()
        path = None if isinstance(target, bytes) else target
        session = self._session.with_folders((), folder_beside(path))
        fields = _program_fields(target, session.store, problems)
        program = fields and read_program(fields, "program", problems)
        handout = program and session.store.used_handout(program, problems)
        if not fields or not program or not handout:
            raise HandoutError(problems.in_order())
        own = in_place(program, fields, handout, problems)
        problems.raise_errors()
        return own

    def entry(self, entry_id: str, *, language: str | None = None) -> Document:
        """Return an exercise or stretch as a document of its own, in a language as in `compose`.

        Raises RequestError if it does not exist, and HandoutError if it has errors.
        """
        session, problems = self._session.in_language(language), Problems()
        store = session.store
        located = store.find_entry(entry_id)
        if located is None:
            raise RequestError.of(store.not_found("entry", entry_id))
        entry = store.entry(located, problems)
        tree = compose_entry(entry, store, problems) if entry else None
        return _document(tree, problems, session)

    def catalogue(self) -> list[CatalogueEntry]:
        """Return all entries as a catalogue shows them, ordered by id.

        Entries with errors are left out; `handout.check` reports them.
        """
        from handout.catalogue import catalogue_entry  # noqa: PLC0415 -- loads pictures

        store = self._session.store
        found = []
        for located in store.entries():
            problems = Problems()
            entry, fields = store.entry(located, problems), store.load(located.path, problems)
            tree = compose_entry(entry, store, problems) if entry else None
            if entry and fields and tree:
                figures = [picture.figure for picture in entry.pictures if picture.figure]
                drawn = {store.pictures.side(figure, problems) for figure in figures}
                found.append(catalogue_entry(entry, tree, fields, drawn))
        return found

    def picture_catalogue(self, query: Query) -> Document:
        """Return the entries that match a query as a document: their pictures by body region.

        Raises RequestError if no entry matches, and HandoutError if a picture is not found.
        """
        store, problems = self._session.store, Problems()
        entries = matching_entries(store, query, problems)
        if not entries:
            raise RequestError("no entry matches", hint_for_none(store, query))
        tree = compose_catalogue(entries, store, problems)
        return _document(tree, problems, self._session)

    def picture(self, entry_id: str, number: int = 0) -> tuple[bytes, str]:
        """Return a picture of an entry as an SVG, JPEG or PNG file, and its media type.

        Pictures are counted from 0. Raises RequestError if there is none, and HandoutError if it
        cannot be read.
        """
        from handout.catalogue import load_catalogue_picture  # noqa: PLC0415 -- loads pictures

        picture = load_catalogue_picture(self.entry(entry_id).tree, number)
        if picture is None:
            raise RequestError(f"'{entry_id}' has no picture {number}")
        return picture

    def entries(self) -> list[str]:
        """Return the ids of all exercises and stretches."""
        return [located.id for located in self._session.store.entries()]

    def handouts(self) -> list[str]:
        """Return the ids of all handouts."""
        return [located.id for located in self._session.store.handouts()]

    def programs(self) -> list[str]:
        """Return the ids of all programs, which are handouts for one patient."""
        return [located.id for located in self._session.store.programs()]

    def clinics(self) -> list[str]:
        """Return the ids of all clinics."""
        return [located.id for located in self._session.store.clinics()]

    def languages(self) -> list[str]:
        """Return the BCP 47 tags of the languages into which some of the content is translated."""
        return sorted({language for language, _ in translations(self._session.store)})

    def search(
        self,
        *words: str,
        region: str | None = None,
        equipment: str | None = None,
        position: str | None = None,
        difficulty: str | None = None,
        kind: str | None = None,
    ) -> list[EntrySummary]:
        """Return the entries that are found by all words and match all filters, ordered by id.

        A word is the beginning of one that an entry says, or of another word for the same: 'calves'
        and 'theraband' are found. So are the words of `region` and `equipment`; the equipment
        'none' matches entries without any. Entries with errors are left out; `handout.check`
        reports them.
        """
        query = Query(
            words=words,
            region=region,
            equipment=equipment,
            position=position,
            difficulty=difficulty,
            kind=kind,
        )
        return find_entries(self._session.store, query, Problems())


class Document:
    """A handout that is composed and can be written in several formats.

    Documents of one library must be written by one thread at a time.
    """

    def __init__(self, tree: DocumentTree, problems: tuple[Problem, ...], session: Session) -> None:
        self.tree = tree
        """The nodes of the document, see `handout.document`; not part of the stable API."""
        self._warnings = Problems()
        self._warnings.extend(problems)
        self._session = session

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings found while composing, and in each format while it was written."""
        return tuple(self._warnings.in_order())

    @property
    def title(self) -> str:
        """The title, without the patient's name."""
        return self.tree.title

    @property
    def language(self) -> str:
        """BCP 47 tag of the text."""
        return self.tree.language

    def pdf(self, **options: Unpack[PdfOptions]) -> bytes:
        """Return a tagged PDF file: PDF/UA-1 and PDF/A-2a, or PDF/UA-2 and PDF/A-4 if asked for."""
        return self._write("pdf", PrintOptions(**options))

    def html(self) -> bytes:
        """Return an HTML page with everything that it needs inside."""
        return self._write("html", PrintOptions())

    def epub(self) -> bytes:
        """Return an EPUB 3 book."""
        return self._write("epub", PrintOptions())

    def text(self) -> str:
        """Return the document as plain text, with Markdown headings and lists."""
        return render_text(self.tree.children).lstrip("\n")

    def places(self, **options: Unpack[PdfOptions]) -> list[Place]:
        """Return where each item of a handout is on the pages of a PDF with these options.

        It takes no time if this file was the last that the library wrote.
        """
        writer = self._session.pdf_writer(self.tree, PrintOptions(**options))
        return places_of(self.tree, writer.areas(self.tree))

    def page_digests(self, **options: Unpack[PdfOptions]) -> list[str]:
        """Return a hash for each page of a PDF with these options: pages that look alike share it.

        It takes little time if this file was the last that the library wrote.
        """
        return self._session.pdf_writer(self.tree, PrintOptions(**options)).page_digests(self.tree)

    def doses(self) -> dict[FieldPath, tuple[str, ...]]:
        """Return the dose of each entry in words, by the path of its use as in `places`."""
        return doses_of(self.tree)

    def session_lengths(self) -> tuple[str, ...]:
        """Return how long a session takes in words, for each phase in its order."""
        return session_lengths(self.tree)

    def write(self, path: StrPath, **options: Unpack[PdfOptions]) -> None:
        """Write the document to a file whose suffix names the format: .pdf, .html or .epub.

        An existing file is replaced once the new one is complete. Raises RequestError for another
        suffix or for wrong options, and HandoutError if the file cannot be made or written.
        """
        format_ = Path(path).suffix.removeprefix(".").lower()
        if format_ not in FORMATS:
            hint = f"end it in {', '.join(f'.{name}' for name in FORMATS)}"
            raise RequestError(f"the suffix of '{path}' names no format", hint)
        data = self._write(format_, PrintOptions(**options))
        output.replace_file(Path(path), data)

    def _write(self, format_: str, options: PrintOptions) -> bytes:
        return self._session.write(self.tree, format_, options, self._warnings)


def build(  # noqa: PLR0913 -- keyword arguments of the public API
    target: StrPath,
    *,
    to: StrPath,
    content: Iterable[StrPath] = (),
    fonts: Iterable[StrPath] = (),
    patient: str | None = None,
    date: str | dt.date | None = None,
    next_visit: str | dt.date | None = None,
    clinician: str | None = None,
    clinic: StrPath | None = None,
    language: str | None = None,
    **options: Unpack[PdfOptions],
) -> Document:
    """Compose a handout or program, write it to a file and return the document.

    The same as `Library(*content, fonts=fonts).compose(target, …).write(to, …)`; their docstrings
    explain the arguments and errors. Use one library, or `handout.batch`, for many documents.
    """
    document = Library(*content, fonts=fonts).compose(
        target,
        patient=patient,
        date=date,
        next_visit=next_visit,
        clinician=clinician,
        clinic=clinic,
        language=language,
    )
    document.write(to, **options)
    return document


def _find_target(target: StrPath, store: ContentStore) -> Located:
    if is_path(target):
        return store.locate(existing_file(target))
    name = str(target)
    located = store.find_handout(name) or store.find_program(name)
    if located is None:
        raise RequestError.of(store.not_found("handout or program", name))
    return located


def _program_fields(
    target: StrPath | bytes, store: ContentStore, problems: Problems
) -> Mapping | None:
    """Return the fields of a program; a handout is the one of a program that says nothing else."""
    if isinstance(target, bytes):
        from handout.yaml_parser import parse_yaml  # noqa: PLC0415 -- files are cached

        fields = parse_yaml(target, "program", problems)
    else:
        fields = store.load(_find_target(target, store).path, problems)
    if fields is None or "handout" in fields.fields:
        return fields
    return around_handout(fields)


def _iso(day: str | dt.date | None) -> str | None:
    return day.isoformat() if isinstance(day, dt.date) else day


def _document(tree: DocumentTree | None, problems: Problems, session: Session) -> Document:
    """Return a composed document; raise HandoutError if there are errors."""
    problems.raise_errors()
    if tree is None:
        raise HandoutError(problems.in_order())
    return Document(tree, tuple(problems.in_order()), session)
