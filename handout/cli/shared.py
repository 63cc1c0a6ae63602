"""What every command needs: options, the library, how problems and results are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handout import output
from handout.errors import Problem, Problems

if TYPE_CHECKING:
    from handout.library import Library

Command = TypeVar("Command", bound=Callable[..., Any])


def content_option(command: Command) -> Command:
    """Add the option that puts a person's own content over the built-in library."""
    what = "A folder of your own content, put over the built-in library; may be repeated."
    return _folders("--content", "folders", "HANDOUT_CONTENT", what)(command)


def fonts_option(command: Command) -> Command:
    """Add the option that names folders of fonts."""
    what = "A folder of fonts for scripts that the built-in ones lack; may be repeated."
    return _folders("--fonts", "fonts", "HANDOUT_FONTS", what)(command)


def _folders(option: str, name: str, variable: str, what: str) -> Callable[[Command], Command]:
    return click.option(
        option,
        name,
        multiple=True,
        envvar=variable,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help=what,
    )


def complete_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids that the command takes."""
    library = open_library(ctx.params.get("folders") or (), Problems())
    located = library.entries() if ctx.info_name == "show" else library.handouts()
    return [item.id for item in located if item.id.startswith(incomplete)]


def open_library(folders: Iterable[Path], problems: Problems) -> Library:
    """Return the built-in library with a person's own folders over it."""
    from handout.library import Library  # noqa: PLC0415
    from handout.resources import built_in  # noqa: PLC0415

    return Library((built_in("content"), *folders), problems)


def show_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error."""
    for problem in problems:
        click.echo(str(problem), err=True)


def hint_line(hint: str | None) -> str:
    """Return a hint as the line that stands under a message."""
    return f"\n  hint: {hint}" if hint else ""


def counted(count: int, word: str) -> str:
    """Return a number with its word: '1 file', '2 files'."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def deliver(data: bytes, path: str) -> None:
    """Write a result to its file and say so, or to standard output for '-'."""
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    output.replace_file(Path(path), data)
    click.echo(path)
