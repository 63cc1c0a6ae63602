"""Turn texts of the content into nodes."""

from __future__ import annotations

from collections.abc import Iterable

from handout import document as doc
from handout import model, wording
from handout.errors import Origin
from handout.inline import Inline, Link, Plain, paragraphs, plain_text, read_inline
from handout.located import Text


def inline(text: Text) -> tuple[Inline, ...]:
    """Return the inline nodes of a text."""
    return read_inline(text.value)


def own_heading(node_id: str, origin: Origin, words: str) -> doc.Heading:
    """Return a heading in the program's own words."""
    return doc.Heading(
        id=f"{node_id}.heading",
        origin=origin,
        language=wording.LANGUAGE,
        level=2,
        content=(Plain(words),),
    )


def paragraph(node_id: str, text: Text, role: doc.Role) -> list[doc.Block]:
    """Return a text as one paragraph."""
    return [doc.Paragraph(id=node_id, origin=text.origin, content=inline(text), role=role)]


def text_paragraphs(
    node_id: str, text: Text | None, label: str = "", role: doc.Role = doc.Role.BODY
) -> list[doc.Block]:
    """Return a paragraph for each part between empty lines; the label stands before the first."""
    if text is None:
        return []
    return [
        doc.Paragraph(
            id=node_id if number == 1 else f"{node_id}.{number}",
            origin=text.origin,
            content=read_inline(part),
            role=role,
            label=label if number == 1 else "",
        )
        for number, part in enumerate(paragraphs(text.value), 1)
    ]


def text_items(node_id: str, texts: Iterable[Text]) -> tuple[doc.Item, ...]:
    """Return a text an item."""
    return tuple(
        doc.Item(id=f"{node_id}.{number}", origin=text.origin, content=inline(text))
        for number, text in enumerate(texts, 1)
    )


def labelled_points(node_id: str, texts: tuple[Text, ...], label: str) -> list[doc.Block]:
    """Return a labelled list; one point alone is a paragraph."""
    if len(texts) == 1:
        return text_paragraphs(node_id, texts[0], label)
    if not texts:
        return []
    items = text_items(node_id, texts)
    return [doc.Points(id=f"{node_id}.list", origin=texts[0].origin, label=label, items=items)]


def short_link(url: model.Url) -> tuple[Inline, ...]:
    """Return an address as a link whose words are the address, short enough to copy by hand."""
    return (Link((Plain(url.short),), str(url)),)


def joined(parts: list[tuple[Inline, ...]], separator: str) -> tuple[Inline, ...]:
    """Return parts as one text with a separator between them."""
    whole: list[Inline] = []
    for part in parts:
        if whole:
            # A title that ends as a sentence needs no second full stop.
            ends = plain_text(tuple(whole)).endswith((".", "?", "!"))
            whole.append(Plain(" " if ends and separator == ". " else separator))
        whole += part
    return tuple(whole)
