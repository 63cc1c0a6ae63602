"""The program works in any surroundings: without a home, with broken streams, beside others."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handout import cli
from handout.disk_cache import FOLDER_VARIABLE, cached
from handout.figures.store import load_figure
from handout.output import StagingFolder, replace_file
from handout.resources import built_in

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

HANDOUT = "title: Hops\nsections: [{entries: [hop]}]"
ENTRY = "name: Hop\nsteps: [Hop.]\ndosage: {reps: 5}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change into a folder with a small library, whose handout is built in milliseconds."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"exercises/hop": ENTRY, "handouts/hops": HANDOUT}.items():
        path = tmp_path / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    monkeypatch.setenv("HANDOUT_CONTENT", str(tmp_path / "own"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
    command = [sys.executable, "-m", "handout", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **{**pipes, **options})


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell, in which `handout` is this program."""
    program = f'handout() {{ "{sys.executable}" -m handout "$@"; }}\n'
    return subprocess.run(
        ["/bin/sh", "-c", program + command],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if path.name != "own")


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


# Where `-o` leads


@POSIX
def test_a_build_is_written_into_a_pipe_which_stays(folder: Path) -> None:
    os.mkfifo("pipe.out")
    read: list[bytes] = []
    pipe = folder / "pipe.out"
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert run("build", "hops", "-o", "pipe.out").exit_code == 0
    reader.join(timeout=10)
    assert read[0].startswith(b"%PDF-")
    assert read[0].rstrip().endswith(b"%%EOF")
    assert Path("pipe.out").is_fifo()


@POSIX
def test_a_path_that_leads_to_standard_output_is_standard_output() -> None:
    os.mkfifo("pipe")
    done = shell("cat pipe & handout build hops -f html -o pipe > pipe; wait")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.rstrip().endswith(b"</html>")


@POSIX
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced() -> None:
    Path("shelf").mkdir()
    Path("shelf/real.pdf").write_text("old", "utf-8")
    Path("link.pdf").symlink_to("shelf/real.pdf")
    Path("new.pdf").symlink_to("shelf/none-yet.pdf")
    for link, target in (("link.pdf", "real.pdf"), ("new.pdf", "none-yet.pdf")):
        assert run("build", "hops", "-o", link).exit_code == 0
        assert Path(link).is_symlink()
        assert Path("shelf", target).read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in Path("shelf").iterdir()) == ["none-yet.pdf", "real.pdf"]


@POSIX
def test_a_batch_follows_a_link_too() -> None:
    Path("rows.csv").write_text("handout\nhops\n", "utf-8")
    Path("out").mkdir()
    Path("real.pdf").touch()
    Path("out/0001-hops.pdf").symlink_to("../real.pdf")
    assert run("batch", "rows.csv", "-o", "out", "-j", "1").exit_code == 0
    assert Path("out/0001-hops.pdf").is_symlink()
    assert Path("real.pdf").read_bytes().startswith(b"%PDF-")


