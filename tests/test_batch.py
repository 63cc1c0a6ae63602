"""A batch makes a file for each row, reports bad rows, and can be stopped and resumed."""

from __future__ import annotations

import csv
import datetime as dt
import json
import multiprocessing
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from handout import cli
from handout.batching.jobs import Job
from handout.batching.names import Names, safe_name
from handout.batching.output_folder import OutputFolder
from handout.batching.run import Batch
from handout.batching.table import read_table
from handout.batching.worker import JobResult, Worker, WorkerSettings, run_jobs
from handout.errors import HandoutError, Origin
from handout.resources import built_in

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change into a folder with a small library, whose handout is built in milliseconds."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "exercises/hop": "name: Hop\nsteps: [Hop.]\ndosage: {reps: 5}",
        "exercises/skip": "name: Skip\nsteps: [Skip.]\ndosage: {reps: 6}",
        "handouts/hops": "title: Hops\nsections: [{heading: Do, entries: [hop, skip]}]",
        "handouts/leaps": "title: Leaps\nsections: [{entries: [hop]}]",
        "programs/ann": "handout: hops\npatient: {name: Ann}\ndate: 2026-03-02\nomit: [skip]",
        "clinics/hill": "name: Hill Clinic\n",
    }.items():
        path = tmp_path / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setenv("HANDOUT_CONTENT", str(tmp_path / "own"))
    return tmp_path


def run(*arguments: str, jobs: int = 1, table: bytes | None = None) -> Result:
    command = ("batch", *arguments, "-j", str(jobs))
    return CliRunner().invoke(cli.main, command, input=table, catch_exceptions=False)


def build(table: str | bytes, *arguments: str, jobs: int = 1) -> Result:
    """Build a table as HTML files in the folder `out`."""
    Path("rows.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return run("rows.csv", "-o", "out", "-f", "html", *arguments, jobs=jobs)


def unfinished() -> list[Path]:
    """Return the folders of unfinished files."""
    return list(Path("out").glob(".handout-unfinished-*"))


def files(folder: str = "out") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir() if not path.name.startswith("."))


def text_of(name: str, folder: str = "out") -> str:
    """Return the text of an HTML file."""
    page = (Path(folder) / name).read_text("utf-8")
    body = page[page.index("<body") :]
    return " ".join(re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", body).split())


def report() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("report.jsonl").read_text("utf-8").splitlines()]


def summary(result: Result) -> str:
    return result.stderr.splitlines()[-1].partition(", in ")[0]


# The cells of rows


