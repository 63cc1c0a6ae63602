"""Photos as image XObjects (ISO 32000-1, 8.9.5): their data goes into the file as it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from handout.images import Photo
from handout.jpeg import components
from handout.writers.pdf.file import Stream

_PNG: Final = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=64)
def image_object(photo: Photo) -> Stream:
    """Return the image XObject of a photo, which is in grey or RGB."""
    keys = f"/Type /XObject /Subtype /Image /Width {photo.width} /Height {photo.height}"
    keys += " /BitsPerComponent 8"
    if not photo.data.startswith(_PNG):
        space = _SPACES[components(photo.data)]
        return Stream(f"{keys} /ColorSpace /{space} /Filter /DCTDecode", photo.data)
    chunks = list(_chunks(photo.data))
    colours = _COLOURS[dict(chunks)[b"IHDR"][9]]
    # PNG's own prediction, which is made for pictures (ISO 32000-1, 7.4.4.4).
    parameters = f"/Predictor 15 /Colors {colours} /Columns {photo.width}"
    keys += f" /ColorSpace /{_SPACES[colours]} /Filter /FlateDecode /DecodeParms <<{parameters}>>"
    return Stream(keys, b"".join(content for kind, content in chunks if kind == b"IDAT"))


_SPACES: Final = {1: "DeviceGray", 3: "DeviceRGB"}
_COLOURS: Final = {0: 1, 2: 3}
"""Colours of a pixel by the colour type of a PNG file."""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and content of each chunk of a PNG file."""
    place = len(_PNG)
    while place < len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], data[place + 8 : end]
        place = end + 4
