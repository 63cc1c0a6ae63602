"""Read located YAML fields into frozen records, guided by the records' own annotations.

A record is a frozen dataclass. Each of its fields is a field of the file; one without a default is
required. The reader knows text, lists, records inside records, choices (string enums) and types
with a grammar of their own; every problem of a record is noted, never only the first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Protocol, Self, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from handout.errors import Problem, Problems, suggestion
from handout.source import Mapping, Node, Sequence, Text, is_empty


class GrammarError(Exception):
    """Raise when a text is not of the form its field asks for."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


class Grammar(Protocol):
    """A type that is written as one text with a form of its own, such as '2-3' or '30 s'."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the value; raise GrammarError with the right form in its hint."""


class ReadsNode(Protocol):
    """A type that may be written in more than one shape."""

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Return the value, or None after noting what is wrong."""


class ChecksItself(Protocol):
    """A record whose fields depend on one another."""

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the record as a whole."""


Record = TypeVar("Record")


def given() -> Any:  # noqa: ANN401 -- stands for a value of the field's own type
    """Declare a field that the program fills in, not the file."""
    return dataclasses.field(metadata={"given": True})


def written_as(key: str, default: object = None) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an optional field whose name in files differs from its name in code."""
    return dataclasses.field(default=default, metadata={"key": key})


def read_record(
    record: type[Record], mapping: Mapping, problems: Problems, **values: object
) -> Record | None:
    """Return the record that a mapping holds, or None after noting every problem.

    `values` fill the fields declared with `given()`. Where they do not, one called `origin` gets
    the mapping's own place and one called `places` the places of its values by name.
    """
    values = dict(values)
    complete = True
    declared = _declared(cast("Hashable", record))
    for key, (name, annotation, required) in declared.items():
        field = mapping.fields.get(key)
        if field is None or is_empty(field.value):
            if required:
                place = field.key.origin if field else mapping.origin
                problems.error(f"'{key}' is missing", place, f"write '{key}: …'")
                complete = False
            continue
        value = _read(annotation, field.value, key, problems)
        if value is None:
            complete = False
        else:
            values[name] = value
    for key, field in mapping.fields.items():
        if key not in declared:
            hint = suggestion(key, declared)
            problems.error(f"there is no field '{key}' here", field.key.origin, hint)
    names = {field.name for field in dataclasses.fields(cast("Any", record))}
    if "origin" in names:
        values.setdefault("origin", mapping.origin)
    if "places" in names:
        places = {key: field.value.origin for key, field in mapping.fields.items()}
        values.setdefault("places", places)
    if not complete:
        return None
    return _checked(record(**values), problems)


def field_names(record: type) -> list[str]:
    """Return the names of a record's fields, as files have them."""
    return list(_declared(record))


def _checked(value: Record, problems: Problems) -> Record:
    if hasattr(value, "check"):
        for problem in cast("ChecksItself", value).check():
            problems.note(problem)
    return value


@cache
def _declared(record: Hashable) -> dict[str, tuple[str, Any, bool]]:
    """Return a record's fields by the name they have in files: name, type, whether required."""
    hints = get_type_hints(record)
    return {
        field.metadata.get("key", field.name): (
            field.name,
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(cast("Any", record))
        if not field.metadata.get("given")
    }


def _read(annotation: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    """Return the value of a field, or None after noting what is wrong with it."""
    kind = _without_none(annotation)
    if get_origin(kind) is tuple:
        return _read_list(get_args(kind)[0], node, key, problems)
    if hasattr(kind, "from_node"):
        return cast("ReadsNode", kind).from_node(node, problems)
    if dataclasses.is_dataclass(kind) and kind is not Text and not hasattr(kind, "parse"):
        if isinstance(node, Mapping):
            return read_record(cast("type[Any]", kind), node, problems)
        names = ", ".join(f"{name}: …" for name in _declared(cast("Hashable", kind)))
        problems.error(f"'{key}' must hold fields", node.origin, f"write {{{names}}}")
        return None
    text = _read_text(node, key, problems)
    if text is None or kind is Text:
        return text
    return _parse(kind, text, key, problems)


def _read_text(node: Node, key: str, problems: Problems) -> Text | None:
    if isinstance(node, Text):
        return node
    hint = "put quotes around a text that holds ': '" if isinstance(node, Mapping) else None
    shape = "fields" if isinstance(node, Mapping) else "a list"
    problems.error(f"'{key}' must be text, not {shape}", node.origin, hint)
    return None


def _read_list(kind: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    if not isinstance(node, Sequence):
        problems.error(f"'{key}' must be a list", node.origin, f"write '{key}: [one, two]'")
        return None
    items: list[Any] = []
    for item in node.items:
        if is_empty(item):
            problems.error(f"an item of '{key}' is empty", item.origin, "write it or delete it")
            items.append(None)
        else:
            items.append(_read(kind, item, key, problems))
    return None if None in items else tuple(items)


def _parse(kind: Any, text: Text, key: str, problems: Problems) -> Any:  # noqa: ANN401
    value = " ".join(text.value.split())
    try:
        if issubclass(kind, StrEnum):
            return _choice(kind, value)
        return cast("type[Grammar]", kind).parse(value)
    except GrammarError as error:
        problems.error(f"'{key}' {error.message}", text.origin, error.hint)
        return None


def _choice(kind: type[StrEnum], value: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        hint = suggestion(value, [member.value for member in kind])
        raise GrammarError(f"cannot be '{value}'", hint) from None


def _without_none(annotation: Any) -> Any:  # noqa: ANN401
    if get_origin(annotation) in (Union, UnionType):
        (kind,) = (part for part in get_args(annotation) if part is not NoneType)
        return kind
    return annotation
