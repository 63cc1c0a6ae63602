"""What stands where on a page: order, pages that are full, signs to stop, dosages, margins."""

from __future__ import annotations

import json
import re
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from page_ink import File, read_file
from pdf_facts import compose, folded, page_texts, write_pdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from handout import Library
from handout.errors import HandoutError
from handout.print_options import PaperName, PrintOptions
from handout.theme import MM
from handout.verify import verify_pdf

EDITIONS = ("standard", "compact", "cards", "large-print")
PAPERS = ("a4", "letter", "a5")
LOOKS = [
    *(PrintOptions(edition=edition, paper=paper) for edition, paper in product(EDITIONS, PAPERS)),
    *(PrintOptions(edition=edition, booklet=True) for edition in EDITIONS if edition != "cards"),
]
TEXT: dict[str, Any] = {
    "name": "Knee bend",
    "summary": "Bends the knee.",
    "start": "Sit on a chair.",
    "steps": ["Slide your heel back.", "Slide it forward."],
    "dosage": {"reps": "10"},
    "why": "It keeps the knee loose.",
    "mistakes": ["Lifting the hip."],
    "easier": "Use a towel.",
    "harder": "Slide further.",
    "cautions": ["Stop if it is sharp."],
}
"""An entry without a picture."""


def handout_of(folder: Path, entry: dict[str, Any], **own: object) -> str:
    """Write a handout of one entry into a folder; return its id."""
    handout = {"title": "Knee", "sections": [{"entries": ["bend"]}], **own}
    for name, value in (("exercises/bend", entry), ("handouts/knee", handout)):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value), "utf-8")
    return "knee"


def printed(folder: Path, options: PrintOptions, entry: dict[str, Any], **own: object) -> File:
    document = compose(handout_of(folder, entry, **own), folder)
    return read_file(write_pdf(document, options.theme()))


def place(file: File, start: str) -> tuple[int, float]:
    """Return the page and the distance from its top of words that start with a text."""
    words = next(words for words in file.words() if words.text.strip().startswith(start))
    return words.page, file.sizes[words.page][1] - words.baseline


@pytest.mark.parametrize("options", LOOKS[:12], ids=lambda each: f"{each.edition}-{each.paper}")
def test_an_entry_without_a_picture_is_in_the_order_of_the_document(
    options: PrintOptions, tmp_path: Path
) -> None:
    file = printed(tmp_path, options, TEXT)
    steps = ["Sit on a chair", "Slide your heel", "Slide it forward"]
    order = ["Knee bend", *steps, "It keeps", "Lifting", "Use a towel", "Slide further", "Stop if"]
    seen = " ".join(words.text for words in file.words())
    places = [place(file, start) for start in order if start in seen]
    assert len(places) >= 5
    assert places == sorted(places)
    # Beside the text in the standard edition, below the name in large print.
    if options.edition != "large-print" and options.paper == "a5":
        assert place(file, "Slide it forward") < place(file, "10 repetitions")
    if options.edition == "large-print":
        assert place(file, "Knee bend") < place(file, "10 repetitions") < place(file, "Bends the")


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
def test_points_that_are_no_sentences_stand_on_lines_of_their_own(
    edition: str, tmp_path: Path
) -> None:
    points = ["Do not cross your legs", "Do not bend your hip"]
    file = printed(tmp_path, PrintOptions(edition=edition), TEXT | {"cautions": points})
    (_, first), (_, second) = (place(file, point) for point in points)
    assert second > first + 5
    sentences = [f"{point}." for point in points]
    file = printed(tmp_path, PrintOptions(edition=edition), TEXT | {"cautions": sentences})
    text = folded("".join(words.text for words in file.words()))
    assert "Do not cross your legs. Do not bend your hip." in text


@pytest.mark.parametrize(
    "options", LOOKS, ids=lambda each: f"{each.edition}-{each.paper}-{each.booklet}"
)
def test_signs_to_stop_are_on_the_first_page(options: PrintOptions) -> None:
    document = Library().compose("it-band-pain-example", clinic="example-clinic").tree
    (page, *_) = page_texts(write_pdf(document, options.theme()))
    for sign in ("sharp pain", "numbness", "swelling", "worse on the next day"):
        assert sign in page


