"""Draw the cover of a book: its title above the first picture of the handout.

It is made of pixels, because many libraries show no SVG, and none has the book's fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from msgspec import Struct

from handout import document as doc
from handout.colour import Colour
from handout.faces import FontBook
from handout.inline import plain_text
from handout.svg_tree import SVG
from handout.theme import FontCut, Theme
from handout.writers.web.direction import language_direction
from handout.writers.web.markup import Tag, write_xml

_WIDTH: Final = 600
_HEIGHT: Final = 800
_MARGIN: Final = 48
_SIZES: Final = (60, 52, 44, 36, 28)
_RIGHT_TO_LEFT: Final = "\u202b"
"""Starts an embedding, because resvg takes every line as left-to-right."""
_LINES: Final = 4
"""The most lines that a title may take before it is set smaller."""


def draw_cover(
    document: doc.DocumentTree, theme: Theme, picture: Tag | None, fonts: FontBook
) -> Tag:
    """Return the cover as an svg element; the picture is an svg or img element."""
    colours, text = theme.colours, _Text(document.language, fonts)
    size, lines = _fitted(document.title)
    depth = _MARGIN + round(1.2 * size) * len(lines) + _MARGIN
    view_box = f"0 0 {_WIDTH} {_HEIGHT}"
    children = [
        _box(0, 0, _WIDTH, _HEIGHT, colours.ground),
        _box(0, 0, _WIDTH, depth, colours.accent),
        *text.lines(lines, _MARGIN, size, colours.ground, FontCut.BOLD),
    ]
    subtitle = _shortened(_wrapped(_subtitle(document), 26))
    top = depth + _MARGIN // 2
    children += text.lines(subtitle, top, 26, theme.styles.subtitle.colour)
    top += round(1.2 * 26) * len(subtitle) + _MARGIN // 2
    room = _HEIGHT - 2 * _MARGIN - top
    if picture and room > 0:
        children += _framed(picture, top, room)
    author = _wrapped(document.author, 22)[:1]
    bottom = _HEIGHT - _MARGIN - 22
    children += text.lines(author, bottom, 22, theme.styles.small.colour)
    # At twice the size, for libraries that show covers at their own size.
    attributes = {
        "xmlns": SVG,
        "viewBox": view_box,
        "width": str(2 * _WIDTH),
        "height": str(2 * _HEIGHT),
        "xml:lang": document.language,
    }
    return Tag("svg", attributes, (Tag("title", {}, (document.title,)), *children))


def render_cover(cover: Tag, language: str, fonts: FontBook) -> bytes:
    """Return a cover in a language as a PNG file."""
    import resvg_py  # noqa: PLC0415 -- 3 MB that only books need

    markup = write_xml(cover)
    cuts = (FontCut.REGULAR, FontCut.BOLD)
    found = {fonts.find(letter, cut, language) for letter in set(markup) for cut in cuts}
    files = sorted({str(face.path) for face in found if face})
    # Without those of this computer, so that every computer draws the same.
    return resvg_py.svg_to_bytes(svg_string=markup, font_files=files, skip_system_fonts=True)


def _subtitle(document: doc.DocumentTree) -> str:
    for block in document.children:
        if isinstance(block, doc.Paragraph) and block.role is doc.Role.SUBTITLE:
            return plain_text(block.content)
    return ""


def _box(x: int, y: int, width: int, height: int, colour: Colour) -> Tag:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    return Tag("rect", {**{key: str(n) for key, n in numbers.items()}, "fill": str(colour)})


class _Text(Struct, frozen=True):
    """Set lines in the language of a document."""

    language: str
    fonts: FontBook

    def lines(
        self,
        lines: list[str],
        top: int,
        size: int,
        colour: Colour,
        cut: FontCut = FontCut.REGULAR,
    ) -> Iterator[Tag]:
        """Yield a text element for each line below a height."""
        right_to_left = language_direction(self.language) == "rtl"
        for number, line in enumerate(lines):
            attributes = {
                "x": str(_WIDTH - _MARGIN if right_to_left else _MARGIN),
                "y": str(top + round(1.2 * size * number + 0.9 * size)),
                "text-anchor": "end" if right_to_left else "start",
                "font-size": str(size),
                "font-weight": "700" if cut is FontCut.BOLD else "400",
                "fill": str(colour),
            }
            embedding = (_RIGHT_TO_LEFT,) if right_to_left else ()
            yield Tag("text", attributes, (*embedding, *self._spans(line, cut)))

    def _spans(self, line: str, cut: FontCut) -> Iterator[Tag]:
        """Yield the parts of a line that are in one face, each naming its family."""
        face = self.fonts.primary(cut)
        faces = []
        for letter in line:
            # Spaces and marks stay with the letters before them.
            if letter.isalnum() or not face.has(letter):
                face = self.fonts.find(letter, cut, self.language) or face
            faces.append(face)
        for face, part in groupby(zip(faces, line, strict=True), lambda pair: pair[0]):
            text = "".join(letter for _, letter in part)
            yield Tag("tspan", {"font-family": f"'{face.family}'"}, (text,))


def _shortened(lines: list[str]) -> list[str]:
    """Return lines without those that leave no room for a picture."""
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]


def _framed(picture: Tag, top: int, height: int) -> Iterator[Tag]:
    """Yield a picture scaled to the space below a height."""
    place = {
        "x": str(_MARGIN),
        "y": str(top),
        "width": str(_WIDTH - 2 * _MARGIN),
        "height": str(height),
        "preserveAspectRatio": "xMidYMid",
    }
    if picture.name == "svg":
        yield Tag("svg", {**picture.attributes, **place}, picture.children)
    else:
        yield Tag("image", {**place, "href": picture.attributes["src"]})


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits into _LINES, and its lines."""
    fitting = (size for size in _SIZES if len(_wrapped(title, size)) <= _LINES)
    size = next(fitting, _SIZES[-1])
    return size, _wrapped(title, size)


def _wrapped(text: str, size: int) -> list[str]:
    """Return a text broken into lines that fit on the cover in any common font."""
    lines: list[str] = []
    room = (_WIDTH - 2 * _MARGIN) / size
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _ems(joined) <= room:
            lines[-1] = joined
            continue
        # A word longer than a line, or text without spaces, breaks anywhere.
        rest = word
        while _ems(rest) > room:
            cut = next(n for n in range(len(rest), 0, -1) if n == 1 or _ems(rest[:n]) <= room)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def _ems(text: str) -> float:
    """Return an upper estimate of a text's width in ems."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6 for letter in text)
