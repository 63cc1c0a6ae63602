"""The drawn figures of the library: each keeps the rules of anatomy, contact and sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from handout.errors import Problems
from handout.figures.pose import load_pose
from handout.figures.rules import check_figure

FIGURES = Path(__file__).parents[1] / "content" / "figures"


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_figure_of_the_library_keeps_all_rules(path: Path) -> None:
    problems = Problems()
    pose = load_pose(path, problems)
    assert pose is not None, problems.in_order()
    assert [str(problem) for problem in check_figure(pose).in_order()] == []
