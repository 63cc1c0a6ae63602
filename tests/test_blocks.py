"""Blocks and phases reach every page, book and screen."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import pikepdf
import pymupdf
import pytest
import verapdf
from click.testing import CliRunner, Result
from pdf_facts import folded
from PIL import Image

import handout
from handout import cli
from handout.print_options import EditionName
from handout.theme import MM
from handout.verify import verify_pdf

CONTENT = Path(__file__).parent / "content"
EVERY = (CONTENT / "handouts/every-block.yaml").read_text("utf-8")
WORDS = {*re.findall(r"\bblock[a-z]+", EVERY.split("title:", 1)[1])}
"""Each stands for one field of one block."""
ALTS = {word for word in WORDS if "alt" in word}
ELEVEN = ", ".join(f"{{to: {number}, means: Zone{number}x.}}" for number in range(11))
Standard = Literal["ua-1", "ua-2"]
EDITIONS = get_args(EditionName)
PHASED = """\
title: Knee
log: {weeks: 2}
sections:
  - {heading: First, phase: weeks 1-2, entries: [quad-set, heel-slide]}
  - heading: Then
    phase: week 3 on
    entries:
      - {use: heel-slide, dosage: {sets: 4}}
      - step-up
"""


def library() -> handout.Library:
    return handout.Library(CONTENT)


def pdf_text(data: bytes) -> str:
    return "".join(pages_of(data))


def pages_of(data: bytes) -> list[str]:
    """Return the text of each page."""
    return [str(page.get_text()) for page in pymupdf.open(stream=data).pages()]


def page_of(document: handout.Document) -> str:
    return document.html().decode()


def composed(folder: Path, text: str, program: str = "") -> handout.Document:
    """Return the document of a handout, or of a program of it."""
    for kind, written in (("handouts", text), ("programs", program)):
        (folder / kind).mkdir(exist_ok=True)
        if written:
            (folder / kind / "this.yaml").write_text(written, "utf-8")
    target = folder / ("programs" if program else "handouts") / "this.yaml"
    return handout.Library(folder).compose(str(target))


def block(written: str) -> str:
    """Return a handout with some items."""
    items = "".join(f"      {line}\n" for line in written.splitlines())
    return f"title: A leaflet\nsections:\n  - content:\n{items}"


def checked(folder: Path, text: str) -> Result:
    path = folder / "handouts/this.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return CliRunner().invoke(cli.main, ["check", str(path)])


# Every word of every block, in every form


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_every_block_is_printed_and_described(
    edition: EditionName, paper: Literal["a4", "a5"]
) -> None:
    data = library().compose("every-block").pdf(edition=edition, paper=paper)
    text = pdf_text(data)
    assert {word for word in WORDS - ALTS if word not in text} == set()
    with pikepdf.open(BytesIO(data)) as file:
        described = {
            str(each["/Alt"]) for each in file.objects if is_dictionary(each) and "/Alt" in each
        }
    assert described >= ALTS
    assert verify_pdf(data) == []


def words_of(page: pymupdf.Page) -> set[str]:
    return {each[4] for each in page.get_text("words")}


def word_place(page: pymupdf.Page, *words: str) -> list[float]:
    """Return the left edges of words, each the first of its kind on a page."""
    found = {each[4]: each[0] for each in reversed(page.get_text("words"))}
    return [found[word] for word in words]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_every_block_is_in_order_on_mirrored_pages(
    edition: EditionName, paper: Literal["a4", "a5"]
) -> None:
    data = library().compose("every-block-arabic").pdf(edition=edition, paper=paper)
    assert verify_pdf(data) == []
    pages = [*pymupdf.open(stream=data).pages()]
    # The heads of the columns, as the Arabic catalogue has them.
    schedule = next(page for page in pages if {"الوقت", "ماذا"} <= words_of(page))
    what, time = word_place(schedule, "ماذا", "الوقت")
    assert what < time
    # '5 times': the number comes first, so it stands to the right of its word.
    lines = [
        [each for each in page.get_text("words") if abs(each[1] - five[1]) < 2]
        for page in pages
        for five in page.get_text("words")
        if five[4] == "5"
    ]
    number, word = next(
        (five[0], times[0])
        for line in lines
        for five in line
        for times in line
        if (five[4], times[4]) == ("5", "مرات")
    )
    assert word < number


def is_dictionary(value: pikepdf.Object) -> bool:
    return isinstance(value, pikepdf.Dictionary)


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_blocks_and_links_within_a_file_keep_each_standard(
    standard: Standard, tmp_path: Path
) -> None:
    data = library().compose("every-block").pdf(standard=standard)
    assert verapdf.faults(data, tmp_path, standard) == []


@pytest.mark.parametrize("form", ["html", "epub"])
def test_every_block_is_on_every_screen(form: str) -> None:
    document = library().compose("every-block")
    if form == "html":
        text = page_of(document)
    else:
        book = zipfile.ZipFile(BytesIO(document.epub()))
        text = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xhtml"))
    assert {word for word in WORDS if word not in text} == set()


def test_a_block_is_tagged_as_what_it_is() -> None:
    data = library().compose("every-block").pdf()
    with pikepdf.open(BytesIO(data)) as file:
        kinds = [
            str(each["/S"])
            for each in file.objects
            if is_dictionary(each) and each.get("/Type") == "/StructElem"
        ]
    # The glances of two phases, two weeks of a log in each, the table and the schedule.
    assert kinds.count("/Table") == 8
    assert kinds.count("/Callout") == 5
    # The first table has three heads, and one first cell that is not empty.
    assert {"/TH", "/TD", "/Caption", "/L", "/LI", "/Lbl", "/LBody", "/Figure", "/Form"} < {*kinds}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("- scale: effort", ["no effort", "all you can"]),
        ("- scale: pain\n  zones: [{to: 10, means: Onlyone.}]", ["Onlyone."]),
        (f"- scale: pain\n  zones: [{ELEVEN}]", [f"Zone{n}x." for n in range(11)]),
        ("- do_dont: {do: [Onlydo.]}", ["Onlydo."]),
        ("- do_dont: {dont: [Onlydont.]}", ["Onlydont."]),
        ("- lines: {label: Manylines, count: 40}", ["Manylines"]),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_blocks_at_their_limits_are_complete(
    written: str, words: list[str], edition: EditionName, tmp_path: Path
) -> None:
    text = pdf_text(composed(tmp_path, block(written)).pdf(edition=edition))
    assert [word for word in words if text.count(word) != 1] == []


# Layout


@pytest.mark.parametrize(("edition", "least"), [("standard", 14), ("large-print", 20)])
def test_pictures_in_a_schedule_are_large_enough_to_do_without_the_steps(
    edition: EditionName, least: float, tmp_path: Path
) -> None:
    for name, size in (("wide", (400, 200)), ("tall", (200, 380))):
        (tmp_path / "images").mkdir(exist_ok=True)
        Image.new("RGB", size, "teal").save(tmp_path / f"images/{name}.png")
    pictures = "pictures: [{image: images/%s.png, alt: Teal.}]"
    entries = "".join(
        f"- exercise: {{name: {name}, steps: [Go.], {pictures % name}}}\n"
        for name in ("wide", "tall")
    )
    schedule = "- schedule: [{time: noon, entries: [wide, tall]}]\n"
    document = composed(tmp_path, f"{block(schedule + entries)}show: {{glance: no}}")
    shown = pymupdf.open(stream=document.pdf(edition=edition))[0].get_image_info()
    for picture in shown[:2]:
        left, _, right, _ = picture["bbox"]
        assert right - left >= least * MM


def test_a_known_time_of_day_begins_with_a_capital(tmp_path: Path) -> None:
    slots = "[{time: bedtime, do: A.}, {time: [noon, evening], do: B.}, {time: ikindi, do: C.}]"
    text = composed(tmp_path, block(f"- schedule: {slots}")).text()
    assert re.findall(r".+ \| .\.", text) == [
        "At bedtime | A.",
        "At noon, in the evening | B.",
        "ikindi | C.",
    ]


def test_a_section_that_begins_with_a_break_begins_on_a_new_page(tmp_path: Path) -> None:
    text = "title: Two\nsections:\n  - content: [{text: One.}]\n"
    text += "  - heading: Next\n    content: [{break: page}, {text: Two.}]\n"
    first, second = pages_of(composed(tmp_path, text).pdf())
    assert "Next" not in first
    assert "Next" in second


def test_a_long_table_repeats_its_head_and_keeps_its_rows_whole(tmp_path: Path) -> None:
    rows = "\n".join(
        f"    - [Day {n}, 'First {n} and then\n      more of {n}']" for n in range(1, 60)
    )
    written = (
        f"- table:\n    columns: [Head one, Head two]\n    rows:\n{rows.replace('    -', '    -')}"
    )
    data = composed(tmp_path, block(written.replace("\n    - [", "\n      - ["))).pdf()
    pages = pages_of(data)
    assert len(pages) > 1
    assert all(page.count("Head one") == 1 for page in pages)
    for number in range(1, 60):
        (page,) = [page for page in pages if re.search(rf"First {number} ", page)]
        assert f"more of {number}" in " ".join(page.split())


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_break_leaves_an_empty_page(edition: EditionName, tmp_path: Path) -> None:
    text = "- break: page\n- break: page\n- text: One.\n- break: page\n- text: Two.\n- break: page"
    document = composed(tmp_path, block(text))
    pages = pages_of(document.pdf(edition=edition))
    assert all(re.search("One|Two|A leaflet", page) for page in pages)
    if edition != "cards":
        assert not any("One." in page and "Two." in page for page in pages)


def test_lines_to_write_on_are_as_far_apart_as_handwriting_needs(tmp_path: Path) -> None:
    document = composed(tmp_path, block("- lines: {label: Goals, count: 5}"))
    page = pymupdf.open(stream=document.pdf())[0]
    drawn = sorted({line["rect"].y0 for line in page.get_drawings() if line["type"] == "s"})
    gaps = [after - before for before, after in pairwise(drawn)]
    assert len(drawn) == 5
    assert min(gaps) == pytest.approx(9 * MM, abs=0.1)


def test_what_to_do_is_beside_what_not_to_do_where_both_have_room(tmp_path: Path) -> None:
    document = composed(tmp_path, block("- do_dont: {do: [Walk.], dont: [Run.]}"))

    def tops(edition: EditionName) -> tuple[float, float]:
        page = pymupdf.open(stream=document.pdf(edition=edition))[0]
        return page.search_for("Walk.")[0].y0, page.search_for("Run.")[0].y0

    assert tops("standard")[0] == pytest.approx(tops("standard")[1])
    assert tops("large-print")[0] < tops("large-print")[1]


def test_the_signs_of_a_traffic_light_differ_without_their_colours(tmp_path: Path) -> None:
    document = composed(tmp_path, block("- traffic_light: {green: Go., amber: Slow., red: Stop.}"))
    page = pymupdf.open(stream=document.pdf(mono=True))[0]
    shapes = [drawn for drawn in page.get_drawings() if drawn["type"] == "f"]
    corners = {len(drawn["items"]) for drawn in shapes if 10 < drawn["rect"].height < 40}
    assert len(corners) == 3


# Leaflets and entries written in place


def test_a_handout_may_have_no_entries(tmp_path: Path) -> None:
    document = composed(tmp_path, block("- text: Rest today."))
    assert "at a glance" not in pdf_text(document.pdf())
    assert document.problems == ()


def test_a_program_changes_an_entry_that_is_written_in_place(tmp_path: Path) -> None:
    text = block("- exercise: {name: Ankle pumps, steps: [Point.], dosage: {reps: 10}}")
    program = "handout: this\nchanges: {ankle-pumps: {dosage: {reps: 20}}}"
    assert "20 repetitions" in pdf_text(composed(tmp_path, text, program).pdf())


def test_entries_that_a_schedule_names_must_be_in_the_handout(tmp_path: Path) -> None:
    text = block("- schedule: [{time: noon, entries: [clamshel]}]\n- clamshell")
    result = checked(tmp_path, text)
    assert "this.yaml:4:43: there is no entry 'clamshel' in this handout" in result.output
    assert "did you mean 'clamshell'?" in result.output


# Phases


def test_an_entry_of_an_earlier_phase_says_on_which_page_its_steps_are(tmp_path: Path) -> None:
    document = composed(tmp_path, PHASED)
    for edition in EDITIONS[:2]:
        pages = [*pymupdf.open(stream=document.pdf(edition=edition)).pages()]
        first = next(n for n, page in enumerate(pages, 1) if page.search_for("Slide one heel"))
        (later,) = [page for page in pages if page.search_for("The steps are on page")]
        assert later.search_for(f"The steps are on page {first}.")
        (link,) = [each for each in later.get_links() if each["kind"] == pymupdf.LINK_GOTO]
        assert link["page"] == first - 1


def test_the_page_of_steps_is_named_where_an_entry_begins_on_the_page_before(
    tmp_path: Path,
) -> None:
    for lines in range(12, 18):
        intro = "".join(f"\n  Line {n}.\n" for n in range(lines))
        data = composed(tmp_path, f"{PHASED}intro: |{intro}").pdf(edition="large-print")
        texts = pages_of(data)
        first = next(n for n, text in enumerate(texts, 1) if "Slide one heel" in text)
        assert f"The steps are on page {first}." in "".join(texts)


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
def test_the_page_of_steps_in_a_booklet_is_the_number_at_its_foot(
    edition: EditionName, tmp_path: Path
) -> None:
    data = composed(tmp_path, PHASED).pdf(edition=edition, booklet=True)
    halves = []
    for sheet in pymupdf.open(stream=data).pages():
        _, _, right, bottom = sheet.rect
        for left in (0, right / 2):
            half = pymupdf.Rect(left, 0, left + right / 2, bottom)
            halves.append(folded(str(sheet.get_text(clip=half))))
    (steps,) = (text for text in halves if "Slide one heel" in text)
    (number,) = re.findall(r"Page (\d+) of", steps)
    (later,) = (text for text in halves if "The steps are on page" in text)
    assert f"The steps are on page {number}." in later


def test_cards_and_screens_say_under_which_number_the_steps_are(tmp_path: Path) -> None:
    document = composed(tmp_path, PHASED)
    assert "The steps are under number 2." in pdf_text(document.pdf(edition="cards"))
    page = page_of(document)
    target = re.search(r'<a href="#([^"]+)">The steps are under number 2\.</a>', page)
    assert target
    assert f'id="{target[1]}"' in page


def test_an_entry_with_other_steps_or_asked_for_is_printed_in_full_again(tmp_path: Path) -> None:
    short = "{use: heel-slide, dosage: {sets: 4}}"
    for full in ("{use: heel-slide, again: full}", "{use: heel-slide, steps: [Slide one heel.]}"):
        text = pdf_text(composed(tmp_path, PHASED.replace(short, full)).pdf())
        assert "The steps are" not in text
        assert text.count("Slide one heel") == 2


def test_each_phase_has_its_own_glance_and_the_weeks_of_its_log(tmp_path: Path) -> None:
    page = page_of(composed(tmp_path, PHASED))
    assert page.count("Your programme at a glance</h3>") == 2
    assert re.findall(r"Weeks? [0-9][^<]*|From week 3[^<]*", page.split("<main")[1])[:1]
    weeks = re.findall(r'scope="row"[^>]*>(Week [0-9])<', page)
    assert weeks == ["Week 1", "Week 2", "Week 3", "Week 4"]
    assert "4 sets" in page


def test_an_entry_of_unknown_time_is_named_by_its_number_in_the_handout(tmp_path: Path) -> None:
    last = "{exercise: {name: Stairs, steps: [Go up.], dosage: {text: As needed.}}}"
    page = page_of(composed(tmp_path, f"{PHASED}      - {last}\n"))
    number = re.findall(r">([0-9]+)\. Stairs<", page)[0]
    assert f"without number {number}." in page


def test_a_program_changes_an_entry_in_one_phase(tmp_path: Path) -> None:
    program = "handout: this\nchanges: {heel-slide: {phase: week 3 on, dosage: {sets: 5}}}"
    text = pdf_text(composed(tmp_path, PHASED, program).pdf())
    assert text.count("5 sets") == 2  # in the glance and in the box of the second phase
    wrong = program.replace("week 3 on", "weeks 9-10")
    path = tmp_path / "programs/this.yaml"
    path.write_text(wrong, "utf-8")
    result = CliRunner().invoke(cli.main, ["check", "--content", str(tmp_path), str(path)])
    assert "there is no phase 'weeks 9-10' in the handout 'this'" in result.output


# Whom to call, and what is shown


def test_the_stop_box_has_numbers_that_a_phone_dials(tmp_path: Path) -> None:
    text = "stop: {signs: [Pain, Heat], emergency: {signs: [Blue lips]}}\n" + PHASED
    (tmp_path / "clinics").mkdir()
    clinic = "name: Hill Clinic\nphone: 01632 960 001\nemergency: '112'\n"
    (tmp_path / "clinics/hill.yaml").write_text(clinic, "utf-8")
    composed(tmp_path, text)
    page = page_of(handout.Library(tmp_path).compose("this", clinic="hill"))
    box = page.split('class="callout stop"')[1].split("</div>\n</div>")[0]
    assert 'href="tel:01632960001"' in box
    assert "Call 112 now if you have" in box


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_stop_box_says_whom_to_call_with_and_without_a_clinic(
    edition: EditionName, tmp_path: Path
) -> None:
    text = "stop: {signs: [Pain, Heat], emergency: {signs: [Blue lips]}}\n" + PHASED
    without = folded(pages_of(composed(tmp_path, text).pdf(edition=edition))[0])
    assert "Call an ambulance now if you have" in without
    assert "Call:" not in without
    (tmp_path / "clinics").mkdir()
    clinic = tmp_path / "clinics/hill.yaml"
    clinic.write_text("name: Hill Clinic\nphone: 01632 960 001\nemergency: '112'\n", "utf-8")
    target = str(tmp_path / "handouts/this.yaml")
    document = handout.Library(tmp_path).compose(target, clinic=str(clinic))
    within = folded(pages_of(document.pdf(edition=edition))[0])
    assert "Call 112 now if you have" in within
    assert "Call: Hill Clinic, 01632 960 001" in within


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("glance", "at a glance"),
        ("minutes", "minutes for all exercises"),
        ("level", "Level:"),
        ("why", "Why:"),
        ("sources", "Sources"),
    ],
)
def test_what_is_not_to_be_shown_is_left_out(field: str, words: str, tmp_path: Path) -> None:
    text = "title: Two\nsections: [{entries: [clamshell, bridge]}]\n"
    assert words in pdf_text(composed(tmp_path, text).pdf())
    left_out = pdf_text(composed(tmp_path, f"show: {{{field}: no}}\n{text}").pdf())
    assert words not in left_out
    program = f"handout: this\nshow: {{{field}: no}}"
    assert words not in pdf_text(composed(tmp_path, text, program).pdf())


def test_what_is_to_be_shown_is_in_editions_that_leave_it_out(tmp_path: Path) -> None:
    text = "title: Two\nsections: [{entries: [clamshell, bridge]}]\n"
    shown = composed(tmp_path, f"show: {{glance: yes, why: yes}}\n{text}").pdf(edition="compact")
    assert "at a glance" not in pdf_text(composed(tmp_path, text).pdf(edition="compact"))
    composed(tmp_path, text)
    assert "at a glance" in pdf_text(shown)
    assert "Why:" in pdf_text(shown)


def test_a_log_by_entry_of_more_than_twelve_entries_is_a_warning(tmp_path: Path) -> None:
    items = "".join(
        f"\n      - exercise: {{name: Move {n}, steps: [Go.], dosage: {{reps: 3}}}}"
        for n in range(13)
    )
    text = f"title: Knee\nlog: {{weeks: 1, by: entry}}\nsections:\n  - content:{items}\n"
    assert "has 13 entries to tick off" in checked(tmp_path, text).output
    few = text.replace(items.rsplit("\n", 1)[1], "")
    assert "to tick off" not in checked(tmp_path, few).output
