"""Pictures as boxes: photos as images, drawings as vector graphics."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from handout.caches import Memo
from handout.document import DrawnFigure, Figure
from handout.errors import HandoutError, Origin, Problem, Problems
from handout.figures import store
from handout.figures.pdf import thin_line
from handout.images import Photo, PixelLimits, load_picture, photo_of
from handout.svg_tree import Drawing
from handout.theme import Theme
from handout.writers.pdf.boxes import (
    TOLERANCE,
    Box,
    Drawable,
    MaxWidth,
    Page,
    Rows,
    SideBySide,
    Spacer,
    Stack,
)
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.form_xobjects import panel_form
from handout.writers.pdf.image_xobjects import image_object
from handout.writers.pdf.inline_text import TextOverTwin, TextSetter
from handout.writers.pdf.marks import Owner, Part
from handout.writers.pdf.text import TextBox


class PictureBox(Drawable):
    """A picture, scaled to the width of its box."""

    def __init__(self, figure: Figure, graphic: Graphic) -> None:
        """Take the node of a picture, and what to draw."""
        self._node = figure.id
        self._has_twin = figure.alt_twin is not None
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
        if self._has_twin:
            # A figure has one alternative text, in one language, and must not be empty: what is
            # described in the other language is the same picture, painted where nothing shows.
            canvas.saveState()
            with canvas.marked(Owner(self._node, Part.TWIN)):
                canvas.clip_all()
                self.draw_graphic(canvas, x, top, width)
            canvas.restoreState()

    def draw_graphic(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the picture within the current mark."""
        height = self.height(width)
        self._graphic.draw(canvas, x, top - height, width, height)


class Thumbnail(Drawable):
    """A small repetition of a picture, drawn as an artifact."""

    def __init__(self, picture: PictureBox, max_height: float) -> None:
        self._picture = picture
        self._max_height = max_height

    def shrunk(self, scale: float) -> Thumbnail:
        """Return a smaller copy."""
        return Thumbnail(self._picture, scale * self._max_height)

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
            canvas.paint(form, (scale, 0, 0, scale, *corner), thin_line(scale))


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
    caption: TextBox | TextOverTwin | None

    def caption_width(self, width: float, room: float) -> float:
        """Return the width of the picture, or what its caption needs for the fewest lines.

        `room` is the most that the caption may use; a longer word is broken.
        """
        if self.caption is None:
            return width
        widest = max(width, room)
        while width < widest and self.caption.overlong_word(width):
            width = min(width + _CAPTION_STEP, widest)
        fewest = self.caption.height(widest)
        while self.caption.height(width) > fewest:
            width = min(width + _CAPTION_STEP, widest)
        return width

    def least_scale(self, width: float, least_width: float) -> float:
        """Return the scale at which a picture of some width is large enough to see what it shows.

        A drawn figure is cropped closely, so that its diagonal counts rather than its width.
        """
        height = self.picture.height(width)
        if self.picture.natural:
            return least_width / hypot(width, height)
        return min(least_width / width, _UPRIGHT * least_width / height)

    def caption_height(self, width: float) -> float:
        """Return the height of the caption and the space above it."""
        return self.caption.space_before + self.caption.height(width) if self.caption else 0.0


_CAPTION_STEP: Final = 4.0
"""Step by which a caption is widened, in points."""


