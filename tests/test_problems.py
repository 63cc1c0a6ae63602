"""Every problem of content is reported with its position and a hint."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_files import Case, read_cases
from PIL import Image

from handout import limits
from handout.caches import Caches
from handout.checks import check_content
from handout.content_store import ContentStore
from handout.errors import HandoutError, Origin, Problem, Problems, Severity
from handout.loader import load_yaml
from handout.session import Session

ENTRY = "name: Wall sit\nsteps: [Sit.]\n"
KNEE = """\
title: Knee
sections:
  - {heading: Exercises, entries: [clamshell]}
  - {heading: Stretches, entries: [{use: wall-sit, note: At home.}]}
"""
DRAWING = '<svg viewBox="0 0 9 9"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a content folder with entries, a broken one and pictures of all kinds."""
    folder = tmp_path / "content"
    for name in ("exercises", "stretches", "handouts", "programs", "clinics", "images"):
        (folder / name).mkdir(parents=True)
    write(folder / "exercises/clamshell.yaml", "name: Clamshell\nsteps: [Lift.]\ndosage: {sets: 2}")
    write(folder / "exercises/broken.yaml", "name: Broken\nsteps: Go.\n")
    write(folder / "exercises/wall-sit.yaml", ENTRY)
    write(folder / "handouts/knee.yaml", KNEE)
    write(folder / "images/start.svg", DRAWING)
    write(folder / "images/text.png", "not a picture")
    Image.new("RGB", (90, 90), "teal").save(tmp_path / "whole.jpg")
    whole = (tmp_path / "whole.jpg").read_bytes()
    (folder / "images/short.jpg").write_bytes(whole[: len(whole) // 2])
    outside = tmp_path / "outside"
    outside.mkdir()
    write(outside / "secret.svg", DRAWING)
    write(tmp_path / "secret.svg", DRAWING)
    (folder / "images/link.svg").symlink_to(outside / "secret.svg")
    (folder / "images/outside").symlink_to(outside)
    return folder


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems_of(path: Path, folder: Path) -> list[Problem]:
    problems = Problems()
    check_content(Session([folder]), [path], problems)
    return problems.in_order()


def reported(path: Path, folder: Path) -> str:
    """Return the problems of a file as they are printed, without the path of the folder."""
    lines = "".join(f"{problem}\n" for problem in problems_of(path, folder))
    return lines.replace(f"{path}:", "").replace(f"{folder}/", "")


def compare_case(case: Case, found: str, update: bool) -> None:  # noqa: FBT001 -- the value of a fixture
    if update:
        case.update(f"{found}\n")
    else:
        assert found == case.expected.removesuffix("\n")


PLACES = {
    "entry.txt": ("exercises", ""),
    "picture.txt": ("exercises", ""),
    "dosage.txt": ("exercises", ENTRY),
    "handout.txt": ("handouts", ""),
    "block.txt": ("handouts", ""),
    "program.txt": ("programs", ""),
    "clinic.txt": ("clinics", ""),
}
YAML_CASES = [case for name in PLACES for case in read_cases(f"problems/{name}")]


@pytest.mark.parametrize("case", YAML_CASES, ids=lambda case: f"{case.path.stem}: {case.title}")
def test_problems_of_content_are_reported(case: Case, folder: Path, *, update: bool) -> None:
    place, rest = PLACES[case.path.name]
    path = write(folder / place / "case.yaml", case.given + rest)
    compare_case(case, reported(path, folder), update)


@pytest.mark.parametrize("case", read_cases("problems/drawing.txt"), ids=lambda case: case.title)
def test_problems_of_a_drawing_are_reported(case: Case, folder: Path, *, update: bool) -> None:
    write(folder / "images/case.svg", case.given)
    entry = f"{ENTRY}pictures: [{{image: images/case.svg, alt: A wall}}]"
    compare_case(case, reported(write(folder / "exercises/case.yaml", entry), folder), update)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfname: Wall sit\r\nsteps:\r\n  - Sit.\r\n", ""),
        (
            ENTRY.encode("utf-16"),
            "1:1: the file is in UTF-16 or UTF-32\n  hint: save it as UTF-8\n",
        ),
        (
            ENTRY.encode("utf-16-le"),
            "1:1: the file is in UTF-16 or UTF-32\n  hint: save it as UTF-8\n",
        ),
        (
            ENTRY.encode("utf-32"),
            "1:1: the file is in UTF-16 or UTF-32\n  hint: save it as UTF-8\n",
        ),
        (
            "name: Wall sit\nwhy: Für Läufer".encode("latin-1"),
            "2:7: byte 0xFC is not UTF-8\n  hint: save the file as UTF-8\n",
        ),
        (
            b"\xef\xbb\xbfname: \xff",
            "1:7: byte 0xFF is not UTF-8\n  hint: save the file as UTF-8\n",
        ),
        (
            b"name: W\x00all\nsteps: [\x1b[31mSit.]",
            (
                "1:8: the control character U+0000 cannot be printed\n  hint: delete it\n"
                "2:9: the control character U+001B cannot be printed\n  hint: delete it\n"
            ),
        ),
        (
            "name: Wall \u202esit\nsteps: [Sit.]".encode(),
            (
                "1:12: warning: the invisible character U+202E changes the direction of text\n"
                "  hint: delete it: right-to-left text does not need it\n"
            ),
        ),
        (b"", "1:1: the file is empty\n"),
        (
            b"x " * (limits.CHARACTERS // 2),
            "1:1: the file must contain fields\n  hint: start it with 'name: …' or 'title: …'\n",
        ),
        (
            b"name: " + b"x" * (limits.CHARACTERS + 1),
            (
                "1:7: the text has 100,001 characters: the limit is 100,000\n"
                "  hint: divide it, or look for a quotation mark without its pair\n"
            ),
        ),
        (b"x" * (limits.FILE_BYTES + 1), "1:1: the file is too large: the limit is 5 MB\n"),
        (
            b"name: " + b"[" * (limits.NESTED_VALUES + 1) + b"]" * (limits.NESTED_VALUES + 1),
            "1:47: values are nested too deeply\n",
        ),
    ],
    ids=[
        *("BOM and CRLF", "UTF-16", "UTF-16 without a BOM", "UTF-32", "Latin-1"),
        *("a byte after a BOM", "control characters", "bidi override", "empty"),
        *("the longest text", "a longer text", "over 5 MB", "deep nesting"),
    ],
)
def test_problems_of_an_encoding_are_reported(data: bytes, expected: str, folder: Path) -> None:
    assert reported(write(folder / "exercises/case.yaml", data), folder) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
            for a, b in zip("abcdef", "bcdefg", strict=True)
        ),
        f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]\n",
    ],
    ids=["a billion laughs", "one long text a thousand times"],
)
def test_aliases_cannot_multiply_without_limit(text: str, folder: Path) -> None:
    (problem,) = problems_of(write(folder / "exercises/case.yaml", text), folder)
    assert problem.message == "aliases make the file too large"


