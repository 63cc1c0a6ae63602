"""The command that makes a file for each of many patients."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

import click
from msgspec import Struct

from handout.cli.look import look_options
from handout.cli.shared import (
    FORMATS,
    clinic_option,
    content_folder,
    content_option,
    existing_file,
    find_clinic,
    fonts_option,
    hint_line,
    is_path,
    open_library,
)
from handout.errors import HandoutError, Problems
from handout.extras import needed_for

if TYPE_CHECKING:
    from handout.batching.executors import Crew
    from handout.batching.jobs import Order
    from handout.batching.names import Names
    from handout.batching.output_folder import Shelf
    from handout.batching.table import Table
    from handout.batching.worker import Setup
    from handout.library import Library
    from handout.print_options import PrintOptions

INTERRUPTED: Final = 130
"""Exit code of a command that Ctrl-C ended, as shells give it."""


class _Asked(Struct, frozen=True, kw_only=True):
    """The command line."""

    rows: str
    output: Path
    format: str
    name: str | None
    resume: bool
    keep_going: bool
    report: Path | None
    jobs: int | None
    scheduler: str | None
    look: PrintOptions
    clinic: str | None
    fonts: tuple[Path, ...]
    folders: tuple[Path, ...]

    @property
    def is_folder(self) -> bool:
        """Whether the rows are the programs of a folder."""
        return Path(self.rows).is_dir()


@click.command()
@click.argument("rows", metavar="CSV|FOLDER", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="The folder for the files, made if it is not there.  [default: the current one]",
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
    help="Names the files.  [default: '{row}-{handout}'; for a FOLDER '{handout}']",
)
@click.option("--resume", is_flag=True, help="Leave out what is there and would be the same.")
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Leave out rows that cannot be made, or stop at the first.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what became of each row as a line of JSON.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Processes to work in.  [default: one a core]"
)
@click.option("--scheduler", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler.")
@look_options
@clinic_option
@fonts_option
@content_option
def batch(**options: Any) -> None:  # noqa: ANN401 -- given types by _Asked
    """Build a file for each row of a table, or for each program of a folder.

    CSV is a table with a row for each patient; '-' reads it from standard input. Its columns are
    handout or program, patient, date, next_visit, clinician, note, omit, lang, edition, paper and
    clinic, and for each entry what is changed in it: clamshell.sets, clamshell.note.

    Rows with problems are told and left out; all others are built. The names of the files may hold
    {patient}, {handout}, {row}, {date}, {clinic}, {edition} and {paper}.

    \b
    Examples:
      handout batch patients.csv -o handouts
      handout batch patients.csv -o handouts --name '{patient}-{handout}' --resume
      handout batch patients/ -o handouts --clinic example-clinic
      handout batch patients.csv -o handouts --scheduler tcp://10.0.0.1:8786
    """
    from handout.batching.output_folder import Shelf  # noqa: PLC0415

    asked = _Asked(**options)
    problems = Problems()
    library = open_library(_folders(asked), problems)
    setup = _setup(asked, library)
    problems.raise_errors()
    with ExitStack() as stack:
        total, orders = _orders(asked, library, stack)
        shelf = Shelf(asked.output, _names(asked), setup, resume=asked.resume)
        stack.enter_context(shelf)
        crew = stack.enter_context(closing(_crew(asked, setup)))
        code = _make(asked, setup, crew, shelf, orders, total)
    raise click.exceptions.Exit(code)


def _make(
    asked: _Asked,
    setup: Setup,
    crew: Crew,
    shelf: Shelf,
    orders: Iterable[Order],
    total: int | None,
) -> int:
    """Make all files, tell what becomes of them, and return the exit code."""
    from handout.batching.run import Batch, Status  # noqa: PLC0415
    from handout.cli.progress import Progress, Report  # noqa: PLC0415

    with (
        Report(asked.report) as report,
        closing(Progress(total)) as progress,
        _Interrupt() as interrupt,
    ):
        lost = None
        try:
            for done in Batch(setup, crew, shelf).run(orders):
                progress.show(done)
                report.add(done)
                if interrupt.asked or (done.status is Status.FAILED and not asked.keep_going):
                    break
        except HandoutError as error:
            lost = error
    click.echo(progress.summary(), err=True)
    if lost:
        raise lost
    if interrupt.asked:
        return INTERRUPTED
    return 1 if progress.failed else 0


class _Interrupt:
    """Ctrl-C, which ends a batch after the file in hand; once more, and it ends at once."""

    asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _folders(asked: _Asked) -> tuple[Path, ...]:
    """Return the content folders over the built-in one."""
    folders = asked.folders
    if asked.clinic and is_path(asked.clinic):
        # Under the others: a letterhead brings its logo and changes no entry.
        folders = (*content_folder(existing_file(asked.clinic)), *folders)
    if asked.is_folder:
        folders = (*folders, *content_folder(Path(asked.rows) / "any"))
    return folders


def _setup(asked: _Asked, library: Library) -> Setup:
    """Return what all rows have in common."""
    from handout.batching.worker import Setup  # noqa: PLC0415

    clinic = find_clinic(asked.clinic, library) if asked.clinic else None
    return Setup(
        folders=library.folders,
        fonts=asked.fonts,
        format=asked.format,
        look=asked.look,
        clinic=clinic,
    )


def _names(asked: _Asked) -> Names:
    """Return what names the files; end as a wrong use for a template that is none."""
    from handout.batching.names import Names  # noqa: PLC0415
    from handout.decoding import GrammarError  # noqa: PLC0415

    try:
        # Without a word about patients, unless it is asked for.
        default = "{handout}" if asked.is_folder else "{row}-{handout}"
        return Names(asked.name or default, asked.format)
    except GrammarError as error:
        raise click.UsageError(f"'--name' {error.message}.{hint_line(error.hint)}") from error


def _orders(
    asked: _Asked, library: Library, stack: ExitStack
) -> tuple[int | None, Iterable[Order]]:
    """Return how many files there will be, where anybody watches, and the orders."""
    from handout.batching.jobs import folder_orders, program_files  # noqa: PLC0415

    if asked.is_folder:
        files = program_files(Path(asked.rows))
        return len(files), folder_orders(files)
    if asked.rows == "-":
        return None, _table(asked, library, sys.stdin.buffer, stack).orders()
    path = existing_file(asked.rows)
    total = None
    if sys.stderr.isatty():
        with path.open("rb") as file, ExitStack() as counting:
            total = sum(1 for _ in _table(asked, library, file, counting).orders())
    file = stack.enter_context(path.open("rb"))
    return total, _table(asked, library, file, stack).orders()


def _table(asked: _Asked, library: Library, file: BinaryIO, stack: ExitStack) -> Table:
    """Return a table whose head is right."""
    from handout.batching.table import Table  # noqa: PLC0415

    entries = [located.id for located in library.entries()]
    return stack.enter_context(closing(Table.open(asked.rows, file, entries)))


def _crew(asked: _Asked, setup: Setup) -> Crew:
    """Return who does the work."""
    from handout.batching.executors import Alone, Forked  # noqa: PLC0415

    if asked.scheduler:
        if not asked.scheduler.rpartition(":")[2].isdecimal():
            hint = hint_line("write it as the scheduler tells it: tcp://10.0.0.1:8786")
            raise click.UsageError(f"'{asked.scheduler}' is no address of a scheduler.{hint}")
        with needed_for("--scheduler"):
            from handout.batching.cluster import Cluster  # noqa: PLC0415
        return Cluster(setup, asked.scheduler)
    jobs = asked.jobs or os.cpu_count() or 1
    return Forked(setup, jobs, asked.output) if jobs > 1 else Alone(setup)
