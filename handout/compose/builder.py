"""Compose the nodes of one handout: number its entries and give every node an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from handout import document as doc
from handout import model
from handout.caches import Memo
from handout.clinic import Clinic
from handout.compose import blocks, entries, sections, tables
from handout.compose.letterhead import letterhead
from handout.compose.parts import PartComposer
from handout.compose.pictures import PictureFinder
from handout.compose.texts import labelled_points, labelled_text, paragraph, text_paragraphs
from handout.compose.visit import (
    changed_parts,
    own_title,
    patient_goals,
    program_note,
    visit_facts,
)
from handout.content_store import ContentStore
from handout.dosage import Dosage, Phase
from handout.errors import Origin, Problems, suggestion
from handout.home_program import HomeProgram
from handout.languages import same_text
from handout.wording import Wording

_OWN_IDS: Final = (
    *("letterhead", "title", "subtitle", "visit", "goals", "note", "intro", "stop", "glance"),
    *("section", "tip", "summary", "log", "author", "sources", "translation"),
)
"""Ids of a handout's own nodes, which an entry may have as its name."""

Part = TypeVar("Part", bound=doc.Node)


class _Used(Struct, frozen=True):
    """An entry as a section uses it."""

    entry: model.Entry
    node: doc.Entry
    number: int
    phase: Phase | None

    def is_in(self, phase: Phase | None) -> bool:
        """Return whether it is used in a phase."""
        return phase is not None and self.phase is not None and self.phase.key == phase.key


def _same(one: model.Section, other: model.Section) -> bool:
    """Return whether two sections are of the same phase."""
    return bool(one.phase and other.phase and one.phase.key == other.phase.key)


def _weeks(phase: Phase | None, log: model.Log) -> tuple[int, int]:
    """Return the first and last week of a phase, or as many as the log says if it has no end."""
    first, last = phase.weeks if phase and phase.weeks else (1, None)
    # Without a number, which has been noted as a problem, any will do.
    count = log.weeks.count if log.weeks else 1
    return first, last or first + count - 1


def _keeps_steps(use: model.Use) -> bool:
    """Return whether a use changes nothing but how much to do, and the note."""
    changes = {*use.changes.fields, *(use.personal.fields if use.personal else ())}
    return use.written is None and changes <= {"dosage", "note"}


_LONG_LOG: Final = 12
"""The most entries that a week of a log takes without a warning."""
_NOWHERE: Final = Origin("", 1, 1)
_MACHINE: Final = model.TranslationStatus.MACHINE


