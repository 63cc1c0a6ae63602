"""Find the files of pictures: images, drawn figures and logos."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PureWindowsPath
from unicodedata import normalize

from msgspec import Struct

from handout.clinic import Clinic
from handout.content_files import FIGURES, IMAGES, ContentFiles, Located
from handout.disk_cache import file_version
from handout.errors import Problems, similar, suggestion
from handout.figures.files import SUFFIX, cast_path
from handout.figures.pose_files import pose_fields
from handout.located import Text
from handout.model import Picture
from handout.resources import is_file


class PictureFile(Struct, frozen=True):
    """A picture file; a changed file is unequal to the old one."""

    path: Path
    version: tuple[int, ...]


class PictureFiles:
    """The pictures that content shows, in its folders; of several files, the last one counts."""

    def __init__(self, files: ContentFiles) -> None:
        self._files = files

    def logo(self, clinic: Clinic, problems: Problems) -> PictureFile | None:
        """Return the file of a clinic's logo, or None after noting why it cannot be used."""
        return self._image_file(clinic.logo, problems) if clinic.logo else None

    def file(self, picture: Picture, problems: Problems, cast: str = "") -> PictureFile | None:
        """Return the file of a picture, or None after noting why it cannot be used.

        A figure that has not been drawn with the person of a cast is as its pose says.
        """
        if picture.figure:
            return self._figure_file(picture.figure, problems, cast)
        return self._image_file(picture.image, problems) if picture.image else None

    def person(self, figure: Text, problems: Problems) -> str:
        """Return who is drawn in a figure, as its pose says; empty for whoever is drawn mostly."""
        pose = self._files.find(figure.value, FIGURES)
        return self._pose_field(pose, "person", problems) if pose else ""

    def side(self, figure: Text, problems: Problems) -> str:
        """Return the side of the body that a drawn figure exercises, as its pose says."""
        pose = self._files.find(figure.value, FIGURES)
        return self._pose_field(pose, "side", problems) if pose else ""

    def _cast_figure(self, figure: str, cast: str) -> Path | None:
        """Return the rendered form of a figure with a person of the cast, if it has been drawn."""
        for folder in reversed(self._files.folders):
            path = cast_path(folder, figure, cast)
            if is_file(path):
                return path
        return None

    def _pose_field(self, pose: Located, name: str, problems: Problems) -> str:
        """Return a text of a pose; empty if it has none."""
        load = partial(self._files.load, problems=problems)
        mapping = pose_fields(pose.path, load, problems)
        field = mapping.fields.get(name) if mapping else None
        return str(field.value) if field and isinstance(field.value, Text) else ""

    def _figure_file(self, figure: Text, problems: Problems, cast: str) -> PictureFile | None:
        """Return the rendered form of a figure, or None after noting that there is none."""
        pose = self._files.find(figure.value, FIGURES)
        if pose is None:
            known = [path.stem for path in self._files.figures()]
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
        places = ((top / form, top) for top in reversed(self._files.folders) for form in forms)
        for path, folder in places:
            if is_file(path):
                if _is_inside(path, folder):
                    return PictureFile(path, file_version(path))
                message = f"'{name}' links to a file outside the content folder"
                problems.error(message, image.origin, "copy the picture into the folder")
                return None
        names = [
            found.relative_to(folder).as_posix()
            for folder in self._files.folders
            for found in (folder / IMAGES).rglob("*")
            if is_file(found)
        ]
        where = f"put the file into the folder '{IMAGES}' of your content, beside 'exercises'"
        hint = similar(name, names) or where
        problems.error(f"there is no picture '{name}'", image.origin, hint)
        return None


def _is_inside(path: Path, folder: Path) -> bool:
    """Return whether a file below a folder is still in it once all links are followed."""
    below = (path, *path.parents[: len(path.parts) - len(folder.parts) - 1])
    # Following a path takes long; only links need it.
    links = any(part.is_symlink() for part in below)
    return not links or path.resolve().is_relative_to(folder.resolve())
