"""A scene becomes flat colours, one shade and calm lines, the same ones every time."""

from __future__ import annotations

import numpy as np
import pytest
from figure_meshes import SIDE, ball, box, sheet, window
from msgspec.structs import replace

from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.drawing import Scene, draw_scene
from handout.figures.edges import EdgeKind, edge_kind, find_edges
from handout.figures.geometry import Array, Mask
from handout.figures.ghosts import Ghost
from handout.figures.highlights import Highlight
from handout.figures.mesh import Jaw, Line, LineKind, Mesh, Patch
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import PanelBuilder
from handout.figures.regions import find_regions
from handout.figures.shading import (
    contact_on_floor,
    contact_on_things,
    large_patches,
    shade,
)
from handout.figures.view import COARSE, FINE, Camera, Window, look

HEAD = ball((0, 0, 0.5), 0.3)


def drawn(scene: Scene, camera: Camera = SIDE, part: Window | None = None) -> Panel:
    builder = PanelBuilder()
    shown = part or window(pixels_per_point=FINE)
    draw_scene(builder, scene, camera, shown)
    return builder.build("start", shown, 0.0)


def operations(panel: Panel, role: Role, tone: Tone | None = None) -> list[Operation]:
    return [op for op in panel.ops if op.role is role and tone in {None, op.tone}]


def test_a_scene_is_drawn_the_same_every_time() -> None:
    scene = Scene((HEAD,), things=(box((-0.2, 0.4, 0), (0.2, 0.6, 0.4)),))
    assert drawn(scene) == drawn(scene)


def test_a_ball_of_skin_is_one_fill_one_shade_and_one_outline() -> None:
    panel = drawn(Scene((HEAD,)))
    plain, shaded = (operations(panel, Role.SKIN, tone) for tone in (Tone.PLAIN, Tone.SHADED))
    (outline,) = operations(panel, Role.INK)
    assert len(plain) == len(shaded) == 1
    assert shaded[0].path.count("m") == outline.path.count("m") == 1
    assert outline.paint is Paint.STROKE


def test_shade_is_at_the_lower_right_and_not_on_a_face() -> None:
    view = look([HEAD], SIDE, window(), people=1)
    dark = shade(view, 1, ())
    rows, columns = np.nonzero(dark)
    height, width = dark.shape
    assert 0.05 < dark.sum() / (view.mesh >= 0).sum() < 0.4
    assert rows.mean() > height / 2
    assert columns.mean() > width / 2
    lid = np.array([[0.15, -0.26, 0.4]] * 4)
    with_face = shade(view, 1, (Line(kind=LineKind.LID, points=lid),))
    assert with_face.sum() < 0.8 * dark.sum()


def test_patches_of_shade_that_are_small_are_left_out() -> None:
    region = np.ones((400, 400), bool)
    dark = np.zeros_like(region)
    dark[100:300, 100:300] = True
    dark[150:155, 150:155] = False
    dark[10:15, 10:15] = True
    kept: Mask = large_patches(dark, region, window(pixels_per_point=4))
    assert not kept[:50, :50].any()
    assert kept[100:300, 100:300].all()


def test_what_is_near_the_floor_shades_it() -> None:
    above = Camera(0, 30, np.zeros(3))
    for height, is_shaded in ((0.12, True), (0.4, False)):
        view = look([ball((0, 0, height), 0.1)], above, window(), people=1)
        mask, _ = contact_on_floor(view, 1)
        assert bool(mask.any()) is is_shaded


def test_a_wall_is_shaded_where_a_person_is_near_it() -> None:
    for away, is_shaded in ((0.02, True), (0.3, False)):
        wall = box((-0.6, 0.1 + away, 0), (0.6, 0.2 + away, 1), role=Role.WALL)
        view = look([ball((0, 0, 0.5), 0.1), wall], SIDE, window(), people=1)
        assert bool(contact_on_things(view, 1).any()) is is_shaded


@pytest.mark.parametrize(("role", "lines"), [(Role.LIPS, 0), (Role.NAIL, 1)])
def test_lips_have_no_line_around_them(role: Role, lines: int) -> None:
    field = 0.12 - np.hypot(HEAD.points[:, 0], HEAD.points[:, 2] - 0.5)
    near = Window(-0.4, 0.1, 0.4, 0.9, points_per_metre=400, pixels_per_point=COARSE)
    spotted = replace(HEAD, patches=(Patch(role, field),))
    plain, inked = (
        operations(drawn(Scene((head,)), part=near), Role.INK) for head in (HEAD, spotted)
    )
    assert len(inked) - len(plain) == lines


