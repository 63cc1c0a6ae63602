"""Gather what is drawn, in points, and turn it into a panel that is cropped to its ink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, field

from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.palette import Role, Tone
from handout.figures.skeleton import Array


class Stroke(Struct, frozen=True):
    """A subpath: the corners of a polygon, or the control points of cubic curves, in points."""

    points: Array
    curved: bool = True
    closed: bool = True

    def path(self, corner: Array) -> str:
        """Return PDF path operators, in units from a corner of the panel."""
        units = np.rint((self.points - corner) / UNIT_PT).astype(int).tolist()
        words = [f"{units[0][0]} {units[0][1]} m"]
        step, operator = (3, "c") if self.curved else (1, "l")
        for start in range(1, len(units), step):
            numbers = " ".join(f"{x} {y}" for x, y in units[start : start + step])
            words.append(f"{numbers} {operator}")
        return " ".join([*words, "h"] if self.closed else words)


class Mark(Struct, frozen=True):
    """Strokes that are painted together; lengths in points."""

    paint: Paint
    role: Role
    strokes: tuple[Stroke, ...]
    tone: Tone = Tone.PLAIN
    width_pt: float = 0.0
    dash_pt: tuple[float, ...] = ()


class Sketch(Struct):
    """Marks in the order in which they are painted."""

    marks: list[Mark] = field(default_factory=list)

    def fill(self, role: Role, strokes: Sequence[Stroke], tone: Tone = Tone.PLAIN) -> None:
        """Fill the inside of closed strokes."""
        self._add(Mark(Paint.FILL, role, tuple(strokes), tone))

    def shape(self, role: Role, strokes: Sequence[Stroke]) -> None:
        """Fill strokes that may overlap themselves."""
        self._add(Mark(Paint.SHAPE, role, tuple(strokes)))

    def line(
        self,
        role: Role,
        strokes: Sequence[Stroke],
        width_pt: float,
        dash_pt: tuple[float, ...] = (),
    ) -> None:
        """Draw along strokes."""
        self._add(Mark(Paint.LINE, role, tuple(strokes), Tone.PLAIN, width_pt, dash_pt))

    def _add(self, mark: Mark) -> None:
        if mark.strokes:
            self.marks.append(mark)

    def panel(self, name: str, margin_pt: float = 1.0) -> Panel:
        """Return the panel that holds the marks and a small margin."""
        low = np.min([s.points.min(0) - m.width_pt / 2 for m in self.marks for s in m.strokes], 0)
        high = np.max([s.points.max(0) + m.width_pt / 2 for m in self.marks for s in m.strokes], 0)
        corner = low - margin_pt
        width, height = high - low + 2 * margin_pt
        operations = tuple(_operation(mark, corner) for mark in self.marks)
        wide, tall, up = (round(float(size), 2) for size in (width, height, -corner[1]))
        return Panel(name, wide, tall, up, operations)


def _operation(mark: Mark, corner: Array) -> Operation:
    return Operation(
        mark.paint,
        mark.role,
        " ".join(stroke.path(corner) for stroke in mark.strokes),
        mark.tone,
        round(mark.width_pt / UNIT_PT),
        tuple(round(length / UNIT_PT) for length in mark.dash_pt),
    )
