"""A dose, and the dosage that one or several make up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final, Self

from msgspec import Struct

from handout.decoding import Given, GrammarError, read_record, written_as
from handout.dosage.amounts import (
    METRES,
    NUMBER,
    STRETCHES,
    UNITS,
    Distance,
    Duration,
    Hold,
    Pause,
    Range,
    Repetitions,
    Span,
)
from handout.dosage.frequencies import FIXED, IN_FIGURES, ORDINALS, Frequency, Weekday
from handout.dosage.misplaced import misplaced_hint
from handout.dosage.sides import Part, Side, Which
from handout.dosage.times import TIMES_OF_DAY, Phase, Times
from handout.errors import Origin, Problem, Problems, Severity
from handout.located import Mapping, Node, Sequence, Text
from handout.shapes import Fields, ListOf, Shape


class Tempo(Struct, frozen=True):
    """Seconds down, held, and up: '3-1-3'."""

    down: int
    hold: int
    up: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse three numbers of seconds, of which the second may be 0."""
        match = re.fullmatch(r"([1-9][0-9]?)-([0-9]|[1-9][0-9])-([1-9][0-9]?)", text)
        if not match:
            hint = "write 3-1-3: seconds down, hold, up; or 'pace: …' in words"
            raise GrammarError(f"must be three numbers, not '{text}'", hint)
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return f"{self.down}-{self.hold}-{self.up}"


