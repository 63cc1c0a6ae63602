"""What the engine must know of single characters and of the clusters they form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import uharfbuzz as hb
from icu4py.breakers import CharacterBreaker, LineBreaker

UNSPOKEN: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Marks for the layout alone: where to break and which way to run; no part of what is read."""

_CONTROL: Final = re.compile("[\t-\r\u001c-\u001f\u0085\u2028\u2029]")


def in_one_line(text: str) -> str:
    """Return a text whose tabs and line ends are spaces."""
    return _CONTROL.sub(" ", text)


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the script of a character after ISO 15924, None where it belongs to several."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script


def clusters(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each grapheme cluster."""
    return _segments(CharacterBreaker(text, language), text)


def line_ends(text: str, language: str) -> list[int]:
    """Return the places where a line may end: after UAX #14, but in no Korean word."""
    ends = [end for _, end in _segments(LineBreaker(text, language), text)]
    if text.isascii():
        return ends
    # Korean is set either way; it is easier to read where words stay whole.
    return [end for end in ends if not (_ends_hangul(text, end) and _ends_hangul(text, end + 1))]


def _ends_hangul(text: str, end: int) -> bool:
    """Tell whether the part of a text up to a place ends in a Korean syllable."""
    return "\uac00" <= text[end - 1 : end] <= "\ud7a3"


def _segments(breaker: CharacterBreaker | LineBreaker, text: str) -> Iterator[tuple[int, int]]:
    if text.isascii() or max(text) <= "\uffff":
        return breaker.segments()
    return _by_character(breaker, text)


def _by_character(breaker: CharacterBreaker | LineBreaker, text: str) -> Iterator[tuple[int, int]]:
    """Count in characters what ICU counts in units of UTF-16."""
    index_at = [index for index, character in enumerate(text) for _ in range(_units(character))]
    index_at.append(len(text))
    for start, end in breaker.segments():
        yield index_at[start], index_at[end]


def _units(character: str) -> int:
    return 1 + (character > "\uffff")


def described(character: str) -> str:
    """Name a character for a person: itself, its code and its Unicode name."""
    from unicodedata import name  # noqa: PLC0415 -- only for a problem

    known = name(character, "unnamed")
    return f"{character} (U+{ord(character):04X} {known})"
