"""Render a figure from its pose: trace the body, vectorise what is seen, and draw it."""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec.structs import replace
from scipy.ndimage import binary_dilation

from handout.figures import arrows
from handout.figures.backdrop import draw_shadow, draw_walls_and_mats
from handout.figures.contours import Chain, PixelEdges, join_edges, outlines, smooth
from handout.figures.curve_fitting import bezier
from handout.figures.displaylist import POINTS_PER_METRE, Panel, StoredFigure
from handout.figures.edges import EdgeKind, EdgeMap, find_edges
from handout.figures.face import draw_face
from handout.figures.geometry import Array, Integers, Mask, sample
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import (
    PanelBuilder,
    Subpath,
    curved_line,
    curved_outlines,
    straight_line,
    to_subpath,
)
from handout.figures.parts import FIRST_GARMENT, NAMED_PARTS, Part
from handout.figures.placement import PlacedPanel, place_panel
from handout.figures.pose import Age, ArrowHeads, Crop, FigurePose
from handout.figures.primitives import Primitive
from handout.figures.regions import ROLES, far_parts, find_regions, shaded
from handout.figures.store import pose_digest
from handout.figures.strokes import clockwise, tapered, weighted
from handout.figures.trace import Camera, Window, trace

PIXEL_M: Final = 0.0022
"""The size of the pixels that a figure is traced in."""

_PIXELS_PER_POINT: Final = 1 / (POINTS_PER_METRE * PIXEL_M)

# Line widths in points.
_OUTLINE_PT: Final = (0.42, 1.0)
_OCCLUSION_PT: Final = 0.66
_FINGER_PT: Final = 0.36
_TIP_PT: Final = 0.2
_THIN_PT: Final = 0.36
_EQUIPMENT_PT: Final = 0.5
_GHOST_PT: Final = 0.5

_MARGIN_M: Final = 0.03

_TONES: Final = 4
"""How many tones there are: a role and a tone make one number."""

_FINGER_PX: Final = 34
"""The length from which a line inside a hand is drawn; in print, shorter ones look like dirt."""


def render_figure(pose: FigurePose) -> StoredFigure:
    """Return the drawing of a figure."""
    camera = Camera(pose.viewpoint.azimuth, pose.viewpoint.elevation)
    placed = [place_panel(panel, pose.person) for panel in pose.panels]
    panels = tuple(_PanelRenderer(pose, camera, placed[0], panel).render() for panel in placed)
    skin = pose.person.skin.value if pose.person.skin else "tan"
    return StoredFigure(pose_digest(pose.path), skin, panels)


