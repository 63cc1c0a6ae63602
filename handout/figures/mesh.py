"""Surfaces of triangles and lines on them: what people and equipment are drawn from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from handout.figures.geometry import Array, Integers
from handout.figures.palette import Role


class Patch(Struct, frozen=True):
    """A part of a surface in another colour, such as a nail or an iris."""

    role: Role
    field: Array
    """For each point; the patch is where it is above 0."""


class Jaw(Struct, frozen=True):
    """For each point of a skin, in metres; the edge of the jaw is between what both are above 0."""

    over: Array
    """How far it is over the edge of the jaw."""
    shade: Array
    """How far it is in the shade of the jaw, on the neck."""


class Mesh(Struct, frozen=True, kw_only=True):
    """A surface of triangles in its pose; lengths in metres."""

    name: str
    """What it is, such as 'body', 'shirt' or 'left-shoe'; lines are drawn where meshes meet."""
    role: Role
    points: Array
    """One row a point, in the world."""
    triangles: Integers
    """One row a triangle, counter-clockwise from outside: the numbers of its points."""
    rest: Array
    """The points before the body was posed. Neighbours on the surface are neighbours here, so that
    two pixels side by side whose points lie far apart at rest have a contour between them."""
    cut: Array | None = None
    """For each point; the surface is drawn where it is 0 or more."""
    inside: Role | None = None
    """The colour of the inner side where it shows, as at the hem of a sleeve; None for a closed
    surface, whose inner side never shows."""
    patches: tuple[Patch, ...] = ()
    jaw: Jaw | None = None
    """Of the skin of a whole body."""


class LineKind(StrEnum):
    """What a line that rides on a surface is, which decides its width and colour."""

    FOLD = "fold"
    """Of cloth."""
    CREASE = "crease"
    """Of skin: knuckles, palm, the inside of an elbow, a heel cord, a kneecap."""
    STITCH = "stitch"
    """Beside the edge of a garment."""
    LACE = "lace"
    STRAND = "strand"
    """Of hair."""
    LID = "lid"
    PUPIL = "pupil"
    BROW = "brow"
    NOSE = "nose"
    MOUTH = "mouth"
    EAR = "ear"
    WRINKLE = "wrinkle"
    """Of a face: the fold of a lid, the hollow under a lip, an old cheek."""
    RIM = "rim"
    """Of glasses."""
    SEAM = "seam"
    """Of a thing: the edge of a door, a spiral of cloth."""


class Line(Struct, frozen=True, kw_only=True):
    """A line that rides on a surface, drawn where nothing hides it; lengths in metres."""

    kind: LineKind
    points: Array
    """One row a point, in the world."""
    edge: Array | None = None
    """The other edge of a shape such as a brow, as many points; None for a line."""

    def moved(self, turn: Array, move: Array) -> Line:
        """Return the line turned about the origin and moved."""
        edge = None if self.edge is None else self.edge @ turn.T + move
        return Line(kind=self.kind, points=self.points @ turn.T + move, edge=edge)
