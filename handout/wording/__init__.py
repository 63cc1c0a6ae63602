"""The program's own words on the page, a value for each language.

The words are messages in catalogues, one for each language. They are written in ICU MessageFormat,
which selects plural forms by the rules of the language and leaves the order of the words to the
translator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, reduce
from importlib import import_module
from typing import Final

from icu4py.messageformat import MessageFormat
from msgspec import Struct

from handout.languages import lookup_tags

Argument = float | str | Decimal | date


class Wording(Struct, frozen=True, eq=False):
    """The program's own words in one language.

    There is one for each language, so it is compared by identity and may be among the inputs of a
    memo.
    """

    language: str
    """BCP 47 tag of the words, which also names the plural rules and number formats."""
    messages: Mapping[str, str]
    """Messages in ICU MessageFormat by key."""
    status: str = "original"
    """'original' if it was written in this language; else 'reviewed' by a person, or 'machine'."""

    @classmethod
    def for_language(cls, tag: str) -> Wording:
        """Return the wording nearest to a BCP 47 tag (RFC 4647, 3.4); English if there is none."""
        return _wording(next((each for each in lookup_tags(tag) if each in LANGUAGES), "en"))

    @staticmethod
    def speaks(tag: str) -> bool:
        """Return whether the program has words in a language."""
        return any(each in LANGUAGES for each in lookup_tags(tag))

    def with_labels(self, labels: Mapping[str, str]) -> Wording:
        """Return this wording with other words for some of the labels.

        Raises LabelError for words that do not have exactly the placeholders of the label.
        """
        return _relabelled(self, tuple(labels.items())) if labels else self

    def text(self, key: str, **arguments: Argument) -> str:
        """Return the message of a key with its arguments filled in."""
        return _formatted(self, key, tuple(arguments.items()))

    def joined(self, key: str, parts: Sequence[str]) -> str:
        """Return parts joined by a message with the arguments `before` and `after`."""
        first, *others = parts or ("",)
        return reduce(
            lambda before, after: self.text(key, before=before, after=after), others, first
        )

    def listed(self, items: Sequence[str]) -> str:
        """Return items as a list in a sentence: 'a', 'a and b' or 'a, b and c'."""
        *others, last = items or ("",)
        if not others:
            return last
        key = "list.last" if len(others) > 1 else "list.pair"
        return self.text(key, before=self.joined("list.next", others), after=last)


LANGUAGES: Final = (
    *("en", "en-US", "ar", "de", "es", "fa", "fr", "hi", "ht", "it", "ja", "ko", "pl", "pt", "ru"),
    *("tl", "vi", "zh-Hans", "zh-Hant"),
)
"""BCP 47 tags of the languages that have a catalogue."""


class LabelError(ValueError):
    """Raised for a label that cannot have these words."""


@lru_cache(64)
def _relabelled(wording: Wording, labels: tuple[tuple[str, str], ...]) -> Wording:
    """Return the wording of a clinic; always the same one for the same labels."""
    messages = {key: _message(wording.messages[key], words) for key, words in labels}
    return Wording(wording.language, {**wording.messages, **messages})


def _message(old: str, words: str) -> str:
    """Return the words of a label as a message; raise LabelError unless they are like the old."""
    needed = re.findall(_PLACEHOLDER, old)
    if sorted(re.findall(rf"{_PLACEHOLDER}|[{{}}]", words)) != sorted(needed):
        what = " and ".join(needed)
        raise LabelError(f"must contain {what} once" if needed else "cannot contain { or }")
    return words.replace("'", "''")


_PLACEHOLDER: Final = r"\{\w+\}"


@cache
def _wording(language: str) -> Wording:
    """Return the wording of one of LANGUAGES; always the same one for the same language."""
    catalogue = import_module(f"handout.wording.catalogues.{language.casefold().replace('-', '_')}")
    return Wording(language, catalogue.MESSAGES, catalogue.STATUS)


@lru_cache(2048)
def _formatted(wording: Wording, key: str, arguments: tuple[tuple[str, Argument], ...]) -> str:
    """Return a message with its arguments; few different ones make up the dosages of a batch."""
    # A clinic gives its dates in the Gregorian calendar, and means them so in Persian too.
    locale = f"{wording.language}-u-ca-gregory"
    return MessageFormat(wording.messages[key], locale).format(dict(arguments))
