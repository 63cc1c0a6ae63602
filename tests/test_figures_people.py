"""People and what they wear: clothes, shoes, hair, faces, folds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from msgspec.structs import replace
from scipy.spatial import cKDTree

from handout.figures.body_pose import Ankle, BallJoint, LimbPose, Mouth, Neck, Pose, Position
from handout.figures.dressed import Dressed, dress
from handout.figures.field_types import Degrees, Point, Vector
from handout.figures.geometry import Array, Integers
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.palette import PALETTES, Role
from handout.figures.people import CAST, DEFAULT_PERSON, Bottoms, Footwear, HairStyle, Person, Top
from handout.figures.placement import place_body
from handout.figures.surface import Subdivision, Surface, point_normals, triangulated
from handout.figures.view import Camera, Window, look


def limbs(**angles: float) -> LimbPose:
    """Return the limbs of a side by the main angles of their joints."""
    get = {name: Degrees(value) for name, value in angles.items()}
    none = Degrees(0)
    return LimbPose(
        shoulder=BallJoint(flexion=get.get("shoulder", none), abduction=Degrees(12)),
        elbow=get.get("elbow", none),
        hip=BallJoint(flexion=get.get("hip", none), abduction=get.get("apart", none)),
        knee=get.get("knee", none),
        ankle=Ankle(dorsiflexion=get.get("ankle", none)),
        toes=get.get("toes", none),
    )


def pose(position: Position = Position.STANDING, **angles: float) -> Pose:
    """Return a pose with both sides alike."""
    return Pose(position=position, left=limbs(**angles), right=limbs(**angles))


STANDING = pose()
POSES = {
    "standing": STANDING,
    "squatting": pose(hip=100, knee=110, ankle=18),
    "arms overhead": pose(shoulder=165),
    "lying, knees up": pose(Position.SUPINE, hip=55, knee=95),
    "legs apart": pose(Position.SITTING, hip=85, apart=40, knee=60),
    "face down": pose(Position.PRONE),
}


@cache
def posed(person: Person, wanted: Pose) -> tuple[dict[str, Mesh], list[Line]]:
    """Return the surfaces of a person in a pose, by name, and the lines on them."""
    dressed = dress(person)
    meshes, lines = dressed.posed(place_body(wanted, dressed.rest).bones)
    return {mesh.name: mesh for mesh in meshes}, lines


def standing(name: str) -> tuple[dict[str, Mesh], list[Line]]:
    """Return a person of the cast, standing."""
    return posed(CAST[name], STANDING)


def volume(mesh: Mesh) -> float:
    """Return the volume in a closed surface; negative if its triangles face inward."""
    a, b, c = (mesh.points[mesh.triangles[:, corner]] for corner in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def test_a_breath_pushes_out_the_belly_and_the_shirt_over_it_and_nothing_else() -> None:
    dressed = dress(CAST["Mei"])
    bones = place_body(STANDING, dressed.rest).bones
    out, calm = (
        {mesh.name: mesh for mesh in dressed.posed(bones, belly)[0]} for belly in (0.05, 0.0)
    )
    for name in ("body", "shirt"):
        moved = np.linalg.norm(out[name].points - calm[name].points, axis=1)
        assert 0.03 < moved.max() < 0.055, name
        assert abs(calm[name].points[moved.argmax()][1]) < 0.08, "in front"
    moved = np.linalg.norm(out["body"].points - calm["body"].points, axis=1)
    back = calm["body"].points[:, 0] < dressed.rest.pelvis[0] - 0.05
    assert moved[back].max() < 0.002
    assert moved[calm["body"].points[:, 2] > 1.35].max() < 0.002


def test_pursed_lips_are_further_forward_and_narrower_than_calm_ones() -> None:
    lips = {}
    for mouth in Mouth:
        dressed = dress(CAST["Henry"], mouth)
        skin = dressed.posed(place_body(STANDING, dressed.rest).bones)[0][0]
        (patch,) = (each for each in skin.patches if each.role is Role.LIPS)
        lips[mouth] = skin.points[patch.field > 0]
    calm, pursed = lips[Mouth.CALM], lips[Mouth.PURSED]
    assert 0.006 < pursed[:, 0].max() - calm[:, 0].max() < 0.02
    assert np.ptp(pursed[:, 1]) < 0.8 * np.ptp(calm[:, 1])


def wearing(dressed: Dressed, **worn: object) -> bool:
    """Return whether somebody wears something."""
    return all(getattr(dressed.person.dress, name) == value for name, value in worn.items())


def somebody(**worn: object) -> str:
    """Return the name of the first of the cast who wears something."""
    return next(name for name, person in CAST.items() if wearing(dress(person), **worn))


def lengths(lines: list[Line], kind: LineKind) -> float:
    """Return the length of all lines of a kind, in metres."""
    return sum(
        float(np.linalg.norm(np.diff(line.points, axis=0), axis=1).sum())
        for line in lines
        if line.kind is kind
    )


# ------------------------------------------------------------------------------------- the cast
def test_the_cast_is_people_of_many_kinds() -> None:
    people = CAST.values()
    assert len(people) >= 12
    assert DEFAULT_PERSON in CAST
    for is_male in (False, True):
        ages = [p.physique.age for p in people if (p.physique.male > 0.5) is is_male]
        assert min(ages) < 0.2, "young"
        assert max(ages) > 0.8, "old"
    assert {person.hair for person in people} == set(HairStyle)
    assert {person.dress.bottoms for person in people} == set(Bottoms)
    assert {person.dress.footwear for person in people} == set(Footwear)
    assert {person.dress.top for person in people} == set(Top)
    assert len({person.colours.skin for person in people}) >= 5
    assert max(person.physique.weight for person in people) > 1.5
    assert max(person.physique.muscle for person in people) > 0.8
    for trait in ("beard", "uses_wheelchair"):
        assert any(getattr(person, trait) for person in people), trait


@pytest.mark.parametrize("name", CAST)
def test_every_palette_has_a_persons_colours(name: str) -> None:
    for palette in PALETTES.values():
        palette.with_dyes(CAST[name].colours.dyes)


def test_a_person_is_made_once_and_alike_each_time() -> None:
    person = CAST[DEFAULT_PERSON]
    assert dress(person) is dress(person)
    again, _ = Dressed(person).posed(place_body(STANDING, dress(person).rest).bones)
    for mesh in again:
        before = standing(DEFAULT_PERSON)[0][mesh.name]
        assert (mesh.points == before.points).all(), mesh.name


@pytest.mark.parametrize("name", CAST)
def test_people_are_whole_in_every_pose(name: str) -> None:
    for title in ("squatting", "lying, knees up"):
        meshes, lines = posed(CAST[name], POSES[title])
        for mesh in meshes.values():
            assert np.isfinite(mesh.points).all(), (title, mesh.name)
            assert mesh.rest.shape == mesh.points.shape, mesh.name
            assert mesh.cut is None or mesh.cut.shape == (len(mesh.points),), mesh.name
            assert mesh.triangles.max() < len(mesh.points), mesh.name
        for line in lines:
            assert len(line.points) > 2, (title, line.kind)
            assert np.isfinite(line.points).all(), (title, line.kind)
            assert line.edge is None or len(line.edge) == len(line.points), line.kind


@pytest.mark.parametrize("name", CAST)
def test_closed_surfaces_face_outward(name: str) -> None:
    for mesh in standing(name)[0].values():
        if mesh.inside is None and mesh.cut is None:
            assert volume(mesh) > 0, mesh.name


# -------------------------------------------------------------------------------------- clothes
@pytest.mark.parametrize("name", CAST)
def test_the_pelvis_and_the_chest_are_never_bare(name: str) -> None:
    body = standing(name)[0]["body"]
    rest = dress(CAST[name]).rest
    hips, chest = rest.heads["upperleg01.L"], rest.heads["spine02"]
    assert body.cut is not None
    trunk = (np.abs(body.rest[:, 1]) < 0.13) & (body.rest[:, 2] < chest[2])
    pelvis = trunk & (body.rest[:, 2] > hips[2] - 0.06)
    assert (body.cut[pelvis] < 0).all()


@pytest.mark.parametrize("name", CAST)
def test_sleeves_stay_where_they_end(name: str) -> None:
    dressed = dress(CAST[name])
    shirt = standing(name)[0]["shirt"]
    assert shirt.cut is not None
    hem = shirt.points[np.abs(shirt.cut) < 0.01]
    bones = place_body(STANDING, dressed.rest).skeleton
    if dressed.person.dress.top is Top.T_SHIRT:
        elbow, shoulder = bones.points["left-elbow"], bones.points["left-shoulder"]
        end = shoulder + 0.58 * (elbow - shoulder)
    else:
        end = bones.points["left-wrist"]
    assert np.linalg.norm(hem - end, axis=1).min() < 0.07


@pytest.mark.parametrize("title", POSES)
@pytest.mark.parametrize("name", ["Lena", "Tomas", "Lucia"])
def test_a_shirt_stays_over_trousers(name: str, title: str) -> None:
    meshes, _ = posed(CAST[name], POSES[title])
    shirt, trousers = meshes["shirt"], meshes["trousers"]
    assert shirt.cut is not None
    assert trousers.cut is not None
    worn = trousers.cut >= 0
    normals = point_normals(trousers.points, trousers.triangles)[worn]
    distance, near = cKDTree(trousers.points[worn]).query(shirt.points[shirt.cut >= 0])
    height = ((shirt.points[shirt.cut >= 0] - trousers.points[worn][near]) * normals[near]).sum(1)
    assert (height[distance < 0.02] > -0.001).mean() > 0.98


@pytest.mark.parametrize("position", [Position.SUPINE, Position.QUADRUPED])
def test_a_hem_lies_on_the_body_however_it_lies(position: Position) -> None:
    name = somebody(top=Top.T_SHIRT)
    meshes, _ = posed(CAST[name], pose(position, hip=40))
    shirt, trousers = meshes["shirt"], meshes["trousers"]
    assert shirt.cut is not None
    hem = (np.abs(shirt.cut) < 0.004) & (shirt.rest[:, 2] < trousers.rest[:, 2].max())
    assert hem.any()
    assert np.percentile(cKDTree(trousers.points).query(shirt.points[hem])[0], 95) < 0.018


@pytest.mark.parametrize("name", [n for n in CAST if not CAST[n].dress.cardigan])
def test_no_waistband_shows_as_a_step_in_the_shirt_over_it(name: str) -> None:
    person, dress_of = CAST[name], CAST[name].dress
    thin = replace(person, dress=replace(dress_of, bottoms=Bottoms.LEGGINGS))
    thick = replace(person, dress=replace(dress_of, bottoms=Bottoms.TROUSERS))
    over_thin, over_thick = (posed(each, STANDING)[0]["shirt"] for each in (thin, thick))
    trousers = posed(thick, STANDING)[0]["trousers"]
    assert trousers.cut is not None
    waistband = trousers.rest[trousers.cut >= 0, 2].max()
    above = over_thick.rest[:, 2] - waistband
    beside = (above > 0.04) & (above < 0.08) & (np.abs(over_thick.rest[:, 1]) < 0.24)
    lifted = np.linalg.norm(over_thick.points - over_thin.points, axis=1)[beside]
    assert lifted.max() < 0.0016


@pytest.mark.parametrize("name", [n for n in CAST if CAST[n].hair is not HairStyle.HEADSCARF])
def test_a_collar_lies_at_the_neck_and_high_on_the_nape(name: str) -> None:
    meshes, _ = standing(name)
    shirt, skin = meshes["shirt"], meshes["body"]
    nape = dress(CAST[name]).rest.heads["neck01"]
    assert shirt.cut is not None
    middle = (np.abs(shirt.cut) < 0.008) & (np.abs(shirt.rest[:, 1]) < 0.03)
    middle &= (shirt.rest[:, 2] > nape[2] - 0.15) & (shirt.rest[:, 0] < nape[0])
    assert shirt.rest[middle, 2].min() > nape[2] - 0.035
    assert cKDTree(skin.points).query(shirt.points[middle])[0].max() < 0.02


def test_cloth_hangs_from_a_belly_that_faces_down() -> None:
    name = somebody(top=Top.T_SHIRT)
    up, down = (
        posed(CAST[name], pose(position))[0]["shirt"]
        for position in (Position.SUPINE, Position.QUADRUPED)
    )
    dressed = dress(CAST[name])

    def belly(position: Position, mesh: Mesh) -> float:
        """Return how far the middle of the shirt's front is off the skin."""
        body = posed(CAST[name], pose(position))[0]["body"]
        spine = dressed.rest.heads["spine04"]
        at = spine + np.array([0.12, 0, 0.02])
        front = cKDTree(mesh.rest).query(at)[1]
        skin = cKDTree(body.rest).query(at)[1]
        return float(np.linalg.norm(mesh.points[front] - body.points[skin]))

    assert belly(Position.QUADRUPED, down) > belly(Position.SUPINE, up) + 0.005


