"""Write plain fields as YAML, as a person would write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from handout.located import Data

_ONE_LINE: Final = 90
"""The most characters of a list or of fields that stand on one line."""


def write_yaml(fields: Mapping[str, Data]) -> bytes:
    """Return fields as a YAML file from which `yaml_parser` reads the same texts.

    An item of a list that is short has a line of its own, so that a change moves little else.
    """
    text: str = yaml.dump(
        dict(fields), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return text.encode()


class _Dumper(yaml.SafeDumper):
    """A dumper for texts only: none needs quotes to tell it from a number or a date."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- PyYAML's signature
        """Indent lists below their key."""
        super().increase_indent(flow, indentless=False)

    def represent_fields(self, fields: dict[str, Data]) -> yaml.Node:
        """Return fields on one line if they are short; the items of a list have their own."""
        node = self.represent_mapping("tag:yaml.org,2002:map", fields.items())
        node.flow_style = self._depth > 1 and self._fits(fields) and not _has_items(fields)
        return node

    _depth = 0

    def represent_data(self, data: Any) -> yaml.Node:  # noqa: ANN401 -- PyYAML's signature
        """Count how deep a value is."""
        self._depth += 1
        try:
            return super().represent_data(data)
        finally:
            self._depth -= 1

    def represent_items(self, items: list[Data]) -> yaml.Node:
        """Return a list with a line for each item, or on one line if it is short texts."""
        node = self.represent_sequence("tag:yaml.org,2002:seq", items)
        node.flow_style = all(isinstance(item, str) for item in items) and self._fits(items)
        return node

    def represent_text(self, text: str) -> yaml.Node:
        """Return a text, in lines of its own if it has several."""
        style = "|" if "\n" in text and _is_block(text) else None
        # An empty text says that there shall be nothing; nothing at all would be a slip.
        style = style if text else "'"
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    @staticmethod
    def _fits(data: Data) -> bool:
        return "\n" not in (text := str(data)) and r"\n" not in text and len(text) <= _ONE_LINE


def _has_items(data: Data) -> bool:
    """Return whether there is a list of more than texts in the data."""
    if isinstance(data, dict):
        return any(map(_has_items, data.values()))
    return isinstance(data, list) and any(isinstance(item, dict) for item in data)


def _is_block(text: str) -> bool:
    """Return whether a text can stand in lines of its own without losing spaces."""
    lines = text.split("\n")
    return not any(line != line.strip() for line in lines)


# By default texts such as 3, yes and 2026-03-02 are quoted.
_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_representer(dict, _Dumper.represent_fields)
_Dumper.add_representer(list, _Dumper.represent_items)
_Dumper.add_representer(str, _Dumper.represent_text)
