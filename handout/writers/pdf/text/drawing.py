"""Draw lines of text in logical order (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from math import inf
from typing import Final

from msgspec import Struct

from handout.colour import Colour
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import number, utf16
from handout.writers.pdf.fonts import Fonts, FontUse
from handout.writers.pdf.marks import Artifact, Owner, Rectangle
from handout.writers.pdf.subsets import Component, Composite
from handout.writers.pdf.text.characters import split_marks
from handout.writers.pdf.text.glyph_strings import GlyphStrings, show_operator
from handout.writers.pdf.text.itemise import Paragraph, Span
from handout.writers.pdf.text.lines import Line, Piece, ShapedParagraph
from handout.writers.pdf.text.shaping import Cluster


class Setting(Struct, frozen=True):
    """A range of the lines of a paragraph and their layout, in points."""

    measure: float
    leading: float
    baseline_offset: float
    """Distance from the top of a line down to its baseline."""
    first: int = 0
    end: int | None = None
    """Exclusive; None for all lines."""


class _PlacedLine(Struct, frozen=True):
    """A line positioned relative to the upper left corner of its paragraph."""

    line: Line
    x: float
    """Its left end, including hanging spaces."""
    top: float
    setting: Setting

    @property
    def baseline(self) -> float:
        return self.top - self.setting.baseline_offset

    @property
    def bottom(self) -> float:
        return self.top - self.setting.leading

    @property
    def left(self) -> float:
        """The left edge of its text."""
        return self.x + (self.line.full_width - self.line.width if self.line.rtl else 0.0)

    @property
    def right(self) -> float:
        """The right edge of its text."""
        return self.left + self.line.width


_PlacedPiece = tuple[_PlacedLine, Piece]


Owners = Sequence[Owner | Artifact]
"""The owner of each span of a paragraph."""

Groups = tuple[int, ...]
"""For each span, the index of the first span in the sequence of spans with the same owner."""


def groups_of(owners: Owners) -> Groups:
    """Return the sequences of spans with the same owner."""
    groups = [0]
    for index, (before, owner) in enumerate(pairwise(owners), 1):
        groups.append(groups[-1] if before == owner else index)
    return tuple(groups)


class DrawnParagraph(ShapedParagraph):
    """A shaped paragraph that caches the operators of its lines."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__(paragraph)
        self._drawn: dict[tuple[Setting, Groups], DrawnLines] = {}

    def drawn(self, setting: Setting, groups: Groups) -> DrawnLines:
        """Return lines as text objects, one per group of spans."""
        key = (setting, groups)
        known = self._drawn.get(key)
        if known is None:
            lines = self.lines(setting.measure)[setting.first : setting.end]
            known = self._drawn[key] = DrawnLines(lines, setting, groups)
        return known


class DrawnLines:
    """Lines as text objects that can be drawn anywhere in any document."""

    def __init__(self, lines: Sequence[Line], setting: Setting, groups: Groups) -> None:
        placed = (
            (_PlacedLine(line, line.left(setting.measure), -n * setting.leading, setting), piece)
            for n, line in enumerate(lines)
            for piece in line.pieces
        )
        by_group = groupby(placed, lambda pair: groups[pair[1].run.span_index])
        fonts = Fonts()
        self._groups = [
            (first, group, _TextObject(fonts, group))
            for first, group in ((first, [*pieces]) for first, pieces in by_group)
        ]
        plain = all(text.is_plain for _, _, text in self._groups)
        self._glyphs = fonts.glyph_texts() if plain else None
        """The text of all glyphs, if ToUnicode alone expresses it."""

    def draw(self, canvas: MarkedCanvas, left: float, top: float, owners: Owners) -> None:
        """Draw the lines with their upper left corner at (left, top)."""
        # Another text of a document may use the same glyph for a different character.
        reusable = self._glyphs is not None and canvas.fonts.add(self._glyphs)
        for first, pieces, text in self._groups:
            owner = owners[first]
            if isinstance(owner, Owner) and owner.link:
                for rectangle in _rectangles(pieces, left, top):
                    canvas.link(owner, rectangle)
            own = text if reusable else _TextObject(canvas.fonts, pieces)
            canvas.draw_text(owner, own.operators(left, top))


