"""A press keeps what it made for one document, and no other document shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_facts import compose
from test_reading_order import documents
from text_engine import FACES

from handout import document as doc
from handout.errors import HandoutError, Origin
from handout.inline import Link, Plain
from handout.theme import EDITIONS, STANDARD, Theme
from handout.writers.pdf import PdfWriter, write_pdf
from handout.writers.pdf.file import Stream

HERE = Origin("case.yaml", 1, 1)


def with_words(words: str, language: str = "en") -> doc.DocumentTree:
    """Return the first handout with words of its own, some of which change where pages break."""
    document = compose("it-band-pain")
    own = doc.Paragraph(id="own", origin=HERE, content=(Plain(words),))
    title, *rest = document.children
    return replace(document, language=language, children=(title, own, *rest))


CASES = (
    with_words("For Ada Berg"),
    with_words("For Zoë Kováč and Ольга"),
    # Three texts for which a face has one glyph: a reader must find the one that was written.
    with_words("A\u00a0B C"),
    with_words("A B\u00a0C"),
    with_words("Ω and Ω"),
    with_words("Ω and Ω"),
    with_words("لمن يحتاج", "ar"),
    with_words("Für Uwe", "de"),
    with_words("Long. " * 300),
    replace(compose("it-band-pain"), title="Another title"),
)


@cache
def alone(number: int) -> bytes:
    Stream.deflated.cache_clear()
    return write_pdf(CASES[number], STANDARD)


@settings(max_examples=8)
@given(st.lists(st.sampled_from(range(len(CASES))), min_size=2, max_size=8))
def test_the_bytes_of_a_document_do_not_depend_on_those_before(order: Sequence[int]) -> None:
    press = PdfWriter(STANDARD)
    for number in order:
        assert press.write(CASES[number]) == alone(number)


@settings(max_examples=30)
@given(st.lists(documents(), min_size=2, max_size=3))
def test_any_documents_can_follow_one_another(made: Sequence[doc.DocumentTree]) -> None:
    press = PdfWriter(STANDARD, (FACES,))
    for document in (*made, *reversed(made)):
        assert press.write(document) == write_pdf(document, STANDARD, (FACES,))


def changed(block: doc.Block, kind: type[doc.Block], **values: object) -> doc.Block:
    """Return a block with some values in each node of a kind in it."""
    block = replace(block, **values) if isinstance(block, kind) else block
    if isinstance(block, doc.Callout | doc.Entry | doc.Section):
        inside = tuple(changed(child, kind, **values) for child in block.children)
        return replace(block, children=inside)
    return block


PHRASES = ("3 sets", "12 repetitions on each side", "once a day", "hold as long as you can " * 5)


def with_doses(doses: Sequence[Sequence[str]]) -> doc.DocumentTree:
    """Return a handout whose entries have doses of their own, one after the other."""
    document = compose("it-band-pain")
    left = cycle(doses)

    def dosed(block: doc.Block) -> doc.Block:
        if isinstance(block, doc.DosageBox):
            items = tuple(
                doc.Item(id=f"{block.id}.{number}", origin=HERE, content=(Plain(phrase),))
                for number, phrase in enumerate(next(left), 1)
            )
            return replace(block, items=items, changed=True)
        if isinstance(block, doc.Entry | doc.Section):
            return replace(block, children=tuple(map(dosed, block.children)))
        return block

    return replace(document, children=tuple(map(dosed, document.children)))


def linked(url: str) -> doc.DocumentTree:
    """Return the first handout with a paragraph that leads to an address, if one is given."""
    document = compose("it-band-pain")
    where = (Plain("our page"),)
    content = (Plain("See "), *((Link(where, url),) if url else where))
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
def test_what_one_document_has_otherwise_is_in_its_file(
    kind: type[doc.Block], values: dict[str, object]
) -> None:
    document = compose("it-band-pain")
    children = tuple(changed(block, kind, **values) for block in document.children)
    other = replace(document, children=children)
    assert children != document.children
    press = PdfWriter(STANDARD)
    for each in (document, other, document, other):
        assert press.write(each) == write_pdf(each, STANDARD)


@settings(max_examples=15)
@given(
    theme=st.sampled_from([*EDITIONS.values()]),
    doses=st.lists(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4), min_size=1),
)
def test_entries_hold_doses_of_any_height(theme: Theme, doses: Sequence[Sequence[str]]) -> None:
    press = PdfWriter(theme)
    for own in (doses, doses[::-1], doses):
        document = with_doses(own)
        assert press.write(document) == write_pdf(document, theme)


def test_the_same_words_lead_where_each_document_says() -> None:
    press = PdfWriter(STANDARD)
    for url in ("", "https://example.org/one", "https://example.org/two") * 2:
        document = linked(url)
        assert press.write(document) == write_pdf(document, STANDARD)


def test_a_character_that_no_font_has_is_told_each_time() -> None:
    press = PdfWriter(STANDARD)
    for _ in range(2):
        with pytest.raises(HandoutError, match="no font has"):
            press.write(with_words("\U0001fbff"))
    assert press.write(CASES[0]) == alone(0)
