"""Compose what stands around the entries of a handout."""

from __future__ import annotations

from handout import document as doc
from handout import model, wording
from handout.compose.texts import inline, joined, own_heading, short_link, text_paragraphs
from handout.wording import LABELS


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


def log_section(log: model.Log) -> doc.Section:
    """Return a grid to tick off sessions."""
    weeks = tuple(LABELS["week"].format(number=n) for n in range(1, log.weeks.count + 1))
    grid = doc.Log(
        id="log.grid",
        origin=log.origin,
        language=wording.LANGUAGE,
        weeks=weeks,
        days=wording.DAYS,
    )
    heading = own_heading("log", log.origin, LABELS["log"])
    return doc.Section(id="log", origin=log.origin, children=(heading, grid))
