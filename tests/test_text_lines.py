from __future__ import annotations

import pypdfium2
import pytest
from scripts import TEXTS, engine_of_script
from text_engine import BODY, HERE, WORDS, line_texts, paragraph, typography, written

from handout.writers.pdf.text import TextBox, unbroken


def test_a_no_break_space_keeps_number_and_unit_together() -> None:
    engine = typography()
    assert line_texts(engine, "hold it 10 seconds", 62) == ["hold it 10 ", "seconds"]
    assert line_texts(engine, "hold it 10\u00a0seconds", 62)[0] == "hold it "
    assert line_texts(engine, "hold it 10\u202fseconds", 62)[0] == "hold it "


def test_a_line_may_break_after_a_hyphen_but_not_a_no_break_hyphen() -> None:
    engine = typography()
    assert line_texts(engine, "a side-lying leg", 40)[0] == "a side-"
    assert line_texts(engine, "a side\u2011lying leg", 40)[0] == "a "


def test_no_hyphen_is_drawn_at_a_soft_hyphen() -> None:
    assert "-" not in "".join(line_texts(typography(), "co\u00adoperation", 30))


def test_thai_lines_break_between_dictionary_words() -> None:
    lines = line_texts(typography("th"), "ผู้ป่วยควรออกกำลังกายทุกวัน", 80)
    assert lines == ["ผู้ป่วยควรออก", "กำลังกายทุกวัน"]


def test_no_chinese_line_starts_with_closing_punctuation() -> None:
    text = "每天练习三次，（膝盖弯曲）保持十秒。"
    for width in range(26, 120, 3):
        starts = {line[0] for line in line_texts(typography("zh"), text, width)}
        assert not starts & set("，）。")


@pytest.mark.parametrize(
    ("language", "before", "label"),
    [
        ("zh", "每天", "练习三次，"),
        ("th", "ผู้ป่วย", "ควรออกกำลังกาย"),
        ("en", "hip · ", "Take care: "),
    ],
)
def test_no_line_ends_within_an_unbroken_label(language: str, before: str, label: str) -> None:
    engine, whole = typography(language), unbroken(label, language)
    width = engine.line(f"{before}{label}", BODY, WORDS, HERE).natural_width - 5
    assert label not in line_texts(engine, before + label, width)
    assert line_texts(engine, before + whole, width)[-1] == whole.replace("\u2060", "")


def test_korean_words_stay_whole() -> None:
    lines = line_texts(typography("ko"), "무릎을 굽히고 십 초 동안 유지하세요.", 60)
    assert lines == ["무릎을 ", "굽히고 십 ", "초 동안 ", "유지하세요."]


def test_a_word_wider_than_the_measure_is_broken_between_clusters() -> None:
    lines = line_texts(typography(), "e\u0301" * 30, 50)
    assert len(lines) > 1
    assert all(line.startswith("e\u0301") for line in lines)


def test_a_long_address_is_broken_after_its_signs() -> None:
    address = "https://example.org/long_path/to.a-page?part=one&other=two"
    lines = line_texts(typography(), address, 90)
    assert len(lines) > 2
    assert "".join(lines) == address
    assert {line[-1] for line in lines[:-1]} <= set("/.-_?&=")


@pytest.mark.parametrize("number", ["+44 (0)20 7946 0958", "01632 960 001", "(555) 555-0123"])
def test_a_telephone_number_stays_on_one_line(number: str) -> None:
    for width in range(120, 240, 7):
        lines = line_texts(typography(), f"For an appointment call {number} on any day", width)
        assert any(number in line for line in lines), width


def test_a_row_of_counts_is_no_telephone_number() -> None:
    assert len(line_texts(typography(), "10 12 15", 20)) > 1


@pytest.mark.parametrize("dot", [" · ", "\u00a0· "])
def test_no_line_begins_or_ends_with_a_separator(dot: str) -> None:
    parts = ["Level: beginner", "Position: lying", "You need: a mat", "Thigh"]
    for width in range(60, 300, 7):
        lines = line_texts(typography(), dot.join(parts), width)
        assert not any(line.strip().startswith("·") for line in lines)
        assert not any(line.strip().endswith("·") for line in lines)
        # Within a line, it is there.
        assert sum(line.count("·") for line in lines) <= len(parts) - 1
    assert line_texts(typography(), dot.join(parts), 500)[0].count("·") == 3


