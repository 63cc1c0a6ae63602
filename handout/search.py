"""Search entries by words and properties."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from shlex import join

from msgspec import Struct

from handout.content_store import ContentStore
from handout.errors import Problems
from handout.model import Entry, Handout
from handout.search_words import corrected, is_found, search_words


class Query(Struct, frozen=True, kw_only=True):
    """Criteria that an entry must meet; None means any."""

    words: tuple[str, ...] = ()
    region: str | None = None
    """Words of the name of a body region, such as 'hip'."""
    equipment: str | None = None
    """Words of the name of a piece of equipment, or 'none' for entries without any."""
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


def hint_for_none(store: ContentStore, query: Query) -> str:
    """Return what to try instead of a query that no entry matches."""
    if query.words and matching_handouts(store, query.words, Problems()):
        return f"a ready handout has it: handout list --handouts {join(query.words)}"
    entries = matching_entries(store, Query(), Problems())
    for asked, words_of in (
        (" ".join(query.words), entry_words),
        (query.region, _region_words),
        (query.equipment, _equipment_words),
    ):
        guess = asked and corrected(asked, frozenset().union(*map(words_of, entries)))
        if guess:
            return f"did you mean '{guess}'?"
    return "try fewer words or options"


def matching_handouts(
    store: ContentStore, words: Iterable[str], problems: Problems
) -> list[tuple[str, Handout]]:
    """Return the ids and records of the handouts that have all words in their titles."""
    asked = tuple(words)
    found = []
    for located in store.handouts():
        handout = store.handout(located, problems)
        if handout and is_found(asked, _handout_words(located.id, handout)):
            found.append((located.id, handout))
    return found


def _matches(entry: Entry, query: Query) -> bool:
    if query.equipment == "none":
        has_equipment = not entry.equipment
    else:
        has_equipment = _asked_for(query.equipment, _equipment_words, entry)
    return (
        has_equipment
        and _asked_for(query.region, _region_words, entry)
        and query.position in {None, entry.position}
        and query.difficulty in {None, entry.difficulty}
        and query.kind in {None, entry.kind}
        and (not query.words or is_found(query.words, entry_words(entry)))
    )


def _asked_for(
    asked: str | None, words_of: Callable[[Entry], frozenset[str]], entry: Entry
) -> bool:
    return asked is None or is_found([asked], words_of(entry))


def entry_words(entry: Entry) -> frozenset[str]:
    """Return the words by which an entry is found."""
    texts = (entry.name, *entry.aliases, *entry.regions, *entry.muscles, entry.summary or "")
    terms = (entry.id, entry.position or "", entry.kind)
    return search_words(map(str, (*texts, *terms)), map(str, entry.equipment))


def _region_words(entry: Entry) -> frozenset[str]:
    return search_words(map(str, entry.regions))


def _equipment_words(entry: Entry) -> frozenset[str]:
    return search_words((), map(str, entry.equipment))


def _handout_words(name: str, handout: Handout) -> frozenset[str]:
    return search_words((name, str(handout.title), str(handout.subtitle or "")))
