"""Read the markup of text fields: *emphasis*, **strong** and [words](address), and nothing else.

Every other character is itself; a text can never fail to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct


class Plain(Struct, frozen=True):
    """Characters without markup."""

    text: str


class Emphasis(Struct, frozen=True):
    """Words that are stressed."""

    children: tuple[Inline, ...]


class Strong(Struct, frozen=True):
    """Words that must not be missed."""

    children: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """Words that lead to an address."""

    children: tuple[Inline, ...]
    url: str


Inline = Plain | Emphasis | Strong | Link

# A star between two digits is a times sign.
_STAR = r"(?!(?<=\d)\*\d)\*"
_OPENING = re.compile(rf"\*\*(?=\S)|{_STAR}(?=[^\s*])|\[")
_MARKED = {
    "**": re.compile(r"\*\*(?P<text>.+?)(?<=\S)\*\*(?!\*(?!\*))", re.DOTALL),
    "*": re.compile(rf"\*(?P<text>.+?)(?<=[^\s*]){_STAR}(?!\*)", re.DOTALL),
    "[": re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<url>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)"),
}


# The words of a dosage, and most others, are the same in copy after copy of a handout.
@lru_cache(1024)
def read_inline(text: str) -> tuple[Inline, ...]:
    """Return the inline nodes of a text; white space runs become one space."""
    return tuple(_nodes(re.sub(r"[ \t\r\n\x85\u2028\u2029]+", " ", text).strip(" ")))


def paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    parts = re.split(r"\r?\n[ \t]*(?:\r?\n[ \t]*)+", text)
    return [part.strip() for part in parts if part.strip()]


def plain_text(nodes: tuple[Inline, ...]) -> str:
    """Return the words of inline nodes without their markup."""
    return "".join(
        node.text if isinstance(node, Plain) else plain_text(node.children) for node in nodes
    )


_SAFE_URL = re.compile(r"https?://[^\s/]\S*|mailto:\S+|tel:\S+", re.IGNORECASE)


def is_safe_url(text: str) -> bool:
    """Tell whether a link may point here: http, https, mailto or tel, and no spaces."""
    return _SAFE_URL.fullmatch(text) is not None


def _nodes(text: str) -> Iterator[Inline]:
    end = position = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, position):
        sign = opening[0]
        match = None if sign in unclosed else _MARKED[sign].match(text, opening.start())
        if match is None:
            # What no later sign closes is not looked for again, or a row of stars would take hours.
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
    """Return the node of a match, or None where its address must not be followed."""
    children = tuple(_nodes(match["text"]))
    if sign == "[":
        return Link(children, match["url"]) if is_safe_url(match["url"]) else None
    return Strong(children) if sign == "**" else Emphasis(children)
