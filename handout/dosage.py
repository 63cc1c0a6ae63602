"""The dosage of an exercise: how much to do, and how often.

Each type parses the form that a clinician writes, and `str()` returns that form. `wording.dosages`
renders the phrases that a patient reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self

from msgspec import Struct

from handout.decoding import Given, GrammarError, written_as
from handout.errors import Origin, Problem, Problems, Severity, suggestion
from handout.located import Node, Sequence, Text

_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?"
_DASH: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\b(?i:to)\b)\s*")
_TIMES: Final = re.compile(rf"^({_NUMBER})\s*[x×]\s*({_NUMBER})", re.IGNORECASE)  # noqa: RUF001


def _whole(text: str) -> int:
    """Return a text as a whole number of at least 1."""
    if re.fullmatch(r"[0-9]+\.[0-9]+", text):
        raise GrammarError(f"must be a whole number, not '{text}'", "write 2 or 2-3")
    if not re.fullmatch(r"[0-9]+", text):
        times = _TIMES.match(text)
        if times:
            hint = f"write 'sets: {times[1]}' and 'reps: {times[2]}'"
            raise GrammarError(f"cannot be '{text}'", hint)
        raise GrammarError(f"must be a number, not '{text}'", "write 12 or 12-15")
    if len(text) > 6:
        raise GrammarError("is far too large", "check the number")
    if text.startswith("0"):
        raise GrammarError(f"cannot be '{text}'", "write a number from 1, without leading zeros")
    return int(text)


class Range(Struct, frozen=True):
    """A whole number or a range: '3', '2-3'."""

    low: int
    high: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse '3', '2-3' or '2 to 3'; raise GrammarError for zero, halves and reversed ranges."""
        parts = _DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a number or a range, not '{text}'", "write 12 or 12-15")
        low, high = _whole(parts[0]), _whole(parts[-1])
        if low > high:
            raise GrammarError(
                f"must start with the smaller number, not '{text}'", f"write {high}-{low}"
            )
        return cls(low, high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


class Duration(Struct, frozen=True, order=True):
    """A length of time in seconds, above zero."""

    seconds: Decimal

    def __str__(self) -> str:
        return f"{self.seconds} s"


_UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-9]{2})")
_AMOUNT: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([^\W\d_]*)\.?")


