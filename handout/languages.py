"""Compare BCP 47 language tags, and tell the direction of their scripts."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import bidirectional


def lookup_tags(tag: str) -> list[str]:
    """Return tags to look for in place of a tag, the nearest first (RFC 4647, 3.4).

    A tag of a region is followed by that of the script that is written there.
    """
    subtags = tag.casefold().split("-")
    tags: list[str] = []
    for end in range(len(subtags), 0, -1):
        shorter = "-".join(subtags[:end])
        tags += [shorter, *([_LIKELY[shorter]] if shorter in _LIKELY else [])]
    return [spelled(each) for each in tags]


_LIKELY: Final = {
    "fil": "tl",
    "zh": "zh-hans",
    **dict.fromkeys(("zh-hk", "zh-mo", "zh-tw", "yue"), "zh-hant"),
}
"""Other tags of a language, and the scripts that regions write (CLDR likelySubtags)."""


def spelled(tag: str) -> str:
    """Return a tag with the capitals that it usually has (RFC 5646, 2.1.1)."""
    language, *others = tag.casefold().split("-")
    spelled = (each.title() if len(each) == 4 else each.upper() for each in others)
    return "-".join((language, *spelled))


def same_text(one: str, other: str) -> bool:
    """Return whether who reads a text in one language can read the other, such as 'en' and 'en-US'.

    A language in two scripts makes two texts, such as Chinese in 'zh-TW' and 'zh-Hans'.
    """
    scripts = {_script(one), _script(other)} - {""}
    return same_language(one, other) and len(scripts) < 2


def _script(tag: str) -> str:
    """Return the script of a tag, named or likely; empty if it is not known."""
    found = (_TAG.match(each.casefold()) for each in lookup_tags(tag))
    return next((each["script"] for each in found if each and each["script"]), "")


def same_language(one: str, other: str) -> bool:
    """Return whether two tags have the same language, such as 'en' and 'en-GB'."""
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()


_SCRIPTS: Final = frozenset({
    "adlm", "arab", "aran", "armi", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc",
    "syre", "syrj", "syrn", "thaa", "yezi",
})  # fmt: skip
"""Scripts written from right to left, by their ISO 15924 codes."""

_RIGHT_TO_LEFT: Final = frozenset({
    "aeb", "apc", "apd", "ar", "arc", "arq", "ars", "ary", "arz", "avl", "bal", "bej",
    "bft", "bgn", "bqi", "brh", "cja", "ckb", "dcc", "dgl", "dv", "fa", "fia", "fub", "gbz",
    "gjk", "gju", "glk", "gwc", "gwt", "haz", "he", "hnd", "hno", "iw", "ji", "kby", "khw",
    "ks", "kvx", "kxp", "kzh", "lad", "lah", "lki", "lrc", "luz", "mde", "mfa", "mki",
    "mvy", "myz", "mzn", "nqo", "oru", "ota", "phl", "prd", "ps", "rhg", "rmt", "scl", "sd",
    "sdh", "shu", "skr", "smp", "swb", "syr", "trw", "ug", "ur", "wni", "yi", "zdj",
    "az-iq", "az-ir", "ha-cm", "ha-sd", "kk-af", "kk-cn", "kk-ir", "kk-mn", "ku-lb",
    "ky-cn", "man-gn", "ms-cc", "pa-pk", "tg-pk", "uz-af",
})  # fmt: skip
"""Languages, and languages in a region, whose likely script is one of those.

From the data `likelySubtags` of the Unicode CLDR.
"""

_LEFT_TO_RIGHT: Final = frozenset({"ug-kz", "ug-mn"})
"""Regions in which such a language has another script, from the same source."""

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,8})(?:-[a-z]{3})*(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}))?\b"
)
"""The beginning of a language tag (RFC 5646, 2.1)."""


def isolated(text: str) -> str:
    """Return text that keeps its direction to itself beside text of the other one.

    Between FSI and PDI (UAX #9, 2.4) if it is written from right to left: a number after it would
    go to its left.
    """
    directions = {bidirectional(character) for character in text}
    return f"\u2068{text}\u2069" if directions & {"R", "AL"} else text


def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left, judged by its script."""
    tag = _TAG.match(language.casefold())
    if not tag:
        return False
    if tag["script"]:
        return tag["script"] in _SCRIPTS
    regional = f"{tag['language']}-{tag['region']}"
    if regional in _LEFT_TO_RIGHT:
        return False
    return regional in _RIGHT_TO_LEFT or tag["language"] in _RIGHT_TO_LEFT
