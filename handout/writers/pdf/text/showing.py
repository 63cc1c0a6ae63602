"""Write glyphs as the strings of text operators (ISO 32000-1, 9.4.3).

The codes are the glyph ids of the face, so that a piece of text is written alike in every document.
"""

from __future__ import annotations

from collections.abc import Sequence

from handout.faces import Face
from handout.records import record
from handout.writers.pdf.file import number
from handout.writers.pdf.text.shaping import Cluster


@record(frozen=True, slots=True)
class Shown:
    """Glyphs in one row, each of which says its own text."""

    start: float
    """Where the first one stands, in ems from the left edge of the piece."""
    operator: str
    """What shows them."""
    texts: dict[int, str]
    """What each of the glyphs says."""


def show_plainly(face: Face, clusters: Sequence[Cluster]) -> Shown | None:
    """Return how clusters are shown from left to right; None where that is not so plain.

    It is where each cluster is one glyph on the baseline, and no glyph says two things.
    """
    if not clusters:
        return None
    start = clusters[0].glyphs[0].x if clusters[0].glyphs else 0.0
    row = Row(face, start)
    texts: dict[int, str] = {}
    x = 0.0
    for _, text, glyphs, advance in clusters:
        if len(glyphs) != 1:
            return None
        glyph, offset, rise = glyphs[0]
        if rise or texts.setdefault(glyph, text) != text:
            return None
        row.show(glyph, x + offset)
        x += advance
    return Shown(start, row.taken(), texts)


class Row:
    """Glyphs on one baseline; knows where the viewer's pen stands, in ems."""

    def __init__(self, face: Face, start: float) -> None:
        self._face = face
        self._pen = start
        self._string: list[str] = []
        self._shown: list[str] = []

    def show(self, glyph: int, x: float) -> None:
        """Show a glyph at a place."""
        # A viewer moves on by the width that the file states, which is rounded.
        back = round((self._pen - x) * 1000, 1)
        if back:
            self._close()
            self._shown.append(number(back))
            self._pen -= back / 1000
        self._string.append(f"{glyph:04X}")
        self._pen += self._face.advance(glyph)

    def taken(self) -> str:
        """Return what shows the glyphs since this was asked last; empty where there are none."""
        self._close()
        operator = f"[{''.join(self._shown)}] TJ" if self._shown else ""
        self._shown = []
        return operator

    def _close(self) -> None:
        if self._string:
            self._shown.append(f"<{''.join(self._string)}>")
            self._string = []
