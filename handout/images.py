"""Load pictures from files: check them, turn them upright and reduce them to the size needed."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

from msgspec import Struct

from handout import limits
from handout.disk_cache import cached
from handout.errors import HandoutError, Origin, Problem
from handout.jpeg import strip_metadata
from handout.png import encode_png
from handout.svg_tree import Drawing, elements

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_PHOTO_DPI: Final = 300
_LINES_DPI: Final = 600
"""For the hard edges of lines, twice the resolution of a photo."""
_TOLERANCE: Final = 1.2
"""How many times too large a picture may be before it is worth resampling."""
_QUALITY: Final = 85
"""Of a photo that is encoded again; at 300 dpi, a higher one makes no visible difference."""

_FORMATS: Final = ("GIF", "JPEG", "PNG", "WEBP")
_JPEGS: Final = frozenset({"JPEG", "MPO"})
"""MPO is a JPEG file in which a camera stored several pictures."""
_PHOTOS: Final = _JPEGS | {"AVIF", "HEIF"}
_MODES: Final = frozenset({"L", "RGB"})
"""Grey and sRGB, in which all pictures are printed."""
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".svg", ".heic", ".heif", ".avif")
_HEIF: Final = re.compile(rb"....ftyp(?:(avi[fs])|hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
"""How a HEIF file begins; one with AV1 is called AVIF (ISO/IEC 23008-12, 10)."""


class Photo(Struct, frozen=True):
    """A raster image, upright, without transparency or metadata."""

    data: bytes
    """A JPEG or PNG file."""
    width: float
    height: float
    """In pixels; only their ratio matters on the page."""


Picture = Photo | Drawing


def media_type(picture: Picture) -> str:
    """Return the media type of a picture's file."""
    if isinstance(picture, Drawing):
        return "image/svg+xml"
    return "image/jpeg" if picture.data.startswith(b"\xff\xd8") else "image/png"


Size = tuple[int, int]
"""Width and height in pixels."""


class PixelLimits(Struct, frozen=True):
    """The largest sizes that a raster image can use where it is shown."""

    photo: Size
    """Of a JPEG file."""
    lines: Size
    """Of a PNG or WebP file, which usually holds line art."""

    @classmethod
    def on_paper(cls, width: float, height: float) -> PixelLimits:
        """Return the limits for a space on paper, given its size in points."""
        photo, lines = (
            (round(width / 72 * dpi), round(height / 72 * dpi)) for dpi in (_PHOTO_DPI, _LINES_DPI)
        )
        return cls(photo, lines)

    @classmethod
    def on_screen(cls, side: int) -> PixelLimits:
        """Return the limits for a square on a screen, given its side in pixels."""
        return cls((side, side), (side, side))


def load_picture(path: Path, origin: Origin, room: PixelLimits, *, grey: bool = False) -> Picture:
    """Return the picture in a file, reduced to the room; a photo in sRGB or in greys.

    Raises HandoutError; problems inside an SVG file are located there, all others at the file's
    name in the content.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        hint = f"use a file that ends in {', '.join(_SUFFIXES)}"
        raise HandoutError([Problem(f"'{path.name}' is not a picture", origin, hint)])
    try:
        if suffix == ".svg":
            from handout.svg_file import read_svg

            drawing = read_svg(_read(path, limits.DRAWING_BYTES), str(path))
            _check_embedded(drawing)
            return drawing
        return _load_photo(path, room, grey=grey)
    except _Unreadable as error:
        message = f"the picture '{path.name}' {error.message}"
        raise HandoutError([Problem(message, origin, error.hint)]) from error
    except OSError as error:
        message = f"the picture '{path.name}' cannot be read"
        raise HandoutError([Problem(message, origin, error.strerror)]) from error


def _read(path: Path, most: int) -> bytes:
    """Return the bytes of a picture's file; raise _Unreadable for a larger one."""
    size = path.stat().st_size
    if size > most:
        message = f"has {size / 1e6:,.1f} MB: the limit is {most // 1_000_000} MB"
        raise _Unreadable(message, "save a smaller copy of it")
    return path.read_bytes()


def _check_embedded(drawing: Drawing) -> None:
    """Raise HandoutError for images in a drawing that are damaged: engines would omit or fail."""
    problems = []
    left = limits.PIXELS
    for element in elements(drawing.root):
        kind, _, data = element.attributes.get("href", "").partition(";base64,")
        if not data:
            continue
        try:
            left -= _checked(b64decode(data), left)
        except _Unreadable as error:
            message = f"the {kind.removeprefix('data:')} in the drawing {error.message}"
            problems.append(Problem(message, element.origin, error.hint))
    if problems:
        raise HandoutError(problems)


