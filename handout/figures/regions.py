"""Label each pixel of a view: whose surface it shows, and in which colour role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.view import View

ROLES: Final = tuple(Role)
"""The roles, in the order of their numbers in an array."""

HIGHLIGHTS: Final = (Role.WORKING, Role.STRETCHED)
"""Patches that change the colour under them."""

_CLOSE_UP: Final = 250.0
"""Points a metre from which what is finer than a pupil is drawn."""
_FINE: Final = {Role.NAIL: None, Role.LIPS: None, Role.EYE_WHITE: Role.SKIN}
"""What is left out of smaller drawings, and what is drawn instead."""

_SAME_FACE: Final = np.cos(np.radians(32))
"""Triangles of a thing that meet at a smaller angle are one face."""


class Regions(Struct, frozen=True):
    """What each pixel shows, by number; -1 where there is nothing."""

    role: Integers
    surface: Integers
    """A mesh of a person, or a face of a thing: lines are drawn where surfaces meet."""
    thing: Mask
    flat: Mask
    """Where it is a flat face of a thing."""
    highlights: dict[Role, Mask]
    """Where a muscle works or is stretched."""

    @property
    def person(self) -> Mask:
        """Where a person is seen."""
        result: Mask = (self.role >= 0) & ~self.thing
        return result

    def of(self, role: Role) -> Mask:
        """Return where a role is seen."""
        result: Mask = self.role == ROLES.index(role)
        return result


def find_regions(view: View, people: int) -> Regions:
    """Return the regions of a view whose first meshes are of people."""
    table = np.array([ROLES.index(mesh.role) for mesh in view.meshes])
    inside = np.array([ROLES.index(mesh.inside or mesh.role) for mesh in view.meshes])
    role = np.where(view.inner, inside[view.mesh], table[view.mesh])
    nothing = view.mesh < 0
    role[nothing] = -1
    thing = view.mesh >= people
    surfaces = [np.full(len(m.triangles), n) for n, m in enumerate(view.meshes[:people])]
    are_flat = [np.zeros(len(mesh.triangles), bool) for mesh in view.meshes[:people]]
    first = len(view.meshes)
    for mesh in view.meshes[people:]:
        faces, is_flat = _faces(mesh)
        surfaces.append(first + faces)
        are_flat.append(is_flat[faces])
        first += len(is_flat)
    surface = view.of_triangles(surfaces, -1).astype(np.int32)
    flat = view.of_triangles(are_flat, 0).astype(bool)
    highlights: dict[Role, Mask] = {}
    for patch, mask in _patches(view):
        if patch in HIGHLIGHTS:
            highlights[patch] = highlights.get(patch, np.zeros_like(mask)) | mask
        else:
            role[mask] = ROLES.index(patch)
    if view.window.points_per_metre < _CLOSE_UP:
        role[role == ROLES.index(Role.EYE_WHITE)] = ROLES.index(Role.SKIN)
    return Regions(role.astype(np.int32), surface, thing, flat, highlights)


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


def _faces(mesh: Mesh) -> tuple[Integers, Mask]:
    """Return the number of the face that each triangle is part of, and which faces are flat."""
    _, points = np.unique(np.round(mesh.points, 4), axis=0, return_inverse=True)
    corners = points.reshape(-1)[mesh.triangles]
    normals = triangle_normals(mesh)
    sides = np.sort(np.stack([corners, np.roll(corners, -1, 1)], 2).reshape(-1, 2), 1)
    owners = np.repeat(np.arange(len(corners)), 3)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    sides, owners = sides[order], owners[order]
    shared = (sides[1:] == sides[:-1]).all(1)
    one, other = owners[1:][shared], owners[:-1][shared]
    joined = (normals[one] * normals[other]).sum(1) > _SAME_FACE
    links = coo_array(
        (np.ones(joined.sum()), (one[joined], other[joined])), shape=(len(corners), len(corners))
    )
    count, faces = connected_components(links, directed=False)
    means = np.stack([np.bincount(faces, normals[:, axis], count) for axis in range(3)], 1)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    off = np.ones(count)
    np.minimum.at(off, faces, (normals * means[faces]).sum(1))
    return faces.astype(np.int32), off > 0.999


def triangle_normals(mesh: Mesh) -> Array:
    """Return the outward normal of each triangle."""
    a, b, c = (mesh.points[mesh.triangles[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    result: Array = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return result
