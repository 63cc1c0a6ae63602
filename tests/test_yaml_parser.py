"""YAML is parsed into a tree of texts with their positions; any bytes give a tree or problems."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handout.errors import Origin, Problems
from handout.loader import load_yaml
from handout.located import Field, Mapping, Node, Sequence, Text, is_empty

FUZZ = settings(max_examples=150)


def load(path: Path, text: str | bytes) -> tuple[Mapping | None, Problems]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    problems = Problems()
    return load_yaml(path, problems), problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.yaml"


def tree_of(path: Path, text: str) -> Mapping:
    tree, problems = load(path, text)
    assert problems.in_order() == []
    assert tree
    return tree


def plain(node: Node) -> Any:  # noqa: ANN401 -- plain data of any shape
    """Return a tree as plain data."""
    match node:
        case Text(value):
            return value
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(fields):
            return {name: plain(field.value) for name, field in fields.items()}


def places(node: Node) -> list[str]:
    """Return the texts of a tree with their positions, in order."""
    match node:
        case Text(value, origin):
            return [f"{origin.line}:{origin.column} {value}"]
        case Sequence(items):
            return [place for item in items for place in places(item)]
        case Mapping(fields):
            return [
                place
                for field in fields.values()
                for place in (*places(field.key), *places(field.value))
            ]


def test_every_text_has_its_position(path: Path) -> None:
    text = "name: Wall sit\ndosage: {sets: 2-3}\nsteps:\n  - Sit.\n  - |\n    Stay.\n"
    tree = tree_of(path, text)
    assert tree.origin == Origin(str(path), 1, 1)
    assert places(tree) == [
        *("1:1 name", "1:7 Wall sit", "2:1 dosage", "2:10 sets", "2:16 2-3"),
        *("3:1 steps", "4:5 Sit.", "5:5 Stay.\n"),
    ]


def test_columns_count_characters(path: Path) -> None:
    assert places(tree_of(path, '\ufeff"näme": {ü: 𝄞, b: c}')) == [
        *("1:1 näme", "1:10 ü", "1:13 𝄞", "1:16 b", "1:19 c")
    ]


@pytest.mark.parametrize(
    "value",
    [
        *("1:30", "012", "0x1F", "1e3", "1_000", ".5", "no", "yes", "on", "off", "true", "null"),
        *("~", "2026-03-02", "2026-03-02 10:00:00", "=", "5", "-3", ".nan", "<<"),
    ],
)
def test_every_scalar_stays_text(path: Path, value: str) -> None:
    assert plain(tree_of(path, f"key: {value}\n{value}: key")) == {"key": value, value: "key"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(path: Path) -> None:
    text = "name: Wall sit\nwhy: |\n  Strong legs.\n\n  Strong hips.\n"
    windows = "\ufeff" + text.replace("\n", "\r\n")
    assert plain(tree_of(path, windows)) == plain(tree_of(path, text))
    assert places(tree_of(path, windows)) == places(tree_of(path, text))


def test_an_alias_is_the_value_of_its_anchor(path: Path) -> None:
    tree = tree_of(path, "a: &x {b: [c]}\nd: *x")
    assert plain(tree) == {"a": {"b": ["c"]}, "d": {"b": ["c"]}}


SAFE = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029\x85"
)
# A name or dash with a no-break space is a mistake of indentation, not a name.
KEYS = st.text(SAFE, min_size=1, max_size=8).filter(lambda key: not re.match(r"[^\S ]", key))
TEXTS = st.text(SAFE, max_size=30).filter(lambda text: not re.match(r"-[^\S ]", text))
PLAIN: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.sampled_from(["no", "012", "1:30", "a: b", "- c", "*d", "#e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@FUZZ
@given(st.dictionaries(KEYS, PLAIN, min_size=1, max_size=4))
def test_yaml_written_by_a_library_is_parsed_unchanged(path: Path, data: dict[str, Any]) -> None:
    tree, problems = load(path, yaml.safe_dump(data, allow_unicode=True))
    assert not problems.has_errors
    assert tree
    assert plain(tree) == data


YAMLISH = st.text("ab:- \n\t{}[]&*!|>'\"#%@`,?\\x0u\u202e\ufeff\x00ü", max_size=60)


@FUZZ
@given(st.binary(max_size=200) | YAMLISH.map(str.encode))
def test_any_bytes_are_a_tree_or_a_problem(path: Path, data: bytes) -> None:
    tree, problems = load(path, data)
    assert tree is not None or problems.has_errors
    for problem in problems.in_order():
        assert problem.origin
        assert problem.origin.line >= 1
        assert problem.origin.column >= 1
        assert str(problem)


def overlaid(path: Path, base: str, *changes: str) -> Mapping:
    tree = tree_of(path, base)
    for change in changes:
        tree = tree.overlaid(tree_of(path.with_name("change.yaml"), change))
    return tree


@pytest.mark.parametrize(
    ("base", "change", "result"),
    [
        ("a: b", "c: d", {"a": "b", "c": "d"}),
        ("a: b", "a: c", {"a": "c"}),
        ("a: {b: c, d: e}", "a: {d: f}", {"a": {"b": "c", "d": "f"}}),
        ("a: {b: {c: d}}", "a: {b: {e: f}}", {"a": {"b": {"c": "d", "e": "f"}}}),
        ("a: [b, c]", "a: [d]", {"a": ["d"]}),
        ("a: {b: c}", "a: d", {"a": "d"}),
        ("a: b", "a: {c: d}", {"a": {"c": "d"}}),
    ],
)
def test_fields_are_overlaid(path: Path, base: str, change: str, result: dict[str, Any]) -> None:
    assert plain(overlaid(path, base, change)) == result


def test_an_empty_value_removes_a_field_until_it_is_given_again(path: Path) -> None:
    base, taken = "a: {b: c, d: e}", "a: {b: }"
    inside = overlaid(path, base, taken).fields["a"].value
    assert isinstance(inside, Mapping)
    assert is_empty(inside.fields["b"].value)
    assert plain(overlaid(path, base, taken, "a: {b: f}")) == {"a": {"b": "f", "d": "e"}}


def test_overlaid_values_keep_their_positions(path: Path) -> None:
    tree = overlaid(path, "a: {b: c, d: e}", "\n\na: {d: f}")
    origins = {name: Path(origin.file).stem for name, origin in _origins(tree).items()}
    assert origins == {"c": "case", "f": "change"}
    assert _origins(tree)["f"].line == 3


def _origins(tree: Mapping) -> dict[str, Origin]:
    inside = tree.fields["a"].value
    assert isinstance(inside, Mapping)
    values = [field.value for field in inside.fields.values()]
    return {value.value: value.origin for value in values if isinstance(value, Text)}


def test_overlaying_does_not_change_the_original(path: Path) -> None:
    base = tree_of(path, "a: {b: c}")
    base.overlaid(tree_of(path, "a: {b: d}"))
    assert plain(base) == {"a": {"b": "c"}}
    assert base.without("a").fields == {}
    assert isinstance(base.fields["a"], Field)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("note: You had a # wrist", (1, 17)),
        ("name: Knee\nnote: Call ext #12", (2, 16)),
        ("note: Squat #2", (1, 13)),
        ("steps:\n  - Press down   # gently", (2, 18)),
        ("steps: [Press your heel down # gently\n  , Rest.]", (1, 30)),
        ("name: Knee\rnote: Call ext #12", (2, 16)),
    ],
)
def test_words_that_yaml_drops_as_a_comment_are_a_warning_at_their_place(
    path: Path, text: str, place: tuple[int, int]
) -> None:
    _, problems = load(path, text)
    (problem,) = problems.in_order()
    assert not problems.has_errors
    assert problem.origin
    assert (problem.origin.line, problem.origin.column) == place
    assert "is not printed" in problem.message


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("note: You had a # wrist", "'You had a # wrist'"),
        ("note: Don't stop  # now", "'Don''t stop # now'"),
        ("note: You had\n  a # wrist", "'You had a # wrist'"),
        ("note: #5 of the plan", "'#5 of the plan'"),
        (
            "steps: [Lift your arm slowly, hold, then stop, Rest.]",
            "- Lift your arm slowly, hold, then stop",
        ),
    ],
)
def test_words_that_are_lost_are_shown_in_the_form_that_keeps_them(
    path: Path, text: str, form: str
) -> None:
    _, problems = load(path, text)
    (problem,) = problems.in_order()
    assert problem.hint
    assert form in problem.hint


def test_each_form_shown_for_a_text_that_starts_with_a_sign_of_yaml_is_read_as_that_text(
    path: Path,
) -> None:
    texts = ["*Slowly* now", "**Slow**", "[Watch](https://x.org) it", '"Slow" arms', "'Slow' arms"]
    for text in [*texts, "{x} y", "% of it", "@home", "`x`", "| hello", "> 5 times"]:
        for before in ("note: ", "  - ", "  - note: "):
            _, problems = load(path, f"steps:\n{before}{text}\n")
            (problem,) = problems.in_order()
            assert problem.hint
            form = problem.hint.removeprefix("write ").removesuffix(
                ", with quotes around all of the text"
            )
            assert plain(tree_of(path, f"note: {form}")) == {"note": text}


def test_a_mark_that_nothing_refers_to_is_a_warning(path: Path) -> None:
    _, problems = load(path, "note: &c Tea\nwhy: &d Rest\nalso: *d")
    (problem,) = problems.in_order()
    assert not problems.has_errors
    assert problem.origin == Origin(str(path), 1, 7)


@pytest.mark.parametrize(
    "text",
    [
        "note: 'You had a # wrist'",
        "# A comment of its own\nname: Knee",
        "use: clamshell   # with changes",
        "sets: 3 # in all",
        "name: 'Knee bend'  # a comment behind quotes",
        "note: See https://example.org/#part",
        "note: |\n  You had a # wrist",
        "dosage:  # of the first week\n  sets: 3",
        "dosage: # of the first week\n  sets: 3",
        "sets:  # to be filled in",
    ],
)
def test_comments_that_take_no_words_are_no_problem(path: Path, text: str) -> None:
    tree_of(path, text)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("stop_if: [Sharp pain in the chest, arm or jaw]", 36),
        ("steps: [Lift your arm slowly, hold, then lower it.]", 31),
        ("equipment: [light dumbbell, if you like]", 29),
        ("stop_if: [numbness, swelling, or both]", 31),
    ],
)
def test_a_sentence_that_a_comma_cuts_in_a_list_is_a_warning(
    path: Path, text: str, column: int
) -> None:
    _, problems = load(path, text)
    first, *_ = problems.in_order()
    assert not problems.has_errors
    assert first.origin
    assert first.origin.column == column
    assert "comma" in first.message


@pytest.mark.parametrize(
    "text",
    [
        "aliases: [IT band, clam]",
        "stop_if: [sharp pain, swelling]",
        "steps: [Keep your back straight., Lean forward.]",
        "steps:\n  - Lift your arm, hold, then lower it",
    ],
)
def test_lists_whose_commas_cut_no_sentence_are_no_problem(path: Path, text: str) -> None:
    tree_of(path, text)
