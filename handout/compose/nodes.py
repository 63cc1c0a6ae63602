"""Compose the nodes of one handout, numbering entries through and keeping ids unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from handout import document as doc
from handout import model
from handout.clinic import Clinic
from handout.compose.around import about_author, log_grid, log_section
from handout.compose.entries import dosage_box, facts, steps, video
from handout.compose.glance import glance_section
from handout.compose.texts import (
    inline,
    joined,
    labelled_points,
    own_heading,
    paragraph,
    short_link,
    text_paragraphs,
)
from handout.dosage import Dosage, Side
from handout.errors import Origin
from handout.inline import Inline, Plain, plain_text
from handout.letterhead import letterhead
from handout.library import Library
from handout.memo import Memo
from handout.program import Program
from handout.source import Text
from handout.visit import mark_changes, program_note, visit_facts
from handout.wording import LABELS

_OWN_IDS: Final = (
    *("letterhead", "title", "subtitle", "visit", "note", "intro", "stop", "glance", "section"),
    *("tip", "summary", "log", "author", "sources"),
)
"""Names of a handout's own nodes, which an entry may have as its id."""

_CARD_WEEKS: Final = model.Weeks(4)
"""How long the logs behind cards are where the handout has no log."""

_Key = tuple[Origin, str, int | None, int]
"""An entry as a handout uses it: the place of its use, then its node's id, number and level."""

Made = Memo[_Key, doc.Entry]
"""The nodes of entries as handouts use them."""

_DETAILS: Final = {
    **dict.fromkeys(("summary", "glance", "author", "facts", "why"), doc.Detail.FULL),
    **dict.fromkeys(("tip", "mistakes", "easier", "harder"), doc.Detail.HELPFUL),
}
"""What only editions of some detail have, by the field that it comes from."""


def _in_details(prefix: str, blocks: Iterable[doc.Block]) -> tuple[doc.Block, ...]:
    """Return blocks that know which editions have them, by their ids after a prefix."""
    return tuple(
        replace(block, detail=_DETAILS[field]) if field in _DETAILS else block
        for block in blocks
        for field in (block.id.removeprefix(prefix).partition(".")[0],)
    )


