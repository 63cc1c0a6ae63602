"""Check content before it reaches a patient: whole content folders or single files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from handout.compose import compose_clinic, compose_entry
from handout.content_files import (
    CLINICS,
    FIGURES,
    FOLDERS,
    HANDOUTS,
    NAMESPACES,
    NO_CONTENT,
    PROGRAMS,
    Located,
    is_content,
)
from handout.content_store import ContentStore
from handout.decoding import read_record
from handout.document import DocumentTree
from handout.errors import HandoutError, Origin, Problem, Problems, suggestion
from handout.figures.pose import load_pose
from handout.figures.store import check_stored
from handout.languages import same_language
from handout.loader import load_yaml
from handout.localisation import TRANSLATABLE, TRANSLATION_FORM
from handout.located import Mapping
from handout.model import ID_FORM, Translation
from handout.print_options import PrintOptions
from handout.readability import check_readability
from handout.resources import is_file, is_folder
from handout.session import Session, StrPath, open_session
from handout.stray_files import stray_files, wrong_ending
from handout.translations import translated


def check(
    *paths: StrPath, fonts: Iterable[StrPath] = (), languages: Iterable[str] = ()
) -> list[Problem]:
    """Return every problem of content folders, or of single YAML files in them, by position.

    The built-in content is below the folders, and is checked if no path is given. Each file is laid
    out as it would be printed; `fonts` are folders of fonts for characters that the built-in ones
    lack. Nothing is written. With BCP 47 tags of languages, it is laid out in each of them, too.
    """
    problems = Problems()
    check_content(open_session(fonts=fonts), map(Path, paths), problems, languages)
    return problems.in_order()


def check_content(
    session: Session, paths: Iterable[Path], problems: Problems, languages: Iterable[str] = ()
) -> int:
    """Note every problem of files or folders, or of all content; return the number of files.

    All is laid out as it is written and in each of some languages.
    """
    found = _Found()
    for path in _each([*paths] or session.store.folders):
        if is_file(path) and path.absolute().parent.name == FIGURES:
            found.poses.append(path)
        elif is_folder(path):
            session = session.with_folders(below=(), above=(path,))
            _check_folder(path, problems)
            for file in _files_of(path, problems):
                found.add(file, session.store, problems)
        elif path.absolute().parent.name in FOLDERS:
            session = session.with_folders(below=(), above=(_folder_of(path),))
            found.add(path, session.store, problems)
        else:
            found.files += _program(path, problems)
    for located in found.files:
        _check_file(session, located, problems)
    for tag in languages:
        translated_session = session.in_language(tag)
        for located in dict.fromkeys((*found.files, *found.translations.values())):
            _check_file(translated_session, located, problems)
    for pose in found.poses:
        _check_pose(pose, problems)
    return len(found.files) + len(found.poses) + len(found.translations)


class _Found(Struct):
    """The files to check."""

    files: list[Located] = field(default_factory=list)
    poses: list[Path] = field(default_factory=list)
    translations: dict[Path, Located] = field(default_factory=dict)
    """The originals of translations."""

    def add(self, path: Path, store: ContentStore, problems: Problems) -> None:
        """Add a file in a folder of content, and note what is wrong with its name.

        A translation is checked at once, beside its original.
        """
        _check_name(path, problems)
        folder = path.absolute().parent.name
        if TRANSLATION_FORM.fullmatch(path.stem):
            original = _check_translation(store, path, problems)
            if original:
                self.translations[path] = original
        elif is_content(path):
            if folder == FIGURES:
                self.poses.append(path)
            else:
                self.files.append(Located(path.stem, folder, path))


def _each(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files and content folders; of any other folder, such as patients/, the files in it."""
    for path in paths:
        is_apart = is_folder(path) and not any(is_folder(path / name) for name in FOLDERS)
        files = [*stray_files(path, (), ())] if is_apart else []
        yield from files or [path]


def _folder_of(path: Path) -> Path:
    """Return the content folder of a file, spelled as the file is, so that messages match."""
    spelled = path if path.parent.name in FOLDERS else path.absolute()
    return spelled.parent.parent


