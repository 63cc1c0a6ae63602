"""Compare BCP 47 language tags, and tell the direction of their scripts."""

from __future__ import annotations

from typing import Final


def same_language(one: str, other: str) -> bool:
    """Return whether two tags have the same language, such as 'en' and 'en-GB'."""
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()


_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left."""
    return language.partition("-")[0].casefold() in _RIGHT_TO_LEFT
