"""Rows of pictures and cards keep their sizes and stay within their pages on every paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from edition_files import VARIANTS, entries
from page_ink import Box, Element, File, Picture, Words, read_file
from pdf_facts import compose, folded, write_pdf
from PIL import Image

from handout.errors import RequestError
from handout.print_options import PrintOptions
from handout.theme import Theme
from handout.verify import verify_pdf
from handout.writers.pdf.sheets import CARDS

MM = 72 / 25.4
COUNTS = (2, 3, 4, 5, 6, 9)
SHAPES = {"wide": (90, 60), "upright": (60, 90), "tall": (40, 90)}
HEADING = "Exercises to do each morning before you get up and once more before you go to bed"
PAPERS = [variant for variant in VARIANTS if not variant.endswith("-mono")]
CARD_PAPERS = [variant for variant in PAPERS if variant.startswith("cards")]


def write(folder: Path, entries: dict[str, str], around: str = "", heading: str = "") -> None:
    """Write a handout of some entries, each given by its fields."""
    for name in ("exercises", "handouts", "images"):
        (folder / name).mkdir()
    for name, size in SHAPES.items():
        Image.new("RGB", size, "teal").save(folder / f"images/{name}.png")
    for name, fields in entries.items():
        text = f"name: {name.capitalize()}\nsteps: [Go., Stop.]\n{fields}"
        (folder / f"exercises/{name}.yaml").write_text(text, "utf-8")
    section = f"  - heading: {heading}\n" if heading else "  -\n"
    (folder / "handouts/grids.yaml").write_text(
        f"title: Grids\n{around}sections:\n{section}    entries: [{', '.join(entries)}]\n", "utf-8"
    )


def photos(shapes: list[str], caption: str = "Photo") -> str:
    """Return the field of some pictures."""
    lines = (
        f"  - {{image: images/{shape}.png, alt: Photo, caption: {caption} {number}}}\n"
        for number, shape in enumerate(shapes, 1)
    )
    return "pictures:\n" + "".join(lines)


def frames(theme: Theme, size: tuple[float, float]) -> list[Box]:
    """Return the cards on a side of a sheet, its two booklet pages, or the whole page."""
    across, down = CARDS.get(theme.cards, (2 if theme.folded else 1, 1))
    width, height = size[0] / across, size[1] / down
    return [
        (column * width, row * height, (column + 1) * width, (row + 1) * height)
        for column in range(across)
        for row in range(down)
    ]


def inside(box: Box, frame: Box) -> bool:
    # What a reader measures is rounded.
    left, bottom, right, top = (edge + by for edge, by in zip(frame, (-1, -1, 1, 1), strict=True))
    return left <= box[0] and bottom <= box[1] and box[2] <= right and box[3] <= top


def boxes_seen(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Yield where another reader sees text, photos and drawings."""
    text = page.get_textpage()
    yield from (text.get_rect(index) for index in range(text.count_rects()))
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM]
    yield from (thing.get_bounds() for thing in page.get_objects(kinds, max_depth=1))


@pytest.mark.parametrize("variant", PAPERS)
def test_everything_is_within_its_page_or_card(variant: str, tmp_path: Path) -> None:
    drawn = "  - {figure: clamshell, panel: start, alt: A person lies on one side}\n"
    write(
        tmp_path,
        {
            "six": f"dosage: {{reps: 10, per_day: 2}}\n{photos(['wide'] * 6)}",
            "mixed": f"dosage: {{per_day: 4}}\n{photos(['wide', 'upright', 'tall'])}{drawn}",
            "wordy": photos(["wide", "tall"], "Straighten thumbs/forefingers-and-wrists"),
            "step-by-step": f"start: {HEADING}\nwhy: {HEADING}\n",
        },
        "intro: Breathe.\nlog: {weeks: 6}\n",
        HEADING,
    )
    theme = VARIANTS[variant]
    file = pypdfium2.PdfDocument(write_pdf(compose("grids", tmp_path), theme))
    seen = [(page.get_size(), box) for page in file for box in boxes_seen(page)]
    assert len(seen) > 50
    assert [
        box for size, box in seen if not any(inside(box, each) for each in frames(theme, size))
    ] == []
    file.close()


def pictures_of(file: File, entry: Element) -> list[Picture]:
    """Return the pictures of an entry in reading order."""
    return [ink for ink in file.of(entry) if isinstance(ink, Picture)]


def rows_of(pictures: list[Picture], areas: list[Box]) -> list[list[Picture]]:
    """Return pictures by row: those that end at the same height on a page or card."""

    def place(ink: Picture) -> tuple[int, list[bool], int]:
        return ink.page, [inside(ink.box, area) for area in areas], round(ink.box[1])

    return [[*row] for _, row in groupby(pictures, place)]


@pytest.mark.parametrize("variant", PAPERS)
def test_pictures_wrap_in_even_rows_and_are_large_enough(variant: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            f"{shape}-{count}": photos([shape] * count)
            for shape in ("wide", "upright")
            for count in COUNTS
        },
    )
    theme = VARIANTS[variant]
    least = (27 if theme.name in {"compact", "cards"} else 35) * MM
    file = read_file(write_pdf(compose("grids", tmp_path), theme))
    for entry, count in zip(entries(file), COUNTS * 2, strict=True):
        pictures = pictures_of(file, entry)
        assert len(pictures) == count
        for left, bottom, right, top in (picture.box for picture in pictures):
            assert right - left > least - 0.1 or top - bottom > 1.5 * least - 0.1
        counts = [len(row) for row in rows_of(pictures, frames(theme, file.sizes[0]))]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] - counts[-1] <= 1


