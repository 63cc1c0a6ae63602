"""Read PDF files back with two independent readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2

from handout import Library
from handout import document as doc
from handout.document.traversal import walk
from handout.inline import Inline, Link, Plain, plain_text
from handout.theme import Theme
from handout.writers import writer_for

FURNITURE = doc.Furniture(
    label_pattern="{label}:",
    part_pattern="{name} ({part} of {parts})",
    digits="0123456789",
    find="Find",
    skip="Skip",
    contents="Contents",
    cover="Cover",
    kept="Kept",
    clear="Clear",
    clear_sure="Clear?",
    blank="blank",
    changed="For you",
    access="Accessible",
)
"""For documents that are not composed."""


def compose(handout_id: str, *folders: Path) -> doc.DocumentTree:
    """Compose a handout of the built-in content or of folders on top of it."""
    return Library(*folders).compose(handout_id).tree


def write_pdf(
    document: doc.DocumentTree,
    theme: Theme,
    fonts: tuple[Path, ...] = (),
    standard: str = "ua-1",
) -> bytes:
    """Return a document as a PDF file, written by a writer that has written nothing else."""
    return writer_for("pdf", theme, fonts, standard)(document)


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page, in the order in which it is drawn, with single spaces.

    By MuPDF: PDFium sorts lines that stand beside each other by chance, such as the last one of a
    box and the first one of the next paragraph.
    """
    with pymupdf.open(stream=data) as file:
        return [folded(page.get_text("text", sort=False)) for page in file]


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def without_dots(text: str) -> str:
    """Return text without the dots between its parts, which no line begins or ends with."""
    return text.replace("\u00a0", " ").replace(" · ", " ")


def printed(content: tuple[Inline, ...]) -> str:
    """Return the words of a text on paper, where a link tells its address."""
    text = ""
    for node in content:
        if isinstance(node, Plain):
            text += node.text
        elif isinstance(node, Link):
            words = printed(node.children)
            address = re.sub("^(https://|mailto:|tel:)", "", node.url).rstrip("/")
            said = re.sub(r"\s", "", words) if node.url.startswith("tel:") else words
            text += words if said == address else f"{words} ({address})"
        else:
            text += printed(node.children)
    return text


def words_of(blocks: tuple[doc.Block, ...]) -> Iterator[str]:
    """Yield every text of a document that must be printed, in reading order."""
    for block in walk(blocks):
        match block:
            case doc.Heading() | doc.Paragraph():
                yield folded(plain_text(block.content))
            case doc.Dose():
                yield folded(plain_text(block.label))
                yield from (folded(plain_text(item.content)) for item in block.items)
            case doc.Steps() | doc.Points():
                yield from (folded(plain_text(item.content)) for item in block.items)
            case doc.Facts():
                yield from (folded(plain_text(fact.value)) for fact in block.items)
            case doc.Figure():
                yield folded(plain_text(block.caption))
            case _:
                pass


def assert_in_order(document: doc.DocumentTree, text: str) -> None:
    """Assert that a text contains the words of a document in reading order."""
    place = 0
    for words in words_of(document.children):
        found = text.find(words, place)
        assert found >= 0, f"not after the text before it: {words!r}"
        place = found + len(words)