def test_each_row_becomes_a_file() -> None:
    result = build("handout,patient\nhops,Ann\nleaps,Bo\nhops,Cy\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert summary(result) == "3 rows: 3 made, 0 failed"
    assert files() == ["0001-hops.html", "0002-leaps.html", "0003-hops.html"]
    assert "For: Bo" in text_of("0002-leaps.html")


def test_a_row_can_have_all_fields_of_a_program() -> None:
    build(
        "handout,patient,date,next_visit,clinician,note,omit,hop.sets,hop.reps,hop.note,clinic\n"
        "hops,Ann,2026-03-02,2026-03-16,Kim,Go on.,skip,4,7-8,Left first.,hill\n"
    )
    text = text_of("0001-hops.html")
    for words in (
        *("For: Ann", "2 March 2026", "16 March 2026", "Kim", "Go on.", "4 sets"),
        *("7 to 8 repetitions", "Left first.", "Hill Clinic"),
    ):
        assert words in text
    assert "Skip." not in text


def test_a_row_can_say_all_about_its_patient() -> None:
    build(
        "handout;title;patient;birth_date;record;name_on_pages;goals;next_visit\n"
        'hops;Hops for Ann;Ann;3.4.1951;485 777;yes;"Walk to the shop; ;sleep\nRun.";'
        "16 March 2026, 2.30 pm\n"
    )
    text = text_of("0001-hops.html")
    for words in (
        *("Hops for Ann", "For: Ann", "Date of birth: 3 April 1951", "Record number: 485 777"),
        *("My goals", "Walk to the shop sleep Run.", "16 March 2026 at 2:30 pm"),
    ):
        assert words in text
    assert Path("out/0001-hops.html").read_text("utf-8").count("<title>Hops</title>") == 1


def test_a_row_can_say_what_is_inside_the_fields_of_a_program() -> None:
    header = "handout,clinician.phone,clinician,stop.call.name,stop.call.phone,stop.signs,log.weeks"
    cells = "it-band-pain,01632 960 111,Kim Vale,Hand desk,01632 960 456,Numb toes;A fever,3"
    build(f"{header}\n{cells}\n")
    text = text_of("0001-it-band-pain.html").replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Kim Vale", "01632 960 111", "Hand desk", "01632 960 456", "Numb toes"):
        assert words in text
    assert "A fever" in text
    assert "Numb toes;" not in text
    assert "Week 3" in text
    assert "Week 4" not in text


def test_a_wrong_cell_inside_a_field_fails_alone_and_is_not_quoted() -> None:
    table = "handout,log.weeks,show.glance\nit-band-pain,Gwendolen,Quill\nit-band-pain,3,no\n"
    result = build(table)
    assert files() == ["0002-it-band-pain.html"]
    assert "rows.csv:2:1: 'weeks' must be a number" in result.stderr
    assert "(column 'log.weeks')" in result.stderr
    assert "rows.csv:2:1: 'glance' must be yes or no (column 'show.glance')" in result.stderr
    assert "Gwendolen" not in result.output
    assert "Quill" not in result.output


def test_a_row_names_another_patient_than_its_program_wherever_the_column_is() -> None:
    program = "handout: hops\npatient: {name: Ann, birth_date: 1950-01-01, record: 485}\n"
    Path("own/programs/ann.yaml").write_text(program, "utf-8")
    build("birth_date,program,patient\n1951-04-03,ann,Bo\n,ann,Cy\n,ann,\n")
    first, second, third = map(text_of, files())
    assert "For: Bo Date of birth: 3 April 1951 Date:" in first
    assert "For: Cy Date:" in second
    assert "For: Ann Date of birth: 1 January 1950 Record number: 485" in third


@pytest.mark.parametrize(
    ("cell", "order", "words"),
    [
        ("2026-03-16 14:30", "", "16 March 2026 at 2:30 pm"),
        ("16/3/2026 14:30", "dmy", "16 March 2026 at 2:30 pm"),
        ('"3/16/2026, 2:30 pm"', "mdy", "16 March 2026 at 2:30 pm"),
    ],
)
def test_an_appointment_is_read_as_people_write_it(cell: str, order: str, words: str) -> None:
    options = ["--dates", order] if order else []
    build(f"handout,birth_date,next_visit\nhops,1951-04-03,{cell}\n", *options)
    assert words in text_of("0001-hops.html")


def test_a_birth_date_is_read_in_the_order_of_the_table_and_told_to_nobody() -> None:
    result = build(
        "handout,patient,birth_date\nhops,Ann,3/4/1951\nhops,Bo,31/2/1952\n", "--dates", "dmy"
    )
    assert "Date of birth: 3 April 1951" in text_of("0001-hops.html")
    assert "rows.csv:3:1: 'birth_date' is not a date\n" in result.stderr
    assert "1952" not in result.output


def test_a_program_is_changed_by_its_row() -> None:
    build("program,date,hop.sets\nann,2026-05-01,3\nann,,\n")
    first, second = text_of("0001-ann.html"), text_of("0002-ann.html")
    assert "For: Ann" in first
    assert "For: Ann" in second
    assert "1 May 2026" in first
    assert "2 March 2026" in second
    assert "3 sets" in first
    assert "Skip." not in first


def test_an_empty_cell_changes_nothing() -> None:
    build("handout,patient,hop.sets,omit,lang\nhops,,,,\n")
    text = text_of("0001-hops.html")
    assert "5 repetitions" in text
    assert "Skip." in text


def test_a_row_may_have_its_own_paper_and_edition() -> None:
    table = "handout,edition,paper\nhops,,\nhops,large-print,\nhops,,letter\nhops,compact,a5\n"
    Path("rows.csv").write_text(table, "utf-8")
    assert run("rows.csv", "-o", "out").exit_code == 0
    assert len({Path("out", name).read_bytes() for name in files()}) == 4
    run("rows.csv", "-o", "letter", "--paper", "letter")
    assert Path("letter/0001-hops.pdf").read_bytes() == Path("out/0003-hops.pdf").read_bytes()


def test_a_row_makes_the_same_file_as_build() -> None:
    Path("rows.csv").write_text("handout,patient,clinic\nhops,Ann,hill\n", "utf-8")
    run("rows.csv", "-o", "out")
    arguments = ("build", "hops", "--patient", "Ann", "--clinic", "hill", "-o", "one.pdf")
    assert CliRunner().invoke(cli.main, arguments).exit_code == 0
    assert Path("out/0001-hops.pdf").read_bytes() == Path("one.pdf").read_bytes()


def test_each_row_may_have_a_language_of_its_own() -> None:
    result = build("handout,lang\nhops,en-US\nhops,es\nhops,sw\nhops,Spanish!\nhops,\n")
    assert result.exit_code == 1
    assert files() == ["0001-hops.html", "0002-hops.html", "0005-hops.html"]
    assert "repeticiones" in text_of("0002-hops.html")
    assert "repetitions" in text_of("0005-hops.html")
    # Nothing is translated into it, and the program has no words in it.
    assert "'hops' is not translated into 'sw'" in result.stderr
    assert "rows.csv:5:1: '…' is not the tag of a language" in result.stderr


def test_a_folder_becomes_a_file_for_each_program(folder: Path) -> None:
    patients = folder / "patients"
    patients.mkdir()
    for name in ("Ann Smith", "bo"):
        text = f"handout: hops\npatient: {{name: {name}}}\n"
        (patients / f"{name}.yaml").write_text(text, "utf-8")
    (patients / "cy.yaml").write_text("handout: hop\n", "utf-8")
    (patients / "notes.txt").write_text("no program", "utf-8")
    result = run("patients", "-o", "out", "-f", "html")
    assert result.exit_code == 1
    assert files() == ["Ann Smith.html", "bo.html"]
    assert "For: Ann Smith" in text_of("Ann Smith.html")
    assert "cy.yaml:1:10: there is no handout 'hop'\n  hint: did you mean 'hops'?" in result.stderr


def test_programs_of_a_content_folder_are_built_with_the_content_beside_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HANDOUT_CONTENT")
    assert run("own/programs", "-o", "out", "-f", "html").exit_code == 0
    assert files() == ["ann.html"]


def test_a_table_may_come_from_standard_input() -> None:
    result = run("-", "-o", "out", "-f", "html", table=b"handout\nhops\nhopp\n")
    assert result.exit_code == 1
    assert files() == ["0001-hops.html"]
    assert "-:3:1: there is no handout '…'" in result.stderr


# The format of tables


HEADER_OF_NOTES = ("handout", "patient", "note")


def rows_of(table: str | bytes) -> list[Job]:
    data = table if isinstance(table, bytes) else table.encode()
    return list(read_table("rows.csv", data, ["hop", "wall-sit"], ["hops", "leaps", "ann"]))


@pytest.mark.parametrize(
    "table",
    [
        b"handout,patient,note\nhops,Ann,One\n",
        b"\xef\xbb\xbfhandout,patient,note\r\nhops,Ann,One\r\n",
        b"\xef\xbb\xbfhandout;patient;note\r\nhops;Ann;One\r\n",
        b"sep=;\r\nhandout;patient;note\r\nhops;Ann;One\r\n",
        b"handout\tpatient\tnote\rhops\tAnn\tOne\r",
        b'"Handout" , "PATIENT", note ,,\n hops , Ann ,One,,\n,,,,\n\n'.replace(
            b' , "', b',"'
        ).replace(b', "', b',"'),
        b"handout,patient,note\nhops,Ann,One",
        "handout\tpatient\tnote\r\nhops\tAnn\tOne\r\n".encode("utf-16"),
        "handout\tpatient\tnote\nhops\tAnn\tOne\n".encode("utf-16-le"),
        "handout,patient,note\nhops,Ann,One\n".encode("utf-16-be"),
    ],
    ids=[
        *("plain", "BOM and CRLF", "Excel", "Excel's own line", "tabs and CR", "spaces", "no end"),
        *("Excel's Unicode text", "no byte order mark", "big-endian"),
    ],
)
def test_tables_of_all_spreadsheets_are_read(table: bytes) -> None:
    (job,) = rows_of(table)
    assert dict(job.cells) == {"handout": "hops", "patient": "Ann", "note": "One"}
    assert (job.number, job.problems) == (1, ())


def test_the_position_of_a_row_is_where_it_starts() -> None:
    table = 'handout,note\nhops,"One\n\nTwo ""quoted"", three"\n\n,\nhops,Last\n'
    first, last = rows_of(table)
    assert first.cells["note"] == 'One\n\nTwo "quoted", three'
    assert (first.number, first.origin.line) == (1, 2)
    assert (last.number, last.origin.line) == (2, 7)


@pytest.mark.parametrize(
    ("rows", "built"),
    [
        ('hops,Ann,"Slow\nhops,Bo,Go on\nhops,Cy,A step of 5"\nhops,Di,ok\n', ["Bo", "Cy", "Di"]),
        ('hops,Ann,"Slow\nhops,Bo,Go on\nhops,Cy,ok\n', ["Bo", "Cy"]),
        ('hops,Ann,"Slow\nhops,Bo,"Go on"\nhops,Cy,ok\n', ["Bo", "Cy"]),
        ('hops,"Ann,Slow\nhops,"Bo",Go on\nhops,Cy,ok\n', ["Bo", "Cy"]),
        ('hops,Ann,"Slow\nof two lines\nhops,Bo\nhops,Cy,ok\n', ["Bo", "Cy"]),
        ('hops,Ann,"Slow\nhpos,Bo,Go on\nhops,Cy,ok"\nleaps,Di,\n', ["Cy", "Di"]),
        ('hops,Ann,"Slow\n,Bo,Go on"\nhops,Cy,ok\n', ["Cy"]),
        ('hops,Ann,"Slow\nhpos,Bo,Go on"\nhops,Cy,ok\n', ["Cy"]),
        ('hops,Ann,"Slow\nhops,Bo,one, two\nhops,Cy,ok\n', ["Cy"]),
        ('hops,Ann,"""Slow\nhops,Bo,""Go"" on\nhops,Cy,ok\n', ["Cy"]),
    ],
)
def test_a_quote_that_takes_in_other_rows_is_a_problem_and_those_rows_are_built(
    rows: str, built: list[str]
) -> None:
    result = build(f"handout,patient,note\n{rows}", "--name", "{patient}")
    assert result.exit_code == 1
    assert "rows.csv:2:1: the quote in" in result.stderr
    assert files() == [f"{name}.html" for name in built]
    for name in built:
        assert not {"Ann", "Bo", "Cy", "Di"} - {name} & set(text_of(f"{name}.html").split())


@pytest.mark.parametrize(
    "note",
    [
        "One.\n\nTwo.",
        "Today:\nwalk, rest, walk.",
        "Lift:\n1,5 kg",
        "Count:\n10,20,30",
        "List:\nhops are good\nhops",
        "One,\ntwo,\nthree",
    ],
)
def test_a_note_of_several_lines_is_not_taken_for_rows(note: str) -> None:
    (job,) = rows_of(f'handout,patient,note\nhops,Ann,"{note}"\n')
    assert (job.cells["note"], job.problems) == (note, ())


NAMES = ["Ann", "Bo", "Cy", "Di", "Ed"]
PROSE = st.lists(
    st.sampled_from(["a", "b", " ", '"', ", ", "; ", "\n", "\r", "-"]), max_size=9
).map("".join)


@given(
    st.lists(PROSE, min_size=2, max_size=5),
    st.sampled_from(",;\t"),
    st.data(),
)
def test_a_quote_too_many_never_brings_a_patient_onto_the_page_of_another(
    notes: list[str], separator: str, data: st.DataObject
) -> None:
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(HEADER_OF_NOTES)
    rows = [("hops", name, note) for name, note in zip(NAMES, notes, strict=False)]
    writer.writerows(rows)
    table = file.getvalue()
    read = [tuple(job.cells.get(name, "") for name in HEADER_OF_NOTES) for job in rows_of(table)]
    assert read == [(handout, name, note.strip()) for handout, name, note in rows]
    place = data.draw(st.integers(table.index("hops"), len(table)))
    for job in rows_of(f'{table[:place]}"{table[place:]}'):
        cells = " ".join(job.cells.values())
        assert sum(name in cells for name in NAMES) <= 1, job.cells


def test_a_quote_in_a_cell_without_quotes_prints_and_is_reported() -> None:
    result = build('handout,patient,note\nhops,"Ann, Bo",A step of 5"\n')
    assert result.exit_code == 0
    assert "rows.csv:2:1: warning: the quote inside 'note' prints as it stands" in result.stderr
    assert "A step of 5&quot;" in Path("out/0001-hops.html").read_text("utf-8").replace(
        '"', "&quot;"
    )


def test_a_row_that_ends_early_is_built_and_reported() -> None:
    result = build("handout;patient;note\nhops;Ann\nhops;Bo;\n")
    assert result.exit_code == 0
    message = "rows.csv:2:1: warning: the row has 2 cells for 3 columns: it ends before 'note'"
    assert message in result.stderr
    assert "rows.csv:3" not in result.stderr


@pytest.mark.parametrize(
    ("name", "page", "signs"),
    [
        ("J\xf6rg Wei\xdf", "1252", "\xdf \xf6"),
        ("Zo\xeb O\u2019Neil", "1252", "\xeb \u2019"),
        ("\u0141ukasz", "1250", "\u0141"),
        ("\u0418\u0432\u0430\u043d", "1251", "\u0418 \u0430 \u0432 \u043d"),
    ],
)
def test_a_table_in_a_windows_code_page_is_read_and_the_command_says_so(
    name: str, page: str, signs: str
) -> None:
    result = build(f"handout,patient\nhops,{name}\nhops,Bo\n".encode(f"cp{page}"))
    assert result.exit_code == 0
    assert f"read as Windows-{page}, with {signs}\n  hint: if these are not its" in result.stderr
    assert f"For: {name}" in text_of("0001-hops.html")


def test_bytes_that_no_code_page_explains_are_reported_at_their_row() -> None:
    macintosh = "handout,patient\nhops,Jos\xe9\nhops,Bo\n".encode("mac-roman")
    result = build(macintosh)
    assert "rows.csv:2:1: the row is not UTF-8" in result.stderr
    assert files() == ["0002-hops.html"]


def test_a_note_keeps_its_paragraphs() -> None:
    build('handout,note\nhops,"One.\r\n\r\nTwo."\n')
    assert Path("out/0001-hops.html").read_text("utf-8").count("One.</p>") == 1


@pytest.mark.parametrize(
    ("table", "messages"),
    [
        ("handout,patiant\n", ["rows.csv:1:9: the column 'patiant' is not known", "'patient'"]),
        ("handout,next visit\n", ["rows.csv:1:9: the column", "'next_visit'"]),
        ("handout,hop.rep\n", ["rows.csv:1:9: the column 'hop.rep' is not known", "'hop.reps'"]),
        ("handout,wallsit.sets\n", ["rows.csv:1:9:", "'wall-sit.sets'"]),
        ('"handout","a, b",x\n', ["rows.csv:1:12: the column", "rows.csv:1:18: the column"]),
        ("handout,stop.call.fone\n", ["rows.csv:1:9: the column", "'stop.call.phone'"]),
        ("handout,log.week\n", ["rows.csv:1:9: the column", "'log.weeks'"]),
        ("handout,phone\n", ["the column 'phone' is not known\n  hint: take it out of the table"]),
        ("handout,,note\n", ["rows.csv:1:9: the column '' is not known"]),
        ('handout,"no\nte",x\n', ["rows.csv:1:10: the column", "rows.csv:2:5: the column"]),
        ("sep=,\nhandout,x\n", ["rows.csv:2:9: the column 'x' is not known"]),
        ("handout,note,note\n", ["rows.csv:1:1: the column 'note' appears 2 times"]),
        ("patient,note\n", ["rows.csv:1:1: a column 'handout' or 'program' is missing"]),
        ("", ["a column 'handout' or 'program' is missing"]),
        ('"handout\n', ["rows.csv:1:1: this is not CSV", "close each quote"]),
        ("handout\n".encode("utf-16")[:-1], ["rows.csv:1:1: the table is damaged UTF-16"]),
        ("handout,note\n\n", ["rows.csv:1:1: the table has no rows"]),
    ],
)
def test_a_wrong_header_is_reported_before_any_file_is_made(
    table: str | bytes, messages: list[str]
) -> None:
    with pytest.raises(HandoutError) as caught:
        rows_of(table)
    for message in messages:
        assert message in str(caught.value)


def test_a_wrong_header_gives_exit_code_1() -> None:
    result = build("handout,patiant\nhops,Ann\n")
    assert result.exit_code == 1
    assert "rows.csv:1:9: the column 'patiant' is not known" in result.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",Ann,", "rows.csv:3:1: the row names neither a handout nor a program"),
        (
            "hopps,Ann,",
            "there is no handout '…' (column 'handout')\n  hint: did you mean 'hops'?",
        ),
        ("hops,Ann,2.3.26", "rows.csv:3:1: 'date' is not a date: '2.3.26'"),
        ('hops,"Ann,', "rows.csv:3:1: the quote in 'patient' has no end before the row in line 4"),
        ('hops,"Ann"x,', "rows.csv:3:1: this is not CSV"),
        ("hops,Ann,2026-03-02,9", "rows.csv:3:1: the row has 4 cells for 3 columns"),
        ("hops,A\x07nn,", "rows.csv:3:1: the control character U+0007 cannot be printed"),
        ("hops,J\udcf6rg Wei\xdf,", "rows.csv:3:1: the row is not UTF-8"),
    ],
)
def test_a_wrong_row_is_reported_and_the_others_are_built(row: str, message: str) -> None:
    table = f"handout,patient,date\nhops,One,\n{row}\nhops,Two,\nhops,Three,\n"
    result = build(table.encode("utf-8", "surrogateescape"))
    assert result.exit_code == 1
    assert message in result.stderr
    assert summary(result) == "4 rows: 3 made, 1 failed"


