"""The command that makes a file for each of many patients."""

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
    fonts_option,
    print_options,
)
from handout.errors import HandoutError

if TYPE_CHECKING:
    from collections.abc import Generator

    from handout.batching.run import BatchResult

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells return it."""


@click.command()
@click.argument("rows", metavar="CSV|FOLDER", type=click.Path())
@click.option(
    "-o",
    "--output",
    "to",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="The folder for the files, created if necessary.  [default: the current one]",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(FORMATS),
    default="pdf",
    show_default=True,
    help="The format to write.",
)
@click.option(
    "--name",
    metavar="TEMPLATE",
    help="How to name the files.  [default: '{row}-{handout}'; for a FOLDER '{handout}']",
)
@click.option("--resume", is_flag=True, help="Skip files that exist and would be the same.")
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Skip rows that cannot be made, or stop at the first.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the result of each row as a line of JSON.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Processes to use.  [default: one for each core]"
)
@click.option("--scheduler", metavar="ADDRESS", help="Use the Dask cluster of this scheduler.")
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
    **options: Any,  # noqa: ANN401 -- given types by the function that is called
) -> None:
    """Build a file for each row of a table, or for each program of a folder.

    CSV is a table with a row for each patient; '-' reads it from standard input. Its columns are
    handout or program, patient, date, next_visit, clinician, note, omit, lang, edition, paper and
    clinic, and for each entry what is changed in it: clamshell.sets, clamshell.note.

    Rows with problems are reported and skipped; all others are built. The names of the files may
    contain {patient}, {handout}, {row}, {date}, {clinic}, {edition} and {paper}.

    \b
    Examples:
      handout batch patients.csv -o handouts
      handout batch patients.csv -o handouts --name '{patient}-{handout}' --resume
      handout batch patients/ -o handouts --clinic example-clinic
      handout batch patients.csv -o handouts --scheduler tcp://10.0.0.1:8786
    """
    from handout.batching.run import batch, count_rows

    # What is remembered lives as long as the batch, which may take hours: it need not be searched
    # for garbage as often as Python does by default, which costs a tenth of the time.
    gc.enable()
    gc.set_threshold(50_000, 20, 100)
    results = batch(
        sys.stdin.buffer if rows == "-" else rows,
        content=folders,
        jobs=jobs or os.cpu_count() or 1,
        **options,
        **print_options,
    )
    total = count_rows(rows, folders) if rows != "-" and sys.stderr.isatty() else None
    raise click.exceptions.Exit(_run(results, report, total, keep_going=keep_going))


def _run(
    results: Generator[BatchResult, None, None],
    report_file: Path | None,
    total: int | None,
    *,
    keep_going: bool,
) -> int:
    """Make all files, report their results, and return the exit code."""
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
                if interrupt.requested or (failed and not keep_going):
                    break
        except HandoutError as error:
            lost = error
    if progress.total or not lost:
        click.echo(progress.summary(), err=True)
    if lost:
        raise lost
    if interrupt.requested:
        return INTERRUPTED
    return 1 if progress.failed else 0


class _Interrupt:
    """Ctrl-C ends a batch after the current file; pressed again, it ends it at once."""

    requested = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._request)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _request(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
