"""Every edition on every paper, tested by the content of the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from math import inf
from pathlib import Path
from statistics import median

import pytest
import verapdf
from edition_files import (
    PHOTO,
    VARIANTS,
    BuiltHandout,
    BuiltHandouts,
    bounds,
    entries,
    is_code,
    step_lists,
)
from msgspec.structs import replace
from page_ink import Element, Ink, Picture, Shape, Words
from pdf_facts import folded, lines_by_element, without_dots
from tag_tree import text_by_element

from handout import document as doc
from handout.colour import Colour
from handout.document.traversal import walk
from handout.inline import Plain, plain_text
from handout.theme import STANDARD, Arrangement
from handout.verify import verify_pdf

HEADINGS = ("H1", "H2", "H3", "H4")


@pytest.fixture(params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def builds(handouts: BuiltHandouts, variant: str) -> list[BuiltHandout]:
    return handouts.all(variant)


def for_variants(*names: str) -> pytest.MarkDecorator:
    """Parametrise a test with the variants whose names start with any of these."""
    return pytest.mark.parametrize(
        "variant", [variant for variant in VARIANTS if variant.startswith(names)]
    )


def test_each_file_is_accessible_and_archival(
    builds: list[BuiltHandout], variant: str, tmp_path: Path
) -> None:
    # The mixed handout has every kind of node; the long one, once per edition, many pages.
    long = [built for built in builds if variant.endswith("-a4") and built.handout == "long"]
    for built in (*long, builds[-1]):
        assert verapdf.faults(built.data, tmp_path) == [], built.handout
    for built in builds:
        assert verify_pdf(built.data) == [], built.handout


def test_the_tagged_text_is_that_of_the_document_in_any_layout(builds: list[BuiltHandout]) -> None:
    for built in builds:
        found = [bare(line) for line in text_by_element(built.data).splitlines()]
        lists = {doc.TableKind.GLANCE} if built.theme.arrangement is Arrangement.LIST else set()
        # A table becomes a list of its rows wherever its columns have no room.
        lists |= {kind for kind, head in _HEADS.items() if head not in found}
        expected = lines_by_element(with_heads_in_cells(built.document.children, lists))
        assert found == [bare(line) for line in expected], built.handout


_HEADS = {doc.TableKind.PLAIN: "What blockcolumntwo", doc.TableKind.SCHEDULE: "Time"}
"""A head of each table of the handout with every block."""


def bare(line: str) -> str:
    """Return a line without what is around it when it is set run-in, and without page numbers.

    Whether these are true is tested with the phases.
    """
    line = re.sub(r"^(The steps are) (?:on page|under number) [0-9]+", r"\1 elsewhere", line)
    return folded(without_dots(f"{folded(line)} ")).removesuffix(":")


def with_heads_in_cells(
    blocks: tuple[doc.Block, ...], lists: set[doc.TableKind]
) -> tuple[doc.Block, ...]:
    """Return blocks with tables of some kinds as lists, each cell after its column header."""
    return tuple(
        replace(block, children=with_heads_in_cells(block.children, lists))
        if isinstance(block, doc.Section)
        else replace(block, rows=tuple(_with_heads(row, block) for row in block.rows[1:]))
        if isinstance(block, doc.Table) and block.kind in lists
        else block
        for block in blocks
    )


def _with_heads(row: doc.Row, table: doc.Table) -> doc.Row:
    # The names of entries stand alone.
    named = 1 if table.kind is doc.TableKind.GLANCE else 0
    labels = [plain_text(cell.content) for cell in table.rows[0].cells[named:]]
    labelled = (
        replace(cell, content=(Plain(f"{label}: "), *cell.content))
        for label, cell in zip(labels, row.cells[named:], strict=True)
    )
    return replace(row, cells=(*row.cells[:named], *labelled))


@for_variants("")
def test_text_is_large_enough(variant: str, handouts: BuiltHandouts) -> None:
    least = {"standard": 10.0, "compact": 10.5, "cards": 10.5, "large-print": 18.0}
    for built in handouts.all(variant):
        assert min(words.size for words in built.file.words()) >= least[built.theme.name]


@for_variants("standard")
def test_body_text_of_the_standard_edition_is_12_points(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in handouts.all(variant):
        sizes = {words.size for element in running(built) for words in said_by(built, element)}
        assert min(sizes) >= 12


@for_variants("large-print")
def test_large_print_has_one_size_of_text_and_two_of_headings(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in handouts.all(variant):
        for element in built.file.elements:
            if element.kind in HEADINGS:
                sizes = {words.size for words in said_by(built, element)}
                assert sizes == ({22.0} if element.kind == "H1" else {20.0})
        assert {words.size for words in built.file.words()} == {18.0, 20.0, 22.0}
        assert not [words for words in built.file.words() if "Italic" in words.font]


@for_variants("large-print")
def test_large_print_has_wide_leading_and_one_left_edge(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in handouts.all(variant):
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


def running(built: BuiltHandout) -> list[Element]:
    """Return the paragraphs and steps of body text."""
    texts = set()
    for block in walk(built.document.children):
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


def real(handouts: BuiltHandouts, variant: str) -> list[BuiltHandout]:
    """Return realistic handouts; two have an entry that is taller than a small page."""
    tall = {"mixed", "every-block"}
    return [built for built in handouts.all(variant) if built.handout not in tall]


def said_by(built: BuiltHandout, element: Element) -> list[Words]:
    """Return the text of an element itself, in reading order."""
    inks = (ink for ink in built.file.of(element) if built.file.owner(ink) is element)
    return [ink for ink in inks if isinstance(ink, Words)]


def running_lines(built: BuiltHandout) -> list[list[Words]]:
    """Return the lines of body text in reading order."""
    wanted = set(running(built))
    lines: list[list[Words]] = []
    for element in built.file.elements:
        for words in said_by(built, element) if element.kind in {"P", "LBody"} else ():
            before = lines[-1][-1] if lines else None
            # Run-in text continues the line of the text before it.
            if before and _next_to(before, words):
                lines[-1].append(words)
            else:
                lines.append([words])
    return [line for line in lines if built.file.owner(line[-1]) in wanted]


def _next_to(before: Words, words: Words) -> bool:
    level = before.page == words.page and abs(before.baseline - words.baseline) < 0.1
    return level and -1 < words.left - before.box[2] < words.size


def full_lines(built: BuiltHandout) -> list[str]:
    """Return the lines of body text after which their paragraph continues."""
    return [
        folded("".join(words.text for words in line))
        for line, following in pairwise(running_lines(built))
        if built.file.owner(line[-1]) is built.file.owner(following[0])
    ]


@for_variants("")
def test_lines_have_a_readable_length(variant: str, handouts: BuiltHandouts) -> None:
    lengths = [len(line) for built in handouts.all(variant) for line in full_lines(built)]
    assert max(lengths) <= 80
    # A5 leaves 124 mm or 351 pt between the margins, enough for 41 letters of 18 pt at 0.47 em.
    # Large print has no smaller size.
    large_on_a5 = variant in {"large-print-a5", "large-print-booklet"}
    assert (40 if large_on_a5 else 45) <= median(lengths) <= 75


def grounds(built: BuiltHandout) -> Iterator[tuple[Ink, str]]:
    """Yield text and rules, each with the colour behind it."""
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
        # A rule is not a background: where two rules cross, both are on the paper.
        if not isinstance(ink, Words) and not line:
            filled[ink.page].append(ink)


def _sides(ink: Ink) -> tuple[float, float]:
    return ink.box[2] - ink.box[0], ink.box[3] - ink.box[1]


def test_text_and_rules_contrast_with_their_background(builds: list[BuiltHandout]) -> None:
    for built in builds:
        for ink, under in grounds(built):
            least = 4.5 if isinstance(ink, Words) else 3
            colour, ground = Colour.parse(ink.colour), Colour.parse(under)
            assert colour.contrast(ground) >= least, (ink, under)
            assert colour.as_grey().contrast(ground.as_grey()) >= least, (ink, under)


@for_variants("large-print", "standard-mono", "compact-mono")
def test_large_print_and_mono_have_no_text_on_a_tint(variant: str, handouts: BuiltHandouts) -> None:
    for built in handouts.all(variant):
        badge = STANDARD.colours.accent.as_grey()
        dark = "#FFFFFF" if built.theme.name == "large-print" else str(badge)
        found = {under for ink, under in grounds(built) if isinstance(ink, Words)}
        assert found <= {"#FFFFFF", dark}


@for_variants("standard-mono", "compact-mono")
def test_everything_in_mono_is_a_grey(variant: str, handouts: BuiltHandouts) -> None:
    for built in handouts.all(variant):
        # Drawings supplied by users keep their colours, as photos do.
        colours = built.file.forms | {ink.colour for ink in built.file.ink if not ink.drawn}
        for colour in colours:
            assert colour[1:3] == colour[3:5] == colour[5:7], colour


def placed(built: BuiltHandout) -> list[tuple[Element, tuple[int, int]]]:
    """Return each element with ink of its own, and the page and column where it starts."""
    return [
        (element, built.frame(inks[0]))
        for element in built.file.elements
        if (inks := [ink for ink in built.file.of(element) if built.file.owner(ink) is element])
    ]


def test_photos_have_print_resolution(variant: str, handouts: BuiltHandouts) -> None:
    file = handouts.get("mixed", variant).file
    photos = [ink for ink in file.ink if isinstance(ink, Picture) and ink.pixels]
    assert photos
    for photo in photos:
        left, _, right, _ = photo.box
        # Sizes are rounded to whole pixels.
        enough = 300 * (right - left) / 72 - 0.5
        assert photo.pixels == PHOTO or (photo.pixels and photo.pixels[0] >= enough)


def test_a_heading_is_on_the_same_page_as_what_follows(builds: list[BuiltHandout]) -> None:
    for built in builds:
        for (element, frame), (following, next_frame) in pairwise(placed(built)):
            if element.kind in HEADINGS:
                where = (built.handout, folded(said_by(built, element)[0].text), following.kind)
                # The title is above both columns.
                aligned = element.kind == "H1" and frame[0] == next_frame[0]
                assert aligned or frame == next_frame, where


def test_no_page_starts_or_ends_with_a_single_step(builds: list[BuiltHandout]) -> None:
    for built in builds:
        for steps in step_lists(built.file):
            frames = [built.frame(built.file.of(step)[0]) for step in steps]
            counts = [len([*group]) for _, group in groupby(frames)]
            assert len(counts) == 1 or min(counts[0], counts[-1]) >= 2, built.handout


@for_variants("")
def test_pictures_are_on_the_same_page_as_the_first_step(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in real(handouts, variant):
        for entry in entries(built.file):
            lists = [steps for steps in step_lists(built.file) if entry in steps[0].above]
            # The QR code of a video comes after the steps, with its link.
            figures = [
                element
                for element in built.file.elements
                if element.kind == "Figure"
                and entry in element.above
                and not is_code(built, element)
            ]
            for steps in lists:
                frame = built.frame(built.file.of(steps[0])[0])
                for figure in figures:
                    beside = built.frame(built.file.of(figure)[0]) == frame
                    assert (
                        beside or _height_to_begin(built, entry, steps) > 0.8 * built.content_height
                    )


def _height_to_begin(built: BuiltHandout, entry: Element, steps: list[Element]) -> float:
    """Return the height of what must stay together: the start of an entry and two steps."""
    inks = built.file.of(entry)
    first = [ink for ink in inks if built.frame(ink) == built.frame(inks[0])]
    boxes = [bounds(first), *(bounds(built.file.of(step)) for step in steps[:2])]
    return sum(top - bottom for _, bottom, _, top in boxes)


@for_variants("standard")
def test_an_entry_that_fits_is_not_split(variant: str, handouts: BuiltHandouts) -> None:
    for built in handouts.all(variant):
        for entry in entries(built.file):
            parts: dict[tuple[int, int], list[Ink]] = defaultdict(list)
            for ink in built.file.of(entry):
                parts[built.frame(ink)].append(ink)
            boxes = [bounds(inks) for inks in parts.values()]
            height = sum(top - bottom for _, bottom, _, top in boxes)
            above = [ink for ink in introduction(built, entry) if built.frame(ink) in parts]
            height += bounds(above)[3] - bounds(above)[1] if above else 0
            assert len(parts) == 1 or height > 0.9 * built.content_height, built.handout


def introduction(built: BuiltHandout, entry: Element) -> list[Ink]:
    """Return what precedes the first entry of a section, which stays with it."""
    section = entry.inside("Sect")
    within = [element for element in built.file.elements if element.above[-1:] == (section,)]
    first = next(element for element in within if element.kind == "Entry")
    before = within[: within.index(first)] if section and entry is first else []
    return [ink for element in before for ink in built.file.of(element)]


@for_variants("standard", "large-print")
def test_no_page_is_half_empty_if_the_next_block_would_fit(
    variant: str, handouts: BuiltHandouts
) -> None:
    for built in real(handouts, variant):
        theme = built.theme
        available = built.content_height
        pages: dict[tuple[int, int], list[Ink]] = defaultdict(list)
        for element, _ in placed(built):
            for ink in built.file.of(element):
                if built.file.owner(ink) is element:
                    pages[built.frame(ink)].append(ink)
        # With the boxes to tick, which belong to no element.
        lowest: dict[tuple[int, int], float] = defaultdict(lambda: inf)
        for ink in built.file.ink:
            if not ink.footer:
                lowest[built.frame(ink)] = min(lowest[built.frame(ink)], ink.box[1])
        for page, following in pairwise(pages.values()):
            used = theme.page[1] - theme.margin_top - lowest[built.frame(page[0])]
            if used < available / 2:
                top = theme.page[1] - theme.margin_top
                unit = first_unit(built, following)
                needed = top - bounds(unit)[1] if unit else available
                # A section has space above it, except at the top of a page.
                starts = built.file.owner(following[0])
                if starts and starts.kind in HEADINGS and not starts.inside("Entry"):
                    needed += theme.styles.section.space_before
                assert used + needed > 0.95 * available, (built.handout, page[0].page + 1)


def first_unit(built: BuiltHandout, inks: list[Ink]) -> list[Ink]:
    """Return the unbreakable content at the top of a page: an entry, or in large print its start.

    The rest of something taller than a page has no such start.
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
        # What precedes the first entry or table of a section stays with it.
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
