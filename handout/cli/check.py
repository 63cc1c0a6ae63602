"""The command that checks content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from handout.cli.messages import counted, show_problems
from handout.cli.options import content_option, dates_option, fonts_option
from handout.errors import HandoutError, Problems, Severity

if TYPE_CHECKING:
    from handout.session import Session

TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".ods")
"""Suffixes of tables; all other files are content."""


@click.command()
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Check the translations into a language, too; 'all' for every language that has one.",
)
@dates_option
@fonts_option
@content_option
def check(
    paths: tuple[Path, ...],
    *,
    strict: bool,
    languages: tuple[str, ...],
    dates: Literal["dmy", "mdy"] | None,
    fonts: tuple[Path, ...],
    folders: tuple[Path, ...],
) -> None:
    """Check content and show all problems.

    PATH is a content folder, a folder of programs, a YAML file in either, or a table of patients:
    .csv, .xlsx or .ods. All rows of a table are laid out, and nothing is written. By default, the
    built-in library and all --content folders are checked.

    \b
    Examples:
      handout check
      handout check my-content
      handout check my-content/exercises/wall-sit.yaml
      handout check --lang es my-content
      handout check patients
      handout check patients.xlsx
    """
    from handout.checks import check_content
    from handout.localisation import translations
    from handout.resources import is_folder
    from handout.session import open_session

    problems = Problems()
    session = open_session(folders, fonts)
    tables = [path for path in paths if path.suffix.casefold() in TABLES]
    content = [path for path in paths if path not in tables]
    count = len(tables)
    if content or not tables:
        if "all" in languages:
            folders_of = session.with_folders((), tuple(filter(is_folder, content)))
            languages = tuple(dict.fromkeys(tag for tag, _ in translations(folders_of.store)))
        count += check_content(session, content, problems, languages)
    for table in tables:
        _check_table(table, session, dates, problems)
    found = problems.in_order()
    show_problems(found)
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    errors = len(found) - warnings
    click.echo(
        f"{counted(count, 'file')}: {counted(errors, 'error')}, {counted(warnings, 'warning')}"
    )
    if errors or (strict and warnings):
        raise click.exceptions.Exit(1)


def _check_table(
    path: Path, session: Session, dates: Literal["dmy", "mdy"] | None, problems: Problems
) -> None:
    """Note the problems of all rows of a table, each at its row."""
    from handout.batching.run import check_rows
    from handout.cli.progress import at_row

    try:
        for job, found in check_rows(path, session, dates):
            for problem in found:
                warning = problem.severity is Severity.WARNING
                problems.note(problem if warning else at_row(problem, job.origin))
    except HandoutError as error:
        problems.extend(error.problems)
