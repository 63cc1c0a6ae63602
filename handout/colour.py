"""A colour as one value: its contrast (WCAG 2.2) and what becomes of it in grey or on dark."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final, Self

from msgspec import Struct

TEXT_CONTRAST: Final = 4.5
"""The minimum between text and its background (success criterion 1.4.3)."""
_ENHANCED_CONTRAST: Final = 7.0
"""The same for readers with low vision (success criterion 1.4.6)."""

_HEXADECIMAL: Final = re.compile(r"#([0-9A-Fa-f]{6})")


class Colour(Struct, frozen=True, cache_hash=True):
    """An sRGB colour; each component is from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the colour written as '#RRGGBB'; raise ValueError for any other text."""
        match = _HEXADECIMAL.fullmatch(text)
        if not match:
            raise ValueError(f"not a colour: '{text}'")
        return cls(*bytes.fromhex(match[1]))

    @classmethod
    def from_fractions(cls, red: float, green: float, blue: float) -> Self:
        """Return the colour nearest to components from 0 to 1."""
        return cls(round(red * 255), round(green * 255), round(blue * 255))

    @property
    def fractions(self) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1."""
        return self.red / 255, self.green / 255, self.blue / 255

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 for black, 1 for white (WCAG 2.2, "relative luminance")."""
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in self.fractions
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, *grounds: Colour) -> float:
        """Return the lowest contrast ratio with any background, from 1 (equal) to 21.

        WCAG 2.2, "contrast ratio".
        """
        own = self.luminance
        pairs = (sorted((own, ground.luminance)) for ground in grounds)
        return min((lighter + 0.05) / (darker + 0.05) for darker, lighter in pairs)

    def darkened(self, *grounds: Colour) -> Colour:
        """Return the nearest darker colour of the same hue that is legible on light grounds."""
        return self._shaded(grounds, -1 / 255, TEXT_CONTRAST)

    def lightened(self, *grounds: Colour) -> Colour:
        """Return the nearest lighter colour of the same hue for low vision on dark grounds."""
        return self._shaded(grounds, 1 / 255, _ENHANCED_CONTRAST)

    def _shaded(self, grounds: tuple[Colour, ...], step: float, least: float) -> Colour:
        colour: Colour = self
        hue, lightness, saturation = rgb_to_hls(*self.fractions)
        while colour.contrast(*grounds) < least and 0 <= lightness + step <= 1:
            lightness += step
            colour = Colour.from_fractions(*hls_to_rgb(hue, lightness, saturation))
        return colour

    def mixed(self, other: Colour, share: float) -> Colour:
        """Return this colour with a share of another one, from 0 to 1."""
        pairs = zip(self.fractions, other.fractions, strict=True)
        return Colour.from_fractions(*(own + share * (its - own) for own, its in pairs))

    def as_grey(self) -> Colour:
        """Return the grey that an office printer makes of this colour (luma of ITU-R BT.601)."""
        level = round(0.299 * self.red + 0.587 * self.green + 0.114 * self.blue)
        return Colour(level, level, level)

    def on_dark(self) -> Colour:
        """Return this colour for a dark screen: the same hue, as light as it was dark."""
        hue, lightness, saturation = rgb_to_hls(*self.fractions)
        # Not down to black, against which light letters glare.
        return Colour.from_fractions(*hls_to_rgb(hue, 1 - 0.92 * lightness, saturation))

    def __str__(self) -> str:
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"


WHITE: Final = Colour(255, 255, 255)
BLACK: Final = Colour(0, 0, 0)