def _program(path: Path, problems: Problems) -> list[Located]:
    """Return a program that is kept apart, or nothing after noting that the file is not one."""
    if path.suffix != ".yaml":
        problems.note(wrong_ending(path))
        return []
    mapping = load_yaml(path, problems)
    if mapping and "handout" in mapping.fields:
        return [Located(path.stem, PROGRAMS, path)]
    if mapping:
        hint = f"name the 'handout' of a program; all else is in {', '.join(FOLDERS)}"
        problems.error("the file is not in a content folder", Origin(str(path), 1, 1), hint)
    return []


def _check_folder(folder: Path, problems: Problems) -> None:
    """Note what in a content folder is not read because of its name or place."""
    if not any(is_folder(folder / name) for name in (*FOLDERS, FIGURES)):
        hint = f"a content folder contains the folders {', '.join(FOLDERS)}"
        problems.error("this is not a content folder", Origin(str(folder), 1, 1), hint)
    for place in filter(is_folder, (folder, *(folder / name for name in FOLDERS))):
        if reason := _unreadable(place):
            message = f"the folder cannot be read: {reason}"
            problems.error(message, Origin(str(place), 1, 1))
    for path in stray_files(folder, FOLDERS, NO_CONTENT):
        inside = path.parent.relative_to(folder)
        if str(inside) in FOLDERS:
            problems.note(wrong_ending(path))
        else:
            # A folder is reported once, however many files are in it.
            place = path.parent if inside.name else path
            message = "this is in no folder of content, so it is not read"
            origin = Origin(str(place), 1, 1)
            problems.warning(message, origin, suggestion(inside.name, FOLDERS))


def _files_of(folder: Path, problems: Problems) -> Iterator[Path]:
    """Yield the files of a content folder, and note ids that are given twice."""
    for names in NAMESPACES:
        first: dict[str, Path] = {}
        for path in (path for name in names for path in sorted((folder / name).glob("*.yaml"))):
            if path.name.startswith("."):
                continue
            if is_content(path) and first.setdefault(path.stem, path) != path:
                message = f"the id '{path.stem}' is already used by {first[path.stem]}"
                problems.error(message, Origin(str(path), 1, 1), "rename one of the two")
            yield path


def _unreadable(folder: Path) -> str | None:
    """Return why the names of the files in a folder cannot be read, or None if they can."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return None


def _check_translation(store: ContentStore, path: Path, problems: Problems) -> Located | None:
    """Return the original of a translation, if there is one, and note what is wrong with it."""
    (name, _, tag), kind = path.stem.partition("."), path.absolute().parent.name
    start = Origin(str(path), 1, 1)
    original = store.find(name, kind)
    translation = store.load(path, problems)
    if original is None:
        message = f"this translates nothing: there is no '{name}.yaml' in a folder {kind}"
        hint = suggestion(name, [located.id for located in store.located(kind)])
        problems.warning(message, start, hint)
        return None
    if kind not in TRANSLATABLE:
        hint = "translate its handout and entries"
        problems.warning("a program is not translated, so this is not read", start, hint)
        return None
    if translation and (fields := store.load(original.path, Problems())):
        merged = translated(TRANSLATABLE[kind], fields, translation, tag, problems)
        header = merged.fields["translation"].value
        if isinstance(header, Mapping):
            read_record(Translation, header, problems)
        else:
            hint = "write {status: machine}"
            problems.error("'translation' must contain fields", header.origin, hint)
    return original


def _check_name(path: Path, problems: Problems) -> None:
    """Note what is wrong with the name of a file."""
    start = Origin(str(path), 1, 1)
    if path.suffix != ".yaml":
        problems.note(wrong_ending(path))
    elif not is_file(path):
        problems.error("this is not a file", start, "replace it with a file, or delete it")
    elif not ID_FORM.fullmatch(path.stem) and not TRANSLATION_FORM.fullmatch(path.stem):
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
