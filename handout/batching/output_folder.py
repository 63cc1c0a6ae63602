"""The output folder of a batch: its files, and which of them are up to date.

Beside the files is a manifest, `.handout-batch.jsonl`, with a line for each complete file: its
name, its size, and a digest of everything it was made from. A line is added once its file is in
place, so a batch may be killed at any moment: what the manifest lists exists.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from handout.batching.bundle import folder_files
from handout.batching.jobs import Job
from handout.batching.names import Names
from handout.batching.worker import WorkerSettings
from handout.errors import HandoutError, Problem
from handout.output import StagingFolder, reason_of, replace_file
from handout.version import __version__

MANIFEST: Final = ".handout-batch.jsonl"


class OutputFile(Struct, frozen=True, kw_only=True):
    """The file of a job."""

    path: Path
    inputs: str
    """Digest of everything it is made from."""


class OutputFolder:
    """The folder into which a batch writes."""

    def __init__(
        self, folder: Path, names: Names, settings: WorkerSettings, *, resume: bool
    ) -> None:
        """Take a folder, which is created if necessary; with `resume`, read its manifest.

        Raises HandoutError if it cannot be written.
        """
        self._folder = folder
        self._names = names
        self.fields = names.fields
        """The fields that the names of files contain."""
        self._common = _common_inputs(settings)
        self._complete: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if resume:
                self._read_manifest()
            # Another batch may be appending to it.
            self._manifest = (folder / MANIFEST).open("a", encoding="utf-8", buffering=1)
            if not resume:
                self._manifest.truncate(0)
            self._staging = StagingFolder(folder)
        except OSError as error:
            message = f"cannot write into '{folder}': {reason_of(error)}"
            raise HandoutError([Problem(message)]) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._staging.__exit__()
        # What could not be written was reported when it was.
        with suppress(OSError):
            self._manifest.close()

    @property
    def staging(self) -> Path:
        """The folder in which workers store files, to be put in their places by `put`."""
        return self._staging.path

    def file_for(self, job: Job, values: dict[str, str]) -> OutputFile:
        """Return the file of a job, named with the values of the template's fields."""
        name = self._names.name(values)
        own = [self._common, sorted(job.cells.items()), (job.file or b"").hex()]
        return OutputFile(path=self._folder / name, inputs=_digest([json.dumps(own).encode()]))

    def is_current(self, file: OutputFile) -> bool:
        """Return whether a file exists and was made from the same inputs."""
        known = self._complete.get(file.path.name)
        try:
            return known is not None and known == f"{file.inputs} {file.path.stat().st_size}"
        except OSError:
            return False

    def put(self, file: OutputFile, data: bytes | Path) -> None:
        """Put a file in its place in one step, then add it to the manifest.

        `data` is its content, or the path where a worker has stored it. Raises HandoutError if it
        cannot be written.
        """
        try:
            stored = self._staging.store(data) if isinstance(data, bytes) else data
            replace_file(file.path, stored)
            size = file.path.stat().st_size
            line = {"file": file.path.name, "size": size, "inputs": file.inputs}
            self._manifest.write(f"{json.dumps(line, ensure_ascii=False)}\n")
        except OSError as error:
            message = f"cannot write '{file.path}': {reason_of(error)}"
            raise HandoutError([Problem(message)]) from error

    def _read_manifest(self) -> None:
        path = self._folder / MANIFEST
        if not path.exists():
            return
        torn = False
        with path.open("rb") as file:
            for raw in file:
                torn = not raw.endswith(b"\n")
                try:
                    line = json.loads(raw)
                    self._complete[line["file"]] = f"{line['inputs']} {line['size']}"
                except (ValueError, KeyError, TypeError):
                    # A line that was being written when the batch was killed.
                    continue
        if torn:
            with path.open("ab") as file:
                file.write(b"\n")


def _common_inputs(settings: WorkerSettings) -> str:
    """Return a digest of what all files are made from: the program, the content, the fonts."""

    def parts() -> Iterable[bytes]:
        # The environment may set the date of the files.
        date = os.environ.get("SOURCE_DATE_EPOCH", "")
        common = (__version__, settings.format, settings.print_options, settings.clinic, date)
        yield repr(common).encode()
        for folder in (*settings.folders, *settings.fonts):
            for path in folder_files(folder):
                yield path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
                yield path.read_bytes()

    return _digest(parts())


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        # The length keeps parts apart.
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:32]