class Span(Struct, frozen=True):
    """A duration or a range: '30 s', '1:30', '1-2 min'."""

    low: Duration
    high: Duration

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time with its unit, or m:ss."""
        parts = _DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a time, not '{text}'", "write 30 s, 1-2 min or 1:30")
        high, unit = _duration(parts[-1], None, text)
        low, _ = _duration(parts[0], unit, text)
        if low > high:
            hint = "write the shorter time first"
            raise GrammarError(f"must start with the shorter time, not '{text}'", hint)
        return cls(low, high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        return f"{self.low.seconds}-{self.high}"


def _duration(part: str, default: str | None, whole: str) -> tuple[Duration, str | None]:
    """Return a time and its unit; the first of a range may take the unit of the second."""
    clock = _CLOCK.fullmatch(part)
    if clock:
        minutes, seconds = int(clock[1]), int(clock[2])
        if seconds > 59:
            hint = f"write {minutes + seconds // 60}:{seconds % 60:02}"
            raise GrammarError(f"has more than 59 seconds: '{whole}'", hint)
        return _above_zero(Decimal(60 * minutes + seconds), whole), None
    amount = _AMOUNT.fullmatch(part)
    if not amount:
        raise GrammarError(f"must be a time, not '{whole}'", "write 30 s, 1-2 min or 1:30")
    number, unit = amount[1], amount[2].casefold() or default
    if re.match(r"0[0-9]", number):
        raise GrammarError(f"cannot be '{whole}'", "write the number without leading zeros")
    if not unit:
        form = "30 s, 1-2 min or 1:30" if re.search(r"[^\W\d]|:", whole) else f"{whole} s"
        raise GrammarError(f"needs a unit: '{whole}'", f"write {form}")
    if unit not in _UNITS:
        hint = suggestion(unit, _UNITS) or "use s, min or h"
        raise GrammarError(f"has an unknown unit: '{amount[2]}'", hint)
    return _above_zero(Decimal(number) * _UNITS[unit], whole), unit


def _above_zero(seconds: Decimal, whole: str) -> Duration:
    if seconds <= 0:
        raise GrammarError(f"must be more than zero, not '{whole}'", "write 30 s or 1 min")
    if seconds > 999_999:
        raise GrammarError(f"is far too long: '{whole}'", "check the number and its unit")
    return Duration(seconds.normalize() + 0)


class Repetitions(Struct, frozen=True):
    """How many times a movement is done in a set: '12-15', '10-12 steps', 'until tired'."""

    count: Range | None
    """None if words say when to stop."""
    unit: str
    """What is counted, as written; empty for plain repetitions."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a count with or without a unit, or words such as 'until tired'."""
        if re.match(r"(until|as)\s+\S", text, re.IGNORECASE):
            return cls(None, text)
        head = re.match(rf"{_NUMBER}(?:{_DASH.pattern}{_NUMBER})?", text)
        if not head or _TIMES.match(text):
            return cls(Range.parse(text), "")
        unit = text[head.end() :].strip()
        if unit.casefold() in _UNITS:
            hint = f"write 'hold: {text}' or 'duration: {text}'"
            raise GrammarError(f"is a number of movements, not a time: '{text}'", hint)
        if unit and not re.fullmatch(r"[^\W\d_]\D*", unit):
            raise GrammarError(f"cannot be '{text}'", "write 12, 12-15, 10 steps or until tired")
        plain = unit.casefold() in {"rep", "reps", "repetition", "repetitions"}
        return cls(Range.parse(head[0]), "" if plain else unit)

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.count or ""), self.unit) if part)


class Pause(Struct, frozen=True):
    """A time, and when or where to pause: '20-30 s on tender spots'."""

    span: Span
    where: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time followed by words."""
        one = rf"(?:[0-9]+:[0-9]{{2}}|{_NUMBER}(?:\s*(?:{'|'.join(_UNITS)})\b\.?)?)"
        head = re.match(rf"{one}(?:{_DASH.pattern}{one})?", text, re.IGNORECASE)
        if not head:
            raise GrammarError(f"must start with a time, not '{text}'", "write 20 s at the top")
        return cls(Span.parse(head[0]), text[head.end() :].strip())

    def __str__(self) -> str:
        return f"{self.span} {self.where}".strip()


class Side(StrEnum):
    """Which side of the body, or which direction."""

    EACH_SIDE = "each side"
    EACH_LEG = "each leg"
    EACH_ARM = "each arm"
    EACH_HAND = "each hand"
    EACH_FOOT = "each foot"
    EACH_DIRECTION = "each direction"
    ALTERNATING = "alternating"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both together"


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
            hint = "write 3-1-3: seconds down, hold, up"
            raise GrammarError(f"must be three numbers, not '{text}'", hint)
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return f"{self.down}-{self.hold}-{self.up}"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse 'mon' or 'Monday'."""
        word = text.casefold()
        for day in cls:
            if word in {day.value, day.name.casefold()}:
                return day
        hint = suggestion(word, [day.value for day in cls]) or "write [mon, wed, fri]"
        raise GrammarError(f"has an unknown day: '{text}'", hint)


_DAYS_HINT: Final = "write daily, every other day, 3 days a week or [mon, wed, fri]"