class _PanelRenderer:
    def __init__(
        self, pose: FigurePose, camera: Camera, first: PlacedPanel, panel: PlacedPanel
    ) -> None:
        self._camera, self._first, self._panel = camera, first, panel
        self._equipment: list[Primitive] = [
            p for piece in panel.pieces if not piece.is_backdrop for p in piece.primitives
        ]
        self._window = self._visible_window(pose.crop)
        self._view = trace(panel.body, self._equipment, camera, self._window)
        self._hair = Role.HAIR_GREY if pose.person.age is Age.OLDER else Role.HAIR
        self._regions = find_regions(self._view, panel.skeleton, panel.pieces, self._hair)
        self._builder = PanelBuilder()

    def render(self) -> Panel:
        """Return the panel, drawn from back to front."""
        draw_walls_and_mats(self._builder, self._panel.pieces, self._camera, self._window)
        draw_shadow(self._builder, self._view, self._panel.pieces)
        self._draw_ghost()
        self._draw_fills()
        self._draw_edges(find_edges(self._view, self._regions))
        head = self._panel.skeleton.frames["head"]
        draw_face(self._builder, head, self._view, self._regions)
        self._draw_arrows()
        return self._builder.build(self._panel.panel.name)

    def _visible_window(self, crop: Crop) -> Window:
        """Return the window that holds the body, its equipment and any ghost."""
        primitives: list[Primitive] = [*self._panel.body.primitives, *self._equipment]
        if self._panel.panel.ghost:
            primitives += self._first.body.primitives
        axes = self._camera.right, self._camera.up
        left, bottom = (-max(p.extent(-axis) for p in primitives) - _MARGIN_M for axis in axes)
        right, top = (max(p.extent(axis) for p in primitives) + _MARGIN_M for axis in axes)
        return Window(
            left if crop.left is None else crop.left.metres,
            bottom if crop.bottom is None else crop.bottom.metres,
            right if crop.right is None else crop.right.metres,
            top,
            PIXEL_M,
        )

    def _draw_ghost(self) -> None:
        names = self._panel.panel.ghost
        if not names:
            return
        coarse = replace(self._window, pixel=PIXEL_M * 2)
        view = trace(self._first.body, (), self._camera, coarse)
        regions = find_regions(view, self._first.skeleton, (), self._hair)
        parts = [part for name in names for part in NAMED_PARTS[name]]
        mask = np.isin(regions.part, parts).repeat(2, 0).repeat(2, 1)
        subpaths = curved_outlines(mask, self._window, 4.0)
        self._builder.fill(Role.GHOST, subpaths)
        self._builder.stroke(Role.GHOST_INK, subpaths, _GHOST_PT, (1.9, 1.5))

    def _draw_fills(self) -> None:
        """Fill equipment, and the body over a larger shape in ink, whose rim is its outline."""
        regions = self._regions
        far = np.isin(regions.part, far_parts(self._panel.skeleton, self._camera))
        tone = far * int(Tone.FAR) + shaded(self._view, regions) * int(Tone.SHADED)
        fill = np.where(regions.role >= 0, regions.role * _TONES + tone, -1)
        body, equipment = regions.body, regions.equipment
        self._fill(fill, equipment, body)
        self._draw_outline(body, equipment)
        self._fill(fill, body, np.zeros_like(body))

    def _fill(self, fill: Integers, among: Mask, above: Mask) -> None:
        """Fill every role and tone, extended under those drawn later so that no gap shows."""
        later = above.copy()
        paths: list[tuple[int, bool, Mask]] = []
        for value in np.unique(fill[among])[::-1].tolist():
            mask = (fill == value) & among
            is_straight = self._has_straight_edges(self._regions.part[mask])
            paths.append((value, is_straight, mask | (binary_dilation(mask, iterations=3) & later)))
            later |= mask
        for value, is_straight, mask in reversed(paths):
            role, tone = divmod(value, _TONES)
            if is_straight:
                subpaths = [straight_line(line, self._window) for line in outlines(mask, 0.5)]
            else:
                subpaths = curved_outlines(mask, self._window)
            self._builder.fill(ROLES[role], subpaths, Tone(tone))

    def _has_straight_edges(self, parts: Integers) -> bool:
        """Return whether most of some parts are boxes."""
        boxes = [piece.number for piece in self._panel.pieces if piece.has_straight_edges]
        return bool(np.isin(parts, boxes).mean() > 0.5)

    def _draw_outline(self, body: Mask, equipment: Mask) -> None:
        """Draw the outline of the body as a shape, heavier on its underside."""
        light, heavy = (width * _PIXELS_PER_POINT for width in _OUTLINE_PT)
        subpaths = [
            curved_line(
                weighted(clockwise(outline, body), light, heavy, equipment),
                self._window,
            )
            for outline in outlines(body)
            if len(outline) >= 24
        ]
        self._builder.fill_shape(Role.INK, subpaths)

    def _draw_edges(self, edges: EdgeMap) -> None:
        hems = [
            curved_line(smooth(c.points, closed=c.closed), self._window, closed=c.closed)
            for c in _chains(edges, EdgeKind.HEM, 14)
        ]
        self._builder.stroke(Role.INK, hems, _THIN_PT)
        for kind, width_pt in (
            (EdgeKind.EQUIPMENT_SEAM, _THIN_PT),
            (EdgeKind.EQUIPMENT_OUTLINE, _EQUIPMENT_PT),
        ):
            lines = [self._equipment_line(chain) for chain in _chains(edges, kind, 10)]
            self._builder.stroke(Role.INK, lines, width_pt)
        occlusions = [
            self._occlusion(chain)
            for chain in _chains(edges, EdgeKind.OCCLUSION, 20)
            if len(chain.points) > _FINGER_PX or not self._is_in_hand(chain.points)
        ]
        self._builder.fill_shape(Role.INK, occlusions)

    def _equipment_line(self, chain: Chain) -> Subpath:
        if self._has_straight_edges(chain.labels):
            return straight_line(chain.points, self._window, closed=chain.closed)
        line = smooth(chain.points, closed=chain.closed, sigma=6.0)
        return curved_line(line, self._window, closed=chain.closed)

    def _occlusion(self, chain: Chain) -> Subpath:
        """Return a line inside the body as a shape, narrower at ends inside the body."""
        line = smooth(chain.points, closed=chain.closed)
        ends = (False, False)
        if chain.closed:
            line = np.vstack([line, line[:1]])
        else:
            ends = (self._is_inside(line[0]), self._is_inside(line[-1]))
        width = _FINGER_PT if self._is_in_hand(line) else _OCCLUSION_PT
        sides = tapered(line, width * _PIXELS_PER_POINT, _TIP_PT * _PIXELS_PER_POINT, ends)
        there, back = bezier(sides[0], closed=False), bezier(sides[1][::-1], closed=False)
        third = (back[0] - there[-1]) / 3
        bridge = np.array([there[-1] + third, back[0] - third, back[0]])
        return to_subpath(np.vstack([there, bridge, back[1:]]), self._window)

    def _is_in_hand(self, line: Array) -> bool:
        return bool(np.isin(sample(self._regions.part, line), Part.both("hand")).mean() > 0.6)

    def _is_inside(self, end: Array) -> bool:
        """Return whether there is nothing but the body around an end of a line."""
        column, row = int(end[0]), int(end[1])
        around = self._regions.part[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4]
        return bool(((around >= 0) & (around < FIRST_GARMENT)).all())

    def _draw_arrows(self) -> None:
        if not self._panel.panel.arrows:
            return
        clearance = arrows.Clearance.around(self._regions.body, self._window)
        skeletons = self._first.skeleton, self._panel.skeleton
        for arrow in self._panel.panel.arrows:
            path = arrows.place_arrow(arrow, skeletons, self._camera, clearance)
            arrows.draw_arrow(self._builder, path, double=arrow.heads is ArrowHeads.BOTH)


def _chains(edges: EdgeMap, kind: EdgeKind, least_px: int) -> list[Chain]:
    """Return the chains of edges of a kind that are not too short."""
    labels = (edges.right_label, edges.below_label)
    chains = join_edges(PixelEdges.between(edges.right == kind, edges.below == kind, labels))
    return [chain for chain in chains if len(chain.points) >= least_px]
