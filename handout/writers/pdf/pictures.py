"""Put pictures on a page: photos as images, drawings as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from msgspec import Struct

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
from handout.writers.pdf.inline_text import Words
from handout.writers.pdf.marks import Owner, Part
from handout.writers.pdf.text import TextBox, Typography


class PictureInk(Drawable):
    """A picture as wide as it is told to be."""

    def __init__(
        self, figure: Figure, limits: PixelLimits, typography: Typography, palette: str = "colour"
    ) -> None:
        """Read the picture of a figure; raise HandoutError where it cannot be drawn."""
        self._node = figure.id
        self.owner = Owner(figure.id)
        self.natural: tuple[float, float] | None = None
        """Width and height of a drawn figure; those of one group are shown at one scale."""
        self.below = 0.0
        """The part of the height that is under the floor line of a drawn figure."""
        self._content: _Content
        if isinstance(figure.picture, DrawnFigure):
            panels = _Panels(figure.picture, figure.origin, palette)
            self._content = panels
            strip = panels.strip
            self.natural = (strip.width_pt, strip.height_pt)
            self.ratio = strip.height_pt / strip.width_pt
            self.below = strip.below_pt / strip.height_pt
            return
        picture = load_picture(figure.picture.path, figure.origin, limits)
        self.ratio = picture.height / picture.width
        """Height for a width of one."""
        if isinstance(picture, Drawing):
            # Costs 100 ms to import, and photos do without.
            from handout.writers.pdf.svg_drawing import LineDrawing  # noqa: PLC0415

            self._content = LineDrawing(picture, figure, typography)
        else:
            self._content = _Pixels(picture)

    def height(self, width: float) -> float:
        """Return the height that keeps the picture's shape."""
        return width * self.ratio

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the photo or drawing."""
        canvas.add_figure(self._node, (x, top - self.height(width), x + width, top))
        with canvas.marked(self.owner):
            self.draw_content(canvas, x, top, width)

    def draw_content(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw what the picture shows, inside whatever mark is open."""
        height = self.height(width)
        self._content.draw(canvas, x, top - height, width, height)


class Thumbnail(Drawable):
    """A picture repeated small; it is described where it stands in full."""

    def __init__(self, picture: PictureInk, highest: float) -> None:
        self._picture = picture
        self._highest = highest

    def _width(self, width: float) -> float:
        return min(width, self._highest / self._picture.ratio)

    def height(self, width: float) -> float:
        """Return the height that keeps the picture's shape."""
        return self._picture.height(self._width(width))

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the picture in the middle of its width."""
        own = self._width(width)
        with canvas.marked(self.owner):
            self._picture.draw_content(canvas, x + (width - own) / 2, top, own)


class _Content(Protocol):
    """What a picture shows."""

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        """Draw it into a rectangle whose lower left corner is (x, y)."""


class _Panels:
    """A drawn figure, or one drawing of it."""

    def __init__(self, figure: DrawnFigure, origin: Origin, palette: str) -> None:
        self.strip, _ = store.load_strip(figure.path, figure.panel, origin)
        self._forms = [
            panel_form(figure.path, panel.name, palette, mirrored=figure.mirrored)
            for panel in self.strip.panels
        ]

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, _height: float) -> None:
        scale = width / self.strip.width_pt
        for form, (_, left, lower) in zip(self._forms, self.strip.places(), strict=True):
            corner = (x + left * scale, y + lower * scale)
            canvas.paint(form, (scale, 0, 0, scale, *corner))


class _Pixels:
    """A photo."""

    def __init__(self, photo: Photo) -> None:
        self._image = image_object(photo)

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        canvas.paint(self._image, (width, 0, 0, height, x, y))


class Captioned(Struct):
    """A picture and the box of its caption."""

    picture: PictureInk
    caption: TextBox | None

    def room(self, width: float) -> float:
        """Return the width that the caption takes: the picture's, unless that would cut a word."""
        while self.caption and self.caption.cut_word(width):
            width += _WIDER
        return width

    def height(self, width: float) -> float:
        """Return the height of picture and caption."""
        return self.picture.height(width) + self.caption_height(self.room(width))

    def caption_height(self, width: float) -> float:
        """Return the height of the caption and the space above it."""
        return self.caption.space_before + self.caption.height(width) if self.caption else 0.0

    def place(self, page: Page, x: float, top: float, width: float, drop: float) -> None:
        """Place the picture, and the caption at some distance under it."""
        self.picture.place(page, x, top, width)
        if self.caption:
            below = top - self.picture.height(width) - drop - self.caption.space_before
            self.caption.place(page, x, below, self.room(width))


_WIDER: Final = 4.0
"""Points by which a caption is made wider at a time."""


