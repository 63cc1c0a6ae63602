"""The disk cache saves time and never changes a result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copyfile
from textwrap import dedent

import pytest
from PIL import Image

from handout import disk_cache
from handout.disk_cache import FOLDER_VARIABLE, cached
from handout.errors import Origin
from handout.images import PixelLimits, load_picture

HERE = Origin("case.yaml", 1, 1)


class Maker:
    """Returns bytes, and counts its calls."""

    def __init__(self, content: bytes = b"made") -> None:
        self.content = content
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.content


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.usefixtures("folder")
def test_a_result_is_made_only_once() -> None:
    make = Maker()
    assert [cached(make, b"one"), cached(make, b"one")] == [b"made", b"made"]
    assert make.times == 1


@pytest.mark.usefixtures("folder")
def test_other_inputs_give_another_result() -> None:
    make = Maker()
    for parts in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",)):
        cached(make, *parts)
    assert make.times == 3


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_a_damaged_file_is_replaced(folder: Path, damage: bytes) -> None:
    make = Maker()
    cached(make, b"one")
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert [cached(make, b"one"), cached(make, b"one")] == [b"made", b"made"]
    assert make.times == 2


def test_nothing_is_cached_if_the_folder_name_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    make = Maker()
    assert [cached(make, b"one"), cached(make, b"one")] == [b"made", b"made"]
    assert make.times == 2


def test_an_unwritable_folder_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    assert cached(Maker(), b"one") == b"made"


def test_the_least_recently_used_file_is_deleted_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_cache, "_MOST_BYTES", 400)
    monkeypatch.setattr(disk_cache, "_room", disk_cache.Room())
    makers = {name: Maker(b"x" * 100) for name in (b"a", b"b", b"c")}
    for name in (b"a", b"b", b"a", b"c"):
        cached(makers[name], name)
        # Pretend that a second has passed, because file systems have coarse clocks.
        for path in folder.iterdir():
            age = path.stat().st_mtime_ns - 10**9
            os.utime(path, ns=(age, age))
    assert len(list(folder.iterdir())) == 3
    cached(Maker(b"x" * 100), b"d")
    for name in (b"a", b"c"):
        cached(makers[name], name)
    assert {name: make.times for name, make in makers.items()} == {b"a": 1, b"b": 1, b"c": 1}
    cached(makers[b"b"], b"b")
    assert makers[b"b"].times == 2


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_picture_is_the_same_with_and_without_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    Image.effect_noise((80, 60), 50).save(tmp_path / f"case.{suffix}")
    pictures = []
    own = str(tmp_path / "cache")
    for number, name in enumerate(["", own, own, str(tmp_path / f"case.{suffix}" / "cache")]):
        monkeypatch.setenv(FOLDER_VARIABLE, name)
        # Under a new name, because this process remembers files that it has read.
        path = Path(copyfile(tmp_path / f"case.{suffix}", tmp_path / f"{number}.{suffix}"))
        pictures.append(load_picture(path, HERE, PixelLimits.on_paper(72, 72)))
    assert pictures == [pictures[0]] * 4


def test_another_process_finds_what_is_cached(tmp_path: Path) -> None:
    """Python orders sets in another way in each process."""
    Image.effect_noise((80, 60), 50).save(tmp_path / "photo.jpg")
    (tmp_path / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
        '<filter id="blur"><feGaussianBlur stdDeviation="1"/></filter>'
        '<text filter="url(#blur)" y="20">Aя<tspan font-weight="bold">bя</tspan></text></svg>'
    )
    handout = """
        title: Pictures
        sections:
          - content:
              - clamshell
              - picture: {image: photo.jpg, alt: Noise.}
              - picture: {image: drawing.svg, alt: Letters.}
        """
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts/pictures.yaml").write_text(dedent(handout), "utf-8")
    found = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            FOLDER_VARIABLE: str(tmp_path / "cache"),
        }
        target = str(tmp_path / "handouts/pictures.yaml")
        command = [sys.executable, "-m", "handout", "build", target, "-o", str(tmp_path / "x.pdf")]
        subprocess.run(command, check=True, env=environment)
        found.append({path.name for path in (tmp_path / "cache").iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) > 4
