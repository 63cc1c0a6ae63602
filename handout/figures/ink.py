"""Draw the lines of a picture: join edges into long lines, and give each one weight.

Outlines are heaviest, lines inside a body lighter and hems lightest. A line that ends freely thins
out; one that nearly reaches another is led to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.contours import EdgeMap, Segment, follow, line_end, smooth
from handout.figures.edges import EdgeKind, edge_kind, edge_surface
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

_LONE_PT: Final = 3.5
_LOOP_PT: Final = 8.0
"""The same for a line inside a body that touches no other, and for a loop."""

_DOUBLE_PT: Final = 0.6
_DOUBLE_CLOTH_PT: Final = 2.2
_DOUBLE_LENGTH_PT: Final = 12.0
"""A line that is shorter and everywhere this near the outline would only double it. On skin the
lines between fingers come nearer than those on cloth should."""

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

_SIGMA_PT: Final = 0.4
"""How far the steps of pixels are smoothed."""
_DIRECTION_PT: Final = 1.2
"""Over how much of its end the direction of a line is measured."""
_REACH_PT: Final = 1.6
"""How far a free end is led to another line."""
_BRIDGE_PT: Final = 5.0
_AIMED: Final = 0.8
_LEAST_DIRECTION_PX: Final = 5
"""The gap over which one free end is joined to another, the cosine by which each may miss it, and
the points that a line needs to have a direction."""
_STRAIGHT: Final = 0.55
"""The cosine of the turn up to which one line goes on into another at a junction."""

_TAPER_PT: Final = 7.0
_TIP: Final = 0.25
"""The width of a free end, as a share of the line's."""

_Corner = tuple[float, float]


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
    chains = _bridged(list(_join(list(follow(edges)), scale)), scale)
    drawn = [chain for chain in chains if chain.is_drawn(scale)]
    return list(_led_to_others(list(_without_doubles(drawn, cloth, scale)), scale))


class _Chain(Struct):
    """Segments joined end to end."""

    points: Array
    lengths: Counter[int]
    """How many edges of each label it has."""
    closed: bool
    free: tuple[bool, bool]

    @property
    def label(self) -> int:
        """The label of most of its edges."""
        return max(self.lengths, key=lambda label: (self.lengths[label], label))

    @property
    def surface(self) -> int:
        """The surface in front, for most of its edges."""
        return edge_surface(self.label)

    @property
    def kind(self) -> EdgeKind:
        """The kind of most of its edges."""
        kinds: Counter[EdgeKind] = Counter()
        for label, length in self.lengths.items():
            kinds[edge_kind(label)] += length
        return max(kinds, key=lambda kind: (kinds[kind], kind))

    def direction(self, reach: int, end: int) -> Array:
        """Return the way in which it leaves its start (0) or its end (1)."""
        return line_end(self.points if end else self.points[::-1], reach)

    def joined(self, other: _Chain, end: int, other_end: int) -> _Chain:
        """Return the chain with another one after a gap between two of their ends."""
        one = self.points if end else self.points[::-1]
        two = other.points[::-1] if other_end else other.points
        steps = max(2, round(float(np.hypot(*(two[0] - one[-1])))))
        bridge = one[-1] + (two[0] - one[-1]) * np.linspace(0, 1, steps + 1)[1:-1, None]
        return _Chain(
            np.vstack([one, bridge, two]),
            self.lengths + other.lengths,
            closed=False,
            free=(self.free[1 - end], other.free[1 - other_end]),
        )

    def is_drawn(self, scale: float) -> bool:
        """Return whether it is long enough."""
        # Steps of pixels make a diagonal longer than it is.
        length = len(self.points) / scale * 0.8
        least = _LEAST_PT[self.kind]
        if self.kind is EdgeKind.OCCLUSION and all(self.free):
            least = _LONE_PT
        if self.kind in {EdgeKind.OCCLUSION, EdgeKind.SEAM} and self.closed:
            least = _LOOP_PT
        return length >= least


