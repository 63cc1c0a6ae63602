"""Set the text of one document: paragraphs as boxes, single lines, and the fonts they need."""

from __future__ import annotations

from collections.abc import Sequence

from handout.errors import Origin, Problems
from handout.faces import FontBook
from handout.theme import Style
from handout.writers.pdf.boxes import Box, Ink
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner
from handout.writers.pdf.text.drawing import Placed, draw_lines
from handout.writers.pdf.text.embedding import Fonts
from handout.writers.pdf.text.itemise import Itemiser, Span
from handout.writers.pdf.text.lines import Line, Setter


class Setters:
    """Texts that were shaped, for who sets them again with the same fonts in the same language."""

    _MOST = 4000
    """A long handout has as many; each takes some kilobytes."""

    def __init__(self, book: FontBook, language: str) -> None:
        self.book = book
        self._language = language
        self._kept: dict[tuple[object, ...], Setter] = {}

    def setter(self, spans: Sequence[Span], problems: Problems) -> Setter:
        """Return what sets the words of spans, noting characters that no font has."""
        key = tuple(
            [(span.text, span.style, span.cut, span.colour, span.language) for span in spans]
        )
        setter = self._kept.pop(key, None)
        if setter is None:
            itemiser = Itemiser(self.book, self._language)
            setter = Setter(itemiser.itemise(spans))
            problems.extend(itemiser.problems.in_order())
            if itemiser.problems.has_errors:
                # Wherever the words stand again, they are to be told again.
                return setter
            if len(self._kept) >= self._MOST:
                self._kept.pop(next(iter(self._kept)))
        self._kept[key] = setter
        return setter


class Typography:
    """The text of one document.

    First everything is laid out, then everything is drawn, then the fonts are embedded.
    """

    def __init__(self, book: FontBook, language: str, setters: Setters | None = None) -> None:
        """Take the fonts and the document's language, and what was shaped with them before."""
        self.problems = Problems()
        """Characters that no font has."""
        self._setters = setters or Setters(book, language)
        self._book = book
        self._fonts = Fonts()

    def paragraph(self, spans: Sequence[Span], style: Style) -> TextBox:
        """Return a paragraph; the style gives its leading and the space above it."""
        owners = tuple([span.owner for span in spans])
        return TextBox(self, self._setters.setter(spans, self.problems), style, owners)

    def line(
        self, text: str, style: Style, owner: Owner | Artifact, origin: Origin | None = None
    ) -> TextLine:
        """Return a text on one line, however long it is."""
        span = Span(
            text=text,
            style=style,
            cut=style.face,
            colour=style.colour,
            origin=origin,
            owner=owner,
        )
        (line,) = self._setters.setter([span], self.problems).lines(float("inf"))
        return TextLine(self, line, style, owner)

    def embed(self, canvas: MarkedCanvas) -> None:
        """Put the fonts of all text that was drawn into a canvas's file."""
        self._fonts.embed(canvas)

    def draw(
        self,
        canvas: MarkedCanvas,
        lines: Sequence[Line],
        owners: Sequence[Owner | Artifact],
        style: Style,
        corners: Sequence[tuple[float, float]],
    ) -> None:
        """Draw lines, given the owner of each of their spans and the upper left corner of each."""
        fall = self.fall(style)
        draw_lines(
            canvas,
            [
                Placed(line, x, top - fall, top - style.leading, top)
                for line, (x, top) in zip(lines, corners, strict=True)
            ],
            owners,
            self._fonts,
        )

    def fall(self, style: Style) -> float:
        """Return how far the baseline stands under the top of a line."""
        return style.leading / 2 + self._book.primary(style.face).middle * style.size


class TextLine(Ink):
    """A text on one line, at the left of its box."""

    def __init__(
        self, typography: Typography, line: Line, style: Style, owner: Owner | Artifact
    ) -> None:
        self._typography = typography
        self._line = line
        self._style = style
        self.owner = owner
        self.natural_width = line.width
        """Without the space at its end."""
        self.ascent = typography.fall(style)
        """From the baseline up to the top of its box."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the leading."""
        return self._style.leading

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the text."""
        left = x + self._line.width - self._line.full if self._line.rtl else x
        self._typography.draw(canvas, [self._line], (self.owner,), self._style, [(left, top)])


class TextBox(Ink):
    """A paragraph set in lines."""

    def __init__(
        self,
        typography: Typography,
        setter: Setter,
        style: Style,
        owners: tuple[Owner | Artifact, ...],
    ) -> None:
        self._typography = typography
        self._setter = setter
        self._style = style
        self._skipped = 0
        self._taken: int | None = None
        self._owners = owners
        self.owner = owners[0]
        self.space_before = style.space_before

    def lines(self, width: float) -> list[Line]:
        """Return the lines of this part of the paragraph at a measure."""
        return self._setter.lines(width)[self._skipped : self._taken]

    def height(self, width: float) -> float:
        """Return the height of the lines at a measure."""
        return len(self.lines(width)) * self._style.leading

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        lines = self.lines(width)
        corners = [
            (x + line.left(width), top - number * self._style.leading)
            for number, line in enumerate(lines)
        ]
        self._typography.draw(canvas, lines, self._owners, self._style, corners)

    def split(
        self,
        width: float,
        height: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Box, Box] | None:
        """Return the lines that fit and the rest; at least two lines stay on either page."""
        count = len(self.lines(width))
        fitting = int((height + _TOLERANCE) // self._style.leading)
        first = min(fitting, count - _FEWEST)
        if first < _FEWEST:
            return None
        cut = self._skipped + first
        return self._part(self._skipped, cut), self._part(cut, self._taken)

    def _part(self, start: int, end: int | None) -> TextBox:
        part = TextBox(self._typography, self._setter, self._style, self._owners)
        part._skipped, part._taken = start, end
        if start > self._skipped:
            part.space_before = 0.0
            part.keep_with_next = self.keep_with_next
        return part


_FEWEST = 2
_TOLERANCE = 0.01
