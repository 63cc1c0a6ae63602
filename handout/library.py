"""Find content in folders by its id and read it when it is asked for; hides files from the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from msgspec import Struct

from handout.clinic import Clinic
from handout.decoding import Reader, read_record
from handout.errors import Origin, Problem, Problems, suggestion
from handout.home_program import HomeProgram
from handout.loader import load_yaml
from handout.located import Mapping, Text, as_mapping
from handout.memo import Memo
from handout.model import ID_FORM, Entry, Handout, Kind, Picture, Use

HANDOUTS: Final = "handouts"
PROGRAMS: Final = "programs"
CLINICS: Final = "clinics"
FIGURES: Final = "figures"
_IMAGES: Final = "images"
RENDERED: Final = ".fig"
"""The ending of a figure's rendered form, which stands beside its pose."""
_KINDS: Final = {kind.folder: kind for kind in Kind}
FOLDERS: Final = (*_KINDS, HANDOUTS, PROGRAMS, CLINICS)
_IMPERSONAL: Final = frozenset({*_KINDS, HANDOUTS, CLINICS, FIGURES})
"""Folders whose files say nothing of a patient, so that what is made of them may be kept."""
_NAMESPACES: Final = (tuple(_KINDS), (HANDOUTS, PROGRAMS), (CLINICS,))
"""Folders in which an id may stand once: what may be used, what may be built, letterheads."""
_TRANSLATION = re.compile(r"[^.]+\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")
_KEPT: Final = 4096
"""Files, entries and pictures that a library remembers."""
_Value = TypeVar("_Value")


class Located(Struct, frozen=True):
    """A content file: its id and where it stands."""

    id: str
    folder: str
    """The folder that says what it is: exercises, handouts, …"""
    path: Path


