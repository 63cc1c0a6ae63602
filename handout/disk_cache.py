"""Cache results on disk for the next run.

The cache never changes a result: each file is named by a digest of all its inputs and begins with a
digest of its content; a damaged file is replaced. The folder may be deleted at any time, and
several processes may use it at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from handout.resources import home_folder

FOLDER_VARIABLE: Final = "HANDOUT_CACHE"
"""Environment variable with the path of the folder; empty for no cache."""

_FORMAT: Final = b"9"
"""To be increased whenever a cached result is computed in another way."""

_MOST_BYTES: Final = 200_000_000
"""Size of the folder; each process that writes into it may exceed this by a twentieth."""
_DIGEST_BYTES: Final = 32


def cached(make: Callable[[], bytes], *made_from: bytes) -> bytes:
    """Return the result of `make`, cached from an earlier run if possible.

    `made_from` is everything that the result depends on: its kind and parameters, the versions of
    the libraries that make it, and its source.
    """
    folder = _folder()
    if folder is None:
        return make()
    path = folder / _name(made_from)
    found = _read(path)
    if found is None:
        found = make()
        # A full disk or a read-only folder must not prevent a handout.
        with suppress(OSError):
            _write(path, found)
    return found


def file_version(path: Path) -> tuple[int, ...]:
    """Return a value that changes whenever a file is rewritten or replaced."""
    status = path.stat()
    # A program may set the time of a file back, but not when it did so.
    times = status.st_mtime_ns, status.st_ctime_ns
    return status.st_dev, status.st_ino, status.st_size, *times


def _folder() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE)
    if named is None:
        return _own_folder()
    try:
        # A shell expands '~' only where it is not quoted.
        return Path(named).expanduser() if named else None
    except RuntimeError:
        return None


@cache
def _own_folder() -> Path | None:
    """Return the user's cache folder; None for a user without a home, such as a service."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- not needed if a folder is named

    return user_cache_path("exercise-handout", appauthor=False) if home_folder() else None


def _name(made_from: tuple[bytes, ...]) -> str:
    digest = sha256(_FORMAT)
    for part in made_from:
        # The length keeps parts apart.
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.hexdigest()


def _read(path: Path) -> bytes | None:
    """Return the content of a cached file, or None if it is missing or damaged."""
    try:
        data = path.read_bytes()
        # The least recently used files are deleted first.
        os.utime(path)
    except OSError:
        return None
    content = data[_DIGEST_BYTES:]
    return content if data[:_DIGEST_BYTES] == sha256(content).digest() else None


def _write(path: Path, content: bytes) -> None:
    """Write a file atomically, so that no other process ever reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(sha256(content).digest() + content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _room.take(len(content), path.parent)


class Room:
    """How much may be written before the size of the folder is measured again.

    Measuring it takes longer than writing a small file.
    """

    def __init__(self) -> None:
        self._left = 0

    def take(self, size: int, folder: Path) -> None:
        """Count a file that was written; delete old files if no room is left."""
        self._left -= size
        if self._left < 0:
            _make_room(folder)
            self._left = _MOST_BYTES // 20


_room: Final = Room()


def _make_room(folder: Path) -> None:
    """Delete the least recently used files until the folder is small enough."""
    with os.scandir(folder) as entries:
        files = [(entry.stat(), entry.path) for entry in entries if entry.is_file()]
    total = sum(status.st_size for status, _ in files)
    for status, name in sorted(files, key=lambda file: file[0].st_mtime_ns):
        if total <= _MOST_BYTES:
            return
        # Another process may be doing the same.
        Path(name).unlink(missing_ok=True)
        total -= status.st_size
