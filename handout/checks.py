"""Check content before it reaches a patient: all of a folder, or single files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handout.compose import compose_clinic, compose_entry, compose_handout, compose_program
from handout.document import DocumentTree
from handout.errors import HandoutError, Origin, Problems
from handout.figures.pose import load_pose
from handout.figures.store import check_stored
from handout.languages import same_language
from handout.library import (
    CLINICS,
    FIGURES,
    FOLDERS,
    HANDOUTS,
    PROGRAMS,
    Library,
    Located,
    check_name,
    check_names,
    is_content,
)
from handout.readability import check_readability
from handout.theme import STANDARD
from handout.writers import WRITERS


def check_content(
    library: Library, paths: Iterable[Path], problems: Problems, fonts: tuple[Path, ...] = ()
) -> int:
    """Note every problem of some files or folders, or of all content folders; return their count.

    Each file is set as it would be printed, with the pictures and entries it uses; `fonts` are
    folders with faces that the project's own lack.
    """
    files: list[Located] = []
    poses: list[Path] = []
    for path in paths or library.folders:
        if path.is_file() and path.absolute().parent.name == FIGURES:
            poses.append(path)
            continue
        folder = path if path.is_dir() else _folder_of(path)
        if folder.resolve() not in {known.resolve() for known in library.folders}:
            library = Library((*library.folders, folder), problems)
        if path.is_dir():
            check_names(path, problems)
            files += _files(path)
            poses += Library((path,), problems).figures()
        else:
            files += _file(path, problems)
    for located in files:
        _check_file(library, located, fonts, problems)
    for pose in poses:
        _check_pose(pose, problems)
    return len(files) + len(poses)


def _files(folder: Path) -> list[Located]:
    one = Library((folder,), Problems())
    return [*one.entries(), *one.handouts(), *one.programs(), *one.clinics()]


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
    return [Located(path.stem, folder, path)] if is_content(path) else []


def _check_pose(path: Path, problems: Problems) -> None:
    """Read a pose, and hold its rendered form against it."""
    own = Problems()
    if load_pose(path, own):
        problems.extend(check_stored(path))
    problems.extend(own.in_order())


def _check_file(
    library: Library, located: Located, fonts: tuple[Path, ...], problems: Problems
) -> None:
    document = _composed(library, located, problems)
    if document is None:
        return
    try:
        # Only a page knows whether a picture can be drawn and a face has every character.
        WRITERS["pdf"](document, STANDARD, fonts)
    except HandoutError as error:
        problems.extend(error.problems)
    # The measures of reading know no other language.
    if same_language(document.language, "en"):
        check_readability(document.children, problems)


def _composed(library: Library, located: Located, problems: Problems) -> DocumentTree | None:
    """Return what a file becomes, or None after noting why it becomes nothing."""
    if located.folder == HANDOUTS:
        handout = library.handout(located)
        return compose_handout(handout, library, problems) if handout else None
    if located.folder == PROGRAMS:
        program = library.program(located)
        return compose_program(program, library, problems) if program else None
    if located.folder == CLINICS:
        clinic = library.clinic(located)
        return compose_clinic(clinic, library) if clinic else None
    entry = library.entry(located)
    return compose_entry(entry, library) if entry else None
