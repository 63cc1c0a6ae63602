"""The faces of one document for screens, cut down to its characters.

A device brings faces for most scripts, but none in which I, l and 1 always differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from handout.theme import FontCut
from handout.writers.web.renderer import Address

if TYPE_CHECKING:
    from handout.faces import Face, FontBook

_FAMILY: Final = "Atkinson Hyperlegible Next"
_CUTS: Final = {FontCut.REGULAR: ("normal", "normal"), FontCut.BOLD: ("bold", "normal")}
"""Weight and slope of each cut."""
_ITALIC: Final = {FontCut.ITALIC: ("normal", "italic")}
_MARKS: Final = frozenset("\u00a0·•")
"""Characters that the style sheet adds."""
_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Names of a font that stay in it: whose it is and its licence too (OFL 1.1, 2)."""


def face_rules(markup: str, address: Address, language: str, fonts: Iterable[Path] = ()) -> str:
    """Return the rules that bring the faces of some markup to its style sheet.

    Characters that the text face lacks come from the project's other faces and those in the folders
    `fonts`; what none of them has is left to the device. `address` keeps the font files.
    """
    from handout.faces import FontBook  # noqa: PLC0415 -- only where a file is written

    book = FontBook.of_project(*fonts)
    cuts = _CUTS | _ITALIC if "<em>" in markup else _CUTS
    characters = _MARKS | frozenset(markup)
    return "".join(
        f'@font-face {{ font-family: "{_FAMILY}"; font-weight: {weight}; font-style: {slope};'
        f" src: url({address(data, media_type)}); {extent}}}\n"
        for cut, (weight, slope) in cuts.items()
        for data, media_type, extent in _cut_down(book, cut, characters, language)
    )


def _cut_down(
    book: FontBook, cut: FontCut, characters: AbstractSet[str], language: str
) -> Iterator[tuple[bytes, str, str]]:
    """Yield a font file for each face that is needed, its kind, and for which characters it is."""
    wanted: dict[Face, set[str]] = {book.primary(cut): set()}
    for character in sorted(characters):
        face = book.find(character, cut, language) if character.isprintable() else None
        if face:
            # Shaping takes some characters apart, such as the Thai sara am.
            wanted.setdefault(face, set()).update(character, normalize("NFKD", character))
    for face, own in wanted.items():
        ranges = ", ".join(f"U+{ord(character):X}" for character in sorted(own))
        extent = "" if face is book.primary(cut) else f"unicode-range: {ranges}; "
        outlines = "font/otf" if "CFF " in face.source.table_tags else "font/ttf"
        yield _subset(face, own), outlines, extent


def _subset(face: Face, characters: AbstractSet[str]) -> bytes:
    """Return a font file with the glyphs of some characters."""
    import uharfbuzz as hb  # noqa: PLC0415 -- only where a file is written

    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.name_id_set.update(_NAMES)
    data: bytes = hb.subset(face.source, wanted).blob.data
    return data
