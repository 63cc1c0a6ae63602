"""Write files atomically: the old file stays until the new one is complete. Date them."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, Self

from handout.errors import HandoutError, Problem, RequestError

_STAGING: Final = ".handout-unfinished-"
"""Prefix of the names of staging folders."""

_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

_DAY_S: Final = 24 * 60 * 60


def replace_file(path: Path, data: bytes | Path, *, parents: bool = False) -> None:
    """Write or replace a file in one step; if anything fails, the old file stays unchanged.

    A link stays, and the file that it leads to is replaced; a replaced file keeps its mode, and one
    that nobody may write is not replaced. What is no plain file, such as a pipe, is written to.
    `data` is the content, or the path of a file in a staging folder beside `path`. With `parents`,
    missing folders are created. Raises HandoutError if the file cannot be written.
    """
    target = path
    try:
        before = _status(path)
        if before and stat.S_ISDIR(before.st_mode):
            message, inside = f"cannot write '{path}': it is a folder", path / "handout.pdf"
            raise HandoutError([Problem(message, hint=f"name a file: {inside}")])
        if before and not stat.S_ISREG(before.st_mode):
            with path.open("wb") as stream:
                stream.write(_content(data))
            return
        refuse_read_only(path)
        if path.is_symlink():
            target = Path(os.path.realpath(path))
        elif isinstance(data, Path):
            _put(data, path, before)
            return
        if parents:
            target.parent.mkdir(parents=True, exist_ok=True)
        with StagingFolder(target.parent) as staging:
            _put(staging.store(_content(data)), target, before)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        hint = f"create the folder '{target.parent}' first" if missing else None
        message = f"cannot write '{path}': {reason_of(error)}"
        raise HandoutError([Problem(message, hint=hint)]) from error


def refuse_read_only(path: Path) -> None:
    """Raise HandoutError if a path leads to a plain file that nobody may write."""
    before = _status(path)
    # Its mode is asked, because a superuser could write it all the same.
    if before and stat.S_ISREG(before.st_mode) and not before.st_mode & _WRITABLE:
        message = f"cannot write '{path}': the file is read-only"
        raise HandoutError([Problem(message, hint="name another file, or let it be written")])


def _content(data: bytes | Path) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data


def _status(path: Path) -> os.stat_result | None:
    """Return the status of what a path leads to; None if there is nothing."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _put(stored: Path, path: Path, before: os.stat_result | None) -> None:
    """Move a file to its place, with the mode of the one that was there before."""
    # File systems without modes, such as that of a memory stick, refuse some.
    with suppress(PermissionError):
        stored.chmod(stat.S_IMODE(before.st_mode) if before else 0o666 & ~_umask())
    stored.replace(path)


@cache
def _umask() -> int:
    """Return the permissions that new files do not get."""
    # It can only be read by setting it; meanwhile, files of other threads are private.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class StagingFolder:
    """A private folder for unfinished files, inside the folder that they will be moved to.

    It is locked while it is used, and removed at the end. What a killed process has left behind is
    not locked, and is removed together with the next staging folder beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Create a staging folder in a folder; raise OSError if that fails."""
        _remove_abandoned(folder)
        self._folder = folder
        self.path, self._lock = _create_locked(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.path.rmdir()
        except OSError:
            # Files that were never moved to their places.
            _remove(self.path)
        if self._lock is not None:
            os.close(self._lock)
        _remove_abandoned(self._folder)

    def store(self, data: bytes) -> Path:
        """Write a file under a name of its own and return its path; raise OSError if that fails."""
        return store_file(self.path, data)


def store_file(staging: Path, data: bytes) -> Path:
    """Write a file into the staging folder of another process, as `StagingFolder.store` does."""
    stored = staging / os.urandom(8).hex()
    stored.touch(mode=0o600, exist_ok=False)
    stored.write_bytes(data)
    return stored


def _create_locked(folder: Path) -> tuple[Path, int | None]:
    """Create a staging folder and return its path and its lock."""
    while True:
        path = folder / f"{_STAGING}{os.urandom(8).hex()}"
        path.mkdir(mode=0o700)
        try:
            lock = _lock(path)
        except (BlockingIOError, FileNotFoundError):
            # Another process took it for abandoned before it was locked.
            continue
        if path.exists():
            return path, lock
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock a folder until the descriptor returned is closed; None where folders have no locks.

    Raises BlockingIOError if the folder is locked, and OSError if it is none.
    """
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 -- POSIX only

    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(opened)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return opened


def _remove_abandoned(folder: Path) -> None:
    """Remove the staging folders that no process uses any more."""
    for path in folder.glob(f"{_STAGING}*"):
        with suppress(OSError):
            lock = _lock(path)
            # Without a lock, only time can tell.
            if lock is not None or time.time() - path.stat().st_mtime > _DAY_S:
                _remove(path)
            if lock is not None:
                os.close(lock)


def _remove(folder: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415 -- only after a failure

    rmtree(folder, ignore_errors=True)


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
    # `int` alone reads signs, spaces and underscores too.
    if seconds.isascii() and seconds.isdecimal():
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(int(seconds), UTC)
    message = f"SOURCE_DATE_EPOCH is not a date: '{seconds}'"
    raise RequestError(message, "give seconds since 1970, such as 1772409600")
