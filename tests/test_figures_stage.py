"""Test the stage of figures: equipment, framing, arrows and the floor."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from scipy.spatial import cKDTree

from handout.errors import HandoutError, Problems
from handout.figures import furniture
from handout.figures.arrows import Clearance, Sign, place_arrow
from handout.figures.body_pose import Pose
from handout.figures.deep_parts import draw_deep_part
from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.drawing import Scene, draw_scene
from handout.figures.dressed import Dressed, dress
from handout.figures.equipment import Thing, build_equipment
from handout.figures.equipment_fields import EquipmentKind
from handout.figures.framing import Content, aim, frame, signs_scale
from handout.figures.geometry import Array, unit
from handout.figures.mesh import Mesh
from handout.figures.motion import way_of
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import PanelBuilder
from handout.figures.people import CAST
from handout.figures.placement import place_body
from handout.figures.pose import (
    CloseUp,
    Crop,
    FigurePose,
    load_pose,
)
from handout.figures.skeleton import Skeleton
from handout.figures.solids import Solid, box, cylinder, ring, rounded_rectangle, slab, sphere, tube
from handout.figures.stage import draw_floor_line
from handout.figures.view import Camera, Window

FILE = """\
name: Lunge
side: both
camera: {{azimuth: {azimuth}, elevation: {elevation}}}
{more}
pose: {{{pose}}}
equipment: [{equipment}]
panels:
  - name: start
  - name: end
    pose: {{{end}}}
    arrows: [{arrows}]
