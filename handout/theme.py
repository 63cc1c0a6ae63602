"""The design of an edition as one frozen value: page, fonts, sizes, spaces and colours.

Lengths are in points (1/72 inch). Writers have no design values of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import fields, replace

from handout.colour import BLACK, WHITE, Colour
from handout.document import Detail

MM: Final = 72 / 25.4

PRINTABLE: Final = 10 * MM
"""From the edge of the sheet to where anything may be printed; office printers need 6 mm."""


class Paper(Enum):
    """A paper size: width and height in points."""

    A4 = (210 * MM, 297 * MM)
    LETTER = (612.0, 792.0)
    A5 = (148 * MM, 210 * MM)


class FontCut(StrEnum):
    """The cuts of a font family."""

    REGULAR = auto()
    BOLD = auto()
    ITALIC = auto()


_DEEP_BLUE: Final = Colour.parse("#17475F")
_SLATE: Final = Colour.parse("#44545F")


class Style(Struct, frozen=True):
    """How a piece of text is set."""

    size: float
    leading: float
    face: FontCut = FontCut.REGULAR
    colour: Colour = BLACK
    """Black for running text: printers draw every other colour as dots."""
    space_before: float = 0.0


class Styles(Struct, frozen=True):
    """The type scale: a style for each role of text."""

    title: Style = Style(28, 33, FontCut.BOLD, _DEEP_BLUE)
    subtitle: Style = Style(15, 20, colour=_SLATE, space_before=3)
    section: Style = Style(20, 25, FontCut.BOLD, _DEEP_BLUE, space_before=22)
    entry: Style = Style(16.5, 20, FontCut.BOLD, space_before=18)
    number: Style = Style(14, 20, FontCut.BOLD, WHITE)
    body: Style = Style(12, 15, space_before=5)
    label: Style = Style(12, 15, FontCut.BOLD, _DEEP_BLUE)
    """Before a paragraph: Start, Why, Take care."""
    note: Style = Style(12, 15, FontCut.BOLD, space_before=5)
    summary: Style = Style(12, 15, colour=_SLATE, space_before=3)
    facts: Style = Style(11, 14, colour=_SLATE, space_before=4)
    step: Style = Style(12, 15, space_before=3)
    step_number: Style = Style(12, 15, FontCut.BOLD, _DEEP_BLUE)
    dosage_label: Style = Style(11, 15, FontCut.BOLD, _DEEP_BLUE)
    dosage: Style = Style(12.5, 16, FontCut.BOLD, space_before=3)
    callout_heading: Style = Style(14, 18, FontCut.BOLD)
    cell: Style = Style(11, 13)
    """In the programme at a glance."""
    caption: Style = Style(11, 14, colour=_SLATE, space_before=3)
    small: Style = Style(11, 15, colour=_SLATE, space_before=4)
    furniture: Style = Style(10, 13, colour=_SLATE)


class Colours(Struct, frozen=True):
    """Colours of everything but text."""

    ground: Colour = WHITE
    """The background of pages and screens."""
    accent: Colour = _DEEP_BLUE
    rule: Colour = Colour.parse("#7A8E98")
    """For dividing lines and lines to write on: contrast 3 to 1 with each background."""
    tint: Colour = Colour.parse("#EAF2F5")
    stop: Colour = Colour.parse("#A61B1B")
    stop_tint: Colour = Colour.parse("#FCF0EE")
    caution: Colour = Colour.parse("#8F5200")
    caution_tint: Colour = Colour.parse("#FBF4E4")
    go: Colour = Colour.parse("#1D6B3C")
    link: Colour = Colour.parse("#0A4F96")


class Arrangement(Enum):
    """How the parts of an entry are arranged."""

    BESIDE = auto()
    """Pictures and dosage in a column beside the text."""
    OVER = auto()
    """Pictures above the text, with the dosage beside them."""
    LIST = auto()
    """One below the other, over the full width."""


class Theme(Struct, frozen=True):
    """One edition."""

    name: str = "standard"
    paper: Paper = Paper.A4
    folded: bool = False
    """Whether a page is half a sheet, for sheets folded to a booklet."""
    margin: float = 17 * MM
    """Left and right."""
    margin_top: float = 15 * MM
    foot_gap: float = 4 * MM
    """Between the text and the rule above the footer."""
    columns: int = 1
    """Columns of entries on a page."""
    cards: int = 0
    """Cards per sheet; 0 for pages."""
    detail: Detail = Detail.FULL
    """How much of the content it includes."""
    bilingual: bool = True
    """Whether it has room for two languages side by side."""
    run_in: bool = False
    """Whether short labelled texts are run together in one paragraph."""
    arrangement: Arrangement = Arrangement.BESIDE
    dosage_first: bool = False
    """Whether the dosage comes right below the name of its entry."""
    divide: bool = False
    """Whether an entry may continue in another column if that saves a page."""
    measure: float = 145 * MM
    """The longest line of running text: about 70 characters at the body's size, 80 at most."""
    column_gap: float = 7 * MM
    aside: float = 62 * MM
    """Width of the side column: an entry's pictures and dosage, or its dosage alone."""
    pictures_height: float = 70 * MM
    """The most height for all pictures of an entry, captions included."""
    picture_width: float = 35 * MM
    """The least width of a photo."""
    least_pictures: float = 0.64
    """How far pictures may shrink before they move to a new page, as a fraction of their height."""
    indent: float = 20.0
    """Of a step's text from its number."""
    padding: float = 8.0
    """Between the edge of a box and its content."""
    gap: float = 8.0
    """Between blocks that are not text."""
    boxed: bool = True
    """Whether dosages and call-outs have a tinted background."""
    emphasis: FontCut = FontCut.ITALIC
    """The cut of emphasised words."""
    thumbnail: float = 14 * MM
    """Width of the small pictures in the programme at a glance."""
    schedule_picture: float = 18 * MM
    """Width of the pictures of exercises in a schedule, where they stand for their steps."""
    code: float = 22 * MM
    """Side of a QR code, its quiet zone included."""
    styles: Styles = field(default_factory=Styles)
    colours: Colours = field(default_factory=Colours)
    palette: str = "colour"
    """Name of the palette of drawn figures."""
    families: str = '"Atkinson Hyperlegible Next", "Atkinson Hyperlegible", system-ui, sans-serif'
    """Font families for screens, as a CSS list that ends in those of the device."""
    screen_leading: float = 1.14
    """The line height on screens relative to that on paper."""

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of a page: the sheet, or half of it if it is folded."""
        width, height = self.paper.value
        return (height / 2, width) if self.folded else (width, height)

    @property
    def margin_bottom(self) -> float:
        """Below the text: the footer, and below that the margin that no printer needs."""
        return PRINTABLE + self.footer_height + self.foot_gap

    @property
    def footer_height(self) -> float:
        """The height of a footer of one line, its rule included."""
        return 2.0 + self.styles.furniture.leading

    @property
    def text_width(self) -> float:
        """From the left margin to the right one."""
        return self.page[0] - 2 * self.margin

    @property
    def text_height(self) -> float:
        """From the top margin to the bottom one."""
        return self.page[1] - self.margin_top - self.margin_bottom

    @property
    def column_width(self) -> float:
        """The width of a column of entries."""
        return (self.text_width - (self.columns - 1) * self.column_gap) / self.columns

    @property
    def picture_room(self) -> tuple[float, float]:
        """The largest width and height of a picture in an entry."""
        beside = self.arrangement is Arrangement.BESIDE
        return self.aside if beside else self.column_width, self.pictures_height

    @property
    def grey(self) -> bool:
        """Whether everything is printed in greys."""
        return self.palette == _GREY

    @property
    def wide(self) -> bool:
        """Whether two texts fit side by side with lines long enough to read."""
        listed = self.arrangement is Arrangement.LIST
        return not listed and not self.cards and self.page[0] >= _NARROW

    @property
    def most_cards(self) -> int:
        """The most cards on a sheet that are large enough for an entry."""
        return 6 if self.page[0] >= _NARROW else 2

    def on(self, paper: Paper) -> Theme:
        """Return this theme for another paper size."""
        return _fitted(replace(self, paper=paper))

    def without_aside(self) -> Theme:
        """Return this theme with pictures above the text of an entry instead of beside it."""
        beside = self.arrangement is Arrangement.BESIDE
        return replace(self, arrangement=Arrangement.OVER) if beside else self

    def booklet(self) -> Theme:
        """Return this theme for sheets folded and stapled in the middle."""
        return _fitted(replace(self, folded=True))

    def with_accent(self, colour: Colour | None) -> Theme:
        """Return this theme with another colour for headings, numbers and bars, if one is given."""
        if colour is None:
            return self
        own = self.colours.accent
        colour = colour.as_grey() if self.grey else colour
        colours = replace(self.colours, accent=colour)
        return self._recoloured(lambda old: colour if old == own else old, colours)

    def mono(self) -> Theme:
        """Return this theme in greys: black text, which prints sharply, and no tints behind it."""
        paper = self.colours.ground
        inks = {f.name: getattr(self.colours, f.name).as_grey() for f in fields(self.colours)}
        colours = Colours(
            **(inks | dict.fromkeys(("ground", "tint", "stop_tint", "caution_tint"), paper))
        )
        theme = self._recoloured(lambda old: old if old == WHITE else BLACK, colours)
        return replace(theme, palette=_GREY)

    def _recoloured(self, changed: Callable[[Colour], Colour], colours: Colours) -> Theme:
        styles = {
            role.name: replace(style, colour=changed(style.colour))
            for role in fields(self.styles)
            for style in (getattr(self.styles, role.name),)
        }
        return replace(self, colours=colours, styles=Styles(**styles))


_GREY: Final = "grey"
"""The palette of drawn figures in greys."""

_NARROW: Final = 480.0
"""Points; on a narrower page, lines in two columns would have fewer than 45 characters."""


def _fitted(theme: Theme) -> Theme:
    """Return this theme with margins and columns that keep lines long enough to read."""
    if theme.page[0] >= _NARROW:
        if theme.page[1] < _LOW:
            theme = replace(
                theme,
                margin=min(theme.margin, 14 * MM),
                margin_top=min(theme.margin_top, 12 * MM),
                foot_gap=min(theme.foot_gap, 2 * MM),
            )
        return theme
    return replace(
        theme.without_aside(),
        columns=1,
        cards=min(theme.cards, theme.most_cards),
        aside=min(theme.aside, 46 * MM),
        margin=min(theme.margin, 12 * MM),
        margin_top=min(theme.margin_top, PRINTABLE),
        foot_gap=min(theme.foot_gap, 2 * MM),
    )


_LOW: Final = 800.0
"""Points; on a shorter page, smaller margins keep two entries together, as on A4."""

STANDARD: Final = Theme()
"""12 point text, with pictures beside the steps they explain."""

COMPACT: Final = Theme(
    name="compact",
    margin=PRINTABLE,
    margin_top=PRINTABLE,
    foot_gap=1 * MM,
    columns=2,
    detail=Detail.HELPFUL,
    bilingual=False,
    run_in=True,
    arrangement=Arrangement.OVER,
    divide=True,
    measure=119 * MM,
    column_gap=6 * MM,
    aside=35 * MM,
    pictures_height=32 * MM,
    picture_width=27 * MM,
    indent=14.0,
    padding=4.0,
    gap=4.0,
    schedule_picture=14 * MM,
    code=18 * MM,
    styles=Styles(
        title=Style(19, 21, FontCut.BOLD, _DEEP_BLUE),
        subtitle=Style(11.5, 13.5, colour=_SLATE, space_before=1),
        section=Style(13.5, 15, FontCut.BOLD, _DEEP_BLUE, space_before=6),
        entry=Style(12.5, 14, FontCut.BOLD, space_before=5),
        number=Style(11, 13, FontCut.BOLD, WHITE),
        body=Style(10.5, 12, space_before=1.5),
        label=Style(10.5, 12, FontCut.BOLD, _DEEP_BLUE),
        note=Style(10.5, 12, FontCut.BOLD, space_before=1.5),
        summary=Style(10.5, 12, colour=_SLATE, space_before=1),
        facts=Style(10.5, 12, colour=_SLATE, space_before=1.5),
        step=Style(10.5, 12, space_before=0.5),
        step_number=Style(10.5, 12, FontCut.BOLD, _DEEP_BLUE),
        dosage_label=Style(10.5, 12, FontCut.BOLD, _DEEP_BLUE),
        dosage=Style(10.5, 12, FontCut.BOLD, space_before=1),
        callout_heading=Style(11.5, 14, FontCut.BOLD),
        cell=Style(10.5, 12),
        caption=Style(10.5, 12, colour=_SLATE, space_before=1),
        small=Style(10.5, 12, colour=_SLATE, space_before=1.5),
        furniture=Style(10.5, 13, colour=_SLATE),
    ),
)
"""A whole programme on as few sheets as possible in 10.5 point text."""

_LARGE: Final = Style(18, 27, space_before=6)
_LARGE_BOLD: Final = Style(18, 27, FontCut.BOLD, space_before=6)
_LARGE_HEADING: Final = Style(20, 30, FontCut.BOLD, space_before=20)

LARGE_PRINT: Final = Theme(
    name="large-print",
    margin=12 * MM,
    margin_top=PRINTABLE,
    foot_gap=2 * MM,
    arrangement=Arrangement.LIST,
    dosage_first=True,
    measure=186 * MM,
    pictures_height=95 * MM,
    indent=30.0,
    gap=9.0,
    boxed=False,
    emphasis=FontCut.BOLD,
    schedule_picture=27 * MM,
    code=30 * MM,
    styles=Styles(
        title=Style(22, 33, FontCut.BOLD),
        subtitle=_LARGE,
        section=_LARGE_HEADING,
        entry=_LARGE_HEADING,
        number=Style(20, 30, FontCut.BOLD),
        body=_LARGE,
        label=_LARGE_BOLD,
        note=_LARGE_BOLD,
        summary=_LARGE,
        facts=_LARGE,
        step=_LARGE,
        step_number=_LARGE_BOLD,
        dosage_label=_LARGE_BOLD,
        dosage=replace(_LARGE, space_before=0),
        callout_heading=_LARGE_HEADING,
        cell=_LARGE,
        caption=replace(_LARGE, space_before=3),
        small=_LARGE,
        furniture=_LARGE,
    ),
)
"""For readers with low vision.

Follows the American Council of the Blind's guidelines for large print (18 point everywhere,
headings 22 and 20 point, leading 1.5, no italics) and RNIB's Clear Print (one column, no text on
tints, no split boxes).
"""

CARDS: Final = replace(
    COMPACT,
    name="cards",
    cards=4,
    columns=1,
    divide=False,
    margin=PRINTABLE,
    margin_top=PRINTABLE,
    detail=Detail.ESSENTIAL,
    pictures_height=52 * MM,
)
"""One exercise per card, to cut out."""

EDITIONS: Final = MappingProxyType(
    {theme.name: theme for theme in (STANDARD, COMPACT, CARDS, LARGE_PRINT)}
)
"""Themes by the name that `--edition` takes."""
