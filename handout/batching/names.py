"""Name the files of a batch: as a template asks, safe on every disk, and never two alike."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Final

from handout.batching.tempmap import TempMap
from handout.decoding import GrammarError
from handout.errors import suggestion

FIELDS: Final = ("patient", "handout", "row", "date", "clinic", "edition", "paper")
"""What a template may name."""

_LONGEST: Final = 180
"""Bytes of a name without its ending and number; most disks allow 255 for all of it."""

_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\s*(?:\.|$))",
    re.IGNORECASE,
)
"""Devices, whatever the ending.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""
_JOINERS: Final = "\u200c\u200d"
"""Invisible, and part of how names are written in Persian and in Indic scripts."""


class Names:
    """Names of one batch, each given once."""

    def __init__(self, template: str, ending: str) -> None:
        """Take a template such as '{patient}-{handout}'; raise GrammarError for a wrong one."""
        self.fields = _fields(template)
        """What the template names."""
        self._template = template
        self._ending = ending
        self._taken = TempMap()

    def name(self, values: Mapping[str, str]) -> str:
        """Return the name of a file; the second of one name gets a number after it.

        Names that differ in capitals alone are one: some disks make no difference.
        """
        filled = self._template.format_map({field: values.get(field, "") for field in FIELDS})
        base = safe_name(filled) or safe_name(
            f"{values.get('row', '')}-{values.get('handout', '')}"
        )
        key = _folded(base)
        count = int(self._taken.get(key) or 0) + 1
        name = base
        while count > 1 and self._taken.get(_folded(name := f"{base}-{count}")):
            count += 1
        self._taken.put(key, str(count))
        if count > 1:
            self._taken.put(_folded(name), "1")
        return f"{name}.{self._ending}"


def _fields(template: str) -> set[str]:
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise GrammarError(f"is not a template: {error}", "write '{patient}-{handout}'") from None
    found = {name for _, name, _, _ in parts if name is not None}
    for name in sorted(found - set(FIELDS)):
        known = suggestion(name, FIELDS)
        raise GrammarError(f"has no field '{{{name}}}'", known)
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise GrammarError("has a field with a format", "write '{row}'")
    return found


def safe_name(text: str) -> str:
    """Return a text as the name of a file without its ending; empty where nothing is left of it.

    Letters of all scripts are kept. What some system forbids becomes '-' or goes.
    """
    text = unicodedata.normalize("NFC", "".join(map(_safe, text)))
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"-{2,}", "-", text).strip(" .-")
    if _RESERVED.match(text):
        text = f"_{text}"
    cut = text.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
    return cut.rstrip(" .-")


def _safe(sign: str) -> str:
    if sign in '<>:"/\\|?*':
        return "-"
    if sign.isspace():
        return " "
    # Controls, directions, halves of pairs and what has no meaning yet.
    return "" if unicodedata.category(sign)[0] == "C" and sign not in _JOINERS else sign


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
