"""A cache saves time and never changes a byte."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copyfile

import pytest
from PIL import Image

from handout import disk_cache
from handout.disk_cache import FOLDER_VARIABLE, kept
from handout.errors import Origin
from handout.images import PixelLimits, load_picture

HERE = Origin("case.yaml", 1, 1)


class Maker:
    """Make bytes, and count how often."""

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
def test_what_was_made_once_is_kept() -> None:
    make = Maker()
    assert [kept(make, b"one"), kept(make, b"one")] == [b"made", b"made"]
    assert make.times == 1


@pytest.mark.usefixtures("folder")
def test_what_is_made_from_other_parts_is_made_anew() -> None:
    make = Maker()
    for parts in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",)):
        kept(make, *parts)
    assert make.times == 3


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes) -> None:
    make = Maker()
    kept(make, b"one")
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert [kept(make, b"one"), kept(make, b"one")] == [b"made", b"made"]
    assert make.times == 2


def test_no_cache_is_kept_where_the_name_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    make = Maker()
    assert [kept(make, b"one"), kept(make, b"one")] == [b"made", b"made"]
    assert make.times == 2


def test_a_folder_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    assert kept(Maker(), b"one") == b"made"


def test_what_was_not_used_for_longest_goes_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_cache, "_MOST_BYTES", 400)
    monkeypatch.setattr(disk_cache, "_room", disk_cache.Room())
    makers = {name: Maker(b"x" * 100) for name in (b"a", b"b", b"c")}
    for name in (b"a", b"b", b"a", b"c"):
        kept(makers[name], name)
        # As if a second went by: clocks of file systems are slower than this.
        for path in folder.iterdir():
            age = path.stat().st_mtime_ns - 10**9
            os.utime(path, ns=(age, age))
    assert len(list(folder.iterdir())) == 3
    kept(Maker(b"x" * 100), b"d")
    for name in (b"a", b"c"):
        kept(makers[name], name)
    assert {name: make.times for name, make in makers.items()} == {b"a": 1, b"b": 1, b"c": 1}
    kept(makers[b"b"], b"b")
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
        # Under a name of its own, for this process remembers what it has read.
        path = Path(copyfile(tmp_path / f"case.{suffix}", tmp_path / f"{number}.{suffix}"))
        pictures.append(load_picture(path, HERE, PixelLimits.on_paper(72, 72)))
    assert pictures == [pictures[0]] * 4
