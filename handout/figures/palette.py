"""The colour of each role in each palette: a drawing names roles, to suit every kind of print."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag, StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from handout.colour import Colour

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

_Key = TypeVar("_Key")


class Role(StrEnum):
    """What a filled or stroked path shows."""

    SKIN = "skin"
    NAIL = "nail"
    LIPS = "lips"
    EYE_WHITE = "eye-white"
    IRIS = "iris"
    HAIR = "hair"
    BROW = "brow"
    SHIRT = "shirt"
    TROUSERS = "trousers"
    JACKET = "jacket"
    SCARF = "scarf"
    SOCK = "sock"
    SHOE = "shoe"
    SOLE = "sole"
    GLASSES = "glasses"
    INK = "ink"
    SKIN_LINE = "skin-line"
    HAIR_LINE = "hair-line"
    WORKING = "working"
    WORKING_EDGE = "working-edge"
    WORKING_LINE = "working-line"
    STRETCHED = "stretched"
    STRETCHED_EDGE = "stretched-edge"
    STRETCHED_LINE = "stretched-line"
    FLESH = "flesh"
    """What the body is cut open to."""
    ORGAN = "organ"
    BONE = "bone"
    PAPER = "paper"
    FLOOR_LINE = "floor-line"
    SHADOW = "shadow"
    THING_LINE = "thing-line"
    MAT = "mat"
    WALL = "wall"
    WOOD = "wood"
    FABRIC = "fabric"
    UPHOLSTERY = "upholstery"
    PILLOW = "pillow"
    TOWEL = "towel"
    ROLLER = "roller"
    CABINET = "cabinet"
    PLASTIC = "plastic"
    RUBBER = "rubber"
    METAL = "metal"
    METAL_LIGHT = "metal-light"
    BAND = "band"
    STRAP = "strap"
    BALL = "ball"
    ARROW = "arrow"
    HAZE = "haze"
    """Of the air before what is far away."""
    GHOST = "ghost"
    GHOST_INK = "ghost-ink"


class Tone(IntFlag):
    """Why a role's own colour is changed; tones combine."""

    PLAIN = 0
    SIDE = 1
    """The side of a thing whose top is lighter."""
    SHADED = 2
    """It faces away from the light, or is an inner side."""
    WORKING = 4
    """A muscle that works is under it."""
    STRETCHED = 8
    """A tissue that is stretched is under it."""
    FAINT = 16
    """Of what works or is stretched: it is near the edge."""
    STRONG = 32
    """Of what works or is stretched: it is in the middle."""
    FAR = 64
    """It is of a limb behind the rest of the body."""
    COVERED = 128
    """It is just behind another part of the same colour."""