def _bridged(chains: list[_Chain], scale: float) -> list[_Chain]:
    """Return chains with those joined whose free ends point at each other over a small gap."""
    free = [
        (number, end)
        for number, chain in enumerate(chains)
        for end in (0, 1)
        if chain.free[end] and len(chain.points) >= _LEAST_DIRECTION_PX
    ]
    if not free:
        return chains
    tips = np.array([chains[number].points[-end] for number, end in free])
    reach = round(_DIRECTION_PT * scale)
    candidates = []
    for i, j in cKDTree(tips).query_pairs(_BRIDGE_PT * scale):
        (one, first), (other, second) = free[i], free[j]
        gap = tips[j] - tips[i]
        distance = float(np.hypot(*gap))
        if one == other or chains[one].surface != chains[other].surface or not distance:
            continue
        ahead = min(
            chains[one].direction(reach, first) @ gap, -chains[other].direction(reach, second) @ gap
        )
        if ahead > _AIMED * distance:
            candidates.append((distance, i, j))
    owner = list(range(len(chains)))
    used: set[int] = set()
    for _, i, j in sorted(candidates):
        if i in used or j in used:
            continue
        (one, first), (other, second) = free[i], free[j]
        while owner[one] != one:
            one = owner[one]
        while owner[other] != other:
            other = owner[other]
        if one == other:
            continue
        used |= {i, j}
        # Either may have been turned when it was joined to another.
        first = int((chains[one].points[-1] == tips[i]).all())
        second = int((chains[other].points[-1] == tips[j]).all())
        chains[one] = chains[one].joined(chains[other], first, second)
        owner[other] = one
    return [chain for number, chain in enumerate(chains) if owner[number] == number]


def _without_doubles(
    chains: Sequence[_Chain], cloth: AbstractSet[int], scale: float
) -> Iterator[_Chain]:
    """Yield chains but those that only double an outline."""
    outline = [chain.points for chain in chains if chain.kind is EdgeKind.SILHOUETTE]
    tree = cKDTree(np.vstack(outline)) if outline else None
    for chain in chains:
        if (
            tree is not None
            and chain.kind is EdgeKind.OCCLUSION
            and len(chain.points) < _DOUBLE_LENGTH_PT * scale
            and tree.query(chain.points)[0].max()
            < (_DOUBLE_CLOTH_PT if chain.surface in cloth else _DOUBLE_PT) * scale
        ):
            continue
        yield chain


def _join(segments: Sequence[Segment], scale: float) -> Iterator[_Chain]:
    """Yield chains of the segments that go on into each other at junctions."""
    meeting: dict[_Corner, list[tuple[int, bool]]] = defaultdict(list)
    for number, segment in enumerate(segments):
        if not segment.closed:
            for at_end in (False, True):
                meeting[_corner(segment, at_end=at_end)].append((number, at_end))
    reach = round(_DIRECTION_PT * scale)
    following: dict[tuple[int, bool], tuple[int, bool]] = {}
    for ends in meeting.values():
        for one, other in _pairs(segments, ends, reach):
            following[one], following[other] = other, one
    used: set[int] = set()
    for number, segment in enumerate(segments):
        if segment.closed:
            yield _Chain(
                segment.points,
                Counter({segment.label: len(segment.points)}),
                closed=True,
                free=(False, False),
            )
            used.add(number)
    # From those that nothing precedes, so that open chains are found whole; what is left is loops.
    starts = [
        (number, at_end)
        for number in range(len(segments))
        for at_end in (False, True)
        if (number, at_end) not in following
    ]
    for start in [*starts, *((number, False) for number in range(len(segments)))]:
        if start[0] not in used:
            yield _walk(segments, meeting, following, start, used)


