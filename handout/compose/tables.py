"""Compose the tables of a handout: the programme at a glance, and the log to tick off sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from handout import document as doc
from handout.compose.texts import label_heading
from handout.dosage import Dosage, Weekday
from handout.errors import Origin
from handout.inline import Plain, plain_text, read_inline
from handout.minutes import estimate_session
from handout.wording import Wording
from handout.wording.dosages import render_amount, render_days, render_session, render_weekday

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
        thumbnail=thumbnail(node),
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
    length = _minutes(f"{node_id}.minutes", dosages, origin, wording) if minutes else []
    return [doc.Section(id=node_id, origin=origin, children=(heading, *length, table))]


def _minutes(
    node_id: str, dosages: Sequence[Dosage | None], origin: Origin, wording: Wording
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
    words = render_session(estimate_session(dosages), wording, alike=alike)
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
        thumbnail=thumbnail(node),
    )


def heading_of(node: doc.Entry) -> doc.Heading:
    """Return the name of an entry."""
    return next(block for block in node.children if isinstance(block, doc.Heading))


def thumbnail(node: doc.Entry) -> doc.Figure | None:
    """Return the picture that shows an entry best: the end of its movement, or else its first."""
    figures = [block for block in node.children if isinstance(block, doc.Figure)]
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


def log_table(node_id: str, plan: LogPlan, origin: Origin, wording: Wording) -> list[doc.Table]:
    """Return a table to tick off sessions: a row for each week, a column for each day."""
    if isinstance(plan.days, int):
        days = [wording.text("log.day", number=number) for number in range(1, plan.days + 1)]
    else:
        days = [render_weekday(day, wording) for day in plan.days]

    def cell(cell_id: str, words: str = "", *, boxes: int = 0, blank: bool = False) -> doc.Cell:
        return doc.Cell(
            id=f"{node_id}.{cell_id}",
            origin=origin,
            language=wording.language,
            content=(Plain(words),) if words else (),
            heading=bool(words),
            boxes=boxes,
            blank=blank,
        )

    def row(row_id: str, cells: Iterable[doc.Cell]) -> doc.Row:
        return doc.Row(id=f"{node_id}.{row_id}", origin=origin, cells=tuple(cells))

    def week(number: int) -> doc.Row:
        name = f"week.{number}"
        words = wording.text("log.week", number=number)
        boxes = (cell(f"{name}.day.{n}", boxes=plan.sessions) for n in range(1, len(days) + 1))
        return row(f"row.{number}", (cell(name, words), *boxes, cell(f"{name}.notes", blank=True)))

    heads = (cell(f"day.{n}", day) for n, day in enumerate(days, 1))
    head = row("head", (cell("corner"), *heads, cell("notes", wording.text("log.notes"))))
    return [
        doc.Table(
            id=node_id,
            origin=origin,
            language=wording.language,
            kind=doc.TableKind.LOG,
            label=wording.text("log"),
            rows=(head, *map(week, range(plan.first, plan.first + plan.weeks))),
        )
    ]


def log_section(
    node_id: str, table: doc.Table, wording: Wording, level: int = 2
) -> list[doc.Block]:
    """Return a log under its heading."""
    heading = label_heading(node_id, table.origin, "log", wording, level)
    return [doc.Section(id=node_id, origin=table.origin, children=(heading, table))]
