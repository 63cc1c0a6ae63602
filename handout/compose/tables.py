"""Compose the tables of a handout: the programme at a glance, and the log to tick off sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout.compose.texts import label_heading
from handout.dosage import Dosage, Weekday
from handout.errors import Origin
from handout.inline import Plain, plain_text, read_inline
from handout.minutes import estimate_session
from handout.model import LogColumn
from handout.wording import Wording
from handout.wording.dates import render_weekday
from handout.wording.dosages import render_amount, render_days, render_session

LOG_SESSIONS: Final = 4
"""The most boxes that fit legibly into a day of a log."""


def glance_row(
    row_id: str, node: doc.Entry, dosage: Dosage | None, wording: Wording
) -> list[doc.Row]:
    """Return the row of an entry, with blanks for what its dosage does not say."""
    boxes = (block for block in node.children if isinstance(block, doc.DosageBox))
    heading = heading_of(node)
    name = doc.Cell(
        id=f"{row_id}.name",
        origin=node.origin,
        language=node.language,
        content=(Plain(heading.words),),
        heading=True,
        target=node.id,
        thumbnail=thumbnail(node.children),
    )
    dose = render_amount(dosage, wording) if dosage else ""
    days = render_days(dosage, wording) if dosage else ""
    cells = (
        name,
        _words_cell(f"{row_id}.dose", node.origin, wording, plain_text(read_inline(dose))),
        _words_cell(f"{row_id}.days", node.origin, wording, plain_text(read_inline(days))),
    )
    changed = node.changed or any(block.changed for block in boxes)
    return [doc.Row(id=row_id, origin=node.origin, changed=changed, cells=cells)]


def glance_section(
    node_id: str,
    rows: tuple[doc.Row, ...],
    dosages: tuple[Dosage | None, ...],
    numbers: tuple[int, ...],
    wording: Wording,
    *,
    level: int = 2,
    minutes: bool = True,
) -> list[doc.Block]:
    """Return a section with a table of all entries, unless there is only one."""
    if len(rows) < 2:
        return []
    origin = rows[0].origin
    heads = tuple(
        _words_cell(f"{node_id}.head.{number}", origin, wording, wording.text(key), heading=True)
        for number, key in enumerate(("glance.name", "glance.dose", "glance.days"), 1)
    )
    table = doc.Table(
        id=f"{node_id}.table",
        origin=origin,
        language=wording.language,
        kind=doc.TableKind.GLANCE,
        label=wording.text("glance"),
        rows=(doc.Row(id=f"{node_id}.head", origin=origin, cells=heads), *rows),
    )
    heading = label_heading(node_id, origin, "glance", wording, level)
    length = _minutes(f"{node_id}.minutes", dosages, numbers, origin, wording) if minutes else []
    return [doc.Section(id=node_id, origin=origin, children=(heading, *length, table))]


def _minutes(
    node_id: str,
    dosages: Sequence[Dosage | None],
    numbers: Sequence[int],
    origin: Origin,
    wording: Wording,
) -> list[doc.Block]:
    """Return how long a session takes, if the time of any entry is known.

    Nothing is said of entries that are on different weekdays, so that no day has all of them.
    """
    doses = [dose for dosage in dosages if dosage for dose in dosage.doses]
    weekdays = [
        {*dose.frequency.weekdays} for dose in doses if dose.frequency and dose.frequency.weekdays
    ]
    if weekdays and not set.intersection(*weekdays):
        return []
    times = {(dose.frequency, dose.per_day, dose.times) for dose in doses}
    alike = len(times) == 1 and None not in dosages
    words = render_session(estimate_session(dosages, numbers), wording, alike=alike)
    if not words:
        return []
    content = (Plain(words),)
    return [doc.Paragraph(id=node_id, origin=origin, language=wording.language, content=content)]


def _words_cell(
    cell_id: str, origin: Origin, wording: Wording, words: str, *, heading: bool = False
) -> doc.Cell:
    """Return a cell with words of the program, or a blank if there are none."""
    return doc.Cell(
        id=cell_id,
        origin=origin,
        language=wording.language,
        content=(Plain(words),) if words else (),
        heading=heading,
        blank=not words,
    )


def mention(node: doc.Entry) -> doc.Mention:
    """Return the name of an entry, to stand elsewhere."""
    heading = heading_of(node)
    return doc.Mention(
        id=f"{node.id}.mention",
        origin=node.origin,
        language=node.language,
        content=(Plain(heading.words),),
        target=node.id,
        thumbnail=thumbnail(node.children),
    )


def heading_of(node: doc.Entry) -> doc.Heading:
    """Return the name of an entry."""
    return next(block for block in node.children if isinstance(block, doc.Heading))


def thumbnail(parts: Iterable[doc.Block]) -> doc.Figure | None:
    """Return the picture that shows an entry best: the end of its movement, or else its first."""
    figures = [block for block in parts if isinstance(block, doc.Figure)]
    ends = (figure for figure in figures if getattr(figure.picture, "panel", "") == "end")
    return next(ends, figures[0] if figures else None)


class LogPlan(Struct, frozen=True):
    """The size of a log and its days."""

    weeks: int
    """How many."""
    first: int
    """The number of the first one."""
    days: tuple[Weekday, ...] | int
    """Days of the week, or a number of any days."""
    sessions: int
    """Boxes to tick for each day."""


def plan_log(weeks: int, dosages: Sequence[Dosage | None], first: int = 1) -> LogPlan:
    """Return the plan of a log for the days and sessions of a programme.

    If all doses name weekdays, it has these; if all give a number of days a week, as many days;
    otherwise all days of the week.
    """
    doses = [dose for dosage in dosages for dose in (dosage.doses if dosage else (None,))]
    frequencies = [dose.frequency for dose in doses if dose and dose.frequency]
    days: tuple[Weekday, ...] | int = tuple(Weekday)
    if len(frequencies) == len(doses):
        counts = [each.days_a_week.high for each in frequencies if each.days_a_week]
        if all(each.weekdays for each in frequencies):
            named = {day for each in frequencies for day in each.weekdays}
            days = tuple(day for day in Weekday if day in named)
        elif len(counts) == len(frequencies):
            days = max(counts)
    return LogPlan(weeks, first, days, min(most_sessions(dosages), LOG_SESSIONS))


def most_sessions(dosages: Iterable[Dosage | None]) -> int:
    """Return the most sessions that any dosage asks for on one day."""
    return max((dosage.most_sessions_a_day for dosage in dosages if dosage), default=1)


def log_table(node_id: str, plan: LogPlan, origin: Origin, wording: Wording) -> list[doc.Log]:
    """Return a log of one table: a row for each week, a column for each day."""
    nodes = _LogNodes(f"{node_id}.weeks", origin, wording)
    cell, row, days = nodes.cell, nodes.row, nodes.days(plan)

    def week(number: int) -> doc.Row:
        name = f"week.{number}"
        words = wording.text("log.week", number=number)
        boxes = (cell(f"{name}.day.{n}", boxes=plan.sessions) for n in range(1, len(days) + 1))
        return row(f"row.{number}", (cell(name, words), *boxes, cell(f"{name}.notes", blank=True)))

    heads = (cell(f"day.{n}", day) for n, day in enumerate(days, 1))
    head = row("head", (cell("corner"), *heads, cell("notes", wording.text("log.notes"))))
    table = doc.Table(
        id=nodes.table,
        origin=origin,
        language=wording.language,
        kind=doc.TableKind.LOG,
        label=wording.text("log"),
        rows=(head, *map(week, range(plan.first, plan.first + plan.weeks))),
    )
    return [doc.Log(id=node_id, origin=origin, language=wording.language, tables=(table,))]


class LogRow(Struct, frozen=True):
    """An entry that is ticked off by itself."""

    name: str
    """With its number."""
    language: str
    sessions: int
    """Boxes to tick for each day."""
    weekdays: tuple[Weekday, ...]
    """The days on which it is done; none if it may be any."""


def log_row(node: doc.Entry, dosage: Dosage | None) -> LogRow:
    """Return the row of an entry."""
    doses = dosage.doses if dosage else ()
    named = [dose.frequency.weekdays if dose.frequency else () for dose in doses]
    days = {day for each in named for day in each} if all(named) else set[Weekday]()
    return LogRow(
        name=heading_of(node).words,
        language=node.language,
        sessions=min(most_sessions([dosage]), LOG_SESSIONS),
        weekdays=tuple(day for day in Weekday if day in days),
    )


def log_weeks(
    node_id: str,
    plan: LogPlan,
    entries: Sequence[LogRow],
    columns: Sequence[LogColumn],
    origin: Origin,
    wording: Wording,
) -> list[doc.Log]:
    """Return a log with a table for each week: what to tick, and below it what to write down.

    Entries are ticked off one by one; without any, each day has the boxes of its sessions.
    """
    done = LogRow(wording.text("log.done"), wording.language, plan.sessions, ())

    def week(number: int) -> doc.Table:
        nodes = _LogNodes(f"{node_id}.week.{number}", origin, wording)
        days = nodes.days(plan)
        places = [*enumerate(plan.days if isinstance(plan.days, tuple) else days, 1)]

        def ticked(row_id: str, row: LogRow) -> doc.Row:
            name = replace(nodes.cell(row_id, row.name), language=row.language)
            boxes = (
                nodes.cell(
                    f"{row_id}.day.{place}",
                    boxes=row.sessions if day in (row.weekdays or [day]) else 0,
                )
                for place, day in places
            )
            return nodes.row(f"row.{row_id}", (name, *boxes))

        def rated(column: LogColumn) -> doc.Row:
            blanks = (
                nodes.cell(f"{column}.day.{place}", blank=True, rating=True) for place, _ in places
            )
            name = nodes.cell(column, wording.text(f"log.{column}"))
            return nodes.row(f"row.{column}", (name, *blanks))

        heads = (nodes.cell(f"day.{place}", day) for place, day in enumerate(days, 1))
        notes = nodes.cell("notes", wording.text("log.notes"))
        line = nodes.cell("notes.line", blank=True, span=len(days))
        words = wording.text("log.week", number=number)
        return doc.Table(
            id=f"{node_id}.week.{number}",
            origin=origin,
            language=wording.language,
            kind=doc.TableKind.WEEK,
            caption=(Plain(words),),
            rows=(
                nodes.row("head", (nodes.cell("corner"), *heads)),
                *(ticked(f"entry.{place}", row) for place, row in enumerate(entries, 1)),
                *(() if entries else (ticked("done", done),)),
                *map(rated, columns),
                nodes.row("row.notes", (notes, line)),
            ),
        )

    weeks = tuple(map(week, range(plan.first, plan.first + plan.weeks)))
    return [doc.Log(id=node_id, origin=origin, language=wording.language, tables=weeks)]


class _LogNodes(Struct, frozen=True):
    """Makes the rows and cells of a table of a log."""

    table: str
    """Its id."""
    origin: Origin
    wording: Wording

    def cell(
        self,
        cell_id: str,
        words: str = "",
        *,
        boxes: int = 0,
        blank: bool = False,
        rating: bool = False,
        span: int = 1,
    ) -> doc.Cell:
        """Return a cell; one with words is a heading."""
        return doc.Cell(
            id=f"{self.table}.{cell_id}",
            origin=self.origin,
            language=self.wording.language,
            content=(Plain(words),) if words else (),
            heading=bool(words),
            boxes=boxes,
            blank=blank,
            rating=rating,
            span=span,
        )

    def row(self, row_id: str, cells: Iterable[doc.Cell]) -> doc.Row:
        """Return a row."""
        return doc.Row(id=f"{self.table}.{row_id}", origin=self.origin, cells=tuple(cells))

    def days(self, plan: LogPlan) -> list[str]:
        """Return the headings of the days."""
        if isinstance(plan.days, int):
            numbers = range(1, plan.days + 1)
            return [self.wording.text("log.day", number=number) for number in numbers]
        return [render_weekday(day, self.wording) for day in plan.days]


def log_section(node_id: str, log: doc.Log, wording: Wording, level: int = 2) -> list[doc.Block]:
    """Return a log under its heading."""
    heading = label_heading(node_id, log.origin, "log", wording, level)
    return [doc.Section(id=node_id, origin=log.origin, children=(heading, log))]
