"""The features of a face: lines found once, in a front view at rest, that ride on the skin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.ndimage import gaussian_filter1d, median_filter

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Mask
from handout.figures.mesh import Line, LineKind, Mesh, Patch
from handout.figures.palette import Role
from handout.figures.rest import bone_name
from handout.figures.surface import Attached, Subdivision, point_normals
from handout.figures.view import Camera, View, Window, look
from handout.figures.wearer import Wearer

_PIXEL_M: Final = 0.0003
_FRONT_DEG: Final = 90.0
_IRIS_DEG: Final = 29.0
"""Half the angle of the iris at the middle of the eye, larger than in life: an illustrator's eye
is read at a few pixels."""


class Feature(Struct, frozen=True):
    """A line of the face on the skin, or a shape between two of them."""

    kind: LineKind
    line: Attached
    edge: Attached | None = None

    def on(self, skin: Array) -> Line:
        """Return the line on the skin's points as they are posed."""
        edge = None if self.edge is None else self.edge.on(skin)
        return Line(kind=self.kind, points=self.line.on(skin), edge=edge)


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


def features(wearer: Wearer, eyes: Eyes) -> Iterator[Feature]:
    """Yield the lines of lids, brows, nose and mouth."""
    front = _Front(wearer, eyes)
    for side in Side:
        yield from front.eye(side)
    yield from front.mouth()
    yield from front.nose()


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
        return np.stack([x, z], -1)

    def _attached(self, points: Array) -> Attached:
        """Attach points (y, z) to the skin behind them, as many as there are.

        Where there is no skin nearby, or the inside of the mouth is seen between parted lips, a
        point is left out and its neighbour counts twice.
        """
        view = self._view
        pixels = np.floor(view.window.to_pixels(points)).astype(int)
        places = []
        for number, (column, row) in enumerate(pixels):
            rows = row + _NEARBY
            skin = rows[view.mesh[rows, column] == 0]
            if len(skin):
                places.append((number, skin[0], column))
        numbers, rows, columns = np.array(places).T
        corners = view.meshes[0].triangles[view.triangle[rows, columns]]
        first = view.weights[rows, columns].astype(float)
        attached = Attached(corners, np.column_stack([first, 1 - first.sum(1)]))
        depth = attached.on(self._wearer.fine_skin)[:, 0]
        good = np.nonzero(depth > median_filter(depth, 5) - _INSIDE_M)[0]
        nearest = np.abs(numbers[good] - np.arange(len(points))[:, None]).argmin(1)
        return Attached(attached.corners[good][nearest], attached.weights[good][nearest])

    def _shape(self, kind: LineKind, line: Array, thin: float, thick: float) -> Feature:
        """Return a shape above a line, thick in its middle."""
        share = np.linspace(0, 1, len(line))
        width = thin + (thick - thin) * np.sin(np.pi * np.clip(share * 0.9 + 0.05, 0, 1)) ** 0.8
        above = np.stack([np.zeros(len(line)), width * np.where(share > 0.9, 0.6, 1)], 1)
        return Feature(kind, self._attached(line), self._attached(line + above))

    def eye(self, side: Side) -> Iterator[Feature]:
        """Yield the upper lid with its lashes, and the brow."""
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
        tail = top[-1] + np.array([sign * 0.0022, -0.0002])
        yield self._shape(LineKind.LID, np.vstack([top[keep], tail]), 0.0010, 0.0024)
        share = np.linspace(0, 1, 13)
        inner, outer = top[0, 0] - sign * 0.0025, top[-1, 0] + sign * 0.0070
        arch = 0.0044 * np.sin(np.pi * np.clip(share * 0.8 + 0.06, 0, 1)) - 0.0042 * share**3
        brow = np.stack([inner + (outer - inner) * share, top[:, 1].max() + 0.0125 + arch], 1)
        yield self._shape(LineKind.BROW, brow, 0.0016, 0.0046)

    def mouth(self) -> Iterator[Feature]:
        """Yield the line between the lips, its corners a little up, and the one under them."""
        rows, columns = np.nonzero(self._is_lip)
        parting = []
        for column in range(columns.min() + 2, columns.max() - 1):
            lip = rows[columns == column]
            if len(lip) < 4:
                continue
            # Between the lips the surface turns from downward to upward.
            along = np.arange(lip.min(), lip.max())
            turn = self._upward[along + 3, column] - self._upward[np.maximum(along - 3, 0), column]
            parting.append((along[turn.argmax()], column))
        line = self._place(*np.array(parting, float).T)
        middle = float(np.median(line[:, 1]))
        calm = median_filter(np.clip(line[:, 1], middle - 0.005, middle + 0.005), 15)
        line[:, 1] = gaussian_filter1d(calm, 9)
        line = line[np.linspace(0, len(line) - 1, 19).astype(int)]
        corner = np.array([0.0016, 0.0010])
        line = np.vstack([line[:1] + corner * [-1, 1], line, line[-1:] + corner])
        yield Feature(LineKind.MOUTH, self._attached(line))
        near = np.abs(self._place(rows, columns)[:, 0]) < 0.0025
        lowest = self._place(rows[near].max(), 0)[1]
        across = np.linspace(-1, 1, 11)
        under = np.stack([across * 0.0095, lowest - 0.0012 + 0.001 * across**2], 1)
        yield Feature(LineKind.CREASE, self._attached(under))

    def nose(self) -> Iterator[Feature]:
        """Yield the line under the tip of the nose and round its wings."""
        rows, _ = np.nonzero(self._is_lip)
        first = int(self._view.window.to_pixels(np.array([0, self._wearer.eyes[2] - 0.015]))[1])
        search = np.arange(first, int(np.median(rows)) - 20)
        base = []
        for y in np.linspace(-0.0175, 0.0175, 29):
            column = int(self._view.window.to_pixels(np.array([y, 0.0]))[0])
            under = search[self._upward[search, column] < _UNDERSIDE]
            if len(under):
                base.append((under[0] + 1.5, column))
        line = self._place(*np.array(base, float).T)
        # Beside the wings of the nose, the first surface that faces down is a lip.
        line = line[np.abs(line[:, 1] - np.median(line[:, 1])) < _NOSE_M]
        line[:, 1] = gaussian_filter1d(line[:, 1], 1.5)
        yield Feature(LineKind.NOSE, self._attached(line))


_UNDERSIDE: Final = -0.45
"""The upward part of the normal from which a surface is the underside of a nose."""

_NOSE_M: Final = 0.0045
"""How far the line under the nose goes up and down."""

_INSIDE_M: Final = 0.004

_NEARBY: Final = np.array([0, 1, -1, 2, -2, 3, -3, 5, -5, 8, -8])
"""How many rows away the skin is looked for, the nearest first."""
