"""Where muscles lie under the skin.

A muscle is one or more strands: lines along the skin with the width in which it is shown. Their
places are those of surface anatomy (Gray's Anatomy, 41st edition). Deep ones are shown where a
therapist would point.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Station(NamedTuple):
    """A place that a strand passes on the skin, and half its width there."""

    segment: str
    """Without its side."""
    share: float
    """How far along the segment, from its proximal end at 0 (of the trunk: from below) to 1."""
    azimuth_deg: float
    """Around the segment: 0 forward (of the foot: on its back), 90 outward, 180 backward."""
    radius_cm: float


Strand = tuple[Station, ...]


def _strand(*stations: tuple[str, float, float, float]) -> Strand:
    return tuple(Station(*station) for station in stations)


MUSCLES: Final[Mapping[str, tuple[Strand, ...]]] = MappingProxyType({
    "neck flexors": (
        _strand(("neck", -0.15, 26, 2.2), ("neck", 0.1, 32, 2.3), ("neck", 0.35, 40, 1.9)),
    ),
    "neck extensors": (
        _strand(("neck", -0.15, 160, 2.4), ("neck", 0.35, 155, 2.6), ("neck", 0.8, 155, 2.2)),
    ),
    "side of the neck": (
        _strand(("neck", -0.1, 70, 2.4), ("neck", 0.4, 85, 2.9), ("neck", 0.9, 110, 2.4)),
    ),
    "upper trapezius": (
        _strand(
            ("neck", 0.75, 150, 1.9), ("neck", 0.2, 135, 2.8),
            ("thorax", 0.98, 112, 3.3), ("upper-arm", -0.12, 100, 2.1),
        ),
    ),
    "rhomboids": (
        _strand(("thorax", 0.66, 178, 1.9), ("thorax", 0.42, 138, 2.3)),
        _strand(("thorax", 0.76, 178, 1.9), ("thorax", 0.53, 137, 2.3)),
        _strand(("thorax", 0.86, 178, 1.9), ("thorax", 0.64, 137, 2.3)),
        _strand(("thorax", 0.97, 178, 1.6), ("thorax", 0.75, 139, 2.1)),
    ),
    "lower trapezius": (
        _strand(
            ("thorax", 0.0, 179, 1.4), ("thorax", 0.3, 164, 2.4), ("thorax", 0.54, 146, 2.4),
            ("thorax", 0.68, 130, 1.5),
        ),
        _strand(
            ("thorax", 0.16, 178, 1.8), ("thorax", 0.4, 168, 2.4), ("thorax", 0.6, 150, 2.4),
            ("thorax", 0.74, 132, 1.5),
        ),
        _strand(
            ("thorax", 0.36, 178, 2), ("thorax", 0.55, 168, 2.4), ("thorax", 0.72, 148, 2),
        ),
    ),
    "rotator cuff": (
        _strand(
            ("thorax", 0.44, 132, 2.6), ("thorax", 0.58, 122, 4),
            ("upper-arm", 0.02, 160, 2.4),
        ),
    ),
    "latissimus dorsi": (
        _strand(
            ("abdomen", 0.4, 158, 2.4), ("thorax", 0.05, 140, 4.2),
            ("thorax", 0.3, 118, 4.4), ("thorax", 0.46, 105, 2.6),
        ),
    ),
    "pectorals": (
        _strand(
            ("thorax", 0.52, 14, 4.6), ("thorax", 0.56, 32, 5.6),
            ("thorax", 0.63, 48, 4.2), ("upper-arm", 0.1, -10, 2),
        ),
    ),
    "serratus anterior": (
        _strand(("thorax", 0.16, 62, 2.4), ("thorax", 0.3, 78, 3.4), ("thorax", 0.46, 98, 2.8)),
    ),
    "deltoid": (
        _strand(("upper-arm", 0, 85, 4.6), ("upper-arm", 0.25, 85, 4), ("upper-arm", 0.5, 85, 1.6)),
    ),
    "biceps": (
        _strand(("upper-arm", 0.3, 0, 2.2), ("upper-arm", 0.6, 0, 3.2), ("upper-arm", 0.9, 0, 1.8)),
    ),
    "triceps": (
        _strand(
            ("upper-arm", 0.2, 180, 2.6), ("upper-arm", 0.45, 180, 3.6),
            ("upper-arm", 0.8, 180, 2),
        ),
    ),
    "wrist extensors": (
        _strand(
            ("forearm", 0.02, 110, 2.2), ("forearm", 0.28, 130, 2.9),
            ("forearm", 0.8, 170, 1.6),
        ),
    ),
    "wrist flexors": (
        _strand(
            ("forearm", 0.05, -70, 2.2), ("forearm", 0.28, -50, 2.9),
            ("forearm", 0.8, -10, 1.6),
        ),
    ),
    "abdominals": (
        _strand(
            ("pelvis", 0.3, 10, 2.2), ("abdomen", 0, 14, 3.2),
            ("abdomen", 0.8, 17, 3.6), ("thorax", 0.3, 18, 3.4),
        ),
    ),
    "deep abdominals": (
        _strand(
            ("pelvis", 0.9, 4, 4.6), ("abdomen", 0.05, 34, 5),
            ("abdomen", 0.2, 60, 4), ("abdomen", 0.3, 74, 2.4),
        ),
    ),
    "obliques": (
        _strand(("thorax", 0.18, 88, 3), ("abdomen", 0.6, 72, 4.4), ("pelvis", 1.2, 50, 2.6)),
    ),
    "back extensors": (
        _strand(
            ("pelvis", 0.8, 162, 1.8), ("abdomen", 0.4, 152, 3),
            ("thorax", 0.3, 150, 2.9), ("thorax", 0.8, 156, 2),
        ),
    ),
    "lower back": (
        _strand(("pelvis", 0.8, 158, 2.4), ("abdomen", 0.4, 148, 4), ("thorax", 0.1, 148, 3.2)),
    ),
    "gluteus maximus": (
        _strand(
            ("pelvis", 0.5, 156, 3.8), ("pelvis", 0, 142, 6.8),
            ("thigh", 0.1, 158, 6), ("thigh", 0.2, 130, 2.6),
        ),
    ),
    "gluteus medius": (
        _strand(("pelvis", 0.3, 98, 5.2), ("thigh", 0.03, 108, 6.4), ("thigh", 0.18, 104, 3.4)),
    ),
    "deep hip rotators": (
        _strand(("pelvis", 0.3, 162, 2.6), ("pelvis", 0.1, 130, 3.4), ("pelvis", 0, 104, 2.6)),
    ),
    "tensor fasciae latae": (
        _strand(("pelvis", 0.95, 58, 2), ("pelvis", 0.1, 66, 3), ("thigh", 0.28, 70, 1.8)),
    ),
    "hip flexors": (
        _strand(
            ("pelvis", 0.75, 44, 3), ("pelvis", 0, 28, 4.2),
            ("thigh", 0.24, 8, 3.8), ("thigh", 0.52, 0, 2.4),
        ),
    ),
    "outer thigh": (
        _strand(
            ("thigh", -0.06, 94, 3), ("thigh", 0.3, 86, 3.9),
            ("thigh", 0.7, 82, 3.2), ("thigh", 0.97, 72, 1.8),
        ),
    ),
    "adductors": (
        _strand(("thigh", 0.14, -35, 3), ("thigh", 0.35, -62, 4.2), ("thigh", 0.7, -78, 2.4)),
    ),
    "quadriceps": (
        _strand(
            ("thigh", 0.12, 10, 3), ("thigh", 0.35, 3, 5.4),
            ("thigh", 0.65, -2, 6), ("thigh", 0.88, -6, 4.2),
        ),
    ),
    "hamstrings": (
        _strand(
            ("thigh", 0.15, 178, 3.4), ("thigh", 0.42, 180, 5),
            ("thigh", 0.7, 180, 4.6), ("thigh", 0.92, 180, 3.2),
        ),
    ),
    "calf": (
        _strand(
            ("shank", 0.04, 205, 2), ("shank", 0.2, 205, 3.2),
            ("shank", 0.42, 195, 2.8), ("shank", 0.62, 181, 1.5),
        ),
        _strand(
            ("shank", 0.04, 155, 2), ("shank", 0.18, 155, 3.1),
            ("shank", 0.38, 165, 2.8), ("shank", 0.62, 181, 1.5),
        ),
    ),
    "soleus": (
        _strand(
            ("shank", 0.3, 180, 2.4), ("shank", 0.5, 180, 3), ("shank", 0.66, 180, 2.4),
            ("shank", 0.8, 180, 1.4),
        ),
    ),
    "Achilles tendon": (
        _strand(("shank", 0.6, 180, 1.7), ("shank", 0.8, 180, 1.5), ("shank", 0.98, 180, 2)),
    ),
    "shin": (
        _strand(
            ("shank", 0.06, 32, 1.7), ("shank", 0.25, 32, 2.6),
            ("shank", 0.6, 22, 1.9), ("shank", 0.88, 8, 1.2),
        ),
    ),
    "peroneals": (
        _strand(
            ("shank", 0.06, 85, 1.5), ("shank", 0.28, 92, 2.2),
            ("shank", 0.6, 105, 1.6), ("shank", 0.9, 128, 1),
        ),
    ),
    "sole": (
        _strand(("foot", -0.25, 180, 2.2), ("foot", 0.3, 180, 2.5), ("foot", 0.85, 180, 3.2)),
    ),
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
    "low calf": "soleus",
    "calf muscles": "calf",
    "tibialis anterior": "shin",
    "outside of the lower leg": "peroneals",
    "fibularis longus": "peroneals",
    "plantar fascia": "sole",
})  # fmt: skip
"""Latin and plain names of muscles that are drawn alike."""
