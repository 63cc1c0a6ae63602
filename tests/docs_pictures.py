"""Cut the pictures of docs/content.md from real pages: python tests/docs_pictures.py.

Run it after a change to the page that the pictures should show.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pypdfium2

import handout

FOLDER: Final = Path(__file__).parent.parent / "docs/pictures"
PICTURES: Final = {"first-page": (0, 0.0, 0.62), "entry": (1, 0.03, 0.515)}
"""Page of the example, and the part of its height."""
SCALE: Final = 75 / 72
COLOURS: Final = 32


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    pages = pypdfium2.PdfDocument(handout.Library().compose("it-band-pain").pdf())
    for name, (number, top, bottom) in PICTURES.items():
        page = pages[number].render(scale=SCALE).to_pil().convert("RGB")
        part = page.crop((0, int(top * page.height), page.width, int(bottom * page.height)))
        part.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
