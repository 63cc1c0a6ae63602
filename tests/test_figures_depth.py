"""A far limb is paler, and what passes before its own colour darkens it there."""

from __future__ import annotations

import numpy as np
import pytest
from figure_meshes import SIDE, ball, window

from handout.figures.body_pose import BallJoint, LimbPose, Pose
from handout.figures.depth import far_limbs, overlaps
from handout.figures.displaylist import Panel
from handout.figures.drawing import Scene, draw_scene
from handout.figures.field_types import Degrees, Vector
from handout.figures.geometry import Mask
from handout.figures.human import load_human
from handout.figures.mesh import Mesh
from handout.figures.palette import PALETTES, Role, Tone
from handout.figures.panel_builder import PanelBuilder
from handout.figures.physique import Physique
from handout.figures.placement import place_body
from handout.figures.regions import find_regions
from handout.figures.rest import RestPose
from handout.figures.view import Camera, Window, look

REST = RestPose.of(load_human(), Physique())
FAR = ball((0, 0.4, 0.5), 0.3)
NEAR = ball((0.2, 0, 0.5), 0.1)


def far(azimuth: float, *left: LimbPose) -> list[str]:
    """Return the far limbs of a standing person in the first of some panels."""
    skeletons = [
        place_body(Pose(at=Vector(0, 0, 90), left=limb), REST).skeleton
        for limb in left or (LimbPose(),)
    ]
    return sorted(far_limbs(skeletons[0], skeletons, Camera(azimuth, 5, np.zeros(3))))


def darkened(*people: Mesh) -> tuple[Mask, Window]:
    view = look(people, SIDE, window(), len(people))
    return overlaps(view, find_regions(view, len(people))), view.window


@pytest.mark.parametrize(
    ("azimuth", "limbs"),
    [(0, ["left-arm", "left-leg"]), (180, ["right-arm", "right-leg"]), (90, []), (270, [])],
)
def test_the_limbs_of_the_side_that_is_turned_away_are_far(
    azimuth: float, limbs: list[str]
) -> None:
    assert far(azimuth) == limbs


def test_a_leg_that_reaches_toward_the_reader_is_not_far() -> None:
    across = LimbPose(hip=BallJoint(abduction=Degrees(-40)))
    assert far(0, across) == ["left-arm"]


def test_a_leg_that_is_far_on_the_whole_is_so_in_all_panels_unless_it_is_near() -> None:
    apart, crossed = (LimbPose(hip=BallJoint(abduction=Degrees(angle))) for angle in (0, -40))
    near, farther = (LimbPose(hip=BallJoint(abduction=Degrees(angle))) for angle in (-18, 30))
    assert "left-leg" not in far(0, near)
    assert "left-leg" in far(0, near, farther)
    assert "left-leg" not in far(0, apart, crossed, crossed)
    assert "left-leg" not in far(0, crossed, farther, farther, farther)


def test_a_far_limb_is_drawn_in_a_tone_of_its_own() -> None:
    def drawn(share: float) -> Panel:
        builder, shown = PanelBuilder(), window()
        far_away = (np.full(len(FAR.points), share),)
        draw_scene(builder, Scene((FAR,), far=far_away), SIDE, shown)
        return builder.build("start", shown, 0.0)

    is_paler = [any(Tone.FAR in op.tone for op in drawn(share).ops) for share in (1.0, 0.3)]
    assert is_paler == [True, False]


def test_what_passes_before_its_own_colour_darkens_what_is_just_beside_it() -> None:
    mask, seen = darkened(FAR, NEAR)
    rows, columns = np.nonzero(mask)
    middle = seen.to_pixels(SIDE.project(np.array([0.2, 0, 0.5])))
    away = np.hypot(columns - middle[0], rows - middle[1]) * seen.pixel
    assert len(away) > 100
    assert away.min() > 0.097
    assert away.max() < 0.13


def test_what_passes_before_another_colour_or_close_by_darkens_nothing() -> None:
    other = ball((0.2, 0, 0.5), 0.1, role=Role.SHIRT)
    close = ball((0, 0.12, 0.5), 0.1)
    assert not darkened(FAR, other)[0].any()
    assert not darkened(FAR, close)[0].any()


def test_what_passes_nearer_before_its_own_colour_darkens_less_of_it() -> None:
    nearer = ball((0.2, 0.13, 0.5), 0.06)
    farther = ball((0.2, -0.06, 0.5), 0.06)
    assert 0 < darkened(FAR, nearer)[0].sum() < 0.8 * darkened(FAR, farther)[0].sum()


@pytest.mark.parametrize("name", ["colour", "grey", "line"])
def test_darkened_cloth_and_skin_are_darker_than_shade_in_every_palette(name: str) -> None:
    palette = PALETTES[name]
    for role in (Role.SKIN, Role.SHIRT, Role.TROUSERS):
        tones = (Tone.PLAIN, Tone.SHADED, Tone.COVERED)
        plain, shaded, covered = (sum(palette.rgb(role, tone)) for tone in tones)
        assert covered < shaded < plain
