"""Decode located YAML fields into frozen records by their type annotations.

A record is a frozen Struct. Each of its fields is a field of the file, required unless it has a
default. Values are texts, lists, nested records, choices (yes or no, string enums) and types with a
grammar. A record with a `SHORT_FORM` may also be written as the text of that field alone. A union
of types is annotated with the function that reads it: `Annotated[Use | Block, ReadBy(read_item)]`.
Every problem of a record is noted, not only the first; a record's `ELSEWHERE` has hints on fields
that people write in it and that belong somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum
from functools import cache, lru_cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Protocol, Self, TypeVar, Union, cast, get_args, get_origin

from msgspec import Struct, StructMeta, field
from msgspec.structs import fields

from handout.errors import Problem, Problems, suggestion
from handout.foreign_markup import foreign_markup
from handout.located import Mapping, Node, Sequence, Text, is_empty
from handout.shapes import AnyText, Choice, Fields, ListOf, Shape, Words, YesOrNo, one_of


class GrammarError(Exception):
    """Raised for a text that does not have the form that its field requires."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


class Grammar(Protocol):
    """A type that is written as text of a certain form, such as '2-3' or '30 s'."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the value; raise GrammarError with a hint on the correct form."""


class ReadsNode(Protocol):
    """A type that may be written in more than one shape."""

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Return the value, or None after noting its problems."""

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes that it reads, for the documentation and the schemas."""


class ChecksItself(Protocol):
    """A record with constraints between its fields."""

    def check(self) -> Iterator[Problem]:
        """Yield the problems of the record as a whole."""


_PARSED: Final = 1024
"""Parsed values to remember."""

Record = TypeVar("Record")

_Read = Callable[[Node, str, Problems], Any]
"""Reads the value of a field from its node, given its name in files."""


_GIVEN: Final = "given"
Value = TypeVar("Value")
Given = Annotated[Value, _GIVEN]
"""The type of a field that the program fills in instead of the file."""


class ReadBy(Struct, frozen=True):
    """Annotates a type with the function that reads it."""

    read: Callable[[Node, Problems], Any]
    """Returns the value of a node, or None after noting its problems."""


def written_as(key: str, default: object = None) -> Any:  # noqa: ANN401 -- as msgspec.field
    """Declare an optional field that has another name in files than in code."""
    return field(default=default, name=key)


class DeclaredField(Struct, frozen=True):
    """A field of a record, as it is declared."""

    name: str
    """Its name in files."""
    attribute: str
    """Its name in code."""
    annotation: Any
    required: bool


