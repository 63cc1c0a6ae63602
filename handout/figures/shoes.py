"""Shoes: an upper around the foot, a sole that bends at the ball of the foot, and laces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import ndimage, sparse
from scipy.spatial import ConvexHull, cKDTree
from skimage import measure

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Integers
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.palette import Role
from handout.figures.rest import SHOE_SOLE_M, bone_name
from handout.figures.rig import PosedBones
from handout.figures.surface import faired
from handout.figures.wearer import Wearer, ramp

_CELL_M: Final = 0.0025
_ROOM_M: Final = 0.022
"""How much larger than the foot the grid is."""

_PADDING_M: Final = 0.0045
"""How thick the upper is."""

_TOE_SPRING_M: Final = 0.010
"""How much the tip of the sole is off the floor."""

_BALL_M: Final = 0.030
_BEND_M: Final = 0.020
"""How far behind the joints of the toes a shoe bends, and over which length to either side."""


class Shoe:
    """A sports shoe made for one foot."""

    def __init__(self, wearer: Wearer, side: Side) -> None:
        self._wearer, self._side = wearer, side
        self._axes = wearer.rest.axes[f"{side}-foot"]
        self._ankle = wearer.heads[bone_name("foot", side)]
        foot = _with_toe_box(self._foot())
        self._ground = float(foot[:, 2].min())
        self._heel, self._toe = float(foot[:, 0].min()), float(foot[:, 0].max())
        hinge = wearer.heads[bone_name("toe2-1", side)]
        self._ball = float(self._to_foot(hinge)[0]) - _BALL_M
        grid = _Grid(foot)
        upper, self._upper_triangles = self._upper(grid)
        sole, self._sole_triangles = self._sole(grid)
        self._upper_points, self._sole_points = self._from_foot(upper), self._from_foot(sole)
        self._laces = [self._from_foot(lace) for lace in _laces(upper, self._ball, self._ground)]
        self._upper_weights = self._weights(upper)
        self._sole_weights = self._weights(sole)
        self._lace_weights = [self._weights(self._to_foot(lace)) for lace in self._laces]

    def on(self, bones: PosedBones) -> Iterator[Mesh]:
        """Yield the upper and the sole on a posed foot."""
        for name, role, points, triangles, weights in (
            ("shoe", Role.SHOE, self._upper_points, self._upper_triangles, self._upper_weights),
            ("sole", Role.SOLE, self._sole_points, self._sole_triangles, self._sole_weights),
        ):
            yield Mesh(
                name=f"{self._side}-{name}", role=role, points=bones.skin(points, weights),
                triangles=triangles, rest=points,
            )  # fmt: skip

    def laces_on(self, bones: PosedBones) -> Iterator[Line]:
        """Yield the laces on a posed foot."""
        for lace, weights in zip(self._laces, self._lace_weights, strict=True):
            yield Line(kind=LineKind.LACE, points=bones.skin(lace, weights))

    def _to_foot(self, points: Array) -> Array:
        """Return points at rest in the axes of the foot, from the ankle."""
        local: Array = (points - self._ankle) @ self._axes
        return local

    def _from_foot(self, points: Array) -> Array:
        result: Array = self._ankle + points @ self._axes.T
        return result

    def _foot(self) -> Array:
        """Return the points of the skin that are in the shoe, in the axes of the foot."""
        bones = tuple(bone_name(name, self._side) for name in _FOOT_BONES)
        skin = self._wearer.human.parts["body"].points
        is_foot = self._wearer.moved_by(*bones)[skin] > 0.5
        mine = self._wearer.skin[:, 1] * self._side.sign > 0
        is_low = self._wearer.skin[:, 2] < self._ankle[2] + 0.035
        return self._to_foot(self._wearer.skin[is_foot | (mine & is_low)])

    def covers(self, points: Array) -> Array:
        """Return how far below the collar points at rest are; negative outside of the shoe."""
        local = self._to_foot(points)
        below = self._collar(local[:, 0]) - (local[:, 2] - self._ground)
        mine = points[:, 1] * self._side.sign > 0
        return np.where(mine, below, -1.0)

    def _collar(self, x: Array) -> Array:
        """Return how high the upper is along the foot: higher behind the heel and at the tongue."""
        heel = ramp(-x, -self._heel - 0.045, -self._heel - 0.005)
        return 0.066 + 0.010 * heel + 0.018 * ramp(x, 0.015, 0.05)

    def _upper(self, grid: _Grid) -> tuple[Array, Integers]:
        """Return the upper: the foot's convex slices, cut off at a collar and at the sole."""
        height, collar = grid.z - self._ground, self._collar(grid.x)
        soft = ndimage.gaussian_filter(grid.filled.astype(float), 0.0055 / _CELL_M)
        below = 1 - ramp(height[None, :] - collar[:, None], -0.003, 0.003)
        soft = np.minimum(soft, below[:, None, :])
        soft[:, :, height < 0.002] = 0
        return grid.surface(soft, 0.45)

    def _sole(self, grid: _Grid) -> tuple[Array, Integers]:
        """Return the sole: the outline of the foot from above, drawn down to the floor."""
        tread = grid.filled[:, :, grid.z - self._ground < 0.042].any(2)
        soft = ndimage.gaussian_filter(tread.astype(float), 0.006 / _CELL_M)
        outline = max(measure.find_contours(soft, 0.22), key=len)[:-1]  # type: ignore[no-untyped-call]
        around = outline[np.linspace(0, len(outline), _AROUND, endpoint=False).astype(int)]
        around = ndimage.gaussian_filter1d(around, 1.5, axis=0, mode="wrap")
        plan = grid.origin[:2] + (around + 0.5) * _CELL_M
        if _area(plan) < 0:
            plan = plan[::-1]
        middle = plan.mean(0)
        spring = _TOE_SPRING_M * ramp(plan[:, 0], self._toe - 0.075, self._toe + 0.012) ** 1.5
        heel = 0.004 * ramp(-plan[:, 0], -self._heel - 0.03, -self._heel + 0.01)
        rings = []
        for share, level, follows in _SOLE_RINGS:
            outward = (plan - middle) * share
            z = self._ground + level + spring * follows + heel * (follows > 0.9)
            rings.append(np.column_stack([middle + outward, z]))
        points = np.vstack([*rings, rings[0].mean(0), rings[-1].mean(0)])
        return points, _lofted(len(_SOLE_RINGS), _AROUND)

    def _weights(self, points: Array) -> sparse.csr_array:
        """Return how much each bone moves points that are given in the axes of the foot."""
        toes = ramp(points[:, 0], self._ball - _BEND_M, self._ball + _BEND_M)
        shank = 0.4 * ramp(points[:, 2] - self._ground, 0.070, 0.105)
        shares = {
            "toe2-1": toes,
            "foot": (1 - toes) * (1 - shank),
            "lowerleg02": (1 - toes) * shank,
        }
        bones = self._wearer.human.bones
        weights = sparse.lil_array((len(points), len(bones)))
        for bone, share in shares.items():
            weights[:, [bones.index(bone_name(bone, self._side))]] = share[:, None]
        return weights.tocsr()


