"""A dosage is parsed in every spelling of clinicians, and rendered in words for patients."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dosages import dosage_of
from hypothesis import given, settings
from hypothesis import strategies as st

from handout.decoding import GrammarError, read_record
from handout.dosage import (
    Dosage,
    Duration,
    Frequency,
    Pause,
    Range,
    Repetitions,
    Side,
    Span,
    Tempo,
    Weekday,
)
from handout.errors import Problems
from handout.loader import load_yaml
from handout.wording import Wording
from handout.wording.dosages import render_dosage

ENGLISH = Wording.for_language("en")
DASHES = st.sampled_from(["-", " - ", "\u2013", " \u2013 ", "\u2014", "\u2212", " to ", " TO "])
SPACES = st.sampled_from(["", " "])
WORDS = st.sampled_from(["steps", "breaths", "slow circles", "Schritte", "कदम", "крок"])
UNITS = st.sampled_from(
    [
        *((unit, 1) for unit in ("s", "sec", "secs", "second", "seconds", "S", "sec.")),
        *((unit, 60) for unit in ("m", "min", "mins", "minute", "minutes", "Min.")),
        *((unit, 3600) for unit in ("h", "hr", "hours")),
    ]
)


@st.composite
def ranges(draw: st.DrawFn, highest: int = 99) -> tuple[str, Range]:
    low, high = sorted(draw(st.tuples(*[st.integers(1, highest)] * 2)))
    text = str(low) if low == high else f"{low}{draw(DASHES)}{high}"
    return text, Range(low, high)


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
    first = draw(st.sampled_from([f"{low}", f"{low}{gap}{unit}"]))
    text = f"{low}{gap}{unit}" if low == high else f"{first}{draw(DASHES)}{high}{gap}{unit}"
    return text, Span(*times)


@st.composite
def repetitions(draw: st.DrawFn) -> tuple[str, Repetitions]:
    text, count = draw(ranges())
    if draw(st.booleans()):
        plain = draw(st.sampled_from(["", " reps", "reps", " Repetitions"]))
        return f"{text}{plain}", Repetitions(count, "")
    unit = draw(WORDS)
    return f"{text} {unit}", Repetitions(count, unit)


@st.composite
def pauses(draw: st.DrawFn) -> tuple[str, Pause]:
    text, span = draw(spans())
    where = draw(st.sampled_from(["", "on tender spots", "at the top", "for all 3 spots"]))
    return f"{text} {where}".strip(), Pause(span, where)


@st.composite
def frequencies(draw: st.DrawFn) -> tuple[str, Frequency]:
    text, count = draw(ranges(7))
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
                (", ".join(spelt), Frequency(weekdays=ordered)),
            ]
        )
    )


@st.composite
def tempos(draw: st.DrawFn) -> tuple[str, Tempo]:
    down, hold, up = draw(st.tuples(st.integers(1, 99), st.integers(0, 99), st.integers(1, 99)))
    return f"{down}-{hold}-{up}", Tempo(down, hold, up)


VALUES: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    ranges(), spans(), repetitions(), pauses(), frequencies(), tempos()
)
TYPES: list[Any] = [Range, Span, Repetitions, Pause, Frequency, Tempo]
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
    "hold": spans().map(lambda case: case[0]),
    "duration": spans().map(lambda case: case[0]),
    "pause": pauses().map(lambda case: case[0]),
    "rest": spans().map(lambda case: case[0]),
    "side": st.sampled_from([side.value for side in Side]),
    "load": st.sampled_from(["green band", "5 kg", "light dumbbell or none"]),
    "intensity": st.sampled_from(["3 out of 10 effort", "light"]),
    "tempo": tempos().map(lambda case: case[0]),
    "per_day": ranges(9).map(lambda case: case[0]),
    "frequency": frequencies().map(lambda case: case[0]),
    "weeks": ranges(52).map(lambda case: case[0]),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_the_words_for_patients_contain_no_abbreviations(fields: dict[str, str]) -> None:
    phrases = render_dosage(dosage_of(fields), ENGLISH)
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
        ({}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_words_of_a_dosage(fields: dict[str, str], words: str) -> None:
    assert " · ".join(render_dosage(dosage_of(fields), ENGLISH)) == words


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
    assert render_dosage(dosage_of(fields), ENGLISH) == [
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
    dosage = read_record(Dosage, mapping, problems)
    assert dosage
    assert problems.in_order() == []
    assert render_dosage(dosage, ENGLISH) == ["Monday, Wednesday and Friday"]
