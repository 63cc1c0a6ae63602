"""Compose the catalogue of the library: the pictures and names of entries, by body region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.compose.tables import heading_of, thumbnail
from handout.inline import Plain, Strong
from handout.wording import Wording

_REGIONS: Final = (
    *("neck", "shoulder", "chest", "upper back", "elbow", "wrist", "hand", "lower back"),
    *("hip", "thigh", "knee", "calf", "ankle", "foot"),
)
"""From head to foot; other regions come after these."""

_ACROSS: Final = 4
"""Pictures side by side on paper."""

Shown = tuple[str, str, doc.Entry]
"""The id of an entry, the region that it is for above all, and its node."""


def catalogue_blocks(entries: Iterable[Shown], wording: Wording) -> tuple[doc.Block, ...]:
    """Return a heading for the catalogue, and a section with pictures for each region."""
    by_region: dict[str, list[Shown]] = {}
    for shown in entries:
        by_region.setdefault(shown[1], []).append(shown)
    places = {region: place for place, region in enumerate(_REGIONS)}
    ordered = sorted(by_region, key=lambda region: (places.get(region, len(places)), region))
    origin = next(iter(by_region[ordered[0]]))[2].origin
    title = doc.Heading(
        id="title",
        origin=origin,
        language=wording.language,
        level=1,
        content=(Plain(wording.text("catalogue")),),
    )
    return title, *(
        _section(number, region, by_region[region]) for number, region in enumerate(ordered, 1)
    )


def _section(number: int, region: str, entries: list[Shown]) -> doc.Section:
    """Return the entries of a region; those without a picture are named below the others."""
    origin = entries[0][2].origin
    figures, names = list[doc.Figure](), list[doc.Item]()
    for entry_id, _, node in entries:
        name = heading_of(node).content
        words = (Strong(name), Plain(f" {entry_id}"))
        picture = thumbnail(node.children)
        if picture:
            figures.append(replace(picture, id=f"{entry_id}.picture", caption=words))
        else:
            item = doc.Item(id=f"{entry_id}.name", origin=node.origin, content=words)
            names.append(item)
    heading = doc.Heading(
        id=f"region.{number}.heading",
        origin=origin,
        level=2,
        content=(Plain(region[:1].title() + region[1:]),),
    )
    children: list[doc.Block] = [heading]
    if figures:
        node_id = f"region.{number}.pictures"
        children.append(
            doc.Pictures(id=node_id, origin=origin, children=tuple(figures), columns=_ACROSS)
        )
    if names:
        node_id = f"region.{number}.names"
        children.append(doc.Points(id=node_id, origin=origin, items=tuple(names)))
    return doc.Section(id=f"region.{number}", origin=origin, children=tuple(children))