"""

ITEMS = {
    "mat": "at: [0, 0, 0], size: [180, 70, 2]",
    "wall": "at: [40, 0, 0], size: [2, 100, 200]",
    "doorway": "at: [20, 0, 0], size: [10, 84, 195]",
    "door": "at: [90, 0, 0], size: [10, 84, 195]",
    "chair": "at: [60, 0, 0]",
    "armchair": "at: [60, 0, 0]",
    "stool": "at: [60, 0, 0]",
    "table": "at: [80, 0, 0], size: [55, 70, 74]",
    "worktop": "at: [80, 0, 0], size: [60, 120, 90]",
    "bed": "at: [90, 0, 0], size: [200, 80, 50]",
    "step": "at: [50, 0, 0], size: [38, 60, 17]",
    "stairs": "at: [70, 0, 0], size: [84, 90, 51], rail: both",
    "rail": "at: [70, 0, 0], size: [90, 10, 90]",
    "pillow": "at: [50, 0, 0]",
    "roller": "at: [50, 0, 8], axis: [0, 1, 0]",
    "towel": "at: [50, 0, 6], axis: [0, 1, 0]",
    "flat-towel": "at: [50, 0, 0]",
    "ball": "at: [50, 0, 10], radius: 10",
    "card": "at: [100, 0, 150]",
    "dumbbell": "hand: left",
    "stick": "through: [{at: left-hand}, {at: right-hand}]",
    "cane": "hand: right",
    "crutch": "hand: right",
    "walker": "at: [40, 0, 0]",
    "wheelchair": "at: [60, 0, 0]",
    "band-loop": "around: left-thigh, share: 0.8",
    "band": "through: [{at: left-hand}, {at: right-hand}]",
    "strap": "through: [{at: left-hand}, {in: left-foot, local: [8, 0, -8]}, {at: right-hand}]",
    "cuff": "around: left-shank, share: 0.85",
    "sling": "around: left-forearm",
}


def figure(folder: Path, **parts: object) -> FigurePose:
    parts = {"azimuth": 0, "elevation": 8, "more": "", "pose": "", "end": "", "arrows": ""} | parts
    path = folder / "lunge.yaml"
    path.write_text(FILE.format(**({"equipment": ""} | parts)))
    problems = Problems()
    pose = load_pose(path, problems)
    assert pose is not None, [problem.message for problem in problems.in_order()]
    return pose


@cache
def person() -> Dressed:
    return dress(next(iter(CAST.values())))


@cache
def posed(pose: Pose) -> tuple[Skeleton, tuple[Mesh, ...]]:
    body = place_body(pose, person().rest)
    worn, _ = person().posed(body.bones)
    return body.skeleton, tuple(worn)


def contents(pose: FigurePose) -> list[Content]:
    result = []
    for panel in pose.panels:
        skeleton, worn = posed(panel.pose)
        result.append(Content(skeleton, worn, build_equipment(panel.equipment, skeleton, worn)))
    return result


def points_of(thing: Thing) -> Array:
    return np.vstack([mesh.points for mesh in thing.meshes])


def volume(solid: Solid) -> float:
    a, b, c = (solid.points[solid.triangles[:, corner]] for corner in range(3))
    return float((np.cross(a, b) * c).sum() / 6)


# ------------------------------------------------------------------------------------ equipment


@pytest.mark.parametrize("kind", EquipmentKind)
def test_every_kind_of_equipment_can_be_built_and_is_not_under_the_floor(
    tmp_path: Path, kind: EquipmentKind
) -> None:
    pose = figure(tmp_path, equipment=f"{{type: {kind}, {ITEMS[kind]}}}")
    (thing,) = contents(pose)[0].things
    points = points_of(thing)
    assert thing.meshes
    assert np.isfinite(points).all()
    assert points[:, 2].min() > -0.025
    for mesh in thing.meshes:
        assert mesh.rest.shape == mesh.points.shape
        assert mesh.triangles.max() < len(mesh.points)


@pytest.mark.parametrize(
    ("solid", "expected"),
    [
        (box(1, 2, 3), 6.0),
        (cylinder(0.5, 2), np.pi / 2),
        (sphere(0.5), np.pi / 6),
        (tube(np.array([[0, 0, 0], [0, 0, 1], [0, 0, 2.0]]), 0.03), 2 * np.pi * 0.0009),
        (ring(1.0, 0.1), 2 * np.pi**2 * 0.01),
        (slab(rounded_rectangle(1, 1, 0.1), 0, 0.2, 0.01), 0.2),
    ],
)
def test_solids_are_closed_and_face_outward(solid: Solid, expected: float) -> None:
    sides = np.sort(solid.triangles[:, [[0, 1], [1, 2], [2, 0]]], 2).reshape(-1, 2)
    assert (np.unique(sides, axis=0, return_counts=True)[1] == 2).all()
    assert volume(solid) == pytest.approx(expected, rel=0.06)


def test_stairs_have_the_volume_of_their_steps() -> None:
    (flight,) = furniture.stairs(0.9, 1.0, 0.6, 3, ()).parts
    assert volume(flight.solid) == pytest.approx(0.3 * (0.2 + 0.4 + 0.6), rel=1e-6)


def test_the_seat_of_a_chair_is_where_it_is_said_to_be_and_its_back_behind(tmp_path: Path) -> None:
    pose = figure(tmp_path, equipment="{type: chair, at: [60, 0, 0], yaw: 180}")
    points = points_of(contents(pose)[0].things[0])
    over_the_seat = points[np.abs(points[:, 0] - 0.6) < 0.1]
    assert over_the_seat[:, 2].max() == pytest.approx(0.45)
    assert points[points[:, 2] > 0.6][:, 0].min() > 0.75


def test_a_wheelchair_user_sits_in_the_wheelchair_wherever_others_sit_on_a_chair(
    tmp_path: Path,
) -> None:
    pose = figure(tmp_path, equipment="{type: chair, at: [60, 0, 0]}, {type: step, at: [0, 90, 0],"
                  " size: [40, 40, 15]}")  # fmt: skip
    skeleton, worn = posed(pose.panels[0].pose)
    items = pose.panels[0].equipment
    chair, step = build_equipment(items, skeleton, worn, in_wheelchair=True)
    assert Role.RUBBER in {mesh.role for mesh in chair.meshes}
    assert chair.kind is EquipmentKind.CHAIR
    (cloth,) = (mesh for mesh in chair.meshes if mesh.role is Role.UPHOLSTERY)
    over_the_seat = cloth.points[(np.abs(cloth.points - [0.6, 0, 0.4]) < 0.1).all(1)]
    assert over_the_seat[:, 2].max() == pytest.approx(0.45, abs=0.01)
    assert points_of(step) == pytest.approx(points_of(build_equipment(items, skeleton, worn)[1]))


def test_a_wall_grows_thick_away_from_the_person(tmp_path: Path) -> None:
    for x, face in ((-30, -29), (30, 29)):
        pose = figure(
            tmp_path, equipment=f"{{type: wall, at: [{x}, 0, 0], size: [150, 2, 200], yaw: 90}}"
        )
        wall, skirting = contents(pose)[0].things[0].meshes
        assert np.abs(wall.points[:, 0]).min() == pytest.approx(abs(face) / 100)
        # The skirting board is on the side of the person.
        assert np.abs(skirting.points[:, 0]).min() < abs(face) / 100
        assert np.sign(skirting.points[0, 0]) == np.sign(face)


def test_a_loop_lies_around_both_thighs(tmp_path: Path) -> None:
    pose = figure(
        tmp_path,
        pose="left: {hip: {abduction: 15}}, right: {hip: {abduction: 15}}",
        equipment="{type: band-loop, around: left-thigh, share: 0.7}",
    )
    content = contents(pose)[0]
    band = points_of(content.things[0])
    worn = np.vstack([mesh.points for mesh in content.people])
    low, high = band[:, 2].min(), band[:, 2].max()
    level = worn[
        (worn[:, 2] > low + 0.01) & (worn[:, 2] < high - 0.01) & (np.abs(worn[:, 1]) < 0.4)
    ]
    assert np.ptp(band[:, 1]) == pytest.approx(np.ptp(level[:, 1]), abs=0.02)
    assert high - low < 0.12


def test_a_taut_band_goes_around_a_leg_and_not_through_it(tmp_path: Path) -> None:
    pose = figure(
        tmp_path,
        equipment="{type: strap, through: [[60, 10, 45], {in: left-shank, local: [-6, 0, -5]},"
        " [60, 0, 45]]}",
    )
    content = contents(pose)[0]
    knee = content.skeleton.frames["left-shank"].to_world(0, 0, -0.05)
    strap = points_of(content.things[0])
    behind = strap[strap[:, 0] < knee[0]]
    assert len(behind)
    assert np.hypot(*(strap - knee)[:, :2].T).min() > 0.03


def test_a_band_is_gathered_in_the_fist_that_holds_it_and_has_an_end_below_it(
    tmp_path: Path,
) -> None:
    band = "{type: band, through: [{at: left-hand}, [90, 19, 80]], radius: 2}"
    content = contents(figure(tmp_path, equipment=band))[0]
    pulled, wound, loose = (mesh for mesh in content.things[0].meshes if mesh.role is Role.BAND)
    hand = content.skeleton.points["left-hand"]
    away = (pulled.points - hand) @ unit(np.array([0.9, 0.19, 0.8]) - hand)
    near, far = (pulled.points[np.abs(away - at) < 0.02] for at in (0.02, 0.4))
    assert np.ptp(near[:, 2]) < 0.75 * np.ptp(far[:, 2])
    assert loose.points[:, 2].min() < wound.points[:, 2].min() - 0.02


@pytest.mark.parametrize(("through", "knobs"), [("[90, 19, 80]", 1), ("{at: chest}", 0)])
def test_a_band_is_fixed_by_a_knob_at_a_point_of_the_world(
    tmp_path: Path, through: str, knobs: int
) -> None:
    band = f"{{type: band, through: [{{at: left-hand}}, {through}, {{at: right-hand}}]}}"
    (thing,) = contents(figure(tmp_path, equipment=band))[0].things
    assert [mesh.role for mesh in thing.meshes].count(Role.RUBBER) == knobs


def test_a_towel_between_hands_hangs_through_and_ends_below_the_lower_hand(
    tmp_path: Path,
) -> None:
    apart = "left: {shoulder: {abduction: 130}}, right: {shoulder: {abduction: 10}}"
    towel = "{type: towel, through: [{at: left-hand}, {at: right-hand}]}"
    content = contents(figure(tmp_path, pose=apart, equipment=towel))[0]
    (thing,) = content.things
    left, right = (content.skeleton.points[f"{side}-hand"] for side in ("left", "right"))
    middle = (left + right) / 2
    pulled = thing.meshes[0].points
    around = pulled[np.abs(pulled[:, 1] - middle[1]) < 0.03]
    assert around[:, 2].mean() < middle[2] - 0.01
    assert len(thing.meshes) == 2
    assert thing.meshes[1].points[:, 2].min() < right[2] - 0.1
    assert len(thing.lines) > 3


def test_a_cuff_is_wider_than_the_leg_that_wears_it(tmp_path: Path) -> None:
    pose = figure(tmp_path, equipment="{type: cuff, around: left-shank, share: 0.8}")
    content = contents(pose)[0]
    cuff = points_of(content.things[0])
    shank = np.vstack([mesh.points for mesh in content.people])
    low, high = cuff[:, 2].min() + 0.03, cuff[:, 2].max() - 0.03
    shank = shank[(shank[:, 2] > low) & (shank[:, 2] < high) & (shank[:, 1] > 0)]
    assert 0.005 < np.ptp(cuff[:, 1]) - np.ptp(shank[:, 1]) < 0.06


def test_a_pillow_gives_way_under_a_head(tmp_path: Path) -> None:
    soft = "{type: pillow, at: [-70, 0, 0], size: [40, 60, 14]}"
    lying = contents(figure(tmp_path, pose="position: supine, at: [0, 0, 15]", equipment=soft))[0]
    standing = contents(figure(tmp_path, equipment=soft))[0]
    head = lying.skeleton.points["head"]
    heights = []
    for content in (lying, standing):
        points = points_of(content.things[0])
        heights.append(points[np.hypot(*(points - head)[:, :2].T) < 0.05][:, 2].max())
    assert heights[0] < heights[1] - 0.01


def test_the_far_end_of_a_flat_towel_is_drawn_up_in_folds(tmp_path: Path) -> None:
    towels = ", ".join(
        f"{{type: flat-towel, at: [80, {y}, 0], size: [40, 30, 0.8], folds: {folds}}}"
        for y, folds in ((0, 0), (50, 4))
    )
    flat, folded = contents(figure(tmp_path, equipment=towels))[0].things
    assert points_of(flat)[:, 2].max() < 0.01
    heights = points_of(folded)[:, 2]
    assert 0.02 < heights.max() < 0.04
    near = points_of(folded)[:, 0] < 0.85
    assert heights[near].max() < 0.015
    # The ridge of each fold is higher than what lies on both of its sides.
    along = points_of(folded)[np.argsort(points_of(folded)[:, 0])]
    ridges = along[along[:, 2] > 0.0245, 0]
    assert np.count_nonzero(np.diff(ridges) > 0.008) == 3


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("type: flat-towel, at: [80, 0, 0], folds: 40", "'folds' must be a whole number"),
        ("type: flat-towel, at: [80, 0, 0], folds: 2.5", "'folds' must be a whole number"),
        ("type: pillow, at: [80, 0, 0], folds: 2", "a pillow has no 'folds'"),
    ],
)
def test_only_a_flat_towel_has_folds_and_few(tmp_path: Path, item: str, message: str) -> None:
    path = tmp_path / "lunge.yaml"
    parts = {"azimuth": 0, "elevation": 8, "more": "", "pose": "", "end": "", "arrows": ""}
    path.write_text(FILE.format(**parts, equipment=f"{{{item}}}"))
    problems = Problems()
    load_pose(path, problems)
    assert next(problem.message for problem in problems.in_order()).startswith(message)


def test_a_rolled_towel_is_flattened_under_a_knee_with_the_spiral_at_its_end(
    tmp_path: Path,
) -> None:
    roll = "{type: towel, at: [42, -9, 5], axis: [0, 1, 0], radius: 5, length: 20}"
    lying = contents(figure(tmp_path, pose="position: supine, at: [0, 0, 9]", equipment=roll))[0]
    standing = contents(figure(tmp_path, equipment=roll))[0]
    (flat,), (full,) = lying.things, standing.things
    assert points_of(flat)[:, 2].max() < 0.095 < points_of(full)[:, 2].max()
    assert flat.lines[0].points[:, 2].max() < full.lines[0].points[:, 2].max()


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("equipment: [{type: cuff}]", "a cuff needs 'around'"),
        ("equipment: [{type: stick}]", "a stick needs 'hand' or 'through'"),
        ("equipment: [{type: ball, hand: left}]", "a ball needs 'radius'"),
        ("equipment: [{type: cuff, around: head}]", "a cuff cannot be around the head"),
        ("close-up: nose", "cannot be 'nose'"),
        ("deep: [{kind: bone, path: [[0, 0, 9], [9, 0, 9]]}]", "a deep bone needs a 'path' of 3"),
        ("deep: [{path: [[0, 0, 9]], width: 2}]", "a deep muscle needs a 'path' of 2"),
    ],
)
def test_what_is_missing_of_equipment_is_said(tmp_path: Path, fault: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"name: A\nside: left\n{fault}\npose: {{}}\npanels: [{{name: start}}]\n")
    problems = Problems()
    load_pose(path, problems)
    assert message in " ".join(problem.message for problem in problems.in_order())


def test_the_shade_of_a_ball_has_a_smooth_edge(tmp_path: Path) -> None:
    pose = figure(tmp_path, equipment="{type: ball, at: [60, 0, 32], radius: 32}")
    panels = contents(pose)
    camera = aim(pose.viewpoint, None, panels)
    window = frame(camera, None, Crop(), panels)
    builder = PanelBuilder()
    (ball,) = panels[0].things
    draw_scene(builder, Scene(people=panels[0].people, things=ball.meshes), camera, window)
    paths = [
        operation.path
        for operation in builder.build("start", window, 0.0).ops
        if operation.role is Role.BALL and Tone.SHADED in operation.tone
    ]
    assert paths
    assert sum(path.count("c") for path in paths) < 40


# --------------------------------------------------------------------------------- inside the body


def roles_inside(pose: FigurePose, panel: int) -> list[Role]:
    builder, content = PanelBuilder(), contents(pose)[panel]
    camera = aim(pose.viewpoint, None, [content])
    for part in pose.panels[panel].deep:
        draw_deep_part(builder, part, content.skeleton, camera, POINTS_PER_METRE)
    window = frame(camera, None, Crop(), [content])
    return [operation.role for operation in builder.build("a", window, 0.0).ops]


def test_what_is_inside_a_body_is_drawn_in_order_and_what_all_panels_have_first(
    tmp_path: Path,
) -> None:
    path = tmp_path / "squeeze.yaml"
    path.write_text(
        "name: Squeeze\nside: both\n"
        "deep: [{kind: opening, path: [[9, 0, 90], [0, 0, 99], [-9, 0, 90]]}]\n"
        "pose: {at: [0, 0, 95]}\n"
        "panels:\n"
        "  - {name: start, deep: [{kind: bone, path: [[9, 0, 92], [8, 0, 94], [7, 0, 92]]}]}\n"
        "  - name: end\n"
        "    deep:\n"
        "      - {kind: organ, path: [[4, 0, 94], [-4, 0, 94]], width: 2}\n"
        "      - {kind: was, path: [[4, 0, 91], [-4, 0, 91]]}\n"
        "      - {path: [[4, 0, 92], [-4, 0, 92]], width: 2}\n"
    )
    pose = load_pose(path, Problems())
    assert pose is not None
    opening = [Role.FLESH, Role.INK]
    assert roles_inside(pose, 0) == [*opening, Role.BONE, Role.THING_LINE]
    muscle = [Role.PAPER, Role.WORKING, Role.WORKING_LINE, Role.WORKING_LINE]
    assert roles_inside(pose, 1) == [
        *opening, Role.ORGAN, Role.THING_LINE, Role.GHOST_INK, *muscle,
    ]  # fmt: skip


# -------------------------------------------------------------------------------------- framing


def test_all_panels_of_a_figure_are_in_one_frame(tmp_path: Path) -> None:
    pose = figure(tmp_path, end="left: {shoulder: {abduction: 170}}")
    panels = contents(pose)
    camera = aim(pose.viewpoint, None, panels)
    window = frame(camera, None, Crop(), panels)
    for panel in panels:
        for mesh in panel.people:
            x, y = camera.project(mesh.points).T
            assert window.left < x.min()
            assert x.max() < window.right
            assert window.bottom < y.min()
            assert y.max() < window.top


def test_a_wall_does_not_make_the_frame_larger_than_it_must_be(tmp_path: Path) -> None:
    pose = figure(tmp_path, equipment="{type: wall, at: [-20, 0, 0], size: [4, 400, 300]}")
    panels = contents(pose)
    camera = aim(pose.viewpoint, None, panels)
    wide = frame(camera, None, Crop(), panels)
    bare = frame(camera, None, Crop(), [replace(panel, things=()) for panel in panels])
    assert wide.top - bare.top < 0.3
    assert bare.left - wide.left < 0.3


def test_a_crop_cuts_the_frame_where_it_says(tmp_path: Path) -> None:
    pose = figure(tmp_path, more="crop: {bottom: 90, left: -40, right: 40, top: 190}")
    panels = contents(pose)
    window = frame(aim(pose.viewpoint, None, panels), None, pose.crop, panels)
    edges = (window.left, window.bottom, window.right, window.top)
    assert edges == pytest.approx((-0.4, 0.9, 0.4, 1.9))


@pytest.mark.parametrize("close_up", CloseUp)
def test_a_close_up_shows_its_part_larger(tmp_path: Path, close_up: CloseUp) -> None:
    pose = figure(tmp_path, more=f"close-up: {close_up}")
    panels = contents(pose)
    camera = aim(pose.viewpoint, close_up, panels)
    window = frame(camera, pose.close_up, Crop(), panels)
    assert window.points_per_metre > POINTS_PER_METRE
    assert window.top - window.bottom < 1.05
    others = {"legs": "left-knee", "feet": "left-foot"}
    name = others.get(close_up, str(close_up))
    x, y = camera.project(panels[0].skeleton.points[name])
    assert window.left < x < window.right
    assert window.bottom < y < window.top


# --------------------------------------------------------------------------------------- arrows


def sign_of(pose: FigurePose) -> tuple[Sign, Camera, list[Content]]:
    panels = contents(pose)
    camera = aim(pose.viewpoint, None, panels)
    (arrow,) = pose.panels[-1].arrows
    sign = place_arrow(arrow, panels[0], panels[-1], camera, POINTS_PER_METRE)
    return sign, camera, panels


def test_a_foot_moves_on_a_circle_about_the_knee(tmp_path: Path) -> None:
    panels = contents(figure(tmp_path, pose="at: [0, 0, 90]", end="left: {knee: 90}"))
    first, last = panels[0].skeleton, panels[-1].skeleton
    way = way_of("left-ankle", first, last, 9)
    away = np.linalg.norm(way - first.points["left-knee"], axis=1)
    assert away == pytest.approx(away[0])
    assert way[0] == pytest.approx(first.points["left-ankle"])
    assert way[-1] == pytest.approx(last.points["left-ankle"])


def test_hips_that_rise_turn_about_the_feet_that_stay(tmp_path: Path) -> None:
    feet = "foot-to: {sole-at: [40, %s, 0], knee: [1, 0, 0], toes: [1, 0, 0], sole: [0, 0, -1]}"
    legs = f"left: {{{feet % 10}}}, right: {{{feet % -10}}}"
    pose = figure(tmp_path, pose=f"at: [0, 0, 55], {legs}", end="at: [36, 0, 88]")
    first, last = (panel.skeleton for panel in contents(pose))
    way = way_of("pelvis", first, last, 9)
    assert way[4] != pytest.approx((way[0] + way[-1]) / 2, abs=0.005)
    assert way[-1] == pytest.approx(last.pelvis)


def test_an_arrow_is_drawn_where_the_body_is_not(tmp_path: Path) -> None:
    across = "{path: [{at: pelvis, plus: [0, 0, -10]}, {at: pelvis, plus: [0, 0, 25]}]}"
    sign, camera, panels = sign_of(figure(tmp_path, arrows=across))
    people, head = panels[-1].people, panels[-1].skeleton.points["head"]
    clearance = Clearance.around(people, head, camera, POINTS_PER_METRE)
    middle = camera.project(panels[-1].skeleton.points["pelvis"])
    assert clearance.lack(middle + np.array([[0, -0.1], [0, 0], [0, 0.2]])) > 0.9
    assert clearance.lack(sign.outlines[0]) < 0.2


@pytest.mark.parametrize("landmark", ["left-toe", "left-heel", "left-knee"])
def test_no_part_of_an_arrow_touches_what_it_follows(tmp_path: Path, landmark: str) -> None:
    end = "left: {hip: {flexion: 70}, knee: 40}"
    pose = figure(tmp_path, end=end, arrows=f"{{follow: {landmark}}}")
    sign, camera, panels = sign_of(pose)
    body = np.vstack([camera.project(mesh.points) for mesh in panels[-1].people])
    assert cKDTree(body).query(sign.outlines[0])[0].min() > 0.02


def test_an_arrow_of_a_small_movement_is_long_enough_to_be_seen(tmp_path: Path) -> None:
    small = "{path: [[40, 0, 50], [40, 0, 51]]}"
    sign, _, _ = sign_of(figure(tmp_path, arrows=small))
    assert np.ptp(sign.outlines[0], axis=0).max() * POINTS_PER_METRE > 15


def test_what_moves_presses_and_is_held_differs_in_form(tmp_path: Path) -> None:
    path = "path: [[60, 0, 90], [60, 0, 60]]"
    shapes = {
        kind: sign_of(figure(tmp_path, arrows=f"{{kind: {kind}, {path}}}"))[0].outlines
        for kind in ("moves", "presses", "holds")
    }
    assert [len(outlines) for outlines in shapes.values()] == [1, 1, 4]
    moves, presses = (float(np.ptp(shapes[kind][0][:, 0])) for kind in ("moves", "presses"))
    assert presses > 1.4 * moves
    assert np.ptp(shapes["holds"][0][:, 0]) == pytest.approx(np.ptp(shapes["holds"][0][:, 1]))


def test_signs_are_larger_in_a_higher_picture_to_a_limit() -> None:
    low, usual, high, endless = (
        signs_scale(Window(0, 0, 1, height)) for height in (0.5, 1.35, 1.6, 9)
    )
    assert low == usual == 1
    assert 1.1 < high < endless < 1.5


def test_a_look_is_a_line_of_dashes_from_the_eyes_to_its_target(tmp_path: Path) -> None:
    look = "{kind: looks, path: [[90, 0, 140]]}"
    for turn in (-30, 30):
        pose = figure(tmp_path, azimuth=60, arrows=look, end=f"neck: {{turn: {turn}}}")
        sign, camera, panels = sign_of(pose)
        assert len(sign.outlines) > 5
        (eyes,) = (mesh for mesh in panels[-1].people if mesh.role is Role.EYE_WHITE)
        goal = camera.project(np.array([0.9, 0, 1.4]))
        first, last = sign.outlines[0], sign.outlines[-1]
        assert cKDTree(camera.project(eyes.points)).query(first)[0].min() < 0.03
        assert np.linalg.norm(last - goal, axis=1).min() < 0.08


def test_a_turn_that_is_seen_from_its_edge_is_bent(tmp_path: Path) -> None:
    turned = "left: {elbow: 90, shoulder: {external-rotation: 40}}"
    pose = figure(
        tmp_path, azimuth=90, elevation=3, pose="left: {elbow: 90}", end=turned,
        arrows="{follow: left-wrist}",
    )  # fmt: skip
    outline = sign_of(pose)[0].outlines[0]
    width, height = np.ptp(outline, axis=0)
    assert height > 0.25 * width


def test_the_sides_of_an_arrow_turn_without_corners(tmp_path: Path) -> None:
    turns = np.radians(np.arange(0, 331, 30))
    ring = [[60 + 12 * np.cos(turn), 0, 90 + 12 * np.sin(turn)] for turn in turns]
    path = ", ".join(f"[{x:.2f}, {y}, {z:.2f}]" for x, y, z in ring)
    outline = sign_of(figure(tmp_path, arrows=f"{{path: [{path}], apart: 0}}"))[0].outlines[0]
    ways = np.diff(outline[:30], axis=0)
    angles = np.degrees(np.unwrap(np.arctan2(ways[:, 1], ways[:, 0])))
    assert abs(np.diff(angles)).max() < 12


def test_a_card_shows_its_letter_on_both_sides(tmp_path: Path) -> None:
    card = "{type: card, at: [100, 0, 150], size: [0.4, 15, 21]}"
    (thing,) = contents(figure(tmp_path, equipment=card))[0].things
    letter = np.vstack([mesh.points for mesh in thing.meshes if mesh.role is Role.INK])
    assert letter[:, 0].min() < 0.998
    assert letter[:, 0].max() > 1.002


def test_a_pressure_points_at_where_it_acts(tmp_path: Path) -> None:
    press = "{kind: presses, path: [[60, 0, 90], [60, 0, 60]]}"
    sign, camera, _ = sign_of(figure(tmp_path, arrows=press))
    (arrow,) = sign.outlines
    tip = arrow[arrow[:, 1].argmin()]
    assert tip == pytest.approx(camera.project(np.array([0.6, 0, 0.6])), abs=0.01)


def test_no_sign_covers_the_face(tmp_path: Path) -> None:
    held = "{kind: holds, path: [{at: head}]}"
    sign, camera, panels = sign_of(figure(tmp_path, arrows=held))
    middle = sign.outlines[0].mean(0)
    face = camera.project(panels[-1].skeleton.points["head"])
    assert np.hypot(*(middle - face)) > 0.13


@pytest.mark.parametrize(
    "fault",
    [
        "{}",
        "{kind: presses, path: [[0, 0, 0]]}",
        "{kind: holds}",
        "{kind: looks}",
    ],
)
def test_an_arrow_that_lacks_something_is_a_problem(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        FILE.format(azimuth=0, elevation=8, more="", pose="", equipment="", end="", arrows=fault)
    )
    problems = Problems()
    assert load_pose(path, problems) is None
    assert "arrow" in " ".join(problem.message for problem in problems.in_order())


# ---------------------------------------------------------------------------------------- floor


def floor_height(pose: FigurePose) -> float | None:
    """Return the height of the floor line on the picture in points; None without one."""
    panels = contents(pose)
    camera = aim(pose.viewpoint, None, panels)
    window = frame(camera, None, Crop(), panels)
    builder = PanelBuilder()
    draw_floor_line(builder, camera, window, panels)
    panel = builder.build("start", window, 0.0)
    if not panel.ops:
        return None
    (line,) = panel.ops
    assert line.role is Role.FLOOR_LINE
    return float(line.path.split()[1])


def test_the_floor_ends_behind_the_feet_and_below_the_knees(tmp_path: Path) -> None:
    pose = figure(tmp_path)
    height = floor_height(pose)
    assert height is not None
    assert 0 < height / 20 < 45


def test_a_view_from_above_has_no_end_of_the_floor(tmp_path: Path) -> None:
    assert floor_height(figure(tmp_path, elevation=40)) is None


def test_nothing_on_the_floor_needs_no_end_of_it(tmp_path: Path) -> None:
    assert floor_height(figure(tmp_path, pose="at: [0, 0, 300]")) is None


@pytest.mark.parametrize("elevation", [-30, 91])
def test_a_camera_under_the_floor_or_beyond_the_zenith_is_a_problem(
    tmp_path: Path, elevation: int
) -> None:
    path = tmp_path / "lunge.yaml"
    text = FILE.format(
        azimuth=0, elevation=elevation, more="", pose="", equipment="", end="", arrows=""
    )
    path.write_text(text)
    problems = Problems()
    assert load_pose(path, problems) is None
    (problem,) = problems.in_order()
    assert problem.origin
    assert (problem.origin.line, problem.origin.column) == (
        3,
        text.splitlines()[2].index(f"{elevation}") + 1,
    )
    assert "from -5 to 90" in problem.message
    assert problem.hint


def test_the_floor_line_moves_back_to_the_corner_of_a_wall(tmp_path: Path) -> None:
    walled = "{type: wall, at: [-20, 60, 0], size: [2, 200, 200]}"
    near = floor_height(figure(tmp_path))
    far = floor_height(figure(tmp_path, equipment=walled))
    assert near is not None
    assert far is not None
    assert far > near


@pytest.mark.parametrize("edges", ["left: 200", "top: -20", "left: 20, right: 10"])
def test_a_crop_without_the_person_is_a_problem(tmp_path: Path, edges: str) -> None:
    pose = figure(tmp_path, more=f"crop: {{{edges}}}")
    with pytest.raises(HandoutError) as caught:
        frame(aim(pose.viewpoint, None, contents(pose)), None, pose.crop, contents(pose))
    (problem,) = caught.value.problems
    assert problem.message == "the crop leaves out the person"
    assert problem.origin
    assert pose.path.read_text().splitlines()[problem.origin.line - 1].startswith("crop")
    assert problem.hint