# ---------------------------------------------------------------------------------- shoes, feet
def test_shoes_bend_at_the_ball_of_the_foot() -> None:
    name = somebody(footwear=Footwear.SHOES)
    raised = posed(CAST[name], pose(ankle=-35, toes=35))[0]
    for side in ("left", "right"):
        sole = raised[f"{side}-sole"]
        rest_x = sole.rest[:, 0]
        toe = sole.rest[:, 0] > rest_x.max() - 0.03
        heel = sole.rest[:, 0] < rest_x.min() + 0.03
        flat = np.ptp(sole.points[toe, 2]) - np.ptp(sole.rest[toe, 2])
        assert abs(flat) < 0.012, "the toes stay level"
        assert sole.points[heel, 2].min() > sole.points[toe, 2].min() + 0.06, "the heel is up"


def test_socks_end_in_shoes_and_skin_does_not_show_through() -> None:
    name = somebody(footwear=Footwear.SHOES)
    meshes = standing(name)[0]
    body, sole = meshes["body"], meshes["left-sole"]
    assert body.cut is not None
    low = body.rest[:, 2] < 0.05
    assert (body.cut[low] < 0).all()
    assert sole.points[:, 2].min() < body.points[:, 2].min() - 0.01


def test_the_barefoot_show_their_toes() -> None:
    body = standing(somebody(footwear=Footwear.BARE))[0]["body"]
    assert body.cut is not None
    assert (body.cut[body.rest[:, 2] < 0.05] > 0).all()


