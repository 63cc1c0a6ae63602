"""Fit cubic Bezier curves to smooth lines, and polygons to lines that are straight in pieces.

Curves are fitted as by Schneider (Graphics Gems, 1990): least squares, Newton steps on the
parameters, and a split where the error is largest. Polygons are fitted as by Douglas and Peucker
(Cartographica 10, 1973).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from scipy.ndimage import label

from handout.figures.geometry import Array, arc_lengths

_CORNER_DEG: Final = 48.0
"""The turn from which a line has a corner that curves do not smooth."""
_CORNER_WINDOW: Final = 5
"""Points before and after a point between which a turn is measured."""
_CURVE_TOLERANCE_PX: Final = 1.0
"""How far curves may be from their points."""
_POLYGON_TOLERANCE_PX: Final = 1.4
"""How far points may be from the polygon along them."""


def bezier(points: Array, *, closed: bool) -> Array:
    """Return the control points of curves along points: the first, then three per curve."""
    line = np.vstack([points, points[:1]]) if closed else np.asarray(points, float)
    if len(line) < 3:
        return np.array([line[0], line[0], line[-1], line[-1]])
    breaks = _corners(line)
    curves: list[Array] = []
    for start, end in pairwise(breaks):
        piece = line[start : end + 1]
        first, last = _tangent(piece, 0, 1), _tangent(piece, len(piece) - 1, -1)
        if closed and len(breaks) == 2:
            # A closed line without corners is smooth where its ends meet.
            through = line[min(4, len(line) - 1)] - line[-5 if len(line) > 5 else 0]
            if np.hypot(*through) > 1e-9:
                first = through / np.hypot(*through)
                last = -first
        _fit(piece, (first, last), _CURVE_TOLERANCE_PX**2, curves)
    return np.vstack([curves[0][:1], *(curve[1:] for curve in curves)])


def polygon(points: Array, *, closed: bool) -> Array:
    """Return the corners of a polygon along points, for what has straight edges."""
    if not closed:
        return _simplified(points)
    line = np.roll(points, -int(np.argmax(points.sum(1))), axis=0)
    line = np.vstack([line, line[:1]])
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    halves = _simplified(line[: far + 1]), _simplified(line[far:])
    return np.vstack([halves[0], halves[1][1:]])


def _simplified(line: Array) -> Array:
    """Return the points of a line from which no other is farther than the tolerance."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord, rest = line[b] - line[a], line[a + 1 : b] - line[a]
        length = np.hypot(*chord)
        if length > 1e-9:
            distance = np.abs(chord[0] * rest[:, 1] - chord[1] * rest[:, 0]) / length
        else:
            distance = np.hypot(*rest.T)
        worst = int(distance.argmax())
        if distance[worst] > _POLYGON_TOLERANCE_PX:
            middle = worst + a + 1
            keep[middle] = True
            stack += [(a, middle), (middle, b)]
    return line[keep]


def _corners(line: Array) -> list[int]:
    """Return the indices where a line turns sharply, and of both its ends."""
    breaks, n, window = [0], len(line), _CORNER_WINDOW
    if n > 3 * window:
        after = line[2 * window :] - line[window:-window]
        before = line[window:-window] - line[: -2 * window]
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
    """Return the direction of a line at a point, forward or backward."""
    ahead = line[int(np.clip(at + step * 4, 0, len(line) - 1))] - line[at]
    return _unit_or(ahead, np.array([1.0, 0.0]))


def _unit_or(vector: Array, fallback: Array) -> Array:
    length = np.hypot(*vector)
    result: Array = vector / length if length > 1e-9 else fallback
    return result


def _fit(line: Array, tangents: tuple[Array, Array], tolerance2: float, out: list[Array]) -> None:
    """Append curves that follow a line within a squared tolerance."""
    if len(line) <= 3:
        third = np.hypot(*(line[-1] - line[0])) / 3
        out.append(_curve(line, tangents, third, third))
        return
    curve, error, worst = _best_curve(line, tangents)
    if error < tolerance2:
        out.append(curve)
        return
    split = min(max(worst, 2), len(line) - 3) if len(line) > 5 else len(line) // 2
    through = line[min(split + 4, len(line) - 1)] - line[max(split - 4, 0)]
    middle = _unit_or(through, tangents[0])
    _fit(line[: split + 1], (tangents[0], -middle), tolerance2, out)
    _fit(line[split:], (middle, tangents[1]), tolerance2, out)


def _best_curve(line: Array, tangents: tuple[Array, Array]) -> tuple[Array, float, int]:
    """Return the nearest curve with these end tangents, its squared error, and where it is."""
    along = arc_lengths(line)
    length = float(along[-1])
    if length < 1e-9:
        return np.array([line[0], line[0], line[-1], line[-1]]), 0.0, 0
    u = along / length
    for _ in range(3):
        curve = _least_squares(line, u, tangents, length)
        u = _reparameterized(line, u, curve)
    curve = _least_squares(line, u, tangents, length)
    error = ((_evaluate(curve, u) - line) ** 2).sum(1)
    worst = int(error.argmax())
    return curve, float(error[worst]), worst


def _least_squares(line: Array, u: Array, tangents: tuple[Array, Array], length: float) -> Array:
    """Return the curve nearest to points at given parameters."""
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
    return _curve(line, tangents, left, right)


def _curve(line: Array, tangents: tuple[Array, Array], left: float, right: float) -> Array:
    """Return the curve between the ends of a line, from the lengths of its handles."""
    first, last = line[0], line[-1]
    return np.array([first, first + tangents[0] * left, last + tangents[1] * right, last])


def _evaluate(curve: Array, u: Array) -> Array:
    t, m = u[:, None], 1 - u[:, None]
    result: Array = (
        m**3 * curve[0] + 3 * m * m * t * curve[1] + 3 * m * t * t * curve[2] + t**3 * curve[3]
    )
    return result


def _reparameterized(line: Array, u: Array, curve: Array) -> Array:
    """Return the parameters after a Newton step toward the nearest points of a curve."""
    first, t = 3 * np.diff(curve, axis=0), u[:, None]
    second, m = 2 * np.diff(first, axis=0), 1 - u[:, None]
    off = _evaluate(curve, u) - line
    q1 = m * m * first[0] + 2 * m * t * first[1] + t * t * first[2]
    q2 = m * second[0] + t * second[1]
    slope = (q1 * q1).sum(1) + (off * q2).sum(1)
    step = np.where(np.abs(slope) > 1e-9, (off * q1).sum(1) / np.where(slope == 0, 1, slope), 0)
    result: Array = np.maximum.accumulate(np.clip(u - step, 0, 1))
    return result
