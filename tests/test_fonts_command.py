"""The command that lists which font prints which script."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from shutil import copy

import pypdfium2
import pytest
from click.testing import CliRunner, Result

import handout
from handout import cli, wording
from handout.faces import FontBook
from handout.font_coverage import LANGUAGES
from handout.font_packages import PACKAGES, installed_folders
from handout.theme import FontCut

FONTS = Path(__file__).parent / "fonts"


@pytest.fixture(autouse=True)
def system_without_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_DIRS", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))


def listed(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["fonts", *arguments])


def families(*arguments: str) -> dict[str, str]:
    found = json.loads(listed("--json", *arguments).stdout)
    return {each["name"]: each["family"] for each in found}


def test_each_language_has_a_line_with_its_font_and_cuts_or_what_brings_one() -> None:
    result = listed()
    lines = dict(re.split("  +", line, maxsplit=1) for line in result.stdout.splitlines())
    assert lines["Polish (pl)"] == "Atkinson Hyperlegible Next (regular, bold, italic)"
    assert lines["Hindi (hi)"] == "Noto Sans (regular, bold)"
    assert lines["Japanese (ja)"] == (
        "none: install fonts-noto-cjk (Debian, Ubuntu) or google-noto-sans-cjk-fonts (Fedora)"
    )
    assert "google-noto-sans-thai-fonts" in lines["Thai (th)"]
    assert "for Arabic, Chinese, simplified, Chinese, traditional, Japanese" in result.stderr
    assert "python -m pip install '.[fonts]'" in result.stderr


def test_every_language_of_the_program_is_listed() -> None:
    assert {each.language for each in LANGUAGES} == {*wording.LANGUAGES} - {"en-US"}


@pytest.mark.usefixtures("_extra")
@pytest.mark.parametrize("language", [each.language for each in LANGUAGES])
def test_a_font_with_the_letters_of_a_language_has_all_words_of_the_program(language: str) -> None:
    book = FontBook.of_project(*installed_folders())
    (letters,) = (each.letters for each in LANGUAGES if each.language == language)
    face = book.find_for_all(letters, FontCut.REGULAR, language)
    assert face
    used = set("".join(wording.Wording.for_language(language).messages.values()))
    assert not {one for one in used if not one.isascii() and one.isalpha() and not face.has(one)}


def test_packages_of_fonts_come_before_the_fonts_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("manimgx_fonts_cjk", "fonts"):
        (tmp_path / folder).mkdir()
        copy(FONTS / "NotoSansHebrew-Test.ttf", tmp_path / folder)
    # A package is not imported.
    (tmp_path / "manimgx_fonts_cjk/__init__.py").write_text("raise SystemExit\n")
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    assert hebrew().startswith(str(tmp_path / "fonts"))
    monkeypatch.delitem(sys.modules, "manimgx_fonts_cjk")
    monkeypatch.syspath_prepend(tmp_path)
    assert hebrew().startswith(str(tmp_path / "manimgx_fonts_cjk"))


def hebrew() -> str:
    """Return the file that prints Hebrew."""
    found = json.loads(listed("--json").stdout)
    return str(next(each["file"] for each in found if each["name"] == "Hebrew"))


@pytest.fixture
def _extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the extra 'fonts'."""
    for name in PACKAGES:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("_extra")
def test_the_extra_prints_every_language_of_the_program() -> None:
    found = families()
    assert all(found[each.name] for each in LANGUAGES)
    assert found["Persian"] == "Noto Sans Arabic"
    assert found["Korean"] == "Noto Sans CJK KR"
    page = handout.Library().compose("it-band-pain", language="zh-Hant")
    reader = pypdfium2.PdfDocument(page.pdf())
    assert "練習" in reader[0].get_textpage().get_text_range()


def test_a_folder_of_fonts_adds_its_scripts(tmp_path: Path) -> None:
    assert families()["Hebrew"] == ""
    copy(FONTS / "NotoSansHebrew-Test.ttf", tmp_path)
    assert "Hebrew" in families("--fonts", str(tmp_path))["Hebrew"]


def test_a_font_for_the_web_is_named(tmp_path: Path) -> None:
    (tmp_path / "pretty.woff2").write_bytes(b"wOF2")
    result = listed("--fonts", str(tmp_path))
    assert f"{tmp_path / 'pretty.woff2'}: warning: this font is compressed" in result.stderr
    assert "use the .ttf or .otf file" in result.stderr
