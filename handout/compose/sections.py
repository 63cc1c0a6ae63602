"""Compose what comes before and after the entries of a handout."""

from __future__ import annotations

from functools import reduce
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout import model
from handout.clinic import Clinic
from handout.compose.texts import (
    enumerated,
    inline,
    inline_message,
    label_heading,
    phone_link,
    points_under,
    short_link,
    text_paragraphs,
)
from handout.dosage import Phase
from handout.errors import Origin
from handout.folding import space_between
from handout.inline import Inline, Plain, ends_sentence, plain_text
from handout.located import Text
from handout.wording import Wording
from handout.wording.dates import render_date
from handout.wording.dosages import render_phase


class Citation(Struct, frozen=True):
    """A source that the handout or one of its entries names."""

    source: model.Source
    origin: Origin
    entry: Text | None = None
    """Name of the entry; None for the handout's own sources."""


def title(node_id: str, text: Text) -> list[doc.Block]:
    """Return the title of a handout."""
    return [
        doc.Heading(
            id=node_id,
            origin=text.origin,
            language=text.language,
            level=1,
            content=inline(text),
        )
    ]


class SectionTitle(Struct, frozen=True):
    """What a section is called: its heading, when it is the one to do, or both."""

    heading: Text | None
    phase: Phase | None
    origin: Origin

    @property
    def given(self) -> SectionTitle | None:
        """The title, if it says anything."""
        return self if self.heading or self.phase else None


def section_heading(node_id: str, title: SectionTitle, wording: Wording) -> list[doc.Block]:
    """Return the heading of a section, with its phase before it."""
    content = inline(title.heading) if title.heading else ()
    if title.phase:
        phase = render_phase(title.phase, wording)
        content = (
            inline_message(wording, "phase.heading", phase=phase, heading=content)
            if content
            else (Plain(phase),)
        )
    origin = title.heading.origin if title.heading else title.origin
    language = title.heading.language if title.heading else ""
    return [doc.Heading(id=node_id, origin=origin, language=language, level=2, content=content)]


class Contact(Struct, frozen=True):
    """Whom to call where a handout does not say it itself."""

    name: Text | None = None
    phone: Text | None = None
    emergency: Text | None = None
    """The number to call in an emergency."""

    @classmethod
    def of_clinic(cls, clinic: Clinic | None) -> Self:
        """Return the contact of a clinic, if there is one."""
        return cls(clinic.name, clinic.phone, clinic.emergency) if clinic else cls()


def stop(node_id: str, source: model.Stop, contact: Contact, wording: Wording) -> list[doc.Block]:
    """Return when to stop, whom to call, and when to call an ambulance."""
    heading = plain_text(inline(source.heading)) if source.heading else ""
    children: list[doc.Block] = []
    if source.signs:
        key = "stop.if" if _are_sentences(source.signs) else "stop"
        label = heading or wording.text(key)
        children += points_under(f"{node_id}.signs", source.signs, label, listed=True)
        heading = ""
    call = source.call
    name, phone = (call and call.name) or contact.name, (call and call.phone) or contact.phone
    parts = [inline(name)] if name and (phone or call) else []
    parts += [phone_link(phone)] if phone else []
    parts += [inline(call.hours)] if call and call.hours else []
    if parts:
        children.append(
            doc.Paragraph(
                id=f"{node_id}.call",
                origin=call.origin if call else source.origin,
                label=heading or wording.text("stop.call"),
                content=enumerated(wording, parts),
            )
        )
    if source.emergency:
        children += _emergency(f"{node_id}.emergency", source.emergency, contact, wording)
    kind = doc.CalloutKind.STOP
    return [doc.Callout(id=node_id, origin=source.origin, kind=kind, children=tuple(children))]


def _are_sentences(texts: tuple[Text, ...]) -> bool:
    return all(ends_sentence(text.value.strip()) for text in texts)


def _emergency(
    node_id: str, source: model.Emergency, contact: Contact, wording: Wording
) -> list[doc.Block]:
    phone = source.phone or contact.emergency
    if source.heading:
        label = plain_text(inline(source.heading))
    else:
        have, if_ = ("stop.ambulance", "stop.ambulance.if")
        if phone:
            have, if_ = ("stop.emergency", "stop.emergency.if")
        key = if_ if _are_sentences(source.signs) else have
        label = wording.text(key, phone=phone.value if phone else "")
    blocks = points_under(node_id, source.signs, label, listed=True)
    if phone and source.heading and phone.value not in label:
        blocks.append(
            doc.Paragraph(
                id=f"{node_id}.call",
                origin=phone.origin,
                label=wording.text("stop.call"),
                content=phone_link(phone),
            )
        )
    return blocks


