"""Write glyphs as operands of text-showing operators (ISO 32000-1, 9.4.3).

Glyphs have the same character codes in every document.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from handout.faces import Face
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import GlyphText, glyph_codes


class GlyphRun(Struct, frozen=True):
    """Glyphs on one baseline, each of which expresses its own text."""

    start: float
    """Offset of the first glyph from the left edge of the piece, in ems."""
    operator: str
    """The operator that shows the glyphs."""
    texts: GlyphText


def plain_run(
    face: Face, text: str, glyphs: tuple[int, ...], advances: tuple[int, ...]
) -> GlyphRun | None:
    """Return a run with one glyph per character, or None if a glyph has more than one text.

    Advances are in font units.
    """
    texts = dict(zip(glyphs, text, strict=True))
    if "".join(map(texts.__getitem__, glyphs)) != text:
        return None
    # Nothing follows the last glyph, so its advance is irrelevant.
    moved = zip(glyphs[:-1], advances, strict=False)
    string = "".join(map(_codes(face).__getitem__, moved))
    return GlyphRun(0.0, f"[<{string}{glyph_codes(face)[glyphs[-1]]:04X}>] TJ", texts)


class _Codes(dict[tuple[int, int], str]):
    """The code of each glyph and its advance; a lookup runs no Python."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, moved: tuple[int, int]) -> str:
        glyph, advance = moved
        # A viewer advances by the width in the file.
        back = round((self._face.advance(glyph) - advance / self._face.em) * 1000, 1)
        code = f"{glyph_codes(self._face)[glyph]:04X}"
        self[moved] = f"{code}>{number(back)}<" if back else code
        return self[moved]


@cache
def _codes(face: Face) -> _Codes:
    return _Codes(face)


def show_operator(strings: str) -> str:
    """Return the TJ operator for strings and adjustments."""
    return f"[{strings.replace('><', '')}] TJ"


class GlyphStrings:
    """Collects glyphs on one baseline and tracks the position of the viewer, in ems."""

    def __init__(self, face: Face, start: float) -> None:
        self._face = face
        self._codes = glyph_codes(face)
        self.pen = start
        self._string: list[str] = []
        self._strings: list[str] = []

    def add(self, glyph: int, x: float) -> None:
        """Add a glyph at a horizontal position."""
        self.add_code(self._codes[glyph], x, self._face.advance(glyph))

    def add_code(self, code: int, x: float, advance: float) -> None:
        """Add a character code with its width in the file at a horizontal position."""
        # A viewer advances by the width in the file, which is rounded.
        back = round((self.pen - x) * 1000, 1)
        if back:
            self._close()
            self._strings.append(number(back))
            self.pen -= back / 1000
        self._string.append(f"{code:04X}")
        self.pen += advance

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
