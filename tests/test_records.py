"""A record is what `dataclasses` would make of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import dataclass, field
from typing import Any

import pytest

from handout.records import record


@record(frozen=True, slots=True, kw_only=True)
class Base:
    """What the others have."""

    id: str
    note: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Named(Base):
    """More than the base."""

    items: tuple[int, ...]
    more: list[int] = field(default_factory=list)


@record(frozen=True, slots=True)
class Plain:
    """A value alone."""

    text: str


@record(frozen=True, slots=True)
class Other:
    """Another with the same value."""

    text: str
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Standard:
    """What it is held against."""

    text: str
    size: float = 1.0


def test_a_record_is_filled_by_place_and_by_name() -> None:
    assert Other("a", 2.0) == Other(size=2.0, text="a")
    assert Other("a").size == 1.0
    named = Named(id="a", items=(1,))
    assert (named.id, named.note, named.items, named.more) == ("a", "", (1,), [])
    assert named.more is not Named(id="a", items=()).more


@pytest.mark.parametrize(
    ("args", "values"), [((), {}), (("a", 1.0, 2), {}), (("a",), {"text": "b"}), (("a",), {"x": 1})]
)
def test_a_wrong_call_is_refused_as_ever(args: tuple[Any, ...], values: dict[str, Any]) -> None:
    for kind in (Standard, Other):
        with pytest.raises(TypeError):
            kind(*args, **values)


def test_equal_records_of_one_kind_are_equal() -> None:
    assert Plain("a") == Plain("a") != Plain("b")
    assert len({Plain("a"), Plain("a"), Other("a"), Standard("a")}) == 3


def test_a_record_never_changes() -> None:
    for change in (setattr, lambda thing, name, _value: delattr(thing, name)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change(Plain("a"), "text", "b")
        with pytest.raises(dataclasses.FrozenInstanceError):
            change(Plain("a"), "other", "b")
    assert not hasattr(Plain("a"), "__dict__")


def test_a_record_does_all_that_is_done_with_dataclasses() -> None:
    named = Named(id="a", items=(1,), more=[2])
    assert dataclasses.replace(named, items=()) == Named(id="a", items=(), more=[2])
    assert [one.name for one in dataclasses.fields(named)] == ["id", "note", "items", "more"]
    assert repr(Other("a")) == repr(Standard("a")).replace("Standard", "Other")
    assert copy.deepcopy(named) == named == pickle.loads(pickle.dumps(named))  # noqa: S301 -- its own
    match Other("a"):
        case Other(text, size):
            assert (text, size) == ("a", 1.0)
