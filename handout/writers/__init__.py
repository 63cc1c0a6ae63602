"""The formats a Document can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from handout.document import Document
from handout.theme import Theme

Writer = Callable[[Document, Theme], bytes]


def _write_pdf(document: Document, theme: Theme) -> bytes:
    from handout.writers.pdf import write_pdf  # noqa: PLC0415 -- ReportLab, only when it is needed

    return write_pdf(document, theme)


WRITERS: Final[Mapping[str, Writer]] = {"pdf": _write_pdf}
"""Writers by the name that `--format` takes; it is also the ending of the file."""
