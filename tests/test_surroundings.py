"""The program works for users without a home folder, as services and containers have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# A user with neither HOME nor an entry in the database of users.
NOBODY = """
import pwd, sys
def no_entry(_): raise KeyError("nobody")
pwd.getpwuid = no_entry
from handout.cli import main
main(sys.argv[1:])
"""


def run_as_nobody(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    hidden = {"HOME", "HANDOUT_CACHE", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-c", NOBODY, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no database of users")
@pytest.mark.parametrize("format_", ["pdf", "html", "epub"])
def test_a_handout_is_built_without_a_home(format_: str, tmp_path: Path) -> None:
    done = run_as_nobody(tmp_path, "build", "it-band-pain", "-f", format_)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == [f"it-band-pain.{format_}"]


# Numba finds no folder for what it compiles.
NO_FOLDER = """
import numba
compiled = numba.njit
def njit(*_, cache=False, **options):
    if cache: raise RuntimeError("cannot cache function: no locator available")
    return compiled(**options)
numba.njit = njit
import handout.figures.distance_field
"""


def test_figures_are_compiled_where_nothing_can_be_kept() -> None:
    subprocess.run([sys.executable, "-c", NO_FOLDER], check=True)
