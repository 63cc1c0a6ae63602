"""FontCut a paragraph into runs that one face can set in one direction and one script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct, field

from handout.colour import Colour
from handout.errors import Origin, Problems
from handout.faces import IGNORABLE, Face, FontBook
from handout.theme import FontCut, Style
from handout.writers.pdf.marks import Artifact, Owner
from handout.writers.pdf.text.bidi import embedding_levels, paragraph_level
from handout.writers.pdf.text.characters import (
    clusters,
    described,
    in_one_line,
    script_of,
)


class Span(Struct, frozen=True, kw_only=True):
    """Words in one look that belong to one thing."""

    text: str
    style: Style
    cut: FontCut
    colour: Colour
    owner: Owner | Artifact
    """What the words are part of."""
    origin: Origin | None
    """Where a person wrote the words; a problem with one of them names it."""
    language: str | None = None
    """BCP 47 tag where it is not the document's."""


class Run(Struct, frozen=True):
    """A stretch of a paragraph that is shaped as a whole."""

    start: int
    end: int
    level: int
    script: str
    face: Face
    span: Span
    place: int
    """Of its span in the paragraph."""
    language: str


class Paragraph(Struct, frozen=True):
    """The text of some spans with its runs, in logical order."""

    text: str
    level: int
    language: str
    runs: tuple[Run, ...]


_PLAIN: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u024f\u2012-\u2027\u2030-\u205e\u20ac]+")
"""Latin text in which each character stands for itself."""

_TELLING: Final = {"bg": "ж", "el": "ω", "ru": "ж", "sr": "ж", "uk": "ж", "vi": "ế"}
"""A letter of each language that faces for English may lack."""

_WORD: Final = re.compile(r"\S+|\s+")


class Itemiser:
    """FontCut paragraphs with the faces of one book."""

    def __init__(self, book: FontBook, language: str) -> None:
        """Take the language of the document."""
        self._book = book
        self._language = language
        self.problems = Problems()
        """Characters that no font has."""

    def itemise(self, spans: Sequence[Span]) -> Paragraph:
        """Return the runs of a paragraph; a character no face has is noted and in none of them."""
        text = in_one_line("".join(span.text for span in spans))
        language = next((span.language for span in spans if span.language), self._language)
        base = paragraph_level(text, language)
        levels = embedding_levels(text, base)
        runs: list[Run] = []
        start = 0
        for place, span in enumerate(spans):
            end = start + len(span.text)
            face = self._text_face(span)
            if base == 0 and _is_plain(text[start:end], face):
                level_runs = [(start, end, "Latn", face)]
                runs += self._levelled(level_runs, levels, span, place)
            else:
                faces = self._faces(text, start, end, span)
                runs += self._levelled(faces, levels, span, place)
            start = end
        return Paragraph(text, base, language, tuple(runs))

    def _text_face(self, span: Span) -> Face:
        """Return the face for all words of a span that it covers.

        A language whose letters the primary face has only in part is not set in two faces.
        """
        language = (span.language or self._language).partition("-")[0]
        telling = _TELLING.get(language, " ")
        return self._book.find(telling, span.cut, language) or self._book.primary(span.cut)

    def _levelled(
        self,
        stretches: Sequence[tuple[int, int, str, Face]],
        levels: Sequence[int],
        span: Span,
        place: int,
    ) -> Iterator[Run]:
        """FontCut stretches of one face where the direction changes."""
        language = span.language or self._language
        for start, end, script, face in stretches:
            own = levels[start:end]
            if own.count(0) == len(own) > 0:
                # As nearly all text is, letter by letter the same.
                yield Run(start, end, 0, script, face, span, place, language)
                continue
            first = start
            for level, same in groupby(own):
                last = first + len([*same])
                yield Run(first, last, level, script, face, span, place, language)
                first = last

    def _faces(
        self, text: str, start: int, end: int, span: Span
    ) -> list[tuple[int, int, str, Face]]:
        """Return stretches of one script and one face; no cluster is parted."""
        found = _Stretches()
        for word in _WORD.finditer(text, start, end):
            if word[0].isspace():
                self._space(found, word.start(), word.end(), text, span)
            else:
                self._word(found, word.start(), word.end(), text, span)
        return found.joined

    def _space(self, found: _Stretches, start: int, end: int, text: str, span: Span) -> None:
        """Set spaces in the face of the word before them."""
        before = found.joined[-1] if found.joined else None
        if before and all(map(before[3].has, text[start:end])):
            found.add(start, end, before[2], before[3])
        else:
            found.add(start, end, _COMMON, self._text_face(span))

    def _word(self, found: _Stretches, start: int, end: int, text: str, span: Span) -> None:
        """Choose one face for each script of a word, so that no word is patched from two."""
        language = span.language or self._language
        text_face = self._text_face(span)
        parts = [
            (start + first, start + last, text[start + first : start + last])
            for first, last in clusters(text[start:end], language)
        ]
        scripts = [_script(part) for _, _, part in parts]
        chosen: dict[str, Face] = {}
        for (_, _, part), script in zip(parts, scripts, strict=True):
            if script not in chosen and not text_face.covers(part):
                fallback = self._book.find(part, span.cut, language)
                if fallback:
                    chosen[script] = fallback
        for (first, last, part), script in zip(parts, scripts, strict=True):
            face: Face | None = chosen.get(script, text_face)
            if face and not face.covers(part):
                face = self._book.find(part, span.cut, language)
            if face:
                found.add(first, last, script, face)
            else:
                self._characters(found, first, part, span)

    def _characters(self, found: _Stretches, start: int, cluster: str, span: Span) -> None:
        """Set a cluster that no face has whole by its characters; note those that are missing."""
        for index, character in enumerate(cluster, start):
            if IGNORABLE.match(character) and found.joined:
                found.extend(index + 1)
                continue
            face = self._book.find(character, span.cut, span.language or self._language)
            if face:
                found.add(index, index + 1, _script(character), face)
            else:
                message = f"no font has {described(character)}"
                self.problems.error(message, span.origin, _hint(character))


