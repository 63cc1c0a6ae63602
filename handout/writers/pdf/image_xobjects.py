"""Write photos as image XObjects (ISO 32000-1, 8.9.5), with their data unchanged."""

from __future__ import annotations

from typing import Final

from handout import png
from handout.images import Photo
from handout.jpeg import component_count
from handout.writers.pdf.file import Stream

_SPACES: Final = {1: "DeviceGray", 3: "DeviceRGB"}


def image_object(photo: Photo) -> Stream:
    """Return the image XObject of a photo, which is in grey or RGB."""
    keys = f"/Type /XObject /Subtype /Image /Width {photo.width} /Height {photo.height}"
    keys += " /BitsPerComponent 8"
    if not photo.data.startswith(png.SIGNATURE):
        space = _SPACES[component_count(photo.data)]
        return Stream(f"{keys} /ColorSpace /{space} /Filter /DCTDecode", photo.data)
    chunks = list(png.chunks(photo.data))
    count = png.COMPONENTS[dict(chunks)[b"IHDR"][9]]
    # PDF knows the row filters of PNG (ISO 32000-1, 7.4.4.4).
    parameters = f"/Predictor 15 /Colors {count} /Columns {photo.width}"
    keys += f" /ColorSpace /{_SPACES[count]} /Filter /FlateDecode /DecodeParms <<{parameters}>>"
    return Stream(keys, b"".join(content for kind, content in chunks if kind == b"IDAT"))
