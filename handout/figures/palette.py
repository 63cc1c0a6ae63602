"""The colour of each role in each palette: a drawing names roles, to suit every kind of print."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag, StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from handout.colour import Colour

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


class Role(StrEnum):
    """What a filled or stroked path shows."""

    SKIN = "skin"
    SOCK = "sock"
    SHOE = "shoe"
    SOLE = "sole"
    SHORTS = "shorts"
    SHIRT = "shirt"
    HAIR = "hair"
    HAIR_GREY = "hair-grey"
    INK = "ink"
    PAPER = "paper"
    MAT = "mat"
    MAT_SIDE = "mat-side"
    WALL = "wall"
    WALL_SIDE = "wall-side"
    WOOD = "wood"
    WOOD_SIDE = "wood-side"
    FABRIC = "fabric"
    FABRIC_SIDE = "fabric-side"
    ROLLER = "roller"
    ROLLER_END = "roller-end"
    METAL = "metal"
    METAL_LIGHT = "metal-light"
    BAND = "band"
    TOWEL = "towel"
    BALL = "ball"
    PILLOW = "pillow"
    UPHOLSTERY = "upholstery"
    CABINET = "cabinet"
    RUBBER = "rubber"
    STRAP = "strap"
    CUFF = "cuff"
    SHADOW = "shadow"
    MAT_SHADOW = "mat-shadow"
    ARROW = "arrow"
    GHOST = "ghost"
    GHOST_INK = "ghost-ink"


class Tone(IntFlag):
    """Why a role is darkened: a limb is the farther of two, or faces away from the light."""

    PLAIN = 0
    FAR = 1
    SHADED = 2


class Palette(Struct, frozen=True):
    """A colour for every role, and how much tones darken it."""

    colours: Mapping[Role, Colour]
    far: float = 0.09
    """The share of ink mixed into the farther limb."""
    shaded: float = 0.10
    """The share of ink mixed in where a surface faces away from the light."""
    skins: Mapping[str, Colour] = field(default_factory=dict)
    """The skin tones that the palette has; empty if all people are drawn alike."""

    def rgb(self, role: Role, tone: Tone = Tone.PLAIN) -> Rgb:
        """Return the colour of a role in a tone."""
        colour = self.colours[role].fractions
        ink = self.colours[Role.INK].fractions
        for strength in (
            self.far if Tone.FAR in tone else 0.0,
            self.shaded if Tone.SHADED in tone else 0.0,
        ):
            colour = _mix(colour, ink, strength)
        return colour

    def hexadecimal(self, role: Role, tone: Tone = Tone.PLAIN) -> str:
        """Return the colour of a role in a tone as '#RRGGBB'."""
        return str(Colour.from_fractions(*self.rgb(role, tone)))

    def with_skin(self, name: str) -> Palette:
        """Return this palette with one of its skin tones, or as it is if it has none."""
        if not self.skins:
            return self
        return replace(self, colours={**self.colours, Role.SKIN: self.skins[name]})


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(colour, other, strict=True))
    return (red, green, blue)


SKINS: Final[Mapping[str, str]] = MappingProxyType(
    {"light": "#F1CFB4", "tan": "#E2B990", "brown": "#B98457", "dark": "#8A5A3C"}
)
"""Skin tones; ink lines are visible even on the darkest."""

_COLOURS: Final[Mapping[Role, tuple[str, str, str]]] = MappingProxyType(
    {
        Role.SKIN: (SKINS["tan"], "#E9E9E9", "#FFFFFF"),
        Role.SOCK: ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
        Role.SHOE: ("#F4F4F2", "#FAFAFA", "#FFFFFF"),
        Role.SOLE: ("#8A939B", "#8C8C8C", "#BBBBBB"),
        Role.SHORTS: ("#34495E", "#5A5A5A", "#D9D9D9"),
        Role.SHIRT: ("#4A86B0", "#9C9C9C", "#FFFFFF"),
        Role.HAIR: ("#3B2F2F", "#383838", "#4A4A4A"),
        Role.HAIR_GREY: ("#A9A9A6", "#BDBDBD", "#E2E2E2"),
        Role.INK: ("#1F2A33", "#141414", "#141414"),
        Role.PAPER: ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
        Role.MAT: ("#C9DCCB", "#EFEFEF", "#FFFFFF"),
        Role.MAT_SIDE: ("#A3BFA8", "#D2D2D2", "#E6E6E6"),
        Role.WALL: ("#E9E7E2", "#EDEDED", "#F4F4F4"),
        Role.WALL_SIDE: ("#C9C6BF", "#C8C8C8", "#BBBBBB"),
        Role.WOOD: ("#D8C3A0", "#DDDDDD", "#FFFFFF"),
        Role.WOOD_SIDE: ("#B99F76", "#BDBDBD", "#E6E6E6"),
        Role.FABRIC: ("#E3DCEA", "#E4E4E4", "#FFFFFF"),
        Role.FABRIC_SIDE: ("#C4B8D1", "#C4C4C4", "#E6E6E6"),
        Role.ROLLER: ("#9AA6AF", "#7A7A7A", "#E0E0E0"),
        Role.ROLLER_END: ("#C6CED4", "#A5A5A5", "#FFFFFF"),
        Role.METAL: ("#929BA3", "#8A8A8A", "#C8C8C8"),
        Role.METAL_LIGHT: ("#C0C6CB", "#BBBBBB", "#FFFFFF"),
        Role.BAND: ("#C04A8B", "#4A4A4A", "#555555"),
        Role.TOWEL: ("#F1E7C6", "#F2F2F2", "#F2F2F2"),
        Role.BALL: ("#D9A441", "#ADADAD", "#EEEEEE"),
        Role.PILLOW: ("#EEF0F5", "#F4F4F4", "#FFFFFF"),
        Role.UPHOLSTERY: ("#7E93A8", "#A8A8A8", "#F0F0F0"),
        Role.CABINET: ("#EDEAE3", "#EFEFEF", "#FFFFFF"),
        Role.RUBBER: ("#4E565E", "#5A5A5A", "#8C8C8C"),
        Role.STRAP: ("#5D6B8A", "#6A6A6A", "#777777"),
        Role.CUFF: ("#6B7A8C", "#7C7C7C", "#BBBBBB"),
        Role.SHADOW: ("#D9DDDF", "#D6D6D6", "#E8E8E8"),
        Role.MAT_SHADOW: ("#AEC0B2", "#CFCFCF", "#E2E2E2"),
        Role.ARROW: ("#D1490C", "#000000", "#000000"),
        Role.GHOST: ("#E4E8EA", "#F7F7F7", "#FFFFFF"),
        Role.GHOST_INK: ("#66727B", "#4D4D4D", "#4D4D4D"),
    }
)
"""In colour, in grey and as line art."""


_COLOUR, _GREY, _LINE = (
    MappingProxyType(dict(zip(_COLOURS, map(Colour.parse, column), strict=True)))
    for column in zip(*_COLOURS.values(), strict=True)
)

PALETTES: Final[Mapping[str, Palette]] = MappingProxyType(
    {
        "colour": Palette(
            _COLOUR, skins={name: Colour.parse(text) for name, text in SKINS.items()}
        ),
        "grey": Palette(_GREY, far=0.12, shaded=0.08),
        "line": Palette(_LINE, far=0.05, shaded=0.06),
    }
)
"""By name; grey and line are for office printers."""
