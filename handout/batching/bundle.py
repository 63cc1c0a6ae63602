"""Send folders to machines that have no such disk, as one archive."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self
from uuid import uuid4

from msgspec import Struct

_opened: Final[dict[str, Path]] = {}
"""Where the parcels are that came to this process, by name."""


class Parcel(Struct, frozen=True):
    """Folders in one archive."""

    name: str
    data: bytes

    @classmethod
    def of(cls, folders: tuple[Path, ...]) -> Self:
        """Pack folders, each under its number."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for number, folder in enumerate(folders):
                for path in folder_files(folder):
                    file.write(path, f"{number}/{path.relative_to(folder).as_posix()}")
        # A name of its own: who packed it may take it away, whoever else has sent the same.
        return cls(uuid4().hex, archive.getvalue())

    def open_here(self) -> None:
        """Unpack the folders into a temporary one, for all orders that come to this process."""
        if self.name not in _opened:
            folder = Path(tempfile.mkdtemp(prefix="handout-"))
            with zipfile.ZipFile(io.BytesIO(self.data)) as file:
                file.extractall(folder)
            _opened[self.name] = folder

    def close_here(self) -> None:
        """Take away what was unpacked."""
        folder = _opened.pop(self.name, None)
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def places_here(name: str, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return where folders are in this process: in a parcel of a name, or where they were if none.

    A folder without files is in no archive, and is not there.
    """
    if not name:
        return folders
    return tuple(_opened[name] / str(number) for number in range(len(folders)))


def folder_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder by name; a link to a place outside is no file of it."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        # Only for a link is it worth the time to see where it leads.
        if not path.is_symlink() or path.resolve().is_relative_to(inside):
            yield path
