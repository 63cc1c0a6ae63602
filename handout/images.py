"""Read pictures that people supply: check them, turn them upright and bring them to print size."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter
from xml.parsers import expat

from msgspec import Struct

from handout.disk_cache import file_version, kept
from handout.errors import HandoutError, Origin, Problem
from handout.jpeg import bare_jpeg
from handout.png import encode_png

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_DEPTH: Final = 100
"""Elements of a drawing inside one another; readers of SVG give up at 256."""

_PHOTO_DPI: Final = 300
_LINES_DPI: Final = 600
"""Lines have hard edges, which paper shows at twice the resolution of a photo."""
_CLOSE: Final = 1.2
"""How many times as wide as needed a picture may be, rather than be packed anew for so little."""
_QUALITY: Final = 85
"""Of a photo that is packed anew; at 300 dots an inch nobody sees a difference to more."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_PHOTOS: Final = frozenset({"JPEG", "MPO"})
"""A camera that puts several pictures into a file still makes a JPEG."""
_MODES: Final = frozenset({"L", "RGB"})
"""In grey or in colours, as all pictures are printed."""
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".svg")


class Photo(Struct, frozen=True):
    """A picture made of pixels, upright, without transparency or metadata."""

    data: bytes
    """A JPEG or PNG file."""
    width: float
    height: float
    """In pixels; only their ratio matters on the page."""


class Drawing(Struct, frozen=True):
    """A picture made of lines: an SVG file that was checked."""

    data: bytes
    width: float
    height: float
    """In the drawing's own units; only their ratio matters on the page."""


Picture = Photo | Drawing

Size = tuple[int, int]
"""Width and height in pixels."""


class Pixels(Struct, frozen=True):
    """The most pixels that a picture made of pixels can use where it is shown."""

    photo: Size
    lines: Size
    """For a drawing, which comes as a PNG or WebP file."""

    @classmethod
    def on_paper(cls, width: float, height: float) -> Pixels:
        """Return what a place on paper can use, given its size in points."""
        photo, lines = (
            (round(width / 72 * dpi), round(height / 72 * dpi)) for dpi in (_PHOTO_DPI, _LINES_DPI)
        )
        return cls(photo, lines)

    @classmethod
    def on_screen(cls, side: int) -> Pixels:
        """Return what a square on a screen can use."""
        return cls((side, side), (side, side))


def load_picture(path: Path, origin: Origin, most: Pixels) -> Picture:
    """Return the picture of a file, with no more pixels than can be used.

    Raises HandoutError with the place of what is wrong: in an SVG file itself, else where the
    content names the file.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        hint = f"use a picture that ends in {', '.join(_SUFFIXES)}"
        raise HandoutError([Problem(f"'{path.name}' is not a picture", origin, hint)])
    try:
        version = file_version(path)
        if suffix == ".svg":
            return _load_drawing(path, version)
        return _load_photo(path, version, most)
    except _Unreadable as error:
        message = f"the picture '{path.name}' {error.message}"
        raise HandoutError([Problem(message, origin, error.hint)]) from error
    except OSError as error:
        message = f"the picture '{path.name}' cannot be read"
        raise HandoutError([Problem(message, origin, error.strerror)]) from error


class _Unreadable(Exception):  # noqa: N818 -- it never leaves this module
    """A file that is no picture that can be printed."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


@lru_cache(maxsize=64)
def _load_photo(path: Path, _version: tuple[int, ...], most: Pixels) -> Photo:
    import PIL  # noqa: PLC0415 -- its version alone; the library takes 17 ms that few runs need

    data = path.read_bytes()
    stored = kept(
        lambda: _prepared(data, most), b"photo", repr(most).encode(), PIL.__version__.encode(), data
    )
    size, _, picture = stored.partition(b"\n")
    width, height = map(int, size.split())
    return Photo(picture, width, height)


def _prepared(data: bytes, most: Pixels) -> bytes:
    """Return a line with a photo's width and height in pixels, then its file as it is shown."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- see above

    try:
        with catch_warnings():
            # Pillow warns of every damaged tag; the picture itself may still be whole.
            simplefilter("ignore")
            simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                if opened.format in _PHOTOS:
                    size, picture = _as_photo(opened, data, most.photo)
                else:
                    size, picture = _as_lines(opened, most.lines)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _Unreadable("has too many pixels", "save a smaller copy of it") from error
    except UnidentifiedImageError as error:
        hint = "open it and save it again as JPEG or PNG (it holds neither, and no WebP)"
        raise _Unreadable("cannot be read", hint) from error
    except (OSError, ValueError, SyntaxError) as error:
        hint = f"open it and save it again as JPEG or PNG ({error})"
        raise _Unreadable("cannot be read", hint) from error
    return b"%d %d\n%b" % (*size, picture)


def _as_photo(opened: ImageFile, data: bytes, most: Size) -> tuple[Size, bytes]:
    """Return the size and the JPEG file of a photo: its own where nothing is to be changed.

    Even then without what its camera noted, so that place and date never leave home.
    """
    size = opened.size
    turn = _turn(opened)
    excess = _excess(size, most[::-1] if turn in _ON_ITS_SIDE else most)
    if excess <= _CLOSE and not turn and opened.mode in _MODES:
        bare = bare_jpeg(data)
        if bare is not None:
            # All of its data is read, to find damage, but few pixels are made of it.
            opened.draft(None, (max(size[0] // 8, 1), max(size[1] // 8, 1)))
            opened.load()
            return size, bare
    # Decoding makes it a half, a quarter or an eighth as large, if that is still enough.
    opened.draft(None, (ceil(size[0] / excess), ceil(size[1] / excess)))
    image = _reduced(_on_paper(_upright(opened)), most)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=_QUALITY)
    return image.size, encoded.getvalue()


def _as_lines(opened: ImageFile, most: Size) -> tuple[Size, bytes]:
    """Return the size and the PNG file of a drawing."""
    image = _reduced(_on_paper(_upright(opened)), most)
    return image.size, encode_png(image)


def _excess(size: Size, most: Size) -> float:
    """Return how many times larger than needed each side is."""
    return max(side / needed for side, needed in zip(size, most, strict=True))


def _reduced(image: Image, most: Size) -> Image:
    """Return an image that is no larger than can be used, or but a little."""
    if _excess(image.size, most) <= _CLOSE:
        return image
    from PIL.Image import Resampling  # noqa: PLC0415 -- see above

    reduced = image.copy()
    reduced.thumbnail(most, Resampling.LANCZOS)
    return reduced


_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What turns a photo upright, by the orientation that its camera noted."""
_ON_ITS_SIDE: Final = frozenset(_TURNS[noted] for noted in (5, 6, 7, 8))
"""What makes width of height."""