class Palette(Struct, frozen=True):
    """A colour for every role, and how much tones change it."""

    colours: Mapping[Role, Colour]
    dyes: Mapping[Role, Mapping[str, Colour]]
    """For roles whose colour is a person's own: what each named colour is in this palette."""
    side: float
    """The share of ink mixed into the side of a thing."""
    shaded: float
    """The share of ink mixed in where a surface faces away from the light."""
    far: float
    """The share of haze mixed into a limb that is far away."""
    highlight: tuple[float, float, float]
    """The share of the highlight's colour mixed into what works or is stretched: near its edge, in
    between and in its middle."""
    rim: float
    """The share of paper in a highlight near its edge, which sets it off."""

    def rgb(self, role: Role, tone: Tone = Tone.PLAIN) -> Rgb:
        """Return the colour of a role in a tone."""
        colour = self.colours[role].fractions
        ink, paper = (self.colours[own].fractions for own in (Role.INK, Role.PAPER))
        if Tone.FAR in tone:
            colour = _mix(colour, self.colours[Role.HAZE].fractions, self.far)
        if Tone.SIDE in tone:
            colour = _mix(colour, ink, self.side)
        if tone & (Tone.SHADED | Tone.COVERED):
            # Shade is deeper in colour, not only darker, or skin would look dirty.
            squared = (colour[0] ** 2, colour[1] ** 2, colour[2] ** 2)
            colour = _mix(colour, squared, _DEEPER)
        step = 1 - (Tone.FAINT in tone) + (Tone.STRONG in tone)
        for flag, (highlight, fibres) in _HIGHLIGHTS.items():
            if flag in tone:
                glow = self.colours[highlight].fractions
                if max(abs(a - b) for a, b in zip(glow, colour, strict=True)) < _ALIKE:
                    glow = _mix(glow, self.colours[fibres].fractions, _SET_OFF)
                if Tone.FAINT in tone:
                    glow = _mix(glow, paper, self.rim)
                colour = _mix(colour, glow, self.highlight[step])
        if Tone.SHADED in tone:
            colour = _mix(colour, ink, self.shaded)
        return _mix(colour, ink, _COVERED) if Tone.COVERED in tone else colour

    def hexadecimal(self, role: Role, tone: Tone = Tone.PLAIN) -> str:
        """Return the colour of a role in a tone as '#RRGGBB'."""
        return str(Colour.from_fractions(*self.rgb(role, tone)))

    def with_dyes(self, names: Mapping[Role, str]) -> Palette:
        """Return this palette with a person's own colours; raise KeyError for unknown ones."""
        own = {role: self.dyes[role][name] for role, name in names.items()}
        return replace(self, colours=_with_derived({**self.colours, **own}))


def _with_derived(colours: Mapping[Role, Colour]) -> Mapping[Role, Colour]:
    """Return colours with those that follow from a person's own: nails, lips and fine lines."""

    def mixed(role: Role, other: Role, share: float) -> Colour:
        return Colour.from_fractions(
            *_mix(colours[role].fractions, colours[other].fractions, share)
        )

    is_dark = sum(colours[Role.HAIR].fractions) < _DARK_HAIR
    return {
        **colours,
        Role.NAIL: mixed(Role.SKIN, Role.PAPER, 0.35),
        Role.LIPS: mixed(Role.SKIN, Role.BAND, 0.22),
        Role.BROW: mixed(Role.HAIR, Role.INK, 0.35),
        Role.SKIN_LINE: mixed(Role.SKIN, Role.INK, 0.60),
        Role.HAIR_LINE: mixed(Role.HAIR, *((Role.PAPER, 0.16) if is_dark else (Role.INK, 0.45))),
    }


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(colour, other, strict=True))
    return (red, green, blue)


_HIGHLIGHTS: Final[Mapping[Tone, tuple[Role, Role]]] = MappingProxyType(
    {
        Tone.WORKING: (Role.WORKING, Role.WORKING_LINE),
        Tone.STRETCHED: (Role.STRETCHED, Role.STRETCHED_LINE),
    }
)
"""The roles of a highlight and of the fibres on it."""

_ALIKE: Final = 0.14
_SET_OFF: Final = 0.35
"""The difference from a highlight up to which what it lies on is like it, and the share of the
colour of its fibres that then sets it off."""

_COVERED: Final = 0.2
"""The share of ink mixed in beside what passes before the same colour."""

_DEEPER: Final = 0.32
"""The share of the squared colour in shade."""

_DARK_HAIR: Final = 0.75
"""The sum of red, green and blue under which strands of hair are lighter than the hair."""

_Values = tuple[str, str, str]
"""In colour, in grey and as line art."""

SKINS: Final[Mapping[str, _Values]] = MappingProxyType(
    {
        "light": ("#F3D3BA", "#F0F0F0", "#FFFFFF"),
        "fair": ("#EDC3A2", "#EBEBEB", "#FFFFFF"),
        "tan": ("#DDB08A", "#E2E2E2", "#FFFFFF"),
        "olive": ("#CC9A70", "#D8D8D8", "#FFFFFF"),
        "brown": ("#B07C55", "#CBCBCB", "#FFFFFF"),
        "dark": ("#96694B", "#BCBCBC", "#FFFFFF"),
    }
)
"""Lines of ink are visible even on the darkest."""

