"""Find fonts on disk, and the face that covers each character.

A Face is one cut of one family, whether it comes from a file of its own, a collection or a variable
font.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Self
from unicodedata import category, normalize

import uharfbuzz as hb
from msgspec import Struct, field

from handout.resources import built_in, home_folder, is_folder
from handout.theme import FontCut

IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that are invisible by default (Default_Ignorable_Code_Point)."""

_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_WEIGHTS: Final = {FontCut.REGULAR: 400.0, FontCut.BOLD: 700.0, FontCut.ITALIC: 400.0}


class Face:
    """One cut of a family: its glyphs, their widths and the characters they represent."""

    def __init__(self, path: Path, index: int, weight: float | None = None) -> None:
        """Open a face; a weight sets the axis of a variable font."""
        self.path = path
        self.weight = weight
        self.index = index
        self.source = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self.font = hb.Font(self.source)
        if weight is not None:
            self.font.set_variations({"wght": weight})
        self.em: int = self.source.upem
        self.count: int = self.source.glyph_count
        self._has: dict[str, bool] = {}
        self._covered: set[str] = set()
        self._advances: dict[int, float] = {}
        self._reaches: dict[int, tuple[float, float]] = {}

    @cached_property
    def name(self) -> str:
        """The PostScript name, reduced to characters that are safe in a PDF name."""
        written = self.source.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.path.stem
        weight = f"-{self.weight:g}" if self.weight is not None else ""
        return "".join(c for c in written + weight if c.isascii() and (c.isalnum() or c in "-_"))

    @cached_property
    def family(self) -> str:
        """The name of its family, as style sheets call it."""
        return _family_name(self.source) or self.path.stem

    @cached_property
    def resource_name(self) -> str:
        """A name for the face on pages, the same in every document: its weight and checksum."""
        (checksum,) = struct.unpack_from(">L", self.table("head"), 8)
        weight = f"-{self.weight:g}" if self.weight is not None else ""
        return f"F{checksum:08X}-{self.index}{weight}"

    @cached_property
    def middle(self) -> float:
        """The height of the middle between ascent and descent above the baseline, in ems."""
        extents = self.font.get_font_extents("ltr")
        return float(extents.ascender + extents.descender) / 2 / self.em

    @cached_property
    def space(self) -> int | None:
        """The glyph of U+0020, if the face has one."""
        glyph: int | None = self.font.get_nominal_glyph(ord(" "))
        return glyph

    @cached_property
    def basic(self) -> dict[int, str]:
        """The printable ASCII characters by their glyphs."""
        characters = map(chr, range(ord(" "), ord("~") + 1))
        glyphs = {self.font.get_nominal_glyph(ord(one)): one for one in characters}
        return {glyph: one for glyph, one in glyphs.items() if glyph is not None}

    def advance(self, glyph: int) -> float:
        """Return the advance width of a glyph in ems, rounded to a thousandth of a PDF unit."""
        known = self._advances.get(glyph)
        if known is None:
            exact = self.font.get_glyph_h_advance(glyph) / self.em
            known = self._advances[glyph] = round(exact, 6)
        return known

    def reach(self, glyph: int) -> tuple[float, float]:
        """Return how far a glyph reaches above and below the baseline, in ems."""
        if glyph not in self._reaches:
            extents = self.font.get_glyph_extents(glyph)
            top = extents.y_bearing if extents else 0
            bottom = top + extents.height if extents else 0
            self._reaches[glyph] = top / self.em, -bottom / self.em
        return self._reaches[glyph]

    def has(self, character: str) -> bool:
        """Return whether the face has a glyph for a character or for one that looks the same."""
        known = self._has.get(character)
        if known is None:
            known = self._has[character] = self._draws(character) or any(
                map(self._draws, _stand_ins(character))
            )
        return known

    def _draws(self, character: str) -> bool:
        """Return whether the face has a glyph for a character that shows which one it is."""
        code = ord(character)
        glyph = self.font.get_nominal_glyph(code)
        if glyph is None:
            return False
        if category(character)[0] in "ZCM" or IGNORABLE.match(character):
            return True
        # Some fonts have only colour for a character, or one box for all of a script.
        neighbours = [self.font.get_nominal_glyph(near) for near in (code - 1, code + 1, code + 2)]
        return self.reach(glyph) != (0.0, 0.0) and neighbours != [glyph] * 3

    def has_all(self, text: str) -> bool:
        """Return whether the face has every character of a text."""
        unknown = set(text) - self._covered
        self._covered |= {character for character in unknown if self.has(character)}
        return unknown <= self._covered

    def covers(self, cluster: str) -> bool:
        """Return whether the face has a whole cluster, with its accents composed or decomposed."""
        if len(cluster) == 1:
            return self.has(cluster) or IGNORABLE.match(cluster) is not None
        cluster = IGNORABLE.sub("", cluster)
        return all(map(self.has, cluster)) or any(
            all(map(self.has, normalize(form, cluster))) for form in ("NFC", "NFD")
        )

    def is_one_to_one(self, text: str) -> bool:
        """Return whether each character of a text is drawn by one glyph, and by no other."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer)
        return sorted(info.cluster for info in buffer.glyph_infos) == list(range(len(text)))

    def table(self, tag: str) -> bytes:
        """Return a table of the font file; empty if there is none."""
        data: bytes = self.source.reference_table(tag).data
        return data

    def __repr__(self) -> str:
        return f"<Face {self.name}>"


def _stand_ins(character: str) -> str:
    """Return the characters that HarfBuzz substitutes for one that a face lacks."""
    if character == "\u2011":
        return "\u2010"
    return " " if category(character) == "Zs" else ""


class _Member(Struct):
    """A face of a family, opened when it is first used."""

    path: Path
    index: int
    weight: float
    italic: bool
    variable: bool
    opened: dict[float | None, Face] = field(default_factory=dict)

    def distance(self, cut: FontCut) -> float:
        wrong_slope = self.italic != (cut is FontCut.ITALIC)
        weight = 0.0 if self.variable else abs(self.weight - _WEIGHTS[cut])
        return 1000.0 * wrong_slope + weight

    def face(self, cut: FontCut) -> Face:
        weight = _WEIGHTS[cut] if self.variable else None
        if weight not in self.opened:
            self.opened[weight] = Face(self.path, self.index, weight)
        return self.opened[weight]


class _Family(Struct):
    name: str
    members: list[_Member] = field(default_factory=list)

    def nearest(self, cut: FontCut) -> list[Face]:
        """Return the faces, the closest match to a cut first."""
        members = sorted(self.members, key=lambda member: member.distance(cut))
        return [member.face(cut) for member in members]

    def rank(self, language: str) -> tuple[bool, bool, str]:
        """Return a sort key: for the language first, then plain sans serifs, then the rest."""
        words = self.name.split()
        return (
            words[-1] != _REGIONS.get(language, _REGIONS.get(language.partition("-")[0])),
            "Sans" not in words or "Mono" in words,
            self.name,
        )


_REGIONS: Final = {
    "ja": "JP",
    "ko": "KR",
    "zh": "SC",
    "zh-TW": "TC",
    "zh-Hant": "TC",
    "zh-HK": "HK",
}
"""The last word in the name of a family with the Han glyphs of a language's region."""


