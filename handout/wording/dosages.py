"""Dosages and sessions as phrases that a patient reads without arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handout.dosage import (
    Distance,
    Dosage,
    Frequency,
    Hold,
    Part,
    Pause,
    Range,
    Repetitions,
    Side,
    Span,
    Tempo,
    Weekday,
    Which,
)
from handout.minutes import Session
from handout.wording import Wording

_A_MONDAY: Final = date(2024, 1, 1)

_DATE_OF: Final = {day: _A_MONDAY + timedelta(days) for days, day in enumerate(Weekday)}
"""Some date for each weekday, because messages take weekdays from dates."""


def render_weekday(day: Weekday, wording: Wording) -> str:
    """Return the short name of a weekday: 'Mon'."""
    return wording.text("weekday.short", day=_DATE_OF[day])


def render_dosage(dosage: Dosage, wording: Wording) -> list[str]:
    """Return a dosage as short phrases in the order in which a patient needs them."""
    phrases = [*_amount(dosage, wording), _pause(dosage.pause, wording)]
    phrases.append(_tempo(dosage.tempo, wording))
    if dosage.rest:
        between_sets = dosage.sets and dosage.sets.high > 1
        key = "rest.sets" if between_sets else "rest"
        phrases.append(wording.text(key, time=_span(dosage.rest, wording)))
    phrases.append(_load(dosage, wording))
    if dosage.intensity:
        intensity = str(dosage.intensity).removesuffix(wording.text("intensity.suffix"))
        phrases.append(wording.text("intensity", intensity=intensity))
    phrases += [
        _per_day(dosage.per_day, wording),
        _frequency(dosage.frequency, wording, "weekday"),
        _count(dosage.weeks, wording, "weeks"),
    ]
    return [phrase for phrase in phrases if phrase]


def render_dose(dosage: Dosage, wording: Wording) -> str:
    """Return how much to do in one session in one line; empty if the dosage does not say."""
    amount = [phrase for phrase in _amount(dosage, wording) if phrase]
    load = _load(dosage, wording)
    # A load alone does not say how much to do.
    return wording.joined("dose.next", [*amount, load] if amount and load else amount)


def render_days(dosage: Dosage, wording: Wording) -> str:
    """Return how often and on which days in one line; empty if the dosage does not say."""
    times = _per_day(dosage.per_day, wording)
    days = _frequency(dosage.frequency, wording, "weekday.short")
    return wording.joined("list.next", [phrase for phrase in (times, days) if phrase])


def render_session(session: Session, wording: Wording, *, alike: bool) -> str:
    """Return how long a session takes, rounded up to five minutes; empty if it is not known.

    `alike` says whether all entries are done on the same days, so that each session has them all.
    """
    if session.minutes is None:
        return ""
    low, high = (-(-end // 5) * 5 for end in (session.minutes.low, session.minutes.high))
    if session.minutes.high < 5:
        length = wording.text("session.short")
    else:
        length = wording.text("session.about", amount=_range(Range(low, high), wording))
    numbers = [wording.text("number", number=place) for place in session.uncounted]
    return wording.text(
        "session",
        length=length,
        scope="session" if alike else "all",
        uncounted=len(numbers),
        numbers=wording.listed(numbers),
    )


def _amount(dosage: Dosage, wording: Wording) -> list[str]:
    """Return sets, repetitions, time and hold, one of them with the side."""
    side = _side(dosage.side, wording) if dosage.side else ""
    # The side belongs to what is counted: repetitions or distance before time, time before a hold.
    counted = [
        _repetitions(dosage.repetitions, wording),
        _distance(dosage.distance, wording),
        _span(dosage.duration, wording),
        _hold(dosage.hold, wording),
    ]
    for index, phrase in enumerate(counted):
        if phrase and side:
            counted[index] = wording.text("with_side", phrase=phrase, side=side)
            side = ""
            break
    return [_count(dosage.sets, wording, "sets"), *counted, side]


def _range(count: Range, wording: Wording) -> str:
    low, high = (wording.text("number", number=end) for end in (count.low, count.high))
    return low if low == high else wording.text("range", low=low, high=high)


def _count(count: Range | None, wording: Wording, key: str) -> str:
    return wording.text(key, count=count.high, amount=_range(count, wording)) if count else ""


def _repetitions(repetitions: Repetitions | None, wording: Wording) -> str:
    if not repetitions:
        return ""
    if not repetitions.count:
        as_many = repetitions.unit.startswith("as many")
        key = "repetitions.as_many" if as_many else "repetitions.until"
        return wording.text(key, until=repetitions.unit)
    count = repetitions.count
    amount = _range(count, wording)
    if repetitions.at_most:
        amount = wording.text("at_most", amount=wording.text("number", number=count.high))
    if repetitions.unit:
        return wording.text("repetitions.of", amount=amount, unit=repetitions.unit)
    return wording.text("repetitions", count=count.high, amount=amount)


def _distance(distance: Distance | None, wording: Wording) -> str:
    if not distance:
        return ""
    low, high = (wording.text("number", number=end) for end in (distance.low, distance.high))
    amount = low if low == high else wording.text("range", low=low, high=high)
    if distance.unit in {"m", "km"}:
        return wording.text(f"distance.{distance.unit}", count=distance.high, amount=amount)
    return wording.text("repetitions.of", amount=amount, unit=distance.unit)


def _hold(hold: Hold | None, wording: Wording) -> str:
    if not hold:
        return ""
    if hold.breaths:
        return _count(hold.breaths, wording, "hold.breaths")
    return wording.text("hold", time=_span(hold.span, wording))


def _side(side: Side, wording: Wording) -> str:
    if side.part is Part.SIDE and side.which in _WHOLE_PHRASES:
        return wording.text(_WHOLE_PHRASES[side.which])
    if side.part is Part.DIRECTION:
        return wording.text("side.each_direction")
    part = wording.text(f"part.{side.part}")
    if side.which is Which.EACH:
        return wording.text("side.each", part=part)
    which = wording.text(f"which.{side.which}")
    if side.part is Part.SIDE:
        return wording.text("side.one", which=which)
    return wording.text("side.limb", which=which, part=part)


_WHOLE_PHRASES: Final = {
    Which.EACH: "side.each_side",
    Which.ALTERNATING: "side.alternating",
    Which.BOTH: "side.both",
    Which.LEFT_THEN_RIGHT: "side.left_then_right",
    Which.RIGHT_THEN_LEFT: "side.right_then_left",
}
"""Keys of the messages that say all of a side."""


def _span(span: Span | None, wording: Wording) -> str:
    """Return a time in the unit that needs no arithmetic: '30 seconds', '1 to 2 minutes'."""
    if not span:
        return ""
    low, high = span.low.seconds, span.high.seconds
    if low == high:
        return _duration(low, wording)
    for key, size in _UNITS.items():
        # '30 to 60 seconds' and '45 to 90 seconds' read better than a change of unit midway.
        if low % size == 0 and high % size == 0 and (size > 1 or high < 120):
            return _count(Range(int(low // size), int(high // size)), wording, key)
    return wording.text("range", low=_duration(low, wording), high=_duration(high, wording))


_UNITS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}
"""Seconds in a unit, by the key of its message."""


def _duration(seconds: Decimal, wording: Wording) -> str:
    return wording.joined("time.next", [*_units(seconds, wording)])


def _units(seconds: Decimal, wording: Wording) -> Iterator[str]:
    for key, size in _UNITS.items():
        amount = seconds // size if size > 1 else seconds
        if amount:
            yield wording.text(key, count=amount, amount=wording.text("number", number=amount))
        seconds -= amount * size


def _pause(pause: Pause | None, wording: Wording) -> str:
    if not pause:
        return ""
    time = _span(pause.span, wording)
    if not pause.where:
        return wording.text("pause", time=time)
    return wording.text("pause.where", time=time, where=pause.where)


def _tempo(tempo: Tempo | None, wording: Wording) -> str:
    if not tempo:
        return ""
    down, hold, up = (
        _duration(Decimal(seconds), wording) for seconds in (tempo.down, tempo.hold, tempo.up)
    )
    return wording.text("tempo.held" if tempo.hold else "tempo", down=down, hold=hold, up=up)


def _load(dosage: Dosage, wording: Wording) -> str:
    return wording.text("load", load=str(dosage.load)) if dosage.load else ""


def _per_day(sessions: Range | None, wording: Wording) -> str:
    if not sessions:
        return ""
    return _count(
        sessions, wording, "per_day" if sessions.low == sessions.high else "per_day.range"
    )


def _frequency(frequency: Frequency | None, wording: Wording, weekday: str) -> str:
    """Return on which days; `weekday` is the key of the message that names a weekday."""
    if not frequency:
        return ""
    if frequency.as_needed:
        return wording.text("as_needed")
    if frequency.hours:
        hours = _count(frequency.hours, wording, "every_hours")
        return wording.text("while_awake", often=hours) if frequency.awake else hours
    if frequency.times_a_day:
        return _per_day(frequency.times_a_day, wording)
    if frequency.every:
        return wording.text("every_days", days=frequency.every)
    if frequency.days_a_week:
        return _count(frequency.days_a_week, wording, "days_a_week")
    days = [wording.text(weekday, day=_DATE_OF[day]) for day in frequency.weekdays]
    if frequency.is_workdays:
        return wording.text("range", low=days[0], high=days[-1])
    return wording.listed(days)
