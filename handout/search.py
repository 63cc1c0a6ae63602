"""Find entries of the library by word and property."""

from __future__ import annotations

from msgspec import Struct

from handout.library import Library
from handout.model import Entry


class Query(Struct, frozen=True, kw_only=True):
    """What an entry must have; None and no words ask for nothing."""

    words: tuple[str, ...] = ()
    region: str | None = None
    equipment: str | None = None
    """A word of it, or 'none'."""
    position: str | None = None
    difficulty: str | None = None
    kind: str | None = None


def find_entries(library: Library, query: Query) -> list[Entry]:
    """Return the entries that fit, by id; problems of entries are noted in the library."""
    entries = (library.entry(located) for located in library.entries())
    return [entry for entry in entries if entry and _fits(entry, query)]


def _fits(entry: Entry, query: Query) -> bool:
    equipment = [str(item) for item in entry.equipment]
    if query.equipment == "none":
        has_equipment = not equipment
    else:
        has_equipment = _among(query.equipment, equipment)
    return (
        has_equipment
        and _among(query.region, [str(region) for region in entry.regions])
        and query.position in {None, entry.position}
        and query.difficulty in {None, entry.difficulty}
        and query.kind in {None, entry.kind}
        and all(word.casefold() in _searchable(entry) for word in query.words)
    )


def _among(word: str | None, texts: list[str]) -> bool:
    return word is None or any(word.casefold() in text.casefold() for text in texts)


def _searchable(entry: Entry) -> str:
    texts = (
        entry.name,
        *entry.aliases,
        *entry.regions,
        *entry.muscles,
        *entry.equipment,
        *((entry.summary,) if entry.summary else ()),
    )
    words = " ".join(str(text) for text in texts)
    return f"{entry.id} {words} {entry.position or ''} {entry.kind}".casefold()
