"""Turn runs of text into placed glyphs with HarfBuzz."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from handout.faces import Face
from handout.writers.pdf.text.characters import UNSPOKEN
from handout.writers.pdf.text.itemise import Run


class Glyph(NamedTuple):
    """A shape of a face, placed in its cluster; lengths are in ems."""

    id: int
    x: float
    """From the left edge of the cluster."""
    y: float
    """Up from the baseline."""


class Cluster(NamedTuple):
    """Glyphs that only together say a piece of text."""

    start: int
    """Where the piece begins in the paragraph."""
    text: str
    """What is read: the piece without marks for the layout."""
    glyphs: tuple[Glyph, ...]
    """In logical order, a base before its marks."""
    advance: float
    """Width in ems."""


class Shaped(ABC):
    """A stretch of shaped text; places in it are those of characters in the paragraph."""

    def __init__(self, text: str, run: Run, start: int, advances: Iterable[int]) -> None:
        """Take the whole text, and how far each character of the stretch moves on."""
        self.text = text
        self.face: Face = run.face
        self.start = start
        self._reach = array("l", accumulate(advances, initial=0))

    def reach(self, place: int) -> float:
        """Return how many ems the stretch takes before a place."""
        return self._reach[place - self.start] / self.face.em

    def is_free(self, place: int) -> bool:
        """Tell whether the text may be cut at a place as it is."""
        # To ask for a flag costs more than all else here, so in words it is taken for set.
        if self.text[place - 1].isalnum():
            return False
        first = self._glyph_at(place)
        return first is not None and not first.flags & _TIED

    @abstractmethod
    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401 -- the library has no types
        """Return the first glyph of the cluster that begins at a place; None where none does."""

    @abstractmethod
    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether there is no glyph between two places."""

    @abstractmethod
    def clusters(self, start: int, end: int) -> tuple[Cluster, ...]:
        """Return the clusters between two places, in logical order."""


class PlainText(Shaped):
    """Text from left to right in which each character has one glyph, on the baseline.

    Most text is such. It is kept as bare numbers: a cluster for each letter would cost more than
    all the rest of a handout.
    """

    def __init__(self, text: str, run: Run, start: int, glyphs: Glyphs) -> None:
        """Take what HarfBuzz says of the glyphs."""
        infos, positions = glyphs
        self._infos = infos
        self.glyphs = tuple([info.codepoint for info in infos])
        self.advances = tuple([position.x_advance for position in positions])
        """In units of the face."""
        super().__init__(text, run, start, self.advances)

    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401
        return self._infos[place - self.start]

    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether two places are one."""
        return start == end

    def clusters(self, start: int, end: int) -> tuple[Cluster, ...]:
        """Return a cluster for each character."""
        return tuple(
            Cluster(
                place,
                self.text[place],
                (Glyph(self.glyphs[place - self.start], 0.0, 0.0),),
                self.advances[place - self.start] / self.face.em,
            )
            for place in range(start, end)
        )


class ClusteredText(Shaped):
    """Text of any script, in clusters of characters that have glyphs only together."""

    def __init__(self, text: str, run: Run, start: int, end: int, glyphs: Glyphs) -> None:
        """Take what HarfBuzz says of the glyphs, which stand from left to right."""
        grouped: dict[int, list[Any]] = {}
        for info, position in zip(*glyphs, strict=True):
            grouped.setdefault(info.cluster, []).append((info, position))
        self._starts = sorted(grouped)
        self._first_glyphs = [grouped[place][0][0] for place in self._starts]
        self._clusters = [*_clusters(text, run, start, end, grouped)]
        advances = [0] * (end - start)
        for place, placed in grouped.items():
            advances[place - start] = sum(position.x_advance for _, position in placed)
        super().__init__(text, run, start, advances)

    def _glyph_at(self, place: int) -> Any:  # noqa: ANN401
        index = bisect_left(self._starts, place)
        found = index < len(self._starts) and self._starts[index] == place
        return self._first_glyphs[index] if found else None

    def is_empty(self, start: int, end: int) -> bool:
        """Tell whether no cluster begins between two places."""
        return bisect_left(self._starts, start) == bisect_left(self._starts, end)

    def clusters(self, start: int, end: int) -> tuple[Cluster, ...]:
        """Return the clusters that begin between two places."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(self._clusters[first:last])


Glyphs = tuple[list[Any], list[Any]]
"""The glyphs and the positions of a buffer."""

_FLAGS: Final = (
    hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
)
_TIED: Final = hb.GlyphFlags.UNSAFE_TO_BREAK


def shape(text: str, run: Run, start: int, end: int) -> Shaped:
    """Return a part of a run as it is shaped.

    The text around the part is known to the shaper, so that letters join over its ends.
    """
    buffer = hb.Buffer()
    buffer.add_str(text, start, end - start)
    buffer.direction = "rtl" if _is_backward(run) else "ltr"
    buffer.script = run.script
    buffer.language = run.language
    buffer.flags = _FLAGS
    hb.shape(run.face.font, buffer)
    glyphs = buffer.glyph_infos, buffer.glyph_positions
    if not _is_backward(run) and _are_plain(text, start, end, glyphs):
        return PlainText(text, run, start, glyphs)
    return ClusteredText(text, run, start, end, glyphs)


def _is_backward(run: Run) -> bool:
    return run.level % 2 == 1


def _are_plain(text: str, start: int, end: int, glyphs: Glyphs) -> bool:
    """Tell whether each character is said, by one glyph that stands where it would alone."""
    infos, positions = glyphs
    return (
        len(infos) == end - start
        and [info.cluster for info in infos] == [*range(start, end)]
        and not any(position.x_offset or position.y_offset for position in positions)
        and not UNSPOKEN.search(text, start, end)
    )


def _clusters(
    text: str, run: Run, start: int, end: int, grouped: dict[int, list[Any]]
) -> Iterator[Cluster]:
    """Yield clusters in logical order, given the glyphs of each from left to right."""
    starts = sorted(grouped)
    # What stands before the first visible glyph is said with it.
    first = start
    for place, last in zip(starts, [*starts[1:], end], strict=bool(starts)):
        said = UNSPOKEN.sub("", text[first:last])
        glyphs, advance = _placed(grouped[place], run.face.em)
        yield Cluster(place, said, glyphs[::-1] if _is_backward(run) else glyphs, advance)
        first = last


def _placed(placed: list[Any], em: int) -> tuple[tuple[Glyph, ...], float]:
    """Return the glyphs of a cluster, each in its place, from left to right, and its width."""
    glyphs = []
    pen = 0
    for info, position in placed:
        x = (pen + position.x_offset) / em
        glyphs.append(Glyph(info.codepoint, x, position.y_offset / em))
        pen += position.x_advance
    return tuple(glyphs), pen / em
