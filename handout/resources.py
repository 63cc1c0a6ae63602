"""Find the folders that come with the package; hides how it was installed."""

from __future__ import annotations

from pathlib import Path


def built_in(name: str) -> Path:
    """Return the folder of the installed package that holds `content` or `fonts`."""
    package = Path(__file__).parent
    packaged = package / name
    # An editable install keeps the folder beside the package, as the checkout does.
    return packaged if packaged.is_dir() else package.parent / name
