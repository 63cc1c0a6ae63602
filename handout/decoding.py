"""Read located YAML fields into frozen records, guided by the records' own annotations.

A record is a frozen Struct. Each of its fields is a field of the file; one without a default is
required. The reader knows text, lists, records inside records, choices (string enums) and types
with a grammar of their own; every problem of a record is noted, never only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum
from functools import cache, lru_cache, partial
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Generic,
    Protocol,
    Self,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from msgspec import Struct, StructMeta, field
from msgspec.structs import FieldInfo, fields

from handout.errors import Problem, Problems, suggestion
from handout.located import Mapping, Node, Sequence, Text, is_empty


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


_KEPT: Final = 1024
"""Values that are remembered by their words."""

Record = TypeVar("Record")

_Read = Callable[[Node, str, Problems], Any]
"""Reads the value of a field from its node; the text is its name in files."""


_GIVEN: Final = "given"
Value = TypeVar("Value")
Given = Annotated[Value, _GIVEN]
"""The type of a field that the program fills in, not the file."""


def written_as(key: str, default: object = None) -> Any:  # noqa: ANN401 -- as msgspec.field
    """Declare an optional field whose name in files differs from its name in code."""
    return field(default=default, name=key)


class _Field(Struct, frozen=True):
    """A field of a record, as it is read."""

    name: str
    """What the code calls it."""
    required: bool
    read: _Read
    inside: type | None
    """The record that it holds, where it holds one."""


class _Form(Struct, frozen=True):
    """What a mapping must hold to be read as a record."""

    fields: dict[str, _Field]
    """By the names that files have for them."""
    has_origin: bool
    has_places: bool


class Reader(Generic[Record]):
    """Reads one record after another, such as the variants of an entry.

    A field that is the identical node as in the mapping before gives the identical value, and has
    its problems told again, without being read again.
    """

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self._form = _form(cast("Hashable", kind))
        self._last: dict[str, tuple[Node, Any, list[Problem]]] = {}
        self._inside: dict[str, Reader[Any]] = {}

    def read(self, mapping: Mapping, problems: Problems, /, **values: object) -> Record | None:
        """Return the record that a mapping holds, as `read_record` does."""
        form = self._form
        complete = True
        for key, declared in form.fields.items():
            written = mapping.fields.get(key)
            if written is None or is_empty(written.value):
                if declared.required:
                    place = written.key.origin if written else mapping.origin
                    problems.error(f"'{key}' is missing", place, f"write '{key}: …'")
                    complete = False
                continue
            value = self._value(key, declared, written.value, problems)
            if value is None:
                complete = False
            else:
                values[declared.name] = value
        for key, written in mapping.fields.items():
            if key not in form.fields:
                hint = suggestion(key, form.fields)
                problems.error(f"there is no field '{key}' here", written.key.origin, hint)
        if not complete:
            return None
        if form.has_origin:
            values.setdefault("origin", mapping.origin)
        if form.has_places:
            places = {key: written.value.origin for key, written in mapping.fields.items()}
            values.setdefault("places", places)
        return _checked(self.kind(**values), problems)

    def _value(self, key: str, declared: _Field, node: Node, problems: Problems) -> Any:  # noqa: ANN401
        """Return the value of a field, or None after noting what is wrong with it."""
        last = self._last.get(key)
        if last is None or last[0] is not node:
            own = Problems()
            if declared.inside is None:
                value = declared.read(node, key, own)
            else:
                reader = self._inside.get(key) or self._inside.setdefault(
                    key, Reader(declared.inside)
                )
                value = _read_inside(reader, node, key, own)
            last = self._last[key] = (node, value, own.in_order())
        problems.extend(last[2])
        return last[1]


def read_record(
    kind: type[Record], mapping: Mapping, problems: Problems, /, **values: object
) -> Record | None:
    """Return the record that a mapping holds, or None after noting every problem.

    `values` fill the fields declared as `Given`. Where they do not, one called `origin` gets
    the mapping's own place and one called `places` the places of its values by name.
    """
    return Reader(kind).read(mapping, problems, **values)


def field_names(kind: type) -> list[str]:
    """Return the names of a record's fields, as files have them."""
    return list(_form(kind).fields)


def _checked(value: Record, problems: Problems) -> Record:
    if hasattr(value, "check"):
        for problem in cast("ChecksItself", value).check():
            problems.note(problem)
    return value


@cache
def _form(kind: Hashable) -> _Form:
    """Return how a record is read, for which its annotations are looked at once."""
    declared = fields(cast("type[Struct]", kind))
    read = {
        field.encode_name: _field(field, _without_none(field.type))
        for field in declared
        if _GIVEN not in getattr(field.type, "__metadata__", ())
    }
    names = {field.name for field in declared}
    return _Form(read, has_origin="origin" in names, has_places="places" in names)


def _field(declared: FieldInfo, kind: Any) -> _Field:  # noqa: ANN401
    inside = kind if _is_record(kind) else None
    return _Field(declared.name, declared.required, _reading(kind), inside)


def _reading(kind: Any) -> _Read:  # noqa: ANN401
    """Return what reads a value of some type, or returns None after noting what is wrong."""
    if get_origin(kind) is tuple:
        return partial(_read_list, _reading(_without_none(get_args(kind)[0])))
    if hasattr(kind, "from_node"):
        return lambda node, _key, problems: cast("ReadsNode", kind).from_node(node, problems)
    if _is_record(kind):
        return lambda node, key, problems: _read_inside(Reader(kind), node, key, problems)
    return _read_text if kind is Text else partial(_read_words, kind)


def _is_record(kind: Any) -> bool:  # noqa: ANN401
    """Tell whether a type is written as fields."""
    written_otherwise = kind is Text or hasattr(kind, "parse") or hasattr(kind, "from_node")
    return isinstance(kind, StructMeta) and not written_otherwise


def _read_inside(reader: Reader[Any], node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    if isinstance(node, Mapping):
        return reader.read(node, problems)
    names = ", ".join(f"{name}: …" for name in field_names(reader.kind))
    problems.error(f"'{key}' must hold fields", node.origin, f"write {{{names}}}")
    return None


def _read_text(node: Node, key: str, problems: Problems) -> Text | None:
    if isinstance(node, Text):
        return node
    hint = "put quotes around a text that holds ': '" if isinstance(node, Mapping) else None
    shape = "fields" if isinstance(node, Mapping) else "a list"
    problems.error(f"'{key}' must be text, not {shape}", node.origin, hint)
    return None


def _read_list(read: _Read, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    if not isinstance(node, Sequence):
        problems.error(f"'{key}' must be a list", node.origin, f"write '{key}: [one, two]'")
        return None
    items: list[Any] = []
    for item in node.items:
        if is_empty(item):
            problems.error(f"an item of '{key}' is empty", item.origin, "write it or delete it")
            items.append(None)
        else:
            items.append(read(item, key, problems))
    return None if None in items else tuple(items)


def _read_words(kind: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    """Return the value of a text that has a form of its own, or None after noting its problem."""
    text = _read_text(node, key, problems)
    if text is None:
        return None
    try:
        return _parsed(kind, " ".join(text.value.split()))
    except GrammarError as error:
        problems.error(f"'{key}' {error.message}", text.origin, error.hint)
        return None


@lru_cache(_KEPT)
def _parsed(kind: Any, words: str) -> Any:  # noqa: ANN401
    """Return the value that words stand for; few of them make up the dosages of a whole batch."""
    if issubclass(kind, StrEnum):
        return _choice(kind, words)
    return cast("type[Grammar]", kind).parse(words)


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
