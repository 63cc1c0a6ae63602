"""Parse the markup of text fields: *emphasis*, **strong** and [words](address).

Every other character stands for itself, so no text is invalid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, name
from urllib.parse import quote

from msgspec import Struct

from handout.folding import join_lines


class Plain(Struct, frozen=True):
    """Characters without markup."""

    text: str


class Emphasis(Struct, frozen=True):
    """Stressed words."""

    children: tuple[Inline, ...]


class Strong(Struct, frozen=True):
    """Important words."""

    children: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """Words that link to an address."""

    children: tuple[Inline, ...]
    url: str


Inline = Plain | Emphasis | Strong | Link

# An asterisk between two digits is a multiplication sign.
_STAR = r"(?!(?<=\d)\*\d)\*"
_OPENING = re.compile(rf"\*\*(?=\S)|{_STAR}(?=[^\s*])|\[")
_MARKED = {
    "**": re.compile(r"\*\*(?P<text>.+?)(?<=\S)\*\*(?!\*(?!\*))", re.DOTALL),
    "*": re.compile(rf"\*(?P<text>.+?)(?<=[^\s*]){_STAR}(?!\*)", re.DOTALL),
    "[": re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<url>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)"),
}


# The copies of a handout for many patients have most texts in common.
@lru_cache(1024)
def read_inline(text: str) -> tuple[Inline, ...]:
    """Return the inline nodes of a text; its lines are joined."""
    return tuple(_nodes(join_lines(text).strip(" ")))


def paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    parts = re.split(r"\r?\n[ \t]*(?:\r?\n[ \t]*)+", text)
    return [part.strip() for part in parts if part.strip()]


def plain_text(nodes: tuple[Inline, ...]) -> str:
    """Return the words of inline nodes without their markup."""
    return "".join(
        node.text if isinstance(node, Plain) else plain_text(node.children) for node in nodes
    )


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a full stop or its like, in any script."""
    letters = text.rstrip("\"'*)] \u2019\u201d\u00bb")
    last = letters[-1:]
    if last.isascii():
        return last in {".", "!", "?"}
    # Every script's marks are in this category, with its commas and colons.
    return category(last) == "Po" and not re.search("COMMA|COLON", name(last, ""))


_SAFE_URL = re.compile(
    r"https?://[^][\s/?#:@{}|\\^`<>\"%]+(?::\d+)?(?:[/?#]\S*)?|mailto:\S+|tel:\S+", re.IGNORECASE
)
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_RESERVED = "%/?:@!$&'()*+,;="
"""Characters that a part of a URL may contain besides letters, digits and -._~ (RFC 3986, 2.2)."""


def is_safe_url(text: str) -> bool:
    """Return whether an address is safe to link to: http, https, mailto or tel, and no spaces."""
    return _SAFE_URL.fullmatch(text) is not None


def encoded_url(url: str) -> str:
    """Return a safe address with all that a URL cannot contain percent-encoded (RFC 3986, 2.1).

    Addresses copied from a browser may contain brackets, letters of any script, or a % that encodes
    nothing. What is encoded already stays as it is.
    """
    before, mark, fragment = _BARE_PERCENT.sub("%25", url).partition("#")
    return quote(before, _RESERVED) + mark + quote(fragment, _RESERVED)


def short_address(url: str) -> str:
    """Return an address without its scheme, short enough to copy by hand."""
    return re.sub("^(?:https?://|mailto:|tel:)", "", url, flags=re.IGNORECASE).rstrip("/")


def says_address(words: str, url: str) -> bool:
    """Return whether the words of a link tell its address, however a number is grouped in them."""
    return _letters(short_address(url)) in _letters(words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _nodes(text: str) -> Iterator[Inline]:
    end = position = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, position):
        sign = opening[0]
        match = None if sign in unclosed else _MARKED[sign].match(text, opening.start())
        if match is None:
            # A sign that nothing closes is not searched for again, which would take quadratic time.
            if sign != "[":
                unclosed.add(sign)
            position = opening.start() + 1
            continue
        position = match.end()
        node = _marked(sign, match)
        if node:
            yield from _plain(text[end : match.start()])
            yield node
            end = position
    yield from _plain(text[end:])


def _plain(text: str) -> Iterator[Plain]:
    if text:
        yield Plain(text)


def _marked(sign: str, match: re.Match[str]) -> Inline | None:
    """Return the node of a match, or None if its address is not safe."""
    children = tuple(_nodes(match["text"]))
    if sign == "[":
        return Link(children, match["url"]) if is_safe_url(match["url"]) else None
    return Strong(children) if sign == "**" else Emphasis(children)
