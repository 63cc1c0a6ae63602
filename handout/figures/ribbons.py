"""Model what is pulled along a path: webbing, elastic bands and towels."""

from __future__ import annotations

from typing import Final

import numpy as np

from handout.figures.geometry import Array, arc_lengths, unit
from handout.figures.models import Model, Part
from handout.figures.palette import Role
from handout.figures.solids import rectangle, sphere, sweep

THICKNESS_M: Final = 0.004

_UP: Final = np.array([0.0, 0.0, 1.0])

_BAND: Final = 0.28
_TOWEL: Final = 0.5
"""How thick a stretched band and a towel in hands are, as a share of their width."""
_AROUND: Final = 30
_FOLDS: Final = 5
_FOLD: Final = 0.09
"""How many folds a towel in hands has around it, and how deep they are as a share of its radius."""

_GATHERED: Final = 0.5
_GATHERS_M: Final = 0.07
"""How much of its width a fist leaves, and how far from there it is gathered."""
_SAG: Final = 0.07
"""How far a towel in hands hangs through, as a share of its length along the floor."""

_BAND_END_M: Final = 0.075
_TOWEL_END_M: Final = 0.13
"""How much of a band and of a towel hangs from a fist."""
_STEEP: Final = 0.5
"""The downward part of the way to the other end from which an end is not below what is pulled."""

_LINES: Final = ((-0.2, 0.16, 0.62), (0.16, 0.40, 0.86))
"""The lines of tension on a band: how far aside of its middle, as a share of its width, and where
they start and end, as a share of its length."""
_VALLEYS: Final = ((0.10, 0.55), (0.28, 0.92), (0.06, 0.44), (0.45, 0.90), (0.14, 0.70))
"""Where the lines along the folds of a towel start and end, as a share of its length."""


def ribbon(path: Array, width: float, role: Role) -> Part:
    """Return flat webbing along a path, whose face is turned as the path turns."""
    even = evenly(path, max(24, len(path)), closed=False)
    return Part(role, sweep(even, rectangle(width, THICKNESS_M), normals=_edges(even)))


def band(path: Array, width: float, held: tuple[bool, bool]) -> Model:
    """Return a stretched elastic band along a path; fists gather it at the ends that are held."""
    even = evenly(path, max(32, len(path)), closed=False)
    edges, sizes = _edges(even), _gathers(even, held)
    solid = sweep(even, _oval(width, _BAND * width), normals=edges, scales=sizes)
    faces = np.cross(np.gradient(even, axis=0), edges)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    seams = []
    for aside, start, end in _LINES:
        high = _BAND / 2 * np.sqrt(1 - (2 * aside) ** 2)
        run = slice(int(start * len(even)), int(end * len(even)))
        for side in (-1, 1):
            away = (edges * aside + faces * high * side) * width * sizes[:, None]
            seams.append((even + away)[run])
    return Model((Part(Role.BAND, solid),), tuple(seams))


def towel(path: Array, width: float) -> Model:
    """Return a towel that hands pull at both ends of a path, in folds, and hanging through."""
    even = evenly(path, 40, closed=False)
    share = np.linspace(0, 1, len(even))
    level = float(np.hypot(*(even[-1] - even[0])[:2]))
    even = even - np.outer(4 * share * (1 - share) * _SAG * level, _UP)
    edges, sizes = _edges(even), _gathers(even, (True, True))
    angles = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    section = _oval(width, _TOWEL * width) * (1 + _FOLD * np.cos(_FOLDS * angles))[:, None]
    solid = sweep(even, section, normals=edges, scales=sizes)
    rows = solid.points[: len(even) * _AROUND].reshape(len(even), _AROUND, 3)
    valleys = [round((n + 0.5) * _AROUND / _FOLDS) for n in range(_FOLDS)]
    seams = tuple(
        rows[int(start * len(even)) : int(end * len(even)), at]
        for at, (start, end) in zip(valleys, _VALLEYS, strict=True)
    )
    return Model((Part(Role.TOWEL, solid),), seams)


def loose_end(path: Array, width: float, role: Role) -> Model:
    """Return what hangs from the fist at the start of a path, or nothing if that is the upper end.

    It widens below the fist that gathers it.
    """
    onward = unit(path[1] - path[0])
    if onward[2] < -_STEEP:
        return Model(())
    is_towel = role is Role.TOWEL
    length = _TOWEL_END_M if is_towel else _BAND_END_M
    level = onward * np.array([1.0, 1.0, 0.0])
    aside = unit(level) if np.linalg.norm(level) > 1e-6 else np.array([1.0, 0.0, 0.0])
    share = np.linspace(0, 1, 12)
    hanging = path[0] - np.outer(share * length, _UP) - np.outer(0.25 * length * share**2, aside)
    sizes = _GATHERED + (1.1 - _GATHERED) * np.sqrt(share)
    thickness = 0.14 if is_towel else 0.12
    edges = np.tile(aside, (len(share), 1))
    solid = sweep(hanging, _oval(width, thickness * width), normals=edges, scales=sizes)
    return Model((Part(role, solid),))


def knob(point: Array) -> Part:
    """Return the knob by which a band is fixed at a door."""
    round_knob = sphere(0.022)
    return Part(
        Role.RUBBER, round_knob.moved_to(point + round_knob.points * np.array([1.0, 1.0, 0.8]))
    )


def evenly(line: Array, count: int, *, closed: bool) -> Array:
    """Return points evenly spaced along a line."""
    line = np.vstack([line, line[:1]]) if closed else line
    along = arc_lengths(line)
    at = np.linspace(0, along[-1], count, endpoint=not closed)
    return np.stack([np.interp(at, along, column) for column in line.T], 1)


def _edges(even: Array) -> Array:
    """Return the way across what follows a path, upright where the path is straight."""
    onward = np.gradient(even, axis=0)
    turning = np.gradient(onward, axis=0)
    edge = _UP
    edges = []
    for way, turn in zip(onward, turning, strict=True):
        aside = np.cross(way, turn)
        if np.linalg.norm(aside) > 1e-9:
            edge = aside if aside @ edge >= 0 else -aside
        edges.append(edge)
    # Across the path itself.
    across = np.array(edges) / np.linalg.norm(edges, axis=1, keepdims=True)
    ways = onward / np.linalg.norm(onward, axis=1, keepdims=True)
    across -= ways * (across * ways).sum(1, keepdims=True)
    result: Array = across / np.linalg.norm(across, axis=1, keepdims=True)
    return result


def _gathers(even: Array, held: tuple[bool, bool]) -> Array:
    """Return how broad what follows a path is along it, less where a fist gathers it."""
    along = arc_lengths(even)
    sizes = np.ones(len(even))
    for is_held, away in zip(held, (along, along[-1] - along), strict=True):
        if is_held:
            sizes -= (1 - _GATHERED) * np.exp(-((away / _GATHERS_M) ** 2))
    return sizes


def _oval(width: float, thickness: float) -> Array:
    """Return the outline of a section that is round at its edges."""
    angles = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    return np.stack([width / 2 * np.cos(angles), thickness / 2 * np.sin(angles)], 1)
