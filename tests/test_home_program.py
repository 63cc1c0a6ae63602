"""A program is a handout for one patient: its changes, additions, omissions and visit."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import get_args

import pikepdf
import pymupdf
import pytest
from conftest import Compare
from hypothesis import given, settings
from hypothesis import strategies as st

import handout
from handout.document import Block, DocumentTree, Entry, Facts, Letterhead
from handout.document.text import render_text
from handout.document.traversal import outline, walk
from handout.errors import Origin, Problem, Problems
from handout.inline import Link, Plain, plain_text
from handout.located import Data, as_mapping
from handout.print_options import EditionName
from handout.session import open_session
from handout.theme import STANDARD
from handout.writers import writer_for

HANDOUT = "it-band-pain"
EXAMPLE = "it-band-pain-example"
CLINIC = "example-clinic"
EDITIONS: tuple[EditionName, ...] = get_args(EditionName)


class Workspace:
    """A store and a composer, as a batch uses them for many programs."""

    def __init__(self, *folders: Path) -> None:
        self.problems = Problems()
        session = open_session(folders)
        self.store, self.composer = session.store, session.composer

    def document(self, target: str, clinic: str = "", **personal: Data) -> DocumentTree:
        """Compose a document; `personal` are fields of a program."""
        located = self.store.find_handout(target) or self.store.find_program(target)
        assert located
        fields = as_mapping(personal, Origin("rows.csv", 2, 1), self.problems)
        found = self.store.find_clinic(clinic) if clinic else None
        letterhead = self.store.clinic(found, self.problems) if found else None
        document = self.composer.target(
            located, self.problems, fields if personal else None, letterhead
        )
        assert document, self.problems.in_order()
        return document


def entries(document: DocumentTree) -> dict[str, Entry]:
    return {block.id: block for block in walk(document.children) if isinstance(block, Entry)}


def changed(blocks: tuple[Block, ...]) -> set[str]:
    return {block.id for block in walk(blocks) if block.changed}


def visit(document: DocumentTree) -> list[tuple[str, str]] | None:
    for block in document.children:
        if isinstance(block, Facts) and block.id == "visit":
            return [(fact.label, plain_text(fact.value)) for fact in block.items]
    return None


def test_the_example_matches_its_reference(compare: Compare) -> None:
    document = Workspace().document(EXAMPLE, CLINIC)
    compare("it-band-pain-example.txt", f"{render_text(document.children)}\n")


def test_exactly_the_changes_for_a_patient_are_marked() -> None:
    workspace = Workspace()
    document = workspace.document(EXAMPLE, CLINIC)
    assert workspace.problems.in_order() == []
    expected = {"note", "clamshell.note", "clamshell.dosage", "wall-sit"}
    # Their rows in the programme at a glance.
    expected |= {"glance.row.2", "glance.row.5"}
    assert changed(document.children) == expected
    assert changed(workspace.document(HANDOUT, CLINIC).children) == set()


def test_a_part_with_several_fields_is_marked_if_one_of_them_is_changed() -> None:
    changes: Data = {
        "clamshell": {"equipment": ["a band"], "steps": ["Lift."], "mistakes": ["One.", "Two."]}
    }
    document = Workspace().document(HANDOUT, changes=changes)
    expected = {"clamshell.facts", "clamshell.steps", "clamshell.mistakes.list"}
    assert changed(document.children) == expected


def test_added_entries_are_last_in_their_section_and_all_are_numbered_consecutively() -> None:
    document = Workspace().document(EXAMPLE)
    found = entries(document)
    assert list(found) == [
        *("side-lying-hip-abduction", "clamshell", "single-leg-deadlift", "lateral-band-walk"),
        *("wall-sit", "figure-four-glute-stretch", "kneeling-hip-flexor-stretch"),
        *("standing-it-band-stretch", "pigeon-pose"),
    ]
    numbers = [getattr(entry.children[0], "number", None) for entry in found.values()]
    assert numbers == [str(number) for number in range(1, 10)]
    assert "- 2 sets" in render_text((found["wall-sit"],))


def test_an_added_entry_may_be_changed() -> None:
    workspace = Workspace()
    document = workspace.document(
        HANDOUT,
        add=[{"use": "wall-sit", "section": "Exercises"}],
        changes={"wall-sit": {"note": "Only halfway down."}},
    )
    assert workspace.problems.in_order() == []
    assert "Only halfway down." in render_text((entries(document)["wall-sit"],))


def test_a_program_takes_precedence_over_its_handout(tmp_path: Path) -> None:
    (tmp_path / "handouts").mkdir()
    use = "{use: clamshell, note: For all., dosage: {sets: 4, reps: 5, hold: }}"
    (tmp_path / "handouts/hip.yaml").write_text(f"title: Hip\nsections: [{{entries: [{use}]}}]")
    workspace = Workspace(tmp_path)
    plain = render_text(workspace.document("hip").children)
    assert "- 4 sets\n- 5 repetitions on each side" in plain
    text = render_text(
        workspace.document("hip", changes={"clamshell": {"dosage": {"reps": "6"}}}).children
    )
    assert "For all." in text
    assert "- 4 sets\n- 6 repetitions on each side" in text
    assert "hold 1" not in text
    assert render_text(workspace.document("hip").children) == plain


def stopping(folder: Path, stop: str, program: str) -> Workspace:
    """Return a workspace with a handout 'hip' and a program 'own' of it."""
    for name, text in {
        "handouts/hip": f"title: Hip\nsections: [{{entries: [clamshell]}}]\n{stop}\n",
        "programs/own": f"handout: hip\n{program}\n",
    }.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Workspace(folder)


STOP = """stop:
  signs: [Sharp pain, Swelling]
  call: {name: Front desk, phone: 01632 960 123, hours: 8 to 4}
  emergency: {signs: [You cannot breathe.], phone: '999'}"""


def test_a_program_says_whom_to_call_and_the_signs_of_the_handout_stay(tmp_path: Path) -> None:
    workspace = stopping(tmp_path, STOP, "stop: {call: {name: Kim Vale, phone: 01632 960 456}}")
    text = render_text(workspace.document("own").children)
    assert workspace.problems.in_order() == []
    kept = ["Sharp pain", "Swelling", "8 to 4", "You cannot breathe.", "999"]
    for words in ["Kim Vale", "01632 960 456", *kept]:
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Front desk" not in text
    assert "960 123" not in text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("stop", [STOP, "stop_if: [Sharp pain, Swelling]"])
def test_the_signs_of_a_program_replace_those_of_the_handout(tmp_path: Path, stop: str) -> None:
    text = render_text(
        stopping(tmp_path, stop, "stop: {signs: [Numb toes]}").document("own").children
    )
    assert "Numb toes" in text
    assert "Sharp pain" not in text
    assert ("You cannot breathe." in text) == (stop == STOP)


def test_whom_to_call_may_be_added_to_the_short_form_of_stop(tmp_path: Path) -> None:
    workspace = stopping(tmp_path, "stop_if: [Sharp pain]", "stop: {call: {name: Kim Vale}}")
    text = render_text(workspace.document("own").children)
    assert "Sharp pain" in text
    assert "Kim Vale" in text


def test_an_empty_field_of_a_program_takes_away_that_of_the_handout(tmp_path: Path) -> None:
    text = render_text(stopping(tmp_path, STOP, "stop: {emergency: ''}").document("own").children)
    assert "Sharp pain" in text
    assert "You cannot breathe." not in text


def test_a_program_may_have_a_log_and_signs_that_its_handout_does_not_have(tmp_path: Path) -> None:
    program = "log: {weeks: 3}\nstop: {signs: [Numb toes]}"
    text = render_text(stopping(tmp_path, "", program).document("own").children)
    assert "Numb toes" in text
    assert "Week 3" in text
    assert "Week 4" not in text


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("clinic", [None, "example-clinic"])
def test_whom_to_call_stands_on_the_first_page_without_signs(
    tmp_path: Path, edition: EditionName, clinic: str | None
) -> None:
    stopping(
        tmp_path, "", "stop: {heading: If you are worried, call: {name: Kim Vale, phone: '0123'}}"
    )
    document = handout.Library(tmp_path).compose("own", clinic=clinic)
    assert not document.problems
    text = pymupdf.open(stream=document.pdf(edition=edition))[0].get_text()
    assert "If you are worried: Kim Vale, 0123" in " ".join(text.split())


@pytest.mark.parametrize("emergency", ["{signs: [You cannot breathe.], phone: '999'}", "''"])
def test_an_emergency_needs_no_other_signs(tmp_path: Path, emergency: str) -> None:
    workspace = stopping(tmp_path, f"stop: {{call: {{name: Desk}}, emergency: {emergency}}}", "")
    text = render_text(workspace.document("own").children)
    assert "Call: Desk" in text
    assert ("Call 999 now if" in text) == (emergency != "''")
    assert workspace.problems.in_order() == []


@pytest.mark.parametrize("log", ["{weeks: 2}", "{weeks: 2, by: entry, columns: [pain]}"])
@pytest.mark.parametrize("section", ["", "phase: week 1, "])
def test_a_program_leaves_out_the_log_of_its_handout(
    tmp_path: Path, log: str, section: str
) -> None:
    stopping(tmp_path, f"log: {log}", "show: {log: no}")
    path = tmp_path / "handouts/hip.yaml"
    path.write_text(path.read_text().replace("[{", f"[{{{section}"))
    library = handout.Library(tmp_path)
    for edition in EDITIONS:
        texts = [
            "".join(
                page.get_text() for page in pymupdf.open(stream=one.pdf(edition=edition)).pages()
            )
            for one in (library.compose("hip"), library.compose("own"))
        ]
        assert [("Week 1" in text, "Notes" in text) for text in texts] == [
            (True, True),
            (bool(section), False),
        ]


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("stop: {signs: [Pain], cal: {}}", "2:23: the field 'cal' is not known here"),
        ("stop: {signs: [Pain], call: {tel: '1'}}", "2:30: the field 'tel' is not known here"),
        ("stop: Sharp pain", "2:7: 'stop' must contain fields"),
        ("stop: {call: {name: ''}}", "2:7: there are no signs here, and nobody to call"),
        ("stop: {heading: Stop if}", "2:7: there are no signs here, and nobody to call"),
        ("log: no", "2:6: 'log' must contain fields"),
        ("log: {weeks: 99}", "2:14: 'weeks' must be a number from 1 to 26, not '99'"),
        ("show: {glance: perhaps}", "2:16: 'glance' must be yes or no"),
    ],
)
def test_a_problem_of_a_program_is_in_its_own_file(
    tmp_path: Path, program: str, problem: str
) -> None:
    workspace = stopping(tmp_path, "", program)
    located = workspace.store.find_program("own")
    assert located
    workspace.composer.target(located, workspace.problems)
    found = [f"{one.origin}: {one.message}" for one in workspace.problems.in_order()]
    assert found == [f"{tmp_path / 'programs/own.yaml'}:{problem}"]


def test_a_section_without_entries_is_omitted_with_its_heading() -> None:
    omit: Data = [
        *("figure-four-glute-stretch", "kneeling-hip-flexor-stretch"),
        *("standing-it-band-stretch", "pigeon-pose"),
    ]
    text = render_text(Workspace().document(HANDOUT, omit=omit).children)
    assert "## Exercises" in text
    assert "## Stretches" not in text


def test_a_handout_without_a_program_has_no_facts_of_a_visit() -> None:
    assert visit(Workspace().document(HANDOUT)) is None


@pytest.mark.parametrize(
    ("personal", "expected"),
    [
        ({}, ["", "", "", ""]),
        ({"patient": {"name": "Ann Smith"}}, ["Ann Smith", "", "", ""]),
        (
            {"date": "2026-03-02", "next_visit": "2026-12-31"},
            ["", "2 March 2026", "31 December 2026", ""],
        ),
        ({"clinician": {"name": "Sam", "phone": "555"}}, ["", "", "", "Sam, 555"]),
    ],
)
def test_unknown_facts_of_a_visit_are_blank(personal: dict[str, Data], expected: list[str]) -> None:
    labels = ["For", "Date", "Next visit", "Your clinician"]
    found = visit(Workspace().document(HANDOUT, CLINIC, **personal))
    assert found == list(zip(labels, expected, strict=True))


def test_birth_date_and_record_are_printed_only_if_they_are_known() -> None:
    patient: Data = {"name": "Ann", "birth_date": "3 April 1951", "record": "485 777"}
    found = visit(Workspace().document(HANDOUT, CLINIC, patient=patient))
    assert found
    assert found[:3] == [
        *(("For", "Ann"), ("Date of birth", "3 April 1951"), ("Record number", "485 777"))
    ]
    only = visit(Workspace().document(HANDOUT, patient={"record": "485 777"}))
    assert only
    assert [label for label, _ in only] == [
        *("For", "Record number", "Date", "Next visit", "Your clinician")
    ]


@pytest.mark.parametrize(
    "written",
    [
        *("2026-03-16 14:30", "2026-03-16T14:30:00", "16.3.2026 14.30", "2026-03-16, 14:30"),
        *("16 March 2026, 2.30 pm", "16 March 2026 at 2:30pm", "Mar 16, 2026 2:30 P.M."),
    ],
)
def test_the_next_visit_may_have_a_time(written: str) -> None:
    found = visit(Workspace().document(HANDOUT, next_visit=written))
    assert found
    assert ("Next visit", "16 March 2026 at 2:30\u00a0pm") in found


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *(("2026-03-16 noon", "12:00 pm"), ("2026-03-16, 12 midday", "12:00 pm")),
        *(("2026-03-16 9 am", "9:00 am"), ("2026-03-16 12:15 am", "12:15 am")),
        *(("2026-03-16 02:30", "2:30 am"), ("2026-03-16 21.05", "9:05 pm")),
    ],
)
def test_a_time_means_what_it_says(written: str, words: str) -> None:
    found = dict(visit(Workspace().document(HANDOUT, next_visit=written)) or ())
    assert found["Next visit"] == f"16 March 2026 at {words}".replace(" am", "\u00a0am").replace(
        " pm", "\u00a0pm"
    )


def test_a_time_is_printed_as_written_where_clocks_skip_it() -> None:
    # On 8 March 2026 the clocks of New York go from 2 to 3. ICU reads the zone as it starts.
    script = (
        "import handout; text = handout.Library().compose('it-band-pain',"
        " next_visit='2026-03-08 02:30').text(); print('at 2:30\\xa0am' in text)"
    )
    environment = {**os.environ, "TZ": "America/New_York"}
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == "True\n"


def test_goals_are_listed_after_the_facts_of_the_visit() -> None:
    document = Workspace().document(HANDOUT, goals=["Walk to the shop.", "Sleep."])
    order = [block.id for block in document.children]
    assert order[2:5] == ["visit", "goals.list", "stop"]
    assert "My goals:\n- Walk to the shop.\n- Sleep.\n" in render_text(document.children)
    one = Workspace().document(HANDOUT, goals=["Walk to the shop."])
    assert "My goals: Walk to the shop.\n" in render_text(one.children)


def test_the_title_of_a_program_is_on_the_page_only() -> None:
    document = Workspace().document(HANDOUT, title="Ann's plan")
    assert document.page_title == "Ann's plan"
    assert document.title == "Five exercises for IT band pain"
    assert outline(document)[0].words == document.title


def test_the_name_is_for_each_page_only_if_asked() -> None:
    workspace = Workspace()
    ann: Data = {"name": "*Ann* Smith"}
    assert workspace.document(HANDOUT, patient=ann).patient == ""
    for words, name in (
        ("yes", "Ann Smith"),
        ("On", "Ann Smith"),
        ("TRUE", "Ann Smith"),
        ("no", ""),
    ):
        document = workspace.document(HANDOUT, patient=ann, name_on_pages=words)
        assert document.patient == name
    assert workspace.problems.in_order() == []
    workspace.document(HANDOUT, name_on_pages="yes")
    (problem,) = workspace.problems.in_order()
    assert problem.message == "there is no name to print on each page"


def test_another_patient_does_not_get_the_details_of_the_programs_patient(tmp_path: Path) -> None:
    from handout.home_program import visit_data

    (tmp_path / "programs").mkdir()
    patient = "{name: Ann, birth_date: 1951-04-03, record: 485}"
    (tmp_path / "programs/ann.yaml").write_text(f"handout: {HANDOUT}\npatient: {patient}\n")
    workspace = Workspace(tmp_path)
    assert len(visit(workspace.document("ann")) or ()) == 6
    found = visit(workspace.document("ann", "", **visit_data(patient="Bo")))
    assert found
    assert found[:2] == [("For", "Bo"), ("Date", "")]
    known = visit(workspace.document("ann", "", **visit_data(record="486")))
    assert known
    assert known[:3] == [
        *(("For", "Ann"), ("Date of birth", "3 April 1951"), ("Record number", "486"))
    ]


def test_a_wrong_label_of_a_clinic_is_only_a_problem(tmp_path: Path) -> None:
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics/hill.yaml").write_text("name: Hill\nlabels: {log.week: Week}\n")
    workspace = Workspace(tmp_path)
    text = render_text(workspace.document(HANDOUT, "hill").children)
    assert "Week 1" in text
    (problem,) = workspace.problems.in_order()
    assert problem.message == "'log.week' must contain {number} once"


def test_a_clinic_words_the_labels_of_all_its_handouts(tmp_path: Path) -> None:
    (tmp_path / "clinics").mkdir()
    labels = "{stop: 'Stop if:', glance: Your plan, why: What for?, visit.patient: Name}"
    (tmp_path / "clinics/hill.yaml").write_text(f"name: Hill\nlabels: {labels}\n")
    workspace = Workspace(tmp_path)
    text = render_text(workspace.document(HANDOUT, "hill").children)
    assert "\n## Your plan\n" in text
    assert "\nStop if:\n" in text
    assert "\nName: ____" in text
    assert "\nWhat for? " in text
    assert "\nWhy: " not in text
    for marked in (":", "?"):
        assert f"{marked}:" not in text
    assert "\nWhy: " in render_text(workspace.document(HANDOUT, CLINIC).children)


def test_another_clinician_does_not_get_the_details_of_the_programs_clinician() -> None:
    from handout.home_program import visit_data

    found = visit(Workspace().document(EXAMPLE, "", **visit_data(clinician="Kim Vale")))
    assert found
    assert found[0] == ("For", "Alex Example")
    assert found[3] == ("Your clinician", "Kim Vale")


def test_facts_stop_signs_note_and_intro_come_before_the_exercises_in_this_order() -> None:
    document = Workspace().document(EXAMPLE, CLINIC)
    order = [block.id for block in document.children]
    assert order[:7] == ["letterhead", "title", "subtitle", "visit", "stop", "note", "intro"]


def test_the_patient_is_not_in_the_metadata() -> None:
    document = Workspace().document(EXAMPLE)
    assert document.title == "Five exercises for IT band pain"
    assert "Alex" not in f"{document.title}{document.author}{document.foot}"


def test_nothing_that_a_file_says_about_itself_names_the_patient() -> None:
    document = Workspace().document(
        HANDOUT,
        title="Zelda's plan",
        patient={"name": "Zelda Quick", "record": "Zelda"},
        goals=["Be Zelda."],
        name_on_pages="yes",
    )
    said: dict[str, str] = {}
    with pikepdf.open(BytesIO(writer_for("pdf", STANDARD)(document))) as file:
        said |= {"info": repr(file.docinfo), "xmp": file.Root.Metadata.read_bytes().decode()}
        with file.open_outline() as bookmarks:
            said["bookmarks"] = repr([item.title for item in bookmarks.root])
    said["head"], _, body = writer_for("html", STANDARD)(document).decode().partition("<body")
    assert "Zelda&#39;s plan</h1>" in body or "Zelda's plan</h1>" in body
    with zipfile.ZipFile(BytesIO(writer_for("epub", STANDARD)(document))) as book:
        for name in book.namelist():
            if name.endswith((".opf", "nav.xhtml")):
                said[name] = book.read(name).decode()
            elif name.endswith(".xhtml"):
                said[name] = book.read(name).decode().partition("</head>")[0]
    assert len(said) > 8
    assert [name for name, words in said.items() if "Zelda" in words] == []
    assert [name for name, words in said.items() if "Five exercises for IT band pain" in words]


def test_a_clinic_adds_its_colour_footer_and_letterhead() -> None:
    document = Workspace().document(HANDOUT, CLINIC)
    assert str(document.accent) == "#1F5C3A"
    assert document.foot.startswith("Riverside Physiotherapy is an invented clinic.")
    head = document.children[0]
    assert isinstance(head, Letterhead)
    assert head.logo
    assert head.logo.alt == "Logo of Riverside Physiotherapy (example)"
    assert [plain_text(line.content) for line in head.lines] == [
        *("12 Mill Lane", "Exampletown EX1 2MP", "01632\u00a0960\u00a0123"),
        *("Monday to Friday, 8 to 6", "hello@riverside.example", "riverside.example"),
    ]


def test_node_ids_are_unique_in_a_program() -> None:
    ids = [node.id for node in walk(Workspace().document(EXAMPLE, CLINIC).children)]
    assert len(ids) == len(set(ids))


def test_entries_that_are_not_changed_are_the_identical_nodes_for_every_patient() -> None:
    workspace = Workspace()
    bare, one = entries(workspace.document(HANDOUT)), entries(workspace.document(EXAMPLE))
    other = entries(workspace.document(HANDOUT, patient={"name": "Ann"}))
    assert all(other[name] is entry for name, entry in bare.items())
    assert one["side-lying-hip-abduction"] is bare["side-lying-hip-abduction"]
    assert one["clamshell"] is not bare["clamshell"]
    # Entries after an omitted one have another number.
    assert one["single-leg-deadlift"] is not bare["single-leg-deadlift"]


def test_parts_that_do_not_differ_between_patients_are_identical_nodes() -> None:
    workspace = Workspace()
    one, other = (
        workspace.document(
            HANDOUT,
            CLINIC,
            patient={"name": name},
            changes={"clamshell": {"dosage": {"reps": repetitions}, "note": name}},
        )
        for name, repetitions in (("Ann", "5"), ("Bo", "6"))
    )
    assert len(one.children) == len(other.children)
    differing = {
        node.id
        for node, same in zip(walk(one.children), walk(other.children), strict=True)
        if node is not same
    }
    # Only changed parts, their ancestors and parts made from all entries.
    others = {name for name in differing if not name.startswith(("visit", "glance", "section."))}
    assert {"clamshell", "clamshell.note", "clamshell.dosage"} <= others
    assert {".".join(name.split(".")[:2]) for name in others} <= {
        *("clamshell", "clamshell.note", "clamshell.dosage")
    }


_CHANGES: tuple[dict[str, Data], ...] = (
    {},
    {"dosage": {"sets": "3"}},
    {"dosage": {"sets": "4", "reps": "", "side": "left"}},
    {"dosage": {"side": "right"}, "note": "One.\n\nTwo."},
    {"dosage": {"sets": "99", "hold": "2 h"}},
    {"dosage": {"sets": "x", "reps": "0", "often": "1"}},
    {"dosage": ""},
    {"dosage": "many"},
    {"name": "", "steps": [], "nme": "x"},
    {"name": "Shell", "steps": ["Lift.", "Lower."], "mistakes": ["One."], "equipment": ["a band"]},
    {"pictures": [{"image": "images/none.png", "alt": "A"}, {"figure": "none", "alt": "B"}]},
    {"video": "https://example.org/film", "source": {"title": "A book"}, "summary": "Short."},
)
_IN_CLAMSHELL: list[dict[str, Data]] = [{"changes": {"clamshell": fields}} for fields in _CHANGES]
_PERSONAL: tuple[dict[str, Data], ...] = (
    *_IN_CLAMSHELL,
    {"omit": ["side-lying-hip-abduction"], "patient": {"name": "Ann"}},
    {"add": [{"use": "wall-sit", "section": "Exercises", "dosage": {"sets": "2000"}}]},
    {"add": [{"use": "nothing", "section": "Exercises"}], "date": "2026-13-01"},
)


def composed(
    workspace: Workspace, target: str, personal: dict[str, Data]
) -> tuple[DocumentTree | None, list[Problem]]:
    """Return the document of a row, if it can be composed, and its problems."""
    located = workspace.store.find_handout(target) or workspace.store.find_program(target)
    assert located
    problems = Problems()
    fields = as_mapping(personal, Origin("rows.csv", 2, 1), problems)
    return workspace.composer.target(located, problems, fields), problems.in_order()


@cache
def alone(target: str, number: int) -> tuple[object, ...]:
    return composed(Workspace(), target, _PERSONAL[number])


@given(
    st.lists(
        st.tuples(st.sampled_from([HANDOUT, EXAMPLE]), st.sampled_from(range(len(_PERSONAL)))),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=50)
def test_a_row_does_not_depend_on_the_rows_before_it(rows: list[tuple[str, int]]) -> None:
    workspace = Workspace()
    for target, number in [*rows, *rows]:
        assert composed(workspace, target, _PERSONAL[number]) == alone(target, number)


def test_a_problem_of_an_entry_is_reported_for_every_patient(tmp_path: Path) -> None:
    for folder in ("handouts", "exercises"):
        (tmp_path / folder).mkdir()
    (tmp_path / "exercises/hop.yaml").write_text("name: Hop\nsteps: [Hop.]\ndosage: {reps: 5000}")
    (tmp_path / "handouts/hops.yaml").write_text("title: Hops\nsections: [{entries: [hop]}]")
    workspace = Workspace(tmp_path)
    first, problems = composed(workspace, "hops", {})
    assert [problem.message for problem in problems] == ["'reps' is unusually high: 5000"]
    assert composed(workspace, "hops", {}) == (first, problems)


def test_a_missing_picture_is_reported_for_every_patient(tmp_path: Path) -> None:
    for folder in ("handouts", "exercises"):
        (tmp_path / folder).mkdir()
    entry = "name: Hop\nsteps: [Hop.]\npictures: [{image: images/hop.png, alt: A hop}]"
    (tmp_path / "exercises/hop.yaml").write_text(entry)
    (tmp_path / "handouts/hops.yaml").write_text("title: Hops\nsections: [{entries: [hop]}]")
    workspace = Workspace(tmp_path)
    for _ in range(2):
        document, (problem,) = composed(workspace, "hops", {})
        assert document is None
        assert problem.message == "there is no picture 'images/hop.png'"


def test_a_letterhead_has_all_ways_to_reach_the_clinic(tmp_path: Path) -> None:
    (tmp_path / "clinics").mkdir()
    fields = "phone: +44 (0)1632 960 123\nhours: 8 to 4\nemail: a@hill.example\nweb: https://hill.example\n"
    (tmp_path / "clinics/hill.yaml").write_text(f"name: Hill\n{fields}emergency: '999'\n")
    head = Workspace(tmp_path).document(HANDOUT, "hill").children[0]
    assert isinstance(head, Letterhead)
    assert [line.content for line in head.lines] == [
        (Link((Plain("+44\u00a0(0)1632\u00a0960\u00a0123"),), "tel:+441632960123"),),
        (Plain("8 to 4"),),
        (Link((Plain("a@hill.example"),), "mailto:a@hill.example"),),
        (Link((Plain("hill.example"),), "https://hill.example"),),
    ]


@pytest.mark.parametrize(
    ("phone", "shown", "url"),
    [
        ("01632 960 123", "01632\u00a0960\u00a0123", "tel:01632960123"),
        ("(555) 010-0123", "(555)\u00a0010-0123", "tel:5550100123"),
        ("555, after 5 pm", "555, after 5 pm", ""),
        ("01632 960 123 / 124", "01632 960 123 / 124", ""),
        ("01632 960 123\n01632 960 124", "01632 960 123 01632 960 124", ""),
        ("01632 960 123 ext 4", "01632 960 123 ext 4", ""),
    ],
)
def test_a_clinician_can_be_called_from_a_screen(phone: str, shown: str, url: str) -> None:
    document = Workspace().document(HANDOUT, clinician={"name": "Kim", "phone": phone})
    facts = next(block for block in document.children if isinstance(block, Facts))
    value = facts.items[-1].value
    assert plain_text(value) == f"Kim, {shown}"
    assert [node.url for node in value if isinstance(node, Link)] == ([url] if url else [])
