"""The library as a catalogue of pictures, on paper and on a screen with a search."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest
import verapdf
from click.testing import CliRunner, Result
from web_tools import browse

from handout import cli
from handout.content_store import open_store
from handout.verify import verify_pdf


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own/exercises").mkdir(parents=True)
    entry = "name: Nod\nregions: [neck]\nsteps: [Nod.]\n"
    (tmp_path / "own/exercises/my-nod.yaml").write_text(entry)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["list", *arguments, "--content", "own"])


def test_the_catalogue_shows_every_entry_in_one_region(tmp_path: Path) -> None:
    result = run("--pictures", "-o", "catalogue.pdf")
    assert (result.exit_code, result.stdout) == (0, "catalogue.pdf\n"), result.stderr
    data = Path("catalogue.pdf").read_bytes()
    text = "".join(str(page.get_text()) for page in pymupdf.open(stream=data).pages())
    found = "".join(text.split())
    for located in open_store([tmp_path / "own"]).entries():
        assert found.count(located.id) >= 1, located.id
    assert found.count("my-nod") == 1
    # From head to foot.
    assert text.index("Neck") < text.index("Shoulder") < text.index("Knee\n")
    assert verify_pdf(data) == []
    assert verapdf.faults(data, tmp_path) == []


def test_a_catalogue_may_be_of_some_entries() -> None:
    run("--pictures", "--region", "shoulder", "-o", "shoulder.html")
    page = Path("shoulder.html").read_text("utf-8")
    assert "wall-slide" in page
    assert "clamshell" not in page


def test_a_catalogue_on_a_screen_is_searched_by_all_words() -> None:
    run("--pictures", "-o", "catalogue.html")
    shown = (
        "[...document.querySelectorAll('main figcaption, main li')].filter((e) =>"
        " e.checkVisibility()).map((e) => e.textContent).join('; ')"
    )
    kind = "document.querySelector('[type=search]')"
    typed = f"{kind}.value = 'Hip  PIGEON'; {kind}.dispatchEvent(new Event('input'))"
    usual = f"{kind}.value = 'abductors theraband'; {kind}.dispatchEvent(new Event('input'))"
    path = str(Path("catalogue.html").resolve())
    everything, found, found_by_usual_words = browse(
        [
            {"path": path, "axe": True, "scripts": [shown]},
            {"path": path, "scripts": [typed, shown]},
            {"path": path, "scripts": [usual, shown]},
        ]
    )
    assert everything["axe"] == []
    assert everything["requests"] == []
    assert everything["result"].count(";") > 20
    assert found["result"] == "Pigeon pose pigeon-pose"
    assert found_by_usual_words["result"] == "Lateral band walk lateral-band-walk"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--pictures",), "needs both '--pictures' and '-o'"),
        (("-o", "a.pdf"), "needs both '--pictures' and '-o'"),
        (("nowhere", "--pictures", "-o", "a.pdf"), "No entry matches"),
        (("--pictures", "-o", "a.txt"), "names no format"),
    ],
)
def test_a_catalogue_that_cannot_be_made_is_explained(
    arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_the_list_of_handouts_says_who_has_reviewed_each(folder: Path) -> None:
    (folder / "own/handouts").mkdir()
    reviewed = "title: Nods\nsections: [{entries: [my-nod]}]\nreviewed: {by: Kim Vale}\n"
    (folder / "own/handouts/nods.yaml").write_text(reviewed)
    lines = run("--handouts").stdout.splitlines()
    assert "nods                             Nods (reviewed by Kim Vale)" in lines
    assert sum("(not reviewed)" in line for line in lines) == len(lines) - 1
    listed = json.loads(run("--handouts", "--json").stdout)
    assert {"id": "nods", "title": "Nods", "reviewed": "Kim Vale"} in listed
