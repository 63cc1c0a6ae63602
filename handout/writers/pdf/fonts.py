"""Embed the fonts of a document, subset to the glyphs used, with their widths and ToUnicode maps.

A face becomes a Type 0 font whose character codes are glyph ids (ISO 32000-1, 9.7).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

import uharfbuzz as hb
from msgspec import Struct

from handout.caches import Memo
from handout.faces import Face
from handout.writers.pdf.file import File, Stream, dictionary, number, utf16

GlyphText = Mapping[int, str]
"""The text of each glyph id."""


GlyphTexts = list[tuple[Face, bool, GlyphText]]
"""Faces, whether each uses ASCII glyphs, and the text of its other glyphs."""


class Fonts:
    """The faces of a document and the glyphs used of each, collected while text is drawn."""

    def __init__(self) -> None:
        self._used: dict[Face, FontUse] = {}

    def use(self, face: Face) -> FontUse:
        """Return the record of the glyphs used of a face."""
        known = self._used.get(face)
        if known is None:
            known = self._used[face] = FontUse(face)
        return known

    def glyph_texts(self) -> GlyphTexts:
        """Return the glyphs used so far, by face."""
        return [(face, use.has_basic, use.texts) for face, use in self._used.items()]

    def add(self, glyphs: GlyphTexts) -> bool:
        """Record glyphs; return whether ToUnicode alone expresses their text here, too."""
        expressed = True
        for face, has_basic, texts in glyphs:
            use = self.use(face)
            if has_basic:
                use.has_basic = True
            if texts:
                expressed &= use.add(texts)
        return expressed

    def write(self, file: File, memo: Memo[Any]) -> dict[str, str]:
        """Write the fonts into a file; return their references by resource name."""
        references = {}
        for face, use in self._used.items():
            others = use.glyph_text()
            inputs = (face, others, use.has_basic)
            font: _Font = memo.get(face, inputs, partial(_prepare, *inputs))
            references[face.resource_name] = font.write(file)
        return references


class FontUse:
    """The glyphs used of a face, and the text that ToUnicode gives each of them.

    An ASCII glyph maps to its character, any other glyph to the text that it was first used for
    (ISO 32000-1, 9.10.3).
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        self.texts: dict[int, str] = {}
        """The text of each non-ASCII glyph that expresses its text by itself."""
        self.has_basic = False
        """Whether an ASCII glyph is used."""
        self._part_of: dict[int, str] = {}
        """The text of the cluster that each glyph was first used in."""

    def add(self, texts: GlyphText) -> bool:
        """Record glyphs with their texts; return whether ToUnicode alone expresses these."""
        basic, known = self.face.basic, self.texts
        self.has_basic = self.has_basic or not texts.keys().isdisjoint(basic)
        if texts.items() <= basic.items():
            return True
        expressed = {
            glyph: basic.get(glyph) or known.setdefault(glyph, text)
            for glyph, text in texts.items()
        }
        return expressed == texts

    def add_cluster(self, text: str, glyphs: Sequence[int]) -> bool:
        """Record the glyphs of a cluster; return whether ToUnicode alone expresses its text."""
        for glyph in glyphs:
            self._part_of.setdefault(glyph, text)
        self.has_basic = self.has_basic or not self.face.basic.keys().isdisjoint(glyphs)
        parts = _texts_of_glyphs(self.face, text, glyphs)
        return bool(parts) and self.add(dict(zip(glyphs, parts, strict=True)))

    def add_space(self) -> None:
        """Record a space that belongs to no cluster."""
        if self.face.space is not None:
            self._part_of.setdefault(self.face.space, " ")
            self.has_basic = True

    def glyph_text(self) -> tuple[tuple[int, str], ...]:
        """Return the non-ASCII glyphs to embed, each with its text."""
        basic, parts = self.face.basic, self._part_of
        others = {glyph: text for glyph, text in parts.items() if glyph not in basic} | self.texts
        return tuple(sorted(others.items()))


def _texts_of_glyphs(face: Face, text: str, ids: Sequence[int]) -> Sequence[str]:
    """Return the text of each glyph if together they spell the cluster, otherwise nothing."""
    if len(ids) == 1:
        return (text,)
    if len(ids) == len(text) == len(set(ids)) and all(
        face.font.get_nominal_glyph(ord(character)) == glyph
        for character, glyph in zip(text, ids, strict=True)
    ):
        return text
    return ()


