"""Split paragraphs into runs with one direction, script and face each."""

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
    on_one_line,
    script_of,
)
from handout.writers.pdf.text.missing import missing


class Span(Struct, frozen=True, kw_only=True):
    """Text with one style and one owner."""

    text: str
    style: Style
    cut: FontCut
    colour: Colour
    owner: Owner | Artifact
    origin: Origin | None
    """The position in the source, for problems with the text."""
    language: str | None = None
    """BCP 47 tag, if it differs from the document's."""
    is_label: bool = False
    """Whether it names what follows, and has no say in the direction of its paragraph."""

    @classmethod
    def plain(
        cls, text: str, style: Style, owner: Owner | Artifact, origin: Origin | None = None
    ) -> Span:
        """Return text in the font and colour of its style."""
        cut, colour = style.face, style.colour
        return cls(text=text, style=style, cut=cut, colour=colour, owner=owner, origin=origin)


class Run(Struct, frozen=True):
    """A part of a paragraph that is shaped as one unit."""

    start: int
    end: int
    level: int
    script: str
    face: Face
    span: Span
    span_index: int
    """Index of the span in the paragraph."""
    language: str


class Paragraph(Struct, frozen=True):
    """The text of some spans and its runs, in logical order."""

    text: str
    level: int
    language: str
    runs: tuple[Run, ...]


_PLAIN: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u024f\u2012-\u2027\u2030-\u205e\u20ac]+")
"""Latin text in which each character is a cluster of its own."""

_TEST_LETTERS: Final = {"bg": "ж", "el": "ω", "ru": "ж", "sr": "ж", "uk": "ж", "vi": "ế"}
"""A letter of each language that faces for English may lack."""

_WORD: Final = re.compile(r"\S+|\s+")


class Itemiser:
    """Splits paragraphs into runs, using the faces of a font book."""

    def __init__(self, book: FontBook, language: str) -> None:
        """Take the fonts and the language of the document."""
        self._book = book
        self._language = language
        self.problems = Problems()
        """Characters that are in no font."""

    def itemise(self, spans: Sequence[Span]) -> Paragraph:
        """Return a paragraph with its runs; characters in no font are left out and noted."""
        text = on_one_line("".join(span.text for span in spans))
        named = [span for span in spans if not span.is_label] or spans
        language = next((span.language for span in named if span.language), self._language)
        base = paragraph_level("".join(span.text for span in named), language)
        levels = embedding_levels(text, base)
        runs: list[Run] = []
        start = 0
        for index, span in enumerate(spans):
            end = start + len(span.text)
            face = self._text_face(span)
            if base == 0 and _is_plain(text[start:end], face):
                segments = [(start, end, "Latn", face)]
            else:
                segments = self._segments(text, start, end, span)
            runs += self._split_by_level(segments, levels, span, index)
            start = end
        return Paragraph(text, base, language, tuple(runs))

    def _text_face(self, span: Span) -> Face:
        """Return the face for all words of a span that it covers.

        A language that the primary face covers only in part is not set in two faces.
        """
        language = (span.language or self._language).partition("-")[0]
        letter = _TEST_LETTERS.get(language, " ")
        return self._book.find(letter, span.cut, language) or self._book.primary(span.cut)

    def _split_by_level(
        self,
        segments: Sequence[_Segment],
        levels: Sequence[int],
        span: Span,
        span_index: int,
    ) -> Iterator[Run]:
        """Split segments where the embedding level changes."""
        language = span.language or self._language
        for start, end, script, face in segments:
            own = levels[start:end]
            if own.count(0) == len(own) > 0:
                # A shortcut for nearly all text.
                yield Run(start, end, 0, script, face, span, span_index, language)
                continue
            first = start
            for level, same in groupby(own):
                last = first + len([*same])
                yield Run(first, last, level, script, face, span, span_index, language)
                first = last

    def _segments(self, text: str, start: int, end: int, span: Span) -> list[_Segment]:
        """Return segments with one script and one face each; no cluster is divided."""
        found = _Segments()
        for word in _WORD.finditer(text, start, end):
            if word[0].isspace():
                self._space(found, word.start(), word.end(), text, span)
            else:
                self._word(found, word.start(), word.end(), text, span)
        return found.joined

    def _space(self, found: _Segments, start: int, end: int, text: str, span: Span) -> None:
        """Add spaces in the face of the word before them."""
        before = found.joined[-1] if found.joined else None
        if before and all(map(before[3].has, text[start:end])):
            found.add(start, end, before[2], before[3])
        else:
            found.add(start, end, _COMMON, self._text_face(span))

    def _word(self, found: _Segments, start: int, end: int, text: str, span: Span) -> None:
        """Add a word with one face per script if possible, to avoid mixing faces."""
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

    def _characters(self, found: _Segments, start: int, cluster: str, span: Span) -> None:
        """Add the characters of a cluster that no face covers; note those that are missing."""
        for index, character in enumerate(cluster, start):
            if IGNORABLE.match(character) and found.joined:
                found.extend(index + 1)
                continue
            face = self._book.find(character, span.cut, span.language or self._language)
            if face:
                found.add(index, index + 1, _script(character), face)
            else:
                self.problems.note(missing(character, span.origin))


def _is_plain(text: str, face: Face) -> bool:
    """Return whether text is a single run of a face, as most text is."""
    return _PLAIN.fullmatch(text) is not None and face.has_all(text)


_COMMON: Final = "Zyyy"


_Segment = tuple[int, int, str, Face]
"""Start, end, script and face."""


class _Segments(Struct):
    """Segments of text, merged if adjacent ones share script and face."""

    joined: list[_Segment] = field(default_factory=list)

    def extend(self, end: int) -> None:
        """Extend the last segment by invisible characters."""
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
    """Return the script of the first character that is specific to one."""
    return next(filter(None, map(script_of, cluster)), _COMMON)
