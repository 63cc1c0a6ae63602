"""Measure how far two colours stand apart for the eye, as WCAG 2.2 defines it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

LEAST_FOR_TEXT: Final = 4.5
"""Between text and its ground (success criterion 1.4.3)."""


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two colours '#RRGGBB': from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast of a colour with the ground from which it stands out least."""
    return min(contrast_ratio(colour, ground) for ground in grounds)


def darkened(colour: str, grounds: tuple[str, ...], least: float = LEAST_FOR_TEXT) -> str:
    """Return the nearest darker colour of the same hue that stands out from light grounds."""
    return _shaded(colour, grounds, least, -1 / 255)


def lightened(colour: str, grounds: tuple[str, ...], least: float = LEAST_FOR_TEXT) -> str:
    """Return the nearest lighter colour of the same hue that stands out from dark grounds."""
    return _shaded(colour, grounds, least, 1 / 255)


def _shaded(colour: str, grounds: tuple[str, ...], least: float, step: float) -> str:
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    while least_contrast(colour, grounds) < least and 0 <= lightness + step <= 1:
        lightness += step
        parts = hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(part * 255):02X}" for part in parts)
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
