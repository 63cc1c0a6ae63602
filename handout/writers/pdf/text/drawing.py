"""Write lines as text operators, in the order in which they are read (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from handout.records import record
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import Fonts, Needs, UsedFace, utf16
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner, fill_colour
from handout.writers.pdf.text.lines import Line, Piece, Setter
from handout.writers.pdf.text.shaping import Cluster, Glyph
from handout.writers.pdf.text.showing import Row, shown


class Place(NamedTuple):
    """Where some lines of a paragraph stand."""

    measure: float
    skipped: int
    """The lines before the first one."""
    taken: int | None
    """The lines before the first one that follows; None where all are taken."""
    left: float
    top: float
    leading: float
    fall: float
    """From the top of a line down to its baseline."""


class Text:
    """A paragraph that was shaped, with what drew it before; it serves any number of documents."""

    _MOST = 8
    """Drawings that are kept; running titles and most of a batch stand where they stood."""

    def __init__(self, setter: Setter) -> None:
        self._setter = setter
        self._drawings: dict[tuple[Place, tuple[int, ...]], _Drawing] = {}

    def lines(self, measure: float) -> list[Line]:
        """Return the lines of the whole paragraph."""
        return self._setter.lines(measure)

    def cut_word(self, measure: float) -> str:
        """Return the first word that is too long for a line and is cut; empty if none is."""
        return self._setter.cut_word(measure)

    def draw(self, canvas: MarkedCanvas, place: Place, owners: Sequence[Owner | Artifact]) -> None:
        """Draw lines, given the owner of each span; words of one owner are one text object."""
        key = (place, _stretches_of(owners))
        drawing = self._drawings.get(key)
        if drawing is None or not drawing.fits(canvas.fonts):
            drawing = _drawn(self._placed(place), key[1], canvas.fonts)
            if drawing.needs is not None:
                if len(self._drawings) >= self._MOST:
                    self._drawings.clear()
                self._drawings[key] = drawing
        canvas.add_needs(drawing.needs)
        for words in drawing.words:
            owner = owners[words.span]
            if isinstance(owner, Owner) and owner.url:
                for rectangle in _rectangles(words.pieces):
                    canvas.add_link(owner, rectangle)
            canvas.add_marked(owner, words.operators)

    def _placed(self, place: Place) -> list[Placed]:
        lines = self.lines(place.measure)[place.skipped : place.taken]
        tops = [place.top - number * place.leading for number in range(len(lines))]
        return [
            Placed(
                line,
                place.left + line.left(place.measure),
                top - place.fall,
                top - place.leading,
                top,
            )
            for line, top in zip(lines, tops, strict=True)
        ]


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


@record(frozen=True, slots=True)
class _Words:
    """Words of one owner, as they are drawn."""

    span: int
    """The place of their first span in the paragraph."""
    pieces: list[tuple[Placed, Piece]]
    operators: str


@record(frozen=True, slots=True)
class _Drawing:
    """Lines as they are drawn in a document."""

    words: list[_Words]
    needs: Needs | None
    """None where more is needed to draw the lines so."""

    def fits(self, fonts: Fonts) -> bool:
        """Tell whether another document draws the lines alike; note their glyphs in it."""
        if self.needs is None:
            return False
        fitting = [
            fonts.used(face).resource == name and fonts.used(face).says(sayings)
            for face, (name, sayings) in self.needs.items()
        ]
        return all(fitting)


def _stretches_of(owners: Sequence[Owner | Artifact]) -> tuple[int, ...]:
    """Return for each span the first one of those before it that go on with its owner."""
    stretches = [0]
    for place, (before, owner) in enumerate(pairwise(owners), 1):
        same = before is owner or before == owner
        stretches.append(stretches[-1] if same else place)
    return tuple(stretches)


def _drawn(lines: Iterable[Placed], stretches: Sequence[int], fonts: Fonts) -> _Drawing:
    """Draw lines for a document."""
    pieces = [(placed, piece) for placed in lines for piece in placed.line.pieces]
    words = []
    for span, group in groupby(pieces, lambda pair: stretches[pair[1].run.place]):
        own = list(group)
        words.append(_Words(span, own, "\n".join(("BT", *_operators(own, fonts), "ET"))))
    return _Drawing(words, _needs([piece for _, piece in pieces], fonts))


def _needs(pieces: Sequence[Piece], fonts: Fonts) -> Needs | None:
    """Return what a document must have so that pieces are drawn in it as in this one."""
    needs: Needs = {}
    for piece in pieces:
        face, row = piece.run.face, piece.shown
        used = fonts.used(face)
        if row is None or not used.says(row.words):
            return None
        needs.setdefault(face, (used.resource, {}))[1].update(dict.fromkeys(row.words))
    return needs


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
        row = piece.shown
        if row and used.says(row.words):
            yield f"1 0 0 1 {number(left + row.start * span.style.size)} {baseline} Tm"
            yield row.operator
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
            at = f"{number(self._left + target * self._size)} {self._baseline}"
            self._operators.append(f"1 0 0 1 {at} Tm")
            self._row = Row(self._face, target)
        self._row.show(glyph.id, target)

    def _flush(self) -> None:
        strings = self._row.taken() if self._row else ""
        if strings:
            self._operators.append(shown(strings))
