"""Every PDF conforms to the standards that it names, and faults are found."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import verapdf
from edition_files import VARIANTS, BuiltHandouts
from pdf_facts import compose
from pikepdf import Array, Dictionary, Name, Object
from tag_tree import tag_tree
from web_cases import right_to_left, two_languages

from handout.theme import STANDARD, Paper
from handout.verify import verify_pdf
from handout.writers import writer_for

STANDARDS = ("ua-1", "ua-2")
CONTENT = Path(__file__).parent / "content"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Return the handout that uses every field."""
    return writer_for("pdf", STANDARD)(compose("every-field", CONTENT))


@pytest.fixture(scope="module")
def pdf_2() -> bytes:
    """Return the handout that uses every field, as PDF 2.0."""
    return writer_for("pdf", STANDARD, standard="ua-2")(compose("every-field", CONTENT))


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("paper", list(Paper), ids=lambda paper: paper.name.lower())
def test_the_first_handout_is_valid(standard: str, paper: Paper, tmp_path: Path) -> None:
    data = writer_for("pdf", STANDARD.on(paper), standard=standard)(compose("it-band-pain"))
    assert verapdf.faults(data, tmp_path, standard) == []
    assert verify_pdf(data) == []


def test_a_handout_with_every_field_is_valid(pdf: bytes, tmp_path: Path) -> None:
    assert verapdf.faults(pdf, tmp_path) == []
    assert verify_pdf(pdf) == []


@pytest.mark.parametrize(
    "variant",
    [
        *("standard-a4", "standard-letter", "compact-a5", "cards-6", "cards-a5"),
        *("large-print-letter", "compact-booklet", "large-print-booklet", "standard-mono"),
    ],
)
def test_pdf_2_is_valid_in_each_edition_on_each_paper(
    variant: str, handouts: BuiltHandouts, tmp_path: Path
) -> None:
    # Has every kind of node.
    document = handouts.get("mixed", "standard-a4").document
    data = writer_for("pdf", VARIANTS[variant], standard="ua-2")(document)
    assert verapdf.faults(data, tmp_path, "ua-2") == []
    assert verify_pdf(data) == []


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_right_to_left_handout_is_valid(standard: str, tmp_path: Path) -> None:
    data = writer_for("pdf", STANDARD, standard=standard)(right_to_left(tmp_path))
    assert verapdf.faults(data, tmp_path, standard) == []
    assert verify_pdf(data) == []


def _elements(file: pikepdf.Pdf, kind: str) -> list[Object]:
    found: list[Object] = [
        thing
        for thing in file.objects
        if isinstance(thing, Dictionary) and thing.get("/S") == kind and "/P" in thing
    ]
    assert found, f"the good file has no {kind}"
    return found


def _no_alt(file: pikepdf.Pdf) -> None:
    del _elements(file, "/Figure")[0]["/Alt"]


def _no_bounding_box(file: pikepdf.Pdf) -> None:
    del _elements(file, "/Figure")[0]["/A"]


def _skipped_heading(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "/H2"):
        element.S = Name.H4


def _no_language(file: pikepdf.Pdf) -> None:
    del file.Root["/Lang"]


def _not_marked(file: pikepdf.Pdf) -> None:
    del file.Root["/MarkInfo"]


def _no_title(file: pikepdf.Pdf) -> None:
    text = file.Root.Metadata.read_bytes()
    text = re.sub(rb"<dc:title>.*?</dc:title>", b"", text, flags=re.DOTALL)
    file.Root.Metadata = file.make_stream(text, Type=Name.Metadata, Subtype=Name.XML)


