"""Draw what stands where it stood in another document as it was drawn there.

Of a page that many patients have, most ink stands in the same place for each of them: stretches of
it are taken over as a whole, and what is between them is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from operator import eq
from typing import Final

from msgspec import Struct

from handout.memo import Memo
from handout.writers.pdf.boxes import Placement
from handout.writers.pdf.details import Anchor
from handout.writers.pdf.marks import Count, Drawn, MarkedCanvas

_EACH: Final = 4
"""Versions of a page that are remembered."""
_ENOUGH: Final = 0.5
"""What part of its ink a page must share with another one to be made from it."""


class _Page(Struct, frozen=True):
    """A page as it was drawn."""

    placements: Sequence[Placement | None]
    """Its ink in the order in which it was drawn; None for what no other document can have so."""
    counts: Sequence[Count]
    """How much of everything was drawn before each piece of ink, and at the end."""
    drawn: Drawn

    def shares(self, placements: Sequence[Placement]) -> list[bool]:
        """Return of each piece of ink whether it stands here too, in the same turn."""
        same = [*map(eq, placements, self.placements)]
        return [*same, *[False] * (len(placements) - len(same))]


class Repeats:
    """Pages of other documents."""

    def __init__(self, size: int) -> None:
        """Take how many pages are remembered, each in a few versions."""
        self._pages: Memo[Hashable, list[_Page]] = Memo(size)

    def draw(
        self,
        canvas: MarkedCanvas,
        placements: Sequence[Placement],
        draw: Callable[[Placement], bool],
    ) -> None:
        """Draw a page; `draw` draws one piece of ink, and tells whether all is well with it."""
        heading = next((each.ink for each in placements if isinstance(each.ink, Anchor)), None)
        # Documents with one heading in this place are mostly versions of one handout.
        key = (len(canvas.pages), heading)
        versions = self._pages.get(key) or self._pages.keep(key, [])
        shared = [(page.shares(placements), page) for page in versions]
        same, page = max(shared, key=lambda pair: sum(pair[0]), default=([], None))
        if page is None or sum(same) < _ENOUGH * len(same):
            versions.insert(0, _drawn(canvas, placements, draw))
            del versions[_EACH:]
            return
        start = 0
        for known, stretch in groupby(same):
            end = start + len([*stretch])
            if not (known and canvas.repeat(page.drawn, page.counts[start], page.counts[end])):
                for placement in placements[start:end]:
                    draw(placement)
            start = end


def _drawn(
    canvas: MarkedCanvas, placements: Sequence[Placement], draw: Callable[[Placement], bool]
) -> _Page:
    """Draw a page, and return how it was drawn."""
    kept: list[Placement | None] = []
    counts = [canvas.count()]
    for placement in placements:
        is_well = draw(placement)
        kept.append(placement if is_well and canvas.is_repeatable else None)
        counts.append(canvas.count())
    return _Page(kept, [count.after(counts[0]) for count in counts], canvas.since(counts[0]))
