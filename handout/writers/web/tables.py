"""Render tables.

On a narrow screen each row is a block, to avoid horizontal scrolling. The column headings are
hidden there, and each cell repeats its own.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from handout import document as doc
from handout.inline import Inline, plain_text
from handout.languages import same_language
from handout.writers.web.labels import Labels
from handout.writers.web.markup import Tag, tag


class GlanceTable(Struct, frozen=True):
    """The programme at a glance: each name links to its entry."""

    labels: Labels
    href: Callable[[str], str]
    """Returns the URL of a node, given its id."""
    thumbnail: Callable[[doc.Cell], Tag | None]

    def render(self, table: doc.Table) -> Tag:
        """Return the table."""
        head, *rows = table.rows
        heads = [plain_text(cell.content) for cell in head.cells]
        cells = [tag("th", self.labels.label(head), scope="col") for head in heads]
        pictured = any(row.cells[0].thumbnail for row in rows)
        return tag(
            "table",
            tag("thead", tag("tr", *cells)),
            tag("tbody", *(self._row(table, row, heads) for row in rows)),
            id=table.id,
            class_="glance pictured" if pictured else "glance",
            aria_label=table.label or None,
        )

    def _row(self, table: doc.Table, row: doc.Row, heads: list[str]) -> Tag:
        name, *cells = row.cells
        return tag(
            "tr",
            tag("th", self._entry(table, name), *self.labels.changed(row), scope="row"),
            *(self._cell(head, cell) for head, cell in zip(heads[1:], cells, strict=True)),
            id=row.id,
        )

    def _entry(self, table: doc.Table, cell: doc.Cell) -> Tag:
        """Return the link to an entry: its picture, number and name."""
        picture = self.thumbnail(cell)
        # The table is in the language of the labels; the names of entries are not.
        language = cell.language or self.labels.document.language
        differs = bool(table.language) and not same_language(table.language, language)
        text = self.labels.directed(plain_text(cell.content))
        name = tag("span", text, class_="name", lang=language if differs else None)
        return tag("a", *([picture] if picture else []), name, href=self.href(cell.target))

    def _cell(self, head: str, cell: doc.Cell) -> Tag:
        text = plain_text(cell.content)
        value = self.labels.blank() if cell.blank else self.labels.directed(text)
        return tag(
            "td", self.labels.column(self.labels.document.furniture.lead_in(head)), " ", value
        )


class TextTable(Struct, frozen=True):
    """A table of texts, or a day by the clock whose entries link to where they are explained."""

    labels: Labels
    href: Callable[[str], str]
    """Returns the URL of a node, given its id."""
    thumbnail: Callable[[doc.Mention], Tag | None]
    inlines: Callable[[tuple[Inline, ...]], list[Tag | str]]

    def render(self, table: doc.Table) -> Tag:
        """Return the table."""
        head, *rows = table.rows
        heads = [plain_text(cell.content) for cell in head.cells]
        caption = [tag("caption", *self.inlines(table.caption))] if table.caption else []
        cells = [tag("th", *self._words(cell), scope="col") for cell in head.cells]
        return tag(
            "table",
            *caption,
            tag("thead", tag("tr", *cells)),
            tag("tbody", *(self._row(row, heads) for row in rows)),
            id=table.id,
            class_="glance texts",
            aria_label=table.label or None,
        )

    def _row(self, row: doc.Row, heads: list[str]) -> Tag:
        first, *others = row.cells
        lead = tag("th", *self._words(first), scope="row") if first.heading else None
        cells = [lead or self._cell(heads[0], first)]
        cells += [self._cell(head, cell) for head, cell in zip(heads[1:], others, strict=True)]
        return tag("tr", *cells, id=row.id)

    def _cell(self, head: str, cell: doc.Cell) -> Tag:
        narrow = self.labels.column(self.labels.document.furniture.lead_in(head))
        return tag("td", narrow, " ", *self._words(cell))

    def _words(self, cell: doc.Cell) -> list[Tag | str]:
        """Return the words of a cell, or a blank, and the entries below them."""
        if cell.blank:
            return [self.labels.blank()]
        return [*self.inlines(cell.content), *map(self._mention, cell.mentions)]

    def _mention(self, mention: doc.Mention) -> Tag:
        picture = self.thumbnail(mention)
        name = tag("span", *self.inlines(mention.content), lang=mention.language or None)
        content = [*([picture] if picture else []), name]
        return tag("a", *content, href=self.href(mention.target), id=mention.id)


class LogTable(Struct, frozen=True):
    """A grid to tick off sessions: a row for each week, a column for each day and for notes."""

    labels: Labels
    interactive: bool
    """Whether it is filled in on the screen, not with a pen."""

    def render(self, log: doc.Table) -> Tag:
        """Return the table; an interactive one says where its entries are stored."""
        head, *weeks = log.rows
        _corner, *days, notes = head.cells
        heads = [
            *(tag("th", plain_text(day.content), scope="col", id=day.id) for day in days),
            tag("th", plain_text(notes.content), scope="col", id=notes.id, class_="notes"),
        ]
        table = tag(
            "table",
            tag("thead", tag("tr", tag("td"), *heads)),
            tag("tbody", *(self._week(week, days, notes) for week in weeks)),
            id=log.id,
            class_="log",
            aria_label=log.label or None,
        )
        if not self.interactive:
            return table
        furniture = self.labels.document.furniture
        clear = tag(
            "button",
            self.labels.label(furniture.clear),
            type="button",
            data_question=furniture.clear_sure,
        )
        # The script shows it once the browser does store them.
        kept = tag(
            "p", self.labels.label(furniture.kept), " ", clear, class_="kept small", hidden=""
        )
        return tag("div", table, kept)

    def _week(self, row: doc.Row, days: list[doc.Cell], notes: doc.Cell) -> Tag:
        week, *boxes, line = row.cells
        return tag(
            "tr",
            tag("th", plain_text(week.content), scope="row", id=week.id),
            *(self._day(week, day, cell) for day, cell in zip(days, boxes, strict=True)),
            self._line(week, notes, line),
        )

    def _day(self, week: doc.Cell, day: doc.Cell, cell: doc.Cell) -> Tag:
        """Return the boxes of a day, each named by its week, its day and its number."""
        boxes = [
            self._box(f"{week.id} {day.id}", cell, session)
            if self.interactive
            else tag("span", class_="box")
            for session in range(1, cell.boxes + 1)
        ]
        return tag("td", _repeated(plain_text(day.content)), tag("span", *boxes, class_="boxes"))

    def _box(self, name: str, cell: doc.Cell, session: int) -> Tag:
        if cell.boxes == 1:
            return tag("input", type="checkbox", aria_labelledby=name)
        own = f"{cell.id}.{session}"
        return tag(
            "input",
            type="checkbox",
            id=own,
            aria_label=str(session),
            aria_labelledby=f"{name} {own}",
        )

    def _line(self, week: doc.Cell, notes: doc.Cell, cell: doc.Cell) -> Tag:
        """Return a line for notes."""
        line = (
            tag("input", type="text", autocomplete="off", aria_labelledby=f"{week.id} {notes.id}")
            if self.interactive and cell.blank
            else tag("span", class_="line")
        )
        return tag(
            "td",
            _repeated(self.labels.document.furniture.lead_in(plain_text(notes.content))),
            line,
            class_="notes",
        )


def _repeated(heading: str) -> Tag:
    """Return a repeated column heading that is seen on a narrow screen but never read out."""
    return Tag("span", {"class": "narrow", "aria-hidden": "true"}, (heading,))
