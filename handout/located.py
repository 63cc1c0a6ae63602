"""The tree of a content file: texts, lists and fields, each with its position.

Every scalar is a text, exactly as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, overload

from msgspec import Struct

from handout import limits
from handout.errors import Origin, Problem, Problems, Severity

TOO_LARGE: Final = f"the file is too large: the limit is {limits.FILE_BYTES // 1_000_000} MB"


class Text(Struct, frozen=True):
    """A scalar, exactly as a person wrote it."""

    value: str
    origin: Origin
    language: str = ""
    """BCP 47 tag, if the file around it is translated and this text is not."""
    original: str = ""
    """What it translates."""

    def __str__(self) -> str:
        return self.value


class LeftOut(Text, frozen=True):
    """Nothing behind a name, as in `load:`; `load: ''` says that it shall be empty."""


class Sequence(Struct, frozen=True):
    """A list of values."""

    items: tuple[Node, ...]
    origin: Origin


class Field(Struct, frozen=True):
    """A value with its key."""

    key: Text
    value: Node


class Mapping(Struct, frozen=True):
    """Fields by name, in the order of the file."""

    fields: dict[str, Field]
    origin: Origin

    def overlaid(self, changes: Mapping, over: Over | None = None) -> Mapping:
        """Return this mapping with the fields of another laid over it.

        Nested mappings are merged; any other value replaces the old one, and an empty value removes
        it. `over` may say otherwise what a value becomes under a change, at any depth. Each value
        keeps its own origin.
        """
        fields = dict(self.fields)
        for name, change in changes.fields.items():
            old = fields.get(name)
            if over and old and (value := over(old.value, change)):
                fields[name] = Field(change.key, value)
            elif old and isinstance(old.value, Mapping) and isinstance(change.value, Mapping):
                fields[name] = Field(change.key, old.value.overlaid(change.value, over))
            else:
                fields[name] = change
        return Mapping(fields, self.origin)

    def without(self, *names: str) -> Mapping:
        """Return this mapping without some of its fields."""
        fields = {name: field for name, field in self.fields.items() if name not in names}
        return Mapping(fields, self.origin)


Node = Text | Sequence | Mapping
Over = Callable[[Node, Field], Node | None]
"""Returns what a value becomes when a field is laid over it, or None where nothing is special."""
Data = str | list["Data"] | dict[str, "Data"]
"""Texts, lists and fields without positions, from elsewhere than a content file."""


def as_mapping(fields: dict[str, Data], origin: Origin, problems: Problems) -> Mapping:
    """Return plain fields as a mapping in which everything has the same position.

    Characters that must not reach a page are reported.
    """
    located = {
        name: Field(Text(name, origin), _as_node(value, origin, problems))
        for name, value in fields.items()
    }
    return Mapping(located, origin)


def _as_node(value: Data, origin: Origin, problems: Problems) -> Node:
    if isinstance(value, dict):
        return as_mapping(value, origin, problems)
    if isinstance(value, list):
        return Sequence(tuple(_as_node(item, origin, problems) for item in value), origin)
    for character in sorted(set(re.findall(SUSPECT, value))):
        problems.note(suspect(character, origin))
    return Text(value, origin)


@overload
def as_data(node: Mapping) -> dict[str, Data]: ...
@overload
def as_data(node: Node) -> Data: ...
def as_data(node: Node) -> Data:
    """Return a node as texts, lists and fields without positions."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Sequence):
        return [as_data(item) for item in node.items]
    return {name: as_data(field.value) for name, field in node.fields.items()}


def is_empty(node: Node) -> bool:
    """Return whether there is no value, as in `load:` and `load: ''`."""
    return isinstance(node, Text) and not node.value.strip()


SUSPECT: Final = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
    "|[\u202a-\u202e\u2066-\u2069]"
)
"""Matches each character that must not, or should not, reach a page."""
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def suspect(character: str, origin: Origin) -> Problem:
    """Return the problem with a suspect character."""
    code = f"U+{ord(character):04X}"
    if character not in _BIDI_CONTROLS:
        return Problem(f"the control character {code} cannot be printed", origin, "delete it")
    return Problem(
        f"the invisible character {code} changes the direction of text",
        origin,
        "delete it: right-to-left text does not need it",
        Severity.WARNING,
    )
