"""Report optional dependencies that are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from handout.errors import HandoutError, Problem


@contextmanager
def needed_for(purpose: str, extra: str) -> Iterator[None]:
    """Raise HandoutError if a package of an extra that is imported inside is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        hint = f"install it from the project's folder: python -m pip install '.[{extra}]'"
        problem = Problem(f"{purpose} needs the package {error.name}", hint=hint)
        raise HandoutError([problem]) from error
