"""Find the data folders of the package, and tell files and folders apart."""

from __future__ import annotations

import os
from pathlib import Path


def built_in(name: str) -> Path:
    """Return the path of the folder `content` or `fonts`, however the package is installed."""
    package = Path(__file__).parent
    packaged = package / name
    # In a checkout, and so in an editable install, the folder is beside the package.
    return packaged if packaged.is_dir() else package.parent / name


def is_file(path: Path) -> bool:
    """Return whether a path is a file; one that is too long or that we may not look up is not."""
    return os.path.isfile(path)  # noqa: PTH113 -- takes half the time, and never raises OSError


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; one that is too long or that we may not look up is not."""
    return os.path.isdir(path)  # noqa: PTH112 -- never raises OSError


def home_folder() -> Path | None:
    """Return the user's home; None for one without, such as a service."""
    try:
        return Path.home()
    except RuntimeError:
        return None