def test_the_dosage_follows_the_steps_where_little_text_stands_beside_a_tall_picture(
    tmp_path: Path,
) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (600, 900), "teal").save(tmp_path / "images/tall.png")
    short = {
        "name": "Knee bend",
        "steps": TEXT["steps"],
        "dosage": {"reps": "10"},
        "pictures": [{"image": "images/tall.png", "alt": "A knee."}],
    }
    file = printed(tmp_path, PrintOptions(), short)
    (_, step), (_, dose) = place(file, "Slide it forward"), place(file, "10 repetitions")
    assert step < dose < step + 60


@pytest.mark.parametrize(
    ("edition", "most"), [("standard", 7), ("compact", 2), ("large-print", 14)]
)
def test_the_first_handout_takes_few_pages(edition: str, most: int) -> None:
    data = write_pdf(compose("it-band-pain"), PrintOptions(edition=edition).theme())
    assert len(page_texts(data)) <= most


@pytest.mark.parametrize(
    ("edition", "paper"),
    [*product(["standard"], PAPERS), ("large-print", "a4"), ("large-print", "letter")],
)
def test_no_page_before_the_last_is_nearly_half_empty(edition: str, paper: str) -> None:
    theme = PrintOptions(edition=edition, paper=paper).theme()
    file = read_file(write_pdf(compose("it-band-pain"), theme))
    for page in range(len(file.sizes) - 1):
        lowest = min(ink.box[1] for ink in file.ink if ink.page == page and not ink.footer)
        assert theme.page[1] - theme.margin_top - lowest >= 0.55 * theme.text_height, page + 1


@pytest.mark.parametrize(
    "options", LOOKS, ids=lambda each: f"{each.edition}-{each.paper}-{each.booklet}"
)
def test_a_long_front_stays_on_its_pages(options: PrintOptions, tmp_path: Path) -> None:
    signs = [f"sign number {number} of thirty" for number in range(1, 31)]
    intro = " ".join(["Read this before you begin and take your time."] * 85)
    name = handout_of(tmp_path, TEXT, stop_if=signs, intro=intro)
    document = compose(name, tmp_path)
    data = write_pdf(document, options.theme())
    assert verify_pdf(data) == []
    text = folded(" ".join(page_texts(data)))
    assert all(sign in text for sign in signs)
    assert "sign number 1 of thirty" in page_texts(data)[0]


def test_signs_that_do_not_fit_on_the_first_page_are_a_warning_at_their_place(
    tmp_path: Path,
) -> None:
    signs = [f"sign number {number} of thirty" for number in range(1, 31)]
    name = handout_of(tmp_path, TEXT, stop_if=signs)

    def problems(paper: PaperName) -> list[str]:
        document = Library(tmp_path).compose(name)
        document.pdf(paper=paper)
        return [f"{problem.origin}: {problem.message}" for problem in document.problems]

    assert problems("a4") == []
    (problem,) = problems("a5")
    path = tmp_path / "handouts/knee.yaml"
    assert problem.startswith(f"{path}:1:")
    assert problem.endswith("not all of the signs to stop fit on the first page")


def test_an_exercise_longer_than_a_page_begins_on_the_first_page(tmp_path: Path) -> None:
    steps = [f"Step {number}: bend and stretch your knee with care." for number in range(1, 161)]
    for edition in ("standard", "compact"):
        document = compose(handout_of(tmp_path, TEXT | {"steps": steps}), tmp_path)
        pages = page_texts(write_pdf(document, PrintOptions(edition=edition).theme()))
        assert "Step 20:" in pages[0], edition


def test_running_text_is_black_and_without_colours_so_is_all_text() -> None:
    document = compose("it-band-pain")
    colours = {
        mono: {
            words.colour
            for words in read_file(write_pdf(document, PrintOptions(mono=mono).theme())).words()
            if words.colour != "#FFFFFF"
        }
        for mono in (False, True)
    }
    assert "#000000" in colours[False]
    assert colours[True] == {"#000000"}


