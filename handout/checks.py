"""Check content before it reaches a patient: whole content folders or single files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from handout.application import Session, StrPath, open_session
from handout.caches import Caches
from handout.compose import compose_clinic, compose_entry
from handout.content_store import (
    CLINICS,
    FIGURES,
    FOLDERS,
    HANDOUTS,
    KINDS,
    PROGRAMS,
    ContentStore,
    Located,
    is_content,
)
from handout.document import DocumentTree
from handout.errors import HandoutError, Origin, Problem, Problems
from handout.figures.pose import load_pose
from handout.figures.store import check_stored
from handout.languages import same_language
from handout.model import ID_FORM
from handout.print_options import PrintOptions
from handout.readability import check_readability
from handout.resources import is_file, is_folder

_NAMESPACES: Final = (tuple(KINDS), (HANDOUTS, PROGRAMS), (CLINICS,))
"""Folders whose ids must be unique together."""
_TRANSLATION: Final = re.compile(r"[^.]+\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")


def check(*paths: StrPath, fonts: Iterable[StrPath] = ()) -> list[Problem]:
    """Return every problem of content folders, or of single YAML files in them, by position.

    The built-in content is below the folders, and is checked if no path is given. Each file is laid
    out as it would be printed; `fonts` are folders of fonts for characters that the built-in ones
    lack. Nothing is written.
    """
    problems = Problems()
    check_content(open_session(fonts=fonts), map(Path, paths), problems)
    return problems.in_order()


def check_content(session: Session, paths: Iterable[Path], problems: Problems) -> int:
    """Note every problem of files or folders, or of all content; return the number of files."""
    files: list[Located] = []
    poses: list[Path] = []
    for path in [*paths] or session.store.folders:
        if is_file(path) and path.absolute().parent.name == FIGURES:
            poses.append(path)
            continue
        folder = path if is_folder(path) else _folder_of(path)
        session = session.with_folders(below=(), above=(folder,))
        if is_folder(path):
            store = ContentStore((path,), Caches())
            _check_names(path, problems)
            files += [*store.entries(), *store.handouts(), *store.programs(), *store.clinics()]
            poses += store.figures()
        else:
            files += _file(path, problems)
    for located in files:
        _check_file(session, located, problems)
    for pose in poses:
        _check_pose(pose, problems)
    return len(files) + len(poses)


def _folder_of(path: Path) -> Path:
    """Return the content folder of a file, spelled as the file is, so that messages match."""
    spelled = path if path.parent.name in FOLDERS else path.absolute()
    return spelled.parent.parent


def _file(path: Path, problems: Problems) -> list[Located]:
    """Return a single file, or nothing after noting why it cannot be content."""
    folder = path.absolute().parent.name
    if folder not in FOLDERS:
        hint = f"put it into one of the folders {', '.join(FOLDERS)}"
        problems.error("the file is not in a content folder", Origin(str(path), 1, 1), hint)
        return []
    _check_name(path, problems)
    return [Located(path.stem, folder, path)] if is_content(path) else []


def _check_names(folder: Path, problems: Problems) -> None:
    """Note the files of a content folder whose names are wrong."""
    if not any(is_folder(folder / name) for name in FOLDERS):
        hint = f"a content folder contains the folders {', '.join(FOLDERS)}"
        problems.error("this is not a content folder", Origin(str(folder), 1, 1), hint)
    for names in _NAMESPACES:
        seen: dict[str, Path] = {}
        for path in (path for name in names for path in sorted((folder / name).glob("*"))):
            if path.name.startswith(".") or path.suffix.lower() not in {".yaml", ".yml"}:
                continue
            _check_name(path, problems)
            first = seen.setdefault(path.stem, path) if is_content(path) else path
            if first != path:
                message = f"the id '{path.stem}' is already used by {first}"
                problems.error(message, Origin(str(path), 1, 1), "rename one of the two")


def _check_name(path: Path, problems: Problems) -> None:
    """Note what is wrong with the name of a file."""
    start = Origin(str(path), 1, 1)
    if path.suffix != ".yaml":
        problems.error("the name of the file must end in .yaml", start, "rename it")
    elif not is_file(path):
        problems.error("this is not a file", start, "replace it with a file, or delete it")
    elif not ID_FORM.fullmatch(path.stem) and not _TRANSLATION.fullmatch(path.stem):
        hint = "write lower-case words joined by '-'"
        problems.error(f"'{path.stem}' cannot be an id", start, hint)


def _check_pose(path: Path, problems: Problems) -> None:
    """Note the problems of a pose, and whether its rendered figure is outdated."""
    own = Problems()
    if load_pose(path, own):
        problems.extend(check_stored(path))
    problems.extend(own.in_order())


def _check_file(session: Session, located: Located, problems: Problems) -> None:
    tree = _composed(session, located, problems)
    if tree is None:
        return
    try:
        # Only layout finds damaged pictures and characters that no font has.
        session.write(tree, "pdf", PrintOptions(), problems)
    except HandoutError as error:
        problems.extend(error.problems)
    # Readability is measured for English only.
    if same_language(tree.language, "en"):
        check_readability(tree.children, problems)


def _composed(session: Session, located: Located, problems: Problems) -> DocumentTree | None:
    """Return the document of a file, or None after noting its problems."""
    store = session.store
    if located.folder in {HANDOUTS, PROGRAMS}:
        return session.composer.target(located, problems)
    if located.folder == CLINICS:
        clinic = store.clinic(located, problems)
        return compose_clinic(clinic, store, problems) if clinic else None
    entry = store.entry(located, problems)
    return compose_entry(entry, store, problems) if entry else None
