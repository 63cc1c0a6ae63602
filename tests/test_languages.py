from __future__ import annotations

import pytest

from handout.languages import is_right_to_left, same_text


@pytest.mark.parametrize("tag", [
    "ar", "AR-eg", "ckb", "dv", "fa-IR", "he", "nqo", "ps", "sd", "ug", "ur", "yi",
    "az-Arab", "az-IR", "ku-Arab", "pa-Arab-PK", "pa-PK", "uz-AF", "ff-Adlm", "tr-Arab",
])  # fmt: skip
def test_a_language_in_a_right_to_left_script_is_set_from_right_to_left(tag: str) -> None:
    assert is_right_to_left(tag)


@pytest.mark.parametrize("tag", [
    "en", "az", "az-Latn-IR", "ku", "ku-TR", "pa", "pa-Guru", "ar-Latn", "he-Latn-IL", "ug-Cyrl",
    "ug-KZ", "zh-Hant-TW", "zh-yue-Hant", "sr-Latn", "en-x-arab", "",
])  # fmt: skip
def test_a_language_in_another_script_is_set_from_left_to_right(tag: str) -> None:
    assert not is_right_to_left(tag)


@pytest.mark.parametrize(("one", "other"), [
    ("en", "en-US"), ("zh-TW", "zh-TW"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"),
    ("zh", "zh-SG"), ("sr", "sr-Latn"), ("de-1996", "de-Latn"),
])  # fmt: skip
def test_regions_of_a_language_in_one_script_read_the_same_text(one: str, other: str) -> None:
    assert same_text(one, other)
    assert same_text(other, one)


@pytest.mark.parametrize(("one", "other"), [
    ("zh-TW", "zh-Hans"), ("zh-HK", "zh"), ("sr-Latn", "sr-Cyrl"), ("en", "es"),
])  # fmt: skip
def test_a_language_in_two_scripts_makes_two_texts(one: str, other: str) -> None:
    assert not same_text(one, other)
    assert not same_text(other, one)
