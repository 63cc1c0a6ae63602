"""Dates, weekdays and times of day as words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from handout.dosage import Weekday
from handout.wording import Wording

_A_MONDAY: Final = date(2024, 1, 1)

_DATE_OF: Final = {day: _A_MONDAY + timedelta(days) for days, day in enumerate(Weekday)}
"""Some date for each weekday, because messages take weekdays from dates."""


def render_date(day: date, wording: Wording) -> str:
    """Return a date: '2 March 2026'."""
    return wording.text("date", day=day, month=day.month, day_of_month=day.day)


def render_time(at: time, wording: Wording) -> str:
    """Return a time of day: '2:30 pm'."""
    # On a day without a change of clocks, which would move the time.
    return wording.text("time", time=datetime.combine(_A_MONDAY, at))


def render_weekday(day: Weekday, wording: Wording, key: str = "weekday.short") -> str:
    """Return the name of a weekday by the message of a key: 'Mon'."""
    return wording.text(key, day=_DATE_OF[day], number=_DATE_OF[day].isoweekday())
