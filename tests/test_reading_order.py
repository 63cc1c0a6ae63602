"""Tagged text is exactly the text of the document, in reading order."""

from __future__ import annotations

from pathlib import Path

import pytest
import verapdf
from conftest import Compare
from drawn_documents import HERE, documents
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_facts import FURNITURE, compose, lines_by_element, page_texts, without_dots, write_pdf
from tag_tree import tag_tree, text_by_element
from text_engine import FACES

from handout import document as doc
from handout.errors import HandoutError
from handout.inline import Plain
from handout.theme import STANDARD, Paper, Theme
from handout.verify import verify_pdf

CONTENT = Path(__file__).parent / "content"


@pytest.mark.parametrize(
    ("handout", "folders"),
    [("it-band-pain", ()), ("every-field", (CONTENT,))],
    ids=["first", "every-field"],
)
def test_the_tags_match_their_reference(
    handout: str, folders: tuple[Path, ...], compare: Compare
) -> None:
    data = write_pdf(compose(handout, *folders), STANDARD)
    compare(f"{handout}.tags.txt", tag_tree(data))


@pytest.mark.parametrize("paper", list(Paper), ids=lambda paper: paper.name.lower())
@pytest.mark.parametrize("handout", ["it-band-pain", "every-field"])
def test_the_tagged_text_is_that_of_the_document(handout: str, paper: Paper) -> None:
    document = compose(handout, CONTENT)
    data = write_pdf(document, STANDARD.on(paper))
    found = [without_dots(line) for line in text_by_element(data).splitlines()]
    assert found == [without_dots(line) for line in lines_by_element(document.children)]


def test_labels_in_another_language_than_the_handout_are_tagged(tmp_path: Path) -> None:
    (tmp_path / "handouts").mkdir()
    handout = "title: Knie\nlanguage: nl-BE\nsections: [{entries: [clamshell]}]\nlog: {weeks: 1}\n"
    (tmp_path / "handouts" / "knie.yaml").write_text(handout, "utf-8")
    document = compose("knie", tmp_path)
    lines = [line.strip() for line in tag_tree(write_pdf(document, STANDARD)).splitlines()]
    for line in ("Span (en) 'Start: '", "L (en)", "H2 (en) 'Your log'", "Table (en) [Your log]"):
        assert any(found.startswith(line) for found in lines)
    assert lines.count("Form [to fill in by hand] (en)") == 7 + 1
    assert "H1 'Knie'" in lines
    assert verify_pdf(write_pdf(document, STANDARD)) == []


@settings(max_examples=40)
@given(documents(), st.sampled_from([*verapdf.PROFILES]))
def test_any_document_is_a_valid_file_with_its_exact_text(
    tmp_path_factory: pytest.TempPathFactory, document: doc.DocumentTree, standard: str
) -> None:
    data = write_pdf(document, STANDARD, (FACES,), standard)
    assert verify_pdf(data) == []
    assert verapdf.faults(data, tmp_path_factory.getbasetemp(), standard) == []
    assert text_by_element(data).splitlines() == list(lines_by_element(document.children))


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_is_typeset_or_its_missing_characters_are_named(text: str) -> None:
    paragraph = doc.Paragraph(id="p", origin=HERE, content=(Plain(" ".join(text.split()) or "a"),))
    title = doc.Heading(id="t", origin=HERE, level=1, content=(Plain("A"),))
    document = doc.DocumentTree(
        title="A",
        language="en",
        author="",
        folio="{page}",
        furniture=FURNITURE,
        children=(title, paragraph),
    )
    try:
        data = write_pdf(document, STANDARD)
    except HandoutError as error:
        for problem in error.problems:
            assert "U+" in problem.message
            assert problem.origin == HERE
    else:
        assert verify_pdf(data) == []


@pytest.mark.parametrize("theme", [STANDARD, STANDARD.booklet()], ids=["pages", "booklet"])
def test_the_footer_of_a_clinic_is_read_once_after_everything_else(theme: Theme) -> None:
    words = "Call us on 555 0100, or come in."
    data = write_pdf(replace(compose("it-band-pain"), foot=words), theme)
    lines = text_by_element(data).splitlines()
    assert lines.count(words) == 1
    assert lines[-1] == words
    assert "".join(page_texts(data)).count(words) > 1
    assert verify_pdf(data) == []
