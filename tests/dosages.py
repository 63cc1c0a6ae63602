"""Dosages for tests."""

from __future__ import annotations

from handout.dosage import Dosage
from handout.errors import Origin, Problems
from handout.located import Field, Mapping, Text
from handout.wording import Wording
from handout.wording.dosages import render_dose

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
