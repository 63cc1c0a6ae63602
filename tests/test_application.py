"""The public API composes, writes and checks, and sees every change to the content."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

import handout
from handout import cli
from handout.resources import built_in

FILES = {
    "exercises/hop": "name: Hop\nsteps: [Hop.]\ndosage: {reps: 5}\n"
    "pictures: [{image: images/hop.png, alt: A hop}, {figure: hop, panel: start, alt: A start}]\n",
    "exercises/skip": "name: Skip\nsteps: [Skip.]\ndosage: {reps: 6}\n",
    "handouts/hops": "title: Hops\nsections: [{entries: [hop, skip]}]\n",
    "programs/ann": "handout: hops\npatient: {name: Ann}\nomit: [skip]\n",
    "clinics/hill": "name: Hill Clinic\nlogo: images/logo.svg\n",
}
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change into a folder with a content folder that has a file of each kind."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    for name, text in FILES.items():
        path = own / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (own / "images").mkdir()
    (own / "images/logo.svg").write_text(LOGO, "utf-8")
    Image.new("RGB", (40, 40), "red").save(own / "images/hop.png")
    (own / "figures").mkdir()
    use_figure(own, "clamshell")
    return own


def use_figure(folder: Path, name: str) -> None:
    """Copy a drawn figure of the library as the figure 'hop'."""
    for suffix in (".yaml", ".fig"):
        data = (built_in("content") / f"figures/{name}{suffix}").read_bytes()
        (folder / f"figures/hop{suffix}").write_bytes(data)


def library() -> handout.Library:
    return handout.Library("own")


# Composing


def test_importing_the_package_imports_none_of_its_parts() -> None:
    code = (
        "import sys, handout\n"
        "parts = {name for name in sys.modules if name.startswith('handout')}\n"
        "assert parts == {'handout', 'handout.version'}, parts\n"
        "assert not {'reportlab', 'yaml', 'msgspec'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_name_of_the_api_exists() -> None:
    for name in handout.__all__:
        assert getattr(handout, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(handout, "nothing")  # noqa: B009 -- a type checker would reject the attribute


def test_a_handout_is_composed_for_a_patient() -> None:
    document = library().compose(
        "hops",
        patient="Ann Smith",
        date=dt.date(2026, 3, 2),
        next_visit="2026-03-16",
        clinician="Kim Vale",
        clinic="hill",
        language="en-GB",
    )
    text = document.text()
    for words in ("Ann Smith", "2 March 2026", "16 March 2026", "Kim Vale", "Hill Clinic", "Hop."):
        assert words in text
    assert (document.title, document.language, document.problems) == ("Hops", "en-GB", ())


@pytest.mark.parametrize("target", ["ann", "own/programs/ann.yaml", "elsewhere.yaml"])
def test_a_program_is_composed_by_id_or_path(target: str) -> None:
    Path("elsewhere.yaml").write_text(FILES["programs/ann"], "utf-8")
    text = library().compose(target).text()
    assert "Ann" in text
    assert "Skip." not in text


def test_a_file_is_composed_with_the_content_beside_it(folder: Path) -> None:
    alone = handout.Library()
    assert "Hop." in alone.compose(folder / "handouts/hops.yaml", clinic="example-clinic").text()
    text = alone.compose("it-band-pain", clinic=folder / "clinics/hill.yaml").text()
    assert "Hill Clinic" in text


def test_a_file_in_a_folder_of_the_library_leaves_the_order_of_folders_unchanged(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "above/exercises").mkdir(parents=True)
    (tmp_path / "above/exercises/hop.yaml").write_text("name: Leap\nsteps: [Leap.]\n", "utf-8")
    both = handout.Library("own", "above")
    for path in ("own/handouts/hops.yaml", folder / "handouts/hops.yaml"):
        assert "Leap." in both.compose(path).text()


def test_an_entry_is_a_document_of_its_own() -> None:
    assert library().entry("hop").text().startswith("# Hop\n")
    assert library().entry("hop").pdf().startswith(b"%PDF-")


def test_a_library_lists_its_content() -> None:
    own = library()
    assert {"clamshell", "hop", "skip"} <= set(own.entries())
    assert {"hops", "it-band-pain"} <= set(own.handouts())
    assert {"ann", "it-band-pain-example"} <= set(own.programs())
    assert own.clinics() == ["example-clinic", "hill"]
    (found,) = own.search("hop", kind="exercise")
    assert (found.id, found.name) == ("hop", "Hop")


def cards(number: object) -> bytes:
    options: Any = {"edition": "cards", "cards": number}
    return library().compose("hops").pdf(**options)


text_file: Any = StringIO("handout\nhops\n")


@pytest.mark.parametrize(
    ("ask", "message", "hint"),
    [
        (lambda: library().compose("hopps"), "no handout or program 'hopps'", "'hops'"),
        (lambda: library().compose("no/such.yaml"), "there is no file 'no/such.yaml'", None),
        (lambda: library().compose("hops", clinic="hil"), "there is no clinic 'hil'", "'hill'"),
        (lambda: library().entry("hopp"), "there is no entry 'hopp'", "'hop'"),
        (lambda: library().compose("hops").write("a.doc"), "'a.doc' names no format", ".pdf"),
        (lambda: library().compose("hops").write("a.html", mono=True), "PDF files", ".pdf"),
        (lambda: library().compose("hops").pdf(cards=6), "'cards'", "edition 'cards'"),
        (lambda: cards(5), "a sheet cannot have 5 cards", "2, 4, 6"),
        (lambda: cards("6"), "cannot have '6' cards", "2, 4, 6"),
        (lambda: handout.Library("nowhere"), "there is no folder 'nowhere'", None),
        (lambda: handout.Library(fonts=["nowhere"]), "there is no folder 'nowhere'", None),
        (lambda: handout.batch([], to="out", jobs=0), "'jobs' must be at least 1", None),
        (lambda: handout.batch([], to="out", format="html", mono=True), "only for PDF", None),
        (lambda: next(handout.batch(text_file, to="out")), "opened as bytes", "'rb'"),
        (lambda: handout.batch([], to="out", name="{x}"), "cannot contain '{x}'", "use one of"),
        (lambda: handout.batch([], to="out", clinic="hil"), "there is no clinic 'hil'", None),
        (lambda: handout.batch([], to="out", scheduler="here"), "'here' is not the address", "tcp"),
        (lambda: next(handout.batch("no.csv", to="out")), "there is no file 'no.csv'", None),
    ],
)
def test_an_invalid_request_is_an_error_with_a_hint(
    ask: Callable[[], object], message: str, hint: str | None
) -> None:
    with pytest.raises(handout.RequestError) as caught:
        ask()
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint is None or hint in str(problem.hint)
    assert list(Path().glob("a.*")) == []


def test_an_unknown_keyword_is_a_type_error() -> None:
    wrong: Any = {"patiant": "Ann"}
    with pytest.raises(TypeError):
        library().compose("hops", **wrong)
    with pytest.raises(TypeError):
        library().compose("hops").pdf(**wrong)
    with pytest.raises(TypeError):
        handout.build("hops", to="a.pdf", content=["own"], **wrong)


def test_all_errors_are_raised_at_once_and_warnings_are_returned(folder: Path) -> None:
    (folder / "exercises/skip.yaml").write_text("name: Skip\nsteps: [Go.]\ndosage: {reps: 5000}\n")
    document = library().compose("hops")
    (warning,) = document.problems
    assert warning.severity is handout.Severity.WARNING
    assert warning.origin == handout.Origin("own/exercises/skip.yaml", 3, 16)
    (folder / "exercises/hop.yaml").write_text("name: Hop\nstep: [Go.]\n")
    with pytest.raises(handout.HandoutError) as caught:
        library().compose("hops", date="yesterday")
    places = [problem.origin.file for problem in caught.value.problems if problem.origin]
    assert set(places) == {"options", "own/exercises/hop.yaml", "own/exercises/skip.yaml"}
    with pytest.raises(handout.HandoutError, match="not translated into 'sw'"):
        library().compose("it-band-pain", language="sw")
    with pytest.raises(handout.RequestError, match="not the tag of a language"):
        library().compose("it-band-pain", language="Spanish!")


# Writing


def test_build_writes_the_same_file_as_the_command_line() -> None:
    arguments = ["build", "hops", "--content", "own", "--patient", "Ann", "--edition", "compact"]
    for suffix in ("pdf", "html", "epub"):
        file = f"a.{suffix}"
        only = arguments if suffix == "pdf" else arguments[:-2]
        assert CliRunner().invoke(cli.main, [*only, "-f", suffix, "-o", file]).exit_code == 0
        made = Path(file).read_bytes()
        if suffix == "pdf":
            handout.build("hops", to=file, content=["own"], patient="Ann", edition="compact")
        else:
            document = handout.build("hops", to=file, content=["own"], patient="Ann")
            assert document.title == "Hops"
        assert Path(file).read_bytes() == made


def test_a_document_can_be_written_many_times() -> None:
    document = library().compose("hops")
    assert document.pdf() == document.pdf()
    assert len({document.pdf(paper="letter"), document.pdf(mono=True), document.pdf()}) == 3
    document.write("a.pdf", paper="letter")
    assert Path("a.pdf").read_bytes() == document.pdf(paper="letter")
    assert document.html().startswith(b"<!DOCTYPE html>")
    assert document.epub().startswith(b"PK")


def test_each_thread_may_use_a_library_of_its_own() -> None:
    expected = library().compose("it-band-pain", patient="Ann").pdf()

    def make(_: int) -> bytes:
        own = library()
        own.compose("hops").pdf()
        return own.compose("it-band-pain", patient="Ann").pdf()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(make, range(8))) == {expected}


def test_names_that_the_system_refuses_are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "n" * 300
    document = library().compose("hops")
    with pytest.raises(handout.HandoutError, match="cannot write"):
        document.write(f"{long}.pdf")
    with pytest.raises(handout.RequestError, match="there is no file"):
        library().compose(f"{long}.yaml")
    # Nor may the fonts of a home that cannot be read stop a document that does not need them.
    monkeypatch.setenv("XDG_DATA_HOME", f"/{long}")
    assert library().compose("hops").pdf() == document.pdf()


@pytest.mark.parametrize("seconds", ["soon", "1" + "0" * 20])
@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_a_source_date_that_is_none_is_an_error(
    seconds: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    with pytest.raises(handout.RequestError, match="SOURCE_DATE_EPOCH is not a date"):
        library().compose("hops").write(f"a.{suffix}")


# Batches


def test_a_batch_creates_the_folders_that_it_writes_into() -> None:
    (result,) = handout.batch([{"handout": "hops"}], to="out/march", content=["own"])
    assert result.path == Path("out/march/0001-hops.pdf")
    assert result.path.read_bytes().startswith(b"%PDF-")


def test_rows_in_memory_become_files() -> None:
    rows: list[dict[str, Any]] = [
        {"handout": "hops", "patient": " Ann ", "skip.reps": "9", "note": ""},
        {"handout": "hops", "patiant": "Bo"},
        {"program": "ann", "paper": "letter", "patient": None},
        {"handout": "hops", "skip.reps": 9},
    ]
    results = list(handout.batch(iter(rows), to="out", content=["own"], format="html"))
    assert [result.status for result in results] == ["made", "failed", "made", "failed"]
    assert [result.path.name for result in results] == [
        *("0001-hops.html", "0002-hops.html", "0003-ann.html", "0004-hops.html")
    ]
    page = results[0].path.read_text("utf-8")
    assert "Ann" in page
    assert "9 repetitions" in page
    (problem,) = results[1].problems
    assert str(problem) == (
        "rows:2:1: the column 'patiant' is not known\n  hint: did you mean 'patient'?"
    )
    assert results[1].job.cells["patiant"] == "Bo"
    assert [list(map(str, result.problems)) for result in results[2:]] == [
        ["rows:3:1: warning: 'paper' is only for PDF files"],
        ["rows:4:1: the cell of 'skip.reps' must be text, not int"],
    ]


def test_a_batch_makes_the_same_files_as_a_library() -> None:
    rows = [{"handout": "hops", "patient": "Ann", "clinic": "hill"}, {"program": "ann"}]
    made = [result.path.read_bytes() for result in handout.batch(rows, to="o", content=["own"])]
    alone = library()
    assert made == [
        alone.compose("hops", patient="Ann", clinic="hill").pdf(),
        alone.compose("ann").pdf(),
    ]


def test_a_batch_accepts_a_table_a_folder_and_an_open_file() -> None:
    Path("rows.csv").write_text("handout,patient\nhops,Ann\n", "utf-8")
    with Path("rows.csv").open("rb") as file:
        for rows in ("rows.csv", Path("own/programs"), file):
            (result,) = handout.batch(rows, to="out", content=["own"], format="html")
            assert result.status is handout.Status.MADE
            assert "Ann" in result.path.read_text("utf-8")


def test_a_batch_starts_with_its_first_result_and_stops_when_it_is_closed() -> None:
    rows = [{"handout": "hops"}] * 9
    results = handout.batch(rows, to="out", content=["own"], format="html", jobs=2)
    assert not Path("out").exists()
    assert next(results).status is handout.Status.MADE
    results.close()
    assert multiprocessing.active_children() == []
    assert list(Path("out").glob(".handout-*.tmp")) == []
    again = handout.batch(rows, to="out", content=["own"], format="html", resume=True)
    statuses = [result.status for result in again]
    assert {*statuses} == {handout.Status.MADE, handout.Status.UNCHANGED}
    assert len(statuses) == 9


# Checking


def test_a_check_returns_all_problems_of_folders_and_files(folder: Path) -> None:
    assert handout.check("own/handouts/hops.yaml") == []
    (folder / "exercises/skip.yaml").write_text("name: Skip\nstep: [Go.]\n", "utf-8")
    found = handout.check("own")
    assert {problem.message for problem in found} >= {"the field 'step' is not known here"}
    assert handout.check("own/exercises/skip.yaml") == [
        problem for problem in found if "exercises/skip" in str(problem.origin)
    ]


# Changes to the content


def rewrite(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a function that replaces a text in a file."""

    def change(folder: Path) -> None:
        file = folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return change


