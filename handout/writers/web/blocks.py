"""Render blocks: do and do not, scales, traffic lights, lines to write on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from handout import document as doc
from handout.inline import Inline
from handout.svg_tree import SVG
from handout.symbols import SIDE, SIGNALS, Point, Symbol
from handout.theme import STANDARD
from handout.writers.web.labels import Labels
from handout.writers.web.markup import Tag, tag

_SHADES: Final = 5
"""Shades of the zones of a scale; more zones begin again."""


class BlockRenderer(Struct, frozen=True):
    """Renders the blocks of one document."""

    labels: Labels
    blocks: Callable[[Sequence[doc.Block]], list[Tag]]
    inlines: Callable[[tuple[Inline, ...]], list[Tag | str]]
    drawing: Callable[[Tag], Tag]
    """Returns a decorative drawing as an element of the page, or as an image of a file."""

    def do_dont(self, block: doc.DoDont) -> Tag:
        """Return the lists, side by side where there is room."""
        return tag("div", *self.blocks(block.children), id=block.id, class_="do-dont")

    def scale(self, scale: doc.Scale) -> Tag:
        """Return a ruler, which is read out as one picture, and a list of what its parts mean."""
        shades = {
            number: place % _SHADES + 1
            for place, zone in enumerate(scale.zones)
            for number in range(zone.first, zone.last + 1)
        }
        marks = [
            tag(
                "span",
                tag("span", class_=f"band shade-{shades[n]}" if n in shades else "band"),
                self.labels.document.furniture.number(n),
            )
            for n in range(11)
        ]
        ends = tag("div", *(tag("span", end) for end in scale.ends), class_="ends")
        ruler = tag(
            "div", tag("div", *marks, class_="marks"), ends, role="img", aria_label=scale.alt
        )
        zones = [
            tag(
                "li",
                *(tag("b", zone.range), " ", *self.inlines(zone.content)),
                id=zone.id,
                lang=zone.language or None,
            )
            for zone in scale.zones
        ]
        listed = [tag("ul", *zones)] if zones else []
        return tag("div", ruler, *listed, id=scale.id, class_="scale")

    def traffic_light(self, block: doc.TrafficLight) -> Tag:
        """Return a list of the lights, each with its shape and its name."""
        lights = [self._light(light) for light in block.children]
        return tag("ul", *lights, id=block.id, class_="traffic-light")

    def _light(self, light: doc.Light) -> Tag:
        label = tag("p", self.labels.label(light.label), class_="label")
        text = tag("div", label, *self.blocks(light.children))
        sign = self.sign(SIGNALS[light.signal])
        return tag("li", sign, text, id=light.id)

    def sign(self, symbol: Symbol) -> Tag:
        """Return a sign beside words that say the same."""
        return self.drawing(_drawn(symbol))

    def lines(self, block: doc.WritingLines) -> Tag:
        """Return ruled lines below their label."""
        words = *self.inlines(block.label), *self.labels.twin(block.twin)
        label = [tag("p", *words, class_="label")] if block.label else []
        unseen = tag(
            "span", self.labels.label(self.labels.document.furniture.blank), class_="unseen"
        )
        lines = [tag("div", class_="line") for _ in range(block.count)]
        return tag("div", *label, unseen, *lines, id=block.id, class_="writing-lines")


def _drawn(symbol: Symbol) -> Tag:
    """Return a sign as an svg element without a description."""
    colour = str(getattr(STANDARD.colours, symbol.colour))
    shape = tag("path", d=f"{_path(symbol.shape)}Z", fill=colour)
    lines = tag(
        "path",
        d="".join(map(_path, symbol.lines)),
        fill="none",
        stroke=str(STANDARD.colours.ground),
        stroke_width=f"{symbol.width:g}",
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    side = f"{SIDE:g}"
    return Tag(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"0 0 {side} {side}",
            "width": side,
            "height": side,
            "class": "sign",
            "aria-hidden": "true",
        },
        (shape, lines),
    )


def _path(points: Sequence[Point]) -> str:
    """Return a line through points as SVG path data."""
    return "M" + "L".join(f"{x:.4g},{y:.4g}" for x, y in points)
