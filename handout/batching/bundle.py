"""Pack folders into an archive, for machines that do not share our disks."""

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

_unpacked: Final[dict[str, Path]] = {}
"""Where this process has unpacked bundles, by name."""


class Bundle(Struct, frozen=True):
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
        # Unique, so that removing this bundle leaves those of other batches alone.
        return cls(uuid4().hex, archive.getvalue())

    def unpack(self) -> None:
        """Unpack the folders into a temporary one, for all jobs that come to this process."""
        if self.name not in _unpacked:
            folder = Path(tempfile.mkdtemp(prefix="handout-"))
            with zipfile.ZipFile(io.BytesIO(self.data)) as file:
                file.extractall(folder)
            _unpacked[self.name] = folder

    def remove(self) -> None:
        """Delete what was unpacked."""
        folder = _unpacked.pop(self.name, None)
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def local_folders(bundle: str, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths of folders in this process: inside a bundle, or unchanged without one.

    A folder without files is not in the archive and does not exist.
    """
    if not bundle:
        return folders
    return tuple(_unpacked[bundle] / str(number) for number in range(len(folders)))


def folder_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder by name, without hidden ones and links that lead outside."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        # Following a path takes long; only links need it.
        if not path.is_symlink() or path.resolve().is_relative_to(inside):
            yield path
