"""Dosages and sessions as phrases that a patient reads without arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from decimal import Decimal
from typing import Final

from handout.dosage import (
    COUNTED,
    TIMES_OF_DAY,
    UNTIL,
    Distance,
    Dosage,
    Dose,
    Frequency,
    Hold,
    Part,
    Pause,
    Phase,
    Range,
    Repetitions,
    Side,
    Span,
    Tempo,
    Which,
)
from handout.dosage.times import CLOCK_TIME
from handout.folding import space_between
from handout.languages import isolated
from handout.located import Text
from handout.minutes import Session
from handout.wording import Wording
from handout.wording.dates import render_time, render_weekday


def render_name(dose: Dose, wording: Wording) -> str:
    """Return when a dose is the one to do, and its label; empty if it is the only one."""
    names = (render_phase(dose.phase, wording) if dose.phase else "", str(dose.label or ""))
    return wording.joined("list.next", [name for name in names if name])


def render_dose(dose: Dose, wording: Wording) -> list[str]:
    """Return a dose as short phrases in the order in which a patient needs them."""
    phrases = [*_amount(dose, wording), _pause(dose.pause, wording)]
    phrases.append(_tempo(dose.tempo, wording))
    phrases.append(_words("pace", dose.pace, wording))
    if dose.rest:
        between_sets = dose.sets and dose.sets.high > 1
        key = "rest.sets" if between_sets else "rest"
        phrases.append(wording.text(key, time=_span(dose.rest, wording)))
    phrases += [_words(key, getattr(dose, key), wording) for key in ("load", "intensity", "limit")]
    phrases += [
        wording.joined("list.next", _sessions(dose, wording)),
        _frequency(dose.frequency, wording, "weekday"),
        _count(dose.weeks, wording, "weeks"),
        str(dose.text or ""),
    ]
    return [phrase for phrase in phrases if phrase]


def render_amount(dosage: Dosage, wording: Wording) -> str:
    """Return how much to do in a session in short; empty if the dosage does not say.

    Of phases that are too long for a cell, the first is named with all of its doses; doses of one
    session are never given in part.
    """
    amounts = [_short_amount(dose, wording) for dose in dosage.doses]
    sessions = dosage.sessions
    # Doses of one session add up, so that two equal ones are not one.
    if len(sessions) == len(dosage.doses) and len(set(amounts)) == 1:
        return amounts[0]
    if line := _named_amounts(dosage.doses, wording):
        return line
    first = _named_amounts(sessions[0], wording) if len(sessions) > 1 else ""
    if first:
        return wording.text("glance.first_phase", first=first)
    return wording.text("glance.doses", count=len(amounts))


def render_days(dosage: Dosage, wording: Wording) -> str:
    """Return how often and on which days in short; empty if the dosage does not say."""
    days = [_days(dose, wording) for dose in dosage.doses]
    if len(set(days)) == 1:
        return days[0]
    line = _named(dosage.doses, days, wording)
    return line if all(days) and len(line) <= _SHORT_DAYS else wording.text("glance.days_differ")


_SHORT_AMOUNT: Final = 80
_SHORT_DAYS: Final = 45
"""The most characters of several doses in a cell: three lines of its column on A4."""


def _named_amounts(doses: Sequence[Dose], wording: Wording) -> str:
    """Return the named amounts of doses, or nothing if one is not known or they are long."""
    amounts = [_short_amount(dose, wording) for dose in doses]
    line = _named(doses, amounts, wording)
    return line if all(amounts) and len(line) <= _SHORT_AMOUNT else ""


def _named(doses: Sequence[Dose], phrases: Sequence[str], wording: Wording) -> str:
    """Return phrases in one line, each after the name of its dose."""
    named = (
        wording.text("glance.named_dose", name=isolated(render_name(dose, wording)), phrase=phrase)
        for dose, phrase in zip(doses, phrases, strict=True)
    )
    return wording.joined("glance.next", [*named])


def _short_amount(dose: Dose, wording: Wording) -> str:
    """Return the amount with its load, or else the line that prints as it stands."""
    amount = [phrase for phrase in _amount(dose, wording) if phrase]
    load = _words("load", dose.load, wording)
    # A load alone does not say how much to do.
    short = wording.joined("dose.next", [*amount, load] if amount and load else amount)
    return short or str(dose.text or "")


def _days(dose: Dose, wording: Wording) -> str:
    days = _frequency(dose.frequency, wording, "weekday.short")
    return wording.joined("list.next", [*_sessions(dose, wording), *([days] if days else [])])


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
        length = _count(Range(low, high), wording, "session.about")
    numbers = [_number(place, wording) for place in session.uncounted]
    return wording.text(
        "session",
        length=length,
        scope="session" if alike else "all",
        uncounted=len(numbers),
        numbers=wording.listed(numbers),
    )


def _amount(dose: Dose, wording: Wording) -> list[str]:
    """Return sets, repetitions, time and hold, one of them with the side."""
    side = _side(dose.side, wording) if dose.side else ""
    # The side belongs to what is counted: repetitions or distance before time, time before a hold.
    counted = [
        _repetitions(dose.repetitions, wording),
        _distance(dose.distance, wording),
        _span(dose.duration, wording),
        _hold(dose.hold, wording),
    ]
    for index, phrase in enumerate(counted):
        if phrase and side:
            counted[index] = wording.text("with_side", phrase=phrase, side=side)
            side = ""
            break
    return [_count(dose.sets, wording, "sets"), *counted, side]


def _number(number: float | Decimal, wording: Wording) -> str:
    return wording.text("number", number=number)


def _range(amount: Range | Distance, wording: Wording) -> str:
    low, high = _number(amount.low, wording), _number(amount.high, wording)
    if amount.at_most:
        return wording.text("at_most", amount=high)
    return low if low == high else wording.text("range", low=low, high=high, of="number")


def _count(count: Range | Distance | None, wording: Wording, key: str, unit: str = "") -> str:
    """Return an amount of what the message of a key counts, whose word may be as written."""
    if not count:
        return ""
    form = "most" if count.at_most else "exact" if count.low == count.high else "range"
    return _counted(key, count.high, _range(count, wording), wording, form=form, unit=unit)


def _counted(
    key: str, count: float | Decimal, amount: str, wording: Wording, form: str, unit: str = ""
) -> str:
    """Return the message of a key; `form` is 'exact', 'range' or 'most', as in 'up to 3'."""
    high, gap = _number(count, wording), space_between(amount, unit)
    return wording.text(key, count=count, amount=amount, high=high, form=form, unit=unit, gap=gap)


def _repetitions(repetitions: Repetitions | None, wording: Wording) -> str:
    if not repetitions:
        return ""
    unit = repetitions.words
    if not repetitions.count:
        said = UNTIL.get(unit.casefold(), "as_many" if repetitions.as_many else "until")
        return wording.text(f"repetitions.{said}", until=unit)
    return _count(repetitions.count, wording, _unit(unit) if unit else "repetitions", unit)


def _unit(written: str) -> str:
    """Return the key of what is counted; words that are not known print as they are written."""
    counted = COUNTED.get(written.casefold())
    return f"unit.{counted}" if counted else "repetitions.of"


def _distance(distance: Distance | None, wording: Wording) -> str:
    if not distance:
        return ""
    metric = distance.unit in {"m", "km"}
    key = f"distance.{distance.unit}" if metric else _unit(distance.unit)
    return _count(distance, wording, key, distance.unit)


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
    part, gender = wording.text(f"part.{side.part}"), wording.text(f"gender.{side.part}")
    if side.which is Which.EACH:
        return wording.text("side.each", part=part, gender=gender)
    which = wording.text(f"which.{side.which}", gender=gender)
    if side.part is Part.SIDE:
        return wording.text("side.one", which=which)
    return wording.text("side.limb", which=which, part=part, gender=gender)


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
    if span.at_most:
        return wording.text("time.at_most", time=_duration(high, wording, "most"))
    if low == high:
        return _duration(low, wording)
    for key, size in _UNITS.items():
        # '30 to 60 seconds' and '45 to 90 seconds' read better than a change of unit midway.
        if low % size == 0 and high % size == 0 and (size > 1 or high < 120):
            return _count(Range(int(low // size), int(high // size)), wording, key)
    first, last = _duration(low, wording), _duration(high, wording)
    return wording.text("range", low=first, high=last, of="time")


_UNITS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}
"""Seconds in a unit, by the key of its message."""


def _duration(seconds: Decimal, wording: Wording, form: str = "exact") -> str:
    return wording.joined("time.next", [*_units(seconds, wording, form)])


def _units(seconds: Decimal, wording: Wording, form: str) -> Iterator[str]:
    for key, size in _UNITS.items():
        amount = seconds // size if size > 1 else seconds
        if amount:
            yield _counted(key, amount, _number(amount, wording), wording, form)
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


def _words(key: str, text: Text | None, wording: Wording) -> str:
    """Return the text of a field after its name."""
    if not text:
        return ""
    words = str(text)
    if key == "intensity":
        words = words.removesuffix(wording.text("intensity.suffix"))
    return wording.text(key, words=words)


def _sessions(dose: Dose, wording: Wording) -> list[str]:
    """Return how many times a day, and at which times."""
    times = [_time_of_day(word, wording) for word in dose.times.words] if dose.times else []
    phrases = (_per_day(dose.per_day, wording), wording.listed(times))
    return [phrase for phrase in phrases if phrase]


def _time_of_day(word: str, wording: Wording) -> str:
    """Return when in the day as part of a sentence; words that are not known are as written."""
    if word in TIMES_OF_DAY:
        return wording.text(f"time.{word}")
    hour, clock = _clock(word, wording)
    return wording.text("time.clock", clock=clock, hour=hour) if clock else word


def render_time_of_day(written: str, wording: Wording) -> str:
    """Return a time of the day by itself: 'at noon', '8 am'; empty if it is not known."""
    word = " ".join(written.split()).casefold()
    return wording.text(f"time.{word}") if word in TIMES_OF_DAY else _clock(written, wording)[1]


def _clock(written: str, wording: Wording) -> tuple[int, str]:
    """Return the hour and the words of a time by the clock; nothing if it is none."""
    clock = CLOCK_TIME.fullmatch(written.casefold().strip())
    if not clock or not (clock[2] or clock[3]):
        return 0, ""
    hour = int(clock[1]) % 12 + 12 * (clock[3] == "p") if clock[3] else int(clock[1])
    if hour > 23 or int(clock[2] or 0) > 59:
        return 0, ""
    words = render_time(time(hour, int(clock[2] or 0)), wording)
    # No line ends between a number and what it means.
    unbroken = " ".join(written.split()).replace(" ", "\u00a0")
    return hour, wording.text("clock", time=words, written=unbroken)


def render_phase(phase: Phase, wording: Wording) -> str:
    """Return when something applies: 'Weeks 1 and 2', 'From week 5', or the words as written."""
    if not phase.unit:
        return phase.words[0].title() + phase.words[1:]
    if phase.last is None:
        return wording.text(f"phase.{phase.unit}.on", number=_number(phase.first, wording))
    numbers = [_number(number, wording) for number in range(phase.first, phase.last + 1)]
    listed = wording.text("range", low=numbers[0], high=numbers[-1], of="number")
    if len(numbers) <= 2:
        listed = wording.listed(numbers)
    return wording.text(f"phase.{phase.unit}", count=len(numbers), numbers=listed)


def _per_day(sessions: Range | None, wording: Wording) -> str:
    if not sessions:
        return ""
    exact = sessions.low == sessions.high and not sessions.at_most
    return _count(sessions, wording, "per_day" if exact else "per_day.range")


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
    days = [render_weekday(day, wording, weekday) for day in frequency.weekdays]
    if frequency.is_workdays:
        return wording.text("weekday.range", first=days[0], last=days[-1])
    return wording.listed(days)
