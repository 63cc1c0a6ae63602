"""Place boxes on pages with a running footer, and draw the pages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from handout.document import AnyNode, Block, DocumentTree, DosageBox, Entry, Fact, Facts, Table
from handout.document.editions import stop_box
from handout.document.traversal import walk
from handout.errors import Problems
from handout.inline import plain_text
from handout.languages import is_right_to_left
from handout.theme import PRINTABLE, Style, Theme
from handout.writers.pdf.boxes import Box, FilledRectangle, Page, PageBreak, Placement, Stack
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import FOOT, Artifact, Owner, Part
from handout.writers.pdf.pagination import Frames, paginate
from handout.writers.pdf.text import TextLine
from handout.writers.pdf.typeset import Typesetter


def set_pages(document: DocumentTree, theme: Theme, typesetter: Typesetter) -> list[Page]:
    """Return the pages of a document without their footers.

    In a multi-column edition, what precedes the first entry spans all columns.
    """
    height = theme.text_height - _clinic_footer(document, typesetter).height(theme.text_width)
    top = theme.page[1] - theme.margin_top
    width = theme.column_width
    opening, rest = split_opening(document) if theme.columns > 1 else ((), document.children)
    front = Frames(theme.text_width, height)
    runs = runs_between_breaks(typesetter.typeset(opening))
    opened = [page for run in runs for page in paginate(run, front)]
    report_overfull(opened, front, document, typesetter.problems)
    used = opened[-1].height(theme.text_width) + theme.gap if opened else 0.0
    first = max(height - used, 0.0) if opened else None
    # The columns begin on the last page of the opening.
    pages: list[Page] = [[] for _ in opened[:-1]]
    for run in runs_between_breaks(typesetter.typeset(rest)):
        frames = Frames(width, height, theme.columns, first, theme.least_pictures, theme.divide)
        columns = paginate(run, frames)
        start = len(pages)
        pages += [[] for _ in range(max(frames.pages(len(columns)), first is not None))]
        for index, column in enumerate(columns):
            number, position = divmod(index, theme.columns)
            x = theme.margin + position * (width + theme.column_gap)
            below = used if first is not None and number == 0 else 0.0
            column.place(pages[start + number], x, top - below, width)
        report_overfull(columns, frames, document, typesetter.problems)
        first = None
    for page, box in zip(pages, opened, strict=False):
        box.place(page, theme.margin, top, theme.text_width)
    return pages or [[]]


def runs_between_breaks(boxes: Iterable[Box]) -> Iterator[list[Box]]:
    """Yield the boxes before, between and after page breaks."""
    run: list[Box] = []
    for box in boxes:
        if isinstance(box, PageBreak):
            yield run
            run = []
        else:
            run.append(box)
    yield run


def page_numbers(pages: Sequence[Page]) -> dict[str, int]:
    """Return the page on which each node starts, counting from 1."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for placed in page:
            if isinstance(placed.box.owner, Owner):
                numbers.setdefault(placed.box.owner.node, number)
    return numbers


class Area(Struct, frozen=True):
    """A part of a page on which something of a node is drawn, in points."""

    node: str
    page: int
    """Counts from 0."""
    left: float
    top: float
    """From the top of the page."""
    width: float
    height: float


def drawn_areas(
    pages: Sequence[Page], document: DocumentTree, sheet: tuple[float, float]
) -> list[Area]:
    """Return where each node is drawn on sheets of a size; the footers are left out."""
    width, height = sheet
    mirrored = is_right_to_left(document.language)
    return [
        Area(
            placed.box.owner.node,
            number,
            width - placed.x - placed.width if mirrored else placed.x,
            height - placed.top,
            placed.width,
            placed.box.height(placed.width),
        )
        for number, page in enumerate(pages)
        for placed in page
        if isinstance(placed.box.owner, Owner) and placed.box.owner != FOOT
    ]


def stops_on_first_page(document: DocumentTree, pages: Sequence[Page]) -> bool:
    """Return whether all of the signs to stop, if there are any, are on the first page."""
    box = stop_box(document)
    nodes = {node.id for node in walk((box,))} if box else set()
    owners = (placed.box.owner for page in pages[1:] for placed in page)
    return not any(isinstance(owner, Owner) and owner.node in nodes for owner in owners)


