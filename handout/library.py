"""Find content in folders by its id and read it when it is asked for; hides files from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from handout.errors import Origin, Problems, suggestion
from handout.model import ID_FORM, Entry, Handout, Kind, Picture, Use
from handout.reading import read_record
from handout.records import record
from handout.source import Mapping, Text, load_yaml

HANDOUTS: Final = "handouts"
FIGURES: Final = "figures"
RENDERED: Final = ".fig"
"""The ending of a figure's rendered form, which stands beside its pose."""
FOLDERS: Final = (*(kind.folder for kind in Kind), HANDOUTS)
_TRANSLATION = re.compile(r"[^.]+\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")


@record(frozen=True, slots=True)
class Located:
    """A content file: its id and where it stands."""

    id: str
    kind: Kind | None
    """None for a handout."""
    path: Path


class Library:
    """Content folders laid over one another; on the same id the last folder wins."""

    def __init__(self, folders: tuple[Path, ...], problems: Problems) -> None:
        self.folders = folders
        self._problems = problems
        self._loaded: dict[Path, Mapping | None] = {}

    def entries(self) -> list[Located]:
        """Return every entry that can be used, by id; files are found, not read."""
        found: dict[str, Located] = {}
        for folder in self.folders:
            for kind in Kind:
                for path in _yaml_files(folder / kind.folder):
                    found[path.stem] = Located(path.stem, kind, path)
        return sorted(found.values(), key=lambda located: located.id)

    def handouts(self) -> list[Located]:
        """Return every handout that can be built, by id; files are found, not read."""
        found = {
            path.stem: Located(path.stem, None, path)
            for folder in self.folders
            for path in _yaml_files(folder / HANDOUTS)
        }
        return sorted(found.values(), key=lambda located: located.id)

    def find_entry(self, entry_id: str) -> Located | None:
        """Return where an entry stands, looking only at the files that could be it."""
        path = self._find(entry_id, *(kind.folder for kind in Kind))
        kinds = {kind.folder: kind for kind in Kind}
        return Located(entry_id, kinds[path.parent.name], path) if path else None

    def find_handout(self, handout_id: str) -> Located | None:
        """Return where a handout stands."""
        path = self._find(handout_id, HANDOUTS)
        return Located(handout_id, None, path) if path else None

    def _find(self, name: str, *places: str) -> Path | None:
        """Return the file of an id in some places of the last folder that has one."""
        if not ID_FORM.fullmatch(name):
            return None
        paths = (
            folder / place / f"{name}.yaml" for folder in reversed(self.folders) for place in places
        )
        return next(filter(_is_file, paths), None)

    def handout(self, located: Located) -> Handout | None:
        """Return a handout, or None after noting its problems."""
        mapping = self._load(located.path)
        if mapping is None:
            return None
        return read_record(Handout, mapping, self._problems, id=located.id)

    def entry(self, located: Located, changes: Mapping | None = None) -> Entry | None:
        """Return an entry with changes laid over it, or None after noting its problems."""
        mapping = self._load(located.path)
        if mapping is None:
            return None
        note = mapping.fields.get("note")
        if note:
            self._problems.error(
                "there is no field 'note' here", note.key.origin, "a note belongs to a handout"
            )
        if changes is not None:
            mapping = mapping.overlaid(changes)
        given = {"id": located.id, "kind": located.kind}
        return read_record(Entry, mapping, self._problems, **given)

    def used_entry(self, use: Use) -> Entry | None:
        """Return the entry that a handout uses, as it uses it."""
        located = self.find_entry(use.id.value)
        if located is None:
            hint = suggestion(use.id.value, [entry.id for entry in self.entries()])
            self._problems.error(f"there is no entry '{use.id.value}'", use.origin, hint)
            return None
        return self.entry(located, use.changes)

    def picture_file(self, picture: Picture) -> Path | None:
        """Return the file of a picture, or None after noting why it cannot be used."""
        if picture.figure:
            return self._figure_file(picture.figure)
        return self._image_file(picture.image) if picture.image else None

    def figures(self) -> list[Path]:
        """Return the pose of every drawn figure, by id; the last folder wins."""
        found = {
            path.stem: path for folder in self.folders for path in _yaml_files(folder / FIGURES)
        }
        return [found[name] for name in sorted(found)]

    def figure_side(self, figure: Text) -> str:
        """Return the side of the body that a drawn figure shows at work, as its pose says."""
        pose = self._find(figure.value, FIGURES)
        mapping = self._load(pose) if pose else None
        side = mapping.fields.get("side") if mapping else None
        return str(side.value) if side and isinstance(side.value, Text) else ""

    def _figure_file(self, figure: Text) -> Path | None:
        """Return the rendered form of a figure, or None after noting that there is none."""
        pose = self._find(figure.value, FIGURES)
        if pose is None:
            known = [path.stem for path in self.figures()]
            hint = suggestion(figure.value, known) or "give a file: 'image: images/…'"
            message = f"there is no drawn figure '{figure}'"
            self._problems.error(message, figure.origin, hint)
            return None
        rendered = pose.with_suffix(RENDERED)
        if not _is_file(rendered):
            hint = f"render it: handout figure {figure}"
            self._problems.error(f"the figure '{figure}' is not rendered", figure.origin, hint)
            return None
        return rendered

    def _image_file(self, image: Text) -> Path | None:
        name = image.value
        if "://" in name or Path(name).is_absolute() or "\\" in name or ".." in Path(name).parts:
            self._problems.error(
                f"a picture must be inside the content folder, not '{name}'",
                image.origin,
                "write a path such as images/clamshell.jpg",
            )
            return None
        for folder in reversed(self.folders):
            path = folder / name
            if _is_file(path):
                if path.resolve().is_relative_to(folder.resolve()):
                    return path
                message = f"'{name}' is a link to a place outside the content folder"
                self._problems.error(message, image.origin, "copy the picture into the folder")
                return None
        names = [found for folder in self.folders for found in _images(folder)]
        hint = suggestion(name, names) if names else None
        self._problems.error(f"there is no picture '{name}'", image.origin, hint)
        return None

    def _load(self, path: Path) -> Mapping | None:
        if path not in self._loaded:
            self._loaded[path] = load_yaml(path, self._problems)
        return self._loaded[path]


def check_names(folder: Path, problems: Problems) -> None:
    """Note files of a content folder that can never be found under their name."""
    if not any((folder / name).is_dir() for name in FOLDERS):
        hint = f"a content folder holds the folders {', '.join(FOLDERS)}"
        problems.error("this is not a content folder", Origin(str(folder), 1, 1), hint)
    seen: dict[str, Path] = {}
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*")):
            if path.name.startswith(".") or path.suffix.lower() not in {".yaml", ".yml"}:
                continue
            check_name(path, problems)
            if name == HANDOUTS or not is_content(path):
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
    for path in (folder / "images").rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
