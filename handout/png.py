"""Write PNG files and read their chunks (ISO/IEC 15948)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COMPONENTS: Final = {0: 1, 2: 3}
"""Components of a pixel by colour type: grey and RGB."""

_ROWS: Final = 16
"""Compressed at a time: allocating memory for more would take as long as compressing it."""
_LINE_ART: Final = 8
"""The least compression ratio of lines and plain areas."""


def encode_png(image: Image) -> bytes:
    """Return an image in grey or RGB as a PNG file.

    Filtering (clause 9) halves the size of a photo. On line art it takes longer than all the rest
    and gains almost nothing, so rows that compress well stay unfiltered.
    """
    width, height = image.size
    stride = width * len(image.getbands())
    compressor = zlib.compressobj()
    rows = _unfiltered_rows(image, stride)
    compressed = b"".join([*map(compressor.compress, rows), compressor.flush()])
    if len(compressed) * _LINE_ART > height * (stride + 1):
        filtered = BytesIO()
        image.save(filtered, "PNG")
        return filtered.getvalue()
    kind = next(kind for kind, count in COMPONENTS.items() if count * width == stride)
    return _file(kind, width, height, compressed)


def encode_for_screen(rgb: bytes, width: int, height: int, stride: int) -> bytes:
    """Return pixels as a PNG file at once rather than small: it never leaves the computer.

    A row of `rgb` has 3 * width bytes, the next one begins after `stride` bytes.
    """
    rows = (b"\0" + rgb[start : start + 3 * width] for start in range(0, height * stride, stride))
    return _file(2, width, height, zlib.compress(b"".join(rows), 1))


def _file(kind: int, width: int, height: int, compressed: bytes) -> bytes:
    header = b"%b%b\x08%c\0\0\0" % (width.to_bytes(4, "big"), height.to_bytes(4, "big"), kind)
    parts = ((b"IHDR", header), (b"IDAT", compressed), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _unfiltered_rows(image: Image, stride: int) -> Iterator[bytes]:
    """Yield the rows of an image, some at a time, each after the filter type 0 (none)."""
    width, height = image.size
    for top in range(0, height, _ROWS):
        strip = image.crop((0, top, width, min(top + _ROWS, height)))
        # Pillow pads each row with a zero, which serves as the filter type of the next row.
        yield b"\0" + strip.tobytes("raw", image.mode, stride + 1)[:-1]


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and content of each chunk of a file."""
    place = len(SIGNATURE)
    while place < len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], data[place + 8 : end]
        place = end + 4


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return b"%b%b%b%b" % (len(content).to_bytes(4, "big"), kind, content, check.to_bytes(4, "big"))
