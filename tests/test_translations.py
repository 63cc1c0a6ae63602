"""Content in the language of the patient, from files that translate it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

import handout
from handout import cli
from handout.document import Node
from handout.document.traversal import walk
from handout.errors import Severity
from handout.wording import Wording

HOP = """\
name: Hop
summary: Makes you spring.
muscles: [calf]
start: Stand on one leg.
steps:
  - Hop up.
  - {text: Land softly., picture: {figure: heel-raise, panel: end, alt: A raised heel.}}
dosage: {sets: 2, reps: 10 wall touches, hold: 5 s, load: green band, pause: 5 s at the top}
cautions: [Stop if it hurts.]
source: {title: A book}
"""

HOP_ES = """\
translation: {status: reviewed, by: Ana Ruiz, date: 2026-03-02}
name: Salto
summary: Le da impulso.
muscles: [pantorrilla]
start: Párese en una pierna.
steps:
  - Salte.
  - {text: Caiga suave., picture: {alt: Un talón levantado.}}
dosage: {reps: toques de pared, load: banda verde, pause: arriba}
cautions: [Pare si duele.]
"""

KNEE = """\
title: Your knee
intro: |
  Move it every day.

  It helps.
stop_if: [Sharp pain]
sections:
  - heading: At home
    phase: Before surgery
    entries:
      - hop
      - {table: {columns: [What, When], rows: [[Hop, Noon]]}}
      - {schedule: [{time: [8 am, noon, after tea], do: Hop, entries: [hop]}]}
      - {box: {kind: caution, text: Go slowly.}}
  - phase: weeks 1-2
    entries: [{use: hop, again: full, note: With care.}]
"""

KNEE_ES = """\
translation: {status: machine}
title: Su rodilla
intro: |
  Muévala todos los días.

  Ayuda.
stop_if: [Dolor fuerte]
sections:
  - heading: En casa
    phase: Antes de la operación
    entries:
      - hop
      - {table: {columns: [Qué, Cuándo], rows: [[Salto, Mediodía]]}}
      - {schedule: [{time: ['', '', después del té], do: Saltar}]}
      - {box: {text: Vaya despacio.}}
  - entries: [{note: Con cuidado.}]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a content folder 'own' in the current folder."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    for name, text in {
        "exercises/hop.yaml": HOP,
        "exercises/hop.es.yaml": HOP_ES,
        "handouts/knee.yaml": KNEE,
        "handouts/knee.es.yaml": KNEE_ES,
    }.items():
        write(own / name, text)
    return own


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    write(path, text.replace(old, new))


def composed(target: str = "knee", language: str = "es") -> handout.Document:
    return handout.Library("own").compose(target, language=language)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, [*arguments, "--content", "own"])


def nodes(document: handout.Document) -> Iterator[Node]:
    yield from walk(document.tree.children)


def test_every_text_of_a_handout_and_its_entries_is_translated() -> None:
    document = composed()
    text = document.text()
    assert document.language == "es"
    assert document.title == "Su rodilla"
    words = (
        *("Muévala todos los días.", "Dolor fuerte", "En casa", "Antes de la operación"),
        *("Salto", "Le da impulso.", "pantorrilla", "Párese en una pierna.", "Salte."),
        *("Caiga suave.", "Pare si duele.", "Con cuidado."),
        *("Qué", "Mediodía", "Saltar", "después del té", "Vaya despacio."),
    )
    assert [each for each in words if each not in text] == []
    assert "Un talón levantado." in document.html().decode()
    english = ("Move", "Sharp", "home", "surgery", "spring", "Land", "Noon", "tea", "slowly")
    assert [each for each in english if each in text] == []


def test_a_dosage_keeps_its_numbers_and_has_translated_words() -> None:
    text = composed().text()
    for phrase in ("2 series", "10 toques de pared", "use: banda verde", "5 segundos arriba"):
        assert phrase in text
    assert "8:00, al mediodía, después del té" in text


def test_a_complete_translation_has_no_warnings() -> None:
    assert composed().problems == ()


@pytest.mark.parametrize(
    ("tag", "words"), [("es", "Salto"), ("es-MX", "Salto"), ("ES-mx", "Salto"), ("en-US", "Hop")]
)
def test_the_nearest_translation_is_used(tag: str, words: str) -> None:
    assert words in composed(language=tag).text()


