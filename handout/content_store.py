"""Find content by id in layered folders, and read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from pathlib import Path, PureWindowsPath
from typing import Any, Final, TypeVar
from unicodedata import normalize

from msgspec import Struct

from handout.caches import Caches, Memo
from handout.clinic import Clinic
from handout.decoding import read_record
from handout.disk_cache import file_version
from handout.dosage_changes import changed_dosage
from handout.errors import Origin, Problem, Problems, suggestion
from handout.figures.files import SUFFIX, cast_path
from handout.home_program import HomeProgram
from handout.languages import lookup_tags, same_text, spelled
from handout.loader import load_yaml
from handout.located import LeftOut, Mapping, Sequence, Text, as_mapping, is_empty
from handout.model import ID_FORM, Entry, Handout, Kind, Picture, Use
from handout.resources import built_in, is_file
from handout.stray_files import as_id, meant_id, stray_files

HANDOUTS: Final = "handouts"
PROGRAMS: Final = "programs"
CLINICS: Final = "clinics"
FIGURES: Final = "figures"
_IMAGES: Final = "images"
"""The suffix of a rendered figure, which is stored beside its pose."""
KINDS: Final = {kind.folder: kind for kind in Kind}
"""Kinds of entry by the folder that holds them."""
FOLDERS: Final = (*KINDS, HANDOUTS, PROGRAMS, CLINICS)
NO_CONTENT: Final = (FIGURES, _IMAGES)
"""Folders that contain what entries show."""
_FOLDERS_OF: Final = {
    "entry": tuple(KINDS),
    "handout": (HANDOUTS,),
    "program": (PROGRAMS,),
    "handout or program": (HANDOUTS, PROGRAMS),
    "content": (*KINDS, HANDOUTS, CLINICS),
    "clinic": (CLINICS,),
}
"""Folders of what a person looks for by its id."""
NAMESPACES: Final = (tuple(KINDS), (HANDOUTS, PROGRAMS), (CLINICS,), (FIGURES,))
"""Folders whose ids must be unique together."""
TRANSLATABLE: Final[dict[str, type]] = {
    **dict.fromkeys(KINDS, Entry),
    HANDOUTS: Handout,
    CLINICS: Clinic,
}
"""The records of what can be translated, by their folders."""
TRANSLATION_FORM: Final = re.compile(r"([^.]+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)")
"""The form of a translation's name without its ending: an id and the tag of a language."""
_IMPERSONAL: Final = frozenset({*KINDS, HANDOUTS, CLINICS, FIGURES})
"""Folders whose files contain nothing about patients, so that they may be cached on disk."""
_FILES: Final = 4096
"""Files and entries to remember."""
_USES: Final = 8
"""Versions of an entry with the changes of a handout to remember."""
_Value = TypeVar("_Value")
_Found = tuple[_Value | None, list[Problem]]
"""A value, and the problems found while reading it."""


class Located(Struct, frozen=True):
    """A content file: its id and where it is."""

    id: str
    folder: str
    """The name of its folder, which is its kind: exercises, handouts, …"""
    path: Path


class PictureFile(Struct, frozen=True):
    """A picture file; a changed file is unequal to the old one."""

    path: Path
    version: tuple[int, ...]


