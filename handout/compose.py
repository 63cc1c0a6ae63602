"""Make the Document of a handout: the only place that decides what it holds, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from handout import document as doc
from handout import model, wording
from handout.clinic import Clinic
from handout.dosage import Side
from handout.errors import Origin, Problems
from handout.inline import Inline, Link, Plain, paragraphs, plain_text, read_inline
from handout.letterhead import letterhead
from handout.library import PROGRAMS, Library, Located
from handout.memo import Memo
from handout.program import Program, tailor_handout
from handout.source import Mapping, Text
from handout.visit import mark_changes, program_note, visit_facts
from handout.wording import LABELS

_OWN_IDS: Final = (
    *("letterhead", "title", "subtitle", "visit", "note", "intro", "stop", "section"),
    *("tip", "summary", "log", "author", "sources"),
)
"""Names of a handout's own nodes, which an entry may have as its id."""


_KEPT: Final = 1024
"""Entries whose nodes a composer remembers."""
_Key = tuple[Origin, str, int | None, int]
"""An entry as a handout uses it: the place of its use, then its node's id, number and level."""


def compose_handout(
    handout: model.Handout, library: Library, problems: Problems, clinic: Clinic | None = None
) -> doc.Document | None:
    """Return the Document of a handout, or None where an entry or picture of it is not there.

    Every problem is noted, those of the entries too.
    """
    return Composer(library).handout(handout, problems, clinic=clinic)


def compose_program(
    program: Program, library: Library, problems: Problems, clinic: Clinic | None = None
) -> doc.Document | None:
    """Return the Document of a program, or None where something that it names is not there.

    What was changed for the patient is marked as changed.
    """
    return Composer(library).program(program, problems, clinic)


