"""A program may have its handout in place, and every handout and program can be given that way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handout
from handout.errors import Problems
from handout.located import Data, as_data
from handout.yaml_parser import parse_yaml

TARGETS = [*handout.Library().handouts(), *handout.Library().programs()]

# Control characters and the like are refused when a file is read.
TEXTS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n"), max_size=40
)


def fields(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    keys = st.from_regex("[a-z][a-z_]{0,9}", fullmatch=True)
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


@given(st.dictionaries(st.sampled_from("abcd"), st.recursive(TEXTS, fields), max_size=4))
def test_a_written_file_is_read_as_the_same_fields(data: dict[str, Data]) -> None:
    tree = parse_yaml(handout.write_yaml(data), "file", Problems())
    assert tree is not None or not data
    assert as_data(tree) == data if tree else True
    assert "LeftOut" not in repr(tree)


def test_short_items_stand_on_a_line_of_their_own() -> None:
    use: Data = {"use": "clamshell", "dosage": {"sets": "3", "hold": ""}}
    data: dict[str, Data] = {"date": "2026-03-02", "sections": [{"content": ["bridge", use]}]}
    assert handout.write_yaml(data).decode() == (
        "date: 2026-03-02\n"
        "sections:\n"
        "  - content:\n"
        "      - bridge\n"
        "      - {use: clamshell, dosage: {sets: 3, hold: ''}}\n"
    )


@pytest.mark.parametrize("target", TARGETS)
def test_a_handout_in_place_prints_as_the_handout_itself(target: str) -> None:
    library = handout.Library()
    program = library.program(target)
    written = handout.write_yaml(program)
    assert library.program(written) == program
    known = library.compose(target, patient="Ann")
    lines = [line for line in known.text().split("\n") if line.strip()]
    in_place = library.compose(written, patient="Ann")
    # What a program changes is marked in the program only: in place, all is the patient's own.
    assert [line for line in in_place.text().split("\n") if line.strip()] == lines
    assert {each.message for each in in_place.problems} == {each.message for each in known.problems}


def test_the_bytes_of_a_file_compose_as_the_file_does(tmp_path: Path) -> None:
    text = b"title: Knee\nsections: [{entries: [bridge]}]\n"
    path = tmp_path / "knee.yaml"
    path.write_bytes(text)
    library = handout.Library()
    assert library.compose(text).pdf() == library.compose(path).pdf()
    personal = library.compose(text, patient="Ann Smith", date="2026-03-02")
    assert "Ann Smith" in personal.text()
    program = b"patient: {name: Bo}\nhandout: {title: Knee, sections: [{entries: [bridge]}]}\n"
    path.write_bytes(program)
    assert library.compose(program).pdf() == library.compose(path).pdf()


def test_changes_apply_to_a_handout_in_place() -> None:
    text = b"""\
handout:
  title: Knee
  sections:
    - content:
        - {use: clamshell, dosage: {sets: 2}}
        - {text: Rest now.}
        - bridge
omit: [bridge]
add: [{use: wall-sit}]
changes: {clamshell: {dosage: {reps: 9}}}
"""
    content = [
        {"use": "clamshell", "dosage": {"sets": "2", "reps": "9"}},
        {"text": "Rest now."},
        "wall-sit",
    ]
    assert handout.Library().program(text) == {
        "handout": {"title": "Knee", "sections": [{"content": content}]}
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"handout: [a]\n", "'handout' must be an id, or contain fields"),
        (b"handout: {title: Knee}\n", "the handout has no entries"),
        (b"handout: {sections: [{content: [bridge]}]}\n", "'title' is missing"),
        (b"handout: {title: Knee, sections: [{content: [brigde]}]}\n", "no entry 'brigde'"),
        (b"- a\n", "must contain fields"),
    ],
)
def test_mistakes_in_a_handout_in_place_are_named_with_their_places(
    text: bytes, message: str
) -> None:
    with pytest.raises(handout.HandoutError) as raised:
        handout.Library().compose(text)
    found = [problem for problem in raised.value.problems if message in problem.message]
    assert found, raised.value.problems
    assert found[0].origin
    assert found[0].origin.line == 1
