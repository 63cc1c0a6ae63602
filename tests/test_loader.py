"""A content file that was parsed once is not parsed again, and nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handout.caches import Caches
from handout.content_store import ContentStore
from handout.disk_cache import FOLDER_VARIABLE
from handout.errors import Problems
from handout.loader import load_yaml
from handout.located import Mapping
from handout.resources import built_in

ENTRY = "name: &n Bridge\nalso: *n\nsteps: [Lift., {use: it}]\ndosage: {reps: 3}\n"
YAMLISH = st.text("ab:- \n\t{}[]&*!|>'\"#%@`,?\\x0u\u202e\ufeff\x00ü", max_size=60)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.yaml"


def load(path: Path, *, keep: bool = True) -> tuple[Mapping | None, list[str]]:
    problems = Problems()
    return load_yaml(path, problems, keep=keep), [str(problem) for problem in problems.in_order()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(YAMLISH)
@example(ENTRY)
@example("a: \u202eb")
@pytest.mark.usefixtures("folder")
def test_a_kept_tree_is_the_one_that_was_parsed(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    parsed = load(path, keep=False)
    assert [load(path), load(path)] == [parsed, parsed]


@pytest.mark.usefixtures("folder")
def test_a_kept_tree_needs_no_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(ENTRY)
    parsed = load(path)
    monkeypatch.delattr("handout.yaml_parser.parse_yaml")
    assert load(path) == parsed


@pytest.mark.usefixtures("folder")
def test_a_tree_names_the_file_in_which_it_is_found(path: Path) -> None:
    other = path.with_name("other.yaml")
    for file in (path, other):
        file.write_text(ENTRY)
    load(path)
    tree, _ = load(other)
    assert tree
    assert tree.fields["steps"].value.origin.file == str(other)


@pytest.mark.usefixtures("folder")
def test_a_file_that_was_changed_is_parsed_anew(path: Path) -> None:
    path.write_text(ENTRY)
    first = load(path)
    path.write_text(ENTRY.replace("Bridge", "Ridges"))
    assert load(path) != first


def test_what_is_wrong_with_a_file_is_told_each_time(folder: Path, path: Path) -> None:
    path.write_text("a: 1\na: 2\n")
    told = load(path)
    assert told[1]
    assert load(path) == told
    assert not folder.exists()


def test_nothing_of_a_patient_is_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    text = "handout: it-band-pain\npatient: Ada Quill\n"
    programs = [tmp_path / "programs/ada.yaml", tmp_path / "ada.yaml"]
    problems = Problems()
    store = ContentStore((built_in("content"), tmp_path), Caches())
    for path in programs:
        path.write_text(text)
        assert store.program(store.locate(path), problems)
    handout = store.find_handout("it-band-pain")
    assert handout
    store.handout(handout, problems)
    kept = [file.read_bytes() for file in folder.iterdir()]
    assert any(b"IT band" in data for data in kept)
    assert not any(b"Quill" in data for data in kept)
