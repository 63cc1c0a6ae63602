"""Fill lines with shaped text: where they may end, what stands where in them.

Lines are ragged at their end; nothing is hyphenated. Lengths are in points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from math import inf
from typing import Final

from msgspec import Struct

from handout.writers.pdf.text.bidi import visual_order
from handout.writers.pdf.text.characters import clusters, line_ends
from handout.writers.pdf.text.glyph_strings import GlyphRun
from handout.writers.pdf.text.itemise import Paragraph, Run
from handout.writers.pdf.text.shaping import Cluster, Shaped, shape

_HANGING: Final = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
"""Spaces that take no room at the end of a line."""

_TOLERANCE: Final = 0.001
"""Points; sums of floating-point advances may exceed a measure by less."""


class Stretch(Struct, frozen=True):
    """Shaped text of a run."""

    start: int
    """Where it begins in the paragraph."""
    shaped: Shaped

    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether there is no glyph between two places of the paragraph."""
        return self.shaped.is_empty(start - self.start, end - self.start)


class Piece:
    """The part of a run that stands in a line."""

    x = 0.0
    """Left edge, from the line's left end."""

    def __init__(self, run: Run, level: int, stretch: Stretch, start: int, end: int) -> None:
        """Take what holds the part, and its beginning and end in the paragraph."""
        self.run = run
        self.level = level
        self._shaped = stretch.shaped
        self._offset = stretch.start
        self._start = start - stretch.start
        self._end = end - stretch.start
        self.width = self.width_after(start)

    def width_after(self, place: int) -> float:
        """Return the width of what stands after a place of the paragraph."""
        start = max(place - self._offset, self._start)
        if start >= self._end:
            return 0.0
        ems = self._shaped.reach(self._end) - self._shaped.reach(start)
        return ems * self.run.span.style.size

    @property
    def clusters(self) -> list[Cluster]:
        """Its clusters, in logical order."""
        return self._shaped.clusters(self._start, self._end)

    @cached_property
    def glyph_run(self) -> GlyphRun | None:
        """The piece as one run, if each of its glyphs expresses its own text, as most do."""
        return None if self.level % 2 else self._shaped.glyph_run(self._start, self._end)


class Line(Struct, frozen=True):
    """A line of a paragraph."""

    pieces: tuple[Piece, ...]
    """In logical order."""
    width: float
    """Without the spaces at its end, which hang over."""
    full: float
    """With them."""
    rtl: bool

    def left(self, measure: float) -> float:
        """Return where the line begins so that its first word stands at the paragraph's edge."""
        # A line of its own has an endless measure, which has no right edge.
        return measure - self.full if self.rtl and measure < inf else 0.0


class _Stops(Struct, frozen=True):
    """Where a line of a paragraph may end."""

    places: list[int]
    reaches: list[float]
    """How far the text reaches up to each of these, without the spaces before it."""


