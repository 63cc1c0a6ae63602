"""Lines are drawn where an illustrator would draw them, whole, and each with one weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from figure_meshes import SIDE, ball, box, cylinder, mesh, sheet, window
from msgspec.structs import replace

from handout.figures.contours import EdgeMap, follow, levels, outlines
from handout.figures.curve_fitting import bezier, polygon
from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.edges import EdgeKind, edge_kind, find_edges
from handout.figures.faces import find_faces
from handout.figures.geometry import Array
from handout.figures.ink import WEIGHTS_PT, Stroke, find_strokes, tapered
from handout.figures.mesh import Mesh
from handout.figures.palette import PALETTES, Role
from handout.figures.pdf import LEAST_LINE_PT, panel_content, thin_line
from handout.figures.regions import find_regions
from handout.figures.view import Camera, look

SCALE = 8.0


def kinds_of(
    people: Sequence[Mesh], things: Sequence[Mesh] = (), camera: Camera = SIDE
) -> set[EdgeKind]:
    view = look((*people, *things), camera, window(pixels_per_point=SCALE), people=len(people))
    edges = find_edges(view, find_regions(view, len(people)))
    return {edge_kind(segment.label) for segment in follow(edges)}


def strokes_of(right: Array, below: Array, cloth: set[int] | None = None) -> list[Stroke]:
    edges = EdgeMap(right.astype(np.int32), below.astype(np.int32))
    return find_strokes(edges, cloth or set(), SCALE)


def edge_maps(rows: int, columns: int) -> tuple[Array, Array]:
    return np.zeros((rows, columns - 1)), np.zeros((rows - 1, columns))


def label(kind: EdgeKind, surface: int = 0) -> int:
    return int(kind) * (1 << 20) + surface


TRUNK = sheet((-0.3, 0.3), (-0.4, 0.4), cells=8)


def test_a_smooth_surface_has_an_outline_and_no_other_line() -> None:
    assert kinds_of([TRUNK]) == {EdgeKind.SILHOUETTE}


def test_parts_of_one_surface_that_are_apart_at_rest_have_a_line_between_them() -> None:
    arm = sheet((-0.1, 0.1), (-0.4, 0), y=-0.001)
    points = np.vstack([TRUNK.points, arm.points])
    triangles = np.vstack([TRUNK.triangles, arm.triangles + len(TRUNK.points)])
    at_rest = np.vstack([TRUNK.points, arm.points + np.array([0.5, 0, 0])])
    assert kinds_of([mesh(points, triangles)]) == {EdgeKind.SILHOUETTE}
    folded = mesh(points, triangles, rest=at_rest)
    assert EdgeKind.OCCLUSION in kinds_of([folded])


def test_cloth_on_skin_has_a_hem_and_an_arm_before_cloth_an_outline() -> None:
    shirt = sheet((-0.3, 0.3), (-0.4, 0), y=-0.005, name="shirt", role=Role.SHIRT)
    arm = sheet((-0.1, 0.1), (-0.4, 0), y=-0.08)
    assert EdgeKind.SEAM in kinds_of([TRUNK, shirt])
    assert EdgeKind.OCCLUSION in kinds_of([shirt, arm])


def test_both_parts_of_a_tunic_are_one_piece() -> None:
    top, skirt = (sheet((-0.3, 0.3), ends, role=Role.SHIRT) for ends in ((0, 0.4), (-0.4, 0)))
    assert kinds_of([top, skirt]) == {EdgeKind.SILHOUETTE}
    assert EdgeKind.SEAM in kinds_of([top, replace(skirt, role=Role.JACKET)])


def test_the_line_between_a_person_and_a_thing_is_that_of_the_nearer() -> None:
    before, behind = (ball((0.1, y, 0), 0.12, name="ball", role=Role.BALL) for y in (-0.3, 0.3))
    assert EdgeKind.OUTLINE in kinds_of([TRUNK], [before])
    assert kinds_of([TRUNK], [behind]) == {EdgeKind.SILHOUETTE}


def test_a_person_who_sinks_into_a_wall_a_little_keeps_an_outline() -> None:
    def height(depth: float) -> float:
        """Return how much outline there is where a wall is nearer than a person."""
        wall = sheet((0, 0.6), (-0.6, 0.6), y=-depth, name="wall", role=Role.WALL)
        view = look((TRUNK, wall), SIDE, window(pixels_per_point=SCALE), people=1)
        edges = find_edges(view, find_regions(view, 1))
        middle = round(float(view.window.to_pixels(SIDE.project(np.zeros(3)))[0]))
        found = edges.right[:, middle - 2 : middle + 2] // (1 << 20) == EdgeKind.SILHOUETTE
        return float(found.any(1).sum() * view.window.pixel)

    assert height(0.015) == pytest.approx(0.8, abs=0.02)
    assert height(0.1) == 0


def test_a_speck_of_cloth_that_comes_through_another_is_not_drawn() -> None:
    shirt = sheet((-0.3, 0.3), (-0.4, 0.4), y=-0.01, name="shirt", role=Role.SHIRT)
    speck = sheet((0, 0.01), (0, 0.01), y=-0.012, name="vest", role=Role.JACKET)
    view = look([shirt, speck], SIDE, window(pixels_per_point=SCALE), people=2)
    assert (view.mesh == 1).any()
    assert not find_regions(view, 2).of(Role.JACKET).any()


def test_a_box_has_six_flat_faces_and_twelve_hard_edges() -> None:
    faces = find_faces(box((0, 0, 0), (1, 2, 3)))
    assert faces.is_flat.tolist() == [True] * 6
    assert [len(edge.points) for edge in faces.edges] == [2] * 12


def test_a_cylinder_has_two_flat_ends_with_a_rim_each() -> None:
    faces = find_faces(cylinder(0.1, 0.4))
    assert sorted(faces.is_flat.tolist()) == [False, True, True]
    assert [len(edge.points) for edge in faces.edges] == [25, 25]


def test_a_ball_has_one_face_and_no_hard_edge() -> None:
    faces = find_faces(ball((0, 0, 0), 1))
    assert faces.is_flat.tolist() == [False]
    assert faces.edges == ()


def test_a_line_goes_straight_on_at_a_junction_where_another_ends() -> None:
    right, below = edge_maps(120, 120)
    below[59, :] = label(EdgeKind.OCCLUSION)
    right[:60, 59] = label(EdgeKind.OCCLUSION, 1)
    long, short = sorted(strokes_of(right, below), key=lambda stroke: -len(stroke.points))
    assert np.ptp(long.points[:, 0]) == pytest.approx(120)
    assert np.ptp(short.points[:, 0]) < 1
    assert False in short.free


def test_a_free_end_is_led_to_the_line_that_it_nearly_reaches() -> None:
    for gap, is_free in ((6, False), (40, True)):
        right, below = edge_maps(160, 160)
        below[20, :] = label(EdgeKind.SILHOUETTE)
        right[21 + gap : 150, 80] = label(EdgeKind.OCCLUSION)
        upright = next(s for s in strokes_of(right, below) if s.kind is EdgeKind.OCCLUSION)
        assert (upright.free[0] and upright.free[1]) is is_free
        assert bool(upright.points[:, 1].min() < 22) is not is_free


def test_a_line_is_joined_over_a_small_gap() -> None:
    for gap, count in ((20, 1), (70, 2)):
        right, below = edge_maps(260, 40)
        right[10:90, 20] = right[90 + gap : 250, 20] = label(EdgeKind.OCCLUSION)
        assert len(strokes_of(right, below)) == count


def test_a_line_has_the_kind_of_most_of_its_length() -> None:
    right, below = edge_maps(200, 40)
    right[:150, 20] = label(EdgeKind.SILHOUETTE)
    right[150:, 20] = label(EdgeKind.OCCLUSION)
    (stroke,) = strokes_of(right, below)
    assert stroke.kind is EdgeKind.SILHOUETTE


def test_specks_are_not_drawn() -> None:
    right, below = edge_maps(60, 60)
    right[20:26, 20] = label(EdgeKind.OCCLUSION)
    assert strokes_of(right, below) == []


def test_a_line_that_doubles_the_outline_is_drawn_on_skin_and_not_on_cloth() -> None:
    right, below = edge_maps(300, 60)
    right[:, 20] = label(EdgeKind.SILHOUETTE, 1)
    right[100:160, 32] = label(EdgeKind.OCCLUSION, 1)
    assert len(strokes_of(right, below)) == 2
    assert len(strokes_of(right, below, cloth={1})) == 1


def test_a_line_thins_out_toward_its_free_end_only() -> None:
    line = np.stack([np.arange(100.0), np.zeros(100)], 1)
    outline = tapered(line, 6.0, (False, True), 40.0)
    width = outline[:100, 1] - outline[100:, 1][::-1]
    assert width[0] == pytest.approx(6)
    assert width[-1] == pytest.approx(1.5)


def test_segments_hold_every_edge_once() -> None:
    random = np.random.default_rng(1)
    right, below = random.integers(0, 3, (40, 39)), random.integers(0, 3, (39, 40))
    edges = EdgeMap(right.astype(np.int32), below.astype(np.int32))
    total = sum(len(s.points) - (not s.closed) for s in follow(edges))
    assert total == np.count_nonzero(right) + np.count_nonzero(below)


def test_the_outline_of_a_disc_is_a_circle() -> None:
    y, x = np.mgrid[:200, :200]
    (line,) = outlines(np.hypot(x - 100, y - 100) < 60)
    assert np.hypot(*(line - 100.5).T) == pytest.approx(60, abs=0.7)


@pytest.mark.parametrize("tolerance", [0.5, 2.0])
def test_curves_stay_within_their_tolerance(tolerance: float) -> None:
    t = np.linspace(0, 3 * np.pi, 400)
    line = np.stack([t * 40, np.sin(t) * 80], 1)
    curve = bezier(line, tolerance, closed=False)
    u = np.linspace(0, 1, 500)[:, None]
    drawn = np.vstack(
        [
            (1 - u) ** 3 * a + 3 * (1 - u) ** 2 * u * b + 3 * (1 - u) * u * u * c + u**3 * d
            for a, b, c, d in (curve[i : i + 4] for i in range(0, len(curve) - 1, 3))
        ]
    )
    apart = np.hypot(*(line[:, None] - drawn[None]).transpose(2, 0, 1)).min(1)
    assert apart.max() < tolerance + 0.2


def test_a_polygon_keeps_the_corners_of_a_square() -> None:
    side = np.arange(0, 50.0)
    zero, full = np.zeros(50), np.full(50, 50.0)
    square = np.vstack(
        [
            np.stack(pair, 1)
            for pair in ((side, zero), (full, side), (50 - side, full), (zero, 50 - side))
        ]
    )
    assert sorted(polygon(square, 1.0, closed=True).tolist()) == [
        [0, 0],
        [0, 50],
        [50, 0],
        [50, 50],
    ]


@pytest.mark.parametrize("kind", EdgeKind)
def test_no_line_of_a_person_30_mm_high_is_too_thin_for_an_office_printer(kind: EdgeKind) -> None:
    scale = 30 / 25.4 * 72 / 175
    path = "0 0 m 9 9 l"
    width = round(WEIGHTS_PT[kind] / UNIT_PT)
    panel = Panel("start", 9, 9, 0, (Operation(Paint.STROKE, Role.INK, path, width=width),))
    content = panel_content(panel, PALETTES["grey"], mirrored=False)
    drawn = width if f"{width} w" in content else thin_line(scale)
    assert drawn * UNIT_PT * scale >= LEAST_LINE_PT


@pytest.mark.parametrize(("rows", "lines"), [(1, 0), (2, 1)])
def test_a_level_passes_between_pixels_so_a_single_row_of_them_has_none(
    rows: int, lines: int
) -> None:
    values = np.tile(np.arange(6.0), (6, 1))
    mask = np.zeros((6, 6), bool)
    mask[2 : 2 + rows] = True
    assert len(levels(values, 2.5, mask)) == lines
