"""Check content before it reaches a patient: whole content folders or single files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from handout.application import Session, StrPath, open_session
from handout.caches import Caches
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
    files: list[Located] = []
    poses: list[Path] = []
    translations: dict[Path, Located] = {}
    for path in _each([*paths] or session.store.folders):
        if is_file(path) and path.absolute().parent.name == FIGURES:
            poses.append(path)
        elif is_folder(path):
            session = session.with_folders(below=(), above=(path,))
            store = ContentStore((path,), Caches())
            _check_folder(path, problems)
            _check_ids(session.store, path, problems)
            translations |= _translations(session.store, path)
            files += [*store.entries(), *store.handouts(), *store.programs(), *store.clinics()]
            poses += store.figures()
        elif path.absolute().parent.name in FOLDERS:
            session = session.with_folders(below=(), above=(_folder_of(path),))
            files += _file(session.store, path, problems)
            translations |= _translations(session.store, path)
        else:
            files += _program(path, problems)
    for located in files:
        _check_file(session, located, problems)
    for tag in languages:
        translated_session = session.in_language(tag)
        for located in dict.fromkeys((*files, *translations.values())):
            _check_file(translated_session, located, problems)
    for pose in poses:
        _check_pose(pose, problems)
    return len(files) + len(poses) + len(translations)


def _translations(store: ContentStore, path: Path) -> dict[Path, Located]:
    """Return the translations in a folder, or the one that a file is, with their originals."""
    files = [path] if is_file(path) else [*path.glob("*/*.*.yaml")]
    originals = {(each.folder, each.id): each for each in store.located(*TRANSLATABLE)}
    found = {}
    for file in sorted(files):
        match = TRANSLATION_FORM.fullmatch(file.stem)
        original = match and originals.get((file.absolute().parent.name, match[1]))
        if original:
            found[file] = original
    return found


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


def _file(store: ContentStore, path: Path, problems: Problems) -> list[Located]:
    """Return a file of a content folder, or nothing after noting why it cannot be content."""
    _check_name(path, problems)
    if TRANSLATION_FORM.fullmatch(path.stem):
        _check_translation(store, path, problems)
    return [Located(path.stem, path.absolute().parent.name, path)] if is_content(path) else []


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


def _check_ids(store: ContentStore, folder: Path, problems: Problems) -> None:
    """Note ids of a content folder that are wrong or given twice, and translations of nothing."""
    for names in NAMESPACES:
        seen: dict[str, Path] = {}
        for path in (path for name in names for path in sorted((folder / name).glob("*.yaml"))):
            if path.name.startswith("."):
                continue
            _check_name(path, problems)
            if TRANSLATION_FORM.fullmatch(path.stem):
                _check_translation(store, path, problems)
            first = seen.setdefault(path.stem, path) if is_content(path) else path
            if first != path:
                message = f"the id '{path.stem}' is already used by {first}"
                problems.error(message, Origin(str(path), 1, 1), "rename one of the two")


def _unreadable(folder: Path) -> str | None:
    """Return why the names of the files in a folder cannot be read, or None if they can."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return None


def _check_translation(store: ContentStore, path: Path, problems: Problems) -> None:
    """Note the problems of a translation, or that it translates nothing."""
    (name, _, tag), kind = path.stem.partition("."), path.absolute().parent.name
    start = Origin(str(path), 1, 1)
    original = next((each for each in store.located(kind) if each.id == name), None)
    translation = load_yaml(path, problems)
    if original is None:
        message = f"this translates nothing: there is no '{name}.yaml' in a folder {kind}"
        hint = suggestion(name, [located.id for located in store.located(kind)])
        problems.warning(message, start, hint)
    elif kind not in TRANSLATABLE:
        hint = "translate its handout and entries"
        problems.warning("a program is not translated, so this is not read", start, hint)
    elif translation and (fields := store.load(original.path, Problems())):
        merged = translated(TRANSLATABLE[kind], fields, translation, tag, problems)
        header = merged.fields["translation"].value
        if isinstance(header, Mapping):
            read_record(Translation, header, problems)
        else:
            hint = "write {status: machine}"
            problems.error("'translation' must contain fields", header.origin, hint)


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
