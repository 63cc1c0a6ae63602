"""What a Document says, as plain values that a template of any program can print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handout import document as doc
from handout.inline import Inline, plain_text

Values = dict[str, Any]


def words_of(document: doc.Document, folder: Path) -> Values:
    """Return the words of a document; pictures are named as they lie in the content folder."""
    return {
        "title": document.title,
        "language": document.language,
        "author": document.author,
        "folio": document.folio,
        "blocks": [_block(block, folder) for block in document.children],
    }


def _block(block: doc.Block, folder: Path) -> Values:
    values: Values
    match block:
        case doc.Heading():
            values = {"level": block.level, "number": block.number, "text": _text(block.content)}
        case doc.Paragraph():
            role = block.role.name.lower()
            values = {"role": role, "label": block.label, "text": _text(block.content)}
        case doc.Steps():
            values = {"items": [_text(item.content) for item in block.items]}
        case doc.Points() | doc.DosageBox():
            items = [_text(item.content) for item in block.items]
            values = {"label": block.label, "items": items}
        case doc.Facts():
            values = {"items": [[fact.label, _text(fact.value)] for fact in block.items]}
        case doc.Figure():
            values = _figure(block, folder)
        case doc.Glance():
            rows = [_row(row, folder) for row in block.rows]
            values = {"columns": list(block.columns), "rows": rows}
        case doc.Callout():
            children = [_block(child, folder) for child in block.children]
            values = {"stop": block.kind is doc.CalloutKind.STOP, "blocks": children}
        case doc.Entry() | doc.Section():
            values = {"blocks": [_block(child, folder) for child in block.children]}
        case _:
            raise TypeError(f"the templates of the peers do not print a {type(block).__name__}")
    return {"kind": type(block).__name__.lower(), **values}


def _figure(figure: doc.Figure, folder: Path) -> Values:
    path = figure.path.relative_to(folder).as_posix()
    return {"path": path, "alt": figure.alt, "caption": _text(figure.caption)}


def _row(row: doc.GlanceRow, folder: Path) -> Values:
    picture = _figure(row.picture, folder)["path"] if row.picture else ""
    number, name = row.name.number, _text(row.name.content)
    return {"picture": picture, "cells": [f"{number} {name}", row.dose, row.days]}


def _text(content: tuple[Inline, ...]) -> str:
    return plain_text(content)


def printed(blocks: list[Values]) -> Iterator[str]:
    """Yield every text that must be on paper, in reading order."""
    for block in blocks:
        if block["kind"] == "heading" and block["number"]:
            yield str(block["number"])
        yield from (block[key] for key in ("label", "text", "caption") if block.get(key))
        if block["kind"] == "steps":
            yield from (str(number) for number in range(1, len(block["items"]) + 1))
        for item in block.get("items", ()):
            yield from [item] if isinstance(item, str) else item
        yield from block.get("columns", ())
        for row in block.get("rows", ()):
            yield from row["cells"]
        yield from printed(block.get("blocks", []))


def entry_headings(blocks: list[Values]) -> Iterator[str]:
    """Yield what stands over each entry: its number and its name."""
    for block in blocks:
        if block["kind"] == "entry":
            name = block["blocks"][0]
            yield f"{name['number']} {name['text']}"
        else:
            yield from entry_headings(block.get("blocks", []))


def table_heads(blocks: list[Values]) -> Iterator[list[str]]:
    """Yield the heads of each table's columns."""
    for block in blocks:
        if block["kind"] == "glance":
            yield block["columns"]
        yield from table_heads(block.get("blocks", []))