def _is_plain(text: str, face: Face) -> bool:
    """Tell whether a text is one run of a face; most are."""
    return _PLAIN.fullmatch(text) is not None and face.has_all(text)


_COMMON: Final = "Zyyy"


class _Stretches(Struct):
    """Stretches of text, joined where script and face go on."""

    joined: list[tuple[int, int, str, Face]] = field(default_factory=list)

    def extend(self, end: int) -> None:
        """Let the last stretch go on, with what is seen as nothing."""
        first, _, script, face = self.joined[-1]
        self.joined[-1] = (first, end, script, face)

    def add(self, start: int, end: int, script: str, face: Face) -> None:
        if self.joined:
            first, last, before, same = self.joined[-1]
            common = _COMMON in (before, script)
            if last == start and same is face and (common or before == script):
                self.joined[-1] = (first, end, script if before == _COMMON else before, face)
                return
        self.joined.append((start, end, script, face))


def _script(cluster: str) -> str:
    """Return the script of the first character that has one of its own."""
    return next(filter(None, map(script_of, cluster)), _COMMON)


def _hint(character: str) -> str:
    """Say which font would help."""
    family = _FAMILIES.get(script_of(character) or "", "Noto Sans Symbols 2 or Noto Emoji")
    return f"install {family}, or name a folder that holds such a font with --fonts DIR"


_FAMILIES: Final = {
    "Arab": "Noto Sans Arabic",
    "Armn": "Noto Sans Armenian",
    "Beng": "Noto Sans Bengali",
    "Deva": "Noto Sans Devanagari",
    "Ethi": "Noto Sans Ethiopic",
    "Geor": "Noto Sans Georgian",
    "Gujr": "Noto Sans Gujarati",
    "Guru": "Noto Sans Gurmukhi",
    "Hang": "Noto Sans KR",
    "Hani": "Noto Sans SC, TC or JP",
    "Hebr": "Noto Sans Hebrew",
    "Hira": "Noto Sans JP",
    "Kana": "Noto Sans JP",
    "Khmr": "Noto Sans Khmer",
    "Knda": "Noto Sans Kannada",
    "Laoo": "Noto Sans Lao",
    "Mlym": "Noto Sans Malayalam",
    "Mymr": "Noto Sans Myanmar",
    "Sinh": "Noto Sans Sinhala",
    "Taml": "Noto Sans Tamil",
    "Telu": "Noto Sans Telugu",
    "Thai": "Noto Sans Thai",
}
"""A family for each script that patients of a clinic are likely to read."""