def test_a_problem_of_the_content_is_reported_at_the_row_that_uses_it(folder: Path) -> None:
    (folder / "own/exercises/hop.yaml").write_text("name: Hop\nsteps: [Hop.]\ndosage: {sets: 0}")
    result = build("handout\nhops\nleaps\n")
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if "sets" in line]
    assert [line.partition(": ")[0] for line in lines] == ["rows.csv:2:1", "rows.csv:3:1"]
    assert all("hop.yaml:3:16: 'sets' cannot be '0'" in line for line in lines)


def test_a_circular_link_is_not_content(folder: Path) -> None:
    (folder / "own/circle").symlink_to(folder / "own/circle")
    assert build("handout\nhops\n").exit_code == 0


def test_a_warning_of_the_content_is_reported_once(folder: Path) -> None:
    (folder / "own/exercises/hop.yaml").write_text("name: Hop\nsteps: [Go.]\ndosage: {sets: 99}")
    result = build("handout\nhops\nleaps\nhops\n")
    assert result.exit_code == 0
    assert result.stderr.count("'sets' is unusually high") == 1


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("handout,program\nhops,ann\n", "the row names both a handout and a program"),
        (
            "program\nan\n",
            "there is no program '…' (column 'program')\n  hint: did you mean 'ann'?",
        ),
        (
            "handout,clinic\nhops,hil\n",
            "there is no clinic '…' (column 'clinic')\n  hint: did you mean 'hill'?",
        ),
        ("handout,edition\nhops,large\n", "there is no edition 'large'"),
        ("handout,paper\nhops,a3\n", "there is no paper 'a3'"),
        ("handout,omit\nhops,hpo\n", "there is no entry '…' in the handout 'hops' (column 'omit')"),
        ("handout,hop.sets\nhops,0\n", "'sets' cannot be '0' (column 'hop.sets')"),
        ("handout,skip.sets\nleaps,2\n", "there is no entry 'skip' in the handout 'leaps'"),
    ],
)
def test_wrong_cells_are_reported_at_their_row(table: str, message: str) -> None:
    result = build(table)
    assert result.exit_code == 1
    assert f"rows.csv:2:1: {message}" in result.stderr
    assert summary(result) == "1 row: 0 made, 1 failed"


