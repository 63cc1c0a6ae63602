"""Take a JPEG file apart without decoding it (ISO/IEC 10918-1, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_MARKER: Final = re.compile(rb"\xff\xff*([^\x00\xd0-\xd7\xff])")
"""What ends coded data: neither a byte 0xFF of the data itself nor a restart.

It begins with a byte and not with a repetition, because a byte is found 15 times as quickly.
"""
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SCAN: Final = 0xDA
_JFIF: Final = 0xE0
_ADOBE: Final = 0xEE
_NOT_PICTURE: Final = frozenset({*range(0xE0, 0xF0), 0xFE} - {_JFIF, _ADOBE})
"""Segments of applications and comments; JFIF's and Adobe's say how colours are coded."""


def bare_jpeg(data: bytes) -> bytes | None:
    """Return a file without what a camera noted in it and without what follows the picture.

    None where the file is damaged, or leaves open how its colours are coded.
    """
    try:
        segments = list(_segments(data))
    except (IndexError, ValueError):
        return None
    kinds = {kind for kind, _ in segments}
    named = kinds & {_JFIF, _ADOBE} or not any(
        # Some readers take components with these names for red, green and blue, others do not.
        kind in _FRAMES and segment[10:19:3] == b"RGB"
        for kind, segment in segments
    )
    if not named or _SCAN not in kinds:
        return None
    kept = (segment for kind, segment in segments if kind not in _NOT_PICTURE)
    return b"".join((_START, *kept, _END))


def components(data: bytes) -> int:
    """Return how many colour components a JPEG file has; raise ValueError where none is told."""
    for kind, segment in _segments(data):
        if kind in _FRAMES:
            return segment[9]
    raise ValueError("no frame header")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment's kind and its bytes, coded data with the header of its scan."""
    place = len(_START)
    while marker := _MARKER.match(data, place):
        kind = marker[1][0]
        if kind == _END[1]:
            return
        end = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        if kind == _SCAN:
            follower = _MARKER.search(data, end)
            end = follower.start() if follower else len(data)
        if end > len(data):
            break
        # Without the bytes that only fill room before a marker.
        yield kind, data[marker.end() - 2 : end]
        place = end
    raise ValueError("a segment ends outside the file")
