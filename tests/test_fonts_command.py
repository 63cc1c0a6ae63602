"""The command that lists which font prints which script."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result

from handout import cli
from handout.font_coverage import SCRIPTS

FONTS = Path(__file__).parent / "fonts"


@pytest.fixture(autouse=True)
def system_without_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_DIRS", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))


def listed(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["fonts", *arguments])


def families(*arguments: str) -> dict[str, str]:
    found = json.loads(listed("--json", *arguments).stdout)
    return {each["script"]: each["family"] for each in found}


def test_each_script_has_a_line_with_its_font_and_cuts() -> None:
    result = listed()
    lines = dict(line.split("  ", 1) for line in result.stdout.splitlines())
    assert [*lines] == [name for name, _, _ in SCRIPTS]
    assert lines["Latin"].strip() == "Atkinson Hyperlegible Next (regular, bold, italic)"
    assert lines["Thai"].strip() == "none"
    assert "install fonts-noto-cjk and fonts-noto-core" in result.stderr


def test_a_folder_of_fonts_adds_its_scripts(tmp_path: Path) -> None:
    assert families()["Hebrew"] == ""
    copy(FONTS / "NotoSansHebrew-Test.ttf", tmp_path)
    assert "Hebrew" in families("--fonts", str(tmp_path))["Hebrew"]


def test_a_font_for_the_web_is_named(tmp_path: Path) -> None:
    (tmp_path / "pretty.woff2").write_bytes(b"wOF2")
    result = listed("--fonts", str(tmp_path))
    assert f"{tmp_path / 'pretty.woff2'}: warning: this font is compressed" in result.stderr
    assert "use the .ttf or .otf file" in result.stderr
