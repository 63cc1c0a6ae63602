"""Write glyphs as the strings of text operators (ISO 32000-1, 9.4.3).

Codes are the glyph ids of the face, so that a piece of text is the same in every document.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from handout.faces import Face
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import GlyphText


class GlyphRun(Struct, frozen=True):
    """Glyphs on one baseline, each of which expresses its own text."""

    start: float
    """The place of the first glyph, in ems from the left edge of the piece."""
    operator: str
    """The operator that shows them."""
    texts: GlyphText


def plain_run(
    face: Face, text: str, glyphs: tuple[int, ...], advances: tuple[int, ...]
) -> GlyphRun | None:
    """Return a run of one glyph for each character, or None if a glyph stands for two of them.

    Advances are in units of the face.
    """
    texts = dict(zip(glyphs, text, strict=True))
    if "".join(map(texts.__getitem__, glyphs)) != text:
        return None
    # The advance of the last glyph moves nothing.
    moved = zip(glyphs[:-1], advances, strict=False)
    string = "".join(map(_codes(face).__getitem__, moved))
    return GlyphRun(0.0, f"[<{string}{glyphs[-1]:04X}>] TJ", texts)


class _Codes(dict[tuple[int, int], str]):
    """The code of each pair of a glyph and its advance; a lookup runs no Python."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, moved: tuple[int, int]) -> str:
        glyph, advance = moved
        # A viewer advances by the width that the file states.
        back = round((self._face.advance(glyph) - advance / self._face.em) * 1000, 1)
        code = self[moved] = f"{glyph:04X}>{number(back)}<" if back else f"{glyph:04X}"
        return code


@cache
def _codes(face: Face) -> _Codes:
    return _Codes(face)


def show_operator(strings: str) -> str:
    """Return the operator that shows strings and the moves between them."""
    return f"[{strings.replace('><', '')}] TJ"


class GlyphStrings:
    """Collects glyphs on one baseline; tracks the pen of the viewer, in ems."""

    def __init__(self, face: Face, start: float) -> None:
        self._face = face
        self.pen = start
        self._string: list[str] = []
        self._strings: list[str] = []

    def add(self, glyph: int, x: float) -> None:
        """Add a glyph at a place."""
        # A viewer advances by the width that the file states, which is rounded.
        back = round((self.pen - x) * 1000, 1)
        if back:
            self._close()
            self._strings.append(number(back))
            self.pen -= back / 1000
        self._string.append(f"{glyph:04X}")
        self.pen += self._face.advance(glyph)

    def take(self) -> str:
        """Return the strings of the glyphs added since the last call."""
        self._close()
        strings = "".join(self._strings)
        self._strings = []
        return strings

    def _close(self) -> None:
        if self._string:
            self._strings.append(f"<{''.join(self._string)}>")
            self._string = []
