"""Write drawn figures as form XObjects (ISO 32000-1, 8.10), compressed once a session."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from handout.disk_cache import file_version, kept
from handout.figures import store
from handout.figures.palette import PALETTES
from handout.figures.pdf import panel_content
from handout.writers.pdf.file import Stream

_EDGE_PT: Final = 2.0
"""Added around a panel, so that its bounding box clips no line."""


def panel_form(path: Path, panel: str, palette: str, *, mirrored: bool) -> Stream:
    """Return one panel of a figure, in points from its lower left corner."""
    return _form(path, file_version(path), panel, palette, mirrored)


@lru_cache(maxsize=256)
def _form(  # positional, for the cache
    path: Path,
    _version: tuple[int, ...],
    name: str,
    colours: str,
    mirrored: bool,  # noqa: FBT001
) -> Stream:
    figure = store.load_figure(path)
    panel = figure.panel(name)
    palette = PALETTES[colours].with_skin(figure.skin)
    content = kept(
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