_FOOT_BONES: Final = ("foot", *(f"toe{toe}-{joint}" for toe in range(1, 6) for joint in (1, 2, 3)))

_AROUND: Final = 72
_SOLE_RINGS: Final = (
    (0.93, -SHOE_SOLE_M, 1.0),
    (0.985, -SHOE_SOLE_M + 0.001, 1.0),
    (1.0, -SHOE_SOLE_M + 0.006, 1.0),
    (1.0, 0.001, 0.75),
    (0.98, 0.005, 0.7),
    (0.9, 0.0055, 0.7),
)
"""Of each ring from the bottom to the top: its share of the outline, its height over the bare
foot's ground, and its share of the toe spring."""


def _with_toe_box(foot: Array) -> Array:
    """Return the points of a foot with the room that a shoe has over and before the toes."""
    ground, toe = foot[:, 2].min(), foot[:, 0].max()
    over = ramp(foot[:, 0], toe - 0.075, toe - 0.015) * ramp(foot[:, 2] - ground, 0.006, 0.014)
    front = foot[foot[:, 0] > toe - 0.03]
    roomy = foot + np.outer(over, [0, 0, 0.009])
    return np.vstack([roomy, front + np.array([0.006, 0, 0.004])])


class _Grid:
    """Cells around a foot, filled where its convex slices from heel to toe are."""

    def __init__(self, foot: Array) -> None:
        self.origin: Array = foot.min(0) - _ROOM_M
        size = np.ceil((foot.max(0) + _ROOM_M - self.origin) / _CELL_M).astype(int)
        self.x, y, self.z = (
            self.origin[axis] + (np.arange(size[axis]) + 0.5) * _CELL_M for axis in range(3)
        )
        across = np.stack(np.meshgrid(y, self.z, indexing="ij"), 2).reshape(-1, 2)
        self.filled = np.zeros(size, bool)
        for number, x in enumerate(self.x):
            near = foot[np.abs(foot[:, 0] - x) < 0.009][:, 1:]
            if len(near) > 5:
                sides = ConvexHull(near).equations
                inside = (across @ sides[:, :2].T + sides[:, 2] < _PADDING_M).all(1)
                self.filled[number] = inside.reshape(size[1:])

    def surface(self, values: Array, level: float) -> tuple[Array, Integers]:
        """Return the smooth surface at a level of values of the cells."""
        cells, triangles, *_ = measure.marching_cubes(  # type: ignore[no-untyped-call]
            values, level, gradient_direction="ascent"
        )
        points = self.origin + (cells + 0.5) * _CELL_M
        return faired(points, triangles, 8), triangles.astype(np.int32)


def _area(loop: Array) -> float:
    """Return the area of a polygon, positive if it is counter-clockwise."""
    following = np.roll(loop, -1, axis=0)
    return float((loop[:, 0] * following[:, 1] - loop[:, 1] * following[:, 0]).sum() / 2)


def _lofted(rings: int, around: int) -> Integers:
    """Return the triangles through rings of points, and through a point for either end."""
    here = np.arange(around)
    following = (here + 1) % around
    bottom, top = rings * around, rings * around + 1
    triangles = [np.stack([np.full(around, bottom), following, here], 1)]
    for ring in range(rings - 1):
        low, high = ring * around, (ring + 1) * around
        triangles += [
            np.stack([low + here, low + following, high + following], 1),
            np.stack([low + here, high + following, high + here], 1),
        ]
    last = (rings - 1) * around
    triangles.append(np.stack([last + here, last + following, np.full(around, top)], 1))
    return np.vstack(triangles).astype(np.int32)


def _laces(upper: Array, ball: float, ground: float) -> Iterator[Array]:
    """Yield lines across the tongue, in the axes of the foot."""
    top = upper[upper[:, 2] > ground + 0.025]
    tree = cKDTree(top[:, :2])
    for number in range(4):
        x = ball + 0.010 - 0.017 * number
        slice_ = top[np.abs(top[:, 0] - x) < 0.004]
        middle = slice_[slice_[:, 2].argmax(), 1]
        across = np.linspace(-1, 1, 9)
        place = np.stack([x - 0.003 * across**2, middle + 0.014 * across], 1)
        # The upper folds over at its sides: the highest of the points nearby is on the outside.
        near = tree.query(place, k=6)[1]
        yield np.column_stack([place, top[near, 2].max(1) + 0.0008])
