"""Cards, booklets, QR codes and letterheads, and content that cannot be laid out."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
import segno
import zxingcpp
from click.testing import CliRunner
from edition_files import (
    VARIANTS,
    BuiltHandout,
    BuiltHandouts,
    bounds,
    entries,
    is_code,
    step_lists,
)
from page_ink import Ink, Picture, Shape, Words, read_file
from pdf_facts import compose, folded, object_bounds, write_pdf
from PIL import Image
from pypdfium2 import raw
from tag_tree import text_by_element

from handout.application import Library
from handout.cli import main
from handout.cli.options import EDITIONS
from handout.document import DocumentTree
from handout.errors import HandoutError, Origin, Problems
from handout.located import Data, as_mapping
from handout.print_options import PrintOptions
from handout.resources import built_in
from handout.session import open_session
from handout.theme import STANDARD
from handout.verify import verify_pdf
from handout.writers.pdf import PdfWriter
from handout.writers.pdf.sheets import CARDS as GRIDS

URL = "https://example.org/entryvideo/"
CARD_VARIANTS = [variant for variant in VARIANTS if variant.startswith("cards")]
BOOKLETS = [variant for variant in VARIANTS if variant.endswith("booklet")]


def test_eight_entries_of_the_compact_edition_take_one_sheet(tmp_path: Path) -> None:
    text = (built_in("content") / "handouts/it-band-pain.yaml").read_text("utf-8")
    (tmp_path / "handouts").mkdir()
    text = text.replace("      - pigeon-pose\n", "").replace("log: {weeks: 4}\n", "")
    (tmp_path / "handouts/eight.yaml").write_text(text, "utf-8")
    file = read_file(write_pdf(compose("eight", tmp_path), PrintOptions(edition="compact").theme()))
    assert len(entries(file)) == 8
    assert len(file.sizes) <= 2


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_the_parts_of_a_card_are_in_order_from_top_to_bottom(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in handouts.all(variant):
        file = built.file
        for entry in entries(file):
            # Those of a later phase say where their steps are.
            steps = next((steps for steps in step_lists(file) if entry in steps[0].above), [])
            parts = [element for element in file.elements if entry in element.above]
            name = next(part for part in parts if part.kind in {"H2", "H3"})
            pictures = [part for part in parts if part.kind == "Figure" and part is not parts[-1]]
            card = built.frame(file.of(name)[0])
            order = [name, *pictures[:1], *steps]
            here = [file.of(part) for part in order if built.frame(file.of(part)[0]) == card]
            tops = [bounds(inks)[3] for inks in here]
            assert tops == sorted(tops, reverse=True), built.handout


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_there_are_cut_marks_wherever_cuts_meet(variant: str, handouts: BuiltHandouts) -> None:
    built = handouts.get("short", variant)
    across, down = GRIDS[built.theme.cards]
    width, height = built.theme.page
    for page in range(built.page_count):
        marks = [ink for ink in built.file.shapes() if ink.page == page and is_cut_mark(built, ink)]
        assert all(mark.mark is None for mark in marks)
        for column in range(across + 1):
            for row in range(down + 1):
                if 0 < column < across or 0 < row < down:
                    x = printable(column * width / across, width)
                    y = printable(row * height / down, height)
                    assert [mark for mark in marks if touches(mark, x, y)], (column, row)


def printable(position: float, length: float) -> float:
    """Return the nearest position that is at least 12 mm from the edges of the sheet."""
    return min(max(position, 12 * 72 / 25.4), length - 12 * 72 / 25.4)


def is_cut_mark(built: BuiltHandout, ink: Ink) -> bool:
    """Return whether ink is a hairline on the edge of a card."""
    across, down = GRIDS[built.theme.cards]
    width, height = built.theme.page[0] / across, built.theme.page[1] / down
    left, bottom, right, top = ink.box
    upright = right - left < 1 and abs(left - round(left / width) * width) < 1
    level = top - bottom < 1 and abs(top - round(top / height) * height) < 1
    return isinstance(ink, Shape) and ink.filled and (upright or level)


def touches(ink: Ink, x: float, y: float) -> bool:
    left, bottom, right, top = ink.box
    return left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1


@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_nothing_crosses_the_edge_of_a_card(variant: str, handouts: BuiltHandouts) -> None:
    for built in handouts.all(variant):
        across, down = GRIDS[built.theme.cards]
        width, height = built.theme.page[0] / across, built.theme.page[1] / down
        # The bounding box of a drawn figure includes space for its widest line.
        inner = built.theme.margin - 6
        for ink in built.file.ink:
            # A drawing is checked as a whole; its lines may be clipped at its edge.
            part = ink.drawn and not isinstance(ink, Picture)
            if part or is_cut_mark(built, ink):
                continue
            left, bottom, right, top = ink.box
            column, row = int((left + right) / 2 // width), int((bottom + top) / 2 // height)
            assert left >= column * width + inner, (built.handout, ink)
            assert right <= (column + 1) * width - inner, (built.handout, ink)
            assert bottom >= row * height + inner, (built.handout, ink)
            assert top <= (row + 1) * height - inner, (built.handout, ink)


def test_a_log_too_tall_for_a_card_continues_on_the_next_back(handouts: BuiltHandouts) -> None:
    assert text_by_element(handouts.get("long", "cards-6").data).count("Week 6") == 24


@pytest.mark.parametrize("variant", BOOKLETS)
def test_the_pages_of_a_folded_booklet_are_in_order(variant: str, handouts: BuiltHandouts) -> None:
    for built in handouts.all(variant):
        width = built.theme.page[0]
        sides: list[list[int | None]] = [[None, None] for _ in range(built.page_count)]
        total = 0
        for line in footers(built):
            found = re.search(r"Page (\d+) of (\d+)", line.text)
            if found:
                sides[line.page][int(line.left // width)] = int(found[1])
                total = int(found[2])
        count = 2 * built.page_count
        assert count % 4 == 0
        assert count - 4 < total <= count
        fronts = [(count - 2 * n, 1 + 2 * n) for n in range(count // 4)]
        expected = [
            side for left, right in fronts for side in ((left, right), (right + 1, left - 1))
        ]
        assert sides == [[page if page <= total else None for page in side] for side in expected], (
            built.handout
        )
        for size in built.file.sizes:
            # A4 landscape.
            assert size == pytest.approx((841.89, 595.28), abs=0.01)


def footers(built: BuiltHandout) -> list[Words]:
    return [ink for ink in built.file.ink if isinstance(ink, Words) and ink.footer]


@pytest.mark.parametrize("variant", [*(f"{name}-a4" for name in EDITIONS), "standard-mono"])
def test_the_qr_code_of_a_video_can_be_scanned(variant: str, handouts: BuiltHandouts) -> None:
    built = handouts.get("mixed", variant)
    document = pypdfium2.PdfDocument(built.data)
    pictures = [page.render(scale=300 / 72).to_pil() for page in document]
    document.close()
    found = [code for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert URL in [code.text for code in found]
    assert {code.ec_level for code in found} == {"M"}


def test_a_qr_code_has_modules_of_the_right_size_and_a_quiet_zone(handouts: BuiltHandouts) -> None:
    built = handouts.get("mixed", "standard-a4")
    codes = [
        [ink for ink in built.file.of(element) if isinstance(ink, Shape)]
        for element in built.file.elements
        if element.kind == "Figure" and is_code(built, element)
    ]
    facts = segno.make_qr(URL, error="m", boost_error=False)
    ground, modules = codes[0]
    side = ground.box[2] - ground.box[0]
    module = side / (facts.symbol_size(border=4)[0])
    assert (ground.colour, modules.colour) == ("#FFFFFF", "#000000")
    borders = [abs(one - other) for one, other in zip(ground.box, modules.box, strict=True)]
    assert borders == pytest.approx([4 * module] * 4, abs=0.05)
    # Phones are known to read modules of 0.4 mm from arm's length.
    assert module >= 0.4 * 72 / 25.4


def test_a_video_address_too_long_for_a_code_is_reported_with_its_file(tmp_path: Path) -> None:
    video = f"https://example.org/{'long/' * 500}"
    for name, text in {
        "exercises/bend": f"name: Bend\nsteps: [Go.]\nvideo: {video}\n",
        "handouts/knee": "title: Knee\nsections: [{entries: [bend]}]\n",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    document = compose("knee", tmp_path)
    with pytest.raises(HandoutError, match="2520 characters does not fit in a QR code") as raised:
        write_pdf(document, STANDARD)
    (problem,) = raised.value.problems
    assert problem.origin
    assert problem.origin.file == str(tmp_path / "exercises/bend.yaml")


HARD = {
    "long-name": f"name: {'Bend your knee ' * 400}\nsteps: [Go.]\n",
    "long-address": f"name: Long\nsteps: [Go.]\nwhy: '[look]({'https://e.org/'}{'a' * 300})'\n",
    "long-step": f"name: Long\nsteps: [Go., {'Bend your knee. ' * 900}]\n",
}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("entry", HARD)
def test_content_too_long_for_a_page_stays_within_the_pages(
    edition: str, entry: str, tmp_path: Path
) -> None:
    theme = PrintOptions(edition=edition).theme()
    data = write_pdf(_handout_of(tmp_path, HARD[entry]), theme)
    assert verify_pdf(data) == []
    width, height = theme.page
    for number, (left, bottom, right, top) in object_bounds(data):
        assert -0.01 <= left <= right <= width + 0.01, number
        assert -0.01 <= bottom <= top <= height + 0.01, number


@pytest.mark.parametrize("edition", EDITIONS)
def test_words_wider_than_a_line_are_broken_with_a_warning_at_their_lines(
    edition: str, tmp_path: Path
) -> None:
    entry = f"name: {'Knee' * 60}\nsteps: [{'bend' * 200}]\n"
    warnings = Problems()
    data = PdfWriter(PrintOptions(edition=edition).theme()).write(
        _handout_of(tmp_path, entry), warnings
    )
    assert verify_pdf(data) == []
    messages = "\n".join(map(str, warnings.in_order()))
    words = "warning: this word is too long for one line and is broken:"
    assert f"hard.yaml:1:7: {words} 'KneeKnee" in messages
    assert f"hard.yaml:2:9: {words} 'bendbend" in messages


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_picture_too_narrow_to_see_is_a_problem_at_its_line(edition: str, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (40, 4000), "teal").save(tmp_path / "images/thin.png")
    entry = "name: Thin\nsteps: [Go.]\npictures: [{image: images/thin.png, alt: A hair}]\n"
    with pytest.raises(HandoutError, match=r"hard\.yaml:3:.*too long and thin"):
        write_pdf(_handout_of(tmp_path, entry), PrintOptions(edition=edition).theme())


def test_a_warning_does_not_repeat_the_name_of_a_patient() -> None:
    library = Library()
    document = library.compose("it-band-pain", patient="Wolfeschlegelsteinhausen" * 8)
    assert not document.problems
    document.pdf()
    (warning,) = document.problems
    assert str(warning).startswith("options:1:1: warning: a word after 'For' is too long")
    assert "Wolfe" not in str(warning)


def _handout_of(folder: Path, entry: str) -> DocumentTree:
    for name in ("exercises", "handouts"):
        (folder / name).mkdir()
    (folder / "exercises/hard.yaml").write_text(entry, "utf-8")
    (folder / "handouts/hard.yaml").write_text("title: T\nsections: [{entries: [hard]}]\n", "utf-8")
    return compose("hard", folder)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return with_letterhead(tmp_path_factory.mktemp("clinic"))


def with_letterhead(folder: Path, *options: str) -> bytes:
    """Return a handout with the letterhead of a clinic, built by the command line."""
    path = folder / "out.pdf"
    target = ("it-band-pain-example", "--clinic", "example-clinic", "-o", str(path))
    result = CliRunner().invoke(main, ["build", *target, *options])
    assert result.exit_code == 0, result.output
    return path.read_bytes()


def test_the_colour_of_a_clinic_is_grey_in_mono(tmp_path: Path) -> None:
    file = read_file(with_letterhead(tmp_path, "--mono"))
    # The logo keeps its own colours.
    for colour in {ink.colour for ink in file.ink if not ink.drawn}:
        assert colour[1:3] == colour[3:5] == colour[5:7], colour


def test_a_clinic_sets_the_accent_colour(letter: bytes) -> None:
    file = read_file(letter)
    colours = {ink.colour for ink in file.ink if not ink.drawn}
    assert "#1F5C3A" in colours
    assert str(STANDARD.colours.accent) not in colours


def test_a_letterhead_is_read_before_the_title(letter: bytes) -> None:
    lines = [folded(line) for line in text_by_element(letter).splitlines()]
    name = "Riverside Physiotherapy (example)"
    assert lines.index(name) < lines.index("Five exercises for IT band pain")


def test_the_footer_of_a_clinic_is_on_each_page(letter: bytes) -> None:
    file = read_file(letter)
    pages = {
        ink.page
        for ink in file.ink
        if isinstance(ink, Words) and "Riverside Physiotherapy is an" in ink.text
    }
    assert pages == set(range(len(file.sizes)))


@pytest.mark.parametrize("variant", ["standard-a4", "compact-a4", "cards-a4", "large-print-a5"])
def test_each_goal_has_a_line_of_its_own(variant: str, tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    goals = "goals: [Dance., Sleep., Cycle.]"
    (tmp_path / "programs/ann.yaml").write_text(f"handout: it-band-pain\n{goals}\n")
    file = read_file(write_pdf(compose("ann", tmp_path), VARIANTS[variant]))
    goal = re.compile(r"Dance\.|Sleep\.|Cycle\.")
    lines = [(words.page, words.baseline) for words in file.words() if goal.search(words.text)]
    assert len(lines) == len(set(lines)) == 3


@pytest.mark.parametrize("variant", ["standard-a4", "standard-letter", "compact-a4"])
def test_short_facts_of_a_visit_go_side_by_side_and_a_long_one_has_its_own_row(
    variant: str, tmp_path: Path
) -> None:
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs/ann.yaml").write_text(
        "handout: it-band-pain\n"
        "patient: {name: Ann, birth_date: 1951-04-03, record: 485}\n"
        "date: 2026-03-02\nnext_visit: 2026-03-16 14:30\n"
        "clinician: {name: Kim Vale, credentials: Musculoskeletal Physiotherapist, phone: '555'}\n"
    )
    file = read_file(write_pdf(compose("ann", tmp_path), VARIANTS[variant]))
    facts = ("For:", "Date of birth:", "Record number:", "Date:", "Next visit:", "Your clinician:")
    found = {words.text.strip(): words for words in file.words() if words.page == 0}
    left, right = found["For:"].left, found["Date of birth:"].left
    places = [(found[fact].left, found[fact].baseline) for fact in facts]
    assert [x for x, _ in places] == [left, right, left, right, left, left]
    heights = [y for _, y in places]
    assert heights[0] == heights[1] > heights[2] == heights[3] > heights[4] > heights[5]
    last = next(words for words in file.words() if "Physiotherapist" in words.text)
    assert last.baseline == heights[5]


@pytest.mark.parametrize("variant", ["cards-a4", "cards-6", "standard-a5", "compact-booklet"])
def test_no_word_of_a_form_is_broken_on_a_narrow_page(variant: str, tmp_path: Path) -> None:
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts/one.yaml").write_text(
        "title: T\nsections: [{entries: [bridge]}]\n", "utf-8"
    )
    problems = Problems()
    session = open_session([tmp_path])
    located = session.store.find_handout("one")
    assert located
    clinician: Data = {"name": "Sam Sample", "credentials": "Physiotherapist"}
    fields = as_mapping({"clinician": clinician}, Origin("rows.csv", 1, 1), problems)
    document = session.composer.target(located, problems, fields)
    assert document
    words = read_file(write_pdf(document, VARIANTS[variant])).words()
    assert [ink for ink in words if "Physiotherapist" in ink.text]


@pytest.mark.parametrize(
    ("variant", "duplex"),
    [
        ("standard-a4", raw.DuplexUndefined),
        ("cards-a4", raw.Simplex),
        ("compact-booklet", raw.DuplexFlipShortEdge),
    ],
)
def test_a_viewer_prints_at_full_size_and_turns_sheets_over_the_right_edge(
    variant: str, duplex: int, handouts: BuiltHandouts
) -> None:
    file = pypdfium2.PdfDocument(handouts.get("short", variant).data)
    assert raw.FPDF_VIEWERREF_GetDuplex(file) == duplex
    assert not raw.FPDF_VIEWERREF_GetPrintScaling(file)
