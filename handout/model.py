"""The content of the library in clinicians' words, as frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from msgspec import Struct

from handout.decoding import Given, GrammarError, written_as
from handout.dosage import Dosage
from handout.errors import Origin, Problem, Problems
from handout.inline import is_safe_url
from handout.located import Field, Mapping, Node, Text, is_empty

ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The name of a content file: lower-case words joined by '-'."""


class Kind(StrEnum):
    """What an entry is; its folder in the library is its plural."""

    EXERCISE = "exercise"
    STRETCH = "stretch"

    @property
    def folder(self) -> str:
        """The folder of the library that holds entries of this kind."""
        return {Kind.EXERCISE: "exercises", Kind.STRETCH: "stretches"}[self]


class Position(StrEnum):
    """How the body is placed when the movement begins."""

    STANDING = "standing"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    QUADRUPED = "quadruped"


class Difficulty(StrEnum):
    """How hard an entry is for a person without training."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Url(Struct, frozen=True):
    """An address on the web, or of a mailbox or telephone."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address; raise GrammarError for a scheme that is not safe to follow."""
        if not is_safe_url(text):
            hint = "write an address that starts with https://, mailto: or tel:"
            raise GrammarError(f"is not an address: '{text}'", hint)
        return cls(text)

    @property
    def short(self) -> str:
        """The address without its scheme, short enough to copy by hand."""
        short = self.value.removeprefix("https://").removeprefix("http://").rstrip("/")
        return short.removeprefix("mailto:").removeprefix("tel:")

    def __str__(self) -> str:
        return self.value


class Picture(Struct, frozen=True, kw_only=True):
    """A picture of an entry, with what it says to a person who cannot see it."""

    origin: Given[Origin]
    image: Text | None = None
    """Path of a file, relative to the content folder."""
    figure: Text | None = None
    """Id of a drawn figure."""
    panel: Text | None = None
    """One drawing of a figure, such as its start; without it all are shown, side by side."""
    alt: Text
    caption: Text | None = None

    def check(self) -> Iterator[Problem]:
        """Ask for exactly one of an image and a figure."""
        if (self.image is None) == (self.figure is None):
            hint = "write 'image: images/…'"
            needs = "has either an image or a figure, not both" if self.image else "needs an image"
            yield Problem(f"a picture {needs}", self.origin, hint)


class Source(Struct, frozen=True, kw_only=True):
    """Where content comes from, and under which licence."""

    origin: Given[Origin]
    title: Text | None = None
    author: Text | None = None
    url: Url | None = None
    licence: Text | None = None

    def check(self) -> Iterator[Problem]:
        """Ask for something to print."""
        if not (self.title or self.author or self.url):
            yield Problem("a source needs a title, an author or an address", self.origin)


class Entry(Struct, frozen=True, kw_only=True):
    """An exercise or a stretch."""

    id: Given[str]
    kind: Given[Kind]
    origin: Given[Origin]
    name: Text
    aliases: tuple[Text, ...] = ()
    """Other names, for finding it."""
    summary: Text | None = None
    """One line under the name."""
    regions: tuple[Text, ...] = ()
    """Where it helps, for finding it."""
    muscles: tuple[Text, ...] = ()
    """The target areas on the sheet."""
    position: Position | None = None
    equipment: tuple[Text, ...] = ()
    difficulty: Difficulty | None = None
    start: Text | None = None
    steps: tuple[Text, ...]
    dosage: Dosage | None = None
    why: Text | None = None
    cautions: tuple[Text, ...] = ()
    mistakes: tuple[Text, ...] = ()
    easier: Text | None = None
    harder: Text | None = None
    pictures: tuple[Picture, ...] = ()
    video: Url | None = None
    source: Source | None = None
    note: Text | None = None
    """What a handout or program says about it to its reader."""

    def check(self) -> Iterator[Problem]:
        """Ask for at least one step."""
        if not self.steps:
            yield Problem("'steps' is an empty list", self.origin, "write at least one step")


class Use(Struct, frozen=True):
    """An entry that a handout uses, and what the handout changes in it."""

    id: Text
    changes: Mapping
    """Fields put over the entry's own, as they were written."""
    personal: Mapping | None = None
    """Fields that a program puts over these for one patient."""
    added: bool = False
    """Whether a program brought it in for one patient."""

    @property
    def origin(self) -> Origin:
        """Where the entry is named."""
        return self.id.origin

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read an id, or `{use: id, …changes}`."""
        if isinstance(node, Text):
            return cls(node, Mapping({}, node.origin))
        use = node.fields.get("use") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(use, Field):
            problems.error("an entry is named by its id", node.origin, "write '- use: clamshell'")
            return None
        if not isinstance(use.value, Text) or is_empty(use.value):
            problems.error("'use' must be an entry's id", use.key.origin)
            return None
        return cls(use.value, node.without("use"))


class Section(Struct, frozen=True, kw_only=True):
    """A part of a handout."""

    origin: Given[Origin]
    heading: Text | None = None
    intro: Text | None = None
    uses: tuple[Use, ...] = written_as("entries", ())


class Tip(Struct, frozen=True, kw_only=True):
    """A call-out beside the exercises."""

    origin: Given[Origin]
    heading: Text | None = None
    text: Text


class Author(Struct, frozen=True, kw_only=True):
    """Who wrote a handout."""

    origin: Given[Origin]
    name: Text
    credentials: Text | None = None
    bio: Text | None = None
    contact: Text | None = None
    url: Url | None = None


class Log(Struct, frozen=True, kw_only=True):
    """A grid in which the patient ticks off days."""

    origin: Given[Origin]
    weeks: Weeks


class Weeks(Struct, frozen=True):
    """How many weeks a log has: 1 to 26."""

    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a whole number of weeks."""
        if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > 26:
            raise GrammarError(f"must be a number from 1 to 26, not '{text}'", "write 4")
        return cls(int(text))


class LanguageTag(Struct, frozen=True):
    """A language as BCP 47 writes it: 'en', 'pt-BR', 'zh-Hant'."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a tag."""
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text):
            raise GrammarError(f"is not a language tag: '{text}'", "write en, es or pt-BR")
        return cls(text)

    def __str__(self) -> str:
        return self.value


class Handout(Struct, frozen=True, kw_only=True):
    """An ordered selection of entries with words around it."""

    id: Given[str]
    origin: Given[Origin]
    title: Text
    subtitle: Text | None = None
    language: LanguageTag = LanguageTag("en")
    intro: Text | None = None
    sections: tuple[Section, ...] = ()
    stop_if: tuple[Text, ...] = ()
    """When to stop and ask for help."""
    tip: Tip | None = None
    summary: Text | None = None
    author: Author | None = None
    sources: tuple[Source, ...] = ()
    log: Log | None = None

    def check(self) -> Iterator[Problem]:
        """Ask for at least one entry."""
        if not any(section.uses for section in self.sections):
            hint = "write 'sections: [{heading: Exercises, entries: [clamshell]}]'"
            yield Problem("the handout has no entry", self.origin, hint)

    def uses(self) -> Iterator[Use]:
        """Yield every use of an entry, in order."""
        for section in self.sections:
            yield from section.uses
