"""Where boxes break: nothing is lost, nothing overflows, headings stay with what follows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from handout.writers.pdf.boxes import Box, Page, Stack
from handout.writers.pdf.pagination import Frames, paginate

HEIGHT = 100.0
FRAMES = Frames(100.0, HEIGHT)


class Lines(Box):
    """Some lines of 10 points that can be split between any two."""

    def __init__(self, names: list[str], *, heading: bool = False, whole: bool = False) -> None:
        self.names = names
        self.keep_with_next = heading
        self.whole = whole
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
        lambda count, heading, whole: (1 if heading else count, heading, whole),
        st.integers(1, 25),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def made(shapes: list[tuple[int, bool, bool]]) -> list[Box]:
    return [
        Lines([f"{index}.{line}" for line in range(count)], heading=heading, whole=whole)
        for index, (count, heading, whole) in enumerate(shapes)
    ]


@given(boxes)
def test_pages_hold_every_line_once_and_in_order(shapes: list[tuple[int, bool, bool]]) -> None:
    expected = [name for box in made(shapes) for name in names(box)]
    pages = paginate(made(shapes), FRAMES)
    assert [name for page in pages for name in names(page)] == expected


@given(boxes)
def test_no_page_is_higher_than_the_paper(shapes: list[tuple[int, bool, bool]]) -> None:
    for page in paginate(made(shapes), FRAMES):
        assert page.height(100) <= HEIGHT


@given(boxes)
def test_a_whole_box_that_fits_on_a_page_stands_on_one(
    shapes: list[tuple[int, bool, bool]],
) -> None:
    pages = [set(names(page)) for page in paginate(made(shapes), FRAMES)]
    for before, box in zip([None, *made(shapes)], made(shapes), strict=False):
        headed = before is not None and before.keep_with_next
        if box.whole and not headed and not box.keep_with_next and box.height(100) <= HEIGHT:
            assert sum(bool(page & set(names(box))) for page in pages) == 1


@given(boxes)
def test_a_page_ends_with_a_heading_only_where_nothing_else_fits(
    shapes: list[tuple[int, bool, bool]],
) -> None:
    pages = paginate(made(shapes), FRAMES)
    for page, following in pairwise(pages):
        last = page.children[-1]
        if last.keep_with_next:
            only_headings = all(child.keep_with_next for child in page.children)
            assert only_headings, names(following)


def test_entries_are_shared_out_evenly_where_no_page_is_saved_by_filling_one() -> None:
    entries = made([(3, False, True)] * 4)
    assert [len(names(page)) for page in paginate(entries, FRAMES)] == [6, 6]


def test_a_heading_goes_with_an_entry_as_high_as_the_page() -> None:
    heading, entry = made([(1, True, False), (10, False, True)])
    first, *_ = paginate([heading, entry], FRAMES)
    assert len(names(first)) > 1


class Pictured(Lines):
    """An entry whose last lines are a picture."""

    def shrunk(self, scale: float) -> Box:
        return Pictured(self.names[: round(len(self.names) * scale)], whole=True)


def test_pictures_shrink_before_a_page_is_begun_for_them_and_no_further_than_needed() -> None:
    entries = [Pictured([f"{n}.{line}" for line in range(5)], whole=True) for n in range(2)]
    (page,) = paginate(entries, FRAMES, 0.7)
    assert len(names(page)) == 8
    assert len(paginate(entries, FRAMES, 0.95)) == 2
