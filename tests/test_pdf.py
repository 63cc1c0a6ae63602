"""The PDF file, read back from its bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from pdf_facts import (
    assert_in_order,
    compose,
    folded,
    fonts,
    object_bounds,
    outline_titles,
    page_texts,
    words_of,
)
from PIL import Image

from handout import document as doc
from handout.colour import Colour
from handout.document.traversal import outline, walk
from handout.errors import HandoutError
from handout.inline import Link, Plain, plain_text
from handout.theme import LARGE_PRINT, MM, STANDARD, Paper, Theme
from handout.verify import verify_pdf
from handout.writers import writer_for

HANDOUT = "it-band-pain"


@pytest.fixture(scope="module")
def document() -> doc.DocumentTree:
    return compose(HANDOUT)


@pytest.fixture(scope="module", params=list(Paper), ids=lambda paper: paper.name.lower())
def paper(request: pytest.FixtureRequest) -> Paper:
    assert isinstance(request.param, Paper)
    return request.param


@pytest.fixture(scope="module")
def pdf(document: doc.DocumentTree, paper: Paper) -> bytes:
    return writer_for("pdf", STANDARD.on(paper))(document)


def test_all_text_is_in_reading_order(document: doc.DocumentTree, pdf: bytes) -> None:
    assert_in_order(document, " ".join(page_texts(pdf)))


def test_every_font_is_embedded_as_a_subset(pdf: bytes) -> None:
    found = fonts(pdf)
    assert len(found) >= 2
    for name, keys in found.items():
        assert keys & {"/FontFile2", "/FontFile3"}, f"{name} is not embedded"
        assert "+" in name, f"{name} is not a subset"


def test_the_bookmarks_are_the_headings_and_the_signs_to_stop(
    document: doc.DocumentTree, pdf: bytes
) -> None:
    title, *others = [heading.words for heading in outline(document)]
    assert outline_titles(pdf) == [title, "Stop and call us if you have", *others]


def test_the_bookmarks_of_a_booklet_are_in_reading_order(
    document: doc.DocumentTree, pdf: bytes
) -> None:
    booklet = writer_for("pdf", STANDARD.booklet())(document)
    assert outline_titles(booklet) == outline_titles(pdf)


def test_the_file_has_title_language_and_author(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        assert str(file.docinfo["/Title"]) == "Five exercises for IT band pain"
        assert str(file.docinfo["/Author"]) == "Joe Armeli"
        assert str(file.Root.Lang) == "en"
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_each_page_has_the_paper_size_and_its_number(pdf: bytes, paper: Paper) -> None:
    texts = page_texts(pdf)
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            size = [float(value) for value in page.mediabox][2:]
            assert size == pytest.approx(paper.value, abs=0.01)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text


def test_an_entry_is_on_one_page(document: doc.DocumentTree, pdf: bytes) -> None:
    texts = page_texts(pdf)
    for block in walk(document.children):
        if isinstance(block, doc.Entry):
            words = [word for word in words_of(block.children) if word]
            holders = [text for text in texts if all(word in text for word in words)]
            assert len(holders) == 1, block.id


def test_no_page_ends_with_a_heading(document: doc.DocumentTree, pdf: bytes) -> None:
    headings = {folded(plain_text(heading.content)) for heading in outline(document)}
    foot = folded(document.title) + " Page"
    for text in page_texts(pdf):
        body = text.rpartition(foot)[0].strip()
        assert not any(body.endswith(heading) for heading in headings)


def test_nothing_extends_into_the_margins(pdf: bytes, paper: Paper) -> None:
    theme = STANDARD.on(paper)
    width, height = paper.value
    # The footer is below the margin, within the printable area of printers.
    foot = theme.margin_bottom - 4 * MM - 2 - theme.styles.furniture.leading
    for number, (left, bottom, right, top) in object_bounds(pdf):
        assert left >= theme.margin - 3, number
        assert right <= width - theme.margin + 3, number
        assert bottom >= foot, number
        assert top <= height - theme.margin_top + 8, number


def test_the_footer_of_a_clinic_is_complete_on_each_page(
    document: doc.DocumentTree, paper: Paper
) -> None:
    words = " ".join(["Call us on 555 0100, or come in: we are there each day until six."] * 4)
    texts = page_texts(writer_for("pdf", STANDARD.on(paper))(replace(document, foot=words)))
    assert all(words in text for text in texts)


def test_two_entries_share_a_page_if_they_fit(pdf: bytes, paper: Paper) -> None:
    assert len(page_texts(pdf)) <= {Paper.A4: 7, Paper.LETTER: 7, Paper.A5: 13}[paper]


def test_the_same_input_gives_the_same_bytes(
    document: doc.DocumentTree, pdf: bytes, paper: Paper
) -> None:
    assert writer_for("pdf", STANDARD.on(paper))(document) == pdf


def test_the_text_before_the_first_entry_stays_with_it(tmp_path: Path) -> None:
    folder = _content(tmp_path, f"name: One\nsteps: [{', '.join(['Go on.'] * 24)}]\n")
    second = '{heading: Second, intro: "Read this.\\n\\nAnd this.", entries: [one]}'
    sections = f"sections: [{{entries: [one]}}, {second}]\n"
    (folder / "handouts/pictures.yaml").write_text(f"title: T\n{sections}", "utf-8")
    texts = page_texts(writer_for("pdf", STANDARD)(compose("pictures", folder)))
    assert len(texts) == 2
    assert texts[1].startswith("Second Read this. And this. 2 One")


def test_photos_are_upright_opaque_and_without_metadata(tmp_path: Path) -> None:
    data = _build_with_pictures(tmp_path)
    with pikepdf.open(BytesIO(data)) as file:
        images = [image for page in file.pages for image in page.get_images().values()]
        sizes = [(int(image.Width), int(image.Height)) for image in images]
        assert all("/SMask" not in image for image in images)
    # A photo rotated by its metadata, then a drawing with transparency.
    assert sizes == [(400, 600), (300, 200)]
    assert b"Exif" not in data


def test_a_large_photo_is_scaled_to_print_resolution(tmp_path: Path) -> None:
    noise = Image.effect_noise((6000, 4000), 80).convert("RGB")
    data = _build_with_pictures(tmp_path, photo=noise)
    assert len(data) < 3_000_000


def test_an_unreadable_picture_is_a_problem_at_its_line(tmp_path: Path) -> None:
    folder = _content_with_pictures(tmp_path)
    (folder / "images" / "photo.jpg").write_bytes(b"not a picture")
    (folder / "images" / "drawing.png").write_bytes(b"neither")
    with pytest.raises(HandoutError) as raised:
        writer_for("pdf", STANDARD)(compose("pictures", folder))
    lines = [problem.origin.line for problem in raised.value.problems if problem.origin]
    assert lines == [4, 5]


def test_an_entry_longer_than_a_page_is_split_between_steps(tmp_path: Path) -> None:
    steps = [f"Step {number}. " + "Move slowly and breathe. " * 6 for number in range(40)]
    folder = _content(tmp_path, "name: Long\nsteps:\n" + "".join(f"  - '{s}'\n" for s in steps))
    texts = page_texts(writer_for("pdf", STANDARD)(compose("pictures", folder)))
    # Steps next to the dosage are narrow, but not those on later pages.
    assert len(texts) == 3
    for step in steps:
        assert sum(folded(step) in text for text in texts) == 1


def test_very_long_text_is_neither_lost_nor_in_the_margins(tmp_path: Path) -> None:
    many = [f"w{number}" for number in range(4000)]
    part = iter(range(0, 4000, 500))

    def take() -> str:
        start = next(part)
        return " ".join(many[start : start + 500])

    entry = f"name: Long\nsteps: ['{take()}', '{take()}']\nwhy: '{take()}'\n"
    folder = _content(tmp_path, f"{entry}cautions: ['{take()}']\ndosage: {{load: '{take()}'}}\n")
    handout = "title: Long\nsections: [{entries: [one]}]\n"
    handout += f"intro: '{take()}'\nstop_if: ['{take()}']\ntip: {{text: '{take()}'}}\n"
    (folder / "handouts/pictures.yaml").write_text(handout, "utf-8")
    data = writer_for("pdf", STANDARD)(compose("pictures", folder))
    found = " ".join(page_texts(data)).split()
    assert sorted(word for word in found if word in set(many)) == sorted(many)
    for number, (_, bottom, _, _) in object_bounds(data):
        assert bottom >= 20, number
    assert verify_pdf(data) == []


def _build_with_pictures(folder: Path, photo: Image.Image | None = None) -> bytes:
    content = _content_with_pictures(folder, photo)
    return writer_for("pdf", STANDARD)(compose("pictures", content))


def _content_with_pictures(folder: Path, photo: Image.Image | None = None) -> Path:
    content = _content(
        folder,
        "name: Photos\nsteps: [Look.]\npictures:\n"
        "  - {image: images/photo.jpg, alt: A photo, caption: Start}\n"
        "  - {image: images/drawing.png, alt: A drawing, caption: End}\n",
    )
    (content / "images").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6  # rotated by 90 degrees
    exif[0x010F] = "a maker's name"
    (photo or Image.new("RGB", (600, 400), "teal")).save(content / "images/photo.jpg", exif=exif)
    Image.new("RGBA", (300, 200), (200, 0, 0, 90)).save(content / "images/drawing.png")
    return content


def _content(folder: Path, entry: str) -> Path:
    for name in ("exercises", "handouts"):
        (folder / name).mkdir()
    (folder / "exercises/one.yaml").write_text(entry, "utf-8")
    handout = "title: Pictures\nsections: [{entries: [one]}]\n"
    (folder / "handouts/pictures.yaml").write_text(handout, "utf-8")
    return folder


def test_a_broken_drawing_is_a_problem_at_its_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = _content_with_pictures(tmp_path)
    (folder / "images" / "photo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0 L 1 zz"/></svg>',
        "utf-8",
    )
    entry = folder / "exercises/one.yaml"
    entry.write_text(entry.read_text("utf-8").replace("photo.jpg", "photo.svg"), "utf-8")
    with pytest.raises(HandoutError) as raised:
        writer_for("pdf", STANDARD)(compose("pictures", folder))
    assert "photo.svg:1:59: the drawing contains a path with a mistake" in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_bookmarks_can_be_walked_backwards(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        title = file.Root.Outlines.First
        first = title.First
        forwards, item = [first.objgen], first
        while "/Next" in item:
            item = item.Next
            forwards.append(item.objgen)
        assert item.objgen == title.Last.objgen
        backwards = [item.objgen]
        while "/Prev" in item and len(backwards) <= len(forwards):
            item = item.Prev
            backwards.append(item.objgen)
    assert len(forwards) > 1
    assert backwards == forwards[::-1]


def test_the_next_key_of_the_parent_tree_is_above_all_keys(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        tree = file.Root.StructTreeRoot
        keys = [key for key, _ in pikepdf.NumberTree(tree.ParentTree).items()]
        assert tree.ParentTreeNextKey > max(keys)


def test_a_backslash_in_a_title_is_part_of_it(document: doc.DocumentTree) -> None:
    title = "Hips \\(left) and \\ knees \\n"
    data = writer_for("pdf", STANDARD)(replace(document, title=title))
    with pikepdf.open(BytesIO(data)) as file:
        assert str(file.docinfo["/Title"]) == title


def test_an_escape_in_a_url_is_written_as_it_is(document: doc.DocumentTree) -> None:
    link = Link((Plain("page"),), "https://example.org/a%20b?c=%C3%A9")
    own = doc.Paragraph(id="own", origin=document.children[0].origin, content=(link,))
    data = writer_for("pdf", STANDARD)(replace(document, children=(*document.children, own)))
    with pikepdf.open(BytesIO(data)) as file:
        found = [
            str(annotation.A.URI)
            for page in file.pages
            for annotation in page.get("/Annots", ())
            if "/URI" in annotation.get("/A", {})
        ]
    assert "https://example.org/a%20b?c=%C3%A9" in found


def test_a_clinic_has_no_colour_on_a_printer_without_any(document: doc.DocumentTree) -> None:
    in_colour = replace(document, accent=Colour.parse("#B00020"))
    page = pypdfium2.PdfDocument(writer_for("pdf", STANDARD.mono())(in_colour))[0]
    red, green, blue = page.render(scale=1).to_pil().convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize("theme", [STANDARD, LARGE_PRINT])
def test_text_ends_above_the_footer_of_a_clinic(document: doc.DocumentTree, theme: Theme) -> None:
    words = " ".join(["Call us on 555 0100, or come in: we are there each day until six."] * 4)
    data = writer_for("pdf", theme)(replace(document, foot=words))
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        everything = text.get_text_range()
        start = everything.index("Call us on 555")
        body = [text.get_charbox(index)[1] for index in range(start) if everything[index].isalnum()]
        assert min(body) > text.get_charbox(start)[3]
