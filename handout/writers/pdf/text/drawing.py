"""Write lines as text operators, in the order in which they are read (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby, pairwise

from msgspec import Struct

from handout.faces import Face
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import Fonts, Need, Saying, UsedFace, needs_of, utf16
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner, fill_colour
from handout.writers.pdf.text.glyph_strings import Row, shown
from handout.writers.pdf.text.itemise import Span
from handout.writers.pdf.text.lines import Line, Piece, Setter
from handout.writers.pdf.text.shaping import Cluster, Glyph


class Excerpt(Struct, frozen=True):
    """Some lines of a paragraph, and how they stand under one another."""

    measure: float
    skipped: int
    """The lines before the first one."""
    taken: int | None
    """The lines before the first one that follows; None where all are taken."""
    leading: float
    fall: float
    """From the top of a line down to its baseline."""


class Text:
    """A paragraph that was shaped, with what drew it before; it serves any number of documents."""

    _MOST = 8
    """Drawings that are kept: parts of a paragraph, at one measure or another."""

    def __init__(self, setter: Setter) -> None:
        self._setter = setter
        self._drawings: dict[tuple[Excerpt, Stretches], Drawing] = {}

    def lines(self, measure: float) -> list[Line]:
        """Return the lines of the whole paragraph."""
        return self._setter.lines(measure)

    def cut_word(self, measure: float) -> str:
        """Return the first word that is too long for a line and is cut; empty if none is."""
        return self._setter.cut_word(measure)

    def drawing(self, excerpt: Excerpt, stretches: Stretches, fonts: Fonts) -> Drawing:
        """Return what draws some lines in a document; words of one owner are one text object."""
        key = (excerpt, stretches)
        drawing = self._drawings.get(key)
        if drawing is None or not drawing.fits(fonts):
            drawing = self._drawn(excerpt, stretches, fonts)
            if drawing.said is not None:
                if len(self._drawings) >= self._MOST:
                    self._drawings.clear()
                self._drawings[key] = drawing
        return drawing

    def _drawn(self, excerpt: Excerpt, stretches: Stretches, fonts: Fonts) -> Drawing:
        lines = self.lines(excerpt.measure)[excerpt.skipped : excerpt.taken]
        pieces = [
            (Placed(line, line.left(excerpt.measure), -number * excerpt.leading, excerpt), piece)
            for number, line in enumerate(lines)
            for piece in line.pieces
        ]
        words = []
        said: Said = {}
        simple = True
        for span, group in groupby(pieces, lambda pair: stretches[pair[1].run.place]):
            own = list(group)
            show = _Show(fonts, own[0][0].x + own[0][1].x, own[0][0].baseline)
            start = show.at
            simple &= show.pieces(own, said)
            words.append(_Words(span, own, *start, "\n".join(show.operators)))
        return Drawing(words, said if simple else None)


class Placed(Struct, frozen=True):
    """A line in its paragraph, whose upper left corner is at (0, 0)."""

    line: Line
    x: float
    """Its left end."""
    top: float
    excerpt: Excerpt

    @property
    def baseline(self) -> float:
        """Where its letters stand."""
        return self.top - self.excerpt.fall

    @property
    def bottom(self) -> float:
        """Where the next line begins."""
        return self.top - self.excerpt.leading

    @property
    def left(self) -> float:
        """The left edge of its words."""
        return self.x + (self.line.full - self.line.width if self.line.rtl else 0.0)

    @property
    def right(self) -> float:
        """The right edge of its words."""
        return self.left + self.line.width


class _Words(Struct, frozen=True):
    """Words of one owner, as they are drawn."""

    span: int
    """The place of their first span in the paragraph."""
    pieces: list[tuple[Placed, Piece]]
    x: float
    y: float
    """Where the first of them stands."""
    operators: str
    """What draws them, told from there."""


Said = dict[tuple[Face, str], list[Saying]]
"""What glyphs say, by their face and the name that it has in a document."""


class Drawing(Struct, frozen=True, dict=True):
    """Lines as they are drawn in a document, wherever on a page."""

    words: list[_Words]
    said: Said | None
    """All that their glyphs say; None where more than glyphs is needed to say it."""

    @cached_property
    def needs(self) -> tuple[Need, ...] | None:
        """What a document must have so that the lines are drawn so; None where more is needed."""
        if self.said is None:
            return None
        needs: list[Need] = []
        for (face, name), sayings in self.said.items():
            texts: dict[int, str] = {}
            for saying in sayings:
                texts.update(saying.texts)
            needs += needs_of(face, name, texts)
        return tuple(needs)

    def fits(self, fonts: Fonts) -> bool:
        """Tell whether another document draws the lines alike; note their glyphs in it."""
        return self.needs is not None and fonts.meets(self.needs)

    def draw(self, canvas: MarkedCanvas, left: float, top: float, owners: Owners) -> None:
        """Draw the lines from their upper left corner on, given the owner of each span."""
        if canvas.is_counted:
            canvas.add_needs(self.needs)
        for words in self.words:
            owner = owners[words.span]
            if isinstance(owner, Owner) and owner.url:
                for rectangle in _rectangles(words.pieces, left, top):
                    canvas.add_link(owner, rectangle)
            at = f"{number(left + words.x)} {number(top + words.y)}"
            canvas.add_marked(owner, f"BT\n{at} Td\n{words.operators}\nET")


Owners = Sequence[Owner | Artifact]
"""What each span of a paragraph is part of."""

Stretches = tuple[int, ...]
"""For each span the first one of those before it that go on with its owner."""


def stretches_of(owners: Owners) -> Stretches:
    """Return which spans go on with the owner of the one before them."""
    if len(owners) == 1:
        return (0,)
    stretches = [0]
    for place, (before, owner) in enumerate(pairwise(owners), 1):
        same = before is owner or before == owner
        stretches.append(stretches[-1] if same else place)
    return tuple(stretches)


def _rectangles(
    pieces: Sequence[tuple[Placed, Piece]], x: float, y: float
) -> list[tuple[float, float, float, float]]:
    """Return a rectangle for each stretch of pieces that stand side by side in a line.

    Spaces that hang over at the end of a line are left out. The paragraph's corner is at (x, y).
    """
    edges: list[tuple[Placed, float, float]] = []
    for placed, piece in sorted(pieces, key=lambda pair: (-pair[0].baseline, pair[1].x)):
        left = placed.x + piece.x
        if edges and edges[-1][0] is placed and abs(edges[-1][2] - left) < 0.01:
            edges[-1] = (placed, edges[-1][1], left + piece.width)
        else:
            edges.append((placed, left, left + piece.width))
    return [
        (
            x + max(left, placed.left),
            y + placed.bottom,
            x + min(right, placed.right),
            y + placed.top,
        )
        for placed, left, right in edges
    ]


class _Show:
    """Write the pieces of a text object; what is set already is not set again."""

    def __init__(self, fonts: Fonts, x: float, y: float) -> None:
        """Take where the first piece stands, from which all moves are told."""
        self.operators: list[str] = []
        self.at = (round(x, 3), round(y, 3))
        """Where the pen stood before it showed something."""
        self._fonts = fonts
        self._colour = ""
        self._font = ("", 0.0)

    def pieces(self, pieces: Sequence[tuple[Placed, Piece]], said: Said) -> bool:
        """Show pieces; add what their glyphs say; tell whether that is all that is said."""
        simple = True
        for placed, piece in pieces:
            used = self._fonts.used(piece.run.face)
            self._look(piece.run.span, used)
            left, baseline = placed.x + piece.x, placed.baseline
            row = piece.shown()
            if row and used.says(row.saying):
                self.move(left + row.start * piece.run.span.style.size, baseline)
                self.operators.append(row.operator)
                said.setdefault((used.face, used.resource), []).append(row.saying)
            else:
                _ShowClusters(self, used, piece, left, baseline).show()
                simple = False
        return simple

    def _look(self, span: Span, used: UsedFace) -> None:
        """Set colour and font."""
        if span.colour != self._colour:
            self._colour = span.colour
            self.operators.append(fill_colour(span.colour))
        font = (used.resource, span.style.size)
        if font != self._font:
            self._font = font
            self.operators.append(f"/{used.resource} {number(span.style.size)} Tf")

    def move(self, x: float, y: float) -> None:
        """Move the pen to a place."""
        x, y = round(x, 3), round(y, 3)
        if (x, y) != self.at:
            self.operators.append(f"{number(x - self.at[0])} {number(y - self.at[1])} Td")
            self.at = (x, y)


class _ShowClusters:
    """Write the glyphs of one piece that needs more than a row of them."""

    def __init__(
        self, show: _Show, used: UsedFace, piece: Piece, left: float, baseline: float
    ) -> None:
        self._show = show
        self._used = used
        self._face = used.face
        self._piece = piece
        self._size = piece.run.span.style.size
        self._left = left
        self._baseline = baseline
        self._row: Row | None = None
        self._rise = 0.0
        self._operators = show.operators

    def show(self) -> None:
        """Show the piece's clusters in logical order."""
        backwards = self._piece.level % 2 == 1
        x = self._piece.width / self._size if backwards else 0.0
        for cluster in self._piece.clusters:
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

    def _cluster(self, cluster: Cluster, x: float, *, whole: bool) -> None:
        """Show a cluster, with its text where its glyphs do not say it, or must not be parted."""
        parted = whole and len(cluster.glyphs) > 1
        glyphs = [glyph.id for glyph in cluster.glyphs]
        spoken_for = not self._used.spells(cluster.text, glyphs) or parted
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
            self._show.move(self._left + target * self._size, self._baseline)
            self._row = Row(self._face, target)
        self._row.show(glyph.id, target)

    def _flush(self) -> None:
        strings = self._row.taken() if self._row else ""
        if strings:
            self._operators.append(shown(strings))
