"""Tailor a handout to one patient: apply what a program omits, adds and changes."""

from __future__ import annotations

from msgspec.structs import replace

from handout.decoding import Record, read_record
from handout.errors import Problems, suggestion
from handout.home_program import Addition, HomeProgram, PartChanges
from handout.located import Mapping
from handout.model import Handout, Log, Section, Show, Stop, Use


def tailor_handout(handout: Handout, program: HomeProgram, problems: Problems) -> Handout:
    """Return a handout with the changes of a program.

    Entries and sections that do not exist are noted.
    """
    _check_entries(handout, program, problems)
    omitted = {str(entry) for entry in program.omit}
    sections = [
        [
            _changed(item, section, program) if isinstance(item, Use) else item
            for item in section.items
            if not (isinstance(item, Use) and item.id.value in omitted)
        ]
        for section in handout.sections
    ]
    for addition in program.add:
        place = _place(addition, handout, problems)
        if place is not None:
            use = replace(addition.use, added=True)
            sections[place].append(_changed(use, handout.sections[place], program))
    remaining = tuple(
        replace(section, entries=tuple(items), content=())
        for section, items in zip(handout.sections, sections, strict=True)
        # A heading with nothing below it would confuse the reader.
        if items or not section.items
    )
    if any(section.items for section in handout.sections) and not any(
        section.items for section in remaining
    ):
        problems.error("the program omits every entry of the handout", program.origin)
    return replace(
        handout,
        sections=remaining,
        stop=_laid_over(handout.stop, Stop, _stop_fields(handout), program.stop, problems),
        stop_if=() if program.stop else handout.stop_if,
        log=_laid_over(handout.log, Log, _fields(handout, "log"), program.log, problems),
        show=_laid_over(handout.show, Show, _fields(handout, "show"), program.show, problems),
    )


def _laid_over(
    known: Record | None,
    kind: type[Record],
    fields: Mapping | None,
    own: PartChanges | None,
    problems: Problems,
) -> Record | None:
    """Return a part of a handout with what a program says laid over its fields."""
    if own is None:
        return known
    return read_record(kind, fields.overlaid(own.fields) if fields else own.fields, problems)


def _fields(handout: Handout, key: str) -> Mapping | None:
    """Return the fields that a handout has under a key."""
    field = handout.written.fields.get(key)
    return field.value if field and isinstance(field.value, Mapping) else None


def _stop_fields(handout: Handout) -> Mapping | None:
    """Return when to stop, of which 'stop_if' is the short form, as fields."""
    short = handout.written.fields.get("stop_if")
    if short and handout.stop_if:
        return Mapping({"signs": short}, short.value.origin)
    return _fields(handout, "stop")


def _changed(use: Use, section: Section, program: HomeProgram) -> Use:
    fields = program.changes.of(use.id.value, section.phase)
    return replace(use, personal=fields) if fields else use


def _check_entries(handout: Handout, program: HomeProgram, problems: Problems) -> None:
    """Note entries that a program omits or changes but that do not exist."""
    used = {use.id.value for use in handout.uses()}
    added = {addition.use.id.value for addition in program.add}
    changed = [change.entry for change in program.changes.items]
    for change in program.changes.items:
        if change.phase and change.phase.key not in handout.phases:
            phases = [str(phase) for phase in handout.phases.values()]
            message = f"there is no phase '{change.phase}' in the handout '{program.handout}'"
            hint = suggestion(str(change.phase), phases) if phases else "delete 'phase'"
            problems.error(message, change.origin, hint)
    for names, known in ((program.omit, used), (changed, used | added)):
        for name in names:
            if name.value not in known:
                message = f"there is no entry '{name}' in the handout '{program.handout}'"
                problems.error(message, name.origin, suggestion(name.value, known))


def _place(addition: Addition, handout: Handout, problems: Problems) -> int | None:
    """Return the index of the section for an addition, or None after noting a problem."""
    # A program names sections as the handout is written, also if the page is translated.
    written = [section.heading for section in handout.sections]
    headings = [" ".join((text.original or text.value).split()) if text else "" for text in written]
    known = [heading for heading in headings if heading]
    if addition.section is None:
        if len(handout.sections) == 1:
            return 0
        hint = suggestion("", known)
        problems.error("'section' is missing", addition.use.origin, hint)
        return None
    heading = " ".join(addition.section.value.split())
    if heading in headings:
        return headings.index(heading)
    message = f"there is no section '{addition.section}' in the handout"
    problems.error(message, addition.section.origin, suggestion(heading, known))
    return None
