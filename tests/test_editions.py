"""Every edition on every paper, judged by what stands in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

import pytest
import verapdf
from edition_files import LOOKS, PHOTO, Built, Shelf, around, entries, step_lists
from msgspec.structs import replace
from page_ink import Element, Ink, Picture, Shape, Words
from pdf_facts import folded, heard
from tag_tree import spoken

from handout import document as doc
from handout.colour import Colour
from handout.inline import Plain, plain_text
from handout.theme import STANDARD, Arrangement
from handout.verify import verify_pdf

HEADINGS = ("H1", "H2", "H3", "H4")


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def builds(shelf: Shelf, look: str) -> list[Built]:
    return shelf.all(look)


def looks_of(*names: str) -> pytest.MarkDecorator:
    """Try a test with the looks whose names begin so."""
    return pytest.mark.parametrize("look", [look for look in LOOKS if look.startswith(names)])


def test_each_file_can_be_read_by_everybody_and_kept(
    builds: list[Built], look: str, tmp_path: Path
) -> None:
    # The mixed handout has each kind of node; the long one tells of pages, once an edition.
    long = [built for built in builds if look.endswith("-a4") and built.handout == "long"]
    for built in (*long, builds[-1]):
        path = tmp_path / f"{built.handout}.pdf"
        path.write_bytes(built.data)
        for profile in ("PDFUA-1", "PDFA-2A"):
            assert verapdf.faults(path, profile) == [], built.handout
    for built in builds:
        assert verify_pdf(built.data) == [], built.handout


def test_what_is_read_is_the_document_whatever_the_layout(builds: list[Built]) -> None:
    for built in builds:
        said = [folded(line) for line in spoken(built.data).splitlines()]
        listed = built.theme.arrangement is Arrangement.LIST
        children = built.document.children
        expected = heard(with_heads_of_days(children) if listed else children)
        assert said == [folded(line) for line in expected], built.handout


def with_heads_of_days(blocks: tuple[doc.Block, ...]) -> tuple[doc.Block, ...]:
    """Return blocks as large print has them: in the glance, days after the word that heads them."""
    return tuple(
        replace(block, children=with_heads_of_days(block.children))
        if isinstance(block, doc.Section)
        else replace(block, rows=(block.rows[0], *map(_with_head_of_days, block.rows[1:])))
        if isinstance(block, doc.Table) and block.kind is doc.TableKind.GLANCE
        else block
        for block in blocks
    )


def _with_head_of_days(row: doc.Row) -> doc.Row:
    name, dose, days = row.cells
    return replace(row, cells=(name, dose, replace(days, content=(Plain("Days: "), *days.content))))


@looks_of("")
def test_words_are_large_enough(look: str, shelf: Shelf) -> None:
    least = {"standard": 10.0, "compact": 10.5, "cards": 10.5, "large-print": 18.0}
    for built in shelf.all(look):
        assert min(words.size for words in built.file.words()) >= least[built.theme.name]


@looks_of("standard")
def test_running_text_of_the_standard_edition_has_12_points(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        sizes = {words.size for element in running(built) for words in said_by(built, element)}
        assert min(sizes) >= 12


@looks_of("large-print")
def test_large_print_has_one_size_of_text_and_two_of_headings(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        for element in built.file.elements:
            if element.kind in HEADINGS:
                sizes = {words.size for words in said_by(built, element)}
                assert sizes == ({22.0} if element.kind == "H1" else {20.0})
        assert {words.size for words in built.file.words()} == {18.0, 20.0, 22.0}
        assert not [words for words in built.file.words() if "Italic" in words.font]


@looks_of("large-print")
def test_lines_of_large_print_are_far_apart_and_begin_at_one_edge(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        half = built.theme.page[0] if built.theme.folded else 10_000
        lines = running_lines(built)
        edges = {round(line[0].left % half) for line in lines}
        # At the margin, and after the number of a step.
        assert len(edges) <= 3
        for line, following in pairwise(lines):
            one = built.file.owner(line[-1]) is built.file.owner(following[0])
            if (
                one
                and line[0].page == following[0].page
                and line[0].baseline > following[0].baseline
            ):
                apart = line[0].baseline - following[0].baseline
                assert apart >= 1.5 * line[0].size - 0.01


def running(built: Built) -> list[Element]:
    """Return the paragraphs and steps that are read as running text."""
    texts = set()
    for block in doc.walk(built.document.children):
        if isinstance(block, doc.Paragraph) and block.role is not doc.Role.SMALL:
            label = f"{block.label}: " if block.label else ""
            texts.add(folded(label + plain_text(block.content)))
        elif isinstance(block, doc.Steps):
            texts |= {folded(plain_text(item.content)) for item in block.items}
    return [
        element
        for element in built.file.elements
        if element.kind in {"P", "LBody"}
        and not element.inside("Callout", "TR")
        and folded("".join(words.text for words in said_by(built, element))) in texts
    ]


def real(shelf: Shelf, look: str) -> list[Built]:
    """Return the handouts of the library; others may have more in one piece than a page holds."""
    return [built for built in shelf.all(look) if built.handout != "mixed"]


def said_by(built: Built, element: Element) -> list[Words]:
    """Return the words of an element itself, in the order in which they are read."""
    inks = (ink for ink in built.file.of(element) if built.file.owner(ink) is element)
    return [ink for ink in inks if isinstance(ink, Words)]


def running_lines(built: Built) -> list[list[Words]]:
    """Return the lines that hold running text, in the order in which they are read."""
    wanted = set(running(built))
    lines: list[list[Words]] = []
    for element in built.file.elements:
        for words in said_by(built, element) if element.kind in {"P", "LBody"} else ():
            before = lines[-1][-1] if lines else None
            # What is set in one paragraph with what came before it goes on in the same line.
            if before and _next_to(before, words):
                lines[-1].append(words)
            else:
                lines.append([words])
    return [line for line in lines if built.file.owner(line[-1]) in wanted]


def _next_to(before: Words, words: Words) -> bool:
    level = before.page == words.page and abs(before.baseline - words.baseline) < 0.1
    return level and -1 < words.left - before.box[2] < words.size


def full_lines(built: Built) -> list[str]:
    """Return the lines of running text after which its paragraph goes on."""
    return [
        folded("".join(words.text for words in line))
        for line, following in pairwise(running_lines(built))
        if built.file.owner(line[-1]) is built.file.owner(following[0])
    ]


@looks_of("")
def test_lines_are_neither_too_short_nor_too_long_to_read(look: str, shelf: Shelf) -> None:
    lengths = [len(line) for built in shelf.all(look) for line in full_lines(built)]
    assert max(lengths) <= 80
    # 124 mm between the margins of A5 are 351 pt; a letter of 18 pt takes 0.47 of its size, 8.5 pt:
    # 41 letters, and there is no smaller large print.
    large_on_a5 = look in {"large-print-a5", "large-print-booklet"}
    assert (40 if large_on_a5 else 45) <= median(lengths) <= 75


def grounds(built: Built) -> Iterator[tuple[Ink, str]]:
    """Yield words and lines to write on or to part things, each with the colour under it."""
    filled: dict[int, list[Ink]] = defaultdict(list)
    for ink in built.file.ink:
        if ink.drawn:
            continue
        under = "#FFFFFF"
        for ground in filled[ink.page]:
            left, bottom, right, top = ground.box
            x, y = (ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2
            if left < x < right and bottom < y < top:
                under = ground.colour
        line = isinstance(ink, Shape) and (not ink.filled or min(_sides(ink)) < 2)
        if isinstance(ink, Words) or line:
            yield ink, under
        # A line is no ground: where two of them cross, both stand on the paper.
        if not isinstance(ink, Words) and not line:
            filled[ink.page].append(ink)


def _sides(ink: Ink) -> tuple[float, float]:
    return ink.box[2] - ink.box[0], ink.box[3] - ink.box[1]


def test_words_and_lines_stand_out_from_what_they_stand_on(builds: list[Built]) -> None:
    for built in builds:
        for ink, under in grounds(built):
            least = 4.5 if isinstance(ink, Words) else 3
            colour, ground = Colour.parse(ink.colour), Colour.parse(under)
            assert colour.contrast(ground) >= least, (ink, under)
            assert colour.as_grey().contrast(ground.as_grey()) >= least, (ink, under)


@looks_of("large-print", "standard-mono", "compact-mono")
def test_no_words_of_large_print_or_mono_stand_on_a_tint(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        badge = STANDARD.colours.accent.as_grey()
        dark = "#FFFFFF" if built.theme.name == "large-print" else str(badge)
        found = {under for ink, under in grounds(built) if isinstance(ink, Words)}
        assert found <= {"#FFFFFF", dark}


@looks_of("standard-mono", "compact-mono")
def test_everything_in_mono_is_a_grey(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        # Drawings that people supply keep their colours, as photos do.
        colours = built.file.forms | {ink.colour for ink in built.file.ink if not ink.drawn}
        for colour in colours:
            assert colour[1:3] == colour[3:5] == colour[5:7], colour


def placed(built: Built) -> list[tuple[Element, tuple[int, int]]]:
    """Return each element that has ink of its own, with the page and column that it begins in."""
    return [
        (element, built.frame(inks[0]))
        for element in built.file.elements
        if (inks := [ink for ink in built.file.of(element) if built.file.owner(ink) is element])
    ]


def test_photos_are_printed_sharp(look: str, shelf: Shelf) -> None:
    file = shelf.get("mixed", look).file
    photos = [ink for ink in file.ink if isinstance(ink, Picture) and ink.pixels]
    assert photos
    for photo in photos:
        left, _, right, _ = photo.box
        # Half a pixel less where a size is rounded.
        enough = 300 * (right - left) / 72 - 0.5
        assert photo.pixels == PHOTO or (photo.pixels and photo.pixels[0] >= enough)


def test_a_heading_stands_with_what_follows_it(builds: list[Built]) -> None:
    for built in builds:
        for (element, frame), (following, next_frame) in pairwise(placed(built)):
            if element.kind in HEADINGS:
                where = (built.handout, folded(said_by(built, element)[0].text), following.kind)
                assert frame == next_frame, where


def test_no_page_begins_or_ends_with_a_step_alone(builds: list[Built]) -> None:
    for built in builds:
        for steps in step_lists(built.file):
            frames = [built.frame(built.file.of(step)[0]) for step in steps]
            counts = [len([*group]) for _, group in groupby(frames)]
            assert len(counts) == 1 or min(counts[0], counts[-1]) >= 2, built.handout


@looks_of("")
def test_pictures_stand_with_the_first_step(look: str, shelf: Shelf) -> None:
    for built in real(shelf, look):
        for entry in entries(built.file):
            lists = [steps for steps in step_lists(built.file) if entry in steps[0].above]
            # A code to scan stands in a block with its address, after the steps.
            figures = [
                element
                for element in built.file.elements
                if element.kind == "Figure"
                and entry in element.above
                and not _is_code(built, element)
            ]
            for steps in lists:
                frame = built.frame(built.file.of(steps[0])[0])
                for figure in figures:
                    beside = built.frame(built.file.of(figure)[0]) == frame
                    assert beside or _height_to_begin(built, entry, steps) > 0.8 * built.room


def _height_to_begin(built: Built, entry: Element, steps: list[Element]) -> float:
    """Return the height of what must stand together: an entry's first place and two steps."""
    inks = built.file.of(entry)
    first = [ink for ink in inks if built.frame(ink) == built.frame(inks[0])]
    boxes = [around(first), *(around(built.file.of(step)) for step in steps[:2])]
    return sum(top - bottom for _, bottom, _, top in boxes)


