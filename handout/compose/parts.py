"""Remember the parts of handouts, so that copies for many patients share what is alike in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Concatenate, Final, ParamSpec, TypeVar

from msgspec.structs import replace

from handout import document as doc
from handout.errors import Origin
from handout.memo import Memo, Variants

_ENTRIES: Final = 1024
"""Entries that are remembered."""

_PARTS: Final = 16 * _ENTRIES
"""Parts that are remembered, by their ids."""

_EACH: Final = 4
"""Variants of each, such as a heading with other numbers."""

_DETAILS: Final = {
    **dict.fromkeys(("summary", "glance", "author", "facts", "why"), doc.Detail.FULL),
    **dict.fromkeys(("tip", "mistakes", "easier", "harder"), doc.Detail.HELPFUL),
}
"""What only editions of some detail have, by the name of the part."""

Source = TypeVar("Source")
More = ParamSpec("More")
_Use = tuple[Origin, str, int | None, int]
"""An entry as a handout uses it: the place of its use, then its node's id, number and level."""


class Made:
    """What was composed before, for other copies."""

    def __init__(self) -> None:
        self.entries: Memo[_Use, doc.Entry] = Memo(_ENTRIES)
        self.parts: Variants[object, tuple[doc.Block, ...]] = Variants(_PARTS, _EACH)


class Parts:
    """The parts of one node; what was made of the same source before is the identical blocks."""

    def __init__(self, made: Made, prefix: str, changed: Collection[str] = ()) -> None:
        """Take what the ids begin with, and the names of the parts changed for a patient."""
        self._made = made.parts
        self._prefix = prefix
        self._changed = changed

    def part(
        self,
        name: str,
        source: Source | None,
        compose: Callable[Concatenate[str, Source, More], Iterable[doc.Block]],
        *args: More.args,
        **options: More.kwargs,
    ) -> tuple[doc.Block, ...]:
        """Return the blocks that are composed of an id, a source and what is the same each time.

        Of no source comes no block.
        """
        if not source:
            return ()
        part_id = self._prefix + name
        if name in self._changed:
            # Hardly another patient has it so.
            blocks = in_detail(name, compose(part_id, source, *args, **options))
            return tuple(replace(block, changed=True) for block in blocks)
        made = self._made.get(part_id, source)
        if made is None:
            blocks = in_detail(name, compose(part_id, source, *args, **options))
            made = self._made.keep(part_id, source, blocks)
        return made


def in_detail(name: str, blocks: Iterable[doc.Block]) -> tuple[doc.Block, ...]:
    """Return the blocks of a part that know which editions have them."""
    detail = _DETAILS.get(name)
    return tuple(replace(block, detail=detail) for block in blocks) if detail else tuple(blocks)
