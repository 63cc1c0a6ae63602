"""Content files with hostile texts, and what must hold for the documents that they become."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args
from unicodedata import bidirectional
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from pdf_facts import object_bounds, page_texts
from tag_tree import text_by_element
from text_engine import FACES

from handout import Library
from handout.print_options import EditionName, PaperName, PrintOptions

_HOSTILE: Final = (
    *("<b>", "</p>", "&amp;", "&", "<!--", "]]>", "{{name}}", "{0}", "%s", "${x}", "\\n", "'", '"'),
    *(
        "#",
        "# 1.",
        "- ",
        "1.",
        "|",
        "a|b",
        "~~",
        "__a__",
        "`x`",
        "* ",
        "2 * 3",
        "[",
        "](",
        "((",
        "!",
    ),
    *("https://example.org/a_b?c=d&e=%20#f", "a@example.org", "01632 960 123", "1:30", "½", "−5°"),
    *("no", "null", "0x1F", "1e9", "---", "…", "»", "\u00a0", "\u00ad", "a\u200bb", "e\u0301", "ﬁ"),
    *("W" * 70, "i" * 300, "Oberschenkelmuskulaturkräftigungsübung", "/".join(["path"] * 30)),
)
_SYLLABLES: Final = (
    *(
        ["ab", "c", "fi", "fl", "AV", "éß", "á", "ộ", "ư", "đ"],
        ["Ωπ", "Жя"],
        list("0123456789.,;:"),
    ),
    *(["اب", "ت", "مر", "لس", "ش"], ["של", "ום", "עו", "לם"], ["क्षि", "की", "त"]),
    *(["ทำ", "น้ำ", "ที่"], list("你好每天，。ひざ무릎")),
)
_word = st.sampled_from(_HOSTILE) | st.one_of(
    *(st.lists(st.sampled_from(some), min_size=1, max_size=8).map("".join) for some in _SYLLABLES)
)
_texts: Final = (
    st.lists(_word, min_size=1, max_size=8)
    .map(lambda words: " ".join(" ".join(words).split()))
    .filter(lambda text: re.search(r"\w", text))
)

_ALL: Final = frozenset(get_args(EditionName))
_HELPFUL: Final = _ALL - {"cards"}
_FULL: Final = _HELPFUL - {"compact"}
"""The editions that have a text, as the README promises."""


@dataclass
class Content:
    """The files of a content folder, and the texts that must be printed."""

    files: dict[str, Any] = field(default_factory=dict)
    texts: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    edition: EditionName = "standard"
    paper: PaperName = "a4"


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Draw a handout with its entries, and one patient's version of it."""
    content = Content()

    def text(editions: frozenset[str] = _ALL) -> str:
        words = draw(_texts)
        content.texts.append((words, editions))
        return words

    def list_of(editions: frozenset[str] = _ALL) -> list[str]:
        return [text(editions) for _ in range(draw(st.integers(1, 3)))]

    def some(fields: dict[str, Any]) -> dict[str, Any]:
        """Return some of the fields; the texts of the others are not drawn."""
        return {key: make() for key, make in fields.items() if draw(st.booleans())}

    ids = [f"entry-{number}" for number in range(draw(st.integers(1, 3)))]
    for number, name in enumerate(ids):
        content.files[f"{('exercises', 'stretches')[number % 2]}/{name}"] = {
            "name": text(),
            "steps": list_of(),
            **some(
                {
                    "summary": lambda: text(_FULL),
                    "muscles": lambda: list_of(_FULL),
                    "equipment": lambda: list_of(_FULL),
                    "start": text,
                    "dosage": lambda: draw(_dosages) | some({"load": text}),
                    "why": lambda: text(_FULL),
                    "cautions": list_of,
                    "mistakes": lambda: list_of(_HELPFUL),
                    "easier": lambda: text(_HELPFUL),
                    "harder": lambda: text(_HELPFUL),
                    "source": lambda: {"title": text()},
                }
            ),
        }
    sections = [{"heading": text(), "entries": ids[:1]}]
    if ids[1:]:
        sections.append(some({"heading": text, "intro": text}) | {"entries": ids[1:]})
    content.files["handouts/sheet"] = {
        "title": text(),
        "sections": sections,
        **some(
            {
                "subtitle": text,
                "language": lambda: draw(st.sampled_from(["en", "ar", "th", "ja", "de-AT"])),
                "intro": lambda: f"{text()}\n\n{text()}",
                "stop_if": list_of,
                "tip": lambda: {"text": text(_HELPFUL)},
                "summary": lambda: text(_FULL),
                "author": lambda: {"name": text(_FULL)},
                "log": lambda: {"weeks": draw(st.integers(1, 26))},
            }
        ),
    }
    content.files["programs/patient"] = {
        "handout": "sheet",
        **some(
            {
                "patient": lambda: {"name": text()},
                "note": text,
                "next_visit": lambda: "2026-03-16",
                "changes": lambda: {ids[0]: {"note": text()}},
            }
        ),
    }
    content.edition = draw(st.sampled_from(get_args(EditionName)))
    content.paper = draw(st.sampled_from(get_args(PaperName)))
    return content


