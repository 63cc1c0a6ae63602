"""The handout as a tree of nodes: what a reader perceives, in order, and nothing of how it looks.

`compose` builds the tree and the writers read it. The set of nodes is closed: a writer that forgets
one fails the type check. `traversal` walks the tree, `editions` reduces it, `text` prints it.
"""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum, auto
from pathlib import Path

from msgspec import Struct

from handout.colour import Colour
from handout.errors import Origin
from handout.inline import Inline, plain_text


class Detail(IntEnum):
    """How much an edition says; each has all that the ones before it have."""

    ESSENTIAL = auto()
    """What is needed to do the exercises, and to do them safely."""
    HELPFUL = auto()
    """What to change where an exercise is too hard, too easy or goes wrong."""
    FULL = auto()
    """Reasons and background."""


class Node(Struct, frozen=True, kw_only=True):
    """What every node has."""

    id: str
    """Unique in the document: the anchor, the destination and the key of its marks."""
    origin: Origin
    """Where a person wrote it; lets a late problem name the line."""
    language: str = ""
    """BCP 47 tag of its words; empty for the language of the document."""
    changed: bool = False
    """Whether it was changed for this one patient."""
    detail: Detail = Detail.ESSENTIAL
    """The least that an edition must say to have it."""


class Heading(Node, frozen=True, kw_only=True):
    """A heading; level 1 is the document's title."""

    level: int
    content: tuple[Inline, ...]
    number: int | None = None
    """The place of an entry in the handout."""

    @property
    def words(self) -> str:
        """The heading as one line, with its number."""
        number = f"{self.number}. " if self.number else ""
        return number + plain_text(self.content)


class Role(StrEnum):
    """What a paragraph is to its reader."""

    BODY = auto()
    SUBTITLE = auto()
    SUMMARY = auto()
    """The one line under an entry's name."""
    NOTE = auto()
    """What the clinician says about an entry in this handout."""
    SMALL = auto()
    """Credits and addresses."""


class Paragraph(Node, frozen=True, kw_only=True):
    """A paragraph, if need be with a word before it that says what it is."""

    content: tuple[Inline, ...]
    role: Role = Role.BODY
    label: str = ""


class Item(Node, frozen=True, kw_only=True):
    """A step or point of a list."""

    content: tuple[Inline, ...]
    blank: bool = False
    """Whether a ruled space for handwriting follows the words."""


class Steps(Node, frozen=True, kw_only=True):
    """What to do, in order."""

    items: tuple[Item, ...]


class Points(Node, frozen=True, kw_only=True):
    """A list without an order, under a label."""

    label: str
    items: tuple[Item, ...]


class Fact(Node, frozen=True, kw_only=True):
    """A short answer to a short question: target areas, level, equipment.

    An empty value is a ruled space for handwriting.
    """

    label: str
    value: tuple[Inline, ...]


class Facts(Node, frozen=True, kw_only=True):
    """The facts of an entry, or of a patient's visit."""

    items: tuple[Fact, ...]
    form: bool = False
    """Whether each fact has a place of its own, as on a form to fill in."""


class Image(Struct, frozen=True):
    """A photo or SVG drawing that a person supplied."""

    path: Path
    version: tuple[int, ...] = ()
    """The state of the file, so that a changed picture is another one; see `disk_cache`."""


class DrawnFigure(Struct, frozen=True):
    """A figure drawn by the program from a pose."""

    path: Path
    """The stored figure."""
    panel: str = ""
    """The one drawing to show, such as the start; empty for all of them side by side."""
    mirrored: bool = False
    """Whether to show the other side of the body."""
    version: tuple[int, ...] = ()
    """As for an image."""


class Figure(Node, frozen=True, kw_only=True):
    """A picture with what it shows in words."""

    picture: Image | DrawnFigure
    alt: str
    caption: tuple[Inline, ...] = ()


class DosageBox(Node, frozen=True, kw_only=True):
    """How much and how often, in plain words; each phrase stands for itself."""

    label: str
    items: tuple[Item, ...]


