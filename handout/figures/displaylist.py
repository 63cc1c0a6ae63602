"""What is drawn, in order: filled shapes and lines whose colours are roles.

Paths are written as PDF path operators (ISO 32000-1, 8.5.2) over whole numbers of UNIT_PT, with y
upward, so that a page takes them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

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


class Operation(Struct, frozen=True):
    """One path and how it is painted."""

    paint: Paint
    role: Role
    path: str
    tone: Tone = Tone.PLAIN
    width: int = 0
    """Of a line, in UNIT_PT."""
    dash: tuple[int, ...] = ()
    """Lengths on and off, in UNIT_PT."""


class Panel(Struct, frozen=True):
    """One drawing, such as the start of a movement, cropped to what is drawn in it."""

    name: str
    width_pt: float
    height_pt: float
    baseline_pt: float
    """From the lower edge up to the floor at the figure's origin, to stand panels in line."""
    ops: tuple[Operation, ...]


GAP_PT: Final = 12.0
"""Between panels that stand side by side."""


class Strip(Struct, frozen=True):
    """Panels side by side in the order of the movement, standing on one floor."""

    panels: tuple[Panel, ...]

    @property
    def width_pt(self) -> float:
        """The width of all panels with the gaps between them."""
        return sum(panel.width_pt + GAP_PT for panel in self.panels) - GAP_PT

    @property
    def below_pt(self) -> float:
        """How far the deepest panel reaches under the floor."""
        return max(panel.baseline_pt for panel in self.panels)

    @property
    def height_pt(self) -> float:
        """The height from the deepest point to the highest."""
        above = max(panel.height_pt - panel.baseline_pt for panel in self.panels)
        return above + self.below_pt

    def places(self) -> Iterator[tuple[Panel, float, float]]:
        """Yield each panel with its left and lower edge, in points from the lower left corner."""
        left = 0.0
        for panel in self.panels:
            yield panel, left, self.below_pt - panel.baseline_pt
            left += panel.width_pt + GAP_PT


class StoredFigure(Struct, frozen=True):
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
