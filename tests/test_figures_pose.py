"""Poses: their file format, how the body follows them, and the rules for figures."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handout.decoding import field_names
from handout.errors import Problems
from handout.figures.anatomy import RANGES, Side
from handout.figures.body_pose import (
    Ankle,
    BallJoint,
    Contact,
    Fit,
    FootReach,
    Goal,
    HandReach,
    LimbPose,
    Neck,
    Pin,
    Pose,
    Scapula,
    Turn,
    Wrist,
)
from handout.figures.equipment_fields import Equipment
from handout.figures.field_types import Degrees, Direction, Point, Vector
from handout.figures.human import load_human
from handout.figures.muscles import MUSCLES
from handout.figures.palette import Role, Tone
from handout.figures.people import CAST
from handout.figures.physique import Physique
from handout.figures.pose import (
    Arrow,
    Crop,
    Exemption,
    FigureFields,
    Viewpoint,
    load_pose,
)
from handout.figures.render import render_figure
from handout.figures.rest import RestPose
from handout.figures.rules import check_figure, measure_angles
from handout.figures.skeleton import Skeleton
from handout.figures.store import check_stored, pose_digest, save_figure

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "content" / "figures"
FORMAT = (ROOT / "docs/figures.md").read_text("utf-8")
POSES = sorted((ROOT / "tests/figures/poses").glob("*.yaml"))
ORIGIN = np.zeros(3)
REST = RestPose.of(load_human(), Physique())
THIGH_M = REST.length("upperleg01", "lowerleg01")
SHANK_M = REST.length("lowerleg01", "foot")
UPPER_ARM_M = REST.length("upperarm01", "lowerarm01")
FOREARM_M = REST.length("lowerarm01", "wrist")

SMALL = """name: A
side: both
pose:
  position: standing
panels:
  - name: start
