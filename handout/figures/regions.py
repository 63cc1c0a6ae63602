"""Label each pixel of a view: whose surface it shows, and in which colour role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.compiling import compiled
from handout.figures.faces import HardEdge, find_faces
from handout.figures.flooding import across, gather
from handout.figures.geometry import Integers, Mask
from handout.figures.palette import Role
from handout.figures.view import View

ROLES: Final = tuple(Role)
"""The roles, in the order of their numbers in an array."""

BARE: Final = frozenset({Role.SKIN, Role.HAIR, Role.EYE_WHITE})
"""What is not worn."""

_SPECK_PT2: Final = 2.0
"""A smaller piece of cloth, as where one layer comes through another, takes what is beside it."""

_CLOSE_UP: Final = 250.0
"""Points a metre from which what is finer than a pupil is drawn."""
_FINE: Final = {Role.NAIL: None, Role.LIPS: None, Role.EYE_WHITE: Role.SKIN}
"""What is left out of smaller drawings, and what is drawn instead."""


class Regions(Struct, frozen=True):
    """What each pixel shows, by number; -1 where there is nothing."""

    role: Integers
    surface: Integers
    """A mesh of a person, or a face of a thing: lines are drawn where surfaces meet."""
    thing: Mask
    is_flat: Mask
    """For each surface, by its number: whether it is a flat face of a thing."""
    hard_edges: tuple[HardEdge, ...]
    """Of things; their faces are surfaces."""

    @property
    def person(self) -> Mask:
        """Where a person is seen."""
        result: Mask = (self.role >= 0) & ~self.thing
        return result

    @property
    def flat(self) -> Mask:
        """Where a flat face of a thing is seen."""
        result: Mask = self.is_flat[self.surface] & self.thing
        return result

    def of(self, role: Role) -> Mask:
        """Return where a role is seen."""
        result: Mask = self.role == ROLES.index(role)
        return result


def find_regions(view: View, people: int) -> Regions:
    """Return the regions of a view whose first meshes are of people."""
    table = np.array([ROLES.index(mesh.role) for mesh in view.meshes])
    inside = np.array([ROLES.index(mesh.inside or mesh.role) for mesh in view.meshes])
    role = np.where(view.inner, inside[view.mesh], table[view.mesh]).astype(np.int32)
    nothing = view.mesh < 0
    role[nothing] = -1
    thing = view.mesh >= people
    surfaces = [np.full(len(m.triangles), n) for n, m in enumerate(view.meshes[:people])]
    are_flat = [np.zeros(people, bool)]
    edges: list[HardEdge] = []
    first = people
    for mesh in view.meshes[people:]:
        faces = find_faces(mesh)
        surfaces.append(first + faces.of_triangle)
        are_flat.append(faces.is_flat)
        edges += (
            HardEdge(edge.points, (first + edge.faces[0], first + edge.faces[1]))
            for edge in faces.edges
        )
        first += len(faces.is_flat)
    surface = view.of_triangles(surfaces, -1).astype(np.int32)
    for patch, mask in _patches(view):
        role[mask] = ROLES.index(patch)
    if view.window.points_per_metre < _CLOSE_UP:
        role[role == ROLES.index(Role.EYE_WHITE)] = ROLES.index(Role.SKIN)
    cloth = [n for n, mesh in enumerate(view.meshes[:people]) if mesh.role not in BARE]
    is_cloth = np.isin(view.mesh, cloth)
    code = np.where(is_cloth, surface * len(ROLES) + role, -1)
    right, below = code[:, :-1] != code[:, 1:], code[:-1] != code[1:]
    least = _SPECK_PT2 * view.window.pixels_per_point**2
    _merge_specks(code, is_cloth, right, below, least)
    surface[is_cloth], role[is_cloth] = np.divmod(code[is_cloth], len(ROLES))
    return Regions(role, surface, thing, np.concatenate(are_flat), tuple(edges))


@compiled
def _merge_specks(code: Integers, among: Mask, right: Mask, below: Mask, least: float) -> None:
    """Give small pieces of one code, among some pixels, the code beside them."""
    height, width = code.shape
    seen = ~among
    piece = np.empty((height * width, 2), np.int32)
    for row in range(height):
        for column in range(width):
            if seen[row, column]:
                continue
            count = gather(right, below, seen, row, column, piece)
            if count < least:
                beside = -1
                for r, c in piece[:count]:
                    for direction in range(4):
                        edge, y, x = across(right, below, r, c, direction)
                        if edge == 1 and among[y, x]:
                            beside = code[y, x]
                if beside >= 0:
                    for r, c in piece[:count]:
                        code[r, c] = beside


def _patches(view: View) -> Iterator[tuple[Role, Mask]]:
    """Yield the role of each patch that is drawn at the scale of the view, and where it is seen."""
    is_close = view.window.points_per_metre >= _CLOSE_UP
    names = {patch.role for mesh in view.meshes for patch in mesh.patches}
    for role in sorted(names):
        if role in _FINE and not is_close:
            continue
        values = [
            np.max([p.field for p in mesh.patches if p.role is role], 0, initial=-1.0)
            if any(p.role is role for p in mesh.patches)
            else np.full(len(mesh.points), -1.0)
            for mesh in view.meshes
        ]
        yield role, (view.interpolated(values)[..., 0] > 0) & ~view.inner