@POSIX
def test_a_circle_of_links_is_reported() -> None:
    Path("one.pdf").symlink_to("two.pdf")
    Path("two.pdf").symlink_to("one.pdf")
    result = run("build", "hops", "-o", "one.pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot write 'one.pdf': too many levels of symbolic links" in result.stderr


@POSIX
@pytest.mark.parametrize("permissions", [0o600, 0o664])
def test_a_replaced_file_keeps_its_mode(permissions: int) -> None:
    Path("hops.pdf").touch()
    Path("hops.pdf").chmod(permissions)
    assert run("build", "hops").exit_code == 0
    assert Path("hops.pdf").stat().st_size
    assert mode("hops.pdf") == permissions


@pytest.mark.parametrize(
    "command",
    [
        ["build", "hops", "-o", "kept.pdf"],
        ["build", "hops", "-o", "link.pdf"],
        ["list", "--pictures", "--region", "elbow", "-o", "kept.pdf"],
        ["batch", "rows.csv", "-o", "out", "-j", "1"],
        ["batch", "rows.csv", "-o", "other", "--report", "kept.pdf", "-j", "1"],
    ],
    ids=["build", "through a link", "catalogue", "batch", "report"],
)
@POSIX
def test_a_read_only_file_is_not_replaced_even_by_a_superuser(command: list[str]) -> None:
    Path("out").mkdir()
    Path("rows.csv").write_text("handout\nhops\n", "utf-8")
    Path("kept.pdf").write_text("kept", "utf-8")
    Path("kept.pdf").chmod(0o444)
    for link in ("link.pdf", "out/0001-hops.pdf"):
        Path(link).symlink_to(Path("kept.pdf").resolve())
    result = run(*command)
    assert result.exit_code == 1
    assert "the file is read-only\n  hint: name another file" in result.stderr
    assert Path("kept.pdf").read_text("utf-8") == "kept"


@POSIX
def test_an_unfinished_file_can_be_read_by_nobody_else(folder: Path) -> None:
    with StagingFolder(folder) as staging:
        staging.store(b"A patient's handout")
        assert stat.S_IMODE(staging.path.stat().st_mode) == 0o700
    assert files() == []


@pytest.mark.parametrize("output", ["knee.txt", "knee.htm", "knee.pdf.bak", "A. Smith"])
def test_another_suffix_than_that_of_a_format_is_an_error(output: str) -> None:
    result = run("build", "hops", "-o", output)
    assert result.exit_code == 2
    assert f"'{output}' is not the name of a file of format pdf." in result.stderr
    assert "hint: end it in .pdf\n" in result.stderr
    assert files() == []


def test_a_missing_folder_is_created_if_asked_for() -> None:
    for command in (["build", "hops", "-o", "a/b/x.pdf"], ["figure", "clamshell", "-o", "c/x.svg"]):
        result = run(*command)
        folder = Path(command[-1]).parent
        assert result.exit_code == 1
        assert f"there is no folder '{folder}'\n  hint: create it, or add '--parents'\n" in (
            result.stderr
        )
        assert files() == []
        assert run(*command, "--parents").exit_code == 0
        assert [path.name for path in folder.iterdir()] == [Path(command[-1]).name]
        rmtree(Path(command[-1]).parts[0])


def test_the_name_of_a_folder_is_no_file() -> None:
    result = run("build", "hops", "-o", "new/")
    assert result.exit_code == 1
    assert "cannot write 'new/': it is the name of a folder" in result.stderr
    assert files() == []


# No home, and nothing can be kept

# A user with neither HOME nor an entry in the database of users.
NOBODY = """
import pwd, sys
def no_entry(_): raise KeyError("nobody")
pwd.getpwuid = no_entry
from handout.cli import main
main(sys.argv[1:])
"""


@POSIX
@pytest.mark.parametrize("format_", ["pdf", "html", "epub"])
@pytest.mark.parametrize("cache", [None, "~/cache"])
def test_a_handout_is_built_without_a_home(format_: str, cache: str | None) -> None:
    hidden = {"HOME", FOLDER_VARIABLE, "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    if cache:
        environment[FOLDER_VARIABLE] = cache
    done = subprocess.run(
        [sys.executable, "-c", NOBODY, "build", "it-band-pain", "-f", format_],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert files() == [f"it-band-pain.{format_}"]


def test_a_cache_named_in_a_home_is_in_that_home(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("USERPROFILE", str(folder / "home"))
    monkeypatch.setenv(FOLDER_VARIABLE, "~/cache")
    cached(lambda: b"made", b"one")
    assert files() == ["home"]
    assert len(list(Path("home/cache").iterdir())) == 1


@pytest.mark.parametrize(
    "command", [["build", "hops"], ["show", "hop"], ["list"], ["check", "own"]]
)
def test_commands_work_without_a_cache(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # A file in the place of the folder: nobody can write there, not even root.
    Path("own/file").touch()
    monkeypatch.setenv(FOLDER_VARIABLE, "own/file/cache")
    result = run(*command)
    assert (result.exit_code, result.stderr) == (0, "")


# Numba finds no folder for what it compiles.
NO_FOLDER = """
import numba
compiled = numba.njit
def njit(*_, cache=False, **options):
    if cache: raise RuntimeError("cannot cache function: no locator available")
    return compiled(**options)
numba.njit = njit
import handout.figures.raster
"""


def test_figures_are_compiled_where_nothing_can_be_kept() -> None:
    subprocess.run([sys.executable, "-c", NO_FOLDER], check=True)


# Standard streams

WARNED = "handout build hops --date 2026-03-02 --next-visit 2026-03-01"
BAD = "handout build hosp"


@POSIX
@pytest.mark.parametrize(
    ("command", "code", "written"),
    [
        ("handout build hops >&-", 0, ["hops.pdf"]),
        ("handout build hops 2>&-", 0, ["hops.pdf"]),
        ("handout build hops <&- >&- 2>&-", 0, ["hops.pdf"]),
        (f"{BAD} 2>&-", 2, []),
        (f"{BAD} >&- 2>&-", 2, []),
        ("handout build own/none.yaml 2>&-", 2, []),
        ("handout list >&-", 0, []),
        ("handout batch rows.csv -j 1 >&- 2>&-", 1, None),
        ("handout build hops -o - >&-", 1, []),
        ("handout batch - <&-", 1, []),
    ],
)
def test_a_closed_stream_loses_no_file_and_no_exit_code(
    command: str, code: int, written: list[str] | None
) -> None:
    Path("own/rows.csv").write_text("handout\nhops\nhopps\n", "utf-8")
    done = shell(command.replace("rows.csv", "own/rows.csv"))
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert written is None or files() == written
    if written is None:
        assert "0001-hops.pdf" in files()


@POSIX
def test_the_user_is_told_of_a_closed_stream_that_is_needed() -> None:
    assert b"standard output: it is closed" in shell("handout build hops -o - >&-").stderr
    assert b"standard input: it is closed" in shell("handout batch - <&-").stderr


@POSIX
def test_no_file_is_opened_in_the_place_of_a_closed_stream() -> None:
    code = (
        "import os; from handout.cli.streams import prepare_streams; prepare_streams(); "
        "raise SystemExit(os.open('new', os.O_CREAT))"
    )
    assert shell(f'"{sys.executable}" -c "{code}" <&- >&- 2>&-').returncode == 3


def without_reader() -> int:
    """Return the descriptor of a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@POSIX
@pytest.mark.parametrize(
    "command", [["build", "hops", "-o", "-"], ["list"], ["--help"], ["show", "hop"]]
)
def test_a_reader_that_has_gone_ends_a_command_quietly(command: list[str]) -> None:
    writer = without_reader()
    process = start(*command, stdout=writer)
    os.close(writer)
    _, messages = process.communicate(timeout=60)
    assert (process.returncode, messages) == (1, b"")


@POSIX
@pytest.mark.parametrize(("target", "code"), [("hops", 0), ("hosp", 2), ("bad", 1)])
def test_messages_that_nobody_reads_change_nothing(target: str, code: int) -> None:
    Path("own/handouts/bad.yaml").write_text("title: Bad\nsections: [{entries: [no]}]", "utf-8")
    writer = without_reader()
    process = start("build", target, stderr=writer)
    os.close(writer)
    process.communicate(timeout=60)
    assert process.returncode == code
    assert files() == (["hops.pdf"] if target == "hops" else [])


@POSIX
def test_a_batch_goes_on_without_a_reader_of_its_messages() -> None:
    Path("own/rows.csv").write_text("handout\nhopps\nhops\n", "utf-8")
    writer = without_reader()
    process = start("batch", "own/rows.csv", "-o", "out", stderr=writer)
    os.close(writer)
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert Path("out/0002-hops.pdf").exists()


def limited(size: int) -> Callable[[], None]:
    """Return a function that keeps the files of a new process below a size."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@POSIX
def test_a_full_disk_leaves_the_old_file_and_no_litter() -> None:
    Path("hops.pdf").write_text("the old one", "utf-8")
    process = start("build", "hops", preexec_fn=limited(2000))
    output, messages = process.communicate(timeout=60)
    assert (process.returncode, output) == (1, b"")
    assert messages == b"cannot write 'hops.pdf': file too large\n"
    assert Path("hops.pdf").read_text("utf-8") == "the old one"
    assert files() == ["hops.pdf"]


@POSIX
@pytest.mark.parametrize("command", [["build", "hops", "-o", "-"], ["list", "--json"]])
def test_a_full_standard_output_is_reported(command: list[str]) -> None:
    with Path("out.txt").open("wb") as output:
        process = start(*command, stdout=output, preexec_fn=limited(2000))
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 1
    assert messages == b"cannot write to standard output: file too large\n"


@POSIX
@pytest.mark.parametrize("limit", [100, 2000])
def test_a_batch_on_a_full_disk_reports_each_row_and_leaves_no_litter(limit: int) -> None:
    Path("own/rows.csv").write_text("handout\n" + "hops\n" * 3, "utf-8")
    command = ("batch", "own/rows.csv", "-o", "out", "-j", "1", "-f", "html")
    process = start(*command, preexec_fn=limited(limit))
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 1
    assert messages.count(b"file too large") == 3
    assert b"3 rows: 0 made, 3 failed" in messages
    assert [path.name for path in Path("out").iterdir()] == [".handout-batch.jsonl"]


@POSIX
def test_a_report_that_cannot_be_written_ends_a_batch() -> None:
    Path("own/rows.csv").write_text("handout\n" + "hopps\n" * 30, "utf-8")
    command = ("batch", "own/rows.csv", "-j", "1", "--report", "r.jsonl")
    process = start(*command, preexec_fn=limited(500))
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"cannot write 'r.jsonl': file too large" in messages
    assert b"internal error" not in messages


ACCENTED = "name: Hüpfen 跳 \U0001f600\nsteps: [Hüpf.]\n"


@POSIX
@pytest.mark.parametrize(
    ("environment", "encoding", "name"),
    [
        # As Python and click do, text without an encoding is UTF-8.
        ({"LC_ALL": "C"}, "utf-8", "Hüpfen 跳 \U0001f600"),
        ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "utf-8", "Hüpfen 跳"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252", "Hüpfen \\u8df3 \\U0001f600"),
        ({"PYTHONIOENCODING": "gbk"}, "gbk", "跳 \\U0001f600"),
        ({"PYTHONIOENCODING": "utf-8"}, "utf-8", "Hüpfen 跳 \U0001f600"),
    ],
)
def test_a_console_of_any_encoding_shows_what_it_can(
    environment: dict[str, str], encoding: str, name: str
) -> None:
    Path("own/exercises/jump.yaml").write_text(ACCENTED, "utf-8")
    shown = shell("handout show jump", **environment)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert name in shown.stdout.decode(encoding)
    listed = shell("handout list --json", **environment)
    names = {each["name"] for each in json.loads(listed.stdout.decode(encoding))}
    assert "Hüpfen 跳 \U0001f600" in names
    told = shell("handout build 跳跳 hops", **environment)
    assert told.returncode == 2
    assert b"Traceback" not in told.stderr
    assert "There is no " in told.stderr.decode(encoding)


# The date of the files


@pytest.mark.parametrize("seconds", ["-1", "soon", "1e9", "1_000", " 1", "١٢", "1" + "0" * 20])
@pytest.mark.parametrize("format_", ["pdf", "epub"])
def test_a_source_date_that_is_none_is_reported(
    seconds: str, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    Path("own/rows.csv").write_text("handout\nhops\nhops\n", "utf-8")
    for command in (["build", "hops"], ["batch", "own/rows.csv", "-j", "1", "-o", "out"]):
        result = run(*command, "-f", format_)
        assert result.exit_code == 2
        assert result.stderr.count("SOURCE_DATE_EPOCH is not a date") == 1
        assert files() == []


@pytest.mark.parametrize("seconds", ["0", "1", "253402300799"])
@pytest.mark.parametrize("format_", ["pdf", "epub"])
def test_the_first_and_the_last_source_date_are_dates(
    seconds: str, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert run("build", "hops", "-f", format_).exit_code == 0


# Several processes, and those that are killed


def leave_unfinished(folder: Path) -> None:
    """Run a process that stores a file for a patient and is killed before it puts it in place."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from handout.output import StagingFolder\n"
        "StagingFolder(Path(sys.argv[1])).store(b'Ann Smith')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL


@POSIX
@pytest.mark.parametrize("command", [["build", "hops"], ["batch", "own/rows.csv", "-j", "1"]])
def test_what_a_killed_process_has_left_is_removed_by_the_next(
    command: list[str], folder: Path
) -> None:
    Path("own/rows.csv").write_text("handout\nhops\n", "utf-8")
    leave_unfinished(folder)
    (left,) = files()
    assert [path.read_bytes() for path in Path(left).iterdir()] == [b"Ann Smith"]
    assert run(*command).exit_code == 0
    assert left not in files()


@POSIX
def test_it_is_removed_at_the_start_and_at_the_end(folder: Path) -> None:
    leave_unfinished(folder)
    with StagingFolder(folder) as staging:
        assert files() == [staging.path.name]
        leave_unfinished(folder)
    assert files() == []


@POSIX
def test_what_another_process_is_writing_is_left_alone_however_long_it_takes(folder: Path) -> None:
    Path("own/rows.csv").write_text("handout\nhops\n", "utf-8")
    with StagingFolder(folder) as other:
        stored = other.store(b"complete")
        os.utime(other.path, (time.time() - 2 * 24 * 60 * 60,) * 2)
        assert run("batch", "own/rows.csv", "-j", "1").exit_code == 0
        assert run("build", "hops").exit_code == 0
        replace_file(Path("other.pdf"), stored)
    assert Path("other.pdf").read_bytes() == b"complete"
    assert not [name for name in files() if "unfinished" in name]


@POSIX
def test_a_link_in_the_place_of_a_staging_folder_is_not_followed(folder: Path) -> None:
    Path("own/precious").touch()
    Path(".handout-unfinished-1").symlink_to(folder / "own")
    assert run("build", "hops").exit_code == 0
    assert Path("own/precious").exists()


def test_without_locks_only_old_staging_folders_are_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handout.output._lock", lambda _: None)
    for age, name in ((0, "new"), (2 * 24 * 60 * 60, "old")):
        left = folder / f".handout-unfinished-{name}"
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    assert run("build", "hops").exit_code == 0
    assert files() == [".handout-unfinished-new", "hops.pdf"]


@POSIX
@pytest.mark.slow
def test_two_batches_write_into_one_folder() -> None:
    rows = "handout\n" + "hops\n" * 60
    Path("own/rows.csv").write_text(rows, "utf-8")
    commands = [
        ("batch", "own/rows.csv", "-o", "out", "--name", f"{each}-{{row}}") for each in "ab"
    ]
    processes = [start(*command, "-j", "2", "-f", "html") for command in commands]
    for process in processes:
        _, messages = process.communicate(timeout=60)
        assert process.returncode == 0, messages
    assert len(list(Path("out").glob("?-*.html"))) == 120
    lines = Path("out/.handout-batch.jsonl").read_text("utf-8").splitlines()
    assert all(json.loads(line)["file"] for line in lines)
    assert not list(Path("out").glob(".handout-unfinished-*"))


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminated_batch_reports_what_it_made_and_leaves_no_litter(jobs: str) -> None:
    rows = "handout,patient\n" + "hops,Ann Smith\n" * 3000
    Path("own/rows.csv").write_text(rows, "utf-8")
    process = start("batch", "own/rows.csv", "-o", "out", "-j", jobs)
    while not list(Path("out").glob("*.pdf")):
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    made = re.findall(rb"(\d+) made, 0 failed", messages)
    assert [int(each) for each in made] == [len(list(Path("out").glob("*.pdf")))]
    assert not list(Path("out").glob(".handout-unfinished-*"))


@POSIX
def test_a_build_that_is_terminated_while_it_writes_leaves_nothing() -> None:
    code = (
        "import os, signal, sys\n"
        "from handout import output\n"
        "from handout.__main__ import main\n"
        "stored = output.store_file\n"
        "def interrupted(staging, data):\n"
        "    path = stored(staging, data[:100])\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return path\n"
        "output.store_file = interrupted\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "build", "hops"], check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert files() == []


@pytest.mark.parametrize(("options", "code"), [(["-o", "clam.svg"], 0), ([], 1)])
def test_a_figure_that_cannot_be_stored_is_drawn_all_the_same(
    options: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = built_in("content") / "figures"
    Path("clam.yaml").write_bytes((library / "clamshell.yaml").read_bytes())
    # A folder in the place of the file: nobody can write there, not even root.
    Path("clam.fig").mkdir()
    rendered = load_figure(library / "clamshell.fig")
    monkeypatch.setattr("handout.figures.render.render_figure", lambda *_: rendered)
    result = run("figure", "clam.yaml", *options)
    assert result.exit_code == code
    assert Path("clam.svg").exists() == (code == 0)
    assert ("cannot write 'clam.fig': it is a folder" in result.stderr) == (code == 1)


# Names of patients


def test_a_defect_of_the_program_does_not_show_the_name_of_a_patient(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Ann Smith")

    monkeypatch.setattr("handout.session.Session.write", fail)
    Path("own/rows.csv").write_text("handout,patient\nhops,Ann Smith\n", "utf-8")
    for command in (["build", "hops"], ["batch", "own/rows.csv", "-j", "1"]):
        result = run(*command, *(["--patient", "Ann Smith"] if "build" in command else []))
        assert result.exit_code == 1
        assert (
            "internal error, please report it: KeyError at test_surroundings.py:" in result.stderr
        )
        assert "Ann" not in result.output


@pytest.mark.parametrize(
    "fields",
    [
        "patient: {birth_date: Secretperson}",
        "patient: {birth_date: [Secretperson]}",
        "patient: {record: {Secretperson: x}}",
        "patient: {record: " + "Secretperson" * 30 + "}",
        "name_on_pages: Secretperson",
        "goals: Secretperson",
        "goals: [[Secretperson]]",
        "goals: [" + "Secretperson" * 30 + "]",
        "goals: [Walk., " + "Secretperson" * 30 + "]",
        "goals: ['Secretperson \U000f0001']",
        "title: " + "Secretperson" * 30,
        "title: {Secretperson: x}",
    ],
)
def test_no_message_shows_what_a_program_says_of_its_patient(fields: str) -> None:
    Path("own/programs").mkdir()
    Path("own/programs/p.yaml").write_text(f"handout: hops\n{fields}\n", "utf-8")
    for command in (["build", "p"], ["check", "own"]):
        result = run(*command)
        assert "Secret" not in result.output
    assert "p.yaml:" in run("build", "p").stderr


@pytest.mark.parametrize(
    "patient",
    [
        "Secretperson",
        "{nam: Secretperson}",
        "{name: [Secretperson]}",
        '{name: "Secretperson \U000f0001"}',
        "{name: " + "Secretperson" * 30 + "}",
        '{name: "Secretperson \\a"}',
        '{name: "Secretperson',
        "{name: !!str Secretperson}",
        "{name: Secretperson: x}",
        "{name: Secretperson, name: Secretperson}",
    ],
)
def test_no_message_about_a_program_shows_the_name_in_it(patient: str) -> None:
    Path("own/programs").mkdir()
    Path("own/programs/p.yaml").write_text(f"handout: hops\npatient: {patient}\n", "utf-8")
    for command in (["build", "p"], ["check", "own"]):
        result = run(*command)
        assert "p.yaml:" in result.stderr
        assert "Secret" not in result.output