class Library:
    """Content folders laid over one another; on the same id the last folder wins.

    A file is read once, however often it is asked for; its problems are told each time.
    """

    def __init__(self, folders: tuple[Path, ...], problems: Problems) -> None:
        self.folders = folders
        self._problems = problems
        self._read: Memo[Hashable, tuple[Any, list[Problem]]] = Memo(_KEPT)
        self._readers: Memo[Located, Reader[Entry]] = Memo(_KEPT)

    def entries(self) -> list[Located]:
        """Return every entry that can be used, by id; files are found, not read."""
        return self._all(*_KINDS)

    def handouts(self) -> list[Located]:
        """Return every handout that can be built, by id; files are found, not read."""
        return self._all(HANDOUTS)

    def programs(self) -> list[Located]:
        """Return every program that can be built, by id; files are found, not read."""
        return self._all(PROGRAMS)

    def clinics(self) -> list[Located]:
        """Return every clinic, by id; files are found, not read."""
        return self._all(CLINICS)

    def find_entry(self, entry_id: str) -> Located | None:
        """Return where an entry stands, looking only at the files that could be it."""
        return self._find(entry_id, *_KINDS)

    def find_handout(self, handout_id: str) -> Located | None:
        """Return where a handout stands."""
        return self._find(handout_id, HANDOUTS)

    def find_program(self, program_id: str) -> Located | None:
        """Return where a program stands."""
        return self._find(program_id, PROGRAMS)

    def find_clinic(self, clinic_id: str) -> Located | None:
        """Return where a clinic stands."""
        return self._find(clinic_id, CLINICS)

    def locate(self, path: Path) -> Located:
        """Return what the file at a path is: what its folder says, or else what it holds."""
        folder = path.absolute().parent.name
        if folder not in FOLDERS:
            mapping = self._load(path, Problems())
            folder = PROGRAMS if mapping and "handout" in mapping.fields else HANDOUTS
        return Located(path.stem, folder, path)

    def handout(self, located: Located) -> Handout | None:
        """Return a handout, or None after noting its problems."""

        def read(problems: Problems) -> Handout | None:
            mapping = self._load(located.path, problems)
            if mapping is None:
                return None
            return read_record(Handout, mapping, problems, id=located.id)

        return self._once(located, read)

    def program(self, located: Located, personal: Mapping | None = None) -> HomeProgram | None:
        """Return a program, personal fields laid over it, or None after noting its problems.

        A handout is taken for the program that changes nothing in it.
        """
        if located.folder == PROGRAMS:
            mapping = self._load(located.path, self._problems)
        else:
            origin = Origin(str(located.path), 1, 1)
            mapping = as_mapping({"handout": located.id}, origin, self._problems)
        if mapping is None:
            return None
        return self.read_program(mapping.overlaid(personal) if personal else mapping, located.id)

    def read_program(self, mapping: Mapping, name: str) -> HomeProgram | None:
        """Return the program that a mapping holds, or None after noting its problems.

        One whose problems are about the visit is returned without it, for the rest of it may have
        problems too.
        """
        program = read_record(HomeProgram, mapping, self._problems, id=name)
        if program is None:
            rest = mapping.without("patient", "clinician", "date", "next_visit", "note")
            program = read_record(HomeProgram, rest, Problems(), id=name)
        return program

    def clinic(self, located: Located) -> Clinic | None:
        """Return a clinic, or None after noting its problems."""

        def read(problems: Problems) -> Clinic | None:
            mapping = self._load(located.path, problems)
            if mapping is None:
                return None
            return read_record(Clinic, mapping, problems, id=located.id)

        return self._once(located, read)

    def entry(self, located: Located, *changes: Mapping) -> Entry | None:
        """Return an entry with changes laid over it, or None after noting its problems."""
        return self._entry(located, changes, self._problems)

    def used_entry(self, use: Use) -> Entry | None:
        """Return the entry that a handout or program uses, as it uses it."""
        if use.personal is not None or use.added:
            return self._used_entry(use, self._problems)
        # The place of a use stands for it, as long as it is written in a content file.
        return self._once(use.origin, lambda problems: self._used_entry(use, problems))

    def used_handout(self, program: HomeProgram) -> Handout | None:
        """Return the handout of which a program is a version."""
        located = self.find_handout(program.handout.value)
        if located is None:
            hint = suggestion(program.handout.value, [found.id for found in self.handouts()])
            message = f"there is no handout '{program.handout}'"
            self._problems.error(message, program.handout.origin, hint)
            return None
        return self.handout(located)

    def logo_file(self, clinic: Clinic) -> Path | None:
        """Return the file of a clinic's logo, or None after noting why it cannot be used."""
        return self._image(clinic.logo) if clinic.logo else None

    def picture_file(self, picture: Picture) -> Path | None:
        """Return the file of a picture, or None after noting why it cannot be used."""
        if picture.figure:
            return self._once((FIGURES, picture.figure), partial(self._figure_file, picture.figure))
        return self._image(picture.image) if picture.image else None

    def figures(self) -> list[Path]:
        """Return the pose of every drawn figure, by id; the last folder wins."""
        return [located.path for located in self._all(FIGURES)]

    def figure_side(self, figure: Text) -> str:
        """Return the side of the body that a drawn figure shows at work, as its pose says."""
        pose = self._find(figure.value, FIGURES)
        mapping = self._load(pose.path, self._problems) if pose else None
        side = mapping.fields.get("side") if mapping else None
        return str(side.value) if side and isinstance(side.value, Text) else ""

    def _image(self, image: Text) -> Path | None:
        return self._once((_IMAGES, image), partial(self._image_file, image))

    def _figure_file(self, figure: Text, problems: Problems) -> Path | None:
        """Return the rendered form of a figure, or None after noting that there is none."""
        pose = self._find(figure.value, FIGURES)
        if pose is None:
            known = [path.stem for path in self.figures()]
            hint = suggestion(figure.value, known) or "give a file: 'image: images/…'"
            message = f"there is no drawn figure '{figure}'"
            problems.error(message, figure.origin, hint)
            return None
        rendered = pose.path.with_suffix(RENDERED)
        if not _is_file(rendered):
            hint = f"render it: handout figure {figure}"
            problems.error(f"the figure '{figure}' is not rendered", figure.origin, hint)
            return None
        return rendered

    def _image_file(self, image: Text, problems: Problems) -> Path | None:
        name = image.value
        if "://" in name or Path(name).is_absolute() or "\\" in name or ".." in Path(name).parts:
            problems.error(
                f"a picture must be inside the content folder, not '{name}'",
                image.origin,
                "write a path such as images/clamshell.jpg",
            )
            return None
        for folder in reversed(self.folders):
            path = folder / name
            if _is_file(path):
                if self._once((folder, path), partial(_stays_inside, path, folder)):
                    return path
                message = f"'{name}' is a link to a place outside the content folder"
                problems.error(message, image.origin, "copy the picture into the folder")
                return None
        names = [found for folder in self.folders for found in _images(folder)]
        hint = suggestion(name, names) if names else None
        problems.error(f"there is no picture '{name}'", image.origin, hint)
        return None

    def _all(self, *places: str) -> list[Located]:
        """Return the content of some places of all folders, by id."""
        found = {
            path.stem: Located(path.stem, place, path)
            for folder in self.folders
            for place in places
            for path in _yaml_files(folder / place)
        }
        return sorted(found.values(), key=lambda located: located.id)

    def _find(self, name: str, *places: str) -> Located | None:
        """Return the file of an id in some places of the last folder that has one."""
        if not ID_FORM.fullmatch(name):
            return None
        for folder in reversed(self.folders):
            for place in places:
                path = folder / place / f"{name}.yaml"
                if _is_file(path):
                    return Located(name, place, path)
        return None

    def _used_entry(self, use: Use, problems: Problems) -> Entry | None:
        located = self._once(use.id, partial(self._find_used, use.id), problems)
        if located is None:
            return None
        changes = (use.changes, use.personal) if use.personal else (use.changes,)
        return self._entry(located, changes, problems)

    def _find_used(self, name: Text, problems: Problems) -> Located | None:
        """Return where an entry stands that is used, or None after noting that there is none."""
        located = self.find_entry(name.value)
        if located is None:
            hint = suggestion(name.value, [entry.id for entry in self.entries()])
            problems.error(f"there is no entry '{name}'", name.origin, hint)
        return located

    def _entry(
        self, located: Located, changes: tuple[Mapping, ...], problems: Problems
    ) -> Entry | None:
        mapping = self._load(located.path, problems)
        if mapping is None:
            return None
        note = mapping.fields.get("note")
        if note:
            problems.error(
                "there is no field 'note' here", note.key.origin, "a note belongs to a handout"
            )
        for change in changes:
            mapping = mapping.overlaid(change)
        # What one patient has otherwise leaves the rest of an entry to be read once for all.
        reader = self._readers.get(located) or self._readers.keep(located, Reader(Entry))
        return reader.read(mapping, problems, id=located.id, kind=_KINDS[located.folder])

    def _load(self, path: Path, problems: Problems) -> Mapping | None:
        keep = path.parent.name in _IMPERSONAL
        return self._once(path, lambda own: load_yaml(path, own, keep=keep), problems)

    def _once(
        self,
        key: Hashable,
        read: Callable[[Problems], _Value | None],
        problems: Problems | None = None,
    ) -> _Value | None:
        """Return what is read under a key, and note its problems; it is read the first time."""
        known = self._read.get(key)
        if known is None:
            own = Problems()
            known = self._read.keep(key, (read(own), own.in_order()))
        value, found = known
        (problems or self._problems).extend(found)
        return cast("_Value | None", value)


