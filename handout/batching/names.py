"""Name the files of a batch by a template: safe on every file system, and each name once."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Final

from handout.errors import RequestError, suggestion

FIELDS: Final = ("patient", "handout", "row", "date", "clinic", "edition", "paper")
"""Fields that a template may contain."""

_LONGEST: Final = 180
"""Bytes of a name without its suffix and number; most file systems allow 255 in all."""

_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\s*(?:\.|$))",
    re.IGNORECASE,
)
"""Names of devices, with any suffix.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""
_JOINERS: Final = "\u200c\u200d"
"""Invisible characters that names need in Persian and in Indic scripts."""


class Names:
    """The names of one batch, all of them different."""

    def __init__(self, template: str, ending: str) -> None:
        """Take a template such as '{patient}-{handout}'; raise RequestError if it is wrong."""
        self.fields = _fields(template)
        """The fields of the template."""
        self._template = template
        self._ending = ending
        self._taken: dict[str, int] = {}

    def name(self, values: Mapping[str, str]) -> str:
        """Return the name of a file; a number is added to a name that is already taken.

        Names that differ only in case count as equal, because they are on some file systems.
        """
        filled = self._template.format_map({field: values.get(field, "") for field in FIELDS})
        base = safe_name(filled) or safe_name(
            f"{values.get('row', '')}-{values.get('handout', '')}"
        )
        key = _folded(base)
        count = self._taken.get(key, 0) + 1
        name = base
        while count > 1 and _folded(name := f"{base}-{count}") in self._taken:
            count += 1
        self._taken[key] = count
        if count > 1:
            self._taken[_folded(name)] = 1
        return f"{name}.{self._ending}"


def _fields(template: str) -> set[str]:
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        hint = "write '{patient}-{handout}'"
        raise RequestError(f"the name template is wrong: {error}", hint) from None
    found = {name for _, name, _, _ in parts if name is not None}
    for name in sorted(found - set(FIELDS)):
        message = f"the name template cannot contain '{{{name}}}'"
        raise RequestError(message, suggestion(name, FIELDS))
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise RequestError("the fields of a name template take no format", "write '{row}'")
    return found


def safe_name(text: str) -> str:
    """Return a text as a file name without suffix; empty if nothing of it remains.

    Letters of all scripts are kept. What some system forbids is replaced by '-' or removed.
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
    # Control and format characters, surrogates and unassigned code points.
    return "" if unicodedata.category(sign)[0] == "C" and sign not in _JOINERS else sign


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
