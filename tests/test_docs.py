"""The documentation is true: its commands work, its examples build, its tables are the code's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import field_tables
import pytest
from click.testing import CliRunner

from handout.cli import main
from handout.wording import en

ROOT = Path(__file__).parent.parent
FIELDS = ROOT / "docs/fields.md"
PATIENTS = ROOT / "docs/patients.md"
LABELS_BEGIN = (
    "<!-- The table of labels is written by 'pytest tests/test_docs.py --update-references'. -->\n"
)
LABELS_END = "<!-- End of the table of labels. -->\n"
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
MARK = "<!-- The tables below are written by 'pytest tests/test_docs.py --update-references'. -->\n"

_FILE = re.compile(r"`([\w./-]+\.(?:yaml|csv|txt))`[^`\n]*:?\n\n```\w*\n(.*?)```", re.DOTALL)
"""A named file in backticks, then the block that holds it."""

NEEDS_MORE = ("figure my-content", "--scheduler")
"""Commands that need a file of the reader's own, or a cluster."""


def commands(page: Path) -> list[str]:
    """Return the commands that a page shows, without what is explained behind them."""
    lines = re.findall(r"^    (handout .*)$", page.read_text("utf-8"), re.MULTILINE)
    shown = [re.split(r"\s{3,}", line)[0] for line in lines]
    return [line for line in shown if not any(part in line for part in NEEDS_MORE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_example_of_a_page_works_as_it_is(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in _FILE.findall(page.read_text("utf-8")):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for command in commands(page):
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)
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


def test_the_tables_of_fields_are_those_of_the_code(update: bool) -> None:  # noqa: FBT001
    top, mark, _ = FIELDS.read_text("utf-8").partition(MARK)
    assert mark
    tables = f"{top}{MARK}\n{field_tables.markdown()}"
    if update:
        FIELDS.write_text(tables, "utf-8")
    assert FIELDS.read_text("utf-8") == tables


def test_the_table_of_labels_is_that_of_the_code(update: bool) -> None:  # noqa: FBT001
    top, rest = PATIENTS.read_text("utf-8").split(LABELS_BEGIN)
    _, bottom = rest.split(LABELS_END)
    rows = "\n".join(f"| `{key}` | {words} |" for key, words in en.LABELS.items())
    table = f"\n| label | words |\n|---|---|\n{rows}\n\n"
    page = f"{top}{LABELS_BEGIN}{table}{LABELS_END}{bottom}"
    if update:
        PATIENTS.write_text(page, "utf-8")
    assert PATIENTS.read_text("utf-8") == page


def test_every_field_is_explained() -> None:
    explained = {
        (record.__name__, field.name): field.meaning
        for _, record in field_tables.TABLES
        for field in field_tables.fields_of(record)
    }
    assert [name for name, meaning in explained.items() if not meaning] == []


def test_every_form_of_a_dosage_in_the_documentation_is_read() -> None:
    words, _, _ = FIELDS.read_text("utf-8").partition(MARK)
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (`.*`.*) \|$", words, re.MULTILINE)
    forms = [
        (field, form)
        for names, shown in rows
        for field in re.findall(r"`(\w+)`", names)
        for form in re.findall(r"`([^`]+)`", shown)
    ]
    assert len(forms) > 50
    for field, form in forms:
        # A rest is between sets.
        sets = "sets: 2\n" if field == "rest" else ""
        assert field_tables.problems_of_dosage(f"{sets}{field}: {form}") == [], (field, form)


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
    assert "error my-content/exercises/hop.yaml:2:1 there is no field 'step' here" in printed
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
