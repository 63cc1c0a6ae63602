"""Where muscles lie under the skin.

A muscle is one or more strands: lines that are laid onto the skin, with the width in which they are
shown. Their places are those of the textbooks (Gray's Anatomy, 41st edition).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct

Place = tuple[str, float, float, float]
"""A segment, without its side, and a point in its axes at rest: forward, outward and up, in metres
of a person whose hips are as high as those of all who are drawn."""


class Strand(Struct, frozen=True):
    """A line along a muscle, and half the width in which it is shown."""

    radius_m: float
    first: Place
    last: Place


def _strand(radius_cm: float, first: Place, last: Place) -> Strand:
    return Strand(radius_cm / 100, _in_metres(first), _in_metres(last))


def _in_metres(place: Place) -> Place:
    segment, *cm = place
    forward, outward, up = (value / 100 for value in cm)
    return segment, forward, outward, up


MUSCLES: Final[Mapping[str, tuple[Strand, ...]]] = MappingProxyType({
    "neck flexors": (_strand(3.2, ("neck", 5, 1.5, 0), ("neck", 6, 2, 6)),),
    "neck extensors": (_strand(3.4, ("neck", -5, 2, -1), ("neck", -5, 2, 7)),),
    "side of the neck": (_strand(2.8, ("neck", 0, 6, 0), ("neck", -1, 6, 8)),),
    "upper trapezius": (
        _strand(3.2, ("thorax", -6, 4.5, 29), ("thorax", -5, 12, 23.5)),
    ),
    "rhomboids": (_strand(3.8, ("thorax", -13, 3, 9), ("thorax", -13, 7, 17)),),
    "lower trapezius": (_strand(3.6, ("thorax", -12, 2, 0), ("thorax", -13, 7, 13)),),
    "rotator cuff": (_strand(4.6, ("thorax", -12, 9, 16), ("thorax", -9, 15, 19)),),
    "latissimus dorsi": (
        _strand(4.6, ("thorax", -9, 9, -2), ("thorax", -8, 14, 12)),
    ),
    "pectorals": (_strand(5.0, ("thorax", 10, 5, 13), ("thorax", 8, 13, 17)),),
    "serratus anterior": (_strand(3.8, ("thorax", 4, 14, 3), ("thorax", 3, 14, 11)),),
    "deltoid": (_strand(4.6, ("upper-arm", 0, 4, 0), ("upper-arm", 0, 4, -11)),),
    "biceps": (_strand(3.2, ("upper-arm", 4, 0, -9), ("upper-arm", 4, 0, -22)),),
    "triceps": (_strand(3.2, ("upper-arm", -4, 1, -8), ("upper-arm", -4, 0, -22)),),
    "wrist extensors": (_strand(3.4, ("forearm", 1, 3, -3), ("forearm", 0, 3, -16)),),
    "wrist flexors": (_strand(3.4, ("forearm", 0, -3, -3), ("forearm", 0, -3, -16)),),
    "abdominals": (_strand(4.0, ("pelvis", 10, 2.5, 6), ("thorax", 12, 3, 3)),),
    "deep abdominals": (
        _strand(5.0, ("pelvis", 10, 2, 7), ("pelvis", 9, 9, 11)),
    ),
    "obliques": (_strand(4.2, ("pelvis", 4, 13, 10), ("thorax", 4, 13, -1)),),
    "back extensors": (_strand(3.6, ("pelvis", -8, 3, 9), ("thorax", -12, 3, 14)),),
    "lower back": (_strand(4.4, ("pelvis", -9, 4, 7), ("thorax", -9, 4, -3)),),
    "gluteus maximus": (_strand(7.0, ("pelvis", -10, 6, 4), ("pelvis", -8, 10, -4)),),
    "gluteus medius": (_strand(5.0, ("pelvis", -2, 14, 8), ("pelvis", -1, 16, 0)),),
    "deep hip rotators": (_strand(4.6, ("pelvis", -11, 6, 2), ("pelvis", -6, 14, 0)),),
    "tensor fasciae latae": (
        _strand(3.6, ("pelvis", 6, 13, 6), ("thigh", 4, 7, -10)),
    ),
    "hip flexors": (_strand(4.0, ("pelvis", 9, 8, 6), ("thigh", 8, 0, -8)),),
    "outer thigh": (_strand(3.8, ("thigh", 0, 8, -6), ("thigh", 0, 6, -37)),),
    "adductors": (_strand(4.4, ("thigh", 1, -6, -7), ("thigh", 0, -5, -27)),),
    "quadriceps": (_strand(6.2, ("thigh", 5, 1, -11), ("thigh", 5, 0, -34)),),
    "hamstrings": (_strand(5.4, ("thigh", -6, 0, -11), ("thigh", -5, 0, -36)),),
    "calf": (_strand(4.6, ("shank", -4, 0, -5), ("shank", -4, 0, -22)),),
    "Achilles tendon": (_strand(2.4, ("shank", -4, 0, -27), ("shank", -4, 0, -39)),),
    "shin": (_strand(3.4, ("shank", 4, 2, -6), ("shank", 4, 1, -28)),),
    "sole": (_strand(3.6, ("foot", -2, 0, -6), ("foot", 12, 0, -6)),),
})  # fmt: skip
"""By the name that pose files use; both sides are alike."""

SYNONYMS: Final[Mapping[str, str]] = MappingProxyType({
    "deep neck flexors": "neck flexors",
    "longus colli": "neck flexors",
    "levator scapulae": "side of the neck",
    "scalenes": "side of the neck",
    "sternocleidomastoid": "side of the neck",
    "middle trapezius": "rhomboids",
    "between the shoulder blades": "rhomboids",
    "infraspinatus": "rotator cuff",
    "supraspinatus": "rotator cuff",
    "teres minor": "rotator cuff",
    "chest": "pectorals",
    "pectoralis major": "pectorals",
    "biceps brachii": "biceps",
    "triceps brachii": "triceps",
    "rectus abdominis": "abdominals",
    "transversus abdominis": "deep abdominals",
    "deep belly muscles": "deep abdominals",
    "erector spinae": "back extensors",
    "glutes": "gluteus maximus",
    "buttocks": "gluteus maximus",
    "gluteus minimus": "gluteus medius",
    "side of the hip": "gluteus medius",
    "piriformis": "deep hip rotators",
    "deep hip muscles": "deep hip rotators",
    "iliopsoas": "hip flexors",
    "psoas major": "hip flexors",
    "IT band": "outer thigh",
    "iliotibial band": "outer thigh",
    "inner thigh": "adductors",
    "quadriceps femoris": "quadriceps",
    "gastrocnemius": "calf",
    "soleus": "calf",
    "calf muscles": "calf",
    "tibialis anterior": "shin",
    "plantar fascia": "sole",
})  # fmt: skip
"""Latin and plain names of muscles that are drawn alike."""
