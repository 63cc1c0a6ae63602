"""Set the text of a document as boxes: paragraphs and single lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from handout.caches import Memo
from handout.colour import BLACK
from handout.errors import Origin, Problem, Problems
from handout.faces import Face, FontBook
from handout.theme import FontCut, Style
from handout.writers.pdf.boxes import TOLERANCE, Box, Drawable, Page
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Artifact, Owner
from handout.writers.pdf.text.characters import on_one_line
from handout.writers.pdf.text.drawing import (
    DrawnLines,
    DrawnParagraph,
    Setting,
    groups_of,
)
from handout.writers.pdf.text.itemise import Itemiser, Span
from handout.writers.pdf.text.lines import Line


class Typography:
    """Sets the text of one document."""

    def __init__(self, book: FontBook, language: str, problems: Problems, memo: Memo[Any]) -> None:
        """Take the fonts, the language of the document and the memo of shaped paragraphs.

        Characters in no font are added to the problems.
        """
        self._book = book
        self._language = language
        self.problems = problems
        self._memo = memo

    def in_language(self, language: str) -> Typography:
        """Return the typography of a part of the document in another language."""
        return Typography(self._book, language, self.problems, self._memo)

    def paragraph(self, spans: Sequence[Span], style: Style) -> TextBox:
        """Return spans as a paragraph with the leading and the space before of a style."""
        owners = tuple([span.owner for span in spans])
        shaped = self._shaped(spans)
        return TextBox(shaped, style, self._line_height(shaped, style), owners)

    def line(
        self,
        text: str,
        style: Style,
        owner: Owner | Artifact,
        origin: Origin | None = None,
        language: str | None = None,
    ) -> TextLine:
        """Return text on one line, whatever its length; its language may be another one."""
        span = replace(Span.plain(text, style, owner, origin), language=language)
        shaped = self._shaped([span])
        return TextLine(shaped, self._line_height(shaped, style), owner)

    def face_of(self, text: str, cut: FontCut, owner: Owner, origin: Origin) -> Face:
        """Return the first face that has a whole text; note a text that no face has."""
        text = on_one_line(text)
        face = self._book.find_for_all(text, cut, self._language)
        if face:
            return face
        itemiser = Itemiser(self._book, self._language)
        itemiser.itemise([Span.plain(text, Style(1.0, 1.0, cut, BLACK), owner, origin)])
        missing = itemiser.problems.in_order()
        hint = "split it into texts of one script each"
        mixed = Problem(f"no font has all the characters of '{text.strip()}'", origin, hint)
        self.problems.extend(missing or [mixed])
        return self._book.primary(cut)

    def _shaped(self, spans: Sequence[Span]) -> DrawnParagraph:
        """Return the shaped text of spans; note characters that are in no font."""

        def shape() -> tuple[DrawnParagraph, list[Problem]]:
            itemiser = Itemiser(self._book, self._language)
            paragraph = DrawnParagraph(itemiser.itemise(spans))
            return paragraph, itemiser.problems.in_order()

        # Owners do not affect the shape, and origins matter only to problems.
        formatted = [
            (span.text, span.style.size, span.cut, span.colour, span.language, span.is_label)
            for span in spans
        ]
        text = "".join([span.text for span in spans])
        shaped: DrawnParagraph
        shaped, problems = self._memo.get(text, (self._language, formatted), shape)
        if problems:
            shaped, problems = shape()
            self.problems.extend(problems)
        return shaped

    def _line_height(self, text: DrawnParagraph, style: Style) -> LineHeight:
        """Return the height of all lines of a text: that of its style, or what its letters need."""
        above = style.leading / 2 + self._book.primary(style.face).middle * style.size
        below = style.leading - above
        top, bottom = text.tall_reach
        if top <= above and bottom <= below:
            return LineHeight(style.leading, above, 0.0)
        ascent, descent = max(above, top), max(below, bottom)
        return LineHeight(ascent + descent, ascent, ascent - above)


class LineHeight(Struct, frozen=True):
    """The height of lines of one paragraph, in points."""

    leading: float
    ascent: float
    """Distance from the top of a line down to its baseline."""
    drop: float
    """How much of the ascent is for letters that are taller than Latin ones."""


class TextLine(Drawable):
    """A line of text, flush left in its box."""

    def __init__(
        self,
        text: DrawnParagraph,
        height: LineHeight,
        owner: Owner | Artifact,
    ) -> None:
        self._text = text
        (self._line,) = text.lines(inf)
        self._leading = height.leading
        self.owner = owner
        self.natural_width = self._line.width
        """Without hanging spaces."""
        self.ascent = height.ascent
        """Distance from the baseline up to the top of the box."""
        self.drop = height.drop

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the leading."""
        return self._leading

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the line no wider than it is, so that its mirror image is flush right."""
        super().place(page, x, top, min(width, self.natural_width))

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the text."""
        left = x + self._line.width - self._line.full_width if self._line.rtl else x
        self._drawn.draw(canvas, left, top, (self.owner,))

    @cached_property
    def _drawn(self) -> DrawnLines:
        return self._text.drawn(Setting(inf, self._leading, self.ascent), (0,))


