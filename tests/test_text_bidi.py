"""Text has the directions of the Unicode Bidirectional Algorithm (UAX #9).

`unicode/` holds conformance data of Unicode 15.0. Each of its cases is one paragraph set as one
line. Paragraph separators (rule P1) are left out, because the engine replaces them by spaces.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from text_engine import paragraph, span, typography

from handout.writers.pdf.text import bidi
from handout.writers.pdf.text.bidi import embedding_levels, paragraph_level, visual_order

DATA = Path(__file__).parent / "unicode"
CHARACTER_OF = {
    "L": "a",
    "R": "\u05d0",
    "AL": "\u0627",
    "EN": "1",
    "AN": "\u0661",
    "ES": "+",
    "ET": "$",
    "CS": ",",
    "ON": "!",
    "WS": " ",
    "S": "\t",
    "NSM": "\u0300",
    "BN": "\u00ad",
    "LRE": "\u202a",
    "RLE": "\u202b",
    "LRO": "\u202d",
    "RLO": "\u202e",
    "PDF": "\u202c",
    "LRI": "\u2066",
    "RLI": "\u2067",
    "FSI": "\u2068",
    "PDI": "\u2069",
}
"""A character of each Bidi_Class."""

VISIBLE = {"L", "R", "AL", "EN", "AN", "ES", "ET", "CS", "ON", "WS"}
ENDING = {"WS", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Classes that take the paragraph's level at the end of a line (rule L1)."""


class Case(NamedTuple):
    text: str
    direction: int | None
    """None if the text decides."""
    levels: list[int | None]
    """None for a character that rule X9 removes."""
    order: list[int]


def lines_of(name: str) -> Iterator[str]:
    with lzma.open(DATA / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        yield from (line.strip() for line in file if line[0] not in "#\n")


def levels_of(words: str) -> list[int | None]:
    return [None if word == "x" else int(word) for word in words.split()]


def numbers_of(words: str) -> list[int]:
    return [int(word) for word in words.split()]


def cases_by_character() -> Iterator[Case]:
    for line in lines_of("BidiCharacterTest-15.0.0"):
        codes, direction, _, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        forced = {"0": 0, "1": 1, "2": None}[direction]
        yield Case(text, forced, levels_of(levels), numbers_of(order))


def cases_by_class() -> Iterator[Case]:
    levels, order = "", ""
    for line in lines_of("BidiTest-15.0.0-sample"):
        if line.startswith("@Levels:"):
            levels = line.partition(":")[2]
        elif line.startswith("@Reorder:"):
            order = line.partition(":")[2]
        else:
            names, _, directions = line.partition(";")
            classes = names.split()
            if "B" in classes:
                continue
            text = "".join(CHARACTER_OF[name] for name in classes)
            for bit, direction in ((1, None), (2, 0), (4, 1)):
                if int(directions) & bit:
                    yield Case(text, direction, levels_of(levels), numbers_of(order))


CLASS_OF = {character: name for name, character in CHARACTER_OF.items()}


def levels_on_a_line(case: Case) -> list[int | None]:
    """Return the levels of a case after rule L1, without those that rule X9 removes."""
    base = paragraph_level(case.text, "en") if case.direction is None else case.direction
    levels: list[int | None] = [*embedding_levels(case.text, base)]
    at_end = True
    for index, character in reversed([*enumerate(case.text)]):
        name = CLASS_OF.get(character)
        at_end = name == "S" or (at_end and name in ENDING)
        if at_end:
            levels[index] = base
        if case.levels[index] is None:
            levels[index] = None
    return levels


def order_of(levels: Sequence[int | None]) -> list[int]:
    kept = [index for index, level in enumerate(levels) if level is not None]
    return [kept[place] for place in visual_order([level for level in levels if level is not None])]


@pytest.mark.slow
def test_sample_texts_of_unicode_have_the_expected_levels_and_order() -> None:
    cases = list(cases_by_character())
    assert len(cases) == 91_707
    assert [case for case in cases if levels_on_a_line(case) != case.levels] == []
    assert [case for case in cases if order_of(case.levels) != case.order] == []


def test_every_combination_of_three_classes_has_the_expected_levels_and_order() -> None:
    cases = list(cases_by_class())
    assert len(cases) > 30_000
    assert [case for case in cases if levels_on_a_line(case) != case.levels] == []
    assert [case for case in cases if order_of(case.levels) != case.order] == []


def shown(text: str, measure: float = 10_000) -> str:
    """Return the characters of a paragraph's first line from left to right."""
    line, *_ = paragraph(typography(), text).lines(measure)
    characters = ""
    for piece in sorted(line.pieces, key=lambda piece: piece.x):
        clusters = [cluster.text for cluster in piece.clusters]
        characters += "".join(reversed(clusters) if piece.level % 2 else clusters)
    return characters


def test_the_characters_of_a_line_are_in_the_visual_order_of_unicode() -> None:
    visible = {CHARACTER_OF[name] for name in VISIBLE}
    cases = [
        case
        for case in cases_by_class()
        if case.direction is None and visible.issuperset(case.text)
    ]
    assert len(cases) > 1_000
    wrong = [
        case
        for case in cases
        if shown(case.text) != "".join(case.text[index] for index in case.order)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("a \u05d0 \u05d1\u05d2\u05d3", "a \u05d0 "),
        ("\u05d0 a bcd", " a \u05d0"),
    ],
)
def test_the_space_at_the_end_of_a_line_has_the_direction_of_the_paragraph(
    text: str, first_line: str
) -> None:
    # Rule L1: in one line, this space would be between the foreign words.
    assert shown(text, measure=30) == first_line


def test_an_unknown_debug_report_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bidi, "get_display", lambda *_, **__: "BidiInfo { levels: [1] }")
    with pytest.raises(RuntimeError, match="python-bidi"):
        embedding_levels("\u05d0", 1)


def test_a_label_has_no_say_in_the_direction_of_its_paragraph() -> None:
    label = replace(span("Take care: "), is_label=True)
    (hebrew,) = paragraph(typography(), label, span("הרימו את הרגל")).lines(300)
    assert hebrew.rtl
    # The label is read first, at the right.
    assert hebrew.pieces[0].x > hebrew.pieces[-1].x
    name = replace(span("שלום: "), is_label=True)
    assert not paragraph(typography("he"), name, span("Bend your knee")).lines(300)[0].rtl
    # Without letters, the language of the document decides.
    assert paragraph(typography("he"), label, span("3 × 10")).lines(300)[0].rtl
