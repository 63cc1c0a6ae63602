"""Export a stored figure as an SVG, PDF or PNG file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from handout.extras import needed_for
from handout.figures.displaylist import StoredFigure, Strip
from handout.figures.palette import Palette
from handout.figures.pdf import draw_panel
from handout.figures.svg import write_svg

_MARGIN_PT: Final = 6.0
_PNG_DPI: Final = 300


def export_svg(figure: StoredFigure, palette: Palette, *, mirrored: bool = False) -> bytes:
    """Return a figure's panels side by side as SVG."""
    return write_svg(figure.panels, palette, mirrored=mirrored).encode()


def export_pdf(figure: StoredFigure, palette: Palette, *, mirrored: bool = False) -> bytes:
    """Return a figure's panels side by side as a PDF of one page of their size."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 -- only for this format

    strip = Strip(figure.panels)
    size = (strip.width_pt + 2 * _MARGIN_PT, strip.height_pt + 2 * _MARGIN_PT)
    file = BytesIO()
    canvas = Canvas(file, size, pageCompression=1, invariant=1)
    for panel, left, lower in strip.places():
        x, y = _MARGIN_PT + left, _MARGIN_PT + lower
        draw_panel(canvas, panel, palette, x, y, 1.0, mirrored=mirrored)
    canvas.save()
    return file.getvalue()


def export_png(figure: StoredFigure, palette: Palette, *, mirrored: bool = False) -> bytes:
    """Return a figure's panels side by side as a PNG at 300 dpi."""
    with needed_for("drawing a PNG", "figures"):
        import pypdfium2  # noqa: PLC0415 -- of the extra [figures]

    document = pypdfium2.PdfDocument(export_pdf(figure, palette, mirrored=mirrored))
    image = document[0].render(scale=_PNG_DPI / 72).to_pil()
    document.close()
    file = BytesIO()
    image.save(file, "PNG", dpi=(_PNG_DPI, _PNG_DPI))
    return file.getvalue()


EXPORTERS: Final[Mapping[str, Callable[..., bytes]]] = {
    ".svg": export_svg,
    ".pdf": export_pdf,
    ".png": export_png,
}
"""By file name suffix."""
