"""A handout: its sections, with the entries that they use, and the texts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Self

from msgspec import Struct

from handout.decoding import Given, GrammarError, written_as
from handout.errors import Origin, Problem, Problems
from handout.located import Field, Mapping, Node, Text, is_empty
from handout.model.entry import LanguageTag, Source, Url


class Use(Struct, frozen=True):
    """A use of an entry in a handout, with changes."""

    id: Text
    changes: Mapping
    """Fields that the handout replaces."""
    personal: Mapping | None = None
    """Fields that a program replaces for one patient."""
    added: bool = False
    """Whether a program adds the entry for one patient."""

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
            problems.error("the entry has no id", node.origin, "write '- use: clamshell'")
            return None
        if not isinstance(use.value, Text) or is_empty(use.value):
            problems.error("'use' must be an entry's id", use.key.origin)
            return None
        return cls(use.value, node.without("use"))


class Section(Struct, frozen=True, kw_only=True):
    """A part of a handout."""

    origin: Given[Origin]
    heading: Text | None = None
    """Its heading."""
    intro: Text | None = None
    """Text before its entries; empty lines separate paragraphs."""
    uses: tuple[Use, ...] = written_as("entries", ())
    """Ids of entries, or `{use: id, …}` with fields that differ in this handout."""


class Tip(Struct, frozen=True, kw_only=True):
    """A call-out after the exercises."""

    origin: Given[Origin]
    heading: Text | None = None
    """The heading of the box; `Tip` by default."""
    text: Text
    """The text in the box."""


class Author(Struct, frozen=True, kw_only=True):
    """The author of a handout."""

    origin: Given[Origin]
    name: Text
    """The name of a person or team."""
    credentials: Text | None = None
    """Profession or degrees, after the name."""
    bio: Text | None = None
    """A few words about the author."""
    contact: Text | None = None
    """How to contact the author."""
    url: Url | None = None
    """A web address."""


class Log(Struct, frozen=True, kw_only=True):
    """A grid in which the patient ticks off sessions."""

    origin: Given[Origin]
    weeks: Weeks
    """The number of weeks, from 1 to 26."""


class Weeks(Struct, frozen=True):
    """The number of weeks of a log: 1 to 26."""

    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a whole number of weeks."""
        if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > 26:
            raise GrammarError(f"must be a number from 1 to 26, not '{text}'")
        return cls(int(text))


class Handout(Struct, frozen=True, kw_only=True):
    """An ordered selection of entries, with texts around them."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each field."""
    title: Text
    """The title on the first page."""
    subtitle: Text | None = None
    """A line under the title, such as who it is for."""
    language: LanguageTag = LanguageTag("en")
    """The language of its text: `en`, `es`, `pt-BR` and so on."""
    intro: Text | None = None
    """Text before the exercises; empty lines separate paragraphs."""
    sections: tuple[Section, ...] = ()
    """The exercises, in sections; at least one exercise."""
    stop_if: tuple[Text, ...] = ()
    """Signs to stop and call, in a box on the first page."""
    tip: Tip | None = None
    """A call-out after the exercises."""
    summary: Text | None = None
    """A short summary, after the exercises."""
    author: Author | None = None
    """The author."""
    sources: tuple[Source, ...] = ()
    """Sources besides those of its entries."""
    log: Log | None = None
    """A grid to tick off sessions: `{weeks: 4}`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there are no entries."""
        if not any(section.uses for section in self.sections):
            hint = "write 'sections: [{heading: Exercises, entries: [clamshell]}]'"
            yield Problem("the handout has no entries", self.origin, hint)

    def uses(self) -> Iterator[Use]:
        """Yield every use of an entry, in order."""
        for section in self.sections:
            yield from section.uses
