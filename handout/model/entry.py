"""An exercise or a stretch, its pictures and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final, Self

from msgspec import Struct

from handout.dates import parse_date
from handout.decoding import Given, GrammarError
from handout.dosage import Dosage
from handout.errors import Origin, Problem
from handout.inline import is_safe_url, short_address
from handout.located import Text

ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The form of a content file's name: lower-case words joined by '-'."""


class Kind(StrEnum):
    """The kind of an entry."""

    EXERCISE = "exercise"
    STRETCH = "stretch"

    @property
    def folder(self) -> str:
        """The name of the folder for entries of this kind."""
        return {Kind.EXERCISE: "exercises", Kind.STRETCH: "stretches"}[self]


class Position(StrEnum):
    """The start position."""

    STANDING = "standing"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    QUADRUPED = "quadruped"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a clinician's term, or plain words such as 'lying on your back'."""
        word = re.sub(r"\b(your|the) ", "", text.casefold())
        word = _IN_PLAIN_WORDS.get(word, word)
        if word not in set(cls):
            raise GrammarError(f"cannot be '{text}'", f"use one of: {', '.join(sorted(cls))}")
        return cls(word)


_IN_PLAIN_WORDS: Final = {
    **dict.fromkeys(("lying on back", "on back"), Position.SUPINE),
    **dict.fromkeys(("lying on front", "lying on stomach", "on front"), Position.PRONE),
    **dict.fromkeys(("lying on side", "on side", "side lying"), Position.SIDE_LYING),
    **dict.fromkeys(("on hands and knees", "hands and knees", "on all fours"), Position.QUADRUPED),
    **dict.fromkeys(("kneeling on one knee", "half kneeling"), Position.HALF_KNEELING),
    **dict.fromkeys(("seated", "sitting down"), Position.SITTING),
    **dict.fromkeys(("standing up", "upright"), Position.STANDING),
}


class Difficulty(StrEnum):
    """How hard an entry is for an untrained person."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Url(Struct, frozen=True):
    """A web address, an email address or a telephone number, as a URL.

    Such as 'https://riverside.example', 'mailto:hello@riverside.example' or 'tel:01632960123'.
    """

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse an address; raise GrammarError if it is not safe to link to."""
        if not is_safe_url(text):
            hint = "write an address that starts with https://, mailto: or tel:"
            raise GrammarError(f"is not an address: '{text}'", hint)
        return cls(text)

    @property
    def short(self) -> str:
        """The address without its scheme, short enough to copy by hand."""
        return short_address(self.value)

    def __str__(self) -> str:
        return self.value


class Picture(Struct, frozen=True, kw_only=True):
    """A picture of an entry, with its alternative text."""

    origin: Given[Origin]
    image: Text | None = None
    """The path of a photo or drawing in the content folder: `images/heel-raise.jpg`."""
    figure: Text | None = None
    """Instead of an image, the id of a drawn figure: `clamshell`."""
    panel: Text | None = None
    """Which drawing of a figure to show, such as `start`; all of them by default."""
    alt: Text
    """What the picture shows, in words, for readers who cannot see it."""
    caption: Text | None = None
    """A line under the picture."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem unless there is either an image or a figure."""
        if (self.image is None) == (self.figure is None):
            needs = "cannot have both an image and a figure" if self.image else "needs an image"
            yield Problem(f"a picture {needs}", self.origin, "write 'image: images/…'")


class Step(Struct, frozen=True, kw_only=True):
    """A step, with an optional picture."""

    text: Text
    """What to do."""
    picture: Picture | None = None
    """A picture of this step."""

    SHORT_FORM: ClassVar = "text"

    @property
    def origin(self) -> Origin:
        """Where its text is."""
        return self.text.origin


class Source(Struct, frozen=True, kw_only=True):
    """The source of content, and its licence."""

    origin: Given[Origin]
    title: Text | None = None
    """The title of a book, paper or web page."""
    author: Text | None = None
    """Its author."""
    url: Url | None = None
    """Its web address."""
    licence: Text | None = None
    """Its licence, such as `CC BY 4.0`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is nothing to print."""
        if not (self.title or self.author or self.url):
            yield Problem("a source needs a title, an author or an address", self.origin)


