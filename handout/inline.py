"""Read the markup of text fields: *emphasis*, **strong** and [words](address), and nothing else.

Every other character is itself; a text can never fail to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """Characters without markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that must not be missed."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    children: tuple[Inline, ...]
    url: str


Inline = Plain | Emphasis | Strong | Link

_MARK = re.compile(
    r"(?P<strong>\*\*)(?=\S)(?P<strong_text>.+?)(?<=\S)\*\*"
    r"|(?P<emphasis>\*)(?=[^\s*])(?P<emphasis_text>.*?)(?<=[^\s*])\*(?!\*)"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<url>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)",
    re.DOTALL,
)


def read_inline(text: str) -> tuple[Inline, ...]:
    """Return the inline nodes of a text; white space runs become one space."""
    return tuple(_nodes(re.sub(r"[ \t\r\n]+", " ", text).strip(" ")))


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
    end = 0
    for match in _MARK.finditer(text):
        node = _marked(match)
        if node is None:
            continue
        if match.start() > end:
            yield Plain(text[end : match.start()])
        yield node
        end = match.end()
    if end < len(text):
        yield Plain(text[end:])


def _marked(match: re.Match[str]) -> Inline | None:
    """Return the node of a match, or None where its address must not be followed."""
    if match["strong"]:
        return Strong(tuple(_nodes(match["strong_text"])))
    if match["emphasis"]:
        return Emphasis(tuple(_nodes(match["emphasis_text"])))
    if not is_safe_url(match["url"]):
        return None
    return Link(tuple(_nodes(match["words"])), match["url"])
