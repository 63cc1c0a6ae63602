"""Cards: what is on which side of which card, and how their sheets are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
import pytest
from edition_files import VARIANTS
from page_ink import read_file
from pdf_facts import compose, folded, write_pdf
from pypdfium2 import raw
from tag_tree import text_by_element
from verapdf import faults

from handout.theme import Theme
from handout.writers.pdf.sheets import CARDS

CARD_VARIANTS = [variant for variant in VARIANTS if variant.startswith("cards")]
SHORT = ["Go down.", "Come up."]
LONG = [f"Bend your knee {number} times and rest." for number in range(1, 25)]
"""Steps that take two sides of a card."""


class Sheets:
    """Printed cards."""

    def __init__(self, data: bytes, theme: Theme) -> None:
        """Read a file."""
        self.file = read_file(data)
        duplex = raw.FPDF_VIEWERREF_GetDuplex(pypdfium2.PdfDocument(data))
        self.two_sided = {raw.Simplex: False, raw.DuplexFlipLongEdge: True}[duplex]
        self._theme = theme

    def cards(self) -> list[tuple[str, str]]:
        """Return the words on the front and back of each card as a person cuts them out."""
        across, down = CARDS[self._theme.cards]
        found = []
        for page in range(0, len(self.file.sizes), 2 if self.two_sided else 1):
            for row in range(down):
                for column in range(across):
                    turned = across - 1 - column
                    back = self._words(page + 1, row, turned) if self.two_sided else ""
                    found.append((self._words(page, row, column), back))
        return [card for card in found if any(card)]

    def _words(self, page: int, row: int, column: int) -> str:
        across, down = CARDS[self._theme.cards]
        width, height = self._theme.page[0] / across, self._theme.page[1] / down
        return folded(
            " ".join(
                words.text
                for words in self.file.words()
                if words.page == page
                and int(words.left // width) == column
                and down - 1 - int(words.baseline // height) == row
            )
        )


def printed(folder: Path, variant: str, *exercises: list[str], **handout: Any) -> Sheets:  # noqa: ANN401 -- any field
    """Print a handout of exercises with these steps."""
    names = [f"move-{number}" for number in range(1, len(exercises) + 1)]
    for name, steps in zip(names, exercises, strict=True):
        write(folder, f"exercises/{name}", {"name": name.capitalize(), "steps": steps})
    write(folder, "handouts/cards", {"title": "Knee", "sections": [{"entries": names}], **handout})
    theme = VARIANTS[variant]
    return Sheets(write_pdf(compose("cards", folder), theme), theme)


def write(folder: Path, name: str, fields: dict[str, Any]) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fields), "utf-8")


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_a_log_is_behind_its_exercise(variant: str, tmp_path: Path) -> None:
    cards = printed(tmp_path, variant, SHORT, SHORT, SHORT, log={"weeks": 2}).cards()
    assert len(cards) == 3
    for number, (front, back) in enumerate(cards, 1):
        assert f"Move-{number}" in front
        assert "Come up." in front
        assert back.startswith(f"{number}. Move-{number}")
        assert "Week 2" in back


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_cards_have_a_log_only_where_the_handout_asks_for_one(variant: str, tmp_path: Path) -> None:
    sheets = printed(tmp_path, variant, SHORT, SHORT)
    assert not sheets.two_sided
    assert len(sheets.file.sizes) == 1
    assert "Week" not in " ".join(front for front, _ in sheets.cards())


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_a_page_break_begins_another_side(variant: str, tmp_path: Path) -> None:
    lines: list[object] = [{"text": "Rest."}, {"break": "page"}, {"text": "Walk."}]
    before = {"content": [{"break": "page"}, *lines, {"break": "page"}, "move-1"]}
    sections = [before, {"heading": "Later", "content": lines}]
    cards = printed(tmp_path, variant, SHORT, sections=sections).cards()
    sides = [side for card in cards for side in card if side]
    told = [re.findall("Rest|Walk|Come up", side) for side in sides]
    assert told == [["Rest"], ["Walk"], ["Come up"], ["Rest"], ["Walk"]]


def test_a_section_of_exercises_after_a_page_break_has_no_card_of_its_own(tmp_path: Path) -> None:
    sections = [{"heading": "Later", "content": [{"break": "page"}, "move-1"]}]
    (card,) = printed(tmp_path, "cards-a4", SHORT, sections=sections).cards()
    assert "Later" in card[0]


def test_an_exercise_and_its_log_fill_one_side_after_another(tmp_path: Path) -> None:
    cards = printed(tmp_path, "cards-a4", LONG, SHORT, log={"weeks": 26}).cards()
    for number, steps in ((1, 2), (2, 1)):
        sides = [side for card in cards if f"Move-{number}" in card[0] for side in card]
        assert len(sides) > 2
        assert all(sides[:-1])
        logs = [place for place, side in enumerate(sides) if "Week" in side]
        assert logs == [*range(steps, len([*filter(None, sides)]))]


def test_both_sides_of_a_card_are_the_same_part(tmp_path: Path) -> None:
    cards = printed(tmp_path, "cards-a4", LONG, log={"weeks": 26}).cards()
    parts = [re.findall(r"Move-1 \((\d) of (\d)\)", " ".join(card)) for card in cards]
    count = str(len(cards))
    assert len(cards) > 2
    assert parts[0] == [("1", count)]
    assert parts[1:-1] == [[(str(part), count)] * 2 for part in range(2, len(cards))]
    assert {*parts[-1]} == {(count, count)}


@pytest.mark.parametrize("name", ["Wall sit", "رفع الساق"])
def test_the_number_of_a_part_keeps_its_order_after_any_name(name: str, tmp_path: Path) -> None:
    write(tmp_path, "exercises/long", {"name": name, "steps": LONG})
    fields = {"title": "Knee", "sections": [{"entries": ["long"]}], "log": {"weeks": 4}}
    write(tmp_path, "handouts/cards", fields)
    data = write_pdf(compose("cards", tmp_path), VARIANTS["cards-a4"])
    parts = []
    for page in pymupdf.open(stream=data).pages():
        from_left = sorted(page.get_text("words"))
        feet = {word[3] for word in from_left if word[4] == "of"}
        words = [word[4] for word in from_left if word[3] in feet]
        parts.append(" ".join(word for word in words if word in {"(1", "(2", "of", "2)"}))
    assert sorted(parts) == ["(1 of 2)", "(2 of 2)"]


def test_text_that_goes_on_from_a_back_to_a_front_is_read_in_order(tmp_path: Path) -> None:
    words = [f"word-{number}" for number in range(1, 400)]
    theme = VARIANTS["cards-6"]
    printed(tmp_path, "cards-6", [" ".join(words)], log={"weeks": 1})
    read = text_by_element(write_pdf(compose("cards", tmp_path), theme))
    assert re.findall(r"word-\d+", read) == words


def test_without_a_log_backs_are_used_only_to_save_a_sheet(tmp_path: Path) -> None:
    one = printed(tmp_path / "one", "cards-a4", LONG, LONG)
    assert not one.two_sided
    assert len(one.cards()) == 4
    five = printed(tmp_path / "five", "cards-a4", *[LONG] * 5)
    assert five.two_sided
    assert all(map(all, five.cards()))
    assert len(five.file.sizes) == 4


def test_a_sheet_without_backs_among_others_has_an_empty_one(tmp_path: Path) -> None:
    sheets = printed(tmp_path, "cards-a4", *[SHORT] * 4, *[LONG] * 5)
    assert len(sheets.file.sizes) == 6
    data = write_pdf(compose("cards", tmp_path), VARIANTS["cards-a4"])
    assert faults(data, tmp_path, "ua-1") == []
    cards = sheets.cards()
    assert [bool(back) for _, back in cards] == [False] * 4 + [True] * 5
    for number, (front, back) in enumerate(cards[4:], 5):
        assert f"Move-{number}" in front
        assert f"Move-{number}" in back


def test_signs_to_stop_are_never_on_a_back(tmp_path: Path) -> None:
    signs = [f"sign number {number} of forty" for number in range(1, 41)]
    sheets = printed(tmp_path, "cards-6", SHORT, stop_if=signs, log={"weeks": 2})
    fronts = [front for front, _ in sheets.cards() if "sign number" in front]
    assert len(fronts) > 1
    assert [sign for sign in signs if sign not in " ".join(fronts)] == []


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_an_exercise_that_comes_again_in_a_later_phase_has_a_card(
    variant: str, tmp_path: Path
) -> None:
    phases = [{"phase": phase, "entries": ["clamshell"]} for phase in ("weeks 1-2", "weeks 3-4")]
    cards = printed(tmp_path, variant, sections=phases, log={}).cards()
    logs = [re.findall(r"Week \d", " ".join(card)) for card in cards if "Clamshell" in card[0]]
    assert [*filter(None, logs)] == [["Week 1", "Week 2"], ["Week 3", "Week 4"]]


def test_what_goes_for_all_phases_has_a_log_of_all_their_weeks(tmp_path: Path) -> None:
    sections = [
        {"entries": ["wall-sit"]},
        *({"phase": phase, "entries": ["clamshell"]} for phase in ("weeks 1-2", "weeks 3-5")),
    ]
    backs = [back for _, back in printed(tmp_path, "cards-a4", sections=sections, log={}).cards()]
    (own,) = (back for back in backs if "Wall sit" in back)
    assert re.findall(r"Week \d", own) == [f"Week {number}" for number in range(1, 6)]


def test_a_log_on_two_sides_has_whole_weeks_on_each(tmp_path: Path) -> None:
    sections = [{"entries": [{"use": "move-1", "dosage": {"per_day": 4}}]}]
    sheets = printed(tmp_path, "cards-6", SHORT, sections=sections, log={"weeks": 4})
    sides = [side for card in sheets.cards() for side in card if "Week" in side]
    assert [re.findall(r"Week \d", side) for side in sides] == [
        ["Week 1", "Week 2"],
        ["Week 3", "Week 4"],
    ]
    assert all("Mon" in side and "Sun" in side and "Notes" in side for side in sides)
