"""Keep rendered figures up to date with their poses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from handout.errors import HandoutError, Problems
from handout.extras import needed_for
from handout.figures.displaylist import StoredFigure
from handout.figures.files import SUFFIX, cast_path
from handout.figures.pose import FigurePose, load_pose
from handout.figures.store import check_stored, load_figure, save_figure

_PAUSE_S: Final = 0.3
"""Between two looks at a watched file."""


def up_to_date_figure(pose_path: Path, *, must_store: bool) -> StoredFigure:
    """Return the rendered figure of a pose; render and store it first if it is out of date.

    Raises HandoutError for problems of the pose, if the renderer's packages are missing, and, with
    `must_store`, if the figure cannot be stored, as in a read-only library.
    """
    if not list(check_stored(pose_path)):
        return load_figure(pose_path.with_suffix(SUFFIX))
    figure = _rendered(_loaded(pose_path))
    try:
        save_figure(figure, pose_path.with_suffix(SUFFIX))
    except HandoutError:
        if must_store:
            raise
    return figure


def coarse_figure(pose_path: Path) -> StoredFigure:
    """Return a coarse drawing of a pose, which takes a fraction of the time and is not stored.

    Raises HandoutError for problems of the pose, and if the renderer's packages are missing.
    """
    return _rendered(_loaded(pose_path), coarse=True)


def draw_cast(pose_path: Path, cast: str, folder: Path) -> StoredFigure:
    """Render a figure with a person of the cast, and store it in a content folder.

    Raises HandoutError for problems of the pose, if the renderer's packages are missing, and if the
    figure cannot be stored.
    """
    figure = _rendered(replace(_loaded(pose_path), person=cast, cast=cast))
    path = cast_path(folder, pose_path.stem, cast)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_figure(figure, path)
    return figure


def _rendered(pose: FigurePose, *, coarse: bool = False) -> StoredFigure:
    with needed_for("rendering a figure", "figures"):
        from handout.figures.render import render_figure  # noqa: PLC0415 -- the extra [figures]
        from handout.figures.view import COARSE, FINE  # noqa: PLC0415
    return render_figure(pose, COARSE if coarse else FINE)


def _loaded(pose_path: Path) -> FigurePose:
    problems = Problems()
    pose = load_pose(pose_path, problems)
    problems.raise_errors()
    assert pose is not None  # noqa: S101 -- no pose without an error
    return pose


def saves(path: Path) -> Iterator[None]:
    """Yield at once and after every later save of a file, forever."""
    seen = -1
    while True:
        now = path.stat().st_mtime_ns if path.exists() else seen
        if now != seen:
            seen = now
            yield
        time.sleep(_PAUSE_S)
