"""Frame a figure: one camera, one scale and one crop for all of its panels, so that it fills them.

Whoever looks from panel to panel then sees only what moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct

from handout.errors import HandoutError, Problem
from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.equipment import Thing
from handout.figures.equipment_fields import EquipmentKind
from handout.figures.geometry import Array
from handout.figures.mesh import Mesh
from handout.figures.pose import CloseUp, Crop, Viewpoint
from handout.figures.skeleton import Skeleton
from handout.figures.view import Camera, Window

_MARGIN_M: Final = 0.03

_SIGNS_HEIGHT_PT: Final = 135.0
_SIGNS_LARGEST: Final = 1.3
"""Up to which height of a picture its signs have their usual size, and how much larger they are at
most."""

_BEYOND_M: Final[Mapping[EquipmentKind, float]] = MappingProxyType(
    {
        EquipmentKind.WALL: 0.10,
        EquipmentKind.DOORWAY: 0.18,
        EquipmentKind.DOOR: 0.18,
        EquipmentKind.WORKTOP: 0.20,
        EquipmentKind.RAIL: 0.20,
    }
)
"""How far beyond people and all else some things are shown: they could go on for ever."""


class Content(Struct, frozen=True):
    """What a panel shows."""

    skeleton: Skeleton
    people: tuple[Mesh, ...]
    things: tuple[Thing, ...]


class _Detail(Struct, frozen=True):
    """What a close-up shows."""

    landmarks: tuple[tuple[str, float], ...]
    """Points of the body, and the radius around each that is shown, in metres."""
    points_per_metre: float


def _detail(scale: float, *landmarks: tuple[str, float]) -> _Detail:
    return _Detail(landmarks, scale)


_DETAILS: Final[Mapping[CloseUp, _Detail]] = MappingProxyType(
    {
        CloseUp.HEAD: _detail(260, ("head", 0.175), ("neck", 0.11)),
        CloseUp.CHEST: _detail(170, ("head", 0.16), ("chest", 0.25), ("lumbar", 0.14)),
        CloseUp.PELVIS: _detail(170, ("pelvis", 0.26), ("lumbar", 0.20)),
        CloseUp.LEGS: _detail(
            150,
            *(
                (f"{side}-{joint}", 0.12)
                for side in ("left", "right")
                for joint in ("knee", "foot")
            ),
            *((f"{side}-toe", 0.05) for side in ("left", "right")),
        ),
        CloseUp.FEET: _detail(
            260,
            *((f"{side}-{at}", 0.085) for side in ("left", "right") for at in ("ankle", "heel")),
            *((f"{side}-toe", 0.06) for side in ("left", "right")),
        ),
        **{
            close_up: _detail(260, (f"{side}-knee", 0.17))
            for side, close_up in (("left", CloseUp.LEFT_KNEE), ("right", CloseUp.RIGHT_KNEE))
        },
        **{
            close_up: _detail(
                330, (f"{side}-ankle", 0.10), (f"{side}-heel", 0.07), (f"{side}-toe", 0.07)
            )
            for side, close_up in (("left", CloseUp.LEFT_FOOT), ("right", CloseUp.RIGHT_FOOT))
        },
        **{
            close_up: _detail(330, (f"{side}-wrist", 0.07), (f"{side}-hand", 0.11))
            for side, close_up in (("left", CloseUp.LEFT_HAND), ("right", CloseUp.RIGHT_HAND))
        },
    }
)


def points_per_metre(close_up: CloseUp | None) -> float:
    """Return the scale at which a figure is stored."""
    return _DETAILS[close_up].points_per_metre if close_up else POINTS_PER_METRE


def signs_scale(window: Window) -> float:
    """Return how much larger than usual the signs of a figure are that is shown in a window.

    Pictures are printed about equally high, so in a higher one signs are larger, to a limit.
    """
    height = (window.top - window.bottom) * window.points_per_metre
    return float(np.clip(height / _SIGNS_HEIGHT_PT, 1, _SIGNS_LARGEST))


def aim(viewpoint: Viewpoint, close_up: CloseUp | None, panels: Sequence[Content]) -> Camera:
    """Return the camera of a figure, aimed at the middle of what its panels show."""
    if close_up:
        balls = [panel.skeleton.points[name] for panel in panels for name, _ in _shown(close_up)]
        points = np.stack(balls)
    else:
        points = np.vstack([mesh.points for panel in panels for mesh in panel.people])
    middle = (points.min(0) + points.max(0)) / 2
    return Camera(viewpoint.azimuth, viewpoint.elevation, middle)


def frame(
    camera: Camera,
    close_up: CloseUp | None,
    crop: Crop,
    panels: Sequence[Content],
    arrows: Iterable[Array] = (),
) -> Window:
    """Return the part of the picture that every panel of a figure shows.

    Arrows are outlines on the picture, in metres. Raises HandoutError for a crop that leaves out
    the person in some panel.
    """
    low, high = _around_body(camera, close_up, panels) if close_up else _around(camera, panels)
    for outline in arrows:
        low, high = np.minimum(low, outline.min(0)), np.maximum(high, outline.max(0))
    low, high = low - _MARGIN_M, high + _MARGIN_M
    window = Window(
        left=float(low[0]) if crop.left is None else crop.left.metres,
        bottom=float(low[1]) if crop.bottom is None else crop.bottom.metres,
        right=float(high[0]) if crop.right is None else crop.right.metres,
        top=float(high[1]) if crop.top is None else crop.top.metres,
        points_per_metre=points_per_metre(close_up),
    )
    if crop != Crop():
        for panel in panels:
            _check_person_in(window, camera, panel, crop)
    return window


def _check_person_in(window: Window, camera: Camera, panel: Content, crop: Crop) -> None:
    points = camera.project(np.vstack([mesh.points for mesh in panel.people]))
    inside = (points > (window.left, window.bottom)) & (points < (window.right, window.top))
    if not inside.all(1).any():
        (left, bottom), (right, top) = (100 * points.min(0)).round(), (100 * points.max(0)).round()
        message = "the crop leaves out the person"
        hint = (
            f"who is between left {left:g} and right {right:g}, and between bottom {bottom:g} and"
            f" top {top:g}"
        )
        raise HandoutError([Problem(message, crop.origin, hint)])


_Box = tuple[Array, Array]
"""The lower left and the upper right corner of a part of the picture."""


def _shown(close_up: CloseUp) -> tuple[tuple[str, float], ...]:
    return _DETAILS[close_up].landmarks


def _around_body(camera: Camera, close_up: CloseUp, panels: Sequence[Content]) -> _Box:
    """Return the box around the balls of a close-up in all panels."""
    lows, highs = [], []
    for panel in panels:
        for name, radius in _shown(close_up):
            middle = camera.project(panel.skeleton.points[name])
            lows.append(middle - radius)
            highs.append(middle + radius)
    return np.min(lows, 0), np.max(highs, 0)


def _around(camera: Camera, panels: Sequence[Content]) -> _Box:
    """Return the box around people and things in all panels."""
    whole = [mesh for panel in panels for mesh in panel.people]
    things = [thing for panel in panels for thing in panel.things]
    whole += [mesh for thing in things if thing.kind not in _BEYOND_M for mesh in thing.meshes]
    low, high = _extent(camera, whole)
    lows, highs = [low], [high]
    for thing in things:
        if thing.kind in _BEYOND_M:
            beyond = _BEYOND_M[thing.kind]
            own_low, own_high = _extent(camera, thing.meshes)
            lows.append(np.maximum(own_low, low - beyond))
            highs.append(np.minimum(own_high, high + beyond))
    return np.min(lows, 0), np.max(highs, 0)


def _extent(camera: Camera, meshes: Iterable[Mesh]) -> _Box:
    points = np.vstack([camera.project(mesh.points) for mesh in meshes])
    return points.min(0), points.max(0)
