"""Find pieces of a picture, from the edges between its pixels."""

from __future__ import annotations

from handout.figures.compiling import compiled
from handout.figures.geometry import Integers, Mask
from handout.figures.raster import Values


@compiled
def gather(right: Values, below: Values, seen: Mask, row: int, column: int, piece: Integers) -> int:
    """Write the pixels that no line parts from one to a list; return how many they are."""
    seen[row, column] = True
    piece[0, 0], piece[0, 1] = row, column
    count, done = 1, 0
    while done < count:
        r, c = piece[done]
        done += 1
        for direction in range(4):
            edge, y, x = across(right, below, r, c, direction)
            if edge == 0 and not seen[y, x]:
                seen[y, x] = True
                piece[count, 0], piece[count, 1] = y, x
                count += 1
    return count


@compiled
def across(
    right: Values, below: Values, row: int, column: int, direction: int
) -> tuple[int, int, int]:
    """Return the edge to the neighbour on the right, below, left or above, and the neighbour.

    The edge is -1 where there is no neighbour.
    """
    height, width = right.shape[0], below.shape[1]
    if direction == 0:
        return (right[row, column], row, column + 1) if column + 1 < width else (-1, 0, 0)
    if direction == 1:
        return (below[row, column], row + 1, column) if row + 1 < height else (-1, 0, 0)
    if direction == 2:
        return (right[row, column - 1], row, column - 1) if column > 0 else (-1, 0, 0)
    return (below[row - 1, column], row - 1, column) if row > 0 else (-1, 0, 0)