class Date(Struct, frozen=True):
    """A day, written as '2026-03-02', '2.3.2026' or '2 March 2026'."""

    day: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the day; raise GrammarError if there is no such day."""
        return cls(parse_date(text))


class Reviewed(Struct, frozen=True, kw_only=True):
    """Who answers for the content."""

    origin: Given[Origin]
    by: Text
    """The name of a person or team."""
    credentials: Text | None = None
    """Profession or degrees, after the name."""
    date: Date | None = None
    """The day of the review, such as '2026-03-02'."""


class TranslationStatus(StrEnum):
    """How far a translation can be trusted."""

    REVIEWED = "reviewed"
    """A person who knows both languages has read it."""
    MACHINE = "machine"
    """A computer made it, and nobody has read it."""


class Translation(Struct, frozen=True, kw_only=True):
    """Who answers for the translation of a file."""

    origin: Given[Origin]
    status: TranslationStatus
    """`reviewed` by a person, or `machine`; a handout with a machine translation says so."""
    by: Text | None = None
    """The name of a translator or of a program."""
    date: Date | None = None
    """The day of the translation, such as `2026-03-02`."""
    of: Text | None = None
    """Stands for the texts that were translated; `handout translate` writes it, and a warning says
    when they have changed."""


class ShownSide(StrEnum):
    """The side of the body that drawn figures work with."""

    LEFT = "left"
    RIGHT = "right"


class Entry(Struct, frozen=True, kw_only=True):
    """An exercise or a stretch."""

    id: Given[str]
    kind: Given[Kind]
    origin: Given[Origin]
    name: Text
    """Its name on the handout."""
    aliases: tuple[Text, ...] = ()
    """Other names, for searching."""
    summary: Text | None = None
    """One line under the name."""
    regions: tuple[Text, ...] = ()
    """Body regions that it helps, for searching."""
    muscles: tuple[Text, ...] = ()
    """The target areas."""
    position: Position | None = None
    """The start position, in one of these terms or in plain words: `lying on your back`."""
    equipment: tuple[Text, ...] = ()
    """What is needed; leave it out if nothing is."""
    difficulty: Difficulty | None = None
    """How hard it is for an untrained person."""
    start: Text | None = None
    """How to get into the start position, in a sentence or two."""
    steps: tuple[Step, ...]
    """What to do, in order: one movement for each step, starting with the verb."""
    dosage: Dosage | None = None
    """How much and how often; without it, the handout has blanks to fill in by hand."""
    why: Text | None = None
    """What it is good for, in a patient's words."""
    cautions: tuple[Text, ...] = ()
    """When to take care or to stop."""
    mistakes: tuple[Text, ...] = ()
    """Common mistakes to avoid."""
    easier: Text | None = None
    """What to change if it is too hard."""
    harder: Text | None = None
    """What to change if it is too easy."""
    pictures: tuple[Picture, ...] = ()
    """Photos and drawings, the start of the movement first."""
    shown_side: ShownSide | None = None
    """The side that its drawn figures work with: `left` or `right`. By default it is the side of
    the dosage, or else the one that was drawn."""
    video: Url | None = None
    """The web address of a video; on paper it is also a QR code."""
    source: Source | None = None
    """Where its steps and dosage come from."""
    reviewed: Reviewed | None = None
    """Who answers for it: `{by: Kim Vale, date: 2026-03-02}`; printed with the sources."""
    note: Text | None = None
    """A note to the reader; only in a handout or program, not in the entry's own file."""
    language: LanguageTag | None = None
    """The language of its text, such as `en`, if that is not the language of the handout."""
    translation: Translation | None = None
    """Who answers for it, if it is a translation: `{status: machine}`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if the figures are to show the side that the dosage leaves out."""
        side = self.dosage.side if self.dosage else None
        if self.shown_side and side and {side.which, self.shown_side} == {*ShownSide}:
            message = f"the dosage is for the {side.which} side, but its figures show the other"
            hint = f"leave out 'shown_side: {self.shown_side}'; figures follow the dosage"
            yield Problem(message, self.origin, hint)


class LanguageTag(Struct, frozen=True):
    """A BCP 47 language tag: 'en', 'pt-BR', 'zh-Hant'."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a tag."""
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text):
            raise GrammarError(f"is not a language tag: '{text}'", "write en, es or pt-BR")
        return cls(text)

    def __str__(self) -> str:
        return self.value