class TextBox(Drawable):
    """A paragraph or some of its lines."""

    def __init__(
        self,
        text: DrawnParagraph,
        style: Style,
        height: LineHeight,
        owners: tuple[Owner | Artifact, ...],
    ) -> None:
        self._text = text
        self._style = style
        self._line_height = height
        self.drop = height.drop
        self._first = 0
        self._end: int | None = None
        """Exclusive; None for all lines."""
        self._heights: dict[float, float] = {}
        self._drawn: tuple[float, DrawnLines] | None = None
        self._owners = owners
        self.owner = owners[0]
        self.space_before = style.space_before

    def lines(self, width: float) -> list[Line]:
        """Return the lines at a measure."""
        return self._text.lines(width)[self._first : self._end]

    def overlong_word(self, width: float) -> tuple[Owner | Artifact, str] | None:
        """Return the first word that is wider than a line and its owner, if any."""
        found = self._text.overlong_word(width)
        return (self._owners[found[0]], found[1]) if found else None

    def height(self, width: float) -> float:
        """Return the height of the lines at a measure."""
        # Cached, because every enclosing box asks for it in every document.
        if width not in self._heights:
            self._heights[width] = len(self.lines(width)) * self._line_height.leading
        return self._heights[width]

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        # Nearly every box is drawn at one width only.
        if self._drawn is None or self._drawn[0] != width:
            height = self._line_height
            setting = Setting(width, height.leading, height.ascent, self._first, self._end)
            self._drawn = width, self._text.drawn(setting, groups_of(self._owners))
        self._drawn[1].draw(canvas, x, top, self._owners)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:  # noqa: ARG002
        """Return the lines that fit and the rest, without widows and orphans."""
        count = len(self.lines(width))
        fitting = int((height + TOLERANCE) // self._line_height.leading)
        first = min(fitting, count - _FEWEST)
        if first < _FEWEST:
            return None
        cut = self._first + first
        return self._part(self._first, cut), self._part(cut, self._end)

    def flow(self, width: float) -> Sequence[Box]:
        """Return the parts, because a long paragraph may always continue on the next page."""
        return self.parts(width)

    def parts(self, width: float) -> Sequence[Box]:
        """Return a long paragraph as pairs of lines; the last part may have three."""
        count = len(self.lines(width))
        if count < _LONG:
            return (self,)
        starts = [*range(0, max(count - 1, 1), _FEWEST)]
        ends: list[int | None] = [self._first + start for start in starts[1:]]
        return [
            self._part(self._first + start, end)
            for start, end in zip(starts, [*ends, self._end], strict=True)
        ]

    def _part(self, first: int, end: int | None) -> TextBox:
        part = TextBox(self._text, self._style, self._line_height, self._owners)
        part._first, part._end = first, end
        part.space_before = self.space_before
        if end == self._end:
            part.keep_with_next = self.keep_with_next
        if first > self._first:
            part.space_before = 0.0
            part.break_cost = _WITHIN
        return part


_FEWEST = 2
"""Lines of a paragraph that stay together at the end or the start of a page."""
_LONG = 12
"""Lines of a paragraph that may be divided where it would fit on the next page as a whole."""
_WITHIN = 0.1
"""The cost of a break within a paragraph."""
