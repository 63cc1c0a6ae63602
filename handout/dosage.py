"""The dosage of an exercise: how much to do, and how often.

Each type parses the form that a clinician writes, and `str()` returns that form. `wording.dosages`
renders the phrases that a patient reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from math import inf, isinf
from typing import Any, Final, Self

from msgspec import Struct

from handout.decoding import Given, GrammarError, read_record, shape_of, written_as
from handout.errors import Origin, Problem, Problems, Severity, suggestion
from handout.located import Mapping, Node, Sequence, Text
from handout.shapes import AnyText, Fields, ListOf, Shape, Words

_FRACTIONS: Final = {"¼": Decimal("0.25"), "½": Decimal("0.5"), "¾": Decimal("0.75")}
_NUMBER: Final = r"(?:[0-9]*[¼½¾]|[0-9]+(?:\.[0-9]+)?)"
_DASH: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\b(?i:to)\b)\s*")
_TIMES: Final = re.compile(rf"({_NUMBER})\s*[x×]\s*({_NUMBER}.*)", re.IGNORECASE)  # noqa: RUF001


_NUMBER_FORM: Final = "write a number or a range, as in 3 or 2-3"
_TIME_FORM: Final = "write a time with its unit, as in 30 s, 1-2 min or 1:30"
"""Hints show a form; none proposes another dosage than the one that is written."""


def _whole(text: str) -> int:
    """Return a text as a whole number of at least 1."""
    if re.fullmatch(r"[0-9]+\.[0-9]+|[0-9]*[¼½¾]", text):
        raise GrammarError(f"must be a whole number, not '{text}'", _NUMBER_FORM)
    if not re.fullmatch(r"[0-9]+", text):
        raise GrammarError(f"must be a number, not '{text}'", _NUMBER_FORM)
    if len(text) > 6:
        raise GrammarError("is far too large", "check the number")
    if text.startswith("0"):
        raise GrammarError(f"cannot be '{text}'", "write a number from 1, without leading zeros")
    return int(text)


class Range(Struct, frozen=True):
    """A whole number or a range: '3', '2-3', '2 to 3'."""

    low: int
    high: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse '3', '2-3' or '2 to 3'; raise GrammarError for zero, halves and reversed ranges."""
        if times := _TIMES.match(text):
            raise GrammarError(f"cannot be '{text}'", _times_hint(times[1], times[2]))
        parts = _DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a number or a range, not '{text}'", _NUMBER_FORM)
        low, high = _whole(parts[0]), _whole(parts[-1])
        if low > high:
            hint = "write the smaller number first"
            raise GrammarError(f"must start with the smaller number, not '{text}'", hint)
        return cls(low, high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


def _times_hint(first: str, rest: str) -> str:
    """Return how to write '3 x 10', of which the second part may be a time."""
    # A hint for '2 x 3 x 4 x …' would be sought within a hint, without end.
    if _TIMES.match(rest):
        return "write each number in a field of its own: sets, reps, hold, duration"
    if _means(Span, rest):
        return (
            f"write 'reps: {first}' and 'hold: {rest}', or 'sets: {first}' and 'duration: {rest}'"
        )
    if _means(Repetitions, rest):
        return f"write 'sets: {first}' and 'reps: {rest}'"
    return "write each number in a field of its own: sets, reps, hold, duration"


def _means(kind: type[Span | Repetitions], text: str) -> bool:
    try:
        kind.parse(text)
    except GrammarError:
        return False
    return True


class Duration(Struct, frozen=True, order=True):
    """A length of time in seconds, above zero."""

    seconds: Decimal

    def __str__(self) -> str:
        return f"{self.seconds} s"


_UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-9]{2})")
_AMOUNT: Final = re.compile(
    r"((?:[0-9]{1,6}(?:\.[0-9]{1,3})?)?)([¼½¾]?)\s*([^\W\d_]*)\.?",
)


