"""A content folder as a clinician has one, written from a seed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from same_work.pictures import write_pictures
from same_work.sentences import Speaker

SINGLE: Final = "single"
CATALOGUE: Final = "catalogue"
"""Ids of the two handouts."""
VISIT: Final = "2026-03-02"
_IN_SINGLE: Final = 8
_IN_CATALOGUE: Final = 200
_IN_SECTION: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One patient's line of the table that a batch is made from."""

    patient: str
    note: str
    dosages: dict[str, dict[str, str]]
    """The fields that differ, by the id of the entry."""


def write_content(folder: Path, seed: int, copies: int) -> list[Row]:
    """Write entries, handouts and pictures; return what a batch changes in the single handout."""
    speaker = Speaker.of_seed(seed)
    for name in ("exercises", "stretches", "handouts", "images"):
        (folder / name).mkdir(parents=True)
    pictures = write_pictures(folder / "images", seed)
    ids = []
    for number, name in enumerate(speaker.names(_IN_CATALOGUE)):
        entry = speaker.entry(name, f"images/{pictures[number % len(pictures)]}")
        ids.append(name.lower().replace(" ", "-"))
        kind = "stretches" if number % _IN_SINGLE >= 5 else "exercises"
        _write(folder / kind / f"{ids[-1]}.yaml", entry)
    parts = {"Exercises": ids[:5], "Stretches": ids[5:_IN_SINGLE]}
    _write_handout(folder, SINGLE, speaker.around("Your plan for home"), parts)
    parts = {
        f"Part {start // _IN_SECTION + 1}": ids[start : start + _IN_SECTION]
        for start in range(0, _IN_CATALOGUE, _IN_SECTION)
    }
    _write_handout(folder, CATALOGUE, speaker.around("All our exercises"), parts)
    return [_row(speaker, ids[:_IN_SINGLE]) for _ in range(copies)]


def _write_handout(
    folder: Path, name: str, around: dict[str, Any], parts: dict[str, list[str]]
) -> None:
    sections = [{"heading": heading, "entries": ids} for heading, ids in parts.items()]
    _write(folder / "handouts" / f"{name}.yaml", {**around, "sections": sections})


def _write(path: Path, fields: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(fields, sort_keys=False, allow_unicode=True), "utf-8")


def _row(speaker: Speaker, ids: Sequence[str]) -> Row:
    """Return a row that changes some of every entry's dosage."""
    dosages = {}
    for entry in ids:
        dosage = speaker.dosage()
        dosages[entry] = {field: dosage[field] for field in ("sets", "reps", "frequency")}
    return Row(speaker.person(), f"{speaker.person()} will see you next.", dosages)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write the table of a batch, a line a patient."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        columns = [
            f"{entry}.{field}" for entry, dosage in rows[0].dosages.items() for field in dosage
        ]
        table.writerow(["handout", "patient", "date", "note", *columns])
        for row in rows:
            values = [value for dosage in row.dosages.values() for value in dosage.values()]
            table.writerow([SINGLE, row.patient, VISIT, row.note, *values])
