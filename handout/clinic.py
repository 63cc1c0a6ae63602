"""A clinic: its letterhead, and the accent colour and labels that it gives to its handouts."""

from __future__ import annotations

import re
from typing import Final, Self

from msgspec import Struct, field

from handout.colour import TEXT_CONTRAST, Colour
from handout.decoding import Given, GrammarError
from handout.errors import Origin, Problems, suggestion
from handout.figures.names import PersonName
from handout.located import Mapping, Node, Text, is_empty
from handout.model import LanguageTag, Translation, Url
from handout.shapes import AnyText, ByName, Shape
from handout.theme import STANDARD

_GROUNDS: Final = (STANDARD.colours.ground, STANDARD.colours.tint)
"""Backgrounds of text in the clinic's colour."""

_FORM: Final = f"write '{STANDARD.colours.accent}', with the quotes"


class AccentColour(Struct, frozen=True):
    """A colour that is dark enough for text on paper and in tinted boxes: '"#1F5C3A"'."""

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


class EmailAddress(Struct, frozen=True):
    """An address such as 'hello@riverside.example'."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the address; raise GrammarError for what cannot be one."""
        if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
            raise GrammarError(f"is not an e-mail address: '{text}'", "write name@clinic.example")
        return cls(text)


class Labels(Struct, frozen=True):
    """Words of the clinic for the headings and labels of the program."""

    words: dict[str, str] = field(default_factory=dict)
    """By the key of the label."""

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shape of texts by the keys of labels."""
        return (ByName(AnyText()),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read `{label: words}`."""
        from handout.wording import LabelError, Wording  # noqa: PLC0415 -- few clinics need it
        from handout.wording.catalogues import en  # noqa: PLC0415

        if not isinstance(node, Mapping):
            hint = "write {glance: Your plan, why: What it does}"
            problems.error("'labels' must contain labels and words", node.origin, hint)
            return None
        words: dict[str, str] = {}
        english = Wording.for_language("en")
        for key, label in node.fields.items():
            if key not in en.LABELS:
                similar = suggestion(key, en.LABELS)
                problems.error(f"there is no label '{key}'", label.key.origin, similar)
            elif not isinstance(label.value, Text):
                problems.error(f"'{key}' must be text", label.value.origin)
            elif not is_empty(label.value):
                own = " ".join(label.value.value.split())
                try:
                    english.with_labels({key: own})
                    words[key] = own
                except LabelError as error:
                    hint = f"it stands for '{en.LABELS[key]}'"
                    problems.error(f"'{key}' {error}", label.value.origin, hint)
        return cls(words)


class Clinic(Struct, frozen=True, kw_only=True):
    """The clinic that hands out the handout."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each field."""
    name: Text
    """The name of the clinic."""
    logo: Text | None = None
    """The path of a picture in the content folder: `images/logo.svg`."""
    address: Text | None = None
    """The postal address, in one or more lines."""
    phone: Text | None = None
    """The telephone number."""
    hours: Text | None = None
    """When it is open: `Monday to Friday, 8 to 4`"""
    email: EmailAddress | None = None
    """The e-mail address."""
    web: Url | None = None
    """The web address."""
    emergency: Text | None = None
    """The number to call in an emergency: `'999'`"""
    colour: AccentColour | None = None
    """The colour of headings, numbers and bars."""
    footer: Text | None = None
    """A line at the bottom of each page."""
    cast: PersonName | None = None
    """Who is drawn in the figures of handouts that name nobody: `Ruth`"""
    language: LanguageTag = LanguageTag("en")
    """The language of its texts and labels."""
    translation: Translation | None = None
    """Who answers for it, if it is a translation: `{status: machine}`."""
    labels: Labels = Labels()
    """Its own words for headings and labels of the program, in its language:
    `{glance: Your plan}`"""
