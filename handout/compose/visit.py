"""Compose what is for one patient only: the facts of the visit, goals, and a clinician's note."""

from __future__ import annotations

from typing import Final

from handout import document as doc
from handout.compose.texts import enumerated, inline, labelled_points, phone_link
from handout.errors import Origin
from handout.home_program import Appointment, BirthDate, Clinician, HomeProgram, Patient
from handout.inline import Inline, Plain, paragraphs, plain_text, read_inline
from handout.located import Mapping
from handout.model import Date
from handout.wording import Wording
from handout.wording.dates import render_date, render_time

_PART_OF_FIELD: Final = {
    "muscles": "facts",
    "difficulty": "facts",
    "position": "facts",
    "equipment": "facts",
    "pictures": "picture",
    "shown_side": "picture",
}
"""The part of an entry's node that shows a field, if it has another name."""


def own_title(program: HomeProgram | None) -> list[doc.Heading]:
    """Return the title that a program has in place of its handout's."""
    if not program or not program.title:
        return []
    origin, content = program.title.origin, inline(program.title)
    return [doc.Heading(id="title", origin=origin, changed=True, level=1, content=content)]


def name_on_pages(program: HomeProgram | None) -> str:
    """Return the patient's name if it is asked for on each page."""
    name = program.patient.name if program and program.patient else None
    return plain_text(inline(name)) if name and program and program.name_on_pages else ""


def visit_facts(program: HomeProgram | None, origin: Origin, wording: Wording) -> doc.Facts:
    """Return the patient, dates and clinician of a visit, with blanks for unknown ones.

    The birth date and record number have no blank, because nobody fills them in by hand. `origin`
    is the position of the handout, for facts that are not in a program.
    """
    patient = program.patient if program and program.patient else Patient(origin=origin)
    values = {
        "patient": inline(patient.name) if patient.name else (),
        "birth_date": _day(patient.birth_date, wording),
        "record": inline(patient.record) if patient.record else (),
        "date": _day(program.date if program else None, wording),
        "next_visit": _appointment(program.next_visit if program else None, wording),
        "clinician": _contact(program.clinician if program else None, wording),
    }
    places = program.places if program else {}
    items = tuple(
        doc.Fact(
            id=f"visit.{key}",
            origin=places.get("patient" if key in _OF_PATIENT else key, origin),
            # Dates are in words of the program.
            language=wording.language if key in _DATES else "",
            label=wording.text(f"visit.{key}"),
            value=value,
        )
        for key, value in values.items()
        if value or key not in _OF_PATIENT
    )
    return doc.Facts(
        id="visit", origin=program.origin if program else origin, items=items, form=True
    )


_OF_PATIENT: Final = {"birth_date", "record"}
_DATES: Final = {"birth_date", "date", "next_visit"}


def patient_goals(program: HomeProgram | None, wording: Wording) -> list[doc.Block]:
    """Return what the patient wants to be able to do, each goal on a line of its own."""
    if not program or not program.goals:
        return []
    return labelled_points("goals", program.goals, "goals", wording, listed=True)


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


def _day(written: Date | BirthDate | Appointment | None, wording: Wording) -> tuple[Inline, ...]:
    return (Plain(render_date(written.day, wording)),) if written else ()


def _appointment(visit: Appointment | None, wording: Wording) -> tuple[Inline, ...]:
    if visit is None or visit.at is None:
        return _day(visit, wording)
    time = render_time(visit.at, wording)
    words = wording.text("date.time", date=render_date(visit.day, wording), time=time)
    return (Plain(words),)


def _contact(clinician: Clinician | None, wording: Wording) -> tuple[Inline, ...]:
    """Return a clinician's name, credentials and telephone number."""
    if not clinician:
        return ()
    parts = [inline(text) for text in (clinician.name, clinician.credentials) if text]
    phone = [phone_link(clinician.phone)] if clinician.phone else []
    return enumerated(wording, [*parts, *phone])
