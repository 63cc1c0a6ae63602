from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from msgspec.structs import replace
from text_engine import (
    FACES,
    engine_of,
    paragraph,
    pdf_of,
    shown,
    span,
    to_unicode,
    typography,
    written,
)

from handout.errors import HandoutError, Origin, Problem
from handout.resources import built_in
from handout.theme import FontCut
from handout.writers.pdf.text import FontBook, by_script

MIXTURE = "Office ảộ Ωж क्षि שלום سلام ที่ 你好 ひざ 무릎 💪"


def _faces(
    text: str, cut: FontCut = FontCut.REGULAR, language: str = "en"
) -> list[tuple[str, str]]:
    (line,) = paragraph(typography(language), span(text, cut)).lines(1000)
    return [
        ("".join(cluster.text for cluster in piece.clusters), piece.run.face.name)
        for piece in line.pieces
    ]


def test_a_character_missing_from_the_text_face_is_set_in_another() -> None:
    assert _faces("Hold ω 你") == [
        ("Hold ", "AtkinsonHyperlegibleNext-Regular"),
        ("ω ", "NotoSans-Regular"),
        ("你", "NotoSansCJKsc-Regular"),
    ]


def test_a_word_is_set_in_one_face() -> None:
    assert _faces("tập") == [("tập", "NotoSans-Regular")]


def test_a_language_only_partly_in_the_text_face_is_set_in_another() -> None:
    assert _faces("và tập", language="vi") == [("và tập", "NotoSans-Regular")]
    assert _faces("va", language="en") == [("va", "AtkinsonHyperlegibleNext-Regular")]


def test_bold_words_fall_back_to_a_bold_face() -> None:
    assert _faces("ж", FontCut.BOLD) == [("ж", "NotoSans-Bold")]


def test_han_characters_are_set_in_a_face_for_the_language() -> None:
    assert _faces("十", language="ja")[0][1].startswith("NotoSansJP")
    assert _faces("十", language="zh")[0][1] == "NotoSansCJKsc-Regular"


def test_a_mark_stays_in_the_face_of_its_base() -> None:
    assert len(_faces("x\u0323\u0306")) == 1
    assert len(_faces("👩\u200d⚕\ufe0f")) == 1


