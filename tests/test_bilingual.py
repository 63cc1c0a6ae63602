"""Sheets in two languages, on which patient and clinician read the same line."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import pikepdf
import pymupdf
import pytest
import verapdf
from click.testing import CliRunner
from test_translations import HOP, HOP_ES, KNEE, KNEE_ES, write
from web_tools import Result, browse, epub_faults

import handout
from handout import cli
from handout import document as doc
from handout.document.traversal import walk
from handout.inline import plain_text
from handout.verify import verify_pdf

HOP_AR = """\
translation: {status: reviewed}
name: قفزة
summary: تقوي ساقك.
muscles: [الساق]
start: قف على ساق واحدة.
steps: [اقفز., {text: اهبط بهدوء., picture: {alt: كعب مرفوع.}}]
dosage: {reps: لمسات, load: شريط أخضر, pause: في الأعلى}
cautions: [توقف إذا آلمك.]
"""

BOTH = """\
title: Both
log: {weeks: 1, by: entry, columns: [pain]}
sections:
  - content:
      - {picture: {figure: heel-raise, panel: end, alt: A heel, caption: Heel up}}
      - {schedule: [{time: noon, do: Hop, entries: [hop]}]}
      - {lines: {label: Questions, count: 1}}
  - entries: [hop, still]
"""
BOTH_ES = """\
translation: {status: reviewed}
title: Ambos
sections:
  - content:
      - {picture: {alt: Un talón, caption: Talón arriba}}
      - {schedule: [{do: Salte}]}
      - {lines: {label: Preguntas}}
  - entries: [hop, still]
