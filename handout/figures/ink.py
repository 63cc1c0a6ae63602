"""Draw the lines of a picture: choose those that are seen, and give each one weight.

Outlines are heaviest, lines inside a body lighter and hems lightest. A line that ends freely thins
out; one that nearly reaches another is led to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.chains import DIRECTION_PT, Chain, Neighbours, bridge, join
from handout.figures.contours import EdgeMap, follow, line_end, smooth
from handout.figures.edges import EdgeKind
from handout.figures.geometry import Array, arc_lengths, quarter_turned, unit_vectors

WEIGHTS_PT: Final[Mapping[EdgeKind, float]] = MappingProxyType(
    {
        EdgeKind.SILHOUETTE: 0.78,
        EdgeKind.OCCLUSION: 0.6,
        EdgeKind.SEAM: 0.4,
        EdgeKind.OUTLINE: 0.55,
        EdgeKind.RIDGE: 0.4,
    }
)
"""Widths of lines at a scale of 1, in points."""

_LEAST_PT: Final[Mapping[EdgeKind, float]] = MappingProxyType(
    {
        EdgeKind.SILHOUETTE: 3.0,
        EdgeKind.OCCLUSION: 2.2,
        EdgeKind.SEAM: 1.6,
        EdgeKind.OUTLINE: 0.8,
        EdgeKind.RIDGE: 0.8,
    }
)
"""The length from which a line is drawn; shorter ones look like dirt."""

_SPUR_PT: Final = 1.2
"""A shorter piece is dropped before others are joined over gaps."""

_LONE_PT: Final = 3.5
_LOOP_PT: Final = 8.0
"""The same for a line inside a body that touches no other, and for a loop."""

_DIAGONAL: Final = 0.8
"""The length of a line as a share of the steps of pixels along it."""

_DOUBLE_PT: Final = (0.6, 12.0)
_DOUBLE_CLOTH_PT: Final = (3.2, 30.0)
"""How near an outline a line is everywhere, and how short, that would only double it. On skin the
lines between fingers come nearer than those on cloth should."""

_SIGMA_PT: Final = 0.4
"""How far the steps of pixels are smoothed."""
_REACH_PT: Final = 1.6
_NEAR_PT: Final = 0.25
_AIMED: Final = 0.5
"""How far a free end is led to another line, how far even if it points elsewhere, and the cosine by
which it may miss it."""

_TAPER_PT: Final = 7.0
_TIP: Final = 0.25
"""Over how much of it a line thins out, and the width of its end as a share of its own."""


class Stroke(Struct, frozen=True):
    """One line of a picture, in pixels."""

    points: Array
    kind: EdgeKind
    surface: int
    closed: bool
    free: tuple[bool, bool]
    """Which of its ends touch no other line."""


def find_strokes(edges: EdgeMap, cloth: AbstractSet[int], pixels_per_point: float) -> list[Stroke]:
    """Return the lines that edges form, long enough to be seen; some surfaces are cloth."""
    scale = pixels_per_point
    joined = [
        chain for chain in join(list(follow(edges)), scale) if _length(chain, scale) > _SPUR_PT
    ]
    chains = bridge(joined, scale)
    if not chains:
        return []
    free = set(Neighbours([chain.points for chain in chains]).free_ends(chains))
    long = [
        chain
        for number, chain in enumerate(chains)
        if _length(chain, scale)
        >= _least_pt(chain, is_lone={(number, False), (number, True)} <= free)
    ]
    return list(_led_to_others(list(_without_doubles(long, cloth, scale)), scale))


def _length(chain: Chain, scale: float) -> float:
    return len(chain.points) / scale * _DIAGONAL


def _least_pt(chain: Chain, *, is_lone: bool) -> float:
    """Return the length from which a chain is drawn."""
    kind = chain.kind
    if chain.closed and kind in {EdgeKind.OCCLUSION, EdgeKind.SEAM}:
        return _LOOP_PT
    return _LONE_PT if is_lone and kind is EdgeKind.OCCLUSION else _LEAST_PT[kind]


def _without_doubles(
    chains: Sequence[Chain], cloth: AbstractSet[int], scale: float
) -> Iterator[Chain]:
    """Yield chains but those that only double an outline."""
    outlines = [chain.points for chain in chains if chain.kind is EdgeKind.SILHOUETTE]
    tree = cKDTree(np.vstack(outlines)) if outlines else None
    for chain in chains:
        near, short = _DOUBLE_CLOTH_PT if chain.surface in cloth else _DOUBLE_PT
        if (
            tree is None
            or chain.kind is not EdgeKind.OCCLUSION
            or _length(chain, scale) > short
            or tree.query(chain.points)[0].max() > near * scale
        ):
            yield chain


def _led_to_others(chains: Sequence[Chain], scale: float) -> Iterator[Stroke]:
    """Yield smooth strokes, their free ends led to other lines that they nearly reach."""
    if not chains:
        return
    sigma = _SIGMA_PT * scale
    lines = [smooth(chain.points, sigma, closed=chain.closed) for chain in chains]
    neighbours = Neighbours(lines)
    free = set(Neighbours([chain.points for chain in chains]).free_ends(chains))
    for number, chain in enumerate(chains):
        line = lines[number]
        for at_end in (False, True):
            ordered = line if at_end else line[::-1]
            goal = _goal(ordered, neighbours, number, scale)
            if (number, at_end) in free and goal is not None:
                free.remove((number, at_end))
                steps = max(2, round(float(np.hypot(*(goal - ordered[-1])))))
                way = (goal - ordered[-1]) * np.linspace(0, 1, steps + 1)[1:, None]
                ordered = smooth(np.vstack([ordered, ordered[-1] + way]), sigma, closed=False)
                line = ordered if at_end else ordered[::-1]
        ends = (number, False) in free, (number, True) in free
        yield Stroke(line, chain.kind, chain.surface, chain.closed, ends)


def _goal(line: Array, neighbours: Neighbours, number: int, scale: float) -> Array | None:
    """Return the point of another line that a line would reach if it went on a little."""
    tip, way = line[-1], line_end(line, round(DIRECTION_PT * scale))
    near = neighbours.near(tip, number, _REACH_PT * scale)
    gap = near - tip
    distance = np.hypot(*gap.T)
    reached = (gap @ way > _AIMED * distance) | (distance < _NEAR_PT * scale)
    if not reached.any():
        return None
    result: Array = near[reached][distance[reached].argmin()]
    return result


def tapered(line: Array, width: float, free: tuple[bool, bool], reach: float) -> Array:
    """Return the outline of a line that thins out toward its free ends, within some reach."""
    ahead = np.gradient(line, axis=0)
    ahead = smooth(ahead, 2.0, closed=False)
    aside = quarter_turned(unit_vectors(ahead))
    along = arc_lengths(line)
    reach = max(1e-6, min(reach, along[-1] * (0.45 if all(free) else 0.9)))
    profile = np.ones(len(line))
    for is_free, distance in zip(free, (along, along[-1] - along), strict=True):
        if is_free:
            profile = np.minimum(profile, np.clip(distance / reach, 0, 1) ** 0.8)
    half = (width / 2 * (_TIP + (1 - _TIP) * profile))[:, None]
    return np.vstack([line + aside * half, (line - aside * half)[::-1]])


def taper_reach(pixels_per_point: float) -> float:
    """Return over how many pixels a free end thins out."""
    return _TAPER_PT * pixels_per_point
