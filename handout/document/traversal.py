"""Walk a document: the one place that knows which nodes are inside which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from handout.document import (
    AnyNode,
    Callout,
    Cell,
    DocumentTree,
    DosageBox,
    Entry,
    Fact,
    Facts,
    Figure,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Points,
    Row,
    Section,
    Steps,
    Table,
    Video,
)


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """Return the nodes directly inside a node, in reading order."""
    match node:
        case Item() | Paragraph() | Heading() | Figure() | Cell() | Fact() | Video():
            return ()
        case Entry() | Section() | Callout():
            return node.children
        case Steps() | Points() | DosageBox() | Facts():
            return node.items
        case Table():
            return node.rows
        case Row():
            return node.cells
        case Letterhead():
            return (*((node.logo,) if node.logo else ()), *node.lines)
        case _:
            assert_never(node)


def walk(nodes: Iterable[AnyNode]) -> Iterator[AnyNode]:
    """Yield every node in reading order, a parent before its children."""
    # A stack in place of recursion, which takes twice as long.
    open_nodes = [iter(nodes)]
    while open_nodes:
        for node in open_nodes[-1]:
            yield node
            inside = children(node)
            if inside:
                open_nodes.append(iter(inside))
                break
        else:
            open_nodes.pop()


def outline(document: DocumentTree) -> list[Heading]:
    """Return the headings in reading order."""
    return [node for node in walk(document.children) if isinstance(node, Heading)]
