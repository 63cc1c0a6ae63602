"""Make handouts with WeasyPrint: one style sheet, font set and picture cache for all of them."""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

Values = dict[str, Any]


def main() -> None:
    """Make a PDF for each line of words: CONTENT WORDS FONTS OUTPUT."""
    content, words, fonts, output = sys.argv[1:]
    faces = FontConfiguration()
    looks = Template(Path(__file__).with_name("handout.css").read_text("utf-8"))
    style = CSS(string=looks.substitute(fonts=Path(fonts).resolve().as_uri()), font_config=faces)
    pictures: dict[str, Any] = {}
    with Path(words).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            HTML(string=_page(json.loads(line)), base_url=f"{content}/").write_pdf(
                f"{output}/{number:04}.pdf",
                stylesheets=[style],
                font_config=faces,
                cache=pictures,
                pdf_variant="pdf/ua-1",
            )


def _page(data: Values) -> str:
    first, pages = data["folio"].split("{page}")
    between, last = pages.split("{pages}")
    folio = f'"{first}" counter(page) "{between}" counter(pages) "{last}"'
    return (
        f'<!doctype html><html lang="{data["language"]}"><meta charset="utf-8">'
        f"<title>{escape(data['title'])}</title>"
        f'<meta name="author" content="{escape(data["author"])}">'
        f"<style>@page {{ @bottom-right {{ content: {folio} }} }}</style>"
        f"{_all(data['blocks'])}</html>"
    )


def _all(blocks: list[Values]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Values) -> str:  # noqa: C901 -- one match over all kinds
    match block["kind"]:
        case "heading":
            number = f"<b>{block['number']}</b> " if block["number"] else ""
            return _element(f"h{block['level']}", number + escape(block["text"]))
        case "paragraph":
            words = _label(block["label"]) + escape(block["text"])
            return _element("p", words, block["role"])
        case "steps":
            return _element("ol", _items(block["items"]))
        case "points":
            return _element("p", _label(block["label"]) + escape(" ".join(block["items"])))
        case "facts":
            facts = (_label(label) + escape(value) for label, value in block["items"])
            return _element("p", " · ".join(facts), "facts")
        case "figure":
            caption = _element("figcaption", escape(block["caption"])) if block["caption"] else ""
            picture = f'<img src="{escape(block["path"])}" alt="{escape(block["alt"])}">'
            return _element("figure", picture + caption)
        case "dosagebox":
            label = _element("p", escape(block["label"]), "label")
            return _element("div", label + _element("ul", _items(block["items"])), "dosage")
        case "callout":
            return _callout(block)
        case "entry":
            return _entry(block)
        case "table":
            return _table(block)
        case _:
            return _element("section", _all(block["blocks"]))


def _callout(block: Values) -> str:
    """Return a box whose points stand on lines of their own."""
    parts = []
    for child in block["blocks"]:
        if child["kind"] == "points":
            parts.append(_element("p", escape(child["label"]), "label"))
            parts.append(_element("ul", _items(child["items"])))
        else:
            parts.append(_block(child))
    return _element("div", "".join(parts), "stop" if block["stop"] else "tip")


def _entry(block: Values) -> str:
    """Return an entry: pictures and dosage beside the words."""
    name, *rest = block["blocks"]
    beside = [child for child in rest if child["kind"] in {"figure", "dosagebox"}]
    words = [child for child in rest if child not in beside]
    columns = _element("div", _all(words)) + _element("div", _all(beside), "aside")
    return _element("article", _block(name) + _element("div", columns, "columns"))


def _table(block: Values) -> str:
    head = "".join(_element("th", escape(column)) for column in block["columns"])
    rows = []
    for row in block["rows"]:
        name, *others = map(escape, row["cells"])
        picture = f'<img src="{escape(row["picture"])}" alt="">' if row["picture"] else ""
        cells = (picture + name, *others)
        rows.append(_element("tr", "".join(_element("td", cell) for cell in cells)))
    body = _element("tbody", "".join(rows))
    return _element("table", _element("thead", _element("tr", head)) + body)


def _items(items: list[str]) -> str:
    return "".join(_element("li", escape(item)) for item in items)


def _label(label: str) -> str:
    return f"<strong>{escape(label)}:</strong> " if label else ""


def _element(name: str, inside: str, style: str = "") -> str:
    style = f' class="{style}"' if style else ""
    return f"<{name}{style}>{inside}</{name}>"
