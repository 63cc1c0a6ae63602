"""Compose blocks: what a section contains besides entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout.compose.entries import ShownPicture, figures, step_items
from handout.compose.texts import enumerated, inline, paragraph, text_items, text_paragraphs
from handout.document import Block, Cell, Points, Row
from handout.errors import Origin
from handout.inline import Inline, Plain
from handout.located import Text
from handout.model import blocks as model
from handout.wording import Wording
from handout.wording.dosages import render_time_of_day


class ShownBlock(Struct, frozen=True):
    """A block with what it refers to."""

    block: model.AnyBlock
    pictures: tuple[ShownPicture | None, ...] = ()
    """The pictures that it shows, in its order; None for a step without one."""
    mentions: tuple[doc.Mention | None, ...] = ()
    """The entries that it names, in its order; None for one that is not found."""


def block_nodes(node_id: str, shown: ShownBlock, level: int, wording: Wording) -> list[Block]:
    """Return a block under its label, which is a heading of a level."""
    nodes = _nodes(node_id, shown, wording)
    label = shown.block.label
    if label is None:
        return nodes
    heading = doc.Heading(
        id=f"{node_id}.label",
        origin=label.origin,
        language=label.language,
        level=level,
        content=inline(label),
        minor=True,
    )
    return [heading, *nodes]


def _nodes(  # noqa: C901 -- one match over all blocks
    node_id: str, shown: ShownBlock, wording: Wording
) -> list[Block]:
    block, pictures = shown.block, shown.pictures
    origin = block.origin
    match block:
        case model.TextBlock():
            return text_paragraphs(node_id, block.text)
        case model.PointsBlock():
            items = text_items(f"{node_id}.point", block.points)
            return [Points(id=node_id, origin=origin, items=items)]
        case model.StepsBlock():
            steps = step_items(f"{node_id}.step", block.steps, pictures)
            return [doc.Steps(id=node_id, origin=origin, items=steps)]
        case model.DoDontBlock():
            advice = block.do_dont
            return [_do_dont(node_id, advice, wording)] if advice.do or advice.dont else []
        case model.TableBlock():
            # A table that is not complete has been reported, and cannot be laid out.
            table = block.table
            return [_table(node_id, table, block.label)] if table.is_complete else []
        case model.ScheduleBlock():
            return [_schedule(node_id, block, shown.mentions, wording)]
        case model.PictureBlock():
            share = _SHARES[block.picture.width] if block.picture.width else 0.0
            return [replace(each, width=share) for each in figures(node_id, _found(pictures))]
        case model.PicturesBlock():
            children = tuple(figures(node_id, _found(pictures)))
            return [doc.Pictures(id=node_id, origin=origin, children=children)]
        case model.BoxBlock():
            return [_box(node_id, block.box, wording)]
        case model.ScaleBlock():
            return [_scale(node_id, block, wording)]
        case model.TrafficLightBlock():
            return [_traffic_light(node_id, block.traffic_light, wording)]
        case model.LinesBlock():
            label = inline(block.lines.label) if block.lines.label else ()
            count = block.lines.count.value
            return [doc.WritingLines(id=node_id, origin=origin, label=label, count=count)]
        case model.BreakBlock():
            return [doc.PageBreak(id=node_id, origin=origin)]
        case _:
            assert_never(block)


_SHARES: Final = {model.Width.FULL: 1.0, model.Width.HALF: 1 / 2, model.Width.THIRD: 1 / 3}


def _found(pictures: Iterable[ShownPicture | None]) -> tuple[ShownPicture, ...]:
    return tuple(picture for picture in pictures if picture)


def _do_dont(node_id: str, advice: model.DoDontFields, wording: Wording) -> doc.DoDont:
    lists = (
        ("do", advice.do, doc.Marker.DO),
        ("dont", advice.dont, doc.Marker.DONT),
    )
    return doc.DoDont(
        id=node_id,
        origin=advice.origin,
        children=tuple(
            Points(
                id=f"{node_id}.{key}",
                origin=texts[0].origin,
                label=wording.text(f"block.{key}"),
                items=text_items(f"{node_id}.{key}", texts),
                marker=marker,
            )
            for key, texts, marker in lists
            if texts
        ),
    )


def _table(node_id: str, grid: model.TableFields, label: Text | None) -> doc.Table:
    head = _row(f"{node_id}.head", grid.origin, grid.columns, heading=True)
    rows = (
        _row(f"{node_id}.{number}", cells.origin, cells.texts)
        for number, cells in enumerate(grid.rows, 1)
    )
    return doc.Table(
        id=node_id,
        origin=grid.origin,
        kind=doc.TableKind.PLAIN,
        label=label.value if label and not grid.caption else "",
        caption=inline(grid.caption) if grid.caption else (),
        rows=(head, *rows),
    )


def _row(row_id: str, origin: Origin, texts: Iterable[Text], *, heading: bool = False) -> Row:
    cells = tuple(
        Cell(
            id=f"{row_id}.{number}",
            origin=text.origin,
            language=text.language,
            content=inline(text),
            heading=heading or (number == 1 and bool(inline(text))),
            blank=not inline(text),
        )
        for number, text in enumerate(texts, 1)
    )
    return Row(id=row_id, origin=origin, cells=cells)


def _schedule(
    node_id: str,
    block: model.ScheduleBlock,
    mentions: tuple[doc.Mention | None, ...],
    wording: Wording,
) -> doc.Table:
    """Return a row for each time of the day, with its mentions in the order of the entries."""
    known = iter(mentions)

    def cell(cell_id: str, content: tuple[Inline, ...], origin: Origin, heading: bool) -> Cell:  # noqa: FBT001
        return Cell(id=f"{node_id}.{cell_id}", origin=origin, content=content, heading=heading)

    heads = tuple(
        replace(
            cell(f"head.{key}", (Plain(wording.text(f"schedule.{key}")),), block.origin, True),  # noqa: FBT003
            language=wording.language,
        )
        for key in ("time", "do")
    )
    rows = [Row(id=f"{node_id}.head", origin=block.origin, cells=heads)]
    for number, slot in enumerate(block.schedule, 1):
        named = [next(known, None) for _ in slot.entries]
        what = replace(
            cell(f"{number}.do", inline(slot.do) if slot.do else (), slot.origin, False),  # noqa: FBT003
            mentions=tuple(
                replace(mention, id=f"{node_id}.{number}.entry.{place}", origin=entry.origin)
                for place, (entry, mention) in enumerate(zip(slot.entries, named, strict=True), 1)
                if mention
            ),
        )
        time = cell(f"{number}.time", _times(slot.time.items, wording), slot.origin, True)  # noqa: FBT003
        rows.append(Row(id=f"{node_id}.{number}", origin=slot.origin, cells=(time, what)))
    return doc.Table(
        id=node_id,
        origin=block.origin,
        kind=doc.TableKind.SCHEDULE,
        label=block.label.value if block.label else wording.text("schedule"),
        rows=tuple(rows),
    )


def _times(times: Sequence[Text], wording: Wording) -> tuple[Inline, ...]:
    """Return times of the day, in words of the program where it knows them."""
    words = [render_time_of_day(time.value, wording) for time in times]
    # Words of other languages are left to their writers: a capital 'i' is not 'I' in all of them.
    words[0] = words[0][:1].title() + words[0][1:]
    listed = [
        (Plain(known),) if known else inline(time) for known, time in zip(words, times, strict=True)
    ]
    return enumerated(wording, listed)


_CALLOUTS: Final = {
    model.BoxKind.INFO: doc.CalloutKind.INFO,
    model.BoxKind.TIP: doc.CalloutKind.TIP,
    model.BoxKind.CAUTION: doc.CalloutKind.CAUTION,
    model.BoxKind.STOP: doc.CalloutKind.STOP,
}


def _box(node_id: str, box: model.BoxFields, wording: Wording) -> doc.Callout:
    """Return a box with a heading that says its kind in words, if it has none of its own."""
    heading = doc.Paragraph(
        id=f"{node_id}.heading",
        origin=box.heading.origin if box.heading else box.origin,
        language=box.heading.language if box.heading else wording.language,
        content=inline(box.heading) if box.heading else (Plain(wording.text(f"box.{box.kind}")),),
        role=doc.Role.BOX_HEADING,
    )
    children: list[Block] = [heading]
    if box.text:
        children += text_paragraphs(f"{node_id}.text", box.text)
    if box.points:
        items = text_items(f"{node_id}.point", box.points)
        origin = box.points[0].origin
        children.append(Points(id=f"{node_id}.points", origin=origin, items=items))
    kind = _CALLOUTS[box.kind]
    return doc.Callout(id=node_id, origin=box.origin, kind=kind, children=tuple(children))


def _scale(node_id: str, block: model.ScaleBlock, wording: Wording) -> doc.Scale:
    low, high = (wording.text(f"scale.{block.scale}.{end}") for end in ("low", "high"))
    firsts = [0, *(zone.to.value + 1 for zone in block.zones)]
    return doc.Scale(
        id=node_id,
        origin=block.origin,
        language=wording.language,
        alt=wording.text("scale.alt", low=low, high=high),
        ends=(low, high),
        zones=tuple(
            doc.Zone(
                id=f"{node_id}.{number}",
                origin=zone.means.origin,
                language=zone.means.language,
                first=first,
                last=zone.to.value,
                range=_zone_range(first, zone.to.value, wording),
                content=inline(zone.means),
            )
            for number, (first, zone) in enumerate(zip(firsts, block.zones, strict=False), 1)
        ),
    )


def _zone_range(first: int, last: int, wording: Wording) -> str:
    low, high = (wording.text("number", number=number) for number in (first, last))
    return low if low == high else f"{low}\u2013{high}"


def _traffic_light(
    node_id: str, lights: model.TrafficLightFields, wording: Wording
) -> doc.TrafficLight:
    texts = {
        doc.Signal.GREEN: lights.green,
        doc.Signal.AMBER: lights.amber,
        doc.Signal.RED: lights.red,
    }
    return doc.TrafficLight(
        id=node_id,
        origin=lights.origin,
        children=tuple(
            _light(f"{node_id}.{signal}", signal, each.items, wording)
            for signal, each in texts.items()
        ),
    )


def _light(
    node_id: str, signal: doc.Signal, texts: tuple[Text, ...], wording: Wording
) -> doc.Light:
    origin = texts[0].origin
    body: doc.Paragraph | Points
    if len(texts) == 1:
        body = paragraph(f"{node_id}.text", texts[0], doc.Role.BODY)[0]
    else:
        items = text_items(f"{node_id}.point", texts)
        body = Points(id=f"{node_id}.points", origin=origin, items=items)
    label = wording.text(f"light.{signal}")
    return doc.Light(id=node_id, origin=origin, signal=signal, label=label, children=(body,))
