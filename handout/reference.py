"""Describe what content files may say: fields, what they mean and how they are written.

All of it is read from the annotations and docstrings of the records. What a person may write is
quoted there: in backticks under a field, in single quotes in the docstring of a grammar.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import cache
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct

from handout.clinic import Clinic
from handout.decoding import declared_fields, shape_of
from handout.dosage import Dosage
from handout.figures.pose import FigureFields
from handout.home_program import HomeProgram
from handout.model import Entry, Handout
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

KINDS: Final[dict[str, type[Any]]] = {
    "exercise": Entry,
    "stretch": Entry,
    "handout": Handout,
    "program": HomeProgram,
    "clinic": Clinic,
    "figure": FigureFields,
}
"""Records by the kind of file."""
NOT_IN_FILES: Final[dict[type[Any], tuple[str, ...]]] = {Entry: ("note",)}
"""Fields that only the use of a record may give it."""


class FieldReference(Struct, frozen=True):
    """A field of a content file."""

    name: str
    required: bool
    shape: Shape
    meaning: str
    """What is written under it in the code, as one line."""

    @property
    def examples(self) -> tuple[str, ...]:
        """What its meaning quotes."""
        return tuple(re.findall(r"`([^`]+)`", self.meaning))


def fields_of(record: type[Any]) -> list[FieldReference]:
    """Return the fields of a record in their order."""
    meanings = _meanings(record)
    return [
        FieldReference(
            field.name,
            field.required,
            shape_of(field.annotation),
            meanings.get(field.attribute, ""),
        )
        for field in declared_fields(record)
    ]


def meaning_of(kind: type[Any]) -> str:
    """Return the first paragraph of a class's docstring as one line."""
    return " ".join(_docstring(kind).partition("\n\n")[0].split())


def examples_of(grammar: type[Any]) -> tuple[str, ...]:
    """Return the forms that the docstring of a grammar quotes."""
    return tuple(re.findall(r"(?<!\w)'([^']+)'(?!\w)", _docstring(grammar)))


def _docstring(kind: type[Any]) -> str:
    return inspect.getdoc(kind) or ""


def title_of(record: type[Any]) -> str:
    """Return the name of a record in words."""
    name = record.__name__.removesuffix("Fields").removeprefix("Home").lstrip("_")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def records() -> list[type[Any]]:
    """Return the records of content, each after the first that mentions it; figures are apart."""
    found: dict[type[Any], None] = {}
    for kind, record in KINDS.items():
        if kind != "figure":
            _collect(record, found)
    return list(found)


def _collect(record: type[Any], found: dict[type[Any], None]) -> None:
    if record in found:
        return
    found[record] = None
    for field in fields_of(record):
        for mentioned in records_in(field.shape):
            _collect(mentioned, found)


def records_in(shape: Shape) -> tuple[type[Any], ...]:
    """Return the records whose fields a shape has."""
    match shape:
        case Fields():
            return (shape.record,)
        case Changes():
            return (shape.beside, shape.record) if shape.beside else (shape.record,)
        case ListOf():
            return records_in(shape.item)
        case ByName():
            return records_in(shape.value)
        case OneOf():
            return tuple(record for each in shape.shapes for record in records_in(each))
        case AnyText() | YesOrNo() | Words() | Choice():
            return ()


def forms_of(shape: Shape) -> tuple[str, ...]:
    """Return examples of a shape as they are written; none of what is any text or has fields."""
    match shape:
        case Words():
            return examples_of(shape.grammar)
        case Choice():
            return shape.words
        case YesOrNo():
            return ("yes", "no")
        case ListOf():
            forms = forms_of(shape.item)
            return (f"[{', '.join(forms[:3])}]",) if forms else ()
        case OneOf():
            return tuple(form for each in shape.shapes for form in forms_of(each))
        case AnyText() | Fields() | Changes() | ByName():
            return ()


def dose() -> type[Any]:
    """Return the record of the words of a dosage."""
    return records_in(shape_of(Dosage))[0]


def dosage_forms() -> list[tuple[FieldReference, tuple[str, ...]]]:
    """Return the fields of a dosage, each with the forms in which it may be written."""
    return [
        (field, tuple(dict.fromkeys((*forms_of(field.shape), *field.examples))))
        for field in fields_of(dose())
    ]


def _meanings(record: type[Any]) -> dict[str, str]:
    """Return what is written under the attributes of a class and its bases."""
    bases = record.__mro__[1:]
    inherited = [_meanings(base) for base in bases if base.__module__.startswith("handout.")]
    meanings = {name: text for found in reversed(inherited) for name, text in found.items()}
    (declared,) = (node for node in _classes(record.__module__) if node.name == record.__name__)
    for field, text in pairwise(declared.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            meanings[field.target.id] = " ".join(str(text.value.value).split())
    return meanings


@cache
def _classes(module: str) -> list[ast.ClassDef]:
    body = ast.parse(inspect.getsource(sys.modules[module])).body
    return [node for node in body if isinstance(node, ast.ClassDef)]