class PictureGroup(Box):
    """The pictures of an entry in rows, as few as show them large.

    One below the other, photos share a width; side by side, they share a height. Drawn figures
    share a scale, so that the start and end of a movement can be compared.
    """

    def __init__(
        self,
        pictures: Sequence[CaptionedPicture],
        gap: float,
        max_height: float,
        least_width: float = 0.0,
    ) -> None:
        """Take the maximum height, and the least width of a picture, which takes precedence."""
        self._pictures = tuple(pictures)
        self._gap = gap
        self._max_height = max_height
        self._least_width = least_width
        self._fixed_width: float | None = None
        self._scale = 1.0
        self._layouts: dict[float, _PictureGrid] = {}
        self._shrunk: dict[float, PictureGroup] = {}

    def shrunk(self, scale: float) -> PictureGroup:
        """Return the group with its pictures scaled, as far as they stay large enough."""
        # Cached, because every document with the group tries the same few scales.
        if scale not in self._shrunk:
            other = self._shrunk[scale] = self._copy()
            other._scale = scale  # noqa: SLF001
        return self._shrunk[scale]

    def fixed(self, width: float) -> PictureGroup:
        """Return the group laid out for one width, whatever the width of its box."""
        other = self._copy()
        other._fixed_width = width  # noqa: SLF001
        return other

    def _copy(self) -> PictureGroup:
        other = copy(self)
        other._layouts, other._shrunk = {}, {}  # noqa: SLF001
        return other

    def natural_width(self, width: float) -> float:
        """Return the width that the pictures take of the width available."""
        return self._layout(width).width

    def fits(self, width: float) -> bool:
        """Return whether pictures in this width are large enough within the maximum height."""
        return self._layout(width).fits

    def height(self, width: float) -> float:
        """Return the height of all rows."""
        return self._layout(width).rows.height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place each picture with its caption."""
        self._layout(width).rows.place(page, x, top, width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two rows if forced."""
        return self._layout(width).rows.split(width, height) if forced else None

    def _layout(self, width: float) -> _PictureGrid:
        width = self._fixed_width or width
        if width not in self._layouts:
            self._layouts[width] = self._best_grid(width)
        return self._layouts[width]

    def _best_grid(self, width: float) -> _PictureGrid:
        """Return the grid with the fewest rows in which pictures are nearly as large as in any."""
        if not self._pictures:
            return _PictureGrid(Stack([]), 0.0, 0.0, large_enough=True, fits=True)
        count = len(self._pictures)
        row_counts = sorted({-(-count // across) for across in range(2, count + 1)} or {1})
        stacked = self._stacked(width)
        grids = [*(self._side_by_side(width, rows) for rows in row_counts), stacked]
        # A caption may be wider than its picture.
        large = [grid for grid in grids if grid.large_enough and grid.width <= width + TOLERANCE]
        fitting = [grid for grid in large if grid.fits]
        if not fitting:
            return min(large or [stacked], key=lambda grid: grid.rows.height(width))
        area = max(grid.area for grid in fitting)
        # In fewer rows they take less height and are easier to compare.
        return next(grid for grid in fitting if grid.area >= _MIN_AREA * area)

    def _stacked(self, width: float) -> _PictureGrid:
        """Return the pictures one below the other."""
        widths = self._relative(0)
        captions = sum(captioned.caption_height(width) for captioned in self._pictures)
        free = self._max_height * self._scale - captions - self._gap * (len(self._pictures) - 1)
        heights_at_one = sum(
            share * captioned.picture.ratio
            for share, captioned in zip(widths, self._pictures, strict=True)
        )
        return self._grid(width, widths, len(self._pictures), max(free, self._gap) / heights_at_one)

    def _side_by_side(self, width: float, row_count: int) -> _PictureGrid:
        """Return the pictures in a number of rows, all of a height or scale."""
        widths = [
            share / captioned.picture.ratio
            for share, captioned in zip(self._relative(1), self._pictures, strict=True)
        ]
        free = self._max_height * self._scale - self._gap * (row_count - 1)
        return self._grid(width, widths, row_count, max(free, self._gap) / row_count * _MAX_SHARE)

    def _relative(self, side: int) -> list[float]:
        """Return the relative widths (0) or heights (1) of the pictures, the largest being 1."""
        sizes = [captioned.picture.natural for captioned in self._pictures]
        sides = [size[side] for size in sizes if size]
        if len(sides) < len(sizes):
            # Photos have no scale, so they get the same width or height.
            return [1.0] * len(sizes)
        return [length / max(sides) for length in sides]

    def _grid(
        self, width: float, widths: Sequence[float], row_count: int, highest: float
    ) -> _PictureGrid:
        """Return the pictures in rows, given their relative widths and the scale at full height."""
        sized = [*zip(self._pictures, widths, strict=True)]
        ends = [-(-len(sized) * row // row_count) for row in range(row_count + 1)]
        rows = [sized[start:end] for start, end in pairwise(ends)]
        widest = [
            max(width - self._gap * (len(row) - 1), self._gap) / sum(share for _, share in row)
            for row in rows
        ]
        least = [
            max(captioned.least_scale(share, self._least_width) for captioned, share in row)
            for row in rows
        ]
        if all(captioned.picture.natural for captioned in self._pictures):
            # Drawn figures are all at one scale; photos are enlarged row by row.
            widest, least = [min(widest)] * row_count, [max(least)] * row_count
        common = min(highest, *widest)
        scales = [
            min(most, max(common, enough)) for most, enough in zip(widest, least, strict=True)
        ]
        placed = [
            _PictureRow([(captioned, share * scale) for captioned, share in row], self._gap, width)
            for row, scale in zip(rows, scales, strict=True)
        ]
        return _PictureGrid(
            Stack(placed),
            max(row.width for row in placed),
            sum(row.area for row in placed),
            large_enough=all(
                enough <= most + TOLERANCE for enough, most in zip(least, widest, strict=True)
            ),
            fits=max(least) <= highest / self._scale + TOLERANCE,
        )


_MIN_AREA: Final = 0.75
"""Minimum area of pictures in fewer rows, as a fraction of their area in any number of rows."""

_MAX_SHARE: Final = 0.85
"""Maximum height of pictures side by side, as a fraction; the rest is for captions."""

_UPRIGHT: Final = 1.5
"""The height at which an upright photo is large enough, in least widths."""


class _PictureGrid(Struct, frozen=True):
    """Pictures in rows at one scale."""

    rows: Stack
    width: float
    area: float
    """Of all pictures without their captions."""
    large_enough: bool
    fits: bool
    """Whether pictures of the least width do not exceed the maximum height."""


class _PictureRow(Box):
    """Pictures side by side."""

    def __init__(
        self, pictures: Sequence[tuple[CaptionedPicture, float]], gap: float, available: float
    ) -> None:
        """Take pictures with their widths, the gap between all, and the width available."""
        self.space_before = gap
        self._positions: list[_PicturePosition] = []
        heights = [captioned.picture.height(width) for captioned, width in pictures]
        drawn = all(captioned.picture.natural for captioned, _ in pictures)
        under = [
            height * captioned.picture.below if drawn else 0.0
            for height, (captioned, _) in zip(heights, pictures, strict=True)
        ]
        over = [height - below for height, below in zip(heights, under, strict=True)]
        self.area = sum(
            height * width for height, (_, width) in zip(heights, pictures, strict=True)
        )
        used = sum(width + gap for _, width in pictures) - gap
        spare = max(available - used, 0.0)
        left = 0.0
        for index, (captioned, width) in enumerate(pictures):
            # Aligned at the floor line, or else the bottom, with all captions at the same height.
            down, caption_gap = max(over) - over[index], max(under) - under[index]
            outer = captioned.caption_width(width, width + spare)
            spare -= outer - width
            self._positions.append(
                _PicturePosition(captioned, left, down, width, outer, caption_gap)
            )
            left += outer + gap
        self.width = left - gap

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the tallest picture and caption."""
        return max(each.down + each.height for each in self._positions)

    def place(self, page: Page, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Place each picture with its caption."""
        for each in self._positions:
            each.place(page, x + each.left, top - each.down)


class _PicturePosition(Struct, frozen=True):
    """The position of a picture relative to the upper left corner of its row."""

    picture: CaptionedPicture
    left: float
    down: float
    width: float
    caption_width: float
    caption_gap: float
    """Extra space between the picture and its caption."""

    @property
    def height(self) -> float:
        """The height of the picture and its caption."""
        caption = self.picture.caption_height(self.caption_width)
        return self.picture.picture.height(self.width) + self.caption_gap + caption

    def place(self, page: Page, x: float, top: float) -> None:
        """Place the picture, and the caption below it."""
        picture, caption = self.picture.picture, self.picture.caption
        picture.place(page, x, top, self.width)
        if caption:
            below = top - picture.height(self.width) - self.caption_gap - caption.space_before
            caption.place(page, x, below, self.caption_width)


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

    def group(self, figures: Sequence[Figure], *, small: bool = False) -> PictureGroup:
        """Return pictures with their captions as one group, which may be small."""
        theme = self._theme
        height = theme.pictures_height * (_SMALL if small else 1)
        return PictureGroup(
            self.captioned(figures),
            theme.gap,
            height,
            theme.picture_width * (_SMALL if small else 1),
        )

    def alone(self, figure: Figure) -> Box:
        """Return a picture of the width that it asks for, or as large as those of an entry."""
        if not figure.width:
            return self.group([figure])
        captioned = self.captioned([figure])
        theme = self._theme
        width = figure.width * (theme.text_width + theme.column_gap) - theme.column_gap
        group = PictureGroup(captioned, theme.gap, _MOST_OF_PAGE * theme.text_height)
        return MaxWidth(Stack([group], theme.gap), width)

    def grid(self, figures: Sequence[Figure], columns: int = 0) -> Box:
        """Return pictures in as many rows as they need, in equal columns or three or so in each."""
        theme = self._theme
        captioned = self.captioned(figures)
        if columns:
            return self._in_columns(captioned, columns)
        height = theme.pictures_height * -(-len(captioned) // _ACROSS)
        group = PictureGroup(captioned, theme.gap, height, theme.picture_width)
        return Stack([group], theme.gap)

    def _in_columns(self, pictures: list[CaptionedPicture], columns: int) -> Box:
        """Return rows of pictures in equal columns."""
        theme, gap = self._theme, self._theme.gap
        height = _CELL_RATIO * (theme.text_width - gap * (columns - 1)) / columns
        cells: list[Box] = [PictureGroup([picture], gap, height) for picture in pictures]
        cells += [Spacer(0.0)] * (-len(cells) % columns)
        rows = [
            SideBySide(cells[start : start + columns], 0.0, gap, gap if start else 0.0)
            for start in range(0, len(cells), columns)
        ]
        return Rows(rows, gap)

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
                caption = self._text.text_over_twin(
                    owner, figure.caption, figure.twin, style, figure.origin
                )
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
        picture, palette, grey = figure.picture, self._theme.palette, self._theme.grey
        limits = PixelLimits.on_paper(*self._theme.picture_room)

        def load() -> Graphic | Drawing:
            if isinstance(picture, DrawnFigure):
                return _FigureGraphic(picture, figure.origin, palette)
            loaded = load_picture(picture.path, figure.origin, limits, grey=grey)
            return _PhotoGraphic(loaded) if isinstance(loaded, Photo) else loaded

        graphic: Graphic | Drawing = self._memo.get(picture, (limits, palette), load)
        return self._drawing(graphic, figure) if isinstance(graphic, Drawing) else graphic

    def _drawing(self, drawing: Drawing, figure: Figure) -> Graphic:
        # Takes 10 ms to import, and most handouts have no SVG drawing.
        from handout.writers.pdf import svg_drawing  # noqa: PLC0415

        room, grey = self._theme.picture_room, self._theme.grey
        # Not remembered: its words belong to this figure.
        fonted = svg_drawing.FontedDrawing.of(drawing, figure, self._text)

        def draw() -> Graphic:
            try:
                if not svg_drawing.needs_pixels(drawing):
                    with suppress(RuntimeError):  # Nested more deeply than PDF allows.
                        return svg_drawing.FormGraphic(fonted, grey=grey)
                pixels = fonted.as_pixels(min(room[0], room[1] * drawing.width / drawing.height))
                return _PhotoGraphic(photo_of(pixels, grey=grey))
            except ValueError as error:
                message = f"the drawing '{Path(drawing.root.origin.file).name}' cannot be drawn"
                hint = f"save it as a plain SVG, or as PNG ({error})"
                raise HandoutError([Problem(message, figure.origin, hint)]) from error

        drawn: Graphic
        drawn = self._memo.get((figure.picture, "drawn"), (fonted, room, grey), draw)
        return drawn


_SMALL: Final = 0.4
"""The height of a picture that only reminds of a larger one, as a fraction."""

_CELL_RATIO: Final = 0.9
"""The most height of a picture in a column, by the width of the column."""
_ACROSS: Final = 3
"""Pictures in a row of a grid, for which its height is meant."""

_MOST_OF_PAGE: Final = 0.8
"""The height of a picture that stands by itself, as a fraction of that of the text."""

_MAX_RATIO: Final = 8
"""Maximum ratio of the longer to the shorter side of a picture."""
