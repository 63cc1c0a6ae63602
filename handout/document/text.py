"""Render a document as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from handout import document as doc
from handout.inline import plain_text

_TEXT_WIDTH: Final = 88
_BLANK: Final = "________"
_BOX: Final = "[ ]"
_LINE: Final = "_" * 40


def render_text(blocks: tuple[doc.Block, ...]) -> str:
    """Return blocks as text for a terminal or a diff, with the alternative texts of pictures."""
    return "\n".join(_lines(blocks))


def _lines(blocks: tuple[doc.Block, ...]) -> Iterator[str]:  # noqa: C901 -- one for each node
    for block in blocks:
        match block:
            case doc.Heading():
                yield from ("", f"{'#' * block.level} {block.words}")
            case doc.Paragraph():
                label = f"{doc.lead_in(block.label)} " if block.label else ""
                yield from _wrapped(label + plain_text(block.content))
            case doc.Steps():
                for number, item in enumerate(block.items, 1):
                    yield from _wrapped(plain_text(item.content), f"{number}. ")
            case doc.Points():
                yield from _wrapped(doc.lead_in(block.label) if block.label else "")
                yield from _items(block.items)
            case doc.DosageBox():
                yield from _wrapped(doc.lead_in(f"{block.label}{_second(block.twin)}"))
                for dose in block.doses:
                    if dose.label:
                        yield from _wrapped(doc.lead_in(plain_text(dose.label)), "- ")
                    yield from _items(dose.items, "  - " if dose.label else "- ")
            case doc.Facts():
                for fact in block.items:
                    label = doc.lead_in(f"{fact.label}{_second(fact.twin)}")
                    yield from _wrapped(f"{label} {plain_text(fact.value) or _BLANK}")
            case doc.Figure():
                caption = plain_text(block.caption) + _second(block.twin)
                yield from _wrapped(f"[{block.alt}{_second(block.alt_twin)}] {caption}".rstrip())
            case doc.Callout():
                yield from ("", "---", *_lines(block.children), "---")
            case doc.Entry() | doc.Section() | doc.DoDont() | doc.Pictures() | doc.Pair():
                yield from _lines(block.children)
            case doc.Scale():
                yield from _wrapped(f"[{block.alt}]")
                for zone in block.zones:
                    yield from _wrapped(plain_text(zone.content), f"{zone.range}: ")
            case doc.TrafficLight():
                for light in block.children:
                    yield from (*_wrapped(doc.lead_in(light.label)), *_lines(light.children))
            case doc.WritingLines():
                label = plain_text(block.label) + _second(block.twin)
                yield from (*_wrapped(label), *[_LINE] * block.count)
            case doc.PageBreak():
                yield ""
            case doc.CrossReference():
                yield from _wrapped(block.text)
            case doc.Table():
                yield from _wrapped(plain_text(block.caption) + _second(block.twin))
                for row in block.rows:
                    yield " | ".join(map(_cell, row.cells)).strip()
            case doc.Log():
                yield from _lines(block.tables)
            case doc.Video():
                yield from _wrapped(f"{doc.lead_in(block.label)} {plain_text(block.content)}")
            case doc.Letterhead():
                yield plain_text(block.name)
                yield from (plain_text(line.content) for line in block.lines)
            case _:
                assert_never(block)


def _items(items: tuple[doc.Item, ...], lead: str = "- ") -> Iterator[str]:
    for item in items:
        blank = f" {_BLANK}" if item.blank else ""
        yield from _wrapped(plain_text(item.content) + _second(item.twin) + blank, lead)


def _in_both(node: doc.Cell | doc.Mention) -> str:
    return plain_text(node.content) + _second(node.twin)


def _second(twin: doc.Twin | None) -> str:
    """Return the words in the second language as they follow those in the first."""
    return f" / {plain_text(twin.content)}" if twin else ""


def _cell(cell: doc.Cell) -> str:
    if cell.blank:
        return _BLANK
    words = [*filter(None, [_in_both(cell)]), *map(_in_both, cell.mentions)]
    return _BOX * cell.boxes or "; ".join(words)


def _wrapped(text: str, lead: str = "") -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 -- not needed to write a file

    return wrap(
        text,
        _TEXT_WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
