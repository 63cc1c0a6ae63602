"""Compose the parts of an entry."""

from __future__ import annotations

from pathlib import Path

from handout import document as doc
from handout import model, wording
from handout.compose.texts import inline, joined, short_link, text_items
from handout.dosage import Dosage
from handout.errors import Origin
from handout.inline import plain_text, read_inline
from handout.located import Text
from handout.model import Difficulty, Position
from handout.wording import LABELS

Told = tuple[tuple[Text, ...], Difficulty | None, Position | None, tuple[Text, ...], Origin]
"""Target areas, level, position and equipment of an entry, and its place."""

Shown = tuple[model.Picture, Path, bool]
"""A picture, its file, and whether it is shown with the other side of the body."""


def entry_name(node_id: str, source: tuple[Text, int | None, int]) -> list[doc.Block]:
    """Return the heading of an entry from its name, number and level."""
    name, number, level = source
    content = inline(name)
    return [
        doc.Heading(id=node_id, origin=name.origin, level=level, content=content, number=number)
    ]


def facts(node_id: str, told: Told, entry_id: str) -> list[doc.Block]:
    """Return what a reader asks before starting: for which muscles, how hard, with what."""
    muscles, difficulty, place, equipment, origin = told
    level = wording.DIFFICULTIES[difficulty] if difficulty else ""
    position = wording.POSITIONS[place] if place else ""
    values: dict[str, tuple[Text, ...]] = {
        "target_areas": muscles,
        "level": (Text(level, origin),) if level else (),
        "position": (Text(position, origin),) if position else (),
        "equipment": equipment,
    }
    items = tuple(
        doc.Fact(
            id=f"{entry_id}.{key}",
            origin=texts[0].origin,
            label=LABELS[key],
            value=joined([inline(text) for text in texts], ", "),
            language=wording.LANGUAGE if key in {"level", "position"} else "",
        )
        for key, texts in values.items()
        if texts
    )
    return [doc.Facts(id=node_id, origin=origin, items=items)] if items else []


def figures(node_id: str, shown: tuple[Shown, ...]) -> list[doc.Block]:
    """Return the pictures of an entry."""
    return [
        doc.Figure(
            id=f"{node_id}.{number}",
            origin=(picture.image or picture.alt).origin,
            picture=_picture(picture, path, mirrored=mirrored),
            alt=plain_text(inline(picture.alt)),
            caption=inline(picture.caption) if picture.caption else (),
        )
        for number, (picture, path, mirrored) in enumerate(shown, 1)
    ]


def _picture(picture: model.Picture, path: Path, *, mirrored: bool) -> doc.Image | doc.DrawnFigure:
    if picture.figure is None:
        return doc.Image(path)
    panel = str(picture.panel) if picture.panel else ""
    return doc.DrawnFigure(path, panel, mirrored)


def steps(node_id: str, source: tuple[tuple[Text, ...], Origin], entry_id: str) -> list[doc.Block]:
    """Return what to do, in order; without a step, at the place of the entry."""
    texts, origin = source
    items = text_items(f"{entry_id}.step", texts)
    return [doc.Steps(id=node_id, origin=texts[0].origin if texts else origin, items=items)]


def dosage_box(
    node_id: str, source: tuple[Dosage | None, Origin], *, fillable: bool
) -> list[doc.Block]:
    """Return how much and how often; where nothing is said, blanks if they can be filled in."""
    dosage, place = source
    phrases = wording.render_dosage(dosage) if dosage else []
    blank = not phrases
    if blank and not fillable:
        return []
    origin = dosage.origin if dosage else place
    items = tuple(
        doc.Item(
            id=f"{node_id}.{number}",
            origin=origin,
            content=read_inline(phrase),
            blank=blank,
        )
        for number, phrase in enumerate(phrases or wording.OPEN_DOSAGE, 1)
    )
    return [
        doc.DosageBox(
            id=node_id,
            origin=origin,
            language=wording.LANGUAGE,
            label=LABELS["dosage"],
            items=items,
        )
    ]


def video(node_id: str, source: tuple[model.Url, Origin]) -> list[doc.Block]:
    """Return where a film of the entry is."""
    url, origin = source
    words = short_link(url)
    return [
        doc.Video(
            id=node_id,
            origin=origin,
            label=LABELS["video"],
            url=str(url),
            content=words,
            alt=LABELS["video_code"].format(address=plain_text(words)),
        )
    ]
