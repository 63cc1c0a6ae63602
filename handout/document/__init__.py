"""A handout as a tree of nodes: what a reader perceives, in reading order, without its layout.

`compose` builds the tree and the writers read it. The set of nodes is closed: a writer that forgets
one fails the type check. `traversal` walks the tree, `editions` reduces it, `text` prints it.
"""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum, auto
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.colour import Colour
from handout.errors import Origin
from handout.inline import Inline, plain_text
from handout.languages import same_language


class Detail(IntEnum):
    """How detailed an edition is; each level includes the ones before it."""

    ESSENTIAL = auto()
    """What is needed to do the exercises safely."""
    HELPFUL = auto()
    """What to do if an exercise is too hard, too easy or goes wrong."""
    FULL = auto()
    """Reasons and background."""


class Node(Struct, frozen=True, kw_only=True):
    """The base of all nodes."""

    id: str
    """Unique in the document: its anchor, destination and key."""
    origin: Origin
    """Where it is in the content, for problems that a writer finds."""
    language: str = ""
    """BCP 47 tag of its words; empty for the language of the document, or of the entry around."""
    changed: bool = False
    """Whether it was changed for one patient."""
    detail: Detail = Detail.ESSENTIAL
    """The least detailed edition that contains it."""


class Twin(Struct, frozen=True):
    """Words of a node in the second language of the document, to stand below its own."""

    content: tuple[Inline, ...]
    language: str
    """BCP 47 tag."""


class Heading(Node, frozen=True, kw_only=True):
    """A heading; level 1 is the document's title."""

    level: int
    content: tuple[Inline, ...]
    number: str = ""
    """The number of an entry in the handout, in the digits of its language."""
    minor: bool = False
    """Whether it is the small heading of a block."""

    @property
    def words(self) -> str:
        """The heading as one line, with its number."""
        number = f"{self.number}. " if self.number else ""
        return number + plain_text(self.content)


class Role(StrEnum):
    """The purpose of a paragraph."""

    BODY = auto()
    SUBTITLE = auto()
    SUMMARY = auto()
    """The one line under an entry's name."""
    NOTE = auto()
    """A note from the clinician."""
    SMALL = auto()
    """Credits and addresses."""
    BOX_HEADING = auto()
    """The name of a call-out that is not in the outline."""


class Paragraph(Node, frozen=True, kw_only=True):
    """A paragraph, with an optional label before it."""

    content: tuple[Inline, ...]
    role: Role = Role.BODY
    label: str = ""


class Item(Node, frozen=True, kw_only=True):
    """An item of a list."""

    content: tuple[Inline, ...]
    twin: Twin | None = None
    """Only of an item with a blank."""
    blank: bool = False
    """Whether a blank to fill in by hand follows the words."""
    figure: Figure | None = None
    """A picture of a step."""


class Steps(Node, frozen=True, kw_only=True):
    """A numbered list of steps."""

    items: tuple[Item, ...]


class Marker(StrEnum):
    """What stands before each item of a list."""

    BULLET = auto()
    DO = auto()
    """A tick."""
    DONT = auto()
    """A cross."""


class Points(Node, frozen=True, kw_only=True):
    """A bulleted list, under a label if it has one."""

    label: str = ""
    items: tuple[Item, ...]
    marker: Marker = Marker.BULLET
    listed: bool = False
    """Whether each point has a line of its own, even if it is a sentence."""


class DoDont(Node, frozen=True, kw_only=True):
    """What to do beside what not to do; either may be missing."""

    children: tuple[Points, ...]


class Fact(Node, frozen=True, kw_only=True):
    """A label with a short value, such as 'Level: beginner'; empty for a blank to fill in."""

    label: str
    value: tuple[Inline, ...]
    twin: Twin | None = None
    """Of the label."""


class Facts(Node, frozen=True, kw_only=True):
    """The facts of an entry, or of a patient's visit."""

    items: tuple[Fact, ...]
    form: bool = False
    """Whether it is laid out as a form to fill in."""


