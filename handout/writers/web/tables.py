"""Turn the programme at a glance and the log into tables.

On a narrow screen each row is a block, so that nobody scrolls sideways. The heads of the columns
are out of sight there: each cell says again what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from msgspec import Struct

from handout import document as doc
from handout.writers.web.labels import Words
from handout.writers.web.markup import Tag, tag


class GlanceTable(Struct, frozen=True):
    """The programme at a glance; each name leads to its entry."""

    words: Words
    place: Callable[[str], str]
    """Returns where the node of an id is."""
    thumbnail: Callable[[doc.GlanceRow], Tag | None]

    def render(self, glance: doc.Glance) -> Tag:
        """Return the table."""
        heads = [tag("th", self.words.label(words), scope="col") for words in glance.columns]
        rows = [self._row(glance, row) for row in glance.rows]
        head, body = tag("thead", tag("tr", *heads)), tag("tbody", *rows)
        kind = "glance pictured" if any(row.picture for row in glance.rows) else "glance"
        return tag("table", head, body, id=glance.id, class_=kind)

    def _row(self, glance: doc.Glance, row: doc.GlanceRow) -> Tag:
        _, dose, days = glance.columns
        return tag(
            "tr",
            tag("th", self._entry(glance, row), *self.words.mark(row), scope="row"),
            self._cell(dose, row.dose),
            self._cell(days, row.days),
            id=row.id,
        )

    def _entry(self, glance: doc.Glance, row: doc.GlanceRow) -> Tag:
        """Return the link to an entry: its picture, number and name."""
        picture = self.thumbnail(row)
        # The words of the table are the program's, the names of entries are not.
        language = row.name.language or self.words.document.language
        own = bool(glance.language) and not doc.same_language(glance.language, language)
        words = self.words.directed(row.name.words)
        name = tag("span", words, class_="name", lang=language if own else None)
        return tag("a", *([picture] if picture else []), name, href=self.place(row.entry))

    def _cell(self, head: str, words: str) -> Tag:
        value = self.words.directed(words) if words else self.words.blank()
        return tag("td", self.words.narrow(f"{head}:"), " ", value)


class LogTable(Struct, frozen=True):
    """A grid to tick off sessions: a row a week, a column a day, a line for notes."""

    words: Words
    ticks: bool
    """Whether boxes can be ticked and notes typed; otherwise it is for a pen."""

    def render(self, log: doc.Log) -> Tag:
        """Return the table; where it is filled in on a screen it says where that is kept."""
        heads = [
            tag("th", day, scope="col", id=f"{log.id}.day.{n}") for n, day in enumerate(log.days, 1)
        ]
        if log.notes:
            heads.append(tag("th", log.notes, scope="col", id=f"{log.id}.notes", class_="notes"))
        head = tag("thead", tag("tr", tag("td"), *heads))
        body = tag("tbody", *(self._week(log, n, week) for n, week in enumerate(log.weeks, 1)))
        table = tag("table", head, body, id=log.id, class_="log")
        if not self.ticks:
            return table
        # Shown by the script once it is true.
        kept = self.words.label(self.words.document.furniture.kept)
        table = Tag(table.name, {**table.attributes, "data-key": self._key()}, table.children)
        return tag("div", table, tag("p", kept, class_="kept small", hidden=""))

    def _key(self) -> str:
        """Return the name of a log on the device.

        It is made of the title, so that a handout that was corrected keeps its ticks.
        """
        return "handout." + sha256(self.words.document.title.encode()).hexdigest()[:16]

    def _week(self, log: doc.Log, number: int, week: str) -> Tag:
        name = f"{log.id}.week.{number}"
        cells = [self._day(log, name, n) for n, _ in enumerate(log.days, 1)]
        if log.notes:
            cells.append(self._notes(log, name))
        return tag("tr", tag("th", week, scope="row", id=name), *cells)

    def _day(self, log: doc.Log, week: str, number: int) -> Tag:
        """Return the boxes of a day; each is called by its week, its day and its place."""
        day = Tag("span", {"class": "narrow", "aria-hidden": "true"}, (log.days[number - 1],))
        boxes = [
            self._box(log, week, number, session) if self.ticks else tag("span", class_="box")
            for session in range(1, log.sessions + 1)
        ]
        return tag("td", day, tag("span", *boxes, class_="boxes"))

    def _box(self, log: doc.Log, week: str, day: int, session: int) -> Tag:
        name = f"{week} {log.id}.day.{day}"
        if log.sessions == 1:
            return tag("input", type="checkbox", aria_labelledby=name)
        own = f"{week}.day.{day}.{session}"
        return tag(
            "input",
            type="checkbox",
            id=own,
            aria_label=str(session),
            aria_labelledby=f"{name} {own}",
        )

    def _notes(self, log: doc.Log, week: str) -> Tag:
        label = Tag("span", {"class": "narrow", "aria-hidden": "true"}, (f"{log.notes}:",))
        line = (
            tag("input", type="text", autocomplete="off", aria_labelledby=f"{week} {log.id}.notes")
            if self.ticks
            else tag("span", class_="line")
        )
        return tag("td", label, line, class_="notes")