class ContentStore:
    """Layered content folders; if several have the same id, the last one wins.

    The same object is returned until its file changes. Files may be changed, added and deleted at
    any time.
    """

    def __init__(self, folders: tuple[Path, ...], caches: Caches, language: str = "") -> None:
        """Take content folders, the last one on top, and the language of a page.

        Without a language, content is in the one in which it is written.
        """
        self.folders = folders
        self.language = language
        self._trees: Memo[_Found[Mapping]] = caches.memo("content trees", _FILES)
        self._records: Memo[Any] = caches.memo("content records", _FILES)
        self._entries: Memo[_Found[Entry]] = caches.memo("content entries", _FILES, _USES)
        self._translations: Memo[_Found[Mapping]] = caches.memo("translated content", _FILES)
        self._texts: Memo[dict[str, Text]] = caches.memo("translated texts", _FILES)

    def entries(self) -> list[Located]:
        """Return all entries, ordered by id, without reading them."""
        return self.located(*KINDS)

    def handouts(self) -> list[Located]:
        """Return all handouts, ordered by id, without reading them."""
        return self.located(HANDOUTS)

    def programs(self) -> list[Located]:
        """Return all programs, ordered by id, without reading them."""
        return self.located(PROGRAMS)

    def clinics(self) -> list[Located]:
        """Return all clinics, ordered by id, without reading them."""
        return self.located(CLINICS)

    def figures(self) -> list[Path]:
        """Return the poses of all drawn figures, ordered by id."""
        return [located.path for located in self.located(FIGURES)]

    def located(self, *kinds: str) -> list[Located]:
        """Return the content of some folders, such as handouts, ordered by id."""
        found = {
            path.stem: Located(path.stem, kind, path)
            for folder in self.folders
            for kind in kinds
            for path in sorted((folder / kind).glob("*.yaml"))
            if is_content(path)
        }
        return sorted(found.values(), key=lambda located: located.id)

    def find_entry(self, entry_id: str) -> Located | None:
        """Return the file of an entry, or None if there is none."""
        return self._find(entry_id, *KINDS)

    def find_handout(self, handout_id: str) -> Located | None:
        """Return the file of a handout, or None if there is none."""
        return self._find(handout_id, HANDOUTS)

    def find_program(self, program_id: str) -> Located | None:
        """Return the file of a program, or None if there is none."""
        return self._find(program_id, PROGRAMS)

    def find_clinic(self, clinic_id: str) -> Located | None:
        """Return the file of a clinic, or None if there is none."""
        return self._find(clinic_id, CLINICS)

    def locate(self, path: Path) -> Located:
        """Return the content file at a path; its folder or else its fields give its kind."""
        folder = path.absolute().parent.name
        if folder not in FOLDERS:
            mapping = self._load(path, Problems())
            folder = PROGRAMS if mapping and "handout" in mapping.fields else HANDOUTS
        return Located(path.stem, folder, path)

    def fields(self, located: Located, problems: Problems) -> Mapping | None:
        """Return the fields of a file as they are written, or None after noting its problems."""
        return self._load(located.path, problems)

    def handout(self, located: Located, problems: Problems) -> Handout | None:
        """Return a handout, or None after noting its problems."""
        return self._record(Handout, located, problems)

    def clinic(self, located: Located, problems: Problems) -> Clinic | None:
        """Return a clinic, or None after noting its problems."""
        return self._record(Clinic, located, problems)

    def program(
        self, located: Located, problems: Problems, personal: Mapping | None = None
    ) -> HomeProgram | None:
        """Return a program with personal fields laid over it, or None after noting its problems.

        A handout counts as the program that changes nothing in it.
        """
        if located.folder == PROGRAMS:
            mapping = self._load(located.path, problems)
        else:
            origin = Origin(str(located.path), 1, 1)
            mapping = as_mapping({"handout": located.id}, origin, problems)
        if mapping is None:
            return None
        if personal:
            mapping = mapping.overlaid(personal, partial(changed_dosage, problems=problems))
        return read_program(mapping, located.id, problems)

    def entry(self, located: Located, problems: Problems) -> Entry | None:
        """Return an entry, or None after noting its problems."""
        return self._entry(located, (), problems)

    def used_entry(self, use: Use, problems: Problems, written_in: str = "en") -> Entry | None:
        """Return an entry as a handout or program uses it, or None after noting its problems.

        An entry that does not say its language is in the one of its handout, `written_in`.
        """
        if use.written:
            kind, fields = use.written.kind, use.written.fields
            changes = (use.changes, use.personal) if use.personal else (use.changes,)
            place = Located(use.id.value, kind.folder, Path(use.origin.file))
            return _read_entry(place, fields, changes, problems)
        located = self.find_entry(use.id.value)
        if located is None:
            problems.note(self.not_found("entry", use.id))
            return None
        return self._entry(located, (use.changes,), problems, use.personal, written_in)

    def used_handout(self, program: HomeProgram, problems: Problems) -> Handout | None:
        """Return the handout of a program, or None after noting its problems."""
        name, written = program.handout.name, program.handout.written
        if written:
            return read_record(Handout, self.in_place(written), problems, id=program.id)
        located = self.find_handout(name.value)
        if located is None:
            problems.note(self.not_found("handout", name))
            return None
        return self.handout(located, problems)

    def in_place(self, handout: Mapping) -> Mapping:
        """Return a handout that has no file, and so no translation, as the page has it.

        It may be one of the library that has been changed, so its texts are looked up there.
        """
        if not self.language:
            return handout
        from handout.translations import (  # noqa: PLC0415 -- few pages are translated
            in_language,
            language_of,
            untranslated,
        )

        if same_text(language_of(handout), self.language):
            return in_language(handout, self.language)
        return untranslated(Handout, handout, self.language, self._translated_texts())

    def _translated_texts(self) -> dict[str, Text]:
        """Return the translations of all texts of handouts, by the texts."""
        from handout.translations import texts_of  # noqa: PLC0415 -- few pages are translated

        def texts(original: Mapping, translation: Mapping) -> dict[str, Text]:
            return {
                each.text.value.strip(): each.translated
                for each in texts_of(Handout, original, translation)
                if each.translated
            }

        found: dict[str, Text] = {}
        for located in self.handouts():
            path = self.translation(located, self.language)
            original = self._load(located.path, Problems()) if path else None
            translation = self._load(path, Problems()) if path else None
            if original and translation:
                key, inputs = (located.path, self.language), (original, translation)
                found |= self._texts.get(key, inputs, partial(texts, original, translation))
        return found

    def not_found(self, kind: str, name: Text | str, origin: Origin | None = None) -> Problem:
        """Return the problem that no content of a kind has an id.

        The hint names the file that is meant, if only its name or folder is wrong, or else a
        similar id.
        """
        kinds = _FOLDERS_OF[kind]
        place = name.origin if isinstance(name, Text) else origin
        hint = self._misnamed(str(name), kinds) or suggestion(
            str(name), [located.id for located in self.located(*kinds)]
        )
        return Problem(f"there is no {kind} '{name}'", place, hint)

    def _misnamed(self, name: str, kinds: tuple[str, ...]) -> str | None:
        """Return how to rename the file that an id stands for, if it is called something else."""
        wanted = as_id(name)
        others = {*FOLDERS, *NO_CONTENT}.difference(kinds)
        for folder in reversed(self.folders):
            for path in stray_files(folder, (), others):
                near = _nearest(path.parent.name, kinds)
                places = [folder / kind / f"{wanted}.yaml" for kind in near]
                if places and meant_id(path) == wanted and path not in places:
                    either = "' or '".join(map(str, places))
                    return f"rename '{path}' to '{either}'"
            for path in (path for kind in kinds for path in sorted((folder / kind).glob("*"))):
                # Of any ending: a text file, or one without an ending.
                if path.suffix != ".yaml" and as_id(path.name.partition(".")[0]) == wanted:
                    return f"rename '{path}' to '{path.parent / wanted}.yaml'"
        return None

    def logo_file(self, clinic: Clinic, problems: Problems) -> PictureFile | None:
        """Return the file of a clinic's logo, or None after noting why it cannot be used."""
        return self._image_file(clinic.logo, problems) if clinic.logo else None

    def picture_file(
        self, picture: Picture, problems: Problems, cast: str = ""
    ) -> PictureFile | None:
        """Return the file of a picture, or None after noting why it cannot be used.

        A figure that has not been drawn with the person of a cast is as its pose says.
        """
        if picture.figure:
            return self._figure_file(picture.figure, problems, cast)
        return self._image_file(picture.image, problems) if picture.image else None

    def figure_person(self, figure: Text, problems: Problems) -> str:
        """Return who is drawn in a figure, as its pose says; empty for whoever is drawn mostly."""
        pose = self._find(figure.value, FIGURES)
        return self._pose_field(pose, "person", problems) if pose else ""

    def figure_side(self, figure: Text, problems: Problems) -> str:
        """Return the side of the body that a drawn figure exercises, as its pose says."""
        pose = self._find(figure.value, FIGURES)
        return self._pose_field(pose, "side", problems) if pose else ""

    def _cast_figure(self, figure: str, cast: str) -> Path | None:
        """Return the rendered form of a figure with a person of the cast, if it has been drawn."""
        for folder in reversed(self.folders):
            path = cast_path(folder, figure, cast)
            if is_file(path):
                return path
        return None

    def _pose_field(self, pose: Located, name: str, problems: Problems) -> str:
        """Return a text of a pose; empty if it has none."""
        mapping = self._load(pose.path, problems)
        field = mapping.fields.get(name) if mapping else None
        return str(field.value) if field and isinstance(field.value, Text) else ""

    def _figure_file(self, figure: Text, problems: Problems, cast: str) -> PictureFile | None:
        """Return the rendered form of a figure, or None after noting that there is none."""
        pose = self._find(figure.value, FIGURES)
        if pose is None:
            known = [path.stem for path in self.figures()]
            hint = suggestion(figure.value, known) or "write 'image: images/…' for a file"
            problems.error(f"there is no drawn figure '{figure}'", figure.origin, hint)
            return None
        rendered = pose.path.with_suffix(SUFFIX)
        drawn = self._cast_figure(figure.value, cast) if cast else None
        if drawn:
            return PictureFile(drawn, file_version(drawn))
        if not is_file(rendered):
            hint = f"render it: handout figure {figure}"
            problems.error(f"the figure '{figure}' is not rendered", figure.origin, hint)
            return None
        return PictureFile(rendered, file_version(rendered))

    def _image_file(self, image: Text, problems: Problems) -> PictureFile | None:
        name = image.value
        # On Windows, '/a.jpg' and 'C:a.jpg' lead out of a folder without being absolute.
        leads_out = PureWindowsPath(name).anchor or ".." in Path(name).parts
        if "://" in name or "\\" in name or leads_out:
            problems.error(
                f"a picture must be inside the content folder, not '{name}'",
                image.origin,
                "write a path such as images/clamshell.jpg",
            )
            return None
        # macOS writes the names of files with accents apart from their letters.
        forms = dict.fromkeys((name, *(normalize(form, name) for form in ("NFC", "NFD"))))
        for path, folder in ((top / form, top) for top in reversed(self.folders) for form in forms):
            if is_file(path):
                if _is_inside(path, folder):
                    return PictureFile(path, file_version(path))
                message = f"'{name}' links to a file outside the content folder"
                problems.error(message, image.origin, "copy the picture into the folder")
                return None
        names = [
            found.relative_to(folder).as_posix()
            for folder in self.folders
            for found in (folder / _IMAGES).rglob("*")
            if is_file(found)
        ]
        hint = suggestion(name, names) if names else None
        problems.error(f"there is no picture '{name}'", image.origin, hint)
        return None

    def _find(self, name: str, *kinds: str) -> Located | None:
        """Return the file of an id in the last folder that has one."""
        if not ID_FORM.fullmatch(name):
            return None
        for folder in reversed(self.folders):
            for kind in kinds:
                path = folder / kind / f"{name}.yaml"
                if is_file(path):
                    return Located(name, kind, path)
        return None

    def _record(self, kind: type[_Value], located: Located, problems: Problems) -> _Value | None:
        mapping = self._localised(kind, located, problems)
        if mapping is None:
            return None
        return _remembered(
            self._records,
            (located.path, self.language),
            (kind, mapping),
            lambda: read_record(kind, mapping, problems, id=located.id),
            problems,
        )

    def _entry(
        self,
        located: Located,
        changes: tuple[Mapping, ...],
        problems: Problems,
        personal: Mapping | None = None,
        written_in: str = "en",
    ) -> Entry | None:
        _check_unique(located, problems)
        mapping = self._localised(Entry, located, problems, written_in)
        if mapping is None:
            return None
        if personal is not None:
            # Hardly any other patient has the same changes.
            return _read_entry(located, mapping, (*changes, personal), problems)
        return _remembered(
            self._entries,
            (located.path, self.language),
            (mapping, changes),
            lambda: _read_entry(located, mapping, changes, problems),
            problems,
        )

    def language_of(self, handout: Handout) -> str:
        """Return the language in which the file of a handout is written."""
        from handout.translations import language_of  # noqa: PLC0415 -- few pages are translated

        original = self._load(Path(handout.origin.file), Problems())
        return language_of(original) if original else "en"

    def translation(self, located: Located, language: str) -> Path | None:
        """Return the file that translates some content into a language, or the nearest one.

        It lies beside the original, or in a folder above it.
        """
        own = located.path.parent.parent
        above = self.folders[self.folders.index(own) :] if own in self.folders else ()
        places = [located.path.parent, *(folder / located.folder for folder in above)]
        names = [f"{located.id}.{tag}.yaml" for tag in lookup_tags(language)]
        found = (place / name for name in names for place in reversed(places))
        return next(filter(is_file, found), None)

    def translations(self) -> list[tuple[str, Located]]:
        """Return the language and the original of each translation, ordered by both."""
        found = {
            (spelled(match[2]), located.id): located
            for kind in TRANSLATABLE
            for folder in self.folders
            for path in (folder / kind).glob("*.*.yaml")
            if (match := TRANSLATION_FORM.fullmatch(path.stem))
            if (located := self._find(match[1], kind))
        }
        return [(language, found[language, id_]) for language, id_ in sorted(found)]

    def _localised(
        self, kind: type, located: Located, problems: Problems, written_in: str = "en"
    ) -> Mapping | None:
        """Return the fields of a file with its texts in the language of the page."""
        original = self._load(located.path, problems)
        if original is None or not self.language:
            return original
        from handout.translations import (  # noqa: PLC0415 -- few pages are translated
            in_language,
            language_of,
            translated,
            untranslated,
        )
        from handout.wording import Wording  # noqa: PLC0415

        tag = self.language
        is_entry = kind is Entry
        if same_text(language_of(original, written_in), tag):
            return original if is_entry else in_language(original, tag)
        path = self.translation(located, tag)
        translation = self._load(path, problems) if path else None
        if translation is not None:
            return _remembered(
                self._translations,
                (located.path, tag),
                (original, translation),
                lambda: translated(kind, original, translation, tag, problems),
                problems,
            )
        if kind is Handout:
            start = Origin(str(located.path), 1, 1)
            hint = f"start a translation: handout translate {located.id} {tag}"
            message = f"'{located.id}' is not translated into '{tag}'"
            note = problems.warning if Wording.speaks(tag) else problems.error
            note(message, start, hint)
        if is_entry:
            return in_language(original, language_of(original, written_in))
        return untranslated(kind, original, tag)

    def _load(self, path: Path, problems: Problems) -> Mapping | None:
        version: tuple[int, ...] | None
        try:
            version = file_version(path)
        except OSError:
            version = None
        cacheable = path.parent.name in _IMPERSONAL
        return _remembered(
            self._trees,
            path,
            version,
            lambda: load_yaml(path, problems, cacheable=cacheable),
            problems,
        )