def test_no_line_of_a_figure_or_thumbnail_is_thinner_than_a_quarter_point() -> None:
    data = write_pdf(compose("it-band-pain"), PrintOptions(edition="compact").theme())
    data_full = write_pdf(compose("it-band-pain"), PrintOptions().theme())
    for each in (data, data_full):
        widths = [*_line_widths(each)]
        assert len(widths) > 10
        assert min(widths) >= 0.25 - 0.001


def _line_widths(data: bytes) -> list[float]:
    """Return the widths of lines that are in force when figures are painted, in points."""
    found = []
    with pikepdf.open(BytesIO(data)) as file:
        for page in file.pages:
            scale, width = 1.0, 1.0
            for instruction in pikepdf.parse_content_stream(page):
                operands, name = instruction.operands, str(instruction.operator)
                if name == "cm":
                    scale = float(operands[0])
                elif name == "w":
                    width = float(operands[0])
                elif name == "Do":
                    form = page.Resources.XObject[str(operands[0])]
                    if form.Subtype == "/Form":
                        # The content of a figure begins with a scale of its own.
                        inner = float(form.read_bytes().split()[1])
                        found.append(width * scale * abs(inner))
    return found


def test_what_lies_outside_its_page_or_near_its_edge_is_a_fault() -> None:
    def faults(x: float, y: float) -> list[str]:
        stream = BytesIO()
        canvas = Canvas(stream, pagesize=(300, 300))
        canvas.drawString(x, y, "word")
        canvas.rect(100, 100, 20, 20)
        canvas.save()
        return [fault for fault in verify_pdf(stream.getvalue()) if "edge" in fault]

    assert faults(100, 150) == []
    assert faults(290, 150) == ["page 1: the letter 'd' is beyond the edge"]
    (near,) = faults(100, 20)
    assert near == "page 1: the letter 'd' is 7.0 mm from the edge"


def test_a_booklet_prints_nothing_near_the_edge_of_its_sheet() -> None:
    theme = PrintOptions(booklet=True).theme()
    data = write_pdf(compose("it-band-pain"), theme)
    for page in pypdfium2.PdfDocument(data):
        width, _ = page.get_size()
        assert width == pytest.approx(297 * MM, abs=1)
    assert verify_pdf(data) == []


def test_the_dosage_follows_the_name_in_large_print_whatever_the_entry_says(
    tmp_path: Path,
) -> None:
    short = {"name": "Knee bend", "steps": TEXT["steps"], "dosage": {"reps": "10"}}
    pictures = [{"figure": "bridge", "alt": "A bridge."}]
    file = printed(tmp_path, PrintOptions(edition="large-print"), short | {"pictures": pictures})
    (page, dose), (_, name) = place(file, "10 repetitions"), place(file, "Knee bend")
    drawn = [ink for ink in file.ink if ink.drawn and ink.page == page]
    assert name < dose < min(file.sizes[page][1] - ink.box[3] for ink in drawn)


def test_many_signs_to_stop_take_the_full_width(tmp_path: Path) -> None:
    signs = [f"sign number {number} with a few more words after it" for number in range(1, 31)]
    name = handout_of(tmp_path, TEXT, stop_if=signs, intro="Hello.")
    for edition in ("standard", "compact"):
        document = Library(tmp_path).compose(name)
        document.pdf(edition=edition)
        assert document.problems == (), edition


def test_a_long_note_begins_on_the_first_page(tmp_path: Path) -> None:
    intro = " ".join(["Read this before you begin and take your time."] * 60)
    name = handout_of(tmp_path, TEXT, stop_if=["Sharp pain"], intro=intro)
    for options in LOOKS:
        if options.edition != "cards":
            pages = page_texts(write_pdf(compose(name, tmp_path), options.theme()))
            assert "Read this before" in pages[0], options


@pytest.mark.parametrize("caption", ["Donaudampfschifffahrtselektrizitätenhaupt", "C" * 90])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_caption_of_one_long_word_stays_within_the_margins(
    caption: str, paper: str, tmp_path: Path
) -> None:
    pictures = [{"figure": "bridge", "alt": "A bridge.", "caption": caption}]
    name = handout_of(tmp_path, TEXT | {"pictures": pictures})
    for edition in EDITIONS:
        data = write_pdf(
            compose(name, tmp_path), PrintOptions(edition=edition, paper=paper).theme()
        )
        assert verify_pdf(data) == [], edition


