"""Draw the galleries of docs/figures.md: python tests/figures/gallery.py.

Each pose file of tests/figures/gallery becomes a picture with all of its panels and their names.
Look at them after every change to what is drawn; a test cannot see ugliness.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from handout.errors import Problems
from handout.figures.displaylist import Panel, StoredFigure
from handout.figures.export import export_pdf
from handout.figures.palette import PALETTES
from handout.figures.pose import load_pose
from handout.figures.render import render_figure

POSES: Final = Path(__file__).parent / "gallery"
PICTURES: Final = Path(__file__).parent.parent.parent / "docs" / "pictures"
WIDTH: Final = 1320
"""Of a picture, in pixels."""
ACROSS: Final = 6
"""How many panels are side by side; half as many of broad ones."""
LABEL: Final = 22
COLOURS: Final = 160


def main() -> None:
    """Draw all galleries."""
    for path in sorted(POSES.glob("*.yaml")):
        problems = Problems()
        pose = load_pose(path, problems)
        problems.raise_errors()
        assert pose is not None
        sheet = gallery(render_figure(pose))
        sheet.quantize(COLOURS).save(PICTURES / f"figures-{path.stem}.png", optimize=True)


def gallery(figure: StoredFigure) -> Image.Image:
    """Return the panels of a figure in rows, each over its name."""
    first = figure.panels[0]
    across = ACROSS if first.width_pt < 1.5 * first.height_pt else ACROSS // 2
    width = WIDTH // across
    panels = [drawn(figure, panel, width) for panel in figure.panels]
    height = panels[0].height + LABEL
    sheet = Image.new("RGB", (WIDTH, math.ceil(len(panels) / across) * height), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (image, panel) in enumerate(zip(panels, figure.panels, strict=True)):
        row, column = divmod(number, across)
        sheet.paste(image, (column * width, row * height))
        middle = (column * width + width // 2, (row + 1) * height - LABEL // 2)
        draw.text(middle, panel.name, "black", font, anchor="mm")
    return sheet


def drawn(figure: StoredFigure, panel: Panel, width: int) -> Image.Image:
    """Return a panel of a figure as an image of a width."""
    alone = StoredFigure(figure.digest, figure.dyes, (panel,))
    page = pypdfium2.PdfDocument(export_pdf(alone, PALETTES["colour"].with_dyes(figure.dyes)))[0]
    image: Image.Image = page.render(scale=width / page.get_width()).to_pil()
    return image


if __name__ == "__main__":
    main()
