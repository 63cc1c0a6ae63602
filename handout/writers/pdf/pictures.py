"""Pictures as boxes: photos as images, drawings as vector graphics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from msgspec import Struct

from handout.caches import Memo
from handout.document import DrawnFigure, Figure
from handout.errors import HandoutError, Origin, Problem, Problems
from handout.figures import store
from handout.images import Photo, PixelLimits, load_picture
from handout.svg_file import Drawing
from handout.theme import Theme
from handout.writers.pdf.boxes import Box, Drawable, Page
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.form_xobjects import panel_form
from handout.writers.pdf.image_xobjects import image_object
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Owner, Part
from handout.writers.pdf.text import TextBox


class PictureBox(Drawable):
    """A picture, scaled to the width of its box."""

    def __init__(self, figure: Figure, graphic: Graphic) -> None:
        """Take the node of a picture, and what to draw."""
        self._node = figure.id
        self._graphic = graphic
        self.owner = Owner(figure.id)
        self.natural = graphic.natural
        self.below = graphic.below
        self.ratio = graphic.ratio

    def height(self, width: float) -> float:
        """Return the height at the aspect ratio of the picture."""
        return width * self.ratio

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the picture as content of its figure."""
        canvas.add_figure(self._node, (x, top - self.height(width), x + width, top))
        with canvas.marked(self.owner):
            self.draw_graphic(canvas, x, top, width)

    def draw_graphic(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the picture within the current mark."""
        height = self.height(width)
        self._graphic.draw(canvas, x, top - height, width, height)


class Thumbnail(Drawable):
    """A small repetition of a picture, drawn as an artifact."""

    def __init__(self, picture: PictureBox, max_height: float) -> None:
        self._picture = picture
        self._max_height = max_height

    def _width(self, width: float) -> float:
        return min(width, self._max_height / self._picture.ratio)

    def height(self, width: float) -> float:
        """Return the height at the aspect ratio of the picture."""
        return self._picture.height(self._width(width))

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the picture centred in its box."""
        own = self._width(width)
        with canvas.marked(self.owner):
            self._picture.draw_graphic(canvas, x + (width - own) / 2, top, own)


class Graphic(Protocol):
    """The graphic inside a picture box."""

    ratio: float
    """Height divided by width."""
    natural: tuple[float, float] | None
    """Natural size of a drawn figure, by which a group is scaled; None for other pictures."""
    below: float
    """Fraction of the height below the floor line of a drawn figure."""

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        """Draw into a rectangle with its lower left corner at (x, y)."""


class _FigureGraphic:
    """A drawn figure, or one panel of it."""

    def __init__(self, figure: DrawnFigure, origin: Origin, palette: str) -> None:
        self._strip, _ = store.load_strip(figure.path, figure.panel, origin)
        self._forms = [
            panel_form(figure.path, panel.name, palette, mirrored=figure.mirrored)
            for panel in self._strip.panels
        ]
        width, height = self._strip.width_pt, self._strip.height_pt
        self.natural: tuple[float, float] | None = (width, height)
        self.ratio = height / width
        self.below = self._strip.below_pt / height

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, _height: float) -> None:
        scale = width / self._strip.width_pt
        for form, (_, left, lower) in zip(self._forms, self._strip.places(), strict=True):
            corner = (x + left * scale, y + lower * scale)
            canvas.paint(form, (scale, 0, 0, scale, *corner))


class _PhotoGraphic:
    """A photo."""

    natural: tuple[float, float] | None = None
    below = 0.0

    def __init__(self, photo: Photo) -> None:
        self._image = image_object(photo)
        self.ratio = photo.height / photo.width

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        canvas.paint(self._image, (width, 0, 0, height, x, y))


class CaptionedPicture(Struct):
    """A picture with its caption."""

    picture: PictureBox
    caption: TextBox | None

    def caption_width(self, width: float) -> float:
        """Return the width of the picture, or more if the caption needs it for a word."""
        while self.caption and self.caption.overlong_word(width):
            width += _CAPTION_STEP
        return width

    def height(self, width: float) -> float:
        """Return the height of the picture and its caption."""
        return self.picture.height(width) + self.caption_height(self.caption_width(width))

    def caption_height(self, width: float) -> float:
        """Return the height of the caption and the space above it."""
        return self.caption.space_before + self.caption.height(width) if self.caption else 0.0

    def place(self, page: Page, x: float, top: float, width: float, gap: float) -> None:
        """Place the picture and, after a gap, the caption below it."""
        self.picture.place(page, x, top, width)
        if self.caption:
            below = top - self.picture.height(width) - gap - self.caption.space_before
            self.caption.place(page, x, below, self.caption_width(width))