def test_numbers_of_steps_stand_clear_of_their_text(tmp_path: Path) -> None:
    steps = [f"Bend {number} times." for number in range(1, 112)]
    for edition in ("standard", "compact"):
        file = printed(tmp_path, PrintOptions(edition=edition), TEXT | {"steps": steps})
        numbers = [words for words in file.words() if words.text.strip() == "111"]
        (body,) = [words for words in file.words() if words.text.strip().startswith("Bend 111")]
        (number,) = numbers
        assert body.left > number.box[2] + 2


@pytest.mark.parametrize("cards", [2, 4, 6])
def test_an_exercise_that_comes_again_has_its_dose_between_its_name_and_a_reference(
    cards: int, tmp_path: Path
) -> None:
    phases = [{"phase": phase, "entries": ["clamshell"]} for phase in ("weeks 1-2", "weeks 3-4")]
    options = PrintOptions(edition="cards", cards=cards)
    text = " ".join(
        words.text for words in printed(tmp_path, options, TEXT, sections=phases).words()
    )
    _, again = text.split("Weeks 3 and 4")
    order = [again.index(words) for words in ("Clamshell", "How much", "under number 1")]
    assert order == sorted(order)


def table_below(folder: Path, paragraphs: int, rows: list[list[str]]) -> str:
    """Write a handout with a table below some paragraphs of three lines; return its id."""
    words = "Walk a little further every week, and rest as soon as your knee hurts. " * 3
    table = {"table": {"columns": ["Whenever", "What"], "rows": rows}}
    text = {"heading": "Walking", "content": [{"text": words}] * paragraphs}
    return handout_of(folder, TEXT, sections=[text, {"heading": "Weeks", "content": [table]}])


@pytest.mark.parametrize("paragraphs", range(6, 9))
def test_a_table_begins_on_a_page_and_ends_on_the_next_with_two_whole_rows_on_each(
    paragraphs: int, tmp_path: Path
) -> None:
    rows = [[f"Begin{row}.", f"{'Bend and stretch. ' * 9}End{row}."] for row in range(12)]
    name = table_below(tmp_path, paragraphs, rows)
    data = write_pdf(compose(name, tmp_path), PrintOptions().theme())
    first, second = page_texts(data)
    begun = [re.findall(r"Begin(\d+)", page) for page in (first, second)]
    assert begun == [re.findall(r"End(\d+)", page) for page in (first, second)]
    assert [row for page in begun for row in page] == [str(row) for row in range(12)]
    assert min(len(page) for page in begun) >= 2
    assert "Whenever" in first
    assert "Whenever" in second
    assert verify_pdf(data) == []


@pytest.mark.parametrize("lines", [26, 28, 30])
def test_no_row_of_a_table_is_alone_on_a_page(lines: int, tmp_path: Path) -> None:
    """Below the first lines the page has room for one row, below the last for no row."""
    rows = [[f"Begin{row}.", "Bend and stretch. " * 50] for row in range(5)]
    table = {"table": {"columns": ["Whenever", "What"], "rows": rows}}
    above = {"points": [f"Line {line}." for line in range(lines)]}
    name = handout_of(tmp_path, TEXT, sections=[{"content": [above, table]}])
    pages = page_texts(write_pdf(compose(name, tmp_path), PrintOptions().theme()))
    begun = [page.count("Begin") for page in pages]
    assert sum(begun) == 5
    assert 1 not in begun


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_longer_than_a_page_are_set_or_refused(edition: str, tmp_path: Path) -> None:
    words = "Bend and stretch. "
    for count in (40, 60, 80, 100, 400):
        rows = [[f"Row {row}", words * count] for row in range(4)]
        document = compose(table_below(tmp_path, 1, rows), tmp_path)
        try:
            data = write_pdf(document, PrintOptions(edition=edition).theme())
        except HandoutError as error:
            refused = str(error)
        else:
            refused = ""
            assert "".join(page_texts(data)).count("stretch") == 4 * count
        assert "does not fit on one page" in refused or not refused