def muscle(role: Role, *meshes: Mesh) -> Highlight:
    """Return an upright muscle in the middle of what is seen."""
    fields = (
        np.stack([0.1 - np.hypot(m.points[:, 0], m.points[:, 2] - 0.5), 10 * m.points[:, 0]], 1)
        for m in meshes
    )
    return Highlight(role, 0.03, 0.1, tuple(fields))


def test_what_works_is_highlighted_in_steps_with_an_edge_and_fibres() -> None:
    for role, tone, edge, line in (
        (Role.WORKING, Tone.WORKING, Role.WORKING_EDGE, Role.WORKING_LINE),
        (Role.STRETCHED, Tone.STRETCHED, Role.STRETCHED_EDGE, Role.STRETCHED_LINE),
    ):
        panel = drawn(Scene((HEAD,), highlights=(muscle(role, HEAD),)))
        for step in (Tone.FAINT, Tone.PLAIN, Tone.STRONG):
            assert operations(panel, Role.SKIN, tone | step)
        (around,) = operations(panel, edge)
        assert around.path.count("h") == 1
        assert around.paint is Paint.STROKE
        (fibres,) = operations(panel, line)
        assert fibres.path.count("m") > 3


def test_muscles_of_the_neck_are_not_shown_on_the_hair_over_them() -> None:
    hair = ball((0, 0, 0.5), 0.31, role=Role.HAIR)
    panel = drawn(Scene((HEAD, hair), highlights=(muscle(Role.WORKING, HEAD, hair),)))
    assert not operations(panel, Role.WORKING_LINE)


def test_nails_are_drawn_in_close_ups_only() -> None:
    field = 0.05 - np.hypot(HEAD.points[:, 0], HEAD.points[:, 2] - 0.5)
    scene = Scene((ball((0, 0, 0.5), 0.3, patches=(Patch(Role.NAIL, field),)),))
    near = Window(-0.4, 0.1, 0.4, 0.9, points_per_metre=400, pixels_per_point=COARSE)
    assert operations(drawn(scene, part=near), Role.NAIL)
    assert not operations(drawn(scene), Role.NAIL)


def ghost_at(x: float, *things: Mesh) -> Panel:
    """Return a ball in the middle with a ghost of it elsewhere."""
    here, before = (ball((place, 0, 0.5), 0.2) for place in (0, x))
    return drawn(Scene((here,), things=things, ghost=Ghost((before,), (before,))))


def test_a_ghost_is_dashed_and_behind_the_person() -> None:
    panel = ghost_at(0.3)
    roles = [op.role for op in panel.ops]
    (edge,) = operations(panel, Role.GHOST_INK)
    assert edge.dash
    assert "h" not in edge.path, "it does not go on under the person"
    assert roles.index(Role.GHOST) < roles.index(Role.SKIN)


def test_what_has_hardly_moved_has_no_ghost() -> None:
    panel = ghost_at(0.015)
    assert not operations(panel, Role.GHOST)
    assert not operations(panel, Role.GHOST_INK)


def test_a_ghost_is_behind_a_thing_that_is_before_it() -> None:
    before, behind = (box((0.1, y, 0), (0.8, y + 0.1, 1)) for y in (-0.6, 0.6))
    assert not operations(ghost_at(0.4, before), Role.GHOST)
    assert operations(ghost_at(0.4, behind), Role.GHOST)


def test_a_ghost_is_not_closed_where_the_limb_goes_on_into_the_trunk() -> None:
    limb, trunk = ball((0.45, 0, 0.5), 0.1), ball((0.3, 0, 0.5), 0.12)
    panel = drawn(Scene((ball((-0.3, 0, 0.5), 0.1),), ghost=Ghost((limb,), (limb, trunk))))
    (edge,) = operations(panel, Role.GHOST_INK)
    assert edge.path.count("m") == 1
    assert "h" not in edge.path


def test_the_edges_of_a_box_are_straight_lines_between_its_corners() -> None:
    camera = Camera(30, 25, np.zeros(3))
    crate = box((-0.3, -0.3, 0), (0.3, 0.3, 0.4))
    panel = drawn(Scene((ball((0, 0.9, 0.2), 0.05),), things=(crate,)), camera)
    lines = operations(panel, Role.THING_LINE)
    assert "c" not in "".join(op.path for op in lines)
    ends = {tuple(line.split()[:2]) for op in lines for line in op.path.split("m ")[1:]}
    starts = [line.split() for op in lines for line in op.path.replace(" l", "").split(" m ")]
    assert sum(op.path.count("m") for op in lines) == 9
    assert len(ends) <= 7
    assert starts


def test_a_thing_hides_the_person_behind_it_and_the_person_one_behind() -> None:
    wall = sheet((-0.5, 0.5), (0, 1), y=-0.5, name="wall", role=Role.WALL)
    hidden = drawn(Scene((HEAD,), things=(wall,)))
    assert not operations(hidden, Role.SKIN)
    behind = sheet((-0.1, 0.1), (0.4, 0.6), y=0.5, name="wall", role=Role.WALL)
    assert not operations(drawn(Scene((HEAD,), things=(behind,))), Role.WALL)


