"""A muscle is one calm shape in its place on everybody, seen through clothes from any side."""

from __future__ import annotations

import numpy as np
import pytest
from figure_meshes import SIDE, ball, window
from msgspec.structs import replace
from scipy.ndimage import distance_transform_edt, label

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Mask
from handout.figures.highlights import Highlight, Muscle
from handout.figures.human import load_human
from handout.figures.mesh import Mesh
from handout.figures.muscle_shapes import Shape, muscle_shapes
from handout.figures.muscles import MUSCLES, SYNONYMS
from handout.figures.palette import Role
from handout.figures.people import CAST
from handout.figures.physique import Physique
from handout.figures.regions import find_regions
from handout.figures.rest import RestPose
from handout.figures.view import look

REST = RestPose.of(load_human(), Physique())
LIMB = ball((0, 0, 0.5), 0.1)
TROUSERS = ball((0, 0, 0.5), 0.102, role=Role.TROUSERS)
SHIRT = ball((0, 0, 0.5), 0.104, role=Role.SHIRT)
RADIUS = 0.05


def field(name: str, rest: RestPose = REST) -> Array:
    return Muscle(name, Side.LEFT, rest).field(rest.skin, np.zeros(len(rest.skin)))[:, 0]


def shown(name: str) -> Array:
    """Return the points of the skin over a muscle of the left side."""
    return REST.skin[field(name) > 0]


def shape(*people: Mesh, turned_deg: float, pixels_per_point: float = 4.0) -> Shape:
    """Return an upright muscle on a limb that is turned to the right from the reader."""
    around = np.radians(turned_deg)
    middle = np.array([0.1 * np.sin(around), -0.1 * np.cos(around), 0.5])
    across = np.array([np.cos(around), np.sin(around), 0])
    away = [mesh.points - middle for mesh in people]
    fields = tuple(
        np.stack([RADIUS - np.linalg.norm(one, axis=1), one @ across / RADIUS], 1) for one in away
    )
    view = look(people, SIDE, window(pixels_per_point=pixels_per_point), len(people))
    muscle = Highlight(Role.WORKING, np.pi * RADIUS**2, RADIUS, fields)
    return muscle_shapes(view, [muscle], find_regions(view, len(people)))[Role.WORKING]


def seen(*people: Mesh, turned_deg: float, pixels_per_point: float = 4.0) -> Mask:
    """Return where it is seen."""
    return shape(*people, turned_deg=turned_deg, pixels_per_point=pixels_per_point).steps[0]


def above(mesh: Mesh, height: float) -> Mesh:
    return replace(mesh, cut=mesh.points[:, 2] - height)


def share(mask: Mask) -> float:
    """Return how much of the muscle a mask shows."""
    return float(mask.sum() * window().pixel ** 2 / (np.pi * RADIUS**2))


# ---------------------------------------------------------------------------------- where they are
@pytest.mark.parametrize("person", CAST)
def test_every_muscle_shows_on_the_skin_of_its_own_side_of_everybody(person: str) -> None:
    rest = RestPose.of(load_human(), CAST[person].physique, CAST[person].kyphosis_deg)
    for name in MUSCLES:
        inside = rest.skin[field(name, rest) > 0]
        assert 8 < len(inside) < 0.15 * len(rest.skin), name
        assert inside[:, 1].mean() > 0, name


def test_the_gluteus_maximus_covers_the_buttock_below_the_iliac_crest() -> None:
    points, hip = shown("gluteus maximus"), REST.pelvis[2]
    assert points[:, 2].max() < hip + 0.10
    assert points[:, 2].min() < hip - 0.09
    buttock = REST.skin[(REST.skin[:, 1] > 0) & (abs(REST.skin[:, 2] - hip) < 0.05)]
    assert buttock[:, 0].min() == points[:, 0].min()


def test_the_gluteus_medius_is_on_the_side_of_the_pelvis_and_not_at_the_waist() -> None:
    points, hip = shown("gluteus medius"), REST.pelvis[2]
    assert points[:, 2].max() < hip + 0.10
    trunk = REST.skin[(abs(REST.skin[:, 2] - hip) < 0.08) & (REST.skin[:, 1] < 0.3)]
    assert points[:, 1].max() > 0.97 * trunk[:, 1].max()


def test_the_calf_is_below_the_knee_and_behind_the_shin() -> None:
    calf, shin = shown("calf"), shown("shin")
    knee = REST.heads["lowerleg01.L"][2]
    assert calf[:, 2].max() < knee + 0.02
    assert calf[:, 0].max() < shin[:, 0].min()


def test_a_muscle_is_as_broad_on_loose_cloth_as_on_the_skin_under_it() -> None:
    muscle = Muscle("quadriceps", Side.LEFT, REST)
    tree, above = REST.skin_tree, np.array([[0.05, 0, 0]])
    front = REST.skin[tree.query([[0.2, 0.12, 0.68]])[1]]
    beside = front + np.array([[0, y, 0] for y in (0.0, 0.02, 0.04)])
    on_skin = muscle.field(beside, tree.query(beside)[0])
    on_cloth = muscle.field(beside + above, tree.query(beside + above)[0])
    assert np.allclose(on_skin[:, 0], on_cloth[:, 0], atol=0.025)


