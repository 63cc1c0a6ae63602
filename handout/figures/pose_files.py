"""Load the fields of a pose file, which may say only how it differs from another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handout.errors import Problems
from handout.located import Mapping, Text
from handout.resources import built_in, is_file


def liked(pose: Path, name: str) -> Path | None:
    """Return the other pose that one names: beside it, or else in the library."""
    paths = (folder / f"{name}.yaml" for folder in (pose.parent, built_in("content/figures")))
    return next((path for path in paths if path != pose and is_file(path)), None)


def pose_fields(
    pose: Path,
    load: Callable[[Path], Mapping | None],
    problems: Problems,
    before: tuple[Path, ...] = (),
) -> Mapping | None:
    """Return the fields of a pose, laid over those of the figure that it is like.

    `load` returns the fields of a file as they are written. Notes a figure that is like none, or
    like one of those `before` it.
    """
    mapping = load(pose)
    like = mapping.fields.get("like") if mapping else None
    if mapping is None or like is None or not isinstance(like.value, Text):
        return mapping
    other = liked(pose, str(like.value))
    if other is None or other in before:
        hint = "name another figure of this folder or of the library"
        problems.error(f"there is no other figure '{like.value}'", like.value.origin, hint)
        return None
    base = pose_fields(other, load, problems, (pose, *before))
    return base.overlaid(mapping) if base else None
