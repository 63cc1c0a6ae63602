"""Programs as plain fields, with their handout in place: what an editor of programs works on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handout.dosage_changes import changed_dosage
from handout.errors import Problems
from handout.home_program import HomeProgram
from handout.located import Data, Mapping, Node, Sequence, as_data
from handout.model import Handout, Use
from handout.tailoring import tailor_handout

_APPLIED = ("handout", "omit", "add", "changes")
"""Fields of a program that are applied to its handout."""


def in_place(
    program: HomeProgram, fields: Mapping, handout: Handout, problems: Problems
) -> dict[str, Data]:
    """Return a program with its handout written in place, in the patient's version of it.

    `fields` are those of the program. Each entry is an id, or a use with all that differs from the
    library; the items of each section are under `content`.
    """
    written = as_data(handout.written.without("sections"))
    own = as_data(fields.without(*_APPLIED))
    tailored = tailor_handout(handout, program, problems)
    sections = [*_sections(tailored, handout, problems)]
    return {**own, "handout": {**written, "sections": sections}}


def _sections(tailored: Handout, handout: Handout, problems: Problems) -> Iterator[Data]:
    nodes = {
        section.origin: node
        for section, node in zip(handout.sections, _nodes(handout), strict=True)
    }
    blocks = {
        id(item): item_node
        for section in handout.sections
        for item, item_node in zip(section.items, _items(nodes[section.origin]), strict=True)
    }
    for section in tailored.sections:
        fields = as_data(nodes[section.origin].without("entries", "content"))
        content = [
            _use(item, problems) if isinstance(item, Use) else as_data(blocks[id(item)])
            for item in section.items
        ]
        yield {**fields, "content": content}


def _nodes(handout: Handout) -> list[Mapping]:
    """Return the fields of each section as they are written."""
    sections = handout.written.fields["sections"].value
    items = sections.items if isinstance(sections, Sequence) else ()
    return [node for node in items if isinstance(node, Mapping)]


def _items(section: Mapping) -> tuple[Node, ...]:
    """Return the items of a section as they are written."""
    for name in ("entries", "content"):
        field = section.fields.get(name)
        if field and isinstance(field.value, Sequence) and field.value.items:
            return field.value.items
    return ()


def _use(use: Use, problems: Problems) -> Data:
    """Return the use of an entry with all of its changes, also those for the patient."""
    changes = use.changes
    if use.personal:
        changes = changes.overlaid(use.personal, partial(changed_dosage, problems=problems))
    fields = as_data(changes)
    again: dict[str, Data] = {"again": "full"} if use.in_full else {}
    if use.written:
        return {use.written.kind.value: as_data(use.written.fields), **fields, **again}
    return {"use": use.id.value, **fields, **again} if fields or again else use.id.value
