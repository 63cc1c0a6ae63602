"""Stored figures load without the renderer, are small, draw fast and are up to date."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from handout.errors import HandoutError
from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel, StoredFigure
from handout.figures.palette import PALETTES, SKINS, Palette, Rgb, Role, Tone
from handout.figures.pdf import draw_panel
from handout.figures.store import check_stored, load_figure, pose_digest, save_figure
from handout.figures.svg import write_svg

FIGURES = Path(__file__).parent.parent / "content" / "figures"
STORED = sorted(FIGURES.glob("*.fig"))
MEASURE = [path.stem for path in STORED]

SQUARE = Operation(
    Paint.FILL_EVEN_ODD, Role.SHIRT, "0 0 m 100 0 l 100 100 l 0 100 l h", Tone.SHADED
)
DASHED = Operation(Paint.STROKE, Role.INK, "0 0 m 10 20 30 40 50 60 c", width=12, dash=(30, 20))


def drawn(figure: StoredFigure, *, mirrored: bool = False) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(420, 240), invariant=1)
    x = 5.0
    for panel in figure.panels:
        draw_panel(canvas, panel, PALETTES["colour"], x, 5.0, 0.9, mirrored=mirrored)
        x += panel.width_pt + 10
    canvas.save()
    return out.getvalue()


def test_every_pose_has_a_rendered_figure() -> None:
    assert {path.stem for path in FIGURES.glob("*.yaml")} == {path.stem for path in STORED}


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_stored_figure_is_up_to_date_with_its_pose(path: Path) -> None:
    assert list(check_stored(path.with_suffix(".yaml"))) == []


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_stored_figure_has_panels_of_one_size_that_fit_on_a_page(path: Path) -> None:
    figure = load_figure(path)
    assert len({panel.name for panel in figure.panels}) == len(figure.panels)
    assert len({(panel.width_pt, panel.height_pt) for panel in figure.panels}) == 1
    assert 20 < figure.panels[0].width_pt < 280
    assert 20 < figure.panels[0].height_pt < 280


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_panel_paints_only_inside_itself(path: Path) -> None:
    for panel in load_figure(path).panels:
        for operation in panel.ops:
            numbers = [int(word) for word in operation.path.split() if word.lstrip("-").isdigit()]
            assert min(numbers) >= 0
            assert max(numbers[0::2]) <= round(panel.width_pt / UNIT_PT)
            assert max(numbers[1::2]) <= round(panel.height_pt / UNIT_PT)


def test_figures_take_7_kb_a_panel_on_average() -> None:
    panels = sum(len(load_figure(path).panels) for path in STORED)
    assert sum(len(zlib.compress(path.read_bytes())) for path in STORED) < 7_000 * panels


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_figure_takes_at_most_9_5_kb_and_5_ms_a_panel(path: Path) -> None:
    figure = load_figure(path)
    assert len(zlib.compress(path.read_bytes())) < 9_500 * len(figure.panels)

    def seconds() -> float:
        start = time.process_time()
        canvas = Canvas(io.BytesIO(), pagesize=(420, 240))
        for panel in figure.panels:
            draw_panel(canvas, panel, PALETTES["colour"], 5, 5, 1)
        return time.process_time() - start

    # The best of five: now and then, Python collects what earlier tests have left.
    assert min(seconds() for _ in range(5)) < 0.005 * len(figure.panels)


@pytest.mark.parametrize("path", STORED[:3], ids=MEASURE[:3])
def test_a_drawn_page_opens_and_is_not_blank(path: Path) -> None:
    page = pypdfium2.PdfDocument(drawn(load_figure(path)))[0]
    pixels = page.render(scale=1).to_pil().convert("L")
    assert pixels.getextrema()[0] < 80


def test_a_mirrored_figure_is_the_mirror_image() -> None:
    panel = load_figure(STORED[0]).panel("end")
    size = (panel.width_pt, panel.height_pt)
    pictures = []
    for mirrored in (False, True):
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=size, invariant=1)
        draw_panel(canvas, panel, PALETTES["colour"], 0, 0, 1, mirrored=mirrored)
        canvas.save()
        page = pypdfium2.PdfDocument(out.getvalue())[0]
        pictures.append(page.render(scale=1).to_pil().convert("L").resize((60, 40)))
    plain, turned = pictures
    flipped = turned.transpose(0)
    pairs = zip(plain.tobytes(), flipped.tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / (60 * 40) < 6


def test_loading_and_drawing_import_neither_numpy_nor_the_renderer() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from handout.figures import pdf, store, svg, palette\n"
        f"figure = store.load_figure(Path({str(STORED[0])!r}))\n"
        "svg.write_svg(figure.panels, palette.PALETTES['grey'])\n"
        "sys.exit(bool({'numpy', 'numba', 'scipy', 'yaml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_name_of_a_panel_may_be_any_words(tmp_path: Path) -> None:
    figure = load_figure(STORED[0])
    named = replace(figure, panels=(replace(figure.panels[0], name="début, left hand"),))
    save_figure(named, tmp_path / "a.fig")
    assert load_figure(tmp_path / "a.fig").panel("début, left hand") == named.panels[0]


def test_a_figure_survives_being_stored(tmp_path: Path) -> None:
    dyes = {Role.SKIN: "tan", Role.SHIRT: "teal"}
    figure = StoredFigure("0" * 32, dyes, (Panel("start", 10.0, 20.5, 1.5, (SQUARE, DASHED)),))
    save_figure(figure, tmp_path / "a.fig")
    assert load_figure(tmp_path / "a.fig") == figure


@pytest.mark.parametrize("text", ["", "nonsense", "handout-figure 2\ndigest\ndyes\n"])
def test_a_file_that_is_not_a_figure_is_reported_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.fig"
    path.write_text(text)
    with pytest.raises(HandoutError, match=r"a\.fig:1:1: not a rendered figure"):
        load_figure(path)


@pytest.mark.parametrize(
    "line",
    [
        "f ink 0 0 - 0 0 m 1 2 3 c",
        "f inc 0 0 - 0 0 m h",
        "g ink 0 0 - 0 0 m",
        "f ink 0 0 - 0 0 m x",
    ],
)
def test_a_damaged_operation_is_reported_when_the_figure_is_read(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.fig"
    save_figure(StoredFigure("0", {}, (Panel("start", 9, 9, 0, (SQUARE,)),)), path)
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(HandoutError, match=r"a\.fig:1:1: not a rendered figure: '"):
        load_figure(path)


def test_a_stored_path_counts_from_the_end_of_the_curve_before(tmp_path: Path) -> None:
    path = "100 200 m 110 190 120 210 130 200 c 130 250 l h 90 80 m 95 85 l"
    operation = Operation(Paint.STROKE, Role.INK, path)
    save_figure(StoredFigure("0", {}, (Panel("start", 9, 9, 0, (operation,)),)), tmp_path / "a.fig")
    text = (tmp_path / "a.fig").read_text()
    assert "100 200 m 10 -10 20 10 30 0 c 0 50 l h -40 -170 m 5 5 l" in text
    assert load_figure(tmp_path / "a.fig").panels[0].ops == (operation,)


def test_a_changed_pose_makes_its_rendered_figure_stale(tmp_path: Path) -> None:
    for path in FIGURES.glob("clamshell.*"):
        shutil.copy(path, tmp_path)
    pose = tmp_path / "clamshell.yaml"
    assert list(check_stored(pose)) == []
    pose.write_text(pose.read_text().replace("azimuth: ", "azimuth: 1"))
    (problem,) = check_stored(pose)
    assert "older than its pose" in problem.message
    assert problem.hint == "run 'handout figure clamshell' to render it"


def test_a_pose_without_a_rendered_figure_is_a_problem(tmp_path: Path) -> None:
    shutil.copy(FIGURES / "clamshell.yaml", tmp_path)
    (problem,) = check_stored(tmp_path / "clamshell.yaml")
    assert "has not been rendered" in problem.message


def test_line_ends_do_not_make_a_figure_stale(tmp_path: Path) -> None:
    unix, windows = tmp_path / "a.yaml", tmp_path / "b.yaml"
    unix.write_bytes(b"name: A\nside: both\n")
    windows.write_bytes(b"name: A\r\nside: both\r\n")
    assert pose_digest(unix) == pose_digest(windows)


@pytest.mark.parametrize("name", PALETTES)
def test_every_palette_colours_every_role(name: str) -> None:
    for role in Role:
        for tone in map(Tone, range(1 << len(Tone))):
            assert all(0 <= part <= 1 for part in PALETTES[name].rgb(role, tone))


@pytest.mark.parametrize("name", ["grey", "line"])
def test_a_palette_for_office_printers_has_no_hue(name: str) -> None:
    for role in Role:
        red, green, blue = PALETTES[name].rgb(role)
        assert red == green == blue


def test_a_person_has_colours_of_their_own_in_every_palette() -> None:
    for number, palette in enumerate(PALETTES.values()):
        for skin, values in SKINS.items():
            own = palette.with_dyes({Role.SKIN: skin, Role.SHIRT: "rose"})
            assert own.hexadecimal(Role.SKIN) == values[number]
            assert own.rgb(Role.TROUSERS) == palette.rgb(Role.TROUSERS)


def test_an_unknown_dye_is_refused() -> None:
    with pytest.raises(KeyError, match="puce"):
        PALETTES["colour"].with_dyes({Role.SHIRT: "puce"})


@pytest.mark.parametrize("name", PALETTES)
def test_lines_are_seen_on_every_skin_and_cloth(name: str) -> None:
    palette = PALETTES[name]
    ink = _luminance(palette, Role.INK)
    for role in (Role.SKIN, Role.SHIRT):
        for dye in palette.dyes[role]:
            assert (_luminance(palette.with_dyes({role: dye}), role) + 0.05) / (ink + 0.05) > 2.0


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("tone", [Tone.WORKING, Tone.STRETCHED])
def test_a_highlight_is_seen_on_every_skin_and_cloth(name: str, tone: Tone) -> None:
    line = {Tone.WORKING: Role.WORKING_LINE, Tone.STRETCHED: Role.STRETCHED_LINE}[tone]
    for role in (Role.SKIN, Role.TROUSERS):
        for dye in PALETTES[name].dyes[role]:
            palette = PALETTES[name].with_dyes({role: dye})
            plain, fibres = palette.rgb(role), palette.rgb(line)
            marked = palette.rgb(role, tone | Tone.STRONG)
            assert _distance(plain, marked) > 0.11
            assert max(_distance(plain, marked), _distance(marked, fibres)) > 0.2


def test_a_highlight_glows_on_dark_cloth() -> None:
    for dye in ("navy", "charcoal", "brown"):
        own = PALETTES["colour"].with_dyes({Role.TROUSERS: dye})
        for tone in (Tone.WORKING, Tone.STRETCHED):
            light = [_luminance(own, Role.TROUSERS, tone | step) for step in _STEPS]
            assert [_luminance(own, Role.TROUSERS), *light] == sorted(
                [_luminance(own, Role.TROUSERS), *light]
            )


@pytest.mark.parametrize("name", ["grey", "line"])
def test_without_colour_what_works_is_dark_and_what_is_stretched_light(name: str) -> None:
    for dye in PALETTES[name].dyes[Role.TROUSERS]:
        own = PALETTES[name].with_dyes({Role.TROUSERS: dye})
        working, stretched = (
            [_luminance(own, Role.TROUSERS, tone | step) for step in _STEPS]
            for tone in (Tone.WORKING, Tone.STRETCHED)
        )
        # The rim sets it off from dark cloth.
        assert min(working[0], *stretched) > 0.4
        assert max(working[1:]) < 0.5 * _luminance(own, Role.TROUSERS)


_STEPS = (Tone.FAINT, Tone.PLAIN, Tone.STRONG)


def _luminance(palette: Palette, role: Role, tone: Tone = Tone.PLAIN) -> float:
    red, green, blue = palette.rgb(role, tone)
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


def _distance(one: Rgb, other: Rgb) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_a_darker_tone_is_darker() -> None:
    for palette in PALETTES.values():
        for role in (Role.SKIN, Role.SHIRT, Role.WOOD):
            for tone in (Tone.SIDE, Tone.SHADED):
                assert palette.rgb(role, tone) < palette.rgb(role)


def test_the_svg_holds_every_operation_of_its_panels() -> None:
    figure = load_figure(STORED[0])
    text = write_svg(figure.panels, PALETTES["line"])
    root = etree.fromstring(text.encode())
    paths = root.findall(".//{http://www.w3.org/2000/svg}path")
    assert len(paths) == sum(len(panel.ops) for panel in figure.panels)


def test_svg_commands_precede_their_numbers() -> None:
    panel = Panel("start", 10, 20, 4, (SQUARE, DASHED))
    text = write_svg([panel], PALETTES["colour"])
    assert 'd="M0 0L100 0L100 100L0 100Z"' in text
    assert 'd="M0 0C10 20 30 40 50 60"' in text
    assert 'stroke-dasharray="30 20"' in text


def test_a_mirrored_svg_has_a_mirroring_matrix() -> None:
    panel = Panel("start", 10, 20, 4, (SQUARE,))
    assert "matrix(-0.05 0 0 -0.05 10 20)" in write_svg([panel], PALETTES["colour"], mirrored=True)


def test_panels_of_an_svg_share_a_baseline() -> None:
    low, high = Panel("start", 10, 20, 4, (SQUARE,)), Panel("end", 10, 30, 9, (SQUARE,))
    text = write_svg((low, high), PALETTES["colour"])
    assert 'viewBox="0 0 32 30"' in text
    assert "matrix(0.05 0 0 -0.05 0 25)" in text
    assert "matrix(0.05 0 0 -0.05 22 30)" in text
