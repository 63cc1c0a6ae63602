from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pdf_facts import FURNITURE, write_pdf
from text_engine import FACES, HERE, content_text, pdfium_text

from handout.document import Block, DocumentTree, Figure, Heading, Image, Paragraph, Role
from handout.errors import HandoutError, Problems
from handout.inline import Emphasis, Link, Plain, Strong
from handout.theme import STANDARD
from handout.writers.pdf import PdfWriter


def _document(*blocks: Block, language: str = "en") -> DocumentTree:
    return DocumentTree(
        title="Knee",
        language=language,
        author="",
        folio="Page {page} of {pages}",
        furniture=FURNITURE,
        children=blocks,
    )


def test_the_text_of_a_file_is_that_of_its_document() -> None:
    content = (
        Plain("Hold "),
        Strong((Plain("ten"),)),
        Plain(" seconds, "),
        Emphasis((Plain("slowly"),)),
        Plain(": "),
        Link((Plain("see how"),), "https://example.org"),
    )
    heading = Heading(id="a", origin=HERE, level=1, content=(Plain("Bend your knee"),))
    words = Paragraph(id="b", origin=HERE, content=content, role=Role.BODY, label="Start")
    text = content_text(write_pdf(_document(heading, words), STANDARD))
    said = "Bend your kneeStart: Hold ten seconds, slowly: see how (example.org)"
    # The foot has the title of the page.
    assert text == f"{said}Bend your kneePage 1 of 1"


def test_a_character_in_no_font_is_an_error_at_its_line() -> None:
    words = Paragraph(id="b", origin=HERE, content=(Plain("one \U0010fffd"),))
    with pytest.raises(
        HandoutError, match=r"knee\.yaml:7:3: no font contains .* \(U\+10FFFD unnamed\)"
    ):
        write_pdf(_document(words), STANDARD)


def test_a_damaged_font_file_is_a_warning_or_goes_with_the_error(tmp_path: Path) -> None:
    whole = (FACES / "NotoSansThai-Test.ttf").read_bytes()
    (tmp_path / "cut.ttf").write_bytes(whole[: len(whole) // 2])
    words = Paragraph(id="b", origin=HERE, content=(Plain("ทุกวัน"),))
    message = rf"the font file '{tmp_path / 'cut.ttf'}' is damaged and not used"
    with pytest.raises(HandoutError, match=re.escape(message)):
        write_pdf(_document(words, language="th"), STANDARD, fonts=(tmp_path,))
    warnings = Problems()
    PdfWriter(STANDARD, (tmp_path, FACES)).write(_document(words, language="th"), warnings)
    assert message in str(warnings.in_order()[0])


def test_fonts_in_a_given_folder_are_used() -> None:
    words = Paragraph(id="b", origin=HERE, content=(Plain("ทุกวัน"),))
    data = write_pdf(_document(words, language="th"), STANDARD, fonts=(FACES,))
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        names = {str(fonts[str(name)].BaseFont)[8:] for name in fonts}
    assert "NotoSansThai-Regular" in names


def test_text_in_a_drawing_is_set_with_embedded_fonts(tmp_path: Path) -> None:
    picture = tmp_path / "knee.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60" viewBox="0 0 100 60">'
        '<rect width="100" height="60" fill="#eee"/>'
        '<text x="50" y="30" font-size="12" text-anchor="middle" font-family="Helvetica">10 cm ω'
        "</text></svg>"
    )
    figure = Figure(id="f", origin=HERE, picture=Image(picture), alt="A knee")
    data = write_pdf(_document(figure), STANDARD)
    assert pdfium_text(data).startswith("10 cm ω")
    assert b"Helvetica" not in data


def test_a_text_in_a_drawing_that_no_font_has_is_reported_at_its_place(tmp_path: Path) -> None:
    picture = tmp_path / "knee.svg"
    figure = Figure(id="f", origin=HERE, picture=Image(picture), alt="A knee")
    for text, message in (("\U0010fffd", "no font contains"), ("ทุกวัน ω", "no font has all")):
        picture.write_text(f'<svg viewBox="0 0 9 9">\n<text>{text}</text></svg>', "utf-8")
        with pytest.raises(HandoutError, match=rf"knee\.svg:2:1: {message}"):
            write_pdf(_document(figure), STANDARD, fonts=(FACES,))


def test_text_in_a_drawing_ends_at_its_anchor(tmp_path: Path) -> None:
    picture = tmp_path / "words.svg"
    lines = "".join(
        f'<text x="100" y="{y}" font-size="12" text-anchor="{anchor}">HHH</text>'
        for y, anchor in ((20, "start"), (40, "middle"), (60, "end"))
    )
    picture.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="70">{lines}</svg>'
    )
    figure = Figure(id="f", origin=HERE, picture=Image(picture), alt="Words")
    data = write_pdf(_document(figure), STANDARD)
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    places = [match.start() for match in re.finditer("HHH", text.get_text_range())]
    starts, centres, ends = (
        (text.get_charbox(place, loose=True)[0], text.get_charbox(place + 2, loose=True)[2])
        for place in places
    )
    assert starts[0] == pytest.approx(sum(centres) / 2, abs=1)
    assert starts[0] == pytest.approx(ends[1], abs=1.5)


def test_the_writer_loads_neither_platypus_nor_font_tools() -> None:
    code = (
        "import sys, handout.writers.pdf; "
        "print(*[name for name in sys.modules if 'platypus' in name or 'fontTools' in name])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