def test_a_long_text_before_a_table_begins_where_it_stands(tmp_path: Path) -> None:
    """Only its last paragraph belongs to the table."""
    rows = [["Begin", "Bend and stretch. " * 9]] * 5
    table = {"table": {"columns": ["Whenever", "What"], "rows": rows}}
    words = "Walk a little further every week, and rest as soon as your knee hurts. " * 4
    content = [{"text": f"Before. {words}"}] * 6
    text = [*({"text": f"Long. {words}"} for _ in range(8)), table]
    sections = [{"content": content}, {"heading": "Weeks", "content": text}]
    name = handout_of(tmp_path, TEXT, sections=sections)
    first, second = page_texts(write_pdf(compose(name, tmp_path), PrintOptions().theme()))
    assert "Long." in first
    assert second.index("Long.") < second.index("Whenever")


@pytest.mark.parametrize("lines", range(3, 9))
def test_doses_in_large_print_are_on_the_page_of_the_steps(lines: int, tmp_path: Path) -> None:
    doses = [{"label": f"Part {part}", "reps": "10", "hold": "5 s"} for part in range(1, 4)]
    above = {"points": [f"Line {line}." for line in range(lines)]}
    sections = [{"content": [above, "bend"]}]
    name = handout_of(tmp_path, TEXT | {"dosage": doses}, sections=sections)
    pages = page_texts(
        write_pdf(compose(name, tmp_path), PrintOptions(edition="large-print").theme())
    )
    (page,) = (page for page in pages if "Part 3" in page)
    assert "Slide your heel" in page


@pytest.mark.parametrize("lines", range(6, 14, 2))
def test_the_lights_of_a_traffic_light_are_on_one_page(lines: int, tmp_path: Path) -> None:
    above = {"points": [f"Line {line}." for line in range(lines)]}
    long = "Bend and stretch your knee with care. " * 4
    lights = {"traffic_light": {"green": f"Go. {long}", "amber": long, "red": f"Halt. {long}"}}
    name = handout_of(tmp_path, TEXT, sections=[{"content": [above, lights]}])
    theme = PrintOptions(edition="large-print").theme()
    pages = page_texts(write_pdf(compose(name, tmp_path), theme))
    (page,) = (page for page in pages if "Go." in page)
    assert "Halt." in page


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize(("edition", "paper"), [("cards", "a4"), ("large-print", "a5")])
def test_what_not_to_do_is_on_the_page_of_what_to_do(
    edition: str, paper: str, count: int, tmp_path: Path
) -> None:
    above = {"points": [f"Line {line}." for line in range(5 + count)]}
    advice = {"do_dont": {"do": ["Walk a little.", "Sit up."], "dont": ["Run away.", "Jump."]}}
    name = handout_of(tmp_path, TEXT, sections=[{"content": [above, advice]}])
    file = read_file(
        write_pdf(compose(name, tmp_path), PrintOptions(edition=edition, paper=paper).theme())
    )
    do, dont = place(file, "Walk a little."), place(file, "Run away.")
    assert do[0] == dont[0]
    assert do[1] < dont[1]


@pytest.mark.parametrize("name", ["hand-splint", "knee-replacement"])
def test_the_last_page_is_not_of_sources_alone(name: str) -> None:
    pages = page_texts(write_pdf(compose(name), PrintOptions().theme()))
    before = pages[-1].partition("Sources")[0]
    assert "Sources" in pages[-1]
    assert len(before) > 40


def test_signs_to_stop_beside_little_text_are_wide(tmp_path: Path) -> None:
    signs = ["You have pain in your chest, or it spreads to your arm or jaw.", "You faint."]
    own = {"intro": "Your body likes a change.", "stop_if": signs}
    file = printed(tmp_path, PrintOptions(edition="compact"), TEXT, **own)
    assert place(file, "Your body likes")[1] == pytest.approx(place(file, "Stop and")[1], abs=15)
    assert any(
        "to your arm or jaw." in line.text for line in file.words() if "You have" in line.text
    )


def test_the_letterhead_follows_signs_that_do_not_fit_below_it() -> None:
    document = Library().compose("it-band-pain-example", clinic="example-clinic").tree
    theme = PrintOptions(edition="large-print", paper="a5").theme()
    first, second, *_ = page_texts(write_pdf(document, theme))
    assert "worse on the next day" in first
    assert "Mill Lane" in second
