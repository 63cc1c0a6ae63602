"""PNG files are small, and their chunks can be read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zlib import crc32, decompress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from handout.png import SIGNATURE, chunks, encode_png

MODES = ("L", "RGB")


NOISE = Image.effect_noise((120, 80), 60).resize((360, 240), Image.Resampling.BICUBIC)


def photo(mode: str) -> Image.Image:
    return NOISE.convert(mode)


def drawing(mode: str) -> Image.Image:
    image = Image.new(mode, (1440, 960), "white")
    ImageDraw.Draw(image).line((80, 120, 1200, 800, 720, 80), "black", 28)
    return image.reduce(4)


def by_pillow(image: Image.Image) -> bytes:
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def filters(data: bytes) -> bytes:
    """Return the filter type of each row; 0 means none."""
    rows = decompress(b"".join(content for kind, content in chunks(data) if kind == b"IDAT"))
    return rows[:: len(rows) // 240]


@given(
    mode=st.sampled_from(MODES),
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    noise=st.binary(min_size=1),
)
def test_a_written_file_reads_back_the_same(mode: str, size: tuple[int, int], noise: bytes) -> None:
    length = size[0] * size[1] * len(mode)
    image = Image.frombytes(mode, size, (noise * length)[:length])
    read = Image.open(BytesIO(encode_png(image)))
    assert (read.mode, read.size, read.tobytes()) == (mode, size, image.tobytes())


@pytest.mark.parametrize("mode", MODES)
def test_line_art_is_about_as_small_without_filters(mode: str) -> None:
    assert set(filters(encode_png(drawing(mode)))) == {0}
    assert len(encode_png(drawing(mode))) < 1.2 * len(by_pillow(drawing(mode)))


@pytest.mark.parametrize("mode", MODES)
def test_a_photo_is_filtered(mode: str) -> None:
    assert 0 not in filters(encode_png(photo(mode)))
    assert encode_png(photo(mode)) == by_pillow(photo(mode))


@pytest.mark.parametrize("make", [drawing, photo])
def test_the_chunks_of_a_file_are_read(make: Callable[[str], Image.Image]) -> None:
    data = encode_png(make("RGB"))
    parts = list(chunks(data))
    assert [parts[0][0], parts[-1][0]] == [b"IHDR", b"IEND"]
    sealed = [kind + content + crc32(kind + content).to_bytes(4, "big") for kind, content in parts]
    together = (
        len(part[1]).to_bytes(4, "big") + whole for part, whole in zip(parts, sealed, strict=True)
    )
    assert SIGNATURE + b"".join(together) == data