def test_too_many_values_are_rejected(folder: Path) -> None:
    path = write(folder / "exercises/case.yaml", f"name: [{'x,' * 60_000}]")
    (problem,) = problems_of(path, folder)
    assert problem.message == "the file contains too many values"


def test_control_characters_do_not_bury_other_problems(folder: Path) -> None:
    path = write(folder / "exercises/case.yaml", "\x01\n" * 100_000)
    assert len(problems_of(path, folder)) == 20


def test_a_long_value_is_shortened_in_messages(folder: Path) -> None:
    path = write(folder / "exercises/case.yaml", f"{ENTRY}position: {'x' * 100_000}")
    (problem,) = problems_of(path, folder)
    assert len(str(problem).splitlines()[0]) < 500


def test_a_message_is_one_line_and_sends_nothing_to_the_terminal() -> None:
    problem = Problem("a\nb\x1b[31m\u202e", Origin("c\n.yaml", 1, 2), "d\x07")
    assert str(problem) == "c<U+000A>.yaml:1:2: a<U+000A>b<U+001B>[31m<U+202E>\n  hint: d<U+0007>"


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert load_yaml(tmp_path / "none.yaml", problems) is None
    (problem,) = problems.in_order()
    assert problem.message == "the file cannot be read: No such file or directory"


def test_a_file_without_read_permission_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    picture = f"{ENTRY}pictures: [{{image: images/start.svg, alt: A wall}}]"
    path = write(folder / "exercises/case.yaml", picture)
    read_bytes = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: (refuse if path.suffix == ".svg" else read_bytes)(path)
    )
    assert reported(path, folder) == (
        "3:20: the picture 'start.svg' cannot be read\n  hint: Permission denied\n"
    )
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reported(path, folder) == "1:1: the file cannot be read: Permission denied\n"


