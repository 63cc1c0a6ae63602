"""A handout: its sections, with the entries that they use, and the texts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum, auto
from typing import Annotated, Final, Self
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from handout.decoding import Given, GrammarError, ReadBy, read_record
from handout.dosage import Phase
from handout.errors import Origin, Problem, Problems, suggestion
from handout.figures.names import PersonName
from handout.located import Field, Mapping, Node, Text, is_empty
from handout.model.blocks import BLOCKS, AnyBlock
from handout.model.entry import (
    Entry,
    Kind,
    LanguageTag,
    Reviewed,
    Source,
    Translation,
    Url,
)
from handout.shapes import AnyText, Changes, Shape


class Written(Struct, frozen=True):
    """An entry that is written in the handout instead of a file of its own."""

    kind: Kind
    fields: Mapping


class Again(StrEnum):
    """How an entry is printed that an earlier phase has, too."""

    FULL = "full"


class _AnyUse(Struct, frozen=True, kw_only=True):
    again: Again | None = None
    """`full` prints all of an entry that an earlier phase has, too; by default it is short."""


class UseFields(_AnyUse, frozen=True, kw_only=True):
    """The use of an entry: its id, and any fields of the entry that are different here."""

    use: Text
    """The id of an entry, such as `clamshell`."""


class WrittenExercise(_AnyUse, frozen=True, kw_only=True):
    """An exercise that is written in the handout, without a file of its own."""

    exercise: Entry
    """The fields of the exercise."""


class WrittenStretch(_AnyUse, frozen=True, kw_only=True):
    """A stretch that is written in the handout, without a file of its own."""

    stretch: Entry
    """The fields of the stretch."""


class Use(Struct, frozen=True):
    """A use of an entry in a handout, with changes."""

    id: Text
    """Of an entry written in place, its name as an id."""
    changes: Mapping
    """Fields that the handout replaces."""
    personal: Mapping | None = None
    """Fields that a program replaces for one patient."""
    added: bool = False
    """Whether a program adds the entry for one patient."""
    written: Written | None = None
    """The entry itself, if it is written in place."""
    in_full: bool = False
    """Whether it is printed in full although an earlier phase has it."""

    @property
    def origin(self) -> Origin:
        """Where the entry is named."""
        return self.id.origin

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of an id, of an id with changes, and of an entry."""
        forms = (UseFields, WrittenExercise, WrittenStretch)
        return AnyText(), *(Changes(Entry, beside=form) for form in forms)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read an id, `{use: id, …changes}`, or an entry: `{exercise: {…}}`, `{stretch: {…}}`."""
        if isinstance(node, Text):
            return cls(node, Mapping({}, node.origin))
        again = node.fields.get("again") if isinstance(node, Mapping) else None
        if again and isinstance(node, Mapping):
            repeated = cls.from_node(node.without("again"), problems)
            if not isinstance(again.value, Text) or again.value.value.casefold() != "full":
                hint = "write 'again: full', or leave it out"
                problems.error("'again' must be 'full'", again.key.origin, hint)
            return repeated and replace(repeated, in_full=True)
        for kind in Kind:
            written = node.fields.get(kind) if isinstance(node, Mapping) else None
            if written and isinstance(node, Mapping):
                return cls._in_place(kind, written, node.without(kind), problems)
        use = node.fields.get("use") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(use, Field):
            problems.error("the entry has no id", node.origin, "write '- use: clamshell'")
            return None
        if not isinstance(use.value, Text) or is_empty(use.value):
            problems.error("'use' must be an entry's id", use.key.origin)
            return None
        return cls(use.value, node.without("use"))

    @classmethod
    def _in_place(
        cls, kind: Kind, written: Field, changes: Mapping, problems: Problems
    ) -> Self | None:
        """Read an entry written in place."""
        if not isinstance(written.value, Mapping):
            hint = f"write '{kind}: {{name: …, steps: […]}}', or 'use: …' for an entry of its own"
            problems.error(f"'{kind}' must contain fields", written.key.origin, hint)
            return None
        name = written.value.fields.get("name")
        text = name.value if name and isinstance(name.value, Text) else None
        # The same id in each language.
        words = text.original or text.value if text else ""
        entry_id = Text(as_id(words) or kind, written.key.origin)
        return cls(entry_id, changes, written=Written(kind, written.value))


def as_id(words: str) -> str:
    """Return words as an id: 'Ankle pumps' as 'ankle-pumps'; empty without any letter of ASCII."""
    letters = normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def read_item(node: Node, problems: Problems) -> Use | AnyBlock | None:
    """Read an item of a section: the use of an entry, or a block."""
    if isinstance(node, Mapping) and not node.fields.keys() & _OF_USES:
        kinds = [key for key in BLOCKS if key in node.fields]
        if kinds:
            # Of the fields of a block, only what it is comes first: 'text' is one of 'box', too.
            return read_record(BLOCKS[kinds[0]], node, problems)
        first = next(iter(node.fields.values()), None)
        if first:
            hint = _LABEL_HINT if "label" in node.fields else None
            hint = hint or suggestion(first.key.value, ("use", *Kind, *BLOCKS))
            hint = hint or "write 'use: …' with the id of an entry"
            problems.error("this is neither an entry nor a block", first.key.origin, hint)
            return None
    return Use.from_node(node, problems)


_LABEL_HINT: Final = f"add what it is the label of, one of: {', '.join(BLOCKS)}"
_OF_USES: Final = frozenset({"use", *Kind})
"""Keys that say what entry is used."""

Item = Annotated[Use | AnyBlock, ReadBy(read_item)]
"""What a section contains."""


class Section(Struct, frozen=True, kw_only=True):
    """A part of a handout."""

    origin: Given[Origin]
    heading: Text | None = None
    """Its heading."""
    phase: Phase | None = None
    """When it is the one to do, such as `weeks 1-2`, `day 1`, `week 6 on` or any words; each phase
    has its own programme at a glance, minutes and log."""
    intro: Text | None = None
    """Text before its entries; empty lines separate paragraphs."""
    entries: tuple[Item, ...] = ()
    """Ids of entries, uses with fields that differ in this handout, entries written in place, and
    blocks: `[clamshell, {use: wall-sit, note: Only if it feels easy.}, {text: Rest now.}]`."""
    content: tuple[Item, ...] = ()
    """The same by another name, for a section that is mostly blocks."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if the items are given by both names."""
        if self.entries and self.content:
            hint = "write all of them under 'content'"
            yield Problem("'entries' and 'content' are the same list", self.origin, hint)

    @property
    def items(self) -> tuple[Use | AnyBlock, ...]:
        """Its entries and blocks, in order."""
        return self.entries or self.content

    @property
    def uses(self) -> tuple[Use, ...]:
        """The entries that it uses, in order."""
        return tuple(item for item in self.items if isinstance(item, Use))


