"""The disk cache saves time and never changes a result."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copyfile

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
