"""The progress of a batch: a progress bar, messages, a summary and a report."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

import click

from handout.cli.messages import counted
from handout.errors import HandoutError, Origin, Problem, Severity
from handout.output import reason_of, refuse_read_only

if TYPE_CHECKING:
    from handout.batching.run import BatchResult

_SHOWN: Final = 1000
"""Warnings to remember, so that each is shown once and not for every patient."""


def on_terminal() -> bool:
    """Return whether messages are shown on a terminal; standard error may be closed."""
    return sys.stderr is not None and sys.stderr.isatty()


class Progress:
    """A progress bar with messages above it."""

    def __init__(self, total: int | None) -> None:
        """Start the bar; without a total, it has no end."""
        self._counts = Counter[str]()
        self._began = monotonic()
        self._warned: set[Problem] = set()
        self._bar: Any = None
        if on_terminal():
            from tqdm import tqdm

            # No monitor thread, because other processes fork from this one.
            tqdm.monitor_interval = 0
            self._bar = tqdm(total=total, unit=" files", file=sys.stderr, dynamic_ncols=True)

    @property
    def total(self) -> int:
        """The number of results so far."""
        return self._counts.total()

    @property
    def failed(self) -> int:
        """The number of files that could not be built."""
        return self._counts["failed"]

    def show(self, result: BatchResult) -> None:
        """Count a result and print its problems."""
        self._counts[result.status] += 1
        for problem in result.problems:
            if problem.severity is Severity.ERROR:
                self._write(at_row(problem, result.job.origin))
            elif problem not in self._warned and len(self._warned) < _SHOWN:
                self._warned.add(problem)
                self._write(problem)
        if self._bar:
            self._bar.update()

    def close(self) -> None:
        """Remove the bar."""
        if self._bar:
            self._bar.close()

    def summary(self) -> str:
        """Return the counts of all results so far as one line."""
        parts = [
            f"{self._counts['made']} made",
            *([f"{self._counts['unchanged']} unchanged"] if self._counts["unchanged"] else []),
            f"{self.failed} failed",
        ]
        seconds = monotonic() - self._began
        rate = self._counts["made"] / seconds if seconds else 0.0
        rows = counted(self.total, "row")
        return f"{rows}: {', '.join(parts)}, in {seconds:.1f} s ({rate:.1f} a second)"

    def _write(self, problem: Problem) -> None:
        if self._bar:
            self._bar.write(str(problem), file=sys.stderr)
        else:
            click.echo(str(problem), err=True)


def at_row(problem: Problem, row: Origin) -> Problem:
    """Return a problem located at its row; the message gives its position in the content."""
    if problem.origin and problem.origin.file == row.file:
        return problem
    place = f"{problem.origin}: " if problem.origin else ""
    return Problem(f"{place}{problem.message}", row, problem.hint)


class Report:
    """A report with a line of JSON for each row; without a path, nothing is written."""

    def __init__(self, path: Path | None) -> None:
        """Create the file; raise HandoutError if it cannot be written."""
        self._path = path
        self._file: TextIO | None = None
        try:
            if path:
                refuse_read_only(path)
                self._file = path.open("w", encoding="utf-8", buffering=1)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> HandoutError:
        return HandoutError([Problem(f"cannot write '{self._path}': {reason_of(error)}")])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            # What could not be written was reported when it was.
            with suppress(OSError):
                self._file.close()

    def add(self, result: BatchResult) -> None:
        """Write a result; raise HandoutError if that fails."""
        from handout.batching.run import Status

        if not self._file:
            return
        problems = [
            {
                "place": str(problem.origin) if problem.origin else None,
                "message": problem.message,
                "hint": problem.hint,
                "severity": problem.severity,
            }
            for problem in result.problems
        ]
        # What a failed row calls its handout may be the name of a patient.
        made = result.status is not Status.FAILED
        line = {
            "row": result.job.number,
            "target": result.job.target if made else None,
            "path": str(result.path) if made else None,
            "status": result.status,
            "problems": problems,
            "milliseconds": result.milliseconds,
        }
        try:
            self._file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
        except OSError as error:
            raise self._failed(error) from error
