"""Edge cases of the parts shared by HTML and EPUB."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from pdf_facts import FURNITURE, compose
from text_engine import FACES

from handout.colour import WHITE, Colour
from handout.document import DocumentTree, DrawnFigure, Figure
from handout.document.traversal import walk
from handout.errors import HandoutError
from handout.faces import FontBook
from handout.svg_file import read_svg
from handout.theme import STANDARD, Theme
from handout.writers import writer_for
from handout.writers.web.cover import draw_cover
from handout.writers.web.direction import text_direction
from handout.writers.web.drawn_figures import at_one_scale, load_drawn_figure
from handout.writers.web.inline_svg import inline_drawing
from handout.writers.web.markup import Tag, tag, write_html, write_xml
from handout.writers.web.stylesheet import book_stylesheet, page_stylesheet


def drawn(inside: str, attributes: str = 'viewBox="0 0 9 9"') -> Tag | None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'
    return inline_drawing(read_svg(text.encode(), "case.svg"), "one.picture.1")


@pytest.mark.parametrize(
    "inside",
    [
        f"<image href='data:image/gif;base64,{'R0lGODlhAQABAAAAACwAAAAAAQABAAA='}'/>",
        "<rect style='mix-blend-mode: screen'/>",
        "<g style='isolation: isolate'/>",
    ],
)
def test_a_drawing_with_photos_or_blending_is_not_inlined(inside: str) -> None:
    assert drawn(inside) is None


def test_an_inlined_drawing_keeps_its_shapes_and_references() -> None:
    copy = drawn(
        "<defs><path id='a' d='M0 0h9'/></defs><use href='#a' fill='red' style='fill: url(#a) "
        "!important; -x: y'/><text>a <tspan>b</tspan> c</text>"
    )
    assert copy
    assert write_xml(copy).replace("\n", "") == (
        '<svg xmlns="http://www.w3.org/2000/svg" font-size="16" viewBox="0 0 9 9" width="9"'
        ' height="9" preserveAspectRatio="xMinYMid">'
        '<defs><path id="_one.picture.1.part.1" d="M0 0h9"></path></defs>'
        '<use href="#_one.picture.1.part.1" fill="url(#_one.picture.1.part.1)"></use>'
        "<text>a <tspan>b</tspan> c</text></svg>"
    )


def test_an_inlined_drawing_without_a_view_box_gets_one() -> None:
    copy = drawn("<rect/>", 'width="9pt" height="9pt"')
    assert copy
    assert copy.attributes["viewBox"] == "0 0 12 12"


@pytest.mark.parametrize("format_", ["html", "epub"])
def test_a_first_picture_that_is_refused_is_reported_at_its_place(
    tmp_path: Path, format_: str
) -> None:
    for name, text in (
        ("images/broken.jpg", "no picture"),
        (
            "exercises/one.yaml",
            "name: A\npictures: [{image: images/broken.jpg, alt: A}]\nsteps: [Go.]\n",
        ),
        ("handouts/broken.yaml", "title: A\nsections: [{entries: [one]}]\n"),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    with pytest.raises(HandoutError, match=r"one\.yaml:2:20: the picture 'broken\.jpg' cannot"):
        writer_for(format_, STANDARD)(compose("broken", tmp_path))


def sized(width: int, height: int, unit: float = 1.0) -> Tag:
    """Return a drawing of a size in pixels, whose own unit is so many of them."""
    box = f"0 0 {width * unit:g} {height * unit:g}"
    return tag("svg", width=str(width), height=str(height), viewBox=box)


def test_drawn_figures_side_by_side_have_one_scale() -> None:
    low = at_one_scale([sized(200, 60), sized(160, 90)])
    assert [picture.attributes["viewBox"] for picture in low] == ["0 0 200 60", "0 0 200 90"]
    high = at_one_scale([sized(60, 200), sized(100, 150)])
    assert [picture.attributes["viewBox"] for picture in high] == ["0 0 100 200", "0 -50 100 200"]
    points = at_one_scale([sized(200, 60, 0.75), sized(160, 90, 0.75)])
    assert [picture.attributes["viewBox"] for picture in points] == ["0 0 150 45", "0 0 150 67.5"]


def test_a_missing_panel_is_reported_with_its_line() -> None:
    document = compose("it-band-pain")
    figure = next(node for node in walk(document.children) if isinstance(node, Figure))
    end = figure.picture
    assert isinstance(end, DrawnFigure)
    with pytest.raises(HandoutError, match="no panel 'middle'") as raised:
        load_drawn_figure(replace(end, panel="middle"), figure.origin)
    assert raised.value.problems[0].origin == figure.origin
    whole = load_drawn_figure(replace(end, panel=""), figure.origin)
    assert whole.width > load_drawn_figure(end, figure.origin).width


def test_text_is_escaped_but_a_style_or_script_is_not() -> None:
    element = tag("p", "<&>\"'", title="<&>\"'")
    escaped = "&lt;&amp;&gt;&quot;'"
    assert write_html(element) == f'<p title="{escaped}">{escaped}</p>\n'
    assert write_html(tag("style", "a > b { }")) == "<style>a > b { }</style>\n"
    with pytest.raises(ValueError, match="end tag"):
        write_html(tag("script", "'</script>'"))


def test_html_and_xml_differ_where_they_must() -> None:
    element = tag("td", tag("input", type="checkbox"))
    assert write_html(element) == '<td><input type="checkbox"></td>'
    assert write_xml(element) == '<td><input type="checkbox"/></td>'


@pytest.mark.parametrize(
    ("text", "direction"), [("1. a", "ltr"), ("(\u0627", "rtl"), ("12!", None)]
)
def test_the_first_strong_character_determines_the_direction_of_text(
    text: str, direction: str | None
) -> None:
    assert text_direction(text) == direction


def test_every_custom_property_is_declared() -> None:
    style = page_stylesheet(STANDARD)
    used = set(re.findall(r"var\((--[a-z-]+)\)", style))
    assert used <= set(re.findall(r"(--[a-z-]+):", style))


SHADES = [f"shade-{name}" for name in ("one", "two", "three", "four", "five")]


@pytest.mark.parametrize("theme", [STANDARD, STANDARD.mono()], ids=["colour", "mono"])
@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_the_blocks_of_a_page_contrast_with_their_grounds(theme: Theme, part: int) -> None:
    """Text has 4.5 to 1 (WCAG 2.2, 1.4.3), lines and signs 3 to 1 (1.4.11)."""
    style = page_stylesheet(theme)
    declared = re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", style.split("@media")[part])
    colours = {name: Colour.parse(text) for name, text in declared}

    def contrast(name: str, *grounds: str) -> float:
        return colours[name].contrast(*(colours[ground] for ground in grounds))

    boxes = ("ground", "tint", "stop-tint", "caution-tint")
    for text in ("body-colour", "label-colour", "callout-heading-colour", "link"):
        assert contrast(text, *boxes) >= 4.5, text
    for line, *grounds in (
        ("go", "ground"),
        ("stop", "ground", "stop-tint"),
        ("caution", "ground", "caution-tint"),
        ("accent", "ground", "tint"),
        ("rule", "ground"),
    ):
        assert contrast(line, *grounds) >= 3, line
    (edge,) = re.findall(r"\.scale \.band {[^}]*border: 1px solid var\(--([a-z-]+)\)", style)
    assert contrast(edge, *SHADES) >= 3


def test_signs_contrast_with_the_page_and_with_the_boxes_that_they_stand_in() -> None:
    style = page_stylesheet(STANDARD)
    _, night = style.split("@media screen and (prefers-color-scheme: dark) {:root")
    (edge,) = re.findall(r"\.sign path:first-child { stroke: var\(--([a-z-]+)\)", style)
    dark = {
        name: Colour.parse(text)
        for name, text in re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", night.split("@media")[0])
    }
    assert dark[edge].contrast(dark["ground"], dark["stop-tint"], dark["caution-tint"]) >= 3
    for theme in (STANDARD, STANDARD.mono()):
        colours = theme.colours
        assert colours.go.contrast(WHITE, colours.ground) >= 3
        assert colours.stop.contrast(WHITE, colours.ground, colours.stop_tint) >= 3
        assert colours.caution.contrast(WHITE, colours.ground, colours.caution_tint) >= 3


@pytest.mark.parametrize("accent", ["#0000C0", "#0000FF", "#6A2C70", "#006400"])
def test_a_clinics_colour_is_legible_on_a_dark_screen(accent: str) -> None:
    style = page_stylesheet(STANDARD.with_accent(Colour.parse(accent)))
    night = style.split("prefers-color-scheme: dark")[1]
    found = re.findall(r"--([a-z-]+): (#[0-9A-F]{6})", night)
    dark = {name: Colour.parse(text) for name, text in found}
    grounds = (dark["ground"], dark["tint"], dark["stop-tint"])
    assert dark["section-colour"].contrast(*grounds) >= 4.5
    assert dark["number-colour"].contrast(dark["accent"]) >= 4.5


@pytest.mark.parametrize(("direction", "side"), [("ltr", "left"), ("rtl", "right")])
def test_a_book_has_no_functions_fixed_units_or_logical_sides(direction: str, side: str) -> None:
    style = book_stylesheet(STANDARD, direction)
    assert not re.search(r"\b(var|calc|min|max|clamp)\(|:has\(|\d(rem|vw)\b", style)
    assert "inline-start" not in style
    assert f"border-{side}: 0.2em" in style


def cover_lines(title: str) -> list[str]:
    document = compose("it-band-pain")
    named = DocumentTree(
        title=title,
        language=document.language,
        author="",
        folio="",
        furniture=FURNITURE,
        children=(),
    )
    cover = draw_cover(named, STANDARD, None, FontBook.of_project(FACES))
    lines = re.findall(r"<text[^>]*>(.*?)</text>", write_xml(cover))
    return [re.sub("<.*?>", "", line) for line in lines]


def test_a_title_of_any_length_fits_on_the_cover() -> None:
    assert cover_lines("Strong knees") == ["Strong knees"]
    long = "Thirty exercises and stretches for everybody whose knees hurt " * 3
    assert " ".join(cover_lines(long)) == long.strip()
    # A script without spaces breaks between any two characters.
    chinese = "膝关节康复练习与拉伸运动手册" * 3
    assert "".join(cover_lines(chinese)) == chinese
    assert len(cover_lines(chinese)) > 2


def test_the_css_files_contain_no_colours() -> None:
    sheets = list((Path(__file__).parents[1] / "handout/writers/web").glob("*.css"))
    assert len(sheets) == 3
    for sheet in sheets:
        assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl", sheet.read_text("utf-8")), sheet


def test_scripts_missing_from_the_text_font_get_an_embedded_font(tmp_path: Path) -> None:
    (tmp_path / "handouts").mkdir()
    handout = "title: Ένα γόνατο ทุกวัน\nlanguage: el\nsections: [{entries: [clamshell]}]\n"
    (tmp_path / "handouts" / "knee.yaml").write_text(handout, "utf-8")
    document = compose("knee", tmp_path)
    page = writer_for("html", STANDARD, (FACES,))(document).decode()
    ranges = " ".join(re.findall(r"unicode-range: ([^;]*);", page))
    asked = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", ranges)}
    assert set("Ένα γόνατο ทุกวัน") - set(" ") <= asked
    assert "a" not in asked
    plain = writer_for("html", STANDARD)(compose("it-band-pain")).decode()
    assert "unicode-range" not in plain
