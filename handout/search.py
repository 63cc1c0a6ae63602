"""Search entries by words and properties."""

from __future__ import annotations

from msgspec import Struct

from handout.content_store import ContentStore
from handout.errors import Problems
from handout.located import Text
from handout.model import Entry


class Query(Struct, frozen=True, kw_only=True):
    """Criteria that an entry must meet; None means any."""

    words: tuple[str, ...] = ()
    region: str | None = None
    """Part of the name of a body region, such as 'hip'."""
    equipment: str | None = None
    """Part of the name of a piece of equipment, or 'none' for entries without any."""
    position: str | None = None
    difficulty: str | None = None
    kind: str | None = None


class EntrySummary(Struct, frozen=True, kw_only=True):
    """An entry in the results of a search."""

    id: str
    kind: str
    name: str
    regions: tuple[str, ...]
    """Body regions that it helps."""
    equipment: tuple[str, ...]
    position: str | None
    difficulty: str | None


def find_entries(store: ContentStore, query: Query, problems: Problems) -> list[EntrySummary]:
    """Return the entries that match a query, ordered by id.

    Entries with errors are skipped after noting their problems.
    """
    return [_summary(entry) for entry in matching_entries(store, query, problems)]


def matching_entries(store: ContentStore, query: Query, problems: Problems) -> list[Entry]:
    """Return the records of the entries that match a query, as `find_entries` does."""
    entries = (store.entry(located, problems) for located in store.entries())
    return [entry for entry in entries if entry and _matches(entry, query)]


def _summary(entry: Entry) -> EntrySummary:
    return EntrySummary(
        id=entry.id,
        kind=entry.kind.value,
        name=str(entry.name),
        regions=tuple(map(str, entry.regions)),
        equipment=tuple(map(str, entry.equipment)),
        position=entry.position,
        difficulty=entry.difficulty,
    )


def _matches(entry: Entry, query: Query) -> bool:
    if query.equipment == "none":
        has_equipment = not entry.equipment
    else:
        has_equipment = _among(query.equipment, entry.equipment)
    return (
        has_equipment
        and _among(query.region, entry.regions)
        and query.position in {None, entry.position}
        and query.difficulty in {None, entry.difficulty}
        and query.kind in {None, entry.kind}
        and all(word.casefold() in _searchable(entry) for word in query.words)
    )


def _among(word: str | None, texts: tuple[Text, ...]) -> bool:
    return word is None or any(word.casefold() in str(text).casefold() for text in texts)


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
