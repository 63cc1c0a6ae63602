"""Read which CID each glyph of a CFF font has (Adobe Technical Note 5176).

A viewer selects the glyphs of a CID-keyed font by their CIDs (ISO 32000-1, 9.7.4.2).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_REAL: Final = 30
_ESCAPE: Final = 12
_CHARSET: Final = 15
_CHAR_STRINGS: Final = 17
_ROS: Final = (_ESCAPE << 8) + 30


def cids(table: bytes) -> Sequence[int]:
    """Return the CID of each glyph, or nothing if the font is not CID-keyed."""
    if not table:
        return ()
    _, names_end = _index(table, table[2])
    dictionaries, _ = _index(table, names_end)
    top = dict(_entries(dictionaries[0]))
    if _ROS not in top:
        return ()
    (count,) = struct.unpack_from(">H", table, top[_CHAR_STRINGS])
    return [0, *_charset(table, top.get(_CHARSET, 0), count - 1)]


def _charset(table: bytes, start: int, count: int) -> Sequence[int]:
    """Return the CIDs of all glyphs after the first (section 13)."""
    if start == 0:
        return range(1, count + 1)
    if table[start] == 0:
        return struct.unpack_from(f">{count}H", table, start + 1)
    record = struct.Struct(">HB" if table[start] == 1 else ">HH")
    found: list[int] = []
    place = start + 1
    while len(found) < count:
        first, more = record.unpack_from(table, place)
        found += range(first, first + more + 1)
        place += record.size
    return found


def _index(table: bytes, start: int) -> tuple[list[bytes], int]:
    """Return the objects of an INDEX and the place after it (section 5)."""
    (count,) = struct.unpack_from(">H", table, start)
    if count == 0:
        return [], start + 2
    size = table[start + 2]
    data = start + 2 + (count + 1) * size
    ends = [
        data + int.from_bytes(table[at : at + size], "big")
        for at in range(start + 3, start + 3 + (count + 1) * size, size)
    ]
    return [table[first:last] for first, last in pairwise(ends)], ends[-1]


def _entries(dictionary: bytes) -> Iterator[tuple[int, int]]:
    """Yield each operator of a DICT with its last operand, if that is an integer (section 4)."""
    operand = place = 0
    while place < len(dictionary):
        head = dictionary[place]
        place += 1
        if head == _REAL:
            while dictionary[place] & 0xF != 0xF:
                place += 1
            place += 1
        elif head <= 21:
            if head == _ESCAPE:
                head = (head << 8) + dictionary[place]
                place += 1
            yield head, operand
        elif head in (28, 29):
            size = 2 if head == 28 else 4
            operand = int.from_bytes(dictionary[place : place + size], "big", signed=True)
            place += size
        elif head <= 246:
            operand = head - 139
        else:
            sign, base = (1, 247) if head <= 250 else (-1, 251)
            operand = sign * ((head - base) * 256 + dictionary[place] + 108)
            place += 1
