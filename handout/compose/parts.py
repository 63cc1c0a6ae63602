"""Compose the parts of a handout, each once per session for the same inputs.

So the copies for different patients share identical nodes, for which the layout is cached.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout.caches import Caches, Memo

_PARTS: Final = 16 * 1024
"""Ids of parts in a generation of the memo."""

_VERSIONS: Final = 4
"""Versions of a part, such as the heading of an entry that has other numbers elsewhere."""

_DETAILS: Final = {
    **dict.fromkeys(("summary", "glance", "author", "facts", "why"), doc.Detail.FULL),
    **dict.fromkeys(("tip", "mistakes", "easier", "harder"), doc.Detail.HELPFUL),
}
"""Parts that editions with less detail leave out, by name."""

Part = TypeVar("Part", bound=doc.Node)
Source = TypeVar("Source")
More = ParamSpec("More")


def part_memo(caches: Caches) -> Memo[Any]:
    """Return the memo in which a session keeps composed parts."""
    return caches.memo("compose", _PARTS, _VERSIONS)


class PartComposer(Struct, frozen=True):
    """Composes the parts of one node."""

    memo: Memo[Any]
    prefix: str = ""
    """Beginning of the parts' ids."""
    changed: Collection[str] = ()
    """Names of the parts that were changed for a patient."""

    def part(
        self,
        name: str,
        compose: Callable[Concatenate[str, Source, More], Iterable[Part]],
        source: Source | None,
        *args: More.args,
        **options: More.kwargs,
    ) -> tuple[Part, ...]:
        """Return what `compose` makes of an id and its inputs, or nothing if the source is empty.

        The inputs must include everything that the blocks depend on.
        """
        if not source:
            return ()
        part_id = self.prefix + name

        def composed() -> tuple[Part, ...]:
            blocks = compose(part_id, source, *args, **options)
            detail = _DETAILS.get(name)
            return (
                tuple(replace(each, detail=detail) for each in blocks) if detail else tuple(blocks)
            )

        if name in self.changed:
            # Other patients are unlikely to have the same change.
            return tuple(replace(block, changed=True) for block in composed())
        blocks: tuple[Part, ...] = self.memo.get(
            part_id, (compose, source, args, options), composed
        )
        return blocks
