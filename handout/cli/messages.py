"""The output of commands: problems, counts and paths."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from handout import output
from handout.errors import Problem


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


def deliver(data: bytes, path: str) -> None:
    """Write data to a file and print its path, or to standard output if the path is '-'."""
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    output.replace_file(Path(path), data)
    click.echo(path)
