"""Find content files by id in layered folders, and load them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from handout.caches import Caches, Found, Memo, remembered
from handout.disk_cache import file_version
from handout.errors import Origin, Problem, Problems, suggestion
from handout.loader import load_yaml
from handout.located import Mapping, Text
from handout.model import ID_FORM, Kind
from handout.resources import is_file
from handout.stray_files import as_id, meant_id, stray_files

HANDOUTS: Final = "handouts"
PROGRAMS: Final = "programs"
CLINICS: Final = "clinics"
FIGURES: Final = "figures"
IMAGES: Final = "images"
KINDS: Final = {kind.folder: kind for kind in Kind}
"""Kinds of entry by the folder that holds them."""
FOLDERS: Final = (*KINDS, HANDOUTS, PROGRAMS, CLINICS)
NO_CONTENT: Final = (FIGURES, IMAGES)
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
_IMPERSONAL: Final = frozenset({*KINDS, HANDOUTS, CLINICS, FIGURES})
"""Folders whose files contain nothing about patients, so that they may be cached on disk."""
FILES: Final = 4096
"""Files to remember, and what is made of each."""


class Located(Struct, frozen=True):
    """A content file: its id and where it is."""

    id: str
    folder: str
    """The name of its folder, which is its kind: exercises, handouts, …"""
    path: Path


class ContentFiles:
    """Layered content folders; if several have the same id, the last one wins.

    The same object is returned until its file changes. Files may be changed, added and deleted at
    any time.
    """

    def __init__(self, folders: tuple[Path, ...], caches: Caches) -> None:
        """Take content folders, the last one on top."""
        self.folders = folders
        self._trees: Memo[Found[Mapping | None]] = caches.memo("content trees", FILES)

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
        return self.find(entry_id, *KINDS)

    def find_handout(self, handout_id: str) -> Located | None:
        """Return the file of a handout, or None if there is none."""
        return self.find(handout_id, HANDOUTS)

    def find_program(self, program_id: str) -> Located | None:
        """Return the file of a program, or None if there is none."""
        return self.find(program_id, PROGRAMS)

    def find_clinic(self, clinic_id: str) -> Located | None:
        """Return the file of a clinic, or None if there is none."""
        return self.find(clinic_id, CLINICS)

    def locate(self, path: Path) -> Located:
        """Return the content file at a path; its folder or else its fields give its kind."""
        folder = path.absolute().parent.name
        if folder not in FOLDERS:
            mapping = self.load(path, Problems())
            folder = PROGRAMS if mapping and "handout" in mapping.fields else HANDOUTS
        return Located(path.stem, folder, path)

    def find(self, name: str, *kinds: str) -> Located | None:
        """Return the file of an id in the last folder that has one."""
        if not ID_FORM.fullmatch(name):
            return None
        for folder in reversed(self.folders):
            for kind in kinds:
                path = folder / kind / f"{name}.yaml"
                if is_file(path):
                    return Located(name, kind, path)
        return None

    def load(self, path: Path, problems: Problems) -> Mapping | None:
        """Return the fields of a file as they are written, or None after noting its problems."""
        version: tuple[int, ...] | None
        try:
            version = file_version(path)
        except OSError:
            version = None
        cacheable = path.parent.name in _IMPERSONAL
        return remembered(
            self._trees,
            path,
            version,
            lambda: load_yaml(path, problems, cacheable=cacheable),
            problems,
        )

    def not_found(self, kind: str, name: Text | str, origin: Origin | None = None) -> Problem:
        """Return the problem that no content of a kind has an id.

        The hint names the file that is meant, if only its name or folder is wrong; or what else has
        this id; or a similar id.
        """
        kinds = _FOLDERS_OF[kind]
        place = name.origin if isinstance(name, Text) else origin
        known = [located.id for located in self.located(*kinds)]
        hints = [self._of_another_kind(str(name)), suggestion(str(name), known)]
        if isinstance(name, Text):
            # In a file, what can stand there is more likely than what a command would take.
            hints.reverse()
        hint = next(filter(None, (self._misnamed(str(name), kinds), *hints)), None)
        if not hint and len(self.folders) == 1:
            hint = "for content of your own, add '--content' with its folder"
        return Problem(f"there is no {kind} '{name}'", place, hint)

    def _of_another_kind(self, name: str) -> str | None:
        """Return what has an id that something else was meant to have."""
        found = self.find(name, *_USES)
        return _USES[found.folder].format(name) if found else None

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


_USES: Final = {
    **dict.fromkeys(KINDS, "'{0}' is an exercise or a stretch: handout show {0}"),
    HANDOUTS: "'{0}' is a handout: handout build {0}",
    PROGRAMS: "'{0}' is a program: handout build {0}",
    CLINICS: "'{0}' is a clinic, for the option '--clinic'",
}
"""What has an id, and the command that uses it."""


def _nearest(folder: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one of some kinds that a folder's name is meant to be; all if it is no kind's."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only needed after a mistake

    near = get_close_matches(folder.casefold(), FOLDERS, n=1)
    return tuple(kind for kind in kinds if not near or kind in near)


def content_folder(path: Path) -> tuple[Path, ...]:
    """Return the content folder of a file, if it is in one."""
    return (path.parent.parent,) if path.parent.name in FOLDERS else ()


def is_content(path: Path) -> bool:
    """Return whether a path is a content file; a translation is not."""
    return path.suffix == ".yaml" and ID_FORM.fullmatch(path.stem) is not None and is_file(path)
