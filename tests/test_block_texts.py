"""Blocks are complete and in order in every edition, and break well between pages."""

from __future__ import annotations

import json
import re
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pdf_facts import compose, page_texts, write_pdf
from tag_tree import tag_tree, text_by_element

from handout.document import DocumentTree
from handout.print_options import PrintOptions
from handout.writers import writer_for

EDITIONS = ("standard", "compact", "cards", "large-print")
LOOKS = [
    *(
        PrintOptions(edition=edition, paper=paper)
        for edition, paper in product(EDITIONS, ("a4", "letter", "a5"))
    ),
    PrintOptions(edition="standard", mono=True),
    PrintOptions(edition="standard", booklet=True),
]
BREAK = {"break": "page"}
BLOCKS: list[dict[str, Any]] = [
    {"label": "Wlabel", "text": "Wtext"},
    {"points": ["Wpointa", "Wpointb"]},
    {"steps": ["Wstepa", "Wstepb"]},
    {"do_dont": {"do": ["Wdo"], "dont": ["Wdont"]}},
    {"table": {"caption": "Wcaption", "columns": ["Wday", "Wice"], "rows": [["Wmonday", ""]]}},
    {"schedule": [{"time": "8 am", "do": "Wwalk"}]},
    {"box": {"kind": "tip", "heading": "Wheading", "text": "Wbox", "points": ["Wboxpoint"]}},
    {"scale": "pain", "zones": [{"to": 3, "means": "Wgo"}, {"to": 10, "means": "Wrest"}]},
    {"traffic_light": {"green": "Wgreen", "amber": "Wamber", "red": ["Wreda", "Wredb"]}},
    {"lines": {"label": "Wlines", "count": 2}},
]
"""One block of each kind without pictures; each word that begins with W occurs once."""
WORDS = [word for word in json.dumps(BLOCKS).split('"') if word.startswith("W")]


def leaflet(folder: Path, blocks: list[dict[str, Any]]) -> DocumentTree:
    """Compose a handout of blocks alone."""
    content = {"title": "Hip", "sections": [{"heading": "Rules", "content": blocks}]}
    (folder / "handouts").mkdir()
    (folder / "handouts/hip.yaml").write_text(json.dumps(content), "utf-8")
    return compose("hip", folder)


@pytest.mark.parametrize("options", LOOKS, ids=str)
def test_every_word_of_a_block_is_printed_once(options: PrintOptions, tmp_path: Path) -> None:
    text = " ".join(page_texts(write_pdf(leaflet(tmp_path, BLOCKS), options.theme())))
    assert {word: text.split().count(word) for word in WORDS} == dict.fromkeys(WORDS, 1)


def test_blocks_are_tagged_as_lists_and_tables(tmp_path: Path) -> None:
    tags = tag_tree(write_pdf(leaflet(tmp_path, BLOCKS), PrintOptions().theme()))
    assert {"Table", "TH", "TD", "Caption", "L", "LI"} <= set(tags.replace("<", " ").split())


def test_blocks_are_tagged_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = text_by_element(write_pdf(leaflet(tmp_path, BLOCKS), PrintOptions().theme()))
    assert [word for word in re.findall(r"\w+", text) if word in WORDS] == WORDS


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_every_word_of_a_block_is_on_screens_in_order(suffix: str, tmp_path: Path) -> None:
    written = writer_for(suffix, PrintOptions().theme(), (), "ua-1")(leaflet(tmp_path, BLOCKS))
    if suffix == "epub":
        with ZipFile(BytesIO(written)) as book:
            pages = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
        written = b"".join(pages)
    text = written.decode("utf-8").partition("<body")[2]
    shown = re.sub(r"<[^>]*>", " ", text)
    # The title of the file or a table of contents may say a label before its place.
    found = dict.fromkeys(word for word in re.findall(r"\w+", shown) if word in WORDS)
    assert list(found) == WORDS


@pytest.mark.parametrize(
    "block",
    [
        {"scale": "effort"},
        {"scale": "pain", "zones": [{"to": 10, "means": "Wone"}]},
        {"scale": "pain", "zones": [{"to": to, "means": f"Wz{'x' * to}"} for to in range(4, 11)]},
        {"do_dont": {"do": ["Wdo"]}},
        {"do_dont": {"dont": ["Wdont"]}},
        {"lines": {"label": "Wlines", "count": 40}},
    ],
    ids=lambda block: json.dumps(block)[:30],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_blocks_at_their_limits_are_complete(
    block: dict[str, Any], edition: str, tmp_path: Path
) -> None:
    document = leaflet(tmp_path, [block])
    text = " ".join(page_texts(write_pdf(document, PrintOptions(edition=edition).theme())))
    for word in re.findall(r'"(W[a-z]+)"', json.dumps(block)):
        assert word in text.split()


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
def test_breaks_leave_no_page_blank(edition: str, tmp_path: Path) -> None:
    blocks = [{"text": "First."}, BREAK, BREAK, {"text": "Second."}, BREAK]
    pages = page_texts(write_pdf(leaflet(tmp_path, blocks), PrintOptions(edition=edition).theme()))
    assert ["First." in page for page in pages] == [True, False]
    assert ["Second." in page for page in pages] == [False, True]


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
def test_a_long_table_repeats_its_headings(edition: str, tmp_path: Path) -> None:
    rows = [[f"Day{number}", f"Ice{number}"] for number in range(150)]
    blocks = [{"table": {"columns": ["Whead", "Wnotes"], "rows": rows}}]
    pages = page_texts(write_pdf(leaflet(tmp_path, blocks), PrintOptions(edition=edition).theme()))
    tabled = [page.split() for page in pages if "Day" in page]
    assert len(tabled) > 1
    assert all("Whead" in words for words in tabled)
    for day, ice in rows:
        assert [day in words for words in tabled] == [ice in words for words in tabled]