@dataclass(slots=True)
class Nodes:
    """The nodes of one handout."""

    library: Library
    fillable: bool
    """Whether what nobody has said is left open for handwriting."""
    made: Made = field(default_factory=lambda: Memo(1))
    """Nodes from before that stand as they are, and those that are made now."""
    complete: bool = True
    """Whether all that the handout names is there."""
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)

    def handout(
        self, handout: model.Handout, program: Program | None = None, clinic: Clinic | None = None
    ) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        blocks: list[doc.Block] = self.letterhead(clinic) if clinic else []
        blocks.append(
            doc.Heading(
                id="title", origin=handout.title.origin, level=1, content=inline(handout.title)
            )
        )
        if handout.subtitle:
            blocks.append(paragraph("subtitle", handout.subtitle, doc.Role.SUBTITLE))
        if program or clinic:
            blocks.append(visit_facts(program, handout.origin))
        blocks += program_note(program)
        blocks += text_paragraphs("intro", handout.intro)
        # Before the exercises, because it must be read before them.
        blocks += self._stop(handout)
        sections = [
            self._section(section, f"section.{number}")
            for number, section in enumerate(handout.sections, 1)
        ]
        nodes = [block for block in doc.walk(tuple(sections)) if isinstance(block, doc.Entry)]
        blocks += [*glance_section(nodes, self._entries), *sections]
        blocks += self._tip(handout)
        blocks += _headed("summary", handout.summary, LABELS["summary"])
        if handout.log:
            blocks.append(log_section(self.log(handout), handout.log.origin))
        if handout.author:
            blocks.append(about_author(handout.author))
        blocks += self._sources(handout)
        return _in_details("", blocks)

    @property
    def dosages(self) -> list[Dosage | None]:
        """The dosages of all entries so far."""
        return [entry.dosage for entry in self._entries]

    def log(self, handout: model.Handout) -> doc.Log:
        """Return the grid of the programme, for as many weeks as the handout says."""
        weeks = handout.log.weeks if handout.log else _CARD_WEEKS
        origin = handout.log.origin if handout.log else handout.origin
        return log_grid(weeks.count, origin, self.dosages)

    def letterhead(self, clinic: Clinic) -> list[doc.Block]:
        """Return a clinic's letterhead; the logo that is not there makes it incomplete."""
        logo = self.library.logo_file(clinic)
        self.complete = self.complete and (logo is not None or not clinic.logo)
        return [letterhead(clinic, logo)]

    def entry(self, entry: model.Entry, number: int | None, level: int) -> doc.Entry:
        """Return the node of an entry that stands for itself."""
        return self._entry(self._name(entry), entry, number, level)

    def _used(self, use: model.Use, entry: model.Entry, level: int) -> doc.Entry:
        """Return the node of an entry in a handout, marked where a patient has it otherwise."""
        node_id = self._name(entry)
        number = len(self._entries)
        if use.personal is None and not use.added:
            key = (use.origin, node_id, number, level)
            made = self.made.get(key) or self._entry(node_id, entry, number, level)
            return self.made.keep(key, made) if self.complete else made
        node = self._entry(node_id, entry, number, level)
        if use.personal:
            node = mark_changes(node, use.personal)
        return replace(node, changed=use.added)

    def _name(self, entry: model.Entry) -> str:
        """Return the id of an entry's node, and remember that it is there."""
        self._ids[entry.id] += 1
        self._entries.append(entry)
        count = self._ids[entry.id]
        return entry.id if count == 1 else f"{entry.id}.use.{count}"

    def _entry(self, node_id: str, entry: model.Entry, number: int | None, level: int) -> doc.Entry:
        name = doc.Heading(
            id=f"{node_id}.name",
            origin=entry.name.origin,
            level=level,
            content=inline(entry.name),
            number=number,
        )
        children: list[doc.Block] = [name]
        if entry.summary:
            children.append(paragraph(f"{node_id}.summary", entry.summary, doc.Role.SUMMARY))
        children += facts(node_id, entry)
        children += text_paragraphs(f"{node_id}.note", entry.note, role=doc.Role.NOTE)
        children += self._figures(node_id, entry)
        children += text_paragraphs(f"{node_id}.start", entry.start, LABELS["start"])
        children.append(steps(node_id, entry))
        children += dosage_box(node_id, entry, fillable=self.fillable)
        children += text_paragraphs(f"{node_id}.why", entry.why, LABELS["why"])
        children += labelled_points(f"{node_id}.mistakes", entry.mistakes, LABELS["mistakes"])
        children += text_paragraphs(f"{node_id}.easier", entry.easier, LABELS["easier"])
        children += text_paragraphs(f"{node_id}.harder", entry.harder, LABELS["harder"])
        children += labelled_points(f"{node_id}.cautions", entry.cautions, LABELS["cautions"])
        children += video(node_id, entry)
        blocks = _in_details(f"{node_id}.", children)
        return doc.Entry(id=node_id, origin=entry.origin, children=blocks)

    def _section(self, section: model.Section, node_id: str) -> doc.Section:
        children: list[doc.Block] = []
        if section.heading:
            children.append(
                doc.Heading(
                    id=f"{node_id}.heading",
                    origin=section.heading.origin,
                    level=2,
                    content=inline(section.heading),
                )
            )
        children += text_paragraphs(f"{node_id}.intro", section.intro)
        for use in section.uses:
            entry = self.library.used_entry(use)
            if entry is None:
                self.complete = False
                continue
            level = 3 if section.heading else 2
            children.append(self._used(use, entry, level))
        return doc.Section(id=node_id, origin=section.origin, children=tuple(children))

    def _figures(self, node_id: str, entry: model.Entry) -> list[doc.Block]:
        figures: list[doc.Block] = []
        for number, picture in enumerate(entry.pictures, 1):
            path = self.library.picture_file(picture)
            if path is None:
                self.complete = False
                continue
            figures.append(
                doc.Figure(
                    id=f"{node_id}.picture.{number}",
                    origin=(picture.image or picture.alt).origin,
                    path=path,
                    alt=plain_text(inline(picture.alt)),
                    caption=inline(picture.caption) if picture.caption else (),
                    panel=str(picture.panel) if picture.panel else "",
                    mirrored=self._shows_other_side(entry, picture),
                )
            )
        return figures

    def _shows_other_side(self, entry: model.Entry, picture: model.Picture) -> bool:
        """Tell whether a drawn figure works with the side that the dosage leaves out."""
        side = entry.dosage.side if entry.dosage else None
        if picture.figure is None or side not in {Side.LEFT, Side.RIGHT}:
            return False
        drawn = self.library.figure_side(picture.figure)
        return drawn in {Side.LEFT, Side.RIGHT} and drawn != side

    def _stop(self, handout: model.Handout) -> list[doc.Block]:
        if not handout.stop_if:
            return []
        points = labelled_points("stop.signs", handout.stop_if, LABELS["stop"])
        origin = handout.stop_if[0].origin
        kind = doc.CalloutKind.STOP
        return [doc.Callout(id="stop", origin=origin, kind=kind, children=tuple(points))]

    def _tip(self, handout: model.Handout) -> list[doc.Block]:
        tip = handout.tip
        if not tip:
            return []
        heading = own_heading("tip", tip.origin, LABELS["tip"])
        if tip.heading:
            heading = replace(heading, language="", content=inline(tip.heading))
        children = (heading, *text_paragraphs("tip.text", tip.text))
        kind = doc.CalloutKind.TIP
        return [doc.Callout(id="tip", origin=tip.origin, kind=kind, children=children)]

    def _sources(self, handout: model.Handout) -> list[doc.Block]:
        """Return the handout's sources, then what each entry adds to them."""
        lines: dict[tuple[Inline, ...], Origin] = {}
        for source in handout.sources:
            lines.setdefault(_credit(source), source.origin)
        named: dict[tuple[Inline, ...], list[model.Entry]] = {}
        for entry in self._entries:
            if entry.source and _credit(entry.source) not in lines:
                named.setdefault(_credit(entry.source), []).append(entry)
        for credit, entries in named.items():
            names = ", ".join(dict.fromkeys(plain_text(inline(entry.name)) for entry in entries))
            lines[(Plain(f"{names}: "), *credit)] = entries[0].origin
        if not lines:
            return []
        heading = own_heading("sources", next(iter(lines.values())), LABELS["sources"])
        children = [
            doc.Paragraph(
                id=f"sources.{number}", origin=origin, content=content, role=doc.Role.SMALL
            )
            for number, (content, origin) in enumerate(lines.items(), 1)
        ]
        return [
            doc.Section(id="sources", origin=heading.origin, children=(heading, *children)),
        ]


def _headed(node_id: str, text: Text | None, words: str) -> list[doc.Block]:
    if text is None:
        return []
    children = (own_heading(node_id, text.origin, words), *text_paragraphs(f"{node_id}.text", text))
    return [doc.Section(id=node_id, origin=text.origin, children=children)]


def _credit(source: model.Source) -> tuple[Inline, ...]:
    """Return a source as title, author, address and licence."""
    parts: list[tuple[Inline, ...]] = [
        inline(text) for text in (source.title, source.author) if text
    ]
    if source.url:
        parts.append(short_link(source.url))
    if source.licence:
        parts.append((Plain(f"{LABELS['licence']}: "), *inline(source.licence)))
    return joined(parts, ". ")
