"""Content is found in folders by its id; the last folder wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from handout.caches import Caches
from handout.content_store import ContentStore
from handout.errors import Origin, Problems
from handout.located import Mapping, Text
from handout.model import Entry, Use
from handout.yaml_parser import parse_yaml


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


def test_entries_of_all_folders_are_sorted_by_id(folders: tuple[Path, Path]) -> None:
    store = ContentStore(folders, Caches())
    assert [located.id for located in store.entries()] == ["lunge", "squat"]


@pytest.mark.parametrize(
    "name", ["", "nothing", "Squat", "squat.yaml", "../exercises/squat", "squat\n", "a" * 5000]
)
def test_an_invalid_id_is_not_found(folders: tuple[Path, Path], name: str) -> None:
    store = ContentStore(folders, Caches())
    assert store.find_entry(name) is None
    assert store.find_handout(name) is None


def test_an_invalid_handout_is_none(folders: tuple[Path, Path]) -> None:
    problems = Problems()
    store = ContentStore(folders, Caches())
    located = store.find_handout("knee")
    assert located
    located.path.write_bytes(b"\xff")
    assert store.handout(located, problems) is None
    assert problems.has_errors


def test_a_picture_of_a_lower_folder_can_be_used_and_replaced(folders: tuple[Path, Path]) -> None:
    below, above = folders
    for folder in folders:
        (folder / "images").mkdir()
    (below / "images/a.svg").write_text("<svg/>")
    entry = "name: Squat\nsteps: [Go.]\npictures: [{image: images/a.svg, alt: A}]"
    (above / "stretches/squat.yaml").write_text(entry)

    def picture() -> Path:
        store = ContentStore(folders, Caches())
        located = store.find_entry("squat")
        squat = located and store.entry(located, Problems())
        assert squat
        file = store.pictures.file(squat.pictures[0], Problems())
        assert file
        return file.path

    assert picture() == below / "images/a.svg"
    (above / "images/a.svg").write_text("<svg/>")
    assert picture() == above / "images/a.svg"


def used(store: ContentStore, changes: str = "{}", personal: str | None = None) -> Entry:
    """Return the squat with the changes of a handout, given as YAML."""

    def mapping(text: str) -> Mapping:
        found = parse_yaml(text.encode(), "use.yaml", Problems())
        assert found
        return found

    origin = Origin("use.yaml", 1, 1)
    use = Use(Text("squat", origin), mapping(changes), mapping(personal) if personal else None)
    problems = Problems()
    entry = store.used_entry(use, problems)
    assert entry, problems.in_order()
    return entry


def test_an_entry_stays_the_same_object_until_its_file_changes(folders: tuple[Path, Path]) -> None:
    _, above = folders
    store = ContentStore(folders, Caches())
    first, changed = used(store), used(store, "{why: It helps.}")
    assert used(store) is first
    assert used(store, "{why: It helps.}") is changed
    assert str(changed.why) == "It helps."
    # Neither other uses nor the changes for a patient evict it.
    for number in range(20):
        assert str(used(store, personal=f"{{why: For {number}.}}").why) == f"For {number}."
    assert used(store) is first
    path = above / "stretches/squat.yaml"
    path.touch()
    again = used(store)
    assert again == first
    path.write_text("name: A deeper squat\nsteps: [Go.]")
    assert str(used(store).name) == "A deeper squat"
    path.unlink()
    assert str(used(store).name) == "From below"


def test_stores_that_share_caches_keep_their_folders_apart(folders: tuple[Path, Path]) -> None:
    below, above = folders
    caches = Caches()
    low, high = ContentStore((below,), caches), ContentStore((below, above), caches)
    for _ in range(2):
        assert str(used(low).name) == "From below"
        assert str(used(high).name) == "From above"


def test_problems_of_a_file_are_noted_each_time_it_is_read(folders: tuple[Path, Path]) -> None:
    store = ContentStore(folders, Caches())
    located = store.find_entry("lunge")
    assert located
    located.path.write_text("name: Lunge\nsteps: [Go.]\ndosage: {reps: 5000}\nname: Twice\n")
    noted = []
    for _ in range(2):
        problems = Problems()
        store.entry(located, problems)
        noted.append([problem.message for problem in problems.in_order()])
    assert noted[0] == noted[1]
    assert len(noted[0]) == 2
    located.path.write_text("name: Lunge\nsteps: [Go.]\n")
    problems = Problems()
    assert store.entry(located, problems)
    assert problems.in_order() == []


@pytest.mark.parametrize(
    "name",
    [
        *("exercises/plank.yml", "exercises/plank.yaml.txt", "exercises/Plank.YAML", "plank.yaml"),
        *("exercise/plank.yaml", "execises/plank.yaml", "Exercises/plank.yaml"),
        *(
            "exercises/core/plank.yaml",
            "exercises/plank.txt",
            "exercises/plank",
            "exercises/Plank.yaml",
        ),
    ],
)
def test_a_file_that_is_not_found_because_of_its_name_or_folder_is_named(
    folders: tuple[Path, Path], name: str
) -> None:
    _, above = folders
    (above / name).parent.mkdir(parents=True, exist_ok=True)
    (above / name).write_text("name: Plank\nsteps: [Go.]")
    store = ContentStore(folders, Caches())
    assert store.find_entry("plank") is None
    hint = store.not_found("entry", "plank").hint or ""
    assert hint.startswith(f"rename '{above / name}' to '{above}/exercises/plank.yaml'")


@pytest.mark.parametrize(
    "name",
    [
        *("handouts/plank.yml", "handout/plank.yaml", "images/plank.yaml", ".git/plank.yaml"),
        "exercises/plank.es.yaml",
    ],
)
def test_a_file_that_is_something_else_is_not_named(folders: tuple[Path, Path], name: str) -> None:
    _, above = folders
    (above / name).parent.mkdir(exist_ok=True)
    (above / name).write_text("")
    store = ContentStore(folders, Caches())
    assert store.not_found("entry", "plank").hint == "use one of: lunge, squat"
    assert store.not_found("entry", "Lunge").hint == "did you mean 'lunge'?"


def test_an_id_of_both_an_exercise_and_a_stretch_is_an_error(folders: tuple[Path, Path]) -> None:
    below, _ = folders
    (below / "stretches").mkdir()
    (below / "stretches/lunge.yaml").write_text("name: Lunge\nsteps: [Go.]")
    origin = Origin("use.yaml", 1, 1)
    problems = Problems()
    use = Use(Text("lunge", origin), Mapping({}, origin))
    assert ContentStore((below,), Caches()).used_entry(use, problems)
    (problem,) = problems.in_order()
    assert problems.has_errors
    assert problem.origin == Origin(str(below / "stretches/lunge.yaml"), 1, 1)
    assert problem.message == f"the id 'lunge' is already used by {below}/exercises/lunge.yaml"
