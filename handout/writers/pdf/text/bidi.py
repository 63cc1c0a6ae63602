"""The Unicode Bidirectional Algorithm (UAX #9) on one paragraph; hides the library behind it."""

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
"""A left-to-right paragraph with none of these characters has one level throughout."""

_STRONG: Final = re.compile(r"[^\W\d_]|[\u200e\u200f]")
"""Letters, and the marks that stand for one of either direction."""

_ISOLATE: Final = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")

_REPORTED_LEVELS: Final = re.compile(
    r"^    levels: \[\n((?:        Level\(\n            \d+,\n        \),\n)*)    \],$",
    re.MULTILINE,
)


def paragraph_level(text: str, language: str) -> int:
    """Return 0 for a left-to-right paragraph, 1 for a right-to-left one.

    The first strong character outside isolates decides (rules P2 and P3), or the language if there
    is none.
    """
    if not _STRONG.search(_ISOLATE.sub("", text)):
        return int(is_right_to_left(language))
    return int(get_base_level(text)) if _RIGHT_TO_LEFT.search(text) else 0


def embedding_levels(text: str, base: int) -> list[int]:
    """Return the resolved level of each character, before rule L1, which needs lines.

    Raise RuntimeError if the library reports its levels in an unknown form.
    """
    if base == 0 and not _RIGHT_TO_LEFT.search(text):
        return [0] * len(text)
    # The library returns levels only in its debug report: one for each byte of the text in UTF-8.
    report = get_display(text, base_dir="LR"[base], debug=True)
    found = _REPORTED_LEVELS.search(report)
    by_byte = re.findall(r"\d+", found[1]) if found else []
    if len(by_byte) != len(text.encode()):
        raise RuntimeError("this version of python-bidi reports its levels in an unknown form")
    levels = []
    byte = 0
    for character in text:
        levels.append(int(by_byte[byte]))
        byte += len(character.encode())
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's parts from left to right (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order
