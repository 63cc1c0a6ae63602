"""Describe the fields of content files, as the code declares them, for docs/fields.md."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from msgspec.structs import fields

from handout import clinic, dosage, home_program, model
from handout.decoding import field_names, read_record
from handout.errors import Problems
from handout.yaml_parser import parse_yaml

TABLES: Final = (
    ("An exercise or a stretch", model.Entry),
    ("A picture", model.Picture),
    ("A source", model.Source),
    ("A handout", model.Handout),
    ("A section of a handout", model.Section),
    ("A tip", model.Tip),
    ("An author", model.Author),
    ("A log", model.Log),
    ("A dosage", dosage.Dose),
    ("A program: one patient's version of a handout", home_program.HomeProgram),
    ("A patient", home_program.Patient),
    ("A clinician", home_program.Clinician),
    ("A clinic", clinic.Clinic),
)
"""Headings and records, in the order in which an author meets them."""


@dataclass(frozen=True)
class Field:
    """A field of a content file."""

    name: str
    required: bool
    meaning: str

    def __str__(self) -> str:
        name = f"**`{self.name}`**" if self.required else f"`{self.name}`"
        return f"| {name} | {self.meaning} |"


def fields_of(record: type) -> Iterator[Field]:
    """Yield the fields of a record by their names in files, with the sentence under each."""
    meanings = _meanings(record)
    declared = {field.encode_name: field for field in fields(record)}
    for name in field_names(record):
        field = declared[name]
        yield Field(name, field.required, meanings.get(field.name, ""))


def markdown() -> str:
    """Return all tables."""
    return "\n".join(line for heading, record in TABLES for line in _table(heading, record))


def _table(heading: str, record: type) -> Iterator[str]:
    yield from (f"## {heading}", "", "| field | meaning |", "|---|---|")
    yield from map(str, fields_of(record))
    yield ""


def _meanings(record: type) -> dict[str, str]:
    """Return the first paragraph of the docstring under each attribute of a class."""
    module = inspect.getmodule(record)
    assert isinstance(module, ModuleType)
    (found,) = (
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == record.__name__
    )
    meanings: dict[str, str] = {}
    for field, text in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            meanings[field.target.id] = " ".join(str(text.value.value).split())
    return meanings


def problems_of_dosage(text: str) -> list[str]:
    """Return what is wrong with the fields of a dose."""
    problems = Problems()
    mapping = parse_yaml(text.encode(), "dosage.yaml", problems)
    if mapping:
        read_record(dosage.Dose, mapping, problems)
    return [str(problem) for problem in problems.in_order()]
