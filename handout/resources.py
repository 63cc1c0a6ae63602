"""Find the data folders of the package, however it is installed."""

from __future__ import annotations

from pathlib import Path


def built_in(name: str) -> Path:
    """Return the path of the folder `content` or `fonts`."""
    package = Path(__file__).parent
    packaged = package / name
    # In a checkout, and so in an editable install, the folder is beside the package.
    return packaged if packaged.is_dir() else package.parent / name
