"""Entries as a catalogue shows them: with their pictures, and their dose in words."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from msgspec import Struct

from handout import document as doc
from handout.document import DocumentTree
from handout.figures import store
from handout.figures.palette import PALETTES
from handout.figures.svg import write_svg
from handout.images import PixelLimits, load_picture, media_type
from handout.inline import plain_text
from handout.located import Data, Mapping, as_data
from handout.model import Entry, ShownSide
from handout.places import dose_phrases
from handout.search import entry_words

_PIXELS: Final = 640
"""The longest side of a photo."""


class PictureText(Struct, frozen=True):
    """What stands for a picture, and below it."""

    alt: str
    caption: str


class CatalogueEntry(Struct, frozen=True, kw_only=True):
    """An entry as a catalogue shows it."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    regions: tuple[str, ...]
    """Body regions that it helps."""
    muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    position: str | None
    difficulty: str | None
    found_by: tuple[str, ...]
    """All words by which a search finds it, in small letters: `calves` for the calf."""
    steps: tuple[str, ...]
    phrases: tuple[str, ...]
    """Its dose in words, line by line as the handout prints it."""
    pictures: tuple[PictureText, ...]
    side: str | None
    """The side that its figures show, `left` or `right`, if they can show the other one."""
    fields: dict[str, Data]
    """What its file says."""


def catalogue_entry(
    entry: Entry, tree: DocumentTree, fields: Mapping, drawn: AbstractSet[str]
) -> CatalogueEntry:
    """Return an entry for a catalogue from its record, its document and its file.

    `drawn` are the sides that its figures were drawn with.
    """
    return CatalogueEntry(
        id=entry.id,
        kind=entry.kind.value,
        name=str(entry.name),
        aliases=tuple(map(str, entry.aliases)),
        summary=str(entry.summary or ""),
        regions=tuple(map(str, entry.regions)),
        muscles=tuple(map(str, entry.muscles)),
        equipment=tuple(map(str, entry.equipment)),
        position=entry.position,
        difficulty=entry.difficulty,
        found_by=tuple(sorted(entry_words(entry))),
        steps=tuple(str(step.text) for step in entry.steps),
        phrases=tuple(dose_phrases(_entry_of(tree))),
        pictures=tuple(
            PictureText(figure.alt, plain_text(figure.caption)) for figure in _figures(tree)
        ),
        side=_side_in_sight(tree, drawn),
        fields=as_data(fields),
    )


def _side_in_sight(tree: DocumentTree, drawn: AbstractSet[str]) -> str | None:
    """Return the side that figures show, if they can show the other one as well."""
    one = {*ShownSide} & drawn
    if len(one) != 1:
        return None
    pictures = [figure.picture for figure in _figures(tree)]
    mirrored = any(isinstance(each, doc.DrawnFigure) and each.mirrored for each in pictures)
    (side,) = {*ShownSide} - one if mirrored else one
    return str(side)


def _figures(tree: DocumentTree) -> list[doc.Figure]:
    """Return the pictures of an entry; those of its steps are in the steps."""
    return [child for child in _entry_of(tree).children if isinstance(child, doc.Figure)]


def _entry_of(tree: DocumentTree) -> doc.Entry:
    (entry,) = (node for node in tree.children if isinstance(node, doc.Entry))
    return entry


def load_catalogue_picture(tree: DocumentTree, number: int) -> tuple[bytes, str] | None:
    """Return a picture of an entry as a file and its media type, or None if it has not as many.

    Raises HandoutError if it cannot be read.
    """
    figures = _figures(tree)
    if not 0 <= number < len(figures):
        return None
    figure = figures[number]
    if isinstance(figure.picture, doc.DrawnFigure):
        drawn = figure.picture
        strip, dyes = store.load_strip(drawn.path, drawn.panel, figure.origin)
        palette = PALETTES["colour"].with_dyes(dyes)
        svg = write_svg(strip.panels, palette, mirrored=drawn.mirrored)
        return svg.encode(), "image/svg+xml"
    room = PixelLimits.on_screen(_PIXELS)
    picture = load_picture(figure.picture.path, figure.origin, room)
    return picture.data, media_type(picture)
