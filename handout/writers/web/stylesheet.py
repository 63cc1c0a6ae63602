"""Write style sheets: the rules are fixed, and every size and colour comes from the Theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from msgspec.structs import fields

from handout.colour import TEXT_CONTRAST, Colour
from handout.theme import FontCut, Style, Theme


def page_stylesheet(theme: Theme) -> str:
    """Return the style sheet of an HTML page, light and dark."""
    light: dict[str, str | Colour] = dict(_colours(theme))
    dark: dict[str, str | Colour] = dict(_dark_colours(theme))
    # Drawings are made for paper, and keep a light background.
    light["picture"], dark["picture"] = theme.colours.ground, theme.colours.tint
    root = _declarations(light | dict(_lengths(theme)))
    night = f"@media screen and (prefers-color-scheme: dark) {{:root {{{_declarations(dark)}}}}}"
    return f":root {{{root}}}\n{night}\n{_rules('nodes')}{_rules('page')}"


def book_stylesheet(theme: Theme, direction: str) -> str:
    """Return the style sheet of a book.

    It has no custom properties and no logical sides such as inline-start, because many reading
    systems support neither.
    """
    values = dict(_colours(theme)) | dict(_lengths(theme)) | {"picture": theme.colours.ground}
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


def _dark_colours(theme: Theme) -> Iterator[tuple[str, Colour]]:
    """Yield the colours of a dark screen, on which all that is legible on paper stays legible."""
    colours = theme.colours
    grounds = [ground.on_dark() for ground in (colours.ground, colours.tint, colours.stop_tint)]
    for name, colour in _colours(theme):
        legible = colour.contrast(colours.ground) >= TEXT_CONTRAST
        yield name, colour.on_dark().lightened(*grounds) if legible else colour.on_dark()


def _lengths(theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield sizes and spaces in rem, so that they follow the reader's font size (12 pt default)."""
    for name, style in _styles(theme):
        yield f"{name}-size", _rem(style.size)
        yield f"{name}-line", f"calc({style.leading / style.size:.3g} * var(--leading))"
        yield f"{name}-weight", "bold" if style.face is FontCut.BOLD else "normal"
        yield f"{name}-space", _rem(style.space_before)
    yield "families", theme.families
    yield "leading", f"{theme.screen_leading}"
    for name in ("measure", "column_gap", "aside", "pictures_height", "indent", "padding", "gap"):
        yield name.replace("_", "-"), _rem(getattr(theme, name))
    yield "page-width", _rem(theme.measure + theme.column_gap + theme.aside)
    width, height = theme.paper.value
    yield "sheet", f"{width:.4g}pt {height:.4g}pt"
    yield "sheet-margin", f"{theme.margin_top:.4g}pt {theme.margin:.4g}pt"


def _styles(theme: Theme) -> Iterator[tuple[str, Style]]:
    for role in fields(theme.styles):
        yield role.name.replace("_", "-"), getattr(theme.styles, role.name)


def _rem(points: float) -> str:
    return f"{points / 12:.4g}rem"


def _declarations(values: Mapping[str, str | Colour]) -> str:
    return "".join(f"--{name}: {value}; " for name, value in values.items())


def _substituted(rules: str, values: Mapping[str, str | Colour]) -> str:
    def value(match: re.Match[str]) -> str:
        return _substituted(str(values[match[1]]), values)

    return re.sub(r"var\(--([a-z-]+)\)", value, rules)
