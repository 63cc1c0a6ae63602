"""The command that checks content."""

from __future__ import annotations

from pathlib import Path

import click

from handout.cli.messages import counted, show_problems
from handout.cli.options import content_option, fonts_option
from handout.errors import Problems, Severity


@click.command()
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@fonts_option
@content_option
def check(
    paths: tuple[Path, ...], *, strict: bool, fonts: tuple[Path, ...], folders: tuple[Path, ...]
) -> None:
    """Check content and show all problems.

    PATH is a content folder or a YAML file in one. By default, the built-in library and all
    --content folders are checked.

    \b
    Examples:
      handout check
      handout check my-content
      handout check my-content/exercises/wall-sit.yaml
    """
    from handout.application import open_session
    from handout.checks import check_content

    problems = Problems()
    count = check_content(open_session(folders, fonts), paths, problems)
    found = problems.in_order()
    show_problems(found)
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    errors = len(found) - warnings
    click.echo(
        f"{counted(count, 'file')}: {counted(errors, 'error')}, {counted(warnings, 'warning')}"
    )
    if errors or (strict and warnings):
        raise click.exceptions.Exit(1)
