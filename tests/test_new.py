"""Files that 'handout new' starts, and what 'handout help' says about them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec import Struct
from PIL import Image

import handout
from handout.cli import main
from handout.decoding import read_record, shape_of
from handout.errors import Problems
from handout.located import Node
from handout.model.blocks import BLOCKS
from handout.reference import KINDS, dose, examples_of, fields_of, records, title_of
from handout.shapes import ListOf, OneOf, Shape, Words
from handout.starters import FOLDERS
from handout.yaml_parser import parse_yaml

FILLED = {
    "exercise": ("\n  -\n  -\n", "\n  - Rise on your toes.\n  - Come down slowly.\n"),
    "stretch": ("\n  -\n  -\n", "\n  - Step back.\n  - Lean in.\n"),
    "handout": ("\n      -\n", "\n      - wall-sit\n"),
    "program": ("\nhandout:\n", "\nhandout: it-band-pain\n"),
    "clinic": ("", ""),
    "figure": ("", ""),
}
"""The gaps of each kind, and what a clinician puts there."""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def start(kind: str, *name: str) -> Path:
    result = run("new", kind, *name)
    assert result.exit_code == 0, result.output
    return Path(result.stdout.strip())


def fill(path: Path, kind: str) -> None:
    gap, words = FILLED[kind]
    path.write_text(path.read_text("utf-8").replace(gap, words), "utf-8")


def uncomment(path: Path) -> None:
    """Use all fields that a starter offers: their lines begin with '#' and no single space."""
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^#(?=[^ #\n]|  )", "", text, flags=re.MULTILINE), "utf-8")


def pictures() -> None:
    Path("content/images").mkdir(exist_ok=True)
    for name in ("heel-raise.jpg", "calf-stretch.jpg", "logo.png"):
        Image.new("RGB", (600, 400), "teal").save(Path("content/images", name))


@pytest.mark.parametrize("kind", [kind for kind in FOLDERS if kind != "figure"])
def test_a_filled_file_has_no_problem(kind: str) -> None:
    path = start(kind, "Heel", "raise")
    assert path == Path("content", FOLDERS[kind], "heel-raise.yaml")
    fill(path, kind)
    checked = run("check", "content", "--strict")
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("kind", [kind for kind in FOLDERS if kind != "figure"])
def test_every_example_in_a_file_may_be_used_as_it_is(kind: str) -> None:
    path = start(kind, "Heel", "raise")
    fill(path, kind)
    uncomment(path)
    pictures()
    checked = run("check", "content", "--strict")
    assert checked.exit_code == 0, checked.output


def test_a_handout_that_uses_all_examples_has_phases_and_says_whom_to_call() -> None:
    path = start("handout", "Strong knees")
    fill(path, "handout")
    uncomment(path)
    text = handout.Library("content").compose("strong-knees").text()
    assert re.findall(r"^#+ (.*[Ww]eeks? .+)", text, re.MULTILINE) == [
        "Weeks 1 and 2: Get moving",
        "From week 3: Get stronger",
    ]
    assert "Call: Knee clinic, 01632" in text
    assert text.count("The steps are under number") == 1


@pytest.mark.parametrize("kind", ["exercise", "stretch"])
def test_the_several_doses_that_a_file_shows_may_be_used_as_they_are(kind: str) -> None:
    path = start(kind, "Heel", "raise")
    fill(path, kind)
    shown = re.compile(r"^# Several doses are a list: (\[.+\])\.\n#dosage: .+$", re.MULTILINE)
    text, used = shown.subn(r"dosage: \1", path.read_text("utf-8"))
    assert used == 1
    path.write_text(text, "utf-8")
    checked = run("check", "content", "--strict")
    assert checked.exit_code == 0, checked.output


@pytest.mark.slow
def test_a_new_figure_can_be_drawn() -> None:
    path = start("figure", "Arm lift")
    uncomment(path)
    assert run("figure", str(path)).exit_code == 0
    checked = run("check", "content", "--strict")
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        ("exercise", ["an item of 'steps' is empty", "an item of 'steps' is empty"]),
        ("handout", ["an item of 'entries' is empty"]),
        ("program", ["'handout' is missing"]),
    ],
)
def test_each_gap_is_a_problem_at_its_line(kind: str, problems: list[str]) -> None:
    path = start(kind, "Heel raise")
    gap = FILLED[kind][0].strip().splitlines()[0]
    line = [text.strip() for text in path.read_text("utf-8").splitlines()].index(gap) + 1
    found = run("check", "content").stderr.splitlines()
    assert found[0].startswith(f"{path}:{line}:")
    assert [text.partition(": ")[2] for text in found[::2]] == problems
    assert all(text.startswith("  hint: ") for text in found[1::2])


def test_a_new_file_is_followed_by_commands_that_work() -> None:
    started = run("new", "exercise", "Heel raise", "--content", "my own")
    assert started.stdout == "my own/exercises/heel-raise.yaml\n"
    assert "The library has 'heel-raise', too" in started.stderr
    fill(Path(started.stdout.strip()), "exercise")
    check, show = started.stderr.splitlines()[-2:]
    assert check.strip() == "handout check 'my own/exercises/heel-raise.yaml'"
    assert show.strip() == "handout show heel-raise --content 'my own'"
    shown = run("show", "heel-raise", "--content", "my own")
    assert "1. Rise on your toes." in shown.stdout


def test_no_file_is_ever_replaced() -> None:
    path = start("exercise", "Heel raise")
    path.write_text("mine", "utf-8")
    for kind in ("exercise", "stretch"):
        again = run("new", kind, "heel-raise")
        assert again.exit_code == 1
        assert f"the id 'heel-raise' is already used by {path}" in again.stderr
    assert path.read_text("utf-8") == "mine"
    assert [*Path("content").rglob("heel*")] == [path]


@pytest.mark.parametrize(
    ("name", "id_", "written"),
    [
        ("Knee: week #1", "knee-week-1", "'Knee: week #1'"),
        ("Runner's knee", "runners-knee", "Runner's knee"),
        ("Étirement du côté", "etirement-du-cote", "Étirement du côté"),
        ("wall-sit", "wall-sit", "Wall sit"),
        ("'quoted'", "quoted", "'''quoted'''"),
        ("yes", "yes", "Yes"),
    ],
)
def test_the_id_is_made_of_the_name(name: str, id_: str, written: str) -> None:
    path = start("clinic", name)
    assert path.stem == id_
    assert f"\nname: {written}\n" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["exercize", "Heel raise"], "did you mean 'exercise'?"),
        (["exercise"], "a name is missing"),
        (["exercise", "exercises/heel-raise.yaml"], "write words, such as 'Heel raise'"),
        (["exercise", "踵上げ"], "write it in letters from a to z"),
        (["exercise", "..."], "no id can be made of '...'"),
    ],
)
def test_a_wrong_kind_or_name_is_wrong_usage(words: list[str], message: str) -> None:
    result = run("new", *words)
    assert result.exit_code == 2
    assert message.casefold() in result.stderr.casefold()
    assert not Path("content").exists()


def test_a_folder_that_cannot_be_made_is_a_problem() -> None:
    Path("content").write_text("a file", "utf-8")
    result = run("new", "exercise", "Heel raise", "--content", "content/inside")
    assert result.exit_code == 1
    assert "cannot write 'content/inside/" in result.stderr


def test_the_file_names_a_schema_that_moves_with_the_folder() -> None:
    path = start("exercise", "Heel raise")
    Path("content").rename("moved")
    path = Path("moved", *path.parts[1:])
    modeline = path.read_text("utf-8").splitlines()[0]
    assert modeline == "# yaml-language-server: $schema=../.schemas/exercise.json"
    schema = path.parent / modeline.partition("=")[2]
    assert schema.read_text("utf-8") == run("schema", "exercise").stdout


def grammars(shape: Shape) -> list[type[Any]]:
    match shape:
        case Words():
            return [shape.grammar]
        case ListOf():
            return grammars(shape.item)
        case OneOf():
            return [grammar for each in shape.shapes for grammar in grammars(each)]
        case _:
            return []


def test_a_topic_and_a_definition_mean_one_record() -> None:
    for name_of in (title_of, lambda record: record.__name__):
        assert len({name_of(record) for record in records()}) == len(records())


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_every_field_is_explained(record: type[Any]) -> None:
    assert [field.name for field in fields_of(record) if not field.meaning] == []


GRAMMARS: set[type[Any]] = {
    grammar
    for record in records()
    for field in fields_of(record)
    for grammar in grammars(field.shape)
}


@pytest.mark.parametrize("grammar", sorted(GRAMMARS, key=str))
def test_the_docstring_of_a_grammar_quotes_forms_that_it_reads(grammar: type[Any]) -> None:
    forms = examples_of(grammar)
    assert forms, f"write forms in quotes into the docstring of {grammar.__name__}"
    for form in forms:
        tree = parse_yaml(f"form: {form}".encode(), "form", Problems())
        assert tree
        grammar.parse(str(tree.fields["form"].value))


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_the_examples_of_a_field_are_read(record: type[Any]) -> None:
    # The store gives a file its id.
    given = {"id": "example"} if "id" in record.__struct_fields__ else {}
    for field in fields_of(record):
        for example in field.examples:
            problems = Problems()
            tree = parse_yaml(f"{field.name}: {example}".encode(), "form", problems)
            assert tree
            read_record(record, tree, problems, **given)
            # What other fields of the record must say.
            others = "missing|needs|nothing to do|is empty"
            own = [each for each in problems.in_order() if not re.search(others, each.message)]
            assert own == [], (field.name, example)


def test_a_type_that_does_not_say_how_it_is_written_is_named() -> None:
    class Pace(Struct):
        @classmethod
        def from_node(cls, node: Node, problems: Problems) -> None: ...

    with pytest.raises(TypeError, match="Pace needs a class method 'shapes'"):
        shape_of(Pace)


@pytest.mark.parametrize("key", BLOCKS)
def test_a_block_is_explained_by_its_key(key: str) -> None:
    (listed,) = re.findall(r"^Blocks +(.+?)^Parts", run("help").output, re.MULTILINE | re.DOTALL)
    assert key in re.findall(r"\w+", listed)
    assert run("help", key).output == run("help", key.replace("_", " ")).output
    assert run("help", key).exit_code == 0


@pytest.mark.parametrize("topic", ["dosage", "exercise", "program", "picture", "clinician"])
def test_help_lists_the_fields_of_a_topic(topic: str) -> None:
    shown = run("help", topic)
    assert shown.exit_code == 0
    record = {each.__name__.casefold(): each for each in records()} | KINDS | {"dosage": dose()}
    names = {field.name for field in fields_of(record[topic])}
    assert names <= set(re.findall(r"^(\w+)", shown.output, re.MULTILINE))


def test_help_shows_the_words_of_a_dosage_and_all_topics_and_commands() -> None:
    assert "every 2 hours while awake" in " ".join(run("help", "dosage").output.split())
    assert "dosage" in run("help").output
    assert "build [OPTIONS] TARGET" in run("help", "build").output
    wrong = run("help", "dosige")
    assert (wrong.exit_code, "did you mean 'dosage'?" in wrong.output) == (2, True)