class Span(Struct, frozen=True):
    """A duration or a range: '30 s', '1:30', '1-2 min', '90 sec', '1½ minutes'."""

    low: Duration
    high: Duration

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time with its unit, or m:ss."""
        parts = _DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a time, not '{text}'", _TIME_FORM)
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
            hint = "write minutes and seconds up to 59, as in 1:30"
            raise GrammarError(f"has more than 59 seconds: '{whole}'", hint)
        return _above_zero(Decimal(60 * minutes + seconds), whole), None
    amount = _AMOUNT.fullmatch(part)
    number = amount[1] if amount else ""
    fraction = amount[2] if amount else ""
    if not amount or not number + fraction or ("." in number and fraction):
        raise GrammarError(f"must be a time, not '{whole}'", _TIME_FORM)
    unit = amount[3].casefold() or default
    if re.match(r"0[0-9]", number):
        raise GrammarError(f"cannot be '{whole}'", "write the number without leading zeros")
    if not unit:
        raise GrammarError(f"needs a unit: '{whole}'", _unit_hint(whole))
    if unit == "m":
        raise GrammarError(f"has two readings: '{whole}'", _metres_hint(whole))
    if unit not in _UNITS:
        raise GrammarError(f"has an unknown unit: '{amount[3]}'", "use s, min or h")
    value = Decimal(number or 0) + _FRACTIONS.get(fraction, 0)
    return _above_zero(value * _UNITS[unit], whole), unit


def _unit_hint(text: str) -> str:
    """Return the readings of a time without a unit."""
    if match := re.fullmatch(r"([0-9]+)\.([0-5][0-9])", text):
        return f"write '{match[1]}:{match[2]}' for minutes and seconds, or '{text} s'"
    return _TIME_FORM if re.search(r"[^\W\d]|:", text) else f"write {text} s or {text} min"


def _metres_hint(text: str) -> str:
    """Return both readings of a number with a bare 'm'."""
    minutes = re.sub(r"(?<![^\W\d_])m\b\.?", "min", text, flags=re.IGNORECASE)
    return f"write '{minutes}' for a time, or 'distance: {text}' for metres"


def _above_zero(seconds: Decimal, whole: str) -> Duration:
    if seconds <= 0:
        raise GrammarError(
            f"must be more than zero, not '{whole}'", "leave it out if there is none"
        )
    if seconds > 999_999:
        raise GrammarError(f"is far too long: '{whole}'", "check the number and its unit")
    return Duration(seconds.normalize() + 0)


_COUNT_FORM: Final = "write it as in 12, 12-15, 10 steps or until tired"


class Repetitions(Struct, frozen=True):
    """How often to do a movement in a set.

    Such as '12', '12-15', '10-12 steps', '5 breaths', '2-3 times', 'up to 10', 'until tired',
    'to fatigue' or 'as many as you can'.
    """

    count: Range | None
    """None if words say when to stop."""
    unit: str
    """What is counted, as written; empty for plain repetitions."""
    at_most: bool = False
    """Whether fewer are right too; the count then begins at 1."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a count with or without a unit, or words such as 'until tired'."""
        if re.match(r"(?:until|as|to)\s+[^\W\d_]", text, re.IGNORECASE):
            return cls(None, text[0].lower() + text[1:])
        if limit := re.fullmatch(r"up\s+to\s+(?!up\s)(.+)", text, re.IGNORECASE):
            most = cls.parse(limit[1])
            if most.at_most or not most.count or most.count.low < most.count.high:
                raise GrammarError(f"cannot be '{text}'", "write one number, as in up to 10")
            return cls(Range(1, most.count.high), most.unit, at_most=True)
        head = re.match(rf"{_NUMBER}(?:{_DASH.pattern}{_NUMBER})?", text)
        if not head or _TIMES.match(text):
            return cls(Range.parse(text), "")
        unit = text[head.end() :].strip()
        word = unit.casefold().partition(" ")[0].rstrip(".")
        if word == "m":
            hint = f"write 'duration: {head[0]} min' or 'distance: {head[0]} m'"
            raise GrammarError(f"is a number of movements, not '{text}'", hint)
        if word in _UNITS:
            time = f"{head[0]} {word}"
            hint = f"write 'hold: {time}' or 'duration: {time}'"
            raise GrammarError(f"is a number of movements, not a time: '{text}'", hint)
        if unit and not re.fullmatch(r"[^\W\d_]\D*", unit):
            raise GrammarError(f"cannot be '{text}'", _COUNT_FORM)
        plain = unit.casefold() in {"x", "rep", "reps", "repetition", "repetitions"}
        return cls(Range.parse(head[0]), "" if plain else unit)

    def __str__(self) -> str:
        count = f"up to {self.count.high}" if self.count and self.at_most else str(self.count or "")
        return " ".join(part for part in (count, self.unit) if part)


