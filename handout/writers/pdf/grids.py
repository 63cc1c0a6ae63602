"""Set what has rows and columns: the programme at a glance, the log, forms to fill in by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, assert_never

from msgspec.structs import replace

from handout import document as doc
from handout.inline import Plain, plain_text
from handout.theme import Arrangement, Style, Theme
from handout.writers.pdf.boxes import Box, Labelled, Stack
from handout.writers.pdf.details import Gap
from handout.writers.pdf.inline_text import Words
from handout.writers.pdf.marks import Artifact, Owner
from handout.writers.pdf.pictures import Thumbnail
from handout.writers.pdf.tables import Blank, Columns, Row, Ruled, TickBoxes
from handout.writers.pdf.text import TextLine

Thumbnails = Callable[[doc.Figure | None], Thumbnail | None]

_TICK: Final = 1.25
"""Side of a box to tick, as a part of the size of its words."""

_HAND: Final = 22.0
"""Points from line to line that handwriting needs."""


def typeset_table(table: doc.Table, theme: Theme, words: Words, thumbnails: Thumbnails) -> Box:
    """Return a table; in large print the cells of the programme at a glance are a list."""
    match table.kind:
        case doc.TableKind.GLANCE if theme.arrangement is Arrangement.LIST:
            return _glance_list(table, theme, words)
        case doc.TableKind.GLANCE:
            return _glance(table, theme, words, thumbnails)
        case doc.TableKind.LOG:
            return _log(table, theme, words)
        case _:
            assert_never(table.kind)


def _glance(table: doc.Table, theme: Theme, words: Words, thumbnails: Thumbnails) -> Box:
    style = theme.styles.cell
    label = replace(theme.styles.label, size=style.size, leading=style.leading)
    pictures = [thumbnails(row.cells[0].thumbnail) for row in table.rows]
    side = theme.thumbnail if any(pictures) else 0.0
    columns = Columns((side, 0, 0, 0), (0.0, *_GLANCE_SHARES), theme.padding)

    def cell(cell: doc.Cell) -> Box:
        if cell.blank:
            return Blank(theme.colours.rule, style.leading)
        owner = words.of_cell(cell)
        return words.text(owner, cell.content, label if cell.heading else style, cell.origin)

    head, *rows = (
        Row([picture or Gap(0.0), *map(cell, row.cells)], columns)
        for row, picture in zip(table.rows, pictures, strict=True)
    )
    # The head is read once; on the following pages it is for the eye.
    repeated = [_repeated(cell, label, words) for cell in table.rows[0].cells]
    again = Row([Gap(0.0), *repeated], columns)
    ruled = Ruled(head, rows, theme.colours.rule, theme.padding / 3, again)
    ruled.space_before = theme.gap
    return ruled


_GLANCE_SHARES: Final = (2.7, 4.9, 1.7)
"""Widths of the columns for names, doses and days, in proportion to one another."""


def _repeated(cell: doc.Cell, style: Style, words: Words) -> TextLine:
    return words.line(plain_text(cell.content), style, Artifact.LAYOUT)


def _glance_list(table: doc.Table, theme: Theme, words: Words) -> Box:
    """Return the rows as names with their dose and days under them."""
    head, *rows = table.rows
    heads = [
        words.text(words.of_cell(cell), cell.content, theme.styles.label, cell.origin)
        for cell in head.cells
    ]
    boxes: list[Box] = [Row(heads, Columns((0, 0, 0), (1, 1, 1), theme.gap))]
    days_label = plain_text(head.cells[2].content)
    for row in rows:
        name, dose, days = row.cells
        cells: list[Box] = [
            words.text(words.of_cell(name), name.content, theme.styles.label, name.origin),
            Blank(theme.colours.rule, theme.styles.body.leading)
            if dose.blank
            else words.text(words.of_cell(dose), dose.content, theme.styles.body, dose.origin),
            _after_label(days_label, days, theme, words),
        ]
        for cell in cells:
            cell.space_before = 0.0
        boxes.append(Stack(cells, theme.styles.body.space_before, whole=True))
    return Stack(boxes, theme.gap)


def _after_label(label: str, cell: doc.Cell, theme: Theme, words: Words) -> Box:
    """Return the words of a cell, or a space for them, after the head of its column."""
    style, owner = theme.styles.body, words.of_cell(cell)
    if not cell.blank:
        content = (Plain(f"{label}: {plain_text(cell.content)}"),)
        return words.text(owner, content, style, cell.origin)
    line = words.line(f"{label}: ", style, owner, cell.origin)
    return _after(line, Blank(theme.colours.rule, style.leading), style)


def _log(table: doc.Table, theme: Theme, words: Words) -> Box:
    """Return a log: a row for each week, boxes for each day, and a line for notes."""
    style, colour = theme.styles.small, theme.styles.small.colour
    side = _TICK * style.size

    def line(cell: doc.Cell, owner: Owner | Artifact) -> TextLine:
        return words.line(plain_text(cell.content), style, owner, cell.origin)

    head, *weeks = table.rows
    _corner, *heads = head.cells
    first = [line(cell, words.of_cell(cell)) for cell in heads]
    names = [line(row.cells[0], words.of_cell(row.cells[0])) for row in weeks]
    week = max(name.natural_width for name in names)
    # The last column, for notes, takes the rest of the width.
    day = max(side, *(head.natural_width for head in first[:-1]))
    fixed = (week, *(day for _ in first[:-1]), 0.0)
    columns = Columns(fixed, (*(0.0 for _ in first), 1.0), theme.padding * 0.8)
    rows = []
    for name, row in zip(names, weeks, strict=True):
        boxes = [TickBoxes(colour, cell.boxes, side) for cell in row.cells[1:-1]]
        # The rule under the row is the line to write notes on.
        rows.append(Row([name, *boxes, Gap(_HAND)], columns))
    again = Row([Gap(0.0), *(_repeated(cell, style, words) for cell in heads)], columns)
    ruled = Ruled(Row([Gap(0.0), *first], columns), rows, theme.colours.rule, 1.0, again)
    ruled.space_before = theme.gap
    return ruled


def typeset_form(facts: doc.Facts, theme: Theme, words: Words) -> Box:
    """Return facts as a form: each in a place of its own, a line where it is to be written."""
    across = 2 if theme.wide else 1
    cells = [_form_cell(facts.id, fact, theme, words) for fact in facts.items]
    columns = Columns((0.0,) * across, (1.0,) * across, theme.column_gap)
    rows: list[Box] = []
    for start in range(0, len(cells), across):
        row = cells[start : start + across]
        spare = [Gap(0.0)] * (across - len(row))
        rows.append(Row([*row, *spare], columns, 2.0))
    return Stack(rows, theme.gap, whole=True)


def _form_cell(node: str, fact: doc.Fact, theme: Theme, words: Words) -> Box:
    label = words.line(f"{fact.label}: ", theme.styles.label, words.of_label(node))
    style = theme.styles.body
    value: Box
    if fact.value:
        value = words.text(Owner(node), fact.value, style, fact.origin)
    else:
        value = Blank(theme.colours.rule, style.leading)
    return _after(label, value, style)


def typeset_blank(item: doc.Item, theme: Theme, words: Words) -> Box:
    """Return the words of an item with a ruled space after them."""
    style = theme.styles.dosage
    label = words.line(f"{plain_text(item.content)}: ", style, Owner(item.id), item.origin)
    box = _after(label, Blank(theme.colours.rule, max(style.leading, _HAND)), style)
    box.space_before = style.space_before
    return box


def _after(label: TextLine, value: Box, style: Style) -> Labelled:
    """Return a value, or a space for it, a word's space after its label."""
    return Labelled(label, value, label.natural_width + 0.35 * style.size)
