"""Compose what comes before and after the entries of a handout."""

from __future__ import annotations

from functools import reduce

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout import model
from handout.compose.texts import (
    enumerated,
    inline,
    inline_message,
    label_heading,
    labelled_points,
    short_link,
    text_paragraphs,
)
from handout.errors import Origin
from handout.inline import Inline, plain_text
from handout.located import Text
from handout.wording import Wording


class Citation(Struct, frozen=True):
    """A source that the handout or one of its entries names."""

    source: model.Source
    origin: Origin
    entry: Text | None = None
    """Name of the entry; None for the handout's own sources."""


def title(node_id: str, text: Text) -> list[doc.Block]:
    """Return the title of a handout."""
    return [doc.Heading(id=node_id, origin=text.origin, level=1, content=inline(text))]


def section_heading(node_id: str, text: Text) -> list[doc.Block]:
    """Return the heading of a section."""
    return [doc.Heading(id=node_id, origin=text.origin, level=2, content=inline(text))]


def stop(node_id: str, signs: tuple[Text, ...], wording: Wording) -> list[doc.Block]:
    """Return when to stop and ask for help."""
    points = labelled_points(f"{node_id}.signs", signs, "stop", wording)
    kind = doc.CalloutKind.STOP
    return [doc.Callout(id=node_id, origin=signs[0].origin, kind=kind, children=tuple(points))]


def tip(node_id: str, source: model.Tip, wording: Wording) -> list[doc.Block]:
    """Return a tip in a box."""
    heading = label_heading(node_id, source.origin, "tip", wording)
    if source.heading:
        heading = replace(heading, language="", content=inline(source.heading))
    children = (heading, *text_paragraphs(f"{node_id}.text", source.text))
    kind = doc.CalloutKind.TIP
    return [doc.Callout(id=node_id, origin=source.origin, kind=kind, children=children)]


def summary(node_id: str, text: Text, wording: Wording) -> list[doc.Block]:
    """Return the summary of a handout."""
    heading = label_heading(node_id, text.origin, "summary", wording)
    children = (heading, *text_paragraphs(f"{node_id}.text", text))
    return [doc.Section(id=node_id, origin=text.origin, children=children)]


def about_author(node_id: str, author: model.Author, wording: Wording) -> list[doc.Block]:
    """Return who wrote the handout."""
    name = [inline(text) for text in (author.name, author.credentials) if text]
    children: list[doc.Block] = [
        label_heading(node_id, author.origin, "author", wording),
        doc.Paragraph(
            id=f"{node_id}.name", origin=author.name.origin, content=enumerated(wording, name)
        ),
    ]
    if author.bio:
        children += text_paragraphs(f"{node_id}.bio", author.bio)
    if author.contact:
        children += text_paragraphs(f"{node_id}.contact", author.contact)
    if author.url:
        children.append(
            doc.Paragraph(id=f"{node_id}.url", origin=author.origin, content=short_link(author.url))
        )
    return [doc.Section(id=node_id, origin=author.origin, children=tuple(children))]


def sources(node_id: str, citations: tuple[Citation, ...], wording: Wording) -> list[doc.Block]:
    """Return the sources, the handout's own first; each is listed once, with its entries' names."""
    cited: dict[tuple[Inline, ...], list[Citation]] = {}
    for citation in citations:
        cited.setdefault(_credit(citation.source, wording), []).append(citation)
    paragraphs = [
        doc.Paragraph(
            id=f"{node_id}.{number}",
            origin=each[0].origin,
            content=_cited(credit, each, wording),
            role=doc.Role.SMALL,
        )
        for number, (credit, each) in enumerate(cited.items(), 1)
    ]
    heading = label_heading(node_id, paragraphs[0].origin, "sources", wording)
    return [doc.Section(id=node_id, origin=heading.origin, children=(heading, *paragraphs))]


def _cited(
    credit: tuple[Inline, ...], citations: list[Citation], wording: Wording
) -> tuple[Inline, ...]:
    """Return a source after the names of its entries, unless it is one of the handout's own."""
    names = [plain_text(inline(citation.entry)) for citation in citations if citation.entry]
    if len(names) < len(citations):
        return credit
    listed = wording.joined("list.next", [*dict.fromkeys(names)])
    return inline_message(wording, "source.of_entries", names=listed, source=credit)


def _credit(source: model.Source, wording: Wording) -> tuple[Inline, ...]:
    """Return a source as title, author, address and licence."""
    parts = [inline(text) for text in (source.title, source.author) if text]
    if source.url:
        parts.append(short_link(source.url))
    if source.licence:
        parts.append(inline_message(wording, "source.licence", licence=inline(source.licence)))

    def joined(before: tuple[Inline, ...], after: tuple[Inline, ...]) -> tuple[Inline, ...]:
        # A title that ends as a sentence needs no second full stop.
        ended = plain_text(before).endswith((".", "?", "!"))
        key = "source.next_sentence" if ended else "source.next"
        return inline_message(wording, key, before=before, after=after)

    return reduce(joined, parts) if parts else ()
