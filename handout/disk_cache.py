"""Keep on disk what took long to make, so that the next run finds it.

A cache never changes a result: what is kept is found by a digest of all that it was made from, and
carries a digest of itself; it is made anew wherever anything is wrong with it. The folder may be
deleted at any time, and several programs may use it at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "HANDOUT_CACHE"
"""Names another folder than the user's own; empty for no cache at all."""

_FORMAT: Final = b"5"
"""Raised whenever what is kept is made in another way."""

_MOST_BYTES: Final = 200_000_000
"""The folder may hold a twentieth more than this for each program that writes into it."""
_DIGEST_BYTES: Final = 32


def kept(make: Callable[[], bytes], *made_from: bytes) -> bytes:
    """Return what `make` returns, from an earlier run where one has kept it.

    `made_from` is all that the result depends on: its kind, parameters, the versions of the
    libraries that make it, and its source.
    """
    folder = _folder()
    if folder is None:
        return make()
    path = folder / _name(made_from)
    found = _read(path)
    if found is None:
        found = make()
        # A full disk or a folder that is not ours must not stop a handout.
        with suppress(OSError):
            _write(path, found)
    return found


def file_version(path: Path) -> tuple[int, ...]:
    """Return what changes whenever a file is written anew or another takes its place.

    What one process read from it is good as long as this stays the same.
    """
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _folder() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    return _own_folder()


@cache
def _own_folder() -> Path:
    """Return the user's folder for what may be deleted."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- only where nobody names a folder

    return user_cache_path("exercise-handout", appauthor=False)


def _name(made_from: tuple[bytes, ...]) -> str:
    digest = sha256(_FORMAT)
    for part in made_from:
        # With its length, so that no two lists of parts run into the same bytes.
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.hexdigest()


def _read(path: Path) -> bytes | None:
    """Return what is kept in a file, None where there is nothing whole."""
    try:
        data = path.read_bytes()
        # Tells what is in use from what may go.
        os.utime(path)
    except OSError:
        return None
    content = data[_DIGEST_BYTES:]
    return content if data[:_DIGEST_BYTES] == _digest(content) else None


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place whole, so that no other program ever reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(_digest(content) + content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _room.take(len(content), path.parent)


class Room:
    """How much may be written before the folder is looked through again.

    To look through it at each of many small files takes longer than to write them.
    """

    def __init__(self) -> None:
        self._left = 0

    def take(self, size: int, folder: Path) -> None:
        """Take room for a file that was written; make more where none is left."""
        self._left -= size
        if self._left < 0:
            _make_room(folder)
            self._left = _MOST_BYTES // 20


_room: Final = Room()


def _make_room(folder: Path) -> None:
    """Remove what was not used for longest, as far as the folder holds too much."""
    with os.scandir(folder) as entries:
        files = [(entry.stat(), entry.path) for entry in entries if entry.is_file()]
    total = sum(status.st_size for status, _ in files)
    for status, name in sorted(files, key=lambda file: file[0].st_mtime_ns):
        if total <= _MOST_BYTES:
            return
        # Another program may be doing the same.
        Path(name).unlink(missing_ok=True)
        total -= status.st_size


def _digest(content: bytes) -> bytes:
    # Processors have instructions for it, so that it takes a third of the time of others.
    return sha256(content).digest()
