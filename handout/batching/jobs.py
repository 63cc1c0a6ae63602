"""One file to make: where it is asked for, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from handout.errors import HandoutError, Origin, Problem
from handout.home_program import visit_data
from handout.located import MAX_BYTES, Data


class Order(Struct, frozen=True, kw_only=True):
    """One file to make; travels to whoever makes it."""

    number: int
    """Its row, counted from 1 without the head of the table."""
    origin: Origin
    """Where the row starts."""
    cells: Mapping[str, str]
    """What is written in its columns, by their names; empty cells are left out."""
    file: bytes | None = None
    """The program itself, where it stands in no content folder."""
    problems: tuple[Problem, ...] = ()
    """Why the row cannot be read."""

    @property
    def target(self) -> str:
        """The id of its program or handout."""
        return self.cells.get("program") or self.cells.get("handout") or ""


def personal_data(cells: Mapping[str, str]) -> dict[str, Data]:
    """Return what the cells of a row say to one patient, as the fields of a program."""
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


def program_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may be programs, by name.

    Raises HandoutError where there is none.
    """
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    if not paths:
        problem = Problem("there is no program in this folder", Origin(str(folder), 1, 1))
        raise HandoutError([problem])
    return paths


def folder_orders(paths: Iterable[Path]) -> Iterator[Order]:
    """Yield an order for each program's file."""
    return (_order(number, path) for number, path in enumerate(paths, 1))


def _order(number: int, path: Path) -> Order:
    """Return the order of a program's file; one that cannot be read is told when it is made."""
    origin = Origin(str(path), 1, 1)
    cells = {"program": path.stem}
    try:
        with path.open("rb") as file:
            # One byte more than may be read, so that a file that is too large is told as such.
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        problem = Problem(f"the file cannot be read: {error.strerror or error}", origin)
        return Order(number=number, origin=origin, cells=cells, problems=(problem,))
    return Order(number=number, origin=origin, cells=cells, file=data)
