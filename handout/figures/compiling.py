"""Compile functions that visit pixels one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from handout.resources import home_folder

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function, and keep it between runs where there is a folder for that."""
    # For a user without a home, Numba would make a folder named '~'.
    keep = home_folder() is not None
    try:
        return cast("Function", numba.njit(cache=keep)(cast("Any", function)))
    except RuntimeError:
        # No folder of Numba's can be written.
        return cast("Function", numba.njit(cast("Any", function)))
