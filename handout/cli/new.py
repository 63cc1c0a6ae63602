"""The command that starts a content file."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from handout.errors import RequestError


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("name", metavar="NAME", nargs=-1)
@click.option(
    "--content",
    "folder",
    metavar="DIR",
    default="content",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Content folder to write into, created if necessary.",
)
def new(kind: str, name: tuple[str, ...], folder: Path) -> None:
    """Start a file of your own: a form to fill in, with examples.

    KIND is exercise, stretch, handout, program, clinic or figure. NAME is the name in words; the id
    and the name of the file are made of it. No file is ever replaced. Editors that know YAML
    complete and check the file as you write.

    \b
    Examples:
      handout new exercise Heel raise
      handout new handout 'Strong knees' --content my-content
    """
    from handout.starters import start_file

    if not name:
        raise RequestError("a name is missing", f"write: handout new {kind} 'Heel raise'")
    started = start_file(kind, " ".join(name), folder)
    click.echo(started.path)
    if started.stands_over:
        click.echo(f"The library has '{started.id}', too; yours will stand over it.", err=True)
    click.echo("Fill in the file with any text editor. Then:", err=True)
    for command in _next(kind, started.id, started.path, folder):
        click.echo(f"  {command}", err=True)


def _next(kind: str, id_: str, path: Path, folder: Path) -> list[str]:
    """Return the commands that come next."""
    file, content = shlex.quote(str(path)), shlex.quote(str(folder))
    check = f"handout check {file}"
    if kind == "figure":
        return [f"handout figure {file} -o {id_}.png --watch", f"handout figure {file}", check]
    build = {
        "exercise": f"handout show {id_}",
        "stretch": f"handout show {id_}",
        "clinic": f"handout build it-band-pain --clinic {id_}",
    }.get(kind, f"handout build {id_}")
    return [check, f"{build} --content {content}"]
