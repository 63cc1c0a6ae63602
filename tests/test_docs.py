"""The documentation is true: its commands work, its examples build, its tables are the code's."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import content_page
import docs_pictures
import pytest
from click.testing import CliRunner

from handout.cli import main
from handout.model.blocks import BLOCKS
from handout.wording.catalogues import en

ROOT = Path(__file__).parent.parent
PATIENTS = ROOT / "docs/patients.md"
LABELS_BEGIN = (
    "<!-- The table of labels is written by 'pytest tests/test_docs.py --update-references'. -->\n"
)
LABELS_END = "<!-- End of the table of labels. -->\n"
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]

_FILE = re.compile(r"`([\w./-]+\.(?:yaml|csv|txt))`[^`\n]*:?\n\n```\w*\n(.*?)```", re.DOTALL)
"""A named file in backticks, then the block that holds it."""

NEEDS_MORE = ("figure my-content", "--scheduler")
"""Commands that need a file of the reader's own, or a cluster."""


def commands(page: Path) -> list[str]:
    """Return the commands that a page shows, without what is explained behind them."""
    return [command for each in steps(page) if (command := each[0])]


def steps(page: Path) -> list[tuple[str, str, str]]:
    """Return what a reader does in order: a command each, or a file with its name and text."""
    shown = re.compile(rf"^    (handout [^\n]*)$|{_FILE.pattern}", re.MULTILINE | re.DOTALL)
    found = [
        (re.split(r"\s{3,}", command)[0], name, text)
        for command, name, text in shown.findall(page.read_text("utf-8"))
    ]
    return [step for step in found if not any(part in step[0] for part in NEEDS_MORE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_example_of_a_page_works_as_it_is(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command, name, text in steps(page):
        if command:
            result = CliRunner().invoke(main, shlex.split(command)[1:])
            assert result.exit_code == 0, (command, result.output)
        else:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8")
    if page.name == "README.md":
        run_python(page)
        assert Path("ann-smith.pdf").stat().st_size > 10_000


def run_python(page: Path) -> None:
    """Run the Python examples of a page in their order."""
    text = page.read_text("utf-8")
    examples = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(examples) == text.count("```python") > 0
    names: dict[str, object] = {"__name__": "example"}
    for example in examples:
        exec(compile(example, page.name, "exec"), names)  # noqa: S102 -- our own page


def test_the_readme_shows_commands_and_files() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {name for name, _ in _FILE.findall(readme)} == {
        "my-content/stretches/calf-stretch.yaml",
        "my-content/handouts/strong-knees.yaml",
        "patients.csv",
    }
    assert len(commands(ROOT / "README.md")) > 8


@pytest.mark.parametrize("name", main.commands)
def test_every_command_is_in_the_documentation(name: str) -> None:
    assert any(f"handout {name}" in page.read_text("utf-8") for page in PAGES)


def test_the_page_about_content_is_what_the_model_says(tmp_path: Path, *, update: bool) -> None:
    page = content_page.updated(content_page.PAGE.read_text("utf-8"), tmp_path)
    if update:
        content_page.PAGE.write_text(page, "utf-8")
    assert content_page.PAGE.read_text("utf-8") == page


def test_the_table_of_labels_is_that_of_the_code(update: bool) -> None:  # noqa: FBT001
    top, rest = PATIENTS.read_text("utf-8").split(LABELS_BEGIN)
    _, bottom = rest.split(LABELS_END)
    rows = "\n".join(f"| `{key}` | {words} |" for key, words in en.LABELS.items())
    table = f"\n| label | words |\n|---|---|\n{rows}\n\n"
    page = f"{top}{LABELS_BEGIN}{table}{LABELS_END}{bottom}"
    if update:
        PATIENTS.write_text(page, "utf-8")
    assert PATIENTS.read_text("utf-8") == page


@pytest.mark.parametrize("key", BLOCKS)
def test_every_block_has_an_example_without_a_problem(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    example = docs_pictures.block_examples()[key]
    assert example.startswith(f"- {key}:")
    assert_without_a_problem(docs_pictures.handout_with(example))


def test_the_example_of_a_log_is_without_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_without_a_problem(docs_pictures.ENTRIES + docs_pictures.log_example())


def assert_without_a_problem(handout: str) -> None:
    path = Path("content/handouts/example.yaml")
    path.parent.mkdir(parents=True)
    path.write_text(handout, "utf-8")
    checked = CliRunner().invoke(main, ["check", "content", "--strict"])
    assert checked.exit_code == 0, checked.output


def test_the_pictures_of_the_documentation_are_there_and_small() -> None:
    shown = {
        (page.parent / name).resolve()
        for page in PAGES
        for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    }
    assert shown == {path.resolve() for path in (ROOT / "docs/pictures").iterdir()}
    assert sum(path.stat().st_size for path in shown) < 600_000


def test_the_examples_of_the_python_api_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-content/exercises").mkdir(parents=True)
    (tmp_path / "my-content/exercises/hop.yaml").write_text("name: Hop\nstep: [Hop.]\n", "utf-8")
    run_python(ROOT / "docs/python-api.md")
    printed = capsys.readouterr().out
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.???*")]
    assert {"it-band-pain.pdf", "ann-smith.pdf", "ann-smith.epub"} < set(written)
    assert "out/0002-it-band-pain.pdf" in printed
    assert "3 rows:3:1: there is no handout '…' (column 'handout')" in printed
    assert "error my-content/exercises/hop.yaml:2:1 the field 'step' is not known here" in printed
    assert "# Clamshell" in printed


def test_the_first_example_of_contributing_is_an_entry_without_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ((name, text),) = _FILE.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    path = Path(name)
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    checked = CliRunner().invoke(main, ["check", "content", "--strict"])
    assert checked.exit_code == 0, checked.output
    shown = CliRunner().invoke(main, ["show", path.stem, "--content", "content"])
    assert "Hamstring stretch" in shown.output


def test_references_are_not_updated_by_several_processes() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "--update-references"]
    module = str(Path(__file__).with_name("test_colour.py"))
    refused = subprocess.run([*command, "-n", "2", module], capture_output=True, check=False)
    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert b"add '-n 0'" in refused.stderr
    alone = subprocess.run([*command, "-n", "0", module], capture_output=True, check=False)
    assert alone.returncode == pytest.ExitCode.OK
