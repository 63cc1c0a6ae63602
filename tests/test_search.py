"""Entries are found by words and properties; their readability is measured."""

from __future__ import annotations

import pytest
from conftest import TESTS

from handout.errors import Problems
from handout.readability import count_syllables, grade, sentences, words
from handout.search import Query, find_entries
from handout.session import open_session

STORE = open_session([TESTS / "content"]).store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(words=("entryalias",)), ["bridge"]),
        (Query(words=("ENTRYNAME",)), ["bridge"]),
        (Query(words=("entrymuscle", "entryregion", "entrysummary")), ["bridge"]),
        (Query(words=("bridge", "nowhere")), []),
        (Query(words=("clamshell",)), ["clamshell"]),
        (Query(region="entryreg"), ["bridge"]),
        (Query(equipment="foam"), ["foam-roll-outer-thigh"]),
        (Query(equipment="none", position="side-lying"), ["side-lying-hip-abduction"]),
        (Query(difficulty="intermediate", kind="stretch", region="hip"), ["pigeon-pose"]),
        (Query(position="half-kneeling"), ["kneeling-hip-flexor-stretch"]),
        (Query(kind="stretch", words=("doorway",)), ["doorway-chest-stretch"]),
    ],
)
def test_entries_are_found(query: Query, found: list[str]) -> None:
    assert [entry.id for entry in find_entries(STORE, query, Problems())] == found


def test_an_empty_query_finds_every_entry_once() -> None:
    found = [entry.id for entry in find_entries(STORE, Query(), Problems())]
    assert found == sorted(set(found))
    assert found == [located.id for located in STORE.entries()]
    assert {"bridge", "calf-stretch", "clamshell"} < set(found)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("knee", 1), ("lift", 1), ("slowly", 2), ("pelvis", 2), ("exercise", 3), ("raised", 1)),
        *(("lifted", 2), ("side-lying", 3), ("muscle", 2), ("don't", 1), ("hmm", 1), ("ICH", 1)),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_sentences_and_words_are_split() -> None:
    assert sentences("Lift your leg. Hold 5 s! Why? ... 12.") == [
        *("Lift your leg.", "Hold 5 s!", "Why?")
    ]
    assert words("Don't lift 12 kg (side-lying).") == ["Don't", "lift", "kg", "side-lying"]


def test_long_words_and_long_sentences_raise_the_grade() -> None:
    easy = grade("Lift your leg. Hold it up.")
    assert easy < 2
    assert grade("Lift your leg and hold it up and do not let it down.") > easy
    assert grade("Simultaneously maintain isometric contraction.") > 12
    assert grade("") == grade("12 + 3") == 0
    # 10 words, 13 syllables, 1 sentence: 3.9 + 15.34 - 15.59.
    assert grade("Lift your top knee as slowly as you can today okay") < 5
