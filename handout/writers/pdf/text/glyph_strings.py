"""Write glyphs as the strings of text operators (ISO 32000-1, 9.4.3).

The codes are the glyph ids of the face, so that a piece of text is written alike in every document.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from handout.faces import Face
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import Saying


class Shown(Struct, frozen=True):
    """Glyphs in one row, each of which says its own text."""

    start: float
    """Where the first glyph stands, in ems from the left edge of the piece."""
    operator: str
    """What shows them."""
    saying: Saying


def show_plain(
    face: Face, text: str, glyphs: tuple[int, ...], advances: tuple[int, ...]
) -> Shown | None:
    """Return a row of glyphs, one for each character; None where one says two of them.

    Advances are in units of the face.
    """
    texts = dict(zip(glyphs, text, strict=True))
    if "".join(map(texts.__getitem__, glyphs)) != text:
        return None
    # What moves the last glyph on moves nothing.
    moved = zip(glyphs[:-1], advances, strict=False)
    string = "".join(map(_codes(face).__getitem__, moved))
    return Shown(0.0, f"[<{string}{glyphs[-1]:04X}>] TJ", Saying(texts))


class _Codes(dict[tuple[int, int], str]):
    """Glyphs with their advances as they stand in a string, found without a line of Python."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, moved: tuple[int, int]) -> str:
        glyph, advance = moved
        # A viewer moves on by the width that the file states.
        back = round((self._face.advance(glyph) - advance / self._face.em) * 1000, 1)
        code = self[moved] = f"{glyph:04X}>{number(back)}<" if back else f"{glyph:04X}"
        return code


@cache
def _codes(face: Face) -> _Codes:
    return _Codes(face)


def shown(strings: str) -> str:
    """Return the operator that shows strings and the moves between them."""
    return f"[{strings.replace('><', '')}] TJ"


class Row:
    """Glyphs on one baseline; knows where the viewer's pen stands, in ems."""

    def __init__(self, face: Face, start: float) -> None:
        self._face = face
        self.pen = start
        self._string: list[str] = []
        self._strings: list[str] = []

    def show(self, glyph: int, x: float) -> None:
        """Show a glyph at a place."""
        # A viewer moves on by the width that the file states, which is rounded.
        back = round((self.pen - x) * 1000, 1)
        if back:
            self._close()
            self._strings.append(number(back))
            self.pen -= back / 1000
        self._string.append(f"{glyph:04X}")
        self.pen += self._face.advance(glyph)

    def taken(self) -> str:
        """Return the strings that show the glyphs since this was asked last."""
        self._close()
        strings = "".join(self._strings)
        self._strings = []
        return strings

    def _close(self) -> None:
        if self._string:
            self._strings.append(f"<{''.join(self._string)}>")
            self._string = []
