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

from handout.figures.compiling import compiled
from handout.figures.geometry import Array, Mask

_CORNER_DEG: Final = 48.0
"""The turn from which a line has a corner that curves do not smooth."""
_CORNER_WINDOW: Final = 5
"""Points before and after a point between which a turn is measured."""
_REACH: Final = 4
"""Points over which the direction of a line is measured."""
_NEWTON_STEPS: Final = 3


def bezier(points: Array, tolerance: float, *, closed: bool) -> Array:
    """Return the control points of curves along points: the first, then three per curve."""
    line = np.ascontiguousarray(np.vstack([points, points[:1]]) if closed else points, float)
    if len(line) < 3:
        return np.array([line[0], line[0], line[-1], line[-1]])
    breaks = _corners(line)
    curves: list[Array] = []
    for start, end in pairwise(breaks):
        piece = line[start : end + 1]
        first, last = _tangent(piece, 0, 1), _tangent(piece, len(piece) - 1, -1)
        if closed and len(breaks) == 2:
            # A closed line without corners is smooth where its ends meet.
            through = line[min(_REACH, len(line) - 1)] - line[max(0, len(line) - 1 - _REACH)]
            if np.hypot(*through) > 1e-9:
                first = through / np.hypot(*through)
                last = -first
        curves.append(_fit(piece, first, last, tolerance**2))
    return np.vstack([line[:1], *curves])


def polygon(points: Array, tolerance: float, *, closed: bool) -> Array:
    """Return the corners of a polygon along points, for what has straight edges."""
    if not closed:
        kept: Array = points[_kept(np.ascontiguousarray(points, float), tolerance)]
        return kept
    line = np.roll(points, -int(np.argmax(points.sum(1))), axis=0)
    line = np.vstack([line, line[:1]])
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    halves = [half[_kept(half, tolerance)] for half in (line[: far + 1], line[far:])]
    return np.vstack([halves[0], halves[1][1:-1]])


@compiled
def _kept(line: Array, tolerance: float) -> Mask:
    """Return which points of a line are needed so that no other is farther than the tolerance."""
    keep = np.zeros(len(line), np.bool_)
    keep[0] = keep[-1] = True
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        worst, farthest = a, tolerance
        x, y = line[b, 0] - line[a, 0], line[b, 1] - line[a, 1]
        length = np.hypot(x, y)
        for i in range(a + 1, b):
            p, q = line[i, 0] - line[a, 0], line[i, 1] - line[a, 1]
            distance = abs(x * q - y * p) / length if length > 1e-9 else np.hypot(p, q)
            if distance > farthest:
                worst, farthest = i, distance
        if worst > a:
            keep[worst] = True
            stack.append((a, worst))
            stack.append((worst, b))
    return keep


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
            if corner - breaks[-1] > _REACH and n - 1 - corner > _REACH:
                breaks.append(corner)
    return [*breaks, n - 1]


@compiled
def _tangent(line: Array, at: int, step: int) -> Array:
    """Return the direction of a line at a point, forward or backward."""
    ahead: Array = line[min(max(at + step * _REACH, 0), len(line) - 1)] - line[at]
    length = max(np.hypot(ahead[0], ahead[1]), 1e-9)
    result: Array = ahead / length
    return result


@compiled
def _fit(line: Array, first: Array, last: Array, tolerance2: float) -> Array:
    """Return the three further control points of each curve along a line, within a tolerance."""
    result = np.empty((3 * len(line), 2))
    count = 0
    stack = [(0, len(line) - 1, first, last)]
    while stack:
        start, end, forward, backward = stack.pop()
        piece = line[start : end + 1]
        n = len(piece)
        curve, error, worst = _best_curve(piece, forward, backward)
        if n <= 3 or error < tolerance2:
            result[count : count + 3] = curve[1:]
            count += 3
            continue
        split = min(max(worst, 2), n - 3) if n > 5 else n // 2
        through = piece[min(split + _REACH, n - 1)] - piece[max(split - _REACH, 0)]
        length = np.hypot(through[0], through[1])
        middle = through / length if length > 1e-9 else forward
        stack.append((start + split, end, middle, backward))
        stack.append((start, start + split, forward, -middle))
    return result[:count]


