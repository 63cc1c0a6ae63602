"""The jobs of a batch: one file to make, and the row that describes it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from handout.errors import Origin, Problem
from handout.home_program import visit_data
from handout.located import Data


class Job(Struct, frozen=True, kw_only=True):
    """One file to make; it is sent to the worker that makes it."""

    number: int
    """The row, counted from 1 without the table's header."""
    origin: Origin
    """Where the row starts."""
    cells: Mapping[str, str]
    """The cells of the row by column; empty ones are left out."""
    file: bytes | None = None
    """The YAML of the program itself, if it is not in a content folder."""
    problems: tuple[Problem, ...] = ()
    """Why the row cannot be read."""

    @property
    def target(self) -> str:
        """The id of the program or handout."""
        return self.cells.get("program") or self.cells.get("handout") or ""


def personal_data(cells: Mapping[str, str]) -> dict[str, Data]:
    """Return the cells of a row that concern its patient as the fields of a program."""
    visit = ("patient", "date", "next_visit", "clinician")
    data = visit_data(**{name: cells.get(name) for name in visit})
    if "note" in cells:
        data["note"] = cells["note"]
    if "omit" in cells:
        data["omit"] = [*cells["omit"].split()]
    changes: dict[str, dict[str, Data]] = {}
    dosages: dict[str, dict[str, Data]] = {}
    for column, value in cells.items():
        entry, _, field = column.partition(".")
        if field == "note":
            changes.setdefault(entry, {})["note"] = value
        elif field:
            dosages.setdefault(entry, {})[field] = value
            changes.setdefault(entry, {})["dosage"] = {**dosages[entry]}
    if changes:
        data["changes"] = {**changes}
    return data
