"""Turn edges between pixels into smooth chains of points, and chains into cubic Bezier curves.

Points are in pixels, x right and y down. The fit is Schneider's (Graphics Gems, 1990): least
squares, Newton steps on the parameter, and a split where the error is largest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import gaussian_filter1d, label

from handout.figures.regions import Mask
from handout.figures.skeleton import Array
from handout.figures.trace import Integers

_CORNER_DEG: Final = 48.0
_SMALL_PX: Final = 12


class Edges(Struct, frozen=True):
    """Edges between pixels: the corners at both ends, and which owner each belongs to."""

    first: Integers
    second: Integers
    owner: Integers

    @classmethod
    def between(
        cls, upright: Mask, level: Mask, owner: tuple[Integers, Integers] | None = None
    ) -> Edges:
        """Return the edges right of pixels in `upright` and under pixels in `level`."""
        j, i = np.nonzero(upright)
        k, m = np.nonzero(level)
        first = np.vstack([np.stack([j, i + 1], 1), np.stack([k + 1, m], 1)]).astype(np.int32)
        second = np.vstack([np.stack([j + 1, i + 1], 1), np.stack([k + 1, m + 1], 1)]).astype(
            np.int32
        )
        whose = np.zeros(len(first), np.int32)
        if owner is not None:
            whose = np.concatenate([owner[0][upright], owner[1][level]]).astype(np.int32)
        return cls(first, second, whose)


class Chain(Struct, frozen=True):
    """Edges joined end to end."""

    points: Array
    closed: bool
    owners: Integers


class _Weaver:
    """Joins edges at their corners; where more than two meet, those of one owner go on straight."""

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self._ends = [
            [tuple(corner) for corner in pair]
            for pair in zip(edges.first.tolist(), edges.second.tolist(), strict=True)
        ]
        self._middle = (edges.first + edges.second) / 2
        self._next: dict[tuple[int, tuple[int, ...]], int] = {}
        self._used = [False] * len(self._ends)
        self._join()

    def _join(self) -> None:
        meeting: dict[tuple[int, ...], list[int]] = {}
        for number, ends in enumerate(self._ends):
            for corner in ends:
                meeting.setdefault(corner, []).append(number)
        for corner, numbers in meeting.items():
            self._pair(corner, numbers)

    def _pair(self, corner: tuple[int, ...], numbers: list[int]) -> None:
        rest = list(numbers)
        while len(rest) > 1:
            one = rest.pop()
            others = (
                rest
                if len(numbers) == 2
                else [n for n in rest if self._edges.owner[n] == self._edges.owner[one]]
            )
            if not others:
                continue
            other = max(others, key=lambda n: np.abs(self._middle[n] - self._middle[one]).sum())
            rest.remove(other)
            self._next[one, corner], self._next[other, corner] = other, one

    def chains(self) -> Iterator[Chain]:
        """Yield every chain once, open ones first."""
        for number, ends in enumerate(self._ends):
            for corner in ends:
                if (number, corner) not in self._next and not self._used[number]:
                    yield self._walk(number, corner)
        for number, ends in enumerate(self._ends):
            if not self._used[number]:
                yield self._walk(number, ends[0])

    def _walk(self, number: int, corner: tuple[int, ...]) -> Chain:
        corners, owners, start = [corner], [], corner
        while True:
            self._used[number] = True
            owners.append(int(self._edges.owner[number]))
            a, b = self._ends[number]
            corner = b if corner == a else a
            corners.append(corner)
            following = self._next.get((number, corner))
            closed = following is not None and self._used[following]
            if following is None or closed:
                if closed and corner == start:
                    corners.pop()
                points = np.array(corners, float)[:, ::-1]
                return Chain(points, closed, np.array(owners, np.int32))
            number = following


def weave(edges: Edges) -> list[Chain]:
    """Return the chains of some edges."""
    return list(_Weaver(edges).chains())


def outlines(mask: Mask, sigma: float = 3.0) -> list[Array]:
    """Return the smooth closed outlines of a mask, holes included."""
    padded = np.pad(mask, 1)
    padded = _without_small(padded)
    padded = ~_without_small(~padded)
    upright, level = padded[:, :-1] != padded[:, 1:], padded[:-1] != padded[1:]
    chains = weave(Edges.between(upright, level))
    return [smooth(c.points - 1, closed=True, sigma=sigma) for c in chains if len(c.points) > 6]


def _without_small(mask: Mask) -> Mask:
    labels, _ = label(mask)
    keep = np.bincount(labels.ravel()) >= _SMALL_PX
    keep[0] = False
    result: Mask = keep[labels]
    return result


def smooth(points: Array, *, closed: bool, sigma: float = 3.0) -> Array:
    """Return points smoothed along their chain; the ends of an open one stay."""
    if len(points) < 4:
        return points
    if closed:
        wrapped: Array = gaussian_filter1d(points, sigma, axis=0, mode="wrap")
        return wrapped
    n = min(len(points) - 1, int(4 * sigma))
    before, after = 2 * points[0] - points[n:0:-1], 2 * points[-1] - points[-2 : -n - 2 : -1]
    longer = np.vstack([before, points, after])
    result: Array = gaussian_filter1d(longer, sigma, axis=0, mode="nearest")[n : n + len(points)]
    result[0], result[-1] = points[0], points[-1]
    return result


def bezier(points: Array, *, closed: bool, tolerance: float = 1.0) -> Array:
    """Return the control points of curves along points: the first, then three for each curve."""
    line = np.vstack([points, points[:1]]) if closed else np.asarray(points, float)
    if len(line) < 3:
        return np.array([line[0], line[0], line[-1], line[-1]])
    breaks = _corners(line)
    curves: list[Array] = []
    for start, end in pairwise(breaks):
        piece = line[start : end + 1]
        first, last = _tangent(piece, 0, 1), _tangent(piece, len(piece) - 1, -1)
        if closed and len(breaks) == 2:
            through = line[min(4, len(line) - 1)] - line[-5 if len(line) > 5 else 0]
            if np.hypot(*through) > 1e-9:
                first = through / np.hypot(*through)
                last = -first
        _fit(piece, (first, last), tolerance**2, curves)
    return np.vstack([curves[0][:1], *(curve[1:] for curve in curves)])


def straight(points: Array, *, closed: bool, tolerance: float = 1.4) -> Array:
    """Return the corners of the polygon that runs along points, for things with straight edges."""
    if not closed:
        return _simplified(points, tolerance)
    line = np.roll(points, -int(np.argmax(points.sum(1))), axis=0)
    line = np.vstack([line, line[:1]])
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    halves = _simplified(line[: far + 1], tolerance), _simplified(line[far:], tolerance)
    return np.vstack([halves[0], halves[1][1:]])


def _simplified(line: Array, tolerance: float) -> Array:
    """Return the points that Douglas and Peucker would keep."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        way, rest = line[b] - line[a], line[a + 1 : b] - line[a]
        length = np.hypot(*way)
        off = (
            np.abs(way[0] * rest[:, 1] - way[1] * rest[:, 0]) / length
            if length > 1e-9
            else np.hypot(*rest.T)
        )
        worst = int(off.argmax())
        if off[worst] > tolerance:
            middle = worst + a + 1
            keep[middle] = True
            stack += [(a, middle), (middle, b)]
    return line[keep]


