"""The shapes in which values may be written in content files.

`decoding.shape_of` finds the shape of an annotation. The reference and the schemas are made of
shapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct


class AnyText(Struct, frozen=True):
    """Any text."""

    may_be_empty: bool = False


class YesOrNo(Struct, frozen=True):
    """Yes or no."""


class Words(Struct, frozen=True):
    """A text that a grammar reads."""

    grammar: type[Any]


class Choice(Struct, frozen=True):
    """One of a few words."""

    words: tuple[str, ...]
    grammar: type[Any] | None = None
    """Reads other words for the same choices, such as 'lying on your back'."""


class ListOf(Struct, frozen=True):
    """A list."""

    item: Shape


class Fields(Struct, frozen=True):
    """The fields of a record."""

    record: type[Any]


class Changes(Struct, frozen=True):
    """Some fields of a record, to be laid over those that it has; an empty one removes its own."""

    record: type[Any]
    beside: type[Any] | None = None
    """A record of which all fields are given as well."""


class ByName(Struct, frozen=True):
    """Values by names that are not the program's, such as the ids of entries."""

    value: Shape


class OneOf(Struct, frozen=True):
    """Any of several shapes."""

    shapes: tuple[Shape, ...]


def one_of(shapes: Iterable[Shape]) -> Shape:
    """Return the shape of a value that has any of several shapes."""
    each = tuple(
        part
        for shape in shapes
        for part in (shape.shapes if isinstance(shape, OneOf) else (shape,))
    )
    return each[0] if len(each) == 1 else OneOf(each)


Shape = AnyText | YesOrNo | Words | Choice | ListOf | Fields | Changes | ByName | OneOf