_TEXT_FAMILY: Final = "atkinson-hyperlegible-next"
"""The folder of the family that is preferred for all text."""


class FontBook:
    """Choose a face for each character.

    Folders are searched in order, and read only when no earlier face has a character.
    """

    def __init__(self, primary: Path, folders: Iterable[Path]) -> None:
        """Take the folder of the text family, then the folders of fallback fonts."""
        (family, *_), _ = _families(primary)
        self._cuts = {cut: family.nearest(cut)[0] for cut in FontCut}
        self._folders = tuple(folders)
        self.damaged: dict[Path, None] = {}
        """The damaged font files in the folders read so far, in order."""
        self._found: dict[tuple[str, FontCut, str], Face | None] = {}

    @classmethod
    def of_project(cls, *folders: Path) -> Self:
        """Return the project's own fonts, with further folders of fallback fonts."""
        own = built_in("fonts")
        return cls(own / _TEXT_FAMILY, (own, *folders))

    def primary(self, cut: FontCut) -> Face:
        """Return the face of the text family for a cut."""
        return self._cuts[cut]

    def find(self, cluster: str, cut: FontCut, language: str) -> Face | None:
        """Return the first face that covers a cluster, or None if none does."""
        key = (cluster, cut, language)
        if key not in self._found:
            self._found[key] = next(
                (face for face in self._in_order(cut, language) if face.covers(cluster)), None
            )
        return self._found[key]

    def find_for_all(self, text: str, cut: FontCut, language: str) -> Face | None:
        """Return the first face that has every visible character of a text, if there is one."""
        visible = IGNORABLE.sub("", text)
        return next((face for face in self._in_order(cut, language) if face.has_all(visible)), None)

    def _in_order(self, cut: FontCut, language: str) -> Iterator[Face]:
        yield self.primary(cut)
        for folder in self._folders:
            families, damaged = _families(folder)
            self.damaged |= dict.fromkeys(damaged)
            for family in sorted(families, key=lambda family: family.rank(language)):
                yield from family.nearest(cut)


