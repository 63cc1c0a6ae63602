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
    """Return a section with a table of all entries; one entry alone needs none."""
    if len(entries) < 2:
        return []
    origin = entries[0].origin
    heads = (LABELS["glance_name"], LABELS["glance_dose"], LABELS["glance_days"])
    head = doc.Row(
        id="glance.head",
        origin=origin,
        cells=tuple(
            _cell(f"glance.head.{number}", origin, words, heading=True)
            for number, words in enumerate(heads, 1)
        ),
    )
    rows = enumerate(zip(nodes, entries, strict=True), 1)
    table = doc.Table(
        id="glance.table",
        origin=origin,
        language=wording.LANGUAGE,
        kind=doc.TableKind.GLANCE,
        rows=(head, *(_row(f"glance.row.{number}", *entry) for number, entry in rows)),
    )
    heading = own_heading("glance", origin, LABELS["glance"])
    children = (heading, *_minutes(entries, origin), table)
    return [doc.Section(id="glance", origin=origin, children=children)]


def _minutes(entries: Sequence[model.Entry], origin: Origin) -> list[doc.Block]:
    """Return how long a session takes, if the time of any entry is known."""
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


def _row(row_id: str, node: doc.Entry, entry: model.Entry) -> doc.Row:
    """Return the row of an entry; what its dosage does not say is left to handwriting."""
    dosages = (block for block in node.children if isinstance(block, doc.DosageBox))
    heading = next(block for block in node.children if isinstance(block, doc.Heading))
    name = doc.Cell(
        id=f"{row_id}.name",
        origin=node.origin,
        content=(Plain(heading.words),),
        heading=True,
        target=node.id,
        thumbnail=_thumbnail(node),
    )
    dose = wording.render_dose(entry.dosage) if entry.dosage else ""
    days = wording.render_days(entry.dosage) if entry.dosage else ""
    return doc.Row(
        id=row_id,
        origin=node.origin,
        changed=node.changed or any(block.changed for block in dosages),
        cells=(
            name,
            _cell(f"{row_id}.dose", node.origin, dose),
            _cell(f"{row_id}.days", node.origin, days),
        ),
    )


def _cell(cell_id: str, origin: Origin, words: str, *, heading: bool = False) -> doc.Cell:
    return doc.Cell(
        id=cell_id,
        origin=origin,
        language=wording.LANGUAGE,
        content=(Plain(words),) if words else (),
        heading=heading,
        blank=not words,
    )


def _thumbnail(node: doc.Entry) -> doc.Figure | None:
    """Return the picture that shows an entry best: the end of its movement, or else its first."""
    figures = [block for block in node.children if isinstance(block, doc.Figure)]
    ends = (figure for figure in figures if _shows_end(figure))
    return next(ends, figures[0] if figures else None)


def _shows_end(figure: doc.Figure) -> bool:
    return isinstance(figure.picture, doc.DrawnFigure) and figure.picture.panel == "end"