def check_names(folder: Path, problems: Problems) -> None:
    """Note files of a content folder that can never be found under their name."""
    if not any((folder / name).is_dir() for name in FOLDERS):
        hint = f"a content folder holds the folders {', '.join(FOLDERS)}"
        problems.error("this is not a content folder", Origin(str(folder), 1, 1), hint)
    for names in _NAMESPACES:
        _check_names(folder, names, problems)


def _check_names(folder: Path, names: tuple[str, ...], problems: Problems) -> None:
    """Note files of some folders that have no proper name, or the name of another."""
    seen: dict[str, Path] = {}
    for name in names:
        for path in sorted((folder / name).glob("*")):
            if path.name.startswith(".") or path.suffix.lower() not in {".yaml", ".yml"}:
                continue
            check_name(path, problems)
            if not is_content(path):
                continue
            first = seen.setdefault(path.stem, path)
            if first != path:
                message = f"the id '{path.stem}' is taken by {first}"
                problems.error(message, Origin(str(path), 1, 1), "rename one of the two")


def check_name(path: Path, problems: Problems) -> None:
    """Note why a file can never be found under its name."""
    start = Origin(str(path), 1, 1)
    if path.suffix != ".yaml":
        problems.error("the file's name must end in .yaml", start, "rename it")
    elif not _is_file(path):
        problems.error("this is not a file", start, "put a file in its place, or delete it")
    elif not ID_FORM.fullmatch(path.stem) and not _TRANSLATION.fullmatch(path.stem):
        hint = "write lower-case words joined by '-'"
        problems.error(f"'{path.stem}' cannot be an id", start, hint)


def is_content(path: Path) -> bool:
    """Tell whether a path is a file that can be found by its id; a translation is not."""
    return path.suffix == ".yaml" and ID_FORM.fullmatch(path.stem) is not None and _is_file(path)


def _stays_inside(path: Path, folder: Path, _problems: Problems) -> bool:
    """Tell whether a file stands in a folder, wherever links lead."""
    return path.resolve().is_relative_to(folder.resolve())


def _is_file(path: Path) -> bool:
    """Tell whether a file stands here; a name that is too long, say, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _yaml_files(folder: Path) -> Iterator[Path]:
    """Yield the content files of a folder by name, translations left out."""
    return filter(is_content, sorted(folder.glob("*.yaml")))


def _images(folder: Path) -> Iterator[str]:
    for path in (folder / _IMAGES).rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