class Composer:
    """Compose many handouts over one library.

    An entry that is not changed for a patient gives the identical nodes each time.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: Memo[_Key, doc.Entry] = Memo(_KEPT)

    def target(
        self,
        located: Located,
        problems: Problems,
        personal: Mapping | None = None,
        clinic: Clinic | None = None,
    ) -> doc.Document | None:
        """Return the Document of a handout or program, personal fields laid over it."""
        if located.folder == PROGRAMS:
            program = self._library.program(located, personal)
            return self.program(program, problems, clinic) if program else None
        handout = self._library.handout(located)
        if handout is None or personal is None:
            return self.handout(handout, problems, clinic=clinic) if handout else None
        program = self._library.program(located, personal)
        return self.handout(handout, problems, program, clinic) if program else None

    def program(
        self, program: Program, problems: Problems, clinic: Clinic | None = None
    ) -> doc.Document | None:
        """Return the Document of a program, as `compose_program` does."""
        handout = self._library.used_handout(program)
        return self.handout(handout, problems, program, clinic) if handout else None

    def handout(
        self,
        handout: model.Handout,
        problems: Problems,
        program: Program | None = None,
        clinic: Clinic | None = None,
    ) -> doc.Document | None:
        """Return the Document of a handout, as a program has it where there is one."""
        _warn_repeats(handout, problems)
        own = Problems()
        if program:
            handout = tailor_handout(handout, program, own)
        problems.extend(own.in_order())
        composer = _Composer(self._library, self._made, complete=not own.has_errors)
        children = composer.handout(handout, program, clinic)
        if not composer.complete:
            return None
        return doc.Document(
            # Also of a program: a patient's name is no fact about a file.
            title=plain_text(read_inline(handout.title.value)),
            language=str(handout.language),
            author=plain_text(_inline(handout.author.name)) if handout.author else "",
            folio=LABELS["folio"],
            label_language=wording.LANGUAGE,
            accent=str(clinic.colour) if clinic and clinic.colour else "",
            foot=plain_text(_inline(clinic.footer)) if clinic and clinic.footer else "",
            children=children,
        )


def compose_clinic(clinic: Clinic, library: Library) -> doc.Document | None:
    """Return a letterhead as a Document of its own, or None where its logo is not there."""
    composer = _Composer(library)
    children = composer.letterhead(clinic)
    if not composer.complete:
        return None
    return doc.Document(
        title=plain_text(_inline(clinic.name)),
        language=wording.LANGUAGE,
        author="",
        folio=LABELS["folio"],
        foot=plain_text(_inline(clinic.footer)) if clinic.footer else "",
        children=tuple(children),
    )


def compose_entry(entry: model.Entry, library: Library) -> doc.Document | None:
    """Return one entry as a Document of its own, or None where a picture is not there."""
    composer = _Composer(library)
    node = composer.entry(entry, number=None, level=1)
    if not composer.complete:
        return None
    return doc.Document(
        title=plain_text(_inline(entry.name)),
        language=wording.LANGUAGE,
        author="",
        folio=LABELS["folio"],
        label_language=wording.LANGUAGE,
        children=(node,),
    )


def _warn_repeats(handout: model.Handout, problems: Problems) -> None:
    uses = Counter[str]()
    for use in handout.uses():
        uses[use.id.value] += 1
        if uses[use.id.value] == 2:
            problems.warning(f"'{use.id}' is used twice in this handout", use.origin)


@dataclass(slots=True)
class _Composer:
    """Compose nodes, numbering entries through and keeping ids unique."""

    library: Library
    made: Memo[_Key, doc.Entry] = field(default_factory=lambda: Memo(_KEPT))
    complete: bool = True
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)

    def handout(
        self, handout: model.Handout, program: Program | None = None, clinic: Clinic | None = None
    ) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        blocks: list[doc.Block] = self.letterhead(clinic) if clinic else []
        blocks.append(
            doc.Heading(
                id="title", origin=handout.title.origin, level=1, content=_inline(handout.title)
            )
        )
        if handout.subtitle:
            blocks.append(_paragraph("subtitle", handout.subtitle, doc.Role.SUBTITLE))
        if program or clinic:
            blocks.append(visit_facts(program, handout.origin))
        blocks += program_note(program)
        blocks += _paragraphs("intro", handout.intro)
        # Before the exercises, because it must be read before them.
        blocks += self._stop(handout)
        blocks += [
            self._section(section, f"section.{number}")
            for number, section in enumerate(handout.sections, 1)
        ]
        blocks += self._tip(handout)
        blocks += _headed("summary", handout.summary, LABELS["summary"])
        if handout.log:
            blocks.append(_log(handout.log))
        if handout.author:
            blocks.append(_author(handout.author))
        blocks += self._sources(handout)
        return tuple(blocks)

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
            content=_inline(entry.name),
            number=number,
        )
        children: list[doc.Block] = [name]
        if entry.summary:
            children.append(_paragraph(f"{node_id}.summary", entry.summary, doc.Role.SUMMARY))
        children += _facts(node_id, entry)
        children += _paragraphs(f"{node_id}.note", entry.note, role=doc.Role.NOTE)
        children += self._figures(node_id, entry)
        children += _paragraphs(f"{node_id}.start", entry.start, LABELS["start"])
        children.append(_steps(node_id, entry))
        children += _dosage(node_id, entry)
        children += _paragraphs(f"{node_id}.why", entry.why, LABELS["why"])
        children += _points(f"{node_id}.mistakes", entry.mistakes, LABELS["mistakes"])
        children += _paragraphs(f"{node_id}.easier", entry.easier, LABELS["easier"])
        children += _paragraphs(f"{node_id}.harder", entry.harder, LABELS["harder"])
        children += _points(f"{node_id}.cautions", entry.cautions, LABELS["cautions"])
        children += _video(node_id, entry)
        return doc.Entry(id=node_id, origin=entry.origin, children=tuple(children))

    def _section(self, section: model.Section, node_id: str) -> doc.Section:
        children: list[doc.Block] = []
        if section.heading:
            children.append(
                doc.Heading(
                    id=f"{node_id}.heading",
                    origin=section.heading.origin,
                    level=2,
                    content=_inline(section.heading),
                )
            )
        children += _paragraphs(f"{node_id}.intro", section.intro)
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
                    alt=plain_text(_inline(picture.alt)),
                    caption=_inline(picture.caption) if picture.caption else (),
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
        points = _points("stop.signs", handout.stop_if, LABELS["stop"])
        origin = handout.stop_if[0].origin
        kind = doc.CalloutKind.STOP
        return [doc.Callout(id="stop", origin=origin, kind=kind, children=tuple(points))]

    def _tip(self, handout: model.Handout) -> list[doc.Block]:
        tip = handout.tip
        if not tip:
            return []
        heading = _heading("tip", tip.origin, LABELS["tip"])
        if tip.heading:
            heading = replace(heading, language="", content=_inline(tip.heading))
        children = (heading, *_paragraphs("tip.text", tip.text))
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
            names = ", ".join(dict.fromkeys(plain_text(_inline(entry.name)) for entry in entries))
            lines[(Plain(f"{names}: "), *credit)] = entries[0].origin
        if not lines:
            return []
        heading = _heading("sources", next(iter(lines.values())), LABELS["sources"])
        children = [
            doc.Paragraph(
                id=f"sources.{number}", origin=origin, content=content, role=doc.Role.SMALL
            )
            for number, (content, origin) in enumerate(lines.items(), 1)
        ]
        return [
            doc.Section(id="sources", origin=heading.origin, children=(heading, *children)),
        ]


def _inline(text: Text) -> tuple[Inline, ...]:
    return read_inline(text.value)


def _heading(node_id: str, origin: Origin, words: str) -> doc.Heading:
    """Return a heading in the program's own words."""
    return doc.Heading(
        id=f"{node_id}.heading",
        origin=origin,
        language=wording.LANGUAGE,
        level=2,
        content=(Plain(words),),
    )


def _paragraph(node_id: str, text: Text, role: doc.Role, label: str = "") -> doc.Paragraph:
    return doc.Paragraph(
        id=node_id, origin=text.origin, content=_inline(text), role=role, label=label
    )


