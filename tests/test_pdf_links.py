"""A link in the text of a PDF is one link to every reader, whatever its markup and lines."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest
from drawn_documents import HERE
from pdf_facts import FURNITURE, write_pdf
from tag_tree import tag_tree, text_by_element

from handout import document as doc
from handout.inline import Inline, Link, Plain, Strong
from handout.theme import STANDARD

PAGE = "https://example.org/knees"


@dataclass
class Annotation:
    """A link annotation as a reader finds it."""

    page: int
    contents: str
    lines: int
    """How many areas it has."""
    element: str
    """The structure element that it belongs to, by its object number."""


def links(data: bytes) -> list[Annotation]:
    """Return all link annotations, page by page."""
    with pikepdf.open(BytesIO(data)) as file:
        parents = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
        return [
            Annotation(
                number,
                str(note.Contents),
                len(note.QuadPoints) // 8,
                str(parents[int(note.StructParent)].objgen[0]),
            )
            for number, page in enumerate(file.pages, 1)
            for note in page.get("/Annots", ())
        ]


def with_text(*content: Inline) -> bytes:
    """Return a document of one paragraph."""
    title = doc.Heading(id="title", origin=HERE, level=1, content=(Plain("Knees"),))
    return write_pdf(
        doc.DocumentTree(
            title="Knees",
            language="en",
            author="",
            folio="{page}/{pages}",
            furniture=FURNITURE,
            children=(title, doc.Paragraph(id="text", origin=HERE, content=content)),
        ),
        STANDARD,
    )


def test_a_link_with_bold_words_inside_is_one_annotation() -> None:
    words = (Plain("all about "), Strong((Plain("your knee"),)), Plain(" and hip"))
    data = with_text(Plain("Read "), Link(words, PAGE), Plain("."))
    (link,) = links(data)
    assert link.lines == 1
    assert link.contents == f"all about your knee and hip ({PAGE})"
    assert tag_tree(data).count("Link") == 1


def test_a_link_broken_over_lines_has_an_area_on_each() -> None:
    words = (Plain("a very long name of a page about all that hurts in a knee " * 3),)
    (link,) = links(with_text(Link(words, PAGE)))
    assert link.lines == 3


def test_two_equal_links_do_not_share_an_annotation_or_an_element() -> None:
    link = Link((Plain("here"),), PAGE)
    one, two = links(with_text(link, Plain(" or "), link))
    assert one.contents == two.contents == f"here ({PAGE})"
    assert one.element != two.element
    # Nor do they without a word between them.
    assert len({each.element for each in links(with_text(link, link))}) == 2


def test_a_link_over_a_page_break_has_an_annotation_on_each_page() -> None:
    before = Plain("Go on and breathe. " * 150)
    data = with_text(before, Link((Plain("a page about knees " * 60),), PAGE))
    first, second = links(data)
    assert (first.page, second.page) == (1, 2)
    assert first.element == second.element
    assert tag_tree(data).count("Link") == 1


def test_words_in_any_script_describe_a_link() -> None:
    (link,) = links(with_text(Link((Plain("Über Ωμέγα"),), PAGE)))
    assert link.contents == f"Über Ωμέγα ({PAGE})"


@pytest.mark.parametrize(
    ("words", "url", "on_paper"),
    [
        ("our page", "https://example.org/knees/", "our page (example.org/knees)"),
        ("our page", "HTTP://example.org", "our page (example.org)"),
        ("write to us", "mailto:knees@example.org", "write to us (knees@example.org)"),
        ("call us", "tel:+44123", "call us (+44123)"),
        ("example.org/knees", "https://example.org/knees", "example.org/knees"),
        ("https://example.org/knees", "https://example.org/knees", "https://example.org/knees"),
        ("See www.example.org", "https://www.example.org/", "See www.example.org"),
        ("+44 1 (23)", "tel:+44123", "+44 1 (23)"),
    ],
)
def test_a_link_on_paper_tells_its_address(words: str, url: str, on_paper: str) -> None:
    data = with_text(Plain("Or: "), Link((Plain(words),), url), Plain("."))
    assert text_by_element(data).splitlines()[1] == f"Or: {on_paper}."
    # The address is a part of the link.
    assert tag_tree(data).splitlines()[-1].strip() == f"Link '{on_paper}'"
    assert len(links(data)) == 1
