"""Tell which font on this machine prints which script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from handout.faces import Face, FontBook, system_folders
from handout.theme import FontCut

SCRIPTS: Final = (
    ("Latin", "", "aàčęñøß"),
    ("Vietnamese", "vi", "ăơưđộ"),
    ("Greek", "el", "αβγω"),
    ("Cyrillic", "ru", "абвя"),
    ("Arabic", "ar", "ابتن"),
    ("Persian and Urdu", "fa", "پچگی"),
    ("Hebrew", "he", "אבגש"),
    ("Devanagari (Hindi, Marathi, Nepali)", "hi", "कखगषि"),
    ("Bengali", "bn", "কখগষি"),
    ("Gujarati", "gu", "કખગષિ"),
    ("Gurmukhi (Punjabi)", "pa", "ਕਖਗਸਿ"),
    ("Tamil", "ta", "கசடமி"),
    ("Telugu", "te", "కఖగషి"),
    ("Kannada", "kn", "ಕಖಗಷಿ"),
    ("Malayalam", "ml", "കഖഗഷി"),
    ("Sinhala", "si", "කඛගෂි"),
    ("Thai", "th", "กขคที่"),
    ("Lao", "lo", "ກຂຄທີ່"),
    ("Khmer", "km", "កខគិ្"),
    ("Burmese", "my", "ကခဂိ္"),
    ("Tibetan", "bo", "ཀཁགི"),
    ("Amharic", "am", "ሀለሐ"),
    ("Armenian", "hy", "աբգ"),
    ("Georgian", "ka", "აბგ"),
    ("Chinese, simplified", "zh-Hans", "你们练习"),
    ("Chinese, traditional", "zh-Hant", "你們練習"),
    ("Japanese", "ja", "ひらカタ運動"),
    ("Korean", "ko", "한국운동"),
    ("Arrows and symbols", "", "→✓✗☐"),
)
"""Names of scripts, a language of each, and characters that all of its texts have."""

_CJK: Final = frozenset({"zh-Hans", "zh-Hant", "ja", "ko"})


class Coverage(Struct, frozen=True):
    """The font that prints a script."""

    script: str
    language: str
    """BCP 47 tag of a language that is written in it."""
    family: str
    """Empty if no font has the script."""
    file: str
    cuts: tuple[str, ...]
    """The cuts that have a face of their own; the others print as `regular`."""

    @property
    def package(self) -> str:
        """The package with a font, as Debian and Ubuntu call it; most systems have the same."""
        return "fonts-noto-cjk" if self.language in _CJK else "fonts-noto-core"


def font_coverage(folders: Iterable[Path] = ()) -> Iterator[Coverage]:
    """Yield the font of each script: the built-in ones, those in folders, those of the system."""
    book = FontBook.of_project(*folders, *system_folders())
    for script, language, text in SCRIPTS:
        faces = {cut: book.find_for_all(text, cut, language) for cut in FontCut}
        regular = faces[FontCut.REGULAR]
        own = [cut.value for cut, face in faces.items() if face and _differs(cut, face, regular)]
        yield Coverage(
            script=script,
            language=language,
            family=regular.family if regular else "",
            file=str(regular.path) if regular else "",
            cuts=tuple(own),
        )


def _differs(cut: FontCut, face: Face, regular: Face | None) -> bool:
    """Return whether a cut of a script has a face that is not its regular one."""
    if cut is FontCut.REGULAR or regular is None:
        return True
    return (face.path, face.index, face.weight) != (regular.path, regular.index, regular.weight)


def web_fonts(folders: Iterable[Path]) -> list[Path]:
    """Return the compressed fonts in folders, which are not read."""
    suffixes = {".woff", ".woff2"}
    return sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in suffixes
    )