HAIRS: Final[Mapping[str, _Values]] = MappingProxyType(
    {
        "black": ("#413A3A", "#414141", "#585858"),
        "dark-brown": ("#553E32", "#505050", "#686868"),
        "brown": ("#6B4A36", "#666666", "#8C8C8C"),
        "auburn": ("#8A4E32", "#707070", "#9A9A9A"),
        "blond": ("#D2AE6D", "#BDBDBD", "#F2F2F2"),
        "grey": ("#A9AAAA", "#ADADAD", "#E2E2E2"),
        "white": ("#DDDDD9", "#DCDCDC", "#FFFFFF"),
    }
)

CLOTHS: Final[Mapping[str, _Values]] = MappingProxyType(
    {
        "white": ("#F1F2F1", "#F6F6F6", "#FFFFFF"),
        "sand": ("#DCCDB2", "#D6D6D6", "#FFFFFF"),
        "grey": ("#A7AFB6", "#B4B4B4", "#F0F0F0"),
        "charcoal": ("#646B76", "#8A8A8A", "#D6D6D6"),
        "black": ("#5C616B", "#7C7C7C", "#CACACA"),
        "sky": ("#8FB8D6", "#BCBCBC", "#FFFFFF"),
        "blue": ("#5A93BD", "#A4A4A4", "#FFFFFF"),
        "denim": ("#627DA6", "#949494", "#E0E0E0"),
        "navy": ("#4C607E", "#848484", "#D8D8D8"),
        "teal": ("#55A198", "#A2A2A2", "#FFFFFF"),
        "green": ("#6F9E6B", "#A0A0A0", "#FFFFFF"),
        "olive": ("#848A62", "#949494", "#E4E4E4"),
        "mustard": ("#D9AA4A", "#B8B8B8", "#FFFFFF"),
        "coral": ("#DE8570", "#ABABAB", "#FFFFFF"),
        "rose": ("#BE7C8E", "#A3A3A3", "#FFFFFF"),
        "plum": ("#8A698D", "#8A8A8A", "#E2E2E2"),
        "brown": ("#8A7362", "#868686", "#DEDEDE"),
    }
)
"""Even the darkest are light enough for the lines on them to be seen."""

CLOTHED: Final = (Role.SHIRT, Role.TROUSERS, Role.JACKET, Role.SCARF, Role.SOCK, Role.SHOE)
"""What is worn, of cloth; in an order, because drawings are cached by their whole palette."""

_DYES: Final[Mapping[Role, Mapping[str, _Values]]] = MappingProxyType(
    {
        Role.SKIN: SKINS,
        Role.HAIR: HAIRS,
        **dict.fromkeys(CLOTHED, CLOTHS),
    }
)

