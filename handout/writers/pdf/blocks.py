"""Typeset blocks: do and do not, scales, traffic lights, lines to write on, tables of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.colour import Colour
from handout.inline import Plain, plain_text
from handout.symbols import MARKERS, SIGNALS, WARNINGS
from handout.theme import MM, Style, Theme
from handout.writers.pdf.boxes import (
    Box,
    Drawable,
    FilledRectangle,
    Flow,
    HangingIndent,
    MaxWidth,
    Rows,
    SideBySide,
    Spacer,
    Stack,
    WideOrNarrow,
)
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.symbols import SymbolBox
from handout.writers.pdf.table_boxes import Blank, Columns, FittedColumns, Row, RuledTable
from handout.writers.pdf.tables import Thumbnails
from handout.writers.pdf.text import TextLine

_LEAST_LIST: Final = 17
"""The least width of a list beside another one, in ems of its text."""

_LINE_SPACING: Final = 9 * MM
"""Of lines for handwriting."""


class BlockSetter:
    """Typesets the blocks of one document in one theme."""

    def __init__(self, theme: Theme, setter: TextSetter, thumbnails: Thumbnails) -> None:
        """Take the theme, the setter of text, and what makes small copies of pictures."""
        self._theme = theme
        self._text = setter
        self._thumbnails = thumbnails

    def points(self, points: doc.Points, heading: Style, space_before: float = 0.0) -> Box:
        """Set a list below its label, with a bullet or a mark before each point."""
        style = self._theme.styles.body
        rows: list[Box] = []
        if points.label:
            owner = self._text.label_owner(points.id, Part.CAPTION)
            name = self._text.label(points, points.label)
            label = self._text.plain(owner, name, heading, points.origin)
            rows.append(label.kept_with_next())
        rows += [
            HangingIndent(
                self._marker(points.marker, item, style),
                self._text.text(Owner(item.id), item.content, style, item.origin),
                13.0 if points.marker is doc.Marker.BULLET else 1.5 * style.size,
                0.6 * style.space_before,
            )
            for item in points.items
        ]
        return Rows(rows, space_before)

    def _marker(self, marker: doc.Marker, item: doc.Item, style: Style) -> Box:
        if marker is doc.Marker.BULLET:
            return self._text.plain(Owner(item.id, Part.LABEL), "•", style, item.origin)
        return SymbolBox(MARKERS[marker], self._theme.colours, style.size, style.leading)

    def do_dont(self, block: doc.DoDont) -> Box:
        """Set the lists side by side where both have room, each below a heading."""
        theme = self._theme
        lists = [Rows(self.advice(points)) for points in block.children]
        for below in lists[1:]:
            below.space_before = theme.gap
        least = _LEAST_LIST * theme.styles.body.size
        return SideBySide(lists, least, theme.column_gap, theme.gap)

    def advice(self, points: doc.Points) -> list[Box]:
        """Return the rows of one of the lists, below a heading with a coloured rule."""
        theme, colours = self._theme, self._theme.colours
        colour = colours.go if points.marker is doc.Marker.DO else colours.stop
        box = self.points(points, theme.styles.callout_heading)
        rule = FilledRectangle(colour, 1.5, space_before=2.0)
        heading, *items = box.children if isinstance(box, Stack) else (box,)
        return [heading, rule.kept_with_next(), *items]

    def box_heading(self, heading: doc.Paragraph, kind: doc.CalloutKind) -> Box:
        """Set the name of a call-out, after a sign if it warns."""
        style = self._theme.styles.callout_heading
        text = self._text.text(Owner(heading.id), heading.content, style, heading.origin)
        if kind not in WARNINGS:
            return text
        sign = SymbolBox(WARNINGS[kind], self._theme.colours, 1.1 * style.size, style.leading)
        return HangingIndent(sign, text, 1.5 * style.size)

    def scale(self, scale: doc.Scale) -> Box:
        """Set a ruler from 0 to 10, and below it what its parts mean."""
        theme, style = self._theme, self._theme.styles.cell
        owner = Owner(scale.id)
        numbers = [
            self._text.line(self._text.number(n), style, owner, scale.origin) for n in range(11)
        ]
        ends = [self._text.line(end, style, owner, scale.origin) for end in scale.ends]
        spans = [(zone.first, zone.last) for zone in scale.zones]
        ruler = Ruler(scale.id, numbers, ends, spans, theme)
        body = theme.styles.body
        rows: list[Box] = [MaxWidth(ruler, theme.measure)]
        for zone in scale.zones:
            label = self._text.line(
                zone.range, theme.styles.label, Owner(zone.id, Part.LABEL), zone.origin
            )
            indent = self._text.line("8\u201310", theme.styles.label, Artifact.LAYOUT).natural_width
            text = self._text.text(Owner(zone.id), zone.content, body, zone.origin)
            rows.append(HangingIndent(label, text, indent + body.size, body.space_before))
        return Stack(rows, theme.gap, keep_together=True)

    def traffic_light(
        self, block: doc.TrafficLight, typeset: Callable[[tuple[doc.Block, ...]], list[Box]]
    ) -> Box:
        """Set each light with its shape, its name and what it means."""
        theme, style = self._theme, self._theme.styles.callout_heading
        side = 1.5 * style.leading
        rows: list[Box] = []
        for light in block.children:
            owner = self._text.label_owner(light.id, Part.LABEL)
            label = self._text.plain(owner, light.label, style, light.origin)
            text = Stack([label.kept_with_next(), *typeset(light.children)])
            symbol = SymbolBox(SIGNALS[light.signal], theme.colours, side, side)
            row = Row([symbol, text], Columns((side, 0.0), (0.0, 1.0), theme.padding + 2), top=True)
            row.space_before = theme.gap
            rows.append(row)
        return Rows(rows, 1.5 * theme.gap)

    def lines(self, block: doc.WritingLines) -> Box:
        """Set ruled lines below their label."""
        theme = self._theme
        rows: list[Box] = []
        if block.label:
            style = theme.styles.label
            owner = Owner(block.id)
            label = self._text.text_over_twin(owner, block.label, block.twin, style, block.origin)
            rows.append(label.kept_with_next())
        owner = Owner(block.id, Part.BLANK)
        rows += [Blank(theme.colours.rule, _LINE_SPACING, owner) for _ in range(block.count)]
        for row in (*rows[:-1][:2], *rows[-2:-1]):
            row.keep_with_next = True
        return Flow(rows, theme.gap)

    def table(self, table: doc.Table) -> Box:
        """Set a table of texts, or each row as a list where the columns have no room."""
        theme = self._theme
        style = theme.styles.cell
        label = replace(theme.styles.label, size=style.size, leading=style.leading)
        head, *rows = table.rows
        columns = self._columns(table, style, label)
        caption: list[Box] = []
        if table.caption:
            owner = Owner(table.id, Part.CAPTION)
            text = self._text.text(owner, table.caption, theme.styles.label, table.origin)
            caption = [Stack([text], keep_together=True).kept_with_next()]
        repeated = [self._repeated(cell, label) for cell in head.cells]
        ruled = RuledTable(
            Row([self._cell(cell, label) for cell in head.cells], columns, top=True),
            [self._row(row, columns, style, label) for row in rows],
            theme.colours.rule,
            max(theme.padding / 2, 3.0),
            Row(repeated, columns, top=True),
        )
        lists = self._as_lists(table, theme.styles.body)
        wide, narrow = Flow([*caption, ruled], theme.gap), Flow([*caption, *lists], theme.gap)
        return WideOrNarrow(wide, narrow, columns.least_width)

    def _columns(self, table: doc.Table, style: Style, label: Style) -> FittedColumns:
        """Return columns as wide as their texts need."""
        least, natural = list[float](), list[float]()
        for cells in zip(*(row.cells for row in table.rows), strict=True):
            words, texts = [_BLANK_CELL], [1.5 * _BLANK_CELL]
            for cell in cells:
                setting = label if cell.heading else style
                for node in (cell, *cell.mentions):
                    room = 0.0 if node is cell else self._theme.schedule_picture
                    plain = plain_text(node.content)
                    twin = plain_text(node.twin.content) if node.twin else ""
                    texts.append(self._width(twin, setting) + room)
                    words += [self._width(word, setting) + room for word in twin.split()]
                    texts.append(self._width(plain, setting) + room)
                    words += [self._width(word, setting) + room for word in plain.split()]
            filled = not any(cell.blank for cell in cells)
            least.append(max(words[filled:], default=0.0))
            natural.append(max(texts[filled:], default=0.0))
        return FittedColumns(tuple(least), tuple(natural), 1.5 * self._theme.padding)

    def _width(self, text: str, style: Style) -> float:
        return self._text.line(text, style, Artifact.LAYOUT).natural_width

    def _row(self, row: doc.Row, columns: FittedColumns, style: Style, label: Style) -> Row:
        cells = [self._cell(cell, label if cell.heading else style) for cell in row.cells]
        # Handwriting needs more room than print.
        least = _LINE_SPACING if any(cell.blank for cell in row.cells) else 0.0
        return Row(cells, columns, least_height=least, top=True)

    def _cell(self, cell: doc.Cell, style: Style) -> Box:
        boxes: list[Box] = []
        if cell.content:
            owner = self._text.owner_of(cell)
            boxes.append(
                self._text.text_over_twin(owner, cell.content, cell.twin, style, cell.origin)
            )
        boxes += [self._mention(mention, style) for mention in cell.mentions]
        if cell.blank:
            # The rule of the row is the line to write on.
            return Spacer(0.0)
        for box in boxes:
            box.space_before = 2.0
        return Stack(boxes)

    def _mention(self, mention: doc.Mention, style: Style) -> Box:
        """Set the name of an entry after a small copy of its picture."""
        owner = Owner(mention.id)
        text = self._text.text_over_twin(
            owner, mention.content, mention.twin, style, mention.origin
        )
        side = self._theme.schedule_picture
        picture = self._thumbnails(mention.thumbnail, _TALLEST * side)
        if picture is None:
            return text
        columns = Columns((side, 0.0), (0.0, 1.0), self._theme.padding)
        return Row([picture, text], columns)

    def _repeated(self, cell: doc.Cell, style: Style) -> Box:
        words = plain_text(cell.content)
        return self._text.line_over_twin(words, cell.twin, style, Artifact.LAYOUT)

    def _as_lists(self, table: doc.Table, style: Style) -> list[Box]:
        """Return each row as a list of its texts, each after the heading of its column."""
        head, *rows = table.rows
        boxes: list[Box] = []
        for row in rows:
            cells: list[Box] = []
            for title, cell in zip(head.cells, row.cells, strict=True):
                lead = (Plain(self._text.lead_in(plain_text(title.content))),)
                own = self._theme.styles.label if cell.heading else style
                owner = self._text.owner_of(cell)
                if cell.blank:
                    words = plain_text(lead)
                    line = self._text.line_over_twin(words, title.twin, own, owner, cell.origin)
                    depth = max(own.leading, _LINE_SPACING)
                    rule = Blank(self._theme.colours.rule, depth, Owner(cell.id, Part.BLANK))
                    indent = line.natural_width + 0.35 * own.size
                    cells.append(HangingIndent(line, rule, indent))
                else:
                    content, twin = (*lead, *cell.content), cell.twin
                    if title.twin and twin:
                        twin = self._text.lead_in_to_twin(title.twin, twin)
                    cells.append(self._text.text_over_twin(owner, content, twin, own, cell.origin))
                cells += [self._mention(mention, own) for mention in cell.mentions]
            boxes.append(Stack(cells, self._theme.gap, keep_together=True))
        return boxes


_TALLEST: Final = 1.5
"""The most height of a picture in a schedule as a fraction of its width: a person who stands."""

_BLANK_CELL: Final = 25 * MM
"""The least width of a cell to write in."""


class Ruler(Drawable):
    """A ruler from 0 to 10, with its zones as bands and what its ends mean below."""

    def __init__(
        self,
        node: str,
        numbers: Sequence[TextLine],
        ends: Sequence[TextLine],
        zones: Sequence[tuple[int, int]],
        theme: Theme,
    ) -> None:
        self.owner = Owner(node)
        self._node = node
        self._numbers = numbers
        self._ends = ends
        self._zones = zones
        self._colours = theme.colours
        self._ink = theme.styles.cell.colour
        self._leading = theme.styles.cell.leading

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the band, the numbers and the words below them."""
        return _BAND + 2 * self._leading + 3.0

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the ruler as one figure."""
        canvas.add_figure(self._node, (x, top - self.height(width), x + width, top))
        step = width / 11
        low, high = top - _BAND, top
        with canvas.marked(self.owner):
            shades = _shades(self._colours.tint, self._colours.rule, len(self._zones))
            for (first, last), shade in zip(self._zones, shades, strict=True):
                canvas.setFillColor(shade.fractions)
                canvas.rect(x + first * step, low, (last - first + 1) * step, _BAND, 0, 1)
            # Not in the accent of a clinic, which may be too like the darkest zone.
            canvas.setStrokeColor(self._ink.fractions)
            canvas.setLineWidth(0.8)
            canvas.rect(x, low, width, _BAND)
            for number in range(1, 11):
                edge = any(number == first for first, _ in self._zones)
                end = low if edge else low + _BAND / 3
                canvas.line(x + number * step, high if edge else low, x + number * step, end)
            for number, line in enumerate(self._numbers):
                centre = x + (number + 0.5) * step - line.natural_width / 2
                line.draw(canvas, centre, low - 1.0, line.natural_width)
            below = low - 1.0 - self._leading
            left, right = self._ends
            left.draw(canvas, x, below, left.natural_width)
            right.draw(canvas, x + width - right.natural_width, below, right.natural_width)


_BAND: Final = 8 * MM
"""The height of a ruler's band, to mark a number on."""


def _shades(light: Colour, dark: Colour, count: int) -> list[Colour]:
    """Return colours from a light one towards a dark one, for neighbouring bands."""
    return [light.mixed(dark, 0.75 * place / max(count - 1, 1)) for place in range(count)]
