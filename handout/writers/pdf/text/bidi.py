"""Directions of text after the Unicode Bidirectional Algorithm (UAX #9); hides the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bidi import get_base_level, get_display

from handout.languages import is_right_to_left

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters without which every level is the paragraph's, where that is left to right."""

_STRONG: Final = re.compile(r"[^\W\d_]")


def paragraph_level(text: str, language: str) -> int:
    """Return 0 for a left-to-right paragraph, 1 for a right-to-left one.

    The first strong character decides (rules P2 and P3), the language where there is none.
    """
    if not _STRONG.search(text):
        return int(is_right_to_left(language))
    return int(get_base_level(text)) if _RIGHT_TO_LEFT.search(text) else 0


def embedding_levels(text: str, base: int) -> list[int]:
    """Return the resolved level of each character, before the rules that need lines."""
    if base == 0 and not _RIGHT_TO_LEFT.search(text):
        return [0] * len(text)
    # The library tells its levels in a report only: one line a byte of the text in UTF-8, after
    # the text itself, whose own line breaks the report escapes.
    report = get_display(text, base_dir="LR"[base], debug=True)
    listed = report.partition("\n    levels: [")[2].partition("\n    paragraphs: [")[0]
    by_byte = [int(level) for level in re.findall(r"^\s+(\d+),$", listed, re.MULTILINE)]
    levels = []
    byte = 0
    for character in text:
        levels.append(by_byte[byte])
        byte += len(character.encode())
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's parts from left to right (rule L2)."""
    order = list(range(len(levels)))
    if not any(levels):
        return order
    highest = max(levels)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order
