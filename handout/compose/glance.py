"""Compose the programme at a glance: what to do, how much and when, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from handout import document as doc
from handout import model, wording
from handout.compose.texts import own_heading
from handout.errors import Origin
from handout.inline import Plain
from handout.minutes import estimate_session
from handout.wording import LABELS


def glance_section(nodes: Sequence[doc.Entry], entries: Sequence[model.Entry]) -> list[doc.Block]:
    """Return a table of all entries; one entry alone needs none."""
    if len(entries) < 2:
        return []
    origin = entries[0].origin
    rows = enumerate(zip(nodes, entries, strict=True), 1)
    table = doc.Glance(
        id="glance.table",
        origin=origin,
        language=wording.LANGUAGE,
        columns=(LABELS["glance_name"], LABELS["glance_dose"], LABELS["glance_days"]),
        rows=tuple(_row(f"glance.row.{number}", *entry) for number, entry in rows),
    )
    heading = own_heading("glance", origin, LABELS["glance"])
    children = (heading, *_minutes(entries, origin), table)
    return [doc.Section(id="glance", origin=origin, children=children)]


def _minutes(entries: Sequence[model.Entry], origin: Origin) -> list[doc.Block]:
    """Return how long a session takes, where any of it can be known."""
    dosages = [entry.dosage for entry in entries]
    times = {(dosage.frequency, dosage.per_day) if dosage else None for dosage in dosages}
    words = wording.render_session(estimate_session(dosages), alike=len(times) == 1)
    if not words:
        return []
    return [
        doc.Paragraph(
            id="glance.minutes",
            origin=origin,
            language=wording.LANGUAGE,
            content=(Plain(words),),
        )
    ]


def _row(row_id: str, node: doc.Entry, entry: model.Entry) -> doc.GlanceRow:
    told_again = (block for block in node.children if isinstance(block, doc.DosageBox))
    return doc.GlanceRow(
        id=row_id,
        origin=node.origin,
        changed=node.changed or any(block.changed for block in told_again),
        entry=node.id,
        name=next(block for block in node.children if isinstance(block, doc.Heading)),
        picture=_telling_picture(node),
        dose=wording.render_dose(entry.dosage) if entry.dosage else "",
        days=wording.render_days(entry.dosage) if entry.dosage else "",
    )


def _telling_picture(node: doc.Entry) -> doc.Figure | None:
    """Return the end of the movement, by which it is known best, else the first picture."""
    figures = [block for block in node.children if isinstance(block, doc.Figure)]
    ends = [figure for figure in figures if figure.panel == "end"]
    return next(iter([*ends, *figures]), None)
