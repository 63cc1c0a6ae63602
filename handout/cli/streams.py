"""Standard streams that may be closed, full or of any encoding."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from handout.output import reason_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LAST: Final = 2
"""The descriptor of standard error."""


def prepare_streams() -> None:
    """Make the standard streams of this process safe to write to.

    Characters that an encoding lacks are written as escapes. If standard output cannot be written,
    the process says so and exits with 1, or quietly if its reader has gone. If standard error
    cannot be written, messages are lost, and the work is done all the same.
    """
    _occupy_closed()
    for name, kind in (("stdout", _Output), ("stderr", _Messages)):
        stream = getattr(sys, name)
        # Terminals are never closed or full, and on Windows they are no files.
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            raw = kind(stream.fileno(), "wb", closefd=False)
            stream = io.TextIOWrapper(
                io.BufferedWriter(raw), stream.encoding, line_buffering=stream.line_buffering
            )
            setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _occupy_closed() -> None:
    """Open what is closed, so that no file is opened in its place and gets what is printed."""
    opened = -1
    while opened <= _LAST:
        opened = os.open(os.devnull, os.O_RDWR)
    os.close(opened)


class _Messages(io.FileIO):
    """Standard error, which drops what it cannot write."""

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


class _Output(io.FileIO):
    """Standard output, whose first failure ends the process."""

    _failed = False

    def write(self, data: ReadableBuffer) -> int:
        try:
            return memoryview(data).nbytes if self._failed else super().write(data)
        except OSError as error:
            self._failed = True
            if not isinstance(error, BrokenPipeError):
                click.echo(f"cannot write to standard output: {reason_of(error)}", err=True)
            raise SystemExit(1) from error
