"""Turn runs of text into placed glyphs with HarfBuzz."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from handout.faces import Face
from handout.writers.pdf.text.characters import UNSPOKEN
from handout.writers.pdf.text.glyph_strings import (
    GlyphRun,
    GlyphStrings,
    plain_run,
    show_operator,
)
from handout.writers.pdf.text.itemise import Run


class Glyph(NamedTuple):
    """A shape of a face, placed in its cluster; lengths are in ems."""

    id: int
    x: float
    """From the left edge of the cluster."""
    y: float
    """Up from the baseline."""


class Cluster(NamedTuple):
    """Glyphs that only together say a piece of text."""

    text: str
    """What is read: the piece without marks for the layout."""
    glyphs: tuple[Glyph, ...]
    """In logical order, a base before its marks."""
    advance: float
    """Width in ems."""


class Glyphs(NamedTuple):
    """What HarfBuzz says of a stretch of text, from left to right."""

    places: list[int]
    """Of the cluster that each glyph belongs to, in the stretch."""
    infos: list[Any]
    positions: list[Any]


class Shaped(ABC):
    """A stretch of shaped text; places in it count its characters from its beginning."""

    def __init__(self, text: str, face: Face, advances: Iterable[int]) -> None:
        """Take how far each character moves on, in units of the face."""
        self._text = text
        self._face = face
        self._reach = array("l", accumulate(advances, initial=0))

    def reach(self, place: int) -> float:
        """Return how many ems the stretch takes before a place."""
        return self._reach[place] / self._face.em

    def is_free(self, place: int) -> bool:
        """Tell whether the text may be cut at a place inside it as it is."""
        # To ask for a flag costs more than all else here, so in words it is taken for set.
        if self._text[place - 1].isalnum():
            return False
        first = self._glyph_at(place)
        return first is not None and not first.flags & _TIED

    @abstractmethod
    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401 -- the library has no types
        """Return the first glyph of the cluster that begins at a place; None where none does."""

    @abstractmethod
    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether there is no glyph between two places."""

    @abstractmethod
    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return the clusters between two places, in logical order."""

    @abstractmethod
    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a part as one run from left to right, or None if it is not so plain.

        It is if each cluster is one glyph on the baseline and no glyph stands for two texts.
        """


class PlainText(Shaped):
    """Text from left to right in which each character has one glyph, on the baseline.

    Most text is such. It is kept as bare numbers: a cluster for each letter would cost more than
    all the rest of a handout.
    """

    def __init__(self, text: str, face: Face, glyphs: Glyphs) -> None:
        """Take what HarfBuzz says of the glyphs."""
        self._infos = glyphs.infos
        self._glyphs = tuple([info.codepoint for info in glyphs.infos])
        self._advances = tuple([position.x_advance for position in glyphs.positions])
        super().__init__(text, face, self._advances)

    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401
        return self._infos[place]

    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether two places are one."""
        return start == end

    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return a cluster for each character."""
        return [
            Cluster(
                self._text[place],
                (Glyph(self._glyphs[place], 0.0, 0.0),),
                self._advances[place] / self._face.em,
            )
            for place in range(start, end)
        ]

    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a part as one run, or None if a glyph stands for two texts in it."""
        glyphs, advances = self._glyphs[start:end], self._advances[start:end]
        return plain_run(self._face, self._text[start:end], glyphs, advances)


class ClusteredText(Shaped):
    """Text of any script, in clusters of characters that have glyphs only together."""

    def __init__(self, text: str, face: Face, glyphs: Glyphs, *, backward: bool) -> None:
        """Take what HarfBuzz says of the glyphs, which stand from left to right."""
        grouped: dict[int, list[Any]] = {}
        for place, info, position in zip(*glyphs, strict=True):
            grouped.setdefault(place, []).append((info, position))
        advances = [0] * len(text)
        for place, placed in grouped.items():
            advances[place] = sum(position.x_advance for _, position in placed)
        super().__init__(text, face, advances)
        self._starts = sorted(grouped)
        self._first_glyphs = [grouped[place][0][0] for place in self._starts]
        self._clusters: list[Cluster] = []
        # What stands before the first visible glyph is said with it.
        first = 0
        ends = [*self._starts[1:], len(text)]
        for place, last in zip(self._starts, ends, strict=bool(grouped)):
            said = UNSPOKEN.sub("", text[first:last])
            own = _placed(grouped[place], face.em)
            advance = advances[place] / face.em
            self._clusters.append(Cluster(said, own[::-1] if backward else own, advance))
            first = last

    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401
        index = bisect_left(self._starts, place)
        found = index < len(self._starts) and self._starts[index] == place
        return self._first_glyphs[index] if found else None

    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether no cluster begins between two places."""
        return not self.clusters(start, end)

    def clusters(self, start: int, end: int) -> list[Cluster]:
        """Return the clusters that begin between two places."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._clusters[first:last]

    def glyph_run(self, start: int, end: int) -> GlyphRun | None:
        """Return a part as one run, if each of its clusters is one glyph on the baseline."""
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
            if rise or texts.setdefault(glyph, cluster.text) != cluster.text:
                return None
            strings.add(glyph, x + offset)
            x += cluster.advance
        return GlyphRun(left, show_operator(strings.take()), texts)


def _placed(placed: list[Any], em: int) -> tuple[Glyph, ...]:
    """Return the glyphs of a cluster, each in its place, from left to right."""
    glyphs = []
    pen = 0
    for info, position in placed:
        x = (pen + position.x_offset) / em
        glyphs.append(Glyph(info.codepoint, x, position.y_offset / em))
        pen += position.x_advance
    return tuple(glyphs)


_FLAGS: Final = (
    hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
)
_TIED: Final = hb.GlyphFlags.UNSAFE_TO_BREAK


def shape(text: str, run: Run, start: int, end: int) -> Shaped:
    """Return a part of a run as it is shaped.

    The text around the part is known to the shaper, so that letters join over its ends.
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
    """Tell whether each character is said, by one glyph that stands where it would alone."""
    return (
        glyphs.places == [*range(len(text))]
        and not [True for position in glyphs.positions if position.x_offset or position.y_offset]
        and not UNSPOKEN.search(text)
    )