class Dose(Struct, frozen=True, kw_only=True):
    """How much of an exercise to do, and how often."""

    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each value; a handout may replace some of them."""
    label: Text | None = None
    """A name for this dose, if the entry has several: `Slow squeezes`."""
    phase: Phase | None = None
    """When this dose is the one to do, if the entry has several: `weeks 1-2`."""
    sets: Range | None = None
    """Sets per session."""
    repetitions: Repetitions | None = written_as("reps")
    """Repetitions per set."""
    hold: Hold | None = None
    """How long to hold each repetition: a time, or a number of breaths."""
    duration: Span | None = None
    """How long a set lasts, if it is timed rather than counted."""
    distance: Distance | None = None
    """How far to go in a set: metres, steps, lengths."""
    pause: Pause | None = None
    """A time, and when or where to pause."""
    rest: Span | None = None
    """How long to rest between sets."""
    side: Side | None = None
    """Which side of the body, or which direction; leave it out if it does not matter."""
    load: Text | None = None
    """A weight or a band, in words: `5 kg`, `light green band`, `light dumbbell or none`."""
    intensity: Text | None = None
    """How hard it should feel, in words: `3 out of 10`."""
    limit: Text | None = None
    """How far to go, in words: `pain up to 3 out of 10`, `within comfort`."""
    tempo: Tempo | None = None
    """The speed of a movement: seconds down, held, and up."""
    pace: Text | None = None
    """The speed in words, or of a metronome: `slow`, `60 beats a minute`."""
    per_day: Range | None = None
    """Sessions per day."""
    times: Times | None = None
    """When in the day: `[8 am, noon, 6 pm]`, `[morning, bedtime]`; as many sessions as times."""
    frequency: Frequency | None = None
    """How often, and on which days."""
    weeks: Range | None = None
    """How many weeks the programme lasts."""
    text: Text | None = None
    """A line that prints as it stands: `As shown in clinic.` Nothing is computed from it."""

    @property
    def sessions_a_day(self) -> Range | None:
        """How many times a day, if the dose gives a number."""
        if self.times:
            return Range(len(self.times.words), len(self.times.words))
        return self.per_day or (self.frequency.times_a_day if self.frequency else None)

    @property
    def label_key(self) -> str:
        """Its label, in the form in which labels are compared."""
        return " ".join(str(self.label or "").casefold().split())

    @property
    def says_nothing(self) -> bool:
        """Whether it has no value besides its names."""
        fields = (name for name in self.__struct_fields__ if name not in _NAMES)
        return not any(getattr(self, name) for name in fields)

    def check(self) -> Iterator[Problem]:
        """Report what is said twice; warn about numbers that are probably mistakes."""
        yield from self._repeated()
        for key, readings in _READINGS.items():
            value = str(getattr(self, key) or "")
            if re.fullmatch(NUMBER, value):
                hint = f"write {' or '.join(each.format(value) for each in readings)}"
                yield Problem(f"'{key}' has two readings: '{value}'", self.places[key], hint)
        yield from self._misplaced()
        held = self.hold.span if self.hold else None
        if held and self.tempo and {held.low.seconds, held.high.seconds} != {self.tempo.hold}:
            message = f"'hold' is {held}, and 'tempo' has a hold of {self.tempo.hold} s"
            hint = "if both are meant, say in the steps where each of them is; else remove one"
            yield Problem(message, self.places["hold"], hint, Severity.WARNING)
        if self.rest and not (self.sets and self.sets.high > 1):
            message = "'rest' is the time between sets, but there is only one"
            hint = "say how many sets there are; a rest between repetitions is a 'pause'"
            yield Problem(message, self.places["rest"], hint, Severity.WARNING)
        counts = {
            "sets": self.sets,
            "reps": self.repetitions and self.repetitions.count,
            "per_day": self.per_day,
            "weeks": self.weeks,
        }
        for key, count in counts.items():
            if count and count.high > _HIGHEST_COUNT[key]:
                yield self._unusual(key, str(count))
        spans = {
            "hold": self.hold and self.hold.span,
            "duration": self.duration,
            "pause": self.pause and self.pause.span,
            "rest": self.rest,
        }
        for key, span in spans.items():
            if span and span.high > _LONGEST[key]:
                yield self._unusual(key, str(span))

    def _repeated(self) -> Iterator[Problem]:
        """Report that two fields say how often a day."""
        often = self.frequency and self.frequency.within_a_day
        if self.per_day and often:
            message = "'frequency' and 'per_day' both say how often a day"
            yield Problem(message, self.places["frequency"], "leave one of them empty")
        if not self.times:
            return
        count = self.sessions_a_day
        for key, other in (("per_day", self.per_day), ("frequency", often)):
            if other and other != count:
                message = (
                    f"'times' has {len(self.times.words)}, but '{key}' is '{getattr(self, key)}'"
                )
                hint = f"leave out '{key}', or write as many times"
                yield Problem(message, self.places["times"], hint)

    def _misplaced(self) -> Iterator[Problem]:
        """Warn of repetitions that say the side or the frequency, which they print as written."""
        written = str(self.repetitions or "")
        hint = misplaced_hint(written)
        if hint:
            message = f"'reps' says more than how many: '{written}'"
            yield Problem(message, self.places["reps"], hint, Severity.WARNING)

    def _unusual(self, key: str, value: str) -> Problem:
        message = f"'{key}' is unusually high: {value}"
        return Problem(message, self.places[key], "check the number", Severity.WARNING)


_NAMES: Final = frozenset({"origin", "places", "label", "phase"})
"""Fields that say which dose it is, and nothing of what to do."""
_READINGS: Final = {
    "limit": ("'pain up to {} out of 10'", "'{} degrees'"),
    "pace": ("'{} beats a minute'", "'{} steps a minute'"),
}
"""What a number without words may mean, by field."""
_HIGHEST_COUNT: Final = {"sets": 10, "reps": 100, "per_day": 24, "weeks": 104}
_LONGEST: Final = {
    "hold": Duration(Decimal(600)),
    "duration": Duration(Decimal(3 * 3600)),
    "pause": Duration(Decimal(600)),
    "rest": Duration(Decimal(1800)),
}


class Dosage(Struct, frozen=True, kw_only=True):
    """How much of an exercise to do, and how often: one dose or several."""

    origin: Origin
    doses: tuple[Dose, ...]
    """Several are told apart by their labels and phases."""

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of the fields of a dose, and of a list of doses."""
        return Fields(Dose), ListOf(Fields(Dose))

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read the fields of a dose, or a list of doses."""
        if isinstance(node, Text):
            hint = "write {sets: 2, reps: 10}, or {text: …} for a line of your own"
            problems.error("'dosage' must contain fields", node.origin, hint)
            return None
        doses: list[Dose | None] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Mapping):
                doses.append(read_record(Dose, item, problems))
            else:
                hint = "write [{label: Slow, reps: 10}, {label: Quick, reps: 10}]"
                problems.error("each dose must contain fields", item.origin, hint)
                doses.append(None)
        complete = tuple(dose for dose in doses if dose)
        if len(complete) < len(doses):
            return None
        dosage = cls(origin=node.origin, doses=complete)
        found = [*dosage.check()]
        problems.extend(found)
        return None if found else dosage

    @property
    def sessions(self) -> list[tuple[Dose, ...]]:
        """The doses of a session in each phase.

        Doses add up; those of different phases are alternatives. A dose without a phase goes for
        all of them.
        """
        phases = [dose.phase for dose in self.doses if dose.phase]
        found = [
            tuple(
                dose for dose in self.doses if dose.phase is None or dose.phase.has_start_of(phase)
            )
            for phase in phases
        ]
        different = [doses for place, doses in enumerate(found) if doses not in found[:place]]
        return different or [self.doses]

    @property
    def side(self) -> Side | None:
        """The side of all doses, if it is the same."""
        sides = {dose.side for dose in self.doses}
        return sides.pop() if len(sides) == 1 else None

    @property
    def most_sessions_a_day(self) -> int:
        """The most sessions on one day; different times of day are different sessions."""
        return max(map(_sessions_a_day, self.sessions), default=1)

    def check(self) -> Iterator[Problem]:
        """Report doses that cannot be told apart, and those without anything to do."""
        if not self.doses:
            yield Problem("'dosage' is an empty list", self.origin, "write at least one dose")
        for dose in self.doses:
            named = bool(dose.label or dose.phase)
            if dose.says_nothing and (named or len(self.doses) > 1):
                message = "this dose does not say how much to do"
                yield Problem(message, dose.origin, "write its sets, reps or hold, or 'text: …'")
            elif not named and len(self.doses) > 1:
                message = "each of several doses needs a name"
                hint = (
                    "write 'label: …' for doses of one session,"
                    " 'phase: weeks 1-2' for one after the other"
                )
                yield Problem(message, dose.origin, hint)
        for one, other in combinations(self.doses, 2):
            if one.label_key != other.label_key:
                continue
            if one.phase is None and other.phase is None and one.label:
                message = f"two doses have the label '{one.label}'"
                yield Problem(message, other.origin, "give each a label of its own")
            elif one.phase and other.phase and one.phase.overlaps(other.phase):
                message = f"the phases '{one.phase}' and '{other.phase}' overlap"
                hint = "a day has one dose: end a phase before the next begins, or add labels"
                yield Problem(message, other.places["phase"], hint)


def _sessions_a_day(doses: tuple[Dose, ...]) -> int:
    """Return the most sessions on one day of doses that go together."""
    times = {word for dose in doses if dose.times for word in dose.times.words}
    counts = [dose.sessions_a_day.high for dose in doses if dose.sessions_a_day]
    return max(len(times), *counts, 1)


VOCABULARY: Final = frozenset(
    {
        *(*UNITS, *METRES, *STRETCHES, *IN_FIGURES, *ORDINALS, *FIXED, *Which, *Part),
        *(word for day in Weekday for word in (day.value, day.name.casefold())),
        *("reps", "times", "days", "week", "breaths", "every", "per", "while awake", "until tired"),
        *(*TIMES_OF_DAY, "am", "pm", "from", "on", "phase", "beats", "minute"),
    }
)
"""Words and phrases of dosages."""