class ShapedParagraph:
    """A paragraph that is shaped once and broken into lines once for each measure."""

    def __init__(self, paragraph: Paragraph) -> None:
        """Shape the runs."""
        self._paragraph = paragraph
        self._shaped = [shape(paragraph.text, run, run.start, run.end) for run in paragraph.runs]
        self._set: dict[float, list[Line]] = {}
        self._cut: dict[float, str] = {}
        """The first word that was cut, by the measure."""
        text = paragraph.text
        self._known_stops: _Stops | None = None
        self._run_starts = [run.start for run in paragraph.runs]
        widths = [
            shaped.reach(run.end - run.start) * run.span.style.size
            for run, shaped in zip(paragraph.runs, self._shaped, strict=True)
        ]
        self._lefts = [*accumulate(widths, initial=0.0)]
        """Where each run begins on one endless line."""
        self._content_reach = self._reach(self._content_end(0, len(text)))
        """How far it all reaches without the spaces at its end."""

    def _stops(self) -> _Stops:
        """Return where lines may end; most paragraphs are one line, for which nobody asks."""
        if self._known_stops is None:
            places = line_ends(self._paragraph.text, self._paragraph.language)
            ends = [self._content_end(start, stop) for start, stop in pairwise([0, *places])]
            self._known_stops = _Stops(places, [*map(self._reach, ends)])
        return self._known_stops

    def _reach(self, place: int) -> float:
        """Return how far the text reaches before a place, on one endless line."""
        index = bisect_right(self._run_starts, place) - 1
        if index < 0:
            return 0.0
        run = self._paragraph.runs[index]
        ems = self._shaped[index].reach(min(place, run.end) - run.start)
        return self._lefts[index] + ems * run.span.style.size

    def lines(self, measure: float) -> list[Line]:
        """Return the lines of the paragraph; an empty paragraph has one."""
        if measure not in self._set:
            self._set[measure] = self._lines(measure)
        return self._set[measure]

    def _lines(self, measure: float) -> list[Line]:
        lines = []
        start = 0
        while start < len(self._paragraph.text):
            end = self._end(start, measure)
            line = self._line(start, end)
            # Cutting kerned or joined text can make it wider than it was in one piece.
            while line.width > measure + _TOLERANCE:
                shorter = self._shorter(start, end)
                if shorter == end:
                    break
                end = shorter
                line = self._line(start, end)
            lines.append(line)
            start = end
        return lines or [Line((), 0.0, 0.0, self._paragraph.level == 1)]

    def cut_word(self, measure: float) -> str:
        """Return the first word that is too long for a line and is cut; empty if none is."""
        if measure not in self._set:
            self.lines(measure)
        return self._cut.get(measure, "")

    def _content_end(self, start: int, end: int) -> int:
        return start + len(self._paragraph.text[start:end].rstrip(_HANGING))

    def _end(self, start: int, measure: float) -> int:
        """Return the last place where a line may end that fits, or cut a word that is too long."""
        limit = self._reach(start) + measure + _TOLERANCE
        if self._content_reach <= limit:
            return len(self._paragraph.text)
        stops = self._stops()
        index = bisect_right(stops.reaches, limit) - 1
        if index >= 0 and stops.places[index] > start:
            return stops.places[index]
        stop = stops.places[bisect_right(stops.places, start)]
        self._cut.setdefault(measure, self._paragraph.text[start:stop].strip())
        ends = list(self._cluster_ends(start, stop))
        fitting = [end for end in ends if self._reach(end) <= limit]
        return fitting[-1] if fitting else ends[0]

    def _shorter(self, start: int, end: int) -> int:
        """Return the next earlier end of a line, or the same one where there is none."""
        places = self._stops().places
        index = bisect_right(places, end - 1) - 1
        if index >= 0 and places[index] > start:
            return places[index]
        ends = [cut for cut in self._cluster_ends(start, end) if cut < end]
        return ends[-1] if ends else end

    def _cluster_ends(self, start: int, stop: int) -> Iterator[int]:
        word = self._paragraph.text[start:stop]
        for _, end in clusters(word, self._paragraph.language):
            yield start + end

    def _line(self, start: int, end: int) -> Line:
        """Set a line: its parts from left to right after rules L1 and L2 of UAX #9."""
        content_end = self._content_end(start, end)
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
        """Yield the parts of runs in a line; spaces at its end run as the paragraph does (L1)."""
        base = self._paragraph.level
        for index, run in enumerate(self._paragraph.runs):
            if run.end <= start or run.start >= end:
                continue
            first, last = max(run.start, start), min(run.end, end)
            stretch = self._part(index, first, last)
            spaces = last if run.level == base else min(max(content_end, first), last)
            if first < spaces and not stretch.is_empty(first, spaces):
                yield Piece(run, run.level, stretch, first, spaces)
            if spaces < last and not stretch.is_empty(spaces, last):
                yield Piece(run, base, stretch, spaces, last)

    def _part(self, index: int, start: int, end: int) -> Stretch:
        """Return what holds a part of a run, shaped anew where that cannot just be cut."""
        run, shaped = self._paragraph.runs[index], self._shaped[index]
        is_tied = (start != run.start and not shaped.is_free(start - run.start)) or (
            end != run.end and not shaped.is_free(end - run.start)
        )
        if is_tied:
            return Stretch(start, shape(self._paragraph.text, run, start, end))
        return Stretch(run.start, shaped)