def test_a_drawing_nested_too_deeply_is_reported_once(folder: Path) -> None:
    entry = f"{ENTRY}pictures: [{{image: images/deep.svg, alt: A wall}}]"
    path = write(folder / "exercises/case.yaml", entry)
    for depth, count in ((99, 0), (100, 1), (5000, 1)):
        groups = "<g>" * depth + "</g>" * depth
        write(folder / "images/deep.svg", f'<svg viewBox="0 0 9 9">{groups}</svg>')
        messages = [problem.message for problem in problems_of(path, folder)]
        assert messages == ["the drawing is nested too deeply"] * count


def test_file_names_are_checked(folder: Path) -> None:
    for name in ("Clam_Shell.yaml", "squat.yml", "Lunge.YAML"):
        write(folder / "exercises" / name, ENTRY)
    (folder / "exercises/folder.yaml").mkdir()
    write(folder / "exercises/broken.yaml", ENTRY)
    write(folder / "stretches/clamshell.yaml", ENTRY)
    # None of these is a mistake.
    translation = "translation: {status: machine}\nname: Almeja\nsteps: [Levante la rodilla.]"
    for name in ("clamshell.es.yaml", "clamshell.pt-BR.yaml", "._clamshell.yaml", "notes.txt"):
        write(folder / "exercises" / name, translation)
    write(folder / "handouts/clamshell.yaml", "title: Knee\nsections: [{entries: [clamshell]}]")
    assert reported(folder, folder) == (
        "exercises/Clam_Shell.yaml:1:1: 'Clam_Shell' cannot be an id\n"
        "  hint: write lower-case words joined by '-'\n"
        "exercises/Lunge.YAML:1:1: the name of the file must end in .yaml\n"
        "  hint: rename it to 'lunge.yaml'\n"
        "exercises/folder.yaml:1:1: this is not a file\n"
        "  hint: replace it with a file, or delete it\n"
        "exercises/squat.yml:1:1: the name of the file must end in .yaml\n"
        "  hint: rename it to 'squat.yaml'\n"
        "stretches/clamshell.yaml:1:1:"
        " the id 'clamshell' is already used by exercises/clamshell.yaml\n"
        "  hint: rename one of the two\n"
    )


def test_files_that_nothing_reads_are_named(folder: Path) -> None:
    for name in ("execises", "Stretches", "drafts", "exercises/hip", "drafts/old"):
        (folder / name).mkdir()
    for name in (
        *("execises/lunge.yaml", "execises/plank.yaml", "Stretches/calf.yaml", "drafts/a.yaml"),
        *("drafts/old/b.yml", "exercises/hip/bridge.yaml", "squat.yaml", "exercises/step.yaml.txt"),
    ):
        write(folder / name, ENTRY)
    write(folder / "exercises/broken.yaml", ENTRY)
    # None of these is a mistake.
    for name in ("figures", ".git", "images/source"):
        (folder / name).mkdir()
    for name in ("figures/sit.txt", ".git/config.yaml", "images/source/notes.yaml", "readme.txt"):
        write(folder / name, "")
    kinds = "clinics, exercises, handouts, programs, stretches"
    unread = "1:1: warning: this is in no folder of content, so it is not read"
    assert reported(folder, folder) == (
        f"Stretches:{unread}\n  hint: did you mean 'stretches'?\n"
        f"drafts:{unread}\n  hint: use one of: {kinds}\n"
        f"drafts/old:{unread}\n  hint: use one of: {kinds}\n"
        f"execises:{unread}\n  hint: did you mean 'exercises'?\n"
        f"exercises/hip:{unread}\n  hint: use one of: {kinds}\n"
        "exercises/step.yaml.txt:1:1: the name of the file must end in .yaml\n"
        "  hint: rename it to 'step.yaml'\n"
        f"squat.yaml:{unread}\n  hint: use one of: {kinds}\n"
    )


