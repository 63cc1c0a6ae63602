"""Records of what was drawn where, from which `structure` builds the structure tree."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct, field


class Part(StrEnum):
    """The part of a node that is drawn."""

    BODY = "body"
    LABEL = "label"
    """The number or bullet of a list item."""
    CAPTION = "caption"
    """The text above a list or below a figure."""
    BLANK = "blank"
    """A blank to fill in, or a box to tick, after the words."""
    PICTURE = "picture"
    """A picture next to the text of the same node."""
    TWIN = "twin"
    """A picture again, to be described in the second language of the document."""


class LinkTarget(Struct, frozen=True):
    """A link in the text of a node."""

    url: str
    words: str
    """Its text, without markup."""
    number: int
    """Tells apart the links of a node, which may be equal otherwise."""


class Owner(Struct, frozen=True):
    """The node and part that drawn content belongs to."""

    node: str
    """Empty for the document itself."""
    part: Part = Part.BODY
    link: LinkTarget | None = None
    """The link that the content is a part of."""
    language: str = ""
    """BCP 47 tag, if the language is not that of the node."""


FOOT: Final = Owner("")
"""The clinic's footer where it is read; repetitions on other pages are artifacts."""


class Mark(Struct, frozen=True):
    """A marked-content sequence (ISO 32000-1, 14.6)."""

    page: int
    """Counts from 0."""
    mcid: int
    owner: Owner
    reading_page: int = 0
    """The place of a booklet page or side of a card in reading order."""


Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top edge on a page, in points."""


class LinkArea(Struct, frozen=True):
    """The link annotation over the text of a link on one page (ISO 32000-1, 12.5.6.5)."""

    page: int
    annotation: str
    """Reference to the annotation."""
    key: int
    """Its key in the parent tree."""


class Marks(Struct):
    """Everything recorded while pages were drawn."""

    marks: list[Mark] = field(default_factory=list)
    figures: dict[str, Rectangle] = field(default_factory=dict)
    """The position of the picture of each node."""
    links: list[tuple[Owner, LinkArea]] = field(default_factory=list)


class Artifact(StrEnum):
    """A type of artifact: content that belongs to no node (ISO 32000-1, 14.8.2.2.2)."""

    LAYOUT = "<</Type /Layout>>"
    FOOTER = "<</Type /Pagination /Subtype /Footer>>"
