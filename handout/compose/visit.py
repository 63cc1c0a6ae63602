"""Compose what is for one patient only: the facts of the visit, and a note from the clinician."""

from __future__ import annotations

from typing import Final

from handout import document as doc
from handout.compose.texts import enumerated, inline
from handout.errors import Origin
from handout.home_program import Clinician, Date, HomeProgram
from handout.inline import Inline, Plain, paragraphs, read_inline
from handout.located import Mapping
from handout.wording import Wording

_PART_OF_FIELD: Final = {
    "muscles": "facts",
    "difficulty": "facts",
    "position": "facts",
    "equipment": "facts",
    "pictures": "picture",
}
"""The part of an entry's node that shows a field, if it has another name."""


def visit_facts(program: HomeProgram | None, origin: Origin, wording: Wording) -> doc.Facts:
    """Return the patient, dates and clinician of a visit, with blanks for unknown ones.

    `origin` is the position of the handout, for facts that are not in a program.
    """
    patient = program.patient.name if program and program.patient else None
    values = {
        "patient": inline(patient) if patient else (),
        "date": _in_words(program.date if program else None, wording),
        "next_visit": _in_words(program.next_visit if program else None, wording),
        "clinician": _contact(program.clinician if program else None, wording),
    }
    places = program.places if program else {}
    items = tuple(
        doc.Fact(
            id=f"visit.{key}",
            origin=places.get(key, origin),
            # Dates are in words of the program.
            language=wording.language if key in {"date", "next_visit"} else "",
            label=wording.text(f"visit.{key}"),
            value=value,
        )
        for key, value in values.items()
    )
    return doc.Facts(
        id="visit", origin=program.origin if program else origin, items=items, form=True
    )


def program_note(program: HomeProgram | None) -> list[doc.Paragraph]:
    """Return the clinician's note to the patient."""
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
    """Return the names of the parts of an entry that show fields changed for a patient."""
    return {_PART_OF_FIELD.get(name, name) for name in personal.fields}


def _in_words(date: Date | None, wording: Wording) -> tuple[Inline, ...]:
    return (Plain(wording.text("date", day=date.day)),) if date else ()


def _contact(clinician: Clinician | None, wording: Wording) -> tuple[Inline, ...]:
    """Return a clinician's name, credentials and telephone number."""
    if not clinician:
        return ()
    texts = (clinician.name, clinician.credentials, clinician.phone)
    return enumerated(wording, [inline(text) for text in texts if text])
