"""A clinic as its letterhead shows it, and the colour it may lend to a handout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Self

from msgspec import Struct

from handout.colour import LEAST_FOR_TEXT, darkened, least_contrast
from handout.decoding import Given, GrammarError
from handout.errors import Origin, Problem, Severity
from handout.located import Text
from handout.model import Url
from handout.theme import STANDARD

_GROUNDS: Final = (STANDARD.colours.ground, STANDARD.colours.tint)
"""What text in the clinic's colour stands on."""

_FORM: Final = f"write '{STANDARD.colours.accent}', with the quotes"


class Colour(Struct, frozen=True):
    """A colour '#RRGGBB' that can be read as text on paper and on a tinted box."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a colour; raise GrammarError for one that is too light, with one that is not."""
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
            raise GrammarError(f"is not a colour: '{text}'", _FORM)
        contrast = least_contrast(text, _GROUNDS)
        if contrast < LEAST_FOR_TEXT:
            needed = f"its contrast is {contrast:.1f} to 1, and text needs {LEAST_FOR_TEXT} to 1"
            hint = f"'{darkened(text, _GROUNDS)}' is dark enough"
            raise GrammarError(f"is too light to read: {needed}", hint)
        return cls(text.upper())

    def __str__(self) -> str:
        return self.value


class Clinic(Struct, frozen=True, kw_only=True):
    """Who hands a handout out."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """Where each field is written."""
    name: Text
    logo: Text | None = None
    """Path of a picture, relative to the content folder."""
    address: Text | None = None
    phone: Text | None = None
    web: Url | None = None
    colour: Colour | None = None
    """For headings, numbers and bars."""
    footer: Text | None = None
    """A line at the foot of each page."""

    def check(self) -> Iterator[Problem]:
        """Ask whether a colour without quotes was lost: '#' begins a comment."""
        if self.colour is None and "colour" in self.places:
            place = self.places["colour"]
            yield Problem("'colour' is empty", place, _FORM, Severity.WARNING)
