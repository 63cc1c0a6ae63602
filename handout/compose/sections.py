"""Compose what stands around the entries of a handout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout import model, wording
from handout.compose.texts import (
    inline,
    joined,
    labelled_points,
    own_heading,
    short_link,
    text_paragraphs,
)
from handout.dosage import Dosage, Frequency
from handout.errors import Origin
from handout.inline import Inline, Plain, plain_text
from handout.located import Text
from handout.wording import LABELS

LOG_SESSIONS: Final = 4
"""Boxes that fit into one day of a log and can still be told apart."""

Credited = tuple[Text, model.Source | None, Origin]
"""The name of an entry, the source that it has, and its place."""


def title(node_id: str, text: Text) -> list[doc.Block]:
    """Return the title of a handout."""
    return [doc.Heading(id=node_id, origin=text.origin, level=1, content=inline(text))]


def section_heading(node_id: str, text: Text) -> list[doc.Block]:
    """Return the heading of a section."""
    return [doc.Heading(id=node_id, origin=text.origin, level=2, content=inline(text))]


def stop(node_id: str, signs: tuple[Text, ...]) -> list[doc.Block]:
    """Return when to stop and ask for help."""
    points = labelled_points(f"{node_id}.signs", signs, LABELS["stop"])
    kind = doc.CalloutKind.STOP
    return [doc.Callout(id=node_id, origin=signs[0].origin, kind=kind, children=tuple(points))]


def tip(node_id: str, source: model.Tip) -> list[doc.Block]:
    """Return a tip in a box."""
    heading = own_heading(node_id, source.origin, LABELS["tip"])
    if source.heading:
        heading = replace(heading, language="", content=inline(source.heading))
    children = (heading, *text_paragraphs(f"{node_id}.text", source.text))
    kind = doc.CalloutKind.TIP
    return [doc.Callout(id=node_id, origin=source.origin, kind=kind, children=children)]


def headed(node_id: str, text: Text, words: str) -> list[doc.Block]:
    """Return a text under a heading in the program's own words."""
    children = (own_heading(node_id, text.origin, words), *text_paragraphs(f"{node_id}.text", text))
    return [doc.Section(id=node_id, origin=text.origin, children=children)]


def about_author(node_id: str, author: model.Author) -> list[doc.Block]:
    """Return who wrote the handout."""
    who = [inline(text) for text in (author.name, author.credentials) if text]
    name = doc.Paragraph(id=f"{node_id}.name", origin=author.name.origin, content=joined(who, ", "))
    children: list[doc.Block] = [own_heading(node_id, author.origin, LABELS["author"]), name]
    children += text_paragraphs(f"{node_id}.bio", author.bio)
    children += text_paragraphs(f"{node_id}.contact", author.contact)
    if author.url:
        children.append(
            doc.Paragraph(id=f"{node_id}.url", origin=author.origin, content=short_link(author.url))
        )
    return [doc.Section(id=node_id, origin=author.origin, children=tuple(children))]


def sources(
    node_id: str, source: tuple[tuple[model.Source, ...], Sequence[Credited]]
) -> list[doc.Block]:
    """Return the handout's sources, then what each entry adds to them."""
    own, credited = source
    lines: dict[tuple[Inline, ...], Origin] = {}
    for each in own:
        lines.setdefault(_credit(each), each.origin)
    named: dict[tuple[Inline, ...], list[Credited]] = {}
    for entry in credited:
        if entry[1] and _credit(entry[1]) not in lines:
            named.setdefault(_credit(entry[1]), []).append(entry)
    for credit, entries in named.items():
        names = ", ".join(dict.fromkeys(plain_text(inline(name)) for name, _, _ in entries))
        lines[(Plain(f"{names}: "), *credit)] = entries[0][2]
    if not lines:
        return []
    heading = own_heading(node_id, next(iter(lines.values())), LABELS["sources"])
    children = [
        doc.Paragraph(id=f"{node_id}.{number}", origin=origin, content=content, role=doc.Role.SMALL)
        for number, (content, origin) in enumerate(lines.items(), 1)
    ]
    return [doc.Section(id=node_id, origin=heading.origin, children=(heading, *children))]


def _credit(source: model.Source) -> tuple[Inline, ...]:
    """Return a source as title, author, address and licence."""
    parts: list[tuple[Inline, ...]] = [
        inline(text) for text in (source.title, source.author) if text
    ]
    if source.url:
        parts.append(short_link(source.url))
    if source.licence:
        parts.append((Plain(f"{LABELS['licence']}: "), *inline(source.licence)))
    return joined(parts, ". ")


def log_section(node_id: str, source: tuple[doc.Table, Origin]) -> list[doc.Block]:
    """Return a log under its heading."""
    table, origin = source
    heading = own_heading(node_id, origin, LABELS["log"])
    return [doc.Section(id=node_id, origin=origin, children=(heading, table))]


def log_table(weeks: int, origin: Origin, dosages: Sequence[Dosage | None]) -> doc.Table:
    """Return a grid to tick off sessions that has the days and sessions of the programme.

    If all entries name weekdays, it has a column for each of these; if all say how many days a
    week, a column for each day; otherwise a column for each day of the week.
    """
    days = _log_days([dosage.frequency if dosage else None for dosage in dosages])
    sessions = min(most_sessions(dosages), LOG_SESSIONS)
    grid = "log.grid"

    def cell(cell_id: str, words: str = "", *, boxes: int = 0, blank: bool = False) -> doc.Cell:
        return doc.Cell(
            id=f"{grid}.{cell_id}",
            origin=origin,
            language=wording.LANGUAGE,
            content=(Plain(words),) if words else (),
            heading=bool(words),
            boxes=boxes,
            blank=blank,
        )

    def row(row_id: str, cells: Iterable[doc.Cell]) -> doc.Row:
        return doc.Row(id=f"{grid}.{row_id}", origin=origin, cells=tuple(cells))

    def week(number: int) -> doc.Row:
        name = f"week.{number}"
        boxes = (cell(f"{name}.day.{n}", boxes=sessions) for n in range(1, len(days) + 1))
        words = LABELS["week"].format(number=number)
        return row(f"row.{number}", (cell(name, words), *boxes, cell(f"{name}.notes", blank=True)))

    heads = (cell(f"day.{n}", day) for n, day in enumerate(days, 1))
    head = row("head", (cell("corner"), *heads, cell("notes", LABELS["log_notes"])))
    return doc.Table(
        id=grid,
        origin=origin,
        language=wording.LANGUAGE,
        kind=doc.TableKind.LOG,
        rows=(head, *map(week, range(1, weeks + 1))),
    )


def most_sessions(dosages: Iterable[Dosage | None]) -> int:
    """Return the most sessions that any dosage asks for on one day."""
    return max((d.per_day.high for d in dosages if d and d.per_day), default=1)


def _log_days(frequencies: Sequence[Frequency | None]) -> tuple[str, ...]:
    named = {day for frequency in frequencies if frequency for day in frequency.weekdays}
    if all(frequency and frequency.weekdays for frequency in frequencies):
        return tuple(words for day, words in wording.DAYS.items() if day in named)
    counts = [f.days_a_week.high for f in frequencies if f and f.days_a_week]
    if len(counts) == len(frequencies):
        return tuple(LABELS["day"].format(number=n) for n in range(1, max(counts) + 1))
    return tuple(wording.DAYS.values())
