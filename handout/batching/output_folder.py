"""Keep the files of a batch in a folder, and know which of them need not be made again.

Beside the files stands a list, `.handout-batch.jsonl`, with a line for each file that is complete:
its name, its size, and a digest of all that it was made from. A line is added after its file is in
place, so that a batch may be killed at any moment: what is in the list is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from handout import __version__
from handout.batching.bundle import folder_files
from handout.batching.jobs import Order
from handout.batching.names import Names
from handout.batching.tempmap import TempMap
from handout.batching.worker import Setup
from handout.errors import HandoutError, Problem
from handout.output import reason_of, replace_file, sweep_folder

LIST: Final = ".handout-batch.jsonl"


class Place(Struct, frozen=True, kw_only=True):
    """Where the file of an order goes."""

    path: Path
    inputs: str
    """Digest of all that it is made from."""


class Shelf:
    """The folder of a batch."""

    def __init__(self, folder: Path, names: Names, setup: Setup, *, resume: bool) -> None:
        """Take a folder, which is made if it is not there.

        What it holds counts where a batch is resumed. Raises HandoutError where nothing can be
        written.
        """
        self._folder = folder
        self._names = names
        self.fields = names.fields
        """What the names of files are made of."""
        self._stamp = _stamp(setup)
        self._known = TempMap()
        try:
            folder.mkdir(exist_ok=True)
            sweep_folder(folder)
            if resume:
                self._read_list()
            self._list = (folder / LIST).open("a" if resume else "w", encoding="utf-8", buffering=1)
        except OSError as error:
            message = f"cannot write into '{folder}': {reason_of(error)}"
            raise HandoutError([Problem(message, hint="name a folder: -o handouts")]) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._list.close()
        # Files that were stored and that nobody asked for any more.
        sweep_folder(self._folder)

    def place(self, order: Order, values: dict[str, str]) -> Place:
        """Return the place of an order, whose name is filled with some values."""
        name = self._names.name(values)
        own = [self._stamp, sorted(order.cells.items()), (order.file or b"").hex()]
        return Place(path=self._folder / name, inputs=_digest([json.dumps(own).encode()]))

    def holds(self, place: Place) -> bool:
        """Tell whether a file is there, made from the same."""
        if self._known.get(place.path.name) is None:
            return False
        try:
            size = place.path.stat().st_size
        except OSError:
            return False
        return self._known.get(place.path.name) == f"{place.inputs} {size}"

    def put(self, place: Place, data: bytes | Path) -> None:
        """Put a file in its place in one step, then into the list.

        It is given by its content, or by where it was stored in the folder. Raises HandoutError
        where it cannot be written.
        """
        replace_file(place.path, data)
        size = place.path.stat().st_size
        line = {"file": place.path.name, "size": size, "inputs": place.inputs}
        self._list.write(f"{json.dumps(line, ensure_ascii=False)}\n")

    def _read_list(self) -> None:
        path = self._folder / LIST
        if not path.exists():
            return
        torn = False
        with path.open("rb") as file:
            for raw in file:
                torn = not raw.endswith(b"\n")
                try:
                    line = json.loads(raw)
                    self._known.put(line["file"], f"{line['inputs']} {line['size']}")
                except (ValueError, KeyError, TypeError):
                    # A line that was being written when the batch was killed.
                    continue
        if torn:
            with path.open("ab") as file:
                file.write(b"\n")


def _stamp(setup: Setup) -> str:
    """Return a digest of what all orders have in common: the program, the content, the fonts."""

    def parts() -> Iterable[bytes]:
        # The environment may name the date of the files.
        moment = os.environ.get("SOURCE_DATE_EPOCH", "")
        yield repr((__version__, setup.format, setup.look, setup.clinic, moment)).encode()
        for folder in (*setup.folders, *setup.fonts):
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