def _rectangles(pieces: Sequence[_PlacedPiece], x: float, y: float) -> Iterator[Rectangle]:
    """Yield a rectangle for each sequence of adjacent pieces in a line, without hanging spaces.

    The upper left corner of the paragraph is at (x, y).
    """
    edges: list[tuple[_PlacedLine, float, float]] = []
    for placed, piece in sorted(pieces, key=lambda pair: (-pair[0].baseline, pair[1].x)):
        left = placed.x + piece.x
        if edges and edges[-1][0].line is placed.line and abs(edges[-1][2] - left) < 0.01:
            edges[-1] = (placed, edges[-1][1], left + piece.width)
        else:
            edges.append((placed, left, left + piece.width))
    for placed, left, right in edges:
        yield (
            x + max(left, placed.left),
            y + placed.bottom,
            x + min(right, placed.right),
            y + placed.top,
        )


class _TextObject:
    """The operators of a text object; unchanged state is not set again."""

    def __init__(self, fonts: Fonts, pieces: Sequence[_PlacedPiece]) -> None:
        """Write the pieces, with all moves relative to the start of the first one."""
        line, piece = pieces[0]
        self._start = self._at = (round(line.x + piece.x, 3), round(line.baseline, 3))
        self._operators: list[str] = []
        self._placed = (inf, inf, "")
        """The place where it was drawn last, and its operators there."""
        self.is_plain = True
        """Whether ToUnicode alone expresses the text, as far as the fonts know."""
        self._colour: Colour | None = None
        self._font = ("", 0.0)
        for line, piece in pieces:
            self._add(fonts.use(piece.run.face), piece, line.x + piece.x, line.baseline)

    def operators(self, left: float, top: float) -> str:
        """Return the text object for a paragraph whose upper left corner is at (left, top)."""
        if self._placed[:2] != (left, top):
            at = f"{number(left + self._start[0])} {number(top + self._start[1])}"
            self._placed = left, top, "\n".join(("BT", f"{at} Td", *self._operators, "ET"))
        return self._placed[2]

    def add(self, operator: str) -> None:
        """Append an operator."""
        self._operators.append(operator)

    def _add(self, font: FontUse, piece: Piece, left: float, baseline: float) -> None:
        self._set_state(piece.run.span, font)
        run = piece.glyph_run
        if run and font.add(run.texts):
            self.move(left + run.start * piece.run.span.style.size, baseline)
            self.add(run.operator)
        else:
            self.is_plain = False
            _ClusterWriter(self, font, piece, left, baseline).write()

    def _set_state(self, span: Span, font: FontUse) -> None:
        """Select the colour and font of a span."""
        if span.colour != self._colour:
            self._colour = span.colour
            self.add(_fill_operator(span.colour))
        name = font.face.resource_name
        if (name, span.style.size) != self._font:
            self._font = (name, span.style.size)
            self.add(f"/{name} {number(span.style.size)} Tf")

    def move(self, x: float, y: float) -> None:
        """Move to a position."""
        x, y = round(x, 3), round(y, 3)
        if (x, y) != self._at:
            self.add(f"{number(x - self._at[0])} {number(y - self._at[1])} Td")
            self._at = (x, y)


@cache
def _fill_operator(colour: Colour) -> str:
    return f"{' '.join(map(number, colour.fractions))} rg"


