"""Properties of characters and grapheme clusters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

import uharfbuzz as hb
from icu4py.breakers import CharacterBreaker, LineBreaker

FORMAT_CHARACTERS: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Controls for line breaking and direction, which are not part of the text."""

_WHITESPACE_CONTROLS: Final = re.compile("[\t-\r\u001c-\u001f\u0085\u2028\u2029]")


def on_one_line(text: str) -> str:
    """Return text with its tabs and line breaks replaced by spaces."""
    return _WHITESPACE_CONTROLS.sub(" ", text)


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the ISO 15924 script of a character, or None if several scripts share it."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script


def clusters(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each grapheme cluster."""
    return _segments(CharacterBreaker(text, language), text)


def line_breaks(text: str, language: str) -> list[int]:
    """Return the indices at which a line may end (UAX #14).

    Korean words and telephone numbers are kept whole, and a separator stays with what it follows.
    """
    ends = [end for _, end in _segments(LineBreaker(text, language), text)]
    for start, stop in _unbroken(text):
        ends = [end for end in ends if not start < end < stop]
    if text.isascii():
        return ends
    # Korean may break at any syllable, but is easier to read if it breaks between words.
    return [end for end in ends if not (_ends_hangul(text, end) and _ends_hangul(text, end + 1))]


def unbroken(text: str, language: str) -> str:
    """Return text in which no line may end, in scripts with and without spaces."""
    text = text.replace(" ", "\u00a0")
    pieces = pairwise([0, *line_breaks(text, language)])
    return "\u2060".join(text[start:end] for start, end in pieces)


_SEPARATOR: Final = re.compile(r"\s\u00b7(?=\s)")

_NUMBERS: Final = re.compile(r"[+(]*[0-9]+(?:[ \u00a0()/.\-]{1,3}[0-9]+)+")

_DIGITS: Final = range(7, 16)
"""How many digits a telephone number has; 15 are the most (ITU-T E.164)."""


def _unbroken(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges inside which no line may end."""
    for match in _SEPARATOR.finditer(text):
        yield match.span()
    for match in _NUMBERS.finditer(text):
        if sum(map(str.isdigit, match[0])) in _DIGITS:
            yield match.span()


def _ends_hangul(text: str, end: int) -> bool:
    """Return whether the text before an index ends in a Hangul syllable."""
    return "\uac00" <= text[end - 1 : end] <= "\ud7a3"


def _segments(breaker: CharacterBreaker | LineBreaker, text: str) -> Iterator[tuple[int, int]]:
    if text.isascii() or max(text) <= "\uffff":
        return breaker.segments()
    return _by_character(breaker, text)


def _by_character(breaker: CharacterBreaker | LineBreaker, text: str) -> Iterator[tuple[int, int]]:
    """Convert the UTF-16 indices of ICU to character indices."""
    units = (1 + (character > "\uffff") for character in text)
    index_at = [index for index, count in enumerate(units) for _ in range(count)]
    index_at.append(len(text))
    for start, end in breaker.segments():
        yield index_at[start], index_at[end]


def described(character: str) -> str:
    """Return a character with its code point and Unicode name, for a message."""
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"


def split_marks(text: str) -> tuple[str, str]:
    """Return the text of a cluster up to its first nonspacing mark, and the rest."""
    for index, character in enumerate(text):
        if index and unicodedata.category(character) == "Mn":
            return text[:index], text[index:]
    return text, ""