def _is_code(built: Built, figure: Element) -> bool:
    block = built.file.elements[built.file.elements.index(figure) - 1]
    return block.kind == "P"


@looks_of("standard", "compact")
def test_an_entry_stands_in_one_place_where_it_fits(look: str, shelf: Shelf) -> None:
    for built in shelf.all(look):
        for entry in entries(built.file):
            frames = groupby(built.file.of(entry), built.frame)
            parts = {frame: around([*inks]) for frame, inks in frames}
            height = sum(top - bottom for _, bottom, _, top in parts.values())
            assert len(parts) == 1 or height > 0.9 * built.room, built.handout


@looks_of("standard", "large-print")
def test_no_page_is_left_half_empty_where_more_would_fit(look: str, shelf: Shelf) -> None:
    for built in real(shelf, look):
        theme = built.theme
        room = built.room
        pages: dict[tuple[int, int], list[Ink]] = defaultdict(list)
        for element, _ in placed(built):
            for ink in built.file.of(element):
                if built.file.owner(ink) is element:
                    pages[built.frame(ink)].append(ink)
        for page, following in pairwise(pages.values()):
            used = theme.page[1] - theme.margin_top - around(page)[1]
            if used < room / 2:
                top = theme.page[1] - theme.margin_top
                unit = first_unit(built, following)
                needed = top - around(unit)[1] if unit else room
                assert used + needed > 0.95 * room, (built.handout, page[0].page + 1)


def first_unit(built: Built, inks: list[Ink]) -> list[Ink]:
    """Return what cannot be parted at the top of a page: an entry; in large print, its beginning.

    What is higher than a page, and goes on on the next one, has no such beginning.
    """
    unit: list[Ink] = []
    steps = 0
    listed = built.theme.arrangement is Arrangement.LIST
    whole: Element | None = None
    heads = {element.inside("Sect") for element in built.file.elements if element.kind in _HEADED}
    for ink in inks:
        element = built.file.owner(ink)
        assert element
        around_it = element.inside("Entry", "Table", "Callout")
        if whole and around_it is not whole:
            break
        # What stands before the first entry or table of a section stays with that.
        before = not around_it and element.inside("Sect") in heads
        whole = around_it
        unit.append(ink)
        if element.kind == "Lbl":
            steps += 1
        if listed and element.kind == "LBody" and steps == 2:
            return unit
        if not around_it and not before:
            return unit
    entry = whole is not None and whole.kind == "Entry"
    return [] if listed and entry and len(unit) == len(inks) else unit


_HEADED = ("Entry", "Table")
