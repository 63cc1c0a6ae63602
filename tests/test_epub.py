"""EPUB books are valid, accessible and in the order of the document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from pdf_facts import assert_in_order, folded
from web_cases import HANDOUTS, changed_book, handouts
from web_tools import ace_faults, epub_faults

from handout import document as doc
from handout.document.traversal import outline
from handout.theme import STANDARD
from handout.writers import writer_for

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, doc.DocumentTree]:
    return handouts(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def books(documents: Mapping[str, doc.DocumentTree]) -> Mapping[str, bytes]:
    return {name: writer_for("epub", STANDARD)(document) for name, document in documents.items()}


def _no_date(book: bytes) -> bytes:
    return changed_book(book, "package.opf", r'<meta property="dcterms:modified">.*?</meta>', "")


def _missing_chapter(book: bytes) -> bytes:
    return changed_book(book, "contents.xhtml", r"section\.1\.xhtml", "section.9.xhtml")


def _nested_paragraph(book: bytes) -> bytes:
    return changed_book(book, "front.xhtml", r"(<p [^>]*>)", r"\1<p>x</p>")


def _undeclared_drawing(book: bytes) -> bytes:
    return changed_book(book, "package.opf", ' properties="svg"', "")


INVALID = (_no_date, _missing_chapter, _nested_paragraph, _undeclared_drawing)


@pytest.fixture(scope="module")
def by_epubcheck(
    books: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[str]]:
    folder = tmp_path_factory.mktemp("books")
    bad = {mutate.__name__: mutate(books["every-field"]) for mutate in INVALID}
    paths = []
    for name, data in {**books, **bad}.items():
        paths.append(folder / f"{name}.epub")
        paths[-1].write_bytes(data)
    return epub_faults(paths)


@pytest.mark.parametrize("name", HANDOUTS)
def test_epubcheck_finds_no_error(name: str, by_epubcheck: Mapping[str, list[str]]) -> None:
    assert by_epubcheck[f"{name}.epub"] == []


@pytest.mark.parametrize("mutate", INVALID, ids=lambda mutate: mutate.__name__.strip("_"))
def test_epubcheck_finds_a_seeded_error(
    mutate: Callable[[bytes], bytes], by_epubcheck: Mapping[str, list[str]]
) -> None:
    assert by_epubcheck[f"{mutate.__name__}.epub"]


def _picture_without_words(book: bytes) -> bytes:
    return changed_book(
        book,
        "section.1.xhtml",
        r' role="img" aria-labelledby="[^"]*"><title.*?</title>',
        ' role="img">',
    )


def _no_summary(book: bytes) -> bytes:
    return changed_book(
        book, "package.opf", r'<meta property="schema:accessibilitySummary">.*?</meta>', ""
    )


def test_ace_finds_only_seeded_violations(books: Mapping[str, bytes], tmp_path: Path) -> None:
    book = books["every-field"]
    paths = [tmp_path / "good.epub", tmp_path / "bad.epub"]
    for path, data in zip(paths, (book, _no_summary(_picture_without_words(book))), strict=True):
        path.write_bytes(data)
    good, bad = ace_faults(paths, tmp_path)
    assert good == []
    assert {fault.partition(":")[0] for fault in bad} >= {
        "svg-img-alt",
        "metadata-accessibilitysummary",
    }


def opened(book: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(book))


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 -- our own file


def package(book: bytes) -> ET.Element:
    return parsed(opened(book).read("EPUB/package.opf"))


def spine(book: bytes) -> list[str]:
    """Return the names of the content documents in reading order."""
    root = package(book)
    files = {item.get("id"): item.get("href", "") for item in root.iter(f"{OPF}item")}
    return [files[reference.get("idref")] for reference in root.iter(f"{OPF}itemref")]


def text_of(book: bytes) -> str:
    """Return the text of the chapters without alternative texts."""
    texts: list[str] = []

    def read(element: ET.Element) -> None:
        if element.tag != f"{SVG}svg":
            texts.append(element.text or "")
            for child in element:
                read(child)
        texts.append(element.tail or "")

    for name in spine(book)[2:]:
        page = parsed(opened(book).read(f"EPUB/{name}"))
        body = page.find(f"{XHTML}body")
        assert body is not None
        read(body)
    return folded("".join(texts))


@pytest.mark.parametrize("name", HANDOUTS)
def test_every_text_is_in_the_book_in_reading_order(
    name: str, documents: Mapping[str, doc.DocumentTree], books: Mapping[str, bytes]
) -> None:
    assert_in_order(documents[name], text_of(books[name]))


def test_each_section_is_a_chapter_after_the_cover_the_contents_and_the_front(
    books: Mapping[str, bytes],
) -> None:
    assert [name.removesuffix(".xhtml") for name in spine(books["every-field"])] == [
        *("cover", "contents", "front", "glance", "section.1", "section.2"),
        *("summary", "log", "author", "sources"),
    ]


@pytest.mark.parametrize("name", HANDOUTS)
def test_the_table_of_contents_links_to_every_heading(
    name: str, documents: Mapping[str, doc.DocumentTree], books: Mapping[str, bytes]
) -> None:
    book = opened(books[name])
    page = parsed(book.read("EPUB/contents.xhtml"))
    toc = page.find(f".//{XHTML}nav[@id='toc']")
    assert toc is not None
    links = [(link.text, link.get("href", "")) for link in toc.iter(f"{XHTML}a")]
    assert [folded(text or "") for text, _ in links] == [
        folded(heading.words) for heading in outline(documents[name])
    ]
    for _, href in links:
        file, _, anchor = href.partition("#")
        assert f' id="{anchor}"' in book.read(f"EPUB/{file}").decode()


def test_a_name_in_the_glance_links_to_its_entry_in_another_chapter(
    books: Mapping[str, bytes],
) -> None:
    page = opened(books["it-band-pain"]).read("EPUB/glance.xhtml").decode()
    assert 'href="section.1.xhtml#clamshell"' in page
    assert 'href="section.2.xhtml#pigeon-pose"' in page
    # Shapes cannot be reused from another file.
    assert "<use" not in page
    assert page.count('class="thumbnail"') == 9


def test_a_log_in_a_book_is_filled_in_with_a_pen(books: Mapping[str, bytes]) -> None:
    page = opened(books["personal"]).read("EPUB/log.xhtml").decode()
    assert "<input" not in page
    assert page.count('<span class="box"></span>') == 4 * 7 * 3
    assert page.count('<span class="line"></span>') == 4


def test_a_book_has_the_letterhead_footer_and_colour_of_the_clinic(
    books: Mapping[str, bytes],
) -> None:
    book = opened(books["personal"])
    assert "Hill Road Clinic" in book.read("EPUB/front.xhtml").decode()
    assert "Call us on 555 0100" in book.read(f"EPUB/{spine(books['personal'])[-1]}").decode()
    assert "#6A2C70" in book.read("EPUB/style.css").decode()


def test_the_package_has_accessibility_metadata(books: Mapping[str, bytes]) -> None:
    metadata: dict[str, list[str]] = {}
    for meta in package(books["every-field"]).iter(f"{OPF}meta"):
        metadata.setdefault(meta.get("property", ""), []).append(meta.text or "")
    assert metadata["schema:accessMode"] == ["textual", "visual"]
    assert metadata["schema:accessModeSufficient"] == ["textual", "textual,visual"]
    assert "alternativeText" in metadata["schema:accessibilityFeature"]
    assert metadata["schema:accessibilityHazard"] == ["none"]
    assert metadata["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]


def test_pages_progress_in_the_direction_of_the_language(books: Mapping[str, bytes]) -> None:
    turned = {
        name: next(package(book).iter(f"{OPF}spine")).get("page-progression-direction")
        for name, book in books.items()
    }
    assert turned == dict.fromkeys(HANDOUTS, "ltr") | {"rtl": "rtl"}


@pytest.mark.parametrize("name", HANDOUTS)
def test_the_cover_has_the_title_and_the_first_picture(
    name: str, documents: Mapping[str, doc.DocumentTree], books: Mapping[str, bytes]
) -> None:
    cover = parsed(opened(books[name]).read("EPUB/cover.svg"))
    words = " ".join(text.text or "" for text in cover.iter(f"{SVG}text"))
    assert words.replace(" ", "").startswith(documents[name].title.replace(" ", ""))
    pictures = list(cover.iterfind(f"{SVG}svg")) + list(cover.iterfind(f"{SVG}image"))
    assert len(pictures) == (name != "rtl")


def test_the_logo_of_a_clinic_is_not_the_picture_of_the_cover(books: Mapping[str, bytes]) -> None:
    first_of = {
        name: parsed(opened(books[name]).read("EPUB/cover.svg")).find(f"{SVG}svg")
        for name in ("personal", "it-band-pain")
    }
    assert all(picture is not None for picture in first_of.values())


def test_a_cover_has_the_language_and_direction_of_its_handout(books: Mapping[str, bytes]) -> None:
    cover = parsed(opened(books["rtl"]).read("EPUB/cover.svg"))
    assert cover.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    width = float(cover.get("viewBox", "").split()[2])
    (title,) = {float(text.get("x", "")) for text in cover.iter(f"{SVG}text")}
    assert width * 0.8 < title < width


def test_fonts_in_a_book_keep_their_copyright_and_licence(books: Mapping[str, bytes]) -> None:
    book = opened(books["it-band-pain"])
    fonts = [book.read(name) for name in book.namelist() if name.startswith("EPUB/font/")]
    assert fonts
    for font in fonts:
        face = hb.Face(hb.Blob(font))
        assert "Copyright" in (face.get_name(hb.OTNameIdPredefined.COPYRIGHT) or "")
        assert "Open Font License" in (face.get_name(hb.OTNameIdPredefined.LICENSE) or "")


def test_the_mimetype_comes_first_and_uncompressed(books: Mapping[str, bytes]) -> None:
    book = books["it-band-pain"]
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    assert opened(book).infolist()[0].compress_type == zipfile.ZIP_STORED


def test_the_same_input_gives_the_same_bytes(
    documents: Mapping[str, doc.DocumentTree],
    books: Mapping[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document, book = documents["hostile"], books["hostile"]
    assert writer_for("epub", STANDARD)(document) == book
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    later = writer_for("epub", STANDARD)(document)
    assert b"2027-01-15T08:00:00Z" in opened(later).read("EPUB/package.opf")
    assert identifier(later) == identifier(book)
    assert identifier(book) != identifier(books["rtl"])


def identifier(book: bytes) -> str:
    return package(book).findtext(".//{http://purl.org/dc/elements/1.1/}identifier") or ""