# ----------------------------------------------------------------------------------------- head
@pytest.mark.parametrize("name", CAST)
def test_faces_have_their_features_in_order(name: str) -> None:
    lines = standing(name)[1]
    height = {
        kind: float(np.mean([line.points[:, 2].mean() for line in lines if line.kind is kind]))
        for kind in (LineKind.BROW, LineKind.LID, LineKind.NOSE, LineKind.MOUTH)
    }
    assert list(height.values()) == sorted(height.values(), reverse=True)
    skin = cKDTree(standing(name)[0]["body"].points)
    for line in lines:
        if line.kind in height:
            assert skin.query(line.points)[0].max() < 0.006, line.kind
    lids = [line for line in lines if line.kind is LineKind.LID]
    assert len(lids) == 2
    assert lids[0].points[:, 1].mean() == pytest.approx(-lids[1].points[:, 1].mean(), abs=0.004)


@pytest.mark.parametrize("name", CAST)
def test_the_corners_of_a_mouth_are_up(name: str) -> None:
    (mouth,) = (line for line in standing(name)[1] if line.kind is LineKind.MOUTH)
    ends = mouth.points[[0, -1], 2].mean()
    assert ends > mouth.points[8:-8, 2].mean()


@pytest.mark.parametrize("name", [name for name in CAST if name != "Amina"])
def test_a_jaw_runs_from_ear_to_ear_between_the_face_and_the_throat(name: str) -> None:
    body = standing(name)[0]["body"]
    assert body.jaw is not None
    x, y, z = body.points.T
    mouth = next(line for line in standing(name)[1] if line.kind is LineKind.MOUTH).points.mean(0)
    is_face = (z > mouth[2] - 0.02) & (z < mouth[2] + 0.2) & (x > mouth[0] - 0.03)
    assert (body.jaw.over[is_face] > 0).all()
    is_throat = (
        (np.abs(y) < 0.01) & (x > mouth[0] - 0.15) & (z < mouth[2] - 0.06) & (z > mouth[2] - 0.1)
    )
    assert (body.jaw.shade[is_throat] > 0).all()
    is_nape = x < mouth[0] - 0.15
    assert (body.jaw.shade[is_nape] < 0).all()


