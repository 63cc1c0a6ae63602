"""The handout as a tree of meaning: what a reader perceives, in order, and nothing of looks.

`compose` builds it and the writers read it. The set of nodes is closed: a writer that forgets one
fails the type check.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, IntEnum, StrEnum, auto
from pathlib import Path
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

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


class Figure(Node, frozen=True, kw_only=True):
    """A picture with what it shows in words."""

    path: Path
    alt: str
    caption: tuple[Inline, ...]
    panel: str = ""
    """One drawing of a drawn figure; empty for all of them, and for other pictures."""
    mirrored: bool = False
    """Whether a drawn figure is shown with the other side of the body."""


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


class Log(Node, frozen=True, kw_only=True):
    """A grid to tick off sessions: one row a week, one column a day, and a line for notes."""

    weeks: tuple[str, ...]
    days: tuple[str, ...]
    sessions: int = 1
    """Boxes to tick for each day."""
    notes: str = ""
    """Heads the column of lines for notes; empty for no such column."""


class Video(Node, frozen=True, kw_only=True):
    """A film of an entry: its address, short enough to copy by hand; paper adds a code to scan."""

    label: str
    url: str
    content: tuple[Inline, ...]
    alt: str
    """What the code on paper is, for those who do not see it."""


class GlanceRow(Node, frozen=True, kw_only=True):
    """One entry in the programme at a glance."""

    entry: str
    """Id of the entry's node."""
    name: Heading
    """The entry's own heading: its number and name."""
    picture: Figure | None
    """One picture of the entry, repeated small; it is described where the entry is."""
    dose: str
    """How much; empty for a ruled space for handwriting."""
    days: str
    """How often and when; empty for a ruled space for handwriting."""


class Glance(Node, frozen=True, kw_only=True):
    """The programme at a glance: a table with one row an entry."""

    columns: tuple[str, str, str]
    """Heads over names, doses and days."""
    rows: tuple[GlanceRow, ...]


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
    | Log
    | Video
    | Glance
    | Letterhead
)


class Furniture(Struct, frozen=True, kw_only=True):
    """Words that a screen has around the text, in the language of the labels."""

    skip: str = "Skip to the text"
    """Leads past what stands before the text."""
    contents: str = "Contents"
    """Over the list of headings."""
    cover: str = "Cover"
    kept: str = "What you fill in stays on this device. Nobody else sees it."
    """Under a log with boxes to tick and lines for notes."""
    blank: str = "to fill in by hand"
    """Tells those who do not see it that there is a ruled space."""
    changed: str = "For you"
    """Marks what was added or changed for one patient."""
    access: str = (
        "Every picture is described in words. Headings, lists and tables are marked as what they"
        " are, and the text follows the order in which it is read."
    )
    """Tells in a catalogue for whom the book can be read."""


class Document(Struct, frozen=True, kw_only=True):
    """A whole handout."""

    title: str
    language: str
    """BCP 47 tag of the text."""
    author: str
    """Name for the file's metadata; may be empty."""
    folio: str
    """Words of a page number, with {page} and {pages}."""
    label_language: str = ""
    """BCP 47 tag of all labels; empty for the language of the document."""
    accent: str = ""
    """The clinic's colour as '#RRGGBB'; empty for the theme's own."""
    foot: str = ""
    """The clinic's line at the foot of each page."""
    tracking: Log | None = None
    """The log that stands behind each card."""
    furniture: Furniture = Furniture()
    children: tuple[Block, ...]


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language, whatever the region: 'en' and 'en-GB'."""
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()


_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return language.partition("-")[0].casefold() in _RIGHT_TO_LEFT


_HOLDING_BLOCKS: Final = (Callout, Entry, Section)
_HOLDING_ITEMS: Final = (Steps, Points, Facts, DosageBox)


def walk(blocks: tuple[Block, ...]) -> list[Block]:
    """Return every block in reading order, a parent before its children."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, _HOLDING_BLOCKS):
            found += walk(block.children)
    return found


