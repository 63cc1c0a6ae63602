"""A clinic as its letterhead shows it, and the colour it may lend to a handout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Self

from msgspec import Struct

from handout.colour import TEXT_CONTRAST, Colour
from handout.decoding import Given, GrammarError
from handout.errors import Origin, Problem, Severity
from handout.located import Text
from handout.model import Url
from handout.theme import STANDARD

_GROUNDS: Final = (STANDARD.colours.ground, STANDARD.colours.tint)
"""The backgrounds of text in the clinic's colour."""

_FORM: Final = f"write '{STANDARD.colours.accent}', with the quotes"


class AccentColour(Struct, frozen=True):
    """A colour that is legible as text on paper and on a tinted box."""

    value: Colour

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse '#RRGGBB'; raise GrammarError for a colour that is too light to read."""
        try:
            colour = Colour.parse(text)
        except ValueError:
            raise GrammarError(f"is not a colour: '{text}'", _FORM) from None
        contrast = colour.contrast(*_GROUNDS)
        if contrast < TEXT_CONTRAST:
            needed = f"its contrast is {contrast:.1f} to 1, and text needs {TEXT_CONTRAST} to 1"
            hint = f"'{colour.darkened(*_GROUNDS)}' is dark enough"
            raise GrammarError(f"is too light to read: {needed}", hint)
        return cls(colour)


class Clinic(Struct, frozen=True, kw_only=True):
    """The clinic that gives a handout to its patients."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The place of each field in the file."""
    name: Text
    """The name of the clinic."""
    logo: Text | None = None
    """Path of a picture, relative to the content folder."""
    address: Text | None = None
    """Where it is, in a line or more."""
    phone: Text | None = None
    """The number to call."""
    web: Url | None = None
    """Its address on the web."""
    colour: AccentColour | None = None
    """For headings, numbers and bars."""
    footer: Text | None = None
    """A line at the bottom of each page."""

    def check(self) -> Iterator[Problem]:
        """Yield a warning where YAML took a colour without quotes for a comment."""
        if self.colour is None and "colour" in self.places:
            place = self.places["colour"]
            yield Problem("'colour' is empty", place, _FORM, Severity.WARNING)