def test_a_headscarf_hides_the_jaw() -> None:
    assert standing("Amina")[0]["body"].jaw is None


def test_old_cheeks_have_folds_and_young_ones_none() -> None:
    def wrinkles(name: str) -> int:
        return sum(line.kind is LineKind.WRINKLE for line in standing(name)[1])

    assert wrinkles("Ruth") == wrinkles("Lena") + 2


@pytest.mark.parametrize("azimuth", [90, 40, 0])
def test_an_eye_a_nose_and_a_mouth_are_seen_from_the_front_and_in_profile(azimuth: float) -> None:
    meshes, lines = standing("Kwame")
    head = meshes["body"].points[:, 2].max() - 0.1
    camera = Camera(azimuth, 5, np.array([0, 0, head]))
    view = look(list(meshes.values()), camera, Window(-0.3, head - 0.3, 0.3, head + 0.3))
    seen = {line.kind for line in lines if view.is_visible(line.points, 0.006).mean() > 0.4}
    face = {LineKind.PUPIL, LineKind.LID, LineKind.BROW, LineKind.NOSE, LineKind.MOUTH}
    assert seen >= (face if azimuth else {LineKind.PUPIL, LineKind.EAR})


@pytest.mark.parametrize("name", CAST)
def test_features_stay_on_a_face_that_turns(name: str) -> None:
    neck = Neck(turn=Degrees(50), bend=Degrees(10), flexion=Degrees(20))
    meshes, lines = posed(CAST[name], Pose(left=STANDING.left, right=STANDING.right, neck=neck))
    skin = cKDTree(meshes["body"].points)
    for line in lines:
        if line.kind in {LineKind.LID, LineKind.BROW, LineKind.NOSE, LineKind.MOUTH, LineKind.EAR}:
            assert skin.query(line.points)[0].max() < 0.006, line.kind