def _walk(
    segments: Sequence[Segment],
    meeting: Mapping[_Corner, list[tuple[int, bool]]],
    following: Mapping[tuple[int, bool], tuple[int, bool]],
    start: tuple[int, bool],
    used: set[int],
) -> _Chain:
    pieces: list[Array] = []
    lengths: Counter[int] = Counter()
    here = start
    closed = False
    while True:
        number, at_end = here
        used.add(number)
        line = segments[number].points
        line = line[::-1] if at_end else line
        pieces.append(line if not pieces else line[1:])
        lengths[segments[number].label] += len(line) - 1
        leaving = (number, not at_end)
        if leaving not in following:
            break
        here = following[leaving]
        if here[0] in used:
            closed = here == start
            break
    points = np.vstack(pieces)
    if closed:
        return _Chain(points[:-1], lengths, closed=True, free=(False, False))
    first = len(meeting[_corner(segments[start[0]], at_end=start[1])]) == 1
    last = len(meeting[_corner(segments[leaving[0]], at_end=leaving[1])]) == 1
    return _Chain(points, lengths, closed=False, free=(first, last))


def _corner(segment: Segment, *, at_end: bool) -> _Corner:
    x, y = segment.points[-1 if at_end else 0].tolist()
    return x, y


def _pairs(
    segments: Sequence[Segment], ends: Sequence[tuple[int, bool]], reach: int
) -> Iterator[tuple[tuple[int, bool], tuple[int, bool]]]:
    """Yield the ends at a junction that go on into each other, the straightest first."""
    ways = [segments[n].direction(reach, at_end=at_end) for n, at_end in ends]
    labels = [segments[n].label for n, _ in ends]
    families = [_FAMILIES[edge_kind(label)] for label in labels]
    candidates = []
    for i in range(len(ends)):
        for j in range(i):
            straight = -float(ways[i] @ ways[j])
            same = labels[i] == labels[j]
            if len(ends) == 2 or (families[i] == families[j] and straight > _STRAIGHT - 0.3 * same):
                candidates.append((straight + 0.3 * same, i, j))
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if not {i, j} & taken and ends[i][0] != ends[j][0]:
            taken |= {i, j}
            yield ends[i], ends[j]


def _led_to_others(chains: Sequence[_Chain], scale: float) -> Iterator[Stroke]:
    """Yield smooth strokes, their free ends led to other lines that they nearly reach."""
    if not chains:
        return
    lines = [smooth(chain.points, _SIGMA_PT * scale, closed=chain.closed) for chain in chains]
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    everything = np.vstack(lines)
    tree = cKDTree(everything)
    for number, (chain, line) in enumerate(zip(chains, lines, strict=True)):
        free = list(chain.free)
        for end in (0, 1):
            if not free[end]:
                continue
            ordered = line if end else line[::-1]
            tip = ordered[-1]
            way = tip - ordered[max(0, len(ordered) - 1 - round(_DIRECTION_PT * scale))]
            near = np.array(tree.query_ball_point(tip, _REACH_PT * scale), int)
            near = near[owner[near] != number]
            if not len(near):
                continue
            gap = everything[near] - tip
            distance = np.hypot(*gap.T)
            ahead = (gap @ way) / np.maximum(distance * np.hypot(*way), 1e-9)
            reached = near[(ahead > 0.5) | (distance < 0.25 * scale)]
            if not len(reached):
                continue
            goal = everything[reached[np.hypot(*(everything[reached] - tip).T).argmin()]]
            steps = max(2, round(float(np.hypot(*(goal - tip)))))
            bridge = tip + (goal - tip) * np.linspace(0, 1, steps + 1)[1:, None]
            ordered = smooth(np.vstack([ordered, bridge]), _SIGMA_PT * scale, closed=False)
            line = ordered if end else ordered[::-1]  # noqa: PLW2901 -- the second end goes on from it
            free[end] = False
        yield Stroke(line, chain.kind, chain.surface, chain.closed, (free[0], free[1]))


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
