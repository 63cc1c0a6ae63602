"""Write style sheets: the rules are fixed, and every size and colour comes from the Theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from msgspec.structs import fields

from handout.colour import TEXT_CONTRAST, Colour
from handout.theme import FontCut, Style, Theme

_DEFAULT: Final = 12.0
"""The default size of text on a screen, in points (16 CSS pixels)."""
_SHADES: Final = ("one", "two", "three", "four", "five")
"""Of the zones of a scale, from light to dark."""
_TWO_COLUMNS: Final = 40
"""The least width for text beside pictures, in ems: the query in nodes.css."""


def page_stylesheet(theme: Theme) -> str:
    """Return the style sheet of an HTML page, light and dark."""
    light: dict[str, str | Colour] = dict(_colours(theme))
    dark: dict[str, str | Colour] = dict(_dark_colours(theme))
    # Drawings are made for paper, and keep a light background.
    light["picture"], dark["picture"] = theme.colours.ground, theme.colours.tint
    screen = light | dict(_lengths(theme)) | dict(_lines(theme, theme.screen_leading))
    night = f"@media screen and (prefers-color-scheme: dark) {{:root {{{_declarations(dark)}}}}}"
    stark = (
        f"@media screen and (prefers-contrast: more) {{:root {{{_declarations(_system(theme))}}}}}"
    )
    paper = f"@media print {{:root {{{_declarations(dict(_lines(theme, 1)))}}}}}"
    root = f":root {{{_declarations(screen)}}}"
    return "\n".join((root, night, stark, paper, _rules("nodes") + _rules("page")))


def book_stylesheet(theme: Theme, direction: str) -> str:
    """Return the style sheet of a book.

    Text has the colour and size that the reader chooses. There are no custom properties, functions
    or logical sides such as inline-start, because many reading systems support none of them.
    """
    values: dict[str, str | Colour] = dict(_colours(theme))
    values |= dict.fromkeys((f"{name}-colour" for name, _ in _styles(theme)), "inherit")
    values |= {"link": "inherit", "picture": theme.colours.ground}
    values |= {
        "tint": _veil(theme, theme.colours.accent),
        "stop-tint": _veil(theme, theme.colours.stop),
        "caution-tint": _veil(theme, theme.colours.caution),
    }
    values |= dict(_lengths(theme)) | dict(_lines(theme, theme.screen_leading))
    sides = ("left", "right") if direction == "ltr" else ("right", "left")
    rules = _rules("nodes") + _rules("book")
    rules = rules.replace("inline-start", sides[0]).replace("inline-end", sides[1])
    return _substituted(rules, values)


def _rules(name: str) -> str:
    return files("handout.writers.web").joinpath(f"{name}.css").read_text("utf-8")


def _colours(theme: Theme) -> Iterator[tuple[str, Colour]]:
    for name, style in _styles(theme):
        yield f"{name}-colour", style.colour
    for colour in fields(theme.colours):
        yield colour.name.replace("_", "-"), getattr(theme.colours, colour.name)
    light, dark = theme.colours.tint, theme.colours.rule
    for place, name in enumerate(_SHADES):
        yield f"shade-{name}", light.mixed(dark, 0.9 * place / len(_SHADES))


def _dark_colours(theme: Theme) -> Iterator[tuple[str, Colour]]:
    """Yield the colours of a dark screen, on which all that is legible on paper stays legible."""
    colours = theme.colours
    grounds = [
        ground.on_dark()
        for ground in (colours.ground, colours.tint, colours.stop_tint, colours.caution_tint)
    ]
    for name, colour in _colours(theme):
        legible = colour.contrast(colours.ground) >= TEXT_CONTRAST
        yield name, colour.on_dark().lightened(*grounds) if legible else colour.on_dark()


def _system(theme: Theme) -> dict[str, str]:
    """Return the system's colours for text, rules and grounds, light or dark (CSS Color 4, 6.2)."""
    texts = {f"{name}-colour": "CanvasText" for name, _ in _styles(theme)}
    grounds = dict.fromkeys(
        ("ground", "tint", "stop-tint", "caution-tint", "number-colour"), "Canvas"
    )
    rules = dict.fromkeys(("accent", "rule", "stop", "caution", "go"), "CanvasText")
    return texts | grounds | rules | {"link": "LinkText"}


def _veil(theme: Theme, colour: Colour) -> str:
    """Return a background that tints any other, light or dark, and leaves its text legible."""
    if theme.colours.tint == theme.colours.ground:
        return "transparent"
    return f"rgba({colour.red}, {colour.green}, {colour.blue}, 0.09)"


def _lengths(theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield sizes and spaces in em, so that they follow the reader's font size (12 pt default).

    The body's size is relative to it, other sizes to the body's, and the space before a text to its
    own.
    """
    body = theme.styles.body.size
    for name, style in _styles(theme):
        yield f"{name}-size", _em(style.size, _DEFAULT if name == "body" else body)
        yield f"{name}-weight", "bold" if style.face is FontCut.BOLD else "normal"
        yield f"{name}-space", _em(style.space_before, style.size)
    # Inside the heading of its entry.
    yield "number-size", _em(theme.styles.number.size, theme.styles.entry.size)
    yield "narrow-title", _em(0.85 * theme.styles.title.size, body)
    yield "families", theme.families
    for name in ("measure", "column_gap", "pictures_height", "indent", "padding", "gap"):
        yield name.replace("_", "-"), _em(getattr(theme, name), body)
    yield "wide-gap", _em(2 * theme.gap, body)
    yield "wide-padding", _em(1.25 * theme.padding, body)
    yield "beside-height", _em(0.7 * theme.pictures_height, body)
    yield from _columns(theme)
    yield "page-width", _em(theme.measure + theme.column_gap + theme.aside, body)
    yield "sheet-margin", f"{0.8 * theme.margin_top:.4g}pt {theme.margin:.4g}pt"


def _columns(theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield the widths of an entry's text and of its pictures beside it, as on paper."""
    aside = theme.aside / theme.text_width
    gap = theme.column_gap / (_TWO_COLUMNS * theme.styles.body.size)
    yield "aside", f"{100 * aside:.4g}%"
    yield "head", f"{100 * (1 - aside - gap):.4g}%"


def _lines(theme: Theme, leading: float) -> Iterator[tuple[str, str]]:
    """Yield the line height of each role, given its ratio to that on paper."""
    for name, style in _styles(theme):
        yield f"{name}-line", f"{leading * style.leading / style.size:.3g}"


def _styles(theme: Theme) -> Iterator[tuple[str, Style]]:
    for role in fields(theme.styles):
        yield role.name.replace("_", "-"), getattr(theme.styles, role.name)


def _em(points: float, size: float) -> str:
    return f"{points / size:.4g}em"


def _declarations(values: Mapping[str, str | Colour]) -> str:
    return "".join(f"--{name}: {value}; " for name, value in values.items())


def _substituted(rules: str, values: Mapping[str, str | Colour]) -> str:
    def value(match: re.Match[str]) -> str:
        return _substituted(str(values[match[1]]), values)

    return re.sub(r"var\(--([a-z-]+)\)", value, rules)
