"""Compose the parts of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from re import Match
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout import model
from handout.compose.texts import enumerated, inline, short_link, text_items
from handout.dosage import Dosage
from handout.errors import Origin
from handout.inline import Plain, plain_text, read_inline
from handout.located import Text
from handout.picture_files import PictureFile
from handout.wording import Wording
from handout.wording.dosages import render_dose, render_name

_OPEN_DOSAGE: Final = ("sets", "repetitions", "hold", "per_day", "days")
"""Blanks to fill in by hand if there is no dosage."""


class EntryFacts(Struct, frozen=True):
    """What a reader needs to know before starting: target areas, level, position, equipment."""

    muscles: tuple[Text, ...]
    difficulty: model.Difficulty | None
    position: model.Position | None
    equipment: tuple[Text, ...]
    origin: Origin
    """Of the entry."""


class ShownPicture(Struct, frozen=True):
    """A picture as an entry or a block shows it."""

    picture: model.Picture
    file: PictureFile
    mirrored: bool
    """Whether a drawn figure shows the other side of the body."""


def entry_node(
    node_id: str, children: tuple[doc.Block, ...], origin: Origin, language: str
) -> list[doc.Entry]:
    """Return an entry as its parts."""
    return [doc.Entry(id=node_id, origin=origin, language=language, children=children)]


def entry_heading(
    node_id: str, name: Text, number: int | None, level: int, wording: Wording
) -> list[doc.Block]:
    """Return the name of an entry as its heading."""
    return [
        doc.Heading(
            id=node_id,
            origin=name.origin,
            language=name.language,
            level=level,
            content=inline(name),
            number=wording.text("number", number=number) if number else "",
        )
    ]


def facts(node_id: str, source: EntryFacts, entry_id: str, wording: Wording) -> list[doc.Block]:
    """Return the facts of an entry; those that are not known are left out."""

    def fact(key: str, texts: tuple[Text, ...] = (), words: str = "") -> doc.Fact:
        return doc.Fact(
            id=f"{entry_id}.{key}",
            origin=texts[0].origin if texts else source.origin,
            label=wording.text(key),
            value=(Plain(words),) if words else enumerated(wording, [*map(inline, texts)]),
            language=wording.language if words else texts[0].language if texts else "",
        )

    level = source.difficulty and wording.text(f"level.{source.difficulty.value}")
    position = source.position and wording.text(f"position.{source.position.value}")
    items = (
        fact("target_areas", source.muscles),
        fact("level", words=level or ""),
        fact("position", words=position or ""),
        fact("equipment", source.equipment),
    )
    known = tuple(item for item in items if item.value)
    return [doc.Facts(id=node_id, origin=source.origin, items=known)] if known else []


def figures(node_id: str, pictures: Iterable[ShownPicture]) -> list[doc.Figure]:
    """Return the pictures of an entry or a block."""
    return [
        doc.Figure(
            id=f"{node_id}.{number}",
            origin=(shown.picture.image or shown.picture.alt).origin,
            language=shown.picture.alt.language,
            picture=_picture(shown),
            alt=plain_text(inline(_beside(shown, shown.picture.alt))),
            caption=inline(_beside(shown, shown.picture.caption)) if shown.picture.caption else (),
        )
        for number, shown in enumerate(pictures, 1)
    ]


def _beside(shown: ShownPicture, text: Text) -> Text:
    """Return a text of a picture; beside a mirrored figure, left and right change places."""
    return replace(text, value=_SIDES.sub(_other_side, text.value)) if shown.mirrored else text


def _other_side(side: Match[str]) -> str:
    word = side[0]
    other = "right" if word.casefold() == "left" else "left"
    return other.capitalize() if word[0].isupper() else other


_SIDES: Final = re.compile(
    r"\b(?:left\b|(?<=\bthe )right\b(?! angles?\b)"
    r"|right\b(?! (?:angles?|above|across|after|along|at|away|before|behind|below|beside|down|here"
    r"|in|into|next|on|over|past|there|through|to|under|up)\b))",
    re.IGNORECASE,
)
"""Sides as English names them, without a right angle and what is right above something."""


def _picture(shown: ShownPicture) -> doc.Image | doc.DrawnFigure:
    file = shown.file
    if shown.picture.figure is None:
        return doc.Image(file.path, file.version)
    panel = str(shown.picture.panel) if shown.picture.panel else ""
    return doc.DrawnFigure(file.path, panel, shown.mirrored, file.version)


def steps(
    node_id: str,
    source: tuple[model.Step, ...],
    pictures: tuple[ShownPicture | None, ...],
    entry_id: str,
) -> list[doc.Block]:
    """Return what to do, in order, with the picture of each step that has one."""
    items = step_items(f"{entry_id}.step", source, pictures)
    return [doc.Steps(id=node_id, origin=source[0].origin, items=items)]


def steps_elsewhere(
    node_id: str, heading: doc.Heading, first_step: str, wording: Wording
) -> list[doc.Block]:
    """Return where the steps of an entry stand, given its heading and the id of a step there."""
    return [
        doc.CrossReference(
            id=node_id,
            origin=heading.origin,
            language=wording.language,
            target=heading.id,
            found_at=first_step,
            words=wording.text("steps.under", number=heading.number),
            on_page=wording.text("steps.on_page", page="{page}"),
        )
    ]


def step_items(
    node_id: str, source: Iterable[model.Step], pictures: Iterable[ShownPicture | None]
) -> tuple[doc.Item, ...]:
    """Return an item for each step."""
    items = text_items(node_id, (step.text for step in source))
    return tuple(
        replace(item, figure=figures(f"{item.id}.picture", [picture])[0]) if picture else item
        for item, picture in zip(items, pictures, strict=True)
    )


def dosage_box(
    node_id: str, origin: Origin, dosage: Dosage | None, wording: Wording, *, fillable: bool
) -> list[doc.Block]:
    """Return how much and how often; if that is not known, blanks if they can be filled in.

    `origin` is the place of the entry.
    """
    doses = dosage.doses if dosage else ()
    written = [
        (render_name(dose, wording), render_dose(dose, wording), dose.origin) for dose in doses
    ]
    blank = not any(phrases for _, phrases, _ in written)
    if blank:
        if not fillable:
            return []
        written = [("", [wording.text(f"open.{key}") for key in _OPEN_DOSAGE], origin)]
    numbers = count(1)
    return [
        doc.DosageBox(
            id=node_id,
            origin=dosage.origin if dosage else origin,
            language=wording.language,
            label=wording.text("dosage"),
            doses=tuple(
                doc.Dose(
                    id=f"{node_id}.dose.{place}",
                    origin=at,
                    label=read_inline(name),
                    items=tuple(
                        doc.Item(
                            id=f"{node_id}.{next(numbers)}",
                            origin=at,
                            content=read_inline(phrase),
                            blank=blank,
                        )
                        for phrase in phrases
                    ),
                )
                for place, (name, phrases, at) in enumerate(written, 1)
            ),
        )
    ]


def video(node_id: str, url: model.Url, origin: Origin, wording: Wording) -> list[doc.Block]:
    """Return the address of an entry's video."""
    words = short_link(url)
    return [
        doc.Video(
            id=node_id,
            origin=origin,
            label=wording.text("video"),
            url=str(url),
            content=words,
            alt=wording.text("video_code", address=plain_text(words)),
        )
    ]
