"""Cut a face down to the glyphs of a document, numbered without gaps.

A cluster of several glyphs becomes one composite glyph, so that one character code stands for its
whole text: then a reader needs no more than ToUnicode, whatever the order of glyphs in a script.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import uharfbuzz as hb

from handout.faces import Face
from handout.writers.pdf.cff import cids


class Component(NamedTuple):
    """A glyph within a composite glyph, at an offset in font units."""

    glyph: int
    x: int
    y: int


class Composite(NamedTuple):
    """A glyph made of others; lengths are in font units."""

    components: tuple[Component, ...]
    advance: int


class Subset(NamedTuple):
    """A font program and the place of each glyph in it."""

    program: bytes
    """A TrueType file or a bare CFF table."""
    glyphs: Mapping[int, int]
    """The place of each glyph of the face."""
    composites: Sequence[int]
    """The place of each composite glyph."""


def is_cff(face: Face) -> bool:
    """Return whether a face has CFF outlines, to which no composite glyphs can be added."""
    return "glyf" not in face.source.table_tags


def subset(face: Face, glyphs: Iterable[int], composites: Sequence[Composite]) -> Subset:
    """Return a subset with some glyphs of a face and composites of its glyphs.

    Raise RuntimeError if the font file is damaged.
    """
    parts = {part.glyph for each in composites for part in each.components}
    plan = hb.SubsetPlan(face.source, _wanted(face, {*glyphs, *parts}))
    cut = plan.execute()
    places = dict(plan.old_to_new_glyph_mapping)
    if is_cff(face):
        return Subset(cut.reference_table("CFF ").data, places, ())
    font = _TrueType(cut)
    added = [
        font.add([part._replace(glyph=places[part.glyph]) for part in parts], advance)
        for parts, advance in composites
    ]
    return Subset(font.data() if composites else cut.blob.data, places, added)


_DROPPED: Final = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "OS/2", "PCLT", "STAT", "VDMX", "VORG",
    "cmap", "gasp", "hdmx", "kern", "name", "post", "vhea", "vmtx",
)  # fmt: skip
"""Tables that viewers do not need, as text is already shaped."""


def _wanted(face: Face, glyphs: Iterable[int]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.DOWNGRADE_CFF2
    )
    if is_cff(face) and not cids(face.table("CFF ")):
        # The glyphs of such a font are selected by their numbers.
        wanted.flags |= hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    if face.weight is not None:
        wanted.pin_all_axes_to_default(face.source)
        wanted.pin_axis_location(face.source, "wght", face.weight)
    return wanted


_WORDS_ARE_XY: Final = 0x0003
_MORE_COMPONENTS: Final = 0x0020


class _TrueType:
    """A TrueType font to which composite glyphs can be added (OpenType, 'glyf')."""

    def __init__(self, font: hb.Face) -> None:
        self._tables: dict[str, bytes] = {
            tag: font.reference_table(tag).data for tag in font.table_tags
        }
        count = font.glyph_count
        (is_long,) = struct.unpack_from(">h", self._tables["head"], 50)
        offsets = struct.unpack(f">{count + 1}{'L' if is_long else 'H'}", self._tables["loca"])
        places = [offset if is_long else 2 * offset for offset in offsets]
        self._glyphs = [self._tables["glyf"][first:last] for first, last in pairwise(places)]
        self._metrics = [*_metrics(self._tables, count)]
        self._most_points, self._most_contours, self._most_parts = 0, 0, 0

    def add(self, components: Sequence[Component], advance: int) -> int:
        """Add a composite glyph, unless it is one that is there; return its number."""
        parts = [part for part in components if self._glyphs[part.glyph]]
        if len(parts) == 1:
            (only,) = parts
            if (only.x, only.y, advance) == (0, 0, self._metrics[only.glyph][0]):
                return only.glyph
        outline = self._composed(parts) if parts else b""
        left = struct.unpack_from(">h", outline, 2)[0] if outline else 0
        self._glyphs.append(outline)
        self._metrics.append((advance, left))
        return len(self._glyphs) - 1

    def _composed(self, parts: Sequence[Component]) -> bytes:
        """Return the description of a composite glyph."""
        boxes = [
            (left + x, bottom + y, right + x, top + y)
            for glyph, x, y in parts
            for left, bottom, right, top in [struct.unpack_from(">4h", self._glyphs[glyph], 2)]
        ]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        outline = struct.pack(">5h", -1, min(lefts), min(bottoms), max(rights), max(tops))
        for number, (glyph, x, y) in enumerate(parts, 1):
            more = _MORE_COMPONENTS if number < len(parts) else 0
            outline += struct.pack(">HHhh", _WORDS_ARE_XY | more, glyph, x, y)
        points, contours = map(sum, zip(*(self._size(part.glyph) for part in parts), strict=True))
        self._most_points = max(self._most_points, points)
        self._most_contours = max(self._most_contours, contours)
        self._most_parts = max(self._most_parts, len(parts))
        return outline

    def _size(self, glyph: int) -> tuple[int, int]:
        """Return the points and contours of a glyph; of a composite, the most there can be."""
        outline = self._glyphs[glyph]
        (contours,) = struct.unpack_from(">h", outline)
        if contours < 0:
            return struct.unpack_from(">HH", self._tables["maxp"], 10)
        (last,) = struct.unpack_from(">H", outline, 8 + 2 * contours)
        return last + 1, contours

    def data(self) -> bytes:
        """Return the font file."""
        tables = self._tables
        padded = [outline + b"\0" * (-len(outline) % 4) for outline in self._glyphs]
        count = len(padded)
        tables["glyf"] = b"".join(padded)
        tables["loca"] = struct.pack(f">{count + 1}L", *accumulate(map(len, padded), initial=0))
        tables["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in self._metrics)
        tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", count)
        tables["head"] = tables["head"][:50] + struct.pack(">hh", 1, 0)
        tables["maxp"] = self._limits(count)
        font = hb.Face.create_for_tables(lambda _face, tag, _data: tables.get(tag, b""), None)
        font.set_get_table_tags_func(lambda _face, _data: [*tables], None)
        data: bytes = font.blob.data
        return data

    def _limits(self, count: int) -> bytes:
        """Return the table of limits (OpenType, 'maxp')."""
        limits = [*struct.unpack(">L14H", self._tables["maxp"])]
        limits[1] = count
        limits[4] = max(limits[4], self._most_points)
        limits[5] = max(limits[5], self._most_contours)
        limits[13] = max(limits[13], self._most_parts)
        limits[14] += 1
        return struct.pack(">L14H", *limits)


def _metrics(tables: Mapping[str, bytes], count: int) -> Iterator[tuple[int, int]]:
    """Yield the advance and the left side bearing of each glyph (OpenType, 'hmtx')."""
    (long,) = struct.unpack_from(">H", tables["hhea"], 34)
    for glyph in range(count):
        (advance,) = struct.unpack_from(">H", tables["hmtx"], 4 * min(glyph, long - 1))
        at = 4 * glyph + 2 if glyph < long else 2 * (long + glyph)
        yield advance, struct.unpack_from(">h", tables["hmtx"], at)[0]
