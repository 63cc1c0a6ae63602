"""The rows of a table before their meaning is known."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from handout.errors import Origin, Problem


class Row(Struct, frozen=True):
    """The cells of a row, and what is wrong with it."""

    origin: Origin
    """Where the row starts."""
    cells: list[str]
    problems: tuple[Problem, ...] = ()
    written: str = ""
    """The row as it is in a file of text."""


def column_at(columns: Sequence[str], index: int) -> str:
    """Return the name of a column, or its number if it has none."""
    return columns[index] if index < len(columns) and columns[index] else f"column {index + 1}"
