"""Render a figure from its pose: trace the body, vectorise what is seen, and ink it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.ndimage import binary_dilation, gaussian_filter, zoom

from handout.figures import arrows
from handout.figures.body import LIMB_PARTS, PARTS, Part, Primitive
from handout.figures.contours import Chain, Edges, bezier, outlines, smooth, straight, weave
from handout.figures.displaylist import POINTS_PER_METRE, Panel, StoredFigure
from handout.figures.edges import Line, Lines, find_lines
from handout.figures.equipment import Piece, build_equipment
from handout.figures.palette import Role, Tone
from handout.figures.placing import Placed, place_body
from handout.figures.pose import Age, Crop, FigurePose, Heads, ItemKind, PanelPose
from handout.figures.regions import (
    ROLES,
    Mask,
    far_parts,
    find_regions,
    shaded,
    without_specks,
)
from handout.figures.skeleton import Array
from handout.figures.sketch import Sketch, Stroke
from handout.figures.store import pose_digest
from handout.figures.strokes import keeping_right, swollen, tapered
from handout.figures.trace import Camera, Window, field, trace

PIXEL_M: Final = 0.0022
"""How fine a figure is traced."""

# Widths in points at POINTS_PER_METRE.
_OUTLINE_PT: Final = (0.42, 1.0)
_OVERLAP_PT: Final = 0.66
_FINGER_PT: Final = 0.36
_TIP_PT: Final = 0.2
_HEM_PT: Final = 0.36
_THING_PT: Final = 0.5
_FACE_PT: Final = 0.5

_MARGIN_M: Final = 0.03

_FINGER_PX: Final = 34
"""The length of a line inside a hand from which it is drawn, in pixels."""

_SHADOW_M: Final = 0.035
"""How near the floor a body casts a shadow of contact."""


class _Stage(Struct, frozen=True):
    """One panel, placed and ready to be traced."""

    panel: PanelPose
    placed: Placed
    pieces: tuple[Piece, ...]
    ways: tuple[Array, ...]

    @property
    def traced(self) -> list[Primitive]:
        """The equipment that is traced with the body."""
        return [p for piece in self.pieces if not piece.flat for p in piece.primitives]


def render_figure(pose: FigurePose) -> StoredFigure:
    """Return the stored form of a figure."""
    camera = Camera(pose.camera.azimuth, pose.camera.elevation)
    stages = [_staged(panel, pose) for panel in pose.panels]
    panels = tuple(_Renderer(pose, camera, stages[0], stage).panel() for stage in stages)
    skin = pose.person.skin.value if pose.person.skin else "tan"
    return StoredFigure(pose_digest(pose.path), skin, panels)


def _staged(panel: PanelPose, pose: FigurePose) -> _Stage:
    placed = place_body(panel.pose, pose.person)
    return _Stage(panel, placed, build_equipment(panel.equipment, placed.skeleton), ())


class _Renderer:
    """Draws one panel."""

    def __init__(self, pose: FigurePose, camera: Camera, first: _Stage, stage: _Stage) -> None:
        self._camera, self._first, self._stage = camera, first, stage
        self._crop = pose.crop
        self._window = self._seen()
        self._maps = trace(stage.placed.body, stage.traced, camera, self._window)
        hair = Role.HAIR_GREY if pose.person.age is Age.OLDER else Role.HAIR
        self._hair = hair
        self._regions = find_regions(self._maps, stage.placed.skeleton, stage.pieces, hair)
        self._sketch = Sketch()

    def panel(self) -> Panel:
        """Return the panel, drawn from back to front."""
        lines = find_lines(self._maps, self._regions)
        self._draw_flats()
        self._draw_shadow()
        self._draw_ghost()
        self._draw_fills()
        self._draw_lines(lines)
        self._draw_face()
        self._draw_arrows()
        return self._sketch.panel(self._stage.panel.name)

    def _seen(self) -> Window:
        """Return the window that holds the body, its equipment and what it leaves behind."""
        primitives = [*self._stage.placed.body.primitives, *self._stage.traced]
        if self._stage.panel.ghost:
            primitives += self._first.placed.body.primitives
        axes = (self._camera.right, self._camera.up)
        low = [-max(p.extent(-a) for p in primitives) - _MARGIN_M for a in axes]
        high = [max(p.extent(a) for p in primitives) + _MARGIN_M for a in axes]
        return Window(*_cropped(self._crop, low, high), PIXEL_M)

    def _stroke(self, pixels: Array, *, curved: bool = True, closed: bool = True) -> Stroke:
        """Return a stroke on the page for points in pixels."""
        window = self._window
        points = np.stack(
            [window.left + pixels[:, 0] * window.pixel, window.top - pixels[:, 1] * window.pixel], 1
        )
        return Stroke(points * POINTS_PER_METRE, curved, closed)

    def _closed(self, mask: Mask, sigma: float = 3.0) -> list[Stroke]:
        return [self._stroke(bezier(p, closed=True)) for p in outlines(mask, sigma)]

    # ---- what lies behind

    def _draw_flats(self) -> None:
        for piece in self._stage.pieces:
            if piece.flat:
                for role, face in _faces(piece, self._camera):
                    flat = _clipped(self._camera.flat(face), self._window, piece.kind)
                    if len(flat) > 2:
                        stroke = Stroke(flat * POINTS_PER_METRE, curved=False)
                        self._sketch.fill(role, [stroke])
                        edge = Role.GHOST_INK if piece.kind is ItemKind.MAT else Role.WALL_SIDE
                        self._sketch.line(edge, [stroke], 0.35)

    def _draw_shadow(self) -> None:
        camera, coarse = self._camera, 6
        if abs(camera.forward[2]) < 0.05:
            return
        rays = self._maps.rays()[::coarse, ::coarse]
        floor = rays - camera.forward * (rays[..., 2] / camera.forward[2])[..., None]
        height = field(self._maps.scene, floor.reshape(-1, 3)).reshape(floor.shape[:2])
        near = zoom(gaussian_filter(height, 1.0), coarse, order=1, grid_mode=True, mode="nearest")
        rows, columns = self._maps.depth.shape
        mask = near[:rows, :columns] < _SHADOW_M
        mat = zoom(
            self._on_mat(floor).astype(float), coarse, order=1, grid_mode=True, mode="nearest"
        )
        on_mat = mat[:rows, :columns] > 0.5
        for role, part in ((Role.SHADOW, mask & ~on_mat), (Role.MAT_SHADOW, mask & on_mat)):
            self._sketch.fill(role, self._closed(without_specks(part, 500), 5.0))

    def _on_mat(self, points: Array) -> Mask:
        result = np.zeros(points.shape[:2], bool)
        for piece in self._stage.pieces:
            if piece.kind is ItemKind.MAT:
                n = piece.primitives[0].numbers
                local = np.abs((points - n[0:3]) @ n[3:12].reshape(3, 3).T)
                result |= (local[..., 0] < n[12]) & (local[..., 1] < n[13])
        return result

    def _draw_ghost(self) -> None:
        names = self._stage.panel.ghost
        if not names:
            return
        coarse = replace(self._window, pixel=PIXEL_M * 2)
        maps = trace(self._first.placed.body, (), self._camera, coarse)
        regions = find_regions(maps, self._first.placed.skeleton, (), self._hair)
        parts = [part for name in names for part in LIMB_PARTS[name]]
        mask = np.isin(regions.part, parts).repeat(2, 0).repeat(2, 1)
        strokes = self._closed(mask, 4.0)
        self._sketch.fill(Role.GHOST, strokes)
        self._sketch.line(Role.GHOST_INK, strokes, 0.5, (1.9, 1.5))

    # ---- the body and what it holds

    def _draw_fills(self) -> None:
        regions = self._regions
        far = np.isin(regions.part, far_parts(self._stage.placed.skeleton, self._camera))
        tone = far * int(Tone.FAR) + shaded(self._maps, regions) * int(Tone.SHADED)
        key = np.where(regions.role >= 0, regions.role * 4 + tone, -1)
        body, things = regions.body, regions.things
        boxes = np.isin(regions.part, [p.number for p in self._stage.pieces if p.boxy])
        self._fill_masks(key, things & ~boxes | (things & boxes), body, boxes)
        self._draw_outline(body)
        self._fill_masks(key, body, np.zeros_like(body), boxes)

    def _fill_masks(self, key: Array, among: Mask, above: Mask, boxes: Mask) -> None:
        """Fill each role and tone, a little under those that come later, so that no gap shows."""
        masks = [(int(value), (key == value) & among) for value in np.unique(key[among])]
        later = above.copy()
        under: list[tuple[int, Mask, Mask]] = []
        for value, mask in reversed(masks):
            under.append((value, mask, mask | (binary_dilation(mask, iterations=3) & later)))
            later |= mask
        for value, mask, wide in reversed(under):
            if boxes[mask].mean() > 0.5:
                strokes = [
                    self._stroke(straight(p, closed=True), curved=False)
                    for p in outlines(wide, 0.5)
                ]
            else:
                strokes = self._closed(wide)
            self._sketch.fill(ROLES[value // 4], strokes, Tone(value % 4))

    def _draw_outline(self, body: Mask) -> None:
        """Draw the outline of the body as one shape under its fills, heavier on its underside."""
        scale = 1 / (POINTS_PER_METRE * PIXEL_M)
        strokes = []
        for outline in outlines(body):
            if len(outline) < 24:
                continue
            light, heavy = (width * scale for width in _OUTLINE_PT)
            right = keeping_right(outline, body)
            wide = swollen(right, light, heavy, self._regions.things)
            strokes.append(self._stroke(bezier(wide, closed=True)))
        self._sketch.shape(Role.INK, strokes)

    def _draw_lines(self, lines: Lines) -> None:
        boxy = [piece.number for piece in self._stage.pieces if piece.boxy]
        hems = [self._hem(chain) for chain in _chains(lines, Line.HEM, 14)]
        self._sketch.line(Role.INK, hems, _HEM_PT)
        edges = [self._edge(chain, boxy) for chain in _chains(lines, Line.THING_EDGE, 10)]
        self._sketch.line(Role.INK, edges, _HEM_PT)
        edges = [self._edge(chain, boxy) for chain in _chains(lines, Line.THING, 10)]
        self._sketch.line(Role.INK, edges, _THING_PT)
        chains = _chains(lines, Line.OVERLAP, 20)
        overlaps = [
            self._overlap(chain)
            for chain in chains
            # Between fingers only long lines stay: at print size short ones look like dirt.
            if len(chain.points) > _FINGER_PX or not self._in_hand(chain.points)
        ]
        self._sketch.shape(Role.INK, overlaps)

    def _hem(self, chain: Chain) -> Stroke:
        line = smooth(chain.points, closed=chain.closed)
        return self._stroke(bezier(line, closed=chain.closed), closed=chain.closed)

    def _edge(self, chain: Chain, boxy: Sequence[int]) -> Stroke:
        if np.isin(chain.owners, boxy).mean() > 0.5:
            corners = straight(chain.points, closed=chain.closed)
            return self._stroke(corners, curved=False, closed=chain.closed)
        line = smooth(chain.points, closed=chain.closed, sigma=6.0)
        return self._stroke(bezier(line, closed=chain.closed), closed=chain.closed)

    def _overlap(self, chain: Chain) -> Stroke:
        """Return a line inside the body, thinner toward ends that do not run into the outline."""
        scale = 1 / (POINTS_PER_METRE * PIXEL_M)
        line = smooth(chain.points, closed=chain.closed)
        if chain.closed:
            line = np.vstack([line, line[:1]])
        free = (
            (self._is_free(line[0]), self._is_free(line[-1]))
            if not chain.closed
            else (False, False)
        )
        width = _FINGER_PT if self._in_hand(line) else _OVERLAP_PT
        one, other = tapered(line, width * scale, _TIP_PT * scale, free)
        there = bezier(one, closed=False)
        back = bezier(other[::-1], closed=False)
        third = (back[0] - there[-1]) / 3
        bridge = np.array([there[-1] + third, back[0] - third, back[0]])
        return self._stroke(np.vstack([there, bridge, back[1:]]))

    def _in_hand(self, line: Array) -> bool:
        rows, columns = line[:, 1].astype(int), line[:, 0].astype(int)
        height, width = self._regions.part.shape
        part = self._regions.part[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]
        return bool(np.isin(part, (Part.HAND, Part.HAND + 6)).mean() > 0.6)

    def _is_free(self, end: Array) -> bool:
        column, row = int(end[0]), int(end[1])
        around = self._regions.part[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4]
        return bool(((around >= 0) & (around < PARTS)).all())

    # ---- face and arrows

    def _draw_face(self) -> None:
        strokes = [self._stroke_on_head(line) for line in _features()]
        self._sketch.line(Role.INK, [s for s in strokes if s is not None], _FACE_PT)

    def _stroke_on_head(self, line: Array) -> Stroke | None:
        """Return a line of the face where it is seen; None where too much of it is hidden."""
        head, maps, window = self._stage.placed.skeleton.frames["head"], self._maps, self._window
        # Along rays from inside the head outward, the face is where the distance becomes positive.
        out = np.tile(np.linspace(0.03, 0.13, 60), len(line))
        local = np.column_stack([out, line.repeat(60, 0)])
        rays = head.origin + local @ head.axes.T
        outside = (field(maps.scene, rays) > 0).reshape(len(line), 60).argmax(1)
        points = rays.reshape(len(line), 60, 3)[np.arange(len(line)), outside]
        flat = self._camera.flat(points)
        columns = ((flat[:, 0] - window.left) / window.pixel).astype(int)
        rows = ((window.top - flat[:, 1]) / window.pixel).astype(int)
        height, width = maps.depth.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
        depth = np.array([maps.depth_of(point) for point in points])
        on_head = self._regions.part[rows, columns] == Part.HEAD
        seen = inside & on_head & (np.abs(depth - maps.depth[rows, columns]) < 0.012)
        if seen.mean() < 0.6:
            return None
        return Stroke(flat[seen] * POINTS_PER_METRE, curved=False, closed=False)

    def _draw_arrows(self) -> None:
        room = arrows.Room.around(self._regions.body, self._window)
        skeletons = self._first.placed.skeleton, self._stage.placed.skeleton
        for arrow in self._stage.panel.arrows:
            way = arrows.place_arrow(arrow, skeletons, self._camera, room)
            arrows.draw_arrow(self._sketch, way, double=arrow.heads is Heads.BOTH)


def _cropped(
    crop: Crop, low: Sequence[float], high: Sequence[float]
) -> tuple[float, float, float, float]:
    left, bottom = low
    right, top = high
    return (
        left if crop.left is None else crop.left.metres,
        bottom if crop.bottom is None else crop.bottom.metres,
        right if crop.right is None else crop.right.metres,
        top,
    )


def _faces(piece: Piece, camera: Camera) -> Iterator[tuple[Role, Array]]:
    """Yield the faces of a box that are seen, with their roles."""
    n = piece.primitives[0].numbers
    centre, frame, half = n[0:3], n[3:12].reshape(3, 3), n[12:15] + n[15]
    for axis in range(3):
        for sign in (-1, 1):
            if sign * (frame[axis] @ camera.forward) >= -0.02:
                continue
            one, two = (frame[i] * half[i] for i in range(3) if i != axis)
            middle = centre + frame[axis] * sign * half[axis]
            corners = [middle + one * a + two * b for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            broad = int(np.argmin(half)) == axis
            yield piece.top if broad else piece.side, np.array(corners)


def _clipped(polygon: Array, window: Window, kind: ItemKind) -> Array:
    """Return a wall cut to the height and width of what stands before it; a mat stays whole."""
    if kind is ItemKind.MAT:
        return polygon
    limits = (
        (0, window.left, 1),
        (0, window.right, -1),
        (1, window.bottom, 1),
        (1, window.top, -1),
    )
    points = [tuple(p) for p in polygon]
    for axis, limit, sign in limits:
        kept: list[tuple[float, ...]] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            ina, inb = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if ina:
                kept.append(a)
            if ina != inb:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        points = kept
    return np.array(points)


def _chains(lines: Lines, kind: Line, least_px: int) -> list[Chain]:
    upright, level = lines.upright == kind, lines.level == kind
    edges = Edges.between(upright, level, (lines.upright_owner, lines.level_owner))
    return [chain for chain in weave(edges) if len(chain.points) >= least_px]


def _features() -> Iterator[Array]:
    """Yield the lines of the face, in metres to the left and up on the head."""
    for side in (1, -1):
        yield _curve(((0.0225, 0.0575), (0.029, 0.0595), (0.036, 0.0570))) * (side, 1)
        yield _curve(((0.016, 0.0745), (0.028, 0.0785), (0.041, 0.0745))) * (side, 1)
    yield _curve(
        ((-0.019, 0.0035), (-0.010, -0.0005), (0, -0.0018), (0.010, -0.0005), (0.019, 0.0035))
    )


def _curve(points: Sequence[tuple[float, float]]) -> Array:
    line = np.array(points)
    x = np.linspace(line[0, 0], line[-1, 0], 12)
    return np.stack([x, np.polyval(np.polyfit(line[:, 0], line[:, 1], 2), x)], 1)
