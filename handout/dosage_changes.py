"""Lay a change over a dosage of several doses: find the dose that it means."""

from __future__ import annotations

from typing import Final

from handout.decoding import GrammarError
from handout.dosage import Phase
from handout.errors import Problems
from handout.located import Field, Mapping, Node, Sequence, Text

_NAMES: Final = ("label", "phase")
"""The fields that tell doses apart."""


def changed_doses(doses: Sequence, change: Field, problems: Problems, entry: str = "") -> Node:
    """Return a list of doses with a change laid over the one that has its label and phase.

    The only dose of a list needs no name. A list replaces all doses, and so does an empty value;
    lists of other fields than the dosage are replaced, too. A change that does not name one dose is
    noted, with the names of all; `entry` is the id of their entry, if it is known.
    """
    if change.key.value != "dosage" or not isinstance(change.value, Mapping):
        return change.value
    fields = change.value
    items = [item for item in doses.items if isinstance(item, Mapping)]
    wanted = {name: words for name in _NAMES if (words := _compared(fields, name))}
    found = [
        item
        for item in items
        if wanted and all(_compared(item, name) == words for name, words in wanted.items())
    ]
    if len(items) == 1:
        found = items
    if len(found) == 1:
        changed = [item.overlaid(fields) if item is found[0] else item for item in doses.items]
        return Sequence(tuple(changed), doses.origin)
    owner = f" of '{entry}'" if entry else ""
    if wanted and not found:
        message = f"the dosage{owner} has no such dose"
    else:
        message = f"the dosage{owner} has {len(items)} doses, and this does not say which to change"
    names = "; ".join(map(_written, items))
    hint = f"add the name of one ({names}), or write all doses as a list"
    problems.error(message, fields.origin, hint)
    return doses


def without_rest(change: Mapping) -> Mapping:
    """Return a change of an entry; one to a single set also removes the rest between sets."""
    dosage = change.fields.get("dosage")
    if not dosage or not isinstance(dosage.value, Mapping) or "rest" in dosage.value.fields:
        return change
    sets = dosage.value.fields.get("sets")
    if not sets or not isinstance(sets.value, Text) or sets.value.value.strip() not in {"", "1"}:
        return change
    rest = Field(Text("rest", sets.key.origin), Text("", sets.value.origin))
    dose = Mapping({**dosage.value.fields, "rest": rest}, dosage.value.origin)
    return Mapping({**change.fields, "dosage": Field(dosage.key, dose)}, change.origin)


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
