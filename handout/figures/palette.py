"""Which colour each thing in a figure has: drawings name roles, so that one serves every print."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag, StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


class Role(StrEnum):
    """What a patch of colour or a line stands for."""

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
    FLOOR = "floor"
    SHADOW = "shadow"
    MAT_SHADOW = "mat-shadow"
    ARROW = "arrow"
    GHOST = "ghost"
    GHOST_INK = "ghost-ink"


class Tone(IntFlag):
    """How a role is darkened: the far one of two limbs, and the side away from the light."""

    PLAIN = 0
    FAR = 1
    SHADED = 2


class Palette(Struct, frozen=True):
    """Colours for every role, and how strongly tones darken them."""

    colours: Mapping[Role, str]
    """Hexadecimal, as '#RRGGBB'."""
    far: float = 0.09
    """Share of ink mixed into the far limb."""
    shaded: float = 0.10
    """Share of ink mixed into the side away from the light."""
    skins: Mapping[str, str] = field(default_factory=dict)
    """Skin tones this palette can show; empty where all are drawn alike."""

    def rgb(self, role: Role, tone: Tone = Tone.PLAIN) -> Rgb:
        """Return the colour of a role in a tone."""
        colour = _rgb(self.colours[role])
        ink = _rgb(self.colours[Role.INK])
        for strength in (
            self.far if Tone.FAR in tone else 0.0,
            self.shaded if Tone.SHADED in tone else 0.0,
        ):
            colour = _mix(colour, ink, strength)
        return colour

    def hexadecimal(self, role: Role, tone: Tone = Tone.PLAIN) -> str:
        """Return the colour of a role in a tone as '#RRGGBB'."""
        return "#" + "".join(f"{round(part * 255):02X}" for part in self.rgb(role, tone))

    def with_skin(self, name: str) -> Palette:
        """Return this palette with one of its skin tones; a palette without skin tones stays."""
        if not self.skins:
            return self
        return replace(self, colours={**self.colours, Role.SKIN: self.skins[name]})


def _rgb(text: str) -> Rgb:
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255)


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(colour, other, strict=True))
    return (red, green, blue)


SKINS: Final[Mapping[str, str]] = MappingProxyType(
    {"light": "#F1CFB4", "tan": "#E2B990", "brown": "#B98457", "dark": "#8A5A3C"}
)
"""Skin tones; the darkest still shows the ink lines on it."""

_COLOUR: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.SKIN: SKINS["tan"],
        Role.SOCK: "#FFFFFF",
        Role.SHOE: "#F4F4F2",
        Role.SOLE: "#8A939B",
        Role.SHORTS: "#34495E",
        Role.SHIRT: "#4A86B0",
        Role.HAIR: "#3B2F2F",
        Role.HAIR_GREY: "#A9A9A6",
        Role.INK: "#1F2A33",
        Role.PAPER: "#FFFFFF",
        Role.MAT: "#C9DCCB",
        Role.MAT_SIDE: "#A3BFA8",
        Role.WALL: "#E9E7E2",
        Role.WALL_SIDE: "#C9C6BF",
        Role.WOOD: "#D8C3A0",
        Role.WOOD_SIDE: "#B99F76",
        Role.FABRIC: "#E3DCEA",
        Role.FABRIC_SIDE: "#C4B8D1",
        Role.ROLLER: "#9AA6AF",
        Role.ROLLER_END: "#C6CED4",
        Role.METAL: "#929BA3",
        Role.METAL_LIGHT: "#C0C6CB",
        Role.BAND: "#C04A8B",
        Role.TOWEL: "#F1E7C6",
        Role.BALL: "#D9A441",
        Role.FLOOR: "#9AA4AB",
        Role.SHADOW: "#D9DDDF",
        Role.MAT_SHADOW: "#AEC0B2",
        Role.ARROW: "#D1490C",
        Role.GHOST: "#E4E8EA",
        Role.GHOST_INK: "#66727B",
    }
)

_GREY: Final[Mapping[Role, str]] = MappingProxyType(
    {
        **_COLOUR,
        Role.SKIN: "#E9E9E9",
        Role.SHIRT: "#9C9C9C",
        Role.SHORTS: "#5A5A5A",
        Role.HAIR: "#383838",
        Role.HAIR_GREY: "#BDBDBD",
        Role.SHOE: "#FAFAFA",
        Role.SOLE: "#8C8C8C",
        Role.INK: "#141414",
        Role.MAT: "#EFEFEF",
        Role.MAT_SIDE: "#D2D2D2",
        Role.WALL: "#EDEDED",
        Role.WALL_SIDE: "#C8C8C8",
        Role.WOOD: "#DDDDDD",
        Role.WOOD_SIDE: "#BDBDBD",
        Role.FABRIC: "#E4E4E4",
        Role.FABRIC_SIDE: "#C4C4C4",
        Role.ROLLER: "#7A7A7A",
        Role.ROLLER_END: "#A5A5A5",
        Role.METAL: "#8A8A8A",
        Role.METAL_LIGHT: "#BBBBBB",
        Role.BAND: "#4A4A4A",
        Role.TOWEL: "#F2F2F2",
        Role.BALL: "#ADADAD",
        Role.FLOOR: "#9E9E9E",
        Role.SHADOW: "#D6D6D6",
        Role.MAT_SHADOW: "#CFCFCF",
        Role.ARROW: "#000000",
        Role.GHOST: "#F7F7F7",
        Role.GHOST_INK: "#4D4D4D",
    }
)

_LINE: Final[Mapping[Role, str]] = MappingProxyType(
    {
        **_GREY,
        Role.SKIN: "#FFFFFF",
        Role.SHIRT: "#FFFFFF",
        Role.SHORTS: "#D9D9D9",
        Role.HAIR: "#4A4A4A",
        Role.HAIR_GREY: "#E2E2E2",
        Role.SHOE: "#FFFFFF",
        Role.SOLE: "#BBBBBB",
        Role.MAT: "#FFFFFF",
        Role.MAT_SIDE: "#E6E6E6",
        Role.WALL: "#F4F4F4",
        Role.WALL_SIDE: "#BBBBBB",
        Role.WOOD: "#FFFFFF",
        Role.WOOD_SIDE: "#E6E6E6",
        Role.FABRIC: "#FFFFFF",
        Role.FABRIC_SIDE: "#E6E6E6",
        Role.ROLLER: "#E0E0E0",
        Role.ROLLER_END: "#FFFFFF",
        Role.METAL: "#C8C8C8",
        Role.METAL_LIGHT: "#FFFFFF",
        Role.BAND: "#555555",
        Role.BALL: "#EEEEEE",
        Role.SHADOW: "#E8E8E8",
        Role.MAT_SHADOW: "#E2E2E2",
        Role.GHOST: "#FFFFFF",
    }
)

PALETTES: Final[Mapping[str, Palette]] = MappingProxyType(
    {
        "colour": Palette(_COLOUR, skins=SKINS),
        "grey": Palette(_GREY, far=0.12, shaded=0.08),
        "line": Palette(_LINE, far=0.05, shaded=0.06),
    }
)
"""Colour, grey for office printers, and line."""
