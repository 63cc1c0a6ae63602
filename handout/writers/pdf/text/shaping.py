"""Turn runs of text into placed glyphs with HarfBuzz."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import uharfbuzz as hb

from handout.writers.pdf.text.characters import UNSPOKEN
from handout.writers.pdf.text.itemise import Run


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shape of a face, placed in its cluster; lengths are in ems."""

    id: int
    x: float
    """From the left edge of the cluster."""
    y: float
    """Up from the baseline."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that only together say a piece of text."""

    start: int
    """Where the piece begins in the paragraph."""
    text: str
    """What is read: the piece without marks for the layout."""
    glyphs: tuple[Glyph, ...]
    """In logical order, a base before its marks."""
    advance: float
    """Width in ems."""
    tied: bool
    """Whether the text must be shaped anew if it is cut before this cluster."""


_FLAGS: Final = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
_TIED: Final = int(hb.GlyphFlags.UNSAFE_TO_BREAK)


def shape(text: str, run: Run, start: int, end: int) -> list[Cluster]:
    """Return the clusters of a part of a run, in logical order.

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
    grouped: dict[int, list[Any]] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        grouped.setdefault(info.cluster, []).append((info, position))
    starts = sorted(grouped)
    clusters: list[Cluster] = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else end
        # What stands before the first visible glyph is said with it.
        said = UNSPOKEN.sub("", text[first if index else start : last])
        placed = grouped[first]
        if rtl and _is_ligature(said, last - first, len(placed)):
            clusters += _parted(first, said, placed, run.face.em)
        else:
            clusters.append(_cluster(first, said, placed, run.face.em, rtl=rtl))
    return clusters


def _is_ligature(said: str, length: int, glyphs: int) -> bool:
    """Tell whether letters were joined into a form that still has a glyph for each: lam-alef."""
    return 1 < len(said) == length == glyphs and said.isalpha()


def _parted(start: int, text: str, placed: list[Any], em: int) -> Iterator[Cluster]:
    """Yield the letters of such a form; readers turn round the text of a right-to-left whole."""
    for index, (letter, one) in enumerate(zip(text, reversed(placed), strict=True)):
        cluster = _cluster(start + index, letter, [one], em, rtl=True)
        yield replace(cluster, tied=index > 0 or cluster.tied)


def _cluster(start: int, text: str, placed: list[Any], em: int, *, rtl: bool) -> Cluster:
    """Give each glyph its place in the cluster; HarfBuzz lists them from left to right."""
    glyphs = []
    pen = 0
    for info, position in placed:
        x = (pen + position.x_offset) / em
        glyphs.append(Glyph(info.codepoint, x, position.y_offset / em))
        pen += position.x_advance
    if rtl:
        glyphs.reverse()
    return Cluster(start, text, tuple(glyphs), pen / em, bool(placed[0][0].flags & _TIED))