class Frequency(Struct, frozen=True):
    """On which days: at an interval, on a number of days a week, or on named days."""

    every: int = 0
    """1 for daily, 2 for every other day; 0 if one of the next two fields applies."""
    days_a_week: Range | None = None
    weekdays: tuple[Weekday, ...] = ()

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a text, or a list of weekdays."""
        if not isinstance(node, Text | Sequence):
            problems.error("'frequency' must be text or a list of days", node.origin, _DAYS_HINT)
            return None
        try:
            if isinstance(node, Text):
                return cls.parse(" ".join(node.value.split()))
            days = [item.value.strip() if isinstance(item, Text) else "" for item in node.items]
            return cls._of_days(days)
        except GrammarError as error:
            problems.error(f"'frequency' {error.message}", node.origin, error.hint)
            return None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse 'daily', 'every other day', '3-4 days a week' or 'mon, wed'."""
        word = text.casefold()
        if word in {"daily", "every day"}:
            return cls(every=1)
        if word == "every other day":
            return cls(every=2)
        match = re.fullmatch(r"(.+?) (?:days?|times|x) (?:a|per|each|every) week", word)
        if match:
            days = Range.parse(match[1])
            if days.high > 7:
                raise GrammarError(f"has more than 7 days a week: '{text}'", "write 3 days a week")
            return cls(days_a_week=days)
        if re.fullmatch(r"[^\W\d_]+(?:\s*,\s*[^\W\d_]+)*", word) and word[:3] in list(Weekday):
            return cls._of_days(re.split(r"\s*,\s*", word))
        raise GrammarError(f"cannot be '{text}'", _DAYS_HINT)

    @classmethod
    def _of_days(cls, words: list[str]) -> Self:
        days = tuple(Weekday.parse(word) for word in words)
        if not days or len(set(days)) < len(days):
            raise GrammarError(
                "must contain at least one day, and none twice", "write [mon, wed, fri]"
            )
        return cls(weekdays=tuple(sorted(days, key=list(Weekday).index)))

    def __str__(self) -> str:
        if self.every:
            return "daily" if self.every == 1 else "every other day"
        if self.days_a_week:
            return f"{self.days_a_week} days a week"
        return ", ".join(self.weekdays)


class Dosage(Struct, frozen=True, kw_only=True):
    """How much of an exercise to do, and how often."""

    origin: Given[Origin]
    places: Given[dict[str, Origin]]
    """The position of each value; a handout may replace some of them."""
    sets: Range | None = None
    """Sets per session."""
    repetitions: Repetitions | None = written_as("reps")
    """Repetitions per set."""
    hold: Span | None = None
    """How long to hold each repetition."""
    duration: Span | None = None
    """How long a set lasts, if it is timed rather than counted."""
    pause: Pause | None = None
    """A time, and when or where to pause."""
    rest: Span | None = None
    """How long to rest between sets."""
    side: Side | None = None
    """Which side of the body, or which direction; leave it out if it does not matter."""
    load: Text | None = None
    """A weight or a band, in words; name a band's strength, not only its colour."""
    intensity: Text | None = None
    """How hard it should feel, in words."""
    tempo: Tempo | None = None
    """The speed of a movement: seconds down, held, and up."""
    per_day: Range | None = None
    """Sessions per day."""
    frequency: Frequency | None = None
    """On which days."""
    weeks: Range | None = None
    """How many weeks the programme lasts."""

    def check(self) -> Iterator[Problem]:
        """Warn about numbers that are probably mistakes."""
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
            "hold": self.hold,
            "duration": self.duration,
            "pause": self.pause and self.pause.span,
            "rest": self.rest,
        }
        for key, span in spans.items():
            if span and span.high > _LONGEST[key]:
                yield self._unusual(key, str(span))

    def _unusual(self, key: str, value: str) -> Problem:
        message = f"'{key}' is unusually high: {value}"
        return Problem(message, self.places[key], "check the number", Severity.WARNING)


_HIGHEST_COUNT: Final = {"sets": 10, "reps": 100, "per_day": 24, "weeks": 104}
_LONGEST: Final = {
    "hold": Duration(Decimal(600)),
    "duration": Duration(Decimal(3 * 3600)),
    "pause": Duration(Decimal(600)),
    "rest": Duration(Decimal(1800)),
}
