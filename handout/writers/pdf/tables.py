"""Typeset tables and forms: the programme at a glance, the log, fields to fill in by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.inline import Plain, plain_text
from handout.theme import Arrangement, Style, Theme
from handout.writers.pdf.boxes import Box, Flow, HangingIndent, Spacer, Stack
from handout.writers.pdf.inline_text import TextOverTwin, TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.pictures import Thumbnail
from handout.writers.pdf.table_boxes import Blank, Columns, Row, RuledTable
from handout.writers.pdf.text import TextLine

Thumbnails = Callable[[doc.Figure | None, float], Thumbnail | None]
"""Returns a small copy of a picture, of some height at most."""

_HANDWRITING_LEADING: Final = 22.0
"""In points."""


def typeset_glance(
    table: doc.Table, theme: Theme, setter: TextSetter, thumbnails: Thumbnails
) -> Box:
    """Return the programme at a glance; in large print it is a list."""
    if theme.arrangement is Arrangement.LIST:
        return _glance_list(table, theme, setter)
    return _glance(table, theme, setter, thumbnails)


def _glance(table: doc.Table, theme: Theme, setter: TextSetter, thumbnails: Thumbnails) -> Box:
    style = theme.styles.cell
    label = replace(theme.styles.label, size=style.size, leading=style.leading)
    height = 0.7 * theme.thumbnail
    pictures = [thumbnails(row.cells[0].thumbnail, height) for row in table.rows]
    side = theme.thumbnail if any(pictures) else 0.0
    columns = Columns((side, 0, 0, 0), (0.0, *_GLANCE_SHARES), theme.padding)

    def typeset_row(row: doc.Row, picture: Box | None) -> Row:
        cells = (
            _cell(cell, label if cell.heading else style, theme, setter) for cell in row.cells[1:]
        )
        return Row([picture or Spacer(0.0), _name(row, label, setter), *cells], columns)

    head, *rows = map(typeset_row, table.rows, pictures)
    # Only the first head is tagged; repeated ones are artifacts.
    repeated = [_repeated_head(cell, label, setter) for cell in table.rows[0].cells]
    repeated_head = Row([Spacer(0.0), *repeated], columns)
    ruled = RuledTable(head, rows, theme.colours.rule, theme.padding / 3, repeated_head)
    ruled.space_before = theme.gap
    return ruled


_GLANCE_SHARES: Final = (2.7, 4.6, 2.0)
"""Relative widths of the columns for names, doses and days."""


def _repeated_head(cell: doc.Cell, style: Style, setter: TextSetter) -> Box:
    words = plain_text(cell.content)
    return setter.line_over_twin(words, cell.twin, style, Artifact.LAYOUT)


def _glance_list(table: doc.Table, theme: Theme, setter: TextSetter) -> Box:
    """Return each row as a name with its labelled dose and days, without a head.

    Days to fill in by hand are beside the name, which saves a line.
    """
    head, *rows = table.rows
    boxes: list[Box] = []
    for row in rows:
        name = _name(row, theme.styles.label, setter)
        dose, days = (
            _labelled_cell(label, cell, theme, setter)
            for label, cell in zip(head.cells[1:], row.cells[1:], strict=True)
        )
        beside = Row([name, days], _NAME_AND_DAYS) if row.cells[-1].blank else None
        cells = [beside, dose] if beside else [name, dose, days]
        for cell in cells:
            cell.space_before = 0.0
        boxes.append(Stack(cells, theme.styles.body.space_before, keep_together=True))
    boxes[0].space_before = theme.gap
    return Flow(boxes, theme.gap)


_NAME_AND_DAYS: Final = Columns((0.0, 0.0), (3.0, 2.0), 12.0)


def _name(row: doc.Row, style: Style, setter: TextSetter) -> Box:
    """Return the name of an entry, marked if it was added or changed for the patient."""
    cell = row.cells[0]
    mark = (Plain(f" · {setter.changed}"),) if row.changed else ()
    content = (*cell.content, *mark)
    return setter.text_over_twin(setter.owner_of(cell), content, cell.twin, style, cell.origin)


def _cell(cell: doc.Cell, style: Style, theme: Theme, setter: TextSetter) -> Box:
    if cell.blank:
        return Blank(theme.colours.rule, style.leading, Owner(cell.id, Part.BLANK))
    owner = setter.owner_of(cell)
    return setter.text_over_twin(owner, cell.content, cell.twin, style, cell.origin)


def _labelled_cell(head: doc.Cell, cell: doc.Cell, theme: Theme, setter: TextSetter) -> Box:
    """Return the head of a column followed by a cell, or by a rule to write on."""
    style, owner = theme.styles.body, setter.owner_of(cell)
    lead_in = setter.lead_in(plain_text(head.content))
    if not cell.blank:
        content = (Plain(lead_in + plain_text(cell.content)),)
        twin = cell.twin and head.twin and setter.lead_in_to_twin(head.twin, cell.twin)
        return setter.text_over_twin(owner, content, twin, style, cell.origin)
    line = setter.line_over_twin(lead_in, head.twin, style, owner, cell.origin)
    rule = Blank(theme.colours.rule, style.leading, Owner(cell.id, Part.BLANK))
    return _labelled(line, rule, style)


def typeset_form(facts: doc.Facts, theme: Theme, setter: TextSetter) -> Box:
    """Return facts as a form, with a rule to write on for each that is missing."""
    cells = [_form_cell(fact, theme, setter) for fact in facts.items]
    rows = _form_rows(cells, theme) if theme.wide else (Row([cell], _WHOLE, 2.0) for cell in cells)
    return Stack([*rows], theme.gap, keep_together=True)


_WHOLE: Final = Columns((0.0,), (1.0,), 0.0)


def _form_rows(cells: Sequence[Box], theme: Theme) -> Iterator[Row]:
    """Yield rows of two cells; one that needs fewer lines over the full width has its own row."""
    halves = Columns((0.0, 0.0), (1.0, 1.0), theme.column_gap)
    half, _ = halves.widths(theme.text_width)
    left: Box | None = None
    for cell in cells:
        if cell.height(half) > cell.height(theme.text_width):
            if left:
                yield Row([left, Spacer(0.0)], halves, 2.0)
            yield Row([cell], _WHOLE, 2.0)
            left = None
        elif left:
            yield Row([left, cell], halves, 2.0)
            left = None
        else:
            left = cell
    if left:
        yield Row([left, Spacer(0.0)], halves, 2.0)


def _form_cell(fact: doc.Fact, theme: Theme, setter: TextSetter) -> Box:
    owner = setter.label_owner(fact.id)
    lead_in = setter.lead_in(fact.label)
    label = setter.line_over_twin(lead_in, fact.twin, theme.styles.label, owner)
    style = theme.styles.body
    value: Box
    if fact.value:
        value = setter.text(Owner(fact.id), fact.value, style, fact.origin)
    else:
        value = Blank(theme.colours.rule, style.leading, Owner(fact.id, Part.BLANK))
    return _labelled(label, value, style)


def typeset_blank(item: doc.Item, theme: Theme, setter: TextSetter) -> Box:
    """Return the text of an item followed by a rule to write on."""
    style = theme.styles.dosage
    lead_in = setter.lead_in(plain_text(item.content))
    label = setter.line_over_twin(lead_in, item.twin, style, Owner(item.id), item.origin)
    depth = max(style.leading, _HANDWRITING_LEADING)
    rule = Blank(theme.colours.rule, depth, Owner(item.id, Part.BLANK))
    box = _labelled(label, rule, style)
    box.space_before = style.space_before
    return box


def _labelled(label: TextLine | TextOverTwin, value: Box, style: Style) -> HangingIndent:
    """Return a value, or a rule to write it on, after its label."""
    return HangingIndent(label, value, label.natural_width + 0.35 * style.size)
