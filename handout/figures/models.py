"""What a model of a thing is made of, in coordinates of its own: x forward, y left, z up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from handout.figures.geometry import Array
from handout.figures.palette import Role
from handout.figures.solids import Solid


class Part(Struct, frozen=True):
    """A part of a thing, of one material."""

    role: Role
    solid: Solid
    give: float = 0.0
    """How far around a body that lies on it it gives way, in metres; 0 if it is hard."""
    sheet: bool = False
    """Whether it is open, so that both of its sides can be seen."""


class Model(Struct, frozen=True):
    """A thing; lengths in metres."""

    parts: tuple[Part, ...]
    seams: tuple[Array, ...] = ()
    """Lines on its surface, such as the edge of a door or a spiral of cloth."""


def together(*models: Model) -> Model:
    """Return some models as one thing."""
    parts = tuple(part for model in models for part in model.parts)
    return Model(parts, tuple(seam for model in models for seam in model.seams))


def level(outline: Array, height: float) -> Array:
    """Return an outline in x and y at a height."""
    return np.column_stack([outline, np.full(len(outline), height)])


def straight(start: npt.ArrayLike, end: npt.ArrayLike) -> Array:
    """Return a straight seam between two points."""
    return np.linspace(np.asarray(start, float), np.asarray(end, float), 3)
