"""The promises of the README about editions, written out rather than taken from the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from page_ink import File, Picture, Words, read_file
from pdf_facts import compose, page_texts, write_pdf
from text_engine import paragraph, typography

from handout.print_options import PrintOptions
from handout.theme import MM

OWN = Path(__file__).parent / "content"

EDITIONS = ("standard", "compact", "cards", "large-print")
FULL = ("standard", "large-print")
HELPFUL = ("standard", "compact", "large-print")

SAYS = {
    # In every edition: what is needed to do the exercises safely.
    "handouttitle": EDITIONS,
    "handoutsubtitle": EDITIONS,
    "handoutintro": EDITIONS,
    "handoutstopone": EDITIONS,
    "sectionheading": EDITIONS,
    "entryname": EDITIONS,
    "notefirst": EDITIONS,
    "entrystart": EDITIONS,
    "entrystepone": EDITIONS,
    "entryreps": EDITIONS,
    "entryload": EDITIONS,
    "entrycautionone": EDITIONS,
    "entrycaptionone": EDITIONS,
    "entryvideo": EDITIONS,
    "Week 1": EDITIONS,
    "sourcetitle": EDITIONS,
    "entrysourcetitle": EDITIONS,
    # What to do if an exercise is too hard, too easy or goes wrong.
    "tiptext": HELPFUL,
    "entrymistakeone": HELPFUL,
    "entryeasier": HELPFUL,
    "entryharder": HELPFUL,
    # Reasons and background.
    "entrysummary": FULL,
    "entrymuscle": FULL,
    "some practice": FULL,
    "lying on your back": FULL,
    "entryequipment": FULL,
    "entrywhy": FULL,
    "at a glance": FULL,
    "handoutsummary": FULL,
    "authorname": FULL,
}
"""Words of the handout with every field, and the editions that contain them."""


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_contains_what_the_readme_promises_and_nothing_else(edition: str) -> None:
    data = write_pdf(compose("every-field", OWN), PrintOptions(edition=edition).theme())
    text = " ".join(page_texts(data))
    for words, editions in SAYS.items():
        assert (words in text) == (edition in editions), words


def _arabic(folder: Path) -> File:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><path d="M0 0h60v40z"/></svg>'
    )
    entry = {
        "name": "تمرين المحارة",
        "steps": ["ارفع ركبتك.", "اخفض ركبتك."],
        "dosage": {"sets": "2"},
        "pictures": [{"image": "images/a.svg", "alt": "ركبة"}],
    }
    handout = {"title": "تمارين", "language": "ar", "sections": [{"entries": ["one"]}]}
    for name, value in (("exercises/one", entry), ("handouts/rtl", handout)):
        path = folder / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    (folder / "images").mkdir()
    (folder / "images/a.svg").write_text(drawing, "utf-8")
    return read_file(
        write_pdf(compose("rtl", folder), PrintOptions().theme(), (OWN.parent / "fonts",))
    )


def test_a_page_in_a_right_to_left_language_is_mirrored(tmp_path: Path) -> None:
    file = _arabic(tmp_path)
    width, _ = file.sizes[0]
    # Above the foot, in which the number of the page is at the left edge.
    foot = 20 * MM
    ones = [words for words in file.words() if words.text.strip() == "1"]
    numbers = [words for words in ones if words.baseline > foot]
    shapes = [ink for ink in file.ink if ink.drawn]
    assert numbers
    assert shapes
    # Step numbers are at the right edge, pictures in the left column.
    assert all(words.left > 0.8 * width for words in numbers)
    assert all(ink.box[2] < 0.5 * width for ink in shapes)


@pytest.mark.parametrize("text", ["استمر" * 12, "سلام" * 12])
@pytest.mark.parametrize("width", range(25, 90, 4))
def test_joined_letters_that_widen_when_broken_stay_within_their_line(
    text: str, width: int
) -> None:
    lines = paragraph(typography("ar"), text).lines(width)
    assert len(lines) > 1
    assert max(line.width for line in lines) <= width + 0.01


def _figure_heights(file: File) -> list[float]:
    """Return the heights of all drawn figures except thumbnails, in points."""
    pictures = [ink for ink in file.ink if isinstance(ink, Picture) and ink.mark is not None]
    return [ink.box[3] - ink.box[1] for ink in pictures]


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
def test_pictures_shrink_by_at_most_36_percent(edition: str) -> None:
    theme = PrintOptions(edition=edition).theme()
    document = compose("it-band-pain")
    printed = _figure_heights(read_file(write_pdf(document, theme)))
    unshrunk = replace(theme, least_pictures=1.0)
    natural = _figure_heights(read_file(write_pdf(document, unshrunk)))
    ratios = [here / there for here, there in zip(printed, natural, strict=True)]
    assert min(ratios) < 1, "none has to shrink, so the test sees nothing"
    assert min(ratios) >= 0.64 - 0.01
    assert max(ratios) <= 1.01


def _right_edge(words: Words) -> float:
    """Return the right edge of words without their trailing space, which may hang over."""
    return words.box[2] - (0.3 * words.size if words.text.endswith(" ") else 0.0)


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print"])
@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
def test_no_line_of_text_extends_into_the_margins(edition: str, paper: str) -> None:
    theme = PrintOptions(edition=edition, paper=paper).theme()
    file = read_file(write_pdf(compose("every-field", OWN), theme))
    for words in file.words():
        owner = file.owner(words)
        if owner and owner.inside("Table"):
            continue
        assert words.left >= theme.margin - 0.5
        assert _right_edge(words) <= theme.page[0] - theme.margin + 0.5
