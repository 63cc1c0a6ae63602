"""Pictures of the pages of PDF files, for the screen."""

from __future__ import annotations

from threading import Lock
from typing import Final

from pypdfium2 import PdfDocument

from handout.png import encode_for_screen

_WIDEST: Final = 3000
"""The most pixels that a page may be wide."""


class PagePictures:
    """Opens PDF files and draws their pages; PDFium works for one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[str, PdfDocument] = {}

    def sizes(self, name: str, data: bytes) -> list[tuple[float, float]]:
        """Return the size of each page of a file in points; the file stays open by its name."""
        with self._lock:
            document = self._open.get(name)
            if document is None:
                document = self._open[name] = PdfDocument(data)
            return [document.get_page_size(number) for number in range(len(document))]

    def forget(self, name: str) -> None:
        """Close a file."""
        with self._lock:
            if document := self._open.pop(name, None):
                document.close()

    def png(self, name: str, page: int, width: int) -> bytes | None:
        """Return a page as a PNG file of some pixels wide, or None if it is not open any more."""
        with self._lock:
            document = self._open.get(name)
            if document is None or not 0 <= page < len(document):
                return None
            scale = min(max(width, 1), _WIDEST) / document.get_page_size(page)[0]
            bitmap = document[page].render(scale=scale, rev_byteorder=True)
            rgb, stride = bytes(bitmap.buffer), bitmap.stride
        return encode_for_screen(rgb, bitmap.width, bitmap.height, stride)
