"""The features of a face: lines found once on a head at rest, that move with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d, median_filter
from scipy.spatial import cKDTree

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Mask
from handout.figures.mesh import Line, LineKind, Mesh, Patch
from handout.figures.palette import Role
from handout.figures.rest import bone_name
from handout.figures.rig import PosedBones
from handout.figures.surface import Subdivision, point_normals
from handout.figures.view import Camera, View, Window, look
from handout.figures.wearer import Wearer

_PIXEL_M: Final = 0.0003
_FRONT_DEG: Final = 90.0
_IRIS_DEG: Final = 29.0
"""Half the angle of the iris at the middle of the eye, larger than in life: an illustrator's eye
is read at a few pixels."""


class Eyes:
    """The eyeballs, with an iris on each."""

    def __init__(self, wearer: Wearer) -> None:
        part = wearer.human.parts["eyes"]
        points = wearer.points[part.points]
        self.points = part.points
        self._subdivision = Subdivision.of(part.faces, len(points))
        self.rest: Array = self._subdivision.matrix @ points
        angles = np.zeros(len(points))
        for side in Side:
            away = points - wearer.heads[bone_name("eye", side)]
            cosine = away[:, 0] / np.linalg.norm(away, axis=1)
            mine = points[:, 1] * side.sign > 0
            angles = np.where(mine, np.degrees(np.arccos(np.clip(cosine, -1, 1))), angles)
        self.iris: Array = self._subdivision.matrix @ (_IRIS_DEG - angles)

    def on(self, body: Array) -> Mesh:
        """Return the eyes of a posed body."""
        return Mesh(
            name="eyes", role=Role.EYE_WHITE, points=self._subdivision.matrix @ body[self.points],
            triangles=self._subdivision.triangles, rest=self.rest,
            patches=(Patch(Role.IRIS, self.iris),),
        )  # fmt: skip


class Face:
    """The features of one face: lids, pupils, brows, nose, mouth and ears."""

    def __init__(self, wearer: Wearer, eyes: Eyes, age: float) -> None:
        front = _Front(wearer, eyes)
        bones = wearer.human.bones
        head = bones.index("head")
        lines = [front.nose(), front.mouth(), front.under_lip()]
        if age > _OLD:
            lines += (front.cheek_fold(side) for side in Side)
        self._lines = [(head, line) for line in lines]
        for side in Side:
            eye = bones.index(bone_name("eye", side))
            for line in (*front.eye(side), _ear(wearer, side)):
                self._lines.append((eye if line.kind is LineKind.PUPIL else head, line))

    def on(self, bones: PosedBones) -> Iterator[Line]:
        """Yield the features on a posed head."""
        for bone, line in self._lines:
            yield line.moved(bones.rotations[bone], bones.translations[bone])


class _Front:
    """A face from the front: x of the picture is to the person's left, y is up."""

    def __init__(self, wearer: Wearer, eyes: Eyes) -> None:
        self._wearer = wearer
        skin = Mesh(
            name="body", role=Role.SKIN, points=wearer.fine_skin,
            triangles=wearer.subdivision.triangles, rest=wearer.fine_skin,
        )  # fmt: skip
        balls = Mesh(
            name="eyes", role=Role.EYE_WHITE, points=eyes.rest,
            triangles=eyes.on(wearer.points).triangles, rest=eyes.rest,
        )  # fmt: skip
        level = float(wearer.eyes[2])
        window = Window(-0.09, level - 0.13, 0.09, level + 0.09, 1 / _PIXEL_M, 1.0)
        self._view: View = look(
            [skin, balls], Camera(_FRONT_DEG, 0, np.array([0, 0, level])), window
        )
        lips = wearer.subdivision.matrix @ wearer.human.region("lips").astype(float)
        normals = point_normals(wearer.fine_skin, wearer.subdivision.triangles)
        none = np.zeros(len(eyes.rest))
        self._upward = self._view.interpolated([normals[:, 2], none])[..., 0]
        self._is_lip: Mask = self._view.interpolated([lips, none])[..., 0] > 0.5
        self._is_eye: Mask = self._view.mesh == 1

    def _place(self, rows: npt.ArrayLike, columns: npt.ArrayLike) -> Array:
        """Return pixels as points (y, z)."""
        window = self._view.window
        x = window.left + (np.asarray(columns) + 0.5) * _PIXEL_M
        z = window.top - (np.asarray(rows) + 0.5) * _PIXEL_M
        return np.stack(np.broadcast_arrays(x, z), -1)

    def _on_face(self, points: Array) -> Array:
        """Return the points of the face that are seen at points (y, z), but not those inside it."""
        columns, rows = np.floor(self._view.window.to_pixels(points)).astype(int).T
        seen = self._view.world_at(rows, columns)
        around = median_filter(seen[:, 0], 5)
        seen[:, 0] = np.where(seen[:, 0] < around - _INSIDE_M, around, seen[:, 0])
        return seen

    def _shape(self, kind: LineKind, line: Array, thin: float, thick: float) -> Line:
        """Return a shape above a line, thick in its middle."""
        share = np.linspace(0, 1, len(line))
        width = thin + (thick - thin) * np.sin(np.pi * np.clip(share * 0.9 + 0.05, 0, 1)) ** 0.8
        above = np.stack([np.zeros(len(line)), width * np.where(share > 0.9, 0.6, 1)], 1)
        return Line(kind=kind, points=self._on_face(line), edge=self._on_face(line + above))

    def eye(self, side: Side) -> Iterator[Line]:
        """Yield the upper lid with its lashes, the pupil and the brow."""
        sign = side.sign
        centre = self._wearer.heads[bone_name("eye", side)]
        mask = self._is_eye.copy()
        columns = np.arange(mask.shape[1])
        mask[:, np.abs(self._place(columns * 0, columns)[:, 0] - centre[1]) > 0.024] = False
        columns = np.nonzero(mask.any(0))[0][::sign]
        upper = gaussian_filter1d(mask[:, columns].argmax(0) - 1.0, 3)
        top = self._place(upper, columns)
        keep = np.linspace(0, len(columns) - 1, 15).astype(int)
        # The lash line runs on outward a little.
        tail = top[-1] + np.array([sign * 0.0030, -0.0004])
        yield self._shape(LineKind.LID, np.vstack([top[keep], tail]), 0.0010, 0.0024)
        yield self._pupil(mask, centre[1])
        share = np.linspace(0, 1, 13)
        inner, outer = top[0, 0] - sign * 0.0025, top[-1, 0] + sign * 0.0070
        arch = 0.0044 * np.sin(np.pi * np.clip(share * 0.8 + 0.06, 0, 1)) - 0.0042 * share**3
        brow = np.stack([inner + (outer - inner) * share, top[:, 1].max() + 0.0125 + arch], 1)
        yield self._shape(LineKind.BROW, brow, 0.0022, 0.0058)
        # The fold of the upper lid.
        fold = top[keep[2:-1]] + np.array([0.0, _LID_FOLD_M])
        yield Line(kind=LineKind.WRINKLE, points=self._on_face(fold))

    def _pupil(self, eye: Mask, middle: float) -> Line:
        """Return the pupil from lid to lid, upright, so that a profile shows it too."""
        column = int(self._view.window.to_pixels(np.array([middle, 0.0]))[0])
        open_rows = np.flatnonzero(eye[:, column])
        angle = np.linspace(0, np.pi, 11)
        ends = self._place(open_rows[[0, -1]], column)[:, 1]
        heights = ends.mean() - np.ptp(ends) / 2 * np.cos(angle)
        halves = [
            self._on_face(np.stack([middle + sign * _PUPIL_M * np.sin(angle), heights], 1))
            for sign in (-1, 1)
        ]
        return Line(kind=LineKind.PUPIL, points=halves[0], edge=halves[1])

    @cached_property
    def _lips(self) -> tuple[float, float, int]:
        """The height of the line between the lips, half their width, and their middle column."""
        rows, columns = np.nonzero(self._is_lip)
        near = np.abs(self._place(rows, columns)[:, 0]) < _MIDDLE_M
        column = int(np.median(columns))
        along = np.arange(rows[near].min(), rows[near].max())
        # Between the lips the surface turns from downward to upward.
        turn = self._upward[along + 3, column] - self._upward[along - 3, column]
        parting = float(self._place(along[turn.argmax()], column)[1])
        return parting, np.ptp(columns) * _PIXEL_M / 2, column

    @cached_property
    def _nose_base(self) -> float:
        """The height of the underside of the nose."""
        parting, _, middle = self._lips
        first, last = (
            int(self._view.window.to_pixels(np.array([0, height]))[1])
            for height in (self._wearer.eyes[2] - 0.015, parting + 0.006)
        )
        search = np.arange(first, last)
        under = search[self._upward[search, middle] < _UNDERSIDE]
        return float(self._place(under[0] + 1.5, middle)[1])

    def mouth(self) -> Line:
        """Return the line between the lips, its corners a little up."""
        parting, half, _ = self._lips
        across = np.linspace(-1, 1, 19)
        # On the lower lip, just under the parting, where no inside of the mouth is seen.
        heights = parting - 0.0012 + 0.0034 * across**2
        line = np.stack([across * (half - 0.0015), heights], 1)
        return Line(kind=LineKind.MOUTH, points=self._on_face(line))

    def under_lip(self) -> Line:
        """Return the line in the hollow under the lower lip."""
        parting, half, _ = self._lips
        across = np.linspace(-1, 1, 9)
        line = np.stack([across * half * 0.42, parting - 0.0165 + 0.0012 * across**2], 1)
        return Line(kind=LineKind.WRINKLE, points=self._on_face(line))

    def cheek_fold(self, side: Side) -> Line:
        """Return the fold of an old face from beside the nose to beside the mouth."""
        parting, half, _ = self._lips
        share = np.linspace(0, 1, 13)
        start = np.array([_NOSE_M + 0.005, self._nose_base + 0.005])
        end = np.array([half + 0.008, parting - 0.006])
        line = start + (end - start) * share[:, None]
        line[:, 0] += 0.004 * np.sin(np.pi * share)
        return Line(kind=LineKind.WRINKLE, points=self._on_face(line * [side.sign, 1]))

    def nose(self) -> Line:
        """Return the line under the tip of the nose and round its wings."""
        across = np.linspace(-1, 1, 15)
        heights = self._nose_base + 0.0055 * np.abs(across) ** 3
        line = np.stack([across * _NOSE_M, heights], 1)
        return Line(kind=LineKind.NOSE, points=self._on_face(line))


