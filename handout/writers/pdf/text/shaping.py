"""Shape runs of text into positioned glyphs with HarfBuzz."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from handout.faces import Face
from handout.writers.pdf.text.characters import FORMAT_CHARACTERS, split_marks
from handout.writers.pdf.text.glyph_strings import (
    GlyphRun,
    GlyphStrings,
    plain_run,
    show_operator,
)
from handout.writers.pdf.text.itemise import Run


class Glyph(NamedTuple):
    """A glyph positioned within its cluster, in ems."""

    id: int
    x: float
    """Offset from the left edge of the cluster."""
    y: float
    """Offset upwards from the baseline."""


class Cluster(NamedTuple):
    """Glyphs that only together express a piece of text."""

    text: str
    """The text without format characters."""
    glyphs: tuple[Glyph, ...]
    """In logical order, a base before its marks."""
    advance: float
    """Advance width in ems."""


class Glyphs(NamedTuple):
    """The output of HarfBuzz for a slice of text, from left to right."""

    clusters: list[int]
    """For each glyph, the index of its cluster in the slice."""
    infos: list[Any]
    positions: list[Any]


class ShapedText(ABC):
    """A slice of shaped text; indices count its characters from its start."""

    def __init__(self, text: str, face: Face, advances: Iterable[int]) -> None:
        """Take the advance of each character, in font units."""
        self._text = text
        self._face = face
        self._offsets = array("l", accumulate(advances, initial=0))

    def offset(self, index: int) -> float:
        """Return the total advance before an index, in ems."""
        return self._offsets[index] / self._face.em

    def reach(self) -> tuple[float, float]:
        """Return how far the text reaches above and below the baseline, in ems."""
        glyphs = [
            (glyph.y, *self._face.reach(glyph.id))
            for cluster in self.clusters(0, len(self._text))
            for glyph in cluster.glyphs
        ]
        above = max((top + rise for rise, top, _ in glyphs), default=0.0)
        return above, max((bottom - rise for rise, _, bottom in glyphs), default=0.0)

    def is_safe_to_break(self, index: int) -> bool:
        """Return whether the text can be cut at an index without being shaped again."""
        # Reading a flag is the slowest step, so within words it is assumed to be set.
        if self._text[index - 1].isalnum():
            return False
        first = self._glyph_at(index)
        return first is not None and not first.flags & hb.GlyphFlags.UNSAFE_TO_BREAK

    @abstractmethod
    def _glyph_at(self, index: int) -> Any:  # noqa: ANN401 -- the library has no types
        """Return the first glyph of the cluster that starts at an index, or None."""

    @abstractmethod
    def is_empty(self, start: int, end: int) -> bool:
        """Return whether a slice has no glyphs."""

    @abstractmethod
    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return the clusters of a slice, in logical order."""

    @abstractmethod
    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a slice as one left-to-right run of glyphs, or None if it is not simple enough.

        Each cluster must be a single glyph on the baseline, and each glyph must have only one text.
        """


class PlainText(ShapedText):
    """Left-to-right text in which each character has one glyph on the baseline.

    Most text is like this. It is stored as plain numbers, because a cluster for each letter would
    cost more than everything else in a handout.
    """

    def __init__(self, text: str, face: Face, glyphs: Glyphs) -> None:
        """Take the output of HarfBuzz."""
        self._infos = glyphs.infos
        self._glyphs = tuple([info.codepoint for info in glyphs.infos])
        self._advances = tuple([position.x_advance for position in glyphs.positions])
        super().__init__(text, face, self._advances)

    def _glyph_at(self, index: int) -> Any:  # noqa: ANN401
        return self._infos[index]

    def is_empty(self, start: int, end: int) -> bool:
        """Return whether the slice is empty, as every character has a glyph."""
        return start == end

    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return a cluster for each character."""
        return [
            Cluster(
                self._text[index],
                (Glyph(self._glyphs[index], 0.0, 0.0),),
                self._advances[index] / self._face.em,
            )
            for index in range(start, end)
        ]

    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a slice as one run, or None if a glyph in it has more than one text."""
        glyphs, advances = self._glyphs[start:end], self._advances[start:end]
        return plain_run(self._face, self._text[start:end], glyphs, advances)


class ClusteredText(ShapedText):
    """Text of any script, in clusters of characters whose glyphs belong together."""

    def __init__(self, text: str, face: Face, glyphs: Glyphs, *, backward: bool) -> None:
        """Take the output of HarfBuzz, which is in visual order."""
        grouped: dict[int, list[Any]] = {}
        for index, info, position in zip(*glyphs, strict=True):
            grouped.setdefault(index, []).append((info, position))
        advances = [0] * len(text)
        for index, group in grouped.items():
            advances[index] = sum(position.x_advance for _, position in group)
        super().__init__(text, face, advances)
        _join_overlays(grouped, advances, backward=backward)
        self._starts = sorted(grouped)
        self._first_glyphs = [grouped[index][0][0] for index in self._starts]
        self._clusters: list[Cluster] = []
        # Text before the first visible glyph belongs to its cluster.
        first = 0
        ends = [*self._starts[1:], len(text)]
        for index, last in zip(self._starts, ends, strict=bool(grouped)):
            own_text = FORMAT_CHARACTERS.sub("", text[first:last])
            positioned = _positioned(grouped[index], face.em)
            if backward:
                positioned.reverse()
            self._clusters.append(Cluster(own_text, tuple(positioned), advances[index] / face.em))
            first = last

    def _glyph_at(self, index: int) -> Any:  # noqa: ANN401
        number = bisect_left(self._starts, index)
        found = number < len(self._starts) and self._starts[number] == index
        return self._first_glyphs[number] if found else None

    def is_empty(self, start: int, end: int) -> bool:
        """Return whether no cluster starts in a slice."""
        return not self.clusters(start, end)

    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return the clusters that start in a slice."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._clusters[first:last]

    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a slice as one run if each of its clusters is a single glyph on the baseline."""
        clusters = self.clusters(start, end)
        if not clusters or not clusters[0].glyphs:
            return None
        left = clusters[0].glyphs[0].x
        strings = GlyphStrings(self._face, left)
        texts: dict[int, str] = {}
        x = 0.0
        for cluster in clusters:
            if len(cluster.glyphs) != 1:
                return None
            glyph, offset, rise = cluster.glyphs[0]
            base, marks = split_marks(cluster.text)
            if rise or marks or texts.setdefault(glyph, base) != base:
                return None
            strings.add(glyph, x + offset)
            x += cluster.advance
        return GlyphRun(left, show_operator(strings.take()), texts)


