"""Join the edges between pixels into chains, and find and smooth the outlines of masks.

Points are in pixels: column, then row downward.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import gaussian_filter1d, label

from handout.figures.geometry import Array, Integers, Mask

_SPECK_PX: Final = 12
"""The area below which pieces of a mask and holes in it are ignored."""

_Corner = tuple[int, ...]
"""Row and column of a corner between pixels."""


class PixelEdges(Struct, frozen=True):
    """Edges between pixels: the corners at both ends, and a label of each edge."""

    first: Integers
    second: Integers
    label: Integers

    @classmethod
    def between(
        cls, right: Mask, below: Mask, labels: tuple[Integers, Integers] | None = None
    ) -> PixelEdges:
        """Return the edges to the right of the pixels in one mask and below those in another."""
        j, i = np.nonzero(right)
        k, m = np.nonzero(below)
        first = np.vstack([np.stack([j, i + 1], 1), np.stack([k + 1, m], 1)])
        second = np.vstack([np.stack([j + 1, i + 1], 1), np.stack([k + 1, m + 1], 1)])
        joined = (
            np.zeros(len(first))
            if labels is None
            else np.concatenate([labels[0][right], labels[1][below]])
        )
        return cls(first.astype(np.int32), second.astype(np.int32), joined.astype(np.int32))


class Chain(Struct, frozen=True):
    """Edges joined end to end."""

    points: Array
    closed: bool
    labels: Integers
    """Of each edge."""


class _Joiner:
    """Joins edges at their corners; where more than two meet, those of one label go straight on."""

    def __init__(self, edges: PixelEdges) -> None:
        self._labels = edges.label.tolist()
        self._ends: list[tuple[_Corner, _Corner]] = [
            (tuple(first), tuple(second))
            for first, second in zip(edges.first.tolist(), edges.second.tolist(), strict=True)
        ]
        self._middle = (edges.first + edges.second) / 2
        self._next: dict[tuple[int, _Corner], int] = {}
        self._used = [False] * len(self._ends)
        meeting: dict[_Corner, list[int]] = {}
        for edge, ends in enumerate(self._ends):
            for corner in ends:
                meeting.setdefault(corner, []).append(edge)
        for corner, numbers in meeting.items():
            self._pair(corner, numbers)

    def _pair(self, corner: _Corner, edges: list[int]) -> None:
        rest = list(edges)
        while len(rest) > 1:
            one = rest.pop()
            others = [
                edge for edge in rest if len(edges) == 2 or self._labels[edge] == self._labels[one]
            ]
            if not others:
                continue
            other = max(others, key=lambda n: np.abs(self._middle[n] - self._middle[one]).sum())
            rest.remove(other)
            self._next[one, corner], self._next[other, corner] = other, one

    def chains(self) -> Iterator[Chain]:
        """Yield every chain once, open ones first."""
        for edge, ends in enumerate(self._ends):
            for corner in ends:
                if (edge, corner) not in self._next and not self._used[edge]:
                    yield self._walk(edge, corner)
        for edge, ends in enumerate(self._ends):
            if not self._used[edge]:
                yield self._walk(edge, ends[0])

    def _walk(self, edge: int, corner: _Corner) -> Chain:
        corners, labels, start = [corner], [], corner
        while True:
            self._used[edge] = True
            labels.append(self._labels[edge])
            a, b = self._ends[edge]
            corner = b if corner == a else a
            corners.append(corner)
            following = self._next.get((edge, corner))
            closed = following is not None and self._used[following]
            if following is None or closed:
                if closed and corner == start:
                    corners.pop()
                points = np.array(corners, float)[:, ::-1]
                return Chain(points, closed, np.array(labels, np.int32))
            edge = following


def join_edges(edges: PixelEdges) -> list[Chain]:
    """Return the chains that edges form."""
    return list(_Joiner(edges).chains())


def outlines(mask: Mask, sigma: float = 3.0) -> list[Array]:
    """Return the smooth closed outlines of a mask and its holes."""
    padded = without_specks(np.pad(mask, 1), _SPECK_PX)
    padded = ~without_specks(~padded, _SPECK_PX)
    right, below = padded[:, :-1] != padded[:, 1:], padded[:-1] != padded[1:]
    chains = join_edges(PixelEdges.between(right, below))
    return [smooth(c.points - 1, closed=True, sigma=sigma) for c in chains if len(c.points) > 6]


def without_specks(mask: Mask, least_px: int) -> Mask:
    """Return a mask without its pieces of fewer pixels."""
    labels, _ = label(mask)
    keep = np.bincount(labels.ravel()) >= least_px
    keep[0] = False
    result: Mask = keep[labels]
    return result


def smooth(points: Array, *, closed: bool, sigma: float = 3.0) -> Array:
    """Return points smoothed along their line; the ends of an open line stay."""
    if len(points) < 4:
        return points
    if closed:
        wrapped: Array = gaussian_filter1d(points, sigma, axis=0, mode="wrap")
        return wrapped
    n = min(len(points) - 1, int(4 * sigma))
    before, after = 2 * points[0] - points[n:0:-1], 2 * points[-1] - points[-2 : -n - 2 : -1]
    extended = np.vstack([before, points, after])
    result: Array = gaussian_filter1d(extended, sigma, axis=0, mode="nearest")[n : n + len(points)]
    result[0], result[-1] = points[0], points[-1]
    return result
