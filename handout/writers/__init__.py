"""The formats a Document can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from handout.document import DocumentTree
from handout.theme import Theme


class Writer(Protocol):
    """Make the bytes of a file from a Document."""

    def __call__(self, document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
        """Return the file; `fonts` are folders with faces that the project's own lack."""


def _write_pdf(document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    from handout.writers.pdf import write_pdf  # noqa: PLC0415 -- ReportLab, only when it is needed

    return write_pdf(document, theme, fonts)


def _write_html(document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    from handout.writers.html import write_html  # noqa: PLC0415 -- as above

    return write_html(document, theme, fonts)


def _write_epub(document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    from handout.writers.epub import write_epub  # noqa: PLC0415 -- as above

    return write_epub(document, theme, fonts)


WRITERS: Final[Mapping[str, Writer]] = {
    "pdf": _write_pdf,
    "html": _write_html,
    "epub": _write_epub,
}
"""Writers by the name that `--format` takes; it is also the ending of the file."""


def writer_for(
    format_: str, theme: Theme, fonts: tuple[Path, ...] = ()
) -> Callable[[DocumentTree], bytes]:
    """Return what writes many documents in one format and theme, faster each than alone."""
    if format_ == "pdf":
        from handout.writers.pdf import PdfWriter  # noqa: PLC0415 -- as above

        return PdfWriter(theme, fonts).write
    writer = WRITERS[format_]
    return lambda document: writer(document, theme, fonts)
