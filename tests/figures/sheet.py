"""Make sheets of figures without their names, to have them named and judged blind.

    python tests/figures/sheet.py [--palette grey] [--height-mm 30] FOLDER [ID…]

Writes sheet-1.png, sheet-2.png and so on, with numbers in an order that says nothing, and key.txt,
which says which number is which figure. Keep the key from whoever judges.
"""

from __future__ import annotations

import argparse
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from handout.figures.export import export_png
from handout.figures.files import SUFFIX
from handout.figures.palette import PALETTES
from handout.figures.store import load_figure

ROOT: Final = Path(__file__).parents[2]
FIGURES: Final = ROOT / "content" / "figures"
DPI: Final = 300
PLACES: Final = (2, 3)
"""Columns and rows of a sheet."""

_GAP_PX: Final = 60


def drawing(path: Path, palette: str, height_mm: float) -> Image.Image:
    """Return a figure as it is printed at a height, its panels side by side."""
    figure = load_figure(path)
    colours = PALETTES[palette].with_dyes(figure.dyes)
    image = Image.open(BytesIO(export_png(figure, colours))).convert("RGB")
    height = round(height_mm / 25.4 * DPI)
    return image.resize(
        (round(image.width * height / image.height), height), Image.Resampling.LANCZOS
    )


def sheet(numbered: list[tuple[int, Image.Image]]) -> Image.Image:
    """Return drawings on one page, each under its number."""
    columns, rows = PLACES
    width = max(image.width for _, image in numbered) + _GAP_PX
    height = max(image.height for _, image in numbered) + 2 * _GAP_PX
    page = Image.new("RGB", (columns * width, rows * height), "white")
    font = ImageFont.load_default(size=_GAP_PX)
    for place, (number, image) in enumerate(numbered):
        x, y = place % columns * width, place // columns * height
        ImageDraw.Draw(page).text((x + _GAP_PX // 2, y), str(number), "black", font)
        page.paste(image, (x + _GAP_PX // 2, y + _GAP_PX + _GAP_PX // 2))
    return page


def main() -> None:
    """Write the sheets and the key."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--palette", choices=PALETTES, default="colour")
    parser.add_argument("--height-mm", type=float, default=60.0)
    options = parser.parse_args()
    paths = [FIGURES / f"{name}{SUFFIX}" for name in options.ids] or FIGURES.glob(f"*{SUFFIX}")
    shuffled = sorted(paths, key=lambda path: hashlib.sha256(path.stem.encode()).hexdigest())
    numbered = [
        (number, drawing(path, options.palette, options.height_mm))
        for number, path in enumerate(shuffled, 1)
    ]
    options.folder.mkdir(parents=True, exist_ok=True)
    size = PLACES[0] * PLACES[1]
    for page, start in enumerate(range(0, len(numbered), size), 1):
        sheet(numbered[start : start + size]).save(options.folder / f"sheet-{page}.png")
    key = "".join(f"{number} {path.stem}\n" for number, path in enumerate(shuffled, 1))
    (options.folder / "key.txt").write_text(key, encoding="utf-8")


if __name__ == "__main__":
    main()
