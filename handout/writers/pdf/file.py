"""The outer form of a PDF file: objects in compressed object streams, and a content-based id.

Object streams (ISO 32000-1, 7.5.7) keep a tagged file as small as an untagged one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final

_LEVEL: Final = 2
"""Of compression: takes two thirds of the time of the usual 6, for a hundredth more of a file."""

_PER_STREAM: Final = 100
"""Objects in one object stream."""


class Stream:
    """A stream as it stands in a file; one that was made may stand in many files."""

    def __init__(self, keys: str, data: bytes) -> None:
        """Take the keys of its dictionary and its data, which they say how to read."""
        self.keys = keys
        self.data = data

    @staticmethod
    @lru_cache(maxsize=64)
    def deflated(keys: str, content: bytes) -> Stream:
        """Return a stream that holds content compressed.

        In a batch the same pages and structure come again and again.
        """
        packed = zlib.compress(content, _LEVEL)
        return Stream(f"{keys} /Filter /FlateDecode".lstrip(), packed)

    @cached_property
    def written(self) -> bytes:
        """The stream as an object."""
        head = f"<<{self.keys} /Length {len(self.data)}>>".encode("ascii")
        return b"%b\nstream\n%b\nendstream" % (head, self.data)

    @cached_property
    def digest(self) -> bytes:
        """What tells this stream from any other."""
        return sha256(self.written).digest()


class File:
    """The objects of a file by their numbers."""

    def __init__(self) -> None:
        self._objects: list[str | Stream] = []
        self.catalog: dict[str, str] = {"Type": "/Catalog"}
        """Keys of the document's catalog (ISO 32000-1, 7.7.2)."""
        self.info = "<<>>"
        """The information dictionary (ISO 32000-1, 14.3.3)."""

    def add(self, thing: str | Stream = "") -> str:
        """Add an object and return the reference to it; its text may follow with `fill`."""
        self._objects.append(thing)
        return f"{len(self._objects)} 0 R"

    def fill(self, reference: str, text: str) -> None:
        """Give an object its text."""
        self._objects[int(reference.partition(" ")[0]) - 1] = text

    def __len__(self) -> int:
        """Return how many objects there are."""
        return len(self._objects)

    def since(self, start: int) -> tuple[str | Stream, ...]:
        """Return the objects that were added after the first ones."""
        return tuple(self._objects[start:])

    def extend(self, things: Iterable[str | Stream]) -> None:
        """Add objects whose texts refer to one another by the numbers that they get."""
        self._objects += things

    def serialize(self, version: str) -> bytes:
        """Return the file in a version of PDF; the same objects always give the same bytes."""
        trailer = f"/Root {self.add(dictionary(self.catalog))} /Info {self.add(self.info)}"
        streams: list[tuple[int, Stream]] = []
        plain: list[tuple[int, bytes]] = []
        for number, thing in enumerate(self._objects, 1):
            if isinstance(thing, Stream):
                streams.append((number, thing))
            else:
                plain.append((number, thing.encode("ascii")))
        size = len(self._objects) + 1
        packed: dict[int, tuple[int, int]] = {}
        for first in range(0, len(plain), _PER_STREAM):
            chunk = plain[first : first + _PER_STREAM]
            packed |= {number: (size, index) for index, (number, _) in enumerate(chunk)}
            streams.append((size, _object_stream(chunk)))
            size += 1
        # The id depends on everything in the file, and on nothing else (ISO 32000-1, 14.4).
        digests = b"".join(stream.digest for _, stream in streams)
        name = sha256(digests + trailer.encode()).hexdigest()[:32].upper()
        header = f"%PDF-{version}\n".encode("ascii") + b"%\xe2\xe3\xcf\xd3\n"
        return _assembled(header, streams, packed, size, f"{trailer} /ID [<{name}> <{name}>]")


def _assembled(
    header: bytes,
    streams: list[tuple[int, Stream]],
    packed: dict[int, tuple[int, int]],
    size: int,
    trailer: str,
) -> bytes:
    """Return the bytes of a file whose other objects are packed into its streams."""
    parts = [header]
    offsets: dict[int, int] = {}
    place = len(parts[0])
    for number, stream in streams:
        offsets[number] = place
        object_parts = (b"%d 0 obj\n" % number, stream.written, b"\nendobj\n")
        parts += object_parts
        place += sum(map(len, object_parts))
    offsets[size] = place
    keys = f"/Type /XRef /Size {size + 1} /W [1 4 2] {trailer}"
    table = Stream.deflated(keys, _cross_references(size + 1, offsets, packed))
    parts.append(b"%d 0 obj\n%b\nendobj\n" % (size, table.written))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % place)
    return b"".join(parts)


def _object_stream(chunk: list[tuple[int, bytes]]) -> Stream:
    places, offset = [], 0
    for number, data in chunk:
        places.append(f"{number} {offset}")
        offset += len(data) + 1
    head = " ".join(places).encode("ascii") + b"\n"
    body = b"".join(data + b"\n" for _, data in chunk)
    return Stream.deflated(f"/Type /ObjStm /N {len(chunk)} /First {len(head)}", head + body)


def _cross_references(
    size: int, offsets: dict[int, int], packed: dict[int, tuple[int, int]]
) -> bytes:
    """Return a row of type, place and index for each object (ISO 32000-1, 7.5.8.3)."""
    row = struct.Struct(">BIH").pack
    rows = [
        row(2, *packed[number]) if number in packed else row(1, offsets[number], 0)
        for number in range(1, size)
    ]
    return row(0, 0, 65535) + b"".join(rows)


def dictionary(keys: dict[str, str]) -> str:
    """Return a dictionary object."""
    return f"<<{' '.join(f'/{key} {value}' for key, value in keys.items())}>>"


def text_string(text: str) -> str:
    """Return a text string object: ASCII as it is, all else in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@lru_cache(maxsize=4096)
def number(value: float, digits: int = 3) -> str:
    """Return a number in the shortest form that is exact to some digits."""
    # Zero is added because what is remembered for 0 is found for -0, too.
    text = f"{value + 0.0:.{digits}f}"
    return text.rstrip("0").rstrip(".") if text[-1] == "0" else text
