"""Check content before it reaches a patient: all of a folder, or single files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handout.compose import compose_entry, compose_handout
from handout.document import Block, Figure, walk
from handout.errors import HandoutError, Origin, Problems
from handout.images import load_picture
from handout.library import HANDOUTS, Library, Located, check_names
from handout.model import Kind
from handout.readability import check_readability


def check_content(library: Library, paths: Iterable[Path], problems: Problems) -> int:
    """Note every problem of some files or folders, or of all content folders; return their count.

    Entries are checked with the pictures they use, handouts with the entries they use.
    """
    files: list[Located] = []
    for path in paths or library.folders:
        folder = path if path.is_dir() else path.parent.parent
        if folder.resolve() not in {known.resolve() for known in library.folders}:
            library = Library((*library.folders, folder), problems)
        if path.is_dir():
            check_names(path, problems)
            files += _files(path)
        else:
            files.append(Located(path.stem, _kind(path), path))
    for located in files:
        _check_file(library, located, problems)
    return len(files)


def _files(folder: Path) -> list[Located]:
    one = Library((folder,), Problems())
    return [*one.entries(), *one.handouts()]


def _kind(path: Path) -> Kind | None:
    kinds: dict[str, Kind | None] = {kind.folder: kind for kind in Kind}
    kinds[HANDOUTS] = None
    if path.parent.name not in kinds or path.suffix != ".yaml":
        hint = f"content stands in a folder {', '.join(kinds)} and ends in .yaml"
        problems = Problems()
        problems.error("the file is not part of a content folder", Origin(str(path), 1, 1), hint)
        problems.raise_errors()
    return kinds[path.parent.name]


def _check_file(library: Library, located: Located, problems: Problems) -> None:
    blocks: tuple[Block, ...] = ()
    if located.kind is None:
        handout = library.handout(located)
        document = handout and compose_handout(handout, library, problems)
        blocks = document.children if document else ()
    else:
        entry = library.entry(located)
        node = entry and compose_entry(entry, library)
        blocks = (node,) if node else ()
    for block in walk(blocks):
        if isinstance(block, Figure):
            _check_picture(block, problems)
    check_readability(blocks, problems)


def _check_picture(figure: Figure, problems: Problems) -> None:
    try:
        load_picture(figure.path, figure.origin, longest_side=72)
    except HandoutError as error:
        problems.extend(error.problems)