class Hold(Struct, frozen=True):
    """How long to hold: a time, or a number of calm breaths: '30 s', '1-2 s', '5 breaths'."""

    span: Span | None
    breaths: Range | None = None
    """Instead of a time."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time, or a number of breaths."""
        if match := re.fullmatch(r"(.+?)\s*breaths?", text, re.IGNORECASE):
            return cls(None, Range.parse(match[1]))
        if re.fullmatch("[1-9][0-9]*(?:-[0-9]+)?", text):
            raise GrammarError(f"needs a unit: '{text}'", f"write {text} s")
        return cls(Span.parse(text))

    def __str__(self) -> str:
        return f"{self.breaths} breaths" if self.breaths else str(self.span)


_METRES: Final = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
}
_STRETCHES: Final = (
    *("step", "steps", "lap", "laps", "length", "lengths", "block", "blocks"),
    *("yard", "yards", "foot", "feet", "mile", "miles"),
)
"""Units of distance that print as they are written."""


class Distance(Struct, frozen=True):
    """How far to go: '50 m', '10-15 m', '2 km', '20 steps', '3 laps'."""

    low: Decimal
    high: Decimal
    unit: str
    """'m' or 'km', or the word as written."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a number or a range with its unit."""
        number = r"([0-9]{1,6}(?:\.[0-9]{1,3})?)"
        match = re.fullmatch(rf"{number}(?:{_DASH.pattern}{number})?\s*([^\W\d_]+)", text)
        unit = match[3].casefold() if match else ""
        unit = _METRES.get(unit, unit)
        if not match or unit not in {"m", "km", *_STRETCHES}:
            raise GrammarError(f"is not a distance: '{text}'", "write 50 m, 2 km or 20 steps")
        low, high = Decimal(match[1]), Decimal(match[2] or match[1])
        if not 0 < low <= high:
            hint = "write the shorter distance first, above zero: 10-15 m"
            raise GrammarError(f"cannot be '{text}'", hint)
        return cls(low.normalize() + 0, high.normalize() + 0, unit)

    def __str__(self) -> str:
        amount = f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"
        return f"{amount} {self.unit}"


class Pause(Struct, frozen=True):
    """A time, and when or where to pause: '20-30 s on tender spots', '5 s'."""

    span: Span
    where: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time followed by words."""
        one = rf"(?:[0-9]+:[0-9]{{2}}|{_NUMBER}(?:\s*(?:m|{'|'.join(_UNITS)})\b\.?)?)"
        head = re.match(rf"{one}(?:{_DASH.pattern}{one})?", text, re.IGNORECASE)
        if not head:
            raise GrammarError(f"must start with a time, not '{text}'", "write 20 s at the top")
        return cls(Span.parse(head[0]), text[head.end() :].strip())

    def __str__(self) -> str:
        return f"{self.span} {self.where}".strip()


class Which(StrEnum):
    """Which of two sides, limbs or directions."""

    EACH = "each"
    LEFT = "left"
    RIGHT = "right"
    OPERATED = "operated"
    AFFECTED = "affected"
    UNAFFECTED = "unaffected"
    INJURED = "injured"
    PAINFUL = "painful"
    WEAKER = "weaker"
    STRONGER = "stronger"
    STIFFER = "stiffer"
    ALTERNATING = "alternating"
    BOTH = "both together"
    LEFT_THEN_RIGHT = "left then right"
    RIGHT_THEN_LEFT = "right then left"


class Part(StrEnum):
    """What there are two of."""

    SIDE = "side"
    LEG = "leg"
    ARM = "arm"
    HAND = "hand"
    FOOT = "foot"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    DIRECTION = "direction"


_TWO_SIDED: Final = frozenset(
    {Which.ALTERNATING, Which.BOTH, Which.LEFT_THEN_RIGHT, Which.RIGHT_THEN_LEFT}
)
"""Words that say all without a part of the body."""


class Side(Struct, frozen=True):
    """Which side of the body or limb, or which direction.

    Such as 'each side', 'each leg', 'each direction', 'left', 'right arm', 'operated leg',
    'affected side', 'weaker arm', 'painful knee', 'left then right', 'alternating' or
    'both together'.
    """

    which: Which
    part: Part = Part.SIDE

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse one of two, such as 'each leg' or 'weaker arm', or both, such as 'alternating'."""
        words = re.sub(r"^(?:the|your) ", "", text.casefold())
        if words in _TWO_SIDED:
            return cls(Which(words))
        which, _, part = words.partition(" ")
        if which == "both" and part.rstrip("s") in {"", *Part}:
            one = part.rstrip("s") or "side"
            hint = f"write 'both together', or 'each {one}' for one after the other"
            raise GrammarError(f"has two readings: '{text}'", hint)
        if which in _ONE_SIDED and (part in set(Part) or (not part and which in _ALONE)):
            side = cls(Which(which), Part(part or "side"))
            if side.part is not Part.DIRECTION or side.which is Which.EACH:
                return side
        hint = "write each side, left, right leg, operated leg, alternating or both together"
        raise GrammarError(f"cannot be '{text}'", hint)

    @property
    def is_twice(self) -> bool:
        """Whether a set is done twice: on one side after the other."""
        return self.which in {Which.EACH, Which.LEFT_THEN_RIGHT, Which.RIGHT_THEN_LEFT}

    def __str__(self) -> str:
        alone = self.which in _TWO_SIDED or (self.which in _ALONE and self.part is Part.SIDE)
        return self.which.value if alone else f"{self.which} {self.part}"


