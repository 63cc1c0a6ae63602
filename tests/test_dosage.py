"""A dosage is parsed in every spelling of clinicians, and rendered in words for patients."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dosages import phrases_of, problems_of_dosage
from hypothesis import given, settings
from hypothesis import strategies as st

from handout.decoding import GrammarError, read_record
from handout.dosage import (
    Distance,
    Dose,
    Duration,
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
    Times,
    Weekday,
    Which,
)
from handout.errors import Problems
from handout.loader import load_yaml
from handout.model import Position
from handout.wording import Wording
from handout.wording.dosages import render_dose

ENGLISH = Wording.for_language("en")
DASHES = st.sampled_from(["-", " - ", "\u2013", " \u2013 ", "\u2014", "\u2212", " to ", " TO "])
SPACES = st.sampled_from(["", " "])
WORDS = st.sampled_from(["steps", "breaths", "slow circles", "Schritte", "कदम", "крок"])
UNITS = st.sampled_from(
    [
        *((unit, 1) for unit in ("s", "sec", "secs", "second", "seconds", "S", "sec.")),
        *((unit, 60) for unit in ("min", "mins", "minute", "minutes", "Min.")),
        *((unit, 3600) for unit in ("h", "hr", "hours")),
    ]
)


@st.composite
def closed_ranges(draw: st.DrawFn, highest: int = 99) -> tuple[str, Range]:
    low, high = sorted(draw(st.tuples(*[st.integers(1, highest)] * 2)))
    text = str(low) if low == high else f"{low}{draw(DASHES)}{high}"
    return text, Range(low, high)


def ranges(highest: int = 99) -> st.SearchStrategy[tuple[str, Range]]:
    most = st.integers(1, highest).map(lambda high: (f"up to {high}", Range(1, high, at_most=True)))
    return closed_ranges(highest) | most


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, Span]:
    if draw(st.booleans()):
        minutes, seconds = draw(st.integers(0, 99)), draw(st.integers(1, 59))
        clock = Duration(Decimal(60 * minutes + seconds))
        return f"{minutes}:{seconds:02}", Span(clock, clock)
    unit, size = draw(UNITS)
    low, high = sorted(draw(st.tuples(*[st.decimals("0.5", 200, places=1)] * 2)))
    times = [Duration((number * size).normalize() + 0) for number in (low, high)]
    gap = draw(SPACES)
    if draw(st.booleans()):
        least = min(Duration(Decimal(1)), times[1])
        return f"Up to {high}{gap}{unit}", Span(least, times[1], at_most=True)
    first = draw(st.sampled_from([f"{low}", f"{low}{gap}{unit}"]))
    text = f"{low}{gap}{unit}" if low == high else f"{first}{draw(DASHES)}{high}{gap}{unit}"
    return text, Span(times[0], times[1])


@st.composite
def repetitions(draw: st.DrawFn) -> tuple[str, Repetitions]:
    text, count = draw(ranges())
    if draw(st.booleans()):
        plain = draw(st.sampled_from(["", " reps", "reps", " Repetitions", "x"]))
        return f"{text}{plain}", Repetitions(count, "")
    unit = draw(WORDS)
    return f"{text} {unit}", Repetitions(count, unit)


@st.composite
def holds(draw: st.DrawFn) -> tuple[str, Hold]:
    if draw(st.booleans()):
        text, span = draw(spans())
        return text, Hold(span)
    text, count = draw(ranges())
    return f"{text} breaths", Hold(None, count)


@st.composite
def distances(draw: st.DrawFn) -> tuple[str, Distance]:
    text, count = draw(ranges())
    word, unit = draw(
        st.sampled_from([("m", "m"), (" metres", "m"), (" km", "km"), (" steps", "steps")])
    )
    low = count.high if count.at_most else count.low
    return f"{text}{word}", Distance(Decimal(low), Decimal(count.high), unit, count.at_most)


@st.composite
def sides(draw: st.DrawFn) -> tuple[str, Side]:
    article = draw(st.sampled_from(["", "the ", "your ", "The "]))
    both = st.sampled_from(["alternating", "both together", "left then right", "right then left"])
    if draw(st.booleans()):
        word = draw(both | st.sampled_from(["left", "right"]))
        return word, Side(Which(word))
    which = draw(st.sampled_from(["each", "left", "operated", "affected", "weaker", "painful"]))
    part = draw(st.sampled_from(["side", "leg", "arm", "knee", "shoulder"]))
    return f"{article}{which} {part}", Side(Which(which), Part(part))


@st.composite
def pauses(draw: st.DrawFn) -> tuple[str, Pause]:
    text, span = draw(spans())
    where = draw(st.sampled_from(["", "on tender spots", "at the top", "for all 3 spots"]))
    return f"{text} {where}".strip(), Pause(span, where)


@st.composite
def frequencies(draw: st.DrawFn) -> tuple[str, Frequency]:
    text, count = draw(ranges(7))
    gap, hours = draw(closed_ranges(7))
    days = draw(st.lists(st.sampled_from(list(Weekday)), min_size=1, unique=True))
    ordered = tuple(day for day in Weekday if day in days)
    spelt = [draw(st.sampled_from([day.value, day.name, day.name.title()])) for day in days]
    return draw(
        st.sampled_from(
            [
                ("daily", Frequency(every=1)),
                ("Every other day", Frequency(every=2)),
                (f"{text} days a week", Frequency(days_a_week=count)),
                (f"{text} times per week", Frequency(days_a_week=count)),
                (f"{text}x/week", Frequency(days_a_week=count)),
                (f"{text} times a day", Frequency(times_a_day=count)),
                (f"every {gap} hours", Frequency(hours=hours)),
                (f"every {gap} hours while awake", Frequency(hours=hours, awake=True)),
                ("every third day", Frequency(every=3)),
                ("Twice a week", Frequency(days_a_week=Range(2, 2))),
                ("once daily", Frequency(times_a_day=Range(1, 1))),
                ("weekdays", Frequency(weekdays=tuple(Weekday)[:5])),
                ("as needed", Frequency(as_needed=True)),
                (", ".join(spelt), Frequency(weekdays=ordered)),
            ]
        )
    )


@st.composite
def times(draw: st.DrawFn) -> tuple[str, Times]:
    spelt = draw(
        st.lists(
            st.sampled_from(
                [
                    *(("8 am", "8 am"), ("9AM", "9 am"), ("6:30 p.m.", "6:30 pm")),
                    *(("08:00", "08:00"), ("18.30", "18.30"), ("Noon", "noon")),
                    *(("bedtime", "bedtime"), ("After lunch", "After lunch")),
                ]
            ),
            min_size=1,
            unique=True,
        )
    )
    return ", ".join(text for text, _ in spelt), Times(tuple(word for _, word in spelt))


@st.composite
def phases(draw: st.DrawFn) -> tuple[str, Phase]:
    text, count = draw(closed_ranges(52))
    unit = draw(st.sampled_from(["week", "weeks", "Day", "days"]))
    if draw(st.booleans()):
        words = draw(st.sampled_from(["in the splint", "Once you can walk"]))
        return words, Phase(words)
    name = unit.casefold().rstrip("s")
    if draw(st.booleans()):
        form = draw(st.sampled_from(["from {} {}", "{} {} on", "{} {}+", "{} {} onwards"]))
        words = form.format(unit, count.low)
        return words, Phase(words, name, count.low)
    return f"{unit} {text}", Phase(f"{unit} {text}", name, count.low, count.high)


@st.composite
def tempos(draw: st.DrawFn) -> tuple[str, Tempo]:
    down, hold, up = draw(st.tuples(st.integers(1, 99), st.integers(0, 99), st.integers(1, 99)))
    return f"{down}-{hold}-{up}", Tempo(down, hold, up)


VALUES: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    *(ranges(), spans(), repetitions(), holds(), distances(), pauses(), sides(), frequencies()),
    *(tempos(), times(), phases()),
)
TYPES: list[Any] = [
    *(Range, Span, Repetitions, Hold, Distance, Pause, Side, Frequency, Tempo, Times, Phase)
]
NEARLY = st.text("0123456789-\u2013:.,x\u00d7 \u00a0\u0663²½toansmihr", max_size=14)


@given(VALUES)
def test_every_spelling_of_a_value_is_parsed(case: tuple[str, Any]) -> None:
    text, value = case
    assert type(value).parse(text) == value


@given(VALUES)
def test_formatting_and_parsing_a_value_gives_the_same_value(case: tuple[str, Any]) -> None:
    _, value = case
    assert type(value).parse(str(value)) == value


def parsed(kind: Any, text: str) -> Any:  # noqa: ANN401 -- a value of any of the types
    try:
        return kind.parse(text)
    except GrammarError as error:
        return error


@settings(max_examples=400)
@given(st.sampled_from(TYPES), NEARLY | st.text(max_size=20))
def test_any_text_is_parsed_or_rejected_with_a_hint(kind: Any, text: str) -> None:  # noqa: ANN401
    value = parsed(kind, " ".join(text.split()))
    if isinstance(value, GrammarError):
        assert value.message
        return
    assert kind.parse(str(value)) == value
    for part in (value, getattr(value, "count", None), getattr(value, "span", None)):
        if isinstance(part, Range):
            assert 1 <= part.low <= part.high
        if isinstance(part, Span):
            assert Decimal(0) < part.low.seconds <= part.high.seconds


FIELDS: dict[str, st.SearchStrategy[str]] = {
    "sets": ranges().map(lambda case: case[0]),
    "reps": repetitions().map(lambda case: case[0]) | st.just("until tired"),
    "hold": holds().map(lambda case: case[0]),
    "duration": spans().map(lambda case: case[0]),
    "pause": pauses().map(lambda case: case[0]),
    "rest": spans().map(lambda case: case[0]),
    "side": sides().map(lambda case: case[0]),
    "distance": distances().map(lambda case: case[0]),
    "load": st.sampled_from(["green band", "5 kg", "light dumbbell or none"]),
    "intensity": st.sampled_from(["3 out of 10 effort", "light"]),
    "tempo": tempos().map(lambda case: case[0]),
    "pace": st.sampled_from(["slow", "60 beats a minute"]),
    "limit": st.just("pain up to 3 out of 10"),
    "text": st.just("As shown in clinic."),
    "per_day": ranges(9).map(lambda case: case[0]),
    "frequency": frequencies().map(lambda case: case[0]),
    "weeks": ranges(52).map(lambda case: case[0]),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_the_words_for_patients_contain_no_abbreviations(fields: dict[str, str]) -> None:
    if re.search(r"day$|daily$|hours?\b", fields.get("frequency", "")):
        # How often a day must not be said twice.
        fields = {key: text for key, text in fields.items() if key != "per_day"}
    phrases = phrases_of(fields, ENGLISH)
    assert bool(phrases) == bool(fields)
    for phrase in phrases:
        assert phrase == " ".join(phrase.split())
        assert not re.search(r"\d\s*[x\u00d7]\s*\d", phrase)
        assert not re.search(r"\d[^\W\d]|\d\s*[-\u2013:/+=]\s*\d|E\+", phrase)
        assert "None" not in phrase
        assert not re.search(r"\b(s|sec|min|h|reps?)\b", phrase)
        assert not re.search(
            r"(?<!\d)(?<!\.)\b1 (sets|repetitions|seconds|minutes|hours|weeks)\b", phrase
        )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"sets": "2-3", "reps": "12-15", "side": "each side", "hold": "1-2 s"},
            "2 to 3 sets · 12 to 15 repetitions on each side · hold 1 to 2 seconds",
        ),
        ({"sets": "1", "reps": "1"}, "1 set · 1 repetition"),
        ({"hold": "1:30"}, "hold 1 minute 30 seconds"),
        ({"hold": "30 s", "side": "each leg"}, "hold 30 seconds with each leg"),
        ({"hold": "1.5 s"}, "hold 1.5 seconds"),
        ({"hold": "0.5 min"}, "hold 30 seconds"),
        ({"duration": "30-60 s"}, "30 to 60 seconds"),
        ({"duration": "1-2 min"}, "1 to 2 minutes"),
        ({"duration": "60-120 s"}, "1 to 2 minutes"),
        ({"duration": "45-90 s"}, "45 to 90 seconds"),
        ({"duration": "90 s - 2 min"}, "1 minute 30 seconds to 2 minutes"),
        ({"duration": "1-2 h"}, "1 to 2 hours"),
        ({"duration": "1 h"}, "1 hour"),
        ({"duration": "90 min"}, "1 hour 30 minutes"),
        ({"duration": "1-2 min", "side": "each side"}, "1 to 2 minutes on each side"),
        ({"reps": "10-12 steps", "side": "each direction"}, "10 to 12 steps in each direction"),
        ({"reps": "5 breaths"}, "5 breaths"),
        ({"reps": "until tired"}, "repeat until tired"),
        ({"reps": "until tired", "side": "each arm"}, "repeat until tired with each arm"),
        ({"sets": "2", "side": "alternating"}, "2 sets · changing sides each time"),
        ({"side": "left"}, "on the left side"),
        ({"side": "both together"}, "both sides together"),
        ({"pause": "20-30 s on tender spots"}, "pause 20 to 30 seconds on tender spots"),
        ({"pause": "20 sec. at the top"}, "pause 20 seconds at the top"),
        ({"tempo": "3-1-3"}, "3 seconds down, hold 1 second, 3 seconds up"),
        ({"tempo": "3-0-1"}, "3 seconds down, 1 second up"),
        ({"sets": "2", "rest": "30-60 s"}, "2 sets · rest 30 to 60 seconds between sets"),
        ({"sets": "1", "rest": "30 s"}, "1 set · rest 30 seconds"),
        ({"rest": "30 s"}, "rest 30 seconds"),
        ({"load": "light dumbbell or none"}, "use: light dumbbell or none"),
        ({"intensity": "3 out of 10 effort"}, "effort: 3 out of 10"),
        ({"per_day": "1"}, "once a day"),
        ({"per_day": "2-3"}, "2 to 3 times a day"),
        ({"frequency": "daily"}, "every day"),
        ({"frequency": "every other day"}, "every other day"),
        ({"frequency": "1 day a week"}, "1 day a week"),
        ({"frequency": "3-4 days a week"}, "3 to 4 days a week"),
        ({"frequency": "fri"}, "Friday"),
        ({"frequency": "fri, mon, Wednesday"}, "Monday, Wednesday and Friday"),
        ({"weeks": "4-6"}, "for 4 to 6 weeks"),
        ({"weeks": "1"}, "for 1 week"),
        ({"reps": "up to 10"}, "up to 10 repetitions"),
        ({"reps": "Up to 10 steps", "side": "each leg"}, "up to 10 steps with each leg"),
        ({"hold": "up to 10 s"}, "hold for up to 10 seconds"),
        (
            {"hold": "Up to 1:30", "side": "left"},
            "hold for up to 1 minute 30 seconds on the left side",
        ),
        ({"hold": "up to 5 breaths"}, "hold for up to 5 breaths"),
        ({"sets": "up to 3", "duration": "up to 2 min"}, "up to 3 sets · for up to 2 minutes"),
        ({"sets": "2", "rest": "up to 1 min"}, "2 sets · rest for up to 1 minute between sets"),
        ({"pause": "up to 20 s at the top"}, "pause for up to 20 seconds at the top"),
        ({"distance": "up to 50 m"}, "up to 50 metres"),
        ({"distance": "up to 20 steps"}, "up to 20 steps"),
        ({"per_day": "up to 4"}, "up to 4 times a day"),
        ({"per_day": "up to 1"}, "up to 1 time a day"),
        ({"frequency": "up to 3 times a day"}, "up to 3 times a day"),
        ({"frequency": "Up to 4 days a week"}, "up to 4 days a week"),
        ({"weeks": "up to 6"}, "for up to 6 weeks"),
        ({"reps": "10x"}, "10 repetitions"),
        ({"reps": "As many as you can"}, "do as many as you can"),
        ({"reps": "to fatigue"}, "repeat to fatigue"),
        ({"reps": "5", "hold": "5 breaths"}, "5 repetitions · hold for 5 breaths"),
        ({"hold": "1 breath"}, "hold for 1 breath"),
        ({"duration": "½ min"}, "30 seconds"),
        ({"duration": "1½ min"}, "1 minute 30 seconds"),
        ({"rest": "1½-2 min"}, "rest 1 minute 30 seconds to 2 minutes"),
        ({"pause": "½ min at the top"}, "pause 30 seconds at the top"),
        ({"distance": "50 m"}, "50 metres"),
        ({"distance": "10-15 m", "side": "each side"}, "10 to 15 metres on each side"),
        ({"distance": "1.5 km"}, "1.5 kilometres"),
        ({"distance": "1 metre"}, "1 metre"),
        ({"reps": "4", "distance": "20 steps"}, "4 repetitions · 20 steps"),
        ({"reps": "10", "side": "operated leg"}, "10 repetitions with the operated leg"),
        ({"reps": "10", "side": "the affected side"}, "10 repetitions on the affected side"),
        ({"reps": "10", "side": "weaker arm"}, "10 repetitions with the weaker arm"),
        ({"side": "left leg"}, "with the left leg"),
        ({"hold": "30 s", "side": "painful side"}, "hold 30 seconds on the painful side"),
        (
            {"reps": "10", "side": "left then right"},
            "10 repetitions on the left side, then on the right",
        ),
        ({"frequency": "every hour"}, "every hour"),
        ({"frequency": "every 2 hours while awake"}, "every 2 hours while you are awake"),
        ({"frequency": "every 1-2 hours"}, "every 1 to 2 hours"),
        ({"frequency": "once a day"}, "once a day"),
        ({"frequency": "twice daily"}, "twice a day"),
        ({"frequency": "three times a day"}, "3 times a day"),
        ({"frequency": "2-3x a day"}, "2 to 3 times a day"),
        ({"frequency": "once a week"}, "1 day a week"),
        ({"frequency": "twice a week"}, "2 days a week"),
        ({"frequency": "3x/week"}, "3 days a week"),
        ({"frequency": "3 x per week"}, "3 days a week"),
        ({"frequency": "every 3 days"}, "every 3 days"),
        ({"frequency": "weekdays"}, "Monday to Friday"),
        ({"frequency": "five days a week"}, "5 days a week"),
        ({"frequency": "once or twice a day"}, "1 to 2 times a day"),
        ({"frequency": "2 or 3 times a week"}, "2 to 3 days a week"),
        ({"frequency": "Mon to Fri"}, "Monday to Friday"),
        ({"frequency": "tue-thu"}, "Tuesday, Wednesday and Thursday"),
        ({"frequency": "every two hours"}, "every 2 hours"),
        ({"frequency": "weekends"}, "Saturday and Sunday"),
        ({"frequency": "as needed"}, "as needed"),
        ({"times": "8am, noon, 6:30 p.m."}, "at 8\u00a0am, at noon and at 6:30\u00a0pm"),
        ({"times": "08:00, 18:30"}, "at 08:00 and at 18:30"),
        ({"times": "Morning, bedtime"}, "in the morning and at bedtime"),
        ({"times": "before breakfast"}, "before breakfast"),
        ({"per_day": "2", "times": "morning, night"}, "twice a day, in the morning and at night"),
        (
            {"times": "morning, evening", "frequency": "twice a day"},
            "in the morning and in the evening · twice a day",
        ),
        ({"pace": "60 beats a minute"}, "pace: 60 beats a minute"),
        ({"limit": "within comfort"}, "limit: within comfort"),
        ({"reps": "5", "text": "As shown."}, "5 repetitions · As shown."),
        ({}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_words_of_a_dosage(fields: dict[str, str], words: str) -> None:
    assert " · ".join(phrases_of(fields, ENGLISH)) == words


def test_phrases_are_in_the_order_in_which_a_patient_needs_them() -> None:
    fields = {
        "weeks": "6",
        "frequency": "daily",
        "per_day": "2",
        "intensity": "light",
        "load": "5 kg",
        "rest": "30 s",
        "tempo": "3-1-3",
        "pause": "2 s at the top",
        "hold": "5 s",
        "duration": "1 min",
        "reps": "12",
        "sets": "3",
    }
    assert phrases_of(fields, ENGLISH) == [
        *("3 sets", "12 repetitions", "1 minute", "hold 5 seconds", "pause 2 seconds at the top"),
        "3 seconds down, hold 1 second, 3 seconds up",
        *("rest 30 seconds between sets", "use: 5 kg", "effort: light"),
        *("twice a day", "every day", "for 6 weeks"),
    ]


def test_weekdays_may_be_a_list(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("frequency: [wed, Monday, ' fri ']")
    problems = Problems()
    mapping = load_yaml(path, problems)
    assert mapping
    dose = read_record(Dose, mapping, problems)
    assert dose
    assert problems.in_order() == []
    assert render_dose(dose, ENGLISH) == ["Monday, Wednesday and Friday"]


def hints_of(key: str, text: str) -> str:
    """Return the message and hint for a value that is refused."""
    (problem,) = problems_of_dosage(f"{key}: '{text}'")
    return problem


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        ("duration", "50 m", ["'50 min' for a time", "'distance: 50 m' for metres"]),
        ("duration", "10-15m", ["'10-15min' for a time", "'distance: 10-15m' for metres"]),
        ("hold", "1 m", ["two readings", "'1 min'"]),
        ("pause", "20 m at the top", ["'20 min'", "'distance: 20 m'"]),
        ("reps", "50 m", ["'duration: 50 min'", "'distance: 50 m'"]),
        (
            "reps",
            "10 x 5 s",
            ["'reps: 10' and 'hold: 5 s', or 'sets: 10' and 'duration: 5 s'"],
        ),
        ("sets", "3 x 8-12", ["'sets: 3' and 'reps: 8-12'"]),
        ("sets", "3x10 steps", ["'sets: 3' and 'reps: 10 steps'"]),
        ("reps", "3 x 10 x 5 s", ["a field of its own"]),
        ("reps", "10 sec hold", ["'hold: 10 sec' or 'duration: 10 sec'"]),
        ("reps", "1½", ["must be a whole number"]),
        ("reps", "up to 8-10", ["as in up to 10"]),
        ("hold", "up to 5-10 s", ["as in up to 10 s"]),
        ("hold", "up to 10", ["write up to 10 s"]),
        ("hold", "up to 1 m", ["'up to 1 min'", "'distance: up to 1 m'"]),
        ("reps", "up to 10 s", ["'hold: up to 10 s' or 'duration: up to 10 s'"]),
        ("distance", "up to 10-15 m", ["as in up to 50 m"]),
        ("frequency", "every up to 2 hours", ["cannot be 'every up to 2 hours'"]),
        ("frequency", "every up to 3 days", ["cannot be 'every up to 3 days'"]),
        ("hold", "1:75", ["up to 59"]),
        ("side", "both legs", ["'both together', or 'each leg' for one after the other"]),
        ("side", "left direction", ["operated leg"]),
        ("side", "bad leg", ["operated leg"]),
        ("frequency", "14 times a week", ["how many times a day"]),
        ("frequency", "every 30 hours", ["more than a day"]),
        ("frequency", "2 x 3 a day", ["cannot be '2 x 3 a day'"]),
        ("frequency", "mon or wed", ["cannot be 'mon or wed'"]),
        ("frequency", "fri-mon", ["cannot be 'fri-mon'"]),
        ("distance", "50", ["write 50 m, 2 km or 20 steps"]),
        ("pace", "60", ["two readings", "'60 beats a minute' or '60 steps a minute'"]),
        ("limit", "3", ["two readings", "'pain up to 3 out of 10' or '3 degrees'"]),
        ("tempo", "slow", ["'pace: …' in words"]),
        ("times", "8, 6 pm", ["'8 am' or '8 pm'"]),
        ("times", "14", ["'14:00'"]),
        ("times", "12 pm", ["two readings", "noon or midnight"]),
        ("times", "25:00", ["not a time of day"]),
        ("times", "13 pm", ["not a time of day"]),
        ("times", "8:75 am", ["not a time of day"]),
        ("times", "morning and bedtime", ["one or two times"]),
        ("times", "noon, Noon", ["names a time twice"]),
        ("times", "3 times", ["cannot be '3 times'"]),
        ("phase", "1-2", ["two readings", "'weeks 1-2' or 'days 1-2'"]),
        ("phase", "weeks 4-2", ["start with the smaller number"]),
        ("phase", "week 0", ["cannot be '0'"]),
        ("phase", "weeks 5-6 on", ["cannot be 'weeks 5-6 on'"]),
        ("distance", "15-10 m", ["the shorter distance first"]),
        ("sets", "3 each side", ["write only '3' here, and add 'side: each side'"]),
        ("sets", "3 twice a day", ["write only '3' here, and add 'frequency: twice a day'"]),
        ("hold", "30 s per leg", ["write only '30 s' here, and add 'side: each leg'"]),
        ("hold", "30 s daily", ["write only '30 s' here, and add 'frequency: daily'"]),
        ("reps", "10, each side", ["write only '10' here, and add 'side: each side'"]),
        ("reps", "8 per leg 3x/week", ["'8' here", "'side: each leg' and 'frequency: 3x/week'"]),
        ("distance", "20 steps each way", ["'20 steps' here, and add 'side: each direction'"]),
        ("sets", "3 a day", ["how often goes into 'per_day' or 'frequency'"]),
    ],
)
def test_what_has_two_readings_shows_both_and_no_hint_changes_the_dose(
    key: str, text: str, wanted: list[str]
) -> None:
    for words in wanted:
        assert words in hints_of(key, text)


@pytest.mark.parametrize(
    ("text", "amount", "fields"),
    [
        ("10 each side", "10", "'side: each side'"),
        ("10 per side", "10", "'side: each side'"),
        ("10 reps on each leg", "10 reps", "'side: each leg'"),
        ("up to 10 steps each way", "up to 10 steps", "'side: each direction'"),
        ("10 both sides", "10", "'side: both together' or 'side: each side'"),
        ("10 alternating legs", "10", "'side: alternating'"),
        ("until tired on the left side", "until tired", "'side: left side'"),
        ("8-12 twice a day", "8-12", "'frequency: twice a day'"),
        ("10 every other day", "10", "'frequency: every other day'"),
        ("10 each side daily", "10", "'side: each side' and 'frequency: daily'"),
    ],
)
def test_repetitions_that_say_the_side_or_the_frequency_are_a_warning_that_shows_the_fields(
    text: str, amount: str, fields: str
) -> None:
    warning = hints_of("reps", text)
    assert "warning: 'reps' says more than how many" in warning
    assert warning.endswith(f"hint: write only '{amount}' here, and add {fields}")
    for field in fields.replace(" or ", " and ").split(" and "):
        assert problems_of_dosage(f"reps: {amount}\n{field.strip(chr(39))}") == []


@pytest.mark.parametrize("text", ["10 times a day", "10 a day", "10 per week"])
def test_repetitions_a_day_are_a_warning_that_guesses_nothing(text: str) -> None:
    assert hints_of("reps", text).endswith("how often goes into 'per_day' or 'frequency'")


@pytest.mark.parametrize("text", ["10 steps", "5 rounds", "5 circles to the left", "10 side bends"])
def test_repetitions_of_something_are_no_warning(text: str) -> None:
    assert problems_of_dosage(f"reps: {text}") == []


@pytest.mark.parametrize("text", ["1 x " * 5000 + "1", "up to " * 5000 + "1"], ids=["x", "up to"])
def test_a_form_repeated_without_end_is_refused_as_any_other(text: str) -> None:
    assert "'reps' " in hints_of("reps", text)


def test_as_many_sessions_as_times_are_said() -> None:
    (problem,) = problems_of_dosage("per_day: 2\ntimes: [8 am, noon, 6 pm]")
    assert problem.startswith("dosage.yaml:2:8: 'times' has 3, but 'per_day' is '2'")
    (problem,) = problems_of_dosage("times: [noon]\nfrequency: every 2 hours")
    assert "'frequency'" in problem
    assert problems_of_dosage("per_day: 2\ntimes: [8 am, noon]") == []
    (problem,) = problems_of_dosage("times: {morning: yes}")
    assert "must be text or a list of times" in problem


def test_a_number_of_sessions_a_day_is_said_once() -> None:
    (problem,) = problems_of_dosage("per_day: 2\nfrequency: 3 times a day")
    assert problem.startswith("dosage.yaml:2:12: 'frequency' and 'per_day' both say")
    assert problems_of_dosage("per_day: 2\nfrequency: weekdays") == []


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("supine", "supine"),
        ("lying on your back", "supine"),
        ("Lying on the stomach", "prone"),
        ("on your side", "side-lying"),
        ("hands and knees", "quadruped"),
        ("seated", "sitting"),
    ],
)
def test_a_position_may_be_written_in_plain_words(words: str, position: str) -> None:
    assert Position.parse(words) is Position(position)


def test_an_unknown_position_shows_all() -> None:
    with pytest.raises(GrammarError, match="cannot be 'lying'") as caught:
        Position.parse("lying")
    assert "side-lying" in (caught.value.hint or "")
