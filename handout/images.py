"""Read pictures that people supply: check them, turn them upright and bring them to print size."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

from msgspec import Struct

from handout.disk_cache import file_version, kept
from handout.errors import HandoutError, Origin, Problem
from handout.jpeg import bare_jpeg
from handout.png import encode_png
from handout.svg_file import Drawing, read_svg

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

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
    return read_svg(path.read_bytes(), str(path))
