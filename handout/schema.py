"""JSON Schemas of content files, with which editors complete and check them.

The dialect is 2020-12, in which a reference may have a description beside it; the keywords are
those that editors for draft-07 know as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from handout.decoding import YES_NO, GrammarError
from handout.errors import Problems
from handout.located import Node, Sequence, Text
from handout.reference import (
    KINDS,
    NOT_IN_FILES,
    FieldReference,
    examples_of,
    fields_of,
    meaning_of,
)
from handout.shapes import (
    AnyText,
    ByName,
    Changes,
    Choice,
    Fields,
    ListOf,
    OneOf,
    Shape,
    Words,
    YesOrNo,
)
from handout.yaml_parser import parse_yaml

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind of file, which is a key of `reference.KINDS`."""
    definitions: dict[str, Schema] = {}
    head = {"$schema": DIALECT, "title": kind.capitalize()}
    root = _Builder(definitions).record(KINDS[kind])
    for name in NOT_IN_FILES.get(KINDS[kind], ()):
        del root["properties"][name]
    schema = head | root | {"$defs": dict(sorted(definitions.items()))}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


class _Builder:
    """Makes schemas of shapes; those of nested records become definitions."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions

    def record(self, record: type[Any]) -> Schema:
        """Return the schema of the fields of a record."""
        fields = fields_of(record)
        return {
            "description": meaning_of(record),
            "type": "object",
            "properties": {field.name: self._field(field) for field in fields},
            "required": [field.name for field in fields if field.required],
            "additionalProperties": False,
        }

    def _changes(self, shape: Changes) -> Schema:
        """Return the schema of changes; those to a record inside the record are changes, too."""
        beside = self.record(shape.beside) if shape.beside else {}
        changed = {field.name: self._field(_as_changes(field)) for field in fields_of(shape.record)}
        return {
            "description": meaning_of(shape.beside or shape.record),
            "type": "object",
            "properties": changed | beside.get("properties", {}),
            "required": beside.get("required", []),
            "additionalProperties": False,
        }

    def _field(self, field: FieldReference) -> Schema:
        schema = self._shape(field.shape)
        if field.required and isinstance(field.shape, ListOf):
            schema["minItems"] = 1
        if not field.required:
            schema = _or_empty(schema)
        described = schema | {"description": field.meaning.replace("`", "'")}
        examples = [*map(_data, field.examples)]
        return described | {"examples": examples} if examples else described

    def _shape(self, shape: Shape) -> Schema:
        match shape:
            case ListOf():
                return {"type": "array", "items": self._shape(shape.item)}
            case Fields():
                name = shape.record.__name__.lstrip("_")
                return self._reference(name, lambda: self.record(shape.record))
            case Changes():
                name = f"{(shape.beside or shape.record).__name__}Changes"
                return self._reference(name, lambda: self._changes(shape))
            case ByName():
                values = _or_empty(self._shape(shape.value))
                return {"type": "object", "additionalProperties": values}
            case OneOf():
                return self._one_of(shape.shapes)
            case AnyText() | YesOrNo() | Words() | Choice():
                return _of_scalar(shape)

    def _one_of(self, shapes: tuple[Shape, ...]) -> Schema:
        """Return the schema of any of several shapes, told apart by type and then by key."""
        lists = [each for each in shapes if isinstance(each, ListOf)]
        records = [each for each in shapes if isinstance(each, Fields | Changes)]
        others = [each for each in shapes if each not in lists and each not in records]
        forms = [
            ("array", _any_of([*map(self._shape, lists)])),
            ("object", self._by_key(records)),
            ("string", _any_of([*map(self._shape, others)])),
        ]
        *cases, (_, schema) = [(kind, schema) for kind, schema in forms if schema]
        for kind, form in reversed(cases):
            schema = {"if": {"type": kind}, "then": form, "else": schema}
        return schema

    def _by_key(self, records: list[Fields | Changes]) -> Schema:
        """Return the schema of one of several records, each known by the first key that it needs.

        So an editor names the fault in that record instead of all of them.
        """
        schemas = [*map(self._shape, records)]
        schema = _any_of(schemas)
        if len(records) > 1:
            for shape, form in zip(reversed(records), reversed(schemas), strict=True):
                record = (isinstance(shape, Changes) and shape.beside) or shape.record
                key = next(field.name for field in fields_of(record) if field.required)
                schema = {"if": {"required": [key]}, "then": form, "else": schema}
        return schema

    def _reference(self, name: str, schema: Callable[[], Schema]) -> Schema:
        if name not in self._definitions:
            # What it consists of may refer to it.
            self._definitions[name] = {}
            self._definitions[name] = schema()
        return {"$ref": f"#/$defs/{name}"}


def _of_scalar(shape: AnyText | YesOrNo | Words | Choice) -> Schema:
    match shape:
        case AnyText(may_be_empty=True):
            return {"type": ["string", "number", "boolean", "null"]}
        case AnyText():
            return {"type": ["string", "number", "boolean"], "pattern": "\\S"}
        case YesOrNo():
            # Editors read 'true' and 'false' without quotes as what they mean.
            return {"enum": [*YES_NO, True, False]}
        case Words():
            examples = [*map(_data, examples_of(shape.grammar))]
            return {**_scalar(shape.grammar), "examples": examples}
        case Choice(grammar=None):
            return {"enum": list(shape.words)}
        case Choice():
            return {"anyOf": [{"enum": list(shape.words)}, {"type": "string"}]}


def _any_of(schemas: list[Schema]) -> Schema:
    return {"anyOf": schemas} if len(schemas) > 1 else next(iter(schemas), {})


def _or_empty(schema: Schema) -> Schema:
    """Return a schema that accepts a key without a value, too."""
    if isinstance(schema.get("type"), list):
        without = {key: value for key, value in schema.items() if key != "pattern"}
        return without | {"type": [*schema["type"], "null"]}
    empty = {"type": ["null", "string"], "maxLength": 0}
    if "enum" in schema or "anyOf" in schema:
        # Editors offer its words where nothing is written yet.
        return {"anyOf": [schema, empty]}
    return {"if": empty, "else": schema}


def _as_changes(field: FieldReference) -> FieldReference:
    """Return a field as changes to what it has; a list takes the place of the whole."""

    def changed(shape: Shape) -> Shape:
        return Changes(shape.record) if isinstance(shape, Fields) else shape

    shape = field.shape
    if isinstance(shape, OneOf):
        return replace(field, shape=OneOf(tuple(map(changed, shape.shapes))))
    return replace(field, shape=changed(shape))


def _scalar(grammar: type[Any]) -> Schema:
    """Return the types of YAML that a grammar reads: a number without quotes is not a string."""
    if _reads(grammar, "2.5"):
        return {"type": ["string", "number"]}
    if _reads(grammar, "2"):
        least = {} if _reads(grammar, "0") else {"minimum": 1}
        return {"type": ["string", "integer"], **least}
    return {"type": ["string"]}


def _reads(grammar: type[Any], text: str) -> bool:
    try:
        grammar.parse(text)
    except GrammarError:
        return False
    return True


def _data(form: str) -> object:
    """Return what is written in YAML as plain data, with whole numbers as such."""
    tree = parse_yaml(f"form: {form}".encode(), form, Problems())
    return _plain(tree.fields["form"].value) if tree else form


def _plain(node: Node) -> object:
    if isinstance(node, Text):
        return int(node.value) if node.value.isdecimal() and node.value[0] != "0" else node.value
    if isinstance(node, Sequence):
        return [*map(_plain, node.items)]
    return {name: _plain(field.value) for name, field in node.fields.items()}
