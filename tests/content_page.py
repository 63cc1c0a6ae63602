"""Write the generated parts of docs/content.md: the words of a dosage, and all fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import handout
from handout.reference import (
    FieldReference,
    dosage_forms,
    dose,
    fields_of,
    forms_of,
    meaning_of,
    records,
    records_in,
    title_of,
)
from handout.shapes import AnyText, ListOf

COMPANIONS = {"label": ", reps: 10", "phase": ", reps: 10"}
"""What a dose must say besides its name."""
PAGE = Path(__file__).parent.parent / "docs/content.md"


def updated(page: str, scratch: Path) -> str:
    """Return the page with its parts between markers written anew, using a scratch folder."""
    parts = {"dosage": "\n".join(_dosage(scratch)), "fields": "\n".join(_records())}
    for name, part in parts.items():
        marked = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        assert marked.search(page), name
        page = marked.sub(lambda match: f"{match[1]}\n{part}\n{match[2]}", page)  # noqa: B023
    return page


def _dosage(scratch: Path) -> Iterator[str]:
    yield from ("| field | write | on the page |", "|---|---|---|")
    for field, forms in dosage_forms():
        printed = [on_the_page(field.name, form, scratch) for form in forms]
        write = "<br>".join(f"`{form}`" for form in forms)
        yield f"| `{field.name}` | {write} | {'<br>'.join(printed)} |"
    yield ""


def on_the_page(field: str, form: str, scratch: Path) -> str:
    """Return what a sheet says for one field of a dosage."""
    path = scratch / "exercises/form.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    dose = f"{field}: {_quoted(form)}{COMPANIONS.get(field, '')}"
    path.write_text(f"name: Form\nsteps: [Go.]\ndosage: {{{dose}}}\n", "utf-8")
    text = handout.Library(scratch).entry("form").text()
    return " · ".join(re.findall(r"^- (.+)$", text, re.MULTILINE))


def _quoted(form: str) -> str:
    return f"'{form}'" if "," in form and not form.startswith("[") else form


def _records() -> Iterator[str]:
    for record in records():
        if record is dose():
            continue
        yield from (f"### {title_of(record)}", "", meaning_of(record), "")
        yield from ("| field | write | meaning |", "|---|---|---|")
        yield from (_row(field) for field in fields_of(record))
        yield ""


def _row(field: FieldReference) -> str:
    name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
    return f"| {name} | {_written(field)} | {field.meaning} |"


def _written(field: FieldReference) -> str:
    """Return links to the fields that a value has, or the forms in which it is written."""
    if field.shape == AnyText():
        return "text"
    if field.shape == ListOf(AnyText()):
        return "a list of texts"
    links = dict.fromkeys(_link(record) for record in records_in(field.shape))
    written = ", ".join([*links, *(f"`{form}`" for form in forms_of(field.shape))])
    return f"a list: {written}" if isinstance(field.shape, ListOf) else written


def _link(record: type[Any]) -> str:
    if record is dose():
        return "[dosage](#the-words-of-a-dosage)"
    title = title_of(record).casefold()
    return f"[{title}](#{title.replace(' ', '-')})"