class _Field(Struct, frozen=True):
    """How a field of a record is read."""

    name: str
    """Its name in code."""
    required: bool
    read: _Read

    def value(self, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
        """Return the value of a node, or None after noting its problem."""
        value = self.read(node, key, problems)
        if self.required and value == ():
            hint = "write at least one item"
            problems.error(f"'{key}' is an empty list", node.origin, hint)
            return None
        return value


class _Form(Struct, frozen=True):
    """How a mapping is read as a record."""

    fields: dict[str, _Field]
    """By their names in files."""
    has_origin: bool
    has_places: bool
    has_written: bool


def read_record(
    kind: type[Record], mapping: Mapping, problems: Problems, /, **values: object
) -> Record | None:
    """Return the record in a mapping, or None after noting its problems.

    `values` fill the fields declared as `Given`. By default, a field called `origin` gets the
    position of the mapping, one called `places` the positions of its values by name, and one called
    `written` the mapping itself.
    """
    form = _form(cast("Hashable", kind))
    complete = True
    for key, declared in form.fields.items():
        written = mapping.fields.get(key)
        if written is None or is_empty(written.value):
            if declared.required:
                place = written.key.origin if written else mapping.origin
                problems.error(f"'{key}' is missing", place, f"write '{key}: …'")
                complete = False
            continue
        value = declared.value(written.value, key, problems)
        if value is None:
            complete = False
        else:
            values[declared.name] = value
    elsewhere = getattr(kind, "ELSEWHERE", {})
    for key, written in mapping.fields.items():
        if key not in form.fields:
            hint = elsewhere.get(key) or suggestion(key, form.fields)
            problems.error(f"the field '{key}' is not known here", written.key.origin, hint)
    if not complete:
        return None
    return _checked(kind(**(_given(form, mapping) | values)), problems)


def _given(form: _Form, mapping: Mapping) -> dict[str, object]:
    """Return the fields of a record that the program fills in from where it is written."""
    given: dict[str, object] = {}
    if form.has_origin:
        given["origin"] = mapping.origin
    if form.has_places:
        given["places"] = {key: one.value.origin for key, one in mapping.fields.items()}
    if form.has_written:
        given["written"] = mapping
    return given


def read_value(kind: type[Value], node: Node, key: str, problems: Problems) -> Value | None:
    """Return the value of a type with a grammar, or None after noting the problem of its field."""
    value: Value | None = _read_words(kind, node, key, problems)
    return value


def field_names(kind: type) -> list[str]:
    """Return the names of a record's fields in files."""
    return list(_form(kind).fields)


def declared_fields(kind: type) -> list[DeclaredField]:
    """Return the fields that a file may give a record, in their order."""
    return [
        DeclaredField(one.encode_name, one.name, _without_none(one.type), one.required)
        for one in fields(cast("type[Struct]", kind))
        if _GIVEN not in getattr(one.type, "__metadata__", ())
    ]


def shape_of(kind: Any) -> Shape:  # noqa: ANN401
    """Return the shape in which a type is written; raise TypeError if it does not say so."""
    if get_origin(kind) is tuple:
        return ListOf(shape_of(_without_none(get_args(kind)[0])))
    if get_origin(kind) is Annotated:
        return one_of(map(shape_of, get_args(get_args(kind)[0])))
    if hasattr(kind, "shapes"):
        return one_of(cast("type[ReadsNode]", kind).shapes())
    if hasattr(kind, "SHORT_FORM"):
        (main,) = (one for one in declared_fields(kind) if one.name == kind.SHORT_FORM)
        return one_of((shape_of(main.annotation), Fields(kind)))
    if kind is bool:
        return YesOrNo()
    if kind is Text:
        return AnyText()
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words = tuple(member.value for member in kind)
        return Choice(words, kind if hasattr(kind, "parse") else None)
    if hasattr(kind, "from_node") or not (_is_record(kind) or hasattr(kind, "parse")):
        raise TypeError(f"{kind.__name__} needs a class method 'shapes', as in decoding.ReadsNode")
    return Fields(kind) if _is_record(kind) else Words(kind)


def _checked(record: Record, problems: Problems) -> Record:
    if hasattr(record, "check"):
        problems.extend(cast("ChecksItself", record).check())
    return record


@cache
def _form(kind: Hashable) -> _Form:
    """Return how a record is read; its annotations are examined only once."""
    read = {
        declared.name: _Field(declared.attribute, declared.required, _reading(declared.annotation))
        for declared in declared_fields(cast("type", kind))
    }
    names = {field.name for field in fields(cast("type[Struct]", kind))}
    return _Form(
        read,
        has_origin="origin" in names,
        has_places="places" in names,
        has_written="written" in names,
    )


def _reading(kind: Any) -> _Read:  # noqa: ANN401
    """Return a function that reads a value of a type, or returns None after noting a problem."""
    if get_origin(kind) is tuple:
        return partial(_read_list, _reading(_without_none(get_args(kind)[0])))
    if get_origin(kind) is Annotated:
        (read_by,) = cast("tuple[ReadBy]", kind.__metadata__)
        return lambda node, _key, problems: read_by.read(node, problems)
    if hasattr(kind, "from_node"):
        return lambda node, _key, problems: cast("ReadsNode", kind).from_node(node, problems)
    if hasattr(kind, "SHORT_FORM"):
        return partial(_read_short_form, kind)
    if _is_record(kind):
        return partial(_read_fields, kind)
    return _read_text if kind is Text else partial(_read_words, kind)


def _is_record(kind: Any) -> bool:  # noqa: ANN401
    """Return whether a type is written as fields."""
    written_otherwise = kind is Text or hasattr(kind, "parse") or hasattr(kind, "from_node")
    return isinstance(kind, StructMeta) and not written_otherwise


def _read_fields(kind: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    if isinstance(node, Mapping):
        return read_record(kind, node, problems)
    names = ", ".join(f"{name}: …" for name in field_names(kind))
    problems.error(f"'{key}' must contain fields", node.origin, f"write {{{names}}}")
    return None


def _read_short_form(kind: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    """Return a record written as fields, or as the text of its main field."""
    if isinstance(node, Mapping) and not node.fields.keys().isdisjoint(field_names(kind)):
        return read_record(kind, node, problems)
    text = _read_text(node, key, problems)
    return None if text is None else kind(**{kind.SHORT_FORM: text})


def _read_text(node: Node, key: str, problems: Problems) -> Text | None:
    if isinstance(node, Text):
        for look, advice in foreign_markup(node.value).items():
            message = f"'{key}' looks like {look}, but prints as it stands"
            problems.warning(message, node.origin, advice)
        return node
    if isinstance(node, Mapping):
        shape, hint = "fields", "put quotes around text that contains ': ' or starts with '{'"
    else:
        shape, hint = "a list", "put quotes around text that starts with '[' or '- '"
    problems.error(f"'{key}' must be text, not {shape}", node.origin, hint)
    return None


def _read_list(read: _Read, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    if not isinstance(node, Sequence):
        hint = f"write '{key}:', and below it a line that begins with '- ' for each item"
        problems.error(f"'{key}' must be a list", node.origin, hint)
        return None
    items: list[Any] = []
    for item in node.items:
        if is_empty(item):
            problems.error(f"an item of '{key}' is empty", item.origin, "fill it in or delete it")
            items.append(None)
        else:
            items.append(read(item, key, problems))
    if len(items) > 1 and all(map(_is_marked, range(1, len(items) + 1), node.items)):
        message = f"'{key}' has numbers or bullets of its own, which are printed too"
        problems.warning(message, node.items[0].origin, "delete them, as in '- Sit down.'")
    return None if None in items else tuple(items)


def _is_marked(number: int, item: Node) -> bool:
    """Return whether an item of a list begins with its number or a bullet."""
    form = rf"(?i)(?:\(?(?:step )?{number}[.):]|[-+*\u2013\u2014])\s"
    return isinstance(item, Text) and re.match(form, item.value) is not None


def _read_words(kind: Any, node: Node, key: str, problems: Problems) -> Any:  # noqa: ANN401
    """Return the value of a text with a grammar, or None after noting its problem."""
    text = _read_text(node, key, problems)
    if text is None:
        return None
    try:
        return _parsed(kind, " ".join(text.value.split()))
    except GrammarError as error:
        problems.error(f"'{key}' {error.message}", text.origin, error.hint)
        return None


@lru_cache(_PARSED)
def _parsed(kind: Any, words: str) -> Any:  # noqa: ANN401
    """Return the value of a text; the dosages of a whole batch consist of a few texts."""
    if hasattr(kind, "parse"):
        return cast("type[Grammar]", kind).parse(words)
    return _yes_or_no(words) if kind is bool else _choice(kind, words)


YES_NO: Final = {
    **dict.fromkeys(("yes", "y", "true", "on"), True),
    **dict.fromkeys(("no", "n", "false", "off"), False),
}
"""The words for yes and no."""


def _yes_or_no(words: str) -> bool:
    try:
        return YES_NO[words.casefold()]
    except KeyError:
        # Without the word: it may be the name that a yes would print.
        raise GrammarError("must be yes or no") from None


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
