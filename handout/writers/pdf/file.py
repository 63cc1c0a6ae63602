"""The file structure of PDF: indirect objects in compressed object streams, and the file id.

Object streams (ISO 32000-1, 7.5.7) make a tagged file about as small as an untagged one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final, Self

_LEVEL: Final = 2
"""Of compression: a third faster than the default of 6, at the cost of 1 % in file size."""

_PER_STREAM: Final = 100
"""Objects per object stream."""


class Stream:
    """A stream object; immutable, so that files can share it."""

    def __init__(self, keys: str, data: bytes) -> None:
        """Take the entries of the stream dictionary, without the length, and the encoded data."""
        self.keys = keys
        self.data = data

    @classmethod
    def deflated(cls, keys: str, content: bytes) -> Self:
        """Return a stream with compressed content."""
        packed = zlib.compress(content, _LEVEL)
        return cls(f"{keys} /Filter /FlateDecode".lstrip(), packed)

    @cached_property
    def written(self) -> bytes:
        """The stream as the bytes of an object."""
        head = f"<<{self.keys} /Length {len(self.data)}>>".encode("ascii")
        return b"%b\nstream\n%b\nendstream" % (head, self.data)

    @cached_property
    def digest(self) -> bytes:
        """A hash of the stream."""
        return sha256(self.written).digest()


class Family:
    """Objects that refer to one another, and are written together; immutable like a stream."""

    def __init__(self, objects: Iterable[tuple[int, str, bytes | None]]) -> None:
        """Take the number of each object, its text or stream dictionary, and its data if any.

        The first stands for all of them.
        """
        self._objects = tuple(objects)

    def add_to(self, file: File) -> str:
        """Add the objects to a file; return a reference to the first."""
        start = len(file)
        numbers = {number: start + place for place, (number, *_) in enumerate(self._objects, 1)}
        for _, text, data in self._objects:
            moved = REFERENCE.sub(lambda match: f"{numbers[int(match[1])]} 0 R", text)
            file.add(moved if data is None else Stream(moved, data))
        return f"{start + 1} 0 R"


REFERENCE: Final = re.compile(r"\b(\d+) 0 R\b")
"""A reference to an object, with its number."""


class File:
    """The indirect objects of a file, numbered from 1."""

    def __init__(self) -> None:
        self._objects: list[str | Stream] = []
        self.catalog: dict[str, str] = {"Type": "/Catalog"}
        """Entries of the document catalog (ISO 32000-1, 7.7.2)."""
        self.info = ""
        """The information dictionary (ISO 32000-1, 14.3.3); empty for none."""

    def add(self, value: str | Stream = "") -> str:
        """Add an object, which `fill` may complete later; return a reference to it."""
        self._objects.append(value)
        return f"{len(self._objects)} 0 R"

    def fill(self, reference: str, text: str) -> None:
        """Set the text of an object."""
        self._objects[int(reference.partition(" ")[0]) - 1] = text

    def __len__(self) -> int:
        """Return the number of objects."""
        return len(self._objects)

    def since(self, start: int) -> tuple[str | Stream, ...]:
        """Return the objects added after the first `start` ones."""
        return tuple(self._objects[start:])

    def extend(self, objects: Iterable[str | Stream]) -> None:
        """Add objects whose references to one another already match their numbers."""
        self._objects += objects

    def digests(self, groups: Iterable[Iterable[str]]) -> list[str]:
        """Return a hash for each group of references: of the objects and all that they refer to.

        It does not depend on the numbers of the objects, of which none may lead back to itself.
        """
        known: dict[str, bytes] = {}

        def of(reference: str) -> bytes:
            if reference not in known:
                value = self._objects[int(reference.partition(" ")[0]) - 1]
                text, data = (value.keys, value.data) if isinstance(value, Stream) else (value, b"")
                inner = REFERENCE.sub(lambda match: of(match[0]).hex(), text)
                known[reference] = sha256(inner.encode() + b"\n" + data).digest()
            return known[reference]

        return [sha256(b"".join(map(of, group))).hexdigest() for group in groups]

    def serialize(self, version: str) -> bytes:
        """Return the file in a PDF version; the same objects always give the same bytes."""
        trailer = f"/Root {self.add(dictionary(self.catalog))}"
        trailer += f" /Info {self.add(self.info)}" if self.info else ""
        streams: list[tuple[int, Stream]] = []
        plain: list[tuple[int, bytes]] = []
        for number, value in enumerate(self._objects, 1):
            if isinstance(value, Stream):
                streams.append((number, value))
            else:
                plain.append((number, value.encode("ascii")))
        size = len(self._objects) + 1
        packed: dict[int, tuple[int, int]] = {}
        for first in range(0, len(plain), _PER_STREAM):
            chunk = plain[first : first + _PER_STREAM]
            packed |= {number: (size, index) for index, (number, _) in enumerate(chunk)}
            streams.append((size, _object_stream(chunk)))
            size += 1
        # The id depends on all of the content and on nothing else (ISO 32000-1, 14.4).
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
    """Return the bytes of a file from its streams; `packed` locates objects in object streams."""
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
    """Return type, offset and index of each object as binary rows (ISO 32000-1, 7.5.8.3)."""
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
    """Return a text string object: ASCII as is, anything else in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<FEFF{utf16(text)}>"


def utf16(text: str) -> str:
    """Return text as big-endian UTF-16 in hexadecimal."""
    return text.encode("utf-16-be").hex().upper()


@lru_cache(maxsize=4096)
def number(value: float, digits: int = 3) -> str:
    """Return a number in its shortest form, rounded to some decimal places."""
    # Adding zero turns -0 into 0, which the cache does not tell apart.
    text = f"{value + 0.0:.{digits}f}"
    return text.rstrip("0").rstrip(".") if text[-1] == "0" else text
