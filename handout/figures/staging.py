"""Set up the panels of a figure: people in their poses and clothes, and things around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from handout.figures.anatomy import SEGMENTS, Side
from handout.figures.body import REGIONS, Body
from handout.figures.dressed import Dressed, dress
from handout.figures.equipment import Thing, build_equipment
from handout.figures.framing import Content
from handout.figures.geometry import Array
from handout.figures.highlights import Highlight, Muscle
from handout.figures.mesh import Line, Mesh
from handout.figures.palette import Role
from handout.figures.people import CAST
from handout.figures.placement import place_body
from handout.figures.pose import FigurePose, PanelPose, WorkingSide
from handout.figures.skeleton import Skeleton

_SIDES = {
    WorkingSide.LEFT: (Side.LEFT,),
    WorkingSide.RIGHT: (Side.RIGHT,),
    WorkingSide.BOTH: tuple(Side),
}


class StagedPanel(Struct, frozen=True):
    """All that a panel shows, in its place."""

    panel: PanelPose
    body: Body
    dressed: Dressed
    people: tuple[Mesh, ...]
    lines: tuple[Line, ...]
    things: tuple[Thing, ...]
    highlights: tuple[Highlight, ...] = ()

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton of the body."""
        return self.body.skeleton

    @property
    def content(self) -> Content:
        """What a camera frames."""
        return Content(self.skeleton, self.people, self.things)

    def shares_of(self, names: Iterable[str]) -> tuple[Array, ...]:
        """Return for each mesh of the person how much each point moves with limbs or segments."""
        numbers = _segment_numbers(names)
        return tuple(self.dressed.shares_of(mesh, numbers) for mesh in self.people)

    def limbs(self, names: Iterable[str]) -> Iterator[Mesh]:
        """Yield what is worn on some limbs or segments, and their skin, without the rest."""
        numbers = _segment_numbers(names)
        for mesh in self.people:
            shown = np.isin(self.dressed.segments_of(mesh), numbers)
            cut = np.where(shown, 1.0, -1.0)
            if shown.any():
                yield replace(mesh, cut=cut if mesh.cut is None else np.minimum(cut, mesh.cut))


def _segment_numbers(names: Iterable[str]) -> list[int]:
    return [SEGMENTS.index(segment) for name in names for segment in REGIONS[name]]


def stage_figure(figure: FigurePose) -> tuple[StagedPanel, ...]:
    """Return the panels of a figure with everything in its place."""
    person = CAST[figure.person]
    staged = [_stage(panel, dress(person, panel.pose.mouth)) for panel in figure.panels]
    # What works is shown from the second panel on.
    showing = staged[1:] or staged
    highlights = _highlights(figure, showing[0])
    showing = [replace(panel, highlights=highlights) for panel in showing]
    return (*staged[: -len(showing)], *showing)


def _highlights(figure: FigurePose, panel: StagedPanel) -> tuple[Highlight, ...]:
    """Return the muscles that a figure shows, which are the same on a person in all panels."""
    rest = panel.dressed.rest
    points = [mesh.rest for mesh in panel.people]
    above_skin = [rest.skin_tree.query(of_mesh)[0] for of_mesh in points]
    return tuple(
        Muscle(name, side, rest).highlight(role, points, above_skin)
        for role, names in ((Role.WORKING, figure.works), (Role.STRETCHED, figure.stretches))
        for name in names
        for side in _SIDES[figure.side]
    )


def _stage(panel: PanelPose, dressed: Dressed) -> StagedPanel:
    body = place_body(panel.pose, dressed.rest)
    worn, lines = dressed.posed(body.bones, panel.pose.belly.metres)
    things = build_equipment(
        panel.equipment,
        body.skeleton,
        worn,
        in_wheelchair=dressed.person.uses_wheelchair,
    )
    people = [replace(mesh, points=_on_floor(mesh.points)) for mesh in worn]
    return StagedPanel(panel, body, dressed, tuple(people), tuple(lines), things)


def _on_floor(points: Array) -> Array:
    """Return points of a body that rests on the floor flattened there, as soft tissue gives way."""
    flat = points.copy()
    np.maximum(flat[:, 2], 0, out=flat[:, 2])
    return flat