"""


def problems_of(tmp_path: Path, text: str) -> str:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    problems = Problems()
    load_pose(path, problems)
    return "\n".join(map(str, problems.in_order()))


def posed(**sides: LimbPose) -> Skeleton:
    pose = Pose(left=sides.get("left", LimbPose()), right=sides.get("right", LimbPose()))
    return Skeleton.posed(pose, REST, ORIGIN)


@pytest.mark.parametrize("path", POSES, ids=lambda path: path.stem)
def test_a_figure_keeps_the_rules_of_anatomy_and_contact(path: Path) -> None:
    problems = Problems()
    pose = load_pose(path, problems)
    assert pose is not None, problems.in_order()
    assert [str(problem) for problem in check_figure(pose).in_order()] == []


def test_a_figure_that_is_like_another_says_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "arm.yaml").write_text(SMALL)
    path = tmp_path / "arm-of-ruth.yaml"
    path.write_text("name: Ruth's arm\nlike: arm\nperson: Ruth\ncamera: {azimuth: 90}\n")
    problems = Problems()
    own, other = load_pose(path, problems), load_pose(tmp_path / "arm.yaml", problems)
    assert not problems.has_errors
    assert own
    assert other
    assert own.person == "Ruth"
    assert float(own.viewpoint.azimuth) == 90
    assert [panel.pose for panel in own.panels] == [panel.pose for panel in other.panels]
    # Its own file may take the place of one of the library, by the same id.
    clamshell = tmp_path / "clamshell.yaml"
    clamshell.write_text("name: Clamshell\nlike: clamshell\nperson: Ruth\n")
    pose = load_pose(clamshell, problems)
    assert pose
    assert (pose.person, len(pose.panels)) == ("Ruth", 2)


def test_a_drawing_is_stale_once_the_figure_that_it_is_like_has_changed(tmp_path: Path) -> None:
    path, other = tmp_path / "ruth.yaml", tmp_path / "arm.yaml"
    path.write_text("name: Ruth\nlike: arm\n")
    other.write_text(SMALL)
    before = pose_digest(path)
    other.write_text(SMALL.replace("both", "left"))
    assert pose_digest(path) != before


@pytest.mark.parametrize(
    ("one", "other"), [("nobody", "small"), ("one", "small"), ("other", "one")]
)
def test_a_figure_is_like_another_that_exists_and_not_like_itself(
    tmp_path: Path, one: str, other: str
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "other.yaml").write_text(f"name: Other\nlike: {other}\n")
    path = tmp_path / "one.yaml"
    path.write_text(f"name: One\nlike: {one}\n")
    problems = Problems()
    assert load_pose(path, problems) is None
    (problem,) = problems.in_order()
    assert problem.message.startswith("there is no other figure")
    assert pose_digest(path), "also of a broken one"


def test_a_small_file_is_a_pose(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SMALL) == ""


def test_the_example_of_the_format_is_a_pose(tmp_path: Path) -> None:
    lines = FORMAT.splitlines()
    start = lines.index("name: Clamshell")
    assert problems_of(tmp_path, "\n".join(lines[start : lines.index("```", start)])) == ""


@pytest.mark.parametrize(
    "record",
    [
        *(Pose, Turn, Neck, LimbPose, Scapula, BallJoint, Wrist, Ankle, HandReach, FootReach),
        *(Pin, Fit, Goal, Contact, Viewpoint, Crop, Exemption, Equipment, Arrow, FigureFields),
    ],
)
def test_the_description_of_the_format_names_every_field(record: type) -> None:
    words = set(re.findall(r"[\w-]+", FORMAT))
    assert set(field_names(record)) <= words


def test_the_description_names_all_people_and_muscles() -> None:
    for name in (*CAST, *MUSCLES):
        assert name in FORMAT


UNTIL = "until: [{point: {in: head, local: [0, 0, 0]}, z: 0}]"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("standing", "sittin", "a.yaml:4:13: 'position' cannot be 'sittin'"),
        ("position: standing", "left: {knee: bent}", "'knee' must be a number, not 'bent'"),
        ("position: standing", "left: {knees: 4}", "the field 'knees' is not known here"),
        ("position: standing", "at: [1, 2]", "expected three numbers"),
        ("position: standing", "left: {hand-to: {wrist: {at: left-ear}}}", "cannot be 'left-ear'"),
        ("position: standing", f"fit: {{adjust: [at.q], {UNTIL}}}", "a pose has no number 'at.q'"),
        ("standing", f"standing\n  fit: {{adjust: [position], {UNTIL}}}", "no number 'position'"),
        ("standing", "standing\n  fit: {adjust: [at.x], until: []}", "'until' is an empty list"),
        ("side: both", "side: both\nperson: Lens", "'person' cannot be 'Lens'"),
        ("side: both", "side: both\nworks: [quadricep]", "cannot be 'quadricep'"),
    ],
)
def test_a_mistake_is_reported_where_it_is(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in problems_of(tmp_path, SMALL.replace(old, new))


def test_a_panel_changes_only_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = SMALL.replace("standing", "standing\n  left: {knee: 20, elbow: 30}")
    path.write_text(text + "    pose: {left: {knee: 60}}\n")
    pose = load_pose(path, Problems())
    assert pose is not None
    left = pose.panels[0].pose.left
    assert float(left.knee) == 60.0
    assert float(left.elbow) == 30.0


def test_a_standing_body_is_as_tall_as_its_segments() -> None:
    skeleton = posed()
    for side in Side:
        hip, knee, ankle = (skeleton.points[f"{side}-{n}"] for n in ("hip", "knee", "ankle"))
        assert math.isclose(hip[2] - knee[2], THIGH_M)
        assert math.isclose(knee[2] - ankle[2], SHANK_M)


@given(
    flexion=st.floats(-25, 115),
    abduction=st.floats(-25, 40),
    rotation=st.floats(-40, 40),
    knee=st.floats(0, 130),
)
@settings(max_examples=40)
def test_measured_angles_are_those_of_the_pose(
    flexion: float, abduction: float, rotation: float, knee: float
) -> None:
    hip = BallJoint(
        flexion=Degrees(flexion), abduction=Degrees(abduction), external_rotation=Degrees(rotation)
    )
    limbs = LimbPose(hip=hip, knee=Degrees(knee))
    angles = dict(measure_angles(posed(left=limbs, right=limbs)))
    for side in Side:
        assert math.isclose(angles[f"{side} hip flexion"], flexion, abs_tol=1e-6)
        assert math.isclose(angles[f"{side} hip abduction"], abduction, abs_tol=1e-6)
        assert math.isclose(angles[f"{side} hip external rotation"], rotation, abs_tol=1e-6)
        assert math.isclose(angles[f"{side} knee flexion"], knee, abs_tol=1e-4)


@given(x=st.floats(-20, 50), y=st.floats(-10, 30), z=st.floats(-75, -25))
@settings(max_examples=40)
def test_a_reaching_foot_arrives_with_bones_of_their_length(x: float, y: float, z: float) -> None:
    reach = FootReach(ankle=Point(None, None, Vector(x, y, z)))
    skeleton = posed(left=LimbPose(foot_to=reach))
    hip, knee, ankle = (skeleton.points[f"left-{name}"] for name in ("hip", "knee", "ankle"))
    assert math.isclose(np.linalg.norm(hip - knee), THIGH_M, abs_tol=1e-9)
    assert math.isclose(np.linalg.norm(knee - ankle), SHANK_M, abs_tol=1e-9)
    if np.linalg.norm(np.array([x, y, z]) / 100 - hip) < THIGH_M + SHANK_M - 0.01:
        assert np.allclose(ankle, np.array([x, y, z]) / 100, atol=1e-9)


def test_a_hand_out_of_reach_reports_its_shortfall() -> None:
    far = Point(None, None, Vector(200, 20, 40))
    skeleton = posed(left=LimbPose(hand_to=HandReach(wrist=far)))
    assert skeleton.shortfall_m["left-hand"] > 1.2
    shoulder, elbow, wrist = (skeleton.points[f"left-{n}"] for n in ("shoulder", "elbow", "wrist"))
    assert math.isclose(np.linalg.norm(shoulder - elbow), UPPER_ARM_M)
    assert math.isclose(np.linalg.norm(elbow - wrist), FOREARM_M)


@given(flexion=st.floats(-20, 110), abduction=st.floats(-20, 40), knee=st.floats(0, 120))
@settings(max_examples=25)
def test_the_right_side_mirrors_the_left(flexion: float, abduction: float, knee: float) -> None:
    limbs = LimbPose(
        hip=BallJoint(flexion=Degrees(flexion), abduction=Degrees(abduction)), knee=Degrees(knee)
    )
    one, other = posed(left=limbs), posed(right=limbs)
    for name in ("knee", "ankle", "toe"):
        assert np.allclose(one.points[f"left-{name}"], other.points[f"right-{name}"] * (1, -1, 1))


@pytest.mark.parametrize("side", Side)
def test_inversion_turns_the_sole_toward_the_other_foot(side: Side) -> None:
    skeleton = posed(**{side: LimbPose(ankle=Ankle(inversion=Degrees(20)))})
    assert skeleton.frames[f"{side}-foot"].down[1] * side.sign < -0.3


def test_a_knee_bent_too_far_is_out_of_its_cited_range(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SMALL.replace("standing", "supine\n  left: {knee: 150}"))
    pose = load_pose(path, Problems())
    assert pose is not None
    messages = [problem.message for problem in check_figure(pose).in_order()]
    assert "start: left knee flexion is 150 degrees; the normal range is 0 to 135" in messages
    assert RANGES["knee flexion"].maximum == 135


def test_an_unused_exemption_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    exempt = "side: both\nexempt: [{rule: left knee flexion, because: no reason}]"
    path.write_text(SMALL.replace("side: both", exempt))
    pose = load_pose(path, Problems())
    assert pose is not None
    assert "the figure does not break 'left knee flexion'" in str(check_figure(pose).in_order()[0])


def test_a_standing_body_must_be_balanced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SMALL.replace("standing", "standing\n  turn: {forward: 40}"))
    pose = load_pose(path, Problems())
    assert pose is not None
    assert any("centre of mass" in str(p) for p in check_figure(pose).in_order())


def test_a_missed_contact_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SMALL.replace("standing", "standing\n  touch: [{part: left-hand, on: floor}]"))
    pose = load_pose(path, Problems())
    assert pose is not None
    assert any("should touch the floor" in str(p) for p in check_figure(pose).in_order())


def test_a_figure_whose_other_side_moves_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = SMALL.replace("both", "right").replace("standing", "supine")
    path.write_text(text + "  - name: end\n    pose: {left: {knee: 80, hip: {flexion: 60}}}\n")
    pose = load_pose(path, Problems())
    assert pose is not None
    assert any("the left side moves" in str(p) for p in check_figure(pose).in_order())


def test_a_direction_turns_with_its_segment() -> None:
    skeleton = Skeleton.posed(Pose(turn=Turn(yaw=Degrees(90))), REST, ORIGIN)
    ahead = Direction("pelvis", Vector(1, 0, 0))
    assert np.allclose(skeleton.direction(ahead), (0, 1, 0))


def test_rendering_gives_a_figure_that_is_not_stale(tmp_path: Path) -> None:
    path = tmp_path / "heel-slide.yaml"
    path.write_text((FIGURES / "heel-slide.yaml").read_text())
    pose = load_pose(path, Problems())
    assert pose is not None
    figure = render_figure(pose)
    save_figure(figure, path.with_suffix(".fig"))
    assert list(check_stored(path)) == []
    assert all(len(panel.ops) > 8 for panel in figure.panels)


def test_what_a_figure_names_as_pale_is_drawn_paler(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"

    def paler(text: str) -> set[Role]:
        path.write_text(text)
        pose = load_pose(path, Problems())
        assert pose is not None
        (panel,) = render_figure(pose).panels
        return {operation.role for operation in panel.ops if Tone.FAR in operation.tone}

    front = SMALL.replace("pose:", "camera: {azimuth: 90}\npose:")
    assert paler(front) == set()
    assert Role.SKIN in paler(front.replace("pose:", "pale: [left-arm]\npose:"))
