"""Sheets in two languages, on which patient and clinician read the same line."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pymupdf
import pytest
import verapdf
from click.testing import CliRunner
from test_translations import HOP, HOP_ES, KNEE, KNEE_ES, write

import handout
from handout import cli
from handout.document.traversal import walk
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


def test_what_is_looked_at_or_filled_in_is_there_once() -> None:
    document = composed()
    page = document.html().decode()
    assert page.count("Un talón levantado.") == 2
    assert page.count("A raised heel.") == 2
    assert document.text().count("Próxima cita") == document.text().count("Next visit") == 0
    nodes = [node.id for node in walk(document.tree.children)]
    assert len(nodes) == len(set(nodes))


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
    data = composed(language).pdf(edition=edition, standard=standard)
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
