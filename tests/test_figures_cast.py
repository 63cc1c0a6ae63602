"""One person throughout a handout: who is drawn in its figures, and what is said if nobody is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handout.cli import main
from handout.figures.palette import Role
from handout.figures.store import load_figure

HANDOUT = """title: Knee exercises
cast: Tomas
sections: [{entries: [sit-to-stand]}]
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with a handout that names who is drawn."""
    handouts = tmp_path / "content" / "handouts"
    handouts.mkdir(parents=True)
    (handouts / "knee.yaml").write_text(HANDOUT, encoding="utf-8")
    return tmp_path / "content"


def build(content: Path, fmt: str = "html") -> Result:
    return run("build", content / "handouts/knee.yaml", "-o", content.parent / f"knee.{fmt}")


def test_figures_that_show_somebody_else_are_named_once_with_the_command(content: Path) -> None:
    result = build(content)
    assert result.exit_code == 0
    assert result.output.count("not all figures are drawn with Tomas: sit-to-stand") == 1
    assert "handout figure sit-to-stand --cast Tomas --content" in result.output


def test_a_handout_shows_the_person_whom_it_names_once_drawn(content: Path) -> None:
    build(content)
    before = (content.parent / "knee.html").read_text("utf-8")
    assert run("figure", "sit-to-stand", "--cast", "tomas", "--content", content).exit_code == 0
    result = build(content)
    assert "not all figures" not in result.output
    assert (content.parent / "knee.html").read_text("utf-8") != before
    assert load_figure(content / "figures/sit-to-stand.tomas.fig").dyes[Role.SHIRT] == "blue"


def test_a_clinic_names_who_is_drawn_in_handouts_that_name_nobody(content: Path) -> None:
    (content / "handouts/knee.yaml").write_text(HANDOUT.replace("cast: Tomas\n", ""))
    (content / "clinics").mkdir()
    (content / "clinics/ours.yaml").write_text("name: Ours\ncast: Amina\n")
    path = content.parent / "knee.html"
    result = run("build", content / "handouts/knee.yaml", "--clinic", "ours", "-o", path)
    assert "not all figures are drawn with Amina" in result.output


@pytest.mark.parametrize("name", ["Thomas", "tomasz"])
def test_a_name_that_nobody_has_is_refused_with_the_nearest(content: Path, name: str) -> None:
    (content / "handouts/knee.yaml").write_text(HANDOUT.replace("Tomas", name))
    result = build(content)
    assert result.exit_code != 0
    assert "Tomas" in result.output.partition("hint")[2]
    drawn = run("figure", "sit-to-stand", "--cast", name, "--content", content)
    assert drawn.exit_code != 0
    assert "Tomas" in drawn.output


def test_who_is_drawn_is_stored_in_a_folder_of_ones_own() -> None:
    result = run("figure", "sit-to-stand", "--cast", "Tomas")
    assert result.exit_code != 0
    assert "'--cast' needs '--content'" in result.output
