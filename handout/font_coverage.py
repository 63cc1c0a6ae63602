"""Tell which font on this machine prints which language, and what brings the missing ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from handout.faces import Face, FontBook
from handout.font_packages import installed_folders
from handout.theme import FontCut


class Writing(Struct, frozen=True):
    """A language that the program speaks, or a script of others, and the fonts for it."""

    name: str
    language: str
    """BCP 47 tag of the language, or of one that is written in the script."""
    letters: str
    """Characters that its texts have, but not those of English."""
    script: str = ""
    """What its Noto font is called by, in the names of Fedora; empty if one is built in."""

    @property
    def in_extra(self) -> bool:
        """Whether the extra 'fonts' brings a font."""
        return self.script in {"cjk", "arabic"}

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages of Debian (Ubuntu has the same) and of Fedora with a font."""
        debian = "fonts-noto-cjk" if self.script == "cjk" else "fonts-noto-core"
        family = "serif" if self.script == "tibetan" else "sans"
        return debian, "-".join(filter(None, ("google-noto", family, self.script, "fonts")))


LANGUAGES: Final = (
    Writing("Arabic", "ar", "ابتنةىءؤ", "arabic"),
    Writing("Chinese, simplified", "zh-Hans", "你们练习", "cjk"),
    Writing("Chinese, traditional", "zh-Hant", "你們練習", "cjk"),
    Writing("English", "en", "abc"),
    Writing("French", "fr", "àâçéèêëîïôùûœ«»"),
    Writing("German", "de", "äöüß„“"),
    Writing("Haitian Creole", "ht", "èòà"),
    Writing("Hindi", "hi", "कखगषि"),
    Writing("Italian", "it", "àèéìòù"),
    Writing("Japanese", "ja", "ひらカタ運動", "cjk"),
    Writing("Korean", "ko", "한국운동", "cjk"),
    Writing("Persian", "fa", "پچگی۰۱۲۳۴۵۶۷۸۹", "arabic"),
    Writing("Polish", "pl", "ąćęłńóśźż"),
    Writing("Portuguese", "pt", "áâãàçéêíóôõú"),
    Writing("Russian", "ru", "абвёщъыэя"),
    Writing("Spanish", "es", "áéíñóúü¿¡"),
    Writing("Tagalog", "tl", "ñng"),
    Writing("Vietnamese", "vi", "ăâđêôơưộếữ"),
)
"""The languages of the program's own words."""

SCRIPTS: Final = (
    Writing("Greek", "el", "αβγω"),
    Writing("Urdu", "ur", "ٹڈڑںھہے", "arabic"),
    Writing("Hebrew", "he", "אבגש", "hebrew"),
    Writing("Devanagari (Marathi, Nepali)", "mr", "कखगषिळ"),
    Writing("Bengali", "bn", "কখগষি", "bengali"),
    Writing("Gujarati", "gu", "કખગષિ", "gujarati"),
    Writing("Gurmukhi (Punjabi)", "pa", "ਕਖਗਸਿ", "gurmukhi"),
    Writing("Tamil", "ta", "கசடமி", "tamil"),
    Writing("Telugu", "te", "కఖగషి", "telugu"),
    Writing("Kannada", "kn", "ಕಖಗಷಿ", "kannada"),
    Writing("Malayalam", "ml", "കഖഗഷി", "malayalam"),
    Writing("Sinhala", "si", "කඛගෂි", "sinhala"),
    Writing("Thai", "th", "กขคที่", "thai"),
    Writing("Lao", "lo", "ກຂຄທີ່", "lao"),
    Writing("Khmer", "km", "កខគិ្", "khmer"),
    Writing("Burmese", "my", "ကခဂိ္", "myanmar"),
    Writing("Tibetan", "bo", "ཀཁགི", "tibetan"),
    Writing("Amharic", "am", "ሀለሐ", "ethiopic"),
    Writing("Armenian", "hy", "աբգ", "armenian"),
    Writing("Georgian", "ka", "აბგ", "georgian"),
    Writing("Arrows and symbols", "", "→✓✗☐", "symbols"),
)
"""Other scripts, in which texts may be written."""


class Coverage(Struct, frozen=True):
    """The font that prints a language, or what brings one."""

    name: str
    language: str
    """BCP 47 tag."""
    family: str
    """Empty if no font has its letters."""
    file: str
    cuts: tuple[str, ...]
    """The cuts that have a face of their own; the others print as `regular`."""
    packages: tuple[str, ...]
    """Of Debian and Fedora, with a font; empty if one is there."""
    in_extra: bool
    """Whether a font is missing that the extra 'fonts' brings."""


def font_coverage(folders: Iterable[Path] = ()) -> Iterator[Coverage]:
    """Yield the font of each language, then of each other script.

    The built-in fonts come first, then those in folders, then those that are installed.
    """
    book = FontBook.of_project(*folders, *installed_folders())
    for writing in (*LANGUAGES, *SCRIPTS):
        language = writing.language
        faces = {cut: book.find_for_all(writing.letters, cut, language) for cut in FontCut}
        regular = faces[FontCut.REGULAR]
        own = [cut.value for cut, face in faces.items() if face and _differs(cut, face, regular)]
        yield Coverage(
            name=writing.name,
            language=language,
            family=regular.family if regular else "",
            file=str(regular.path) if regular else "",
            cuts=tuple(own),
            packages=() if regular else writing.packages,
            in_extra=writing.in_extra and not regular,
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
