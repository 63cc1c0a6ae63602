"""Logs: what is ticked and written down, for which days, and large enough for an unsteady hand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from edition_files import VARIANTS, entries
from lxml import etree
from page_ink import Element, File, Ink, Shape, Words, read_file
from pdf_facts import folded, write_pdf
from verapdf import faults

import handout
from handout.theme import MM

PAPERS = [variant for variant in VARIANTS if not variant.endswith("-mono")]
CARD_PAPERS = [variant for variant in PAPERS if variant.startswith("cards")]
PAGES = [variant for variant in PAPERS if variant not in CARD_PAPERS]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BY_ENTRY = "{weeks: 2, by: entry, columns: [pain, effort]}"
LONG_NAME = "Standing stretch of the hamstrings with a strap and a chair"


def written(
    folder: Path, log: str, *dosages: str, sections: str = "", around: str = ""
) -> handout.Document:
    """Compose a handout of entries with these dosages, all in one section if no other is given."""
    for number, dosage in enumerate(dosages, 1):
        name = f"Move {number}" if number > 1 else LONG_NAME
        write(folder, f"exercises/move-{number}", f"name: {name}\nsteps: [Go.]\ndosage: {dosage}\n")
    uses = ", ".join(f"move-{number}" for number in range(1, len(dosages) + 1))
    sections = sections or f"[{{entries: [{uses}]}}]"
    write(
        folder,
        "handouts/log",
        f"title: Log\nshow: {{glance: no}}\nlog: {log}\nsections: {sections}\n{around}",
    )
    return handout.Library(folder).compose("log")


def write(folder: Path, name: str, text: str) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def printed(document: handout.Document, variant: str) -> File:
    return read_file(write_pdf(document.tree, VARIANTS[variant]))


# What a log contains


def week_tables(document: handout.Document) -> dict[str, list[list[str]]]:
    """Return the tables of a web page: for each week, rows of their head and of their fields."""
    page = etree.HTML(document.html())
    return {
        str(table.findtext("caption")): [
            [str(row.findtext("th")), *("".join(map(mark, cell)) for cell in row.findall("td"))]
            for row in table.iterfind("tbody/tr")
        ]
        for table in page.iter("table")
        if "week" in table.get("class", "").split()
    }


def mark(cell: etree._Element) -> str:
    """Return a sign for each field of a cell: a box, a number or a line."""
    signs = {"checkbox": "x", "number": "0", "text": "_"}
    return "".join(signs[field.get("type", "")] for field in cell.iter("input"))


def test_each_entry_has_boxes_for_its_own_sessions_and_weekdays(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "{weeks: 2, by: entry, columns: [pain]}",
        "{per_day: 2, frequency: daily}",
        "{frequency: [tue, thu]}",
        "",
    )
    week = [
        [f"1. {LONG_NAME}", *["xx"] * 7],
        ["2. Move 2", "", "x", "", "x", "", "", ""],
        ["3. Move 3", *["x"] * 7],
        ["Pain, 0 to 10", *["0"] * 7],
        ["Notes", "_"],
    ]
    assert week_tables(document) == {"Week 1": week, "Week 2": week}


def test_a_log_by_session_has_its_boxes_above_what_is_written_down(tmp_path: Path) -> None:
    log = "{weeks: 1, columns: [effort, pain]}"
    document = written(tmp_path, log, "{per_day: 3, frequency: 2 days a week}")
    assert week_tables(document) == {
        "Week 1": [
            ["Done", "xxx", "xxx"],
            ["Effort, 0 to 10", "0", "0"],
            ["Pain, 0 to 10", "0", "0"],
            ["Notes", "_"],
        ]
    }


def test_the_weeks_of_a_log_are_those_of_its_phases(tmp_path: Path) -> None:
    sections = """
  - {phase: weeks 1-2, entries: [move-1]}
  - {phase: weeks 3-5, entries: [move-2]}"""
    document = written(tmp_path, "{by: entry}", "", "", sections=sections)
    weeks = week_tables(document)
    assert [*weeks] == [f"Week {number}" for number in range(1, 6)]
    assert [rows[0][0] for rows in weeks.values()] == [f"1. {LONG_NAME}"] * 2 + ["2. Move 2"] * 3


def test_the_log_of_a_program_takes_the_place_of_that_of_its_handout(tmp_path: Path) -> None:
    written(tmp_path, "{weeks: 4}", "{reps: 10}")
    write(tmp_path, "programs/own", "handout: log\nlog: {weeks: 1, by: entry}\n")
    document = handout.Library(tmp_path).compose("own")
    assert [*week_tables(document)] == ["Week 1"]


def test_a_field_is_named_by_its_week_its_row_and_its_day(tmp_path: Path) -> None:
    document = written(tmp_path, "{weeks: 1, by: entry, columns: [pain]}", "{per_day: 2}")
    page = etree.HTML(document.html())
    words = {each.get("id"): " ".join(each.itertext()) for each in page.iter() if each.get("id")}
    words |= {
        each.get("id"): each.get("aria-label") for each in page.iter("input") if each.get("id")
    }
    names = [
        " ".join(words[name] or "" for name in field.get("aria-labelledby", "").split())
        for field in page.iter("input")
    ]
    assert names[:3] == [
        f"Week 1 1. {LONG_NAME} Mon 1",
        f"Week 1 1. {LONG_NAME} Mon 2",
        f"Week 1 1. {LONG_NAME} Tue 1",
    ]
    assert names[14:] == [*(f"Week 1 Pain, 0 to 10 {day}" for day in DAYS), "Week 1 Notes"]
    numbers = [field for field in page.iter("input") if field.get("type") == "number"]
    assert {(field.get("min"), field.get("max")) for field in numbers} == {("0", "10")}


def test_a_book_has_boxes_and_frames_for_a_pen(tmp_path: Path) -> None:
    document = written(tmp_path, BY_ENTRY, "{per_day: 2}", "{frequency: [mon, wed]}")
    with zipfile.ZipFile(BytesIO(document.epub())) as book:
        page = book.read("EPUB/log.xhtml").decode()
    assert "<input" not in page
    assert page.count('<span class="box"></span>') == 2 * (2 * 7 + 2)
    assert page.count('<span class="box rating"></span>') == 2 * 2 * 7
    assert page.count('<span class="line"></span>') == 2


def test_a_text_has_the_boxes_and_blanks_of_each_week(tmp_path: Path) -> None:
    document = written(tmp_path, BY_ENTRY, "{per_day: 2, frequency: [mon, wed]}")
    week = document.text().partition("Week 2\n")[2].splitlines()
    assert week[:5] == [
        "| Mon | Wed",
        f"1. {LONG_NAME} | [ ][ ] | [ ][ ]",
        "Pain, 0 to 10 | ________ | ________",
        "Effort, 0 to 10 | ________ | ________",
        "Notes | ________",
    ]


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_a_log_is_tagged_as_tables_of_fields(standard: str, tmp_path: Path) -> None:
    document = written(tmp_path, BY_ENTRY, "{per_day: 2}", "{frequency: [mon, wed]}")
    data = write_pdf(document.tree, VARIANTS["standard-a4"], standard=standard)
    with pikepdf.open(BytesIO(data)) as file:
        attributes = [each.A for each in file.objects if is_element(each) and "/A" in each]
        roles = [str(each.Role) for each in attributes if "/Role" in each]
        scopes = [str(each.Scope) for each in attributes if "/Scope" in each]
        spans = [int(each.ColSpan) for each in attributes if "/ColSpan" in each]
    assert roles.count("/cb") == 2 * (2 * 7 + 2)
    assert roles.count("/tv") == 2 * (2 * 7 + 1)
    assert spans == [7, 7]
    assert scopes.count("/Row") == 2 * 5
    assert scopes.count("/Column") == 2 * 7
    assert faults(data, tmp_path, standard) == []


def is_element(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"


# How large it is


def squares(inks: list[Ink]) -> list[Shape]:
    """Return the boxes to tick."""
    return [ink for ink in outlines(inks) if abs(width(ink) - height(ink)) < 0.1]


def frames(inks: list[Ink]) -> list[Shape]:
    """Return the places for a number."""
    return [ink for ink in outlines(inks) if width(ink) > height(ink) + 1]


def outlines(inks: list[Ink]) -> list[Shape]:
    shapes = (ink for ink in inks if isinstance(ink, Shape) and not ink.filled and not ink.drawn)
    return [ink for ink in shapes if height(ink) > 5]


def rules(inks: list[Ink]) -> list[Shape]:
    """Return the rules across a table."""
    shapes = (ink for ink in inks if isinstance(ink, Shape) and ink.filled and not ink.drawn)
    return [ink for ink in shapes if height(ink) < 1 and width(ink) > 100]


def width(ink: Ink) -> float:
    return ink.box[2] - ink.box[0]


def height(ink: Ink) -> float:
    return ink.box[3] - ink.box[1]


def one_above_another(one: Ink, other: Ink) -> bool:
    return one.page == other.page and one.box[0] < other.box[2] and other.box[0] < one.box[2]


def touch(one: Ink, other: Ink) -> bool:
    level = one.box[1] < other.box[3] and other.box[1] < one.box[3]
    return level and one_above_another(one, other)


def assert_clear_of_rules(places: list[Shape], file: File) -> None:
    for place in places:
        for rule in rules(file.ink):
            if one_above_another(place, rule):
                assert rule.box[1] > place.box[3] + 1 or rule.box[3] < place.box[1] - 1


def row_heights(places: list[Shape], file: File) -> Iterator[float]:
    """Yield the height between the rules above and below each place."""
    for place in places:
        edges = [rule.box[1] for rule in rules(file.ink) if one_above_another(place, rule)]
        above = min(edge for edge in edges if edge > place.box[1])
        below = max(edge for edge in edges if edge < place.box[1])
        yield above - below


def heads(file: File) -> list[Element]:
    return [element for element in file.elements if element.kind == "TH"]


@pytest.mark.parametrize("variant", PAPERS)
@pytest.mark.parametrize("frequency", ["daily", "7 days a week"])
def test_boxes_and_places_for_numbers_are_large_and_apart(
    variant: str, frequency: str, tmp_path: Path
) -> None:
    dosages = [f"{{per_day: {count}, frequency: {frequency}}}" for count in (2, 1, 4)]
    file = printed(written(tmp_path, BY_ENTRY, *dosages), variant)
    boxes, numbers = squares(file.ink), frames(file.ink)
    # Behind cards, each entry has a log of its own.
    logs = 3 if variant in CARD_PAPERS else 1
    assert len(boxes) == 2 * 7 * (2 + 1 + 4)
    assert len(numbers) == 2 * 7 * 2 * logs
    assert min(map(width, boxes)) > 6 * MM - 0.1
    assert min(map(width, numbers)) > 9 * MM - 0.1
    assert min(map(height, numbers)) > 7 * MM - 0.1
    places = [*boxes, *numbers]
    assert_clear_of_rules(places, file)
    names = [ink for head in heads(file) for ink in file.of(head)]
    assert not [pair for pair in combinations([*places, *names], 2) if touch(*pair)]


@pytest.mark.parametrize("variant", ["standard-a4", "standard-letter", "compact-a4", "standard-a5"])
def test_no_page_divides_a_week(variant: str, tmp_path: Path) -> None:
    log = "{weeks: 6, by: entry, columns: [pain, effort]}"
    file = printed(written(tmp_path, log, *["{frequency: daily}"] * 8), variant)
    weeks = [element for element in file.elements if element.kind == "Table"]
    assert len(weeks) == 6
    for week in weeks:
        inks = file.of(week)
        assert len({ink.page for ink in inks}) == 1
        words = [ink for ink in inks if isinstance(ink, Words)]
        days = [ink for ink in words if ink.text in DAYS]
        assert [ink.text for ink in days] == [*DAYS]
        assert min(ink.baseline for ink in days) > max(box.box[3] for box in outlines(inks))


@pytest.mark.parametrize("variant", PAGES)
def test_rows_of_a_week_are_9_mm_high_where_there_is_room(variant: str, tmp_path: Path) -> None:
    file = printed(written(tmp_path, BY_ENTRY, "{per_day: 2}", "{reps: 8}"), variant)
    assert min(row_heights(outlines(file.ink), file)) > 9 * MM - 0.2


def test_a_week_longer_than_a_page_is_divided_evenly_under_its_days(tmp_path: Path) -> None:
    log = "{weeks: 1, by: entry}"
    dosages = ["{per_day: 4, frequency: daily}"] * 8
    file = printed(written(tmp_path, log, *dosages), "large-print-a5")
    pages = sorted({box.page for box in squares(file.ink)})
    counts = [len([box for box in squares(file.ink) if box.page == page]) for page in pages]
    assert len(pages) > 1
    assert max(counts) - min(counts) <= 4 * 7
    for page in pages:
        words = [ink.text for ink in file.words() if ink.page == page]
        assert {"Week 1", *DAYS} <= {*words}


def test_the_first_box_of_each_line_is_at_the_right_on_right_to_left_pages(tmp_path: Path) -> None:
    file = printed(right_to_left(tmp_path, "{weeks: 1, by: entry}"), "standard-a4")
    boxes = squares(file.ink)
    assert len(boxes) == 3 * 7
    upper = {round(box.box[2]) for box in boxes if box.box[1] == max(each.box[1] for each in boxes)}
    lower = {round(box.box[2]) for box in boxes if box.box[1] == min(each.box[1] for each in boxes)}
    assert len(upper) == 2 * len(lower) == 14
    assert lower == {*sorted(upper)[1::2]}


def test_names_above_boxes_are_flush_right_on_right_to_left_pages(tmp_path: Path) -> None:
    file = printed(right_to_left(tmp_path, "{weeks: 1, columns: [pain]}"), "cards-a4")
    (name,) = (ink for ink in file.words() if ink.text.startswith("Pain"))
    edges = {round(rule.box[2]) for rule in rules(file.ink) if one_above_another(name, rule)}
    assert edges == {round(name.box[2])}


def right_to_left(folder: Path, log: str) -> handout.Document:
    """Return a handout in Urdu, with English labels, of one entry done three times a day."""
    document = written(folder, log, "{per_day: 3}", around="language: ur\n")
    assert document.tree.language == "ur"
    return document


# A log of one table for all weeks


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> handout.Document:
    """Return a log of two sessions on each of seven days in six weeks."""
    folder = tmp_path_factory.mktemp("diary")
    return written(folder, "{weeks: 6}", "{per_day: 2, frequency: daily}")


@pytest.mark.parametrize("variant", PAPERS)
def test_a_log_has_large_boxes_clear_of_its_rules(variant: str, diary: handout.Document) -> None:
    file = printed(diary, variant)
    boxes = squares(file.ink)
    assert len(boxes) == 2 * 7 * 6
    assert min(map(width, boxes)) > 6 * MM - 0.1
    assert_clear_of_rules(boxes, file)


@pytest.mark.parametrize("variant", ["standard-a4", "compact-a4", "cards-a4", "large-print-a4"])
def test_rows_of_a_log_are_9_mm_high_where_there_is_room(
    variant: str, diary: handout.Document
) -> None:
    file = printed(diary, variant)
    assert min(row_heights(squares(file.ink), file)) > 9 * MM - 0.2


@pytest.mark.parametrize("variant", PAPERS)
def test_heads_of_a_log_are_apart(variant: str, diary: handout.Document) -> None:
    file = printed(diary, variant)
    words = [ink for head in heads(file) for ink in file.of(head) if isinstance(ink, Words)]
    assert len(words) >= 7 + 6 + 1
    for one in words:
        for other in words:
            level = one.page == other.page and abs(one.baseline - other.baseline) < 1
            if level and one.left < other.left:
                assert other.left - one.box[2] > 5, (one.text, other.text)


def test_a_log_repeats_its_head_on_each_page(tmp_path: Path) -> None:
    file = printed(written(tmp_path, "{weeks: 26}", "{frequency: daily}"), "large-print-a5")
    pages = {box.page for box in squares(file.ink)}
    assert len(pages) > 2
    for page in pages:
        top = max(box.box[3] for box in squares(file.ink) if box.page == page)
        above = [words.text for words in file.words() if words.page == page and words.left > 60]
        assert [text for text in above if text.startswith("Week")], top


# Behind cards


@pytest.mark.parametrize(
    ("log", "last"),
    [
        ("{weeks: 3}", "Notes"),
        ("{weeks: 3, columns: [pain]}", "Done Pain, 0 to 10 Notes"),
        ("{weeks: 3, by: entry, columns: [pain]}", "Done Pain, 0 to 10 Notes"),
    ],
)
def test_the_log_behind_a_card_is_that_of_its_own_entry(
    log: str, last: str, tmp_path: Path
) -> None:
    dosages = ["{per_day: 2, frequency: [mon, wed]}", "{frequency: daily}"]
    file = printed(written(tmp_path, log, *dosages), "cards-a4")
    one, other = (
        folded(" ".join(ink.text for ink in file.of(entry) if isinstance(ink, Words)))
        for entry in entries(file)
    )
    assert f"Mon Wed {last}" in one
    assert f"{' '.join(DAYS)} {last}" in other
    assert len(squares(file.ink)) == 3 * 2 * 2 + 3 * 7
