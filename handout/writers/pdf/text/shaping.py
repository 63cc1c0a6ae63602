"""Turn runs of text into placed glyphs with HarfBuzz."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from handout.writers.pdf.text.characters import UNSPOKEN
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

    start: int
    """Where the piece begins in the paragraph."""
    text: str
    """What is read: the piece without marks for the layout."""
    glyphs: tuple[Glyph, ...]
    """In logical order, a base before its marks."""
    advance: float
    """Width in ems."""


class Shaped:
    """The clusters of a stretch of text, in logical order."""

    def __init__(self, text: str, clusters: Sequence[Cluster], first_glyphs: Sequence[Any]) -> None:
        """Take the whole text, and what HarfBuzz says of the first glyph of each cluster."""
        self._text = text
        self.clusters = tuple(clusters)
        self._first_glyphs = first_glyphs

    def is_free(self, index: int, place: int) -> bool:
        """Tell whether the text may be cut at a place, which is that of a cluster, as it is."""
        if index >= len(self.clusters) or self.clusters[index].start != place:
            return False
        # To ask for a flag costs as much as all else here, so in words it is taken for set.
        tied = self._text[place - 1].isalnum() or bool(self._first_glyphs[index].flags & _TIED)
        return not tied


_FLAGS: Final = (
    hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
)
_TIED: Final = hb.GlyphFlags.UNSAFE_TO_BREAK


def shape(text: str, run: Run, start: int, end: int) -> Shaped:
    """Return the clusters of a part of a run.

    The text around the part is known to the shaper, so that letters join over its ends.
    """
    buffer = hb.Buffer()
    buffer.add_str(text, start, end - start)
    rtl = run.level % 2 == 1
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = run.script
    buffer.language = run.language
    buffer.flags = _FLAGS
    hb.shape(run.face.font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    if not rtl and len(infos) == end - start and not UNSPOKEN.search(text, start, end):
        one_by_one = _one_by_one(text, start, infos, positions, run.face.em)
        if one_by_one:
            return Shaped(text, one_by_one, infos)
    grouped: dict[int, list[Any]] = {}
    for info, position in zip(infos, positions, strict=True):
        grouped.setdefault(info.cluster, []).append((info, position))
    starts = sorted(grouped) if rtl else list(grouped)
    ends = [*starts[1:], end]
    clusters = []
    # What stands before the first visible glyph is said with it.
    first = start
    for index, last in zip(starts, ends, strict=bool(starts)):
        said = UNSPOKEN.sub("", text[first:last])
        placed = grouped[index]
        glyphs, advance = _placed(placed, run.face.em)
        clusters.append(Cluster(index, said, glyphs[::-1] if rtl else glyphs, advance))
        first = last
    return Shaped(text, clusters, [grouped[index][0][0] for index in starts])


def _one_by_one(
    text: str, start: int, infos: list[Any], positions: list[Any], em: int
) -> list[Cluster] | None:
    """Return clusters where each character has one glyph of its own, as in most text.

    None where a glyph is moved or stands for more.
    """
    clusters = []
    for index, (info, position) in enumerate(zip(infos, positions, strict=True), start):
        if info.cluster != index or position.x_offset or position.y_offset:
            return None
        glyphs = _alone(info.codepoint)
        clusters.append(Cluster(index, text[index], glyphs, position.x_advance / em))
    return clusters


@cache
def _alone(codepoint: int) -> tuple[Glyph, ...]:
    return (Glyph(codepoint, 0.0, 0.0),)


def _placed(placed: list[Any], em: int) -> tuple[tuple[Glyph, ...], float]:
    """Return the glyphs of a cluster, each in its place, from left to right, and its width."""
    glyphs = []
    pen = 0
    for info, position in placed:
        x = (pen + position.x_offset) / em
        glyphs.append(Glyph(info.codepoint, x, position.y_offset / em))
        pen += position.x_advance
    return tuple(glyphs), pen / em
