"""The content of the library in clinicians' words, as frozen values.

The sentence under a field is printed in docs/fields.md.
"""

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
"""The form of a content file's name: lower-case words joined by '-'."""


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
    """A photo or drawing: the path of its file, inside the content folder."""
    figure: Text | None = None
    """In place of `image`: the id of a drawn figure."""
    panel: Text | None = None
    """Which drawing of a figure to show, such as `start`; all of them if not given."""
    alt: Text
    """What the picture shows, in words, for those who cannot see it."""
    caption: Text | None = None
    """A line under the picture."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem unless there is exactly one of an image and a figure."""
        if (self.image is None) == (self.figure is None):
            hint = "write 'image: images/…'"
            needs = "has either an image or a figure, not both" if self.image else "needs an image"
            yield Problem(f"a picture {needs}", self.origin, hint)


class Source(Struct, frozen=True, kw_only=True):
    """Where content comes from, and under which licence."""

    origin: Given[Origin]
    title: Text | None = None
    """The name of a book, paper or page."""
    author: Text | None = None
    """Who wrote it."""
    url: Url | None = None
    """Its address."""
    licence: Text | None = None
    """The licence under which it is used, such as `CC BY 4.0`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is nothing to print."""
        if not (self.title or self.author or self.url):
            yield Problem("a source needs a title, an author or an address", self.origin)


class Entry(Struct, frozen=True, kw_only=True):
    """An exercise or a stretch."""

    id: Given[str]
    kind: Given[Kind]
    origin: Given[Origin]
    name: Text
    """What it is called on the sheet."""
    aliases: tuple[Text, ...] = ()
    """Other names, for finding it."""
    summary: Text | None = None
    """One line under the name."""
    regions: tuple[Text, ...] = ()
    """Parts of the body that it helps, for finding it."""
    muscles: tuple[Text, ...] = ()
    """The target areas."""
    position: Position | None = None
    """How the body is placed when the movement begins: `standing`, `sitting`, `supine`, `prone`,
    `side-lying`, `kneeling`, `half-kneeling` or `quadruped`."""
    equipment: tuple[Text, ...] = ()
    """What is needed; leave it out if nothing is."""
    difficulty: Difficulty | None = None
    """`beginner`, `intermediate` or `advanced`."""
    start: Text | None = None
    """The start position, in a sentence or two."""
    steps: tuple[Text, ...]
    """What to do, in order: the verb first, one movement to a step."""
    dosage: Dosage | None = None
    """How much and how often; without it, the sheet has blanks to fill in by hand."""
    why: Text | None = None
    """What it is good for, in words that a patient uses."""
    cautions: tuple[Text, ...] = ()
    """When to take care or to stop."""
    mistakes: tuple[Text, ...] = ()
    """What to avoid."""
    easier: Text | None = None
    """What to change if it is too hard."""
    harder: Text | None = None
    """What to change if it is too easy."""
    pictures: tuple[Picture, ...] = ()
    """Photos and drawings, the start of the movement first."""
    video: Url | None = None
    """Address of a film; paper adds a code to scan."""
    source: Source | None = None
    """Where its steps and dosage come from."""
    note: Text | None = None
    """What a handout or program says about it to its reader; not for the entry's own file."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is no step."""
        if not self.steps:
            yield Problem("'steps' is an empty list", self.origin, "write at least one step")


class Use(Struct, frozen=True):
    """An entry that a handout uses, and what the handout changes in it."""

    id: Text
    changes: Mapping
    """Fields that replace the entry's own."""
    personal: Mapping | None = None
    """Fields that a program replaces for one patient."""
    added: bool = False
    """Whether a program adds it for one patient."""

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
    """The heading over it."""
    intro: Text | None = None
    """Paragraphs before its entries, with an empty line between two."""
    uses: tuple[Use, ...] = written_as("entries", ())
    """Ids of entries, or `{use: id, …}` with fields that are different in this handout."""


class Tip(Struct, frozen=True, kw_only=True):
    """A call-out beside the exercises."""

    origin: Given[Origin]
    heading: Text | None = None
    """The heading of the box; `Tip` if not given."""
    text: Text
    """What it says."""


class Author(Struct, frozen=True, kw_only=True):
    """Who wrote a handout."""

    origin: Given[Origin]
    name: Text
    """The person's or the team's name."""
    credentials: Text | None = None
    """What stands behind the name, such as a profession."""
    bio: Text | None = None
    """A few words about the person."""
    contact: Text | None = None
    """How to ask a question."""
    url: Url | None = None
    """An address on the web."""


class Log(Struct, frozen=True, kw_only=True):
    """A grid in which the patient ticks off days."""

    origin: Given[Origin]
    weeks: Weeks
    """How many weeks it has, from 1 to 26."""


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
    """The title on the first page."""
    subtitle: Text | None = None
    """A line under the title, such as for whom it is."""
    language: LanguageTag = LanguageTag("en")
    """The language of its words, as `en`, `es` or `pt-BR`."""
    intro: Text | None = None
    """Paragraphs before the exercises, with an empty line between two."""
    sections: tuple[Section, ...] = ()
    """The exercises, in parts; at least one of them."""
    stop_if: tuple[Text, ...] = ()
    """Signs at which to stop and call, in a box on the first page."""
    tip: Tip | None = None
    """A call-out after the exercises."""
    summary: Text | None = None
    """The handout in a few words, at its end."""
    author: Author | None = None
    """Who wrote it."""
    sources: tuple[Source, ...] = ()
    """Where it comes from, besides the sources of its entries."""
    log: Log | None = None
    """A grid to tick off the days: `{weeks: 4}`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is no entry."""
        if not any(section.uses for section in self.sections):
            hint = "write 'sections: [{heading: Exercises, entries: [clamshell]}]'"
            yield Problem("the handout has no entry", self.origin, hint)

    def uses(self) -> Iterator[Use]:
        """Yield every use of an entry, in order."""
        for section in self.sections:
            yield from section.uses