class Image(Struct, frozen=True):
    """A photo or an SVG drawing."""

    path: Path
    version: tuple[int, ...] = ()
    """The `disk_cache.file_version`, which makes a changed picture unequal to the old one."""


class DrawnFigure(Struct, frozen=True):
    """A figure drawn by the program from a pose."""

    path: Path
    """The rendered figure."""
    panel: str = ""
    """The drawing to show, such as 'start'; empty for all of them side by side."""
    mirrored: bool = False
    """Whether to show the other side of the body."""
    version: tuple[int, ...] = ()
    """As in `Image`."""


class Figure(Node, frozen=True, kw_only=True):
    """A picture with its alternative text."""

    picture: Image | DrawnFigure
    alt: str
    alt_twin: Twin | None = None
    """Of the alternative text."""
    caption: tuple[Inline, ...] = ()
    twin: Twin | None = None
    """Of the caption."""
    width: float = 0.0
    """Its share of the width of the text; 0 for as large as fits well."""


class Pictures(Node, frozen=True, kw_only=True):
    """Pictures side by side, in as many rows as they need."""

    children: tuple[Figure, ...]
    columns: int = 0
    """How many stand side by side on paper, each as wide as the others; 0 for three or so."""


class Dose(Node, frozen=True, kw_only=True):
    """One dose in plain words; each item can be understood on its own."""

    label: tuple[Inline, ...] = ()
    """What tells it apart from other doses: a name, or when it is the one to do."""
    items: tuple[Item, ...]


class DosageBox(Node, frozen=True, kw_only=True):
    """How much and how often: one dose, or several with labels."""

    label: str
    twin: Twin | None = None
    """Of the label, only of doses with blanks."""
    doses: tuple[Dose, ...]

    @property
    def single(self) -> Dose | None:
        """The dose, if it is the only one and needs no label."""
        (dose, *others) = self.doses
        return None if others or dose.label else dose


class CalloutKind(Enum):
    """The purpose of a call-out."""

    STOP = auto()
    CAUTION = auto()
    TIP = auto()
    INFO = auto()


class Callout(Node, frozen=True, kw_only=True):
    """A box that stands out from the text."""

    kind: CalloutKind
    children: tuple[Block, ...]


class CrossReference(Node, frozen=True, kw_only=True):
    """Where something stands that is not repeated here."""

    target: str
    """Id of the node that a link goes to."""
    found_at: str
    """Id of the node whose page is named; a page may end between the two."""
    words: str
    """Says where it is without a page number."""
    on_page: str
    """Says it with one: a template with {page}."""
    page: str = ""
    """The page on paper, once it is known."""

    @property
    def text(self) -> str:
        """The words, with the page number if it is known."""
        return self.on_page.format(page=self.page) if self.page else self.words


class Entry(Node, frozen=True, kw_only=True):
    """An exercise or a stretch; its first child is its heading."""

    children: tuple[Block, ...]
    brief: bool = False
    """Whether its steps stand elsewhere, so that its picture may be small."""

    @property
    def personal(self) -> bool:
        """Whether it was changed for one patient, so that caching it is useless."""
        return self.changed or any(child.changed for child in self.children)


class Section(Node, frozen=True, kw_only=True):
    """A part of the document; its first child is its heading, if it has one."""

    children: tuple[Block, ...]


class Mention(Node, frozen=True, kw_only=True):
    """The name of an entry, which links to it on a screen."""

    content: tuple[Inline, ...]
    twin: Twin | None = None
    target: str
    """Id of the entry's node."""
    thumbnail: Figure | None = None
    """A small decorative copy of a figure of the document; not a child."""


