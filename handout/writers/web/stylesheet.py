"""Turn a Theme into a style sheet: the rules are ours, every size and colour is the Theme's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from msgspec.structs import fields

from handout.colour import TEXT_CONTRAST, Colour
from handout.theme import FontCut, Style, Theme


def page_style(theme: Theme) -> str:
    """Return the style sheet of a page on a screen, in light and dark."""
    light: dict[str, str | Colour] = dict(_colours(theme))
    dark: dict[str, str | Colour] = dict(_dark_colours(theme))
    # Drawings are made for paper: they keep a light ground.
    light["picture"], dark["picture"] = theme.colours.ground, theme.colours.tint
    root = _declared(light | dict(_measures(theme)))
    night = f"@media screen and (prefers-color-scheme: dark) {{:root {{{_declared(dark)}}}}}"
    return f":root {{{root}}}\n{night}\n{_rules('nodes')}{_rules('page')}"


def book_style(theme: Theme, direction: str) -> str:
    """Return the style sheet of a book's chapters.

    Values and sides stand in it as they are, because many reading systems know neither custom
    properties nor sides that follow the text.
    """
    values = dict(_colours(theme)) | dict(_measures(theme)) | {"picture": theme.colours.ground}
    sides = ("left", "right") if direction == "ltr" else ("right", "left")
    rules = _rules("nodes") + _rules("book")
    rules = rules.replace("inline-start", sides[0]).replace("inline-end", sides[1])
    return _resolved(rules, values)


def _rules(name: str) -> str:
    return files("handout.writers.web").joinpath(f"{name}.css").read_text("utf-8")


def _colours(theme: Theme) -> Iterator[tuple[str, Colour]]:
    for name, style in _styles(theme):
        yield f"{name}-colour", style.colour
    for colour in fields(theme.colours):
        yield colour.name.replace("_", "-"), getattr(theme.colours, colour.name)


def _dark_colours(theme: Theme) -> Iterator[tuple[str, Colour]]:
    """Yield the colours of a dark screen; what can be read on paper can be read there, too."""
    colours = theme.colours
    grounds = [ground.on_dark() for ground in (colours.ground, colours.tint, colours.stop_tint)]
    for name, colour in _colours(theme):
        legible = colour.contrast(colours.ground) >= TEXT_CONTRAST
        yield name, colour.on_dark().lightened(*grounds) if legible else colour.on_dark()


def _measures(theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield sizes and spaces in the reader's own measure: the rem is 12 points by default."""
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


def _declared(values: Mapping[str, str | Colour]) -> str:
    return "".join(f"--{name}: {value}; " for name, value in values.items())


def _resolved(rules: str, values: Mapping[str, str | Colour]) -> str:
    def value(match: re.Match[str]) -> str:
        return _resolved(str(values[match[1]]), values)

    return re.sub(r"var\(--([a-z-]+)\)", value, rules)
