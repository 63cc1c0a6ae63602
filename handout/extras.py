"""Report optional dependencies that are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from handout.errors import HandoutError, Problem


@contextmanager
def needed_for(purpose: str) -> Iterator[None]:
    """Raise HandoutError if a package that is imported inside is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        hint = f"install it: python -m pip install {error.name}"
        problem = Problem(f"{purpose} needs the package {error.name}", hint=hint)
        raise HandoutError([problem]) from error