def _title_not_displayed(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def _untagged_ink(file: pikepdf.Pdf) -> None:
    file.pages[0].contents_add(b"0 0 20 20 re f")


def _link_without_words(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        for annotation in page.obj.get("/Annots", Array()):
            del annotation["/Contents"]


def _no_tab_order(file: pikepdf.Pdf) -> None:
    page = next(page for page in file.pages if "/Annots" in page.obj)
    del page.obj["/Tabs"]


def _header_cell_without_scope(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "/TH"):
        del element["/A"]


def _item_without_list(file: pikepdf.Pdf) -> None:
    _elements(file, "/L")[0].S = Name.Sect


def _unknown_type(file: pikepdf.Pdf) -> None:
    _elements(file, "/P")[0].S = Name.Banana


def _no_output_intent(file: pikepdf.Pdf) -> None:
    del file.Root["/OutputIntents"]


def _everything_decoration(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        content = page.Contents.read_bytes()
        page.Contents = file.make_stream(
            re.sub(rb"/Span <</MCID \d+>> BDC", b"/Artifact BMC", content)
        )


def _mark_drawn_twice(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    content = page.Contents.read_bytes()
    page.Contents = file.make_stream(content.replace(b"/MCID 1>>", b"/MCID 0>>", 1))


def _parent_tree_swapped(file: pikepdf.Pdf) -> None:
    row = file.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


def _wrong_parent(file: pikepdf.Pdf) -> None:
    element = _elements(file, "/P")[0]
    element.P = _elements(file, "/P")[-1]


def _no_to_unicode(file: pikepdf.Pdf) -> None:
    for thing in file.objects:
        if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
            del thing["/ToUnicode"]


def _information_dictionary(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = "Knee"


def _element_in_no_namespace(file: pikepdf.Pdf) -> None:
    del _elements(file, "/P")[0]["/NS"]


def _bookmark_to_a_page_only(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines.First.A["/SD"]


def _declared_as(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return a fault that changes the metadata."""

    def change(file: pikepdf.Pdf) -> None:
        text = file.Root.Metadata.read_bytes()
        assert old in text
        xmp = file.make_stream(text.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)
        file.Root.Metadata = xmp

    change.__name__ = f"{old.decode()} as {new.decode()}"
    return change


MUTATIONS = (
    _no_alt,
    _no_bounding_box,
    _skipped_heading,
    _no_language,
    _not_marked,
    _no_title,
    _title_not_displayed,
    _untagged_ink,
    _link_without_words,
    _no_tab_order,
    _header_cell_without_scope,
    _item_without_list,
    _unknown_type,
    _no_output_intent,
    _everything_decoration,
    _mark_drawn_twice,
    _parent_tree_swapped,
    _wrong_parent,
    _no_to_unicode,
)


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__.strip("_"))
def test_a_deliberate_fault_is_found(
    mutate: Callable[[pikepdf.Pdf], None], pdf: bytes, tmp_path: Path
) -> None:
    data = _changed(pdf, mutate)
    assert verify_pdf(data) or verapdf.faults(data, tmp_path)


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__.strip("_"))
def test_a_deliberate_fault_is_found_in_pdf_2(
    mutate: Callable[[pikepdf.Pdf], None], pdf_2: bytes, tmp_path: Path
) -> None:
    data = _changed(pdf_2, mutate)
    assert verify_pdf(data) or verapdf.faults(data, tmp_path, "ua-2")


@pytest.mark.parametrize(
    "mutate",
    [
        _information_dictionary,
        _element_in_no_namespace,
        _bookmark_to_a_page_only,
        _declared_as(b"<pdfuaid:part>2", b"<pdfuaid:part>1"),
        _declared_as(b"<pdfaid:part>4", b"<pdfaid:part>2"),
    ],
    ids=lambda mutate: mutate.__name__.strip("_"),
)
def test_a_fault_against_pdf_2_is_found_without_verapdf(
    mutate: Callable[[pikepdf.Pdf], None], pdf_2: bytes
) -> None:
    assert verify_pdf(_changed(pdf_2, mutate)) != []


def _changed(data: bytes, mutate: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(BytesIO(data)) as file:
        mutate(file)
        changed = BytesIO()
        file.save(changed)
    return changed.getvalue()


def _identity(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as file:
        return bytes(file.trailer.ID[0])


def test_the_id_of_a_file_depends_on_its_content(pdf: bytes) -> None:
    again = writer_for("pdf", STANDARD)(compose("every-field", CONTENT))
    other = writer_for("pdf", STANDARD)(compose("it-band-pain"))
    assert again == pdf
    assert _identity(again) == _identity(pdf) != _identity(other)


def test_a_file_has_a_date_only_if_the_environment_sets_one(
    pdf: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert b"CreateDate" not in pdf
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    data = writer_for("pdf", STANDARD)(compose("every-field", CONTENT))
    with pikepdf.open(BytesIO(data)) as file:
        assert str(file.docinfo["/CreationDate"]) == "D:20251124160000Z"
        assert b"2025-11-24T16:00:00Z" in file.Root.Metadata.read_bytes()
    assert verapdf.faults(data, tmp_path) == []


def test_the_names_in_a_glance_have_the_language_of_the_handout(tmp_path: Path) -> None:
    tree = tag_tree(writer_for("pdf", STANDARD)(right_to_left(tmp_path)))
    assert "Table (en) [" in tree
    assert re.findall(r"TH \((\w+)\) scope=Row", tree) == ["ur", "ur"]


def test_an_entry_is_in_its_own_language_and_its_labels_in_theirs(tmp_path: Path) -> None:
    tree = tag_tree(writer_for("pdf", STANDARD)(two_languages(tmp_path)))
    # In the glance, whose table is in the language of the labels.
    assert re.findall(r"TH \((\w+)\) scope=Row", tree) == ["ca", "ar"]
    catalan, arabic = tree.split("Entry")[1:]
    assert catalan.startswith("\n")
    assert arabic.startswith(" (ar)")
    assert "Span (en) 'Why: '" in arabic
    for entry in (catalan, arabic):
        assert re.search(r"L \(en\).*\n +Caption 'How much'", entry)
    assert "Span (en) 'Stop and call us if you have'" in tree


def test_a_right_to_left_handout_is_shown_from_right_to_left(pdf: bytes, tmp_path: Path) -> None:
    data = writer_for("pdf", STANDARD)(right_to_left(tmp_path))
    with pikepdf.open(BytesIO(data)) as arabic, pikepdf.open(BytesIO(pdf)) as english:
        assert arabic.Root.ViewerPreferences.Direction == "/R2L"
        assert "/Direction" not in english.Root.ViewerPreferences


@pytest.mark.parametrize("standard", STANDARDS)
def test_blanks_and_boxes_are_fields_to_fill_in_by_hand(standard: str) -> None:
    handout = compose("every-field", CONTENT)
    with pikepdf.open(BytesIO(writer_for("pdf", STANDARD, standard=standard)(handout))) as file:
        fields = _elements(file, "/Form")
        roles = [str(field.A.Role) for field in fields]
        assert {str(field.A.O) for field in fields} == {"/PrintField"}
        assert {str(field.Alt) for field in fields} == {"to fill in by hand"}
    # Two weeks of two boxes a day; two lines for notes, five for a dosage and four in the glance.
    assert roles.count("/cb") == 2 * 7 * 2
    assert roles.count("/tv") == 2 + 5 + 4
