"""The command that builds a file for each of many patients."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, Self

import click

from handout.cli.options import (
    FORMATS,
    clinic_option,
    content_option,
    dates_option,
    fonts_option,
    print_options,
)
from handout.errors import HandoutError, Problem

if TYPE_CHECKING:
    from collections.abc import Generator

    from handout.batching.run import BatchResult

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@click.command()
@click.argument("rows", metavar="TABLE|FOLDER", type=click.Path())
@click.option(
    "-o",
    "--output",
    "to",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="Folder to write into, created if necessary.  [default: the current folder]",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(FORMATS),
    default="pdf",
    show_default=True,
    help="Output format.",
)
@click.option(
    "--name",
    metavar="TEMPLATE",
    help="Template of file names.  [default: '{row}-{handout}'; for a FOLDER '{handout}']",
)
@click.option("--resume", is_flag=True, help="Skip files that are up to date.")
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Skip rows with errors, or stop at the first one.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a report with a line of JSON for each row.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Number of processes.  [default: one per core]"
)
@dates_option
@click.option("--scheduler", metavar="ADDRESS", help="Use the Dask cluster with this scheduler.")
@print_options
@clinic_option
@fonts_option
@content_option
def batch(
    rows: str,
    *,
    keep_going: bool,
    report: Path | None,
    jobs: int | None,
    folders: tuple[Path, ...],
    print_options: dict[str, Any],
    **options: Any,  # noqa: ANN401 -- as the arguments of `handout.batch`
) -> None:
    """Build a file for each row of a table, or for each program in a folder.

    TABLE is a CSV, .xlsx or .ods file with a row for each patient; '-' is standard input. Its
    columns are handout or program, title, patient, birth_date, record, name_on_pages, goals, date,
    next_visit, clinician, note, omit, lang, edition, paper and clinic, fields to change in an
    entry (clamshell.sets, clamshell.note), and fields inside those of a program (stop.call.phone).

    Rows with errors are reported and skipped. The template of file names may contain {patient},
    {handout}, {row}, {date}, {clinic}, {edition} and {paper}.

    \b
    Examples:
      handout batch patients.csv -o handouts
      handout batch patients.csv -o handouts --name '{patient}-{handout}' --resume
      handout batch patients/ -o handouts --clinic example-clinic
      handout batch patients.csv -o handouts --scheduler tcp://10.0.0.1:8786
    """
    from handout.batching.run import batch, count_rows
    from handout.cli.progress import on_terminal

    if rows == "-" and sys.stdin is None:
        raise HandoutError([Problem("cannot read standard input: it is closed")])
    # Python's default thresholds cost a tenth of the time, because they search the caches, which
    # live as long as the batch, again and again.
    gc.enable()
    gc.set_threshold(50_000, 20, 100)
    results = batch(
        sys.stdin.buffer if rows == "-" else rows,
        content=folders,
        jobs=jobs or os.cpu_count() or 1,
        **options,
        **print_options,
    )
    total = count_rows(rows, folders) if rows != "-" and on_terminal() else None
    raise click.exceptions.Exit(_run(results, report, total, keep_going=keep_going))


def _run(
    results: Generator[BatchResult, None, None],
    report_file: Path | None,
    total: int | None,
    *,
    keep_going: bool,
) -> int:
    """Build all files, report the results, and return the exit code."""
    from handout.batching.run import Status
    from handout.cli.progress import Progress, Report

    with (
        Report(report_file) as report,
        closing(Progress(total)) as progress,
        _Interrupt() as interrupt,
        closing(results),
    ):
        lost = None
        try:
            for result in results:
                progress.show(result)
                report.add(result)
                failed = result.status is Status.FAILED
                if interrupt.exit_code or (failed and not keep_going):
                    break
        except HandoutError as error:
            lost = error
    if progress.total or not lost:
        click.echo(progress.summary(), err=True)
    if lost:
        raise lost
    if interrupt.exit_code:
        return interrupt.exit_code
    return 1 if progress.failed else 0


class _Interrupt:
    """Ctrl-C or SIGTERM ends a batch after the current file, and a second one at once."""

    exit_code = 0
    """As in shells, once a signal has come."""

    def __enter__(self) -> Self:
        self._before = {each: signal.signal(each, self._request) for each in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _request(self, number: int, _frame: FrameType | None) -> None:
        self.exit_code = 128 + number
        self.__exit__()
