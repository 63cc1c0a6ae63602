"""Cut the pictures of docs/content.md from real pages: python tests/docs_pictures.py.

Run it after a change to the page that the pictures should show. The blocks are those of the
examples in docs/content.md.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from textwrap import indent
from typing import Final

import pypdfium2
from PIL import Image, ImageChops

import handout

DOCS: Final = Path(__file__).parent.parent / "docs"
FOLDER: Final = DOCS / "pictures"
PICTURES: Final = {"first-page": (0, 0.0, 0.62), "entry": (1, 0.03, 0.515)}
"""Page of the example, and the part of its height."""
SCALE: Final = 75 / 72
COLOURS: Final = 32
MARGIN: Final = 6
"""Pixels around a block."""
HANDOUT: Final = """\
title: Example
show: {{glance: no, minutes: no}}
sections:
  - content:
{blocks}
      - break: page
      - heel-raise
"""
ENTRIES: Final = """\
title: Example
show: {glance: no, minutes: no}
sections:
  - entries:
      - exercise: {name: Heel slide, steps: [Go.], dosage: {per_day: 2}}
      - exercise: {name: Step-up, steps: [Go.], dosage: {frequency: [mon, wed, fri]}}
"""


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    pages = pypdfium2.PdfDocument(handout.Library().compose("it-band-pain").pdf())
    for name, (number, top, bottom) in PICTURES.items():
        page = rendered(pages[number])
        part = page.crop((0, int(top * page.height), page.width, int(bottom * page.height)))
        save(part, name)
    without = first_page(handout_with("- text: ."))
    for name, example in block_examples().items():
        # A new page shows nothing by itself.
        if name != "break":
            save_difference(first_page(handout_with(example)), without, name)
    save_difference(first_page(ENTRIES + log_example()), first_page(ENTRIES), "log")


def block_examples() -> dict[str, str]:
    """Return the examples of blocks in docs/content.md by their keys."""
    page = (DOCS / "content.md").read_text("utf-8")
    return dict(re.findall(r"^### `(\w+)`\n\n```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))


def log_example() -> str:
    """Return the example of a log in docs/content.md."""
    page = (DOCS / "content.md").read_text("utf-8")
    (example,) = re.findall(r"^## The log\n\n```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(example)


def handout_with(blocks: str) -> str:
    """Return a handout that begins with blocks."""
    return HANDOUT.format(blocks=indent(blocks.rstrip(), " " * 6))


def first_page(text: str) -> Image.Image:
    """Return the first page of a handout."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "handouts/example.yaml")
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        return rendered(pypdfium2.PdfDocument(handout.Library(folder).compose("example").pdf())[0])


def rendered(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page in the size of the documentation."""
    image: Image.Image = page.render(scale=SCALE).to_pil().convert("RGB")
    return image


def save_difference(page: Image.Image, without: Image.Image, name: str) -> None:
    """Write the part of a page that another does not have."""
    box = ImageChops.difference(page, without).getbbox()
    assert box, name
    left, top, right, bottom = box
    save(page.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)), name)


def save(picture: Image.Image, name: str) -> None:
    """Write a picture in few colours."""
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
