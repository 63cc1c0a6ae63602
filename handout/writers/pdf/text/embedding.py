"""Put the fonts of a document into its file: the glyphs that are used, their widths and their text.

A face becomes a Type 0 font whose codes are glyph ids (ISO 32000-1, 9.7). All text is laid out
before any is drawn, so a face is subset once and its glyphs are numbered anew.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import uharfbuzz as hb

from handout.faces import Face
from handout.writers.pdf.file import File, Stream, dictionary
from handout.writers.pdf.marks import MarkedCanvas
from handout.writers.pdf.text.shaping import Cluster


@dataclass(slots=True)
class _Used:
    """What is drawn of a face."""

    said: dict[int, str] = field(default_factory=dict)
    """The text of a glyph that stands for itself somewhere."""
    part_of: dict[int, str] = field(default_factory=dict)
    """The text of the first cluster in which a glyph was seen."""
    seen: set[tuple[str, tuple[int, ...]]] = field(default_factory=set)


class Inventory:
    """Note every glyph of a document while it is laid out."""

    def __init__(self) -> None:
        self._used: dict[Face, _Used] = {}

    def add(self, face: Face, clusters: Iterable[Cluster]) -> None:
        """Note the glyphs of some clusters with the text that they say."""
        used = self._used.setdefault(face, _Used())
        for cluster in clusters:
            ids = tuple([glyph.id for glyph in cluster.glyphs])
            key = (cluster.text, ids)
            if key in used.seen:
                continue
            used.seen.add(key)
            for glyph in ids:
                used.part_of.setdefault(glyph, cluster.text)
            for glyph, text in zip(ids, _spelled(face, cluster.text, ids), strict=False):
                used.said.setdefault(glyph, text)

    def embed(self, canvas: MarkedCanvas) -> dict[Face, EmbeddedFace]:
        """Put the faces into the file of a canvas; every page can then name them."""
        embedded = {}
        for number, (face, used) in enumerate(self._used.items()):
            texts = {**used.part_of, **used.said}
            if face.space is not None:
                texts.setdefault(face.space, " ")
            subset = EmbeddedFace(face, f"T{number}", texts)
            canvas.fonts[subset.resource] = subset.write(canvas.file)
            embedded[face] = subset
        return embedded


def _spelled(face: Face, text: str, ids: Sequence[int]) -> Sequence[str]:
    """Return the text of each glyph where they spell a cluster in order, else nothing."""
    if len(ids) == 1:
        return (text,)
    if len(ids) == len(text) and all(
        face.font.get_nominal_glyph(ord(character)) == glyph
        for character, glyph in zip(text, ids, strict=True)
    ):
        return text
    return ()


class EmbeddedFace:
    """A face as it stands in a file."""

    def __init__(self, face: Face, name: str, texts: dict[int, str]) -> None:
        """Subset a face to the glyphs that have a text here."""
        self.resource = name
        self.space = face.space
        self._face = face
        plan = hb.SubsetPlan(face.source, _subset_input(face, texts))
        new: dict[int, int] = dict(plan.old_to_new_glyph_mapping)
        self._new = new
        self._texts = texts
        self._subset = plan.execute()
        measured = hb.Font(self._subset)
        self._widths = [
            round(measured.get_glyph_h_advance(glyph) * 1000 / face.em, 3)
            for glyph in range(self._subset.glyph_count)
        ]

        self.glyphs = {
            old: (f"{new[old]:04X}", self._widths[new[old]] / 1000, text)
            for old, text in texts.items()
        }
        """Of each glyph the code as hexadecimal digits, the width in ems by which a viewer moves
        on, and the text that a viewer reads for it."""

    def write(self, file: File) -> str:
        """Write the font's objects and return the reference to it (ISO 32000-1, 9.7.6)."""
        face = self._face
        name = f"/{_tag(face.name, self._texts)}+{face.name}"
        outlines = "CFF " in self._subset.table_tags
        descriptor = _descriptor(face) | {
            "FontName": name,
            "FontFile3" if outlines else "FontFile2": file.add(self._file(compact=outlines)),
        }
        widths = " ".join(f"{width:.3f}".rstrip("0").rstrip(".") for width in self._widths)
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if outlines else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
            "FontDescriptor": file.add(dictionary(descriptor)),
            "W": f"[0 [{widths}]]",
        }
        if not outlines:
            descendant["CIDToGIDMap"] = "/Identity"
        texts = {self._new[glyph]: text for glyph, text in self._texts.items()}
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": f"[{file.add(dictionary(descendant))}]",
            "ToUnicode": file.add(Stream.deflated("", _to_unicode(texts))),
        }
        return file.add(dictionary(font))

    def _file(self, *, compact: bool) -> Stream:
        """Return the font's program: its CFF table alone, or a TrueType file."""
        if compact:
            bare = self._subset.reference_table("CFF ").data
            return Stream.deflated("/Subtype /CIDFontType0C", bare)
        data = self._subset.blob.data
        return Stream.deflated(f"/Length1 {len(data)}", data)


_DROPPED: Final = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "OS/2", "PCLT", "STAT", "VDMX", "VORG",
    "cmap", "gasp", "hdmx", "kern", "name", "post", "vhea", "vmtx",
)  # fmt: skip
"""Tables that a viewer does not read: the codes are glyph ids and the layout is done."""


def _subset_input(face: Face, glyphs: Iterable[int]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    # A CID-keyed CFF font finds glyphs through its charset, which must then be the identity.
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.DOWNGRADE_CFF2
        | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    if face.weight is not None:
        wanted.pin_all_axes_to_default(face.source)
        wanted.pin_axis_location(face.source, "wght", face.weight)
    return wanted


def _tag(name: str, glyphs: Iterable[int]) -> str:
    """Return six letters that tell subsets of one font apart (ISO 32000-1, 9.6.4)."""
    digest = sha256(f"{name} {sorted(glyphs)}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _descriptor(face: Face) -> dict[str, str]:
    """Return the keys of a font descriptor (ISO 32000-1, 9.8)."""
    scale = 1000 / face.em
    extents = face.font.get_font_extents("ltr")
    box = struct.unpack_from(">4h", face.table("head"), 36)
    cap_height = face.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    weight = face.font.get_style_value(hb.StyleTag.WEIGHT)
    slant = round(face.font.get_style_value(hb.StyleTag.SLANT_ANGLE), 2)
    return {
        "Type": "/FontDescriptor",
        # Symbolic: its characters are not those of the standard Latin set alone.
        "Flags": "4",
        "FontBBox": f"[{' '.join(str(round(edge * scale)) for edge in box)}]",
        "ItalicAngle": f"{slant:g}",
        "Ascent": str(round(extents.ascender * scale)),
        "Descent": str(round(extents.descender * scale)),
        "CapHeight": str(round(cap_height * scale)),
        # The file does not tell; viewers use it only for fonts that are not embedded.
        "StemV": str(round(weight / 5)),
    }


_BLOCK: Final = 100
"""Entries that one operator of a CMap may hold."""


def _to_unicode(texts: dict[int, str]) -> bytes:
    """Return a CMap from codes to one or more characters each (ISO 32000-1, 9.10.3)."""
    pairs = [f"<{code:04X}> <{utf16(text)}>" for code, text in sorted(texts.items())]
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


def utf16(text: str) -> str:
    """Return a text as the hexadecimal digits of its UTF-16, the higher byte first."""
    return text.encode("utf-16-be").hex().upper()
