"""The minutes of a session follow one rule; unknown times are named."""

from __future__ import annotations

from math import ceil

import pytest
from dosages import dosage_of

from handout.dosage import Range
from handout.minutes import CHANGE, Session, estimate_session
from handout.wording import Wording
from handout.wording.dosages import render_amount, render_days, render_session

ENGLISH = Wording.for_language("en")


def seconds_of(**fields: str) -> Range | None:
    """Return the minutes of sixty such entries without changes, which are the seconds of one."""
    estimate = estimate_session([dosage_of(fields)] * 60, range(60))
    if estimate.minutes is None:
        return None
    changes = ceil(59 * CHANGE / 60)
    return Range(estimate.minutes.low - changes, estimate.minutes.high - changes)


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({"reps": "10"}, 30, 30),
        ({"reps": "10-12"}, 30, 36),
        ({"reps": "10", "hold": "2-3 s"}, 50, 60),
        ({"reps": "10", "pause": "1-2 s at the top"}, 40, 50),
        ({"reps": "10", "tempo": "3-1-3"}, 70, 70),
        ({"reps": "10", "tempo": "3-1-3", "hold": "4 s"}, 100, 100),
        ({"reps": "5 breaths"}, 25, 25),
        ({"reps": "10 steps"}, 30, 30),
        ({"reps": "2-3 times", "hold": "30 s"}, 66, 99),
        ({"hold": "20-30 s"}, 23, 33),
        ({"duration": "1-2 min"}, 60, 120),
        ({"duration": "1 min", "reps": "100", "pause": "20 s on tender spots"}, 60, 60),
        ({"sets": "3", "reps": "10"}, 150, 150),
        ({"sets": "2-3", "reps": "10", "rest": "30-60 s"}, 90, 210),
        ({"sets": "2", "reps": "10", "side": "each leg"}, 150, 150),
        ({"reps": "10", "side": "each direction"}, 60, 60),
        ({"reps": "10", "side": "alternating"}, 30, 30),
        ({"reps": "10", "side": "left"}, 30, 30),
        ({"reps": "10", "side": "operated leg"}, 30, 30),
        ({"reps": "10", "side": "left then right"}, 60, 60),
        ({"reps": "up to 10"}, 3, 30),
        ({"reps": "2", "hold": "5 breaths"}, 56, 56),
        ({"hold": "3-4 breaths"}, 18, 23),
        ({"reps": "2", "hold": "up to 10 s"}, 8, 26),
        ({"hold": "up to 4 breaths"}, 8, 23),
        ({"duration": "up to 2 min"}, 1, 120),
        ({"duration": "1½ min"}, 90, 90),
    ],
)
def test_the_time_of_an_entry(fields: dict[str, str], low: int, high: int) -> None:
    assert seconds_of(**fields) == Range(low, high)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"sets": "3"},
        {"sets": "3", "reps": "until tired"},
        {"reps": "20 metres"},
        {"reps": "10 metres walking"},
        {"reps": "4", "distance": "20 steps"},
        {"reps": "to fatigue", "hold": "5 s"},
        {"load": "red band"},
    ],
)
def test_an_unknown_time_is_not_guessed(fields: dict[str, str]) -> None:
    assert seconds_of(**fields) is None


def test_there_is_a_change_between_two_entries() -> None:
    one = dosage_of({"duration": "1 min"})
    assert estimate_session([one, one], (1, 2)).minutes == Range(3, 3)


def test_an_entry_of_unknown_time_is_named() -> None:
    known, open_ended = dosage_of({"duration": "2 min"}), dosage_of({"reps": "until tired"})
    assert estimate_session([known, open_ended, None], (1, 2, 3)) == Session(Range(2, 2), (2, 3))
    assert estimate_session([None, open_ended], (4, 5)) == Session(None, (4, 5))


@pytest.mark.parametrize(
    ("low", "high", "uncounted", "words"),
    [
        (21, 35, (), "About 25 to 35 minutes a session."),
        (21, 22, (), "About 25 minutes a session."),
        (25, 25, (), "About 25 minutes a session."),
        (2, 4, (), "Less than 5 minutes a session."),
        (5, 5, (), "About 5 minutes a session."),
        (2, 7, (), "About 5 to 10 minutes a session."),
        (21, 35, (3,), "About 25 to 35 minutes a session, without number 3."),
        (2, 4, (1, 3, 4), "Less than 5 minutes a session, without numbers 1, 3 and 4."),
    ],
)
def test_the_words_of_a_session(
    low: int, high: int, uncounted: tuple[int, ...], words: str
) -> None:
    assert render_session(Session(Range(low, high), uncounted), ENGLISH, alike=True) == words


def test_entries_on_different_days_are_not_called_a_session() -> None:
    words = render_session(Session(Range(12, 12), ()), ENGLISH, alike=False)
    assert words == "About 15 minutes for all exercises together."
    assert render_session(Session(None, (1, 2)), ENGLISH, alike=True) == ""


@pytest.mark.parametrize(
    ("fields", "dose", "days"),
    [
        (
            {"sets": "2-3", "reps": "12-15", "hold": "1-2 s", "side": "each side", "rest": "30 s"},
            "2 to 3 sets · 12 to 15 repetitions on each side · hold 1 to 2 seconds",
            "",
        ),
        ({"duration": "1-2 min", "per_day": "2-3"}, "1 to 2 minutes", "2 to 3 times a day"),
        ({"per_day": "2", "frequency": "daily"}, "", "twice a day, every day"),
        ({"frequency": "mon, wed, fri", "weeks": "6"}, "", "Mon, Wed and Fri"),
        (
            {"reps": "until tired", "frequency": "3 days a week"},
            "repeat until tired",
            "3 days a week",
        ),
        ({"sets": "3", "load": "red band"}, "3 sets · use: red band", ""),
        ({"distance": "50 m", "frequency": "weekdays"}, "50 metres", "Mon to Fri"),
        (
            {"hold": "5 breaths", "frequency": "every 2 hours while awake"},
            "hold for 5 breaths",
            "every 2 hours while you are awake",
        ),
        ({"load": "red band"}, "", ""),
    ],
)
def test_dose_and_days_at_a_glance(fields: dict[str, str], dose: str, days: str) -> None:
    dosage = dosage_of(fields)
    assert (
        render_amount(dosage, ENGLISH).replace("\u00a0", " "),
        render_days(dosage, ENGLISH),
    ) == (
        dose,
        days,
    )
