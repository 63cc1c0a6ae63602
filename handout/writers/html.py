"""Write a document as one self-contained HTML file.

It makes no network requests, and its Content-Security-Policy allows none.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from handout import document as doc
from handout.document.traversal import outline, walk
from handout.errors import Problems
from handout.faces import FontBook
from handout.theme import Theme
from handout.writers.web.direction import language_direction
from handout.writers.web.font_faces import font_face_rules
from handout.writers.web.markup import Tag, tag
from handout.writers.web.markup import write_html as written
from handout.writers.web.renderer import NodeRenderer, data_url, table_of_contents
from handout.writers.web.stylesheet import page_stylesheet

_MAIN: Final = "_main"
_FOUND_BY: Final = "_found-by"
"""Not ids of any node: those begin with a letter or digit."""


def write_html(document: doc.DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return the document as an HTML file.

    Raises HandoutError for a picture that cannot be read.
    """
    theme = theme.with_accent(document.accent)
    problems = Problems()
    renderer = NodeRenderer(
        document, data_url, _anchor, interactive=True, inline=True, problems=problems
    )
    page = _page(document, renderer, theme, fonts)
    problems.raise_errors()
    return f"<!DOCTYPE html>\n{written(page)}".encode()


def _page(
    document: doc.DocumentTree, renderer: NodeRenderer, theme: Theme, fonts: tuple[Path, ...]
) -> Tag:
    title, text = _split_header(document.children)
    furniture = document.furniture
    listed = [heading for heading in outline(document) if heading.level > 1]
    links = table_of_contents(listed, _anchor)
    summary = tag("summary", renderer.labels.label(furniture.contents))
    logs = any(isinstance(node, doc.Log) for node in walk(document.children))
    names = {"log.js": logs, "find.js": bool(document.found_by)}
    folder = files("handout.writers.web")
    scripts = [folder.joinpath(name).read_text("utf-8") for name, used in names.items() if used]
    find = tag("label", furniture.find, " ", tag("input", type="search"))
    body = tag(
        "body",
        tag("a", renderer.labels.label(furniture.skip), href=f"#{_MAIN}", class_="skip"),
        tag("header", *renderer.blocks(title)),
        *(
            [tag("nav", tag("details", summary, links), aria_label=furniture.contents)]
            if listed
            else []
        ),
        # Shown by its script, without which it can do nothing.
        *([tag("div", find, role="search", hidden="")] if document.found_by else []),
        tag("main", *renderer.blocks(text), id=_MAIN, tabindex="-1"),
        *renderer.foot(),
        *([_found_by(document)] if document.found_by else []),
        *(tag("script", script) for script in scripts),
    )
    markup = written(body)
    if logs:
        # Of the whole text, so that no patient sees what another has filled in.
        digest = sha256(markup.encode()).hexdigest()[:16]
        body = Tag(body.name, {"data-key": f"handout.{digest}"}, body.children)
    faces = FontBook.of_project(*fonts)
    rules = font_face_rules(markup, data_url, document.language, faces)
    style = rules + page_stylesheet(theme)
    head = tag("head", *_head(document, _policy([style], scripts)), tag("style", style))
    language = document.language
    return tag("html", head, body, lang=language, dir=language_direction(language))


def _found_by(document: doc.DocumentTree) -> Tag:
    """Return the words for the search, which are data for its script."""
    words = {node: " ".join(found) for node, found in document.found_by.items()}
    return tag("script", json.dumps(words), type="application/json", id=_FOUND_BY)


def _anchor(node: str) -> str:
    return f"#{node}"


def _split_header(blocks: tuple[doc.Block, ...]) -> tuple[Sequence[doc.Block], Sequence[doc.Block]]:
    """Return the blocks of the page header, and the blocks after them."""
    for place, block in enumerate(blocks):
        match block:
            case doc.Letterhead() | doc.Heading(level=1) | doc.Paragraph(role=doc.Role.SUBTITLE):
                continue
            case _:
                return blocks[:place], blocks[place:]
    return blocks, ()


def _head(document: doc.DocumentTree, policy: str) -> Iterator[Tag]:
    yield tag("meta", charset="utf-8")
    # Before everything that it applies to.
    yield Tag("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    yield tag("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield tag("meta", name="color-scheme", content="light dark")
    yield tag("meta", name="referrer", content="no-referrer")
    if document.author:
        yield tag("meta", name="author", content=document.author)
    # Without it, browsers request /favicon.ico.
    yield tag("link", rel="icon", href="data:,")
    yield tag("title", document.title)


def _policy(styles: list[str], scripts: list[str]) -> str:
    """Return a policy that allows these styles and scripts only, by their hashes (CSP 3, 6.7)."""
    return (
        "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none';"
        f" style-src {_sources(styles)}; script-src {_sources(scripts)}"
    )


def _sources(texts: list[str]) -> str:
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
