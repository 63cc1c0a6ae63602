from __future__ import annotations

import pytest

from handout.errors import Problems
from handout.folding import join_lines, space_between
from handout.inline import plain_text, read_inline
from handout.located import Text
from handout.yaml_parser import parse_yaml


def _value(yaml: str) -> str:
    fields = parse_yaml(f"text: {yaml}\n".encode(), "knee.yaml", Problems())
    assert fields
    node = fields.fields["text"].value
    assert isinstance(node, Text)
    return plain_text(read_inline(node.value))


@pytest.mark.parametrize("yaml", [
    "防止\n  跌倒。\n  慢慢来",
    "'防止\n  跌倒。\n  慢慢来'",
    '"防止\n  跌倒。\n  慢慢来"',
    ">\n  防止\n  跌倒。\n  慢慢来",
    "|\n  防止\n  跌倒。\n  慢慢来",
])  # fmt: skip
def test_lines_of_chinese_are_joined_without_a_space(yaml: str) -> None:
    assert _value(yaml) == "防止跌倒。慢慢来"


def test_a_space_within_a_line_of_chinese_stays() -> None:
    assert _value("站直 放松，\n  慢慢 来") == "站直 放松，慢慢 来"


@pytest.mark.parametrize(("before", "after", "joined"), [
    ("ひざを", "曲げて", "ひざを曲げて"),
    ("曲げて、", "十秒", "曲げて、十秒"),
    ("（ひざ", "）です", "（ひざ）です"),
    ("무릎을", "굽히고", "무릎을 굽히고"),
    ("膝盖", "knee", "膝盖 knee"),
    ("Bend", "slowly", "Bend slowly"),
    ("每天", "3", "每天 3"),
    ("很好💪", "继续", "很好💪 继续"),
])  # fmt: skip
def test_only_between_chinese_or_japanese_does_a_line_break_vanish(
    before: str, after: str, joined: str
) -> None:
    assert join_lines(f"{before} \n  {after}") == joined
    assert _value(f"{before}\n  {after}") == joined


@pytest.mark.parametrize(("before", "after", "joined"), [
    ("慢慢来。", "不要用力。", "慢慢来。不要用力。"),
    ("他说“慢慢来。”", "不要用力。", "他说“慢慢来。”不要用力。"),
    ("注意：", "Theraband", "注意：Theraband"),
    ("10", "碰墙", "10碰墙"),
    ("10", "wall touches", "10 wall touches"),
    ("膝盖", "knee", "膝盖 knee"),
    ("Go slowly.", "不要用力。", "Go slowly. 不要用力。"),
    ("천천히.", "쉬세요.", "천천히. 쉬세요."),
    ("Slowly.", "Rest.", "Slowly. Rest."),
])  # fmt: skip
def test_texts_of_the_program_follow_one_another_by_the_rule_of_their_script(
    before: str, after: str, joined: str
) -> None:
    assert before + space_between(before, after) + after == joined


def test_paragraphs_stay_apart() -> None:
    fields = parse_yaml("text: |\n  防止\n\n  跌倒\n".encode(), "knee.yaml", Problems())
    assert fields
    node = fields.fields["text"].value
    assert isinstance(node, Text)
    assert node.value == "防止\n\n跌倒\n"
