"""Find the field of a program that a problem is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import handout

FieldPath = tuple[str | int, ...]


class FieldPaths:
    """The paths of the fields of one program by their places in its YAML file."""

    def __init__(self, program: dict[str, Any], written: bytes) -> None:
        """Take a program as plain fields and as the file from which it was composed."""
        self._program = program
        root = yaml.compose(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._places = sorted(_places(root, ())) if root else []

    def of(self, problem: handout.Problem) -> FieldPath | None:
        """Return the path of the field that a problem is about, or None if it is about none.

        A problem in the file of an entry is about the first use of it.
        """
        origin = problem.origin
        if origin is None:
            return None
        if Path(origin.file).suffix == ".yaml":
            return self._use_of(Path(origin.file).stem)
        place = (origin.line, origin.column)
        index = bisect_right(self._places, place, key=lambda each: each[0])
        if not index:
            return ()
        start, path = self._places[index - 1]
        # An item of a list begins where its first field does; what names no field is about all.
        is_first = index > 1 and self._places[index - 2] == (start, path[:-1])
        return path[:-1] if is_first and f"'{path[-1]}'" not in problem.message else path

    def _use_of(self, entry: str) -> FieldPath | None:
        for number, section in enumerate(self._program["handout"].get("sections", ())):
            for place, item in enumerate(section.get("content", ())):
                if entry in (item, item.get("use") if isinstance(item, dict) else None):
                    return ("handout", "sections", number, "content", place)
        return None


def _places(node: yaml.Node, path: FieldPath) -> Iterator[tuple[tuple[int, int], FieldPath]]:
    """Yield the lines and columns, from 1, at which a node and those in it begin."""
    yield (node.start_mark.line + 1, node.start_mark.column + 1), path
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            yield (key.start_mark.line + 1, key.start_mark.column + 1), inner
            yield from _places(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _places(item, (*path, index))
