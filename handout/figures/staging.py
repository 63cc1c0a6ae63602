"""Set up the panels of a figure: people in their poses and clothes, and things around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from handout.figures.anatomy import SEGMENTS, Side
from handout.figures.body import REGIONS, Body
from handout.figures.dressed import Dressed, dress
from handout.figures.equipment import Thing, build_equipment
from handout.figures.framing import Content
from handout.figures.geometry import Array
from handout.figures.highlights import muscle_field
from handout.figures.mesh import Line, Mesh, Patch
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

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton of the body."""
        return self.body.skeleton

    @property
    def content(self) -> Content:
        """What a camera frames."""
        return Content(self.skeleton, self.people, self.things)

    def limbs(self, names: Sequence[str]) -> Iterator[Mesh]:
        """Yield what is worn on some limbs or segments, and their skin, without the rest."""
        numbers = [SEGMENTS.index(segment) for name in names for segment in REGIONS[name]]
        for mesh in self.people:
            shown = np.isin(self.dressed.segments_of(mesh), numbers)
            cut = np.where(shown, 1.0, -1.0)
            if shown.any():
                yield replace(mesh, cut=cut if mesh.cut is None else np.minimum(cut, mesh.cut))


def stage_figure(figure: FigurePose) -> tuple[StagedPanel, ...]:
    """Return the panels of a figure with everything in its place."""
    dressed = dress(CAST[figure.person])
    highlights = _Highlights(figure, dressed)
    return tuple(
        _stage(panel, dressed, highlights if number or len(figure.panels) == 1 else None)
        for number, panel in enumerate(figure.panels)
    )


class _Highlights:
    """The muscles that a figure shows at work or stretched, from its second panel on."""

    def __init__(self, figure: FigurePose, dressed: Dressed) -> None:
        self._rest, self._sides = dressed.rest, _SIDES[figure.side]
        self._names = {Role.WORKING: figure.works, Role.STRETCHED: figure.stretches}
        self._patches: dict[str, tuple[Patch, ...]] = {}
        """By mesh: where muscles are on it is the same in all panels."""

    def on(self, mesh: Mesh) -> Mesh:
        """Return a mesh with the muscles that lie under it."""
        if mesh.name not in self._patches:
            self._patches[mesh.name] = tuple(self._seen_on(mesh.rest))
        seen = self._patches[mesh.name]
        return replace(mesh, patches=(*mesh.patches, *seen)) if seen else mesh

    def _seen_on(self, points: Array) -> Iterator[Patch]:
        for role, names in self._names.items():
            fields = [muscle_field(name, self._sides, self._rest, points) for name in names]
            if fields and (np.max(fields, 0) > 0).any():
                yield Patch(role, np.max(fields, 0))


def _stage(panel: PanelPose, dressed: Dressed, highlights: _Highlights | None) -> StagedPanel:
    body = place_body(panel.pose, dressed.rest)
    worn, lines = dressed.posed(body.bones)
    things = build_equipment(
        panel.equipment,
        body.skeleton,
        worn,
        in_wheelchair=dressed.person.uses_wheelchair,
    )
    people = [replace(mesh, points=_on_floor(mesh.points)) for mesh in worn]
    if highlights:
        people = [highlights.on(mesh) for mesh in people]
    return StagedPanel(panel, body, dressed, tuple(people), tuple(lines), things)


def _on_floor(points: Array) -> Array:
    """Return points of a body that rests on the floor flattened there, as soft tissue gives way."""
    flat = points.copy()
    np.maximum(flat[:, 2], 0, out=flat[:, 2])
    return flat
