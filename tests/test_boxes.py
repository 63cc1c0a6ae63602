"""Pagination: nothing is lost, nothing overflows, headings stay with what follows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from handout.writers.pdf.boxes import Box, Page, Rows, Stack
from handout.writers.pdf.pagination import Frames, paginate

HEIGHT = 100.0
FRAMES = Frames(100.0, HEIGHT)


class Lines(Box):
    """Lines of 10 points that can be split between any two."""

    def __init__(self, names: list[str], *, heading: bool = False, together: bool = False) -> None:
        self.names = names
        self.keep_with_next = heading
        self.keep_together = together
        self.space_before = 5.0

    def height(self, width: float) -> float:
        return 10.0 * len(self.names)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        raise AssertionError

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        fitting = int(height // 10)
        if fitting < 1 or self.keep_with_next:
            return None
        return Lines(self.names[:fitting]), Lines(self.names[fitting:])


def names(box: Box) -> list[str]:
    if isinstance(box, Stack):
        return [name for child in box.children for name in names(child)]
    assert isinstance(box, Lines)
    return box.names


boxes = st.lists(
    st.builds(
        lambda count, heading, together: (1 if heading else count, heading, together),
        st.integers(1, 25),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def boxes_of(shapes: list[tuple[int, bool, bool]]) -> list[Box]:
    return [
        Lines([f"{index}.{line}" for line in range(count)], heading=heading, together=together)
        for index, (count, heading, together) in enumerate(shapes)
    ]


@given(boxes)
def test_every_line_is_on_one_page_and_in_order(shapes: list[tuple[int, bool, bool]]) -> None:
    expected = [name for box in boxes_of(shapes) for name in names(box)]
    pages = paginate(boxes_of(shapes), FRAMES)
    assert [name for page in pages for name in names(page)] == expected


def test_there_may_be_more_pages_than_python_has_levels_of_calls() -> None:
    count = 2 * sys.getrecursionlimit()
    assert len(paginate(boxes_of([(10, False, True)] * count), FRAMES)) == count


@given(boxes)
def test_no_page_is_overfull(shapes: list[tuple[int, bool, bool]]) -> None:
    for page in paginate(boxes_of(shapes), FRAMES):
        assert page.height(100) <= HEIGHT


@given(boxes)
def test_a_box_kept_together_is_on_one_page_if_it_fits(
    shapes: list[tuple[int, bool, bool]],
) -> None:
    pages = [set(names(page)) for page in paginate(boxes_of(shapes), FRAMES)]
    for before, box in zip([None, *boxes_of(shapes)], boxes_of(shapes), strict=False):
        headed = before is not None and before.keep_with_next
        if (
            box.keep_together
            and not headed
            and not box.keep_with_next
            and box.height(100) <= HEIGHT
        ):
            assert sum(bool(page & set(names(box))) for page in pages) == 1


@given(boxes)
def test_a_page_ends_with_a_heading_only_if_nothing_else_fits(
    shapes: list[tuple[int, bool, bool]],
) -> None:
    pages = paginate(boxes_of(shapes), FRAMES)
    for page, following in pairwise(pages):
        last = page.children[-1]
        if last.keep_with_next:
            only_headings = all(child.keep_with_next for child in page.children)
            assert only_headings, names(following)


class Divisible(Rows):
    """An entry that stays whole unless dividing it saves a page."""

    def flow(self, width: float) -> Sequence[Box]:
        return (self,)


def test_the_space_that_is_left_is_on_the_last_page() -> None:
    entries = boxes_of([(3, False, True)] * 4)
    assert [len(names(page)) for page in paginate(entries, FRAMES)] == [9, 3]


def test_no_page_before_the_last_is_half_empty_if_others_can_be_less_full() -> None:
    entries = boxes_of([(count, False, True) for count in (6, 3, 3, 8)])
    assert [len(names(page)) for page in paginate(entries, FRAMES)] == [6, 6, 8]


def test_an_entry_continues_in_another_column_only_if_that_saves_a_page() -> None:
    def entry(height: int) -> Box:
        rows = [Lines([f"{height}.{line}"]) for line in range(height)]
        for row in rows:
            row.space_before = 0.0
        return Divisible(rows, space_before=5.0)

    def heights(*entries: int, columns: int = 2) -> list[int]:
        frames = replace(FRAMES, divide=True, columns=columns)
        return [len(names(page)) for page in paginate([*map(entry, entries)], frames)]

    assert heights(6, 6) == [6, 6]
    assert heights(6, 6, 6) == [9, 9]
    assert heights(6, 6, 8, columns=1) == [6, 6, 8]


def test_a_heading_stays_with_an_entry_as_tall_as_the_page() -> None:
    heading, entry = boxes_of([(1, True, False), (10, False, True)])
    first, *_ = paginate([heading, entry], FRAMES)
    assert len(names(first)) > 1


class Pictured(Lines):
    """An entry whose last lines are a picture."""

    def shrunk(self, scale: float) -> Box:
        return Pictured(self.names[: round(len(self.names) * scale)], together=True)


def test_pictures_shrink_to_save_a_page_but_no_further_than_needed() -> None:
    entries = [Pictured([f"{n}.{line}" for line in range(5)], together=True) for n in range(2)]
    (page,) = paginate(entries, replace(FRAMES, min_picture_scale=0.7))
    assert len(names(page)) == 8
    assert len(paginate(entries, replace(FRAMES, min_picture_scale=0.95))) == 2
