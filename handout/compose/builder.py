"""Compose the nodes of one handout, numbering entries through and keeping ids unique."""

from __future__ import annotations

from collections import Counter
from typing import Final

from msgspec import Struct, field

from handout import document as doc
from handout import model
from handout.clinic import Clinic
from handout.compose.entries import (
    Shown,
    dosage_box,
    entry_name,
    facts,
    figures,
    steps,
    video,
)
from handout.compose.glance import glance_section
from handout.compose.letterhead import letterhead
from handout.compose.parts import Made, Parts, in_detail
from handout.compose.sections import (
    about_author,
    headed,
    log_section,
    log_table,
    section_heading,
    sources,
    stop,
    tip,
    title,
)
from handout.compose.texts import labelled_points, paragraph, text_paragraphs
from handout.compose.visit import changed_parts, program_note, visit_facts
from handout.dosage import Dosage, Side
from handout.home_program import HomeProgram
from handout.library import Library
from handout.wording import LABELS

_OWN_IDS: Final = (
    *("letterhead", "title", "subtitle", "visit", "note", "intro", "stop", "glance", "section"),
    *("tip", "summary", "log", "author", "sources"),
)
"""Names of a handout's own nodes, which an entry may have as its id."""

_CARD_WEEKS: Final = model.Weeks(4)
"""How long the logs behind cards are where the handout has no log."""


