"""Colours: contrast, grey values and dark screens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handout.colour import BLACK, TEXT_CONTRAST, WHITE, Colour

COMPONENTS = st.integers(0, 255)
COLOURS = st.builds(Colour, COMPONENTS, COMPONENTS, COMPONENTS)


@given(COLOURS)
def test_formatting_and_parsing_a_colour_gives_the_same_colour(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour
    assert Colour.parse(str(colour).lower()) == colour
    assert Colour.from_fractions(*colour.fractions) == colour


@pytest.mark.parametrize("text", ["", "17475F", "#17475", "#17475F0", "#17 47 ", "#17475G"])
def test_any_other_text_is_not_a_colour(text: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        Colour.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#17475F", "#17475F", 1.0),
        # Worked examples of the Web Accessibility Initiative.
        ("#777777", "#FFFFFF", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#404040", "#000000", 2.03),
    ],
)
def test_contrast_is_that_of_the_web_content_accessibility_guidelines(
    one: str, other: str, expected: float
) -> None:
    ratio = Colour.parse(one).contrast(Colour.parse(other))
    assert ratio == pytest.approx(expected, abs=0.005)


def test_contrast_with_several_backgrounds_is_the_lowest() -> None:
    grey = Colour.parse("#777777")
    assert grey.contrast(WHITE, grey) == grey.contrast(grey, WHITE) == 1


@given(COLOURS)
def test_any_colour_has_a_legible_darker_one(colour: Colour) -> None:
    grounds = (WHITE, Colour.parse("#EAF2F5"))
    darker = colour.darkened(*grounds)
    assert darker.contrast(*grounds) >= TEXT_CONTRAST
    assert darker.luminance <= colour.luminance
    if colour.contrast(*grounds) >= TEXT_CONTRAST:
        assert darker == colour


@given(COLOURS)
def test_any_colour_has_a_legible_lighter_one(colour: Colour) -> None:
    lighter = colour.lightened(BLACK)
    assert lighter.contrast(BLACK) >= 7
    assert lighter.luminance >= colour.luminance


@given(COLOURS)
def test_in_mono_every_colour_is_a_grey_of_the_same_lightness(colour: Colour) -> None:
    grey = colour.as_grey()
    assert grey.red == grey.green == grey.blue
    assert grey.as_grey() == grey
    assert min(colour.fractions) <= grey.fractions[0] <= max(colour.fractions)


def test_greys_have_the_luma_of_television() -> None:
    primaries = (Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255))
    assert [colour.as_grey().red for colour in primaries] == [76, 150, 29]


def test_fractions_are_rounded_to_the_nearest_component() -> None:
    assert Colour.from_fractions(0.001, 0.5, 0.999) == Colour(0, 128, 255)


def test_inverting_swaps_light_and_dark_and_keeps_the_hue() -> None:
    assert str(WHITE.on_dark()) == "#141414"
    assert BLACK.on_dark() == WHITE
    red = Colour.parse("#A61B1B").on_dark()
    assert red.red > red.green == red.blue
