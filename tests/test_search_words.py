"""What a clinician types is found by any usual word for it, on the page as in `handout list`."""

from __future__ import annotations

from typing import Final

import pytest
from click.testing import CliRunner
from web_tools import Result, search_the_page

from handout import Library, cli
from handout.serve.workspace import Workspace

LIBRARY: Final = Library()
TYPED: Final = {
    # Parts of the body and muscles
    "calves": "heel-raise calf-stretch-wall soleus-stretch-wall",
    "knees": "quad-set heel-slide seated-knee-bend",
    "core": "bird-dog dead-bug side-plank-knees pelvic-tilt",
    "abs": "dead-bug bird-dog",
    "tummy": "dead-bug belly-breathing",
    "quads": "quad-set short-arc-quad wall-sit",
    "hammies": "hamstring-stretch-strap standing-hamstring-curl",
    "glutes": "glute-squeeze bridge",
    "bum": "glute-squeeze bridge figure-four-glute-stretch",
    "groin": "kneeling-hip-flexor-stretch",
    "psoas": "kneeling-hip-flexor-stretch",
    "abductors": "side-lying-hip-abduction standing-hip-abduction",
    "traps": "upper-trapezius-stretch",
    "lats": "band-row",
    "pecs": "doorway-chest-stretch",
    "lumbar": "knee-roll pelvic-tilt",
    "scapula": "scapular-squeeze wall-slide",
    "feet": "plantar-fascia-stretch",
    # Conditions
    "ACL": "quad-set straight-leg-raise",
    "ITB": "foam-roll-outer-thigh standing-it-band-stretch",
    "vertigo": "brandt-daroff gaze-stabilization",
    "bladder": "pelvic-floor-fast pelvic-floor-slow",
    "bowel": "pelvic-floor-fast pelvic-floor-slow",
    "sciatica": "sciatic-nerve-glide",
    "plantar fasciitis": "plantar-fascia-stretch",
    "golfer's elbow": "wrist-flexor-stretch",
    "COPD": "pursed-lip-breathing",
    "posture": "chin-tuck scapular-squeeze",
    # Movements
    "heel raises": "heel-raise seated-heel-raise single-leg-heel-raise",
    "dead bug": "dead-bug",
    "birddog": "bird-dog",
    "plank": "side-plank-knees",
    "pushups": "wall-push-up",
    "press-ups": "wall-push-up prone-press-up",
    "SLR": "straight-leg-raise",
    "squats": "mini-squat wall-sit",
    "stretching": "calf-stretch-wall",
    "balance": "single-leg-stand tandem-stand",
    "stairs": "step-up stairs-one-at-a-time",
    "gait": "stick-walk",
    # Equipment
    "resistance band": "band-row lateral-band-walk",
    "theraband": "band-row band-pull-apart",
    "elastic bands": "band-row",
    "dumbbells": "seated-biceps-curl",
    "weights": "seated-biceps-curl",
    "cane": "stick-walk stick-shoulder-flexion",
    "kitchen counter": "mini-squat",
    "all fours": "cat-cow bird-dog",
}
"""Exercises and stretches that are expected for what is typed; there may be others."""

MISTYPED: Final = {"nek": "neck-rotation", "hpi": "hip-hinge", "brigde": "bridge"} | {
    "quda set": "quad-set",
    "hamstirng": "hamstring-stretch-strap",
    "heel rasie": "heel-raise",
}
NOT_HERE: Final = ("adduction", "adductor", "inversion", "bosu", "wobble board", "juggling")
"""Some are a letter or two from the opposite of what is meant."""
HANDOUTS: Final = {"TKR": "knee-replacement", "THR": "hip-replacement"} | {
    "frozen shoulders": "frozen-shoulder",
    "arthritis": "knee-osteoarthritis",
}


@pytest.fixture(scope="module")
def page() -> Result:
    asked = [*TYPED, *MISTYPED, *NOT_HERE, *HANDOUTS]
    return search_the_page({"library": Workspace().library(), "asked": asked})


def listed(*arguments: str) -> tuple[list[str], str]:
    """Return the ids that the command line lists, and its message."""
    result = CliRunner().invoke(cli.main, ["list", *arguments])
    assert result.exit_code == 0
    return [line.split()[0] for line in result.stdout.splitlines()], result.stderr


@pytest.mark.parametrize(("words", "wanted"), TYPED.items())
def test_usual_words_find_the_same_on_the_page_and_in_the_list(
    words: str, wanted: str, page: Result
) -> None:
    found = {entry.id for entry in LIBRARY.search(words)}
    assert set(wanted.split()) <= found
    assert set(page[words]["entries"]) == found


def test_words_find_what_they_mean_and_not_what_has_a_like_name(page: Result) -> None:
    assert listed("bowel")[0] == ["pelvic-floor-fast", "pelvic-floor-slow"]
    bands = listed("theraband")[0]
    assert "standing-it-band-stretch" not in bands
    assert page["heel raises"]["entries"][0] == "heel-raise"


def test_handouts_are_found_by_usual_words(page: Result) -> None:
    for words, wanted in HANDOUTS.items():
        assert wanted in page[words]["handouts"], words
        assert wanted in listed("--handouts", *words.split())[0], words
    assert page["TKR"]["entries"] == [], "a handout is called so, and no exercise by mistake"


@pytest.mark.parametrize(("words", "wanted"), MISTYPED.items())
def test_a_mistake_is_guessed_on_the_page_and_asked_about_in_the_list(
    words: str, wanted: str, page: Result
) -> None:
    assert wanted in page[words]["entries"]
    found, message = listed(words)
    assert found == []
    meant = message.rpartition("did you mean '")[2].partition("'")[0]
    assert wanted in listed(meant)[0]


@pytest.mark.parametrize("words", NOT_HERE)
def test_what_is_not_here_is_not_taken_for_something_else(words: str, page: Result) -> None:
    assert page[words] == {"entries": [], "handouts": []}
    found, message = listed(words)
    assert (found, message) == ([], "no entry matches\n  hint: try fewer words or options\n")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--region", "hipp", "did you mean 'hip'?"),
        ("--equipment", "chiar", "did you mean 'chair'?"),
        ("--equipment", "trampoline", "try fewer words or options"),
    ],
)
def test_a_mistyped_property_is_asked_about(option: str, value: str, message: str) -> None:
    found, said = listed(option, value)
    assert found == []
    assert said == f"no entry matches\n  hint: {message}\n"


def test_properties_are_found_in_any_number() -> None:
    assert listed("--equipment", "bands") == listed("--equipment", "band")
    assert listed("--region", "knees") == listed("--region", "knee")


def test_a_list_without_a_match_names_the_handouts_that_have_the_words() -> None:
    assert "handout list --handouts frozen shoulder" in listed("frozen", "shoulder")[1]
    assert listed("--handouts", "frozen", "shoulder")[0] == ["frozen-shoulder"]
    assert "no handout matches" in listed("--handouts", "juggling")[1]
