"""Put pictures on a page: photos as images, drawings as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from handout.images import Drawing, Picture
from handout.writers.pdf.boxes import Box


@dataclass
class Captioned:
    """A picture and the box of its caption."""

    picture: Picture
    caption: Box | None


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
        for left, down, picture_width, height, captioned in self._places(width):
            caption_height = self._caption_height(captioned, picture_width)
            picture_height = height - caption_height
            bottom = top - down - picture_height
            draw_picture(canvas, captioned.picture, x + left, bottom, picture_width, picture_height)
            if captioned.caption:
                y = bottom - captioned.caption.space_before
                captioned.caption.draw(canvas, x + left, y, picture_width)

    def _places(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        """Return left, top, width, height (with caption) of each picture, from the upper left."""
        under = self._stacked(width)
        beside = self._side_by_side(width)
        area_under, area_beside = (
            sum(place[2] * place[2] * _ratio(place[4].picture) for place in places)
            for places in (under, beside)
        )
        return beside if area_beside > area_under else under

    def _stacked(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        ratios = sum(_ratio(captioned.picture) for captioned in self._pictures)
        captions = sum(self._caption_height(captioned, width) for captioned in self._pictures)
        free = self._limit - captions - self._gap * (len(self._pictures) - 1)
        picture_width = min(width, free / ratios)
        places = []
        down = 0.0
        for captioned in self._pictures:
            height = picture_width * _ratio(captioned.picture)
            height += self._caption_height(captioned, picture_width)
            places.append((0.0, down, picture_width, height, captioned))
            down += height + self._gap
        return places

    def _side_by_side(self, width: float) -> list[tuple[float, float, float, float, Captioned]]:
        free = width - self._gap * (len(self._pictures) - 1)
        widths_at_one = [1 / _ratio(captioned.picture) for captioned in self._pictures]
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


def _ratio(picture: Picture) -> float:
    return picture.height / picture.width


def draw_picture(
    canvas: Canvas, picture: Picture, x: float, y: float, width: float, height: float
) -> None:
    """Draw a picture with its lower left corner at (x, y)."""
    if isinstance(picture, Drawing):
        _draw_drawing(canvas, picture, x, y, width, height)
    else:
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 -- only for photos

        canvas.drawImage(ImageReader(BytesIO(picture.data)), x, y, width, height)


def _draw_drawing(
    canvas: Canvas, picture: Drawing, x: float, y: float, width: float, height: float
) -> None:
    # Costs 60 ms to import, and photos do without.
    from lxml import etree  # noqa: PLC0415
    from reportlab.graphics import renderPDF  # noqa: PLC0415
    from reportlab.graphics.shapes import Group, String  # noqa: PLC0415
    from svglib.svglib import SvgRenderer  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(picture.data, parser)
    drawing = SvgRenderer("").render(root)

    def own_face(group: Group) -> None:
        for shape in group.contents:
            if isinstance(shape, Group):
                own_face(shape)
            elif isinstance(shape, String):
                shape.fontName = font_name(Face.REGULAR)

    own_face(drawing)
    drawing.scale(width / drawing.width, height / drawing.height)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    renderPDF.draw(drawing, canvas, x, y)
    canvas.restoreState()