def _remembered(
    memo: Memo[_Found[_Value]],
    key: Hashable,
    inputs: object,
    read: Callable[[], _Value | None],
    problems: Problems,
) -> _Value | None:
    """Return the cached result of reading some inputs, and note its problems."""
    value, found = memo.get(key, inputs, lambda: problems.capture(read))
    problems.extend(found)
    return value


_VISIT: Final = (
    *("title", "patient", "name_on_pages", "goals"),
    *("clinician", "date", "next_visit", "note"),
)
"""Fields of a program on which none of its entries depends."""


def read_program(mapping: Mapping, program_id: str, problems: Problems) -> HomeProgram | None:
    """Return the program in a mapping, or None after noting its problems.

    If only the facts of the visit are wrong, the program is returned without them, so that the
    problems of the rest are found too.
    """
    program = read_record(HomeProgram, mapping, problems, id=program_id)
    if program is None:
        rest = mapping.without(*_VISIT)
        program = read_record(HomeProgram, rest, Problems(), id=program_id)
    return program


def _read_entry(
    located: Located, mapping: Mapping, changes: tuple[Mapping, ...], problems: Problems
) -> Entry | None:
    """Return an entry with changes laid over it, or None after noting its problems."""
    note = mapping.fields.get("note")
    if note:
        hint = "a note belongs to a handout"
        problems.error("there is no field 'note' here", note.key.origin, hint)
    _check_left_out(_NOTHING, mapping, problems)
    entry = mapping
    over = partial(changed_dosage, problems=problems, entry=located.id)
    for change in changes:
        _check_left_out(entry, change, problems)
        entry = entry.overlaid(change, over)
    return read_record(Entry, entry, problems, id=located.id, kind=KINDS[located.folder])