@cache
def _families(folder: Path) -> tuple[tuple[_Family, ...], tuple[Path, ...]]:
    """Return the families of all outline fonts in a folder, and the damaged files.

    Both are in the order of the files. Each folder is read once per process.
    """
    families: dict[str, _Family] = {}
    damaged = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and os.access(path, os.R_OK) and path.is_file():
            if not _is_complete(path):
                damaged.append(path)
                continue
            for name, member in _members(path):
                families.setdefault(name, _Family(name)).members.append(member)
    return tuple(families.values()), tuple(damaged)


def _is_complete(path: Path) -> bool:
    """Return whether a font file has all tables that it lists (OpenType, font file structure).

    A file of another kind has none.
    """
    size = path.stat().st_size
    with path.open("rb") as file:

        def read(place: int, form: str) -> tuple[int, ...]:
            file.seek(place)
            return struct.unpack(form, file.read(struct.calcsize(form)))

        try:
            (kind, _, count) = read(0, ">3L")
            starts = read(12, f">{count}L") if kind == _COLLECTION else (0,)
            for start in starts:
                (tables,) = read(start + 4, ">H")
                records = read(start + 12, f">{4 * tables}L")
                ends = map(sum, zip(records[2::4], records[3::4], strict=True))
                if max(ends, default=size + 1) > size:
                    return False
        except (struct.error, OverflowError, MemoryError):
            return False
    return True


_COLLECTION: Final = int.from_bytes(b"ttcf", "big")


def _members(path: Path) -> Iterator[tuple[str, _Member]]:
    """Yield the faces of a font file, each with the name of its family."""
    blob = hb.Blob.from_file_path(str(path))
    for index in range(hb.Face(blob).count):
        face = hb.Face(blob, index)
        tags = set(face.table_tags)
        if not tags & {"glyf", "CFF ", "CFF2"} or "cmap" not in tags:
            continue
        family = _family_name(face)
        weight, italic = _weight_and_slope(face.reference_table("OS/2").data)
        variable = any(axis.tag == "wght" for axis in face.axis_infos)
        yield family or path.stem, _Member(path, index, weight, italic, variable)


def _family_name(face: hb.Face) -> str:
    names = hb.OTNameIdPredefined
    name: str | None = face.get_name(names.TYPOGRAPHIC_FAMILY) or face.get_name(names.FONT_FAMILY)
    return name or ""


def _weight_and_slope(table: bytes) -> tuple[float, bool]:
    """Return usWeightClass, and whether fsSelection marks the face as italic (OpenType, OS/2)."""
    if len(table) < 64:
        return 400.0, False
    (weight,) = struct.unpack_from(">H", table, 4)
    (selection,) = struct.unpack_from(">H", table, 62)
    return float(weight), bool(selection & 0x201)


def system_folders() -> tuple[Path, ...]:
    """Return the folders where this system keeps fonts."""
    home = home_folder() or Path("/")
    if sys.platform == "darwin":
        root = Path("/")
        libraries = (home, root, root / "System")
        folders = [library / "Library" / "Fonts" for library in libraries]
    elif sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        folders = [local / "Microsoft" / "Windows" / "Fonts", windows / "Fonts"]
    else:
        data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        own = os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"
        folders = [Path(base) / "fonts" for base in (own, *data.split(":"))]
    return tuple(filter(is_folder, folders))