def test_all_problems_of_a_row_are_reported_at_once() -> None:
    result = build("handout,date,omit,hop.sets,clinic,paper\nhops,never,hpo,0,hil,a3\n")
    lines = [line for line in result.stderr.splitlines() if line.startswith("rows.csv:2:1: ")]
    assert [re.findall(r"'[^']*'", line)[-1] for line in sorted(lines)] == [
        *("'…'", "'hop.sets'", "'clinic'", "'omit'", "'a3'")
    ]


# Dates


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-03-02", ""),
        ("2.3.2026", ""),
        ("02. 03. 2026", ""),
        ("2 March 2026", ""),
        ("2-Mar-2026", ""),
        ("Mar 2, 2026", ""),
        ("march 2 2026", ""),
        ("2nd March 2026", ""),
        ("2/3/2026", "dmy"),
        ("3/2/2026", "mdy"),
        ("2.3.2026", "mdy"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, order: str) -> None:
    options = ["--dates", order] if order else []
    result = build(f'handout,date\nhops,"{text}"\n', "--name", "{date}", *options)
    assert result.exit_code == 0, result.stderr
    assert files() == ["2026-03-02.html"]
    assert "2 March 2026" in text_of("2026-03-02.html")


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("2/3/2026", "", "has two readings: '2/3/2026'\n  hint: write 2026-03-02 or 2026-02-03;"),
        (
            "25/3/2026",
            "",
            "has no stated order of day and month: '25/3/2026'\n  hint: write 2026-03-25;",
        ),
        ("25/3/2026", "mdy", "is not a valid date: '25/3/2026'\n  hint: with --dates mdy"),
        ("31.2.2026", "", "is not a valid date"),
        ("2 Ma 2026", "", "is not a date"),
        ("2 Foo 2026", "", "is not a valid date"),
        ("2/3/26", "", "is not a date"),
    ],
)
def test_a_date_with_two_readings_or_none_is_a_problem(text: str, order: str, message: str) -> None:
    options = ["--dates", order] if order else []
    result = build(f"handout,date,next_visit\nhops,2026-03-02,{text}\n", *options)
    assert result.exit_code == 1
    assert f"rows.csv:2:1: 'next_visit' {message}" in result.stderr


# Spreadsheets

HEADER = ("handout", "patient", "date", "hop.sets", "hop.hold", "hop.load", "note")