def node_ids(blocks: tuple[Block, ...]) -> list[str]:
    """Return the id of every node, items and facts too, in reading order."""
    ids: list[str] = []
    for block in walk(blocks):
        ids.append(block.id)
        if isinstance(block, _HOLDING_ITEMS):
            ids += [item.id for item in block.items]
        elif isinstance(block, Glance):
            ids += [row.id for row in block.rows]
        elif isinstance(block, Letterhead):
            ids += [block.logo.id] if block.logo else []
            ids += [line.id for line in block.lines]
    return ids


def outline(document: Document) -> list[Heading]:
    """Return the headings in reading order."""
    return [block for block in walk(document.children) if isinstance(block, Heading)]


def in_detail(document: Document, detail: Detail) -> Document:
    """Return a document without what an edition of some detail leaves out."""
    if detail is Detail.FULL:
        return document
    return replace(document, children=_in_detail(document.children, detail))


def _in_detail(blocks: tuple[Block, ...], detail: Detail) -> tuple[Block, ...]:
    return tuple(
        replace(block, children=_in_detail(block.children, detail))
        if isinstance(block, Callout | Entry | Section)
        else block
        for block in blocks
        if block.detail <= detail
    )


def with_logs(document: Document) -> Document:
    """Return a document whose entries have a log each, in place of the one for all."""
    log = document.tracking
    if log is None:
        return document
    return replace(document, children=tuple(_logged(document.children, log)))


def _logged(blocks: tuple[Block, ...], log: Log) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section) and any(isinstance(child, Log) for child in block.children):
            continue
        if isinstance(block, Section):
            yield replace(block, children=tuple(_logged(block.children, log)))
        elif isinstance(block, Entry):
            own = replace(log, id=f"{block.id}.log")
            yield replace(block, children=(*block.children, own))
        else:
            yield block


_TEXT_WIDTH: Final = 88
_BLANK: Final = "________"


def render_text(blocks: tuple[Block, ...]) -> str:
    """Return blocks as text for a terminal or a diff; pictures are given by their words."""
    return "\n".join(_lines(blocks))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:  # noqa: C901 -- one match over all nodes
    for block in blocks:
        match block:
            case Heading():
                yield from ("", f"{'#' * block.level} {block.words}")
            case Paragraph():
                label = f"{block.label}: " if block.label else ""
                yield from _wrapped(label + plain_text(block.content))
            case Steps():
                for number, item in enumerate(block.items, 1):
                    yield from _wrapped(plain_text(item.content), f"{number}. ")
            case Points() | DosageBox():
                yield from _wrapped(f"{block.label}:")
                for item in block.items:
                    blank = f" {_BLANK}" if item.blank else ""
                    yield from _wrapped(plain_text(item.content) + blank, "- ")
            case Facts():
                for fact in block.items:
                    yield from _wrapped(f"{fact.label}: {plain_text(fact.value) or _BLANK}")
            case Figure():
                yield from _wrapped(f"[{block.alt}] {plain_text(block.caption)}".rstrip())
            case Callout():
                yield from ("", "---", *_lines(block.children), "---")
            case Entry() | Section():
                yield from _lines(block.children)
            case Log():
                yield " ".join((*block.days, block.notes)).rstrip()
                yield from block.weeks
            case Video():
                yield from _wrapped(f"{block.label}: {plain_text(block.content)}")
            case Glance():
                yield " | ".join(block.columns)
                for row in block.rows:
                    yield f"{row.name.words} | {row.dose or _BLANK} | {row.days or _BLANK}"
            case Letterhead():
                yield plain_text(block.name)
                yield from (plain_text(line.content) for line in block.lines)
            case _:
                assert_never(block)


def _wrapped(text: str, lead: str = "") -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 -- only for text on a terminal

    indent = " " * len(lead)
    return wrap(
        text,
        _TEXT_WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
