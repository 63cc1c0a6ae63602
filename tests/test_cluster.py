"""A batch runs on a Dask cluster, and survives the loss of workers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")

ROWS = 120
TABLE = "handout,patient\n" + "".join(f"hops,Patient {n}\n" for n in range(ROWS)) + "hopp,Bo\n"
LOCAL = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", "scheduler.json")


def dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a scheduler or worker, with its output in a log file."""
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        command = [sys.executable, "-m", "dask", *arguments, *LOCAL]
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def wait_for(what: str, path: Path, count: int = 1) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if len(list(path.glob(what))) >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]:
    """Return two workers and their scheduler, and the folder with its address."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    scheduler = dask(folder, "scheduler", "--port", "0")
    wait_for("scheduler.json", folder)
    workers = [dask(folder, "worker", "--no-nanny", "--nthreads", "1") for _ in range(2)]
    yield folder, [*workers, scheduler]
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder that only the batch has access to."""
    for name, text in {
        "exercises/hop": "name: Hop\nsteps: [Hop.]",
        "handouts/hops": "title: Hops\nsections: [{entries: [hop]}]",
        "handouts/bad": "title: Bad\nsections: [{entries: [hopp]}]",
    }.items():
        path = tmp_path / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "own"


def start(folder: Path, table: str, *arguments: str) -> subprocess.Popen[str]:
    (folder / "rows.csv").write_text(table, "utf-8")
    command = [sys.executable, "-m", "handout", "batch", "rows.csv", "--content", "own", *arguments]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


def address(folder: Path) -> str:
    return str(json.loads((folder / "scheduler.json").read_text("utf-8"))["address"])


def test_a_cluster_makes_the_same_files_as_one_process_even_if_a_worker_is_lost(
    cluster: tuple[Path, list[subprocess.Popen[bytes]]], content: Path
) -> None:
    folder, workers = cluster
    here = content.parent
    batch = start(here, TABLE, "-o", "far", "--scheduler", address(folder))
    wait_for("*.pdf", here / "far", 10)
    workers[0].kill()
    _, output = batch.communicate(timeout=120)
    assert batch.returncode == 1, output
    assert f"{ROWS + 1} rows: {ROWS} made, 1 failed" in output
    assert f"rows.csv:{ROWS + 2}:1: there is no handout '…'" in output
    near = start(here, TABLE, "-o", "near", "--jobs", "1")
    near.communicate(timeout=120)
    files = sorted(path.name for path in (here / "near").glob("*.pdf"))
    assert len(files) == ROWS
    assert all((here / "far" / f).read_bytes() == (here / "near" / f).read_bytes() for f in files)


def test_a_scheduler_that_dies_is_reported_and_the_batch_can_be_resumed(
    cluster: tuple[Path, list[subprocess.Popen[bytes]]], content: Path
) -> None:
    folder, (*_, scheduler) = cluster
    here = content.parent
    table = TABLE + "hops,Another\n" * 2000
    batch = start(here, table, "-o", "far", "--scheduler", address(folder))
    wait_for("*.pdf", here / "far", 10)
    scheduler.kill()
    _, output = batch.communicate(timeout=120)
    made = len(list((here / "far").glob("*.pdf")))
    assert batch.returncode == 1
    assert f" {made} made, " in output
    assert "the connection to the scheduler is lost" in output
    assert "hint: start it again, then run the same command with --resume" in output
    assert "Traceback" not in output
    assert "internal error" not in output
    again = start(here, table, "-o", "far", "--jobs", "1", "--resume")
    _, output = again.communicate(timeout=120)
    assert f", {made} unchanged, 1 failed" in output


def test_problems_of_the_content_have_the_paths_of_the_original_files(
    cluster: tuple[Path, list[subprocess.Popen[bytes]]], content: Path
) -> None:
    folder, _ = cluster
    batch = start(content.parent, "handout\nbad\n", "--scheduler", address(folder))
    _, output = batch.communicate(timeout=60)
    assert batch.returncode == 1
    assert re.match(r"rows\.csv:2:1: own/handouts/bad\.yaml:2:23: there is no entry 'hopp'", output)


@pytest.mark.parametrize(
    ("scheduler", "code", "message"),
    [
        ("tcp://127.0.0.1:9", 1, "cannot use the scheduler 'tcp://127.0.0.1:9'"),
        ("here", 2, "'here' is not the address of a scheduler."),
    ],
)
def test_a_missing_scheduler_is_reported(
    scheduler: str, code: int, message: str, content: Path
) -> None:
    batch = start(content.parent, TABLE, "--scheduler", scheduler)
    _, output = batch.communicate(timeout=60)
    assert batch.returncode == code
    assert message in output
    assert "hint: " in output
    assert "Traceback" not in output
