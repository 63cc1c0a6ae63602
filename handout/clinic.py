"""A clinic: its letterhead, and the accent colour that it gives to its handouts."""

from __future__ import annotations

from typing import Final, Self

from msgspec import Struct

from handout.colour import TEXT_CONTRAST, Colour
from handout.decoding import Given, GrammarError
from handout.errors import Origin
from handout.located import Text
from handout.model import Url
from handout.theme import STANDARD

_GROUNDS: Final = (STANDARD.colours.ground, STANDARD.colours.tint)
"""Backgrounds of text in the clinic's colour."""

_FORM: Final = f"write '{STANDARD.colours.accent}', with the quotes"


class AccentColour(Struct, frozen=True):
    """A colour that is dark enough for text on paper and in tinted boxes."""

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
    """The clinic that hands out the handout."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each field."""
    name: Text
    """The name of the clinic."""
    logo: Text | None = None
    """The path of a picture, relative to the content folder."""
    address: Text | None = None
    """The postal address, in one or more lines."""
    phone: Text | None = None
    """The telephone number."""
    web: Url | None = None
    """The web address."""
    colour: AccentColour | None = None
    """The colour of headings, numbers and bars."""
    footer: Text | None = None
    """A line at the bottom of each page."""