def lines_by_element(  # noqa: C901 -- one case for each node
    blocks: tuple[doc.Block, ...], *, boxed: bool = False
) -> Iterator[str]:
    """Yield the text of each structure element that blocks become, in reading order."""
    for block in blocks:
        match block:
            case doc.Heading():
                number = f"{block.number} " if block.number else ""
                yield number + printed(block.content)
            case doc.Paragraph():
                label = f"{block.label}: " if block.label else ""
                yield label + printed(block.content)
            case doc.Facts(form=True):
                yield from (f"{fact.label}: {printed(fact.value)}" for fact in block.items)
            case doc.Facts():
                for fact in block.items:
                    yield f"{fact.label}: ".replace(" ", "\u00a0") + printed(fact.value)
            case doc.Figure():
                yield from [printed(block.caption)] if block.caption else []
            case doc.Callout():
                yield from lines_by_element(block.children, boxed=True)
            case doc.Entry() | doc.Section() | doc.Pair():
                yield from lines_by_element(block.children)
            case doc.Video():
                yield f"{block.label}: " + printed(block.content)
            case doc.Table():
                yield from [printed(block.caption)] if block.caption else []
                for cell in (cell for row in block.rows for cell in row.cells):
                    texts = [cell.content, *(mention.content for mention in cell.mentions)]
                    yield from (printed(text) for text in texts if text)
            case doc.Log():
                yield from lines_by_element(block.tables)
            case doc.Letterhead():
                yield printed(block.name)
                yield from (printed(line.content) for line in block.lines)
            case doc.Steps() | doc.Points():
                yield from _item_lines(block, boxed=boxed)
            case doc.DoDont() | doc.Pictures():
                yield from lines_by_element(block.children, boxed=True)
            case doc.TrafficLight():
                for light in block.children:
                    yield light.label
                    yield from lines_by_element(light.children, boxed=True)
            case doc.Scale():
                yield "".join(map(str, range(11))) + "".join(block.ends)
                for zone in block.zones:
                    yield from (zone.range, printed(zone.content))
            case doc.WritingLines():
                yield from [printed(block.label)] if block.label else []
            case doc.PageBreak():
                pass
            case doc.CrossReference():
                yield block.text
            case doc.DosageBox():
                yield block.label
                for dose in block.doses:
                    yield from [printed(dose.label)] if dose.label else []
                    # A colon precedes a blank.
                    for item in dose.items:
                        yield printed(item.content) + (": " if item.blank else "")


def _item_lines(block: doc.Steps | doc.Points, *, boxed: bool) -> Iterator[str]:
    labelled = isinstance(block, doc.Points) and bool(block.label)
    run_in = isinstance(block, doc.Points) and labelled and not boxed and sentences(block)
    if isinstance(block, doc.Points) and block.label:
        yield f"{block.label}: " if run_in else block.label
    for number, item in enumerate(block.items, 1):
        if isinstance(block, doc.Steps):
            yield str(number)
        elif not run_in and block.marker is doc.Marker.BULLET:
            yield "•"
        text = printed(item.content)
        # Full-width punctuation has its space in itself.
        joined = re.search(r"[。！？][\"'*’”]*$", text) or not run_in or item is block.items[-1]
        yield text if joined else f"{text} "


def sentences(points: doc.Points) -> bool:
    """Return whether all points end as sentences, so that they may follow one another."""
    texts = (plain_text(item.content) for item in points.items)
    return all(re.search(r"[.!?。！？][\"'*)\] ’”»]*$", text) for text in texts)


def fonts(data: bytes) -> dict[str, set[str]]:
    """Return the keys of the descriptor of every font, by its PostScript name."""
    found: dict[str, pikepdf.Object] = {}
    with pikepdf.open(BytesIO(data)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                found[str(thing.BaseFont)] = thing
        return {name: descriptor_of(font) for name, font in found.items()}


def descriptor_of(font: pikepdf.Object) -> set[str]:
    """Return the keys of a font's descriptor."""
    if "/DescendantFonts" in font:
        font = font.DescendantFonts[0]
    return set(font.get("/FontDescriptor", pikepdf.Dictionary()).keys())


def outline_titles(data: bytes) -> list[str]:
    """Return the bookmarks in order, children after their parent."""

    def titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pikepdf.open(BytesIO(data)) as file, file.open_outline() as outline:
        return list(titles(outline.root))


def object_bounds(data: bytes) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Yield the page number and the left, bottom, right and top of every object."""
    file = pypdfium2.PdfDocument(data)
    for number, page in enumerate(file, 1):
        # A form XObject counts as one: its content has its own coordinates.
        for thing in page.get_objects(max_depth=1):
            yield number, thing.get_bounds()
    file.close()
