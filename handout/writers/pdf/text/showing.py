"""Write glyphs as the strings of text operators (ISO 32000-1, 9.4.3).

The codes are the glyph ids of the face, so that a piece of text is written alike in every document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final

from msgspec import Struct

from handout.faces import Face
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import Saying


class Word(Saying):
    """Glyphs in one row, each of which says its own text."""

    def __init__(self, texts: dict[int, str], row: Row, end: float) -> None:
        """Take what the glyphs say, the row of them, and where what follows them stands."""
        super().__init__(texts)
        self.string = row.taken()
        self.drift = round(row.pen - end, 9)
        """How far a viewer's pen then stands too far to the right, in ems."""


_DRIFT: Final = attrgetter("drift")


class Shown(Struct, frozen=True):
    """Words in one row."""

    start: float
    """Where the first glyph stands, in ems from the left edge of the piece."""
    operator: str
    """What shows them."""
    words: Sequence[Word]


def in_one_row(words: Sequence[Word], start: float = 0.0) -> Shown:
    """Return words as they are shown one after the other."""
    if not any(map(_DRIFT, words)):
        return Shown(start, shown("".join([word.string for word in words])), words)
    strings: list[str] = []
    drift = 0.0
    for word in words:
        if drift and (back := round(drift * 1000, 1)):
            strings.append(number(back))
            drift -= back / 1000
        strings.append(word.string)
        drift += word.drift
    return Shown(start, shown("".join(strings)), words)


def shown(strings: str) -> str:
    """Return the operator that shows strings and the moves between them."""
    return f"[{strings.replace('><', '')}] TJ"


def words_in(text: str) -> list[tuple[int, int]]:
    """Return where each word of a text begins and ends, the space after it included."""
    return [word.span() for word in _WORD.finditer(text)]


_WORD: Final = re.compile(r"\S+\s*|\s+")


@lru_cache(maxsize=2048)
def plain_word(
    face: Face, text: str, glyphs: tuple[int, ...], advances: tuple[int, ...]
) -> Word | None:
    """Return a word whose characters have a glyph each; None where a glyph says two of them.

    Of the words of a text, most were in other texts too. Advances are in units of the face.
    """
    texts = dict(zip(glyphs, text, strict=True))
    if any(texts[glyph] != said for glyph, said in zip(glyphs, text, strict=True)):
        return None
    row = Row(face, 0.0)
    x = 0
    for glyph, advance in zip(glyphs, advances, strict=True):
        row.show(glyph, x / face.em)
        x += advance
    return Word(texts, row, x / face.em)


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