class Call(Struct, frozen=True, kw_only=True):
    """Whom to call."""

    origin: Given[Origin]
    name: Text | None = None
    """The name of a person or place."""
    phone: Text | None = None
    """The telephone number; that of the clinic by default."""
    hours: Text | None = None
    """When someone answers, such as `Monday to Friday, 8 to 4`."""


class Emergency(Struct, frozen=True, kw_only=True):
    """When to call an ambulance."""

    origin: Given[Origin]
    heading: Text | None = None
    """What to do; by default, to call the number now."""
    signs: tuple[Text, ...]
    """The signs of an emergency."""
    phone: Text | None = None
    """The number to call, such as `'999'`; that of the clinic by default."""


class Stop(Struct, frozen=True, kw_only=True):
    """When to stop, and whom to call, in a box on the first page."""

    origin: Given[Origin]
    heading: Text | None = None
    """The heading of the box."""
    signs: tuple[Text, ...] = ()
    """Signs to stop and call; without any, the box says whom to call."""
    call: Call | None = None
    """Whom to call: `{name: Hand clinic, phone: 01632 960 123}`."""
    emergency: Emergency | None = None
    """When to call an ambulance: `{signs: [You cannot breathe.], phone: '999'}`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if the box is empty, or its heading stands over nothing."""
        call = self.call
        called = call and (call.name or call.phone or call.hours)
        if not (self.signs or called) and (self.heading or not self.emergency):
            hint = "write 'signs: […]', or 'call: {name: …, phone: …}'"
            yield Problem("there are no signs here, and nobody to call", self.origin, hint)