def test_other_names_of_muscles_mean_muscles() -> None:
    assert set(SYNONYMS.values()) <= set(MUSCLES)
    assert not set(SYNONYMS) & set(MUSCLES)


# -------------------------------------------------------------------------------- how they are seen
def test_a_muscle_that_faces_the_reader_is_as_large_as_it_is() -> None:
    assert share(seen(LIMB, turned_deg=0)) == pytest.approx(0.85, abs=0.15)


def test_a_muscle_on_the_edge_of_a_limb_is_widened_to_be_seen() -> None:
    assert share(seen(LIMB, turned_deg=90)) > 0.45


def test_a_muscle_behind_a_limb_is_left_out() -> None:
    assert not seen(LIMB, turned_deg=120).any()


@pytest.mark.parametrize("turned_deg", range(90, 120, 3))
def test_a_muscle_that_is_hardly_seen_is_found_in_a_coarse_drawing_too(turned_deg: int) -> None:
    mask = seen(LIMB, turned_deg=turned_deg, pixels_per_point=1.0)
    assert mask.any() == (turned_deg < 100)


def test_a_muscle_that_is_round_has_no_corners() -> None:
    mask = seen(LIMB, turned_deg=0)
    rows, columns = np.nonzero(mask)
    box = (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
    assert mask.sum() / box == pytest.approx(np.pi / 4, abs=0.02)


def test_a_muscle_is_one_shape_across_a_hem() -> None:
    _, pieces = label(seen(LIMB, above(SHIRT, 0.5), turned_deg=0))
    assert pieces == 1


def test_a_garment_covers_the_end_of_a_muscle_that_is_mostly_under_another() -> None:
    under = seen(LIMB, TROUSERS, turned_deg=0)
    hem = seen(LIMB, TROUSERS, above(SHIRT, 0.515), turned_deg=0)
    assert 0.5 < hem.sum() / under.sum() < 0.95
    whole, cut = (np.nonzero(mask)[0] for mask in (under, hem))
    assert cut.max() >= whole.max()
    assert cut.min() > whole.min()


def test_a_muscle_glows_from_its_middle_and_fades_toward_its_edges() -> None:
    whole, between, middle = shape(LIMB, turned_deg=0).steps
    assert (middle <= between).all()
    assert (between <= whole).all()
    assert 0.1 < middle.sum() / whole.sum() < 0.5


def test_the_rim_of_a_muscle_is_equally_narrow_all_around() -> None:
    whole, inner, _ = shape(LIMB, turned_deg=0).steps
    away = distance_transform_edt(whole)[whole & ~inner]
    assert 0 < away.max() <= 0.8 * window().pixels_per_point


def test_the_fibres_of_a_muscle_run_along_it_and_stay_within_it() -> None:
    glowing = shape(LIMB, turned_deg=0)
    assert len(glowing.fibres) >= 2
    for line in glowing.fibres:
        assert np.ptp(line[:, 1]) > 4 * np.ptp(line[:, 0])
        columns, rows = line.astype(int).T
        assert glowing.steps[0][rows, columns].all()


def test_the_edge_of_a_muscle_is_left_out_beside_one_that_is_seen_well() -> None:
    people = LIMB, ball((-0.1, -0.3, 0.44), 0.05)

    def on(turned_deg: float) -> Highlight:
        around = np.radians(turned_deg)
        middle = np.array([0.1 * np.sin(around), -0.1 * np.cos(around), 0.5])
        away = [np.linalg.norm(mesh.points - middle, axis=1) for mesh in people]
        fields = tuple(np.stack([RADIUS - one, 0 * one], 1) for one in away)
        return Highlight(Role.WORKING, np.pi * RADIUS**2, RADIUS, fields)

    view = look(people, SIDE, window(), len(people))
    regions = find_regions(view, len(people))
    aside, ahead = on(-98), on(10)
    both, alone, without = (
        muscle_shapes(view, muscles, regions)[Role.WORKING].steps[0]
        for muscles in ([aside, ahead], [aside], [ahead])
    )
    assert alone.any()
    assert (both == without).all()


def test_fibres_run_on_from_strand_to_strand_of_a_muscle() -> None:
    muscle = Muscle("rhomboids", Side.LEFT, REST)
    skin = REST.skin
    inside, across = muscle.field(skin, np.zeros(len(skin))).T
    among = np.flatnonzero(inside > 0.005)
    apart = np.linalg.norm(skin[among, None] - skin[None, among], axis=2)
    one, other = (among[side] for side in np.nonzero((apart > 0) & (apart < 0.02)))
    assert len(one) > 10
    assert abs(across[one] - across[other]).max() < 1.2
    assert np.ptp(across[among]) > 3, "there is more than one strand"


def test_a_muscle_is_not_shown_on_an_arm_that_lies_before_it() -> None:
    arm = ball((0, -0.3, 0.5), 0.02)
    hidden = share(seen(LIMB, turned_deg=0)) - share(seen(LIMB, arm, turned_deg=0))
    assert hidden > 0.1
