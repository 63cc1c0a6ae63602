"""How a handout looks, as one frozen value: page, faces, sizes, spaces and colours.

Lengths are in points (1/72 inch). An edition is a Theme; writers hold no looks of their own.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import field, replace
from enum import Enum, auto
from typing import Final

from handout.records import record

MM: Final = 72 / 25.4


class Paper(Enum):
    """A sheet: width and height in points."""

    A4 = (210 * MM, 297 * MM)
    LETTER = (612.0, 792.0)


class Face(Enum):
    """The cuts of the text face."""

    REGULAR = auto()
    BOLD = auto()
    ITALIC = auto()


@record(frozen=True, slots=True)
class Style:
    """How a piece of text is set."""

    size: float
    leading: float
    face: Face = Face.REGULAR
    colour: str = "#1B2730"
    space_before: float = 0.0


@record(frozen=True, slots=True)
class Styles:
    """The type scale: a style for each role of text."""

    title: Style = Style(28, 33, Face.BOLD, "#17475F")
    subtitle: Style = Style(15, 20, colour="#44545F", space_before=3)
    section: Style = Style(20, 25, Face.BOLD, "#17475F", space_before=22)
    entry: Style = Style(16.5, 20, Face.BOLD, space_before=18)
    number: Style = Style(14, 20, Face.BOLD, "#FFFFFF")
    body: Style = Style(12, 15, space_before=5)
    label: Style = Style(12, 15, Face.BOLD, "#17475F")
    """Before a paragraph: Start, Why, Take care."""
    note: Style = Style(12, 15, Face.BOLD, space_before=5)
    summary: Style = Style(12, 15, colour="#44545F", space_before=3)
    facts: Style = Style(11, 14, colour="#44545F", space_before=4)
    step: Style = Style(12, 15, space_before=3)
    step_number: Style = Style(12, 15, Face.BOLD, "#17475F")
    dosage_label: Style = Style(11, 15, Face.BOLD, "#17475F")
    dosage: Style = Style(12.5, 16, Face.BOLD, space_before=3)
    callout_heading: Style = Style(14, 18, Face.BOLD)
    caption: Style = Style(11, 14, colour="#44545F", space_before=3)
    small: Style = Style(11, 15, colour="#44545F", space_before=4)
    furniture: Style = Style(10, 13, colour="#44545F")


@record(frozen=True, slots=True)
class Colours:
    """Colours of what is not text."""

    ground: str = "#FFFFFF"
    """The paper or screen that all else stands on."""
    accent: str = "#17475F"
    rule: str = "#B8C7CF"
    tint: str = "#EAF2F5"
    stop: str = "#A61B1B"
    stop_tint: str = "#FCF0EE"
    link: str = "#0B5CAD"


@record(frozen=True, slots=True)
class Theme:
    """One edition."""

    paper: Paper = Paper.A4
    margin: float = 17 * MM
    """Left and right."""
    margin_top: float = 15 * MM
    margin_bottom: float = 18 * MM
    """Holds the running foot."""
    measure: float = 150 * MM
    """The longest line of running text: about 70 characters at the body's size."""
    column_gap: float = 7 * MM
    aside: float = 62 * MM
    """Width of the column that holds an entry's pictures and dosage."""
    pictures_height: float = 70 * MM
    """The most that all pictures of an entry may take, captions included."""
    indent: float = 20.0
    """From a step's number to its text."""
    padding: float = 8.0
    """Between the edge of a box and what is in it."""
    gap: float = 8.0
    """Between blocks that are not text."""
    styles: Styles = field(default_factory=Styles)
    colours: Colours = field(default_factory=Colours)
    families: str = '"Atkinson Hyperlegible Next", "Atkinson Hyperlegible", system-ui, sans-serif'
    """Faces of a screen, as CSS lists them: paper has its own, a device brings what it has."""
    screen_leading: float = 1.14
    """How much further apart than on paper lines stand on a screen."""

    @property
    def text_width(self) -> float:
        """From the left margin to the right one."""
        return self.paper.value[0] - 2 * self.margin

    @property
    def text_height(self) -> float:
        """From the top margin to the bottom one."""
        return self.paper.value[1] - self.margin_top - self.margin_bottom

    def on(self, paper: Paper) -> Theme:
        """Return this theme for another sheet."""
        return replace(self, paper=paper)


STANDARD: Final = Theme()
"""12 point text, pictures beside the steps they explain."""


def on_dark(colour: str) -> str:
    """Return what a colour becomes on a dark screen: its hue, as light as it was dark."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    # Not down to black, on which light letters glare.
    parts = hls_to_rgb(hue, 1 - 0.92 * lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
