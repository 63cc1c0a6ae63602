"""QR codes, drawn as vector rectangles (ISO/IEC 18004)."""

from __future__ import annotations

from typing import Final

import segno

from handout.document import Video
from handout.errors import HandoutError, Problem
from handout.inline import encoded_url
from handout.writers.pdf.boxes import Drawable
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Owner, Part

_QUIET_ZONE: Final = 4
"""Width of the quiet zone in modules (ISO/IEC 18004, 9.1)."""


class QrCode(Drawable):
    """The QR code of a video, at error correction level M: readable with up to 15 % damaged."""

    def __init__(self, video: Video, side: float) -> None:
        """Take the side length including the quiet zone, in points.

        Raises HandoutError for an address that no code can hold.
        """
        url = encoded_url(video.url)
        try:
            code = segno.make_qr(url, error="m", boost_error=False)
        except segno.DataOverflowError as error:
            message = f"a video address of {len(url)} characters does not fit in a QR code"
            hint = "write the short address that the video's 'Share' button gives"
            raise HandoutError([Problem(message, video.origin, hint)]) from error
        self._rows = [bytes(row) for row in code.matrix]
        self._side = side
        self._node = video.id
        self.owner = Owner(video.id, Part.PICTURE)

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the side length."""
        return self._side

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the dark modules on white, each run in a row as one rectangle."""
        module = self._side / (len(self._rows) + 2 * _QUIET_ZONE)
        canvas.add_figure(self._node, (x, top - self._side, x + self._side, top))
        with canvas.marked(self.owner):
            canvas.setFillGray(1)
            canvas.rect(x, top - self._side, self._side, self._side, stroke=0, fill=1)
            # A single path, so that no viewer shows seams between the rectangles.
            path = canvas.beginPath()
            for number, row in enumerate(self._rows, _QUIET_ZONE + 1):
                for start, length in _runs(row):
                    left = x + (start + _QUIET_ZONE) * module
                    path.rect(left, top - number * module, length * module, module)
            canvas.setFillGray(0)
            canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return the start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
