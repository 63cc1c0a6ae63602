"""Pictures are loaded upright, opaque and small, or reported as damaged."""

from __future__ import annotations

import struct
import sys
import zlib
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from colour_profiles import ADOBE_RGB, DISPLAY_P3, SRGB, gamma, grey_profile, profile, srgb_curve
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handout.errors import HandoutError, Origin
from handout.images import Photo, PixelLimits, load_picture
from handout.svg_tree import Drawing

pillow_heif.register_heif_opener()
HERE = Origin("case.yaml", 3, 5)
INCH = PixelLimits.on_paper(72, 72)


def photo(path: Path, limits: PixelLimits = INCH) -> Image.Image:
    """Return a picture as it is printed."""
    picture = load_picture(path, HERE, limits)
    assert isinstance(picture, Photo)
    image = Image.open(BytesIO(picture.data))
    assert image.size == (picture.width, picture.height)
    return image


def corners(width: int = 60, height: int = 40) -> Image.Image:
    """Return a picture whose upper left corner is red."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height // 2))
    return image


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "heic"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_by_its_exif_orientation(
    tmp_path: Path, orientation: int, suffix: str
) -> None:
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = corners().transpose(back[orientation]) if orientation > 1 else corners()
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / f"case.{suffix}", exif=exif.tobytes())
    image = photo(tmp_path / f"case.{suffix}").convert("RGB")
    assert image.size == (60, 40)
    pixel = image.getpixel((5, 5))
    assert isinstance(pixel, tuple)
    red, green, _ = pixel
    assert red > 200
    assert green < 60
    other = image.getpixel((55, 35))
    assert isinstance(other, tuple)
    assert min(other) > 200


def test_metadata_is_removed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "The patient's own kitchen"
    corners().save(tmp_path / "case.jpg", exif=exif)
    picture = load_picture(tmp_path / "case.jpg", HERE, INCH)
    assert b"kitchen" in (tmp_path / "case.jpg").read_bytes()
    assert b"kitchen" not in picture.data
    assert not photo(tmp_path / "case.jpg").getexif()


def test_a_comment_is_removed_from_a_photo_that_is_encoded_again(tmp_path: Path) -> None:
    corners(900, 900).save(tmp_path / "case.jpg", comment=b"The patient's own kitchen")
    assert b"kitchen" in (tmp_path / "case.jpg").read_bytes()
    picture = load_picture(tmp_path / "case.jpg", HERE, INCH)
    assert b"kitchen" not in picture.data


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(tmp_path: Path, mode: str) -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0)).convert(mode)
    image.save(tmp_path / "case.png", transparency=0) if mode == "P" else image.save(
        tmp_path / "case.png"
    )
    assert photo(tmp_path / "case.png").convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGB"])
@pytest.mark.parametrize("colour", ["black", "white"])
def test_black_and_white_are_preserved_in_every_mode(
    tmp_path: Path, mode: str, colour: str
) -> None:
    name = "case.jpg" if mode == "CMYK" else "case.png"
    Image.new("RGB", (10, 10), colour).convert(mode).save(tmp_path / name)
    expected = 0 if colour == "black" else 255
    assert photo(tmp_path / name).convert("L").getpixel((5, 5)) == expected


def test_sixteen_bits_are_scaled_to_eight(tmp_path: Path) -> None:
    Image.new("I;16", (10, 10), 0x8000).save(tmp_path / "case.png")
    assert photo(tmp_path / "case.png").convert("L").getpixel((5, 5)) == 0x7F


SRGB_RED_GREEN_BLUE = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
P3 = profile(DISPLAY_P3, srgb_curve())
ADOBE = profile(ADOBE_RGB, gamma(2.2))


def pixel(image: Image.Image, x: int) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((x, 10))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "heic"])
@pytest.mark.parametrize(
    ("icc", "stored"),
    [
        # The numbers of red, green and blue of sRGB in each space (CSS Color 4, 10).
        (P3, ((234, 51, 35), (117, 251, 76), (0, 0, 245))),
        (ADOBE, ((219, 0, 0), (144, 255, 60), (0, 0, 250))),
        (None, SRGB_RED_GREEN_BLUE),
    ],
    ids=["Display P3", "Adobe RGB", "sRGB"],
)
def test_colours_are_those_of_the_profile(
    tmp_path: Path, suffix: str, icc: bytes | None, stored: tuple[tuple[int, int, int], ...]
) -> None:
    image = Image.new("RGB", (96, 32))
    for number, colour in enumerate(stored):
        image.paste(colour, (32 * number, 0, 32 * number + 32, 32))
    options = {"lossless": True} if suffix == "webp" else {"quality": 98, "subsampling": "4:4:4"}
    image.save(tmp_path / f"case.{suffix}", icc_profile=icc, **options)
    printed = photo(tmp_path / f"case.{suffix}")
    assert not printed.info.get("icc_profile")
    for number, colour in enumerate(SRGB_RED_GREEN_BLUE):
        assert pixel(printed, 32 * number + 16) == pytest.approx(colour, abs=8)


def test_transparency_is_kept_while_colours_are_converted(tmp_path: Path) -> None:
    image = Image.new("RGBA", (20, 20), (234, 51, 35, 128))
    image.save(tmp_path / "case.png", icc_profile=P3)
    assert pixel(photo(tmp_path / "case.png"), 10) == pytest.approx((255, 127, 127), abs=4)


def test_a_grey_photo_keeps_the_tones_of_its_profile(tmp_path: Path) -> None:
    image = Image.new("L", (20, 20), 128)
    image.save(tmp_path / "case.jpg", icc_profile=grey_profile(gamma(1.0)))
    # Half of the light of white is 188 in sRGB.
    assert pixel(photo(tmp_path / "case.jpg"), 10) == pytest.approx((188, 188, 188), abs=2)


def test_a_profile_of_another_kind_of_image_is_ignored(tmp_path: Path) -> None:
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(tmp_path / "case.jpg", icc_profile=P3)
    assert pixel(photo(tmp_path / "case.jpg"), 10) == pytest.approx((255, 0, 0), abs=8)


@pytest.mark.parametrize("icc", [None, profile(SRGB, srgb_curve()), b"damaged"])
def test_a_photo_in_srgb_stays_as_it_is(tmp_path: Path, icc: bytes | None) -> None:
    Image.effect_noise((64, 64), 50).convert("RGB").save(tmp_path / "a.jpg", icc_profile=icc)
    Image.effect_noise((64, 64), 50).convert("RGB").save(tmp_path / "b.jpg", icc_profile=P3)
    scan = (tmp_path / "a.jpg").read_bytes().partition(b"\xff\xda")[2]
    assert load_picture(tmp_path / "a.jpg", HERE, INCH).data.partition(b"\xff\xda")[2] == scan
    other = (tmp_path / "b.jpg").read_bytes().partition(b"\xff\xda")[2]
    assert load_picture(tmp_path / "b.jpg", HERE, INCH).data.partition(b"\xff\xda")[2] != other


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "heic"])
def test_a_photo_is_grey_where_nothing_is_printed_in_colours(tmp_path: Path, suffix: str) -> None:
    corners().save(tmp_path / f"case.{suffix}")
    picture = load_picture(tmp_path / f"case.{suffix}", HERE, INCH, grey=True)
    image = Image.open(BytesIO(picture.data))
    assert image.mode == "L"
    # The luma of red is 76.
    assert pixel(image, 5) == pytest.approx((76, 76, 76), abs=6)


def test_a_heic_photo_is_explained_if_the_extra_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corners().save(tmp_path / "case.heic")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    # Another limit, which no earlier test has put into the cache.
    with pytest.raises(HandoutError, match="is a HEIC photo as phones make them") as raised:
        load_picture(tmp_path / "case.heic", HERE, PixelLimits.on_paper(73, 73))
    (problem,) = raised.value.problems
    assert problem.origin == HERE
    assert "save it as JPEG" in (problem.hint or "")
    (tmp_path / "case.heic").rename(tmp_path / "case.jpg")
    with pytest.raises(HandoutError, match="is a HEIC photo"):
        load_picture(tmp_path / "case.jpg", HERE, PixelLimits.on_paper(73, 73))


def png_16(colour_type: int, pixels: list[int], key: list[int] | None) -> bytes:
    """Return a PNG file of one row with 16 bits in each component (ISO/IEC 15948, 11)."""
    width = len(pixels) // {0: 1, 2: 3, 4: 2, 6: 4}[colour_type]
    header = struct.pack(">IIBBBBB", width, 1, 16, colour_type, 0, 0, 0)
    row = b"\0" + struct.pack(f">{len(pixels)}H", *pixels)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    if key is not None:
        chunks.insert(1, (b"tRNS", struct.pack(f">{len(key)}H", *key)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@pytest.mark.parametrize(
    ("colour_type", "pixels", "key"),
    [
        (0, [0x1234, 0x1235, 0x8000], [0x1234]),
        (2, [0x1234, 0, 0xFFFF, 0, 0, 0, 0x8080, 0x8080, 0x8080], [0x1234, 0, 0xFFFF]),
        (4, [0x1234, 0, 0, 0xFFFF, 0x8000, 0xFFFF], None),
        (6, [0x1234, 0, 0, 0, 0, 0, 0, 0xFFFF, 0x8000, 0x8000, 0x8000, 0xFFFF], None),
    ],
    ids=["grey with a key", "RGB with a key", "grey with alpha", "RGBA"],
)
def test_transparency_of_sixteen_bits_becomes_white(
    tmp_path: Path, colour_type: int, pixels: list[int], key: list[int] | None
) -> None:
    (tmp_path / "case.png").write_bytes(png_16(colour_type, pixels, key))
    row = photo(tmp_path / "case.png").convert("L")
    clear, dark, middle = (row.getpixel((x, 0)) for x in range(3))
    assert clear == 255
    assert isinstance(dark, int)
    assert dark < 0x20
    assert middle == pytest.approx(0x7F, abs=1)


def test_a_large_picture_is_reduced_to_print_size(tmp_path: Path) -> None:
    Image.new("RGB", (3200, 1600), "teal").save(tmp_path / "case.jpg")
    assert photo(tmp_path / "case.jpg", INCH).size == (300, 150)
    assert photo(tmp_path / "case.jpg", PixelLimits.on_paper(144, 144)).size == (600, 300)
    assert photo(tmp_path / "case.jpg", PixelLimits.on_paper(144, 36)).size == (300, 150)


def test_line_art_has_twice_the_resolution_of_a_photo(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 1500), "teal").save(tmp_path / "case.png")
    assert photo(tmp_path / "case.png", INCH).size == (600, 300)
    assert photo(tmp_path / "case.png", PixelLimits.on_screen(300)).size == (300, 150)


def test_a_photo_is_halved_by_the_decoder_if_that_is_nearly_enough(tmp_path: Path) -> None:
    Image.new("RGB", (700, 350), "teal").save(tmp_path / "case.jpg")
    assert photo(tmp_path / "case.jpg", INCH).size == (350, 175)


@pytest.mark.parametrize(("suffix", "size"), [("jpg", (330, 110)), ("png", (660, 220))])
def test_a_slightly_oversized_picture_is_unchanged(
    tmp_path: Path, suffix: str, size: tuple[int, int]
) -> None:
    path = tmp_path / f"case.{suffix}"
    Image.effect_noise(size, 50).save(path)
    image = photo(path, INCH)
    assert image.tobytes() == Image.open(path).tobytes()


def test_a_rotated_photo_is_reduced_to_its_upright_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (3000, 1500), "teal").save(tmp_path / "case.jpg", exif=exif)
    assert photo(tmp_path / "case.jpg", PixelLimits.on_paper(144, 72)).size == (150, 300)


def test_a_picture_of_a_few_pixels_is_printed(tmp_path: Path) -> None:
    for suffix in ("jpg", "png", "webp"):
        Image.new("RGB", (4, 1), "teal").save(tmp_path / f"case.{suffix}")
        assert photo(tmp_path / f"case.{suffix}").size == (4, 1)


@pytest.mark.parametrize(("suffix", "printed"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "PNG")])
def test_a_photo_becomes_a_jpeg_and_line_art_a_png(
    tmp_path: Path, suffix: str, printed: str
) -> None:
    corners().save(tmp_path / f"case.{suffix}")
    assert photo(tmp_path / f"case.{suffix}").format == printed


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    corners().save(tmp_path / "case.png")
    assert photo(tmp_path / "case.png", PixelLimits.on_paper(720, 720)).size == (60, 40)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 30 20"', (30, 20)),
        ('viewBox="-5,-5,30.5,20"', (30.5, 20)),
        ('width="30px" height="20"', (30, 20)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="2e1" height="6pc"', (20, 96)),
        ('width="100%" height="50%"', (300, 150)),
        ('width="90" viewBox="0 0 30 20"', (90, 60)),
        ('height="50%" viewBox="0 0 30 20"', (30, 20)),
        ('width="100" height="200" viewBox="0 0 30 20"', (100, 200)),
    ],
)
def test_a_drawing_has_the_size_it_states(
    tmp_path: Path, attributes: str, size: tuple[float, float]
) -> None:
    (tmp_path / "case.svg").write_text(f"<svg {attributes}/>")
    picture = load_picture(tmp_path / "case.svg", HERE, INCH)
    assert isinstance(picture, Drawing)
    assert (picture.width, picture.height) == pytest.approx(size)


@pytest.mark.parametrize("damage", [(18, b"\x07"), (3, b"x"), (60, b"")])
def test_a_damaged_image_in_a_drawing_is_reported_at_its_place(
    tmp_path: Path, damage: tuple[int, bytes]
) -> None:
    data = BytesIO()
    corners().save(data, "PNG")
    place, other = damage
    broken = data.getvalue()[:place] + other + (data.getvalue()[place + 1 :] if other else b"")
    path = tmp_path / "case.svg"
    for content, refused in ((data.getvalue(), False), (broken, True)):
        address = f"data:image/png;base64,{b64encode(content).decode()}"
        path.write_text(f"<svg viewBox='0 0 9 9'>\n<image href='{address}'/></svg>")
        if not refused:
            assert isinstance(load_picture(path, HERE, INCH), Drawing)
            continue
        with pytest.raises(HandoutError, match=r"case\.svg:2:1: the image/png in the drawing"):
            load_picture(path, HERE, INCH)


def _encoded(suffix: str) -> bytes:
    data = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "words"
    corners(12, 8).save(data, {"jpg": "JPEG"}.get(suffix, suffix), exif=exif)
    return data.getvalue()


WHOLE = {suffix: _encoded(suffix) for suffix in ("jpg", "png", "webp")}


@settings(max_examples=300)
@given(
    suffix=st.sampled_from(sorted(WHOLE)),
    damage=st.dictionaries(st.floats(0, 0.999), st.integers(0, 255), max_size=6),
    kept=st.just(1.0) | st.floats(0, 1),
)
def test_a_damaged_picture_is_printed_or_reported(
    tmp_path: Path, suffix: str, damage: dict[float, int], kept: float
) -> None:
    data = bytearray(WHOLE[suffix])
    for place, byte in damage.items():
        data[int(place * len(data))] = byte
    path = tmp_path / f"case.{suffix}"
    path.write_bytes(data[: int(kept * len(data))])
    try:
        picture = load_picture(path, HERE, INCH)
    except HandoutError as error:
        problems = error.problems
    else:
        problems = ()
        assert picture.data
    assert all(problem.origin == HERE for problem in problems)
