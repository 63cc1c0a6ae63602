"""Write the generated parts of docs/content.md: the words of a dosage, and all fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import handout
from handout.model.blocks import BLOCKS
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
from handout.shapes import (
    AnyText,
    ByName,
    Changes,
    Choice,
    Fields,
    ListOf,
    OneOf,
    Shape,
    Words,
    YesOrNo,
)

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
    return f"| {name} | {_written(field.shape)} | {field.meaning} |"


def _written(shape: Shape) -> str:
    """Return links to the fields that a value has, and the other forms in which it is written."""
    return ", ".join(dict.fromkeys(_ways(shape)))


def _ways(shape: Shape) -> Iterator[str]:
    match shape:
        case AnyText():
            yield "text"
        case ListOf(item=AnyText()):
            yield "a list of texts"
        case ListOf():
            yield f"a list: {_written(shape.item)}"
        case ByName():
            yield f"by name: {_written(shape.value)}"
        case OneOf():
            for each in shape.shapes:
                yield from _ways(each)
        case Fields() | Changes():
            yield from map(_link, records_in(shape))
        case Words() | Choice() | YesOrNo():
            yield from (f"`{form}`" for form in forms_of(shape))


def _link(record: type[Any]) -> str:
    if record is dose():
        return "[dosage](#the-words-of-a-dosage)"
    title = title_of(record).casefold()
    # The block of the same name has a heading above, and the plain anchor.
    second = "-1" if title in BLOCKS else ""
    return f"[{title}](#{title.replace(' ', '-')}{second})"