def xlsx(*rows: Sequence[object]) -> None:
    """Write a workbook with a second sheet, as openpyxl does."""
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.create_sheet("Old").append(("hops", "Zed"))
    book.save("patients.xlsx")


def ods(*rows: Sequence[object]) -> None:
    """Write a spreadsheet, as odfpy does."""
    book = OpenDocumentSpreadsheet()
    table = OdfTable(name="Patients")
    for row in (HEADER, *rows):
        line = TableRow()
        for value in row:
            if isinstance(value, dt.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=str(value))
                cell.addElement(P(text=str(value)))
            else:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=str(value or "")))
            note = Annotation()
            note.addElement(P(text="A comment."))
            cell.addElement(note)
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save("patients.ods")


@pytest.mark.parametrize(("write", "name"), [(xlsx, "patients.xlsx"), (ods, "patients.ods")])
def test_a_spreadsheet_is_a_table(write: Callable[..., None], name: str) -> None:
    write(
        ("hops", "Zo\xeb", dt.date(2026, 3, 2), 3, "5 s", "5 kg", "Go on."),
        ("hopp", "Bo", None, None, None, None, None),
        ("hops", "Cy", "2 March 2026", "2-3", None, None, None),
    )
    result = run(name, "-o", "out", "-f", "html")
    assert f"{name}:3:1: there is no handout '…'" in result.stderr
    assert files() == ["0001-hops.html", "0003-hops.html"]
    first, last = map(text_of, files())
    for words in ("For: Zo\xeb", "2 March 2026", "3 sets", "hold 5 seconds", "use: 5 kg", "Go on."):
        assert words in first
    assert "2 to 3 sets" in last
    assert "comment" not in f"{first} {last}"
    assert "2 March 2026" in last


@pytest.mark.parametrize("write", [xlsx, ods])
@pytest.mark.parametrize("column", ["hop.sets", "note"])
def test_a_range_that_a_spreadsheet_turned_into_a_date_is_a_problem(
    write: Callable[..., None], column: str
) -> None:
    row = {"handout": "hops", column: dt.date(2026, 3, 2)}
    write(("hops", "Bo"), [row.get(name) for name in HEADER])
    (name,) = (path.name for path in Path().glob("patients.*"))
    result = run(name, "-o", "out", "-f", "html")
    message = f"{name}:3:1: what the spreadsheet shows in '{column}' is not known"
    assert f"{message}: it is a date or time" in result.stderr
    assert files() == ["0001-hops.html"]


def appointment_xlsx(value: dt.date) -> None:
    book = Workbook()
    book.active.append(("handout", "next_visit", "birth_date"))
    book.active.append(("hops", value, dt.date(1951, 4, 3)))
    book.save("patients.xlsx")


def appointment_ods(value: dt.date) -> None:
    table, book = OdfTable(name="Patients"), OpenDocumentSpreadsheet()
    for row in (("handout", "next_visit", "birth_date"), ("hops", value, dt.date(1951, 4, 3))):
        line = TableRow()
        for each in row:
            cell = TableCell(valuetype="string")
            if isinstance(each, dt.date):
                cell = TableCell(valuetype="date", datevalue=each.isoformat())
            cell.addElement(P(text=str(each)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save("patients.ods")


@pytest.mark.parametrize(
    ("write", "name"), [(appointment_xlsx, "patients.xlsx"), (appointment_ods, "patients.ods")]
)
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.datetime(2026, 3, 16, 14, 30), "16 March 2026 at 2:30 pm"),  # noqa: DTZ001 -- as written
        (dt.date(2026, 3, 16), "16 March 2026 Your clinician"),
    ],
)
def test_an_appointment_of_a_spreadsheet_keeps_its_time(
    write: Callable[[dt.date], None], name: str, value: dt.date, words: str
) -> None:
    write(value)
    result = run(name, "-o", "out", "-f", "html")
    assert result.exit_code == 0, result.stderr
    text = text_of("0001-hops.html")
    assert f"Next visit: {words}" in text
    assert "Date of birth: 3 April 1951" in text


@pytest.mark.parametrize(
    ("value", "number_format", "kind"),
    [
        (dt.time(1, 30), "h:mm", "a date or time"),
        (dt.datetime(2026, 3, 2, 14, 30), "yyyy-mm-dd hh:mm", "a date or time"),  # noqa: DTZ001 -- as written
        (0.5, "0%", "a number in a format of its own"),
        (5, '0 "kg"', "a number in a format of its own"),
        (2.5, "0", "a number in a format of its own"),
        (True, "General", "a yes or no"),
        ("#REF!", "General", "an error"),
        ("=5+5", "General", "a formula without its value"),
    ],
)
def test_what_is_not_seen_as_it_is_stored_is_a_problem(
    value: object, number_format: str, kind: str
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(("handout", "hop.load"))
    sheet.append(("hops", value))
    sheet["B2"].number_format = number_format
    book.save("patients.xlsx")
    result = run("patients.xlsx", "-o", "out", "-f", "html")
    message = "patients.xlsx:2:1: what the spreadsheet shows in 'hop.load' is not known"
    assert f"{message}: it is {kind}" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("value", "words"), [(5, "use: 5"), (2.5, "use: 2.5"), (0.1 + 0.2, "use: 0.3")]
)
def test_a_plain_number_is_read_as_it_is_seen(value: float, words: str) -> None:
    xlsx(("hops", "Ann", None, 3, None, value))
    assert run("patients.xlsx", "-o", "out", "-f", "html").exit_code == 0
    assert words in text_of("0001-hops.html")


def test_a_table_may_begin_below_empty_rows_and_have_merged_cells() -> None:
    book = Workbook()
    sheet = book.active
    for row, cells in {3: ("handout", "patient"), 5: ("hops", "Ann"), 6: ("", "Bo")}.items():
        for column, cell in enumerate(cells, 1):
            sheet.cell(row, column, cell)
    sheet.merge_cells("A5:A6")
    book.save("patients.xlsx")
    result = run("patients.xlsx", "-o", "out", "-f", "html")
    assert "patients.xlsx:6:1: the row names neither a handout nor a program" in result.stderr
    assert files() == ["0001-hops.html"]


def test_a_damaged_spreadsheet_is_reported() -> None:
    Path("patients.xlsx").write_bytes(b"PK\x03\x04 and no more")
    result = run("patients.xlsx", "-o", "out")
    assert result.exit_code == 1
    assert "patients.xlsx:1:1: the spreadsheet cannot be read" in result.stderr


