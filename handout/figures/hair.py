"""Hair, beards and headscarves: volumes on the head, and the lines of combed hair on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy import ndimage

from handout.figures.geometry import Array
from handout.figures.head_volume import NOWHERE, Direction, Head, HeadSurface, Profile, joined
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.palette import Role
from handout.figures.people import HairStyle, Person
from handout.figures.rig import PosedBones
from handout.figures.wearer import Wearer, ramp

_TO_CHIN_M: Final = 0.17
_TO_BACK_M: Final = 0.28


class Hair:
    """What one person has on the head, ready to be posed."""

    def __init__(self, wearer: Wearer, person: Person) -> None:
        style = _STYLES.get(person.hair)
        head = Head(wearer, reach=style.reach if style else _TO_CHIN_M)
        self._head = wearer.human.bones.index("head")
        self._surfaces: list[HeadSurface] = []
        self._strands: list[tuple[Line, Array]] = []
        if person.beard:
            self._surfaces.append(head.surface("beard", Role.HAIR, _beard(head)))
        if style is None:
            return
        volume = style.volume(head)
        is_scarf = person.hair is HairStyle.HEADSCARF
        role = Role.SCARF if is_scarf else Role.HAIR
        self._surfaces.append(
            head.surface("hair", role, volume, follows=style.follows, sway=style.sway_m)
        )
        for ends in style.strands:
            points = head.line_on(volume, ends)
            if len(points) > _LEAST_POINTS:
                strand = Line(kind=LineKind.STRAND, points=points)
                self._strands.append((strand, head.swaying(points, style.sway_m)))

    def on(self, bones: PosedBones) -> Iterator[Mesh]:
        """Yield the hair on a posed head."""
        fall = self._fall(bones)
        for surface in self._surfaces:
            yield surface.on(bones, fall)

    def strands_on(self, bones: PosedBones) -> Iterator[Line]:
        """Yield the lines of combed hair on a posed head."""
        turn, move = bones.rotations[self._head], bones.translations[self._head]
        fall = self._fall(bones)
        for strand, sway in self._strands:
            yield strand.moved(turn, move + np.outer(sway, fall))

    def _fall(self, bones: PosedBones) -> Array:
        """Return the way from where hair hangs on an upright head to where it hangs on this one."""
        result: Array = _DOWN - bones.rotations[self._head] @ _DOWN
        return result


_LEAST_POINTS: Final = 8
"""A strand of fewer points is beside the hair."""

_DOWN: Final = np.array([0.0, 0.0, -1.0])


_EARS: Final[Profile] = (
    (64, 0.10), (74, -0.12), (86, -0.12), (97, 0.12), (106, -0.15), (122, -0.44), (150, -0.60),
    (180, -0.62),
)  # fmt: skip
"""The hairline around the ears and along the nape."""

_SHORT: Final[Profile] = ((0, 0.60), (20, 0.59), (34, 0.53), (46, 0.38), (55, 0.24), *_EARS)
_RECEDING: Final[Profile] = (
    (0, 0.86), (14, 0.90), (30, 0.88), (44, 0.62), (54, 0.40), *_EARS,
)  # fmt: skip
_THIN: Final[Profile] = (
    (0, 0.70), (14, 0.72), (28, 0.78), (38, 0.72), (47, 0.48), (56, 0.28), *_EARS,
)  # fmt: skip
_TIED: Final[Profile] = (
    (0, 0.68), (10, 0.66), (22, 0.58), (34, 0.45), (44, 0.31), (53, 0.16), (64, 0.0), (76, -0.14),
    (86, -0.08), (97, 0.12), (108, -0.12), (125, -0.38), (150, -0.58), (180, -0.60),
)  # fmt: skip


def _cropped(head: Head) -> Array:
    thickness = 0.004 + 0.007 * ramp(head.level, 0.0, 0.6)
    return head.cap(head.above(_SHORT), thickness)


def _receding(head: Head) -> Array:
    # Thin on top, where it would flatten the skull.
    thickness = 0.003 + 0.006 * ramp(np.abs(head.azimuth), 60, 110) * ramp(-head.level, -0.95, -0.6)
    return head.cap(head.above(_RECEDING), thickness)


def _combed(head: Head) -> Array:
    """Return thin hair, combed over from a parting on the left."""
    hairline = head.above(_THIN) + 0.004 * np.sin(np.radians(head.azimuth * 9))
    thickness = 0.005 + 0.007 * ramp(head.level, 0.1, 0.8)
    beside = np.hypot(
        head.points[..., 1] - 0.040, 0.4 * (head.points[..., 2] - head.eyes[2] - 0.11)
    )
    return head.cap(hairline, thickness - 0.004 * (1 - ramp(beside, 0.0, 0.012)))


def _parted(head: Head) -> Array:
    tufts = 1 - np.abs(np.sin(np.radians(head.azimuth * 4 + 25)))
    hairline = head.above(_SHORT) + 0.009 * tufts * (1 - ramp(np.abs(head.azimuth), 32, 46))
    thickness = 0.007 + 0.014 * ramp(head.level, 0.05, 0.75)
    # Swept from a parting on the left over to the right, highest in front.
    front = ramp(head.points[..., 0] - head.centre[0], -0.05, 0.07)
    thickness += 0.007 * front * ramp(-head.points[..., 1], -0.03, 0.02)
    beside = np.abs(head.points[..., 1] - 0.036) + 0.05 * (1 - ramp(front, 0.0, 0.3))
    thickness -= 0.007 * (1 - ramp(beside, 0.0, 0.009))
    volume = head.cap(hairline, thickness)
    for ends, size in (
        (((20, 54), (6, 42), (-10, 32)), 0.013),
        (((18, 60), (-12, 46), (-34, 31)), 0.014),
        (((10, 66), (-32, 48), (-56, 26)), 0.013),
        (((26, 52), (38, 40), (50, 26)), 0.010),
        (((-60, 66), (-100, 60), (-140, 44)), 0.013),
        (((60, 66), (110, 62), (160, 50)), 0.013),
    ):
        lock = head.tube(head.along(ends, 0.011, 40), (size * 0.6, size, size * 0.8, 0.003))
        volume = joined(volume, lock, 0.005)
    return volume


def _curls(head: Head) -> Array:
    hairline = head.above(_CURLY)
    cap = head.cap(hairline, 0.020 + 0.012 * ramp(head.level, -0.2, 0.6))
    number = np.arange(_CURLS)
    elevations = np.degrees(np.arcsin(1 - 2 * (number + 0.5) / _CURLS))
    azimuths = np.degrees(number * np.pi * (3 - np.sqrt(5))) % 360 - 180
    skin = head.over(azimuths, elevations, 0.0)
    levels = (skin[:, 2] - head.eyes[2]) / head.rise
    around, lowest = np.array(_CURLY).T
    is_inside = levels > np.interp(np.abs(azimuths), around, lowest) + 0.13
    centres = head.over(azimuths, elevations, 0.016)[is_inside]
    return joined(cap, head.balls(centres, 0.019 + 0.004 * np.sin(number * 2.4)[is_inside]), 0.004)


_CURLS: Final = 170
_CURLY: Final[Profile] = ((0, 0.56), (25, 0.54), (42, 0.40), (54, 0.18), (64, 0.0), *_EARS[1:])


def _bob(head: Head) -> Array:
    fringe = head.above(
        ((0, 0.36), (20, 0.34), (38, 0.26), (52, -0.1), (62, -0.5), (70, -2.0), (180, -2.0))
    )
    top = head.cap(fringe, 0.013 + 0.008 * ramp(head.level, -0.2, 0.6))
    # Below the widest part of the head the hair falls straight, and turns in a little at its ends.
    x, y, z = np.moveaxis(head.points - head.centre, -1, 0)
    below = ramp(-z, 0.02, 0.13)
    back, aside = head.radius(np.array([180.0, 90.0]), np.zeros(2)) + np.array([0.014, 0.018])
    long, wide = back - 0.012 * below, aside - 0.004 * below
    ring = np.hypot(x / long, y / wide)
    curtain = (1 - ring) * wide
    length = 0.132 + 0.004 * np.cos(np.radians(head.azimuth * 6))
    front = (np.abs(np.degrees(np.arctan2(y, x))) - 62) * 0.0014
    curtain = np.minimum.reduce([curtain, z + length, 0.01 - z, front])
    return joined(top, curtain, 0.012)


def _tied(head: Head) -> Array:
    return head.cap(head.above(_TIED), 0.009 + 0.007 * ramp(head.level, -0.1, 0.6))


def _bun(head: Head) -> Array:
    knot = head.at((180, 50), 0.034)
    bun = head.tube(knot[None], (0.036,))
    base = head.tube(head.along(((180, 42), (180, 50)), 0.010, 4), (0.024,))
    return joined(joined(_tied(head), base, 0.012), bun, 0.005)


def _tail(head: Head) -> Array:
    return joined(
        joined(_tied(head), head.tube(head.at((180, 2), 0.008)[None], (0.017,))), _plait(head)
    )


def _plait(head: Head) -> Array:
    """Return hair that lies down the neck and the upper back."""
    start = head.at((180, 0), 0.012)
    heights = np.linspace(start[2], start[2] - 0.24, 40)
    skin = head.skin
    middle = skin[np.abs(skin[:, 1]) < 0.02]
    backs = np.array([middle[np.abs(middle[:, 2] - z) < 0.012, 0].min() for z in heights])
    backs = ndimage.gaussian_filter1d(np.minimum(backs, start[0] + 0.06), 3) - 0.010
    backs[0] = start[0]
    path = np.column_stack([backs, 0 * heights, heights])
    return head.tube(path, (0.014, 0.020, 0.023, 0.022, 0.017, 0.006))


def _headscarf(head: Head) -> Array:
    x, y, z = np.moveaxis(head.points - head.eyes, -1, 0)
    # Thin under the chin, which it would make longer.
    thick = 0.014 + 0.004 * ramp(head.level, 0.2, 0.9) - 0.010 * ramp(-head.level, 0.5, 0.9)
    cap = np.where(head.level > -1.35, thick - head.off, NOWHERE)
    hem = z + 0.205 + 0.025 * ramp(np.abs(y), 0.0, 0.12) - 0.015 * ramp(x, -0.1, 0.05)
    # Close under the chin, and over the shirt on the shoulders.
    thickness = 0.013 + 0.014 * ramp(-z, 0.13, 0.18)
    drape = np.minimum(thickness - head.from_skin((z < -0.07) & (hem > -0.02)), hem)
    steps = np.linspace(0, 1, 12)
    throat = np.column_stack([-0.038 - 0.012 * steps, 0 * steps, -0.125 - 0.07 * steps]) + head.eyes
    nape = np.column_stack([-0.075 - 0.01 * steps, 0 * steps, -0.06 - 0.14 * steps]) + head.eyes
    fill = np.maximum(
        head.tube(throat, (0.042, 0.048, 0.06)), head.tube(nape, (0.078, 0.082, 0.09))
    )
    fill = np.minimum(fill, hem)
    whole = joined(joined(cap, drape, 0.02), fill, 0.02)
    whole = joined(whole, head.balls(head.ears, np.array([0.030, 0.030])), 0.03)
    opening = 0.06 * (1 - np.hypot(head.azimuth / 52, (head.level + 0.29) / 0.78))
    opening = np.minimum(opening, head.points[..., 2] - head.mouth[2] + 0.040)
    result: Array = np.minimum(whole, -opening)
    return result


def _beard(head: Head) -> Array:
    """Return a short beard with a moustache."""
    x, y, z = np.moveaxis(head.points - head.mouth, -1, 0)
    region = np.minimum(-head.above(_BEARD_TOP), z + 0.056 + 0.30 * x)
    mouth = np.hypot(y / (head.mouth_width * 0.54), (z + 0.001) / 0.0095) - 1
    region = np.minimum(region, mouth * 0.012)
    thickness = 0.006 + 0.004 * ramp(-head.level, 0.45, 0.95)
    fullness = 0.7 + 0.3 * ramp(region, 0, 0.01)
    result: Array = np.minimum(thickness * fullness - head.from_skin(region > 0), region)
    return result


_BEARD_TOP: Final[Profile] = (
    (0, -0.385), (13, -0.40), (22, -0.50), (34, -0.56), (48, -0.48), (58, -0.28), (65, -0.02),
    (69, 0.14), (84, 0.14), (90, -2.0), (180, -2.0),
)  # fmt: skip


class _Style(Struct, frozen=True):
    """A way to wear hair."""

    volume: Callable[[Head], Array]
    strands: tuple[tuple[Direction, ...], ...] = ()
    """Lines of combed hair, each through some directions."""
    reach: float = _TO_CHIN_M
    """How far down from the middle of the head it may be, in metres."""
    follows: bool = False
    """Whether it moves with the neck and the back, and not only with the head."""
    sway_m: float = 0.0
    """How far loose ends swing as the head leans."""


def _mirrored(*lines: tuple[Direction, ...]) -> tuple[tuple[Direction, ...], ...]:
    return (
        *lines,
        *(tuple((-azimuth, elevation) for azimuth, elevation in line) for line in lines),
    )


_TO_BUN: Final = _mirrored(
    ((7, 52), (12, 70), (60, 84)),
    ((26, 45), (44, 64), (118, 74)),
    ((44, 28), (72, 50), (128, 58)),
    ((60, 12), (92, 32), (126, 40)),
    ((112, 2), (132, 18), (152, 32)),
    ((134, -30), (150, -8), (164, 16)),
)
_TO_TAIL: Final = (
    # The parting, and from it to both sides.
    ((2, 52), (2, 70), (2, 86)),
    *_mirrored(
        ((10, 58), (44, 46), (74, 26)),
        ((14, 76), (70, 62), (108, 34)),
        ((66, 14), (104, 18), (148, 8)),
        ((96, 56), (124, 40), (152, 20)),
        ((128, -28), (146, -16), (166, -4)),
    ),
)
_OVER_PARTING: Final = (
    ((36, 50), (38, 66), (70, 80)),
    ((28, 54), (4, 56), (-22, 46)),
    ((32, 64), (-14, 68), (-52, 48)),
    ((52, 76), (-60, 76), (-86, 48)),
    ((42, 46), (62, 36), (76, 18)),
    ((84, 52), (104, 40), (116, 22)),
    ((-104, 42), (-118, 26), (-124, 8)),
    ((128, 60), (136, 36), (142, 8)),
    ((-140, 62), (-146, 36), (-150, 4)),
)


def _rings() -> Iterator[tuple[Direction, ...]]:
    """Yield arcs of curls, strewn evenly over the head and turned all ways."""
    for number in range(_RINGS):
        elevation = float(np.degrees(np.arcsin(0.94 - 1.1 * number / _RINGS)))
        azimuth = (number * 137.5) % 360 - 180
        angle = np.radians(number * 100 + np.linspace(0, 200, 5))
        across = 6.5 / np.cos(np.radians(elevation))
        yield tuple(
            (azimuth + across * float(np.cos(a)), elevation + 6.5 * float(np.sin(a))) for a in angle
        )


_RINGS: Final = 24

_STYLES: Final[Mapping[HairStyle, _Style]] = MappingProxyType({
    HairStyle.RECEDING: _Style(
        _receding,
        _mirrored(
            ((96, 26), (116, 20), (136, 6)),
            ((102, 6), (116, 0), (128, -12)),
            ((50, 48), (92, 58), (128, 44)),
            ((140, 34), (150, 14), (156, -8)),
        ),
    ),
    HairStyle.COMBED: _Style(
        _combed,
        (
            ((34, 60), (2, 68), (-34, 60)),
            ((46, 68), (-30, 76), (-66, 54)),
            ((80, 72), (-150, 80), (-112, 52)),
            ((46, 40), (66, 32), (80, 14)),
            ((70, 50), (100, 40), (118, 18)),
            ((-62, 36), (-84, 32), (-108, 14)),
            ((128, 52), (140, 28), (146, 0)),
            ((-128, 50), (-140, 28), (-146, 0)),
        ),
    ),
    HairStyle.CROPPED: _Style(_cropped),
    HairStyle.PARTED: _Style(_parted, _OVER_PARTING),
    HairStyle.CURLS: _Style(_curls, tuple(_rings())),
    HairStyle.BOB: _Style(
        _bob,
        (
            *_mirrored(
                ((30, 70), (58, 42), (72, 8), (76, -18)),
                ((80, 58), (100, 26), (103, -4)),
                ((88, -2), (90, -22), (90, -44)),
                ((126, 62), (134, 26), (136, -10)),
                ((150, 8), (152, -16), (152, -40)),
            ),
            ((14, 64), (16, 50), (14, 36)),
            ((-4, 60), (-6, 46), (-6, 30)),
            ((-24, 64), (-28, 50), (-28, 36)),
        ),
        sway_m=0.045,
    ),
    HairStyle.BUN: _Style(_bun, _TO_BUN),
    HairStyle.TAIL: _Style(_tail, _TO_TAIL, reach=_TO_BACK_M, follows=True),
    HairStyle.HEADSCARF: _Style(
        _headscarf,
        _mirrored(
            ((30, 62), (62, 40), (76, 8)), ((20, -60), (60, -50), (100, -36)),
            ((60, -66), (100, -52), (135, -40)),
        ),
        reach=_TO_BACK_M, follows=True,
    ),
})  # fmt: skip
