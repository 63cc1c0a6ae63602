"""Documents of any nodes and scripts, drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, normalize

from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_facts import FURNITURE

from handout import document as doc
from handout.errors import Origin
from handout.inline import Emphasis, Inline, Link, Plain, Strong, plain_text

HERE = Origin("knee.yaml", 7, 3)

SCRIPTS = (
    "abc fi fl AV éß -.,()*/:19",
    "áộ ưđ Ωπ Жя ",
    "ابتمرلس ش، 12",
    "שלום עולם",
    "क्षि कीत ",
    "ทำน้ำที่",
    "你好每天，。ひざ무릎 ",
)


def _readable(text: str) -> str:
    """Return a text without third marks on a letter, which no script writes and no line fits."""
    kept = ""
    for character in text:
        drawn = normalize("NFKD", kept[-2:] + character)
        marks = [each for each in drawn if category(each) == "Mn"]
        kept += "" if len(marks) > 2 else character
    return kept


words = st.one_of(
    *(st.text(alphabet, min_size=1, max_size=40) for alphabet in SCRIPTS),
    st.text("".join(SCRIPTS), min_size=1, max_size=60),
).map(lambda text: _readable(" ".join(text.split())) or "a")


@st.composite
def contents(draw: st.DrawFn) -> tuple[Inline, ...]:
    """Draw the inline nodes of one text, separated by spaces."""
    nodes: list[Inline] = []
    for index, text in enumerate(draw(st.lists(words, min_size=1, max_size=3))):
        plain = Plain(f"{' ' if index else ''}{text}")
        kind = draw(st.sampled_from(["plain", "emphasis", "strong", "link"]))
        match kind:
            case "emphasis":
                nodes.append(Emphasis((plain,)))
            case "strong":
                nodes.append(Strong((plain,)))
            case "link":
                nodes.append(Link((plain,), f"https://example.org/{index}"))
            case _:
                nodes.append(plain)
    return tuple(nodes)


def log() -> doc.Log:
    def cell(words: str = "", boxes: int = 0) -> doc.Cell:
        content = (Plain(words),) if words else ()
        return doc.Cell(id="", origin=HERE, content=content, heading=bool(words), boxes=boxes)

    head = (cell(), cell("Mon"), cell("Tue"), cell("Notes"))
    weeks = [(cell(name), cell(boxes=1), cell(boxes=1), cell()) for name in ("One", "Two")]
    rows = tuple(doc.Row(id="", origin=HERE, cells=cells) for cells in (head, *weeks))
    table = doc.Table(id="", origin=HERE, kind=doc.TableKind.LOG, rows=rows)
    return doc.Log(id="", origin=HERE, tables=(table,))


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> doc.Block:
    """Draw a block without an id."""
    kinds = ["paragraph", "steps", "points", "dosage", "facts", "log"]
    kind = draw(st.sampled_from(kinds if depth else [*kinds, "callout", "entry"]))
    items = tuple(
        doc.Item(id="", origin=HERE, content=content)
        for content in draw(st.lists(contents(), min_size=1, max_size=3))
    )
    match kind:
        case "steps":
            return doc.Steps(id="", origin=HERE, items=items)
        case "points":
            return doc.Points(id="", origin=HERE, label=draw(words), items=items)
        case "dosage":
            one = (doc.Dose(id="", origin=HERE, items=items),)
            several = [
                doc.Dose(id="", origin=HERE, label=draw(contents()), items=(item,))
                for item in items
            ]
            doses = draw(st.sampled_from([one, tuple(several)]))
            return doc.DosageBox(id="", origin=HERE, label=draw(words), doses=doses)
        case "facts":
            facts = tuple(
                doc.Fact(id="", origin=HERE, label="Level", value=item.content) for item in items
            )
            return doc.Facts(id="", origin=HERE, items=facts)
        case "log":
            return log()
        case "callout" | "entry":
            inner = tuple(draw(st.lists(blocks(1), min_size=1, max_size=4)))
            if kind == "callout":
                return doc.Callout(id="", origin=HERE, kind=doc.CalloutKind.TIP, children=inner)
            name = doc.Heading(id="", origin=HERE, level=2, content=draw(contents()), number="7")
            return doc.Entry(id="", origin=HERE, children=(name, *inner))
        case _:
            label = draw(st.sampled_from(["", "Start"]))
            return doc.Paragraph(id="", origin=HERE, content=draw(contents()), label=label)


def with_ids(nodes: tuple[doc.Block, ...], prefix: str = "n") -> tuple[doc.Block, ...]:
    """Return blocks with an id for each node."""
    numbered: list[doc.Block] = []
    for index, node in enumerate(nodes):
        own = f"{prefix}.{index}"
        block: doc.Block = replace(node, id=own)
        if isinstance(block, doc.Callout | doc.Entry):
            block = replace(block, children=with_ids(block.children, own))
        elif isinstance(block, doc.DosageBox):
            doses = tuple(_dose_with_ids(dose, f"{own}.{n}") for n, dose in enumerate(block.doses))
            block = replace(block, doses=doses)
        elif isinstance(block, doc.Steps | doc.Points):
            items = (replace(item, id=f"{own}.{n}") for n, item in enumerate(block.items))
            block = replace(block, items=tuple(items))
        elif isinstance(block, doc.Facts):
            facts = (replace(fact, id=f"{own}.{n}") for n, fact in enumerate(block.items))
            block = replace(block, items=tuple(facts))
        elif isinstance(block, doc.Log):
            (table,) = block.tables
            rows = tuple(rows_with_ids(table, f"{own}.weeks"))
            block = replace(block, tables=(replace(table, id=f"{own}.weeks", rows=rows),))
        numbered.append(block)
    return tuple(numbered)


def _dose_with_ids(dose: doc.Dose, own: str) -> doc.Dose:
    items = (replace(item, id=f"{own}.{n}") for n, item in enumerate(dose.items))
    return replace(dose, id=own, items=tuple(items))


def rows_with_ids(table: doc.Table, prefix: str) -> Iterator[doc.Row]:
    for number, row in enumerate(table.rows):
        own = f"{prefix}.{number}"
        cells = (replace(cell, id=f"{own}.{n}") for n, cell in enumerate(row.cells))
        yield replace(row, id=own, cells=tuple(cells))


@st.composite
def documents(draw: st.DrawFn) -> doc.DocumentTree:
    title = doc.Heading(id="title", origin=HERE, level=1, content=(Plain(draw(words)),))
    children = with_ids(tuple(draw(st.lists(blocks(), max_size=5))))
    return doc.DocumentTree(
        title=plain_text(title.content),
        language=draw(st.sampled_from(["en", "ar", "th", "ja", "pt-BR"])),
        author="",
        folio="{page}/{pages}",
        furniture=FURNITURE,
        children=(title, *children),
    )