class Cell(Node, frozen=True, kw_only=True):
    """A cell of a table: words, entries, a blank to fill in by hand or boxes to tick.

    A cell with none of these is the empty corner of its table.
    """

    content: tuple[Inline, ...] = ()
    twin: Twin | None = None
    heading: bool = False
    """Whether it is the header of its column, in the first row, or else of its row."""
    blank: bool = False
    """Whether it is left blank for handwriting."""
    rating: bool = False
    """Whether a number from 0 to 10 goes into the blank."""
    boxes: int = 0
    """Number of boxes to tick."""
    span: int = 1
    """The number of columns that it takes."""
    target: str = ""
    """Id of the node that its words link to on a screen."""
    thumbnail: Figure | None = None
    """A small decorative copy of a figure of the document; not a child of the cell."""
    mentions: tuple[Mention, ...] = ()
    """Entries, below the words."""


class Row(Node, frozen=True, kw_only=True):
    """A row of a table."""

    cells: tuple[Cell, ...]


class TableKind(StrEnum):
    """The purpose of a table."""

    GLANCE = auto()
    """The programme at a glance: a row for each entry."""
    LOG = auto()
    """All weeks of a log: a row for each week, a column for each day."""
    WEEK = auto()
    """A week of a log: a row for each thing to tick or to write down, a column for each day."""
    PLAIN = auto()
    """A table of texts."""
    SCHEDULE = auto()
    """A day by the clock: a row for each time."""


class Table(Node, frozen=True, kw_only=True):
    """A table; its first row contains the column headers."""

    kind: TableKind
    label: str = ""
    """Its name for readers who do not see the heading above it."""
    caption: tuple[Inline, ...] = ()
    """A line above it."""
    twin: Twin | None = None
    """Of the caption."""
    rows: tuple[Row, ...]


class Log(Node, frozen=True, kw_only=True):
    """A grid to tick off sessions."""

    tables: tuple[Table, ...]
    """One for all weeks, or one for each."""


class Zone(Node, frozen=True, kw_only=True):
    """A part of a scale and what it means."""

    first: int
    last: int
    range: str
    """Its numbers: '0-3'."""
    content: tuple[Inline, ...]


class Scale(Node, frozen=True, kw_only=True):
    """A ruler from 0 to 10, with what its parts mean below it."""

    alt: str
    """Describes the ruler in words."""
    ends: tuple[str, str]
    """What 0 and 10 mean."""
    zones: tuple[Zone, ...]


class Signal(StrEnum):
    """A light of a traffic light."""

    GREEN = auto()
    AMBER = auto()
    RED = auto()


class Light(Node, frozen=True, kw_only=True):
    """A light of a traffic light and what it means."""

    signal: Signal
    label: str
    """Its colour and what to do, in words."""
    children: tuple[Paragraph | Points, ...]


class TrafficLight(Node, frozen=True, kw_only=True):
    """How to go on by how it feels."""

    children: tuple[Light, ...]


class WritingLines(Node, frozen=True, kw_only=True):
    """Ruled lines for handwriting, under a label if they have one."""

    label: tuple[Inline, ...]
    twin: Twin | None = None
    """Of the label."""
    count: int


class PageBreak(Node, frozen=True, kw_only=True):
    """What follows begins on a new page."""


class Video(Node, frozen=True, kw_only=True):
    """The address of a video, short enough to type; on paper with a QR code."""

    label: str
    url: str
    content: tuple[Inline, ...]
    alt: str
    """Alternative text of the QR code."""


class Letterhead(Node, frozen=True, kw_only=True):
    """The clinic's logo, name and addresses."""

    logo: Figure | None
    name: tuple[Inline, ...]
    lines: tuple[Item, ...]


class Pair(Node, frozen=True, kw_only=True):
    """The same block in both languages of a document, one beside the other."""

    first: Block
    second: Block

    @property
    def children(self) -> tuple[Block, Block]:
        """Both blocks in reading order."""
        return self.first, self.second


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
    | Log
    | Video
    | Letterhead
    | DoDont
    | Pictures
    | Scale
    | TrafficLight
    | WritingLines
    | PageBreak
    | CrossReference
    | Pair
)
"""The children of a document, a section, an entry or a call-out."""

