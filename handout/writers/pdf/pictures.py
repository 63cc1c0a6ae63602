"""Put pictures on a page: photos as images, drawings as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from handout.errors import Origin
from handout.images import Photo, Picture
from handout.writers.pdf.boxes import Box
from handout.writers.pdf.text import Typography

if TYPE_CHECKING:
    from handout.writers.pdf.drawings import LineDrawing


@dataclass
class Captioned:
    """A picture and the box of its caption."""

    picture: Photo | LineDrawing
    ratio: float
    """Height over width."""
    caption: Box | None


def prepare(
    picture: Picture, caption: Box | None, typography: Typography, origin: Origin
) -> Captioned:
    """Return a picture that is ready to be drawn."""
    ready = _ready(picture, typography, origin)
    return Captioned(ready, picture.height / picture.width, caption)


class PictureGroup(Box):
    """The pictures of an entry: under one another or side by side, whichever shows them larger.

    All pictures of a group have one scale each way: one width under one another, one height side
    by side, so that start and end of a movement can be compared.
    """

    def __init__(self, pictures: Sequence[Captioned], gap: float, limit: float) -> None:
        self._pictures = list(pictures)
        self._gap = gap
        self._limit = limit

    def height(self, width: float) -> float:
        """Return the height of the better arrangement."""
        return max(top + height for _, top, _, height, _ in self._places(width))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw each picture with its caption under it."""
        for left, down, picture_width, height, item in self._places(width):
            caption_height = self._caption_height(item, picture_width)
            picture_height = height - caption_height
            bottom = top - down - picture_height
            _draw(canvas, item.picture, x + left, bottom, picture_width, picture_height)
            if item.caption:
                y = bottom - item.caption.space_before
                item.caption.draw(canvas, x + left, y, picture_width)

    def _places(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        """Return left, top, width, height (with caption) of each picture, from the upper left."""
        under = self._stacked(width)
        beside = self._side_by_side(width)
        area_under, area_beside = (
            sum(place[2] * place[2] * place[4].ratio for place in places)
            for places in (under, beside)
        )
        return beside if area_beside > area_under else under

    def _stacked(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        ratios = sum(captioned.ratio for captioned in self._pictures)
        captions = sum(self._caption_height(captioned, width) for captioned in self._pictures)
        free = self._limit - captions - self._gap * (len(self._pictures) - 1)
        picture_width = min(width, free / ratios)
        places = []
        down = 0.0
        for captioned in self._pictures:
            height = picture_width * captioned.ratio
            height += self._caption_height(captioned, picture_width)
            places.append((0.0, down, picture_width, height, captioned))
            down += height + self._gap
        return places

    def _side_by_side(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        free = width - self._gap * (len(self._pictures) - 1)
        widths_at_one = [1 / captioned.ratio for captioned in self._pictures]
        height = min(free / sum(widths_at_one), self._limit * 0.8)
        places = []
        left = 0.0
        for captioned, at_one in zip(self._pictures, widths_at_one, strict=True):
            picture_width = at_one * height
            full = height + self._caption_height(captioned, picture_width)
            places.append((left, 0.0, picture_width, full, captioned))
            left += picture_width + self._gap
        return places

    @staticmethod
    def _caption_height(captioned: Captioned, width: float) -> float:
        caption = captioned.caption
        return caption.space_before + caption.height(width) if caption else 0.0


def _ready(picture: Picture, typography: Typography, origin: Origin) -> Photo | LineDrawing:
    """Read a drawing, so that its words are laid out before anything is drawn."""
    if isinstance(picture, Photo):
        return picture
    # Costs 60 ms to import, and photos do without.
    from handout.writers.pdf.drawings import LineDrawing  # noqa: PLC0415

    return LineDrawing(picture, typography, origin)


def _draw(
    canvas: Canvas, picture: Photo | LineDrawing, x: float, y: float, width: float, height: float
) -> None:
    """Draw a picture with its lower left corner at (x, y)."""
    if isinstance(picture, Photo):
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 -- only for photos

        canvas.drawImage(ImageReader(BytesIO(picture.data)), x, y, width, height)
    else:
        picture.draw(canvas, x, y, width, height)
