"""ReportLab's canvas as a pen that writes on pages of ours; drawings of any kind need it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas


class Pen(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Writes operators only; what gets into a file, and how, is decided elsewhere."""

    def __init__(self, paper: tuple[float, float]) -> None:
        super().__init__(BytesIO(), pagesize=paper)
        self._first_state: Any = self._extgstate

    def begin(self, operators: list[str]) -> None:
        """Begin a page whose operators are these."""
        self._startPage()
        self._code = operators
        # A copy shares the names of states with the pages before.
        self._extgstate = self._first_state.pushCopy()

    @property
    def states(self) -> str:
        """The graphics states of all pages by their names (ISO 32000-1, 8.4.5)."""
        states = self._first_state.getState()
        return states.format(self._doc).decode("ascii") if states else "<<>>"

    def _make_preamble(self) -> None:
        """Do without ReportLab's preamble, which names Helvetica, a font that is not embedded."""