AnyNode = Block | Item | Dose | Fact | Row | Cell | Mention | Zone | Light


_ENDS: Final = tuple("?!:.…？！：。؟।")  # noqa: RUF001 -- the marks of several scripts
"""What a label may end with in the words of a clinic: 'Stop and call us if:'."""


def lead_in(label: str, pattern: str = "{label}:") -> str:
    """Return a label with the punctuation before its text, unless it has its own."""
    if label.rstrip("\u2069").endswith(_ENDS):
        return label
    return pattern.replace("{label}", label)


class Furniture(Struct, frozen=True, kw_only=True):
    """Words around the text, in the language of the labels."""

    label_pattern: str
    """A label before its text: '{label}:'."""
    find: str
    """The name of the field that searches a catalogue."""
    skip: str
    """The link that skips to the text."""
    contents: str
    """The heading of the table of contents."""
    cover: str
    kept: str
    """Below a log: who can see what is filled in."""
    clear: str
    """The button that clears a log."""
    clear_sure: str
    """Asks before a log is cleared."""
    blank: str
    """Alternative text of a blank to fill in."""
    changed: str
    """Marks what was added or changed for one patient."""
    part_pattern: str
    """The name of something divided between cards: '{name} ({part} of {parts})'."""
    digits: str
    """The digits from 0 to 9 in which the language writes numbers."""
    access: str
    """The accessibility summary in the metadata of an EPUB book."""

    def lead_in(self, label: str) -> str:
        """Return a label with the punctuation before its text, unless it has its own."""
        return lead_in(label, self.label_pattern)

    def part_name(self, name: str, part: int, parts: int) -> str:
        """Return the name of one of the cards that something is divided between."""
        numbers = {"part": self.number(part), "parts": self.number(parts)}
        return self.part_pattern.format(name=name, **numbers)

    def number(self, number: int) -> str:
        """Return a whole number in the digits of the language."""
        return "".join(self.digits[int(digit)] for digit in str(number))


class Surroundings(Struct, frozen=True):
    """A language, and the words around the text in it."""

    language: str
    """BCP 47 tag."""
    furniture: Furniture


class DocumentTree(Struct, frozen=True, kw_only=True):
    """A whole handout: its blocks in reading order, and its metadata."""

    title: str
    """The title of the file, which never names a patient; that of the page may."""
    language: str
    """BCP 47 tag of the text."""
    author: str
    """May be empty."""
    folio: str
    """Template of a page number, with {page} and {pages}."""
    label_language: str = ""
    """BCP 47 tag of all labels; empty for the language of the document."""
    accent: Colour | None = None
    """The clinic's colour; None for the theme's own."""
    foot: str = ""
    """The clinic's footer."""
    patient: str = ""
    """The patient's name, if it is asked for on each page."""
    card_logs: tuple[Log, ...] = ()
    """The log on the back of each entry's card, in the order of the entries."""
    furniture: Furniture
    children: tuple[Block, ...]
    second: Surroundings | None = None
    """The second language of a document that is in two."""
    found_by: dict[str, tuple[str, ...]] = {}
    """The words by which a page on a screen finds some of its nodes, by their ids; none without a
    field to search it."""

    @property
    def page_title(self) -> str:
        """The title on the page."""
        titles = (each for each in self.children if isinstance(each, Heading) and each.level == 1)
        return next((each.words for each in titles), self.title)

    def in_second_language(self) -> DocumentTree:
        """Return the document as the surroundings of a block in its second language."""
        second = self.second or Surroundings(self.language, self.furniture)
        return replace(
            self,
            language=second.language,
            label_language=second.language,
            furniture=second.furniture,
            second=None,
        )

    def in_language(self, language: str) -> DocumentTree:
        """Return the document as the surroundings of an entry, which may be in another language.

        The labels stay in the language that they are in.
        """
        if not language or same_language(language, self.language):
            return self
        labels = self.label_language or self.language
        return replace(self, language=language, label_language=labels)