def tip(node_id: str, source: model.Tip, wording: Wording) -> list[doc.Block]:
    """Return a tip in a box."""
    heading = label_heading(node_id, source.origin, "tip", wording)
    if source.heading:
        content = inline(source.heading)
        heading = replace(heading, language=source.heading.language, content=content)
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


class Review(Struct, frozen=True):
    """Who answers for a handout or one of its entries."""

    reviewed: model.Reviewed
    entry: Text | None = None
    """Name of the entry; None for the handout itself."""


class Credits(Struct, frozen=True):
    """The sources of a handout, and who answers for it."""

    citations: tuple[Citation, ...]
    reviews: tuple[Review, ...]


def sources(node_id: str, source: Credits, wording: Wording) -> list[doc.Block]:
    """Return the sources, the handout's own first; each is listed once, with its entries' names.

    Reviews follow them.
    """
    cited: dict[tuple[Inline, ...], list[Citation]] = {}
    for citation in source.citations:
        cited.setdefault(_credit(citation.source, wording), []).append(citation)
    reviewed: dict[tuple[Inline, ...], list[Review]] = {}
    for review in source.reviews:
        reviewed.setdefault(_review(review.reviewed, wording), []).append(review)
    lines = [
        (each[0].origin, _named(credit, [citation.entry for citation in each], wording))
        for credit, each in cited.items()
    ]
    lines += [
        (each[0].reviewed.origin, _named(words, [review.entry for review in each], wording))
        for words, each in reviewed.items()
    ]
    paragraphs = [
        doc.Paragraph(id=f"{node_id}.{number}", origin=origin, content=content, role=doc.Role.SMALL)
        for number, (origin, content) in enumerate(lines, 1)
    ]
    heading = label_heading(node_id, paragraphs[0].origin, "sources", wording)
    return [doc.Section(id=node_id, origin=heading.origin, children=(heading, *paragraphs))]


def machine_translation(node_id: str, origin: Origin, wording: Wording) -> list[doc.Paragraph]:
    """Return what says that nobody has checked a translation, in its language and in English."""
    wordings = dict.fromkeys((wording, Wording.for_language("en")))
    return [
        doc.Paragraph(
            id=node_id if number == 1 else f"{node_id}.{number}",
            origin=origin,
            language=each.language,
            content=(Plain(each.text("translation.machine")),),
            role=doc.Role.SMALL,
        )
        for number, each in enumerate(wordings, 1)
    ]


def _review(reviewed: model.Reviewed, wording: Wording) -> tuple[Inline, ...]:
    texts = [inline(text) for text in (reviewed.by, reviewed.credentials) if text]
    if reviewed.date:
        texts.append((Plain(render_date(reviewed.date.day, wording)),))
    return inline_message(wording, "reviewed", by=enumerated(wording, texts))


def _named(
    words: tuple[Inline, ...], entries: list[Text | None], wording: Wording
) -> tuple[Inline, ...]:
    """Return a source or review after the names of its entries, unless it is the handout's own."""
    names = [plain_text(inline(entry)) for entry in entries if entry]
    if len(names) < len(entries):
        return words
    listed = wording.joined("list.next", [*dict.fromkeys(names)])
    return inline_message(wording, "source.of_entries", names=listed, source=words)


def _credit(source: model.Source, wording: Wording) -> tuple[Inline, ...]:
    """Return a source as title, author, address and licence."""
    parts = [inline(text) for text in (source.title, source.author) if text]
    if source.url:
        parts.append(short_link(source.url))
    if source.licence:
        parts.append(inline_message(wording, "source.licence", licence=inline(source.licence)))

    def joined(before: tuple[Inline, ...], after: tuple[Inline, ...]) -> tuple[Inline, ...]:
        words = plain_text(before)
        if not ends_sentence(words):
            return inline_message(wording, "source.next", before=before, after=after)
        # A title that ends as a sentence needs no second full stop.
        space = space_between(words, plain_text(after))
        return (*before, *((Plain(space),) if space else ()), *after)

    return reduce(joined, parts) if parts else ()
