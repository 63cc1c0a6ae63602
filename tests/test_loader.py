"""Parsed content files are cached, without any difference in the result."""

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


def load(path: Path, *, cacheable: bool = True) -> tuple[Mapping | None, list[str]]:
    problems = Problems()
    return load_yaml(path, problems, cacheable=cacheable), [
        str(problem) for problem in problems.in_order()
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(YAMLISH)
@example(ENTRY)
@example("a: \u202eb")
@pytest.mark.usefixtures("folder")
def test_a_cached_tree_equals_the_parsed_one(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    parsed = load(path, cacheable=False)
    assert [load(path), load(path)] == [parsed, parsed]


@pytest.mark.usefixtures("folder")
def test_a_cached_tree_needs_no_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(ENTRY)
    parsed = load(path)
    monkeypatch.delattr("handout.yaml_parser.parse_yaml")
    assert load(path) == parsed


@pytest.mark.usefixtures("folder")
def test_a_cached_tree_has_the_name_of_the_loaded_file(path: Path) -> None:
    other = path.with_name("other.yaml")
    for file in (path, other):
        file.write_text(ENTRY)
    load(path)
    tree, _ = load(other)
    assert tree
    assert tree.fields["steps"].value.origin.file == str(other)


@pytest.mark.usefixtures("folder")
def test_a_changed_file_is_parsed_again(path: Path) -> None:
    path.write_text(ENTRY)
    first = load(path)
    path.write_text(ENTRY.replace("Bridge", "Ridges"))
    assert load(path) != first


def test_problems_of_a_file_are_reported_each_time(folder: Path, path: Path) -> None:
    path.write_text("a: 1\na: 2\n")
    first = load(path)
    assert first[1]
    assert load(path) == first
    assert not folder.exists()


def test_nothing_about_a_patient_is_cached(folder: Path, tmp_path: Path) -> None:
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
    cached = [file.read_bytes() for file in folder.iterdir()]
    assert any(b"IT band" in data for data in cached)
    assert not any(b"Quill" in data for data in cached)
