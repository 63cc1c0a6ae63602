"""Amounts: counts, times, holds, distances and pauses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Self

from msgspec import Struct

from handout.decoding import GrammarError
from handout.dosage.misplaced import misplaced_hint

_FRACTIONS: Final = {"¼": Decimal("0.25"), "½": Decimal("0.5"), "¾": Decimal("0.75")}
NUMBER: Final = r"(?:[0-9]*[¼½¾]|[0-9]+(?:\.[0-9]+)?)"
AT_MOST: Final = r"(?:[Uu][Pp]\s+[Tt][Oo]\s+)"
"""Before an amount of which less is right too."""
DASH: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\b(?i:to)\b)\s*")
_TIMES: Final = re.compile(rf"({NUMBER})\s*[x×]\s*({NUMBER}.*)", re.IGNORECASE)  # noqa: RUF001


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


def _limited(text: str, example: str) -> tuple[str, bool]:
    """Return an amount without its 'up to', and whether it has one; ranges cannot have it."""
    amount = re.sub(f"^{AT_MOST}", "", text)
    at_most = amount != text
    if at_most and DASH.search(amount):
        raise GrammarError(f"cannot be '{text}'", f"write one number, as in up to {example}")
    return amount, at_most


def _refuse_others(text: str) -> None:
    """Raise GrammarError for an amount with words that belong in another field."""
    if hint := misplaced_hint(text):
        raise GrammarError(f"says more than its amount: '{text}'", hint)


class Range(Struct, frozen=True):
    """A whole number or a range: '3', '2-3', '2 to 3', 'up to 3'."""

    low: int
    high: int
    at_most: bool = False
    """Whether it is written as 'up to'; it begins at 1."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse '3', '2-3', '2 to 3' or 'up to 3'.

        Raises GrammarError for zero, halves and reversed ranges.
        """
        if times := _TIMES.match(text):
            raise GrammarError(f"cannot be '{text}'", _times_hint(times[1], times[2]))
        _refuse_others(text)
        amount, at_most = _limited(text, "10")
        if at_most:
            return cls(1, _whole(amount), at_most)
        parts = DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a number or a range, not '{text}'", _NUMBER_FORM)
        low, high = _whole(parts[0]), _whole(parts[-1])
        if low > high:
            hint = "write the smaller number first"
            raise GrammarError(f"must start with the smaller number, not '{text}'", hint)
        return cls(low, high)

    def __str__(self) -> str:
        if self.at_most:
            return f"up to {self.high}"
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


UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-9]{2})")
_AMOUNT: Final = re.compile(
    r"((?:[0-9]{1,6}(?:\.[0-9]{1,3})?)?)([¼½¾]?)\s*([^\W\d_]*)\.?",
)


class Span(Struct, frozen=True):
    """A duration or a range: '30 s', '1:30', '1-2 min', 'up to 10 s', '90 sec', '1½ minutes'."""

    low: Duration
    high: Duration
    at_most: bool = False
    """Whether it is written as 'up to'; it begins at a second, if it is as long as that."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time with its unit, or m:ss."""
        _refuse_others(text)
        amount, at_most = _limited(text, "10 s")
        if at_most:
            most, _ = _duration(amount, None, text)
            return cls(min(Duration(Decimal(1)), most), most, at_most)
        parts = DASH.split(text)
        if len(parts) > 2 or "" in parts:
            raise GrammarError(f"must be a time, not '{text}'", _TIME_FORM)
        high, unit = _duration(parts[-1], None, text)
        low, _ = _duration(parts[0], unit, text)
        if low > high:
            hint = "write the shorter time first"
            raise GrammarError(f"must start with the shorter time, not '{text}'", hint)
        return cls(low, high)

    def __str__(self) -> str:
        if self.at_most:
            return f"up to {self.high}"
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
    if unit not in UNITS:
        raise GrammarError(f"has an unknown unit: '{amount[3]}'", "use s, min or h")
    value = Decimal(number or 0) + _FRACTIONS.get(fraction, 0)
    return _above_zero(value * UNITS[unit], whole), unit


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
    in_own_words: bool = False
    """Whether the words that say when to stop are those of another language than English."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a count with or without a unit, or words such as 'until tired'.

        Words in another language follow 'until:' or 'as many:'.
        """
        if match := re.fullmatch(r"(until|as many): *(\S.*)", text, re.IGNORECASE):
            return cls(None, f"{match[1].lower()}: {match[2]}", in_own_words=True)
        if re.match(r"(?:until|as|to)\s+[^\W\d_]", text, re.IGNORECASE):
            return cls(None, text[0].lower() + text[1:])
        head = re.match(rf"{AT_MOST}?{NUMBER}(?:{DASH.pattern}{NUMBER})?", text)
        if not head or _TIMES.match(text):
            return cls(Range.parse(text), "")
        unit = text[head.end() :].strip()
        word = unit.casefold().partition(" ")[0].rstrip(".")
        if word == "m":
            hint = f"write 'duration: {head[0]} min' or 'distance: {head[0]} m'"
            raise GrammarError(f"is a number of movements, not '{text}'", hint)
        if word in UNITS:
            time = f"{head[0]} {word}"
            hint = f"write 'hold: {time}' or 'duration: {time}'"
            raise GrammarError(f"is a number of movements, not a time: '{text}'", hint)
        if unit and not re.fullmatch(r"[^\W\d_]\D*", unit):
            _refuse_others(text)
            raise GrammarError(f"cannot be '{text}'", _COUNT_FORM)
        plain = unit.casefold() in {"x", "rep", "reps", "repetition", "repetitions"}
        return cls(Range.parse(head[0]), "" if plain else unit)

    @property
    def as_many(self) -> bool:
        """Whether words say how many there are to be, and not until when to go on."""
        return self.unit.startswith("as many")

    @property
    def words(self) -> str:
        """What is counted, or the words that say when to stop, as a page has them."""
        return self.unit.partition(": ")[2] if self.in_own_words else self.unit

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.count or ""), self.unit) if part)