def test_a_translation_in_a_folder_above_serves_the_original_below(tmp_path: Path) -> None:
    change(tmp_path / "own/exercises/hop.es.yaml", "Salto", "Brinco")
    above = write(tmp_path / "above/exercises/hop.es.yaml", HOP_ES).parent.parent
    text = handout.Library("own", above).compose("knee", language="es").text()
    assert "Salto" in text
    assert "Brinco" not in text


def test_a_translation_below_does_not_serve_an_original_above(tmp_path: Path) -> None:
    other = HOP.replace("name: Hop", "name: Skip")
    above = write(tmp_path / "above/exercises/hop.yaml", other).parent.parent
    document = handout.Library("own", above).compose("knee", language="es")
    assert "Skip" in document.text()
    (problem,) = document.problems
    assert problem.message == "not translated into 'es': hop"


def test_what_is_not_translated_stays_in_its_language_and_is_named(folder: Path) -> None:
    change(folder / "exercises/hop.es.yaml", "  - Salte.\n", "  - ''\n")
    change(folder / "exercises/hop.es.yaml", "summary: Le da impulso.\n", "")
    document = composed()
    (problem,) = document.problems
    assert (problem.severity, problem.message) == (
        Severity.WARNING,
        "not translated: summary, steps 1",
    )
    marked = {node.id: node.language for node in nodes(document) if node.language == "en"}
    assert set(marked) == {
        *("hop.summary", "hop.step.1", "hop.use.2.summary", "hop.use.2.step.1"),
        "translation.2",
    }
    page = document.html().decode()
    assert '<p id="hop.summary" class="summary" lang="en">Makes you spring.</p>' in page
    with pikepdf.open(BytesIO(document.pdf())) as file:
        tags = [str(each.Lang) for each in file.objects if is_tagged(each)]
    assert tags.count("en") >= 4


def is_tagged(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/Lang" in thing and "/S" in thing


def test_an_entry_without_a_translation_is_marked_with_its_language(folder: Path) -> None:
    (folder / "exercises/hop.es.yaml").unlink()
    document = composed()
    (problem,) = document.problems
    assert problem.message == "not translated into 'es': hop"
    (first, *_) = [node for node in nodes(document) if node.id == "hop"]
    assert first.language == "en"
    # The program's own words are translated all the same.
    assert "10 wall touches" in document.text()
    assert "2 series" in document.text()


def test_an_untranslated_entry_is_in_the_language_of_its_handout(folder: Path) -> None:
    (folder / "exercises/hop.es.yaml").unlink()
    change(folder / "handouts/knee.yaml", "title:", "language: de\ntitle:")
    (entry, *_) = [node for node in nodes(composed()) if node.id == "hop"]
    assert entry.language == "de"


@pytest.mark.parametrize(
    ("status", "lines"), [("machine", 1), ("reviewed, by: Ana Ruiz", 0), (None, 1)]
)
def test_a_machine_translation_says_so_in_both_languages(
    folder: Path, status: str | None, lines: int
) -> None:
    header = f"translation: {{status: {status}}}\n" if status else ""
    change(folder / "handouts/knee.es.yaml", "translation: {status: machine}\n", header)
    text = " ".join(composed().text().split())
    assert text.count("la tradujo una computadora") == lines
    assert text.count("was translated by a computer") == lines


@pytest.mark.parametrize("edition", ["standard", "compact", "large-print", "cards"])
def test_every_edition_says_that_a_machine_translated(edition: str) -> None:
    import pymupdf

    data = composed().pdf(edition=edition)  # type: ignore[arg-type]
    text = " ".join("".join(page.get_text() for page in pymupdf.open(stream=data).pages()).split())
    assert "was translated by a computer" in text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - Salte.\n", "", "7:3: 'steps' has 2 items in the original, and 1 here"),
        ("load: banda", "sets: 3, load: banda", "9:39: 'sets' stays as in the original: '2'"),
        ("name: Salto", "nombre: Salto", "2:1: there is no 'nombre' in the original"),
        ("name: Salto", "name: [Salto]", "2:7: this must be text, as in the original"),
        ("start: P", "why: P", "5:1: there is no 'why' in the original"),
        ("status: reviewed", "status: good", "1:23: 'status' cannot be 'good'"),
    ],
)
def test_a_translation_of_another_shape_is_an_error(
    folder: Path, old: str, new: str, message: str
) -> None:
    change(folder / "exercises/hop.es.yaml", old, new)
    with pytest.raises(handout.HandoutError) as caught:
        composed()
    assert f"own/exercises/hop.es.yaml:{message}" in str(caught.value)
    assert run("check", "own").exit_code == 1


