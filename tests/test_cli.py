"""The command line: output, messages and exit codes."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import click
import pytest
from click.testing import CliRunner, Result

from handout import Library, cli
from handout.cli import options
from handout.print_options import PdfOptions
from handout.resources import built_in
from handout.theme import EDITIONS
from handout.writers.pdf.conformance import CONFORMANCES

COMMANDS = sorted(cli.main.commands)
ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def own_content(folder: Path, **files: str) -> str:
    """Write content files; `exercises__wall_sit='…'` becomes exercises/wall-sit.yaml."""
    for name, text in files.items():
        kind, _, stem = name.partition("__")
        path = folder / "own" / kind / f"{stem.replace('_', '-')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return str(folder / "own")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"  handout {name}" in result.output.split("\n", 1)[1].replace("Usage:", "")
    assert "\\b" not in result.output
    command = cli.main.commands[name]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"


def test_the_options_of_a_pdf_have_the_values_of_the_api() -> None:
    hints = get_type_hints(PdfOptions)
    assert get_args(hints["edition"]) == options.EDITIONS == tuple(EDITIONS)
    assert get_args(hints["paper"]) == options.PAPERS
    assert tuple(map(str, get_args(hints["cards"]))) == options.CARDS
    assert get_args(hints["standard"]) == options.STANDARDS == tuple(CONFORMANCES)


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").output.startswith("handout, version 0.")


def test_a_build_prints_the_path_of_its_file() -> None:
    result = run("build", "it-band-pain")
    assert (result.exit_code, result.output) == (0, "it-band-pain.pdf\n")
    assert Path("it-band-pain.pdf").read_bytes().startswith(b"%PDF-")


def test_a_build_can_be_written_to_standard_output() -> None:
    result = run("build", "it-band-pain", "-o", "-")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"%PDF-")
    assert not list(Path().iterdir())


def test_a_build_writes_each_requested_format_once() -> None:
    result = run("build", "it-band-pain", *("-f", "epub", "-f", "html", "-f", "epub"))
    assert result.output.splitlines() == ["it-band-pain.epub", "it-band-pain.html"]
    assert Path("it-band-pain.epub").read_bytes().startswith(b"PK")
    assert Path("it-band-pain.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert len(list(Path().iterdir())) == 2


def test_the_suffix_of_an_output_names_its_format() -> None:
    assert run("build", "it-band-pain", "-o", "knee.html").output == "knee.html\n"
    assert Path("knee.html").read_bytes().startswith(b"<!DOCTYPE html>")
    result = run("build", "it-band-pain", "-o", "knee.epub", "-f", "pdf")
    assert result.exit_code == 2
    assert "'knee.epub' is not the name of a file of format pdf." in result.output
    assert "end it in .pdf, or leave out '-f'" in result.output
    assert not Path("knee.epub").exists()


def test_all_formats_of_all_targets_are_written_or_none(tmp_path: Path) -> None:
    entry = "name: One\nsteps: [Go.]\npictures: [{image: images/one.jpg, alt: One}]\n"
    handout = "title: Own\nsections: [{entries: [one]}]\n"
    own = own_content(tmp_path, exercises__one=entry, handouts__own=handout)
    (tmp_path / "own" / "images").mkdir()
    (tmp_path / "own" / "images" / "one.jpg").write_bytes(b"not a picture")
    result = run("build", "it-band-pain", "own", "-f", "html", "-f", "epub", "--content", own)
    assert result.exit_code == 1
    assert [path.name for path in Path().iterdir()] == ["own"]


def test_a_build_can_be_verified() -> None:
    result = run("build", "it-band-pain", "--verify")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "it-band-pain.pdf: tags, reading order, fonts, metadata and margins are correct"
    ]


@pytest.mark.parametrize(
    ("arguments", "package", "extra"),
    [
        (["build", "it-band-pain", "--verify"], "pikepdf", "verify"),
        (["figure", "clamshell", "--check"], "numpy", "figures"),
        (["figure", "clamshell", "-o", "c.png"], "pypdfium2", "figures"),
    ],
)
def test_a_missing_package_is_named(
    arguments: list[str], package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("handout.verify", "handout.figures.rules", package):
        monkeypatch.setitem(sys.modules, module, None)
    for module in ("handout.verify", "handout.figures.rules"):
        monkeypatch.delitem(sys.modules, module)
    result = run(*arguments)
    assert result.exit_code == 1
    assert f"needs the package {package}" in result.stderr
    assert f"pip install '.[{extra}]'" in result.stderr


def test_a_fault_in_a_verified_file_gives_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handout.verify.verify_pdf", lambda _: ["there is no H1"])
    result = run("build", "it-band-pain", "--verify")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["it-band-pain.pdf: there is no H1"]


def test_a_handout_is_built_from_its_path_with_the_entries_beside_it(tmp_path: Path) -> None:
    own = own_content(
        tmp_path,
        exercises__wall_sit="name: Wall sit\nsteps: [Slide down.]\n",
        handouts__knees="title: Knees\nsections: [{entries: [wall-sit, clamshell]}]\n",
    )
    assert run("build", f"{own}/handouts/knees.yaml").output == "knees.pdf\n"


PROGRAM = "handout: it-band-pain\npatient: {name: Ann Smith}\n"


def text_of(path: str) -> str:
    """Return the words of an HTML file."""
    return re.sub(r"<[^>]+>", " ", Path(path).read_text("utf-8"))


def test_a_program_with_content_of_ones_own_says_how_to_name_its_folder() -> None:
    Path("knee.yaml").write_text(
        "handout: it-band-pain\nadd: [{use: my-hop, section: Stretches}]\n"
    )
    result = run("build", "knee.yaml")
    assert result.exit_code == 1
    assert "there is no entry 'my-hop'\n  hint: for content of your own, add" in result.stderr


def test_a_missing_picture_is_no_reason_to_offer_the_logo_of_another(tmp_path: Path) -> None:
    entry = "name: Hop\nsteps: [Hop.]\npictures: [{image: images/hop.jpg, alt: A hop.}]\n"
    result = run("check", own_content(tmp_path, exercises__hop=entry))
    assert "there is no picture 'images/hop.jpg'\n  hint: put the file into" in result.stderr


def test_a_program_is_built_by_its_id(tmp_path: Path) -> None:
    own = own_content(tmp_path, programs__row_7=PROGRAM)
    result = run("build", "row-7", "-f", "html", "--content", own)
    assert (result.exit_code, result.output) == (0, "row-7.html\n")
    assert "Ann Smith" in text_of("row-7.html")


def test_a_program_in_any_folder_is_built_by_its_path(tmp_path: Path) -> None:
    own_content(tmp_path, programs__ann=PROGRAM)
    Path("elsewhere.yaml").write_text(PROGRAM, "utf-8")
    for path in ("own/programs/ann.yaml", "elsewhere.yaml", str(Path("elsewhere.yaml").absolute())):
        assert run("build", path, "-f", "html", "-o", "out.html").exit_code == 0
        assert "Ann Smith" in text_of("out.html")


def test_a_handout_in_any_folder_is_built_by_its_path_for_a_patient() -> None:
    handout = "title: Knees\nsections: [{entries: [clamshell]}]\n"
    Path("knees.yaml").write_text(handout, "utf-8")
    result = run("build", "knees.yaml", "-f", "html", "--patient", "Ann Smith")
    assert (result.exit_code, result.output) == (0, "knees.html\n")
    assert "Ann Smith" in text_of("knees.html")


def test_the_facts_of_a_visit_are_given_as_options() -> None:
    next_visit = "16 March 2026, 2.30 pm"
    options = ("--patient", "Ann & Bo", "--date", "2026-03-02", "--next-visit", next_visit)
    result = run("build", "it-band-pain", "-f", "html", *options, "--clinician", "Kim Vale")
    assert (result.exit_code, result.output) == (0, "it-band-pain.html\n")
    text = text_of("it-band-pain.html")
    for words in ("Ann &amp; Bo", "2 March 2026", "16 March 2026 at 2:30", "Kim Vale"):
        assert words in text
    assert "<title>Five exercises for IT band pain</title>" in Path("it-band-pain.html").read_text()


def test_a_date_with_slashes_that_has_one_reading_is_read() -> None:
    days = ("--date", "29/11/2026", "--next-visit", "12/31/2026 14:30")
    assert run("build", "it-band-pain", "-f", "html", *days).exit_code == 0
    text = text_of("it-band-pain.html")
    assert "29 November 2026" in text
    assert "31 December 2026 at 2:30" in text


def test_a_clinic_is_given_by_its_id_or_its_file(tmp_path: Path) -> None:
    own = own_content(tmp_path, clinics__ours="name: Hill Clinic\nlogo: images/logo.svg\n")
    (tmp_path / "own/images").mkdir()
    logo = built_in("content") / "images/example-clinic.svg"
    (tmp_path / "own/images/logo.svg").write_bytes(logo.read_bytes())
    for clinic in (("ours", "--content", own), (f"{own}/clinics/ours.yaml",)):
        result = run("build", "it-band-pain", "-f", "html", "--clinic", *clinic)
        assert result.exit_code == 0
        assert "Hill Clinic" in text_of("it-band-pain.html")
    assert run("build", "it-band-pain", "--clinic", "example-clinic").exit_code == 0


def test_a_clinic_file_brings_in_no_entries(tmp_path: Path) -> None:
    ours = {"exercises__clamshell": "name: Our clam\nsteps: [Open.]\n"}
    own = own_content(tmp_path, clinics__ours="name: Hill Clinic\n")
    above = own_content(tmp_path / "above", **ours)
    own_content(tmp_path, exercises__clamshell="name: Their clam\nsteps: [Open.]\n")
    options = ("--clinic", f"{own}/clinics/ours.yaml", "--content", above)
    assert run("build", "it-band-pain", "-f", "html", *options).exit_code == 0
    assert "Our clam" in text_of("it-band-pain.html")


def test_problems_of_a_program_and_of_its_clinic_are_shown_together(tmp_path: Path) -> None:
    own = own_content(
        tmp_path,
        programs__ann=f"{PROGRAM}omit: [clam]\n",
        clinics__ours="name: Hill Clinic\nlogo: images/none.svg\n",
    )
    result = run("build", "ann", "--clinic", "ours", "--content", own)
    assert result.exit_code == 1
    assert "ann.yaml:3:8: there is no entry 'clam'" in result.stderr
    assert "ours.yaml:2:7: there is no picture 'images/none.svg'" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["own"]


def test_an_option_with_a_control_character_gives_exit_code_1() -> None:
    result = run("build", "it-band-pain", "--patient", "Ann\x07")
    assert result.exit_code == 1
    assert result.stderr.startswith("options:1:1: the control character U+0007")


def test_own_content_takes_precedence_over_the_built_in_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_content(tmp_path, exercises__clamshell="name: Our clam\nsteps: [Open.]\n")
    assert "Our clam" in run("show", "clamshell", "--content", own).output
    monkeypatch.setenv("HANDOUT_CONTENT", own)
    assert "Our clam" in run("show", "clamshell").output


def test_content_folders_in_the_environment_are_separated_as_in_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = own_content(tmp_path / "a", exercises__one="name: One\nsteps: [Go.]\n")
    two = own_content(tmp_path / "b", exercises__two="name: Two\nsteps: [Go.]\n")
    monkeypatch.setenv("HANDOUT_CONTENT", os.pathsep.join((one, two)))
    assert run("show", "one").exit_code == run("show", "two").exit_code == 0


def test_a_build_without_a_target_lists_what_can_be_built() -> None:
    result = run("build")
    assert result.exit_code == 2
    assert "it-band-pain" in result.stderr
    assert "Five exercises for IT band pain" in result.stderr
    assert "it-band-pain-example" in result.stderr
    assert "Alex" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "it-band-pian"], "did you mean 'it-band-pain'?"),
        (["build", "no/such.yaml"], "There is no file 'no/such.yaml'."),
        (["build", "it-band-pain", "--clinic", "exampel-clinic"], "did you mean 'example-clinic'?"),
        (["build", "it-band-pain", "--clinic", "no/such.yaml"], "There is no file 'no/such.yaml'."),
        (["build", "it-band-pain", "--date", "2/3/2026"], "hint: write 2026-03-02 or 2026-02-03\n"),
        (["build", "it-band-pain", "--next-visit", "2026-02-30"], "is not a valid date"),
        (["build", "it-band-pain", "--next-visit", "2026-03-16 2:30"], "write 02:30 or 14:30"),
        (["build", "it-band-pain", "--date", "2026-03-16 14:30"], "is not a date"),
        (["show", "it-band-pain"], "'it-band-pain' is a handout: handout build it-band-pain\n"),
        (["build", "clamshell"], "is an exercise or a stretch: handout show clamshell\n"),
        (["build", "not-in-the-library"], "for content of your own, add '--content'"),
        (["show", "clamshel"], "did you mean 'clamshell'?"),
        (["bild"], "build"),
        (["build", "it-band-pain", "--paper", "a3"], "'a4', 'letter'"),
        (["build", "it-band-pain", "-f", "docx"], "'pdf', 'html', 'epub'"),
        (["build", "it-band-pain", "-f", "pdf", "-f", "epub", "-o", "x"], "hint: leave out '-o'"),
        (["build", "it-band-pain", "-f", "html", "--verify"], "hint: add '-f pdf'"),
        (["build", "it-band-pain", "--papr", "a4"], "--paper"),
        (["build", "it-band-pain", "--content", "nowhere"], "nowhere"),
        (["build", "it-band-pain", "it-band-pain"], "the same file"),
        (["build", "it-band-pain", "x", "-o", "y.pdf"], "'-o' names one file"),
        (["check", "nowhere"], "nowhere"),
        (["list", "--position", "standng"], "did you mean 'standing'?"),
        (["list", "--difficulty", "easy"], "beginner"),
    ],
)
def test_wrong_usage_gives_exit_code_2_and_a_hint(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("output", ["folder", "no/such/folder.pdf", "file.txt/under.pdf"])
def test_an_unwritable_output_gives_exit_code_1(output: str) -> None:
    Path("folder").mkdir()
    Path("file.txt").write_text("kept", "utf-8")
    result = run("build", "it-band-pain", "-o", output)
    assert result.exit_code == 1
    assert "cannot write" in result.stderr
    assert Path("file.txt").read_text("utf-8") == "kept"
    assert sorted(path.name for path in Path().iterdir()) == ["file.txt", "folder"]


def test_the_old_file_stays_until_the_new_one_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Path("it-band-pain.pdf")
    old.write_text("the old one", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    result = run("build", "it-band-pain")
    assert result.exit_code == 1
    assert "no space left" in result.stderr
    assert old.read_text("utf-8") == "the old one"
    assert list(Path().iterdir()) == [old]


def test_a_new_file_has_the_usual_permissions() -> None:
    Path("other").touch()
    run("build", "it-band-pain")
    modes = {stat.S_IMODE(Path(name).stat().st_mode) for name in ("other", "it-band-pain.pdf")}
    assert len(modes) == 1


def test_all_problems_of_all_targets_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    own = own_content(
        tmp_path,
        exercises__bad="name: Bad\nsteps: [Go.]\ndosage: {hold: 5}\n",
        handouts__one="title: One\nsections: [{entries: [bad]}]\n",
        handouts__two="title: Two\nsections: [{entries: [nobody]}]\n",
    )
    result = run("build", "one", "two", "it-band-pain", "--content", own)
    assert result.exit_code == 1
    assert "bad.yaml:3:16: 'hold' needs a unit: '5'\n  hint: write 5 s\n" in result.stderr
    assert "two.yaml:2:23: there is no entry 'nobody'" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["own"]


def test_an_internal_error_is_shown_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("with the name of Ann Smith")

    monkeypatch.setattr("handout.output.replace_file", fail)
    result = run("build", "it-band-pain")
    assert result.exit_code == 1
    message = r"internal error, please report it: RuntimeError at test_cli\.py:\d+\n"
    assert re.fullmatch(message, result.stderr)


def test_check_finds_no_problem_in_the_library() -> None:
    result = run("check", "--strict")
    assert result.exit_code == 0
    assert result.output.endswith(": 0 errors, 0 warnings\n")


def test_check_shows_every_problem_and_exits_with_1(tmp_path: Path) -> None:
    own = own_content(
        tmp_path,
        exercises__one="name: One\nstep: [Go.]\n",
        stretches__two="name: Two\nsteps: [Go.]\nlevel: easy\n",
    )
    result = run("check", own)
    assert result.exit_code == 1
    assert "one.yaml:2:1: the field 'step' is not known here\n  hint: did you mean 'steps'?" in (
        result.stderr
    )
    assert "two.yaml:3:1: the field 'level' is not known here" in result.stderr


def test_warnings_fail_only_a_strict_check(tmp_path: Path) -> None:
    own = own_content(tmp_path, exercises__one="name: One\nsteps: [Go.]\ndosage: {reps: 1000}\n")
    result = run("check", own)
    assert result.exit_code == 0
    assert "warning: 'reps' is unusually high" in result.stderr
    assert run("check", own, "--strict").exit_code == 1


def test_one_file_can_be_checked(tmp_path: Path) -> None:
    own = own_content(tmp_path, exercises__one="name: One\nsteps: [Go.]\n")
    result = run("check", f"{own}/exercises/one.yaml")
    assert (result.exit_code, result.stdout) == (0, "1 file: 0 errors, 0 warnings\n")


def test_entries_are_found_by_word_and_property() -> None:
    assert "lateral-band-walk" in run("list", "band", "hip").stdout
    kneeling = run("list", "--position", "half-kneeling", "--kind", "stretch").stdout
    assert kneeling.split()[0] == "kneeling-hip-flexor-stretch"
    assert len(kneeling.splitlines()) == 1
    assert "clamshell" in run("list", "--equipment", "none").stdout
    assert "lateral-band-walk" not in run("list", "--equipment", "none").stdout
    assert "clamshell" not in run("list", "--difficulty", "intermediate").stdout
    assert "pigeon-pose" not in run("list", "--region", "knee").stdout


def test_a_search_that_finds_nothing_says_so() -> None:
    result = run("list", "juggling")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no entry matches" in result.stderr


def test_list_can_print_json() -> None:
    rows = json.loads(run("list", "--json").stdout)
    assert [row["id"] for row in rows] == list(Library().entries())
    clamshell = next(row for row in rows if row["id"] == "clamshell")
    assert clamshell["kind"] == "exercise"
    assert clamshell["position"] == "side-lying"


def test_show_prints_an_entry_as_text() -> None:
    text = run("show", "clamshell").stdout
    assert text.startswith("# Clamshell\n")
    assert "1. Keep your feet touching." in text
    assert "12 to 15 repetitions on each side" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_completion(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HANDOUT_COMPLETE", f"{shell}_source")
    result = CliRunner().invoke(cli.main, prog_name="handout")
    assert "handout" in result.output


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("handout show cl", ["clamshell"]),
        ("handout build it", ["it-band-pain", "it-band-pain-example"]),
        ("handout build it-band-pain --clinic ex", ["example-clinic"]),
    ],
)
def test_ids_are_completed(words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HANDOUT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    result = CliRunner().invoke(cli.main, prog_name="handout")
    assert result.output.splitlines() == [f"plain,{name}" for name in offered]


def test_help_loads_no_content_and_no_slow_module() -> None:
    import subprocess
    import sys

    code = (
        "import sys, handout.cli\n"
        "heavy = {'yaml', 'reportlab', 'PIL', 'tinycss2', 'svg2pdf_py', 'handout.application'}\n"
        "heavy |= {'handout.session', 'handout.content_files', 'handout.theme'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _own_figure(folder: Path, name: str) -> Path:
    """Copy a drawn figure of the library into a new content folder."""
    figures = folder / "own" / "figures"
    figures.mkdir(parents=True)
    for ending in (".yaml", ".fig"):
        source = built_in("content") / "figures" / f"{name}{ending}"
        (figures / source.name).write_bytes(source.read_bytes())
    return figures / f"{name}.yaml"


def test_check_reports_a_figure_that_is_older_than_its_pose(tmp_path: Path) -> None:
    pose = _own_figure(tmp_path, "clamshell")
    assert run("check", str(pose)).exit_code == 0
    pose.write_text(pose.read_text("utf-8").replace("azimuth: ", "azimuth: 1"), "utf-8")
    for target in (pose, tmp_path / "own"):
        result = run("check", str(target))
        assert result.exit_code == 1
        assert "clamshell.yaml:1:1: the rendered figure is older than its pose" in result.stderr
        assert "handout figure clamshell" in result.stderr


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<svg"), ("pdf", b"%PDF-"), ("png", b"\x89PNG")]
)
def test_a_figure_is_drawn_into_a_file(ending: str, begins: bytes) -> None:
    path = f"clam.{ending}"
    arguments = ("figure", "clamshell", "-o", path, "--palette", "grey", "--mirrored")
    assert run(*arguments).output == f"{path}\n"
    assert Path(path).read_bytes().startswith(begins)


@pytest.mark.slow
def test_a_pose_without_a_rendered_figure_is_rendered(tmp_path: Path) -> None:
    pose = _own_figure(tmp_path, "quad-set")
    rendered = pose.with_suffix(".fig")
    before = rendered.read_text("ascii")
    rendered.unlink()
    assert run("figure", str(pose)).exit_code == 0
    assert rendered.read_text("ascii") == before


def test_figures_are_checked_by_the_rules_of_anatomy(tmp_path: Path) -> None:
    assert run("figure", "clamshell", "bridge", "--check").stdout == "2 figures checked\n"
    pose = _own_figure(tmp_path, "clamshell")
    pose.write_text(pose.read_text("utf-8").replace("knee: 92", "knee: 175"), "utf-8")
    result = run("figure", str(pose), "--check")
    assert result.exit_code == 1
    assert "knee" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["figure", "clamshel"], "did you mean 'clamshell'?"),
        (["figure", "clamshell", "-o", "c.gif"], "must end in .svg, .pdf, .png"),
        (["figure", "-o", "c.svg"], "need exactly one figure"),
        (["figure", "--watch"], "need exactly one figure"),
    ],
)
def test_wrong_usage_of_figure_gives_exit_code_2(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
