"""The program's own words on the page, and dosages as sentences a patient reads without arithmetic.

Languages are data: a `Wording` a language. English is the one that is complete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from handout.dosage import Dosage, Frequency, Pause, Range, Repetitions, Side, Span, Tempo, Weekday
from handout.minutes import Session
from handout.model import Difficulty, Position

LANGUAGE: Final = "en"
"""The language of every word in this module."""

LABELS: Final = {
    "target_areas": "Target areas",
    "level": "Level",
    "equipment": "You need",
    "position": "Position",
    "start": "Start",
    "dosage": "How much",
    "why": "Why",
    "mistakes": "Avoid",
    "easier": "Easier",
    "harder": "Harder",
    "cautions": "Take care",
    "video": "Video",
    "source": "Source",
    "sources": "Sources",
    "licence": "Licence",
    "patient": "For",
    "date": "Date",
    "next_visit": "Next visit",
    "clinician": "Your clinician",
    "logo": "Logo of {name}",
    "stop": "Stop and call us if you have",
    "tip": "Tip",
    "summary": "In short",
    "author": "About the author",
    "log": "Your log",
    "week": "Week {number}",
    "day": "Day {number}",
    "log_notes": "Notes",
    "glance": "Your programme at a glance",
    "glance_name": "Exercise",
    "glance_dose": "How much",
    "glance_days": "Days",
    "video_code": "A code that opens {address} on a phone",
    "folio": "Page {page} of {pages}",
}
"""Words around the content, by the key that `compose` asks for."""

OPEN_DOSAGE: Final = ("Sets", "Repetitions", "Hold", "Times a day", "Days")
"""What is filled in by hand where no dosage is said."""

DAYS: Final = {day: day.value.capitalize() for day in Weekday}
DIFFICULTIES: Final = {
    Difficulty.BEGINNER: "beginner",
    Difficulty.INTERMEDIATE: "some practice",
    Difficulty.ADVANCED: "advanced",
}
POSITIONS: Final = {
    Position.STANDING: "standing",
    Position.SITTING: "sitting",
    Position.SUPINE: "lying on your back",
    Position.PRONE: "lying on your front",
    Position.SIDE_LYING: "lying on your side",
    Position.KNEELING: "kneeling",
    Position.HALF_KNEELING: "kneeling on one knee",
    Position.QUADRUPED: "on hands and knees",
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SIDES: Final = {
    Side.EACH_SIDE: "on each side",
    Side.EACH_LEG: "with each leg",
    Side.EACH_ARM: "with each arm",
    Side.EACH_HAND: "with each hand",
    Side.EACH_FOOT: "with each foot",
    Side.EACH_DIRECTION: "in each direction",
    Side.ALTERNATING: "changing sides each time",
    Side.LEFT: "on the left side",
    Side.RIGHT: "on the right side",
    Side.BOTH: "both sides together",
}


def render_date(day: date) -> str:
    """Return a day in words: '2 March 2026'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def render_dosage(dosage: Dosage) -> list[str]:
    """Return a dosage as short phrases, the order in which a patient needs them."""
    phrases = [*_amount(dosage), _pause(dosage.pause), _tempo(dosage.tempo)]
    if dosage.rest:
        phrases.append(f"rest {_span(dosage.rest)} between sets")
    if dosage.load:
        phrases.append(f"use: {dosage.load}")
    if dosage.intensity:
        phrases.append(f"effort: {str(dosage.intensity).removesuffix(' effort')}")
    phrases += [_per_day(dosage.per_day), _frequency(dosage.frequency, _WEEKDAYS)]
    if dosage.weeks:
        phrases.append(f"for {_count(dosage.weeks, 'week', 'weeks')}")
    return [phrase for phrase in phrases if phrase]


def render_dose(dosage: Dosage) -> str:
    """Return how much to do in one session, in one line; empty where nothing of it is said."""
    # No line begins with a point.
    return "\u00a0· ".join(phrase for phrase in _amount(dosage) if phrase)


def render_days(dosage: Dosage) -> str:
    """Return how often and on which days, in one line; empty where nothing of it is said."""
    phrases = [_per_day(dosage.per_day), _frequency(dosage.frequency, DAYS)]
    return ", ".join(phrase for phrase in phrases if phrase)


