"""Photos and line drawings of the size that people put into handouts; another seed, others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

PHOTO: Final = (1600, 1200)
PHOTO_BYTES: Final = 300_000
DRAWING: Final = (1200, 900)
_FINER: Final = 2
"""Drawings are drawn larger and made smaller, so that their edges are smooth."""
_INK: Final = (25, 45, 60, 255)


def write_pictures(folder: Path, seed: int, pairs: int = 4) -> list[str]:
    """Write photos and drawings in turn; return their names."""
    names = []
    for number in range(1, pairs + 1):
        random = Random(f"pictures {seed} {number}")  # noqa: S311 -- the same seed must give the same
        photo, drawing = f"photo-{number}.jpg", f"drawing-{number}.png"
        (folder / photo).write_bytes(_as_jpeg(_photo(random)))
        _drawing(random).save(folder / drawing, optimize=True)
        names += [photo, drawing]
    return names


def _photo(random: Random) -> Image.Image:
    """Return soft shapes of colour under some grain: as hard to pack as a photo."""
    soft = _noise(random, (16, 12))
    photo = Image.blend(soft, _noise(random, (160, 120)), 0.22)
    pen = ImageDraw.Draw(photo)
    for _ in range(14):
        x, y, radius = random.randrange(1600), random.randrange(1200), random.randrange(40, 180)
        colour = (random.randrange(40, 220), random.randrange(40, 220), random.randrange(40, 220))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    grain = _noise(random, PHOTO).point(lambda value: 128 + (value - 128) // 9)
    return ImageChops.add(photo.filter(ImageFilter.GaussianBlur(2)), grain, 1, -128)


def _noise(random: Random, size: tuple[int, int]) -> Image.Image:
    values = random.randbytes(3 * size[0] * size[1])
    return Image.frombytes("RGB", size, values).resize(PHOTO, Image.Resampling.BICUBIC)


def _as_jpeg(photo: Image.Image) -> bytes:
    """Return the photo in the quality whose file comes nearest to the wanted size."""
    low, high = 20, 95
    packed = b""
    while low < high:
        middle = (low + high) // 2
        file = BytesIO()
        photo.save(file, "JPEG", quality=middle)
        packed = file.getvalue()
        low, high = (middle + 1, high) if len(packed) < PHOTO_BYTES else (low, middle)
    return packed


def _drawing(random: Random) -> Image.Image:
    """Return a figure of a few strokes on a ground that lets the paper through."""
    size = (DRAWING[0] * _FINER, DRAWING[1] * _FINER)
    drawing = Image.new("RGBA", size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(drawing)

    def near(x: int, y: int) -> tuple[int, int]:
        return _FINER * (x + random.randrange(-60, 60)), _FINER * (y + random.randrange(-60, 60))

    head, neck, hip = near(380, 220), near(430, 330), near(600, 520)
    pen.line([(60, 1600), (2340, 1600)], _INK, 12)
    pen.circle(head, 140, (31, 86, 115, 110), _INK, 18)
    pen.line([neck, near(500, 430), hip], _INK, 22, "curve")
    for far in (780, 930):
        knee = near(far, 560)
        pen.line([hip, knee, near(far + 40, 760), near(far + 140, 780)], _INK, 22, "curve")
        pen.circle(knee, 36, None, _INK, 10)
    pen.line([neck, near(520, 560), near(620, 680)], _INK, 18, "curve")
    pen.arc((*near(700, 150), *near(1050, 640)), 200, 330, (194, 87, 26, 230), 20)
    pen.rounded_rectangle((240, 1300, 860, 1580), 80, (143, 183, 201, 90), _INK, 14)
    return drawing.resize(DRAWING, Image.Resampling.LANCZOS)