class HandoutBuilder(Struct):
    """Builds the nodes of one handout."""

    store: ContentStore
    problems: Problems
    wording: Wording
    memo: Memo[Any]
    """The parts that the session has composed."""
    pictures: PictureFinder
    fillable: bool
    """Whether a dosage that is not known is left open for handwriting."""
    found: bool = True
    """Whether all else that the handout names was found."""
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)
    _used: list[_Used] = field(default_factory=list)
    _count: int = 0
    """Entries that have a number of their own."""
    _show: model.Show = model.Show(origin=_NOWHERE)

    @property
    def complete(self) -> bool:
        """Whether everything that the handout names was found."""
        return self.found and self.pictures.complete

    def handout(
        self,
        handout: model.Handout,
        program: HomeProgram | None = None,
        clinic: Clinic | None = None,
    ) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        self._show = handout.show or self._show
        part = PartComposer(self.memo).part
        wording = self.wording
        children: list[doc.Block] = [*self.letterhead(clinic)] if clinic else []
        children += own_title(program) or part("title", sections.title, handout.title)
        children += part("subtitle", paragraph, handout.subtitle, doc.Role.SUBTITLE)
        used = self._used_entries(handout)
        translations = (handout.translation, *(entry.translation for entry in self._entries))
        if any(each and each.status is _MACHINE for each in translations):
            children += part("translation", sections.machine_translation, handout.origin, wording)
        if program or clinic:
            children.append(visit_facts(program, handout.origin, wording))
        children += patient_goals(program, wording)
        # Before everything longer, so that it is on the first page of every edition and paper.
        if handout.signs:
            contact = sections.Contact.of_clinic(clinic)
            children += part("stop", sections.stop, handout.signs, contact, wording)
        children += program_note(program)
        children += part("intro", text_paragraphs, handout.intro)
        self._used = [*chain(*used)]
        children += self._glance("", [each for each in chain(*used) if each.phase is None])
        children += self._sections(handout, used)
        children += part("tip", sections.tip, handout.tip, wording)
        children += part("summary", sections.summary, handout.summary, wording)
        if handout.shown_log and not handout.phases:
            log = self._log(handout, handout.shown_log, self._used)
            children += part("log", tables.log_section, log, wording)
        if self._show.author is not False:
            children += self._kept(
                self._show.author, part("author", sections.about_author, handout.author, wording)
            )
        if self._show.sources is not False:
            citations, reviews = self._citations(handout), self._reviews(handout)
            credits_ = sections.Credits(citations, reviews) if citations or reviews else None
            children += part("sources", sections.sources, credits_, wording)
        self.pictures.warn_undrawn(handout.title.origin)
        self.warn_untranslated()
        return tuple(children)

    def warn_untranslated(self) -> None:
        """Note the entries that are not in the language that is asked for."""
        asked = self.store.language
        left = [
            entry
            for entry in self._entries
            if asked and entry.language and not same_text(str(entry.language), asked)
        ]
        if left:
            ids = dict.fromkeys(entry.id for entry in left)
            message = f"not translated into '{asked}': {', '.join(ids)}"
            hint = f"start a translation: handout translate {left[0].id} {asked}"
            self.problems.warning(message, left[0].origin, hint)

    @property
    def dosages(self) -> list[Dosage | None]:
        """The dosages of all entries so far."""
        return [entry.dosage for entry in self._entries]

    def card_logs(self, handout: model.Handout) -> tuple[doc.Log, ...]:
        """Return the log of each entry alone, for the back of its card."""
        if handout.shown_log is None:
            return ()
        log = replace(handout.shown_log, by=model.LogBy.SESSION)
        return tuple(self._log(handout, log, [each], each.phase) for each in self._used)

    def _log(
        self,
        handout: model.Handout,
        log: model.Log,
        used: Sequence[_Used],
        phase: Phase | None = None,
    ) -> doc.Log:
        """Return a log of some entries, for the weeks of a phase or of the whole handout."""
        phases = [phase] if phase else handout.phases.values()
        spans = [_weeks(each, log) for each in phases] or [_weeks(None, log)]
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        plan = tables.plan_log(last - first + 1, [each.entry.dosage for each in used], first)
        name = (f"log.{phase.key}" if phase else "log.grid").replace(" ", ".")
        part = PartComposer(self.memo).part
        if log.by is model.LogBy.SESSION and not log.columns:
            (node,) = part(name, tables.log_table, plan, log.origin, self.wording)
            return node
        by_entry = used if log.by is model.LogBy.ENTRY else ()
        if len(by_entry) > _LONG_LOG:
            message = f"this log is long: each of its weeks has {len(by_entry)} entries to tick off"
            self.problems.warning(message, log.origin, "write 'by: session', or use fewer entries")
        rows = tuple(tables.log_row(each.node, each.entry.dosage) for each in by_entry)
        (node,) = part(name, tables.log_weeks, plan, rows, log.columns, log.origin, self.wording)
        return node

    def _kept(self, shown: bool | None, blocks_: Iterable[Part]) -> tuple[Part, ...]:  # noqa: FBT001
        """Return blocks, in every edition if they are asked for."""
        kept = doc.Detail.ESSENTIAL
        return tuple(replace(block, detail=kept) if shown else block for block in blocks_)

    def letterhead(self, clinic: Clinic) -> tuple[doc.Block, ...]:
        """Return a clinic's letterhead; without its logo the handout is incomplete."""
        logo = self.pictures.logo(clinic)
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
        level_shown = None if self._show.level is False else entry.difficulty
        known = entries.EntryFacts(
            entry.muscles, level_shown, entry.position, entry.equipment, origin
        )
        reason = None if self._show.why is False else entry.why
        children = (
            *part("name", entries.entry_heading, entry.name, number, level, wording),
            *part("summary", paragraph, entry.summary, doc.Role.SUMMARY),
            *part("facts", entries.facts, known, node_id, wording),
            *part("note", text_paragraphs, entry.note, doc.Role.NOTE),
            *part("picture", entries.figures, self.pictures.of(entry.pictures, entry)),
            *part("start", labelled_text, entry.start, "start", wording),
            *part(
                "steps",
                entries.steps,
                entry.steps,
                self.pictures.of_steps(entry.steps, entry),
                node_id,
            ),
            *part(
                "dosage", entries.dosage_box, origin, entry.dosage, wording, fillable=self.fillable
            ),
            *self._kept(self._show.why, part("why", labelled_text, reason, "why", wording)),
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

    def _entry_again(self, entry: model.Entry, use: model.Use, first: doc.Entry) -> doc.Entry:
        """Return the short node of an entry whose steps are in an earlier phase."""
        node_id = self._node_id(entry)
        changed = changed_parts(use.personal) if use.personal else ()
        part = PartComposer(self.memo, f"{node_id}.", changed).part
        heading = tables.heading_of(first)
        # Its own, which may show the other side.
        shown = part("picture", entries.figures, self.pictures.of(entry.pictures, entry))
        picture = tables.thumbnail(shown)
        steps = next(child for child in first.children if isinstance(child, doc.Steps))
        pictures = [replace(picture, id=f"{node_id}.picture", caption=())] if picture else []
        children = (
            replace(heading, id=f"{node_id}.name"),
            *part("note", text_paragraphs, entry.note, doc.Role.NOTE),
            *pictures,
            *part(
                "dosage",
                entries.dosage_box,
                entry.origin,
                entry.dosage,
                self.wording,
                fillable=True,
            ),
            *part("steps", entries.steps_elsewhere, heading, steps.items[0].id, self.wording),
        )
        return doc.Entry(
            id=node_id,
            origin=entry.origin,
            language=first.language,
            changed=use.added,
            brief=True,
            children=children,
        )

    def _node_id(self, entry: model.Entry) -> str:
        """Return the id of an entry's node, and count the entry."""
        self._ids[entry.id] += 1
        self._entries.append(entry)
        count = self._ids[entry.id]
        return entry.id if count == 1 else f"{entry.id}.use.{count}"

    def _used_entries(self, handout: model.Handout) -> list[list[_Used]]:
        """Return the entries of each section; those that are not found are noted and left out.

        An entry that an earlier phase has, with the same steps, is short and keeps its number.
        """
        found: list[list[_Used]] = []
        first: dict[str, _Used] = {}
        written_in = self.store.localisation.language_of(handout) if self.store.language else ""
        for section in handout.sections:
            level = 3 if section.heading or section.phase else 2
            found.append([])
            for use in section.uses:
                entry = self.store.used_entry(use, self.problems, written_in)
                if entry is None:
                    self.found = False
                    continue
                earlier = first.get(use.id.value) if section.phase else None
                if earlier and not use.in_full and _keeps_steps(use):
                    node = self._entry_again(entry, use, earlier.node)
                    used = _Used(entry, node, earlier.number, section.phase)
                else:
                    self._count += 1
                    node = self.entry(entry, level, self._count, use)
                    used = _Used(entry, node, self._count, section.phase)
                    first.setdefault(use.id.value, used)
                found[-1].append(used)
        return found

    def _sections(
        self, handout: model.Handout, used: list[list[_Used]]
    ) -> Iterator[doc.Section | doc.PageBreak]:
        """Yield the sections with their entries and blocks; phases have a glance and a log."""
        mentions: dict[str, doc.Mention] = {}
        for each in chain(*used):
            mentions.setdefault(each.entry.id, tables.mention(each.node))
        for number, section in enumerate(handout.sections, 1):
            part = PartComposer(self.memo, f"section.{number}.").part
            title = sections.SectionTitle(section.heading, section.phase, section.origin)
            children: list[doc.Block] = [
                *part("heading", sections.section_heading, title.given, self.wording),
                *part("intro", text_paragraphs, section.intro),
            ]
            of_phase = [each for each in chain(*used) if each.is_in(section.phase)]
            places = [
                place for place, other in enumerate(handout.sections) if _same(other, section)
            ]
            if section.phase and number - 1 == places[0]:
                children += self._glance(f"section.{number}.", of_phase)
            left = iter(used[number - 1])
            level = 3 if title.given else 2
            items = section.items
            if items and isinstance(items[0], model.BreakBlock):
                # The heading, too, is on the new page.
                node_id = f"section.{number}.break"
                yield doc.PageBreak(id=node_id, origin=items[0].origin)
                items = items[1:]
            for place, item in enumerate(items, 1):
                if isinstance(item, model.Use):
                    children += [each.node for each in islice(left, 1)]
                else:
                    shown = blocks.ShownBlock(
                        item, self.pictures.of_block(item), self._named(item, mentions)
                    )
                    name = f"block.{place}"
                    children += part(name, blocks.block_nodes, shown, level, self.wording)
            if section.phase and handout.shown_log and number - 1 == places[-1]:
                # What goes for all phases is done in each of them, too.
                done = [
                    each for each in chain(*used) if each.phase is None or each.is_in(section.phase)
                ]
                log = self._log(handout, handout.shown_log, done, section.phase)
                children += part("log", tables.log_section, log, self.wording, level)
            yield doc.Section(
                id=f"section.{number}", origin=section.origin, children=tuple(children)
            )

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

    def _glance(self, prefix: str, used: Sequence[_Used]) -> tuple[doc.Block, ...]:
        """Return the programme at a glance of some entries."""
        if self._show.glance is False:
            return ()
        part = PartComposer(self.memo, f"{prefix}glance.").part
        rows: list[doc.Row] = []
        for number, each in enumerate(used, 1):
            rows += part(
                f"row.{number}", tables.glance_row, each.node, each.entry.dosage, self.wording
            )
        section = PartComposer(self.memo, prefix).part(
            "glance",
            tables.glance_section,
            tuple(rows),
            tuple(each.entry.dosage for each in used),
            tuple(each.number for each in used),
            self.wording,
            level=3 if prefix else 2,
            minutes=self._show.minutes is not False,
        )
        return self._kept(self._show.glance, section)

    def _citations(self, handout: model.Handout) -> tuple[sections.Citation, ...]:
        own = (sections.Citation(source, source.origin) for source in handout.sources)
        of_entries = (
            sections.Citation(entry.source, entry.origin, entry.name)
            for entry in self._entries
            if entry.source
        )
        return (*own, *of_entries)

    def _reviews(self, handout: model.Handout) -> tuple[sections.Review, ...]:
        own = [sections.Review(handout.reviewed)] if handout.reviewed else []
        of_entries = [
            sections.Review(entry.reviewed, entry.name) for entry in self._entries if entry.reviewed
        ]
        return (*own, *of_entries)