_dosages: Final = st.fixed_dictionaries(
    {},
    optional={
        "sets": st.sampled_from(["1", "2-3"]),
        "reps": st.sampled_from(["12", "8-10", "up to 10", "until tired", "10 steps"]),
        "hold": st.sampled_from(["30 s", "1:30", "5 breaths"]),
        "side": st.sampled_from(["each leg", "left", "alternating"]),
        "frequency": st.sampled_from(["daily", "mon, wed", "every 2 hours while awake"]),
        "weeks": st.sampled_from(["1", "4-6"]),
    },
)


@given(contents())
def check_documents(content: Content) -> None:
    """Every text of content files is in every format, and nothing is outside the margins."""
    with TemporaryDirectory() as folder:
        for name, fields in content.files.items():
            path = Path(folder, f"{name}.yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(fields, ensure_ascii=False), "utf-8")
        document = Library(folder, fonts=[FACES]).compose("patient")
        pdf = document.pdf(edition=content.edition, paper=content.paper)
        page, book = document.html(), document.epub()
    printed = [text for text, editions in content.texts if content.edition in editions]
    _assert_says(text_by_element(pdf), printed, "tags")
    pages = _letters("".join(page_texts(pdf)))
    # Where scripts of both directions meet, pdfium puts pieces in an order of its own.
    for word in " ".join(filter(_is_left_to_right, printed)).split():
        if word.isascii() and word.isalnum() and len(word) < 10:
            assert word in pages, ("pdfium", word)
    _assert_says(_text_of(html.fromstring(page)), [text for text, _ in content.texts], "html")
    _assert_says(_book_text(book), [text for text, _ in content.texts], "epub")
    _assert_inside_margins(pdf, content)


def _assert_says(said: str, texts: list[str], where: str) -> None:
    letters = _letters(said)
    for text in texts:
        assert _letters(text) in letters, (where, text)


def _text_of(page: etree._Element) -> str:
    return "".join(page.xpath("//body//text()[not(ancestor::style or ancestor::script)]"))


def _book_text(book: bytes) -> str:
    with ZipFile(BytesIO(book)) as file:
        chapters = [file.read(name) for name in file.namelist() if name.endswith(".xhtml")]
    path = "//*[local-name()='body']//text()"
    return "".join("".join(etree.fromstring(chapter).xpath(path)) for chapter in chapters)


def _is_left_to_right(text: str) -> bool:
    return not any(bidirectional(sign) in {"R", "AL", "AN"} for sign in text)


def _letters(text: str) -> str:
    """Return a text without white space, marks, and the signs that only say where lines break."""
    return re.sub(r"[\s*\[\]()\u00ad\u200b]", "", text)


def _assert_inside_margins(pdf: bytes, content: Content) -> None:
    theme = PrintOptions(edition=content.edition, paper=content.paper).theme()
    # Cards have margins of their own, within which a sheet is cut.
    margin = 0 if theme.cards else theme.margin - 3
    for number, (left, bottom, right, top) in object_bounds(pdf):
        if left == right:
            continue  # nothing that can be seen
        assert left >= margin, (number, left)
        assert right <= theme.page[0] - margin, (number, right)
        assert bottom >= (0 if theme.cards else 10), (number, bottom)
        assert top <= theme.page[1], (number, top)
