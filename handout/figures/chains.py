"""Join the edges between pixels into long lines: through junctions, and over small gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.contours import Segment, line_end
from handout.figures.edges import EdgeKind, edge_kind, edge_surface
from handout.figures.geometry import Array

_FAMILIES: Final[Mapping[EdgeKind, int]] = MappingProxyType(
    {
        EdgeKind.SILHOUETTE: 0,
        EdgeKind.OCCLUSION: 0,
        EdgeKind.SEAM: 1,
        EdgeKind.OUTLINE: 2,
        EdgeKind.RIDGE: 3,
    }
)
"""Kinds of one family go on into each other: the outline of an arm over the trunk is one line."""

DIRECTION_PT: Final = 1.2
"""Over how much of its end the direction of a line is measured."""

_STRAIGHT: Final = 0.55
"""The cosine of the turn up to which one line goes on into another at a junction."""
_SAME: Final = 0.3
"""What it counts that both lines are the same edge of the same surface."""

_BRIDGE_PT: Final = 5.0
_AIMED: Final = 0.8
_LEAST_PX: Final = 5
"""The gap over which one free end is joined to another, the cosine by which each may miss it, and
the points that a line needs to have a direction."""

_TOUCH_PX: Final = 2.0
"""How near a line has to come to another to touch it."""

_Corner = tuple[float, float]
_End = tuple[int, bool]
"""The number of a segment or a chain, and whether its last point is meant."""


class Chain(Struct):
    """Segments joined end to end, in pixels."""

    points: Array
    lengths: Counter[int]
    """How many edges of each label it has."""
    closed: bool

    @property
    def surface(self) -> int:
        """The surface in front, for most of its edges."""
        return edge_surface(max(self.lengths, key=lambda label: (self.lengths[label], label)))

    @property
    def kind(self) -> EdgeKind:
        """The kind of most of its edges."""
        kinds: Counter[EdgeKind] = Counter()
        for label, length in self.lengths.items():
            kinds[edge_kind(label)] += length
        return max(kinds, key=lambda kind: (kinds[kind], kind))

    def onward(self, *, from_end: bool) -> Array:
        """Return its points on the way to its end, or to its start."""
        return self.points if from_end else self.points[::-1]


class Neighbours:
    """Lines that others may touch."""

    def __init__(self, lines: Sequence[Array]) -> None:
        self._points = np.vstack(lines)
        self._owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        self._tree = cKDTree(self._points)

    def near(self, point: Array, number: int, reach: float) -> Array:
        """Return the points within reach of one that are of other lines than its own."""
        found = np.array(self._tree.query_ball_point(point, reach), int)
        result: Array = self._points[found[self._owner[found] != number]]
        return result

    def free_ends(self, chains: Sequence[Chain]) -> Iterator[_End]:
        """Yield the ends that touch no other line, of the chains that they were made of."""
        for number, chain in enumerate(chains):
            for at_end in (False, True):
                tip = chain.onward(from_end=at_end)[-1]
                if not chain.closed and not len(self.near(tip, number, _TOUCH_PX)):
                    yield number, at_end


def join(segments: Sequence[Segment], scale: float) -> Iterator[Chain]:
    """Yield chains of the segments that go on into each other; the scale is pixels a point."""
    following = _followers(segments, round(DIRECTION_PT * scale))
    used: set[int] = set()
    for number, segment in enumerate(segments):
        if segment.closed:
            lengths = Counter({segment.label: len(segment.points)})
            yield Chain(segment.points, lengths, closed=True)
            used.add(number)
    # From those that nothing precedes, so that open chains are found whole; what is left is loops.
    ends = [(number, at_end) for number in range(len(segments)) for at_end in (False, True)]
    for start in sorted(ends, key=following.__contains__):
        if start[0] not in used:
            yield _walk(segments, following, start, used)


def _followers(segments: Sequence[Segment], reach: int) -> dict[_End, _End]:
    """Return the ends that go on into each other."""
    meeting: dict[_Corner, list[_End]] = defaultdict(list)
    for number, segment in enumerate(segments):
        if not segment.closed:
            for at_end in (False, True):
                x, y = segment.points[-1 if at_end else 0].tolist()
                meeting[x, y].append((number, at_end))
    following: dict[_End, _End] = {}
    for ends in meeting.values():
        for one, other in _pairs(segments, ends, reach):
            following[one], following[other] = other, one
    return following


def _pairs(
    segments: Sequence[Segment], ends: Sequence[_End], reach: int
) -> Iterator[tuple[_End, _End]]:
    """Yield the ends at a junction that go on into each other, the straightest first."""
    ways = [segments[n].direction(reach, at_end=at_end) for n, at_end in ends]
    labels = [segments[n].label for n, _ in ends]
    families = [_FAMILIES[edge_kind(label)] for label in labels]
    candidates = []
    for i in range(len(ends)):
        for j in range(i):
            straight = _SAME * (labels[i] == labels[j]) - float(ways[i] @ ways[j])
            if len(ends) == 2 or (families[i] == families[j] and straight > _STRAIGHT):
                candidates.append((straight, i, j))
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if not {i, j} & taken and ends[i][0] != ends[j][0]:
            taken |= {i, j}
            yield ends[i], ends[j]


def _walk(
    segments: Sequence[Segment], following: Mapping[_End, _End], start: _End, used: set[int]
) -> Chain:
    """Return the chain that starts with an end of a segment."""
    pieces: list[Array] = []
    lengths: Counter[int] = Counter()
    here: _End | None = start
    while here and here[0] not in used:
        number, at_end = here
        used.add(number)
        line = segments[number].points
        line = line[::-1] if at_end else line
        pieces.append(line if not pieces else line[1:])
        lengths[segments[number].label] += len(line) - 1
        here = following.get((number, not at_end))
    points = np.vstack(pieces)
    is_loop = here == start
    return Chain(points[:-1] if is_loop else points, lengths, closed=is_loop)


def bridge(chains: Sequence[Chain], scale: float) -> list[Chain]:
    """Return chains with those of people joined whose free ends point at each other over a gap."""
    if not chains:
        return []
    free = [
        (number, at_end)
        for number, at_end in Neighbours([chain.points for chain in chains]).free_ends(chains)
        if len(chains[number].points) >= _LEAST_PX and _FAMILIES[chains[number].kind] == 0
    ]
    # Each bridge is a segment more, which goes on into what it joins.
    pieces = [Segment(chain.points, number, chain.closed) for number, chain in enumerate(chains)]
    following: dict[_End, _End] = {}
    for one, other in _facing(chains, free, scale):
        ends = np.stack([chains[n].onward(from_end=at_end)[-1] for n, at_end in (one, other)])
        steps = max(2, round(float(np.hypot(*(ends[1] - ends[0])))))
        line = ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, steps + 1)[:, None]
        number = len(pieces)
        pieces.append(Segment(line, one[0], closed=False))
        following |= {one: (number, False), (number, False): one}
        following |= {other: (number, True), (number, True): other}
    used: set[int] = set()
    result = []
    ends_of = [(number, at_end) for number in range(len(chains)) for at_end in (False, True)]
    for start in sorted(ends_of, key=following.__contains__):
        if start[0] in used:
            continue
        joined = _walk(pieces, following, start, used)
        lengths = sum((chains[number].lengths for number in joined.lengths), Counter[int]())
        closed = joined.closed or chains[start[0]].closed
        result.append(Chain(joined.points, lengths, closed=closed))
    return result


def _facing(
    chains: Sequence[Chain], free: Sequence[_End], scale: float
) -> Iterator[tuple[_End, _End]]:
    """Yield free ends of one surface that point at each other, the nearest first."""
    if len(free) < 2:
        return
    lines = [chains[number].onward(from_end=at_end) for number, at_end in free]
    tips, reach = np.array([line[-1] for line in lines]), round(DIRECTION_PT * scale)
    candidates = []
    for i, j in cKDTree(tips).query_pairs(_BRIDGE_PT * scale):
        gap = tips[j] - tips[i]
        ahead = min(line_end(lines[i], reach) @ gap, -line_end(lines[j], reach) @ gap)
        (one, _), (other, _) = free[i], free[j]
        is_same = one != other and chains[one].surface == chains[other].surface
        if is_same and ahead > _AIMED * np.hypot(*gap):
            candidates.append((float(np.hypot(*gap)), i, j))
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if not {i, j} & taken:
            taken |= {i, j}
            yield free[i], free[j]
