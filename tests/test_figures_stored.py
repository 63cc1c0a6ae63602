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
from reportlab.pdfgen.canvas import Canvas

from handout.errors import HandoutError
from handout.figures.displaylist import Operation, Paint, Panel, StoredFigure
from handout.figures.palette import PALETTES, SKINS, Role, Tone
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
def test_a_stored_figure_has_a_start_and_an_end_that_fit_on_a_page(path: Path) -> None:
    figure = load_figure(path)
    assert [panel.name for panel in figure.panels] == ["start", "end"]
    for panel in figure.panels:
        assert 20 < panel.width_pt < 260
        assert 20 < panel.height_pt < 260


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_panel_paints_only_inside_itself(path: Path) -> None:
    for panel in load_figure(path).panels:
        for operation in panel.ops:
            numbers = [int(word) for word in operation.path.split() if word.lstrip("-").isdigit()]
            assert min(numbers) >= 0
            assert max(numbers[0::2]) * 0.05 <= panel.width_pt
            assert max(numbers[1::2]) * 0.05 <= panel.height_pt


@pytest.mark.parametrize("path", STORED, ids=MEASURE)
def test_a_figure_takes_at_most_20_kb_and_10_ms(path: Path) -> None:
    figure = load_figure(path)
    operators = "\n".join(op.path for panel in figure.panels for op in panel.ops)
    assert len(zlib.compress(operators.encode())) < 20_000
    start = time.process_time()
    for _ in range(5):
        canvas = Canvas(io.BytesIO(), pagesize=(420, 240))
        for panel in figure.panels:
            draw_panel(canvas, panel, PALETTES["colour"], 5, 5, 1)
    assert (time.process_time() - start) / 5 < 0.010


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


def test_a_figure_survives_being_stored(tmp_path: Path) -> None:
    figure = StoredFigure("0" * 32, "tan", (Panel("start", 10.0, 20.5, 1.5, (SQUARE, DASHED)),))
    save_figure(figure, tmp_path / "a.fig")
    assert load_figure(tmp_path / "a.fig") == figure


@pytest.mark.parametrize("text", ["", "nonsense", "handout-figure 1\ndigest\nskin tan\n"])
def test_a_file_that_is_not_a_figure_is_reported_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.fig"
    path.write_text(text)
    with pytest.raises(HandoutError, match=r"a\.fig:1:1: not a rendered figure"):
        load_figure(path)


def test_a_changed_pose_makes_its_rendered_figure_stale(tmp_path: Path) -> None:
    for path in FIGURES.glob("clamshell.*"):
        shutil.copy(path, tmp_path)
    pose = tmp_path / "clamshell.yaml"
    assert list(check_stored(pose)) == []
    pose.write_text(pose.read_text().replace("azimuth: -4", "azimuth: -5"))
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
        for tone in Tone.PLAIN, Tone.FAR, Tone.SHADED, Tone.FAR | Tone.SHADED:
            assert all(0 <= part <= 1 for part in PALETTES[name].rgb(role, tone))


@pytest.mark.parametrize("name", ["grey", "line"])
def test_a_palette_for_office_printers_has_no_hue(name: str) -> None:
    for role in Role:
        red, green, blue = PALETTES[name].rgb(role)
        assert red == green == blue


def test_skin_tones_change_colour_and_leave_grey_alone() -> None:
    for skin, colour in SKINS.items():
        assert PALETTES["colour"].with_skin(skin).hexadecimal(Role.SKIN) == colour
        assert PALETTES["grey"].with_skin(skin) == PALETTES["grey"]


def test_a_darker_tone_is_darker() -> None:
    palette = PALETTES["colour"]
    assert palette.rgb(Role.SKIN, Tone.FAR) < palette.rgb(Role.SKIN)


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
