"""Compose the parts of an entry."""

from __future__ import annotations

from handout import document as doc
from handout import model, wording
from handout.compose.texts import inline, joined, short_link, text_items
from handout.inline import plain_text, read_inline
from handout.source import Text
from handout.wording import LABELS


def facts(node_id: str, entry: model.Entry) -> list[doc.Block]:
    """Return what a reader asks before starting: for which muscles, how hard, with what."""
    origin = entry.origin
    level = wording.DIFFICULTIES[entry.difficulty] if entry.difficulty else ""
    position = wording.POSITIONS[entry.position] if entry.position else ""
    values: dict[str, tuple[Text, ...]] = {
        "target_areas": entry.muscles,
        "level": (Text(level, origin),) if level else (),
        "position": (Text(position, origin),) if position else (),
        "equipment": entry.equipment,
    }
    facts = tuple(
        doc.Fact(
            id=f"{node_id}.{key}",
            origin=texts[0].origin,
            label=LABELS[key],
            value=joined([inline(text) for text in texts], ", "),
            language=wording.LANGUAGE if key in {"level", "position"} else "",
        )
        for key, texts in values.items()
        if texts
    )
    return [doc.Facts(id=f"{node_id}.facts", origin=origin, items=facts)] if facts else []


def steps(node_id: str, entry: model.Entry) -> doc.Steps:
    """Return what to do, in order."""
    return doc.Steps(
        id=f"{node_id}.steps",
        origin=entry.steps[0].origin if entry.steps else entry.origin,
        items=text_items(f"{node_id}.step", entry.steps),
    )


def dosage_box(node_id: str, entry: model.Entry, *, fillable: bool) -> list[doc.Block]:
    """Return how much and how often; where nothing is said, blanks if they can be filled in."""
    phrases = wording.render_dosage(entry.dosage) if entry.dosage else []
    blank = not phrases
    if blank and not fillable:
        return []
    origin = entry.dosage.origin if entry.dosage else entry.origin
    items = tuple(
        doc.Item(
            id=f"{node_id}.dosage.{number}",
            origin=origin,
            content=read_inline(phrase),
            blank=blank,
        )
        for number, phrase in enumerate(phrases or wording.OPEN_DOSAGE, 1)
    )
    return [
        doc.DosageBox(
            id=f"{node_id}.dosage",
            origin=origin,
            language=wording.LANGUAGE,
            label=LABELS["dosage"],
            items=items,
        )
    ]


def video(node_id: str, entry: model.Entry) -> list[doc.Block]:
    """Return where a film of the entry is."""
    if not entry.video:
        return []
    words = short_link(entry.video)
    return [
        doc.Video(
            id=f"{node_id}.video",
            origin=entry.origin,
            label=LABELS["video"],
            url=str(entry.video),
            content=words,
            alt=LABELS["video_code"].format(address=plain_text(words)),
        )
    ]
