"""A writer caches parts of one document without changing any other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import cycle

import pytest
from drawn_documents import documents
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_facts import compose, write_pdf
from text_engine import FACES

from handout import document as doc
from handout.errors import HandoutError, Origin
from handout.inline import Link, Plain
from handout.theme import EDITIONS, STANDARD, Theme
from handout.writers.pdf import PdfWriter

HERE = Origin("case.yaml", 1, 1)


def with_text(text: str, language: str = "en") -> doc.DocumentTree:
    """Return a handout with an extra paragraph, which may change its page breaks."""
    document = compose("it-band-pain")
    own = doc.Paragraph(id="own", origin=HERE, content=(Plain(text),))
    title, *rest = document.children
    return replace(document, language=language, children=(title, own, *rest))


CASES = (
    with_text("For Ada Berg"),
    with_text("For Zoë Kováč and Ольга"),
    # One glyph for several characters: text extraction must return the right one.
    with_text("A\u00a0B C"),
    with_text("A B\u00a0C"),
    with_text("Ω and Ω"),
    with_text("Ω and Ω"),
    with_text("لمن يحتاج", "ar"),
    with_text("Für Uwe", "de"),
    with_text("Long. " * 300),
    replace(compose("it-band-pain"), title="Another title"),
)


@cache
def alone(number: int) -> bytes:
    return write_pdf(CASES[number], STANDARD)


@pytest.mark.slow
@settings(max_examples=8)
@given(st.lists(st.sampled_from(range(len(CASES))), min_size=2, max_size=8))
def test_a_document_does_not_depend_on_earlier_ones(order: Sequence[int]) -> None:
    writer = PdfWriter(STANDARD)
    for number in order:
        assert writer.write(CASES[number]) == alone(number)


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(documents(), min_size=2, max_size=3))
def test_any_documents_can_be_written_in_any_order(drawn: Sequence[doc.DocumentTree]) -> None:
    writer = PdfWriter(STANDARD, (FACES,))
    for document in (*drawn, *reversed(drawn)):
        assert writer.write(document) == write_pdf(document, STANDARD, (FACES,))


def changed(block: doc.Block, kind: type[doc.Block], **values: object) -> doc.Block:
    """Return a block with values replaced in all its nodes of one type."""
    block = replace(block, **values) if isinstance(block, kind) else block
    if isinstance(block, doc.Callout | doc.Entry | doc.Section):
        inside = tuple(changed(child, kind, **values) for child in block.children)
        return replace(block, children=inside)
    return block


PHRASES = ("3 sets", "12 repetitions on each side", "once a day", "hold as long as you can " * 5)


def with_doses(doses: Sequence[Sequence[str]]) -> doc.DocumentTree:
    """Return a handout whose entries take the given doses in turn."""
    document = compose("it-band-pain")
    left = cycle(doses)

    def dosed(block: doc.Block) -> doc.Block:
        if isinstance(block, doc.DosageBox):
            items = tuple(
                doc.Item(id=f"{block.id}.{number}", origin=HERE, content=(Plain(phrase),))
                for number, phrase in enumerate(next(left), 1)
            )
            dose = replace(block.doses[0], items=items)
            return replace(block, doses=(dose,), changed=True)
        if isinstance(block, doc.Entry | doc.Section):
            return replace(block, children=tuple(map(dosed, block.children)))
        return block

    return replace(document, children=tuple(map(dosed, document.children)))


def linked(url: str) -> doc.DocumentTree:
    """Return a handout with an extra paragraph, linked if there is a URL."""
    document = compose("it-band-pain")
    text = (Plain("our page"),)
    content = (Plain("See "), *((Link(text, url),) if url else text))
    own = doc.Paragraph(id="own", origin=HERE, content=content)
    title, *rest = document.children
    return replace(document, children=(title, own, *rest))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (doc.Figure, {"alt": "Somebody else"}),
        (doc.Figure, {"caption": ()}),
        (doc.Callout, {"language": "de"}),
        (doc.Points, {"label": "Call us when"}),
        (doc.Steps, {"changed": True}),
        (doc.Entry, {"changed": True}),
        (doc.Section, {"language": "de"}),
    ],
)
def test_a_change_to_a_document_is_in_its_file(
    kind: type[doc.Block], values: dict[str, object]
) -> None:
    document = compose("it-band-pain")
    children = tuple(changed(block, kind, **values) for block in document.children)
    other = replace(document, children=children)
    assert children != document.children
    writer = PdfWriter(STANDARD)
    for each in (document, other, document, other):
        assert writer.write(each) == write_pdf(each, STANDARD)


@pytest.mark.slow
@settings(max_examples=15)
@given(
    theme=st.sampled_from([*EDITIONS.values()]),
    doses=st.lists(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4), min_size=1),
)
def test_entries_take_doses_of_any_height(theme: Theme, doses: Sequence[Sequence[str]]) -> None:
    writer = PdfWriter(theme)
    for own in (doses, doses[::-1], doses):
        document = with_doses(own)
        assert writer.write(document) == write_pdf(document, theme)


def test_equal_text_links_to_the_url_of_each_document() -> None:
    writer = PdfWriter(STANDARD)
    for url in ("", "https://example.org/one", "https://example.org/two") * 2:
        document = linked(url)
        assert writer.write(document) == write_pdf(document, STANDARD)


def test_a_character_in_no_font_is_reported_each_time() -> None:
    writer = PdfWriter(STANDARD)
    for _ in range(2):
        with pytest.raises(HandoutError, match="no font contains"):
            writer.write(with_text("\U0001fbff"))
    assert writer.write(CASES[0]) == alone(0)
