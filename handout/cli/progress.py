"""What a batch says while it runs: a bar on a terminal, a line for each failure, a summary."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

import click

from handout.cli.shared import counted
from handout.errors import HandoutError, Origin, Problem, Severity
from handout.output import reason_of

if TYPE_CHECKING:
    from handout.batching.run import Done

_SHOWN: Final = 1000
"""Warnings that are remembered, so that one of the content is not told for every patient."""


class Progress:
    """A bar, and lines above it."""

    def __init__(self, total: int | None) -> None:
        """Begin; where the total is not known, the bar has no end."""
        self._counts = Counter[str]()
        self._began = monotonic()
        self._warned: set[Problem] = set()
        self._bar: Any = None
        if sys.stderr.isatty():
            from tqdm import tqdm  # noqa: PLC0415 -- only for those who watch

            # No thread of its own, for processes fork from this one.
            tqdm.monitor_interval = 0
            self._bar = tqdm(total=total, unit=" files", file=sys.stderr, dynamic_ncols=True)

    @property
    def failed(self) -> int:
        """How many files could not be made."""
        return self._counts["failed"]

    def show(self, done: Done) -> None:
        """Count a file, and tell what is wrong with it."""
        self._counts[done.status] += 1
        for problem in done.problems:
            if problem.severity is Severity.ERROR:
                self._write(_with_row(problem, done.order.origin))
            elif problem not in self._warned and len(self._warned) < _SHOWN:
                self._warned.add(problem)
                self._write(problem)
        if self._bar:
            self._bar.update()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.close()

    def summary(self) -> str:
        """Return what became of all files so far, in one line."""
        parts = [
            f"{self._counts['made']} made",
            *([f"{self._counts['unchanged']} unchanged"] if self._counts["unchanged"] else []),
            f"{self.failed} failed",
        ]
        seconds = monotonic() - self._began
        rate = self._counts["made"] / seconds if seconds else 0.0
        total = counted(self._counts.total(), "row")
        return f"{total}: {', '.join(parts)}, in {seconds:.1f} s ({rate:.1f} a second)"

    def _write(self, problem: Problem) -> None:
        if self._bar:
            self._bar.write(str(problem), file=sys.stderr)
        else:
            click.echo(str(problem), err=True)


def _with_row(problem: Problem, row: Origin) -> Problem:
    """Return a problem at its row; the place in the content that it names goes into its words."""
    if problem.origin and problem.origin.file == row.file:
        return problem
    place = f"{problem.origin}: " if problem.origin else ""
    return Problem(f"{place}{problem.message}", row, problem.hint)


class Report:
    """A file with a line of JSON for each row; nothing where no path is given."""

    def __init__(self, path: Path | None) -> None:
        """Begin anew; raise HandoutError where the file cannot be written."""
        self._file: TextIO | None = None
        try:
            if path:
                self._file = path.open("w", encoding="utf-8", buffering=1)
        except OSError as error:
            message = f"cannot write '{path}': {reason_of(error)}"
            raise HandoutError([Problem(message)]) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, done: Done) -> None:
        """Write the line of a row."""
        if not self._file:
            return
        problems = [
            {
                "place": str(problem.origin) if problem.origin else None,
                "message": problem.message,
                "hint": problem.hint,
                "severity": problem.severity,
            }
            for problem in done.problems
        ]
        line = {
            "row": done.order.number,
            "target": done.order.target,
            "path": str(done.place.path),
            "status": done.status,
            "problems": problems,
            "milliseconds": done.milliseconds,
        }
        self._file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