_CAPTION_STEP: Final = 4.0
"""Step by which a caption is widened, in points."""


class PictureGroup(Box):
    """The pictures of an entry, stacked or side by side, whichever shows them larger.

    Stacked photos share a width, photos side by side a height, and drawn figures a scale, so that
    the start and end of a movement can be compared.
    """

    def __init__(
        self,
        pictures: Sequence[CaptionedPicture],
        gap: float,
        max_height: float,
        fixed_width: float | None = None,
    ) -> None:
        """Take the maximum height, and the width if it is not that of the box."""
        self._fixed_width = fixed_width
        self._pictures = tuple(pictures)
        self._gap = gap
        self._max_height = max_height
        self._layouts: dict[float, list[_PicturePosition]] = {}
        self._shrunk: dict[float, PictureGroup] = {}

    def shrunk(self, scale: float) -> PictureGroup:
        """Return the group with its maximum height scaled."""
        # Cached, because every document with the group tries the same few scales.
        if scale not in self._shrunk:
            self._shrunk[scale] = PictureGroup(self._pictures, self._gap, self._max_height * scale)
        return self._shrunk[scale]

    def natural_width(self, width: float) -> float:
        """Return the width that the pictures take of the width available."""
        return max((each.left + each.outer_width for each in self._layout(width)), default=0.0)

    def fixed(self, width: float) -> PictureGroup:
        """Return the group laid out for one width, whatever the width of its box."""
        return PictureGroup(self._pictures, self._gap, self._max_height, width)

    def height(self, width: float) -> float:
        """Return the height of the better layout."""
        return max((each.down + each.height for each in self._layout(width)), default=0.0)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place each picture with its caption."""
        for each in self._layout(width):
            left, down = x + each.left, top - each.down
            each.picture.place(page, left, down, each.width, each.caption_gap)

    def _layout(self, width: float) -> list[_PicturePosition]:
        """Return the positions in the layout that shows the pictures larger."""
        if not self._pictures:
            return []
        width = self._fixed_width or width
        if width not in self._layouts:
            stacked, beside = self._stacked(width), self._side_by_side(width)
            area = sum(each.area for each in stacked)
            # Side by side they take less height and are easier to compare.
            too_small = sum(each.area for each in beside) < _MIN_AREA * area
            self._layouts[width] = stacked if too_small else beside
        return self._layouts[width]

    def _relative(self, side: int) -> list[float]:
        """Return the relative widths (0) or heights (1) of the pictures, the largest being 1."""
        sizes = [captioned.picture.natural for captioned in self._pictures]
        sides = [size[side] for size in sizes if size]
        if len(sides) < len(sizes):
            # Photos have no scale, so they get the same width or height.
            return [1.0] * len(sizes)
        return [length / max(sides) for length in sides]

    def _stacked(self, width: float) -> list[_PicturePosition]:
        shares = self._relative(0)
        heights_at_one = sum(
            share * captioned.picture.ratio
            for share, captioned in zip(shares, self._pictures, strict=True)
        )
        captions = sum(captioned.caption_height(width) for captioned in self._pictures)
        free = self._max_height - captions - self._gap * (len(self._pictures) - 1)
        widest = min(width, max(free, self._gap) / heights_at_one)
        positions = []
        down = 0.0
        for share, captioned in zip(shares, self._pictures, strict=True):
            position = _PicturePosition(captioned, 0.0, down, share * widest)
            positions.append(position)
            down += position.height + self._gap
        return positions

    def _side_by_side(self, width: float) -> list[_PicturePosition]:
        shares = self._relative(1)
        free = width - self._gap * (len(self._pictures) - 1)
        widths_at_one = [
            share / captioned.picture.ratio
            for share, captioned in zip(shares, self._pictures, strict=True)
        ]
        tallest = min(max(free, self._gap) / sum(widths_at_one), self._max_height * _MAX_SHARE)
        heights = [share * tallest for share in shares]
        under = [
            height * captioned.picture.below
            for height, captioned in zip(heights, self._pictures, strict=True)
        ]
        over = [height - below for height, below in zip(heights, under, strict=True)]
        positions = []
        left = 0.0
        for index, captioned in enumerate(self._pictures):
            # Aligned at the floor line, with all captions at the same height.
            down, gap = max(over) - over[index], max(under) - under[index]
            own_width = widths_at_one[index] * tallest
            position = _PicturePosition(captioned, left, down, own_width, gap)
            positions.append(position)
            left += position.outer_width + self._gap
        return positions


_MIN_AREA: Final = 0.75
"""Minimum area of pictures side by side, as a fraction of their area if stacked."""

_MAX_SHARE: Final = 0.85
"""Maximum height of pictures side by side, as a fraction; the rest is for captions."""


class _PicturePosition(Struct, frozen=True):
    """The position of a picture relative to the upper left corner of its group."""

    picture: CaptionedPicture
    left: float
    down: float
    width: float
    caption_gap: float = 0.0
    """Extra space between the picture and its caption."""

    @property
    def outer_width(self) -> float:
        return self.picture.caption_width(self.width)

    @property
    def height(self) -> float:
        return self.picture.height(self.width) + self.caption_gap

    @property
    def area(self) -> float:
        return self.width * self.picture.picture.height(self.width)


class PictureSetter:
    """Sets the pictures of one document in one theme."""

    def __init__(
        self,
        theme: Theme,
        setter: TextSetter,
        problems: Problems,
        memo: Memo[Any],
    ) -> None:
        """Take the theme, the setter of captions, a sink for problems, and the memo of graphics."""
        self._memo = memo
        self._theme = theme
        self._text = setter
        self._problems = problems

    def group(self, figures: Sequence[Figure]) -> PictureGroup:
        """Return pictures with their captions as one group."""
        theme = self._theme
        return PictureGroup(self.captioned(figures), theme.gap, theme.pictures_height)

    def captioned(self, figures: Sequence[Figure]) -> list[CaptionedPicture]:
        """Return the pictures that can be drawn; note the problems of the others."""
        pictures = []
        for figure in figures:
            try:
                picture = self.picture(figure)
            except HandoutError as error:
                self._problems.extend(error.problems)
                continue
            caption = None
            if figure.caption:
                style = self._theme.styles.caption
                owner = Owner(figure.id, Part.CAPTION)
                caption = self._text.text(owner, figure.caption, style, figure.origin)
            pictures.append(CaptionedPicture(picture, caption))
        return pictures

    def picture(self, figure: Figure) -> PictureBox:
        """Return a picture; raise HandoutError if it cannot be drawn or is too narrow to see."""
        picture = PictureBox(figure, self._graphic(figure))
        if not 1 / _MAX_RATIO < picture.ratio < _MAX_RATIO:
            message = "the picture is too long and thin to see what it shows"
            hint = f"crop it so that one side is less than {_MAX_RATIO} times the other"
            raise HandoutError([Problem(message, figure.origin, hint)])
        return picture

    def _graphic(self, figure: Figure) -> Graphic:
        picture, palette = figure.picture, self._theme.palette
        limits = PixelLimits.on_paper(*self._theme.picture_room)

        def load() -> Graphic | Drawing:
            if isinstance(picture, DrawnFigure):
                return _FigureGraphic(picture, figure.origin, palette)
            loaded = load_picture(picture.path, figure.origin, limits)
            return _PhotoGraphic(loaded) if isinstance(loaded, Photo) else loaded

        graphic: Graphic | Drawing = self._memo.get(picture, (limits, palette), load)
        if not isinstance(graphic, Drawing):
            return graphic
        # Takes 100 ms to import, and most handouts have no SVG drawing.
        from handout.writers.pdf.svg_drawing import LineDrawing  # noqa: PLC0415

        # Not remembered here, because its words belong to this figure.
        return LineDrawing(graphic, figure, self._text)


_MAX_RATIO: Final = 8
"""Maximum ratio of the longer to the shorter side of a picture."""