@compiled
def _best_curve(line: Array, forward: Array, backward: Array) -> tuple[Array, float, int]:
    """Return the nearest curve with these end tangents, its squared error, and where it is."""
    n = len(line)
    u = np.zeros(n)
    for i in range(1, n):
        u[i] = u[i - 1] + np.hypot(line[i, 0] - line[i - 1, 0], line[i, 1] - line[i - 1, 1])
    length = u[-1]
    curve = np.empty((4, 2))
    curve[0], curve[1], curve[2], curve[3] = line[0], line[0], line[-1], line[-1]
    if length < 1e-9:
        return curve, 0.0, 0
    u /= length
    error, worst = 0.0, 0
    for step in range(_NEWTON_STEPS + 1):
        _least_squares(line, u, forward, backward, length, curve)
        error, worst = 0.0, 0
        d1 = 3 * (curve[1:] - curve[:-1])
        d2 = 2 * (d1[1:] - d1[:-1])
        for i in range(n):
            t = u[i]
            m = 1 - t
            b0, b1, b2, b3 = m * m * m, 3 * m * m * t, 3 * m * t * t, t * t * t
            x = b0 * curve[0, 0] + b1 * curve[1, 0] + b2 * curve[2, 0] + b3 * curve[3, 0]
            y = b0 * curve[0, 1] + b1 * curve[1, 1] + b2 * curve[2, 1] + b3 * curve[3, 1]
            x, y = x - line[i, 0], y - line[i, 1]
            if x * x + y * y > error:
                error, worst = x * x + y * y, i
            if step < _NEWTON_STEPS:
                c0, c1, c2 = m * m, 2 * m * t, t * t
                px = c0 * d1[0, 0] + c1 * d1[1, 0] + c2 * d1[2, 0]
                py = c0 * d1[0, 1] + c1 * d1[1, 1] + c2 * d1[2, 1]
                qx, qy = m * d2[0, 0] + t * d2[1, 0], m * d2[0, 1] + t * d2[1, 1]
                slope = px * px + py * py + x * qx + y * qy
                if abs(slope) > 1e-9:
                    u[i] = min(max(t - (x * px + y * py) / slope, 0.0), 1.0)
        for i in range(1, n):
            u[i] = max(u[i], u[i - 1])
    return curve, error, worst


@compiled
def _least_squares(
    line: Array, u: Array, forward: Array, backward: Array, length: float, curve: Array
) -> None:
    """Set the handles of a curve so that it is nearest to points at given parameters."""
    c00 = c01 = c11 = x0 = x1 = 0.0
    for i in range(len(line)):
        t = u[i]
        m = 1 - t
        b0, b1, b2, b3 = m * m * m, 3 * m * m * t, 3 * m * t * t, t * t * t
        ax, ay, bx, by = b1 * forward[0], b1 * forward[1], b2 * backward[0], b2 * backward[1]
        rx = line[i, 0] - line[0, 0] * (b0 + b1) - line[-1, 0] * (b2 + b3)
        ry = line[i, 1] - line[0, 1] * (b0 + b1) - line[-1, 1] * (b2 + b3)
        c00 += ax * ax + ay * ay
        c01 += ax * bx + ay * by
        c11 += bx * bx + by * by
        x0 += ax * rx + ay * ry
        x1 += bx * rx + by * ry
    determinant = c00 * c11 - c01 * c01
    left = right = length / 3
    if abs(determinant) > 1e-12:
        left, right = (x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant
    if min(left, right) < length * 1e-2 or max(left, right) > length * 2:
        left = right = length / 3
    curve[1] = line[0] + forward * left
    curve[2] = line[-1] + backward * right
