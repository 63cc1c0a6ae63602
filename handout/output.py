"""Write files atomically: the old file stays until the new one is complete. Date them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from handout.errors import HandoutError, Problem, RequestError
from handout.resources import is_folder

_UNFINISHED: Final = (".handout-", ".tmp")
"""Prefix and suffix of the names of temporary files."""


def replace_file(path: Path, data: bytes | Path) -> None:
    """Write or replace a file in one step; if anything fails, the old file stays unchanged.

    `data` is its content, or the path returned by `store_file`. Raises HandoutError if it cannot be
    written.
    """
    if is_folder(path):
        inside = path / "handout.pdf"
        problem = Problem(f"cannot write '{path}': it is a folder", hint=f"name a file: {inside}")
        raise HandoutError([problem])
    try:
        stored = store_file(path.parent, data) if isinstance(data, bytes) else data
        try:
            stored.replace(path)
        except BaseException:
            stored.unlink(missing_ok=True)
            raise
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        hint = f"create the folder '{path.parent}' first" if missing else None
        message = f"cannot write '{path}': {reason_of(error)}"
        raise HandoutError([Problem(message, hint=hint)]) from error


def store_file(folder: Path, data: bytes) -> Path:
    """Write a file into a folder under a temporary name and return its path.

    Raises OSError if it cannot be written.
    """
    prefix, suffix = _UNFINISHED
    stored = folder / f"{prefix}{os.urandom(8).hex()}{suffix}"
    created = stored.open("xb")
    try:
        with created as file:
            file.write(data)
    except BaseException:
        stored.unlink(missing_ok=True)
        raise
    return stored


def reason_of(error: OSError) -> str:
    """Return the reason for an error of the system, to end a message with."""
    return (error.strerror or str(error)).lower()


def source_date() -> datetime | None:
    """Return the date for files that SOURCE_DATE_EPOCH gives in seconds since 1970, if it is set.

    Raises RequestError if it is no such number. See
    https://reproducible-builds.org/specs/source-date-epoch/.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is not a date: '{seconds}'"
        raise RequestError(message, "give seconds since 1970, such as 1772409600") from error


def remove_unfinished(folder: Path) -> None:
    """Delete the temporary files of processes that were killed while writing into a folder."""
    prefix, suffix = _UNFINISHED
    for path in folder.glob(f"{prefix}*{suffix}"):
        path.unlink(missing_ok=True)