def recolour(folder: Path) -> None:
    Image.new("RGB", (40, 40), "blue").save(folder / "images/hop.png")


def redraw(folder: Path) -> None:
    use_figure(folder, "wall-sit")


def replace_above(folder: Path) -> None:
    """Add a file that overrides a built-in one."""
    (folder / "stretches").mkdir()
    text = "name: Our own figure four\nsteps: [Cross.]\n"
    (folder / "stretches/figure-four-glute-stretch.yaml").write_text(text, "utf-8")
    rewrite("handouts/hops.yaml", "skip", "figure-four-glute-stretch")(folder)


CHANGES = {
    "an entry": rewrite("exercises/hop.yaml", "Hop.", "Jump."),
    "the dosage of an entry": rewrite("exercises/hop.yaml", "reps: 5", "reps: 8"),
    "the caption of a picture": rewrite("exercises/hop.yaml", "alt: A hop", "alt: A leap"),
    "a handout": rewrite("handouts/hops.yaml", "Hops", "Leaps"),
    "the entries of a handout": rewrite("handouts/hops.yaml", "hop, skip", "skip, hop"),
    "a change in a handout": rewrite(
        "handouts/hops.yaml", "hop, skip", "{use: hop, dosage: {sets: 2}}, skip"
    ),
    "a clinic": rewrite("clinics/hill.yaml", "Hill Clinic", "Mill Clinic"),
    "a logo": rewrite("images/logo.svg", '<rect width="9"', '<rect width="5"'),
    "a picture": recolour,
    "a figure": redraw,
    "a new file": replace_above,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("format_", ["pdf", "html", "epub"])
def test_a_library_sees_changed_content(
    change: Callable[[Path], None], format_: str, folder: Path
) -> None:
    def made(by: handout.Library) -> bytes:
        document = by.compose("hops", patient="Ann", clinic="hill")
        return {"pdf": document.pdf, "html": document.html, "epub": document.epub}[format_]()

    long_lived = library()
    before = made(long_lived)
    assert made(long_lived) == before
    change(folder)
    after = made(long_lived)
    assert after != before
    assert after == made(library())


def test_a_library_sees_a_picture_of_the_same_size_and_time(folder: Path) -> None:
    def made(by: handout.Library) -> bytes:
        return by.compose("hops", clinic="hill").pdf()

    picture, own = folder / "images/logo.svg", library()
    picture.write_text(LOGO.replace("<rect", "<rect fill='#f00'"), "utf-8")
    old, before = picture.stat(), made(own)
    picture.write_text(LOGO.replace("<rect", "<rect fill='#00f'"), "utf-8")
    os.utime(picture, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert (picture.stat().st_size, picture.stat().st_mtime_ns) == (old.st_size, old.st_mtime_ns)
    assert made(own) == made(library()) != before


def test_a_library_sees_deleted_and_moved_files(folder: Path) -> None:
    own = library()
    own.compose("hops", clinic="hill").pdf()
    for file, message in {
        "images/hop.png": "there is no picture 'images/hop.png'",
        "figures/hop.fig": "the figure 'hop' is not rendered",
        "exercises/skip.yaml": "there is no entry 'skip'",
    }.items():
        moved = folder / f"{file}.moved"
        (folder / file).rename(moved)
        with pytest.raises(handout.HandoutError, match=message):
            own.compose("hops")
        moved.rename(folder / file)
        own.compose("hops").pdf()
    (folder / "handouts/hops.yaml").unlink()
    with pytest.raises(handout.RequestError, match="no handout or program 'hops'"):
        own.compose("hops")


def test_a_library_sees_that_a_picture_became_a_link_to_another_folder(folder: Path) -> None:
    own = library()
    own.compose("hops")
    picture = folder / "images/hop.png"
    outside = folder.parent / "outside.png"
    picture.rename(outside)
    os.symlink(outside, picture)  # noqa: PTH211 -- Path reverses the arguments
    with pytest.raises(handout.HandoutError, match="outside the content folder"):
        own.compose("hops")


def test_a_mirrored_figure_on_disk_is_another_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(cache: str, side: str) -> bytes:
        monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / cache))
        Path("own/programs/leg.yaml").write_text(
            f"handout: it-band-pain\nchanges: {{clamshell: {{dosage: {{side: {side}}}}}}}\n"
        )
        return library().compose("leg").pdf()

    assert made("one", "left") != made("one", "right")
    assert made("one", "right") == made("other", "right")
