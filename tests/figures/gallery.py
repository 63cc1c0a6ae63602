"""Draw the galleries of docs/figures.md: python tests/figures/gallery.py.

Each pose file of tests/figures/gallery becomes a picture with all of its panels and their names,
that of muscles one with every muscle, and the person who stands everybody, and the cameras.
Look at them after every change to what is drawn; a test cannot see ugliness.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import mean
from typing import Final, NamedTuple

import pypdfium2
from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFont

from handout.errors import Problems
from handout.figures.displaylist import Panel, StoredFigure
from handout.figures.export import export_pdf
from handout.figures.field_types import Degrees, Elevation
from handout.figures.muscles import MUSCLES
from handout.figures.palette import PALETTES
from handout.figures.people import CAST
from handout.figures.pose import FigurePose, Viewpoint, load_pose
from handout.figures.render import render_figure

POSES: Final = Path(__file__).parent / "gallery"
PICTURES: Final = Path(__file__).parent.parent.parent / "docs" / "pictures"
WIDTH: Final = 1320
"""Of a picture at most, in pixels."""
ROW: Final = 230
"""Height of a row, if no panel is narrow."""
NARROWEST: Final = 118
LABEL: Final = 22
COLOURS: Final = 72
CAMERAS: Final = (
    (-90, 6), (-45, 8), (-14, 8), (0, 8), (20, 8), (45, 12),
    (62, 6), (90, 6), (140, 8), (180, 8), (45, 35), (8, 60),
)  # fmt: skip
"""Azimuths and elevations in degrees."""


class Drawing(NamedTuple):
    """A panel of a figure under a name."""

    name: str
    figure: StoredFigure
    panel: Panel


def main() -> None:
    """Draw all galleries, or those named."""
    poses = {path.stem: pose_of(path) for path in sorted(POSES.glob("*.yaml"))}
    person = poses.pop("person")
    galleries = {name: partial(panels_of, pose) for name, pose in poses.items()}
    galleries |= {"people": partial(people, person), "cameras": partial(cameras, person)}
    galleries["muscles"] = partial(muscles, poses["muscles"])
    for name in sys.argv[1:] or galleries:
        sheet = gallery([*galleries[name]()])
        sheet.quantize(COLOURS).save(PICTURES / f"figures-{name}.png", optimize=True)


def pose_of(path: Path) -> FigurePose:
    """Return the figure of a pose file."""
    problems = Problems()
    pose = load_pose(path, problems)
    problems.raise_errors()
    assert pose is not None
    return pose


def panels_of(pose: FigurePose) -> Iterator[Drawing]:
    """Yield each panel of a figure with its name."""
    figure = render_figure(pose)
    for panel in figure.panels:
        yield Drawing(panel.name, figure, panel)


def people(pose: FigurePose) -> Iterator[Drawing]:
    """Yield everybody who can be drawn."""
    for name in CAST:
        yield last_panel(name, replace(pose, person=name))


def cameras(pose: FigurePose) -> Iterator[Drawing]:
    """Yield the person from all around, and from above."""
    for azimuth, elevation in CAMERAS:
        camera = Viewpoint(azimuth=Degrees(azimuth), elevation=Elevation(elevation))
        yield last_panel(f"{azimuth} / {elevation}", replace(pose, viewpoint=camera))


def muscles(pose: FigurePose) -> Iterator[Drawing]:
    """Yield each muscle from where most of it is seen."""
    for name, strands in MUSCLES.items():
        around = mean(station.azimuth_deg for station in chain.from_iterable(strands))
        camera = Viewpoint(azimuth=Degrees(90 - min(max(around, 30), 150)))
        yield last_panel(name, replace(pose, works=(name,), viewpoint=camera))


def last_panel(name: str, pose: FigurePose) -> Drawing:
    """Return the last panel of a figure, by another name."""
    figure = render_figure(pose)
    return Drawing(name, figure, figure.panels[-1])


def gallery(drawings: Sequence[Drawing]) -> Image.Image:
    """Return panels in rows, each over its name, of one height unless they are broad."""
    widest = max(drawing.panel.width_pt for drawing in drawings)
    highest = max(drawing.panel.height_pt for drawing in drawings)
    width = max(round(ROW * widest / highest), NARROWEST)
    rows = math.ceil(len(drawings) * width / WIDTH)
    across = math.ceil(len(drawings) / rows)
    tallest = width / widest * highest
    panels = [drawn(drawing, width, tallest) for drawing in drawings]
    height = math.ceil(tallest) + LABEL
    sheet = Image.new("RGB", (across * width, rows * height), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (image, drawing) in enumerate(zip(panels, drawings, strict=True)):
        row, column = divmod(number, across)
        middle, bottom = column * width + width // 2, (row + 1) * height - LABEL
        sheet.paste(image, (middle - image.width // 2, bottom - image.height))
        draw.text((middle, bottom + LABEL // 2), drawing.name, "black", font, anchor="mm")
    return sheet


def drawn(drawing: Drawing, width: float, height: float) -> Image.Image:
    """Return a panel of a figure as an image as large as fits, in pixels."""
    figure, panel = drawing.figure, drawing.panel
    alone = StoredFigure(figure.digest, figure.dyes, (panel,))
    pdf = export_pdf(alone, PALETTES["colour"].with_dyes(figure.dyes))
    page = pypdfium2.PdfDocument(pdf)[0]
    scale = min(width / page.get_width(), height / page.get_height())
    image: Image.Image = page.render(scale=scale).to_pil()
    return image


if __name__ == "__main__":
    main()