def test_a_folder_that_cannot_be_read_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "exercises/broken.yaml", ENTRY)
    scandir = os.scandir

    def refuse(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "clinics":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert reported(folder, folder) == "clinics:1:1: the folder cannot be read: Permission denied\n"


def test_translations_of_nothing_and_broken_ones_are_named(folder: Path) -> None:
    write(folder / "exercises/broken.yaml", ENTRY)
    write(folder / "exercises/clamshell.es.yaml", b"\xff")
    unused = write(folder / "exercises/clamshel.es.yaml", "name: Almeja")
    # Over an entry of the built-in library or of another folder below.
    below = folder.parent / "below"
    (below / "exercises").mkdir(parents=True)
    write(below / "exercises/bridge.yaml", ENTRY)
    translation = "translation: {status: machine}\nname: Puente\nsteps: [Suba.]"
    write(folder / "exercises/bridge.es.yaml", translation)
    nothing = (
        "1:1: warning: this translates nothing: there is no 'clamshel.yaml' in a folder exercises"
    )
    expected = f"{nothing}\n  hint: did you mean 'clamshell'?\n"
    problems = Problems()
    check_content(Session([below]), [folder], problems)
    lines = "".join(f"{problem}\n" for problem in problems.in_order())
    assert lines.replace(f"{folder}/", "") == (
        f"exercises/clamshel.es.yaml:{expected}"
        "exercises/clamshell.es.yaml:1:1: byte 0xFF is not UTF-8\n"
        "  hint: save the file as UTF-8\n"
    )
    assert reported(unused, folder) == expected


def test_a_translation_is_checked_if_other_content_has_the_same_id(folder: Path) -> None:
    write(folder / "exercises/broken.yaml", ENTRY)
    write(folder / "handouts/clamshell.yaml", "title: Knee\nsections: [{entries: [clamshell]}]")
    before = check_content(Session([folder]), [folder], Problems())
    translation = "translation: {status: machine}\nname: Almeja\nsteps: [Levante la rodilla.]"
    write(folder / "exercises/clamshell.es.yaml", translation)
    assert check_content(Session([folder]), [folder], Problems()) == before + 1


def test_each_of_two_files_with_one_id_is_checked(folder: Path) -> None:
    write(folder / "stretches/broken.yaml", ENTRY)
    messages = [problem.message for problem in problems_of(folder, folder)]
    assert "'steps' must be a list" in messages
    assert any("the id 'broken' is already used by" in message for message in messages)


@pytest.fixture
def patients(folder: Path) -> Path:
    """Return a folder of programs that is kept apart from the content."""
    write(folder / "exercises/broken.yaml", ENTRY)
    patients = folder.parent / "patients"
    patients.mkdir()
    write(patients / "Ann Smith.yaml", "handout: knee\npatient: {name: Ann Smith}\n")
    return patients


def test_programs_that_are_kept_apart_are_checked(folder: Path, patients: Path) -> None:
    problems = Problems()
    assert check_content(Session([folder]), [patients], problems) == 1
    assert check_content(Session([folder]), [patients / "Ann Smith.yaml"], problems) == 1
    assert problems.in_order() == []
    write(patients / "Ann Smith.yaml", "handout: knee\nomitt: []\n")
    write(patients / "bo.yml", "handout: knee\n")
    write(patients / "cy.yaml", "title: Knee\n")
    write(patients / "di.yaml", "handout: [\n")
    (patients / "2026").mkdir()
    write(patients / "2026/ed.yaml", "handout: knee\n")
    assert check_content(Session([folder]), [patients], problems) == 2
    assert [(problem.origin, problem.message) for problem in problems.in_order()] == [
        (Origin(str(patients / "Ann Smith.yaml"), 2, 1), "the field 'omitt' is not known here"),
        (Origin(str(patients / "bo.yml"), 1, 1), "the name of the file must end in .yaml"),
        (Origin(str(patients / "cy.yaml"), 1, 1), "the file is not in a content folder"),
        (
            Origin(str(patients / "di.yaml"), 2, 1),
            "not YAML: did not find expected node content",
        ),
    ]


def test_one_folder_of_content_may_be_checked_alone(folder: Path) -> None:
    problems = Problems()
    assert check_content(Session([]), [folder / "exercises"], problems) == 3
    assert [Path(str(problem.origin)).name for problem in problems.in_order()] == [
        "broken.yaml:2:8"
    ]


def test_problems_of_a_file_have_the_same_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "handouts/knee.yaml", "title: Knee\nsections: [{entries: [broken]}]")
    monkeypatch.chdir(folder)
    paths = [Path("handouts/knee.yaml"), Path("exercises/broken.yaml")]
    problems = Problems()
    check_content(Session([]), paths, problems)
    assert [str(problem.origin) for problem in problems.in_order()] == ["exercises/broken.yaml:2:8"]


