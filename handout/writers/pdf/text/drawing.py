"""Write lines as text operators, in the order in which they are read (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from handout.records import record
from handout.writers.pdf.file import number
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner, fill_colour
from handout.writers.pdf.text.embedding import Fonts, UsedFace, utf16
from handout.writers.pdf.text.lines import Line, Piece
from handout.writers.pdf.text.shaping import Cluster, Glyph
from handout.writers.pdf.text.showing import Row


@record(frozen=True, slots=True)
class Placed:
    """A line on a page."""

    line: Line
    x: float
    """Its left end."""
    baseline: float
    bottom: float
    top: float
    """Together with the bottom: the room that its words take."""

    @property
    def left(self) -> float:
        """The left edge of its words."""
        return self.x + (self.line.full - self.line.width if self.line.rtl else 0.0)

    @property
    def right(self) -> float:
        """The right edge of its words."""
        return self.left + self.line.width


def draw_lines(
    canvas: MarkedCanvas,
    lines: Iterable[Placed],
    owners: Sequence[Owner | Artifact],
    fonts: Fonts,
) -> None:
    """Draw lines, given the owner of each of their spans.

    Each stretch of words of one owner is one text object in one mark.
    """
    pieces = [(placed, piece) for placed in lines for piece in placed.line.pieces]
    for owner, stretch in groupby(pieces, lambda pair: owners[pair[1].run.place]):
        own = list(stretch)
        if isinstance(owner, Owner) and owner.url:
            for rectangle in _rectangles(own):
                canvas.add_link(owner, rectangle)
        with canvas.marked(owner):
            canvas.addLiteral("\n".join(("BT", *_operators(own, fonts), "ET")))


def _rectangles(
    pieces: Sequence[tuple[Placed, Piece]],
) -> list[tuple[float, float, float, float]]:
    """Return a rectangle for each stretch of pieces that stand side by side in a line.

    Spaces that hang over at the end of a line are left out.
    """
    edges: list[tuple[Placed, float, float]] = []
    for placed, piece in sorted(pieces, key=lambda pair: (-pair[0].baseline, pair[1].x)):
        left = placed.x + piece.x
        if edges and edges[-1][0] is placed and abs(edges[-1][2] - left) < 0.01:
            edges[-1] = (placed, edges[-1][1], left + piece.width)
        else:
            edges.append((placed, left, left + piece.width))
    return [
        (max(left, placed.left), placed.bottom, min(right, placed.right), placed.top)
        for placed, left, right in edges
    ]


def _operators(pieces: Sequence[tuple[Placed, Piece]], fonts: Fonts) -> Iterator[str]:
    """Yield the operators of a text object; what is set already is not set again."""
    chosen = colour = ""
    for placed, piece in pieces:
        span, used = piece.run.span, fonts.used(piece.run.face)
        if span.colour != colour:
            colour = span.colour
            yield fill_colour(colour)
        font = f"/{used.resource} {number(span.style.size)} Tf"
        if font != chosen:
            chosen = font
            yield font
        left, baseline = placed.x + piece.x, number(placed.baseline)
        shown = piece.shown
        if shown and used.says(shown.texts):
            yield f"1 0 0 1 {number(left + shown.start * span.style.size)} {baseline} Tm"
            yield shown.operator
        else:
            yield from _Show(used, span.style.size, left, baseline).piece(piece)


class _Show:
    """Write the glyphs of one piece that needs more than a row of them."""

    def __init__(self, used: UsedFace, size: float, left: float, baseline: str) -> None:
        self._used = used
        self._face = used.face
        self._size = size
        self._left = left
        self._baseline = baseline
        self._row: Row | None = None
        self._rise = 0.0
        self._operators: list[str] = []

    def piece(self, piece: Piece) -> list[str]:
        """Return the operators that show a piece's clusters in logical order."""
        backwards = piece.level % 2 == 1
        x = piece.width / self._size if backwards else 0.0
        for cluster in piece.clusters:
            if backwards:
                # A string of its own for each cluster: what reads strings from left to right and
                # turns them round by itself finds nothing to turn.
                x -= cluster.advance
                self._flush()
                self._row = None
            self._cluster(cluster, x, whole=backwards)
            x += 0.0 if backwards else cluster.advance
        self._flush()
        if self._rise:
            self._operators.append("0 Ts")
        return self._operators

    def _cluster(self, cluster: Cluster, x: float, *, whole: bool) -> None:
        """Show a cluster, with its text where its glyphs do not say it, or must not be parted."""
        parted = whole and len(cluster.glyphs) > 1
        spoken_for = not self._used.spells(cluster) or parted
        if spoken_for:
            self._flush()
            self._operators.append(f"/Span <</ActualText <FEFF{utf16(cluster.text)}>>> BDC")
        for glyph in cluster.glyphs:
            self._glyph(glyph, x)
        if parted and self._face.space is not None:
            # Poppler takes the cluster to end where its last glyph does, which is a dot or a mark
            # in the middle of it, and would see a gap between words there.
            end = cluster.advance - self._face.advance(self._face.space)
            self._used.add_space()
            self._glyph(Glyph(self._face.space, end, 0.0), x)
        if spoken_for:
            self._flush()
            self._operators.append("EMC")

    def _glyph(self, glyph: Glyph, x: float) -> None:
        if glyph.y != self._rise:
            self._flush()
            self._rise = glyph.y
            self._operators.append(f"{number(glyph.y * self._size)} Ts")
        target = x + glyph.x
        if self._row is None:
            at = f"{number(self._left + target * self._size)} {self._baseline}"
            self._operators.append(f"1 0 0 1 {at} Tm")
            self._row = Row(self._face, target)
        self._row.show(glyph.id, target)

    def _flush(self) -> None:
        operator = self._row.taken() if self._row else ""
        if operator:
            self._operators.append(operator)