def test_folders_are_not_read_if_the_text_face_has_every_character(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    missing = tmp_path / "missing"
    primary = built_in("fonts") / "atkinson-hyperlegible-next"
    engine = engine_of(FontBook(primary, (missing, tmp_path)))
    paragraph(engine, "Raise your leg – slowly.")
    assert not engine.problems.has_errors
    paragraph(engine, "ж")
    assert engine.problems.has_errors


def test_a_character_in_no_font_is_a_problem_at_its_origin() -> None:
    engine = typography()
    paragraph(engine, "one \U00013000 two \U00013001")
    first, second = engine.problems.in_order()
    assert isinstance(first, Problem)
    assert str(first).startswith("knee.yaml:7:3: no font contains")
    assert "U+13000 EGYPTIAN HIEROGLYPH A001" in first.message
    assert "U+13001" in second.message
    assert first.hint
    assert "--fonts DIR" in first.hint


def test_the_hint_names_a_font_family_for_the_script() -> None:
    engine = typography()
    paragraph(engine, "ខ")
    (problem,) = engine.problems.in_order()
    assert problem.hint
    assert "Noto Sans Khmer" in problem.hint


def test_a_missing_script_is_one_problem_in_each_file() -> None:
    engine = typography()
    paragraph(engine, "ខ្មែរ and 𓀀")
    paragraph(engine, replace(span("ខែ"), origin=Origin("other.yaml", 2, 1)))
    paragraph(engine, replace(span("រ"), origin=None))
    paragraph(engine, replace(span("ម"), origin=Origin("knee.yaml", 3, 9)))
    khmer, egyptian, other = by_script(engine.problems).in_order()
    assert str(khmer).startswith("knee.yaml:3:9: no font contains 5 characters of Khmer, such as ម")
    assert str(egyptian).startswith("knee.yaml:7:3: no font contains 𓀀 (U+13000 EGYPTIAN")
    assert str(other).startswith("other.yaml:2:1: no font contains 2 characters of Khmer")


@pytest.fixture
def font_with(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Return a function that makes a font with a box, a blank and a letter for characters."""

    def make(glyphs: dict[str, str]) -> Path:
        builder = FontBuilder(1000, isTTF=True)
        builder.setupGlyphOrder([".notdef", "box", "blank", "letter"])
        builder.setupCharacterMap({ord(character): name for character, name in glyphs.items()})
        pen = TTGlyphPen(None)
        for place in ((0, 0), (0, 700), (500, 700)):
            (pen.lineTo if place != (0, 0) else pen.moveTo)(place)
        pen.closePath()
        drawn, empty = pen.glyph(), TTGlyphPen(None).glyph()
        builder.setupGlyf({".notdef": empty, "box": drawn, "blank": empty, "letter": drawn})
        builder.setupHorizontalMetrics(dict.fromkeys(builder.font.getGlyphOrder(), (600, 0)))
        builder.setupHorizontalHeader(ascent=800, descent=-200)
        builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
        builder.setupOS2()
        builder.setupPost()
        builder.save(tmp_path / "made.ttf")
        return tmp_path

    return make


def test_a_glyph_without_ink_or_the_same_for_a_whole_script_covers_nothing(
    font_with: Callable[[dict[str, str]], Path],
) -> None:
    box = dict.fromkeys("កខគឃ", "box")
    folder = font_with({**box, "\u0e01": "blank", "\u0e02": "letter", "\u2003": "blank"})
    engine = engine_of(FontBook.of_project(folder), "km")
    paragraph(engine, "ខ\u0e01\u0e02\u2003")
    missing = [problem.message for problem in engine.problems.in_order()]
    assert [message.partition("(U+")[2][:4] for message in missing] == ["1781", "0E01"]


def test_a_damaged_font_is_named_and_the_next_one_is_used(tmp_path: Path) -> None:
    whole = (FACES / "NotoSansThai-Test.ttf").read_bytes()
    (tmp_path / "a-cut.ttf").write_bytes(whole[: len(whole) // 2])
    book = FontBook.of_project(tmp_path, FACES)
    written(engine_of(book, "th"), [paragraph(engine_of(book, "th"), "ทุกวัน")])
    assert [*book.damaged] == [tmp_path / "a-cut.ttf"]


def test_a_font_damaged_within_is_named_when_it_is_embedded(tmp_path: Path) -> None:
    whole = bytearray((FACES / "NotoSansThai-Test.ttf").read_bytes())
    record = whole.index(b"hmtx")
    whole[record + 12 : record + 16] = bytes(4)
    (tmp_path / "thai.ttf").write_bytes(whole)
    engine = engine_of(FontBook.of_project(tmp_path), "th")
    with pytest.raises(HandoutError, match=r"thai\.ttf' is damaged"):
        written(engine, [paragraph(engine, "ทุกวัน")])


@pytest.mark.parametrize("character", "\u200d\u200c\u200e\u2067\u00ad\ufe0f\u2060\u200b\ufeff")
def test_invisible_characters_are_never_missing(character: str) -> None:
    engine = typography()
    written(engine, [paragraph(engine, f"a{character}b"), paragraph(engine, character)])
    assert not engine.problems.has_errors


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    fonts = pdf.pages[0].Resources.Font
    return [fonts[str(name)] for name in fonts]


def test_widths_in_the_file_are_those_of_the_font() -> None:
    with pikepdf.open(BytesIO(pdf_of(MIXTURE))) as pdf:
        for font in _fonts(pdf):
            descendant = font.DescendantFonts[0]
            descriptor = descendant.FontDescriptor
            if "/FontFile2" not in descriptor:
                continue
            face = hb.Face(descriptor.FontFile2.read_bytes())
            rows = list(descendant.W)
            widths = {
                int(first) + place: width
                for first, row in zip(rows[::2], rows[1::2], strict=True)
                for place, width in enumerate(row)
            }
            assert widths.keys() == to_unicode(font).keys()
            glyphs = descendant.CIDToGIDMap.read_bytes()
            for code, width in widths.items():
                glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
                exact = hb.Font(face).get_glyph_h_advance(glyph) * 1000 / face.upem
                assert float(width) == pytest.approx(exact, abs=0.001)


def test_every_font_is_embedded_and_named_as_a_subset() -> None:
    with pikepdf.open(BytesIO(pdf_of(MIXTURE))) as pdf:
        fonts = _fonts(pdf)
        assert len(fonts) >= 7
        for font in fonts:
            assert font.Subtype == "/Type0"
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert ("/FontFile2" in descriptor) != ("/FontFile3" in descriptor)
            tag, plus, _ = str(font.BaseFont).removeprefix("/").partition("+")
            assert (len(tag), tag.isupper(), plus) == (6, True, "+")


def test_no_standard_font_is_used() -> None:
    data = pdf_of("Hold")
    for name in (b"Helvetica", b"Times", b"Courier", b"WinAnsi"):
        assert name not in data


def _ink_box(text: str, language: str) -> tuple[int, int, int, int]:
    data = pdf_of(text, language=language)
    pdf = pypdfium2.PdfDocument(data)
    try:
        image = pdf[0].render(scale=4).to_pil().convert("L")
    finally:
        pdf.close()
    box: tuple[int, int, int, int] | None = image.point(lambda level: 255 * (level < 128)).getbbox()
    assert box
    return box


@pytest.mark.parametrize(("text", "language", "font"), [
    ("一", "zh", "/CIDFontType0"),
    ("ー", "ja", "/CIDFontType2"),
])  # fmt: skip
def test_cff_fonts_and_collections_show_the_right_glyphs(
    text: str, language: str, font: str
) -> None:
    # Both characters are a single horizontal stroke, wider and flatter than other glyphs.
    left, top, right, bottom = _ink_box(text, language)
    assert right - left > 5 * (bottom - top)
    with pikepdf.open(BytesIO(pdf_of(text, language=language))) as pdf:
        (shown_in,) = {string.font for string in shown(pdf_of(text, language=language))}
        assert pdf.pages[0].Resources.Font[shown_in].DescendantFonts[0].Subtype == font


def test_a_fallback_face_with_letters_like_latin_does_not_change_the_line_height() -> None:
    engine = typography()
    latin, others = paragraph(engine, "a"), paragraph(engine, "ж 你 שלום")
    assert latin.height(300) == others.height(300)


def test_the_same_text_gives_the_same_bytes() -> None:
    assert pdf_of(MIXTURE) == pdf_of(MIXTURE)


def test_a_subset_of_a_large_face_is_small() -> None:
    assert len(pdf_of("Raise your leg")) < 12_000
    assert (FACES / "NotoSansJPKR-Test.ttc").stat().st_size < 65_000


def test_a_variable_font_provides_both_weights(tmp_path: Path) -> None:
    (tmp_path / "inter.ttf").write_bytes((FACES / "InterVariable-Test.ttf").read_bytes())
    engine = engine_of(FontBook(tmp_path, ()))
    box = paragraph(engine, span("Hold "), span("Hold", FontCut.BOLD))
    light, bold = (piece.clusters[0].advance for piece in box.lines(300)[0].pieces)
    assert bold > light
    with pikepdf.open(BytesIO(written(engine, [box]))) as pdf:
        regular, heavy = (
            hb.Face(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
            for font in _fonts(pdf)
        )
    # The H is the first glyph after .notdef; its weight is fixed in the file.
    assert not regular.has_var_data
    assert hb.Font(heavy).get_glyph_h_advance(1) > hb.Font(regular).get_glyph_h_advance(1)
