"""A figure as it is stored: paths in the order in which they are painted, coloured by role.

Paths are written as PDF path operators (ISO 32000-1, 8.5.2) with integer coordinates in UNIT_PT, y
up, so that a page can take them unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from handout.figures.palette import Role, Tone

UNIT_PT: Final = 0.05
"""The length of one unit of coordinates, in points."""

POINTS_PER_METRE: Final = 100.0
"""The scale of every stored figure, so that figures on one page agree in size."""

GAP_PT: Final = 12.0
"""The gap between panels side by side."""


class Paint(StrEnum):
    """How a path is painted; the value is the PDF operator (ISO 32000-1, 8.5.3)."""

    FILL_EVEN_ODD = "f*"
    FILL_NONZERO = "f"
    """For shapes that overlap themselves."""
    STROKE = "S"


class Operation(Struct, frozen=True):
    """A path and how it is painted."""

    paint: Paint
    role: Role
    path: str
    tone: Tone = Tone.PLAIN
    width: int = 0
    """Of a stroke, in UNIT_PT."""
    dash: tuple[int, ...] = ()
    """Lengths of dashes and gaps, in UNIT_PT."""


class Panel(Struct, frozen=True):
    """One drawing, such as the start of a movement, cropped to what is painted."""

    name: str
    width_pt: float
    height_pt: float
    baseline_pt: float
    """The height of the floor, at the figure's origin, above the lower edge."""
    ops: Sequence[Operation]


class Strip(Struct, frozen=True):
    """Panels side by side in the order of the movement, their baselines aligned."""

    panels: tuple[Panel, ...]

    @property
    def width_pt(self) -> float:
        """The width of all panels and the gaps between them."""
        return sum(panel.width_pt + GAP_PT for panel in self.panels) - GAP_PT

    @property
    def below_pt(self) -> float:
        """How far the panels extend below the baseline."""
        return max(panel.baseline_pt for panel in self.panels)

    @property
    def height_pt(self) -> float:
        """The height from the lowest edge to the highest."""
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
    """Of the pose and of the renderer's version; see `store.pose_digest`."""
    dyes: Mapping[Role, str]
    """The person's own colours, by their names in the palettes."""
    panels: tuple[Panel, ...]

    def panel(self, name: str) -> Panel:
        """Return the panel with a name; raise KeyError if there is none."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise KeyError(name)