def test_a_spreadsheet_that_breaks_off_is_not_read_in_part() -> None:
    ods(["hops", "Ann"], ["hops", "Bo"])
    with ZipFile("patients.ods") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["content.xml"] = parts["content.xml"].partition(b"Bo")[0]
    with ZipFile("patients.ods", "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    result = run("patients.ods", "-o", "out")
    assert result.exit_code == 1
    assert "patients.ods:1:1: the spreadsheet cannot be read" in result.stderr
    assert "Ann" not in result.output


# Checking a table


def test_check_shows_all_problems_of_a_table_and_writes_nothing(folder: Path) -> None:
    Path("rows.csv").write_text(
        "handout,date,hop.sets\nhops,2/3/2026,\nhopp,,\nhops,,0\nhops,,99\n", "utf-8"
    )
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(cli.main, ["check", "rows.csv"])
    assert result.exit_code == 1
    problems = [line for line in result.stderr.splitlines() if line.startswith("rows.csv:")]
    assert [line.split(":")[1] for line in problems] == ["2", "3", "4", "5"]
    assert "warning: 'sets' is unusually high" in problems[-1]
    assert result.stdout == "1 file: 3 errors, 1 warning\n"
    assert sorted(folder.rglob("*")) == before


def test_check_reads_dates_in_the_stated_order_and_spreadsheets() -> None:
    xlsx(("hops", "Ann", "2/3/2026"))
    result = CliRunner().invoke(cli.main, ["check", "patients.xlsx", "--dates", "dmy", "--strict"])
    assert (result.exit_code, result.stdout) == (0, "1 file: 0 errors, 0 warnings\n")


# File names


def test_two_patients_of_the_same_name_get_two_files() -> None:
    table = (
        "handout,patient\nhops,Ann\nhops,ANN\nhops,Ann-2\nhops,Ann\nhops,Jo\u0308rg\nhops,J\xf6rg\n"
    )
    for jobs in (1, 2):
        build(table, "--name", "{patient}", jobs=jobs)
        assert files() == sorted(
            [
                "Ann.html",
                "ANN-2.html",
                "Ann-2-2.html",
                "Ann-3.html",
                "J\xf6rg.html",
                "J\xf6rg-2.html",
            ]
        )
        assert "For: ANN" in text_of("ANN-2.html")


def test_a_file_name_may_contain_values_from_the_program() -> None:
    build(
        "program,patient\nann,\nann,Bo\n", "--name", "{patient} {date} {clinic}", "--clinic", "hill"
    )
    assert files() == ["Ann 2026-03-02 hill.html", "Bo 2026-03-02 hill.html"]


def test_the_patients_name_is_in_no_message_and_in_file_names_only_on_request() -> None:
    long = "Secretperson" * 30
    table = (
        "handout,patient,date,record,goals,title,name_on_pages\n"
        f"hops,{long},,{long},{long};{long},{long},yes\nhops,Secretperson,never,,,,\n"
    )
    result = build(table, "--report", "report.jsonl", "-f", "pdf")
    assert "Secret" not in result.output
    assert "Secret" not in Path("report.jsonl").read_text("utf-8")
    assert "Secret" not in "".join(files())
    assert "Secret" not in Path("out/.handout-batch.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Users\\Ann", "C-Users-Ann"),
        ("Ann. ", "Ann"),
        ("-rf", "rf"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("Constance", "Constance"),
        ("Ann\nSmith\t", "Ann Smith"),
        ("a\u202egpj", "agpj"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627", "\u0645\u06cc\u200c\u062e\u0648\u0627"),
        ("Jo\u0308rg", "J\xf6rg"),
        ("王小明", "王小明"),
        ("...", ""),
        ("a<b>:c|d?*e", "a-b-c-d-e"),
    ],
)
def test_file_names_are_safe_on_every_file_system(text: str, expected: str) -> None:
    assert safe_name(text) == expected


@given(st.text())
def test_any_text_makes_a_safe_file_name(text: str) -> None:
    name = safe_name(text)
    assert len(name.encode()) <= 200
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(" .")
    assert safe_name(name) == name


@given(st.lists(st.text(alphabet="aA-2", max_size=3), max_size=20))
def test_no_two_files_have_the_same_name(texts: list[str]) -> None:
    names = Names("{patient}", "pdf")
    given_names = [names.name({"patient": text, "row": "1", "handout": "x"}) for text in texts]
    assert len({name.casefold() for name in given_names}) == len(texts)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{patent}", "hint: did you mean 'patient'?"),
        ("{row:5}", "fields of a name template take no format"),
        ("{row", "name template is wrong"),
    ],
)
def test_a_wrong_template_gives_exit_code_2(template: str, message: str) -> None:
    result = build("handout\nhops\n", "--name", template)
    assert result.exit_code == 2
    assert message in result.stderr


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv"], "There is no file 'none.csv'."),
        (["rows.csv", "--clinic", "hil"], "did you mean 'hill'?"),
        (["rows.csv", "--jobs", "0"], "--jobs"),
        (["rows.csv", "--edition", "cards", "--booklet"], "leave out 'booklet'"),
    ],
)
def test_wrong_usage_of_batch_gives_exit_code_2(arguments: list[str], message: str) -> None:
    Path("rows.csv").write_text("handout\nhops\n", "utf-8")
    result = CliRunner().invoke(cli.main, ["batch", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("output", ["rows.csv", "rows.csv/below"])
def test_an_unwritable_folder_gives_exit_code_1(output: str) -> None:
    Path("rows.csv").write_text("handout\nhops\n", "utf-8")
    result = run("rows.csv", "-o", output)
    assert result.exit_code == 1
    assert f"cannot write into '{output}'" in result.stderr


def test_an_empty_folder_is_reported(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run("empty", "-o", "out")
    assert result.exit_code == 1
    assert "empty:1:1: there is no program in this folder" in result.stderr


def test_a_program_whose_file_has_another_ending_is_reported(folder: Path) -> None:
    (folder / "patients").mkdir()
    for name in ("ann.yaml", "bo.yml", "cy.yaml.txt", "._ann.yaml", "notes.txt"):
        (folder / "patients" / name).write_text("handout: hops\n", "utf-8")
    result = run("patients", "-o", "out", "-f", "html")
    assert result.exit_code == 1
    assert summary(result) == "3 rows: 1 made, 2 failed"
    for name in ("bo.yml", "cy.yaml.txt"):
        assert f"patients/{name}:1:1: the name of the file must end in .yaml" in result.stderr


# Running, stopping and resuming


def test_several_processes_make_the_same_files_as_one() -> None:
    rows = "".join(f"hops,Patient {n},{1 + n % 5}\n" for n in range(60))
    table = f"handout,patient,hop.sets\n{rows}hopp,X,1\n"
    made = []
    for jobs in (1, 3):
        result = build(table, "--report", "report.jsonl", jobs=jobs)
        assert summary(result) == "61 rows: 60 made, 1 failed"
        assert sorted(line["row"] for line in report()) == list(range(1, 62))
        made.append({name: Path("out", name).read_bytes() for name in files()})
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "executor",
    [ThreadPoolExecutor(2), ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))],
    ids=["threads", "spawned processes"],
)
def test_jobs_run_in_any_executor(executor: Executor, folder: Path) -> None:
    settings = WorkerSettings(folders=(built_in("content"), folder / "own"), format="html")
    table = "handout,patient\nhops,Ann\nhopp,Bo\nleaps,Cy\n"
    build(table)
    jobs = rows_of(table)
    with executor as pool:
        made = [pool.submit(run_jobs, settings, [job]).result()[0] for job in jobs]
    assert [one.data is not None for one in made] == [True, False, True]
    assert made[0].data == Path("out/0001-hops.html").read_bytes()
    assert made[1].problems[0].message == "there is no handout '…' (column 'handout')"


