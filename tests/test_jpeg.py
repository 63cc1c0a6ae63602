"""JPEG files lose their metadata and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from handout.jpeg import component_count, strip_metadata


def encoded(mode: str = "RGB", **options: object) -> bytes:
    image = Image.effect_mandelbrot((70, 50), (-2, -1, 1, 1), 20).convert(mode)
    data = BytesIO()
    image.save(data, "JPEG", **options)
    return data.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize(("mode", "count"), [("L", 1), ("RGB", 3), ("CMYK", 4)])
def test_metadata_is_removed_and_the_picture_unchanged(
    mode: str, count: int, *, progressive: bool
) -> None:
    exif = Image.Exif()
    exif[0x010E] = "words from home"
    data = encoded(mode, exif=exif, comment="words too", progressive=progressive)
    stripped = strip_metadata(data + b"words behind the end")
    assert stripped
    assert b"words" not in stripped
    assert component_count(stripped) == count
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(stripped))
    assert ImageChops.difference(before, after).getbbox() is None


def test_restart_markers_do_not_end_the_picture() -> None:
    data = encoded(restart_marker_blocks=1)
    assert strip_metadata(data) == data


def test_a_file_with_an_ambiguous_colour_space_is_rejected() -> None:
    data = encoded(keep_rgb=True)
    assert strip_metadata(data)
    start = data.index(b"\xff\xee")
    end = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
    # Without the segment that says so, the components might be RGB or YCbCr.
    assert strip_metadata(data[:start] + data[end:]) is None


@given(st.integers(0, 100), st.binary(max_size=8))
def test_a_damaged_file_raises_no_exception(share: int, damage: bytes) -> None:
    data = encoded()
    place = share * len(data) // 100
    strip_metadata(data[:place] + damage + data[place + len(damage) :])
    strip_metadata(data[:place])
