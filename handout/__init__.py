"""Build exercise handouts for patients from plain text.

The public API is what `__all__` lists; docs/python-api.md explains it with examples. Its parts are
imported when they are first used, so that importing the package takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from handout.version import __version__

if TYPE_CHECKING:
    from handout.application import Document, Library, build
    from handout.batching.run import BatchResult, Status, batch
    from handout.catalogue import CatalogueEntry
    from handout.checks import check
    from handout.errors import HandoutError, Origin, Problem, RequestError, Severity
    from handout.places import Place
    from handout.schema import schema_text
    from handout.yaml_writer import write_yaml

__all__ = [
    "BatchResult",
    "CatalogueEntry",
    "Document",
    "HandoutError",
    "Library",
    "Origin",
    "Place",
    "Problem",
    "RequestError",
    "Severity",
    "Status",
    "__version__",
    "batch",
    "build",
    "check",
    "schema_text",
    "write_yaml",
]

_MODULES = {
    "handout.application": ("Document", "Library", "build"),
    "handout.batching.run": ("BatchResult", "Status", "batch"),
    "handout.catalogue": ("CatalogueEntry",),
    "handout.checks": ("check",),
    "handout.errors": ("HandoutError", "Origin", "Problem", "RequestError", "Severity"),
    "handout.places": ("Place",),
    "handout.schema": ("schema_text",),
    "handout.yaml_writer": ("write_yaml",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- a module's own attribute
    """Import a part of the API when it is first used (PEP 562)."""
    for module, names in _MODULES.items():
        if name in names:
            value = globals()[name] = getattr(import_module(module), name)
            return value
    message = f"module 'handout' has no attribute '{name}'"
    raise AttributeError(message)
