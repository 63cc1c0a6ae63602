"""The standards that a file conforms to."""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Conformance(Struct, frozen=True, kw_only=True):
    """A set of standards, and what it means for metadata and structure types."""

    version: str
    """PDF version."""
    archival: tuple[int, str]
    """Part and conformance level of PDF/A."""
    accessible: int
    """Part of PDF/UA."""
    role_map: tuple[tuple[str, str], ...]
    """Custom structure types, each with the standard type that it maps to."""


UA1_A2A: Final = Conformance(
    version="1.7",
    archival=(2, "A"),
    accessible=1,
    role_map=(("Entry", "Sect"), ("Callout", "Div")),
)
"""PDF/UA-1 (ISO 14289-1) combined with PDF/A-2a (ISO 19005-2)."""