def split_opening(document: DocumentTree) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks before the first one that contains entries, and the rest."""
    for index, block in enumerate(document.children):
        if any(isinstance(inner, Entry) for inner in walk((block,))):
            return document.children[:index], document.children[index:]
    return document.children, ()


def report_overfull(
    columns: Sequence[Box],
    frames: Frames,
    document: DocumentTree,
    problems: Problems,
    hint: str = "shorten the text or choose a larger --paper",
) -> None:
    """Add a problem with a hint for each column whose content does not fit."""
    for index, column in enumerate(columns):
        if column.height(frames.width) > frames.height_at(index) + 1:
            placed: Page = []
            column.place(placed, 0, 0, frames.width)
            node = next(filter(None, (_node_of(each.box.owner, document) for each in placed)), None)
            message = "this does not fit on one page and cannot be split"
            problems.error(message, node.origin if node else None, hint)


def _report_overlong(
    owner: Owner | Artifact, word: str, document: DocumentTree, problems: Problems
) -> None:
    """Add a warning for a word in running text that is wider than a line, where it is broken.

    Captions, table cells and dosages may be narrow. What is personal is not quoted, as warnings end
    up in logs.
    """
    if not isinstance(owner, Owner) or owner.part is Part.CAPTION or owner == FOOT:
        return
    boxes = (node for node in walk(document.children) if isinstance(node, DosageBox | Table))
    if any(node.id == owner.node for node in walk(boxes)):
        return
    node = _node_of(owner, document)
    if isinstance(node, Facts):
        node = next((fact for fact in node.items if word in plain_text(fact.value)), node)
    message = f"this word is too long for one line and is broken: '{word}'"
    if isinstance(node, Fact):
        message = f"a word after '{node.label}' is too long for one line and is broken"
    elif node and (node.changed or node.id.partition(".")[0] == "goals"):
        message = "a word of this text is too long for one line and is broken"
    hint = "use a shorter word, or add a hyphen or space where it may break"
    problems.warning(message, node.origin if node else None, hint)


def _node_of(owner: Owner | Artifact, document: DocumentTree) -> AnyNode | None:
    """Return the node of an owner."""
    node_id = owner.node if isinstance(owner, Owner) else ""
    return next((node for node in walk(document.children) if node.id == node_id), None)


def draw_pages(
    canvas: MarkedCanvas, pages: Sequence[Page], document: DocumentTree, problems: Problems
) -> None:
    """Draw each page in document order, backgrounds first and the footer last.

    Pages in a right-to-left language are mirrored. Words wider than their line are noted.
    """
    width = canvas.page_size[0]
    mirrored = is_right_to_left(document.language)
    order = {node.id: index for index, node in enumerate(walk(document.children), 1)}
    order[FOOT.node] = len(order) + 1
    for page in pages:
        placements = sorted(page, key=lambda placed: _rank(placed.box.owner, order))
        if mirrored:
            placements = [placement.mirrored(width) for placement in placements]
        for placement in placements:
            overlong = placement.box.overlong_word(placement.width)
            if overlong:
                _report_overlong(*overlong, document, problems)
            placement.draw(canvas)
        canvas.showPage()


def _rank(owner: Owner | Artifact, order: dict[str, int]) -> int:
    if isinstance(owner, Owner):
        return order[owner.node]
    # Text copied or read without tags has the page number after everything else.
    return len(order) + 1 if owner is Artifact.FOOTER else 0


def _clinic_footer(
    document: DocumentTree, typesetter: Typesetter, *, repeated: bool = False
) -> Box:
    """Return a clinic's addition to the footer, which is read once and repeated as an artifact."""
    owner = Artifact.FOOTER if repeated else FOOT
    return typesetter.footer(document.foot, owner) if document.foot else Stack([])


def add_footers(
    pages: Sequence[Page], document: DocumentTree, theme: Theme, typesetter: Typesetter
) -> None:
    """Add the title and the page number to each page, flush left and right.

    A patient's name comes before the title, which may be cut off.
    """
    style = theme.styles.furniture
    clinic = _clinic_footer(document, typesetter)
    top = PRINTABLE + theme.footer_height + clinic.height(theme.text_width)
    right = theme.margin + theme.text_width
    rule = FilledRectangle(theme.colours.rule, 0.6, owner=Artifact.FOOTER)
    number_of = document.furniture.number
    last = number_of(len(pages))
    widest = typesetter.line(document.folio.format(page=last, pages=last), style)
    available = theme.text_width - widest.natural_width - 12
    words = " · ".join(filter(None, (document.patient, document.page_title)))
    title = truncated(words, available, typesetter, style)
    for number, page in enumerate(pages, 1):
        words = document.folio.format(page=number_of(number), pages=last)
        folio = typesetter.line(words, style)
        page += [
            Placement(rule, theme.margin, top, theme.text_width),
            Placement(title, theme.margin, top - 2, title.natural_width),
            Placement(folio, right - folio.natural_width, top - 2, folio.natural_width),
        ]
        clinic.place(page, theme.margin, top - 2 - style.leading, theme.text_width)
        clinic = _clinic_footer(document, typesetter, repeated=True)


def truncated(
    text: str,
    width: float,
    typesetter: Typesetter,
    style: Style,
    owner: Artifact = Artifact.FOOTER,
) -> TextLine:
    """Return text on a line of limited width, truncated with an ellipsis if necessary."""

    def start(length: int) -> TextLine:
        return typesetter.line(text[:length].rstrip() + "…", style, owner)

    line = typesetter.line(text, style, owner)
    if line.natural_width <= width:
        return line
    lengths = range(len(text))
    too_long = bisect_left(lengths, 1, key=lambda length: start(length).natural_width > width)
    return start(max(too_long - 1, 0))