class TimedExecutor:
    """Pretends that each job takes a given time; records the size of each chunk."""

    capacity = 2

    def __init__(self, milliseconds: int) -> None:
        self.given: list[int] = []
        self._result = JobResult(data=b"file", problems=(), milliseconds=milliseconds)

    def submit(self, jobs: Sequence[Job]) -> Future[list[JobResult]]:
        self.given.append(len(jobs))
        future = Future[list[JobResult]]()
        future.set_result([self._result for _ in jobs])
        return future

    def restart(self) -> None:
        raise AssertionError

    def close(self) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("milliseconds", "given"),
    [(0, [2, 8, 8, 2]), (5, [2, 8, 8, 2]), (30, [2, *[3] * 6]), (900, [2, *[1] * 18])],
)
def test_a_chunk_has_few_long_jobs_or_more_short_ones(
    milliseconds: int, given: list[int], folder: Path
) -> None:
    executor, settings = TimedExecutor(milliseconds), WorkerSettings(folders=())
    jobs = [Job(number=n, origin=Origin("rows", n, 1), cells={}) for n in range(1, 21)]
    with OutputFolder(folder / "out", Names("{row}", "pdf"), settings, resume=False) as output:
        done = list(Batch(settings, executor, output).run(jobs))
    assert executor.given == given
    assert sorted(each.job.number for each in done) == [*range(1, 21)]


def test_a_report_has_a_line_for_each_row() -> None:
    build("handout,date\nhops,\nhops,never\n", "--report", "report.jsonl")
    first, second = report()
    assert first["status"] == "made"
    assert (first["row"], first["target"], first["path"]) == (1, "hops", "out/0001-hops.html")
    assert first["problems"] == []
    assert first["milliseconds"] >= 0
    assert second["status"] == "failed"
    assert second["problems"] == [
        {
            "place": "rows.csv:3:1",
            "message": "'date' is not a date: '…'",
            "hint": "write the year, month and day: 2026-03-02",
            "severity": "error",
        }
    ]


def test_a_batch_may_stop_at_the_first_failure() -> None:
    rows = "hopp\n" + "hops\n" * 50
    assert build(f"handout\n{rows}", "--fail-fast").exit_code == 1
    assert len(files()) < 10


def test_a_resumed_batch_makes_only_what_is_new_or_changed(folder: Path) -> None:
    build("handout,patient\nhops,Ann\nhops,Bo\nleaps,Cy\n")
    Path("out/0003-leaps.html").unlink()
    table = "handout,patient\nhops,Ann\nhops,Bob\nleaps,Cy\nhops,Di\n"
    result = build(table, "--resume", "--report", "report.jsonl")
    assert summary(result) == "4 rows: 3 made, 1 unchanged, 0 failed"
    assert [line["status"] for line in report()].count("unchanged") == 1
    assert summary(build(table, "--resume")) == "4 rows: 0 made, 4 unchanged, 0 failed"
    # A file that was changed since is made again.
    Path("out/0001-hops.html").write_text("torn", "utf-8")
    assert summary(build(table, "--resume")) == "4 rows: 1 made, 3 unchanged, 0 failed"
    (folder / "own/exercises/hop.yaml").write_text("name: Hop on\nsteps: [Hop.]", "utf-8")
    assert summary(build(table, "--resume")) == "4 rows: 4 made, 0 failed"
    assert summary(build(table, "--resume", "--clinic", "hill")) == "4 rows: 4 made, 0 failed"
    assert summary(build(table)) == "4 rows: 4 made, 0 failed"


FONT = ROOT / "tests/fonts/NotoSansHebrew-Test.ttf"


def other_fonts(folder: Path) -> None:
    (folder / "fonts/hebrew.ttf").write_bytes(FONT.read_bytes())


def other_clinic(folder: Path) -> None:
    (folder / "own/clinics/hill.yaml").write_text("name: Mill Clinic\n", "utf-8")


def other_logo(folder: Path) -> None:
    (folder / "own/images/logo.svg").write_text('<svg viewBox="0 0 8 9"/>', "utf-8")


def other_entry(folder: Path) -> None:
    (folder / "own/exercises/skip.yaml").write_text("name: Skip\nsteps: [Skip on.]\n", "utf-8")


def other_program(folder: Path) -> None:
    (folder / "own/programs/ann.yaml").write_text("handout: leaps\n", "utf-8")


@pytest.mark.parametrize(
    "change", [other_fonts, other_clinic, other_logo, other_entry, other_program]
)
def test_a_resumed_batch_remakes_files_when_any_of_their_inputs_changes(
    change: Callable[[Path], None], folder: Path
) -> None:
    (folder / "fonts").mkdir()
    (folder / "own/images").mkdir()
    (folder / "own/images/logo.svg").write_text('<svg viewBox="0 0 9 9"/>', "utf-8")
    (folder / "own/clinics/hill.yaml").write_text(
        "name: Hill Clinic\nlogo: images/logo.svg\n", "utf-8"
    )
    table = "handout,program,clinic\nhops,,hill\n,ann,\n"
    arguments = ("--fonts", "fonts", "--resume")
    assert summary(build(table, *arguments)) == "2 rows: 2 made, 0 failed"
    assert summary(build(table, *arguments)) == "2 rows: 0 made, 2 unchanged, 0 failed"
    change(folder)
    assert summary(build(table, *arguments)) == "2 rows: 2 made, 0 failed"
    assert summary(build(table, *arguments)) == "2 rows: 0 made, 2 unchanged, 0 failed"


@pytest.mark.parametrize(
    "option",
    [
        ("--clinic", "hill"),
        ("--clinic", "elsewhere.yaml"),
        ("--paper", "letter"),
        ("--edition", "compact"),
        ("--mono",),
        ("--booklet",),
        ("--fonts", "fonts"),
        ("--content", "more"),
    ],
    ids=" ".join,
)
def test_a_batch_resumed_with_another_option_remakes_its_files(
    option: tuple[str, ...], folder: Path
) -> None:
    (folder / "elsewhere.yaml").write_text("name: Clinic\n", "utf-8")
    (folder / "fonts").mkdir()
    (folder / "fonts/hebrew.ttf").write_bytes(FONT.read_bytes())
    (folder / "more/exercises").mkdir(parents=True)
    (folder / "more/exercises/jump.yaml").write_text("name: Jump\nsteps: [Jump.]\n", "utf-8")
    own = ("--content", "own")
    assert summary(build("handout\nhops\n", *own, "-f", "pdf")) == "1 row: 1 made, 0 failed"
    for counts in ("1 made, 0 failed", "0 made, 1 unchanged, 0 failed"):
        result = build("handout\nhops\n", *own, "-f", "pdf", "--resume", *option)
        assert summary(result) == f"1 row: {counts}"