class _Unreadable(Exception):  # noqa: N818 -- it never leaves this module
    """Raised for a file that is not a picture or cannot be printed."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


def photo_of(png: bytes, *, grey: bool) -> Photo:
    """Return a PNG file as a photo, in sRGB or in greys."""
    from PIL import Image

    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        image = _printable(opened, grey=grey)
    return Photo(encode_png(image), *image.size)


def _load_photo(path: Path, room: PixelLimits, *, grey: bool) -> Photo:
    import PIL

    data = _read(path, limits.PICTURE_BYTES)
    stored = cached(
        lambda: _prepared(data, room, grey=grey),
        b"grey photo" if grey else b"photo",
        repr(room).encode(),
        PIL.__version__.encode(),
        data,
    )
    size, _, picture = stored.partition(b"\n")
    width, height = map(int, size.split())
    return Photo(picture, width, height)


def _prepared(data: bytes, room: PixelLimits, *, grey: bool) -> bytes:
    """Return a line with a photo's width and height in pixels, followed by its file."""
    with _opened(data) as opened:
        most = limits.JPEG_PIXELS if opened.format in _JPEGS else limits.PIXELS
        _check_pixels(opened.size, most)
        if opened.format in _PHOTOS:
            size, picture = _as_photo(opened, data, room.photo, grey=grey)
        else:
            size, picture = _as_lines(opened, room.lines, grey=grey)
    return b"%d %d\n%b" % (*size, picture)


def _checked(data: bytes, most: int) -> int:
    """Return the number of pixels of an intact image; raise _Unreadable for more than `most`."""
    with _opened(data) as opened:
        _check_pixels(opened.size, most)
        opened.load()
        return opened.width * opened.height


def _check_pixels(size: Size, most: int) -> None:
    width, height = size
    if width * height > most:
        message = f"has {width} x {height} pixels: the limit is {most // 1_000_000} megapixels"
        raise _Unreadable(message, "save a smaller copy of it")


@contextmanager
def _opened(data: bytes) -> Iterator[ImageFile]:
    """Open an image before its pixels are decoded; what fails is raised as _Unreadable."""
    from PIL import Image, UnidentifiedImageError

    heif = _HEIF.match(data)
    formats = _FORMATS if not heif else _avif() if heif[1] else _heic()
    try:
        with catch_warnings():
            # Pillow warns of every damaged tag, even if the picture itself is intact.
            simplefilter("ignore")
            with Image.open(BytesIO(data), formats=formats) as opened:
                yield opened
    except Image.DecompressionBombError as error:
        raise _Unreadable("has too many pixels", "save a smaller copy of it") from error
    except UnidentifiedImageError as error:
        hint = "open it and save it again as JPEG or PNG (it is neither, nor WebP, AVIF or HEIC)"
        raise _Unreadable("cannot be read", hint) from error
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        hint = f"open it and save it again as JPEG or PNG ({error})"
        raise _Unreadable("cannot be read", hint) from error


def _avif() -> tuple[str]:
    from PIL import AvifImagePlugin  # noqa: F401 -- it registers the format

    return ("AVIF",)


def _heic() -> tuple[str]:
    """Let Pillow read photos of phones, for which it has no decoder of its own."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        hint = "save it as JPEG, or install this program with its extra: exercise-handout[heic]"
        raise _Unreadable("is a HEIC photo as phones make them", hint) from error
    register_heif_opener()
    return ("HEIF",)


def _as_photo(opened: ImageFile, data: bytes, limit: Size, *, grey: bool) -> tuple[Size, bytes]:
    """Return the size and JPEG file of a photo, unchanged where possible.

    Metadata is always removed, so that no place or date leaks.
    """
    size = opened.size
    transposition = _transposition(opened)
    excess = _excess(size, limit[::-1] if transposition in _SWAPPING else limit)
    fits = excess <= _TOLERANCE and not transposition
    if fits and opened.format in _JPEGS and opened.mode in ({"L"} if grey else _MODES):
        stripped = strip_metadata(data)
        if stripped is not None and _is_srgb(opened):
            # Decode it all at low resolution, to find damage.
            opened.draft(None, (max(size[0] // 8, 1), max(size[1] // 8, 1)))
            opened.load()
            return size, stripped
    # The decoder can halve the size up to three times while it stays large enough.
    opened.draft(None, (ceil(size[0] / excess), ceil(size[1] / excess)))
    image = _reduced(_printable(_upright(opened), grey=grey), limit)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=_QUALITY)
    return image.size, encoded.getvalue()


def _as_lines(opened: ImageFile, limit: Size, *, grey: bool) -> tuple[Size, bytes]:
    """Return the size and PNG file of line art."""
    image = _reduced(_printable(_upright(opened), grey=grey), limit)
    return image.size, encode_png(image)


def _excess(size: Size, limit: Size) -> float:
    """Return by what factor a size exceeds a limit; below 1 if it does not."""
    return max(side / allowed for side, allowed in zip(size, limit, strict=True))


def _reduced(image: Image, limit: Size) -> Image:
    """Return an image reduced to a limit, unless it exceeds it by little."""
    if _excess(image.size, limit) <= _TOLERANCE:
        return image
    from PIL.Image import Resampling

    image.thumbnail(limit, Resampling.LANCZOS)
    return image


_ORIENTATION: Final = 0x0112
_TRANSPOSITIONS: Final = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""The transposition that turns a photo upright, by its EXIF orientation."""
_SWAPPING: Final = frozenset(_TRANSPOSITIONS[orientation] for orientation in (5, 6, 7, 8))
"""Those that exchange width and height."""


