"""An SVG file is parsed into a tree of drawing elements, or rejected with all its problems."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handout.errors import HandoutError
from handout.svg_file import SvgElement, read_svg

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


def test_the_tree_contains_only_svg_drawing_elements() -> None:
    root = read(WHOLE)
    assert (root.name, dict(root.attributes)) == (
        "svg",
        {"viewBox": "0 0 60 40", "{http://www.w3.org/XML/1998/namespace}space": "preserve"},
    )
    style, use, text = (child for child in root.children if isinstance(child, SvgElement))
    assert style == SvgElement("style", {}, ["rect\n{ fill: url(#blend) }"])
    assert use == SvgElement("use", {"href": "#shape"}, [])
    assert text == SvgElement("text", {}, ["A ", SvgElement("tspan", {}, ["b"]), " c"])


@pytest.mark.parametrize("order", ['href="#a" xlink:href="#b"', 'xlink:href="#b" href="#a"'])
def test_href_takes_precedence_over_xlink_href(order: str) -> None:
    (use,) = read(
        f'<svg viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink"><use {order}/></svg>'
    ).children
    assert use == SvgElement("use", {"href": "#a"}, [])


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
