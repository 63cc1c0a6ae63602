"""The files of the wheel, and an installation outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q"]
    options = ["--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run([*pip, *options], check=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_contains_exactly_the_package_the_content_and_the_fonts(
    wheel: Path,
) -> None:
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    command = ["git", "ls-files", "handout", "content", "fonts"]
    listed = _tracked_files(command)
    expected = {name if name.startswith("handout/") else f"handout/{name}" for name in listed}
    assert shipped == expected


def test_the_wheel_contains_every_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    licences = [name for name in names if "/licenses/" in name]
    assert any(name.endswith("/LICENSE") for name in licences)
    for family in (ROOT / "fonts").iterdir():
        assert any(name.endswith(f"fonts/{family.name}/OFL.txt") for name in licences), family


def test_an_installed_copy_builds_the_handout_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--target", str(site), str(wheel)], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(site)}
    where = [sys.executable, "-c", "import handout; print(handout.__file__)"]
    found = _output(where, elsewhere, environment)
    assert Path(found).is_relative_to(site)
    command = [sys.executable, str(site / "bin" / "handout"), "build", "it-band-pain"]
    assert _output(command, elsewhere, environment) == "it-band-pain.pdf"
    assert (elsewhere / "it-band-pain.pdf").stat().st_size > 10_000


def test_the_readme_sets_up_with_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("    python3 -m venv")]
    assert len(commands) == 2


def _tracked_files(command: list[str]) -> list[str]:
    """Return the files of the project: those tracked by git, or all without git."""
    if (ROOT / ".git").exists():
        return _output(command, ROOT, dict(os.environ)).splitlines()
    folders = ("handout", "content", "fonts")
    return [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _output(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, check=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout.strip()
