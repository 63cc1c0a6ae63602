"""What a Document says, as plain values that a template of any program can print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handout import document as doc
from handout.inline import plain_text

Values = dict[str, Any]


def words_of(document: doc.DocumentTree, folder: Path) -> Values:
    """Return the words of a document; pictures are named as they lie in the content folder."""
    teller = _Teller(folder, document.furniture.changed)
    return {
        "title": document.title,
        "language": document.language,
        "author": document.author,
        "folio": document.folio,
        "blocks": teller.blocks(document.children),
    }


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells blocks as values, each with its kind."""

    folder: Path
    changed: str
    """Stands by the label of what was changed for one patient."""

    def blocks(self, blocks: tuple[doc.Block, ...]) -> list[Values]:
        return [{"kind": type(block).__name__.lower(), **self._block(block)} for block in blocks]

    def _block(self, block: doc.Block) -> Values:
        match block:
            case doc.Heading():
                text = plain_text(block.content)
                return {"level": block.level, "number": block.number, "text": text}
            case doc.Paragraph():
                label, role = self._label(block), block.role.name.lower()
                return {"role": role, "label": label, "text": plain_text(block.content)}
            case doc.Steps():
                return {"items": _items(block.items)}
            case doc.Points() | doc.DosageBox():
                items = block.items if isinstance(block, doc.Points) else block.doses[0].items
                return {"label": self._label(block), "items": _items(items)}
            case doc.Facts():
                return {"items": [[fact.label, plain_text(fact.value)] for fact in block.items]}
            case doc.Figure():
                return self._figure(block)
            case doc.Table():
                head, *rows = block.rows
                columns = [plain_text(cell.content) for cell in head.cells]
                return {"columns": columns, "rows": [self._row(row) for row in rows]}
            case doc.Callout():
                stop = block.kind is doc.CalloutKind.STOP
                return {"stop": stop, "blocks": self.blocks(block.children)}
            case doc.Entry() | doc.Section():
                return {"blocks": self.blocks(block.children)}
            case _:
                raise TypeError(f"the templates of the peers print no {type(block).__name__}")

    def _label(self, block: doc.Paragraph | doc.Points | doc.DosageBox) -> str:
        mark = self.changed if block.changed else ""
        return " · ".join(part for part in (block.label, mark) if part)

    def _figure(self, figure: doc.Figure) -> Values:
        path = figure.picture.path.relative_to(self.folder).as_posix()
        return {"path": path, "alt": figure.alt, "caption": plain_text(figure.caption)}

    def _row(self, row: doc.Row) -> Values:
        name, dose, days = (plain_text(cell.content) for cell in row.cells)
        figure = row.cells[0].thumbnail
        picture = self._figure(figure)["path"] if figure else ""
        mark = f" · {self.changed}" if row.changed else ""
        return {"picture": picture, "cells": [name.replace(". ", " ", 1) + mark, dose, days]}


def _items(items: tuple[doc.Item, ...]) -> list[str]:
    return [plain_text(item.content) for item in items]


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
        if block["kind"] == "table":
            yield block["columns"]
        yield from table_heads(block.get("blocks", []))