def _corners(line: Array, window: int = 5) -> list[int]:
    """Return where a line turns sharply, with both its ends."""
    breaks, n = [0], len(line)
    if n > 3 * window:
        after, before = (
            line[2 * window :] - line[window:-window],
            line[window:-window] - line[: -2 * window],
        )
        cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        sharp = np.degrees(np.abs(np.arctan2(cross, (before * after).sum(1))))
        runs, count = label(sharp > _CORNER_DEG)
        for run in range(1, count + 1):
            inside = np.nonzero(runs == run)[0]
            corner = int(inside[np.argmax(sharp[inside])]) + window
            if corner - breaks[-1] > 4 and n - 1 - corner > 4:
                breaks.append(corner)
    return [*breaks, n - 1]


def _tangent(line: Array, at: int, step: int) -> Array:
    way = line[int(np.clip(at + step * 4, 0, len(line) - 1))] - line[at]
    length = np.hypot(*way)
    result: Array = way / length if length > 1e-9 else np.array([1.0, 0.0])
    return result


def _fit(line: Array, tangents: tuple[Array, Array], tolerance2: float, out: list[Array]) -> None:
    """Append the curves that follow a line within a squared tolerance."""
    if len(line) <= 3:
        third = np.hypot(*(line[-1] - line[0])) / 3
        out.append(
            np.array(
                [line[0], line[0] + tangents[0] * third, line[-1] + tangents[1] * third, line[-1]]
            )
        )
        return
    curve, error, worst = _best(line, tangents)
    if error < tolerance2:
        out.append(curve)
        return
    split = min(max(worst, 2), len(line) - 3) if len(line) > 5 else len(line) // 2
    through = line[min(split + 4, len(line) - 1)] - line[max(split - 4, 0)]
    length = np.hypot(*through)
    middle = through / length if length > 1e-9 else tangents[0]
    _fit(line[: split + 1], (tangents[0], -middle), tolerance2, out)
    _fit(line[split:], (middle, tangents[1]), tolerance2, out)


