"""An SVG file is parsed into a tree of drawing elements, or rejected with all its problems."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handout.errors import HandoutError
from handout.svg_file import read_svg
from handout.svg_tree import SvgElement, write_svg

WHOLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:tool="http://example.org/tool" viewBox="0 0 60 40" tool:version="9" xml:space="preserve">
<!-- made by a tool --><tool:grid><rect/></tool:grid><?tool made?>
<style>rect
{ fill: url(#blend) }</style><use xlink:href="#shape" xlink:title="x"/>
<text>A <tspan>b</tspan> c</text></svg>
"""


def read(text: str | bytes) -> SvgElement:
    return read_svg(text.encode() if isinstance(text, str) else text, "case.svg").root


def test_a_drawing_is_reduced_to_what_is_drawn() -> None:
    assert write_svg(read(WHOLE)) == (
        '<svg xmlns="http://www.w3.org/2000/svg" font-size="16" viewBox="0 0 60 40"'
        ' xml:space="preserve" width="60" height="40"><use href="#shape"></use>'
        "<text>A <tspan>b</tspan> c</text></svg>"
    )


@pytest.mark.parametrize(
    "root",
    [
        '<svg viewBox="0 0 9 9">{}</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>',
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</s:svg>',
    ],
)
def test_a_drawing_is_one_with_or_without_a_namespace(root: str) -> None:
    inside = "<s:rect/>" if "s:svg" in root else "<rect/>"
    assert write_svg(read(root.format(inside))) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        "<rect></rect></svg>"
    )


@pytest.mark.parametrize("order", ['href="#a" xlink:href="#b"', 'xlink:href="#b" href="#a"'])
def test_href_takes_precedence_over_xlink_href(order: str) -> None:
    (use,) = read(
        f'<svg viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink"><use {order}/></svg>'
    ).children
    assert isinstance(use, SvgElement)
    assert dict(use.attributes) == {"href": "#a"}


@pytest.mark.parametrize(
    ("inside", "place", "message"),
    [
        ("<g>\n <hatch/></g>", (2, 2), "a <hatch>, which cannot be printed"),
        ("<path d='M0 0L1 z'/>", (1, 24), "a path with a mistake in it"),
        ("<path d='M0 0a1 1 0 2 0 1 1'/>", (1, 24), "a path with a mistake in it"),
        ("<g vector-effect='non-scaling-stroke'/>", (1, 24), "a 'vector-effect' of"),
        ("<g clip-path='circle(5px)'/>", (1, 24), "a 'clip-path' that is not an element"),
        ("<path style='d: sideways'/>", (1, 24), "'d: sideways', which cannot be printed"),
        ("<g style='rotate: 9deg'/>", (1, 24), "'rotate: 9deg', which cannot be printed"),
        ("<g style='transform: rotate3d(1,1,1,9deg)'/>", (1, 24), "'transform: rotate3d("),
        ("<g style='fill: oklch(.6 .2 20)'/>", (1, 24), "'fill: oklch(.6 .2 20)'"),
        ("<g fill='color-mix(in srgb, red, blue)'/>", (1, 24), "'fill: color-mix(in srgb, red,"),
        ("<g fill='rgb(from red r g b)'/>", (1, 24), "'fill: rgb(from red r g b)'"),
        (r"<g filter='\75rl(x)'/>", (1, 24), "a backslash in 'filter'"),
        ("<g fill='url(data:image/png;base64,AA==)'/>", (1, 24), "a reference to another file"),
        ("<image href='data:image/svg+xml;base64,AA=='/>", (1, 24), "an external file in 'href'"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_place(
    inside: str, place: tuple[int, int], message: str
) -> None:
    with pytest.raises(HandoutError) as raised:
        read(f'<svg viewBox="0 0 9 9">{inside}</svg>')
    (problem,) = raised.value.problems
    assert problem.origin
    assert (problem.origin.line, problem.origin.column) == place
    assert message in problem.message


def test_a_shape_repeated_without_end_is_refused() -> None:
    uses = [f"<use href='#n{n}'/>" * 10 for n in range(11)]
    levels = "".join(f"<g id='n{n}'>{use}</g>" for n, use in enumerate(uses, 1))
    with pytest.raises(HandoutError, match="repeats its shapes too often"):
        read(f'<svg viewBox="0 0 9 9"><defs><g id="n0"/>{levels}</defs><use href="#n11"/></svg>')


def test_the_metadata_of_an_embedded_photo_is_removed() -> None:
    exif = Image.Exif()
    exif[0x010E] = "The patient's own kitchen"
    photo = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(photo, "JPEG", exif=exif)
    address = f"data:image/jpeg;base64,{b64encode(photo.getvalue()).decode()}"
    (image,) = read(f"<svg viewBox='0 0 9 9'><image href='{address}'/></svg>").children
    assert isinstance(image, SvgElement)
    kept = b64decode(image.attributes["href"].partition(",")[2])
    assert b"kitchen" in photo.getvalue()
    assert b"kitchen" not in kept
    assert Image.open(BytesIO(kept)).getpixel((1, 1)) == Image.open(photo).getpixel((1, 1))


def test_a_style_sheet_of_any_length_is_searched_completely() -> None:
    for length in range(8180, 8200):
        style = f"{' ' * length}@import 'https://example.org/a.css';"
        with pytest.raises(HandoutError, match="external file in its text"):
            read(f'<svg viewBox="0 0 9 9"><style>{style}</style></svg>')


@given(
    damage=st.dictionaries(st.floats(0, 0.999), st.integers(0, 255), max_size=4),
    kept=st.just(1.0) | st.floats(0, 1),
)
def test_a_damaged_file_is_parsed_or_reported(damage: dict[float, int], kept: float) -> None:
    data = bytearray(WHOLE.encode())
    for place, byte in damage.items():
        data[int(place * len(data))] = byte
    try:
        read_svg(bytes(data[: int(kept * len(data))]), "case.svg")
    except HandoutError as error:
        places = [str(problem.origin) for problem in error.problems]
    else:
        places = ["case.svg:1:1"]
    assert places
    assert all(re.fullmatch(r"case\.svg:\d+:\d+", place) for place in places)