def test_a_measure_narrower_than_a_letter_has_one_letter_per_line() -> None:
    assert line_texts(typography(), "abc", 1) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["AVATAR To Ty. " * 8, "ارفع الساق ثلاث مرات ثم استرح " * 3])
@pytest.mark.parametrize("width", range(40, 120, 9))
def test_no_line_is_wider_than_the_measure(text: str, width: int) -> None:
    lines = paragraph(typography(), text).lines(width)
    assert max(line.width for line in lines) <= width + 0.01


def test_lines_are_aligned_to_the_start_edge_of_their_direction() -> None:
    engine = typography()
    (latin,) = paragraph(engine, "Hold ").lines(200)
    (hebrew,) = paragraph(engine, "שלום ").lines(200)
    assert latin.left(200) == 0
    assert hebrew.left(200) + hebrew.full_width == pytest.approx(200)
    # The trailing space hangs at the left.
    assert hebrew.pieces[0].clusters[-1].text == " "
    assert hebrew.width < hebrew.full_width


def test_the_language_decides_the_direction_of_neutral_text() -> None:
    assert paragraph(typography("ar"), "12").lines(100)[0].rtl
    assert not paragraph(typography("en"), "12").lines(100)[0].rtl


@pytest.mark.parametrize("name", TEXTS)
def test_letters_of_any_script_stay_within_their_line(name: str) -> None:
    engine = engine_of_script(name)
    box = paragraph(engine, TEXTS[name][1])
    count = len(box.lines(90))
    pdf = pypdfium2.PdfDocument(written(engine, [box], 90))
    try:
        image = pdf[0].render(scale=4).to_pil().convert("L")
    finally:
        pdf.close()
    leading = box.height(90) / count
    borders = [round(4 * (842 - 800 + number * leading)) for number in range(1, count)]
    assert borders or name == "Nastaliq"
    for row in borders:
        assert min(image.crop((0, row, image.width, row + 1)).tobytes()) > 128
    assert image.getextrema()[0] < 128


def test_all_lines_of_a_paragraph_are_as_high_as_its_tallest_script_needs() -> None:
    engine = typography("th")
    mixed = paragraph(engine, "Hold for ten seconds, then rest. " * 3 + "ผู้ป่วย")
    latin = paragraph(engine, "Hold for ten seconds, then rest. " * 3)
    heights = {box.height(100) / len(box.lines(100)) for box in (mixed, paragraph(engine, "ผู้ป่วย"))}
    assert len(heights) == 1
    assert heights.pop() > BODY.leading == latin.height(100) / len(latin.lines(100))


def test_an_empty_paragraph_is_one_line_high() -> None:
    assert paragraph(typography(), "").height(100) == BODY.leading


def _of_lines(count: int) -> TextBox:
    box = paragraph(typography(), "word " * count)
    assert len(box.lines(40)) == count
    return box


@pytest.mark.parametrize(("count", "fitting", "parts"), [
    (2, 1, None),
    (3, 2, None),
    (4, 1, None),
    (4, 3, (2, 2)),
    (5, 4, (3, 2)),
    (9, 5, (5, 4)),
])  # fmt: skip
def test_there_are_no_widows_or_orphans(
    count: int, fitting: int, parts: tuple[int, int] | None
) -> None:
    split = _of_lines(count).split(40, fitting * BODY.leading + 1)
    heights = split and tuple(round(part.height(40) / BODY.leading) for part in split)
    assert heights == parts


def test_the_rest_of_a_split_paragraph_can_be_split_again() -> None:
    split = _of_lines(9).split(40, 3 * BODY.leading)
    assert split
    again = split[1].split(40, 2 * BODY.leading)
    assert again
    assert [box.height(40) / BODY.leading for box in (split[0], *again)] == [3, 2, 4]
    assert again[1].space_before == 0