class _Font(Struct, frozen=True):
    """A subset of a face, ready to be written into any file."""

    program: Stream
    to_unicode: Stream
    descriptor: dict[str, str]
    """Entries of the font descriptor, without the font program."""
    descendant: dict[str, str]
    """Entries of the CIDFont, without the descriptor."""

    def write(self, file: File) -> str:
        """Write the font and return a reference to it (ISO 32000-1, 9.7.6)."""
        compact = self.descendant["Subtype"] == "/CIDFontType0"
        program = {"FontFile3" if compact else "FontFile2": file.add(self.program)}
        descriptor = file.add(dictionary(self.descriptor | program))
        descendant = file.add(dictionary(self.descendant | {"FontDescriptor": descriptor}))
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": self.descendant["BaseFont"],
            "Encoding": "/Identity-H",
            "DescendantFonts": f"[{descendant}]",
            "ToUnicode": file.add(self.to_unicode),
        }
        return file.add(dictionary(font))


def _prepare(face: Face, others: tuple[tuple[int, str], ...], has_basic: bool) -> _Font:  # noqa: FBT001 -- a memo's inputs have no names
    """Subset a face to some glyphs, each with its text.

    If one ASCII glyph is used, all are embedded: at a cost of 2 KB, nearly all documents in a
    language then share one subset. Glyphs keep their ids, which are the character codes, so that
    text can be drawn before all glyphs are known.
    """
    texts = tuple(sorted([*(face.basic.items() if has_basic else ()), *others]))
    glyphs = [glyph for glyph, _ in texts]
    subset = hb.subset(face.source, _subset_input(face, glyphs))
    compact = "CFF " in subset.table_tags
    name = f"/{_tag(face.name, texts)}+{face.name}"
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType0" if compact else "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
        "W": f"[{' '.join(_widths(face, glyphs))}]",
    }
    if not compact:
        descendant["CIDToGIDMap"] = "/Identity"
    return _Font(
        _program(subset, compact=compact),
        Stream.deflated("", _to_unicode(texts)),
        _descriptor(face) | {"FontName": name},
        descendant,
    )


def _widths(face: Face, glyphs: Sequence[int]) -> Iterator[str]:
    """Yield the widths of glyphs, grouped by consecutive ids (ISO 32000-1, 9.7.4.3)."""
    for _, row in groupby(enumerate(glyphs), lambda pair: pair[1] - pair[0]):
        own = [glyph for _, glyph in row]
        widths = " ".join(number(face.advance(glyph) * 1000) for glyph in own)
        yield f"{own[0]} [{widths}]"


def _program(subset: hb.Face, *, compact: bool) -> Stream:
    """Return the font program: the bare CFF table or a TrueType file."""
    if compact:
        bare = subset.reference_table("CFF ").data
        return Stream.deflated("/Subtype /CIDFontType0C", bare)
    data = subset.blob.data
    return Stream.deflated(f"/Length1 {len(data)}", data)


_DROPPED: Final = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "OS/2", "PCLT", "STAT", "VDMX", "VORG",
    "cmap", "gasp", "hdmx", "kern", "name", "post", "vhea", "vmtx",
)  # fmt: skip
"""Tables that viewers do not need, as codes are glyph ids and text is already shaped."""


def _subset_input(face: Face, glyphs: Iterable[int]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    # A CID-keyed CFF font selects glyphs through its charset, which must be the identity.
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.DOWNGRADE_CFF2
        | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    if face.weight is not None:
        wanted.pin_all_axes_to_default(face.source)
        wanted.pin_axis_location(face.source, "wght", face.weight)
    return wanted


def _tag(name: str, texts: Sequence[tuple[int, str]]) -> str:
    """Return the six letters that distinguish subsets of a font (ISO 32000-1, 9.6.4)."""
    digest = sha256(f"{name} {[glyph for glyph, _ in texts]}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _descriptor(face: Face) -> dict[str, str]:
    """Return the entries of a font descriptor (ISO 32000-1, 9.8)."""
    scale = 1000 / face.em
    extents = face.font.get_font_extents("ltr")
    box = struct.unpack_from(">4h", face.table("head"), 36)
    cap_height = face.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    weight = face.font.get_style_value(hb.StyleTag.WEIGHT)
    slant = round(face.font.get_style_value(hb.StyleTag.SLANT_ANGLE), 2)
    return {
        "Type": "/FontDescriptor",
        # Symbolic: not limited to the standard Latin character set.
        "Flags": "4",
        "FontBBox": f"[{' '.join(str(round(edge * scale)) for edge in box)}]",
        "ItalicAngle": f"{slant:g}",
        "Ascent": str(round(extents.ascender * scale)),
        "Descent": str(round(extents.descender * scale)),
        "CapHeight": str(round(cap_height * scale)),
        # Not stored in the font; viewers use it only for fonts that are not embedded.
        "StemV": str(round(weight / 5)),
    }


_BLOCK: Final = 100
"""Maximum entries per operator of a CMap."""


def _to_unicode(texts: Sequence[tuple[int, str]]) -> bytes:
    """Return a CMap from character codes to text (ISO 32000-1, 9.10.3)."""
    pairs = [f"<{code:04X}> <{utf16(text)}>" for code, text in texts]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
