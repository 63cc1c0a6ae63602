"""Set the text of one document: paragraphs and single lines as boxes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import inf

from handout.errors import Origin, Problems
from handout.faces import FontBook
from handout.memo import Memo
from handout.theme import Style
from handout.writers.pdf.boxes import TOLERANCE, Box, Ink
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner
from handout.writers.pdf.text.drawing import Excerpt, Text, stretches_of
from handout.writers.pdf.text.itemise import Itemiser, Span
from handout.writers.pdf.text.lines import Line, Setter


class Texts:
    """Texts that were shaped, for who sets them again with the same fonts in the same language."""

    _MOST = 800
    """A long handout has more, but nearly all that come again come soon; each takes kilobytes."""

    def __init__(self, book: FontBook, language: str) -> None:
        self._book = book
        self._language = language
        self._kept: Memo[tuple[object, ...], Text] = Memo(self._MOST)

    def text(self, spans: Sequence[Span], problems: Problems) -> Text:
        """Return the text of spans, noting characters that no font has."""
        key = tuple(
            [(span.text, span.style.size, span.cut, span.colour, span.language) for span in spans]
        )
        known = self._kept.get(key)
        if known:
            return known
        itemiser = Itemiser(self._book, self._language)
        text = Text(Setter(itemiser.itemise(spans)))
        if itemiser.problems.has_errors:
            # Wherever the words stand again, they are to be told again.
            problems.extend(itemiser.problems.in_order())
            return text
        return self._kept.keep(key, text)


class Typography:
    """The text of one document, which is laid out before any is drawn."""

    def __init__(self, book: FontBook, language: str, texts: Texts | None = None) -> None:
        """Take the fonts and the document's language, and what was shaped with them before."""
        self.problems = Problems()
        """Characters that no font has."""
        self._texts = texts or Texts(book, language)
        self._book = book

    def paragraph(self, spans: Sequence[Span], style: Style) -> TextBox:
        """Return a paragraph; the style gives its leading and the space above it."""
        owners = tuple([span.owner for span in spans])
        return TextBox(self._texts.text(spans, self.problems), style, self.fall(style), owners)

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
        return TextLine(self._texts.text([span], self.problems), style, self.fall(style), owner)

    def fall(self, style: Style) -> float:
        """Return how far the baseline stands under the top of a line."""
        return style.leading / 2 + self._book.primary(style.face).middle * style.size


class TextLine(Ink):
    """A text on one line, at the left of its box."""

    def __init__(self, text: Text, style: Style, fall: float, owner: Owner | Artifact) -> None:
        self._text = text
        (self._line,) = text.lines(inf)
        self._style = style
        self.owner = owner
        self.natural_width = self._line.width
        """Without the space at its end."""
        self.ascent = fall
        """From the baseline up to the top of its box."""

    @property
    def look(self) -> Hashable:
        """The text and how its line stands."""
        return self._text, self._style.leading, self.ascent, self.owner

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the leading."""
        return self._style.leading

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the text."""
        left = x + self._line.width - self._line.full if self._line.rtl else x
        excerpt = Excerpt(inf, 0, None, self._style.leading, self.ascent)
        owners = (self.owner,)
        drawing = self._text.drawing(excerpt, stretches_of(owners), canvas.fonts)
        drawing.draw(canvas, left, top, owners)


class TextBox(Ink):
    """A paragraph set in lines."""

    def __init__(
        self, text: Text, style: Style, fall: float, owners: tuple[Owner | Artifact, ...]
    ) -> None:
        self._text = text
        self._style = style
        self._fall = fall
        self._skipped = 0
        self._taken: int | None = None
        self._heights: dict[float, float] = {}
        self._owners = owners
        self.owner = owners[0]
        self.space_before = style.space_before

    @property
    def look(self) -> Hashable:
        """The text, which of its lines, and how they stand."""
        return self._text, self._skipped, self._taken, self._style.leading, self._fall, self._owners

    def lines(self, width: float) -> list[Line]:
        """Return the lines of this part of the paragraph at a measure."""
        return self._text.lines(width)[self._skipped : self._taken]

    def cut_word(self, width: float) -> str:
        """Return the first word that is cut because no line is long enough for it.

        An address may be cut: it is followed, or copied sign by sign.
        """
        word = self._text.cut_word(width)
        linked = word and any(isinstance(owner, Owner) and owner.url for owner in self._owners)
        return "" if linked else word

    def height(self, width: float) -> float:
        """Return the height of the lines at a measure."""
        # Each box around it asks, in each document that has it.
        if width not in self._heights:
            self._heights[width] = len(self.lines(width)) * self._style.leading
        return self._heights[width]

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        leading, fall = self._style.leading, self._fall
        excerpt = Excerpt(width, self._skipped, self._taken, leading, fall)
        drawing = self._text.drawing(excerpt, stretches_of(self._owners), canvas.fonts)
        drawing.draw(canvas, x, top, self._owners)

    def split(
        self,
        width: float,
        height: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Box, Box] | None:
        """Return the lines that fit and the rest; at least two lines stay on either page."""
        count = len(self.lines(width))
        fitting = int((height + TOLERANCE) // self._style.leading)
        first = min(fitting, count - _FEWEST)
        if first < _FEWEST:
            return None
        cut = self._skipped + first
        return self._part(self._skipped, cut), self._part(cut, self._taken)

    def _part(self, start: int, end: int | None) -> TextBox:
        part = TextBox(self._text, self._style, self._fall, self._owners)
        part._skipped, part._taken = start, end
        if start > self._skipped:
            part.space_before = 0.0
            part.keep_with_next = self.keep_with_next
        return part


_FEWEST = 2
