"""Compose the nodes of one handout: number its entries and give every node an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct, field

from handout import document as doc
from handout import model
from handout.caches import Memo
from handout.clinic import Clinic
from handout.compose import blocks, entries, sections, tables
from handout.compose.letterhead import letterhead
from handout.compose.parts import PartComposer
from handout.compose.texts import labelled_points, labelled_text, paragraph, text_paragraphs
from handout.compose.visit import (
    changed_parts,
    own_title,
    patient_goals,
    program_note,
    visit_facts,
)
from handout.content_store import ContentStore
from handout.dosage import Dosage, Which
from handout.errors import Problems, suggestion
from handout.home_program import HomeProgram
from handout.wording import Wording

_OWN_IDS: Final = (
    *("letterhead", "title", "subtitle", "visit", "goals", "note", "intro", "stop", "glance"),
    *("section", "tip", "summary", "log", "author", "sources"),
)
"""Ids of a handout's own nodes, which an entry may have as its name."""

_CARD_WEEKS: Final = model.Weeks(4)
"""Weeks of the logs behind cards if the handout has no log."""


class HandoutBuilder(Struct):
    """Builds the nodes of one handout."""

    store: ContentStore
    problems: Problems
    wording: Wording
    memo: Memo[Any]
    """The parts that the session has composed."""
    fillable: bool
    """Whether a dosage that is not known is left open for handwriting."""
    complete: bool = True
    """Whether everything that the handout names was found."""
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)

    def handout(
        self,
        handout: model.Handout,
        program: HomeProgram | None = None,
        clinic: Clinic | None = None,
    ) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        part = PartComposer(self.memo).part
        wording = self.wording
        children: list[doc.Block] = [*self.letterhead(clinic)] if clinic else []
        children += own_title(program) or part("title", sections.title, handout.title)
        children += part("subtitle", paragraph, handout.subtitle, doc.Role.SUBTITLE)
        if program or clinic:
            children.append(visit_facts(program, handout.origin, wording))
        children += patient_goals(program, wording)
        # Before everything longer, so that it is on the first page of every edition and paper.
        children += part("stop", sections.stop, handout.stop_if, wording)
        children += program_note(program)
        children += part("intro", text_paragraphs, handout.intro)
        nodes = self._entry_nodes(handout)
        rows = self._glance_rows(nodes)
        children += part("glance", tables.glance_section, rows, tuple(self.dosages), wording)
        children += self._sections(handout, nodes)
        children += part("tip", sections.tip, handout.tip, wording)
        children += part("summary", sections.summary, handout.summary, wording)
        if handout.log:
            log = self._log(handout, self.dosages)
            children += part("log", tables.log_section, log, wording)
        children += part("author", sections.about_author, handout.author, wording)
        children += part("sources", sections.sources, self._citations(handout), wording)
        return tuple(children)

    @property
    def dosages(self) -> list[Dosage | None]:
        """The dosages of all entries so far."""
        return [entry.dosage for entry in self._entries]

    def card_logs(self, handout: model.Handout) -> tuple[doc.Table, ...]:
        """Return the log of each entry alone, for the back of its card."""
        return tuple(self._log(handout, [dosage]) for dosage in self.dosages)

    def _log(self, handout: model.Handout, dosages: Sequence[Dosage | None]) -> doc.Table:
        """Return a log of some dosages, for as many weeks as the handout says."""
        weeks = handout.log.weeks if handout.log else _CARD_WEEKS
        origin = handout.log.origin if handout.log else handout.origin
        plan = tables.plan_log(weeks.count, dosages)
        (table,) = PartComposer(self.memo).part(
            "log.grid", tables.log_table, plan, origin, self.wording
        )
        return table

    def letterhead(self, clinic: Clinic) -> tuple[doc.Block, ...]:
        """Return a clinic's letterhead; without its logo the handout is incomplete."""
        logo = self.store.logo_file(clinic, self.problems)
        self.complete = self.complete and (logo is not None or not clinic.logo)
        part = PartComposer(self.memo).part
        return part("letterhead", letterhead, clinic, logo, self.wording)

    def entry(
        self,
        entry: model.Entry,
        level: int,
        number: int | None = None,
        use: model.Use | None = None,
    ) -> doc.Entry:
        """Return the node of an entry; what a patient's program changes in it is marked."""
        node_id = self._node_id(entry)
        changed = changed_parts(use.personal) if use and use.personal else ()
        part = PartComposer(self.memo, f"{node_id}.", changed).part
        wording, origin = self.wording, entry.origin
        known = entries.EntryFacts(
            entry.muscles, entry.difficulty, entry.position, entry.equipment, origin
        )
        children = (
            *part("name", entries.entry_heading, entry.name, number, level),
            *part("summary", paragraph, entry.summary, doc.Role.SUMMARY),
            *part("facts", entries.facts, known, node_id, wording),
            *part("note", text_paragraphs, entry.note, doc.Role.NOTE),
            *part("picture", entries.figures, self._pictures(entry.pictures, entry)),
            *part("start", labelled_text, entry.start, "start", wording),
            *part(
                "steps",
                entries.steps,
                entry.steps,
                self._step_pictures(entry.steps, entry),
                node_id,
            ),
            *part(
                "dosage", entries.dosage_box, origin, entry.dosage, wording, fillable=self.fillable
            ),
            *part("why", labelled_text, entry.why, "why", wording),
            *part("mistakes", labelled_points, entry.mistakes, "mistakes", wording),
            *part("easier", labelled_text, entry.easier, "easier", wording),
            *part("harder", labelled_text, entry.harder, "harder", wording),
            *part("cautions", labelled_points, entry.cautions, "cautions", wording),
            *part("video", entries.video, entry.video, origin, wording),
        )
        language = str(entry.language or "")
        if use and (use.added or changed):
            return doc.Entry(
                id=node_id,
                origin=origin,
                language=language,
                changed=use.added,
                children=children,
            )
        # Without a name: an entry may have that of a part.
        (node,) = PartComposer(self.memo, node_id).part(
            "", entries.entry_node, children, origin, language
        )
        return node

    def _node_id(self, entry: model.Entry) -> str:
        """Return the id of an entry's node, and count the entry."""
        self._ids[entry.id] += 1
        self._entries.append(entry)
        count = self._ids[entry.id]
        return entry.id if count == 1 else f"{entry.id}.use.{count}"

    def _entry_nodes(self, handout: model.Handout) -> list[doc.Entry | None]:
        """Return the node of each entry that is used, or None for one that is not found."""
        nodes: list[doc.Entry | None] = []
        for section in handout.sections:
            level = 3 if section.heading else 2
            for use in section.uses:
                entry = self.store.used_entry(use, self.problems)
                self.complete = self.complete and entry is not None
                number = len(self._entries) + 1
                nodes.append(self.entry(entry, level, number, use) if entry else None)
        return nodes

    def _sections(
        self, handout: model.Handout, nodes: list[doc.Entry | None]
    ) -> Iterator[doc.Section]:
        """Yield the sections with the nodes of their entries, and their blocks."""
        left = iter(nodes)
        mentions = self._mentions(handout, nodes)
        for number, section in enumerate(handout.sections, 1):
            part = PartComposer(self.memo, f"section.{number}.").part
            children: list[doc.Block] = [
                *part("heading", sections.section_heading, section.heading),
                *part("intro", text_paragraphs, section.intro),
            ]
            level = 3 if section.heading else 2
            for place, item in enumerate(section.items, 1):
                if isinstance(item, model.Use):
                    node = next(left)
                    children += [node] if node else []
                else:
                    shown = blocks.ShownBlock(
                        item, self._block_pictures(item), self._named(item, mentions)
                    )
                    name = f"block.{place}"
                    children += part(name, blocks.block_nodes, shown, level, self.wording)
            yield doc.Section(
                id=f"section.{number}", origin=section.origin, children=tuple(children)
            )

    def _mentions(
        self, handout: model.Handout, nodes: list[doc.Entry | None]
    ) -> dict[str, doc.Mention]:
        """Return the first use of each entry as something to mention, by the id of the entry."""
        uses = [use for section in handout.sections for use in section.uses]
        mentions: dict[str, doc.Mention] = {}
        for use, node in zip(uses, nodes, strict=True):
            if node:
                mentions.setdefault(use.id.value, tables.mention(node))
        return mentions

    def _named(
        self, block: model.AnyBlock, mentions: dict[str, doc.Mention]
    ) -> tuple[doc.Mention | None, ...]:
        """Return the entries that a schedule names; those that are not found are noted."""
        if not isinstance(block, model.ScheduleBlock):
            return ()
        names = [name for slot in block.schedule for name in slot.entries]
        for name in names:
            # If other entries are missing, these may be among them.
            if name.value not in mentions and self.complete:
                message = f"there is no entry '{name}' in this handout"
                self.problems.error(message, name.origin, suggestion(name.value, mentions))
        return tuple(mentions.get(name.value) for name in names)

    def _glance_rows(self, nodes: list[doc.Entry | None]) -> tuple[doc.Row, ...]:
        """Return a row of the programme at a glance for each entry."""
        part = PartComposer(self.memo, "glance.").part
        rows: list[doc.Row] = []
        found = (node for node in nodes if node)
        for number, (node, dosage) in enumerate(zip(found, self.dosages, strict=True), 1):
            rows += part(f"row.{number}", tables.glance_row, node, dosage, self.wording)
        return tuple(rows)

    def _citations(self, handout: model.Handout) -> tuple[sections.Citation, ...]:
        own = (sections.Citation(source, source.origin) for source in handout.sources)
        of_entries = (
            sections.Citation(entry.source, entry.origin, entry.name)
            for entry in self._entries
            if entry.source
        )
        return (*own, *of_entries)

    def _block_pictures(self, block: model.AnyBlock) -> tuple[entries.ShownPicture | None, ...]:
        match block:
            case model.StepsBlock():
                return self._step_pictures(block.steps)
            case model.PictureBlock():
                return (self._picture(block.picture),)
            case model.PicturesBlock():
                return self._pictures(block.pictures)
            case _:
                return ()

    def _step_pictures(
        self, steps: Iterable[model.Step], entry: model.Entry | None = None
    ) -> tuple[entries.ShownPicture | None, ...]:
        """Return the picture of each step, or None for a step without one."""
        return tuple(self._picture(step.picture, entry) if step.picture else None for step in steps)

    def _pictures(
        self, pictures: Iterable[model.Picture], entry: model.Entry | None = None
    ) -> tuple[entries.ShownPicture, ...]:
        """Return pictures; those that are not found are left out."""
        found = (self._picture(picture, entry) for picture in pictures)
        return tuple(picture for picture in found if picture)

    def _picture(
        self, picture: model.Picture, entry: model.Entry | None = None
    ) -> entries.ShownPicture | None:
        """Return a picture; if it is not found, the handout is incomplete."""
        file = self.store.picture_file(picture, self.problems)
        if file is None:
            self.complete = False
            return None
        mirrored = entry is not None and self._shows_other_side(entry, picture)
        return entries.ShownPicture(picture, file, mirrored)

    def _shows_other_side(self, entry: model.Entry, picture: model.Picture) -> bool:
        """Return whether a drawn figure works with the side that the dosage leaves out."""
        side = entry.dosage.side.which if entry.dosage and entry.dosage.side else None
        if picture.figure is None or side not in {Which.LEFT, Which.RIGHT}:
            return False
        drawn = self.store.figure_side(picture.figure, self.problems)
        return drawn in {Which.LEFT, Which.RIGHT} and drawn != side
