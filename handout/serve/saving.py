"""Save content of one's own: handouts, exercises and clinics, each checked before it is kept."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from msgspec import Struct

import handout
from handout.errors import Origin
from handout.images import PixelLimits, load_picture, media_type
from handout.model import ID_FORM, as_id
from handout.output import replace_file

FOLDERS: Final = {
    "handout": "handouts",
    "exercise": "exercises",
    "stretch": "stretches",
    "clinic": "clinics",
}
"""The folder of each kind of file that can be saved."""
_ROOM: Final = PixelLimits.on_screen(2400)
_SUFFIXES: Final = {"image/svg+xml": ".svg", "image/jpeg": ".jpg", "image/png": ".png"}


class Upload(Struct, frozen=True):
    """A picture as it was sent."""

    name: str
    data: bytes


class ExistsError(handout.RequestError):
    """Raised if a file would be replaced that nobody asked to replace."""


def save(
    folder: Path, kind: str, name: str, fields: Mapping[str, Any], *, replace: bool = False
) -> tuple[handout.Problem, ...]:
    """Save a file of content under an id, and return the warnings about it.

    `fields` may have uploads in place of the paths of images; they are decoded and written anew,
    without what a camera noted in them. Nothing is written unless all is right. Raises
    ExistsError, RequestError for a wrong id, and HandoutError with the problems of the content.
    """
    if not ID_FORM.fullmatch(name):
        hint = "write lower-case words joined by '-', such as heel-raise"
        raise handout.RequestError(f"'{name}' cannot be an id", hint)
    path = folder / FOLDERS[kind] / f"{name}.yaml"
    if path.exists() and not replace:
        article = "an" if kind == "exercise" else "a"
        raise ExistsError(f"there is {article} {kind} '{name}' already", "give it another name")
    with TemporaryDirectory() as temporary:
        stage = Path(temporary)
        images: dict[str, bytes] = {}
        at = _Place(folder, name, stage)
        written = handout.write_yaml(_with_images(dict(fields), at, images))
        for image, data in images.items():
            replace_file(stage / image, data, parents=True)
        draft = stage / FOLDERS[kind] / path.name
        replace_file(draft, written, parents=True)
        problems = _checked(draft, folder)
    for image, data in images.items():
        replace_file(folder / image, data, parents=True)
    replace_file(path, written, parents=True)
    return problems


def id_for(folder: Path, kind: str, words: str) -> str:
    """Return the id of what is called by some words; one without a letter of ASCII has a number."""

    def is_free_or_its_own(name: str) -> bool:
        if not (folder / FOLDERS[kind] / f"{name}.yaml").exists():
            return True
        known = saved_fields(folder, kind, name) or {}
        return bool(words) and words in (known.get("name"), known.get("title"))

    numbered = (f"{kind}-{number}" for number in count(1))
    return as_id(words) or next(filter(is_free_or_its_own, numbered))


def saved_fields(folder: Path, kind: str, name: str) -> dict[str, Any] | None:
    """Return the fields of a file that can be saved, or None if there is none that is right."""
    try:
        written = (folder / FOLDERS[kind] / f"{name}.yaml").read_bytes()
        fields = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 -- makes texts only
    except (OSError, yaml.YAMLError):
        return None
    return fields if isinstance(fields, dict) else None


def _checked(draft: Path, folder: Path) -> tuple[handout.Problem, ...]:
    """Return the warnings about a file with one's own content below it; raise its errors."""
    library = handout.Library(*([folder] if folder.is_dir() else []), draft.parent.parent)
    kind = draft.parent.name
    if kind == FOLDERS["handout"]:
        document = library.compose(draft.stem)
    elif kind == FOLDERS["clinic"]:
        document = library.compose(library.handouts()[0], clinic=draft.stem)
    else:
        document = library.entry(draft.stem)
    document.pdf()
    return document.problems


class _Place(Struct, frozen=True):
    """Where the images of a file go: a folder of content, the file's name, a folder for drafts."""

    folder: Path
    name: str
    stage: Path

    def free(self, suffix: str, taken: Container[str]) -> str:
        """Return the path of an image that is not there yet."""
        paths = (f"images/{self.name}-{number}{suffix}" for number in count(1))
        return next(
            path for path in paths if path not in taken and not (self.folder / path).exists()
        )


def _with_images(value: Any, at: _Place, images: dict[str, bytes]) -> Any:  # noqa: ANN401
    """Return fields with paths in place of uploads, whose files are added to the images."""
    if isinstance(value, Upload):
        data, suffix = _decoded(value, at.stage)
        path = at.free(suffix, images)
        images[path] = data
        return path
    if isinstance(value, dict):
        return {key: _with_images(each, at, images) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_images(each, at, images) for each in value]
    return value


def _decoded(upload: Upload, stage: Path) -> tuple[bytes, str]:
    """Return an upload as a clean picture, and the suffix of its file."""
    # Messages name the file as the clinician knows it.
    raw = stage / "uploads" / (Path(upload.name.replace("\\", "/")).name[-100:] or "upload")
    raw.parent.mkdir(exist_ok=True)
    raw.write_bytes(upload.data)
    try:
        picture = load_picture(raw, Origin(upload.name, 1, 1), _ROOM)
    finally:
        raw.unlink()
    return picture.data, _SUFFIXES[media_type(picture)]
