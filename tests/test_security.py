"""What is opened, what is sent, and where the name of a patient may be found."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from handout import cli
from handout.batching.redaction import redacted
from handout.disk_cache import FOLDER_VARIABLE
from handout.errors import Problem
from handout.faces import system_folders
from handout.output import StagingFolder

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
NAME = "Zyxwvut"
"""In no other text."""
ENTRY = "name: Hop\nsteps: [Hop.]\ndosage: {reps: 5}"
HANDOUT = "title: Hops\nsections: [{heading: Do, entries: [hop]}]"
PROGRAM = f"handout: hops\npatient: {{name: {NAME} Smith}}\nchanges: {{hop: {{note: Go on.}}}}"
TABLE = f"handout,patient,date\nhops,{NAME} Smith,2026-03-02\nhops,Other,{NAME}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change into a folder with a small library and a cache and temporary files of its own."""
    monkeypatch.chdir(tmp_path)
    texts = {"exercises/hop": ENTRY, "handouts/hops": HANDOUT, "programs/p1": PROGRAM}
    for name, text in texts.items():
        path = tmp_path / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    Path("rows.csv").write_text(TABLE, "utf-8")
    Path("temporary").mkdir()
    monkeypatch.setenv("HANDOUT_CONTENT", str(tmp_path / "own"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


# Files and the network

BUILD = ("build", "p1", "it-band-pain", "-f", "pdf", "-f", "html", "-f", "epub")
BATCH = ("batch", "rows.csv", "-o", "out", "-j", "2", "--report", "report.jsonl")
OF_THE_SYSTEM = re.compile(
    # Libraries and their settings, the time zone, random numbers, the semaphores between processes.
    r"/(?:usr/)?lib(?:64|32)?/|/etc/(?:ld\.so\.|local|ssl/openssl\.cnf)|/usr/share/zoneinfo/"
    r"|/dev/(?:null|urandom|shm/sem\.)|/proc/(?:self|\d+)/|/sys/fs/cgroup/"
)


def can_trace() -> bool:
    """Return whether strace is there, and may be used: containers often forbid it."""
    if not shutil.which("strace"):
        return False
    traced = ["strace", "-qq", "-e", "trace=none", "true"]
    return subprocess.run(traced, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_trace(), reason="needs strace, and the right to use it")
@pytest.mark.parametrize("command", [BUILD, BATCH, ("check", "own"), ("check", "rows.csv")])
def test_only_the_files_that_are_needed_are_opened_and_no_connection(
    command: tuple[str, ...], folder: Path
) -> None:
    trace = folder / "trace"
    tracer = ["strace", "-f", "-y", "-qq", "-e", "trace=%file,socket,connect", "-o", str(trace)]
    done = subprocess.run(
        [*tracer, sys.executable, "-m", "handout", *command], capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    calls = trace.read_text("utf-8")
    opened = {*re.findall(r"open(?:at)?\(.* = \d+<(/[^>]*)>", calls)}
    assert str(folder / "own/exercises/hop.yaml") in opened
    needed = (
        *(folder / name for name in ("own", "out", "cache", "rows.csv", "report.jsonl")),
        *(ROOT / name for name in ("handout", "content", "fonts")),
        *map(Path, (sys.prefix, sys.base_prefix)),
        *system_folders(),
    )
    # Where a build writes.
    opened -= {path for path in opened if path.startswith(f"{folder}/.handout-unfinished-")}
    strange = [
        path
        for path in opened
        if not OF_THE_SYSTEM.match(path)
        and not any(Path(path).is_relative_to(each) for each in needed)
    ]
    # Python lists the folders that it imports from.
    assert set(strange) <= {str(folder), *sys.path}
    assert re.findall(r"^\d+ +(?:socket|connect)\(.*", calls, re.MULTILINE) == []
    # Nor is a file called after a patient.
    assert NAME not in calls


# The names of patients


def everything_in(folder: Path) -> bytes:
    """Return the names and contents of all files of a folder."""
    paths = sorted(folder.rglob("*"))
    names = "\n".join(str(path.relative_to(folder)) for path in paths)
    return names.encode() + b"".join(path.read_bytes() for path in paths if path.is_file())


def test_a_patient_is_named_on_pages_only(folder: Path) -> None:
    output = ""
    for command in (BUILD, BATCH, ("check", "rows.csv"), ("check", "own")):
        output += run(*command).output
    assert output
    report = Path("report.jsonl").read_text("utf-8")
    assert [json.loads(line)["status"] for line in report.splitlines()] == ["made", "failed"]
    for place in (
        *(output.encode(), report.encode()),
        *map(everything_in, (folder / "cache", folder / "temporary")),
        Path("out/.handout-batch.jsonl").read_bytes(),
        str([*Path("out").iterdir()]).encode(),
    ):
        assert NAME.casefold().encode() not in place.lower()
    assert NAME in Path("p1.html").read_text("utf-8")


def test_no_metadata_of_a_pdf_name_the_patient() -> None:
    run(*BUILD)
    run(*BATCH)
    for name in ("p1.pdf", "out/0001-hops.pdf"):
        with pikepdf.open(name) as file:
            parts = [str(file.docinfo), file.Root.Metadata.read_bytes().decode()]
            with file.open_outline() as outline:
                parts += [str(item) for item in outline.root]
        assert "Hops" in parts[1]
        assert NAME not in "".join(parts)


def test_no_metadata_of_a_web_page_or_a_book_name_the_patient() -> None:
    run(*BUILD)
    page = Path("p1.html").read_text("utf-8")
    assert "<title>" in page
    assert NAME not in page[: page.index("<body")]
    with zipfile.ZipFile("p1.epub") as book:
        assert any(NAME in book.read(name).decode("utf-8", "ignore") for name in book.namelist())
        assert not any(NAME in name for name in book.namelist())
        for name in book.namelist():
            if name.endswith((".opf", ".ncx", "container.xml")):
                assert NAME not in book.read(name).decode()


COLUMNS = (
    *("handout", "program", "date", "next_visit", "omit", "lang", "edition", "paper", "clinic"),
    *("hop.sets", "hop.hold", "hop.side", "hop.frequency", "hop.rest", "hop.tempo"),
    *("hop.duration", "hop.pause", "hop.per_day", "hop.weeks"),
)


@pytest.mark.parametrize("name", [f"{NAME} O'Brien", f"3 {NAME}", f"mc' {NAME.upper()}", "李小龙"])
@pytest.mark.parametrize("column", COLUMNS)
def test_no_message_repeats_a_name_in_the_wrong_column(column: str, name: str) -> None:
    beside = ("", "") if column in {"handout", "program"} else ("handout,", "hops,")
    Path("rows.csv").write_text(f"{beside[0]}{column}\n{beside[1]}{name}\n", "utf-8")
    template = "{row}-{handout}-{date}-{edition}-{clinic}"
    for command in (("check", "rows.csv"), (*BATCH[:-3], "1", *BATCH[-2:], "--name", template)):
        result = run(*command)
        assert result.exit_code == 1
        assert "rows.csv:2:1: " in result.stderr
        assert column.removeprefix("hop.") in result.stderr
        report = Path("report.jsonl")
        shown = result.output + (report.read_text("utf-8") if report.exists() else "")
        for word in re.findall(r"[^\W\d]{2,}", name):
            assert word.casefold() not in shown.casefold()


def test_a_known_word_in_the_wrong_column_is_repeated() -> None:
    Path("rows.csv").write_text("handout,hop.hold,omit\nhops,90 to 30 s,hops\n", "utf-8")
    messages = run("check", "rows.csv").stderr
    assert "not '90 to 30 s'" in messages
    assert "there is no entry 'hops'" in messages


def test_a_secret_word_is_left_out_wherever_it_is_quoted() -> None:
    for message, shown in {
        f"it is wrong: 'mc' {NAME} 3'": "it is wrong: '…' (column 'date')",
        f"x('{NAME}') is wrong": "x('…') is wrong (column 'date')",
        f"the {NAME} is outside": f"the {NAME} is outside",
    }.items():
        cells = {"date": f"mc' {NAME} 3", "note": "It is wrong."}
        assert redacted(Problem(message), cells, frozenset()).message == shown


def test_a_table_without_a_header_does_not_show_its_first_patient() -> None:
    Path("rows.csv").write_text(f"hops,{NAME} Smith\nhops,Bo\n", "utf-8")
    for command in (("check", "rows.csv"), BATCH):
        result = run(*command)
        assert result.exit_code == 1
        assert "rows.csv:1:1: the table has no header with names of columns" in result.stderr
        assert NAME.casefold() not in result.output.casefold()


@POSIX
def test_an_unfinished_file_can_be_read_by_its_owner_only(folder: Path) -> None:
    with StagingFolder(folder) as staging:
        stored = staging.store(b"A patient's handout")
        assert stat.S_IMODE(staging.path.stat().st_mode) == 0o700
        assert stat.S_IMODE(stored.stat().st_mode) == 0o600


# Passwords

PHRASE = "Grüße 7"


def encrypt(password: str, *options: str) -> Result:
    Path("password.txt").write_text(password, "utf-8")
    return run("build", "p1", "--password-file", "password.txt", *options)


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_an_encrypted_file_opens_with_its_password_only(standard: str) -> None:
    assert encrypt(f"{PHRASE}\r\nnot this", "--standard", standard).exit_code == 0
    data = Path("p1.pdf").read_bytes()
    assert b"Hops" not in data
    for wrong in (None, "", "not this"):
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            pypdfium2.PdfDocument(data, password=wrong)
        assert not pymupdf.open(stream=data).authenticate(wrong or "")
    page = pypdfium2.PdfDocument(data, PHRASE)[0]
    assert f"{NAME} Smith" in page.get_textpage().get_text_bounded()
    file = pymupdf.open(stream=data)
    assert file.authenticate(PHRASE)
    assert f"{NAME} Smith" in file[0].get_text()


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_an_encrypted_file_stays_accessible_and_claims_no_archiving(standard: str) -> None:
    encrypt(PHRASE, "--standard", standard)
    with pikepdf.open("p1.pdf", password=PHRASE) as file:
        assert (file.encryption.R, file.encryption.bits) == (6, 256)
        assert file.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert file.allow.accessibility
        assert file.allow.print_highres
        xmp = file.Root.Metadata.read_bytes().decode()
        assert "pdfuaid:part" in xmp
        assert "pdfaid:" not in xmp.replace("xmlns:pdfaid", "")
        assert "StructTreeRoot" in str(file.Root.keys())


def test_letters_of_a_password_may_be_composed_or_not() -> None:
    encrypt("Gru\u0308ße")
    assert pymupdf.open("p1.pdf").authenticate("Gr\u00fcße")


@pytest.mark.parametrize("password", ["", "\n", "x" * 128])
def test_a_password_that_readers_do_not_take_is_refused(password: str) -> None:
    result = encrypt(password)
    assert result.exit_code == 2
    assert "A password has from 1 to 127 bytes" in result.stderr
    assert not Path("p1.pdf").exists()


def test_no_other_file_is_written_beside_an_encrypted_one() -> None:
    result = encrypt("secret", "-f", "pdf", "-f", "html")
    assert result.exit_code == 2
    assert "Only PDF files can have a password" in result.stderr
    assert not list(Path().glob("p1.*"))


def test_a_password_may_come_from_standard_input_and_the_file_is_verified() -> None:
    command = ("build", "p1", "--password-file", "-", "--verify")
    result = CliRunner().invoke(cli.main, command, input="secret\n", catch_exceptions=False)
    assert result.exit_code == 0
    assert pymupdf.open("p1.pdf").authenticate("secret")
