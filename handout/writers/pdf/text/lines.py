"""Break shaped paragraphs into lines and order the pieces of each line visually.

Text is set ragged and without hyphenation. Lengths are in points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise, takewhile
from math import ceil, inf
from typing import Final

from msgspec import Struct

from handout.writers.pdf.text.bidi import visual_order
from handout.writers.pdf.text.characters import clusters, line_breaks
from handout.writers.pdf.text.glyph_strings import GlyphRun
from handout.writers.pdf.text.itemise import Paragraph, Run
from handout.writers.pdf.text.shaping import Cluster, ShapedText, shape

_HANGING: Final = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
"""Spaces that hang at the end of a line."""

_DANGLING: Final = re.compile(r"\s\u00b7$")
"""A separator at the end of a line."""

_ADDRESS_SIGNS: Final = "/.-_?&="
"""Signs after which a long address is best broken."""

_TOLERANCE: Final = 0.001
"""Rounding error allowed in sums of advances, in points."""


_LOW_SCRIPTS: Final = frozenset(
    {"Armn", "Bopo", "Cher", "Cyrl", "Geor", "Grek", "Hang", "Hani", "Hebr", "Hira", "Kana"}
    | {"Latn", "Zinh", "Zyyy"}
)
"""Scripts whose letters fit into lines made for Latin."""


class ShapedSlice(Struct, frozen=True):
    """Shaped text and its position in the paragraph."""

    start: int
    shaped: ShapedText

    def is_empty(self, start: int, end: int) -> bool:
        """Return whether a range of the paragraph has no glyphs."""
        return self.shaped.is_empty(start - self.start, end - self.start)


class Piece:
    """The part of a run within a line."""

    x = 0.0
    """Offset from the left end of the line."""

    def __init__(self, run: Run, level: int, shaped: ShapedSlice, start: int, end: int) -> None:
        """Take the range of the piece in the paragraph, which lies within the shaped slice."""
        self.run = run
        self.level = level
        self._shaped = shaped.shaped
        self._origin = shaped.start
        self._start = start - shaped.start
        self._end = end - shaped.start
        self.width = self.width_after(start)

    def width_after(self, index: int) -> float:
        """Return the width of the text from an index of the paragraph on."""
        start = max(index - self._origin, self._start)
        if start >= self._end:
            return 0.0
        ems = self._shaped.offset(self._end) - self._shaped.offset(start)
        return ems * self.run.span.style.size

    @property
    def clusters(self) -> list[Cluster]:
        """The clusters in logical order."""
        return self._shaped.clusters(self._start, self._end)

    @cached_property
    def glyph_run(self) -> GlyphRun | None:
        """The piece as one run of glyphs, if each expresses its own text, as most do."""
        return None if self.level % 2 else self._shaped.glyph_run(self._start, self._end)


class Line(Struct, frozen=True):
    """A line of a paragraph."""

    pieces: tuple[Piece, ...]
    """In logical order."""
    width: float
    """Without hanging spaces."""
    full_width: float
    """Including hanging spaces."""
    rtl: bool

    def left(self, measure: float) -> float:
        """Return the left end of the line, aligned to the start edge of the paragraph."""
        # A single line has an infinite measure and therefore no right edge.
        return measure - self.full_width if self.rtl and measure < inf else 0.0


class _BreakOpportunities(Struct, frozen=True):
    """The positions at which a line may end (UAX #14)."""

    indices: list[int]
    offsets: list[float]
    """Width of the text before each, on one unbroken line and without the spaces before it."""


class ShapedParagraph:
    """A paragraph that is shaped once, and broken into lines once per measure."""

    def __init__(self, paragraph: Paragraph) -> None:
        """Shape the runs."""
        self._paragraph = paragraph
        self._shaped = [shape(paragraph.text, run, run.start, run.end) for run in paragraph.runs]
        self._lines: dict[float, list[Line]] = {}
        self._overlong_words: dict[float, tuple[int, str]] = {}
        """The first word wider than a line and the index of its span, by measure."""
        text = paragraph.text
        self._run_starts = [run.start for run in paragraph.runs]
        widths = [
            shaped.offset(run.end - run.start) * run.span.style.size
            for run, shaped in zip(paragraph.runs, self._shaped, strict=True)
        ]
        self._run_offsets = [*accumulate(widths, initial=0.0)]
        """The start of each run on one unbroken line."""
        self._content_width = self._offset(self._content_end(0, len(text)))
        """Width on one unbroken line, without hanging spaces."""

    @cached_property
    def tall_reach(self) -> tuple[float, float]:
        """How far letters of scripts taller than Latin reach above and below the baseline.

        Rounded up to tenths of their size, so that most paragraphs of a script are alike. Faces
        declare an ascent and a descent, but in Khmer and Arabic what is drawn is far from them.
        """
        above = below = 0.0
        for run, shaped in zip(self._paragraph.runs, self._shaped, strict=True):
            if run.script not in _LOW_SCRIPTS:
                top, bottom = shaped.reach()
                above = max(above, ceil(top * 10) / 10 * run.span.style.size)
                below = max(below, ceil(bottom * 10) / 10 * run.span.style.size)
        return above, below

    @cached_property
    def _breaks(self) -> _BreakOpportunities:
        """The break opportunities, found only on demand: most paragraphs are one line."""
        indices = line_breaks(self._paragraph.text, self._paragraph.language)
        ends = [self._content_end(start, stop) for start, stop in pairwise([0, *indices])]
        return _BreakOpportunities(indices, [*map(self._offset, ends)])

    def _offset(self, index: int) -> float:
        """Return the width of the text before an index, on one unbroken line."""
        number = bisect_right(self._run_starts, index) - 1
        if number < 0:
            return 0.0
        run = self._paragraph.runs[number]
        ems = self._shaped[number].offset(min(index, run.end) - run.start)
        return self._run_offsets[number] + ems * run.span.style.size

    def lines(self, measure: float) -> list[Line]:
        """Return the lines of the paragraph; an empty paragraph has one."""
        if measure not in self._lines:
            self._lines[measure] = self._broken(measure)
        return self._lines[measure]

    def _broken(self, measure: float) -> list[Line]:
        lines = []
        start = 0
        while start < len(self._paragraph.text):
            end = self._end(start, measure)
            line = self._line(start, end)
            # Text can become wider where a break separates kerned or joined letters.
            while line.width > measure + _TOLERANCE:
                shorter = self._shorter(start, end)
                if shorter == end:
                    break
                end = shorter
                line = self._line(start, end)
            lines.append(line)
            start = end
        return lines or [Line((), 0.0, 0.0, self._paragraph.level == 1)]

    def overlong_word(self, measure: float) -> tuple[int, str] | None:
        """Return the index of a span and its first word that is wider than a line, if any."""
        self.lines(measure)
        return self._overlong_words.get(measure)

    def _content_end(self, start: int, end: int) -> int:
        """Return the end of what is seen of a line: no spaces, and no separator but the last."""
        text = self._paragraph.text[start:end].rstrip(_HANGING)
        if end < len(self._paragraph.text) and _DANGLING.search(text):
            text = text[:-1].rstrip(f"{_HANGING}\u00a0")
        return start + len(text)

    def _end(self, start: int, measure: float) -> int:
        """Return the last break opportunity that fits, or else break a word between clusters."""
        limit = self._offset(start) + measure + _TOLERANCE
        if self._content_width <= limit:
            return len(self._paragraph.text)
        breaks = self._breaks
        number = bisect_right(breaks.offsets, limit) - 1
        if number >= 0 and breaks.indices[number] > start:
            return breaks.indices[number]
        stop = breaks.indices[bisect_right(breaks.indices, start)]
        run = self._paragraph.runs[bisect_right(self._run_starts, start) - 1]
        word = self._paragraph.text[start:stop].strip()
        self._overlong_words.setdefault(measure, (run.span_index, word))
        ends = self._cluster_ends(start, stop)
        fitting = [next(ends)]
        # No further, because a word of a whole text would be gone through for each of its lines.
        fitting += takewhile(lambda end: self._offset(end) <= limit, ends)
        within = [end for end in fitting if self._paragraph.text[end - 1] in _ADDRESS_SIGNS]
        return (within or fitting)[-1]

    def _shorter(self, start: int, end: int) -> int:
        """Return the previous possible end of a line, or the same one if there is none."""
        indices = self._breaks.indices
        number = bisect_right(indices, end - 1) - 1
        if number >= 0 and indices[number] > start:
            return indices[number]
        ends = [cut for cut in self._cluster_ends(start, end) if cut < end]
        return ends[-1] if ends else end

    def _cluster_ends(self, start: int, stop: int) -> Iterator[int]:
        word = self._paragraph.text[start:stop]
        for _, end in clusters(word, self._paragraph.language):
            yield start + end

    def _line(self, start: int, end: int) -> Line:
        """Return a line with its pieces in visual order (UAX #9, L1 and L2)."""
        content_end = self._content_end(start, end)
        if "\u00b7" in self._paragraph.text[content_end:end]:
            # Of a separator at the end of a line, only the space before it is left.
            end = content_end + 1
        pieces = tuple(self._pieces(start, end, content_end))
        pen = 0.0
        for index in visual_order([piece.level for piece in pieces]):
            pieces[index].x = pen
            pen += pieces[index].width
        hanging = 0.0
        if content_end < end:
            hanging = sum([piece.width_after(content_end) for piece in pieces])
        return Line(pieces, pen - hanging, pen, self._paragraph.level == 1)

    def _pieces(self, start: int, end: int, content_end: int) -> Iterator[Piece]:
        """Yield the pieces of a line; trailing spaces take the level of the paragraph (L1)."""
        base = self._paragraph.level
        for number, run in enumerate(self._paragraph.runs):
            if run.end <= start or run.start >= end:
                continue
            first, last = max(run.start, start), min(run.end, end)
            shaped = self._slice(number, first, last)
            spaces = last if run.level == base else min(max(content_end, first), last)
            if first < spaces and not shaped.is_empty(first, spaces):
                yield Piece(run, run.level, shaped, first, spaces)
            if spaces < last and not shaped.is_empty(spaces, last):
                yield Piece(run, base, shaped, spaces, last)

    def _slice(self, number: int, start: int, end: int) -> ShapedSlice:
        """Return shaped text that contains part of a run, reshaped where a cut requires it."""
        run, shaped = self._paragraph.runs[number], self._shaped[number]
        safe_start = start == run.start or shaped.is_safe_to_break(start - run.start)
        if safe_start and (end == run.end or shaped.is_safe_to_break(end - run.start)):
            return ShapedSlice(run.start, shaped)
        return ShapedSlice(start, shape(self._paragraph.text, run, start, end))