def _nearest(folder: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one of some kinds that a folder's name is meant to be; all if it is no kind's."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only needed after a mistake

    near = get_close_matches(folder.casefold(), FOLDERS, n=1)
    return tuple(kind for kind in kinds if not near or kind in near)


def _check_unique(located: Located, problems: Problems) -> None:
    """Note that an id stands for both an exercise and a stretch of a folder."""
    content = located.path.parent.parent
    same = [content / kind / located.path.name for kind in KINDS]
    if all(map(is_file, same)):
        message = f"the id '{located.id}' is already used by {same[0]}"
        problems.error(message, Origin(str(same[1]), 1, 1), "rename one of the two")


def _check_left_out(
    entry: Mapping, change: Mapping, problems: Problems, *, in_dosage: bool = False
) -> None:
    """Warn of fields without a value: all of a dosage, and others that remove the entry's own."""
    for name, written in change.fields.items():
        before = entry.fields.get(name)
        if isinstance(written.value, Mapping):
            inside = before.value if before and isinstance(before.value, Mapping) else _NOTHING
            _check_left_out(inside, written.value, problems, in_dosage=name == "dosage")
        elif isinstance(written.value, Sequence) and name == "dosage":
            for dose in written.value.items:
                if isinstance(dose, Mapping):
                    _check_left_out(_NOTHING, dose, problems, in_dosage=True)
        elif not isinstance(written.value, LeftOut):
            continue
        elif before and not is_empty(before.value):
            message = f"'{name}' is empty, which removes what the entry itself says"
            hint = f"fill it in, or write {name}: '' if it shall be removed"
            problems.warning(message, written.key.origin, hint)
        elif in_dosage:
            hint = "fill it in, or delete the field"
            problems.warning(f"'{name}' is empty", written.key.origin, hint)


_NOTHING: Final = Mapping({}, Origin("", 1, 1))


def open_store(folders: Iterable[Path] = ()) -> ContentStore:
    """Return a store over the built-in content with other folders on top of it."""
    return ContentStore((built_in("content"), *folders), Caches())


def content_folder(path: Path) -> tuple[Path, ...]:
    """Return the content folder of a file, if it is in one."""
    return (path.parent.parent,) if path.parent.name in FOLDERS else ()


def is_content(path: Path) -> bool:
    """Return whether a path is a content file; a translation is not."""
    return path.suffix == ".yaml" and ID_FORM.fullmatch(path.stem) is not None and is_file(path)


def _is_inside(path: Path, folder: Path) -> bool:
    """Return whether a file below a folder is still in it once all links are followed."""
    below = (path, *path.parents[: len(path.parts) - len(folder.parts) - 1])
    # Following a path takes long; only links need it.
    links = any(part.is_symlink() for part in below)
    return not links or path.resolve().is_relative_to(folder.resolve())