@pytest.mark.parametrize("variant", ["standard-a4", "compact-a4", "cards-a4", "large-print-a5"])
def test_captions_of_pictures_side_by_side_are_on_one_line(variant: str, tmp_path: Path) -> None:
    panels = (
        f"  - {{figure: {figure}, panel: {panel}, alt: A person, caption: {panel}}}\n"
        for figure, panel in (("chin-tuck", "start"), ("single-leg-deadlift", "end"))
    )
    write(tmp_path, {"fold": "pictures:\n" + "".join(panels)})
    file = read_file(write_pdf(compose("grids", tmp_path), VARIANTS[variant]))
    (entry,) = entries(file)
    one, other = pictures_of(file, entry)
    assert one.box[2] <= other.box[0]
    assert one.box[3] - one.box[1] != pytest.approx(other.box[3] - other.box[1], abs=1)
    captions = [file.of(element)[0] for element in file.elements if element.kind == "Caption"]
    start, end = (
        ink for ink in captions if isinstance(ink, Words) and ink.text in {"start", "end"}
    )
    assert start.baseline == pytest.approx(end.baseline)
    assert start.baseline < min(one.box[1], other.box[1])


@pytest.mark.parametrize("variant", ["standard-a4", "large-print-a5"])
def test_what_was_changed_for_the_patient_is_marked_in_the_glance(variant: str) -> None:
    file = read_file(write_pdf(compose("it-band-pain-example"), VARIANTS[variant]))
    names = [
        folded("".join(ink.text for ink in file.of(element) if isinstance(ink, Words)))
        for element in file.elements
        if element.kind == "TH" and file.of(element)
    ]
    marked = [name for name in names if name.endswith("· For you")]
    # A changed dosage and an added exercise.
    assert marked == ["2. Clamshell · For you", "5. Wall sit · For you"]


def card_texts(file: File, theme: Theme) -> list[str]:
    """Return the words on each side of each card that has any."""
    sides = [
        " ".join(
            words.text for words in file.words() if words.page == page and inside(words.box, frame)
        )
        for page, size in enumerate(file.sizes)
        for frame in frames(theme, size)
    ]
    return [folded(side) for side in sides if side]


@pytest.mark.parametrize("variant", CARD_PAPERS)
def test_every_card_of_an_entry_bears_its_number_and_name(variant: str, tmp_path: Path) -> None:
    cautions = ", ".join(["Keep your back flat and your chin in from the start to the end."] * 40)
    write(
        tmp_path,
        {
            "bend": f"cautions: [{cautions}]\n",
            "reach": "dosage: {per_day: 4}\n",
        },
        "log: {weeks: 20}\n",
    )
    theme = VARIANTS[variant]
    sides = card_texts(read_file(write_pdf(compose("grids", tmp_path), theme)), theme)
    assert [side for side in sides if not re.search(r"1\.? Bend|2\.? Reach", side)] == []
    assert [side for side in sides if re.search(r"1\. Bend \(2 of \d+\)", side)]
    assert [side for side in sides if re.search(r"2\. Reach \(2 of \d+\)", side)]


def test_what_introduces_a_section_is_on_the_card_of_its_first_entry(tmp_path: Path) -> None:
    write(tmp_path, {"bend": ""}, "intro: Two words.\n", "Morning\n    intro: Do these on waking.")
    theme = VARIANTS["cards-a4"]
    sides = card_texts(read_file(write_pdf(compose("grids", tmp_path), theme)), theme)
    (card,) = (side for side in sides if "Morning" in side)
    assert "Do these on waking." in card
    assert "Bend" in card


def test_no_card_has_only_a_heading(tmp_path: Path) -> None:
    write(tmp_path, {"bend": ""}, "", "Morning")
    theme = VARIANTS["cards-a4"]
    sides = card_texts(read_file(write_pdf(compose("grids", tmp_path), theme)), theme)
    front = next(side for side in sides if "Grids" in side)
    assert "Morning" in front
    assert "Stop." in front


def test_a_sheet_of_a5_takes_two_cards() -> None:
    assert PrintOptions(edition="cards", paper="a5").theme().cards == 2
    for cards in (4, 6):
        with pytest.raises(RequestError, match="a sheet of a5 takes at most 2 cards"):
            PrintOptions(edition="cards", paper="a5", cards=cards).theme()


@pytest.mark.parametrize("variant", PAPERS)
def test_a_name_is_on_each_page_and_each_side_of_a_card_only_if_asked(
    variant: str, tmp_path: Path
) -> None:
    write(tmp_path, {"bend": "", "reach": ""}, "log: {weeks: 20}\nintro: Two words.\n")
    (tmp_path / "programs").mkdir()
    for asked in ("yes", "no"):
        (tmp_path / f"programs/{asked}.yaml").write_text(
            f"handout: grids\npatient: {{name: Zelda Quick}}\nname_on_pages: {asked}\n"
        )
    theme = VARIANTS[variant]
    data = write_pdf(compose("yes", tmp_path), theme)
    sides = card_texts(read_file(data), theme)
    assert [side for side in sides if "Zelda Quick" not in side] == []
    assert verify_pdf(data) == []
    plain = card_texts(read_file(write_pdf(compose("no", tmp_path), theme)), theme)
    assert len([side for side in plain if "Zelda Quick" in side]) == 1