class PictureGroup(Box):
    """The pictures of an entry: under one another or side by side, whichever shows them larger.

    All pictures of a group have one scale each way: one width under one another, one height side
    by side, so that start and end of a movement can be compared.
    """

    def __init__(
        self,
        pictures: Sequence[Captioned],
        gap: float,
        limit: float,
        fixed: float | None = None,
    ) -> None:
        """Take the height limit, and the width if it is not the one of the place."""
        self._fixed = fixed
        self._pictures = tuple(pictures)
        self._gap = gap
        self._limit = limit
        self._places_at: dict[float, list[_Place]] = {}
        self._shrunk: dict[float, PictureGroup] = {}

    def shrunk(self, scale: float) -> PictureGroup:
        """Return the group in less room."""
        # Each document that has it tries a few scales, the same ones.
        if scale not in self._shrunk:
            self._shrunk[scale] = PictureGroup(self._pictures, self._gap, self._limit * scale)
        return self._shrunk[scale]

    def natural_width(self, width: float) -> float:
        """Return the width that the arrangement takes of the one that it may have."""
        return max((place.left + place.room for place in self._places(width)), default=0.0)

    def fixed(self, width: float) -> PictureGroup:
        """Return the group in the arrangement for a width, whatever width it is placed in."""
        return PictureGroup(self._pictures, self._gap, self._limit, width)

    def height(self, width: float) -> float:
        """Return the height of the better arrangement."""
        places = self._places(width)
        return max((place.down + place.height for place in places), default=0.0)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place each picture with its caption."""
        for place in self._places(width):
            left, down = x + place.left, top - place.down
            place.captioned.place(page, left, down, place.width, place.drop)

    def _places(self, width: float) -> list[_Place]:
        """Return the places of the arrangement that gives the pictures more room."""
        if not self._pictures:
            return []
        width = self._fixed or width
        if width not in self._places_at:
            under, beside = self._stacked(width), self._side_by_side(width)
            area = sum(place.area for place in under)
            # Side by side they take less height, and show at once what changes.
            small = sum(place.area for place in beside) < _WORTH * area
            self._places_at[width] = under if small else beside
        return self._places_at[width]

    def _relative(self, side: int) -> list[float]:
        """Return the pictures' widths (0) or heights (1) for one scale, the largest being 1."""
        sizes = [captioned.picture.natural for captioned in self._pictures]
        sides = [size[side] for size in sizes if size]
        if len(sides) < len(sizes):
            # Photos have no scale: they get one width under one another, one height side by side.
            return [1.0] * len(sizes)
        return [length / max(sides) for length in sides]

    def _stacked(self, width: float) -> list[_Place]:
        shares = self._relative(0)
        heights_at_one = sum(
            share * captioned.picture.ratio
            for share, captioned in zip(shares, self._pictures, strict=True)
        )
        captions = sum(captioned.caption_height(width) for captioned in self._pictures)
        free = self._limit - captions - self._gap * (len(self._pictures) - 1)
        widest = min(width, max(free, self._gap) / heights_at_one)
        places = []
        down = 0.0
        for share, captioned in zip(shares, self._pictures, strict=True):
            place = _Place(captioned, 0.0, down, share * widest)
            places.append(place)
            down += place.height + self._gap
        return places

    def _side_by_side(self, width: float) -> list[_Place]:
        shares = self._relative(1)
        free = width - self._gap * (len(self._pictures) - 1)
        widths_at_one = [
            share / captioned.picture.ratio
            for share, captioned in zip(shares, self._pictures, strict=True)
        ]
        highest = min(max(free, self._gap) / sum(widths_at_one), self._limit * _OF_LIMIT)
        heights = [share * highest for share in shares]
        under = [
            height * captioned.picture.below
            for height, captioned in zip(heights, self._pictures, strict=True)
        ]
        over = [height - below for height, below in zip(heights, under, strict=True)]
        places = []
        left = 0.0
        for index, captioned in enumerate(self._pictures):
            # All stand on one floor, and all captions on one line.
            down, drop = max(over) - over[index], max(under) - under[index]
            width_here = widths_at_one[index] * highest
            place = _Place(captioned, left, down, width_here, drop)
            places.append(place)
            left += place.room + self._gap
        return places


_WORTH: Final = 0.75
"""What part of their area pictures side by side must have of those under one another."""

_OF_LIMIT: Final = 0.85
"""How much of the height pictures side by side may take; the rest is for their captions."""


class _Place(Struct, frozen=True):
    """Where a picture of a group stands, from the group's upper left corner."""

    captioned: Captioned
    left: float
    down: float
    width: float
    drop: float = 0.0
    """Left free between the picture and its caption."""

    @property
    def room(self) -> float:
        return self.captioned.room(self.width)

    @property
    def height(self) -> float:
        return self.captioned.height(self.width) + self.drop

    @property
    def area(self) -> float:
        return self.width * self.captioned.picture.height(self.width)


class Pictures:
    """Set the pictures of one document in one theme."""

    def __init__(
        self, theme: Theme, typography: Typography, words: Words, problems: Problems
    ) -> None:
        """Take how and with what to set, and where to note what is wrong with a picture."""
        self._theme = theme
        self._typography = typography
        self._words = words
        self._problems = problems

    def group(self, figures: Sequence[Figure]) -> PictureGroup:
        """Return pictures that stand together, with their captions."""
        theme = self._theme
        return PictureGroup(self.captioned(figures), theme.gap, theme.pictures_height)

    def captioned(self, figures: Sequence[Figure]) -> list[Captioned]:
        """Return the pictures that can be read; note what is wrong with the others."""
        pictures = []
        for figure in figures:
            try:
                picture = self.ink(figure)
            except HandoutError as error:
                self._problems.extend(error.problems)
                continue
            caption = None
            if figure.caption:
                style = self._theme.styles.caption
                owner = Owner(figure.id, Part.CAPTION)
                caption = self._words.text(owner, figure.caption, style, figure.origin)
            pictures.append(Captioned(picture, caption))
        return pictures

    def ink(self, figure: Figure) -> PictureInk:
        """Return a picture; raise HandoutError for one that cannot be read, or be seen."""
        theme = self._theme
        limits = PixelLimits.on_paper(*theme.picture_room)
        picture = PictureInk(figure, limits, self._typography, theme.palette)
        if not 1 / _LONGEST < picture.ratio < _LONGEST:
            message = "the picture is so long and thin that nobody could see what it shows"
            hint = f"cut it to less than {_LONGEST} times as long as it is wide"
            raise HandoutError([Problem(message, figure.origin, hint)])
        return picture


_LONGEST: Final = 8
"""How many times its width a picture may be high, and the other way round."""
