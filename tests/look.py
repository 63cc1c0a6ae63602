"""Draw the pages of handouts in every edition and paper as contact sheets, to look at.

    python tests/look.py                        the handouts below, into the folder 'look'
    python tests/look.py it-band-pain --edition compact --paper a5

Nothing is compared: a person looks, as a designer and as a patient would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import get_args

import click
import manimgx_fonts
import pypdfium2
from PIL import Image, ImageOps

import handout
from handout.print_options import EditionName, PaperName

CONTENT = Path(__file__).parent / "look_content"
HANDOUTS = ("it-band-pain", "no-pictures", "photos", "arabic", "burmese")
EDITIONS: tuple[EditionName, ...] = get_args(EditionName)
PAPERS: tuple[PaperName, ...] = get_args(PaperName)


@click.command()
@click.argument("targets", nargs=-1)
@click.option("--content", "folders", multiple=True, type=Path, default=[CONTENT])
@click.option("--edition", "editions", multiple=True, default=EDITIONS)
@click.option("--paper", "papers", multiple=True, default=PAPERS)
@click.option("--dpi", default=60, help="Resolution of the pages.")
@click.option("--to", "folder", type=Path, default=Path("look"))
def main(
    targets: Sequence[str],
    folders: Sequence[Path],
    editions: Sequence[EditionName],
    papers: Sequence[PaperName],
    dpi: int,
    folder: Path,
) -> None:
    """Write a contact sheet TARGET-EDITION-PAPER.png for each combination."""
    library = handout.Library(*folders, fonts=[Path(manimgx_fonts.__file__).parent])
    folder.mkdir(parents=True, exist_ok=True)
    for target in targets or HANDOUTS:
        document = library.compose(target)
        for edition, paper in product(editions, papers):
            pages = [*_pages(document.pdf(edition=edition, paper=paper), dpi)]
            path = folder / f"{target}-{edition}-{paper}.png"
            _contact_sheet(pages).save(path)
            click.echo(f"{path}: {len(pages)} pages")


def _pages(data: bytes, dpi: int) -> Iterator[Image.Image]:
    for page in pypdfium2.PdfDocument(data):
        yield ImageOps.expand(page.render(scale=dpi / 72).to_pil().convert("RGB"), 1, "grey")


def _contact_sheet(pages: Sequence[Image.Image], columns: int = 5) -> Image.Image:
    """Return pages of one size side by side, in rows of at most `columns`."""
    gap = 8
    width, height = (side + gap for side in pages[0].size)
    across, down = min(len(pages), columns), -(-len(pages) // columns)
    sheet = Image.new("RGB", (across * width + gap, down * height + gap), "darkgrey")
    for index, page in enumerate(pages):
        row, column = divmod(index, columns)
        sheet.paste(page, (gap + column * width, gap + row * height))
    return sheet


if __name__ == "__main__":
    main()