def _paragraphs(
    node_id: str, text: Text | None, label: str = "", role: doc.Role = doc.Role.BODY
) -> list[doc.Block]:
    """Return a paragraph for each part between empty lines; the label stands before the first."""
    if text is None:
        return []
    return [
        doc.Paragraph(
            id=node_id if number == 1 else f"{node_id}.{number}",
            origin=text.origin,
            content=read_inline(part),
            role=role,
            label=label if number == 1 else "",
        )
        for number, part in enumerate(paragraphs(text.value), 1)
    ]


def _headed(node_id: str, text: Text | None, words: str) -> list[doc.Block]:
    if text is None:
        return []
    children = (_heading(node_id, text.origin, words), *_paragraphs(f"{node_id}.text", text))
    return [doc.Section(id=node_id, origin=text.origin, children=children)]


def _items(node_id: str, texts: Iterable[Text]) -> tuple[doc.Item, ...]:
    return tuple(
        doc.Item(id=f"{node_id}.{number}", origin=text.origin, content=_inline(text))
        for number, text in enumerate(texts, 1)
    )


def _steps(node_id: str, entry: model.Entry) -> doc.Steps:
    return doc.Steps(
        id=f"{node_id}.steps",
        origin=entry.steps[0].origin if entry.steps else entry.origin,
        items=_items(f"{node_id}.step", entry.steps),
    )


def _points(node_id: str, texts: tuple[Text, ...], label: str) -> list[doc.Block]:
    """Return a labelled list; one point alone is a paragraph."""
    if len(texts) == 1:
        return _paragraphs(node_id, texts[0], label)
    if not texts:
        return []
    items = _items(node_id, texts)
    return [doc.Points(id=f"{node_id}.list", origin=texts[0].origin, label=label, items=items)]


def _facts(node_id: str, entry: model.Entry) -> list[doc.Block]:
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
            value=_joined([_inline(text) for text in texts], ", "),
            language=wording.LANGUAGE if key in {"level", "position"} else "",
        )
        for key, texts in values.items()
        if texts
    )
    return [doc.Facts(id=f"{node_id}.facts", origin=origin, items=facts)] if facts else []


def _dosage(node_id: str, entry: model.Entry) -> list[doc.Block]:
    phrases = wording.render_dosage(entry.dosage) if entry.dosage else []
    if not entry.dosage or not phrases:
        return []
    origin = entry.dosage.origin
    items = tuple(
        doc.Item(id=f"{node_id}.dosage.{number}", origin=origin, content=read_inline(phrase))
        for number, phrase in enumerate(phrases, 1)
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


def _link(url: model.Url) -> tuple[Inline, ...]:
    """Return an address as a link whose words are the address, short enough to copy by hand."""
    return (Link((Plain(url.short),), str(url)),)


def _video(node_id: str, entry: model.Entry) -> list[doc.Block]:
    if not entry.video:
        return []
    return [
        doc.Paragraph(
            id=f"{node_id}.video",
            origin=entry.origin,
            content=_link(entry.video),
            role=doc.Role.SMALL,
            label=LABELS["video"],
        )
    ]


def _credit(source: model.Source) -> tuple[Inline, ...]:
    """Return a source as title, author, address and licence."""
    parts: list[tuple[Inline, ...]] = [
        _inline(text) for text in (source.title, source.author) if text
    ]
    if source.url:
        parts.append(_link(source.url))
    if source.licence:
        parts.append((Plain(f"{LABELS['licence']}: "), *_inline(source.licence)))
    return _joined(parts, ". ")


def _joined(parts: list[tuple[Inline, ...]], separator: str) -> tuple[Inline, ...]:
    joined: list[Inline] = []
    for part in parts:
        if joined:
            # A title that ends as a sentence needs no second full stop.
            ends = plain_text(tuple(joined)).endswith((".", "?", "!"))
            joined.append(Plain(" " if ends and separator == ". " else separator))
        joined += part
    return tuple(joined)


def _author(author: model.Author) -> doc.Section:
    who = [_inline(text) for text in (author.name, author.credentials) if text]
    name = doc.Paragraph(id="author.name", origin=author.name.origin, content=_joined(who, ", "))
    children: list[doc.Block] = [_heading("author", author.origin, LABELS["author"]), name]
    children += _paragraphs("author.bio", author.bio)
    children += _paragraphs("author.contact", author.contact)
    if author.url:
        children.append(
            doc.Paragraph(id="author.url", origin=author.origin, content=_link(author.url))
        )
    return doc.Section(id="author", origin=author.origin, children=tuple(children))


def _log(log: model.Log) -> doc.Section:
    weeks = tuple(LABELS["week"].format(number=n) for n in range(1, log.weeks.count + 1))
    grid = doc.Log(
        id="log.grid",
        origin=log.origin,
        language=wording.LANGUAGE,
        weeks=weeks,
        days=wording.DAYS,
    )
    heading = _heading("log", log.origin, LABELS["log"])
    return doc.Section(id="log", origin=log.origin, children=(heading, grid))
