"""When: times of day, and phases of weeks or days."""

from __future__ import annotations

import re
from math import inf, isinf
from typing import Final, Self

from msgspec import Struct

from handout.decoding import GrammarError
from handout.dosage.amounts import DASH, NUMBER, Range
from handout.errors import Problems
from handout.located import Node, Sequence, Text
from handout.shapes import AnyText, ListOf, Shape, Words


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
        if re.fullmatch(rf"{NUMBER}(?:{DASH.pattern}{NUMBER})?", text):
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
    rf"(?P<from>from )?(?P<unit>week|day)s? (?P<count>{NUMBER}(?:{DASH.pattern}{NUMBER})?)"
    r"(?P<on> ?(?:\+|on|onwards?))?",
    re.IGNORECASE,
)
