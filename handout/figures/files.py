"""Where rendered figures are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SUFFIX: Final = ".fig"
"""Of a rendered figure, which is stored beside its pose."""


def cast_path(folder: Path, figure: str, cast: str) -> Path:
    """Return where a content folder keeps a figure that is drawn with a person of the cast."""
    return folder / "figures" / f"{figure}.{cast.casefold()}{SUFFIX}"
