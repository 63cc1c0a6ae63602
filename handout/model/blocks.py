"""Blocks: what a handout contains besides entries, such as a table or a list of what not to do.

Each block is a mapping with one key that says what it is. `BLOCKS` holds their records by that key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final, Self

from msgspec import Struct, field

from handout.decoding import Given, GrammarError
from handout.errors import Origin, Problem, Problems
from handout.located import Node, Sequence, Text, is_empty
from handout.model.entry import Picture, Step
from handout.shapes import AnyText, ListOf, Shape


class Texts(Struct, frozen=True):
    """One text, or a list of several."""

    items: tuple[Text, ...]

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of a text, and of a list of texts."""
        return AnyText(), ListOf(AnyText())

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a text, or a list of texts."""
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = tuple(item for item in items if isinstance(item, Text) and not is_empty(item))
        if texts and len(texts) == len(items):
            return cls(texts)
        problems.error(
            "this must be a text, or a list of texts", node.origin, "put quotes around it"
        )
        return None


class Block(Struct, frozen=True, kw_only=True):
    """The base of all blocks."""

    origin: Given[Origin]
    label: Text | None = None
    """A small heading above it."""


class TextBlock(Block, frozen=True, kw_only=True):
    """Paragraphs."""

    text: Text
    """The text; empty lines separate paragraphs."""


class PointsBlock(Block, frozen=True, kw_only=True):
    """A bulleted list."""

    points: tuple[Text, ...]
    """The points, a line each."""


class StepsBlock(Block, frozen=True, kw_only=True):
    """A numbered list of what to do."""

    steps: tuple[Step, ...]
    """The steps, in order."""


class DoDontFields(Struct, frozen=True, kw_only=True):
    """What to do, and what not to do."""

    origin: Given[Origin]
    ELSEWHERE: ClassVar = {"label": "write 'label' beside 'do_dont', not in it"}
    do: tuple[Text, ...] = ()
    """What to do."""
    dont: tuple[Text, ...] = ()
    """What not to do."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if both lists are empty."""
        if not (self.do or self.dont):
            hint = "write {do: […], dont: […]}"
            yield Problem("there is nothing to do or not to do here", self.origin, hint)


class DoDontBlock(Block, frozen=True, kw_only=True):
    """What to do beside what not to do."""

    do_dont: DoDontFields
    """Two lists: `{do: […], dont: […]}`."""


class Cells(Struct, frozen=True):
    """A row of a table; an empty cell is left blank for handwriting."""

    origin: Origin
    texts: tuple[Text, ...]

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shape of a list of texts, which may be empty."""
        return (ListOf(AnyText(may_be_empty=True)),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a list of texts, which may be empty."""
        if isinstance(node, Sequence) and all(isinstance(item, Text) for item in node.items):
            return cls(node.origin, tuple(item for item in node.items if isinstance(item, Text)))
        hint = "write a list with a text for each column: [8 am, Hand exercises]"
        problems.error("a row must be a list of texts", node.origin, hint)
        return None


class TableFields(Struct, frozen=True, kw_only=True):
    """A table of texts."""

    origin: Given[Origin]
    ELSEWHERE: ClassVar = {"label": "write 'label' beside 'table', not in it"}
    columns: tuple[Text, ...]
    """The heading of each column."""
    rows: tuple[Cells, ...]
    """The rows, each a list of texts; an empty text (`''`) is left blank for handwriting."""
    caption: Text | None = None
    """A line above the table."""

    @property
    def is_complete(self) -> bool:
        """Whether there are rows, each with a text for each column."""
        return bool(self.columns and self.rows) and all(
            len(row.texts) == len(self.columns) for row in self.rows
        )

    def check(self) -> Iterator[Problem]:
        """Yield a problem for each row that has not a text for each column."""
        for row in self.rows:
            texts, columns = len(row.texts), len(self.columns)
            if texts != columns:
                message = f"a row needs a text for each column: {columns}, not {texts}"
                hint = (
                    "write '' for a cell that stays empty"
                    if texts < columns
                    else "put quotes around a text with a comma: 'On, all day'"
                )
                yield Problem(message, row.origin, hint)


class TableBlock(Block, frozen=True, kw_only=True):
    """A table."""

    table: TableFields
    """Its columns and rows: `{columns: […], rows: [[…], […]]}`."""


class ScheduleTime(Struct, frozen=True, kw_only=True):
    """A time of the day, and what to do then."""

    origin: Given[Origin]
    time: Texts
    """When: `8 am`, or several times: `[10 am, noon]`."""
    do: Text | None = None
    """What to do, in words."""
    entries: tuple[Text, ...] = ()
    """Ids of entries of this handout to do then; they are shown with their pictures."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if there is nothing to do."""
        if not (self.do or self.entries):
            hint = "write 'do: …' or 'entries: […]'"
            yield Problem("there is nothing to do at this time", self.origin, hint)


class ScheduleBlock(Block, frozen=True, kw_only=True):
    """A day by the clock."""

    schedule: tuple[ScheduleTime, ...]
    """The times of the day: `[{time: 8 am, do: Hand exercises}]`."""


class Width(StrEnum):
    """How much of the page a picture takes."""

    FULL = "full"
    HALF = "half"
    THIRD = "third"


class BlockPicture(Picture, frozen=True, kw_only=True):
    """A picture that stands by itself."""

    width: Width | None = None
    """`full`, `half` or `third` of the width of the page; as large as fits well by default."""


