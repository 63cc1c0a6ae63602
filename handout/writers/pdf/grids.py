"""Set what has rows and columns: the programme at a glance, the log, forms to fill in by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.errors import Origin
from handout.inline import plain_text
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


def typeset_glance(glance: doc.Glance, theme: Theme, words: Words, thumbnails: Thumbnails) -> Box:
    """Return the programme at a glance as a table; in large print its cells are a list."""
    if theme.arrangement is Arrangement.LIST:
        return _glance_list(glance, theme, words)
    style = theme.styles.cell
    label = replace(theme.styles.label, size=style.size, leading=style.leading)
    pictures = [thumbnails(row.picture) for row in glance.rows]
    side = theme.thumbnail if any(pictures) else 0.0
    shares = (0.0, 2.7, 4.9, 1.7)
    columns = Columns((side, 0, 0, 0), shares, theme.padding)

    def cell(row: int, column: int, text: str, node: doc.Node) -> Box:
        if not text:
            return Blank(theme.colours.rule, style.leading)
        of = label if row == 0 or column == 0 else style
        return words.plain(_cell(glance, row, column, words), text, of, node.origin)

    heads = [cell(0, column, text, glance) for column, text in enumerate(glance.columns)]
    rows = [
        Row(
            [
                picture or Gap(0.0),
                *(cell(number, n, text, row) for n, text in enumerate(_texts(row))),
            ],
            columns,
        )
        for number, (row, picture) in enumerate(zip(glance.rows, pictures, strict=True), 1)
    ]
    head = Row([Gap(0.0), *heads], columns)
    # Heads are read once; on the next page they are for the eye.
    repeats = [words.line(text, label, Artifact.LAYOUT) for text in glance.columns]
    again = Row([Gap(0.0), *repeats], columns)
    table = Ruled(head, rows, theme.colours.rule, theme.padding / 3, again)
    table.space_before = theme.gap
    return table


def _texts(row: doc.GlanceRow) -> tuple[str, str, str]:
    return row.name.words, row.dose, row.days


def _glance_list(glance: doc.Glance, theme: Theme, words: Words) -> Box:
    """Return the rows as names with what belongs to them below."""
    boxes: list[Box] = []
    heads = zip(range(3), glance.columns, strict=True)
    line = [
        words.plain(_cell(glance, 0, n, words), text, theme.styles.label, glance.origin)
        for n, text in heads
    ]
    boxes.append(Row(line, Columns((0, 0, 0), (1, 1, 1), theme.gap)))
    for number, row in enumerate(glance.rows, 1):
        name, dose, days = (_cell(glance, number, n, words) for n in range(3))
        plain = partial(words.plain, origin=row.origin)
        blank = Blank(theme.colours.rule, theme.styles.body.leading)
        cells: list[Box] = [
            plain(name, row.name.words, theme.styles.label),
            plain(dose, row.dose, theme.styles.body) if row.dose else blank,
            _after_label(glance.columns[2], row.days, days, theme, words, row.origin),
        ]
        for cell in cells:
            cell.space_before = 0.0
        boxes.append(Stack(cells, theme.styles.body.space_before, whole=True))
    return Stack(boxes, theme.gap)


def _after_label(
    label: str, text: str, owner: Owner, theme: Theme, words: Words, origin: Origin
) -> Box:
    """Return a text, or a space for it, after the word that says what it is."""
    style = theme.styles.body
    if text:
        return words.plain(owner, f"{label}: {text}", style, origin)
    line = words.line(f"{label}: ", style, owner, origin)
    return _after(line, Blank(theme.colours.rule, style.leading), style)


def _cell(table: doc.Glance | doc.Log, row: int, column: int, words: Words) -> Owner:
    """Return the owner of a cell; heads and doses are in the program's own language."""
    language = words.of_label(table.id).language
    return Owner(table.id, language=language, cell=(row, column))


def typeset_log(log: doc.Log, theme: Theme, words: Words) -> Box:
    """Return a log as a table: a row a week, boxes a day, and a line for notes."""
    style, colour = theme.styles.small, theme.styles.small.colour
    side = _TICK * style.size
    names = [
        words.line(week, style, _cell(log, n, 0, words)) for n, week in enumerate(log.weeks, 1)
    ]
    heads = [words.line(day, style, Artifact.LAYOUT) for day in log.days]
    week = max(name.natural_width for name in names)
    day = max(side, *(head.natural_width for head in heads))
    notes = (1.0,) if log.notes else ()
    fixed = (week, *(day for _ in log.days), *(0.0 for _ in notes))
    columns = Columns(fixed, (*(0.0 for _ in (week, *log.days)), *notes), theme.padding * 0.8)

    def head(owner: Callable[[int], Owner | Artifact]) -> Row:
        texts = (*log.days, log.notes) if log.notes else log.days
        cells = [words.line(text, style, owner(n)) for n, text in enumerate(texts, 1)]
        return Row([Gap(0.0), *cells], columns)

    rows = []
    for name in names:
        cells = [name, *(TickBoxes(colour, log.sessions, side) for _ in log.days)]
        # The line under the row is the one to write on.
        rows.append(Row([*cells, *(Gap(_HAND) for _ in notes)], columns))
    first = head(lambda n: _cell(log, 0, n, words))
    # Days are read once; on the next page they are for the eye.
    again = head(lambda _: Artifact.LAYOUT)
    table = Ruled(first, rows, theme.colours.rule, 1.0, again)
    table.space_before = theme.gap
    return table


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