class Hold(Struct, frozen=True):
    """How long to hold: a time, or a number of calm breaths.

    Such as '30 s', '1-2 s', 'up to 10 s', '5 breaths' or 'up to 5 breaths'.
    """

    span: Span | None
    breaths: Range | None = None
    """Instead of a time."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time, or a number of breaths."""
        if match := re.fullmatch(r"(.+?)\s*breaths?", text, re.IGNORECASE):
            return cls(None, Range.parse(match[1]))
        if re.fullmatch(f"{AT_MOST}?[1-9][0-9]*(?:-[0-9]+)?", text):
            raise GrammarError(f"needs a unit: '{text}'", f"write {text} s")
        return cls(Span.parse(text))

    def __str__(self) -> str:
        return f"{self.breaths} breaths" if self.breaths else str(self.span)


def _by_number(*plurals: str) -> dict[str, str]:
    """Return plurals by themselves and by their singulars."""
    return {
        word: plural
        for plural in plurals
        for word in (plural, "foot" if plural == "feet" else plural.removesuffix("s"))
    }


METRES: Final = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
}
STRETCHES: Final = _by_number("steps", "laps", "lengths", "blocks", "yards", "feet", "miles")
"""Units of distance besides metres, as `COUNTED`."""
COUNTED: Final = STRETCHES | _by_number("breaths", "times", "circles", "squeezes")
"""What is counted that the program says in each language: its plural, by either form of it.

Other words print as they are written, and are translated with the content.
"""


UNTIL: Final = {
    **dict.fromkeys(
        (
            *("until tired", "until you are tired", "until you feel tired", "until fatigued"),
            *("to fatigue", "until fatigue"),
        ),
        "until_tired",
    ),
    **dict.fromkeys(
        (
            *("until your form slips", "until form slips", "until you lose good form"),
            "until you cannot keep good form",
        ),
        "until_form_slips",
    ),
    **dict.fromkeys(("as many as you can", "as many as possible"), "as_many_as_you_can"),
    **dict.fromkeys(
        ("as many as you can without pain", "as many as possible without pain"),
        "as_many_without_pain",
    ),
}
"""What says when to stop that the program says in each language: what it means, by its words."""


class Distance(Struct, frozen=True):
    """How far to go: '50 m', '10-15 m', 'up to 50 m', '2 km', '20 steps', '3 laps'."""

    low: Decimal
    high: Decimal
    unit: str
    """'m' or 'km', or the word as written."""
    at_most: bool = False
    """Whether it is written as 'up to'; both ends are then the most."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a number or a range with its unit."""
        _refuse_others(text)
        written, at_most = _limited(text, "50 m")
        number = r"([0-9]{1,6}(?:\.[0-9]{1,3})?)"
        match = re.fullmatch(rf"{number}(?:{DASH.pattern}{number})?\s*([^\W\d_]+)", written)
        unit = match[3].casefold() if match else ""
        unit = METRES.get(unit, unit)
        if not match or unit not in {"m", "km", *STRETCHES}:
            raise GrammarError(f"is not a distance: '{text}'", "write 50 m, 2 km or 20 steps")
        low, high = Decimal(match[1]), Decimal(match[2] or match[1])
        if not 0 < low <= high:
            hint = "write the shorter distance first, above zero: 10-15 m"
            raise GrammarError(f"cannot be '{text}'", hint)
        return cls(low.normalize() + 0, high.normalize() + 0, unit, at_most)

    def __str__(self) -> str:
        amount = f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"
        return f"up to {amount} {self.unit}" if self.at_most else f"{amount} {self.unit}"


class Pause(Struct, frozen=True):
    """A time, and when or where to pause: '20-30 s on tender spots', '5 s'."""

    span: Span
    where: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a time followed by words."""
        one = rf"(?:[0-9]+:[0-9]{{2}}|{NUMBER}(?:\s*(?:m|{'|'.join(UNITS)})\b\.?)?)"
        head = re.match(rf"{AT_MOST}?{one}(?:{DASH.pattern}{one})?", text, re.IGNORECASE)
        if not head:
            raise GrammarError(f"must start with a time, not '{text}'", "write 20 s at the top")
        return cls(Span.parse(head[0]), text[head.end() :].strip())

    def __str__(self) -> str:
        return f"{self.span} {self.where}".strip()
