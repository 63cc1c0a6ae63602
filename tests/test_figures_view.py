"""Cameras see meshes true to scale, the nearer before the farther, without gaps."""

from __future__ import annotations

import numpy as np
import pytest
from figure_meshes import SIDE, ball, box, mesh, sheet, window

from handout.figures.palette import Role
from handout.figures.view import LENS_M, Camera, look


def test_lengths_are_true_in_the_plane_of_the_target() -> None:
    camera = Camera(30, 20, np.array([0.2, 0.1, 0.9]))
    start = camera.target - camera.right * 0.4 + camera.up * 0.3
    picture = camera.project(np.array([start, start + camera.right]))
    assert picture[1] - picture[0] == pytest.approx([1, 0])


def test_what_is_nearer_looks_larger() -> None:
    near, far = (SIDE.project(np.array([[1.0, y, 0.0]]))[0, 0] for y in (-0.5, 0.5))
    assert near == pytest.approx(LENS_M / (LENS_M - 0.5))
    assert far < 1 < near


def test_a_ray_through_the_picture_of_a_point_meets_the_point() -> None:
    camera = Camera(40, 25, np.array([0.1, 0.2, 0.8]))
    points = np.array([[0.3, -0.4, 1.2], [-0.5, 0.6, 0.1]])
    rays = camera.rays(camera.project(points))
    assert camera.position + rays * camera.depth(points)[:, None] == pytest.approx(points)


def test_the_nearer_mesh_is_seen_whatever_the_order() -> None:
    near, far = sheet((-0.2, 0.2), (-0.2, 0.2), y=-0.1), sheet((-0.4, 0.4), (-0.4, 0.4), y=0.1)
    for meshes, front in (((near, far), 0), ((far, near), 1)):
        view = look(meshes, SIDE, window())
        rows, columns = view.mesh.shape
        assert view.mesh[rows // 2, columns // 2] == front
        assert (view.mesh == 1 - front).any()


def test_a_cut_ends_a_surface_within_its_triangles() -> None:
    one = sheet((-0.4, 0.4), (-0.4, 0.4))
    half = sheet((-0.4, 0.4), (-0.4, 0.4), cut=one.points[:, 0] - 0.1)
    shares = [np.count_nonzero(look([m], SIDE, window()).mesh >= 0) for m in (half, one)]
    assert shares[0] / shares[1] == pytest.approx(0.3 / 0.8, abs=0.01)


def test_the_inner_side_is_seen_of_open_surfaces_only() -> None:
    points, turned = sheet((-0.2, 0.2), (-0.2, 0.2)).points, [(0, 3, 1), (0, 2, 3)]
    closed, opened = mesh(points, turned), mesh(points, turned, inside=Role.SHIRT)
    assert (look([closed, ball((0.5, 0, 0), 0.1)], SIDE, window()).mesh != 0).all()
    view = look([opened], SIDE, window())
    assert view.inner[view.mesh == 0].all()


def test_each_pixel_knows_the_point_that_it_shows() -> None:
    slanted = box((-0.3, -0.3, -0.2), (0.3, 0.3, 0.2))
    camera = Camera(35, 30, np.zeros(3))
    view = look([slanted], camera, window())
    rows, columns = np.nonzero(view.mesh >= 0)
    shown = view.interpolated([slanted.points])[rows, columns]
    assert np.abs(view.world_at(rows, columns) - shown).max() < 1e-4


def test_a_narrow_gap_in_a_person_is_closed_and_a_wide_one_is_left() -> None:
    for gap, closed in ((0.004, True), (0.03, False)):
        halves = [sheet((-0.3, 0), (-0.3, 0.3)), sheet((gap, 0.3), (-0.3, 0.3))]
        view = look(halves, SIDE, window(pixels_per_point=8), people=2)
        middle = view.mesh[view.mesh.shape[0] // 2]
        between = middle[np.flatnonzero(middle >= 0)[0] : np.flatnonzero(middle >= 0)[-1]]
        assert bool((between >= 0).all()) is closed


def test_a_person_that_lies_on_a_thing_is_seen() -> None:
    skin, mat = (sheet((-0.2, 0.2), (-0.2, 0.2)) for _ in range(2))
    view = look([skin, mat], SIDE, window(), people=1)
    assert not (view.mesh == 1).any()


def test_only_the_part_of_the_window_that_is_filled_is_looked_at() -> None:
    view = look([ball((0.5, 0, 0.5), 0.1)], SIDE, window())
    assert view.mesh.size < 0.05 * np.prod(window().shape)
    whole = (view.window.left - window().left) / window().pixel
    assert whole == pytest.approx(round(whole))


def test_a_point_is_visible_where_nothing_hides_it() -> None:
    view = look([sheet((-0.3, 0.3), (-0.3, 0.3))], SIDE, window())
    points = np.array([[0, -0.1, 0], [0, 0.004, 0], [0, 0.1, 0]])
    assert view.is_visible(points, 0.005).tolist() == [True, True, False]