"""
STILL = "name: Still\nsteps: [Stand.]\n"
STILL_ES = "translation: {status: reviewed}\nname: Quieto\nsteps: [Párese.]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a content folder 'own' in the current folder."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    for name, text in {
        "exercises/hop.yaml": HOP,
        "exercises/hop.es.yaml": HOP_ES,
        "exercises/hop.ar.yaml": HOP_AR,
        "handouts/knee.yaml": KNEE,
        "handouts/knee.es.yaml": KNEE_ES,
        "exercises/still.yaml": STILL,
        "exercises/still.es.yaml": STILL_ES,
        "handouts/both.yaml": BOTH,
        "handouts/both.es.yaml": BOTH_ES,
    }.items():
        write(own / name, text)
    return own


def composed(language: str = "es,en") -> handout.Document:
    return handout.Library("own").compose("knee", language=language)


def test_each_text_stands_before_its_twin() -> None:
    text = composed().text()
    twins = (
        ("Su rodilla", "Your knee"),
        ("Muévala todos los días.", "Move it every day."),
        ("Dolor fuerte", "Sharp pain"),
        ("Salte.", "Hop up."),
        ("2 series", "2 sets"),
        ("Vaya despacio.", "Go slowly."),
        ("Mediodía", "Noon"),
    )
    for first, second in twins:
        assert text.index(first) < text.index(second), first
    # Language by language within a block.
    assert re.search(r"1\. Salte\.\n2\. Caiga suave\.\n1\. Hop up\.\n2\. Land softly\.", text)


def sheet(language: str = "es,en") -> handout.Document:
    """Return a sheet with all that is looked at or filled in."""
    return handout.Library("own").compose("both", language=language, patient="Ann")


IN_BOTH = (
    ("Ejercicio", "Exercise"),
    ("1. Salto", "Hop"),
    ("use: banda verde", "2 sets"),
    ("Talón arriba", "Heel up"),
    ("Al mediodía", "At noon"),
    ("Preguntas", "Questions"),
    ("Próxima cita", "Next visit"),
    ("Semana 1", "Week 1"),
    ("lun", "Mon"),
    ("Dolor, de 0 a 10", "Pain, 0 to 10"),
    ("Notas", "Notes"),
    ("Quieto", "Still"),
    ("Cuánto", "How much:"),
    ("Repeticiones", "Repetitions"),
)
"""Words of the glance, a caption, a schedule, lines, the form, the log and an open dose."""


def test_what_is_looked_at_or_filled_in_is_there_once_with_words_in_both_languages() -> None:
    document = sheet()
    text = document.text().replace("\u00a0", " ")
    for first, second in IN_BOTH:
        assert f"{first} / {second}" in text, first
    # Named once, with its number, and drawn once.
    assert "1. Salto / Hop | 2 series · 10 toques de pared" in text
    assert document.html().count(b"<figcaption") == 1
    for tree in (document.tree, composed().tree):
        nodes = [node.id for node in walk(tree.children)]
        assert len(nodes) == len(set(nodes))


def test_words_that_are_the_same_in_both_languages_are_said_once(folder: Path) -> None:
    write(folder / "exercises/still.es.yaml", STILL_ES.replace("Quieto", "Still"))
    text = sheet().text()
    assert "Still / " not in text
    assert "2. Still | ____" in text


@pytest.mark.parametrize("edition", ["standard", "large-print"])
@pytest.mark.parametrize("language", ["es,en", "ar,en"])
def test_words_in_the_second_language_stand_below_those_in_the_first(
    language: str, edition: Literal["standard", "large-print"]
) -> None:
    pdf = pymupdf.open(stream=sheet(language).pdf(edition=edition))
    first = {"es": "Semana", "ar": "الأسبوع"}[language[:2]]
    page = next(page for page in pdf.pages() if page.search_for("Week 1"))
    words = page.get_text("words")
    week = next(word for word in words if word[4] == "Week")
    above = max((w for w in words if first in w[4] and w[1] < week[1]), key=lambda w: w[1])
    assert 0 < week[1] - above[1] < 1.2 * (week[3] - week[1])
    # On the side from which the patient reads.
    line = [w for w in words if abs(w[1] - above[1]) < 2 and w[4] in {first, "1"}]
    below = page.search_for("Week 1")[0]
    if language == "ar,en":
        assert below.x1 == pytest.approx(max(w[2] for w in line), abs=2)
    else:
        assert below.x0 == pytest.approx(min(w[0] for w in line), abs=2)


def test_words_below_those_of_the_patient_say_their_language() -> None:
    document = sheet("ar,en")
    page = document.html().decode()
    assert '<span class="twin"><span lang="en" dir="ltr">Week 1</span></span>' in page
    with pikepdf.open(BytesIO(document.pdf())) as file:
        said = [
            str(each.get("/Lang"))
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Span"
        ]
    # Of the form, the heads of the glance, its first row, the schedule, the log and its days.
    assert said.count("en") > 20


def test_what_a_picture_shows_is_said_in_both_languages() -> None:
    document = sheet()
    with ZipFile(BytesIO(document.epub())) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        book_text = "".join(book.read(name).decode() for name in names)
    for text, first in (
        (document.html().decode(), 'aria-label="Un talón"'),
        (book_text, 'alt="Un talón"'),
    ):
        figure = text[text.index("<figure") : text.index("</figure>")]
        _, found, after = figure.partition(first)
        assert found
        assert re.search(r'<span class="unseen" lang="en" [^>]*>A heel</span>', after)
    assert "[Un talón / A heel] Talón arriba / Heel up" in document.text()


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_each_language_of_a_picture_has_a_figure_of_its_own_in_a_pdf(
    standard: Literal["ua-1", "ua-2"],
) -> None:
    with pikepdf.open(BytesIO(sheet().pdf(standard=standard))) as file:
        figures = [
            each
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary)
            and str(each.get("/Alt")) in {"Un talón", "A heel"}
        ]
        assert {str(each.S) for each in figures} == {"/Figure"}
        said = [(str(each.Alt), str(each.get("/Lang", ""))) for each in figures]
        assert said == [("Un talón", ""), ("A heel", "en")]
        # Of the same place, and neither is empty.
        assert figures[0].A.BBox == figures[1].A.BBox
        assert all(len(each.K) for each in figures)


def test_pages_and_books_in_two_languages_are_accessible(tmp_path: Path) -> None:
    jobs: list[Result] = []
    for language in ("es,en", "ar,en"):
        page, book = tmp_path / f"{language}.html", tmp_path / f"{language}.epub"
        page.write_bytes(sheet(language).html())
        book.write_bytes(sheet(language).epub())
        jobs.append({"path": str(page), "axe": True})
    assert [visit["axe"] for visit in browse(jobs)] == [[], []]
    assert not any(epub_faults([*tmp_path.glob("*.epub")]).values())


def test_both_languages_are_tagged() -> None:
    document = composed()
    page = document.html().decode()
    assert '<html lang="es"' in page
    (steps,) = re.findall(r'<ol[^>]*id="hop.steps.twin"[^>]*>', page)
    assert 'lang="en"' in steps
    with pikepdf.open(BytesIO(document.pdf())) as file:
        assert str(file.Root.Lang) == "es"
        kinds = {
            str(each.S)
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Lang") == "en" and "/S" in each
        }
    assert {"/P", "/L", "/Table"} <= kinds


def test_two_people_read_the_same_line() -> None:
    pdf = pymupdf.open(stream=composed().pdf())
    for first, second in (("Salte.", "Hop up."), ("Caiga suave.", "Land softly.")):
        page = next(page for page in pdf.pages() if page.search_for(second))
        left, right = page.search_for(first)[0], page.search_for(second)[0]
        assert abs(left.y0 - right.y0) < 1
        assert left.x1 < right.x0


def test_in_arabic_the_patients_column_is_on_the_right() -> None:
    pdf = pymupdf.open(stream=composed("ar,en").pdf())
    page = next(page for page in pdf.pages() if page.search_for("Hop up."))
    words = {word[4]: word for word in page.get_text("words")}
    english = page.search_for("Hop up.")[0]
    arabic = next(word for text, word in words.items() if "اقفز" in text)
    assert english.x1 < arabic[0]
    # The English step has its number on the left, the Arabic one on the right.
    numbers = [word for word in page.get_text("words") if word[4] == "1"]
    row = sorted(word[0] for word in numbers if abs(word[1] - english.y0) < 5)
    assert row[0] < english.x0
    assert row[-1] > arabic[2]


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
@pytest.mark.parametrize("edition", ["standard", "large-print"])
@pytest.mark.parametrize("language", ["es,en", "ar,en"])
def test_a_sheet_in_two_languages_keeps_the_standards(
    language: str,
    edition: Literal["standard", "large-print"],
    standard: Literal["ua-1", "ua-2"],
    tmp_path: Path,
) -> None:
    data = sheet(language).pdf(edition=edition, standard=standard)
    assert verapdf.faults(data, tmp_path, standard) == []
    if standard == "ua-1":
        assert verify_pdf(data) == []


def test_the_large_print_has_the_name_in_both_languages_before_the_dose() -> None:
    data = composed().pdf(edition="large-print")
    text = "".join(str(page.get_text()) for page in pymupdf.open(stream=data).pages())
    entry = text[text.rindex("Antes de la operación") :]
    assert entry.index("Salto") < entry.index("\nHop") < entry.index("2 series")


def build(*options: str) -> str:
    result = CliRunner().invoke(cli.main, ["build", "knee", "--content", "own", *options])
    assert (result.exit_code == 0) == (not result.stderr.startswith("Usage")), result.stderr
    return result.stderr


def test_two_languages_are_for_editions_with_room_for_them() -> None:
    for edition in ("compact", "cards"):
        refused = build("--lang", "es,en", "--edition", edition)
        assert f"Two languages do not fit in the edition {edition}" in refused
        assert "choose the edition standard or large-print" in refused
    assert "at most two languages" in build("--lang", "es,en,de")
    for look in (composed().pdf, composed().places, composed().page_digests):
        with pytest.raises(handout.RequestError, match="two languages do not fit"):
            look(edition="cards")
    assert build("--lang", "es,en", "-o", "a.pdf") == ""
    assert build("--lang", "es, en", "-o", "b.pdf") == ""
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()


def test_an_entry_written_in_place_has_a_twin(folder: Path) -> None:
    section = "  - entries: [{exercise: {name: Toe wave, steps: [Wave.]}}]\n"
    wave = "  - entries: [{exercise: {name: Ola, steps: [Mueva los dedos.]}}]\n"
    for name, added in (("knee", section), ("knee.es", wave)):
        path = folder / f"handouts/{name}.yaml"
        path.write_text(path.read_text("utf-8") + added, "utf-8")
    text = composed().text()
    assert text.index("Mueva los dedos.") < text.index("Wave.")


@pytest.mark.parametrize("edition", ["standard", "large-print"])
@pytest.mark.parametrize("name", ["it-band-pain", "knee-replacement"])
def test_no_page_ends_with_a_heading_or_its_twin(
    name: str, edition: Literal["standard", "large-print"]
) -> None:
    library = handout.Library()
    headings = {
        plain_text(block.content)
        for language in ("es", "en")
        for block in walk(library.compose(name, language=language).tree.children)
        if isinstance(block, doc.Heading)
    }
    data = library.compose(name, language="es,en").pdf(edition=edition)
    for page in pymupdf.open(stream=data).pages():
        lines = sorted(page.get_text("words"), key=lambda word: (round(word[3]), word[0]))
        foot = page.search_for("Página")[-1].y0
        last = max(round(word[3]) for word in lines if word[3] < foot - 5)
        words = " ".join(word[4] for word in lines if round(word[3]) == last)
        assert words not in headings, page.number


def knee(edition: Literal["standard", "large-print"] = "standard") -> list[pymupdf.Page]:
    """Return the pages of a ready handout in two languages."""
    data = handout.Library().compose("knee-replacement", language="es,en").pdf(edition=edition)
    return [*pymupdf.open(stream=data).pages()]


def in_line(first: str, second: str) -> bool:
    """Return whether words and their twin are beside each other on one line of a page."""
    pairs = (
        (left, right)
        for page in knee()
        for left in page.search_for(first)
        for right in page.search_for(second)
    )
    return any(abs(left.y1 - right.y1) < 4 and left.x1 < right.x0 for left, right in pairs)


def test_names_and_the_lists_of_what_not_to_do_are_beside_their_twins() -> None:
    assert in_line("Apretar el cuádriceps", "Quad set")
    assert in_line("No haga", "Do not")
    # The list above is longer in Spanish.
    assert in_line("No gire sobre su rodilla", "Do not twist on")


def test_each_sign_to_stop_has_a_line_of_its_own_beside_its_twin() -> None:
    first, *_ = knee()
    for signs in (
        ("Tiene la pantorrilla", "La herida está", "Tiene fiebre", "La rodilla está"),
        ("Your calf is hot", "The wound is redder", "You have a fever", "Your knee gets"),
    ):
        lefts = {round(place.x0) for sign in signs for place in first.search_for(sign)}
        assert len(lefts) == 1, signs
    assert in_line("Tose sangre", "You cough up blood")


def test_a_table_to_fill_in_is_there_once() -> None:
    text = handout.Library().compose("knee-replacement", language="es,en").text()
    assert text.count("Straighten my knee") == 1
    (row,) = re.findall(r".*Straighten my knee.*", text)
    assert re.fullmatch(r"Estirar la rodilla / Straighten my knee( \| _+){3}", row)


def test_the_dose_stands_beside_the_pictures_where_there_is_room() -> None:
    page = next(page for page in knee() if page.search_for("Press down"))
    dose, start = page.search_for("hold 5 seconds")[0], page.search_for("Start:")[0]
    assert dose.y1 < start.y0
    assert dose.x0 > page.search_for("Press down")[0].x1


@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_what_goes_on_from_another_page_says_its_name(
    edition: Literal["standard", "large-print"],
) -> None:
    tops = [page.get_text().partition("\n")[0] for page in knee(edition)]
    assert any(re.match(r"\d\. [A-Z]", top) for top in tops)
    entry_goes_on = ("Evite:", "Más fácil:", "Más difícil:", "Tenga cuidado:", "Para qué:")
    assert not any(top.startswith(entry_goes_on) for top in tops)


@pytest.mark.parametrize("name", ["it-band-pain", "knee-replacement"])
@pytest.mark.parametrize("language", ["es", "ru"])
def test_two_languages_take_fewer_pages_than_two_sheets(name: str, language: str) -> None:
    library = handout.Library()

    def pages(languages: str) -> int:
        return len(pymupdf.open(stream=library.compose(name, language=languages).pdf()))

    assert pages(f"{language},en") < 0.85 * (pages(language) + pages("en"))
