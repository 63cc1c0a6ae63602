"""Compose the letterhead of a clinic."""

from __future__ import annotations

from collections.abc import Iterator

from handout import document as doc
from handout.clinic import Clinic
from handout.compose.texts import phone_link, short_link
from handout.errors import Origin
from handout.inline import Inline, Link, Plain, plain_text, read_inline
from handout.picture_files import PictureFile
from handout.wording import Wording


def letterhead(
    node_id: str, clinic: Clinic, logo: PictureFile | None, wording: Wording
) -> list[doc.Block]:
    """Return the letterhead, which comes first in a clinic's handouts."""
    name = read_inline(clinic.name.value)
    lines = tuple(
        doc.Item(id=f"{node_id}.{number}", origin=origin, content=content)
        for number, (content, origin) in enumerate(_lines(clinic), 1)
    )
    figure = (
        doc.Figure(
            id=f"{node_id}.logo",
            origin=clinic.logo.origin,
            language=wording.language,
            picture=doc.Image(logo.path, logo.version),
            alt=wording.text("logo", name=plain_text(name)),
        )
        if clinic.logo and logo
        else None
    )
    return [doc.Letterhead(id=node_id, origin=clinic.origin, logo=figure, name=name, lines=lines)]


def _lines(clinic: Clinic) -> Iterator[tuple[tuple[Inline, ...], Origin]]:
    if clinic.address:
        for line in clinic.address.value.splitlines():
            if line.strip():
                yield read_inline(line), clinic.address.origin
    if clinic.phone:
        yield phone_link(clinic.phone), clinic.phone.origin
    if clinic.hours:
        yield read_inline(clinic.hours.value), clinic.hours.origin
    if clinic.email:
        address = clinic.email.value
        yield (Link((Plain(address),), f"mailto:{address}"),), clinic.origin
    if clinic.web:
        yield short_link(clinic.web), clinic.origin
