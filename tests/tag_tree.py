"""Read the structure tree of a tagged PDF, with the text of each element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Object
from text_engine import decoded, to_unicode

_INLINE = {"/Link", "/Span"}


def tag_tree(data: bytes) -> str:
    """Return the structure tree as indented lines: type, accessible attributes, text."""
    return "\n".join(_lines(data)) + "\n"


def text_by_element(data: bytes) -> str:
    """Return the text of a file in the order of its structure tree, one element per line."""
    elements = ((thing, text) for _, thing, text in _elements(data))
    return "\n".join(text for thing, text in elements if text and str(thing.S) not in _INLINE)


def _lines(data: bytes) -> Iterator[str]:
    for depth, thing, text in _elements(data):
        parts = [f"{'  ' * depth}{str(thing.S)[1:]}"]
        if "/Alt" in thing:
            parts.append(f"[{thing.Alt}]")
        if "/Lang" in thing:
            parts.append(f"({thing.Lang})")
        attributes = thing.get("/A", Dictionary())
        if "/Scope" in attributes:
            parts.append(f"scope={str(attributes.Scope)[1:]}")
        if "/Summary" in attributes:
            parts.append(f"[{attributes.Summary}]")
        if "/ListNumbering" in attributes:
            parts.append(f"numbering={str(attributes.ListNumbering)[1:]}")
        if text:
            parts.append(f"'{text}'")
        yield " ".join(parts)


def _elements(data: bytes) -> Iterator[tuple[int, Object, str]]:
    with pikepdf.open(BytesIO(data)) as file:
        pages = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        texts = [_texts(page) for page in file.pages]
        for root in _list(file.Root.StructTreeRoot.K):
            yield from _walk(root, 0, None, pages, texts)


def _walk(
    thing: Object,
    depth: int,
    page: Object | None,
    pages: dict[tuple[int, int], int],
    texts: list[dict[int, str]],
) -> Iterator[tuple[int, Object, str]]:
    page = thing.get("/Pg", page)
    words, children = "", []
    for kid in _list(thing.get("/K")):
        if isinstance(kid, int):
            assert page is not None
            words += texts[pages[page.objgen]][kid]
        elif kid.get("/Type") == "/MCR":
            words += texts[pages[kid.Pg.objgen]][int(kid.MCID)]
        elif kid.get("/Type") != "/OBJR":
            # The text of a link or span is part of its parent, at the same position.
            if str(kid.S) in _INLINE:
                words += "".join(text for _, _, text in _walk(kid, 0, page, pages, texts))
            children.append(kid)
    yield depth, thing, words
    for child in children:
        yield from _walk(child, depth + 1, page, pages, texts)


def _texts(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each marked-content sequence of a page."""
    fonts = page.obj.Resources.get("/Font", Dictionary())
    maps = {name: to_unicode(font) for name, font in fonts.items()}
    texts: dict[int, str] = defaultdict(str)
    stack: list[tuple[int | None, str | None]] = []
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        mcid = next((mcid for mcid, _ in stack if mcid is not None), None)
        if operator in {"BDC", "BMC"}:
            properties = operands[-1] if isinstance(operands[-1], Dictionary) else Dictionary()
            instead = properties.get("/ActualText")
            own = properties.get("/MCID")
            stack.append(
                (None if own is None else int(own), None if instead is None else str(instead))
            )
            if mcid is not None and instead is not None:
                texts[mcid] += str(instead)
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            font = str(operands[0])
        elif operator == "TJ" and mcid is not None and all(text is None for _, text in stack):
            texts[mcid] += decoded(operands[0], maps[font])
    return texts


def _list(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