def test_check_names_what_a_language_lacks(folder: Path) -> None:
    (folder / "exercises/hop.es.yaml").unlink()
    for options, exit_code in (((), 0), (("--lang", "es"), 0), (("--strict", "--lang", "all"), 1)):
        result = run("check", "own", *options)
        assert result.exit_code == exit_code, result.stderr
        assert ("not translated into 'es': hop" in result.stderr) == bool(options)


def test_when_to_stop_is_translated_unless_the_program_has_words_for_it(folder: Path) -> None:
    hop, spanish = folder / "exercises/hop.yaml", folder / "exercises/hop.es.yaml"
    change(hop, "10 wall touches", "until your calf shakes")
    change(spanish, "toques de pared", "hasta que le tiemble la pantorrilla")
    assert "- repita: hasta que le tiemble la pantorrilla" in composed().text()
    run("translate", "hop", "fr")
    french = (folder / "exercises/hop.fr.yaml").read_text("utf-8")
    assert "\n  # until your calf shakes\n  reps: ''\n" in french
    change(hop, "until your calf shakes", "as many as you can in a minute")
    change(spanish, "hasta que le tiemble la pantorrilla", "todas las que pueda en un minuto")
    assert "- haga todas las que pueda en un minuto" in composed().text()
    change(hop, "as many as you can in a minute", "until tired")
    assert "'reps' stays as in the original: 'until tired'" in run("check", "own").stderr
    change(spanish, "todas las que pueda en un minuto", "''")
    assert "- repita hasta cansarse" in composed().text()


def test_a_strict_build_refuses_what_is_not_translated(folder: Path) -> None:
    assert run("build", "knee", "--lang", "es", "--strict", "-o", "a.html").exit_code == 0
    (folder / "exercises/hop.es.yaml").unlink()
    result = run("build", "knee", "--lang", "es", "--strict", "-o", "b.html")
    assert result.exit_code == 1
    assert not Path("b.html").exists()
    assert run("build", "knee", "--lang", "es", "-o", "b.html").exit_code == 0


def test_a_file_to_translate_has_each_text_above_an_empty_one(folder: Path) -> None:
    result = run("translate", "hop", "knee", "fr")
    assert result.stdout.split() == ["own/exercises/hop.fr.yaml", "own/handouts/knee.fr.yaml"]
    hop = (folder / "exercises/hop.fr.yaml").read_text("utf-8")
    assert "\n# Makes you spring.\nsummary: ''\n" in hop
    assert "\n  # wall touches\n  reps: ''\n" in hop
    assert "sets" not in hop
    knee = (folder / "handouts/knee.fr.yaml").read_text("utf-8")
    assert "\n# Move it every day.\n#\n# It helps.\nintro: ''\n" in knee
    assert "\n      - 'hop'\n" in knee
    # An empty file is right, and translates nothing.
    assert run("check", "own").exit_code == 0
    assert "Makes you spring." in composed(language="fr").text()


def test_translating_again_keeps_what_is_done_and_marks_what_changed(folder: Path) -> None:
    path = folder / "exercises/hop.fr.yaml"
    run("translate", "hop", "fr")
    change(path, "# Hop up.\n  - ''", "# Hop up.\n  - 'Sautez.'")
    change(
        path, "# Makes you spring.\nsummary: ''", "# Makes you spring.\nsummary: |\n  Un.\n  Deux."
    )
    change(path, "status: machine", "status: reviewed\n  by: 'Zoé d''Or'")
    before = path.read_text("utf-8")
    assert run("translate", "hop", "fr").exit_code == 0
    assert path.read_text("utf-8") == before
    original = folder / "exercises/hop.yaml"
    change(original, "Makes you spring.", "Makes you spring far.")
    change(original, "  - Hop up.\n", "  - Bend your knee.\n  - Hop up.\n")
    assert "the original has changed" in run("check", "own").stderr
    result = run("translate", "hop", "fr")
    assert "1 to translate again" in result.stderr
    text = path.read_text("utf-8")
    assert "# Makes you spring far.\n## changed; before: Un.\n## Deux.\nsummary: ''\n" in text
    assert "  # Bend your knee.\n  - ''\n  # Hop up.\n  - 'Sautez.'\n" in text
    assert "status: reviewed\n  by: 'Zoé d''Or'\n" in text
    assert "the original has changed" not in run("check", "own").stderr


