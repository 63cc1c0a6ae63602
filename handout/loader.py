"""Load content files; parsed files are cached on disk for later runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import msgpack

from handout import limits
from handout.disk_cache import cached
from handout.errors import Origin, Problems
from handout.located import TOO_LARGE, Field, LeftOut, Mapping, Node, Sequence, Text


def load_yaml(path: Path, problems: Problems, *, cacheable: bool = False) -> Mapping | None:
    """Return the fields of a YAML file, or None after noting its problems.

    If `cacheable`, the tree of a file without problems is cached on disk; files about a patient
    must not be.
    """
    file = str(path)
    start = Origin(file, 1, 1)
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            problems.error(TOO_LARGE, start)
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.error(f"the file cannot be read: {error.strerror or error}", start)
        return None
    if not cacheable:
        return _parsed(data, file, problems)
    try:
        packed = cached(lambda: _packed(data, file), b"tree", data)
    except _Faulty as faulty:
        problems.extend(faulty.problems)
        return faulty.tree
    tree = _unpacked(msgpack.decode(packed), file)
    return tree if isinstance(tree, Mapping) else None


class _Faulty(Exception):  # noqa: N818 -- it never leaves this module
    """Raised for a file with problems, which is not cached."""

    def __init__(self, tree: Mapping | None, problems: Problems) -> None:
        self.tree = tree
        self.problems = problems.in_order()
        super().__init__()


def _packed(data: bytes, file: str) -> bytes:
    problems = Problems()
    tree = _parsed(data, file, problems)
    if tree is None or problems.in_order():
        raise _Faulty(tree, problems)
    return msgpack.encode(_bare(tree))


def _parsed(data: bytes, file: str, problems: Problems) -> Mapping | None:
    from handout.yaml_parser import parse_yaml  # noqa: PLC0415 -- 12 ms that cached trees save

    return parse_yaml(data, file, problems)


def _bare(node: Node) -> tuple[int, int, Any]:
    """Return a node as line, column and plain data, without the name of the file."""
    place = node.origin.line, node.origin.column
    if isinstance(node, Text):
        return *place, None if isinstance(node, LeftOut) else node.value
    if isinstance(node, Sequence):
        return *place, [_bare(item) for item in node.items]
    fields = node.fields.items()
    return *place, {name: (_bare(field.key), _bare(field.value)) for name, field in fields}


def _unpacked(bare: Any, file: str) -> Any:  # noqa: ANN401 -- a Node, or a Text for a key
    """Return the node of a file with such data."""
    line, column, value = bare
    origin = Origin(file, line, column)
    if value is None:
        return LeftOut("", origin)
    if isinstance(value, str):
        return Text(value, origin)
    if isinstance(value, list):
        return Sequence(tuple([_unpacked(item, file) for item in value]), origin)
    fields = {
        name: Field(_unpacked(key, file), _unpacked(inside, file))
        for name, (key, inside) in value.items()
    }
    return Mapping(fields, origin)
