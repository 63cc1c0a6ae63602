from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from text_engine import (
    WORDS,
    content_text,
    drawn,
    paragraph,
    pdf_of,
    pdfium_text,
    shown,
    span,
    typography,
    written,
)

from handout.faces import IGNORABLE
from handout.writers.pdf.marks import LinkTarget, Owner
from handout.writers.pdf.text.characters import on_one_line

SAMPLES = {
    "Latin with ligatures": ("en", "Stay off the floor: an efficient, affluent office."),
    "accents in two parts": ("fr", "Gardez la te\u0302te droite, e\u0301tirez."),
    "Cyrillic": ("ru", "Поднимите ногу и держите десять секунд."),
    "Greek": ("el", "Σηκώστε το πόδι για δέκα δευτερόλεπτα."),
    "Vietnamese": ("vi", "Tập luyện mỗi ngày, giữ đầu gối thẳng."),
    "Hindi": ("hi", "क्षत्रिय प्रतिदिन किताब पढ़ें, घुटने को मोड़ें।"),
    "Thai": ("th", "ทำน้ำที่ผู้ป่วยควรออกกำลังกายทุกวัน"),
    "Chinese": ("zh", "每天练习三次，膝盖弯曲，保持十秒。"),
    "Japanese": ("ja", "ひざを曲げて、十秒間保ちます。"),
    "Korean": ("ko", "무릎을 굽히고 십 초 동안 유지하세요."),
    "emoji": ("en", "Well done 💪 👩‍⚕️ ❤️ 1️⃣!"),
    "hyphens and spaces that hold": ("en", "x\u2011ray at 5\u00a0cm, 10\u00a0%"),
}
RIGHT_TO_LEFT = {
    "Arabic": ("ar", "ارفع الساق ثلاث مرات، ثم استرح."),
    "Arabic with vowels": ("ar", "بِسْمِ السَّلَام"),
    "Persian": ("fa", "می\u200cخواهم زانو را خم کنم"),
    "Hebrew": ("he", "הרימו את הרגל והחזיקו שלום"),
    "Hebrew with points": ("he", "שָׁלוֹם עוֹלָם"),
    "Arabic with English and numbers": ("ar", "تمرين leg raise (SLR) ثلاث 3 × 10 مرات"),
    "English with Hebrew": ("en", "Say שלום עולם (hello) 3 times."),
    "isolates": ("en", "Say \u2067שלום (x)\u2069 now"),
}
_CONTROLS = str.maketrans("", "", "\u2067\u2069")


@pytest.mark.parametrize("name", [*SAMPLES, *RIGHT_TO_LEFT])
@pytest.mark.parametrize("width", [70, 130, 400])
def test_content_streams_have_the_text_in_logical_order(name: str, width: float) -> None:
    language, text = {**SAMPLES, **RIGHT_TO_LEFT}[name]
    assert content_text(pdf_of(text, width, language)) == text.translate(_CONTROLS)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [150, 400])
def test_pdfium_extracts_left_to_right_text(name: str, width: float) -> None:
    language, text = SAMPLES[name]
    assert pdfium_text(pdf_of(text, width, language)).replace("\r\n", "") == text


@pytest.mark.parametrize("text", ["שלום עולם", "הרימו את הרגל", "مرحبا بكم"])
def test_pdfium_extracts_right_to_left_words(text: str) -> None:
    assert pdfium_text(pdf_of(text)) == text


def test_lines_keep_the_space_at_their_end() -> None:
    strings = [string.text for string in shown(pdf_of("one two three four", 45))]
    assert strings == ["one two ", "three ", "four"]


def test_soft_hyphens_are_invisible_and_not_extracted() -> None:
    assert pdf_of("co\u00adoperate") == pdf_of("cooperate")


def test_each_sequence_of_spans_with_one_owner_has_a_mark() -> None:
    target = LinkTarget("https://example.org", "our page on knees", 0)
    link = Owner("words", link=target)
    engine = typography()
    words = [span("See "), span("our page on knees", owner=link), span(".")]
    canvas = drawn(engine, [paragraph(engine, *words)], 70)
    assert [mark.owner for mark in canvas.marks.marks] == [WORDS, link, WORDS]
    # The link takes two lines: one mark, and an annotation with an area for each line.
    with pikepdf.open(BytesIO(canvas.file.serialize("1.7"))) as pdf:
        (note,) = pdf.pages[0].Annots
        corners = [float(place) for place in note.QuadPoints]
        around = [float(edge) for edge in note.Rect]
    (first, second), xs, ys = (corners[:8], corners[8:]), corners[::2], corners[1::2]
    assert 40 < first[0] < first[2] <= 40 + 70
    assert second[:2] == pytest.approx([40, first[5]])
    assert around == pytest.approx([min(xs), min(ys), max(xs), max(ys)])


ALPHABET = (
    "abcdefyz ABTVW.,-()019/ éß\u00a0\u2011ộ"
    "ابتمرلسش ،שלוםעהקץ Ωπжя"
    "क्षिकीत ทำน้ที่ 你好每天，。ひざ무릎 💪\u200d\u0301"
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=ALPHABET, max_size=60), st.floats(5, 400))
def test_no_mixture_of_characters_is_lost_or_reordered(text: str, width: float) -> None:
    # A joiner is extracted with the character before it, if there is one.
    seen = content_text(pdf_of(text, width)).replace("\u200d", "")
    assert seen == text.replace("\u200d", "")


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.floats(5, 100))
def test_any_text_is_set_or_its_missing_characters_are_named(text: str, width: float) -> None:
    engine = typography()
    box = paragraph(engine, text)
    box.height(width)
    missing = {problem.message for problem in engine.problems.in_order()}
    seen = IGNORABLE.sub("", on_one_line(text))
    if missing:
        named = [code for message in missing for code in re.findall(r"U\+([0-9A-F]+)", message)]
        assert {chr(int(code, 16)) for code in named} <= set(seen)
    else:
        assert IGNORABLE.sub("", content_text(written(engine, [box], width))) == seen
