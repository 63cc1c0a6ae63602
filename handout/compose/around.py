"""Compose what stands around the entries of a handout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from handout import document as doc
from handout import model, wording
from handout.compose.texts import inline, joined, own_heading, short_link, text_paragraphs
from handout.dosage import Dosage, Frequency
from handout.errors import Origin
from handout.wording import LABELS

LOG_SESSIONS: Final = 4
"""Boxes that fit into one day of a log and can still be told apart."""


def about_author(author: model.Author) -> doc.Section:
    """Return who wrote the handout."""
    who = [inline(text) for text in (author.name, author.credentials) if text]
    name = doc.Paragraph(id="author.name", origin=author.name.origin, content=joined(who, ", "))
    children: list[doc.Block] = [own_heading("author", author.origin, LABELS["author"]), name]
    children += text_paragraphs("author.bio", author.bio)
    children += text_paragraphs("author.contact", author.contact)
    if author.url:
        children.append(
            doc.Paragraph(id="author.url", origin=author.origin, content=short_link(author.url))
        )
    return doc.Section(id="author", origin=author.origin, children=tuple(children))


def log_section(grid: doc.Log, origin: Origin) -> doc.Section:
    """Return a grid under its heading."""
    heading = own_heading("log", origin, LABELS["log"])
    return doc.Section(id="log", origin=origin, children=(heading, grid))


def log_grid(weeks: int, origin: Origin, dosages: Sequence[Dosage | None]) -> doc.Log:
    """Return a grid to tick off sessions that has the days and sessions of the programme.

    Where all entries name weekdays, there is a column for each of these; where all say how many
    days a week, a column for each day; otherwise the week has its seven days.
    """
    return doc.Log(
        id="log.grid",
        origin=origin,
        language=wording.LANGUAGE,
        weeks=tuple(LABELS["week"].format(number=n) for n in range(1, weeks + 1)),
        days=_log_days([dosage.frequency if dosage else None for dosage in dosages]),
        sessions=min(most_sessions(dosages), LOG_SESSIONS),
        notes=LABELS["log_notes"],
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
