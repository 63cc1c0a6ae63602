"""An entry with several doses: what is read, changed, printed and added up."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import etree
from tag_tree import tag_tree

import handout
from handout.cli import main

SQUEEZES = """
  - {label: Slow squeezes, reps: 10, hold: 10 s, per_day: 3}
  - {label: Quick squeezes, reps: 10, per_day: 3}
"""
LOADING = """
  - {phase: weeks 1-2, sets: 3, reps: 15, side: each leg, frequency: daily}
  - {phase: weeks 3-4, sets: 3, reps: 12, side: each leg, load: 5 kg, frequency: daily}
  - {phase: week 5 on, text: As we *plan* it.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a content folder with a handout 'moves' of the entries 'squeeze' and 'load'."""
    for name, text in {
        "exercises/squeeze": f"name: Squeeze\nsteps: [Squeeze.]\ndosage:{SQUEEZES}",
        "exercises/load": f"name: Load\nsteps: [Rise.]\ndosage:{LOADING}",
        "exercises/rise": "name: Rise\nsteps: [Rise.]\ndosage: {reps: 10}",
        "handouts/moves": "title: Moves\nlog: {weeks: 1}\nsections: [{entries: [squeeze, load]}]",
    }.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def with_handout(folder: Path, entries: str, rest: str = "") -> handout.Document:
    """Compose a handout of some entries."""
    text = f"title: Own\nsections: [{{entries: [{entries}]}}]\n{rest}"
    (folder / "handouts/own.yaml").write_text(text, "utf-8")
    return handout.Library(folder).compose("own")


def dosed(folder: Path, dosage: str, rest: str = "") -> str:
    """Return the text of a handout in which a change is laid over the entry 'rise'."""
    return with_handout(folder, f"{{use: rise, dosage: {dosage}}}, squeeze", rest).text()


@pytest.mark.parametrize(
    ("own", "changes", "phrases"),
    [
        ("per_day: 3-4", ["times: [8 am, noon]"], ["at 8\u00a0am and at noon"]),
        ("times: [8 am, noon]", ["per_day: 3"], ["3 times a day"]),
        ("frequency: 3 times a day", ["per_day: 2"], ["twice a day"]),
        (
            "per_day: 2",
            ["frequency: every 2 hours while awake"],
            ["every 2 hours while you are awake"],
        ),
        ("per_day: 2", ["frequency: 3 days a week"], ["twice a day", "3 days a week"]),
        ("frequency: 3 days a week", ["times: [noon]"], ["at noon", "3 days a week"]),
        # The program of a patient over the handout over the entry.
        ("per_day: 4", ["times: [8 am, noon]", "per_day: 3"], ["3 times a day"]),
        ("per_day: 4", ["frequency: every hour", "times: [8 am]"], ["at 8\u00a0am"]),
        ("sets: 2, rest: 1 min", ["sets: 1"], ["1 set"]),
        ("sets: 2, rest: 1 min", ["sets: 3", "sets: 1"], ["1 set"]),
        (
            "sets: 2, rest: 1 min",
            ["sets: 1", "sets: 2, rest: 30 s"],
            ["2 sets", "rest 30 seconds between sets"],
        ),
    ],
)
@pytest.mark.parametrize("several", [False, True], ids=["a dose", "one of several doses"])
def test_a_change_replaces_what_it_makes_meaningless(
    folder: Path, own: str, changes: list[str], phrases: list[str], *, several: bool
) -> None:
    dose = f"{{reps: 10, label: Slow, {own}}}"
    doses = f"[{dose}, {{label: Quick, reps: 99}}]" if several else dose
    entry = f"name: Rise\nsteps: [Rise.]\ndosage: {doses}"
    (folder / "exercises/rise.yaml").write_text(entry, "utf-8")
    in_handout, *for_patient = [f"{{label: Slow, {change}}}" for change in changes]
    with_handout(folder, f"{{use: rise, dosage: {in_handout}}}")
    program = (
        f"handout: own\nchanges: {{rise: {{dosage: {(for_patient or ['{label: Slow}'])[0]}}}}}"
    )
    path = folder / "programs" / "ann.yaml"
    path.parent.mkdir()
    path.write_text(program, "utf-8")
    text = handout.Library(folder).compose(path).text()
    slow = text.partition("- Slow:\n")[2].partition("- Quick:")[0]
    assert {line.strip(" -") for line in slow.splitlines()} == {"10 repetitions", *phrases}


def test_doses_with_labels_read_one_after_the_other(folder: Path) -> None:
    assert (
        "How much:\n"
        "- Slow squeezes:\n  - 10 repetitions\n  - hold 10 seconds\n  - 3 times a day\n"
        "- Quick squeezes:\n  - 10 repetitions\n  - 3 times a day\n"
    ) in handout.Library(folder).compose("moves").text()


def test_doses_with_phases_read_as_steps_of_a_progression(folder: Path) -> None:
    text = handout.Library(folder).compose("moves").text()
    assert "- Weeks 1 and 2:\n  - 3 sets\n  - 15 repetitions with each leg\n  - every day\n" in text
    assert "- Weeks 3 and 4:\n" in text
    assert "- From week 5:\n  - As we plan it.\n" in text


@pytest.mark.parametrize("edition", ["standard", "compact", "cards", "large-print"])
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_each_edition_tags_doses_as_a_list_of_lists(
    edition: handout.EditionName, paper: handout.PaperName, folder: Path
) -> None:
    document = handout.Library(folder).compose("moves")
    # The points and colons between the phrases of a line are not of interest.
    tree = re.sub(
        r" numbering=\w+|[:·\s]+(?='$)",
        "",
        tag_tree(document.pdf(edition=edition, paper=paper)),
        flags=re.MULTILINE,
    )
    lines = [line.strip() for line in tree.splitlines()]
    start = lines.index("Caption 'How much'") - 1
    assert lines[start : start + 20] == [
        *("L", "Caption 'How much'"),
        *("LI", "LBody", "P 'Slow squeezes'", "L"),
        *("LI", "LBody '10 repetitions'", "LI", "LBody 'hold 10 seconds'"),
        *("LI", "LBody '3 times a day'"),
        *("LI", "LBody", "P 'Quick squeezes'", "L"),
        *("LI", "LBody '10 repetitions'", "LI", "LBody '3 times a day'"),
    ]


def test_no_page_of_large_print_ends_within_a_dose(folder: Path) -> None:
    doses = (f"{{label: Dose {n}, reps: {n}1, load: band {n}}}" for n in range(1, 9))
    document = with_handout(folder, f"{{use: rise, dosage: [{', '.join(doses)}]}}")
    pages = pypdfium2.PdfDocument(document.pdf(edition="large-print", paper="a5"))
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) > 1
    for number in range(1, 9):
        parts = (f"Dose {number}:", f"{number}1 repetitions", f"use: band {number}")
        assert [all(part in text for part in parts) for text in texts].count(True) == 1


def test_a_screen_has_doses_as_a_list_of_lists(folder: Path) -> None:
    page = etree.HTML(handout.Library(folder).compose("moves").html())
    (box,) = page.xpath("//*[@id='load.dosage']")
    rows = [
        [" ".join("".join(part.itertext()).split()) for part in row.xpath("./p | ./ul/li")]
        for row in box.xpath("./ul/li")
    ]
    assert [row[0] for row in rows] == ["Weeks 1 and 2", "Weeks 3 and 4", "From week 5"]
    assert rows[2][1:] == ["As we plan it."]
    assert rows[0][1:] == ["3 sets", "15 repetitions with each leg", "every day"]


def glance(text: str) -> list[list[str]]:
    """Return the cells of the glance of a text, without its head."""
    return [line.split(" | ") for line in text.splitlines() if re.match(r"\d\. .* \| ", line)]


def test_the_glance_has_all_doses_or_the_first_phase_and_refers_to_the_exercise(
    folder: Path,
) -> None:
    assert glance(handout.Library(folder).compose("moves").text()) == [
        [
            "1. Squeeze",
            "Slow squeezes: 10 repetitions\u00a0· hold 10 seconds; Quick squeezes: 10 repetitions",
            "3 times a day",
        ],
        [
            "2. Load",
            "Weeks 1 and 2: 3 sets\u00a0· 15 repetitions with each leg; then see the exercise",
            "see the exercise",
        ],
    ]


@pytest.mark.parametrize(
    ("dosage", "cells"),
    [
        (
            "[{label: '*One*', reps: 5}, {label: Two, reps: 5}]",
            ["One: 5 repetitions; Two: 5 repetitions", "________"],
        ),
        (
            "[{phase: day 1, reps: 5, frequency: daily}, {phase: day 2 on, reps: 5, per_day: 2}]",
            ["5 repetitions", "Day 1: every day; From day 2: twice a day"],
        ),
        (
            "[{label: Eyes open, reps: 5, per_day: 2}, {label: Eyes closed, reps: 5}]",
            [
                "Eyes open: 5 repetitions; Eyes closed: 5 repetitions",
                "see the exercise",
            ],
        ),
        (
            (
                "[{label: Slow and with care, sets: 2, reps: 5, hold: 10 s, side: each leg},"
                " {label: Quick, sets: 3, reps: 10, side: each leg}]"
            ),
            ["2 doses: see the exercise", "________"],
        ),
        (
            (
                "[{phase: week 1, label: Slow and with care, sets: 2, reps: 5, side: each leg},"
                " {phase: week 1, label: Quick, sets: 3, reps: 10, side: each leg},"
                " {phase: week 2 on, sets: 3, reps: 10}]"
            ),
            ["3 doses: see the exercise", "________"],
        ),
        (
            (
                "[{label: Slow, reps: 5}, {phase: week 1, label: Quick, reps: 10},"
                " {phase: week 2 on, label: Quick and as high as you can, sets: 3, reps: 10}]"
            ),
            [
                "Slow: 5 repetitions; Week 1, Quick: 10 repetitions; then see the exercise",
                "________",
            ],
        ),
        ("{reps: , text: As *shown*.}", ["As shown.", "________"]),
        (
            "{text: As shown., times: [morning, bedtime]}",
            ["10 repetitions", "in the morning and at bedtime"],
        ),
    ],
)
def test_a_cell_of_the_glance_is_short_and_true(
    dosage: str, cells: list[str], folder: Path
) -> None:
    assert glance(dosed(folder, dosage))[0][1:] == cells


@pytest.mark.parametrize(
    ("doses", "minutes"),
    [
        ("{label: One, duration: 10 min}, {label: Two, duration: 9 min}", "About 20 minutes"),
        (
            "{phase: week 1, duration: 9 min}, {phase: week 2 on, duration: 20 min}",
            "About 10 to 20 minutes",
        ),
        (
            "{phase: day 1, hold: 9 min}, {phase: day 2, hold: 14 min}, {label: Too, hold: 5 min}",
            "About 15 to 20 minutes",
        ),
        ("{label: One, duration: 9 min}, {label: Two, reps: until tired}", ""),
    ],
)
def test_doses_of_a_session_add_up_and_phases_are_alternatives(
    doses: str, minutes: str, folder: Path
) -> None:
    unknown = "{use: load, dosage: [{label: A, reps: until tired}]}"
    text = with_handout(folder, f"{{use: rise, dosage: [{doses}]}}, {unknown}").text()
    assert minutes in text
    assert bool(minutes) == ("About" in text)


@pytest.mark.parametrize(
    ("dosage", "boxes"),
    [
        ("{times: [8 am, noon, 6 pm, bedtime]}", 4),
        ("[{label: One, reps: 5, times: [morning]}, {label: Two, reps: 5, times: [evening]}]", 2),
        ("[{label: One, reps: 5, per_day: 2}, {label: Two, reps: 5, per_day: 3}]", 3),
        (
            "[{phase: week 1, reps: 5, times: [noon]}, {phase: week 2, reps: 5, times: [evening]}]",
            1,
        ),
    ],
)
def test_the_log_has_a_box_for_each_session_of_the_fullest_day(
    dosage: str, boxes: int, folder: Path
) -> None:
    document = with_handout(folder, f"{{use: rise, dosage: {dosage}}}", "log: {weeks: 1}")
    (row,) = (line for line in document.text().splitlines() if line.startswith("Week 1 |"))
    assert row.split(" | ")[1].count("[ ]") == boxes


def problems_of(folder: Path, dosage: str) -> list[str]:
    """Return what is wrong with a dosage, with its line and column."""
    path = folder / "exercises/rise.yaml"
    path.write_text(f"name: Rise\nsteps: [Rise.]\ndosage: {dosage}", "utf-8")
    result = CliRunner().invoke(main, ["check", str(path)])
    found = re.findall(r"rise\.yaml:(\d+:\d+: .*)", result.output)
    assert bool(result.exit_code) == any("warning" not in problem for problem in found)
    return found


@pytest.mark.parametrize(
    ("dosage", "message"),
    [
        ("[{reps: 5}, {label: Two, reps: 6}]", "3:10: each of several doses needs a name"),
        ("[{label: A, reps: 5}, {label: ' a', reps: 6}]", "3:31: two doses have the label 'A'"),
        (
            "[{phase: weeks 1-3, reps: 5}, {phase: week 3 on, reps: 6}]",
            "3:47: the phases 'weeks 1-3' and 'week 3 on' overlap",
        ),
        (
            "[{phase: day 9, reps: 5}, {phase: week 2, reps: 6}]",
            "3:43: the phases 'day 9' and 'week 2' overlap",
        ),
        (
            "[{label: A, reps: ''}, {label: B, reps: 6}]",
            "3:10: this dose does not say how much to do",
        ),
        ("[reps, {label: B, reps: 6}]", "3:10: each dose must contain fields"),
        ("[]", "3:9: 'dosage' is an empty list"),
        ("twice", "3:9: 'dosage' must contain fields"),
    ],
)
def test_doses_that_cannot_be_told_apart_are_a_problem(
    dosage: str, message: str, folder: Path
) -> None:
    assert problems_of(folder, dosage) == [message]


@pytest.mark.parametrize(
    "dosage",
    [
        "[{phase: weeks 1-2, reps: 5}, {phase: weeks 3-4, reps: 6}, {phase: week 5+, reps: 7}]",
        "[{phase: week 1 on, label: A, reps: 5}, {phase: week 3 on, label: B, reps: 6}]",
        "[{phase: in the splint, reps: 5}, {phase: without it, reps: 6}]",
        "[{reps: 5}]",
    ],
)
def test_doses_that_differ_in_label_or_phase_are_right(dosage: str, folder: Path) -> None:
    assert problems_of(folder, dosage) == []


def test_an_empty_field_of_one_of_several_doses_is_a_warning(folder: Path) -> None:
    dosage = "[{label: A, reps: 5, hold: }, {label: B, reps: 6}]"
    assert problems_of(folder, dosage) == ["3:30: warning: 'hold' is empty"]


@pytest.mark.parametrize(
    ("change", "added", "kept"),
    [
        (
            "{label: slow  SQUEEZES, reps: 8}",
            "8 repetitions\n  - hold 10 seconds",
            "10 repetitions",
        ),
        ("[{label: Only, reps: 7}]", "- Only:\n  - 7 repetitions", ""),
    ],
)
def test_a_change_goes_to_the_dose_with_its_label_and_a_list_replaces_all(
    change: str, added: str, kept: str, folder: Path
) -> None:
    text = with_handout(folder, f"{{use: squeeze, dosage: {change}}}").text()
    assert added in text
    assert ("Quick squeezes:\n  - 10 repetitions" in text) == bool(kept)


def test_a_change_goes_to_the_dose_with_its_phase(folder: Path) -> None:
    text = with_handout(folder, "{use: load, dosage: {phase: Weeks 3 to 4, reps: 9}}").text()
    assert "- Weeks 3 and 4:\n  - 3 sets\n  - 9 repetitions" in text
    assert "15 repetitions" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{reps: 8}", "the dosage of 'squeeze' has 2 doses, and this does not say which to change"),
        ("{label: Fast, reps: 8}", "the dosage of 'squeeze' has no such dose"),
    ],
)
def test_a_change_that_names_no_dose_is_a_problem_with_their_names(
    change: str, message: str, folder: Path
) -> None:
    with pytest.raises(handout.HandoutError) as raised:
        with_handout(folder, f"{{use: squeeze, dosage: {change}}}")
    problem = str(raised.value)
    assert f"own.yaml:2:46: {message}" in problem
    assert "add the name of one (label: Slow squeezes; label: Quick squeezes)" in problem


def batch(folder: Path, table: str) -> tuple[int, str]:
    """Build a table of patients as HTML; return the exit code and what is reported."""
    rows = folder / "rows.csv"
    rows.write_text(table, "utf-8")
    arguments = [
        "batch",
        str(rows),
        "-f",
        "html",
        "-o",
        str(folder / "out"),
        "--content",
        str(folder),
    ]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stderr


def test_a_row_changes_the_dose_that_it_names_and_marks_it(folder: Path) -> None:
    head = "handout,squeeze.dosage.label,squeeze.dosage.reps,squeeze.dosage.times"
    table = head + '\nmoves,Slow squeezes,8,"8 am, noon, 6 pm"\n'
    assert batch(folder, table)[0] == 0
    page = etree.HTML(next((folder / "out").glob("*.html")).read_bytes())
    (box,) = page.xpath("//*[@id='squeeze.dosage']")
    words = " ".join("".join(box.itertext()).split())
    assert words.startswith(
        "How much For you Slow squeezes 8 repetitions hold 10 seconds at 8 am, at noon and at"
    )
    assert "Quick squeezes 10 repetitions" in words


def test_a_row_that_names_none_of_several_doses_says_what_to_do(folder: Path) -> None:
    code, message = batch(folder, "handout,squeeze.dosage.reps\nmoves,8\n")
    assert code == 1
    assert "rows.csv:2:1: the dosage of 'squeeze' has 2 doses" in message
    assert "(label: Slow squeezes; label: Quick squeezes)" in message


def test_a_row_over_the_doses_of_a_program_loses_none_of_them(folder: Path) -> None:
    (folder / "programs").mkdir()
    changes = "changes: {rise: {dosage: [{label: A, reps: 5}, {label: B, reps: 6}]}}"
    (folder / "handouts/rises.yaml").write_text(
        "title: Rises\nsections: [{entries: [rise]}]", "utf-8"
    )
    (folder / "programs/ann.yaml").write_text(f"handout: rises\n{changes}", "utf-8")
    code, message = batch(folder, "program,rise.dosage.reps\nann,8\n")
    assert code == 1
    assert "rows.csv:2:1: the dosage has 2 doses, and this does not say which to change" in message
