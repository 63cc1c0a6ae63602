"""Programs: one patient's version of a handout, with its visit and its changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import ClassVar, Final, Self

from msgspec import Struct

from handout import shapes
from handout.dates import parse_appointment, parse_birth_date
from handout.decoding import YES_NO, Given, field_names, read_value
from handout.dosage import Phase
from handout.errors import Origin, Problem, Problems, Severity
from handout.located import Data, Field, Mapping, Node, Sequence, Text, is_empty
from handout.model import (
    Date,
    Entry,
    Handout,
    Log,
    Show,
    Stop,
    Use,
    UseFields,
    WrittenExercise,
    WrittenStretch,
)


class Appointment(Struct, frozen=True):
    """A day with or without a time: '2026-03-16', '2026-03-16 14:30', '16 March 2026, 2.30 pm'."""

    day: date
    at: time | None = None
    """The time of day."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the day and time; raise GrammarError if there is no such day or time."""
        return cls(*parse_appointment(text))


class BirthDate(Struct, frozen=True):
    """A day that no message repeats: '1951-04-03', '3.4.1951', '3 April 1951'."""

    day: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the day; raise GrammarError if there is no such day."""
        return cls(parse_birth_date(text))


class Patient(Struct, frozen=True, kw_only=True):
    """The patient, of whom nothing is ever in logs or in the metadata of a file."""

    origin: Given[Origin]
    name: Text | None = None
    """The name that is printed."""
    birth_date: BirthDate | None = None
    """The date of birth, printed beside the name."""
    record: Text | None = None
    """The number of the patient's record, printed beside the name."""


class Clinician(Struct, frozen=True, kw_only=True):
    """The clinician who hands out the handout and answers questions."""

    origin: Given[Origin]
    name: Text
    """The name that is printed."""
    credentials: Text | None = None
    """A profession or degrees, such as `Physiotherapist`."""
    phone: Text | None = None
    """The number to call with questions."""


class UsedHandout(Struct, frozen=True):
    """The handout of a program: the id of one, or a handout that is written in the program."""

    name: Text
    """Its id, or the title of the one that is written here."""
    written: Mapping | None = None
    """The fields of a handout that is written here."""

    @classmethod
    def shapes(cls) -> tuple[shapes.Shape, ...]:
        """Return the shapes of an id and of the fields of a handout."""
        return shapes.AnyText(), shapes.Fields(Handout)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read an id, or `{title: …, sections: […]}`, of which all else is read when it is used."""
        if isinstance(node, Text):
            return cls(node)
        if isinstance(node, Mapping):
            title = node.fields.get("title")
            name = title.value if title and isinstance(title.value, Text) else None
            return cls(name or Text("", node.origin), node)
        hint = "write the id of a handout, or {title: …, sections: […]}"
        problems.error("'handout' must be an id, or contain fields", node.origin, hint)
        return None

    def __str__(self) -> str:
        return self.name.value


class AdditionFields(UseFields, frozen=True, kw_only=True):
    """An added entry: its id, its section, and any fields of the entry that are different here."""

    section: Text | None = None
    """The heading of the section that it is added to, at its end."""


class AddedExercise(WrittenExercise, frozen=True, kw_only=True):
    """An added exercise that is written in the program, without a file of its own."""

    section: Text | None = None
    """The heading of the section that it is added to, at its end."""


class AddedStretch(WrittenStretch, frozen=True, kw_only=True):
    """An added stretch that is written in the program, without a file of its own."""

    section: Text | None = None
    """The heading of the section that it is added to, at its end."""


class Addition(Struct, frozen=True):
    """An entry that is added to the handout."""

    use: Use
    section: Text | None
    """The heading of the section that it is added to; optional if there is only one."""

    @classmethod
    def shapes(cls) -> tuple[shapes.Shape, ...]:
        """Return the shapes of an id, and of an id or an entry with its section and changes."""
        forms = (AdditionFields, AddedExercise, AddedStretch)
        return shapes.AnyText(), *(shapes.Changes(Entry, beside=form) for form in forms)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read an id, or `{use: id, section: heading, …changes}`."""
        section = node.fields.get("section") if isinstance(node, Mapping) else None
        if section and not isinstance(section.value, Text):
            problems.error("'section' must be the heading of a section", section.key.origin)
            return None
        rest = node.without("section") if isinstance(node, Mapping) else node
        use = Use.from_node(rest, problems)
        if use is None:
            return None
        heading = section.value if section and isinstance(section.value, Text) else None
        return cls(use, None if heading is None or is_empty(heading) else heading)


