"""Walk a document: the only place that knows the children of each node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec.structs import replace

from handout import document as doc
from handout.inline import Plain


def children(node: doc.AnyNode) -> tuple[doc.AnyNode, ...]:  # noqa: C901 -- one match over all
    """Return the children of a node in reading order."""
    match node:
        case (
            doc.Paragraph()
            | doc.Heading()
            | doc.Figure()
            | doc.Fact()
            | doc.Video()
            | doc.Mention()
            | doc.Zone()
            | doc.WritingLines()
            | doc.PageBreak()
            | doc.CrossReference()
        ):
            return ()
        case doc.Item():
            return (node.figure,) if node.figure else ()
        case doc.Cell():
            return node.mentions
        case doc.Scale():
            return node.zones
        case (
            doc.Entry()
            | doc.Section()
            | doc.Callout()
            | doc.DoDont()
            | doc.Pictures()
            | doc.TrafficLight()
            | doc.Light()
            | doc.Pair()
        ):
            return node.children
        case doc.Steps() | doc.Points() | doc.Dose() | doc.Facts():
            return node.items
        case doc.DosageBox():
            return node.doses
        case doc.Table():
            return node.rows
        case doc.Log():
            return node.tables
        case doc.Row():
            return node.cells
        case doc.Letterhead():
            return (*((node.logo,) if node.logo else ()), *node.lines)
        case _:
            assert_never(node)


def walk(nodes: Iterable[doc.AnyNode]) -> Iterator[doc.AnyNode]:
    """Yield every node in reading order, a parent before its children."""
    # A stack instead of recursion, which takes twice as long.
    stack = [*nodes][::-1]
    while stack:
        node = stack.pop()
        yield node
        inside = children(node)
        if inside:
            stack += inside[::-1]


def outline(document: doc.DocumentTree) -> list[doc.Heading]:
    """Return the headings in reading order, for a table of contents.

    The title is that of the file, which never names a patient.
    """
    headings = (node for node in walk(document.children) if isinstance(node, doc.Heading))
    return [file_title(document, heading) for heading in headings]


def file_title(document: doc.DocumentTree, heading: doc.Heading) -> doc.Heading:
    """Return a heading as it is outside of pages: the title in the words of the file."""
    personal = heading.level == 1 and heading.changed
    return replace(heading, content=(Plain(document.title),)) if personal else heading
