"""The command that starts translations."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from handout.errors import RequestError


@click.command()
@click.argument("ids", nargs=-1, metavar="ID... LANG", required=True)
@click.option(
    "--content",
    "folder",
    metavar="DIR",
    default="content",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Content folder to write into, created if necessary.",
)
def translate(ids: tuple[str, ...], folder: Path) -> None:
    """Start a translation of exercises, stretches, handouts or clinics, or go on with one.

    The file has each text of the original as a comment, and below it an empty text to fill in. What
    is already translated is kept; a text whose original has changed is marked and empty again, with
    the old translation beside it.

    \b
    Examples:
      handout translate heel-slide es
      handout translate it-band-pain clamshell zh-Hant --content my-content
    """
    from handout.content_store import open_store
    from handout.resources import is_folder
    from handout.session import translation_language
    from handout.translation_files import write_translation

    *names, tag = ids
    if not names:
        raise RequestError("a language is missing", f"write: handout translate {tag} es")
    language = translation_language(tag)
    store = open_store([folder] if is_folder(folder) else [])
    for name in names:
        located = store.find_entry(name) or store.find_handout(name) or store.find_clinic(name)
        if located is None:
            raise RequestError.of(store.not_found("content", name))
        file = write_translation(store, located, language, folder)
        click.echo(file.path)
        changed = f", {file.changed} to translate again" if file.changed else ""
        click.echo(f"{file.done} of {file.total} texts are translated{changed}.", err=True)
    content = shlex.quote(str(folder))
    click.echo("Fill in the rest with any text editor. Then:", err=True)
    click.echo(f"  handout check {content}", err=True)
