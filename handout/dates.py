"""Dates and times of day as people write them.

Dates are in numbers from year to day, in the European way, or in words. One with slashes is read in
the order of its country if this order is given. Alone, it may also have only one reading; in a
table, one order goes for all rows.
"""

from __future__ import annotations

import re
from datetime import date, time
from enum import StrEnum
from typing import Final

from handout.decoding import GrammarError


class DateOrder(StrEnum):
    """The order of day, month and year in a date with slashes."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNSTATED = ""
    """That of a table of which it is not known."""


_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})", re.ASCII),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<word>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        re.ASCII,
    ),
    re.compile(
        r"(?P<word>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII
    ),
)
_SLASHES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_HINT: Final = "write the year, month and day: 2026-03-02"


def parse_date(text: str, order: DateOrder | None = None) -> date:
    """Return the day of '2026-03-02', '2.3.2026', '2 March 2026' or 'Mar 2, 2026'.

    '2/3/2026' needs the order of its numbers; '29/11/2026' has one reading. Raises GrammarError if
    there is no such day.
    """
    words = text.casefold()
    if slashes := _SLASHES.fullmatch(words):
        first, second, year = map(int, slashes.groups())
        return _slashes(first, second, year, text, order)
    for form in _FORMS:
        if match := form.fullmatch(words):
            parts = match.groupdict()
            month = _month(parts["word"]) if "word" in parts else int(parts["month"])
            day = _day(int(parts["year"]), month, int(parts["day"]))
            if day is None:
                raise GrammarError(f"is not a valid date: '{text}'", _HINT)
            return day
    raise GrammarError(f"is not a date: '{text}'", _HINT)


_TIME: Final = re.compile(
    r"(?:,? at |, | |t)"
    r"(?:(?:12 )?(?P<noon>noon|midday)"
    r"|(?P<hour>\d{1,2})(?!$)(?:[:.](?P<minute>\d{2}))?(?::00)?(?: ?(?P<half>[ap])\.?m\.?)?)$",
    re.ASCII,
)
_TIME_HINT: Final = "write the day and the time: 2026-03-16 14:30"
_NIGHT: Final = ("1", "2", "3", "4", "5", "6")
"""Hours in which hardly any clinic is open, so that '2:30' may be in the afternoon."""


def parse_appointment(text: str, order: DateOrder | None = None) -> tuple[date, time | None]:
    """Return the day, and the time of day if there is one.

    The day is written as `parse_date` reads it; after it come '14:30', '2.30 pm', '2 pm' or 'noon'.
    Raises GrammarError if there is no such day or time, or if the time has two readings.
    """
    found = _TIME.search(text.casefold())
    if found is None:
        return parse_date(text, order), None
    parts = found.groupdict()
    noon = parts.pop("noon")
    return parse_date(text[: found.start()], order), time(12) if noon else _time(text, **parts)


def _time(text: str, hour: str, minute: str | None, half: str | None) -> time:
    if half is None and hour in _NIGHT:
        hint = f"write 0{hour}:{minute} or {int(hour) + 12}:{minute}"
        raise GrammarError(f"has a time with two readings: '{text}'", hint)
    number = int(hour)
    hours = range(1, 13) if half else range(24)
    if half:
        # On a clock of twelve hours, 12 is the first one.
        number = number % 12 + 12 * (half == "p")
    if int(hour) not in hours or int(minute or 0) >= 60:
        raise GrammarError(f"has no valid time: '{text}'", _TIME_HINT)
    return time(number, int(minute or 0))


def parse_birth_date(text: str, order: DateOrder | None = None) -> date:
    """Return the day as `parse_date` does; an error tells nobody what was written."""
    try:
        return parse_date(text, order)
    except GrammarError:
        raise GrammarError("is not a date", "write the year, month and day: 1951-04-03") from None


def _slashes(first: int, second: int, year: int, text: str, order: DateOrder | None) -> date:
    readings = {
        DateOrder.DAY_FIRST: _day(year, second, first),
        DateOrder.MONTH_FIRST: _day(year, first, second),
    }
    days = sorted({day.isoformat() for day in readings.values() if day}, reverse=True)
    if not days:
        raise GrammarError(f"is not a valid date: '{text}'", _HINT)
    if order is None and len(days) == 1:
        return date.fromisoformat(days[0])
    if not order:
        hint = f"write {' or '.join(days)}"
        if order is not None:
            hint += "; for a whole table, add --dates dmy or --dates mdy"
        count = "two readings" if len(days) > 1 else "no stated order of day and month"
        raise GrammarError(f"has {count}: '{text}'", hint)
    day = readings[order]
    if day is None:
        hint = f"with --dates {order} there is no such day; write the year first: 2026-03-02"
        raise GrammarError(f"is not a valid date: '{text}'", hint)
    return day


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 if there is none."""
    found = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    return found[0] if len(found) == 1 else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
