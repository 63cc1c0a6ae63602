"""Content is found in folders by its id; the last folder wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from handout.caches import Caches
from handout.content_store import ContentStore
from handout.errors import Problems


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return two content folders, each with a squat and a handout."""
    below, above = tmp_path / "below", tmp_path / "above"
    for folder, kind in ((below, "exercises"), (above, "stretches")):
        for name in (kind, "handouts"):
            (folder / name).mkdir(parents=True)
        (folder / kind / "squat.yaml").write_text(f"name: From {folder.name}\nsteps: [Go.]")
        (folder / "handouts/knee.yaml").write_text(f"title: From {folder.name}")
    (below / "exercises/lunge.yaml").write_text("name: Lunge\nsteps: [Go.]")
    return below, above


def test_the_last_folder_wins(folders: tuple[Path, Path]) -> None:
    below, above = folders
    store = ContentStore((below, above), Caches())
    squat = store.find_entry("squat")
    assert squat
    assert (squat.folder, squat.path) == ("stretches", above / "stretches/squat.yaml")
    assert squat in store.entries()
    knee = store.find_handout("knee")
    assert knee
    assert knee.path == above / "handouts/knee.yaml"
    assert store.handouts() == [knee]


def test_entries_of_all_folders_stand_by_their_ids(folders: tuple[Path, Path]) -> None:
    store = ContentStore(folders, Caches())
    assert [located.id for located in store.entries()] == ["lunge", "squat"]


@pytest.mark.parametrize(
    "name", ["", "nothing", "Squat", "squat.yaml", "../exercises/squat", "squat\n", "a" * 5000]
)
def test_what_is_no_id_is_not_found(folders: tuple[Path, Path], name: str) -> None:
    store = ContentStore(folders, Caches())
    assert store.find_entry(name) is None
    assert store.find_handout(name) is None


def test_a_handout_that_cannot_be_read_is_none(folders: tuple[Path, Path]) -> None:
    problems = Problems()
    store = ContentStore(folders, Caches())
    located = store.find_handout("knee")
    assert located
    located.path.write_bytes(b"\xff")
    assert store.handout(located, problems) is None
    assert problems.has_errors


def test_a_picture_of_a_folder_below_may_be_used_and_replaced(folders: tuple[Path, Path]) -> None:
    below, above = folders
    for folder in folders:
        (folder / "images").mkdir()
    (below / "images/a.svg").write_text("<svg/>")
    entry = "name: Squat\nsteps: [Go.]\npictures: [{image: images/a.svg, alt: A}]"
    (above / "stretches/squat.yaml").write_text(entry)

    def picture() -> Path | None:
        store = ContentStore(folders, Caches())
        located = store.find_entry("squat")
        squat = located and store.entry(located, Problems())
        assert squat
        return store.picture_file(squat.pictures[0], Problems())

    assert picture() == below / "images/a.svg"
    (above / "images/a.svg").write_text("<svg/>")
    assert picture() == above / "images/a.svg"
