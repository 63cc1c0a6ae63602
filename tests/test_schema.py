"""The schemas accept what 'handout check' accepts, and refuse what a schema can see."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_files import Case, read_cases
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from handout.cli import main
from handout.model.blocks import BLOCKS
from handout.reference import KINDS
from handout.schema import schema_text
from handout.starters import FOLDERS

CONTENT = Path(__file__).parent.parent / "content"


class Yaml12(yaml.SafeLoader):
    """Reads scalars as editors do, by the core schema of YAML 1.2.2 (10.3.2)."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- as in PyYAML


for tag, pattern, first in (
    ("null", r"(?:null|Null|NULL|~|)", "nN~"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(rf"{pattern}\Z"), [*first, *([""] * (tag == "null"))]
    )


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(kind)))


def refusals(kind: str, text: str) -> list[str]:
    """Return why the schema of a kind refuses a file."""
    data = yaml.load(text, Yaml12)  # noqa: S506 -- a loader that is safe
    return [error.message for error in validator(kind).iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema_and_the_command_prints_it(kind: str) -> None:
    printed = CliRunner().invoke(main, ["schema", kind]).output
    Draft202012Validator.check_schema(json.loads(printed))
    assert printed == schema_text(kind)


BUILT_IN = [
    (kind, path)
    for kind, folder in FOLDERS.items()
    for path in (CONTENT / folder).glob("*.yaml")
    # A translation has some of the fields only.
    if "." not in path.stem
]


@pytest.mark.parametrize(("kind", "path"), BUILT_IN, ids=lambda value: getattr(value, "stem", None))
def test_the_content_of_the_library_is_valid(kind: str, path: Path) -> None:
    assert refusals(kind, path.read_text("utf-8")) == []


HANDOUTS = [*(Path(__file__).parent / "content/handouts").glob("*.yaml")]


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.stem)
def test_a_handout_with_every_block_or_field_is_valid(path: Path) -> None:
    assert refusals("handout", path.read_text("utf-8")) == []


@pytest.mark.parametrize("key", [*BLOCKS, "use", "exercise", "stretch"])
def test_a_wrong_field_of_a_block_or_use_is_named_and_no_other_kind_is(key: str) -> None:
    item = f"{{{key}: {{}}, nonsense: 1}}"
    text = f"title: Knee\nsections: [{{content: [{item}]}}]\n"
    messages = refusals("handout", text)
    assert any("'nonsense'" in message for message in messages), messages
    assert not any("any of the given schemas" in message for message in messages), messages


def test_a_wrong_field_inside_a_block_is_named() -> None:
    text = "title: Knee\nsections: [{content: [{lines: {label: Goals, cuont: 4}}]}]\n"
    (message,) = refusals("handout", text)
    assert "'cuont'" in message


def test_a_wrong_field_of_one_of_several_doses_is_named() -> None:
    (message,) = refusals("exercise", "name: A\nsteps: [B.]\ndosage: [{reps: 3}, {rpes: 4}]\n")
    assert "'rpes'" in message


@pytest.mark.parametrize("word", ["yes", "no", "true", "false"])
def test_yes_and_no_may_be_what_editors_read_as_true_and_false(word: str) -> None:
    assert refusals("program", f"handout: knee\nname_on_pages: {word}\n") == []


BEYOND_A_SCHEMA = re.compile(
    # Other files, and the place where a name is used.
    r"there is no (?:entry|handout|section|picture|drawn figure)|'section' is missing|omits every"
    r"|must be inside|links to a file|cannot be read|is damaged|has no entries|there is no label"
    r"|a picture (?:needs|cannot)"
    # Grammars, and what YAML itself does.
    r"|is not an? |is not a valid|two readings|too light|too many|cannot be '|must be a number from"
    r"|is before|is after|is given twice|the tag |too large|control character|a source needs"
    r"|no valid time|must contain \{|cannot contain \{"
    # What the fields of a record say together.
    r"|there is nothing to do|a text for each column|this zone ends|the box is empty"
    r"|weeks of the log is missing|the log is named twice|is short for"
)
"""Problems that only the program can see."""
LIST_OF_NULL = "values that YAML would convert stay text"
"""Holds the word 'null' as the item of a list, which no schema tells from an empty item."""
FILES = ("entry", "picture", "handout", "block", "program", "clinic")
CASES = [case for name in FILES for case in read_cases(f"problems/{name}.txt")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.stem}: {case.title}")
def test_the_schema_agrees_with_the_check(case: Case) -> None:
    kind = {"entry": "exercise", "picture": "exercise", "block": "handout"}.get(
        case.path.stem, case.path.stem
    )
    try:
        refused = refusals(kind, case.given)
    except yaml.YAMLError:
        # Editors show the problems of YAML without a schema.
        return
    errors = [line for line in case.expected.splitlines() if re.match(r"\d+:\d+: (?!warn)", line)]
    if not errors and case.title != LIST_OF_NULL:
        assert refused == []
    if not all(map(BEYOND_A_SCHEMA.search, errors)):
        assert refused, errors