class PictureBlock(Block, frozen=True, kw_only=True):
    """A picture."""

    picture: BlockPicture
    """The picture: `{image: …, alt: …}`."""


class PicturesBlock(Block, frozen=True, kw_only=True):
    """Pictures side by side."""

    pictures: tuple[Picture, ...]
    """The pictures, each with its alternative text and a caption."""


class BoxKind(StrEnum):
    """The purpose of a box."""

    INFO = "info"
    TIP = "tip"
    CAUTION = "caution"
    STOP = "stop"


class BoxFields(Struct, frozen=True, kw_only=True):
    """A text that stands out."""

    origin: Given[Origin]
    ELSEWHERE: ClassVar = {"label": "write 'label' beside 'box', not in it"}
    kind: BoxKind = BoxKind.INFO
    """`info`, `tip`, `caution` or `stop`."""
    heading: Text | None = None
    """Its heading; by default, what its kind is called."""
    text: Text | None = None
    """Its text; empty lines separate paragraphs."""
    points: tuple[Text, ...] = ()
    """Points below the text."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem if the box is empty."""
        if not (self.text or self.points):
            yield Problem("the box is empty", self.origin, "write 'text: …' or 'points: […]'")


class BoxBlock(Block, frozen=True, kw_only=True):
    """A box that stands out from the text."""

    box: BoxFields
    """Its kind and what it says: `{kind: caution, text: …}`."""


class ScaleKind(StrEnum):
    """What a scale measures."""

    PAIN = "pain"
    EFFORT = "effort"


class Score(Struct, frozen=True):
    """A whole number on a scale from 0 to 10: '3', '10'."""

    value: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a number from 0 to 10."""
        if text not in {str(score) for score in range(11)}:
            raise GrammarError(f"must be a number from 0 to 10, not '{text}'", "write 3")
        return cls(int(text))


class Zone(Struct, frozen=True, kw_only=True):
    """A part of a scale and what it means."""

    origin: Given[Origin]
    to: Score
    """The last number of the zone; it begins after the zone before it."""
    means: Text
    """What to do at these numbers."""


class ScaleBlock(Block, frozen=True, kw_only=True):
    """A scale from 0 to 10."""

    scale: ScaleKind
    """`pain` or `effort`."""
    zones: tuple[Zone, ...] = ()
    """What parts of the scale mean, from 0 on: `[{to: 3, means: You can go on.}]`."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem for each zone that does not end after the one before it."""
        before = -1
        for zone in self.zones:
            if zone.to.value <= before:
                message = f"this zone ends at {zone.to.value}, but the one before it at {before}"
                yield Problem(message, zone.origin, "write the zones in the order of the scale")
            before = zone.to.value


class TrafficLightFields(Struct, frozen=True, kw_only=True):
    """What to do at green, amber and red."""

    origin: Given[Origin]
    ELSEWHERE: ClassVar = {"label": "write 'label' beside 'traffic_light', not in it"}
    green: Texts
    """When to go on: a text or a list of points."""
    amber: Texts
    """When to do less: a text or a list of points."""
    red: Texts
    """When to stop: a text or a list of points."""


class TrafficLightBlock(Block, frozen=True, kw_only=True):
    """How to go on by how it feels, as a traffic light."""

    traffic_light: TrafficLightFields
    """What each light means: `{green: …, amber: …, red: …}`."""


class LineCount(Struct, frozen=True):
    """A number of lines, from 1 to 40: '4'."""

    value: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a whole number that fits on a page."""
        if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > 40:
            raise GrammarError(f"must be a number from 1 to 40, not '{text}'", "write {count: 4}")
        return cls(int(text))


class LinesFields(Struct, frozen=True, kw_only=True):
    """Lines for handwriting."""

    origin: Given[Origin]
    label: Text | None = None
    """What to write on them."""
    count: LineCount = LineCount(3)
    """How many: 1 to 40, 3 by default."""


class LinesBlock(Block, frozen=True, kw_only=True):
    """Ruled lines for handwriting."""

    lines: LinesFields
    """What to write, and on how many lines: `{label: My goals, count: 4}`."""


class BreakPlace(StrEnum):
    """Where the text goes on."""

    PAGE = "page"


class BreakBlock(Block, frozen=True, kw_only=True):
    """A new page."""

    place: BreakPlace = field(name="break")
    """`page`: what follows begins on a new page, or on another side of a card."""


AnyBlock = (
    TextBlock
    | PointsBlock
    | StepsBlock
    | DoDontBlock
    | TableBlock
    | ScheduleBlock
    | PictureBlock
    | PicturesBlock
    | BoxBlock
    | ScaleBlock
    | TrafficLightBlock
    | LinesBlock
    | BreakBlock
)

BLOCKS: Final = MappingProxyType[str, type[AnyBlock]](
    {
        "text": TextBlock,
        "points": PointsBlock,
        "steps": StepsBlock,
        "do_dont": DoDontBlock,
        "table": TableBlock,
        "schedule": ScheduleBlock,
        "picture": PictureBlock,
        "pictures": PicturesBlock,
        "box": BoxBlock,
        "scale": ScaleBlock,
        "traffic_light": TrafficLightBlock,
        "lines": LinesBlock,
        "break": BreakBlock,
    }
)
"""The records of blocks by the key that says what they are."""
