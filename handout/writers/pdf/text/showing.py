"""Write glyphs as the strings of text operators (ISO 32000-1, 9.4.3).

The codes are the glyph ids of the face, so that a piece of text is written alike in every document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from handout.faces import Face
from handout.records import record
from handout.writers.pdf.file import number
from handout.writers.pdf.fonts import Saying
from handout.writers.pdf.text.shaping import Cluster, PlainText, Shaped


class Word(Saying):
    """Glyphs in one row, each of which says its own text."""

    def __init__(self, texts: dict[int, str], row: Row, end: float) -> None:
        """Take what the glyphs say, the row of them, and where what follows them stands."""
        super().__init__(texts)
        self.string = row.taken()
        self.drift = row.pen - end
        """How far a viewer's pen then stands too far to the right, in ems."""


@record(frozen=True, slots=True)
class Shown:
    """Words in one row."""

    start: float
    """Where the first glyph stands, in ems from the left edge of the piece."""
    words: tuple[Word, ...]

    @property
    def operator(self) -> str:
        """What shows them."""
        strings: list[str] = []
        drift = 0.0
        for word in self.words:
            back = round(drift * 1000, 1)
            if back:
                strings.append(number(back))
                drift -= back / 1000
            strings.append(word.string)
            drift += word.drift
        return shown("".join(strings))


def shown(strings: str) -> str:
    """Return the operator that shows strings and the moves between them."""
    return f"[{strings.replace('><', '')}] TJ"


def show(shaped: Shaped, start: int, end: int) -> Shown | None:
    """Return how text is shown from left to right; None where that is not so plain.

    It is where each cluster is one glyph on the baseline, and no glyph says two things.
    """
    if isinstance(shaped, PlainText):
        words = [*_words(shaped, start, end)]
        return Shown(0.0, tuple([word for word in words if word])) if all(words) else None
    clusters = shaped.clusters(start, end)
    word = _word_of(shaped.face, clusters)
    return Shown(clusters[0].glyphs[0].x, (word,)) if word else None


_WORD: Final = re.compile(r"\S+\s*|\s+")


def _words(plain: PlainText, start: int, end: int) -> Iterator[Word | None]:
    """Yield the words of a text, each with the space after it."""
    for word in _WORD.finditer(plain.text, start, end):
        first, last = word.start() - plain.start, word.end() - plain.start
        glyphs, advances = plain.glyphs[first:last], plain.advances[first:last]
        yield _plain_word(plain.face, word[0], glyphs, advances)


@lru_cache(maxsize=8192)
def _plain_word(
    face: Face, text: str, glyphs: tuple[int, ...], advances: tuple[int, ...]
) -> Word | None:
    """Return a word, of which a text has few that no other text has."""
    texts = dict(zip(glyphs, text, strict=True))
    if any(texts[glyph] != said for glyph, said in zip(glyphs, text, strict=True)):
        return None
    row = Row(face, 0.0)
    x = 0
    for glyph, advance in zip(glyphs, advances, strict=True):
        row.show(glyph, x / face.em)
        x += advance
    return Word(texts, row, x / face.em)


def _word_of(face: Face, clusters: Sequence[Cluster]) -> Word | None:
    """Return clusters as a word, if each of them is one glyph on the baseline."""
    if not clusters or not clusters[0].glyphs:
        return None
    row = Row(face, clusters[0].glyphs[0].x)
    texts: dict[int, str] = {}
    x = 0.0
    for cluster in clusters:
        if len(cluster.glyphs) != 1:
            return None
        glyph, offset, rise = cluster.glyphs[0]
        if rise or texts.setdefault(glyph, cluster.text) != cluster.text:
            return None
        row.show(glyph, x + offset)
        x += cluster.advance
    return Word(texts, row, x)


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