def _turn(image: Image) -> str:
    """Return what turns an image upright; empty where it is."""
    return _TURNS.get(image.getexif().get(_ORIENTATION, 1), "")


def _upright(image: Image) -> Image:
    """Return an image the way up that its camera noted."""
    from PIL.Image import Transpose  # noqa: PLC0415 -- see above

    # Not with ImageOps.exif_transpose, which writes damaged tags anew and fails at it.
    turn = _turn(image)
    return image.transpose(Transpose[turn]) if turn else image


def _on_paper(image: Image) -> Image:
    """Return an image in grey or RGB, with white paper where it was transparent."""
    from PIL import Image as Pillow  # noqa: PLC0415

    if image.mode.startswith("I") or image.mode == "F":
        # Pillow clips 16 bits to 8 instead of scaling them.
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        over = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Pillow.new("RGB", over.size, "white")
        paper.paste(over, mask=over)
        return paper
    return image if image.mode in _MODES else image.convert("RGB")


@lru_cache(maxsize=64)
def _load_drawing(path: Path, _version: tuple[int, ...]) -> Drawing:
    data = path.read_bytes()
    width, height = _SvgReader(str(path)).read(data)
    return Drawing(data, width, height)


_OUTWARD: Final = re.compile(r"url\(\s*['\"]?\s*[^#'\"\s]|@import", re.IGNORECASE)


class _SvgReader:
    """Refuse what makes an SVG file more than a drawing, and find its size."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._size: tuple[float, float] | None = None
        self._depth = 0
        self._element_place = Origin(file, 1, 1)
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._element
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.EntityDeclHandler = self._entity

    def read(self, data: bytes) -> tuple[float, float]:
        """Return width and height; raise HandoutError with every problem."""
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 -- the parameter has no name
        except expat.ExpatError as error:
            place = Origin(self._file, error.lineno, error.offset + 1)
            reason = expat.errors.messages[error.code]
            self._problems.append(Problem(f"not an SVG file: {reason}", place))
        except (LookupError, ValueError) as error:
            self._problems.append(Problem(f"not an SVG file: {error}", Origin(self._file, 1, 1)))
        if not self._problems and self._size is None:
            place = Origin(self._file, 1, 1)
            hint = "give the svg element a viewBox"
            self._problems.append(Problem("the drawing has no size", place, hint))
        if self._problems or self._size is None:
            raise HandoutError(self._problems)
        return self._size

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._element_place = self._here()
        local = name.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1:
            self._size = _svg_size(attributes)
            if local != "svg":
                self._refuse(f"not an SVG file: it begins with <{name}>")
        if self._depth == MAX_DEPTH + 1:
            self._refuse("the drawing is nested too deep")
        if local in {"script", "foreignObject", "iframe"}:
            self._refuse(f"the drawing holds a <{local}>")
        for key, value in attributes.items():
            plain = key.rpartition(":")[2].lower()
            if plain.startswith("on"):
                self._refuse(f"the drawing holds a script in '{key}'")
            elif (plain in {"href", "src"} and not value.strip().startswith("#")) or (
                _OUTWARD.search(value)
            ):
                self._refuse(f"the drawing refers to something outside itself in '{key}'")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        # Style sheets stand in text; no drawing needs these words anywhere else.
        if _OUTWARD.search(text):
            message = "the drawing refers to something outside itself in its text"
            self._refuse(message, self._element_place)

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("the drawing refers to a style sheet outside itself")

    def _entity(self, name: str, *_: object) -> None:
        self._refuse(f"the drawing declares the entity '{name}'")

    def _here(self) -> Origin:
        parser = self._parser
        return Origin(self._file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _refuse(self, message: str, place: Origin | None = None) -> None:
        hint = "save it as a plain SVG, without scripts and links"
        self._problems.append(Problem(message, place or self._here(), hint))


_LARGEST: Final = 1e6


def _svg_size(attributes: dict[str, str]) -> tuple[float, float] | None:
    """Return the size that the svg element states, from its viewBox if it has one."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    texts = (
        box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    )
    numbers = [re.match(r"\s*([0-9]*\.?[0-9]+)", text) for text in texts]
    sizes = [float(number[1]) for number in numbers if number]
    usable = len(sizes) == 2 and all(0 < size < _LARGEST for size in sizes)
    return (sizes[0], sizes[1]) if usable else None
