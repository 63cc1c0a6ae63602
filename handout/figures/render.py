"""Render a figure from its pose: stage its panels, frame them, and draw what is seen."""

from __future__ import annotations

from msgspec.structs import replace

from handout.figures.arrows import Sign, place_arrow
from handout.figures.deep_parts import draw_deep_part
from handout.figures.depth import far_limbs
from handout.figures.displaylist import Panel, StoredFigure
from handout.figures.drawing import Scene, draw_scene
from handout.figures.framing import aim, frame, points_per_metre, signs_scale
from handout.figures.ghosts import Ghost
from handout.figures.panel_builder import PanelBuilder
from handout.figures.people import CAST
from handout.figures.pose import FigurePose
from handout.figures.stage import draw_floor_line
from handout.figures.staging import StagedPanel, stage_figure
from handout.figures.store import pose_digest
from handout.figures.view import FINE


def render_figure(pose: FigurePose, pixels_per_point: float = FINE) -> StoredFigure:
    """Return the drawing of a figure; fewer pixels make a coarser one, faster."""
    renderer = _Renderer(pose, pixels_per_point)
    panels = tuple(renderer.panel(number) for number in range(len(pose.panels)))
    return StoredFigure(pose_digest(pose.path, pose.cast), CAST[pose.person].colours.dyes, panels)


class _Renderer:
    """The camera and the frame that the panels of a figure share."""

    def __init__(self, pose: FigurePose, pixels_per_point: float) -> None:
        self._panels = stage_figure(pose)
        self._pale = pose.pale
        self._contents = [panel.content for panel in self._panels]
        self._skeletons = [panel.skeleton for panel in self._panels]
        self._camera = aim(pose.viewpoint, pose.close_up, self._contents)
        scale = points_per_metre(pose.close_up)
        bare = frame(self._camera, pose.close_up, pose.crop, self._contents)
        self._signs = [
            self._place_arrows(n, scale / signs_scale(bare)) for n in range(len(self._panels))
        ]
        outlines = [line for signs in self._signs for sign in signs for line in sign.outlines]
        window = frame(self._camera, pose.close_up, pose.crop, self._contents, outlines)
        self._window = replace(window, pixels_per_point=pixels_per_point)

    def _place_arrows(self, number: int, scale: float) -> list[Sign]:
        first, content = self._contents[0], self._contents[number]
        return [
            place_arrow(arrow, first, content, self._camera, scale)
            for arrow in self._panels[number].panel.arrows
        ]

    def panel(self, number: int) -> Panel:
        """Return a panel, drawn from back to front."""
        panel, builder = self._panels[number], PanelBuilder()
        draw_floor_line(builder, self._camera, self._window, self._contents)
        far = far_limbs(panel.skeleton, self._skeletons, self._camera)
        scene = Scene(
            people=panel.people,
            lines=panel.lines + tuple(line for thing in panel.things for line in thing.lines),
            things=tuple(mesh for thing in panel.things for mesh in thing.meshes),
            highlights=panel.highlights,
            far=panel.shares_of({*far, *self._pale}),
            ghost=self._ghost(panel),
        )
        draw_scene(builder, scene, self._camera, self._window)
        for part in panel.panel.deep:
            scale = self._window.points_per_metre
            draw_deep_part(builder, part, panel.skeleton, self._camera, scale)
        for sign in self._signs[number]:
            sign.draw(builder, self._window.points_per_metre)
        return builder.build(panel.panel.name, self._window, self._floor_pt())

    def _ghost(self, panel: StagedPanel) -> Ghost | None:
        first = self._panels[0]
        limbs = tuple(first.limbs(panel.panel.ghost))
        return Ghost(limbs, first.people) if limbs else None

    def _floor_pt(self) -> float:
        """Return the height of the floor at the world's origin on the picture, in points."""
        origin = self._camera.project(self._camera.target * [1, 1, 0])
        return float(origin[1]) * self._window.points_per_metre