def _transposition(image: Image) -> str:
    """Return the transposition that turns an image upright; empty if it is already."""
    return _TRANSPOSITIONS.get(image.getexif().get(_ORIENTATION, 1), "")


def _upright(image: Image) -> Image:
    """Return an image turned upright."""
    from PIL.Image import Transpose

    # ImageOps.exif_transpose would rewrite the tags, which fails if they are damaged.
    transposition = _transposition(image)
    return image.transpose(Transpose[transposition]) if transposition else image


def _printable(image: Image, *, grey: bool) -> Image:
    """Return an image in sRGB or grey, with transparency replaced by white."""
    opaque = _on_white(_in_srgb(_in_eight_bits(image)))
    printable = opaque if opaque.mode == "L" or not grey else opaque.convert("L")
    # Pillow would write comments and profiles into the new file.
    printable.info = {}
    return printable


def _in_eight_bits(image: Image) -> Image:
    """Return an image with at most 8 bits in a component, its transparency in a channel."""
    from PIL import ImageChops

    key = image.info.get("transparency")
    if image.mode.startswith("I") or image.mode == "F":
        # Pillow would clip 16-bit values to 8 bits instead of scaling them.
        wide = image.convert("I")
        narrow = wide.point(lambda value: value / 257).convert("L")
        narrow.info = {name: known for name, known in image.info.items() if name != "transparency"}
        if isinstance(key, int):
            above = wide.point(lambda value: value - key).convert("L")
            below = wide.point(lambda value: value * -1 + key).convert("L")
            opaque = ImageChops.lighter(above, below).point(lambda value: 255 * bool(value))
            narrow.putalpha(opaque)
        return narrow
    if isinstance(key, tuple) and max(key) > _LARGEST:
        # The colour that is transparent has 16 bits in each component; pixels keep the upper 8.
        image.info["transparency"] = tuple(part >> 8 for part in key)
    return image.convert("RGBA") if image.has_transparency_data and image.mode != "LA" else image


_LARGEST: Final = 255


def _in_srgb(image: Image) -> Image:
    """Return an image of at most 8 bits with its colours converted from its profile to sRGB."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    from PIL import ImageCms

    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    opaque = image.convert(image.mode.removesuffix("A")) if alpha else image
    opaque = opaque if opaque.mode in {"L", "RGB", "CMYK"} else opaque.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(source, srgb, opaque.mode, "RGB")
    except (OSError, ImageCms.PyCMSError):
        # Browsers too ignore a profile that is damaged, or of another kind than the image.
        return image
    converted = transform.apply(opaque)
    converted = converted.convert("L") if opaque.mode == "L" else converted
    if alpha:
        converted.putalpha(alpha)
    return converted


def _is_srgb(image: Image) -> bool:
    """Return whether the numbers of an image mean the same in sRGB, by converting some of them."""
    from PIL import Image as Pillow
    from PIL import ImageChops

    if not image.info.get("icc_profile"):
        return True
    ramp = Pillow.linear_gradient("L").resize((16, 16))
    turned = ramp.transpose(Pillow.Transpose.ROTATE_90)
    bands = (ramp, turned, turned.transpose(Pillow.Transpose.ROTATE_180))
    sample = Pillow.merge("RGB", bands) if image.mode == "RGB" else ramp
    sample.info["icc_profile"] = image.info["icc_profile"]
    converted = _in_srgb(sample).convert(sample.mode)
    extrema = ImageChops.difference(sample, converted).getextrema()
    largest = max(max(pair) if isinstance(pair, tuple) else pair for pair in extrema)
    return largest <= _INVISIBLE


_INVISIBLE: Final = 3
"""A difference of colours that nobody sees, out of 255."""


def _on_white(image: Image) -> Image:
    """Return an image in grey or RGB, with transparency replaced by white."""
    from PIL import Image as Pillow

    if image.has_transparency_data:
        over = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Pillow.new("RGB", over.size, "white")
        paper.paste(over, mask=over)
        return paper
    return image if image.mode in _MODES else image.convert("RGB")