def _ear(wearer: Wearer, side: Side) -> Line:
    """Return the line along the inside of an ear's rim, open toward the face."""
    ears = wearer.skin[wearer.human.region("ears")]
    ear = ears[ears[:, 1] * side.sign > 0]
    low, high = ear.min(0), ear.max(0)
    middle, half = (low + high) / 2, (high - low) / 2
    angle = np.radians(np.linspace(75, 270, 15))
    line = middle[[0, 2]] + half[[0, 2]] * np.stack([np.cos(angle) * 0.48, np.sin(angle) * 0.58], 1)
    near = cKDTree(ear[:, [0, 2]]).query(line, k=6)[1]
    out = gaussian_filter1d(np.abs(ear[near, 1]).max(1), 1.5) + _OUT_OF_EAR_M
    return Line(
        kind=LineKind.EAR, points=np.column_stack([line[:, 0], side.sign * out, line[:, 1]])
    )


_OLD: Final = 0.7
"""The age from which a face has folds."""

_UNDERSIDE: Final = -0.45
"""The upward part of the normal from which a surface is the underside of a nose."""

_NOSE_M: Final = 0.0150
_PUPIL_M: Final = 0.0042
"""Half the width of the line under a nose and of a pupil."""

_LID_FOLD_M: Final = 0.0052
_MIDDLE_M: Final = 0.0025
_INSIDE_M: Final = 0.004
_OUT_OF_EAR_M: Final = 0.001