def pupils(look_at: Point | None = None, turn: float = 0) -> Array:
    """Return the middles of the pupils of somebody who stands, the right one first."""
    neck = Neck(turn=Degrees(turn))
    wanted = Pose(left=STANDING.left, right=STANDING.right, neck=neck, look_at=look_at)
    lines = posed(CAST["Lena"], wanted)[1]
    middles = [line.points.mean(0) for line in lines if line.kind is LineKind.PUPIL]
    result: Array = np.array(sorted(middles, key=lambda middle: float(middle[1])))
    return result


@pytest.mark.parametrize("turn", [-20, 20])
def test_eyes_stay_on_what_they_look_at_while_the_head_turns(turn: float) -> None:
    ahead = Point(None, None, Vector(300, 0, 155))
    moves = pupils(ahead, turn) - pupils(turn=turn)
    assert (-np.sign(turn) * moves[:, 1] > 0.003).all()
    assert np.linalg.norm(moves, axis=1).max() < 0.012


def test_eyes_do_not_turn_out_of_their_lids() -> None:
    behind = Point(None, None, Vector(-300, 40, 155))
    assert np.linalg.norm(pupils(behind) - pupils(), axis=1).max() < 0.012


@pytest.mark.parametrize("name", CAST)
def test_eyes_are_drawn_larger_than_in_life(name: str) -> None:
    rest = dress(CAST[name]).rest
    part = rest.human.parts["eyes"].points
    in_life = np.ptp(rest.points[part], axis=0)[2]
    assert np.ptp(standing(name)[0]["eyes"].rest, axis=0)[2] > 1.1 * in_life


@pytest.mark.parametrize("name", [n for n in CAST if CAST[n].hair is not HairStyle.BALD])
def test_hair_turns_with_the_head(name: str) -> None:
    person = CAST[name]
    hair = standing(name)[0]["hair"]
    turned = Pose(
        left=STANDING.left, right=STANDING.right, neck=Neck(turn=Degrees(60), bend=Degrees(10))
    )
    after = posed(person, turned)[0]["hair"]
    top = hair.rest[:, 2] > hair.rest[:, 2].max() - 0.1

    def spread(points: Array) -> Array:
        distance: Array = np.linalg.norm(points[top] - points[top].mean(0), axis=1)
        return distance

    assert np.abs(spread(after.points) - spread(hair.points)).max() < 0.004
    assert np.linalg.norm(after.points - hair.points, axis=1).max() > 0.04


def test_loose_hair_falls_toward_the_floor_when_somebody_lies() -> None:
    person = next(person for person in CAST.values() if person.hair is HairStyle.BOB)
    dressed = dress(person)
    bones = place_body(pose(Position.SUPINE), dressed.rest).bones
    hair = next(mesh for mesh in dressed.posed(bones)[0] if mesh.name == "hair")
    head = dressed.rest.human.bones.index("head")
    stiff = hair.rest @ bones.rotations[head].T + bones.translations[head]
    level = hair.rest[:, 2] - hair.rest[:, 2].min()
    fallen = (stiff - hair.points)[:, 2]
    assert fallen[level < 0.02].min() > 0.02
    assert np.abs(fallen[level > 0.15]).max() < 0.001


def test_a_headscarf_shows_no_hair_and_leaves_the_face_free() -> None:
    name = next(name for name, person in CAST.items() if person.hair is HairStyle.HEADSCARF)
    meshes, lines = standing(name)
    assert meshes["hair"].role is Role.SCARF
    assert all(mesh.role is not Role.HAIR for mesh in meshes.values())
    scarf = cKDTree(meshes["hair"].points)
    for line in lines:
        if line.kind in {LineKind.LID, LineKind.MOUTH}:
            assert scarf.query(line.points)[0].min() > 0.008, line.kind


