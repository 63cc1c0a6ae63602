"""What differs on Windows and macOS, as far as it can be seen on any system."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from handout import cli
from handout.batching.names import safe_name
from handout.faces import system_folders
from handout.output import StagingFolder, replace_file

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="simulates Windows elsewhere")
ENTRY = "name: Hop\nsteps:\n  - Hop.\n  - |\n    Rest.\ndosage: {reps: 5}\n"
HANDOUT = "title: Hops\nintro: |\n  One.\n\n  Two.\nsections: [{entries: [hop]}]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change into a folder with a small library, whose handout is built in milliseconds."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"exercises/hop": ENTRY, "handouts/hops": HANDOUT}.items():
        path = tmp_path / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8", newline="\n")
    (tmp_path / "own/images").mkdir()
    monkeypatch.setenv("HANDOUT_CONTENT", str(tmp_path / "own"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def with_picture(name: str) -> None:
    """Write an entry with a picture."""
    picture = f"pictures: [{{image: '{name}', alt: A hop}}]\n"
    Path("own/exercises/hop.yaml").write_text(ENTRY + picture, "utf-8")


# Names of files


@pytest.mark.parametrize("name", ["/etc/a.jpg", "C:a.jpg", "C:/a.jpg", "c:images/a.jpg", "//h/s/a"])
def test_no_path_of_windows_leads_out_of_the_content_folder(name: str) -> None:
    with_picture(name)
    result = run("build", "hops")
    assert result.exit_code == 1
    assert f"a picture must be inside the content folder, not '{name}'" in result.stderr


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_a_picture_is_found_however_its_accents_are_stored(
    written: str, stored: str, folder: Path
) -> None:
    forms = {form: unicodedata.normalize(form, "images/Übung.png") for form in ("NFC", "NFD")}
    Image.new("RGB", (300, 300)).save(folder / "own" / forms[stored])
    with_picture(forms[written])
    assert run("build", "hops").exit_code == 0


@given(st.text(max_size=30))
@example("con")
@example("aux.pdf")
@example("COM1 .x")
@example("lpt\u00b9")
@example("nul.")
@example("Ann. ")
@example("a:b")
@example("C:\\x")
def test_windows_takes_every_name_that_a_batch_gives_as_the_name_of_a_file(text: str) -> None:
    name = PureWindowsPath(f"{safe_name(text) or '1'}.pdf")
    assert not name.is_reserved()
    assert not name.anchor
    assert name.name == str(name)
    assert not set('<>:"/\\|?*') & {*str(name)}
    assert name.stem == name.stem.rstrip(" .")


def test_two_names_that_differ_in_case_are_two_files() -> None:
    Path("rows.csv").write_text("handout,patient\nhops,Ann\nhops,ANN\nhops,ann\n", "utf-8")
    assert run("batch", "rows.csv", "-j", "1", "-o", "out", "--name", "{patient}").exit_code == 0
    names = [path.name.casefold() for path in Path("out").glob("*.pdf")]
    assert len({*names}) == 3


# Text


@pytest.mark.parametrize("format_", ["pdf", "html", "epub"])
def test_content_with_the_line_ends_of_windows_gives_the_same_file(format_: str) -> None:
    assert run("build", "hops", "-o", f"unix.{format_}").exit_code == 0
    for path in Path("own").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("build", "hops", "-o", f"windows.{format_}").exit_code == 0
    assert Path(f"windows.{format_}").read_bytes() == Path(f"unix.{format_}").read_bytes()


# Files without locks and modes


def test_files_are_put_in_place_where_there_are_no_locks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr("handout.output.sys", SimpleNamespace(platform="win32"))
    with StagingFolder(folder):
        replace_file(Path("one.txt"), b"one")
        replace_file(Path("one.txt"), b"two")
        assert len(list(folder.glob(".handout-unfinished-*"))) == 1
    assert Path("one.txt").read_bytes() == b"two"
    assert not list(folder.glob(".handout-unfinished-*"))


@pytest.mark.parametrize(
    ("platform", "variable", "fonts"),
    [("win32", "WINDIR", "Fonts"), ("darwin", "HOME", "Library/Fonts")],
)
def test_fonts_are_looked_for_where_each_system_keeps_them(
    platform: str, variable: str, fonts: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handout.faces.sys", SimpleNamespace(platform=platform))
    monkeypatch.setenv(variable, str(folder))
    (folder / fonts).mkdir(parents=True)
    assert folder / fonts in system_folders()


# Processes without fork


@pytest.fixture
def _no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])


@pytest.mark.slow
@pytest.mark.usefixtures("_no_fork")
def test_a_batch_is_built_without_fork() -> None:
    Path("rows.csv").write_text("handout\n" + "hops\n" * 12, "utf-8")
    result = run("batch", "rows.csv", "-j", "2", "-o", "out")
    assert result.exit_code == 0
    assert len(list(Path("out").glob("*.pdf"))) == 12


KILLED = """
import multiprocessing, os, signal, sys
from concurrent.futures import wait
from pathlib import Path
from handout.batching.executors import ProcessExecutor
from handout.batching.worker import WorkerSettings
multiprocessing.get_all_start_methods = lambda: ["spawn"]
if __name__ == "__main__":
    executor = ProcessExecutor(WorkerSettings(folders=()), 1, Path("."))
    executor.submit([])
    executor.submit([]).result()
    print(*executor._pool._processes, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
@pytest.mark.slow
def test_a_process_that_is_not_forked_ends_with_its_parent_too() -> None:
    Path("killed.py").write_text(KILLED, "utf-8")
    done = subprocess.run([sys.executable, "killed.py"], stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)
    for _ in range(50):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the worker goes on without its parent")