class Nodes(Struct):
    """The nodes of one handout."""

    library: Library
    fillable: bool
    """Whether what nobody has said is left open for handwriting."""
    made: Made = field(default_factory=Made)
    """What was composed before and stands as it is, and what is composed now."""
    complete: bool = True
    """Whether all that the handout names is there."""
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)

    def handout(
        self,
        handout: model.Handout,
        program: HomeProgram | None = None,
        clinic: Clinic | None = None,
    ) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        part = Parts(self.made, "").part
        blocks: list[doc.Block] = self.letterhead(clinic) if clinic else []
        blocks += part("title", handout.title, title)
        blocks += part("subtitle", handout.subtitle, paragraph, doc.Role.SUBTITLE)
        if program or clinic:
            blocks.append(visit_facts(program, handout.origin))
        blocks += program_note(program)
        blocks += part("intro", handout.intro, text_paragraphs)
        # Before the exercises, because it must be read before them.
        blocks += part("stop", handout.stop_if, stop)
        sections = [
            self._section(section, f"section.{number}")
            for number, section in enumerate(handout.sections, 1)
        ]
        nodes = [
            block
            for section in sections
            for block in section.children
            if isinstance(block, doc.Entry)
        ]
        blocks += in_detail("glance", glance_section(nodes, self._entries))
        blocks += sections
        blocks += part("tip", handout.tip, tip)
        blocks += part("summary", handout.summary, headed, LABELS["summary"])
        if handout.log:
            blocks += part("log", (self.log(handout), handout.log.origin), log_section)
        blocks += part("author", handout.author, about_author)
        credited = [(entry.name, entry.source, entry.origin) for entry in self._entries]
        blocks += part("sources", (handout.sources, credited), sources)
        return tuple(blocks)

    @property
    def dosages(self) -> list[Dosage | None]:
        """The dosages of all entries so far."""
        return [entry.dosage for entry in self._entries]

    def log(self, handout: model.Handout) -> doc.Table:
        """Return the grid of the programme, for as many weeks as the handout says."""
        weeks = handout.log.weeks if handout.log else _CARD_WEEKS
        origin = handout.log.origin if handout.log else handout.origin
        return log_table(weeks.count, origin, self.dosages)

    def letterhead(self, clinic: Clinic) -> list[doc.Block]:
        """Return a clinic's letterhead; the logo that is not there makes it incomplete."""
        logo = self.library.logo_file(clinic)
        self.complete = self.complete and (logo is not None or not clinic.logo)
        source = (clinic, logo)
        return [*Parts(self.made, "").part("letterhead", source, lambda _, of: [letterhead(*of)])]

    def entry(self, entry: model.Entry, number: int | None, level: int) -> doc.Entry:
        """Return the node of an entry that stands for itself."""
        return self._entry(self._name(entry), entry, number, level)

    def _used(self, use: model.Use, entry: model.Entry, level: int) -> doc.Entry:
        """Return the node of an entry in a handout, marked where a patient has it otherwise."""
        node_id = self._name(entry)
        number = len(self._entries)
        if use.personal is not None or use.added:
            return self._entry(node_id, entry, number, level, use)
        key = (use.origin, node_id, number, level)
        made = self.made.entries.get(key) or self._entry(node_id, entry, number, level)
        return self.made.entries.keep(key, made) if self.complete else made

    def _name(self, entry: model.Entry) -> str:
        """Return the id of an entry's node, and remember that it is there."""
        self._ids[entry.id] += 1
        self._entries.append(entry)
        count = self._ids[entry.id]
        return entry.id if count == 1 else f"{entry.id}.use.{count}"

    def _entry(
        self,
        node_id: str,
        entry: model.Entry,
        number: int | None,
        level: int,
        use: model.Use | None = None,
    ) -> doc.Entry:
        changed = changed_parts(use.personal) if use and use.personal else ()
        part = Parts(self.made, f"{node_id}.", changed).part
        origin = entry.origin
        told = (entry.muscles, entry.difficulty, entry.position, entry.equipment, origin)
        children = (
            *part("name", (entry.name, number, level), entry_name),
            *part("summary", entry.summary, paragraph, doc.Role.SUMMARY),
            *part("facts", told, facts, node_id),
            *part("note", entry.note, text_paragraphs, role=doc.Role.NOTE),
            *part("picture", self._pictures(entry), figures),
            *part("start", entry.start, text_paragraphs, LABELS["start"]),
            *part("steps", (entry.steps, origin), steps, node_id),
            *part("dosage", (entry.dosage, origin), dosage_box, fillable=self.fillable),
            *part("why", entry.why, text_paragraphs, LABELS["why"]),
            *part("mistakes", entry.mistakes, labelled_points, LABELS["mistakes"]),
            *part("easier", entry.easier, text_paragraphs, LABELS["easier"]),
            *part("harder", entry.harder, text_paragraphs, LABELS["harder"]),
            *part("cautions", entry.cautions, labelled_points, LABELS["cautions"]),
            *part("video", (entry.video, origin) if entry.video else None, video),
        )
        added = use is not None and use.added
        return doc.Entry(id=node_id, origin=origin, changed=added, children=children)

    def _section(self, section: model.Section, node_id: str) -> doc.Section:
        part = Parts(self.made, f"{node_id}.").part
        children = [*part("heading", section.heading, section_heading)]
        children += part("intro", section.intro, text_paragraphs)
        for use in section.uses:
            entry = self.library.used_entry(use)
            if entry is None:
                self.complete = False
                continue
            level = 3 if section.heading else 2
            children.append(self._used(use, entry, level))
        return doc.Section(id=node_id, origin=section.origin, children=tuple(children))

    def _pictures(self, entry: model.Entry) -> tuple[Shown, ...]:
        """Return what is shown of an entry; a picture that is not there makes it incomplete."""
        shown: list[Shown] = []
        for picture in entry.pictures:
            path = self.library.picture_file(picture)
            if path is None:
                self.complete = False
                continue
            shown.append((picture, path, self._shows_other_side(entry, picture)))
        return tuple(shown)

    def _shows_other_side(self, entry: model.Entry, picture: model.Picture) -> bool:
        """Tell whether a drawn figure works with the side that the dosage leaves out."""
        side = entry.dosage.side if entry.dosage else None
        if picture.figure is None or side not in {Side.LEFT, Side.RIGHT}:
            return False
        drawn = self.library.figure_side(picture.figure)
        return drawn in {Side.LEFT, Side.RIGHT} and drawn != side
