"""The places of a handout's items are where a reader of the PDF finds them."""

from __future__ import annotations

from typing import Any, get_args

import pymupdf
import pytest

import handout
from handout.print_options import EditionName

EDITIONS: tuple[EditionName, ...] = get_args(EditionName)
WORDS = {"wall-sit": "Wall sit", "bridge": "Bridge", "heel-raise": "Heel raise"}
CONTENT: list[Any] = [
    {"break": "page"},
    "wall-sit",
    {"do_dont": {"do": ["Rest often."], "dont": ["Run."]}},
    "bridge",
    {"text": "Breathe calmly all the time."},
]
FIELDS: dict[str, Any] = {
    "patient": {"name": "Ann"},
    "note": "Take it slowly.",
    "handout": {
        "title": "Knee",
        "intro": "Begin today.",
        "stop": {"signs": ["You have sharp pain."]},
        "sections": [
            {"heading": "Alpha", "content": CONTENT},
            {"heading": "Then", "content": [{"text": "Something else."}, "heel-raise"]},
        ],
    },
}
FOUND = {
    ("handout", "title"): "Knee",
    ("handout", "intro"): "Begin",
    ("handout", "stop"): "sharp",
    ("note",): "slowly",
    ("patient",): "Ann",
    ("handout", "sections", 0): "Alpha",
    ("handout", "sections", 0, "content", 1): "Wall",
    ("handout", "sections", 0, "content", 2): "often",
    ("handout", "sections", 0, "content", 3): "Bridge",
    ("handout", "sections", 0, "content", 4): "calmly",
    ("handout", "sections", 1, "content", 0): "Something",
    ("handout", "sections", 1, "content", 1): "Heel",
}
"""A word of each item."""
ONCE = {"Ann", "Begin", "Alpha", "often", "calmly", "Something"}
"""Those that no entry of the library has."""


def words_in(page: pymupdf.Page, place: handout.Place) -> set[str]:
    """Return the words of a page of which the middle is in a place."""
    box = pymupdf.Rect(0, 0, place.width, place.height) + (place.left, place.top) * 2
    words = page.get_text("words")
    return {
        word[4].strip(".")
        for word in words
        if box.contains(pymupdf.Point((word[0] + word[2]) / 2, (word[1] + word[3]) / 2))
    }


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_each_item_is_found_where_its_place_is(edition: EditionName, language: str) -> None:
    fields = FIELDS | {"handout": FIELDS["handout"] | {"language": language}}
    document = handout.Library().compose(handout.write_yaml(fields))
    pages = list(pymupdf.open(stream=document.pdf(edition=edition)).pages())
    found: dict[tuple[str | int, ...], set[str]] = {}
    for place in document.places(edition=edition):
        found.setdefault(place.path, set()).update(words_in(pages[place.page], place))
    for path, word in FOUND.items():
        assert word in found[path], path
        assert not found[path] & ONCE - {word}, path


def test_the_places_of_a_booklet_are_on_its_sheets() -> None:
    document = handout.Library().compose(handout.write_yaml(FIELDS))
    pages = list(pymupdf.open(stream=document.pdf(booklet=True)).pages())
    for place in document.places(booklet=True):
        assert FOUND.get(place.path, "Knee") in words_in(pages[place.page], place) | {"Knee"}
        assert place.left + place.width <= pages[place.page].rect.width


def test_an_item_on_two_pages_has_a_place_on_each() -> None:
    steps = [f"Step {number} of a long walk along the river and back home." for number in range(90)]
    long: dict[str, Any] = {"exercise": {"name": "Walk", "steps": steps}}
    fields: dict[str, Any] = {"handout": {"title": "Walk", "sections": [{"content": [long]}]}}
    places = handout.Library().compose(handout.write_yaml(fields)).places()
    item = ("handout", "sections", 0, "content", 0)
    assert {place.page for place in places if place.path == item} == {0, 1, 2}


def pixels_of(document: handout.Document) -> list[bytes]:
    """Return what each page looks like."""
    pages = pymupdf.open(stream=document.pdf()).pages()
    return [page.get_pixmap(dpi=50).samples for page in pages]


@pytest.mark.parametrize(
    ("item", "number"),
    [
        ({"use": "wall-sit", "dosage": {"sets": "3"}}, 1),
        ({"use": "wall-sit", "note": "Ŵîth ünusual lëtters: Ž, ß, ø."}, 1),
        ({"use": "wall-sit", "pictures": []}, 1),
        ("sit-to-stand", 1),
        ({"text": "Breathe out as you push."}, 4),
    ],
)
def test_pages_that_look_different_have_another_digest(item: object, number: int) -> None:
    library = handout.Library()
    first = library.compose(handout.write_yaml(FIELDS))
    pixels, digests = pixels_of(first), first.page_digests()
    assert handout.Library().compose(handout.write_yaml(FIELDS)).page_digests() == digests
    content = [*CONTENT[:number], item, *CONTENT[number + 1 :]]
    sections = [{"heading": "Alpha", "content": content}, *FIELDS["handout"]["sections"][1:]]
    other = library.compose(
        handout.write_yaml(FIELDS | {"handout": FIELDS["handout"] | {"sections": sections}})
    )
    looks = [one != another for one, another in zip(pixels, pixels_of(other), strict=False)]
    changed = [one != another for one, another in zip(digests, other.page_digests(), strict=False)]
    assert any(looks)
    assert not [look for look, change in zip(looks, changed, strict=True) if look and not change]


def test_pages_that_a_dose_does_not_change_keep_their_digests() -> None:
    library = handout.Library()
    before = library.compose(handout.write_yaml(FIELDS)).page_digests(edition="large-print")
    content = [*CONTENT[:3], {"use": "bridge", "dosage": {"sets": "3"}}, *CONTENT[4:]]
    sections = [{"heading": "Alpha", "content": content}, *FIELDS["handout"]["sections"][1:]]
    other = FIELDS | {"handout": FIELDS["handout"] | {"sections": sections}}
    after = library.compose(handout.write_yaml(other)).page_digests(edition="large-print")
    kept = [one == another for one, another in zip(before, after, strict=True)]
    assert 0 < sum(kept) < len(kept)
