"""Compose the letterhead of a clinic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handout import document as doc
from handout import wording
from handout.clinic import Clinic
from handout.errors import Origin
from handout.inline import Inline, Link, Plain, plain_text, read_inline


def letterhead(clinic: Clinic, logo: Path | None) -> doc.Letterhead:
    """Return the block that stands before the title of whatever a clinic hands out."""
    name = read_inline(clinic.name.value)
    lines = tuple(
        doc.Item(id=f"letterhead.{number}", origin=origin, content=content)
        for number, (content, origin) in enumerate(_lines(clinic), 1)
    )
    figure = (
        doc.Figure(
            id="letterhead.logo",
            origin=clinic.logo.origin,
            language=wording.LANGUAGE,
            picture=doc.Image(logo),
            alt=wording.LABELS["logo"].format(name=plain_text(name)),
        )
        if clinic.logo and logo
        else None
    )
    return doc.Letterhead(
        id="letterhead", origin=clinic.origin, logo=figure, name=name, lines=lines
    )


def _lines(clinic: Clinic) -> Iterator[tuple[tuple[Inline, ...], Origin]]:
    if clinic.address:
        for line in clinic.address.value.splitlines():
            if line.strip():
                yield read_inline(line), clinic.address.origin
    if clinic.phone:
        yield read_inline(clinic.phone.value), clinic.phone.origin
    if clinic.web:
        yield (Link((Plain(clinic.web.short),), str(clinic.web)),), clinic.origin
