"""The output of commands: problems, counts and paths."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from handout import output
from handout.errors import HandoutError, Problem
from handout.resources import is_folder


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error."""
    for problem in problems:
        click.echo(str(problem), err=True)


def hint_line(hint: str | None) -> str:
    """Return a hint as a line to append to a message."""
    return f"\n  hint: {hint}" if hint else ""


def counted(count: int, word: str) -> str:
    """Return a number with its noun: '1 file', '2 files'."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def deliver(data: bytes, path: str, *, parents: bool) -> None:
    """Write data to a file and print its path, or to standard output if the path is '-'.

    Raises HandoutError if it cannot be written, also into a missing folder without `parents`.
    """
    if path == "-" or _is_standard_output(path):
        if sys.stdout is None:
            raise HandoutError([Problem("cannot write to standard output: it is closed")])
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    folder = Path(path).parent
    if not parents and not os.path.lexists(folder):
        message = f"cannot write '{path}': there is no folder '{folder}'"
        raise HandoutError([Problem(message, hint="create it, or add '--parents'")])
    if path.endswith(("/", os.sep)) and not is_folder(Path(path)):
        message = f"cannot write '{path}': it is the name of a folder"
        raise HandoutError([Problem(message, hint=f"name a file: {path}handout.pdf")])
    output.replace_file(Path(path), data, parents=parents)
    click.echo(path)


def _is_standard_output(path: str) -> bool:
    """Return whether a path, such as /dev/stdout, leads to where standard output goes."""
    try:
        return os.path.samestat(Path(path).stat(), os.fstat(sys.stdout.fileno()))
    except (AttributeError, OSError, ValueError):
        # There is nothing yet, or no standard output.
        return False
