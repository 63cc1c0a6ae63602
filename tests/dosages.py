"""Dosages for tests."""

from __future__ import annotations

from handout.decoding import read_record
from handout.dosage import Dosage, Dose
from handout.errors import Origin, Problems
from handout.located import Field, Mapping, Text
from handout.wording import Wording
from handout.wording.dosages import render_dose
from handout.yaml_parser import parse_yaml

_HERE = Origin("case.yaml", 1, 1)


def dosage_of(fields: dict[str, str]) -> Dosage:
    """Return the dosage with some fields."""
    problems = Problems()
    texts = {key: Field(Text(key, _HERE), Text(value, _HERE)) for key, value in fields.items()}
    dosage = Dosage.from_node(Mapping(texts, _HERE), problems)
    assert not problems.has_errors, problems.in_order()
    assert dosage
    return dosage


def phrases_of(fields: dict[str, str], wording: Wording) -> list[str]:
    """Return the words of a dose with some fields."""
    (dose,) = dosage_of(fields).doses
    return render_dose(dose, wording)


def problems_of_dosage(text: str) -> list[str]:
    """Return what is wrong with the fields of a dose, written as YAML."""
    problems = Problems()
    mapping = parse_yaml(text.encode(), "dosage.yaml", problems)
    if mapping:
        read_record(Dose, mapping, problems)
    return [str(problem) for problem in problems.in_order()]
