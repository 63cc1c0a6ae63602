"""Clothes: which parts of the cloth around a body they are, and how loose they are.

A garment's field says for each point of the cloth how far it is inside the garment, in metres;
the garment ends where it is 0, so that hems are smooth whatever the triangles are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, unit
from handout.figures.palette import Role
from handout.figures.people import Bottoms, Dress, Footwear, Top
from handout.figures.rest import bone_name
from handout.figures.shoes import Shoe
from handout.figures.wearer import Wearer, ramp

_TUCKED_M: Final = 0.006
"""How far a sock reaches down into a shoe: further down, it would show through."""

_NAPE_M: Final = 0.004
"""How far below the root of the neck a collar is at the back."""

_ARMHOLE: Final = 0.6
"""How much of it moves with the arm where a sleeve is sewn to the shoulder."""

_BORNE_M: Final = (0.06, 0.16)
"""How far from a shoulder joint all and the last of a shirt's cloth lies close."""

_HANG: Final = 0.7
"""How much of the hollow of the waist a shirt leaves out, as it hangs from the chest."""
_LEVELS: Final = 12
"""At how many heights a hollow is measured."""

_EVERYWHERE: Final = 0.2
"""A value of a field where no hem is near."""


class _Measures:
    """Where on a body the hems of clothes may be: fields over all of its points at rest."""

    def __init__(self, wearer: Wearer) -> None:
        x, heads = wearer.points, wearer.heads
        self._wearer = wearer
        self.hip, self.knee, self.ankle = (
            float(heads[f"{bone}.L"][2]) for bone in ("upperleg01", "lowerleg01", "foot")
        )
        self.chest = float(heads["spine01"][2])
        self.height: Array = x[:, 2]
        self.side: Array = x[:, 1]
        self.front: Array = x[:, 0] - heads["spine02"][0]
        self.arm = wearer.moved_by("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
        self.is_arm = self.arm + 0.5 * wearer.moved_by("shoulder01") > 0.4
        self.along_arm = self._along_arm()

    def _along_arm(self) -> Array:
        """Return how far down an arm each point is: elbows are at 1, wrists at 2."""
        along = np.zeros(len(self.height))
        for side in Side:
            shoulder, elbow, wrist = (
                self._wearer.heads[bone_name(bone, side)]
                for bone in ("upperarm01", "lowerarm01", "wrist")
            )
            mine = self.side * side.sign > 0
            upper, lower = elbow - shoulder, wrist - elbow
            first = (self._wearer.points - shoulder) @ upper / (upper @ upper)
            second = (self._wearer.points - elbow) @ lower / (lower @ lower)
            along = np.where(mine, np.where(second > 0, 1 + second, np.minimum(first, 1)), along)
        return along

    @property
    def on_shoulder(self) -> Array:
        """Return how much each point is where a shoulder bears the cloth, from 0 to 1."""
        joints = [self._wearer.heads[bone_name("upperarm01", side)] for side in Side]
        away = [np.linalg.norm(self._wearer.points - joint, axis=1) for joint in joints]
        return 1 - ramp(np.minimum(*away), *_BORNE_M)

    def hollow(self, out: Array, start: float, end: float) -> Array:
        """Return how far the body is inside of cloth that is pulled tight over a side of it.

        `out` says how far out to that side each point is; the cloth goes from one height to
        another, and leaves out the arms.
        """
        skin = self._wearer.human.parts["body"].points
        body = self.arm[skin] < 0.1
        height, reach = self.height[skin][body], out[skin][body]
        levels = np.linspace(start, end, _LEVELS)
        slices = [reach[np.abs(height - level) < (end - start) / _LEVELS] for level in levels]
        least, most = (np.array([limit(each) for each in slices]) for limit in (np.min, np.max))
        tight = np.max([
            np.interp(levels, levels[[i, j]], most[[i, j]], -np.inf, -np.inf)
            for i in range(_LEVELS) for j in range(i + 1, _LEVELS)
        ], 0)  # fmt: skip
        near, far, gap = (
            np.interp(self.height, levels, values) for values in (least, most, tight - most)
        )
        result: Array = np.where(self.arm < 0.1, gap * ramp((out - near) / (far - near), 0.4, 1), 0)
        return result

    def sleeves(self, length: float) -> Array:
        """Return a field that ends on the arms, at a length as `along_arm` counts it."""
        upper_arm = np.linalg.norm(
            self._wearer.heads["lowerarm01.L"] - self._wearer.heads["upperarm01.L"]
        )
        inside = (length - self.along_arm) * upper_arm
        return np.where(self.is_arm, np.minimum(inside, _EVERYWHERE), _EVERYWHERE)

    def above(self, height: float) -> Array:
        """Return a field that ends at a height, but not on the arms."""
        return np.where(self.arm > 0.4, _EVERYWHERE, self.height - height)

    def below(self, height: float) -> Array:
        """Return a field that ends at a height and leaves out the arms."""
        return np.where(self.arm > 0.35, -_EVERYWHERE, height - self.height)

    def collar(self, width: float, drop: float = 0.04) -> Array:
        """Return a field that ends around the neck.

        The collar is wider than the neck by a width in metres; its front reaches as far as a drop
        below the root of the neck, and its back lies high on the nape.
        """
        root, top = (self._wearer.heads[bone] for bone in ("neck01", "neck03"))
        axis = unit(top - root)
        away = self._wearer.points - root
        height = away @ axis
        across = away - np.outer(height, axis)
        ring = (np.abs(height - 0.03) < 0.012) & (self._wearer.moved_by("neck") > 0.5)
        low, high = across[ring].min(0), across[ring].max(0)
        # The bones of the neck are behind its middle, and the larynx stands out in front of it.
        across = across - (low + high) / 2
        across[:, 0] *= np.where(across[:, 0] > 0, 0.75, 1)
        distance = np.linalg.norm(across, axis=1)
        around = distance - float(np.median(distance[ring])) - width
        forward = across[:, 0] / np.maximum(distance, 1e-9)
        drop_here = _NAPE_M + (drop - _NAPE_M) * ramp(forward, -0.7, 0.5)
        # On shoulders that rise toward the neck it lies higher.
        highest = 0.006 + 0.7 * np.maximum(around, 0)
        field: Array = np.minimum(highest - height, np.maximum(around, -height - drop_here))
        return field


class Garment(Struct, frozen=True, kw_only=True):
    """A garment: which part of a person's body it is cut from, and how loose it is."""

    name: str
    role: Role
    cloth: str = "tights"
    """The part of the body that the cloth is made from."""
    field: Array
    """Over all points of the body."""
    ease: Array
    """How far off the body the cloth is, in metres, over all points of the body."""
    slack: int
    """How many times hollows of the body are bridged."""
    cling: Array | None = None
    """How little hollows are bridged at each point, from 0 to 1; None for not at all."""
    fall: float = 0.0
    """How far the cloth hangs away from a body over it, in metres."""
    seam: Array | None = None
    """A field that is 0 along a seam, over all points of the body; None without one."""
    hollow: Array | None = None
    """How deep the hollows are that the cloth hangs past where it is upright, in metres, over all
    points of the body; None if it follows them."""
    hangs: bool = False
    """Whether its hem hangs free over what is worn below it."""


def garments(wearer: Wearer, dress: Dress, shoes: Sequence[Shoe]) -> Iterator[Garment]:
    """Yield what a person wears, the innermost first."""
    at = _Measures(wearer)
    waist = at.hip + 0.14
    if dress.footwear is not Footwear.BARE:
        field = at.below(at.ankle + (0.075 if dress.bottoms is Bottoms.SHORTS else 0.055))
        ease = 0.003
        if shoes:
            ease = -0.001
            covered = np.max([shoe.covers(wearer.points) for shoe in shoes], 0)
            field = np.minimum(field, _TUCKED_M - covered)
        yield Garment(name="socks", role=Role.SOCK, field=field, ease=_even(at, ease), slack=1)
    yield _legwear(at, dress, waist)
    if dress.bottoms is Bottoms.SKIRT:
        yield _skirt(at, Role.JACKET, hem=at.knee - 0.02, waist=waist)
    if dress.top is Top.TUNIC:
        yield _skirt(at, Role.SHIRT, hem=at.hip - 0.22, waist=waist)
    yield _shirt(at, dress)
    if dress.cardigan:
        yield _cardigan(at)


def _legwear(at: _Measures, dress: Dress, waist: float) -> Garment:
    hips_down = ramp(-at.height, -at.hip - 0.02, -at.knee)
    hollow = None
    if dress.bottoms is Bottoms.SHORTS:
        hem, ease, slack = at.knee + 0.07, 0.006 + 0.022 * hips_down, 10
    elif dress.bottoms is Bottoms.TROUSERS:
        lower = ramp(-at.height, -at.knee, -at.ankle)
        hem, ease, slack = at.ankle + 0.012, 0.006 + 0.010 * hips_down + 0.007 * lower, 12
    else:
        hem, ease, slack = at.ankle + 0.045, _even(at, 0.003), 2
    if dress.bottoms is not Bottoms.LEGGINGS:
        hollow = at.hollow(-at.front, hem, at.hip + 0.06)
    field = np.minimum(at.below(waist), at.above(hem))
    return Garment(
        name="trousers", role=Role.TROUSERS, field=field, ease=ease, slack=slack, hollow=hollow
    )


def _skirt(at: _Measures, role: Role, hem: float, waist: float) -> Garment:
    return Garment(
        name="skirt", role=role, cloth="skirt", field=np.minimum(at.below(waist), at.above(hem)),
        ease=_even(at, 0.004), slack=6, hangs=True,
    )  # fmt: skip


def _shirt(at: _Measures, dress: Dress) -> Garment:
    sleeve = 0.58 if dress.top is Top.T_SHIRT else 1.93
    hem = at.hip + (0.10 if dress.top is Top.TUNIC else 0.07)
    collar = at.collar(0.012)
    field = np.minimum.reduce([at.sleeves(sleeve), collar, at.above(hem)])
    around_arm = ramp(at.arm, 0.5, 1.0) * ramp(at.along_arm, 0.05, 0.45)
    ease = 0.0065 + 0.0055 * around_arm * (1 - 0.5 * ramp(at.along_arm, 1.0, 2.0))
    ease = ease - 0.011 * at.on_shoulder
    if dress.top is not Top.TUNIC:
        ease = ease + 0.006 * np.where(at.arm > 0.4, 0, ramp(-at.height, -at.hip - 0.15, -hem))
    # Close to the neck, or the collar would stand off it.
    cling = 1 - ramp(collar, 0.005, 0.06)
    return Garment(
        name="shirt", role=Role.SHIRT, field=field, ease=ease * (1 - 0.7 * cling), slack=24,
        cling=cling, fall=0.02, hangs=True, seam=at.arm - _ARMHOLE,
        hollow=_HANG * at.hollow(np.abs(at.side), at.hip, at.chest),
    )  # fmt: skip


def _cardigan(at: _Measures) -> Garment:
    opening = np.where(
        (at.front > 0) & ~at.is_arm,
        np.abs(at.side) - 0.055 + 0.035 * ramp(at.height, at.hip, at.hip + 0.5),
        _EVERYWHERE,
    )
    field = np.minimum.reduce(
        [at.sleeves(1.9), at.collar(0.018, 0.08), at.above(at.hip - 0.04), opening]
    )
    ease = 0.013 + 0.003 * ramp(at.arm, 0.5, 1.0) - 0.008 * at.on_shoulder
    return Garment(
        name="cardigan",
        role=Role.JACKET,
        field=field,
        ease=ease,
        slack=24,
        fall=0.01,
        hangs=True,
        seam=at.arm - _ARMHOLE,
    )


def _even(at: _Measures, ease: float) -> Array:
    return np.full(len(at.height), ease)
