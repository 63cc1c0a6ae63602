"""Turn texts of the content into nodes, with the program's own words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Final

from handout import document as doc
from handout import model
from handout.errors import Origin
from handout.inline import Inline, Link, Plain, paragraphs, read_inline
from handout.located import Text
from handout.wording import Wording


def inline(text: Text) -> tuple[Inline, ...]:
    """Return the inline nodes of a text."""
    return read_inline(text.value)


def inline_message(
    wording: Wording, key: str, **arguments: tuple[Inline, ...] | str
) -> tuple[Inline, ...]:
    """Return a message as inline nodes; its arguments may be inline nodes, too."""
    # Control characters, which content cannot contain, are their placeholders.
    words, nodes = dict[str, str](), dict[str, tuple[Inline, ...]]()
    for place, (name, value) in enumerate(arguments.items(), 1):
        words[name] = value if isinstance(value, str) else chr(place)
        if not isinstance(value, str):
            nodes[chr(place)] = value
    pieces = re.split("([\x01-\x08])", wording.text(key, **words))
    return tuple(node for piece in pieces if piece for node in nodes.get(piece, (Plain(piece),)))


def enumerated(wording: Wording, parts: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Return parts as a list without a word such as 'and' before the last."""
    first, *others = parts or ((),)
    return reduce(
        lambda before, after: inline_message(wording, "list.next", before=before, after=after),
        others,
        first,
    )


def label_heading(
    node_id: str, origin: Origin, key: str, wording: Wording, level: int = 2
) -> doc.Heading:
    """Return the heading of a node in the program's own words; below level 2 it is a minor one."""
    return doc.Heading(
        id=f"{node_id}.heading",
        origin=origin,
        language=wording.language,
        level=level,
        content=(Plain(wording.text(key)),),
        minor=level > 2,
    )


def paragraph(node_id: str, text: Text, role: doc.Role) -> list[doc.Paragraph]:
    """Return a text as one paragraph."""
    return [
        doc.Paragraph(
            id=node_id,
            origin=text.origin,
            language=text.language,
            content=inline(text),
            role=role,
        )
    ]


def text_paragraphs(
    node_id: str, text: Text, role: doc.Role = doc.Role.BODY, label: str = ""
) -> list[doc.Block]:
    """Return a text as paragraphs, split at its empty lines; the first one has the label."""
    return [
        doc.Paragraph(
            id=node_id if number == 1 else f"{node_id}.{number}",
            origin=text.origin,
            language=text.language,
            content=read_inline(part),
            role=role,
            label=label if number == 1 else "",
        )
        for number, part in enumerate(paragraphs(text.value), 1)
    ]


def text_items(node_id: str, texts: Iterable[Text]) -> tuple[doc.Item, ...]:
    """Return an item for each text."""
    return tuple(
        doc.Item(
            id=f"{node_id}.{number}",
            origin=text.origin,
            language=text.language,
            content=inline(text),
        )
        for number, text in enumerate(texts, 1)
    )


def labelled_text(node_id: str, text: Text, key: str, wording: Wording) -> list[doc.Block]:
    """Return a text as paragraphs, the first one with a label."""
    return text_paragraphs(node_id, text, label=wording.text(key))


def labelled_points(
    node_id: str, texts: tuple[Text, ...], key: str, wording: Wording, *, listed: bool = False
) -> list[doc.Block]:
    """Return a list with a label of the program, or a paragraph if there is one text only."""
    return points_under(node_id, texts, wording.text(key), listed=listed)


def points_under(
    node_id: str, texts: tuple[Text, ...], label: str, *, listed: bool = False
) -> list[doc.Block]:
    """Return a list with a label, or a paragraph if there is one text only.

    If it is `listed`, each point has a line of its own even if it is a sentence.
    """
    if len(texts) == 1:
        return text_paragraphs(node_id, texts[0], label=label)
    items = text_items(node_id, texts)
    origin = texts[0].origin
    return [
        doc.Points(id=f"{node_id}.list", origin=origin, label=label, items=items, listed=listed)
    ]


def phone_link(text: Text) -> tuple[Inline, ...]:
    """Return a telephone number as a link (RFC 3966) whose words stay on one line.

    A text that may be more than one number is no link.
    """
    written = " ".join(text.value.split())
    # In '+44 (0)1632', the 0 is not dialled from abroad.
    dialled = re.sub(r"[ ().-]", "", re.sub(r"^(\+.*?)\(0\)", r"\1", written))
    if not _PHONE.fullmatch(dialled):
        return inline(text)
    return (Link((Plain(written.replace(" ", "\u00a0")),), f"tel:{dialled}"),)


_PHONE: Final = re.compile(r"\+?\d{3,15}", re.ASCII)
"""The digits of a number; ITU-T E.164 allows 15."""


def short_link(url: model.Url) -> tuple[Inline, ...]:
    """Return a link that shows its address, shortened so that it can be copied by hand."""
    return (Link((Plain(url.short),), str(url)),)
