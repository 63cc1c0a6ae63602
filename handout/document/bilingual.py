"""Put a document in two languages side by side, so that two people read the same line.

The first language is that of the patient. Each text stands beside its twin: first the block in one
language, then in the other. What is looked at or filled in, such as pictures, the programme at a
glance and logs, is there once, and its words are there in the first language and below it in the
second.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from msgspec.structs import fields, replace

from handout import document as doc
from handout.inline import Inline, Plain, plain_text

_SUFFIX: Final = ".twin"
"""Ends the ids of the nodes in the second language."""

Node = TypeVar("Node", bound=doc.Node)


def bilingual(first: doc.DocumentTree, second: doc.DocumentTree) -> doc.DocumentTree:
    """Return a document with the texts of another one beside its own.

    Both are composed from the same content.
    """
    return replace(
        first,
        children=_paired(first.children, second.children, second.language),
        second=doc.Surroundings(second.language, second.furniture),
    )


def _paired(
    blocks: tuple[doc.Block, ...], others: tuple[doc.Block, ...], language: str
) -> tuple[doc.Block, ...]:
    """Return blocks with their twins, which have the same ids."""
    twins = {block.id: block for block in others}
    return tuple(
        each for block in blocks for each in _with_twin(block, twins.get(block.id), language)
    )


def _with_twin(block: doc.Block, twin: doc.Block | None, language: str) -> list[doc.Block]:
    if twin is None or type(twin) is not type(block):
        return [block]
    match block:
        case doc.Entry() | doc.Section() | doc.Callout():
            children = _paired(block.children, _children(twin), language)
            return [replace(block, children=children)]
        case doc.Heading():
            # A second heading would be an entry of its own in each table of contents.
            return [block, *_translated_heading(block, twin, language)]
        case doc.Paragraph(role=doc.Role.SMALL):
            return [block]
        case doc.Figure() | doc.Pictures() | doc.Log() | doc.WritingLines():
            return [_with_words(block, twin, twin.language or language)]
        case doc.Table() if block.kind is not doc.TableKind.PLAIN or _has_blanks(block):
            return [_with_words(block, twin, twin.language or language)]
        case doc.Facts(form=True):
            return [_with_words(block, twin, twin.language or language)]
        case doc.DosageBox() if any(item.blank for dose in block.doses for item in dose.items):
            return [_with_words(block, twin, twin.language or language)]
        case (
            doc.Paragraph()
            | doc.Steps()
            | doc.Points()
            | doc.Facts()
            | doc.DosageBox()
            | doc.DoDont()
            | doc.Table()
            | doc.Scale()
            | doc.TrafficLight()
            | doc.CrossReference()
        ):
            second = renamed(twin, _SUFFIX)
            pair = doc.Pair(
                id=f"{block.id}.pair",
                origin=block.origin,
                detail=block.detail,
                first=block,
                second=replace(second, language="") if second.language == language else second,
            )
            return [pair]
        case _:
            return [block]


def _has_blanks(table: doc.Table) -> bool:
    return any(cell.blank for row in table.rows for cell in row.cells)


def _children(block: doc.Block) -> tuple[doc.Block, ...]:
    return block.children if isinstance(block, doc.Entry | doc.Section | doc.Callout) else ()


def _with_words(block: Node, other: doc.Node, language: str) -> Node:
    """Return a node whose words, and those of all nodes in it, are followed by the other's."""
    changes: dict[str, Any] = {}
    for each in fields(block):
        value = getattr(block, each.name)
        if isinstance(value, tuple) and value and isinstance(value[0], doc.Node):
            # Both are composed from the same content.
            pairs = zip(value, getattr(other, each.name), strict=True)
            changes[each.name] = tuple(_with_words(one, two, language) for one, two in pairs)
    words, others = _words(block), _words(other)
    if words and others:
        changes["twin"] = _twin(words, others, other.language or language)
    if isinstance(block, doc.Figure) and isinstance(other, doc.Figure):
        alt, other_alt = (Plain(block.alt),), (Plain(other.alt),)
        changes["alt_twin"] = _twin(alt, other_alt, other.language or language)
    return replace(block, **changes) if changes else block


def _words(node: doc.Node) -> tuple[Inline, ...]:
    """Return the words of a node that are given in both languages."""
    match node:
        case doc.Cell() | doc.Mention() | doc.Item(blank=True):
            return node.content
        case doc.Figure() | doc.Table():
            return node.caption
        case doc.Fact() | doc.DosageBox():
            return (Plain(node.label),)
        case doc.WritingLines():
            return node.label
        case _:
            return ()


def _twin(content: tuple[Inline, ...], other: tuple[Inline, ...], language: str) -> doc.Twin | None:
    """Return words in the second language, unless they are the same or there are none.

    The number of an entry is not said again.
    """
    said = re.sub(r"^\d+\. ", "", plain_text(other))
    if not said or said == re.sub(r"^\d+\. ", "", plain_text(content)):
        return None
    return doc.Twin((Plain(said),) if said != plain_text(other) else other, language)


def _translated_heading(
    heading: doc.Heading, twin: doc.Block, language: str
) -> list[doc.Paragraph]:
    """Return a heading in the second language as a line under it, unless it is the same."""
    if not isinstance(twin, doc.Heading) or plain_text(twin.content) == plain_text(heading.content):
        return []
    return [
        doc.Paragraph(
            id=f"{heading.id}{_SUFFIX}",
            origin=heading.origin,
            language=twin.language or language,
            # On the side of the heading also where the two are in different directions.
            content=(Plain("\u2068"), *twin.content, Plain("\u2069")),
            role=doc.Role.SUBTITLE if heading.level == 1 else doc.Role.SUMMARY,
        )
    ]


def is_translated_heading(block: doc.Block) -> bool:
    """Return whether a block is the line under a heading that says it in the second language."""
    return isinstance(block, doc.Paragraph) and block.id.endswith(_SUFFIX)


def renamed(node: Node, suffix: str) -> Node:
    """Return a node with a suffix to its id and those of all nodes in it."""
    changes: dict[str, Any] = {"id": f"{node.id}{suffix}"}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, doc.Node):
            changes[each.name] = renamed(value, suffix)
        elif isinstance(value, tuple) and any(isinstance(item, doc.Node) for item in value):
            changes[each.name] = tuple(renamed(item, suffix) for item in value)
    return replace(node, **changes)