class _ClusterWriter:
    """Writes a piece by cluster, with ActualText wherever ToUnicode does not express the text."""

    def __init__(
        self, text: _TextObject, font: FontUse, piece: Piece, left: float, baseline: float
    ) -> None:
        self._text = text
        self._font = font
        self._face = font.face
        self._piece = piece
        self._size = piece.run.span.style.size
        self._left = left
        self._baseline = baseline
        self._strings: GlyphStrings | None = None
        self._rise = 0.0
        self._backwards = piece.level % 2 == 1

    def write(self) -> None:
        """Write the clusters in logical order."""
        x = self._piece.width / self._size if self._backwards else 0.0
        for cluster in self._piece.clusters:
            if self._backwards:
                # One string per cluster: a text extractor that reverses right-to-left strings
                # finds nothing to reverse.
                x -= cluster.advance
                self._flush()
                self._strings = None
            self._cluster(cluster, x)
            x += 0.0 if self._backwards else cluster.advance
        self._flush()

    def _cluster(self, cluster: Cluster, x: float) -> None:
        """Write a cluster, whose left edge is at x, as one character code if there can be one."""
        base, marks = split_marks(cluster.text)
        if len(cluster.glyphs) == 1 and not marks:
            (glyph,) = cluster.glyphs
            if not glyph.y and self._font.add({glyph.id: cluster.text}):
                self._strings_at(x + glyph.x).add(glyph.id, x + glyph.x)
                return
        if not self._font.can_compose or len(cluster.glyphs) > _MOST_PARTS:
            self._spanned(cluster, partial(self._glyphs, cluster, x))
        elif marks and self._backwards:
            # Extractors that reverse right-to-left strings would put the marks first.
            self._spanned(cluster, partial(self._composite, cluster, cluster.text, x))
        else:
            self._composite(cluster, base, x)
            if marks:
                # pdf.js takes any glyph whose text has a nonspacing mark to be without width.
                end = x + cluster.advance
                self._strings_at(end).add_code(self._font.composite(marks, _NOTHING), end, 0.0)

    def _composite(self, cluster: Cluster, text: str, x: float) -> None:
        """Write the glyphs of a cluster as one that stands for a text."""
        parts = (
            Component(glyph, round(left * self._face.em), round(rise * self._face.em))
            for glyph, left, rise in cluster.glyphs
        )
        composite = Composite(tuple(parts), round(cluster.advance * self._face.em))
        code = self._font.composite(text, composite)
        self._strings_at(x).add_code(code, x, cluster.advance)

    def _spanned(self, cluster: Cluster, write: Callable[[], None]) -> None:
        """Write a cluster with its text as ActualText (ISO 32000-1, 14.9.4)."""
        self._flush()
        self._text.add(f"/Span <</ActualText <FEFF{utf16(cluster.text)}>>> BDC")
        write()
        self._flush()
        self._text.add("EMC")

    def _glyphs(self, cluster: Cluster, x: float) -> None:
        """Write the glyphs of a cluster one by one."""
        for glyph in cluster.glyphs:
            self._font.add_part(cluster.text, glyph.id)
            self._set_rise(glyph.y)
            self._strings_at(x + glyph.x).add(glyph.id, x + glyph.x)
        self._set_rise(0.0)

    def _set_rise(self, rise: float) -> None:
        """Raise the glyphs that follow above the baseline, by a number of ems."""
        if rise != self._rise:
            self._flush()
            self._rise = rise
            self._text.add(f"{number(rise * self._size)} Ts")

    def _strings_at(self, x: float) -> GlyphStrings:
        """Return the strings that are being collected, or new ones from a position on."""
        if self._strings is None:
            self._text.move(self._left + x * self._size, self._baseline)
            self._strings = GlyphStrings(self._face, x)
        return self._strings

    def _flush(self) -> None:
        strings = self._strings.take() if self._strings else ""
        if strings:
            self._text.add(show_operator(strings))


_MOST_PARTS: Final = 32
"""Of a composite glyph: more marks on a letter than any language has (UAX #15, 13)."""
_NOTHING: Final = Composite((), 0)
"""The glyph of marks that are drawn with their base."""