def _join_overlays(
    grouped: dict[int, list[Any]], advances: Sequence[int], *, backward: bool
) -> None:
    """Join glyphs without width to the cluster before them, onto which they are drawn."""
    before = None
    for index in sorted(grouped):
        if before is None or advances[index]:
            before = index
        elif backward:
            grouped[before] = grouped.pop(index) + grouped[before]
        else:
            grouped[before] += grouped.pop(index)


def _positioned(glyphs: list[Any], em: int) -> list[Glyph]:
    """Return the positioned glyphs of a cluster, from left to right."""
    positioned = []
    pen = 0
    for info, position in glyphs:
        x = (pen + position.x_offset) / em
        positioned.append(Glyph(info.codepoint, x, position.y_offset / em))
        pen += position.x_advance
    return positioned


_FLAGS: Final = (
    hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
)


def shape(text: str, run: Run, start: int, end: int) -> ShapedText:
    """Shape a slice of a run.

    The surrounding text is passed as context, so that letters join across the ends of the slice.
    """
    backward = run.level % 2 == 1
    buffer = hb.Buffer()
    buffer.add_str(text, start, end - start)
    buffer.direction = "rtl" if backward else "ltr"
    buffer.script = run.script
    buffer.language = run.language
    buffer.flags = _FLAGS
    hb.shape(run.face.font, buffer)
    infos = buffer.glyph_infos
    glyphs = Glyphs([info.cluster - start for info in infos], infos, buffer.glyph_positions)
    own = text[start:end]
    if not backward and _are_plain(own, glyphs):
        return PlainText(own, run.face, glyphs)
    return ClusteredText(own, run.face, glyphs, backward=backward)


def _are_plain(text: str, glyphs: Glyphs) -> bool:
    """Return whether each character is one glyph at its default position."""
    return (
        glyphs.clusters == [*range(len(text))]
        and not [True for position in glyphs.positions if position.x_offset or position.y_offset]
        and not FORMAT_CHARACTERS.search(text)
    )
