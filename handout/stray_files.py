"""Find files that look like content but that nothing reads, because of their name or folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from handout.errors import Origin, Problem

_DEEPEST: Final = 2
"""Folders inside a content folder in which to look."""
_LOOKS_LIKE_YAML: Final = r"(?i)([^.].*)\.ya?ml(?:\.txt)?"


def stray_files(folder: Path, kinds: Collection[str], others: Collection[str]) -> Iterator[Path]:
    """Yield the YAML files of a content folder that are not read, ordered by path.

    `kinds` are the names of the folders whose .yaml files are read, and `others` those of folders
    that contain something else.
    """
    for place, folders, files in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        skipped = others if depth == 0 else ()
        folders[:] = sorted(
            name
            for name in folders
            if depth < _DEEPEST and name not in skipped and not name.startswith((".", "_"))
        )
        is_read = depth == 1 and Path(place).name in kinds
        for name in sorted(files):
            path = Path(place, name)
            if meant_id(path) and not (is_read and path.suffix == ".yaml"):
                yield path


def meant_id(path: Path) -> str:
    """Return the id that the name of a file stands for: 'wall-sit' for 'Wall_Sit.yaml.txt'.

    It is empty for a hidden file, and for one that is not called as a YAML file in any way.
    """
    match = re.fullmatch(_LOOKS_LIKE_YAML, path.name)
    return as_id(match[1]) if match else ""


def as_id(name: str) -> str:
    """Return a name in the form of an id."""
    return re.sub(r"[\s_]+", "-", name.strip().casefold())


def wrong_ending(path: Path) -> Problem:
    """Return the problem that a file is not read because of how its name ends."""
    message = "the name of the file must end in .yaml"
    return Problem(message, Origin(str(path), 1, 1), f"rename it to '{meant_id(path)}.yaml'")
