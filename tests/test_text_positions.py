from __future__ import annotations

import pytest
import uharfbuzz as hb
from text_engine import BODY, paragraph, pdf_of, shown, typography

from handout.writers.pdf.text.bidi import embedding_levels, visual_order
from handout.writers.pdf.text.lines import Piece
from handout.writers.pdf.text.shaping import Cluster


def _places(text: str, language: str = "en") -> dict[str, float]:
    """Return the offset of each cluster from the left end of the line."""
    (line,) = paragraph(typography(language), text).lines(1000)
    places = {}
    for piece in line.pieces:
        rtl = piece.run.level % 2 == 1
        pen = piece.x + (piece.width if rtl else 0)
        for cluster in piece.clusters:
            width = cluster.advance * BODY.size
            pen -= width if rtl else 0
            places[cluster.text] = round(pen, 2)
            pen += 0 if rtl else width
    return places


def _from_left(text: str, language: str = "en") -> str:
    places = _places(text, language)
    return "".join(sorted(places, key=places.__getitem__))


@pytest.mark.parametrize(("text", "visual"), [
    ("abc", "abc"),
    ("שלום", "םולש"),
    ("abשלום", "abםולש"),
    ("שלום,ab", "ab,םולש"),
    ("שלום12", "12םולש"),
    ("ab(שלום)c", "ab(םולש)c"),
    # Paired brackets take the direction of their content and context (rule N0).
    ("שלום ab(c)", "ab(c) םולש"),
    ("מ\u2066a-1\u2069ש", "שa-1מ"),
])  # fmt: skip
def test_characters_are_in_the_visual_order_of_the_bidirectional_algorithm(
    text: str, visual: str
) -> None:
    assert _from_left(text) == visual


def test_right_to_left_letters_are_placed_from_right_to_left() -> None:
    places = [(string.text, string.x) for string in shown(pdf_of("שלום"))]
    assert [text for text, _ in places] == list("שלום")
    assert [x for _, x in places] == sorted((x for _, x in places), reverse=True)


def test_isolates_and_embeddings_have_levels() -> None:
    assert embedding_levels("a\u2067ב1\u2069c", 0) == [0, 0, 1, 2, 0, 0]
    assert embedding_levels("😀ב", 1) == [1, 1]


def test_visual_order_reverses_each_level() -> None:
    assert visual_order([0, 1, 1, 2, 2, 1, 0]) == [0, 5, 3, 4, 2, 1, 6]
    assert visual_order([]) == []


def _only_cluster(text: str, language: str) -> tuple[Piece, Cluster]:
    ((piece,),) = (line.pieces for line in paragraph(typography(language), text).lines(1000))
    (cluster,) = piece.clusters
    return piece, cluster


def _ink(piece: Piece, cluster: Cluster) -> list[tuple[float, float, float]]:
    """Return the horizontal centre, the bottom and the top of each glyph, in ems."""
    font: hb.Font = piece.run.face.font
    em = piece.run.face.em
    boxes = []
    for glyph in cluster.glyphs:
        box = font.get_glyph_extents(glyph.id)
        top = glyph.y + box.y_bearing / em
        middle = glyph.x + (box.x_bearing + box.width / 2) / em
        boxes.append((middle, top + box.height / em, top))
    return boxes


@pytest.mark.parametrize(("text", "language"), [("בָ", "he"), ("بَّ", "ar"), ("ที่", "th")])
def test_marks_are_above_or_below_their_base(text: str, language: str) -> None:
    piece, cluster = _only_cluster(text, language)
    base, *marks = _ink(piece, cluster)
    assert marks
    for middle, _, _ in marks:
        assert 0 < middle < cluster.advance
    assert all(low >= base[2] - 0.05 or high <= 0.05 for _, low, high in marks[-1:])


def test_a_tone_mark_is_above_the_vowel_above_its_base() -> None:
    piece, cluster = _only_cluster("ที่", "th")
    _, vowel, tone = _ink(piece, cluster)
    assert tone[1] >= vowel[2] - 0.03


def test_arabic_letters_join() -> None:
    (alone,) = paragraph(typography("ar"), "ه").lines(100)
    (joined,) = paragraph(typography("ar"), "ههه").lines(100)
    isolated = alone.pieces[0].clusters[0].glyphs
    forms = {cluster.glyphs for cluster in joined.pieces[0].clusters}
    assert len(forms) == 3
    assert isolated not in forms


def test_letters_of_a_broken_arabic_word_keep_their_joined_forms() -> None:
    (whole,) = paragraph(typography("ar"), "ههههههه").lines(1000)
    lines = paragraph(typography("ar"), "ههههههه").lines(25)
    assert len(lines) > 1
    cut = [cluster.glyphs for line in lines for cluster in line.pieces[0].clusters]
    assert cut == [cluster.glyphs for cluster in whole.pieces[0].clusters]


def test_latin_is_kerned() -> None:
    (kerned,) = paragraph(typography(), "AVAV").lines(100)
    (a, v) = (paragraph(typography(), letter).lines(100)[0] for letter in "AV")
    assert kerned.width < 2 * (a.width + v.width) - 0.5


def test_hindi_letters_form_conjuncts() -> None:
    (line,) = paragraph(typography("hi"), "क्ष").lines(100)
    assert len(line.pieces[0].clusters[0].glyphs) == 1
