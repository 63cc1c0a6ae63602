"""The standards that a file conforms to."""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Conformance(Struct, frozen=True, kw_only=True):
    """A set of standards: what a file says of itself, and which structure types it may use."""

    version: str
    """Of PDF."""
    archival: tuple[int, str]
    """Part and level of PDF/A."""
    accessible: int
    """Part of PDF/UA."""
    role_map: tuple[tuple[str, str], ...]
    """Our own structure types, each with the standard one that it is a kind of."""


UA1_A2A: Final = Conformance(
    version="1.7",
    archival=(2, "A"),
    accessible=1,
    role_map=(("Entry", "Sect"), ("Callout", "Div")),
)
"""PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once."""
