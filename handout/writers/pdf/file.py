"""The outer form of a PDF file: objects in compressed object streams, and a content-based id.

ReportLab makes the objects; this module decides how they stand in the file. Object streams
(ISO 32000-1, 7.5.7) keep a tagged file as small as an untagged one.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Final

from reportlab.pdfbase import pdfdoc

_PER_STREAM: Final = 200
"""Objects in one object stream."""


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object whose text is known: a structure tree has hundreds, and they are all alike."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        """Return the object's text."""
        return self.text.encode("ascii")


class RawStream(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """A stream whose dictionary and data are known."""

    __RefOnly__ = 1

    def __init__(self, keys: str, data: bytes, *, compressed: bool = True) -> None:
        self._keys = keys + (" /Filter /FlateDecode" if compressed else "")
        self._data = zlib.compress(data) if compressed else data

    def format(self, _document: pdfdoc.PDFDocument | None = None) -> bytes:
        """Return the stream as it stands in the file."""
        head = f"<<{self._keys} /Length {len(self._data)}>>"
        return head.encode("ascii") + b"\nstream\n" + self._data + b"\nendstream"


def reference(document: pdfdoc.PDFDocument, thing: pdfdoc.PDFObject) -> str:
    """Return the text that refers to an object, making it part of the file if it is not yet."""
    name = document.Reference(thing).name
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


def text_string(text: str) -> str:
    """Return a text string object: ASCII as it is, all else in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def serialize(document: pdfdoc.PDFDocument) -> bytes:
    """Return the bytes of a file; the same objects always give the same bytes."""
    streams, plain = _formatted(document)
    size = len(document.numberToId) + 1
    packed: dict[int, tuple[int, int]] = {}
    for first in range(0, len(plain), _PER_STREAM):
        chunk = plain[first : first + _PER_STREAM]
        packed |= {number: (size, index) for index, (number, _) in enumerate(chunk)}
        streams.append((size, _object_stream(chunk)))
        size += 1
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    for number, data in streams:
        offsets[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    start = len(file)
    offsets[size] = start
    # The id depends on everything in the file, and on nothing else (ISO 32000-1, 14.4).
    digest = sha256(file).hexdigest()[:32].upper()
    trailer = f"/Root {_number(document, document.Catalog)} 0 R"
    trailer += f" /Info {_number(document, document.info)} 0 R /ID [<{digest}> <{digest}>]"
    table = _cross_references(size + 1, offsets, packed)
    keys = f"/Type /XRef /Size {size + 1} /W [1 4 2] {trailer}"
    file += b"%d 0 obj\n%b\nendobj\n" % (size, RawStream(keys, table).format())
    file += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(file)


def _formatted(
    document: pdfdoc.PDFDocument,
) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
    """Return streams and all other objects by number; formatting may bring in new objects."""
    document.Reference(document.Catalog)
    document.Reference(document.info)
    streams, plain = [], []
    number = 1
    while number in document.numberToId:
        thing = document.idToObject[document.numberToId[number]]
        data = pdfdoc.format(thing, document, toplevel=1)
        if data.endswith(b"\nendstream"):
            streams.append((number, data))
        elif data.endswith(b"endstream\n"):
            # ReportLab leaves out the end of line before it, which PDF/A asks for (6.1.7.1).
            streams.append((number, data.removesuffix(b"endstream\n") + b"\nendstream"))
        else:
            plain.append((number, data))
        number += 1
    return streams, plain


def _number(document: pdfdoc.PDFDocument, thing: pdfdoc.PDFObject) -> int:
    return int(reference(document, thing).split()[0])


def _object_stream(chunk: list[tuple[int, bytes]]) -> bytes:
    places, offset = [], 0
    for number, data in chunk:
        places.append(f"{number} {offset}")
        offset += len(data) + 1
    head = " ".join(places).encode("ascii") + b"\n"
    body = b"".join(data + b"\n" for _, data in chunk)
    return RawStream(f"/Type /ObjStm /N {len(chunk)} /First {len(head)}", head + body).format()


def _cross_references(
    size: int, offsets: dict[int, int], packed: dict[int, tuple[int, int]]
) -> bytes:
    """Return a row of type, place and index for each object (ISO 32000-1, 7.5.8.3)."""
    rows = [bytes(5) + b"\xff\xff"]
    for number in range(1, size):
        if number in packed:
            stream, index = packed[number]
            rows.append(b"\x02" + stream.to_bytes(4, "big") + index.to_bytes(2, "big"))
        else:
            rows.append(b"\x01" + offsets[number].to_bytes(4, "big") + bytes(2))
    return b"".join(rows)
