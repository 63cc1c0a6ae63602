"""Content that would take up a computer's memory or time is refused at its place, at once."""

from __future__ import annotations

import json
import re
import struct
import zlib
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from handout import Library, limits
from handout.errors import HandoutError, Origin
from handout.images import PixelLimits, load_picture
from handout.svg_file import read_svg

HERE = Origin("case.yaml", 3, 5)
ROOM = PixelLimits.on_paper(72, 72)
LIMITS = Path(__file__).parent.parent / "docs/limits.md"


def refused(path: Path) -> str:
    """Return the problem of a picture that is refused."""
    with pytest.raises(HandoutError) as raised:
        load_picture(path, HERE, ROOM)
    (problem,) = raised.value.problems
    return str(problem)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG file that promises pixels without having any."""
    header = b"IHDR" + struct.pack(">LL5B", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">L", 13) + header + struct.pack(">L", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT" + struct.pack(">L", zlib.crc32(b"IDAT"))


def jpeg(width: int, height: int) -> bytes:
    """Return a JPEG file of few pixels whose header promises others."""
    data = BytesIO()
    Image.new("RGB", (50, 50)).save(data, "JPEG")
    written = struct.pack(">HH", 50, 50)
    assert data.getvalue().count(written) == 1
    return data.getvalue().replace(written, struct.pack(">HH", height, width))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.png", png_header(50_000, 50_000), "has too many pixels"),
        ("a.png", png_header(8_000, 8_000), "has 8000 x 8000 pixels: the limit is 50 megapixels"),
        ("a.jpg", jpeg(65_000, 65_000), "has too many pixels"),
        ("a.jpg", jpeg(12_000, 9_500), "has 12000 x 9500 pixels: the limit is 110 megapixels"),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    name: str, data: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("PIL.ImageFile.ImageFile.load")
    (tmp_path / name).write_bytes(data)
    hint = "save a smaller copy of it"
    assert refused(tmp_path / name) == f"{HERE}: the picture '{name}' {message}\n  hint: {hint}"


@pytest.mark.parametrize(("name", "most"), [("a.jpg", "50 MB"), ("a.svg", "20 MB")])
def test_a_picture_of_too_many_bytes_is_refused_before_it_is_read(
    name: str, most: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(3_000_000_000)
    monkeypatch.delattr(Path, "read_bytes")
    assert f"the picture '{name}' has 3,000.0 MB: the limit is {most}" in refused(tmp_path / name)


def test_the_pixels_of_all_images_in_a_drawing_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PIXELS", 3000)
    data = BytesIO()
    Image.new("L", (40, 40)).save(data, "PNG")
    image = f"<image href='data:image/png;base64,{b64encode(data.getvalue()).decode()}'/>"
    path = tmp_path / "case.svg"
    path.write_text(f"<svg viewBox='0 0 9 9'>{image}</svg>")
    load_picture(path, HERE, ROOM)
    path.write_text(f"<svg viewBox='0 0 9 9'>{image}\n{image}</svg>")
    assert refused(path).startswith(f"{path}:2:1: the image/png in the drawing has 40 x 40 pixels")


def chain(count: int) -> str:
    """Return groups that each use the next, the first one first."""
    uses = (f"<g id='u{n}'><use href='#u{n - 1}'/></g>" for n in range(count, 0, -1))
    return "".join(uses)


FILTER = "<filter id='f'><feOffset/><feGaussianBlur stdDeviation='2'/></filter>"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (chain(5000), "refers to its parts too deeply"),
        (FILTER + "<g filter='url(#f)'/>" * 60, "filters too many of its shapes"),
        ("<filter><feTurbulence numOctaves='101'/></filter>", "filters too many of its shapes"),
        ("<filter><feTurbulence numOctaves='9999999999'/></filter>", "filters too many of its"),
        (
            f"<style>{'rect.a{fill:red}' * 1001}</style>{'<rect/>' * 2000}",
            "has 1,001 styles for 2,002 elements",
        ),
    ],
)
def test_a_drawing_that_would_take_too_long_is_refused(inside: str, message: str) -> None:
    with pytest.raises(HandoutError, match=rf"^case\.svg:1:1: the drawing {message}"):
        read_svg(f"<svg viewBox='0 0 9 9'>{inside}</svg>".encode(), "case.svg")


def test_drawings_of_everyday_effort_are_read() -> None:
    shadows = FILTER + "<g filter='url(#f)'><feFlood/></g>" * 30
    for inside in (chain(90), shadows, "<style>rect{fill:red}</style>" + "<rect/>" * 2000):
        read_svg(f"<svg viewBox='0 0 9 9'>{inside}</svg>".encode(), "case.svg")


@pytest.mark.parametrize(
    "text",
    ["word " * 19_999, "[" * 99_999, "w" * 99_999, "a" + "\u0301" * 50_000],
    ids=["words", "brackets", "one word", "marks on one letter"],
)
def test_the_longest_text_is_printed(text: str, tmp_path: Path) -> None:
    entry = {"name": "Knee", "steps": [text.strip()]}
    handout = {"title": "Knee", "sections": [{"entries": ["bend"]}]}
    for name, value in (("exercises/bend", entry), ("handouts/knee", handout)):
        (tmp_path / f"{name}.yaml").parent.mkdir()
        (tmp_path / f"{name}.yaml").write_text(json.dumps(value), "utf-8")
    assert PdfReader(BytesIO(Library(tmp_path).compose("knee").pdf())).pages


def test_the_documented_limits_are_those_of_the_program() -> None:
    numbers = re.findall(r"`(\w+)` \| ([\d,]+)", LIMITS.read_text("utf-8"))
    documented = {name: int(number.replace(",", "")) for name, number in numbers}
    assert documented == {name: value for name, value in vars(limits).items() if name.isupper()}