def test_glasses_sit_before_the_eyes() -> None:
    _, lines = standing(somebody(glasses=True))
    rims = [line for line in lines if line.kind is LineKind.RIM]
    lids = np.vstack([line.points for line in lines if line.kind is LineKind.LID])
    assert len(rims) == 5, "two lenses, two temples, a bridge"
    lenses = np.vstack([line.points for line in rims if len(line.points) > 30])
    assert lenses[:, 0].min() > lids[:, 0].max() - 0.012


# ------------------------------------------------------------------- stitches, folds and creases
@pytest.mark.parametrize("title", POSES)
def test_clothes_are_stitched_beside_their_hems_in_every_pose(title: str) -> None:
    meshes, lines = posed(CAST[somebody(top=Top.T_SHIRT)], POSES[title])
    stitches = [line.points for line in lines if line.kind is LineKind.STITCH]
    cloth = cKDTree(np.vstack([meshes[name].points for name in ("shirt", "trousers")]))
    assert cloth.query(np.vstack(stitches))[0].max() < 0.02
    shirt = meshes["shirt"]
    assert shirt.cut is not None
    hem = shirt.points[np.abs(shirt.cut) < 0.004]
    away = cKDTree(np.vstack(stitches)).query(hem)[0]
    assert 0.01 < np.median(away) < 0.04


def test_a_seam_around_the_shoulder_joins_a_sleeve_to_a_shirt() -> None:
    _, lines = standing(somebody(top=Top.T_SHIRT))
    shoulder = dress(CAST[somebody(top=Top.T_SHIRT)]).rest.heads["upperarm01.L"]
    around = [
        line.points
        for line in lines
        if line.kind is LineKind.STITCH
        and np.ptp(line.points[:, 2]) < 0.3
        and np.linalg.norm(line.points.mean(0)[1:] - shoulder[1:]) < 0.08
    ]
    assert around
    assert np.ptp(np.vstack(around)[:, 0]) > 0.05


def test_folds_grow_as_the_knee_bends() -> None:
    person = CAST[somebody(bottoms=Bottoms.TROUSERS)]
    straight, bent, full = (
        lengths(posed(person, pose(knee=angle))[1], LineKind.FOLD) for angle in (0, 50, 90)
    )
    assert straight < bent < full


def test_lines_lie_on_what_is_worn() -> None:
    name = somebody(top=Top.LONG_SLEEVES)
    meshes, lines = posed(CAST[name], pose(elbow=90, knee=80, hip=80))
    cloth = cKDTree(np.vstack([meshes[n].points for n in meshes if n != "body"]))
    folds = [line for line in lines if line.kind is LineKind.FOLD]
    assert folds
    for fold in folds:
        assert cloth.query(fold.points)[0].max() < 0.015


@pytest.mark.parametrize(("footwear", "count"), [(Footwear.BARE, 2 * (5 + 4)), (Footwear.SHOES, 0)])
def test_bare_feet_have_nails_and_lines_between_the_toes(footwear: Footwear, count: int) -> None:
    _, lines = standing(somebody(footwear=footwear))
    creases = [line.points for line in lines if line.kind is LineKind.CREASE]
    assert sum(points[:, 2].max() < 0.06 for points in creases) == count


# ------------------------------------------------------------------------------------- surfaces
def cube() -> tuple[Array, Integers]:
    """Return the corners and the faces of a cube around the origin."""
    points = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    faces = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    return points, np.array(faces, np.int32)


def test_a_subdivided_cube_is_rounder_and_faces_outward() -> None:
    points, faces = cube()
    fine = Subdivision.of(faces, len(points))
    rounder = fine.matrix @ points
    assert len(rounder) == 8 + 12 + 6
    assert np.linalg.norm(rounder, axis=1).max() < np.sqrt(3) - 0.3
    assert ((point_normals(rounder, fine.triangles) * rounder).sum(1) > 0.5).all()


def test_an_attached_point_rides_on_its_triangle() -> None:
    points, faces = cube()
    attached = Surface(points, triangulated(faces)).attach(np.array([[0.3, 0.2, 4.0]]))
    assert attached.on(points) == pytest.approx(np.array([[0.3, 0.2, 1.0]]))
    moved = points + np.array([1, 2, 3])
    assert attached.on(moved) == pytest.approx(np.array([[1.3, 2.2, 4.0]]))
