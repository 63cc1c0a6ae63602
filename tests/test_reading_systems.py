"""Books are legible in paginated reading systems: epub.js and foliate-js, in a real browser."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import pytest
from web_cases import changed_book, handouts
from web_tools import Result, read_books

from handout.theme import STANDARD
from handout.writers import writer_for

READERS = ("epub.js", "foliate-js")
BOOKS = ("it-band-pain", "every-field", "rtl", "personal")
PHONE, TABLET = 390, 820
"""Widths of screens in CSS pixels."""


class Setting(NamedTuple):
    """A reading system and what its reader chose."""

    reader: str
    width: int
    dark: bool
    zoom: int
    """The size of text in percent of the default."""


SETTINGS = [*map(Setting._make, product(READERS, (PHONE, TABLET), (False, True), (100, 150)))]

SPOILT = {
    "is broken": ".steps { width: 2em; overflow-wrap: anywhere }",
    "is pale": "p { color: #1b2730 }",
    "outside its column": "main { white-space: nowrap }",
    "a picture is outside its column": "figure { max-width: none } img { min-width: 60em }",
    "a picture leaves its page": "figure img, figure svg { position: relative; top: 60em }",
}
"""What is found in a book with another rule in its style sheet."""


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, Setting], Result]:
    """Return what each reader shows of each book, from a single start of the browser."""
    folder = tmp_path_factory.mktemp("books")
    documents = handouts(tmp_path_factory.mktemp("content"))
    write = writer_for("epub", STANDARD)
    books = {name: write(documents[name]) for name in BOOKS}
    keys = [*product(BOOKS, SETTINGS)]
    for fault, rule in SPOILT.items():
        books[fault] = changed_book(books["every-field"], "style.css", r"\Z", rule)
        keys += [(fault, Setting(reader, PHONE, dark=True, zoom=150)) for reader in READERS]
    for name, book in books.items():
        (folder / f"{name}.epub").write_bytes(book)
    jobs = [{"path": str(folder / f"{name}.epub"), **choice._asdict()} for name, choice in keys]
    return dict(zip(keys, read_books(jobs), strict=True))


def total(reading: Result, name: str) -> int:
    return sum(chapter[name] for chapter in reading["chapters"])


def findings(reading: Result) -> list[str]:
    return [finding for chapter in reading["chapters"] for finding in chapter["findings"]]


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_words_are_whole_and_legible_and_pictures_on_their_page(
    name: str, setting: Setting, readings: Mapping[tuple[str, Setting], Result]
) -> None:
    reading = readings[name, setting]
    assert findings(reading) == []
    assert reading["errors"] == []
    assert total(reading, "words") > 50
    assert total(reading, "pictures")


@pytest.mark.parametrize("fault", SPOILT)
@pytest.mark.parametrize("reader", READERS)
def test_a_seeded_fault_is_found(
    fault: str, reader: str, readings: Mapping[tuple[str, Setting], Result]
) -> None:
    found = findings(readings[fault, Setting(reader, PHONE, dark=True, zoom=150)])
    assert any(fault in finding for finding in found)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_steps_have_the_size_that_the_reader_chose(
    reader: str, width: int, readings: Mapping[tuple[str, Setting], Result]
) -> None:
    sizes = {
        zoom: {
            size
            for chapter in readings["it-band-pain", Setting(reader, width, dark=False, zoom=zoom)][
                "chapters"
            ]
            for size in chapter["sizes"]
        }
        for zoom in (100, 150)
    }
    assert sizes == {100: {16}, 150: {24}}