class Change(Struct, frozen=True):
    """Fields laid over those of an entry."""

    entry: Text
    fields: Mapping
    phase: Phase | None = None
    """The phase whose use of the entry is changed; all uses by default."""
    origin: Origin | None = None
    """Where the phase is named."""

    @classmethod
    def from_node(cls, entry: Text, node: Node, problems: Problems) -> Self | None:
        """Read `{field: …}`, with or without a phase."""
        if not isinstance(node, Mapping):
            message = f"the changes of '{entry}' must contain fields"
            problems.error(message, node.origin, _CHANGES_HINT)
            return None
        written = node.fields.get("phase")
        if written is None or is_empty(written.value):
            return cls(entry, node.without("phase"))
        phase = read_value(Phase, written.value, "phase", problems)
        if phase is None:
            return None
        return cls(entry, node.without("phase"), phase, written.value.origin)


_CHANGES_HINT: Final = "write {clamshell: {dosage: {sets: 3}}}"


class ChangeFields(Struct, frozen=True, kw_only=True):
    """Changes for one patient: any fields of the entry that are different here."""

    phase: Phase | None = None
    """The phase whose use of the entry is changed; all uses by default."""


class Changes(Struct, frozen=True):
    """The changes of a program in their order; the last one of a field wins."""

    items: tuple[Change, ...] = ()

    @classmethod
    def shapes(cls) -> tuple[shapes.Shape, ...]:
        """Return the shape of fields by the ids of entries."""
        change = shapes.Changes(Entry, beside=ChangeFields)
        return (shapes.ByName(shapes.OneOf((change, shapes.ListOf(change)))),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read `{entry: {field: …}}`, with a list of such fields for several phases."""
        if not isinstance(node, Mapping):
            problems.error("'changes' must contain ids of entries", node.origin, _CHANGES_HINT)
            return None
        written = [
            (change.key, each)
            for change in node.fields.values()
            for each in (
                change.value.items if isinstance(change.value, Sequence) else (change.value,)
            )
            if not is_empty(each)
        ]
        changes = [Change.from_node(entry, each, problems) for entry, each in written]
        return cls(tuple(change for change in changes if change))

    def of(self, entry: str, phase: Phase | None) -> Mapping | None:
        """Return the fields that are changed in the use of an entry in a phase, if any are."""
        changed: Mapping | None = None
        for change in self.items:
            anywhere = change.phase is None or (phase and change.phase.key == phase.key)
            if change.entry.value == entry and anywhere:
                changed = changed.overlaid(change.fields) if changed else change.fields
        return changed


class PartChanges(Struct, frozen=True):
    """Fields laid over those that the handout has under the same key."""

    fields: Mapping
    record: ClassVar[type[Struct]]
    """What they are part of."""

    @classmethod
    def shapes(cls) -> tuple[shapes.Shape, ...]:
        """Return the shape of some fields of the record."""
        return (shapes.Changes(cls.record),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read the fields as they stand; only with those of the handout they are complete."""
        if isinstance(node, Mapping):
            return cls(node)
        names = ", ".join(f"{name}: …" for name in field_names(cls.record))
        key = cls.record.__name__.lower()
        problems.error(f"'{key}' must contain fields", node.origin, f"write {{{names}}}")
        return None


class StopChanges(PartChanges, frozen=True):
    """What a program says of when to stop and whom to call."""

    record = Stop


class LogChanges(PartChanges, frozen=True):
    """What a program says of the log."""

    record = Log

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read the fields as they stand; a 'no' belongs to what is shown."""
        if isinstance(node, Text) and YES_NO.get(node.value.casefold()) is False:
            hint = "to leave the log out, write show: {log: no}"
            problems.error("'log' must contain fields", node.origin, hint)
            return None
        return super().from_node(node, problems)


class ShowChanges(PartChanges, frozen=True):
    """What a program says of what is printed."""

    record = Show


class HomeProgram(Struct, frozen=True, kw_only=True):
    """One patient's version of a handout."""

    id: Given[str]
    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each field."""
    handout: UsedHandout
    """The id of its handout, such as `it-band-pain`; or all fields of a handout of its own."""
    title: Text | None = None
    """The title on the page, in place of the handout's; the file's own title stays that one."""
    patient: Patient | None = None
    """The patient."""
    name_on_pages: bool = False
    """`yes` prints the patient's name at the foot of each page and on each card."""
    goals: tuple[Text, ...] = ()
    """What the patient wants to be able to do, on the first page: `[Walk to the shop.]`"""
    clinician: Clinician | None = None
    """The clinician who hands it out."""
    date: Date | None = None
    """The day of the visit."""
    next_visit: Appointment | None = None
    """The day of the next visit, and the time if there is one: `2026-03-16 14:30`"""
    note: Text | None = None
    """A note from the clinician to the patient."""
    stop: StopChanges | None = None
    """When to stop and whom to call, laid over what the handout says field by field: with
    `{call: {phone: 01632 960 456}}` its signs stay; a list replaces the list."""
    log: LogChanges | None = None
    """The log, laid over the handout's: `{weeks: 6}`."""
    show: ShowChanges | None = None
    """What is printed or left out, laid over what the handout says: `{minutes: yes}`."""
    omit: tuple[Text, ...] = ()
    """Ids of entries to leave out: `[foam-roll-outer-thigh]`."""
    add: tuple[Addition, ...] = ()
    """Entries to add: ids such as `[wall-sit]`, or the fields of an addition."""
    changes: Changes = Changes()
    """Fields to replace, by the id of the entry: `{clamshell: {dosage: {sets: 3}}}`."""

    def check(self) -> Iterator[Problem]:
        """Yield what does not go together: dates, and a name to print that is missing."""
        born = self.patient.birth_date if self.patient else None
        if self.date and born and born.day > self.date.day:
            message = f"'birth_date' is after 'date', {self.date.day}"
            yield Problem(message, self.places["patient"], "check both dates")
        if self.date and self.next_visit and self.next_visit.day < self.date.day:
            message = f"'next_visit' is before 'date', {self.date.day}"
            yield Problem(message, self.places["next_visit"], "check both dates")
        if self.name_on_pages and not (self.patient and self.patient.name):
            message = "there is no name to print on each page"
            hint = "write patient: {name: …}, or remove 'name_on_pages'"
            yield Problem(message, self.places["name_on_pages"], hint, Severity.WARNING)


def visit_data(
    *,
    patient: str | None = None,
    birth_date: str | None = None,
    record: str | None = None,
    date: str | None = None,
    next_visit: str | None = None,
    clinician: str | None = None,
) -> dict[str, Data]:
    """Return the facts of a visit as fields of a program, without empty ones."""
    data: dict[str, Data] = {}
    # Of another person, nothing that the program says about its patient is true.
    known: dict[str, Data] = {"name": patient, "birth_date": "", "record": ""} if patient else {}
    given: dict[str, Data] = {
        key: value for key, value in (("birth_date", birth_date), ("record", record)) if value
    }
    if known or given:
        data["patient"] = known | given
    if date:
        data["date"] = date
    if next_visit:
        data["next_visit"] = next_visit
    if clinician:
        # Another person, so the credentials and phone of the program's clinician do not apply.
        data["clinician"] = {"name": clinician, "credentials": "", "phone": ""}
    return data


def around_handout(fields: Mapping) -> Mapping:
    """Return the fields of a program that has a handout in place and changes nothing in it."""
    key = Text("handout", fields.origin)
    return Mapping({"handout": Field(key, fields)}, fields.origin)