def render_session(session: Session, *, alike: bool) -> str:
    """Return how long a session takes, to five minutes upward; empty where nobody knows.

    `alike` tells whether all entries are done on the same days, so that each session holds them
    all.
    """
    if session.minutes is None:
        return ""
    low, high = (-(-end // 5) * 5 for end in (session.minutes.low, session.minutes.high))
    if session.minutes.high < 5:
        length = "Less than 5 minutes"
    else:
        length = f"About {_range(Range(low, high))} minutes"
    scope = "a session" if alike else "for all exercises together"
    return f"{length} {scope}{_without(session.uncounted)}."


def _without(places: tuple[int, ...]) -> str:
    if not places:
        return ""
    number = "number" if len(places) == 1 else "numbers"
    return f", without {number} {_listed([str(place) for place in places])}"


def _amount(dosage: Dosage) -> list[str]:
    """Return sets, repetitions, time and hold, and what of them the side belongs to."""
    side = _SIDES[dosage.side] if dosage.side else ""
    # The side belongs to whatever is counted: repetitions before time, time before a hold.
    counted = [
        _repetitions(dosage.repetitions),
        _span(dosage.duration),
        f"hold {_span(dosage.hold)}" if dosage.hold else "",
    ]
    for index, phrase in enumerate(counted):
        if phrase and side:
            counted[index] = f"{phrase} {side}"
            side = ""
            break
    return [_count(dosage.sets, "set", "sets"), *counted, side]


def _range(count: Range) -> str:
    return str(count.low) if count.low == count.high else f"{count.low} to {count.high}"


def _count(count: Range | None, one: str, many: str) -> str:
    return f"{_range(count)} {one if count.high == 1 else many}" if count else ""


def _repetitions(repetitions: Repetitions | None) -> str:
    if not repetitions:
        return ""
    if not repetitions.count:
        return f"repeat {repetitions.unit}"
    if repetitions.unit:
        return f"{_range(repetitions.count)} {repetitions.unit}"
    return _count(repetitions.count, "repetition", "repetitions")


def _span(span: Span | None) -> str:
    """Return a time in the unit that needs no arithmetic: '30 seconds', '1 to 2 minutes'."""
    if not span:
        return ""
    low, high = span.low.seconds, span.high.seconds
    if low == high:
        return _duration(low)
    for size, names in _UNITS:
        # '30 to 60 seconds' and '45 to 90 seconds' read better than a change of unit midway.
        if low % size == 0 and high % size == 0 and (size > 1 or high < 120):
            return f"{low // size} to {_unit(high // size, names)}"
    return f"{_duration(low)} to {_duration(high)}"


_UNITS: Final = (
    (3600, ("hour", "hours")),
    (60, ("minute", "minutes")),
    (1, ("second", "seconds")),
)


def _duration(seconds: Decimal) -> str:
    parts = []
    for size, names in _UNITS:
        amount = seconds // size if size > 1 else seconds
        if amount:
            parts.append(_unit(amount, names))
        seconds -= amount * size
    return " ".join(parts)


def _unit(amount: Decimal, names: tuple[str, str]) -> str:
    return f"{amount} {names[0] if amount == 1 else names[1]}"


def _pause(pause: Pause | None) -> str:
    return f"pause {_span(pause.span)} {pause.where}".rstrip() if pause else ""


def _tempo(tempo: Tempo | None) -> str:
    if not tempo:
        return ""
    down, up = (_duration(Decimal(seconds)) for seconds in (tempo.down, tempo.up))
    held = f", hold {_duration(Decimal(tempo.hold))}" if tempo.hold else ""
    return f"{down} down{held}, {up} up"


def _per_day(sessions: Range | None) -> str:
    if not sessions:
        return ""
    if sessions.high == 1:
        return "once a day"
    if sessions.low == 2 == sessions.high:
        return "twice a day"
    return f"{_range(sessions)} times a day"


def _frequency(frequency: Frequency | None, weekdays: Mapping[Weekday, str]) -> str:
    if not frequency:
        return ""
    if frequency.every:
        return "every day" if frequency.every == 1 else "every other day"
    if frequency.days_a_week:
        return _count(frequency.days_a_week, "day a week", "days a week")
    return _listed([weekdays[day] for day in frequency.weekdays])


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


_WEEKDAYS: Final = {day: day.name.capitalize() for day in Weekday}
