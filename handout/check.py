"""Check content before it reaches a patient: all of a folder, or single files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handout.compose import compose_entry, compose_handout
from handout.document import Block, Figure, walk
from handout.errors import HandoutError, Origin, Problems
from handout.library import FOLDERS, Library, Located, check_name, check_names, is_content
from handout.model import Kind
from handout.readability import check_readability


def check_content(library: Library, paths: Iterable[Path], problems: Problems) -> int:
    """Note every problem of some files or folders, or of all content folders; return their count.

    Entries are checked with the pictures they use, handouts with the entries they use.
    """
    files: list[Located] = []
    for path in paths or library.folders:
        folder = path if path.is_dir() else _folder_of(path)
        if folder.resolve() not in {known.resolve() for known in library.folders}:
            library = Library((*library.folders, folder), problems)
        if path.is_dir():
            check_names(path, problems)
            files += _files(path)
        else:
            files += _file(path, problems)
    for located in files:
        _check_file(library, located, problems)
    return len(files)


def _files(folder: Path) -> list[Located]:
    one = Library((folder,), Problems())
    return [*one.entries(), *one.handouts()]


def _folder_of(path: Path) -> Path:
    """Return the content folder of a file, spelt as the file is, so that names stay the same."""
    spelt = path if path.parent.name in FOLDERS else path.absolute()
    return spelt.parent.parent


def _file(path: Path, problems: Problems) -> list[Located]:
    """Return where a single file stands; none, after noting why, if it cannot be content."""
    folder = path.absolute().parent.name
    if folder not in FOLDERS:
        hint = f"content stands in a folder {', '.join(FOLDERS)}"
        problems.error("the file is not part of a content folder", Origin(str(path), 1, 1), hint)
        return []
    check_name(path, problems)
    kinds = {kind.folder: kind for kind in Kind}
    return [Located(path.stem, kinds.get(folder), path)] if is_content(path) else []


def _check_file(library: Library, located: Located, problems: Problems) -> None:
    blocks: tuple[Block, ...] = ()
    language = "en"
    if located.kind is None:
        handout = library.handout(located)
        document = handout and compose_handout(handout, library, problems)
        if document:
            blocks, language = document.children, document.language
    else:
        entry = library.entry(located)
        node = entry and compose_entry(entry, library)
        blocks = (node,) if node else ()
    for block in walk(blocks):
        if isinstance(block, Figure):
            _check_picture(block, problems)
    # The measures of reading know no other language.
    if language.casefold().partition("-")[0] == "en":
        check_readability(blocks, problems)


def _check_picture(figure: Figure, problems: Problems) -> None:
    """Prepare a picture as a page would."""
    from handout.writers.pdf.pictures import PictureInk  # noqa: PLC0415 -- only for pictures

    try:
        PictureInk(figure, longest_side=72)
    except HandoutError as error:
        problems.extend(error.problems)