def test_a_file_may_be_named_by_a_path_inside_its_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = f"{ENTRY}pictures: [{{image: images/start.svg, alt: A wall}}]"
    write(folder / "exercises/case.yaml", picture)
    monkeypatch.chdir(folder / "exercises")
    problems = Problems()
    assert check_content(Session([]), [Path("case.yaml")], problems) == 1
    assert problems.in_order() == []


def test_a_folder_without_content_is_reported(tmp_path: Path) -> None:
    assert reported(tmp_path, tmp_path) == (
        "1:1: this is not a content folder\n"
        "  hint: a content folder contains the folders"
        " exercises, stretches, handouts, programs, clinics\n"
    )


def test_files_outside_content_do_not_hide_the_problems_of_others(folder: Path) -> None:
    stray = write(folder / "stray.yaml", ENTRY)
    problems = Problems()
    paths = [stray, folder / "exercises/broken.yaml"]
    assert check_content(Session([folder]), paths, problems) == 1
    assert [problem.message for problem in problems.in_order()] == [
        "'steps' must be a list",
        "the file is not in a content folder",
    ]


def test_translations_and_folders_are_not_listed(folder: Path) -> None:
    write(folder / "exercises/clamshell.es.yaml", b"\xff")
    write(folder / "handouts/knee.yaml", "title: Knee")
    write(folder / "handouts/knee.es.yaml", b"\xff")
    (folder / "exercises/folder.yaml").mkdir()
    store = ContentStore((folder,), Caches())
    assert [located.id for located in store.entries()] == ["broken", "clamshell", "wall-sit"]
    assert [located.id for located in store.handouts()] == ["knee"]


def test_all_problems_are_reported_once_and_sorted_by_position(
    folder: Path,
) -> None:
    for name in ("one", "two"):
        text = f"title: {name}\nsections:\n  - entries: [broken, none, broken]\nlog: {{weeks: 99}}"
        write(folder / f"handouts/{name}.yaml", text)
    write(folder / "stretches/calf.yaml", "steps: []\nnam: Calf\n")
    found = problems_of(folder, folder)
    places = [problem.origin for problem in found if problem.origin]
    assert places == sorted(places)
    assert len(places) == len(found)
    assert max(Counter(found).values()) == 1
    assert {Path(place.file).stem for place in places} == {"broken", "one", "two", "calf"}


def test_readability_is_measured_only_in_english(folder: Path) -> None:
    use = "{use: clamshell, why: Simultaneously maintain isometric quadriceps contraction.}"
    rest = f"title: Knee\nsections: [{{entries: [{use}]}}]"
    english = write(folder / "handouts/en.yaml", f"language: en-GB\n{rest}")
    foreign = write(folder / "handouts/sw.yaml", f"language: sw\n{rest}")
    assert [problem.severity for problem in problems_of(english, folder)] == [Severity.WARNING]
    assert [problem.message for problem in problems_of(foreign, folder)] == [
        "the program has no words in 'sw': headings, labels and dosages are in English"
    ]
    entry = f"title: Knee\nsections: [{{entries: [{use[:-1]}, language: es}}]}}]"
    assert problems_of(write(folder / "handouts/entry.yaml", entry), folder) == []


def test_names_before_their_source_are_no_long_sentence(folder: Path) -> None:
    names = [
        f"Lift the {part} a little way and put it down again" for part in ("heel", "toe", "arm")
    ]
    written = [
        f"{{exercise: {{name: {name}, steps: [Lift it.], source: {{title: Known}}}}}}"
        for name in names
    ]
    path = write(
        folder / "handouts/knee.yaml",
        f"title: Knee\nsections: [{{entries: [{', '.join(written)}]}}]",
    )
    messages = [problem.message for problem in problems_of(path, folder)]
    assert not [message for message in messages if "words" in message]


def test_errors_stop_a_handout_and_warnings_do_not(folder: Path) -> None:
    path = write(folder / "handouts/knee.yaml", "title: Knee\nsections: [{entries: [broken]}]")
    problems = Problems()
    session = Session([folder])
    assert session.composer.target(session.store.locate(path), problems) is None
    problems.warning("only a warning", None)
    with pytest.raises(HandoutError) as caught:
        problems.raise_errors()
    assert len(caught.value.problems) == 2
    only = Problems()
    only.warning("only a warning", None)
    only.raise_errors()
