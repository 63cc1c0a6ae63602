"""Write drawn figures as form XObjects (ISO 32000-1, 8.10)."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from handout.disk_cache import cached
from handout.figures import store
from handout.figures.palette import PALETTES
from handout.figures.pdf import panel_content
from handout.writers.pdf.file import Stream

_EDGE_PT: Final = 0.5
"""Added around a panel, so that its bounding box clips no line."""


def panel_form(path: Path, name: str, colours: str, *, mirrored: bool) -> Stream:
    """Return one panel of a figure in a palette, in points from its lower left corner."""
    figure = store.load_figure(path)
    panel = figure.panel(name)
    palette = PALETTES[colours].with_dyes(figure.dyes)
    content = cached(
        lambda: zlib.compress(panel_content(panel, palette, mirrored=mirrored).encode("ascii")),
        b"panel",
        zlib.ZLIB_RUNTIME_VERSION.encode(),
        f"{name} {mirrored} {palette}".encode(),
        path.read_bytes(),
    )
    corner = f"{panel.width_pt + _EDGE_PT:.2f} {panel.height_pt + _EDGE_PT:.2f}"
    return Stream(
        f"/Type /XObject /Subtype /Form /BBox [-{_EDGE_PT} -{_EDGE_PT} {corner}]"
        " /Resources <<>> /Filter /FlateDecode",
        content,
    )
