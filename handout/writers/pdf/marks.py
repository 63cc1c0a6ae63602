"""Records of what was drawn where, from which `tags` builds the structure tree."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field


class Part(StrEnum):
    """The piece of a node that is drawn."""

    BODY = "body"
    LABEL = "label"
    """The number or bullet of a list's item."""
    CAPTION = "caption"
    """The words over a list or under a figure."""
    PICTURE = "picture"
    """A picture beside words that are a node too."""


class Owner(Struct, frozen=True):
    """What something drawn belongs to."""

    node: str
    part: Part = Part.BODY
    url: str = ""
    """The address that the words link to; empty if they are no link."""
    language: str = ""
    """BCP 47 tag of words whose language is not that of their node."""


class Mark(Struct, frozen=True):
    """A marked-content sequence (ISO 32000-1, 14.6)."""

    page: int
    """Counts from 0."""
    mcid: int
    owner: Owner
    leaf: int = 0
    """The page of a booklet, counted in reading order."""


Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top edge on a page, in points."""


class LinkArea(Struct, frozen=True):
    """The annotation over the words of a link in one line (ISO 32000-1, 12.5.6.5)."""

    page: int
    annotation: str
    """Reference to the annotation."""
    key: int
    """Its key in the parent tree."""


class Marks(Struct):
    """Everything that was marked while pages were drawn."""

    marks: list[Mark] = field(default_factory=list)
    figures: dict[str, Rectangle] = field(default_factory=dict)
    """Where the picture of each node was drawn."""
    links: list[tuple[Owner, LinkArea]] = field(default_factory=list)


class Artifact(StrEnum):
    """The kind of content that belongs to no node (ISO 32000-1, 14.8.2.2.2)."""

    LAYOUT = "<</Type /Layout>>"
    FOOTER = "<</Type /Pagination /Subtype /Footer>>"