class Show(Struct, frozen=True, kw_only=True):
    """What is printed; what is not said stays as the edition has it."""

    origin: Given[Origin]
    glance: bool | None = None
    """The programme at a glance: `yes` or `no`."""
    minutes: bool | None = None
    """How long a session takes."""
    level: bool | None = None
    """How hard an entry is."""
    why: bool | None = None
    """What an entry is good for."""
    author: bool | None = None
    """Who wrote the handout."""
    sources: bool | None = None
    """The sources."""
    log: bool | None = None
    """The log: `no` leaves out that of the handout for one patient."""


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


class LogBy(StrEnum):
    """What the patient ticks off in a log."""

    SESSION = auto()
    ENTRY = auto()


class LogColumn(StrEnum):
    """What the patient writes down each day, as a number from 0 to 10."""

    PAIN = auto()
    EFFORT = auto()


class Log(Struct, frozen=True, kw_only=True):
    """A grid in which the patient ticks off sessions."""

    origin: Given[Origin]
    weeks: Weeks | None = None
    """The number of weeks, from 1 to 26, also of a phase without an end; required unless the
    phases of the handout say it."""
    by: LogBy = LogBy.SESSION
    """What is ticked off: `session`, all that is done at a time, or `entry`, each exercise and
    stretch by itself."""
    columns: tuple[LogColumn, ...] = ()
    """What is written down each day from 0 to 10: `[pain, effort]`, or one of them."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if a column is named twice."""
        once = dict.fromkeys(self.columns)
        if len(once) < len(self.columns):
            hint = f"write 'columns: [{', '.join(once)}]'"
            yield Problem("a column of the log is named twice", self.origin, hint)


class Weeks(Struct, frozen=True):
    """The number of weeks of a log, from 1 to 26: '4'."""

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
    written: Given[Mapping]
    """Its fields, for a program to lay its own over them."""
    title: Text
    """The title on the first page."""
    subtitle: Text | None = None
    """A line under the title, such as who it is for."""
    language: LanguageTag = LanguageTag("en")
    """The language of its text: `en`, `es`, `pt-BR` and so on."""
    translation: Translation | None = None
    """Who answers for it, if it is a translation: `{status: machine}`."""
    intro: Text | None = None
    """Text before the exercises; empty lines separate paragraphs."""
    sections: tuple[Section, ...] = ()
    """The entries and blocks, in sections; at least one."""
    stop_if: tuple[Text, ...] = ()
    """Signs to stop and call, in a box on the first page, as a list; the short form of 'stop'."""
    stop: Stop | None = None
    """When to stop, and whom to call."""
    tip: Tip | None = None
    """A call-out after the exercises."""
    summary: Text | None = None
    """A short summary, after the exercises."""
    author: Author | None = None
    """The author."""
    sources: tuple[Source, ...] = ()
    """Sources besides those of its entries."""
    reviewed: Reviewed | None = None
    """Who answers for it: `{by: Kim Vale, date: 2026-03-02}`; printed with the sources."""
    show: Show | None = None
    """What is printed or left out, such as `{glance: no, minutes: no}`."""
    cast: PersonName | None = None
    """Who is drawn in its figures: `Ruth`. docs/figures.md shows who there is."""
    log: Log | None = None
    """A grid to tick off sessions, `{weeks: 4}`, or each entry, `{weeks: 4, by: entry}`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is nothing in it."""
        if not any(section.items for section in self.sections):
            hint = "write 'sections: [{heading: Exercises, entries: [clamshell]}]'"
            yield Problem("the handout has no entries and no blocks", self.origin, hint)
        if self.stop and self.stop_if:
            hint = "write all of it under 'stop'"
            yield Problem("'stop_if' is short for 'stop'", self.places["stop_if"], hint)

    @property
    def signs(self) -> Stop | None:
        """When to stop, by either name."""
        if self.stop_if:
            return Stop(origin=self.places["stop_if"], signs=self.stop_if)
        return self.stop

    @property
    def shown_log(self) -> Log | None:
        """Its log, unless it is left out."""
        return None if self.show and self.show.log is False else self.log

    @property
    def phases(self) -> dict[str, Phase]:
        """The phases of its sections by their keys, in order."""
        return {section.phase.key: section.phase for section in self.sections if section.phase}

    def uses(self) -> Iterator[Use]:
        """Yield every use of an entry, in order."""
        for section in self.sections:
            yield from section.uses
