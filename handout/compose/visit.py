"""Compose what is said to one patient: the facts of the visit, a note, and what was changed."""

from __future__ import annotations

from typing import Final

from handout import document as doc
from handout import wording
from handout.errors import Origin
from handout.home_program import Clinician, Date, HomeProgram
from handout.inline import Inline, Plain, paragraphs, read_inline
from handout.located import Mapping

_PARTS: Final = {
    "muscles": "facts",
    "difficulty": "facts",
    "position": "facts",
    "equipment": "facts",
    "pictures": "picture",
}
"""The part of an entry's node that shows a field, where the two differ in name."""


def visit_facts(program: HomeProgram | None, origin: Origin) -> doc.Facts:
    """Return who it is for, when, and from whom; what is not known is left to handwriting.

    `origin` is the place of the handout, for what no program says.
    """
    patient = program.patient.name if program and program.patient else None
    values = {
        "patient": read_inline(patient.value) if patient else (),
        "date": _in_words(program.date if program else None),
        "next_visit": _in_words(program.next_visit if program else None),
        "clinician": _reachable(program.clinician if program else None),
    }
    places = program.places if program else {}
    items = tuple(
        doc.Fact(
            id=f"visit.{key}",
            origin=places.get(key, origin),
            # A date is in the program's own words.
            language=wording.LANGUAGE if key in {"date", "next_visit"} else "",
            label=wording.LABELS[key],
            value=value,
        )
        for key, value in values.items()
    )
    return doc.Facts(
        id="visit", origin=program.origin if program else origin, items=items, form=True
    )


def program_note(program: HomeProgram | None) -> list[doc.Paragraph]:
    """Return what the clinician says to this patient."""
    if not program or not program.note:
        return []
    return [
        doc.Paragraph(
            id="note" if number == 1 else f"note.{number}",
            origin=program.note.origin,
            changed=True,
            content=read_inline(part),
            role=doc.Role.NOTE,
        )
        for number, part in enumerate(paragraphs(program.note.value), 1)
    ]


def changed_parts(personal: Mapping) -> set[str]:
    """Return the names of the parts of an entry that show what a patient has otherwise."""
    return {_PARTS.get(name, name) for name in personal.fields}


def _in_words(date: Date | None) -> tuple[Inline, ...]:
    return (Plain(wording.render_date(date.day)),) if date else ()


def _reachable(clinician: Clinician | None) -> tuple[Inline, ...]:
    """Return a clinician's name, what stands after it, and how to ask a question."""
    if not clinician:
        return ()
    words = (clinician.name, clinician.credentials, clinician.phone)
    first, *others = (read_inline(text.value) for text in words if text)
    return (*first, *(part for other in others for part in (Plain(", "), *other)))
