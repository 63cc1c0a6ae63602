"""The benchmark notices if two programs do not do the same work."""

from __future__ import annotations

from typing import Any

import pytest
from same_work.comparing import differences, differences_of_all
from same_work.sentences import Speaker

Values = dict[str, Any]


def entry(number: int, name: str, *doses: str) -> Values:
    heading = {"kind": "heading", "level": 3, "number": number, "text": name}
    steps = {"kind": "steps", "items": ["Lift the foot.", "Hold."]}
    dosage = {"kind": "dosagebox", "label": "How much", "items": [*doses]}
    return {"kind": "entry", "blocks": [heading, steps, dosage]}


def handout(patient: str = "Ann Smith") -> Values:
    glance = {
        "kind": "table",
        "columns": ["Exercise", "How much"],
        "rows": [{"cells": ["1 Bridge", "3 sets"]}, {"cells": ["2 Clam", "2 sets"]}],
    }
    return {
        "title": "Your plan",
        "folio": "Page {page} of {pages}",
        "blocks": [
            {"kind": "paragraph", "label": "For", "text": patient},
            glance,
            {
                "kind": "section",
                "blocks": [entry(1, "Bridge", "3 sets"), entry(2, "Clam", "2 sets")],
            },
        ],
    }


PAGES = (
    "For: Ann Smith\nExercise How much\n1. Bridge 3 sets\nYour plan Page 1 of 3",
    "Your plan Page 2 of 3\nExercise How much\n2. Clam 2 sets",
    (
        "1 Bridge\nHow much 3\nsets 1 Lift the foot. 2 Hold.\n"
        "2 Clam 1 Lift the foot. 2 Hold. How much: 2 sets\nYour plan Page 3 of 3"
    ),
)
"""The order may differ between programs: footers first or last, repeated headings, dosage first."""


def test_line_breaks_and_order_within_an_entry_make_no_difference() -> None:
    assert differences(PAGES, handout()) == []


@pytest.mark.parametrize(
    ("there", "instead", "expected"),
    [
        ("2 sets\nYour", "4 sets\nYour", ["2 Clam: missing 2", "2 Clam: too much 4"]),
        ("How much: 2", "2", ["2 Clam: missing How much"]),
        ("\n2 Clam", " Slowly.\n2 Clam", ["1 Bridge: too much Slowly"]),
        ("Page 3 of 3", "Page 3 of 4", ["page 3 has no foot: Your plan Page 3 of 3"]),
        ("1 Bridge\n", "1 Ridge\n", ["1 Bridge: too much 1 2 2 3 Clam Ridge"]),
    ],
)
def test_a_different_word_is_reported_with_its_entry(
    there: str, instead: str, expected: list[str]
) -> None:
    pages = [*PAGES[:2], PAGES[2].replace(there, instead)]
    found = differences(pages, handout())
    assert all(any(line.startswith(start) for line in found) for start in expected), found


def test_words_in_another_entry_are_a_difference() -> None:
    swapped = PAGES[2].replace("3\nsets", "2\nsets").replace("2 sets", "3 sets")
    assert len(differences([*PAGES[:2], swapped], handout())) == 4


def test_each_copy_is_compared_with_the_words_of_its_patient() -> None:
    other = [page.replace("Ann Smith", "Bo Lund") for page in PAGES]
    expected = {"Ann Smith": handout(), "Bo Lund": handout("Bo Lund")}
    assert differences_of_all([other, PAGES], expected) == []
    wrong = [other[0].replace("3 sets", "9 sets"), *other[1:]]
    found = differences_of_all([PAGES, wrong], expected)
    assert [line.split(":")[0] for line in found] == ["Bo Lund", "Bo Lund"]
    assert differences_of_all([PAGES], expected) == [
        "0 files hold the words Bo Lund",
        "1 files instead of 2",
    ]


def test_text_depends_only_on_the_seed() -> None:
    first, again, other = (Speaker.of_seed(seed).entry("Bridge", "a.jpg") for seed in (1, 1, 2))
    assert first == again
    assert first["steps"] != other["steps"]
