"""Colour profiles for test pictures (ICC.1:2022): three primaries and a tone curve."""

from __future__ import annotations

import struct
from typing import Final

Primary = tuple[float, float, float]

SRGB: Final = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
DISPLAY_P3: Final = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE_RGB: Final = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
"""Red, green and blue in XYZ, adapted to D50, as the profiles of their makers have them."""
_D50: Final = (0.9642, 1.0, 0.8249)


def profile(primaries: tuple[Primary, Primary, Primary], curve: bytes) -> bytes:
    """Return a display profile of version 2 with one curve for all components."""
    text = b"Test\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = [(b"desc", description), (b"cprt", b"text" + bytes(4) + text), (b"wtpt", _xyz(_D50))]
    for letter, primary in zip("rgb", primaries, strict=True):
        tags += [(f"{letter}XYZ".encode(), _xyz(primary)), (f"{letter}TRC".encode(), curve)]
    return _assembled(b"RGB ", tags)


def grey_profile(curve: bytes) -> bytes:
    """Return a profile of a grey scale."""
    text = b"Test\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = [(b"desc", description), (b"cprt", b"text" + bytes(4) + text)]
    return _assembled(b"GRAY", [*tags, (b"wtpt", _xyz(_D50)), (b"kTRC", curve)])


def gamma(exponent: float) -> bytes:
    """Return a tone curve that is a power."""
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(exponent * 256)) + bytes(2)


def srgb_curve() -> bytes:
    """Return the tone curve of sRGB and Display P3 (IEC 61966-2-1), as 1024 samples."""
    samples = (number / 1023 for number in range(1024))
    linear = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in samples)
    return b"curv" + bytes(4) + struct.pack(">I1024H", 1024, *(round(65535 * v) for v in linear))


def _xyz(values: Primary) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(65536 * value) for value in values))


def _assembled(space: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    place = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, content in tags:
        table += name + struct.pack(">II", place + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", place + len(data), b"", 0x02100000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    return (head + struct.pack(">3i", *(round(65536 * value) for value in _D50))).ljust(
        128, b"\0"
    ) + (table + data)
