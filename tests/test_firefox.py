"""The clinician's page in Firefox: a whole session, from the first search to the printed pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument, PdfPage
from web_tools import Result, use_clinician_page_in_firefox

from handout import Library

PICKED = ["Clamshell", "Bridge", "Heel raise", "Sit to stand", "Wall sit"]
SAME = 5
"""The most that two pages differ on average, of 255; two different pages do by more than 15."""
DRAGGED = ["Bridge", "Heel raise", "Clamshell", "Sit to stand", "Wall sit"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("firefox")


@pytest.fixture(scope="module")
def session(folder: Path) -> Result:
    return use_clinician_page_in_firefox({"python": sys.executable, "folder": str(folder)})


def test_firefox_has_nothing_to_complain_about(session: Result) -> None:
    assert session["faults"] == []


def test_exercises_are_picked_by_keys_and_get_other_doses(session: Result) -> None:
    assert session["picked"] == PICKED
    assert session["doses"][1].startswith("3 to 4 sets")
    assert "repeat until tired" in session["doses"][2]


def test_an_exercise_is_dragged_and_the_step_taken_back(session: Result) -> None:
    assert session["dragged"] == DRAGGED
    assert session["undone"] == PICKED


def test_the_work_is_there_when_the_page_is_loaded_again(session: Result) -> None:
    assert session["again"] == DRAGGED


def test_what_is_printed_is_the_programme_that_is_saved(session: Result, folder: Path) -> None:
    saved = Library().compose(folder / session["program"]).pdf()
    with PdfDocument(saved) as file, PdfDocument(folder / session["printed"]) as printed:
        assert len(printed) == len(file)
        for page, on_paper in zip(file, printed, strict=True):
            difference = ImageChops.difference(small(page), small(on_paper))
            assert ImageStat.Stat(difference).mean[0] < SAME


def small(page: PdfPage) -> Image.Image:
    """Return a page as a small grey picture, in which hinting of letters makes no difference."""
    picture: Image.Image = page.render(scale=0.25).to_pil()
    return picture.convert("L").resize((149, 211))