_ONE_SIDED: Final = frozenset(Which) - _TWO_SIDED
_ALONE: Final = frozenset({Which.LEFT, Which.RIGHT})
"""Words that mean the side of the body if no limb is named."""


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


_DAYS_HINT: Final = (
    "write daily, every other day, 3 days a week, twice a day, every 2 hours, weekdays, as needed"
    " or [mon, wed, fri]"
)
_WORKDAYS: Final = tuple(Weekday)[:5]
_WEEKEND: Final = tuple(Weekday)[5:]
_IN_FIGURES: Final = {
    "once": "1 times",
    "twice": "2 times",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(_IN_FIGURES)})\b")
_PER: Final = re.compile(
    rf"({_NUMBER}(?:{_DASH.pattern}{_NUMBER})?) ?(?:days?|times?|x|×)? ?"  # noqa: RUF001
    r"(?:(?:a|per|each|every) |/ ?)(day|week)"
)
_EVERY: Final = re.compile(r"(?:every|each) (?:(.+?) )?(hours?|days?)( while (?:you are )?awake)?")
_ORDINALS: Final = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3}


class Frequency(Struct, frozen=True):
    """How often: at an interval, so many times a day or days a week, or on named days.

    Such as 'daily', 'every other day', 'every 3 days', '3 days a week', 'twice a week', '3x/week',
    'once a day', '2-3 times a day', 'every hour', 'every 2 hours while awake', 'weekdays',
    'mon-fri', 'mon, wed, fri' or 'as needed'.
    """

    every: int = 0
    """1 for daily, 2 for every other day; 0 if another field applies."""
    days_a_week: Range | None = None
    weekdays: tuple[Weekday, ...] = ()
    times_a_day: Range | None = None
    hours: Range | None = None
    """The hours between two sessions."""
    awake: bool = False
    """Whether these are only the hours in which the patient is awake."""
    as_needed: bool = False

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
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of a text, and of a list of weekdays."""
        return Words(cls), ListOf(shape_of(Weekday))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse 'daily', 'every 2 hours while awake', 'twice a day', '3x/week' or 'mon, wed'."""
        word = text.casefold()
        if fixed := _FIXED.get(word):
            return cls(**fixed)
        word = _NUMBER_WORD.sub(lambda match: _IN_FIGURES[match[0]], word)
        word = re.sub(r"(?<=[0-9])(?: times)? or (?=[0-9])", "-", word)
        word = re.sub(r" (?:times |x )?daily$", " times a day", word)
        if match := _EVERY.fullmatch(word):
            return cls._at_interval(match[1], match[2], match[3], text)
        if match := _PER.fullmatch(word):
            times = Range.parse(match[1])
            if match[2] == "day":
                return cls(times_a_day=times)
            if times.high > 7:
                hint = "a week has 7 days; for more sessions, say how many times a day"
                raise GrammarError(f"has more than 7 days a week: '{text}'", hint)
            return cls(days_a_week=times)
        if days := _day_range(word):
            return cls(weekdays=days)
        if re.fullmatch(r"[^\W\d_]+(?:\s*,\s*[^\W\d_]+)*", word) and word[:3] in list(Weekday):
            return cls._of_days(re.split(r"\s*,\s*", word))
        raise GrammarError(f"cannot be '{text}'", _DAYS_HINT)

    @classmethod
    def _at_interval(cls, number: str | None, unit: str, awake: str | None, text: str) -> Self:
        """Return every so many hours, with or without the nights, or every so many days."""
        if unit.startswith("hour"):
            hours = Range.parse(number or "1")
            if hours.high > 24:
                raise GrammarError(f"is more than a day: '{text}'", _DAYS_HINT)
            return cls(hours=hours, awake=bool(awake))
        ordinal = _ORDINALS.get(number or "")
        days = Range(ordinal, ordinal) if ordinal else Range.parse(number or "1")
        if awake or days.low < days.high or days.high > 31:
            raise GrammarError(f"cannot be '{text}'", _DAYS_HINT)
        return cls(every=days.high)

    @classmethod
    def _of_days(cls, words: list[str]) -> Self:
        days = tuple(Weekday.parse(word) for word in words)
        if not days or len(set(days)) < len(days):
            raise GrammarError(
                "must contain at least one day, and none twice", "write [mon, wed, fri]"
            )
        return cls(weekdays=tuple(sorted(days, key=list(Weekday).index)))

    @property
    def is_workdays(self) -> bool:
        """Whether the days are those from Monday to Friday."""
        return self.weekdays == _WORKDAYS

    def __str__(self) -> str:
        if self.as_needed:
            return "as needed"
        if self.hours:
            return f"every {self.hours} hours{' while awake' if self.awake else ''}"
        if self.every:
            return "daily" if self.every == 1 else f"every {self.every} days"
        if self.times_a_day:
            return f"{self.times_a_day} times a day"
        if self.days_a_week:
            return f"{self.days_a_week} days a week"
        return ", ".join(self.weekdays)


