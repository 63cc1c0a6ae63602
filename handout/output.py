"""Put results on disk so that nothing is lost; hides how a file is replaced."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from handout.errors import HandoutError, Problem


def replace_file(path: Path, data: bytes | Path) -> None:
    """Put a file in its place in one step: whatever fails, what stood there before still stands.

    It is given by its content, or by where `store_file` has left it. Raises HandoutError where it
    cannot be written.
    """
    if path.is_dir():
        inside = path / "handout.pdf"
        problem = Problem(f"cannot write '{path}': it is a folder", hint=f"name a file: {inside}")
        raise HandoutError([problem])
    try:
        stored = store_file(path.parent, data) if isinstance(data, bytes) else data
        _move(stored, path)
    except OSError as error:
        hint = None if path.parent.is_dir() else f"make the folder '{path.parent}' first"
        message = f"cannot write '{path}': {reason_of(error)}"
        raise HandoutError([Problem(message, hint=hint)]) from error


def store_file(folder: Path, data: bytes) -> Path:
    """Write a file whole into a folder under a passing name, and return where it is.

    Raises OSError where it cannot be written.
    """
    begin, end = _LEFT
    stored = folder / f"{begin}{os.urandom(8).hex()}{end}"
    created = stored.open("xb")
    try:
        with created as file:
            file.write(data)
    except BaseException:
        stored.unlink(missing_ok=True)
        raise
    return stored


def _move(stored: Path, path: Path) -> None:
    try:
        stored.replace(path)
    except BaseException:
        stored.unlink(missing_ok=True)
        raise


def reason_of(error: OSError) -> str:
    """Return why the system refused, as the end of a message."""
    return (error.strerror or str(error)).lower()


_LEFT: Final = (".handout-", ".tmp")
"""How the name of a file begins and ends that is not yet complete."""


def sweep_folder(folder: Path) -> None:
    """Delete what was left in a folder by a program that was killed while it wrote."""
    begin, end = _LEFT
    for path in folder.glob(f"{begin}*{end}"):
        path.unlink(missing_ok=True)
