"""The formats in which a document can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from handout.document import DocumentTree
from handout.errors import Problems
from handout.theme import Theme

FORMATS: Final = ("pdf", "html", "epub")
"""Names of the formats, which are also the suffixes of their files."""


class Write(Protocol):
    """Returns a document as a file, and adds what should be changed to the warnings."""

    def __call__(self, document: DocumentTree, warnings: Problems | None = None, /) -> bytes:
        """Return the file."""
        ...  # pragma: no cover


def writer_for(
    format_: str, theme: Theme, fonts: tuple[Path, ...] = (), standard: str = "ua-1"
) -> Write:
    """Return a function that writes documents in a format and theme.

    `fonts` are folders of fonts for characters that the built-in ones lack; `standard`
    names the standards that a PDF file conforms to. To write many PDF files with the same function
    is faster than with one for each.
    """
    if format_ == "pdf":
        from handout.writers.pdf import PdfWriter

        return PdfWriter(theme, fonts, standard).write
    if format_ == "html":
        from handout.writers.html import write_html

        return lambda document, _=None: write_html(document, theme, fonts)
    from handout.writers.epub import write_epub

    return lambda document, _=None: write_epub(document, theme, fonts)
