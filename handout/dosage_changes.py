"""Lay a change over a dosage: find the dose that it means, and remove what it replaces."""

from __future__ import annotations

from typing import Final

from handout.decoding import GrammarError
from handout.dosage import Frequency, Phase
from handout.errors import Problems
from handout.located import Field, Mapping, Node, Sequence, Text, is_empty

_NAMES: Final = ("label", "phase")
"""The fields that tell doses apart."""
_A_DAY: Final = ("per_day", "times", "frequency")
"""The fields that may say how often a day; a change in one of them replaces the others."""


def changed_dosage(old: Node, change: Field, problems: Problems, entry: str = "") -> Node | None:
    """Return a dosage with a change laid over it, or None if the change is of another field.

    What the change makes meaningless is removed: the rest of a single set, and another way of
    saying how often a day. Of a list of doses, the one that has the change's label and phase is
    changed; the only dose needs no name. A list replaces all doses, and so does an empty value.
    A change that does not name one dose is noted, with the names of all; `entry` is the id of
    their entry, if it is known.
    """
    fields = change.value
    if change.key.value != "dosage" or not isinstance(fields, Mapping):
        return None
    if isinstance(old, Mapping):
        return _changed(old, fields)
    return _changed_in(old, fields, problems, entry) if isinstance(old, Sequence) else None


def _changed_in(doses: Sequence, change: Mapping, problems: Problems, entry: str) -> Sequence:
    """Return a list of doses with a change laid over the one that it names."""
    items = [item for item in doses.items if isinstance(item, Mapping)]
    wanted = {name: words for name in _NAMES if (words := _compared(change, name))}
    found = [
        item
        for item in items
        if wanted and all(_compared(item, name) == words for name, words in wanted.items())
    ]
    if len(items) == 1:
        found = items
    if len(found) == 1:
        return Sequence(
            tuple(_changed(found[0], change) if item is found[0] else item for item in doses.items),
            doses.origin,
        )
    owner = f" of '{entry}'" if entry else ""
    if wanted and not found:
        message = f"the dosage{owner} has no such dose"
    else:
        message = f"the dosage{owner} has {len(items)} doses, and this does not say which to change"
    names = "; ".join(map(_written, items))
    hint = f"add the name of one ({names}), or write all doses as a list"
    problems.error(message, change.origin, hint)
    return doses


def _changed(dose: Mapping, change: Mapping) -> Mapping:
    """Return a dose with a change laid over it, and without what the change makes meaningless."""
    over = []
    sets = change.fields.get("sets")
    if sets and isinstance(sets.value, Text) and sets.value.value.strip() in {"", "1"}:
        over.append("rest")
    if any(_says_how_often_a_day(change, name) for name in _A_DAY):
        over += [name for name in _A_DAY if _says_how_often_a_day(dose, name)]
    removed = {
        name: Field(dose.fields[name].key, Text("", change.origin))
        for name in over
        if name in dose.fields
    }
    return dose.overlaid(Mapping({**removed, **change.fields}, change.origin))


def _says_how_often_a_day(dose: Mapping, name: str) -> bool:
    """Return whether a field says how often a day; a frequency may say on which days instead."""
    field = dose.fields.get(name)
    if not field or is_empty(field.value):
        return False
    if name != "frequency":
        return True
    try:
        often = Frequency.parse(field.value.value) if isinstance(field.value, Text) else None
    except GrammarError:
        return False
    return often is not None and often.within_a_day is not None


def _name(fields: Mapping, name: str) -> str:
    field = fields.fields.get(name)
    return " ".join(str(field.value).split()) if field and isinstance(field.value, Text) else ""


def _compared(fields: Mapping, name: str) -> str:
    """Return a name of a dose in a form that is equal for all spellings; empty without one."""
    words = _name(fields, name).casefold()
    if name == "phase" and words:
        try:
            return Phase.parse(words).key
        except GrammarError:
            return words
    return words


def _written(fields: Mapping) -> str:
    """Return the names of a dose as fields: 'phase: weeks 1-2'."""
    names = ((name, _name(fields, name)) for name in _NAMES)
    return ", ".join(f"{name}: {words}" for name, words in names if words) or "without a name"
