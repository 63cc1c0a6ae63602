"""Put a document in two languages side by side, so that two people read the same line.

The first language is that of the patient. Each text stands beside its twin: first the block in one
language, then in the other. What is looked at or filled in, such as pictures and logs, is there
once, in the first language.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from msgspec.structs import fields, replace

from handout import document as doc
from handout.inline import Plain, plain_text

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
        case doc.Table() if block.kind is not doc.TableKind.PLAIN:
            return [block]
        case doc.Facts(form=True) | doc.Paragraph(role=doc.Role.SMALL):
            return [block]
        case doc.DosageBox() if any(item.blank for dose in block.doses for item in dose.items):
            return [block]
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


def _children(block: doc.Block) -> tuple[doc.Block, ...]:
    return block.children if isinstance(block, doc.Entry | doc.Section | doc.Callout) else ()


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