def test_a_batch_resumed_on_another_date_remakes_its_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = "handout\nhops\n"
    for date, counts in (
        *(("0", "1 made, 0 failed"), ("0", "0 made, 1 unchanged, 0 failed")),
        *(("86400", "1 made, 0 failed"), (None, "1 made, 0 failed")),
    ):
        if date is None:
            monkeypatch.delenv("SOURCE_DATE_EPOCH")
        else:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        assert summary(build(table, "--resume")) == f"1 row: {counts}"


def test_a_resumed_folder_remakes_changed_programs(folder: Path) -> None:
    patients = folder / "patients"
    patients.mkdir()
    for name in ("ann", "bo"):
        (patients / f"{name}.yaml").write_text("handout: hops\n", "utf-8")
    assert run("patients", "-o", "out", "-f", "html").exit_code == 0
    (patients / "bo.yaml").write_text("handout: hops\nnote: Go on.\n", "utf-8")
    result = run("patients", "-o", "out", "-f", "html", "--resume")
    assert summary(result) == "2 rows: 1 made, 1 unchanged, 0 failed"
    assert "Go on." in text_of("bo.html")


VARIED = """\
handout,program,patient,edition,paper,omit,clamshell.side,clamshell.sets,clamshell.note,clinic
it-band-pain,,Ann,,,,left,,,
it-band-pain,,Ann,,,,right,,,example-clinic
it-band-pain,,Bo,,,,right,3,Slowly.,
it-band-pain,,Bo,,,side-lying-hip-abduction,left,3,Slowly.,
it-band-pain,,Cy,cards,,,right,,,
it-band-pain,,Cy,cards,,side-lying-hip-abduction,,,,
it-band-pain,,Di,large-print,letter,,left,2,,
,it-band-pain-example,,,,,,,,
,it-band-pain-example,Ed,,,,left,,"One.

Two.",example-clinic
it-band-pain,,,,,,,,,
"""


def test_a_file_does_not_depend_on_the_files_before_it() -> None:
    entries = ["clamshell", "side-lying-hip-abduction"]
    jobs = list(read_table("rows.csv", VARIED.encode(), entries, []))
    for format_ in ("pdf", "html"):
        settings = WorkerSettings(folders=(built_in("content"),), format=format_)
        alone = [Worker(settings).run(job) for job in jobs]
        warned = [format_ == "html" and "edition" in job.cells for job in jobs]
        assert [any(result.problems) for result in alone] == warned
        assert all(result.data for result in alone)
        together = Worker(settings)
        for order in (jobs, jobs[::-1], jobs):
            made = {job.number: together.run(job).data for job in order}
            assert [made[job.number] for job in jobs] == [result.data for result in alone]


def test_an_incomplete_line_of_the_manifest_is_ignored() -> None:
    table = "handout\nhops\nhops\n"
    build(table)
    path = Path("out/.handout-batch.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    assert summary(build(table, "--resume")) == "2 rows: 1 made, 1 unchanged, 0 failed"
    assert summary(build(table, "--resume")) == "2 rows: 0 made, 2 unchanged, 0 failed"


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "handout", "batch", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for_files(count: int, folder: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if folder.is_dir() and len(list(folder.glob("*.pdf"))) >= count:
            return
        time.sleep(0.01)
    raise AssertionError("no files come")


def children(process: int) -> list[int]:
    """Return the child processes of a process."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


LONG = "handout,patient\n" + "".join(f"hops,Patient {n}\n" for n in range(400))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_batch_leaves_complete_files_and_can_be_resumed(folder: Path, jobs: str) -> None:
    Path("rows.csv").write_text(LONG, "utf-8")
    process = start("rows.csv", "-o", "out", "-j", jobs)
    wait_for_files(20, folder / "out")
    process.kill()
    process.communicate()
    before = {name: Path("out", name).read_bytes() for name in files()}
    assert 20 <= len(before) < 400
    assert all(data.rstrip().endswith(b"%%EOF") for data in before.values())
    result = run("rows.csv", "-o", "out", "--resume", jobs=int(jobs))
    assert result.exit_code == 0
    assert len(files()) == 400
    unchanged = int(re.findall(r"(\d+) unchanged", result.stderr)[0])
    assert len(before) - 1 <= unchanged <= len(before)
    assert unfinished() == []
    run("rows.csv", "-o", "whole")
    assert all(Path("whole", name).read_bytes() == data for name, data in before.items())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_batch_reports_what_it_made(folder: Path, jobs: str) -> None:
    Path("rows.csv").write_text(LONG, "utf-8")
    process = start("rows.csv", "-o", "out", "-j", jobs)
    wait_for_files(10, folder / "out")
    os.killpg(process.pid, signal.SIGINT)
    _, output = process.communicate(timeout=30)
    assert process.returncode == 130
    made = int(re.findall(r"(\d+) made", output)[0])
    assert made == len(files()) < 400
    assert unfinished() == []
    assert "Traceback" not in output


def test_a_terminal_shows_the_progress_of_a_batch() -> None:
    Path("rows.csv").write_text("handout\n" + "hops\n" * 30 + "hopp\n", "utf-8")
    near, far = pty.openpty()
    termios.tcsetwinsize(far, (24, 100))
    command = [sys.executable, "-m", "handout", "batch", "rows.csv", "-o", "out", "-j", "1"]
    process = subprocess.Popen(command, stderr=far)
    os.close(far)
    output = b""
    # Reading fails once no process writes to the terminal.
    with suppress(OSError):
        while chunk := os.read(near, 4096):
            output += chunk
    os.close(near)
    assert process.wait() == 1
    assert b"31/31" in output
    assert b"files/s" in output
    assert "rows.csv:32:1: there is no handout '…'".encode() in output
    assert output.count(b"31 rows: 30 made, 1 failed") == 1


def test_a_killed_process_loses_no_row(folder: Path) -> None:
    Path("rows.csv").write_text(LONG, "utf-8")
    process = start("rows.csv", "-o", "out", "-j", "2")
    wait_for_files(20, folder / "out")
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert len(files()) == 400
    assert unfinished() == []


def test_processes_exit_when_their_batch_is_killed(folder: Path) -> None:
    Path("rows.csv").write_text(LONG, "utf-8")
    process = start("rows.csv", "-o", "out", "-j", "2")
    wait_for_files(10, folder / "out")
    workers = children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.communicate()
    end = time.monotonic() + 10
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < end
        time.sleep(0.1)
