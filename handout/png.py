"""Write PNG files and take them apart (ISO/IEC 15948)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = {0: 1, 2: 3}
"""Colours of a pixel by the colour type of a file in grey or RGB."""

_ROWS: Final = 16
"""Packed at a time: memory that is new costs as much time as packing what is in it."""
_EASY: Final = 8
"""How much smaller lines and plain areas become at least."""


def encode_png(image: Image) -> bytes:
    """Return the file of an image in grey or RGB.

    Prediction (clause 9) halves a photo. On a drawing it takes longer than all the rest and gains
    next to nothing, so it is left out where bare rows already become small.
    """
    width, height = image.size
    stride = width * len(image.getbands())
    packer = zlib.compressobj()
    packed = b"".join([*map(packer.compress, _bare_rows(image, stride)), packer.flush()])
    if len(packed) * _EASY > height * (stride + 1):
        predicted = BytesIO()
        image.save(predicted, "PNG")
        return predicted.getvalue()
    kind = next(kind for kind, colours in COLOURS.items() if colours * width == stride)
    header = b"%b%b\x08%c\0\0\0" % (width.to_bytes(4, "big"), height.to_bytes(4, "big"), kind)
    written = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in written)


def _bare_rows(image: Image, stride: int) -> Iterator[bytes]:
    """Yield the rows of an image, a few at a time, each after the zero that says it is bare."""
    width, height = image.size
    for top in range(0, height, _ROWS):
        strip = image.crop((0, top, width, min(top + _ROWS, height)))
        # Pillow ends each row with a zero, which is the one that the next row begins with.
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
