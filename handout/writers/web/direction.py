"""The direction of text."""

from __future__ import annotations

import unicodedata

from handout.languages import is_right_to_left


def language_direction(language: str) -> str:
    """Return 'rtl' for a language written from right to left, otherwise 'ltr'."""
    return "rtl" if is_right_to_left(language) else "ltr"


def text_direction(text: str) -> str | None:
    """Return the direction of the first strong character (UAX #9, P2), or None without one."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
            case _:
                pass
    return None
