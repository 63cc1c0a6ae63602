"""The commands that find entries and show one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import click

from handout.cli.shared import (
    complete_ids,
    content_option,
    hint_line,
    open_library,
    show_problems,
)
from handout.errors import Problems, suggestion


@click.command("list")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--region", metavar="NAME", help="Only entries that help this part of the body.")
@click.option("--equipment", metavar="NAME", help="Only entries with this; 'none' for without any.")
@click.option("--position", metavar="NAME", help="Only entries that start like this: standing, …")
@click.option("--difficulty", metavar="NAME", help="Only beginner, intermediate or advanced.")
@click.option("--kind", type=click.Choice(("exercise", "stretch")), help="Only one of the two.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, one object an entry.")
@content_option
def list_(
    words: tuple[str, ...], *, as_json: bool, folders: tuple[Path, ...], **filters: str | None
) -> None:
    """Find entries by word or property.

    \b
    Examples:
      handout list hip
      handout list --position standing --equipment none
    """
    from handout.model import Difficulty, Position  # noqa: PLC0415
    from handout.search import Query, find_entries  # noqa: PLC0415

    _check_choice("--position", filters["position"], Position)
    _check_choice("--difficulty", filters["difficulty"], Difficulty)
    problems = Problems()
    entries = find_entries(open_library(folders, problems), Query(words=words, **filters))
    if as_json:
        rows = [
            {
                "id": entry.id,
                "kind": entry.kind.value,
                "name": str(entry.name),
                "regions": [str(region) for region in entry.regions],
                "equipment": [str(item) for item in entry.equipment],
                "position": entry.position,
                "difficulty": entry.difficulty,
            }
            for entry in entries
        ]
        import json  # noqa: PLC0415 -- only for this form

        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for entry in entries:
            click.echo(f"{entry.id:<32} {entry.name}")
    show_problems(problems.in_order())
    if not entries:
        click.echo("no entry fits; try fewer words", err=True)
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _check_choice(option: str, value: str | None, choices: type[StrEnum]) -> None:
    """End as a wrong use where an option's value is none of its choices."""
    known = [choice.value for choice in choices]
    if value is not None and value not in known:
        hint = suggestion(value, known)
        raise click.UsageError(f"'{option}' cannot be '{value}'." + hint_line(hint))


@click.command()
@click.argument("entry_id", metavar="ID", shell_complete=complete_ids)
@content_option
def show(entry_id: str, folders: tuple[Path, ...]) -> None:
    """Show one entry as it would read on the sheet.

    \b
    Example:
      handout show clamshell
    """
    from handout.compose import compose_entry  # noqa: PLC0415
    from handout.document.text import render_text  # noqa: PLC0415

    problems = Problems()
    library = open_library(folders, problems)
    located = library.find_entry(entry_id)
    if located is None:
        hint = suggestion(entry_id, [item.id for item in library.entries()])
        raise click.UsageError(f"There is no entry '{entry_id}'." + hint_line(hint))
    entry = library.entry(located)
    document = compose_entry(entry, library) if entry else None
    problems.raise_errors()
    show_problems(problems.in_order())
    if document:
        click.echo(render_text(document.children).lstrip("\n"))