_FIXED: Final[dict[str, dict[str, Any]]] = {
    **{key: {"every": 1} for key in ("daily", "every day", "each day")},
    **{key: {"weekdays": _WORKDAYS} for key in ("weekdays", "on weekdays")},
    **{key: {"weekdays": _WEEKEND} for key in ("weekends", "at weekends", "on weekends")},
    "as needed": {"as_needed": True},
}
"""What words without a number mean."""


def _day_range(words: str) -> tuple[Weekday, ...]:
    """Return the days of 'mon-fri'; none if the words are no such range."""
    first, *last = _DASH.split(words)
    if len(last) != 1 or not {first[:3], last[0][:3]} <= set(Weekday):
        return ()
    start, end = (list(Weekday).index(Weekday.parse(day)) for day in (first, last[0]))
    return tuple(Weekday)[start : end + 1]


class Times(Struct, frozen=True):
    """The times of day of the sessions: '8 am, noon, 6 pm', 'morning, bedtime'."""

    words: tuple[str, ...]

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a text, or a list of times."""
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = [item.value for item in items if isinstance(item, Text)]
        if len(texts) < len(items):
            problems.error("'times' must be text or a list of times", node.origin, _TIMES_HINT)
            return None
        try:
            return cls.parse(", ".join(" ".join(text.split()) for text in texts))
        except GrammarError as error:
            problems.error(f"'times' {error.message}", node.origin, error.hint)
            return None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse times of the clock and words, separated by commas."""
        words = tuple(_time_of_day(part) for part in re.split(r"\s*,\s*", text))
        if len(set(words)) < len(words):
            raise GrammarError(f"names a time twice: '{text}'", "write each time once")
        return cls(words)

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of a text, and of a list of times."""
        return Words(cls), ListOf(AnyText())

    def __str__(self) -> str:
        return ", ".join(self.words)


TIMES_OF_DAY: Final = frozenset(
    {
        *("morning", "noon", "midday", "lunchtime", "afternoon", "evening", "bedtime", "night"),
        *("midnight", "breakfast", "lunch", "dinner", "supper"),
    }
)
"""Words that the program says in a sentence: 'in the morning'; others print as they are written."""
_TIMES_HINT: Final = "write [8 am, noon, 6 pm], [08:00, 18:30] or [morning, bedtime]"
CLOCK_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap])?(?(3)\.?m\.?)")
"""A time by the clock: hours, minutes, and 'a' or 'p'."""


def _time_of_day(text: str) -> str:
    """Return a time of day in one form: '8 am', '18:30' or lower-case words that are known."""
    word = text.casefold()
    if word in TIMES_OF_DAY:
        return word
    clock = CLOCK_TIME.fullmatch(word)
    if not clock:
        if not re.match(r"[^\W\d_]", text):
            raise GrammarError(f"cannot be '{text}'", _TIMES_HINT)
        if re.search(r"\band\b", word):
            raise GrammarError(f"has one or two times: '{text}'", "write each time as an item")
        return text
    hour, minutes, half = int(clock[1]), clock[2], clock[3]
    if hour > (12 if half else 23) or int(minutes or 0) > 59 or (half and not hour):
        raise GrammarError(f"is not a time of day: '{text}'", _TIMES_HINT)
    if half and hour == 12:
        raise GrammarError(f"has two readings: '{text}'", "write noon or midnight, or 12:30")
    if not half and not minutes:
        readings = f"'{hour} am' or '{hour} pm'" if 0 < hour < 12 else f"'{hour:02}:00'"
        raise GrammarError(f"needs am or pm, or minutes: '{text}'", f"write {readings}")
    return f"{word.rstrip('apm. ')} {half}m" if half else word


class Phase(Struct, frozen=True):
    """The time in which something applies: 'weeks 1-2', 'week 5 on', 'day 1', or any words."""

    words: str
    """As written."""
    unit: str = ""
    """'week' or 'day'; empty for other words."""
    first: int = 0
    last: int | None = None
    """None if it has no end."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse weeks or days, counted from 1, or any words."""
        if re.fullmatch(rf"{_NUMBER}(?:{_DASH.pattern}{_NUMBER})?", text):
            raise GrammarError(
                f"has two readings: '{text}'", f"write 'weeks {text}' or 'days {text}'"
            )
        match = _PHASE.fullmatch(text)
        if not match:
            return cls(text)
        unit, count = match["unit"].casefold(), Range.parse(match["count"])
        if match["from"] or match["on"]:
            if count.low < count.high:
                raise GrammarError(f"cannot be '{text}'", f"write {unit} {count.low} on")
            return cls(text, unit, count.low)
        return cls(text, unit, count.low, count.high)

    @property
    def key(self) -> str:
        """Its words in a form that is equal for all spellings."""
        return f"{self.unit} {self.first}-{self.last}" if self.unit else self.words.casefold()

    @property
    def days(self) -> tuple[int, float]:
        """Its first and last day, counted from 1; (0, 0) if it is in words."""
        size = 7 if self.unit == "week" else 1
        if not self.unit:
            return 0, 0
        return size * (self.first - 1) + 1, size * self.last if self.last else inf

    @property
    def weeks(self) -> tuple[int, int | None] | None:
        """Its first and last week, of which the last may be open, or None if it is in words."""
        if not self.unit:
            return None
        first, last = self.days
        return (first - 1) // 7 + 1, None if isinf(last) else int(last - 1) // 7 + 1

    def has_start_of(self, other: Phase) -> bool:
        """Return whether another phase begins in this one, or both are in the same words."""
        if not self.unit or not other.unit:
            return self.key == other.key
        start, end = self.days
        return start <= other.days[0] <= end

    def overlaps(self, other: Phase) -> bool:
        """Return whether a day is in both phases, or both are in the same words."""
        return self.has_start_of(other) or other.has_start_of(self)

    def __str__(self) -> str:
        return self.words


_PHASE: Final = re.compile(
    rf"(?P<from>from )?(?P<unit>week|day)s? (?P<count>{_NUMBER}(?:{_DASH.pattern}{_NUMBER})?)"
    r"(?P<on> ?(?:\+|on|onwards?))?",
    re.IGNORECASE,
)


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
            if re.fullmatch(_NUMBER, value):
                hint = f"write {' or '.join(each.format(value) for each in readings)}"
                yield Problem(f"'{key}' has two readings: '{value}'", self.places[key], hint)
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
        often = self.frequency and (self.frequency.times_a_day or self.frequency.hours)
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
        *(*_UNITS, *_METRES, *_STRETCHES, *_IN_FIGURES, *_ORDINALS, *_FIXED, *Which, *Part),
        *(word for day in Weekday for word in (day.value, day.name.casefold())),
        *("reps", "times", "days", "week", "breaths", "every", "per", "while awake", "until tired"),
        *(*TIMES_OF_DAY, "am", "pm", "from", "on", "phase", "beats", "minute"),
    }
)
"""Words and phrases of dosages."""