def _best(line: Array, tangents: tuple[Array, Array]) -> tuple[Array, float, int]:
    """Return the nearest curve with these end tangents, its squared error, and where that is."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    length = float(along[-1])
    if length < 1e-9:
        return np.array([line[0], line[0], line[-1], line[-1]]), 0.0, 0
    u = along / length
    for _ in range(3):
        curve = _solved(line, u, tangents, length)
        u = _improved(line, u, curve)
    curve = _solved(line, u, tangents, length)
    error = ((_at(curve, u) - line) ** 2).sum(1)
    worst = int(error.argmax())
    return curve, float(error[worst]), worst


def _solved(line: Array, u: Array, tangents: tuple[Array, Array], length: float) -> Array:
    m = 1 - u
    b0, b1, b2, b3 = m**3, 3 * m * m * u, 3 * m * u * u, u**3
    a1, a2 = b1[:, None] * tangents[0], b2[:, None] * tangents[1]
    c00, c01, c11 = (a1 * a1).sum(), (a1 * a2).sum(), (a2 * a2).sum()
    rest = line - (line[0] * (b0 + b1)[:, None] + line[-1] * (b2 + b3)[:, None])
    x0, x1 = (a1 * rest).sum(), (a2 * rest).sum()
    determinant = c00 * c11 - c01 * c01
    left = right = length / 3
    if abs(determinant) > 1e-12:
        left, right = (x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant
    if min(left, right) < length * 1e-2 or max(left, right) > length * 2:
        left = right = length / 3
    return np.array(
        [line[0], line[0] + tangents[0] * left, line[-1] + tangents[1] * right, line[-1]]
    )


def _at(curve: Array, u: Array) -> Array:
    t, m = u[:, None], 1 - u[:, None]
    result: Array = (
        m**3 * curve[0] + 3 * m * m * t * curve[1] + 3 * m * t * t * curve[2] + t**3 * curve[3]
    )
    return result


def _improved(line: Array, u: Array, curve: Array) -> Array:
    """Return parameters one Newton step nearer to the points."""
    first, t = 3 * np.diff(curve, axis=0), u[:, None]
    second, m = 2 * np.diff(first, axis=0), 1 - u[:, None]
    off = _at(curve, u) - line
    q1 = m * m * first[0] + 2 * m * t * first[1] + t * t * first[2]
    q2 = m * second[0] + t * second[1]
    slope = (q1 * q1).sum(1) + (off * q2).sum(1)
    step = np.where(np.abs(slope) > 1e-9, (off * q1).sum(1) / np.where(slope == 0, 1, slope), 0)
    result: Array = np.maximum.accumulate(np.clip(u - step, 0, 1))
    return result
