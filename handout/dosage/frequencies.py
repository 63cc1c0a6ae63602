"""How often: a day, a week, and on which days."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Final, Self

from msgspec import Struct

from handout.decoding import GrammarError, shape_of
from handout.dosage.amounts import AT_MOST, DASH, NUMBER, Range
from handout.errors import Problems, suggestion
from handout.located import Node, Sequence, Text
from handout.shapes import ListOf, Shape, Words


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
IN_FIGURES: Final = {
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
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(IN_FIGURES)})\b")
_PER: Final = re.compile(
    rf"({AT_MOST}?{NUMBER}(?:{DASH.pattern}{NUMBER})?) ?(?:days?|times?|x|×)? ?"  # noqa: RUF001
    r"(?:(?:a|per|each|every) |/ ?)(day|week)"
)
_EVERY: Final = re.compile(r"(?:every|each) (?:(.+?) )?(hours?|days?)( while (?:you are )?awake)?")
ORDINALS: Final = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3}


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
        if fixed := FIXED.get(word):
            return cls(**fixed)
        word = _NUMBER_WORD.sub(lambda match: IN_FIGURES[match[0]], word)
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
            if hours.at_most:
                raise GrammarError(f"cannot be '{text}'", _DAYS_HINT)
            if hours.high > 24:
                raise GrammarError(f"is more than a day: '{text}'", _DAYS_HINT)
            return cls(hours=hours, awake=bool(awake))
        ordinal = ORDINALS.get(number or "")
        days = Range(ordinal, ordinal) if ordinal else Range.parse(number or "1")
        if awake or days.at_most or days.low < days.high or days.high > 31:
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
    def within_a_day(self) -> Range | None:
        """The times a day or the hours between them; None if it only says on which days."""
        return self.times_a_day or self.hours

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


FIXED: Final[dict[str, dict[str, Any]]] = {
    **{key: {"every": 1} for key in ("daily", "every day", "each day")},
    **{key: {"weekdays": _WORKDAYS} for key in ("weekdays", "on weekdays")},
    **{key: {"weekdays": _WEEKEND} for key in ("weekends", "at weekends", "on weekends")},
    "as needed": {"as_needed": True},
}
"""What words without a number mean."""


def _day_range(words: str) -> tuple[Weekday, ...]:
    """Return the days of 'mon-fri'; none if the words are no such range."""
    first, *last = DASH.split(words)
    if len(last) != 1 or not {first[:3], last[0][:3]} <= set(Weekday):
        return ()
    start, end = (list(Weekday).index(Weekday.parse(day)) for day in (first, last[0]))
    return tuple(Weekday)[start : end + 1]
