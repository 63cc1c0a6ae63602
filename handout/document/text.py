"""Write a document as plain text, for a terminal or a diff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from handout.document import (
    Block,
    Callout,
    Cell,
    DosageBox,
    Entry,
    Facts,
    Figure,
    Heading,
    Letterhead,
    Paragraph,
    Points,
    Section,
    Steps,
    Table,
    Video,
)
from handout.inline import plain_text

_TEXT_WIDTH: Final = 88
_BLANK: Final = "________"
_BOX: Final = "[ ]"


def render_text(blocks: tuple[Block, ...]) -> str:
    """Return blocks as text for a terminal or a diff; pictures are given by their words."""
    return "\n".join(_lines(blocks))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:  # noqa: C901 -- one match over all nodes
    for block in blocks:
        match block:
            case Heading():
                yield from ("", f"{'#' * block.level} {block.words}")
            case Paragraph():
                label = f"{block.label}: " if block.label else ""
                yield from _wrapped(label + plain_text(block.content))
            case Steps():
                for number, item in enumerate(block.items, 1):
                    yield from _wrapped(plain_text(item.content), f"{number}. ")
            case Points() | DosageBox():
                yield from _wrapped(f"{block.label}:")
                for item in block.items:
                    blank = f" {_BLANK}" if item.blank else ""
                    yield from _wrapped(plain_text(item.content) + blank, "- ")
            case Facts():
                for fact in block.items:
                    yield from _wrapped(f"{fact.label}: {plain_text(fact.value) or _BLANK}")
            case Figure():
                yield from _wrapped(f"[{block.alt}] {plain_text(block.caption)}".rstrip())
            case Callout():
                yield from ("", "---", *_lines(block.children), "---")
            case Entry() | Section():
                yield from _lines(block.children)
            case Table():
                for row in block.rows:
                    yield " | ".join(map(_cell, row.cells)).strip()
            case Video():
                yield from _wrapped(f"{block.label}: {plain_text(block.content)}")
            case Letterhead():
                yield plain_text(block.name)
                yield from (plain_text(line.content) for line in block.lines)
            case _:
                assert_never(block)


def _cell(cell: Cell) -> str:
    if cell.blank:
        return _BLANK
    return _BOX * cell.boxes or plain_text(cell.content)


def _wrapped(text: str, lead: str = "") -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 -- only for text on a terminal

    indent = " " * len(lead)
    return wrap(
        text,
        _TEXT_WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
