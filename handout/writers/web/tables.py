"""Render tables.

On a narrow screen each row is a block, to avoid horizontal scrolling. The column headings are
hidden there, and each cell repeats its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
        cells = [
            tag("th", self.labels.label(words), *self.labels.twin(cell.twin), scope="col")
            for words, cell in zip(heads, head.cells, strict=True)
        ]
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
        name = Tag(name.name, name.attributes, (*name.children, *self.labels.twin(cell.twin)))
        return tag("a", *([picture] if picture else []), name, href=self.href(cell.target))

    def _cell(self, head: str, cell: doc.Cell) -> Tag:
        text = plain_text(cell.content)
        value = self.labels.blank() if cell.blank else self.labels.directed(text)
        return tag("td", *self.labels.column(head), value, *self.labels.twin(cell.twin))


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
        return tag("td", *self.labels.column(head), *self._words(cell))

    def _words(self, cell: doc.Cell) -> list[Tag | str]:
        """Return the words of a cell, or a blank, and the entries below them."""
        if cell.blank:
            return [self.labels.blank()]
        twin = self.labels.twin(cell.twin)
        return [*self.inlines(cell.content), *twin, *map(self._mention, cell.mentions)]

    def _mention(self, mention: doc.Mention) -> Tag:
        picture = self.thumbnail(mention)
        name = tag("span", *self.inlines(mention.content), lang=mention.language or None)
        content = [*([picture] if picture else []), name, *self.labels.twin(mention.twin)]
        return tag("a", *content, href=self.href(mention.target), id=mention.id)


class LogRenderer(Struct, frozen=True):
    """A grid to tick off sessions, with a column for each day."""

    labels: Labels
    interactive: bool
    """Whether it is filled in on the screen, not with a pen."""

    def render(self, log: doc.Log) -> Tag:
        """Return the tables; those that are interactive say where what is filled in is stored."""
        tables = [
            self._weeks(table) if table.kind is doc.TableKind.LOG else self._week(table)
            for table in log.tables
        ]
        if not self.interactive:
            return tag("div", *tables, id=log.id)
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
        return tag("div", *tables, kept, id=log.id)

    def _weeks(self, table: doc.Table) -> Tag:
        """Return the table of all weeks: each is a row, with notes at its end."""
        head, *weeks = table.rows
        _corner, *days, notes = head.cells
        heads = [*map(self._column, days), self._column(notes, "notes")]
        rows = [
            tag(
                "tr",
                *self._cells([name, *filled_in], days),
                self._line(f"{name.id} {notes.id}", notes, line),
            )
            for name, *filled_in, line in (week.cells for week in weeks)
        ]
        return self._table(table, heads, rows)

    def _week(self, table: doc.Table) -> Tag:
        """Return the table of one week, with a row for each thing to tick or to write down."""
        head, *rows, last = table.rows
        _corner, *days = head.cells
        caption = f"{table.id}.name"
        notes, line = last.cells
        written = tag("tr", self._row_head(notes), self._line(f"{caption} {notes.id}", None, line))
        return self._table(
            table,
            [*map(self._column, days)],
            [*(tag("tr", *self._cells(row.cells, days, caption)) for row in rows), written],
            [self._heading("caption", table.caption, table.twin, caption)],
        )

    def _table(
        self, table: doc.Table, heads: list[Tag], rows: list[Tag], caption: list[Tag] | None = None
    ) -> Tag:
        return tag(
            "table",
            *(caption or []),
            tag("thead", tag("tr", tag("td"), *heads)),
            tag("tbody", *rows),
            id=table.id,
            class_="log week" if caption else "log",
            aria_label=None if caption else table.label or None,
        )

    def _cells(
        self, cells: Sequence[doc.Cell], days: Sequence[doc.Cell], week: str = ""
    ) -> Iterator[Tag]:
        """Yield the cells of a row; what is filled in is named by the week, the row and the day."""
        head, *filled_in = cells
        name = f"{week} {head.id}".strip()
        yield self._row_head(head)
        for day, cell in zip(days, filled_in, strict=True):
            yield self._day(f"{name} {day.id}", day, cell)

    def _day(self, name: str, day: doc.Cell, cell: doc.Cell) -> Tag:
        """Return the boxes of a day, or the place for a number."""
        boxes = [self._box(name, cell, session) for session in range(1, cell.boxes + 1)]
        fields = [self._number(name)] if cell.rating else boxes
        if not fields:
            return tag("td")
        return tag("td", _repeated(plain_text(day.content)), tag("span", *fields, class_="boxes"))

    def _box(self, name: str, cell: doc.Cell, session: int) -> Tag:
        if not self.interactive:
            return tag("span", class_="box")
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

    def _number(self, name: str) -> Tag:
        if not self.interactive:
            return tag("span", class_="box rating")
        return tag(
            "input", type="number", min="0", max="10", inputmode="numeric", aria_labelledby=name
        )

    def _line(self, name: str, notes: doc.Cell | None, cell: doc.Cell) -> Tag:
        """Return a line for notes."""
        line = (
            tag("input", type="text", autocomplete="off", aria_labelledby=name)
            if self.interactive and cell.blank
            else tag("span", class_="line")
        )
        lead = self.labels.document.furniture.lead_in
        narrow = [_repeated(lead(plain_text(notes.content)))] if notes else []
        span = str(cell.span) if cell.span > 1 else None
        return tag("td", *narrow, line, class_="notes", colspan=span)

    def _column(self, cell: doc.Cell, kind: str | None = None) -> Tag:
        return self._heading("th", cell.content, cell.twin, cell.id, scope="col", class_=kind)

    def _row_head(self, cell: doc.Cell) -> Tag:
        return self._heading("th", cell.content, cell.twin, cell.id, scope="row")

    def _heading(
        self,
        name: str,
        content: tuple[Inline, ...],
        twin: doc.Twin | None,
        heading: str,
        **attributes: str | None,
    ) -> Tag:
        """Return a heading, whose words in the first language name what is filled in."""
        words = plain_text(content)
        if twin is None:
            return tag(name, words, id=heading, **attributes)
        named = tag("span", words, id=heading)
        return tag(name, named, *self.labels.twin(twin), **attributes)


def _repeated(heading: str) -> Tag:
    """Return a repeated column heading that is seen on a narrow screen but never read out."""
    return Tag("span", {"class": "narrow", "aria-hidden": "true"}, (heading,))
