"""What is drawn, in order: filled shapes and lines whose colours are roles.

Paths are written as PDF path operators (ISO 32000-1, 8.5.2) over whole numbers of UNIT_PT, with y
upward, so that a page takes them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handout.figures.palette import Role, Tone

UNIT_PT: Final = 0.05
"""The length of a coordinate's 1, in points."""

POINTS_PER_METRE: Final = 100.0
"""The scale at which every figure is stored, so that figures on one page agree."""


class Paint(StrEnum):
    """How a path is painted; the value is the PDF operator (ISO 32000-1, 8.5.3)."""

    FILL = "f*"
    """Inside by the even-odd rule."""
    SHAPE = "f"
    """Inside by the non-zero rule, for shapes that overlap themselves."""
    LINE = "S"


@dataclass(frozen=True, slots=True)
class Operation:
    """One path and how it is painted."""

    paint: Paint
    role: Role
    path: str
    tone: Tone = Tone.PLAIN
    width: int = 0
    """Of a line, in UNIT_PT."""
    dash: tuple[int, ...] = ()
    """Lengths on and off, in UNIT_PT."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing, such as the start of a movement, cropped to what is drawn in it."""

    name: str
    width_pt: float
    height_pt: float
    baseline_pt: float
    """From the lower edge up to the floor at the figure's origin, to stand panels in line."""
    ops: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """The panels of a figure, all at POINTS_PER_METRE."""

    digest: str
    """Of the pose and the renderer that made it."""
    skin: str
    """The skin tone the figure asks for."""
    panels: tuple[Panel, ...]

    def panel(self, name: str) -> Panel:
        """Return the panel of a name; raise KeyError where there is none."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise KeyError(name)