class CalloutKind(Enum):
    """What a call-out is for."""

    STOP = auto()
    TIP = auto()


class Callout(Node, frozen=True, kw_only=True):
    """A box that must not be missed."""

    kind: CalloutKind
    children: tuple[Block, ...]


class Entry(Node, frozen=True, kw_only=True):
    """An exercise or a stretch; its first child is its heading."""

    children: tuple[Block, ...]

    @property
    def personal(self) -> bool:
        """Whether any of it is for this one patient, so that hardly another one has it so."""
        return self.changed or any(child.changed for child in self.children)


class Section(Node, frozen=True, kw_only=True):
    """A part of the document; its first child is its heading, if it has one."""

    children: tuple[Block, ...]


class Cell(Node, frozen=True, kw_only=True):
    """A cell of a table: words, a ruled space for handwriting or boxes to tick.

    A cell without any of these, and without a heading's words, is the empty corner of its table.
    """

    content: tuple[Inline, ...] = ()
    heading: bool = False
    """Whether it heads its column, in the first row, or else its row."""
    blank: bool = False
    """Whether it is left empty for handwriting."""
    boxes: int = 0
    """Boxes to tick."""
    target: str = ""
    """Id of the node that its words lead to on a screen."""
    thumbnail: Figure | None = None
    """A figure shown again, small and without its description; no child of the cell."""


class Row(Node, frozen=True, kw_only=True):
    """A row of a table, from the first column to the last."""

    cells: tuple[Cell, ...]


class TableKind(StrEnum):
    """What a table is for."""

    GLANCE = auto()
    """The programme at a glance: a row for each entry."""
    LOG = auto()
    """A grid to tick off sessions: a row for each week, a column for each day."""


class Table(Node, frozen=True, kw_only=True):
    """Rows of cells; the first row heads the columns."""

    kind: TableKind
    rows: tuple[Row, ...]


class Video(Node, frozen=True, kw_only=True):
    """A film of an entry: its address, short enough to copy by hand; paper adds a code to scan."""

    label: str
    url: str
    content: tuple[Inline, ...]
    alt: str
    """What the code on paper is, for those who do not see it."""


class Letterhead(Node, frozen=True, kw_only=True):
    """Who hands it out: the clinic's logo, name and addresses."""

    logo: Figure | None
    name: tuple[Inline, ...]
    lines: tuple[Item, ...]


Block = (
    Heading
    | Paragraph
    | Steps
    | Points
    | Facts
    | Figure
    | DosageBox
    | Callout
    | Entry
    | Section
    | Table
    | Video
    | Letterhead
)
"""What may stand among the children of the document, a section, an entry or a call-out."""

AnyNode = Block | Item | Fact | Row | Cell


class Furniture(Struct, frozen=True, kw_only=True):
    """Words around the text, in the language of the labels."""

    label_pattern: str
    """How a label leads to its text, such as '{label}:'."""
    skip: str
    """Leads past what comes before the text."""
    contents: str
    """Heads the list of headings."""
    cover: str
    kept: str
    """Under a log with boxes to tick and lines for notes: who sees what is filled in."""
    blank: str
    """Describes a ruled space to those who do not see it."""
    changed: str
    """Marks what was added or changed for one patient."""
    access: str
    """Describes the accessibility of a book in a catalogue."""

    def lead_in(self, label: str) -> str:
        """Return a label as it stands before its text."""
        return self.label_pattern.replace("{label}", label)


class DocumentTree(Struct, frozen=True, kw_only=True):
    """A whole handout: its blocks in reading order, and what is said about it."""

    title: str
    language: str
    """BCP 47 tag of the text."""
    author: str
    """Name for the file's metadata; may be empty."""
    folio: str
    """Words of a page number, with {page} and {pages}."""
    label_language: str = ""
    """BCP 47 tag of all labels; empty for the language of the document."""
    accent: Colour | None = None
    """The clinic's colour; None for the theme's own."""
    foot: str = ""
    """The clinic's line at the foot of each page."""
    card_log: Table | None = None
    """The log that is printed behind each card."""
    furniture: Furniture
    children: tuple[Block, ...]
