"""Embed the fonts of one document for screens, subset to its characters.

Devices have fonts for most scripts, but none that always distinguishes I, l and 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final
from unicodedata import normalize

import uharfbuzz as hb

from handout.errors import HandoutError, Problem
from handout.faces import Face, FontBook
from handout.theme import FontCut
from handout.writers.web.renderer import AddFile

_FAMILY: Final = "Atkinson Hyperlegible Next"
_CUTS: Final = {FontCut.REGULAR: ("normal", "normal"), FontCut.BOLD: ("bold", "normal")}
"""The font-weight and font-style of each cut."""
_ITALIC: Final = {FontCut.ITALIC: ("normal", "italic")}
_GENERATED: Final = frozenset("\u00a0·•")
"""Characters that the style sheet inserts."""
_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Name records that a subset keeps, with its copyright and licence (OFL 1.1, 2)."""


def font_face_rules(markup: str, add_file: AddFile, language: str, book: FontBook) -> str:
    """Return the @font-face rules for some markup.

    Characters that the text face lacks come from the other faces of the font book; the device
    supplies any that none of them has.
    """
    cuts = _CUTS | _ITALIC if "<em>" in markup else _CUTS
    characters = _GENERATED | frozenset(markup)
    return "".join(
        f'@font-face {{ font-family: "{_FAMILY}"; font-weight: {weight}; font-style: {slope};'
        f" src: url({add_file(data, media_type)}); {extent}}}\n"
        for cut, (weight, slope) in cuts.items()
        for data, media_type, extent in _subsets(book, cut, characters, language)
    )


def _subsets(
    book: FontBook, cut: FontCut, characters: AbstractSet[str], language: str
) -> Iterator[tuple[bytes, str, str]]:
    """Yield the file of each face needed, its media type and its unicode-range descriptor."""
    wanted: dict[Face, set[str]] = {book.primary(cut): set()}
    for character in sorted(characters):
        face = book.find(character, cut, language) if character.isprintable() else None
        if face:
            # Shaping decomposes some characters, such as the Thai sara am.
            wanted.setdefault(face, set()).update(character, normalize("NFKD", character))
    for face, own in wanted.items():
        ranges = ", ".join(f"U+{ord(character):X}" for character in sorted(own))
        extent = "" if face is book.primary(cut) else f"unicode-range: {ranges}; "
        outlines = "font/otf" if "CFF " in face.source.table_tags else "font/ttf"
        yield _subset(face, own), outlines, extent


def _subset(face: Face, characters: AbstractSet[str]) -> bytes:
    """Return a font file with the glyphs of some characters only."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.name_id_set.update(_NAMES)
    try:
        data: bytes = hb.subset(face.source, wanted).blob.data
    except RuntimeError:
        message = f"the font file '{face.path}' is damaged"
        hint = "install it anew, or take it out of its folder"
        raise HandoutError([Problem(message, hint=hint)]) from None
    return data