def test_translating_again_loses_no_word(folder: Path) -> None:
    path = folder / "exercises/hop.es.yaml"
    change(folder / "exercises/hop.yaml", "cautions: [Stop if it hurts.]\n", "")
    run("translate", "hop", "es")
    change(path, "# Hop up.\n  - 'Salte.'", "# Hop up.\n  - 'Salte alto.'")
    change(folder / "exercises/hop.yaml", "  - Hop up.\n", "")
    run("translate", "hop", "es")
    assert "Salte alto." in path.read_text("utf-8")


def test_the_list_of_translations_says_how_far_each_is(folder: Path) -> None:
    change(folder / "exercises/hop.es.yaml", "  - Salte.\n", "  - ''\n")
    lines = run("list", "--translations").stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("es"))
    assert "reviewed by a person: 1" in lines[start]
    # Its name, summary, muscle, start, two steps with a picture, three words of a dose and a
    # caution; the source may stay as it is.
    assert any(line.split() == ["hop", "10", "of", "11", "texts"] for line in lines[start:])


def test_the_list_of_translations_says_whether_the_programs_words_are_reviewed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "exercises/hop.nl.yaml", "name: Sprong")

    def words() -> dict[str, str]:
        lines = run("list", "--translations").stdout.splitlines()
        return {
            language.split()[0]: line.removeprefix("  the words of the program").strip()
            for language, line in pairwise(lines)
            if line.startswith("  the words of the program")
        }

    assert words().items() >= {"es": "not reviewed by a person", "nl": "in English"}.items()
    # Somebody has read the Spanish words, and nobody the German ones.
    reviewed = replace(Wording.for_language("es"), status="reviewed")
    find = Wording.for_language
    monkeypatch.setattr(Wording, "for_language", lambda tag: reviewed if tag == "es" else find(tag))
    assert "es" not in words()
    assert words()["de"] == "not reviewed by a person"
    found = json.loads(run("list", "--translations", "--json").stdout)
    statuses = {each["language"]: each["words"] for each in found}
    assert (statuses["es"], statuses["de"], statuses["nl"]) == ("reviewed", "machine", "")


def test_a_clinics_labels_are_only_for_its_own_language(folder: Path) -> None:
    clinic = "name: Hill\nhours: Mondays\nlabels: {dosage: How often}\n"
    write(folder / "clinics/hill.yaml", clinic)
    library = handout.Library("own")
    english, spanish = (
        library.compose("knee", clinic="hill", language=tag).text() for tag in ("en", "es")
    )
    assert "How often" in english
    assert "How often" not in spanish
    write(
        folder / "clinics/hill.es.yaml",
        "translation: {status: machine}\nhours: Lunes\nlabels: {dosage: Tu dosis}\n",
    )
    translated = library.compose("knee", clinic="hill", language="es").text()
    assert "Tu dosis" in translated
    assert "Lunes" in translated


def test_a_program_is_built_in_the_language_of_the_patient(folder: Path) -> None:
    program = "handout: knee\nchanges: {hop: {dosage: {sets: 3}}}\n"
    added = "add: [{use: heel-slide, section: At home}]\n"
    write(folder / "programs/ann.yaml", program + added)
    text = composed("ann").text()
    assert "3 series" in text
    assert "Heel slide" in text or "Deslizar el talón" in text
    assert "Su rodilla" in text


def test_an_entry_is_shown_in_a_language() -> None:
    assert "# Salto" in run("show", "hop", "--lang", "es").stdout


def test_a_changed_handout_keeps_the_translations_of_its_texts() -> None:
    library = handout.Library("own")
    program = library.program("knee")
    changed: dict[str, object] = dict(program["handout"])  # type: ignore[arg-type]
    changed["subtitle"] = "For Ann"
    document = library.compose(
        handout.write_yaml({**program, "handout": changed}),  # type: ignore[dict-item]
        language="es",
    )
    text = document.text()
    for words in ("Su rodilla", "Muévala todos los días.", "En casa", "Con cuidado.", "2 series"):
        assert words in text
    assert "For Ann" in text
    assert "was translated by a computer" in " ".join(text.split())