def test_a_line_of_a_face_is_hidden_behind_the_head() -> None:
    points = np.stack([np.linspace(-0.05, 0.05, 8), np.full(8, -0.3), np.full(8, 0.5)], 1)
    for sign, count in ((1, 1), (-1, 0)):
        mouth = Line(kind=LineKind.MOUTH, points=points * [1, sign, 1])
        strokes = operations(drawn(Scene((HEAD,), (mouth,))), Role.INK)
        assert sum(op.path.count("m") for op in strokes) == 1 + count


def test_a_coarse_drawing_shows_the_same() -> None:
    fine, coarse = (
        drawn(Scene((HEAD,)), part=window(pixels_per_point=pixels)) for pixels in (FINE, COARSE)
    )
    assert [op.role for op in fine.ops] == [op.role for op in coarse.ops]
    assert (fine.width_pt, fine.height_pt) == (coarse.width_pt, coarse.height_pt)


def test_a_panel_has_the_size_of_its_window_in_points() -> None:
    panel = drawn(Scene((HEAD,)))
    assert (panel.width_pt, panel.height_pt, panel.baseline_pt) == (200, 200, 100)
    (outline,) = operations(panel, Role.INK)
    numbers = [int(word) for word in outline.path.split() if word.isdigit()]
    assert (max(numbers) - min(numbers)) * UNIT_PT == pytest.approx(112, abs=5)


@pytest.mark.parametrize(("tilt_deg", "shapes"), [(45, 1), (80, 0)])
def test_a_strand_of_hair_thins_out_and_stays_off_the_outline(tilt_deg: float, shapes: int) -> None:
    angle = np.radians(np.linspace(60, 120, 25))
    tilt = np.radians(tilt_deg)
    arc = 0.3005 * np.stack(
        [np.cos(angle), -np.sin(angle) * np.cos(tilt), np.sin(angle) * np.sin(tilt)], 1
    )
    strand = Line(kind=LineKind.STRAND, points=arc + np.array([0, 0, 0.5]))
    drawn_strands = operations(drawn(Scene((HEAD,), lines=(strand,))), Role.HAIR_LINE)
    assert [one.paint for one in drawn_strands] == [Paint.FILL_NONZERO] * shapes


def test_hair_is_in_the_shade_where_a_face_is_not() -> None:
    camera = Camera(0, 0, np.array([0, 0, 0.5]))
    lid = Line(kind=LineKind.LID, points=np.array([[0.0, -0.3, 0.5]] * 4))
    skin, hair = (
        np.count_nonzero(shade(look([replace(HEAD, role=role)], camera, window(2.0)), 1, (lid,)))
        for role in (Role.SKIN, Role.HAIR)
    )
    assert hair > 1.2 * skin


@pytest.mark.parametrize("turn", [np.eye(3), np.diag([1.0, -1.0, -1.0])], ids=["up", "upside down"])
def test_the_edge_of_a_jaw_is_one_line_with_shade_under_it_in_every_pose(turn: Array) -> None:
    ball_of_skin = ball((0, 0, 0), 0.3)
    over = ball_of_skin.rest[:, 2] + 0.05
    shade_under = np.minimum(-over, 0.15 + over)
    head = replace(ball_of_skin, points=ball_of_skin.points @ turn, jaw=Jaw(over, shade_under))
    near = Window(-0.35, -0.35, 0.35, 0.35, points_per_metre=170, pixels_per_point=FINE)
    view = look([head], Camera(0, 0, np.zeros(3)), near, people=1)
    middle = view.mesh.shape[1] // 2
    heights = turn[2, 2] * view.interpolated([ball_of_skin.points @ turn])[:, middle, 2]
    is_shaded = shade(view, 1, ())[:, middle]
    assert is_shaded[(heights < -0.06) & (heights > -0.19)].all()
    edges = find_edges(view, find_regions(view, 1)).below[:, middle]
    (inner,) = (
        row
        for row in np.flatnonzero(edges)
        if 0 < row < len(edges) - 1 and edge_kind(edges[row]) is EdgeKind.SEAM
    )
    assert heights[inner] == pytest.approx(-0.05, abs=0.005)
    afar = look([head], Camera(0, 0, np.zeros(3)), window(pixels_per_point=FINE), people=1)
    labels = np.unique(find_edges(afar, find_regions(afar, 1)).below)
    kinds = {edge_kind(label) for label in labels if label}
    assert EdgeKind.SEAM not in kinds, "a whole body has the shade only"
