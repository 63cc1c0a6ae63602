"""Embed the fonts of a document, subset to the glyphs used, with their widths and ToUnicode maps.

A face becomes a Type 0 font (ISO 32000-1, 9.7). The codes of its glyphs are the same in every
document, so that text can be drawn before all glyphs are known. A composite glyph, and a glyph that
stands for another text than elsewhere in the document, has a code of its own after those.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

import uharfbuzz as hb
from msgspec import Struct

from handout.caches import Memo
from handout.errors import HandoutError, Problem
from handout.faces import Face
from handout.writers.pdf.cff import cids
from handout.writers.pdf.file import File, Stream, dictionary, number, utf16
from handout.writers.pdf.subsets import Composite, is_cff, subset

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
            inputs = (face, use.glyph_text(), use.has_basic, use.composites())
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
        self._composites: dict[_CompositeText, int] = {}
        """The code of each composite glyph with its text."""
        self._parts: dict[int, str] = {}
        """The text of the cluster that each glyph was first used in, where ActualText says it."""

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

    @property
    def can_compose(self) -> bool:
        """Whether there can be another composite glyph."""
        return not is_cff(self.face) and self._next_code + 1 < _CODES

    def composite(self, text: str, glyph: Composite) -> int:
        """Record a composite glyph that expresses a text; return its character code."""
        return self._composites.setdefault((glyph, text), self._next_code)

    @property
    def _next_code(self) -> int:
        return self.face.count + len(self._composites)

    def add_part(self, text: str, glyph: int) -> None:
        """Record a glyph of a cluster whose text only ActualText expresses."""
        self.has_basic = self.has_basic or glyph in self.face.basic
        self._parts.setdefault(glyph, text)

    def glyph_text(self) -> tuple[tuple[int, str], ...]:
        """Return the non-ASCII glyphs to embed, each with its text."""
        basic, parts = self.face.basic, self._parts
        others = {glyph: text for glyph, text in parts.items() if glyph not in basic} | self.texts
        return tuple(sorted(others.items()))

    def composites(self) -> tuple[_CompositeText, ...]:
        """Return the composite glyphs in the order of their codes."""
        return tuple(self._composites)


_CompositeText = tuple[Composite, str]

_CODES: Final = 0x10000


class _Font(Struct, frozen=True):
    """A subset of a face, ready to be written into any file."""

    program: Stream
    glyph_map: Stream | None
    """From codes to glyphs; CFF needs none."""
    to_unicode: Stream
    descriptor: dict[str, str]
    """Entries of the font descriptor, without the font program."""
    descendant: dict[str, str]
    """Entries of the CIDFont, without the descriptor."""

    def write(self, file: File) -> str:
        """Write the font and return a reference to it (ISO 32000-1, 9.7.6)."""
        program = file.add(self.program)
        entry = "FontFile2" if self.glyph_map else "FontFile3"
        descriptor = file.add(dictionary(self.descriptor | {entry: program}))
        own = {"FontDescriptor": descriptor}
        if self.glyph_map:
            own["CIDToGIDMap"] = file.add(self.glyph_map)
        descendant = file.add(dictionary(self.descendant | own))
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": self.descendant["BaseFont"],
            "Encoding": "/Identity-H",
            "DescendantFonts": f"[{descendant}]",
            "ToUnicode": file.add(self.to_unicode),
        }
        return file.add(dictionary(font))


def _prepare(
    face: Face,
    others: tuple[tuple[int, str], ...],
    has_basic: bool,  # noqa: FBT001 -- a memo's inputs have no names
    composites: tuple[_CompositeText, ...],
) -> _Font:
    """Subset a face to some glyphs, each with its text.

    If one ASCII glyph is used, all are embedded: at a cost of 2 KB, nearly all documents in a
    language then share one subset.
    """
    glyphs = sorted([*(face.basic.items() if has_basic else ()), *others])
    numbers = [glyph for glyph, _ in glyphs]
    try:
        cut = subset(face, numbers, [composite for composite, _ in composites])
    except RuntimeError:
        message = f"the font file '{face.path}' is damaged"
        hint = "install it anew, or take it out of its folder"
        raise HandoutError([Problem(message, hint=hint)]) from None
    codes = glyph_codes(face)
    first = face.count
    texts = [(codes[glyph], text) for glyph, text in glyphs]
    texts += [(first + number, text) for number, (_, text) in enumerate(composites)]
    widths = {codes[glyph]: face.advance(glyph) for glyph in numbers}
    widths |= {
        first + number: composite.advance / face.em
        for number, (composite, _) in enumerate(composites)
    }
    name = f"/{_tag(face.name, numbers, composites)}+{face.name}"
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType0" if is_cff(face) else "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
        "W": f"[{' '.join(_widths(widths))}]",
    }
    places = {codes[glyph]: cut.glyphs[glyph] for glyph in numbers}
    places |= {first + number: place for number, place in enumerate(cut.composites)}
    return _Font(
        _program(cut.program, is_cff=is_cff(face)),
        None if is_cff(face) else _glyph_map(places),
        Stream.deflated("", _to_unicode(sorted(texts))),
        _descriptor(face) | {"FontName": name},
        descendant,
    )


@cache
def glyph_codes(face: Face) -> Sequence[int]:
    """Return the character code of each glyph: its CID in CFF, its number in TrueType."""
    return cids(face.table("CFF ")) or range(face.count)


def _widths(widths: Mapping[int, float]) -> Iterator[str]:
    """Yield widths in ems, grouped by consecutive codes (ISO 32000-1, 9.7.4.3)."""
    for _, row in groupby(enumerate(sorted(widths)), lambda pair: pair[1] - pair[0]):
        own = [code for _, code in row]
        yield f"{own[0]} [{' '.join(number(widths[code] * 1000) for code in own)}]"


def _program(data: bytes, *, is_cff: bool) -> Stream:
    """Return the font program: the bare CFF table or a TrueType file."""
    return Stream.deflated("/Subtype /CIDFontType0C" if is_cff else f"/Length1 {len(data)}", data)


def _glyph_map(places: Mapping[int, int]) -> Stream:
    """Return the CIDToGIDMap (ISO 32000-1, 9.7.4.2)."""
    glyphs = [places.get(code, 0) for code in range(max(places, default=0) + 1)]
    return Stream.deflated("", struct.pack(f">{len(glyphs)}H", *glyphs))


def _tag(name: str, glyphs: Sequence[int], composites: Sequence[_CompositeText]) -> str:
    """Return the six letters that distinguish subsets of a font (ISO 32000-1, 9.6.4)."""
    made = [tuple(composite) for composite, _ in composites]
    digest = sha256(f"{name} {glyphs} {made}".encode()).digest()
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
