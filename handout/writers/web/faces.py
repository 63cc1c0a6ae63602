"""The project's own face, cut down to the characters of one document.

A device brings faces for most scripts, but none in which I, l and 1 always differ.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from handout.resources import built_in
from handout.writers.web.nodes import Address

_FAMILY: Final = "Atkinson Hyperlegible Next"
_FILE: Final = "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-{cut}.ttf"
_CUTS: Final = {"Regular": ("normal", "normal"), "Bold": ("bold", "normal")}
"""Weight and slope of each cut."""
_ITALIC: Final = {"Italic": ("normal", "italic")}
_MARKS: Final = frozenset("\u00a0·•")
"""Characters that the style sheet adds."""
_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Names of a font that stay in it: whose it is and its licence too (OFL 1.1, 2)."""


def face_rules(markup: str, address: Address) -> str:
    """Return the rules that bring the face of some markup to its style sheet.

    `address` keeps the font files.
    """
    cuts = _CUTS | _ITALIC if "<em>" in markup else _CUTS
    characters = _MARKS | frozenset(markup)
    return "".join(
        f'@font-face {{ font-family: "{_FAMILY}"; font-weight: {weight}; font-style: {slope};'
        f" src: url({address(_cut_down(cut, characters), 'font/ttf')}); }}\n"
        for cut, (weight, slope) in cuts.items()
    )


def _cut_down(cut: str, characters: AbstractSet[str]) -> bytes:
    """Return a font file with the glyphs of some characters."""
    import uharfbuzz as hb  # noqa: PLC0415 -- only where a file is written

    path = built_in("fonts") / _FILE.format(cut=cut)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.name_id_set.update(_NAMES)
    data: bytes = hb.subset(hb.Face(hb.Blob.from_file_path(str(path))), wanted).blob.data
    return data
