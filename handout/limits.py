"""The largest content that is read.

Far more than any handout needs, and little enough that no file, by mistake or intent, takes up the
memory or the time of a computer. docs/limits.md lists them.
"""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 5_000_000
"""Of a content file."""
VALUES: Final = 50_000
"""Of a content file once its aliases are expanded; 100 characters count as one value."""
NESTED_VALUES: Final = 40
"""Lists and fields within one another in a content file."""
CHARACTERS: Final = 100_000
"""Of a text: some thirty pages."""

PICTURE_BYTES: Final = 50_000_000
"""Of a picture's file."""
PIXELS: Final = 50_000_000
"""Of a picture, and of all the images in a drawing together; of a JPEG, see `JPEG_PIXELS`."""
JPEG_PIXELS: Final = 110_000_000
"""Of a JPEG, which is reduced while it is decoded: phones take photos of 108 megapixels."""

DRAWING_BYTES: Final = 20_000_000
"""Of an SVG file."""
NESTED_ELEMENTS: Final = 100
"""Of SVG, within one another in the file; other readers stop at 256."""
NESTED_USES: Final = 200
"""Elements within one another, with those that they refer to."""
SHAPES: Final = 100_000
"""Elements drawn, with repetitions: a few lines of <use> can repeat a shape a billion times."""
FILTERS: Final = 100
"""Steps of filters, with repetitions: each paints the whole area again."""
STYLE_MATCHES: Final = 2_000_000
"""Selectors of a drawing's style sheet times its elements."""
DRAWN_PIXELS: Final = 10_000_000
"""Of a drawing that is printed as pixels."""
