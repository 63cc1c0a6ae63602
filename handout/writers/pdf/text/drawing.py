"""Write lines as text operators, in the order in which they are read (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from reportlab.lib.colors import HexColor

from handout.faces import Face
from handout.records import record
from handout.writers.pdf.marks import MarkedCanvas, Owner
from handout.writers.pdf.text.embedding import EmbeddedFace, utf16
from handout.writers.pdf.text.lines import Line, Piece
from handout.writers.pdf.text.shaping import Cluster, Glyph


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
    canvas: MarkedCanvas, lines: Iterable[Placed], faces: Mapping[Face, EmbeddedFace]
) -> None:
    """Draw lines; each stretch of words of one owner is one text object in one mark."""
    pieces = [(placed, piece) for placed in lines for piece in placed.line.pieces]
    for owner, stretch in groupby(pieces, lambda pair: pair[1].run.span.owner):
        own = list(stretch)
        if isinstance(owner, Owner) and owner.url:
            for rectangle in _rectangles(own):
                canvas.add_link(owner, rectangle)
        with canvas.marked(owner):
            canvas.addLiteral("BT")
            _draw_pieces(canvas, own, faces)
            canvas.addLiteral("ET")


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


def _draw_pieces(
    canvas: MarkedCanvas, pieces: Sequence[tuple[Placed, Piece]], faces: Mapping[Face, EmbeddedFace]
) -> None:
    font = colour = ""
    for placed, piece in pieces:
        span = piece.run.span
        face = faces[piece.run.face]
        if span.colour != colour:
            colour = span.colour
            canvas.setFillColor(HexColor(colour))
        if font != (font := f"/{face.resource} {_number(span.style.size)} Tf"):
            canvas.addLiteral(font)
        left = placed.x + piece.x
        for literal in _Show(face, span.style.size, left, placed.baseline).piece(piece):
            canvas.addLiteral(literal)


class _Show:
    """Write the glyphs of one piece; knows where the viewer's pen stands, in ems."""

    def __init__(self, face: EmbeddedFace, size: float, left: float, baseline: float) -> None:
        self._face = face
        self._size = size
        self._left = left
        self._baseline = baseline
        self._pen: float | None = None
        self._rise = 0.0
        self._string = ""
        self._shown: list[str] = []
        self._operators: list[str] = []

    def piece(self, piece: Piece) -> list[str]:
        """Return the operators that show a piece's clusters in logical order."""
        if piece.level % 2:
            x = piece.width / self._size
            for cluster in piece.clusters:
                # A string of its own for each cluster: what reads strings from left to right and
                # turns them round by itself finds nothing to turn.
                x -= cluster.advance
                self._flush()
                self._pen = None
                self._cluster(cluster, x, whole=True)
        else:
            x = 0.0
            for cluster in piece.clusters:
                if not self._run_on(cluster, x):
                    self._cluster(cluster, x, whole=False)
                x += cluster.advance
        self._flush()
        if self._rise:
            self._operators.append("0 Ts")
        return self._operators

    def _run_on(self, cluster: Cluster, x: float) -> bool:
        """Show a cluster of one glyph that says its text, as most do; tell whether it is one."""
        glyph = cluster.glyphs[0] if len(cluster.glyphs) == 1 else None
        if glyph is None or glyph.y or self._rise or self._pen is None:
            return False
        code, width, text = self._face.glyphs[glyph.id]
        if text != cluster.text:
            return False
        back = round((self._pen - x - glyph.x) * 1000, 1)
        if back:
            self._close_string()
            self._shown.append(_number(back))
            self._pen -= back / 1000
        self._string += code
        self._pen += width
        return True

    def _cluster(self, cluster: Cluster, x: float, *, whole: bool) -> None:
        """Show a cluster, with its text where its glyphs do not say it, or must not be parted."""
        said = "".join([self._face.glyphs[glyph.id][2] for glyph in cluster.glyphs])
        spoken_for = said != cluster.text or (whole and len(cluster.glyphs) > 1)
        if spoken_for:
            self._flush()
            self._operators.append(f"/Span <</ActualText <FEFF{utf16(cluster.text)}>>> BDC")
        for glyph in cluster.glyphs:
            self._glyph(glyph, x)
        if whole and len(cluster.glyphs) > 1 and self._face.space is not None:
            # Poppler takes the cluster to end where its last glyph does, which is a dot or a mark
            # in the middle of it, and would see a gap between words there.
            end = cluster.advance - self._face.glyphs[self._face.space][1]
            self._glyph(Glyph(self._face.space, end, 0.0), x)
        if spoken_for:
            self._flush()
            self._operators.append("EMC")

    def _glyph(self, glyph: Glyph, x: float) -> None:
        if glyph.y != self._rise:
            self._flush()
            self._rise = glyph.y
            self._operators.append(f"{_number(glyph.y * self._size)} Ts")
        target = x + glyph.x
        if self._pen is None:
            at = f"{_number(self._left + target * self._size)} {_number(self._baseline)}"
            self._operators.append(f"1 0 0 1 {at} Tm")
            self._pen = target
        back = round((self._pen - target) * 1000, 1)
        if back:
            self._close_string()
            self._shown.append(_number(back))
            self._pen -= back / 1000
        code, width, _ = self._face.glyphs[glyph.id]
        self._string += code
        self._pen += width

    def _close_string(self) -> None:
        if self._string:
            self._shown.append(f"<{self._string}>")
            self._string = ""

    def _flush(self) -> None:
        self._close_string()
        if self._shown:
            self._operators.append(f"[{''.join(self._shown)}] TJ")
            self._shown = []


def _number(value: float) -> str:
    """Return a number in the shortest form that is exact to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
