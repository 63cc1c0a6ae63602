"""Stitched lines beside the edges of clothes: the rib of a collar, the hems of sleeves and legs.

They tell cloth from skin and show which way a limb turns, where a flat colour would not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import gaussian_filter1d

from handout.figures.geometry import Array, Integers
from handout.figures.mesh import Line, LineKind

_CRUMPLED: Final = 2.0
"""Over how many of its points a line in crumpled cloth is evened out."""

_LEAST_POINTS: Final = 8
"""A shorter line is where an edge of a garment ends under another."""


class Stitching(Struct, frozen=True):
    """A line along the edges of a garment, as places between pairs of points of its surface."""

    ends: tuple[tuple[Integers, Integers, Array], ...]
    """For each line: the points before and after each of its own, and the share of the way."""

    crumples: bool = False
    """Whether it runs through an armpit or the like, where cloth crumples."""

    @classmethod
    def along(cls, field: Array, triangles: Integers, *, crumples: bool = False) -> Stitching:
        """Return the stitching where a field over the points of a surface is 0 on triangles."""
        return cls(tuple(_level_lines(field, triangles)), crumples)

    def on(self, points: Array) -> Iterator[Line]:
        """Yield the lines on the garment's points as it is worn."""
        for before, after, share in self.ends:
            along = points[before] * (1 - share[:, None]) + points[after] * share[:, None]
            if self.crumples:
                along = gaussian_filter1d(along, _CRUMPLED, axis=0, mode="nearest")
            yield Line(kind=LineKind.STITCH, points=along)


def _level_lines(field: Array, triangles: Integers) -> Iterator[tuple[Integers, Integers, Array]]:
    """Yield the lines on triangles where a field is 0."""
    is_inside = field > 0
    inside = is_inside[triangles]
    crossed = triangles[inside.any(1) & ~inside.all(1)]
    onward: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for corners in crossed.tolist():
        pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
        one, other = ((min(a, b), max(a, b)) for a, b in pairs if is_inside[a] != is_inside[b])
        onward[one].append(other)
        onward[other].append(one)
    # Open lines first, from their ends.
    for start in sorted(onward, key=lambda edge: (len(onward[edge]), edge)):
        line = [start]
        while following := onward[line[-1]]:
            following.sort()
            ahead = following.pop(0)
            onward[ahead].remove(line[-1])
            line.append(ahead)
        if len(line) >= _LEAST_POINTS:
            before, after = np.array(line).T
            share = field[before] / (field[before] - field[after])
            yield before, after, share
