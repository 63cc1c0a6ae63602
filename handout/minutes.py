"""Estimate how long a session takes from the dosages of its entries.

The rule, for the low and the high ends of all ranges:

- A set takes its `duration`, or else the time of its repetitions. Each of these takes its tempo, or
  MOVEMENT, plus its hold and pause; a breath takes BREATH. A hold alone is one repetition.
- 'Up to 10' is 1 to 10, and a time of up to 10 s is 1 to 10 seconds.
- A set on each side, with each limb, in each direction or on one side and then the other takes
  twice as long.
- Between two sets there is `rest`, or REST if the dosage has none.
- The doses of an entry follow one another as sets do, with REST between them. Those of different
  phases are alternatives: the session takes from the least to the most of them.
- Between two entries there is CHANGE.

The time of 'until tired', of a distance and of a dose without numbers is unknown: entries with one
are not counted, and the handout lists them. Pace and free text change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from msgspec import Struct

from handout.dosage import Dosage, Dose, Hold, Range, Span

MOVEMENT: Final = Decimal(3)
"""Seconds of a movement and back at a calm pace, as commonly assumed (no source found)."""

BREATH: Final = Decimal(5)
"""Seconds of a calm breath: 12 a minute, as commonly taught for adults at rest."""

REST: Final = Decimal(30)
"""Seconds between sets if no rest is prescribed, as commonly assumed (no source found)."""

CHANGE: Final = Decimal(30)
"""Seconds to read about the next entry and get into position, as commonly assumed."""

_DISTANCES: Final = frozenset(
    {
        *("km", "meter", "meters", "metre", "metres", "mile", "miles", "yard", "yards", "feet"),
        *("block", "blocks", "lap", "laps", "length", "lengths"),
    }
)
"""Units of distance."""

_End = Literal["low", "high"]


class Session(Struct, frozen=True):
    """How long a session takes."""

    minutes: Range | None
    """Rounded up; None if the time of no entry is known."""
    uncounted: tuple[int, ...]
    """Numbers of the entries whose time is unknown."""


def estimate_session(dosages: Sequence[Dosage | None], numbers: Sequence[int]) -> Session:
    """Estimate how long a session takes, with the dosage and the number of each entry."""
    lows = [_seconds(dosage, "low") for dosage in dosages]
    highs = [_seconds(dosage, "high") for dosage in dosages]
    pairs = zip(numbers, lows, strict=True)
    uncounted = tuple(number for number, low in pairs if low is None)
    known = len(uncounted) < len(dosages)
    return Session(Range(_minutes(lows), _minutes(highs)) if known else None, uncounted)


def _minutes(times: Sequence[Decimal | None]) -> int:
    """Return the minutes of all entries whose times are known, rounded up."""
    known = [seconds for seconds in times if seconds is not None]
    total = sum(known) + CHANGE * (len(known) - 1)
    return int((total / 60).to_integral_value(ROUND_CEILING))


def _seconds(dosage: Dosage | None, end: _End) -> Decimal | None:
    """Return the time of an entry in its shortest or longest phase, or None if it is unknown."""
    sessions = [_session_seconds(doses, end) for doses in dosage.sessions] if dosage else []
    known = [seconds for seconds in sessions if seconds is not None]
    if not known or len(known) < len(sessions):
        return None
    return min(known) if end == "low" else max(known)


def _session_seconds(doses: Sequence[Dose], end: _End) -> Decimal | None:
    times = [_dose_seconds(dose, end) for dose in doses]
    known = [seconds for seconds in times if seconds is not None]
    return sum(known) + REST * (len(known) - 1) if len(known) == len(times) else None


def _dose_seconds(dose: Dose, end: _End) -> Decimal | None:
    """Return the time of a dose, or None if it is unknown."""
    one_side = _set_seconds(dose, end)
    if one_side is None:
        return None
    sets = _count(dose.sets, end)
    rest = _span(dose.rest, end) if dose.rest else REST
    return sets * one_side * (2 if dose.side and dose.side.is_twice else 1) + (sets - 1) * rest


def _set_seconds(dose: Dose, end: _End) -> Decimal | None:
    repetitions = dose.repetitions
    if dose.duration:
        return _span(dose.duration, end)
    if dose.distance:
        return None
    if repetitions is None:
        return _repetition_seconds(dose, end) if dose.hold else None
    unit = repetitions.unit.casefold().partition(" ")[0]
    if repetitions.count is None or unit in _DISTANCES:
        return None
    if unit in {"breath", "breaths"}:
        return _count(repetitions.count, end) * BREATH
    return _count(repetitions.count, end) * _repetition_seconds(dose, end)


def _repetition_seconds(dose: Dose, end: _End) -> Decimal:
    tempo = dose.tempo
    moving = Decimal(tempo.down + tempo.up) if tempo else MOVEMENT
    # Both a tempo and `hold` give the time to hold a repetition.
    held = Decimal(tempo.hold) if tempo and not dose.hold else _hold(dose.hold, end)
    return moving + held + _span(dose.pause.span if dose.pause else None, end)


def _hold(hold: Hold | None, end: _End) -> Decimal:
    if hold and hold.breaths:
        return _count(hold.breaths, end) * BREATH
    return _span(hold.span if hold else None, end)


def _count(count: Range | None, end: _End) -> int:
    if count is None:
        return 1
    return count.low if end == "low" else count.high


def _span(span: Span | None, end: _End) -> Decimal:
    if span is None:
        return Decimal(0)
    return (span.low if end == "low" else span.high).seconds
