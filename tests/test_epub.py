"""EPUB books are valid, accessible and in the order of the document."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz as hb
from msgspec.structs import replace
from pdf_facts import assert_in_order, folded, page_texts
from PIL import Image
from text_engine import FACES
from web_cases import HANDOUTS, changed_book, handouts, hostile
from web_tools import ace_faults, epub_faults

from handout import document as doc
from handout.document.traversal import outline
from handout.errors import HandoutError
from handout.theme import CARDS, STANDARD, Paper, Theme
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
    return changed_book(book, "package.opf", '<item [^>]*media-type="image/svg[^>]*>', "")


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
        r'(<img [^>]*) alt="[^"]*"',
        r"\1",
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
        "image-alt",
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


@pytest.mark.parametrize("name", ["it-band-pain", "personal"])
@pytest.mark.parametrize("theme", [STANDARD, STANDARD.on(Paper.A5)], ids=lambda each: each.paper)
def test_the_page_list_has_the_pages_of_the_pdf(
    name: str, theme: Theme, documents: Mapping[str, doc.DocumentTree]
) -> None:
    book = opened(writer_for("epub", theme)(documents[name]))
    texts = page_texts(writer_for("pdf", theme)(documents[name]))
    nav = parsed(book.read("EPUB/contents.xhtml")).find(f".//{XHTML}nav[@role='doc-pagelist']")
    assert nav is not None
    links = {int(link.text or ""): link.get("href", "") for link in nav.iter(f"{XHTML}a")}
    assert [*links] == [*range(1, len(texts) + 1)]
    for number, href in links.items():
        file, _, anchor = href.partition("#")
        page = book.read(f"EPUB/{file}").decode()
        _, mark, after = page.partition(f'role="doc-pagebreak" id="{anchor}" aria-label="{number}"')
        assert mark
        following = folded(re.sub("<[^>]*>", "", after.partition(">")[2])).split()
        assert " ".join(following[:2]) in texts[number - 1]


def test_a_book_of_cards_has_no_page_list(documents: Mapping[str, doc.DocumentTree]) -> None:
    book = opened(writer_for("epub", CARDS)(documents["personal"]))
    assert b"page-list" not in book.read("EPUB/contents.xhtml")


def test_a_name_in_the_glance_links_to_its_entry_in_another_chapter(
    books: Mapping[str, bytes],
) -> None:
    page = opened(books["it-band-pain"]).read("EPUB/glance.xhtml").decode()
    assert 'href="section.1.xhtml#clamshell"' in page
    assert 'href="section.2.xhtml#pigeon-pose"' in page
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
    last = book.read(f"EPUB/{spine(books['personal'])[-1]}").decode()
    assert '<p class="small">Ann Smith</p>' in last
    assert "Call us on 555 0100" in last
    assert "#6A2C70" in book.read("EPUB/style.css").decode()


def test_the_package_has_accessibility_metadata(books: Mapping[str, bytes]) -> None:
    metadata: dict[str, list[str]] = {}
    for meta in package(books["every-field"]).iter(f"{OPF}meta"):
        metadata.setdefault(meta.get("property", ""), []).append(meta.text or "")
    assert metadata["schema:accessMode"] == ["textual", "visual"]
    assert metadata["schema:accessModeSufficient"] == ["textual", "textual,visual"]
    assert "alternativeText" in metadata["schema:accessibilityFeature"]
    assert metadata["schema:accessibilityHazard"] == ["none"]
    assert metadata["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]


def test_pages_progress_in_the_direction_of_the_language(books: Mapping[str, bytes]) -> None:
    turned = {
        name: next(package(book).iter(f"{OPF}spine")).get("page-progression-direction")
        for name, book in books.items()
    }
    assert turned == dict.fromkeys(HANDOUTS, "ltr") | {"rtl": "rtl"}


def cover(book: bytes) -> Image.Image:
    return Image.open(BytesIO(opened(book).read("EPUB/cover.png"))).convert("RGB")


def colours(image: Image.Image, top: float, bottom: float) -> set[object]:
    """Return the colours between two heights, given as fractions."""
    width, height = image.size
    part = image.crop((0, round(top * height), width, round(bottom * height)))
    return {colour for _, colour in part.getcolors(1 << 20) or ()}


WHITE, INK, VIOLET = (255, 255, 255), (23, 71, 95), (106, 44, 112)
"""The ground, the accent, and that of the clinic."""


@pytest.mark.parametrize("name", HANDOUTS)
def test_the_cover_has_the_title_on_the_accent_and_the_first_picture(
    name: str, books: Mapping[str, bytes]
) -> None:
    image = cover(books[name])
    assert image.size == (1200, 1600)
    title = colours(image, 0.02, 0.15)
    assert {WHITE, VIOLET if name == "personal" else INK} <= title
    # A drawn figure has skin, clothes and a mat; the logo in a letterhead has one colour.
    pictured = len(colours(image, 0.5, 0.85)) > 200
    assert pictured == (name not in {"rtl", "hostile"})


def test_libraries_of_every_age_find_the_cover(books: Mapping[str, bytes]) -> None:
    root = package(books["it-band-pain"])
    (item,) = root.iterfind(f".//{OPF}item[@properties='cover-image']")
    assert (item.get("href"), item.get("media-type")) == ("cover.png", "image/png")
    (meta,) = root.iterfind(f".//{OPF}meta[@name='cover']")
    assert meta.get("content") == item.get("id")


def test_a_cover_has_the_direction_and_the_letters_of_its_handout(
    documents: Mapping[str, doc.DocumentTree],
) -> None:
    def letters(title: str) -> Image.Image:
        document = replace(documents["rtl"], title=title, children=())
        band = cover(writer_for("epub", STANDARD, (FACES,))(document)).crop((0, 0, 1200, 300))
        return band.point(lambda level: 255 if level > 200 else 0).convert("1")

    arabic, mixed = (
        letters("\u062a\u0645\u0627\u0631\u064a\u0646"),
        letters("\u062a\u0645\u0627\u0631\u064a\u0646 A"),
    )
    left, _, right, _ = arabic.getbbox() or (0, 0, 0, 0)
    assert left > 600
    assert right == pytest.approx(1200 - 2 * 48, abs=10)
    # Joined letters; a missing one would be a box of its own.
    assert len(gaps(arabic)) < 4
    assert len(gaps(mixed)) < 5


def gaps(line: Image.Image) -> list[int]:
    """Return the columns where a gap between letters starts."""
    inked = [line.crop((x, 0, x + 1, line.height)).getbbox() is not None for x in range(line.width)]
    return [x for x, (here, after) in enumerate(pairwise(inked)) if here and not after]


def test_a_first_picture_that_cannot_be_read_is_reported_with_its_line(
    tmp_path: Path,
) -> None:
    document = hostile(tmp_path)
    (tmp_path / "images" / "photo.jpg").write_bytes(b"not a picture")
    with pytest.raises(HandoutError) as raised:
        writer_for("epub", STANDARD)(document)
    assert len(raised.value.problems) == 2
    assert all(problem.origin for problem in raised.value.problems)


def test_pictures_are_files_with_an_alternative_text(books: Mapping[str, bytes]) -> None:
    for name, book in books.items():
        for chapter in spine(book):
            page = parsed(opened(book).read(f"EPUB/{chapter}"))
            assert page.find(f".//{SVG}svg") is None
            for image in page.iter(f"{XHTML}img"):
                assert image.get("src") in [
                    item.get("href") for item in package(book).iter(f"{OPF}item")
                ]
                assert bool(image.get("alt")) == (
                    image.get("class") not in {"thumbnail", "sign"}
                ), name


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
