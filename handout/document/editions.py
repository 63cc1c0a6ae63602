"""Adapt a document to an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

from msgspec.structs import replace

from handout.document import (
    Block,
    Callout,
    CalloutKind,
    CrossReference,
    Detail,
    DocumentTree,
    DosageBox,
    Entry,
    Heading,
    Letterhead,
    Log,
    Pair,
    Paragraph,
    Role,
    Row,
    Section,
)
from handout.document.bilingual import is_translated_heading
from handout.document.traversal import walk


def in_detail(document: DocumentTree, detail: Detail) -> DocumentTree:
    """Return a document without the blocks that are too detailed for an edition."""
    if detail is Detail.FULL:
        return document
    return replace(document, children=_in_detail(document.children, detail))


def _in_detail(blocks: tuple[Block, ...], detail: Detail) -> tuple[Block, ...]:
    return tuple(
        replace(block, children=_in_detail(block.children, detail))
        if isinstance(block, Callout | Entry | Section)
        else block
        for block in blocks
        if block.detail <= detail
    )


def with_dosages_first(document: DocumentTree) -> DocumentTree:
    """Return a document in which the dosage of each entry follows its name."""
    return replace(document, children=tuple(map(_with_dosage_first, document.children)))


def _with_dosage_first(block: Block) -> Block:
    if isinstance(block, Section):
        return replace(block, children=tuple(map(_with_dosage_first, block.children)))
    if not isinstance(block, Entry):
        return block
    name, *others = block.children
    # A stable sort: nothing else changes its place.
    others.sort(key=lambda child: (not is_translated_heading(child), not _is_dosage(child)))
    return replace(block, children=(name, *others))


def _is_dosage(block: Block) -> bool:
    """Return whether a block is a dosage, in one language or in two."""
    return isinstance(block.first if isinstance(block, Pair) else block, DosageBox)


def stop_box(document: DocumentTree) -> Callout | None:
    """Return the signs to stop and call for help."""
    boxes = (block for block in document.children if isinstance(block, Callout))
    return next((box for box in boxes if box.kind is CalloutKind.STOP), None)


def with_stop_sooner(document: DocumentTree) -> Iterator[DocumentTree]:
    """Yield documents with the signs to stop ever sooner: before the visit, then the letterhead."""
    box = stop_box(document)
    if box is None:
        return
    others = [block for block in document.children if block is not box]
    place = len([*takewhile(_is_title, others)])
    yield replace(document, children=(*others[:place], box, *others[place:]))
    if others and isinstance(others[0], Letterhead):
        letterhead, *title = others[:place]
        yield replace(document, children=(*title, box, letterhead, *others[place:]))


def _is_title(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return block.role is Role.SUBTITLE
    return isinstance(block, Heading | Letterhead)


def with_logs(document: DocumentTree) -> DocumentTree:
    """Return a document with a log of its own in each entry instead of one for all."""
    if not document.card_logs:
        return document
    logs = iter(document.card_logs)
    return replace(document, children=tuple(_with_logs(document.children, logs)))


def is_log(block: Block) -> bool:
    """Return whether a block is a grid to tick off sessions."""
    return isinstance(block, Log)


def _with_logs(blocks: tuple[Block, ...], logs: Iterator[Log]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section):
            if not any(map(is_log, block.children)):
                yield replace(block, children=tuple(_with_logs(block.children, logs)))
        elif isinstance(block, Entry):
            yield replace(
                block, children=(*block.children, _renamed(next(logs), f"{block.id}.log"))
            )
        else:
            yield block


def _renamed(log: Log, log_id: str) -> Log:
    """Return a copy of a log with another id, which the ids of all its parts begin with."""

    def new(node_id: str) -> str:
        return log_id + node_id.removeprefix(log.id)

    def renamed(row: Row) -> Row:
        cells = tuple(replace(cell, id=new(cell.id)) for cell in row.cells)
        return replace(row, id=new(row.id), cells=cells)

    tables = (
        replace(table, id=new(table.id), rows=tuple(map(renamed, table.rows)))
        for table in log.tables
    )
    return replace(log, id=log_id, tables=tuple(tables))


def has_cross_references(document: DocumentTree) -> bool:
    """Return whether a document refers to what stands elsewhere in it."""
    return any(isinstance(node, CrossReference) for node in walk(document.children))


def with_page_numbers(document: DocumentTree, pages: Mapping[str, int]) -> DocumentTree:
    """Return a document whose cross-references say on which page their targets are."""
    numbers = {node: document.furniture.number(page) for node, page in pages.items()}
    return replace(document, children=_with_page_numbers(document.children, numbers))


def _with_page_numbers(blocks: tuple[Block, ...], pages: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(
        replace(block, children=_with_page_numbers(block.children, pages))
        if isinstance(block, Entry | Section)
        else replace(block, page=pages.get(block.found_at, ""))
        if isinstance(block, CrossReference)
        else block
        for block in blocks
    )
