"""Every PDF is PDF/UA-1 and PDF/A-2a, and is in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import verapdf
from pdf_facts import compose
from pikepdf import Array, Dictionary, Name, Object
from tag_tree import tag_tree
from web_cases import right_to_left

from handout.theme import STANDARD, Paper
from handout.verify import verify_pdf
from handout.writers import writer_for

PROFILES = ("PDFUA-1", "PDFA-2A")
CONTENT = Path(__file__).parent / "content"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Return the handout that uses every field."""
    return writer_for("pdf", STANDARD)(compose("every-field", CONTENT))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("paper", list(Paper), ids=lambda paper: paper.name.lower())
def test_the_first_handout_is_valid(profile: str, paper: Paper, tmp_path: Path) -> None:
    data = writer_for("pdf", STANDARD.on(paper))(compose("it-band-pain"))
    assert _faults(data, profile, tmp_path) == []
    assert verify_pdf(data) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_handout_with_every_field_is_valid(profile: str, pdf: bytes, tmp_path: Path) -> None:
    assert _faults(pdf, profile, tmp_path) == []
    assert verify_pdf(pdf) == []


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
    with pikepdf.open(BytesIO(pdf)) as file:
        mutate(file)
        changed = BytesIO()
        file.save(changed)
    data = changed.getvalue()
    by_verapdf = [fault for name in PROFILES for fault in _faults(data, name, tmp_path)]
    assert by_verapdf or verify_pdf(data)


def _faults(data: bytes, profile: str, folder: Path) -> list[str]:
    path = folder / "handout.pdf"
    path.write_bytes(data)
    return verapdf.faults(path, profile)


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
    for profile in PROFILES:
        assert _faults(data, profile, tmp_path) == []


def test_the_names_in_a_glance_have_the_language_of_the_handout(tmp_path: Path) -> None:
    tree = tag_tree(writer_for("pdf", STANDARD)(right_to_left(tmp_path)))
    assert "Table (en)\n" in tree
    assert re.findall(r"TH \((\w+)\) scope=Row", tree) == ["ar", "ar"]
