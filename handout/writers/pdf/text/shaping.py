"""Turn runs of text into placed glyphs with HarfBuzz."""

from __future__ import annotations

from dataclasses import dataclass
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
    placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    grouped: dict[int, list[Any]] = {}
    for info, position in placed:
        grouped.setdefault(info.cluster, []).append((info, position))
    starts = sorted(grouped)
    clusters = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else end
        # What stands before the first visible glyph is said with it.
        said = UNSPOKEN.sub("", text[first if index else start : last])
        clusters.append(_cluster(first, said, grouped[first], run.face.em, rtl=rtl))
    return clusters


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
