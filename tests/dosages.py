"""Dosages for tests."""

from __future__ import annotations

from handout.decoding import read_record
from handout.dosage import Dosage
from handout.errors import Origin, Problems
from handout.located import Field, Mapping, Text

_HERE = Origin("case.yaml", 1, 1)


def dosage_of(fields: dict[str, str]) -> Dosage:
    """Return the dosage with some fields."""
    problems = Problems()
    texts = {key: Field(Text(key, _HERE), Text(value, _HERE)) for key, value in fields.items()}
    dosage = read_record(Dosage, Mapping(texts, _HERE), problems)
    assert not problems.has_errors, problems.in_order()
    assert dosage
    return dosage