_COLOURS: Final[Mapping[Role, _Values]] = MappingProxyType(
    {
        Role.SKIN: SKINS["tan"],
        Role.EYE_WHITE: ("#FCFBF8", "#FFFFFF", "#FFFFFF"),
        Role.IRIS: ("#2A2526", "#1E1E1E", "#141414"),
        Role.HAIR: HAIRS["dark-brown"],
        Role.SHIRT: CLOTHS["blue"],
        Role.TROUSERS: CLOTHS["navy"],
        Role.JACKET: CLOTHS["sand"],
        Role.SCARF: CLOTHS["plum"],
        Role.SOCK: ("#FAFAF8", "#FFFFFF", "#FFFFFF"),
        Role.SHOE: ("#EFF1F2", "#F4F4F4", "#FFFFFF"),
        Role.SOLE: ("#8D96A0", "#8C8C8C", "#BBBBBB"),
        Role.GLASSES: ("#2F343C", "#262626", "#141414"),
        Role.INK: ("#262C36", "#161616", "#141414"),
        # Without colour, what works is darker than any cloth, and what is stretched is hatched.
        Role.WORKING: ("#F4573C", "#2E2E2E", "#2E2E2E"),
        Role.WORKING_EDGE: ("#B82C18", "#FFFFFF", "#FFFFFF"),
        Role.WORKING_LINE: ("#B82C18", "#161616", "#161616"),
        Role.STRETCHED: ("#BE94FF", "#FFFFFF", "#FFFFFF"),
        Role.STRETCHED_EDGE: ("#8E56E4", "#262626", "#262626"),
        Role.STRETCHED_LINE: ("#8E56E4", "#262626", "#262626"),
        Role.FLESH: ("#FBEBE2", "#CDCDCD", "#F0F0F0"),
        Role.ORGAN: ("#F3CF8E", "#E6E6E6", "#FFFFFF"),
        Role.BONE: ("#FBF6E6", "#FAFAFA", "#FFFFFF"),
        Role.PAPER: ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
        Role.FLOOR_LINE: ("#B9C0C6", "#A8A8A8", "#8C8C8C"),
        Role.SHADOW: ("#DDE1E4", "#DADADA", "#E6E6E6"),
        Role.THING_LINE: ("#6E6A66", "#5A5A5A", "#3C3C3C"),
        Role.MAT: ("#C6DBD4", "#EAEAEA", "#FFFFFF"),
        Role.WALL: ("#EBEDEF", "#EFEFEF", "#F8F8F8"),
        Role.WOOD: ("#E4D2B2", "#E2E2E2", "#FFFFFF"),
        Role.FABRIC: ("#DAD6E4", "#E0E0E0", "#FFFFFF"),
        Role.UPHOLSTERY: ("#8FA3B5", "#B4B4B4", "#F4F4F4"),
        Role.PILLOW: ("#F0F1F4", "#F4F4F4", "#FFFFFF"),
        Role.TOWEL: ("#F1E7CB", "#F0F0F0", "#FFFFFF"),
        Role.ROLLER: ("#8C9BA8", "#8C8C8C", "#E4E4E4"),
        Role.CABINET: ("#EFECE6", "#F0F0F0", "#FFFFFF"),
        Role.PLASTIC: ("#C9D2D9", "#D0D0D0", "#FFFFFF"),
        Role.RUBBER: ("#4A4E54", "#505050", "#8C8C8C"),
        Role.METAL: ("#8F99A2", "#8A8A8A", "#C8C8C8"),
        Role.METAL_LIGHT: ("#C6CCD1", "#C2C2C2", "#FFFFFF"),
        Role.BAND: ("#C04A8B", "#4A4A4A", "#555555"),
        Role.STRAP: ("#5F6E8C", "#6E6E6E", "#8C8C8C"),
        Role.BALL: ("#D9A441", "#ADADAD", "#EEEEEE"),
        Role.ARROW: ("#D1490C", "#000000", "#000000"),
        Role.HAZE: ("#DCE6EE", "#F2F2F2", "#FFFFFF"),
        Role.GHOST: ("#E6EAEF", "#F1F1F1", "#FFFFFF"),
        Role.GHOST_INK: ("#56626E", "#484848", "#484848"),
    }
)


def _palette(
    column: int,
    *,
    side: float,
    shaded: float,
    far: float,
    highlight: tuple[float, float, float],
    rim: float,
) -> Palette:
    def parsed(values: Mapping[_Key, _Values]) -> Mapping[_Key, Colour]:
        return {key: Colour.parse(texts[column]) for key, texts in values.items()}

    dyes = {role: parsed(names) for role, names in _DYES.items()}
    return Palette(_with_derived(parsed(_COLOURS)), dyes, side, shaded, far, highlight, rim)


PALETTES: Final[Mapping[str, Palette]] = MappingProxyType(
    {
        "colour": _palette(0, side=0.09, shaded=0.10, far=0.24, highlight=(0.4, 0.78, 0.94), rim=0),
        "grey": _palette(1, side=0.10, shaded=0.10, far=0.5, highlight=(0.8, 0.8, 0.95), rim=1),
        "line": _palette(2, side=0.05, shaded=0.08, far=0.3, highlight=(0.8, 0.8, 0.95), rim=1),
    }
)
"""By name; grey and line are for office printers."""
