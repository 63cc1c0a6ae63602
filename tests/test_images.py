"""Pictures are loaded upright, opaque and small, or reported as damaged."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handout.errors import HandoutError, Origin
from handout.images import Photo, PixelLimits, load_picture
from handout.svg_file import Drawing

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


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
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
    stored.save(tmp_path / f"case.{suffix}", exif=exif)
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
        ('width="30mm" height="20mm"', (30, 20)),
        ('width="1" height="1" viewBox="0 0 30 20"', (30, 20)),
    ],
)
def test_a_drawing_has_the_size_it_states(
    tmp_path: Path, attributes: str, size: tuple[float, float]
) -> None:
    (tmp_path / "case.svg").write_text(f"<svg {attributes}/>")
    picture = load_picture(tmp_path / "case.svg", HERE, INCH)
    assert isinstance(picture, Drawing)
    assert (picture.width, picture.height) == size


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
