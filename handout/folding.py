"""Join texts: by a space, but by nothing between Chinese characters.

The same holds for Japanese, with its full-width punctuation; Korean has spaces (CSS Text Module
Level 3, 4.1.3, segment break transformation). Lines of a text are joined, and texts that the
program puts one after the other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPACE: Final = r"[ \t\r\n\x85\u2028\u2029]"
_LINE_BREAK: Final = re.compile(rf"{_SPACE}*[\r\n\x85\u2028\u2029]{_SPACE}*")
_SPACES: Final = re.compile(rf"{_SPACE}+")
_FIRST_WIDE: Final = "\u1100"
"""The first character that may join lines."""


def join_lines(text: str) -> str:
    """Return text on one line; runs of white space become one space."""
    if _may_join(text):
        text = _LINE_BREAK.sub(_joined, text)
    return _SPACES.sub(" ", text)


def space_between(before: str, after: str = "") -> str:
    """Return what the program writes between two texts on a line: a space, or nothing.

    Full-width punctuation has its space in itself. Without the second text, it may be any.
    """
    end, start = before.rstrip(_CLOSING)[-1:], after[:1]
    if _is_wide(end) and unicodedata.category(end).startswith("P"):
        return ""
    return "" if _is_wide(start) and (_is_wide(end) or end.isdecimal()) else " "


_CLOSING: Final = "\"'*\u2019\u201d"
"""Quotation marks and the like that may follow the punctuation at the end of a text."""


def unfold(value: str, source: str) -> str:
    """Return the value of a YAML scalar without the spaces that stand for line breaks in vain.

    The source is the scalar as it was written: in the value, a folded line break is a space like
    any other.
    """
    if "\n" not in source or not _may_join(value):
        return value
    breaks = [match for match in _SPACES.finditer(source) if _is_between_wide(match)]
    spaces = [match for match in _SPACES.finditer(value) if _is_between_wide(match)]
    if len(breaks) != len(spaces):
        return value
    parts = []
    end = 0
    for space, written in zip(spaces, breaks, strict=True):
        parts.append(value[end : space.start()])
        if written[0].count("\n") != 1 or "\n" in space[0]:
            parts.append(space[0])
        end = space.end()
    return "".join([*parts, value[end:]])


def _may_join(text: str) -> bool:
    """Return quickly whether a text may have wide characters."""
    return not text.isascii() and max(text) >= _FIRST_WIDE


def _joined(line_break: re.Match[str]) -> str:
    return "" if _is_between_wide(line_break) else " "


def _is_between_wide(space: re.Match[str]) -> bool:
    text, start, end = space.string, space.start(), space.end()
    return _is_wide(text[start - 1 : start]) and _is_wide(text[end : end + 1])


def _is_wide(character: str) -> bool:
    """Return whether a character is of full width and in a script without spaces."""
    if not character or unicodedata.east_asian_width(character) not in {"F", "H", "W"}:
        return False
    return unicodedata.category(character) != "So" and "HANGUL" not in unicodedata.name(
        character, ""
    )
