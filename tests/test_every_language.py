"""A handout with every block in each language that the program speaks, in each format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import verapdf
from conftest import TESTS
from web_tools import Result, browse, epub_faults

import handout
from handout.languages import is_right_to_left
from handout.session import StrPath
from handout.verify import verify_pdf
from handout.wording import LANGUAGES, Wording

PATIENT = {"patient": "Ann", "date": "2026-03-02", "next_visit": "2026-03-16 14:30"}
# Subsets of Noto faces, for machines that have no East Asian fonts.
FONTS: tuple[StrPath, ...] = (TESTS / "fonts/east-asian",)
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def library() -> handout.Library:
    return handout.Library(TESTS / "content", fonts=FONTS)


@pytest.fixture(scope="module")
def documents(library: handout.Library) -> dict[str, handout.Document]:
    return {tag: library.compose("every-block", language=tag, **PATIENT) for tag in LANGUAGES}


@pytest.fixture(scope="module")
def files(
    documents: Mapping[str, handout.Document], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a folder with a page and a book in each language."""
    folder = tmp_path_factory.mktemp("languages")
    for tag in OTHERS:
        (folder / f"{tag}.html").write_bytes(documents[tag].html())
        (folder / f"{tag}.epub").write_bytes(documents[tag].epub())
    return folder


@pytest.fixture(scope="module")
def visits(files: Path) -> dict[str, Result]:
    jobs: list[Result] = [{"path": str(files / f"{tag}.html"), "axe": True} for tag in OTHERS]
    return dict(zip(OTHERS, browse(jobs), strict=True))


@pytest.fixture(scope="module")
def by_epubcheck(files: Path) -> dict[str, list[str]]:
    return epub_faults([files / f"{tag}.epub" for tag in OTHERS])


LABELS = ("stop.call", "glance", "dosage", "visit.next_visit", "log.notes", "block.dont")
"""Words that the handout has on its pages."""


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def letters_of(words: set[str]) -> set[str]:
    """Return words with their letters in order: of a ligature, readers may exchange the two."""
    return {"".join(sorted(word)) for word in words}


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_keeps_the_standards_of_pdf(
    language: str, documents: Mapping[str, handout.Document], tmp_path: Path
) -> None:
    data = documents[language].pdf()
    assert verapdf.faults(data, tmp_path) == []
    assert verify_pdf(data) == []


@pytest.mark.parametrize("language", ["ar", "hi", "ko"])
def test_every_block_keeps_the_second_standard_in_another_script(
    language: str, documents: Mapping[str, handout.Document], tmp_path: Path
) -> None:
    assert verapdf.faults(documents[language].pdf(standard="ua-2"), tmp_path, "ua-2") == []


TWO_EXERCISES = b"""\
title: Two exercises
stop_if: [Sharp pain]
log: {weeks: 1}
sections:
  - entries: [bridge, {use: clamshell, dosage: {side: each leg, reps: until tired}}]
"""


@pytest.mark.parametrize("language", OTHERS)
def test_a_small_handout_keeps_the_second_standard_in_each_language(
    language: str, library: handout.Library, tmp_path: Path
) -> None:
    # Small, for the standard takes four profiles, and seconds for each on a long handout.
    small = library.compose(TWO_EXERCISES, language=language, **PATIENT)
    assert verapdf.faults(small.pdf(standard="ua-2"), tmp_path, "ua-2") == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_reader_finds_the_words_of_the_language(
    language: str, documents: Mapping[str, handout.Document]
) -> None:
    data = documents[language].pdf()
    with pikepdf.open(BytesIO(data)) as file:
        assert str(file.Root.Lang) == language
    pages = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    wording = Wording.for_language(language)
    for key in LABELS:
        label = wording.text(key)
        if language.startswith(("ja", "zh")):
            assert label in re.sub(r"\s", "", text), key
        else:
            assert letters_of(words_of(label)) <= letters_of(words_of(text)), key


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_in_each_language_is_accessible(
    language: str, visits: Mapping[str, Result], files: Path
) -> None:
    assert visits[language]["axe"] == []
    page = (files / f"{language}.html").read_text("utf-8")
    direction = "rtl" if is_right_to_left(language) else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page


@pytest.mark.parametrize("language", OTHERS)
def test_a_book_in_each_language_is_valid(
    language: str, by_epubcheck: Mapping[str, list[str]]
) -> None:
    assert by_epubcheck[f"{language}.epub"] == []


CHINESE = """\
title: 膝盖
language: zh-Hans
sources: [{title: 膝盖练习。, author: 医生}]
sections:
  - entries:
      - exercise:
          name: 站立
          steps: [站直。, 慢慢走。]
          dosage: {reps: 10 次手指碰脚}
          why: 为了膝盖。
          mistakes: [不要用力。, 不要停止呼吸。]
          cautions: [停止。, 休息。]
"""


def test_chinese_sentences_follow_one_another_without_a_space(tmp_path: Path) -> None:
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts/knee.yaml").write_text(CHINESE, "utf-8")
    document = handout.Library(tmp_path, fonts=FONTS).compose("knee")
    pages = pypdfium2.PdfDocument(document.pdf(edition="compact"))
    printed = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "：不要用力。不要停止呼吸。" in printed
    page = document.html().decode()
    assert "10次手指碰脚" in page
    for words in (printed, re.sub("<[^>]*>", "", page.partition("<body")[2])):
        assert "膝盖练习。医生" in words
        assert not re.search(r"[。：][ \u00a0]\S", words)


def test_numbers_are_in_the_digits_of_the_language(
    documents: Mapping[str, handout.Document], files: Path
) -> None:
    pages = pypdfium2.PdfDocument(documents["fa"].pdf())
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    # Page 1 of so many, numbers of steps and of the scale from 0 to 10.
    assert {"۱", "۲", "۳", "۱۰"} <= words_of(text)
    assert "صفحه ۲" in re.sub(r"[\s\u200c]+", " ", text)
    page = (files / "fa.html").read_text("utf-8")
    assert '<span class="number">۱</span>' in page
