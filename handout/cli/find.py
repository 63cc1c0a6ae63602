"""The commands that list entries and show one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from handout.cli.messages import hint_line, show_problems
from handout.cli.options import complete_ids, content_option, language_option
from handout.errors import Problems, RequestError, suggestion

if TYPE_CHECKING:
    from handout.search import Query


@click.command("list")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--region", metavar="NAME", help="Only entries for this body region, such as hip.")
@click.option("--equipment", metavar="NAME", help="Only entries with this equipment, or 'none'.")
@click.option("--position", metavar="NAME", help="Only this start position, such as standing.")
@click.option("--difficulty", metavar="NAME", help="Only beginner, intermediate or advanced.")
@click.option("--kind", type=click.Choice(("exercise", "stretch")), help="Only this kind.")
@click.option(
    "--translations", is_flag=True, help="List what is translated into which languages instead."
)
@click.option("--handouts", is_flag=True, help="List the ready handouts instead.")
@click.option(
    "--pictures", is_flag=True, help="Print the entries as a catalogue with pictures, with '-o'."
)
@click.option(
    "-o", "--output", metavar="PATH", help="File of the catalogue: .pdf, or .html with a search."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with an object for each entry.")
@content_option
def list_(
    words: tuple[str, ...],
    *,
    translations: bool,
    handouts: bool,
    pictures: bool,
    output: str | None,
    as_json: bool,
    folders: tuple[Path, ...],
    **filters: str | None,
) -> None:
    """List exercises and stretches, by words and properties.

    \b
    Examples:
      handout list hip
      handout list --position standing --equipment none
      handout list --handouts knee
      handout list --translations
      handout list --pictures -o catalogue.pdf
      handout list --pictures --region knee -o knee.html
    """
    import json

    from msgspec.structs import asdict

    from handout.content_store import open_store
    from handout.model import Difficulty, Position
    from handout.search import Query, find_entries, hint_for_none

    if translations:
        _list_translations(folders, as_json=as_json)
        return
    if handouts:
        _list_handouts(words, folders, as_json=as_json)
        return
    if pictures or output:
        _write_catalogue(folders, Query(words=words, **filters), output, pictures=pictures)
        return
    _check_choice("--position", filters["position"], Position)
    _check_choice("--difficulty", filters["difficulty"], Difficulty)
    store, query, problems = open_store(folders), Query(words=words, **filters), Problems()
    entries = find_entries(store, query, problems)
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], indent=2))
    else:
        for entry in entries:
            click.echo(f"{entry.id:<32} {entry.name}")
    show_problems(problems.in_order())
    if not entries:
        click.echo(f"no entry matches{hint_line(hint_for_none(store, query))}", err=True)
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _write_catalogue(
    folders: tuple[Path, ...], query: Query, output: str | None, *, pictures: bool
) -> None:
    """Write the entries that match a query as a catalogue."""
    from handout.application import Library

    if not (pictures and output):
        raise RequestError(
            "a catalogue needs both '--pictures' and '-o'", "write: --pictures -o catalogue.pdf"
        )
    document = Library(*folders).picture_catalogue(query)
    document.write(output)
    click.echo(output)


def _list_handouts(words: tuple[str, ...], folders: tuple[Path, ...], *, as_json: bool) -> None:
    """Print the ready handouts with some words, and who has reviewed each."""
    import json

    from handout.content_store import open_store
    from handout.search import matching_handouts

    problems, found = Problems(), []
    for name, handout in matching_handouts(open_store(folders), words, problems):
        by = handout.reviewed and str(handout.reviewed.by)
        found.append({"id": name, "title": str(handout.title), "reviewed": by})
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        for each in found:
            state = f"reviewed by {each['reviewed']}" if each["reviewed"] else "not reviewed"
            click.echo(f"{each['id']:<32} {each['title']} ({state})")
    show_problems(problems.in_order())
    if not found:
        click.echo(f"no handout matches{hint_line('try fewer words')}", err=True)
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _list_translations(folders: tuple[Path, ...], *, as_json: bool) -> None:
    """Print how far all content is translated into each language."""
    import json
    from itertools import groupby

    from msgspec.structs import asdict

    from handout.content_files import HANDOUTS, KINDS
    from handout.content_store import open_store
    from handout.translation_files import coverage

    store = open_store(folders)
    found = coverage(store)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
        return
    for language, group in groupby(found, lambda each: each.language):
        files = [*group]
        handouts = sum(each.folder == HANDOUTS for each in files)
        entries = sum(each.folder in KINDS for each in files)
        reviewed = sum(each.status == "reviewed" for each in files)
        click.echo(
            f"{language:<8} {handouts} of {len(store.handouts())} handouts,"
            f" {entries} of {len(store.entries())} entries; reviewed by a person: {reviewed}"
        )
        if lack := _LACK.get(files[0].words):
            click.echo(f"  {'the words of the program':<30} {lack}")
        for each in files:
            if each.done < each.total:
                click.echo(f"  {each.id:<30} {each.done} of {each.total} texts")
            if each.is_outdated:
                click.echo(f"  {each.id:<30} the original has changed")


_LACK: Final = {"machine": "not reviewed by a person", "": "in English"}
"""What the program's words in a language lack, by their status."""


def _check_choice(option: str, value: str | None, choices: type[StrEnum]) -> None:
    """Raise RequestError if the value of an option is not one of its choices."""
    known = [choice.value for choice in choices]
    if value is not None and value not in known:
        raise RequestError(f"'{option}' cannot be '{value}'", suggestion(value, known))


@click.command()
@click.argument("entry_id", metavar="ID", shell_complete=complete_ids)
@language_option
@content_option
def show(entry_id: str, language: str | None, folders: tuple[Path, ...]) -> None:
    """Show an exercise or stretch as text.

    \b
    Example:
      handout show clamshell
    """
    from handout.application import Library

    document = Library(*folders).entry(entry_id, language=language)
    show_problems(document.problems)
    click.echo(document.text())
