"""Make the Document of a handout: the only place that decides what it holds, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from handout import document as doc
from handout import model, wording
from handout.compose.around import LOG_SESSIONS, about_author, log_grid, log_section, most_sessions
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
from handout.errors import Origin, Problems
from handout.inline import Inline, Plain, plain_text, read_inline
from handout.library import Library
from handout.source import Text
from handout.wording import LABELS

_OWN_IDS: Final = (
    *("title", "subtitle", "intro", "stop", "glance", "section"),
    *("tip", "summary", "log", "author", "sources"),
)
"""Names of a handout's own nodes, which an entry may have as its id."""


_CARD_WEEKS: Final = model.Weeks(4)
"""How long the logs behind cards are where the handout has no log."""


def compose_handout(
    handout: model.Handout, library: Library, problems: Problems
) -> doc.Document | None:
    """Return the Document of a handout, or None where an entry or picture of it is not there.

    Every problem is noted, those of the entries too.
    """
    _warn_repeats(handout, problems)
    composer = _Composer(library, fillable=True)
    children = composer.handout(handout)
    if not composer.complete:
        return None
    _warn_full_log(handout, composer.dosages, problems)
    return doc.Document(
        title=plain_text(read_inline(handout.title.value)),
        language=str(handout.language),
        author=plain_text(inline(handout.author.name)) if handout.author else "",
        folio=LABELS["folio"],
        label_language=wording.LANGUAGE,
        tracking=composer.log(handout),
        children=children,
    )


def compose_entry(entry: model.Entry, library: Library) -> doc.Document | None:
    """Return one entry as a Document of its own, or None where a picture is not there."""
    composer = _Composer(library, fillable=False)
    node = composer.entry(entry, number=None, level=1)
    if not composer.complete:
        return None
    return doc.Document(
        title=plain_text(inline(entry.name)),
        language=wording.LANGUAGE,
        author="",
        folio=LABELS["folio"],
        label_language=wording.LANGUAGE,
        children=(node,),
    )


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


def _warn_repeats(handout: model.Handout, problems: Problems) -> None:
    uses = Counter[str]()
    for use in handout.uses():
        uses[use.id.value] += 1
        if uses[use.id.value] == 2:
            problems.warning(f"'{use.id}' is used twice in this handout", use.origin)


def _warn_full_log(
    handout: model.Handout, dosages: Sequence[Dosage | None], problems: Problems
) -> None:
    sessions = most_sessions(dosages)
    if handout.log and sessions > LOG_SESSIONS:
        message = f"an entry is done {sessions} times a day; the log has {LOG_SESSIONS} boxes a day"
        hint = "tell the patient when a box is full, or leave out 'log'"
        problems.warning(message, handout.log.origin, hint)


@dataclass(slots=True)
class _Composer:
    """Compose nodes, numbering entries through and keeping ids unique."""

    library: Library
    fillable: bool
    """Whether what nobody has said is left open for handwriting."""
    complete: bool = True
    _ids: Counter[str] = field(default_factory=lambda: Counter(_OWN_IDS))
    _entries: list[model.Entry] = field(default_factory=list)

    def handout(self, handout: model.Handout) -> tuple[doc.Block, ...]:
        """Return the blocks of a whole handout."""
        blocks: list[doc.Block] = [
            doc.Heading(
                id="title", origin=handout.title.origin, level=1, content=inline(handout.title)
            )
        ]
        if handout.subtitle:
            blocks.append(paragraph("subtitle", handout.subtitle, doc.Role.SUBTITLE))
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

    def entry(self, entry: model.Entry, number: int | None, level: int) -> doc.Entry:
        """Return an entry's node."""
        self._ids[entry.id] += 1
        count = self._ids[entry.id]
        node_id = entry.id if count == 1 else f"{entry.id}.use.{count}"
        self._entries.append(entry)
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
            children.append(self.entry(entry, len(self._entries) + 1, level))
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
