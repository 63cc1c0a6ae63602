"""Start a content file: a commented file to fill in, and the schema with which editors check it.

In a starter, a line that begins with '#' and no space is a field that may be used; all other
comments are for the reader.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Final

from msgspec import Struct

from handout.content_files import CLINICS, FIGURES, HANDOUTS, NAMESPACES, PROGRAMS
from handout.errors import HandoutError, Problem, Problems, RequestError, suggestion
from handout.located import Text
from handout.model import ID_FORM, Kind
from handout.output import reason_of, replace_file
from handout.resources import built_in, is_file
from handout.schema import schema_text
from handout.yaml_parser import parse_yaml

FOLDERS: Final = {
    **{kind.value: kind.folder for kind in Kind},
    "handout": HANDOUTS,
    "program": PROGRAMS,
    "clinic": CLINICS,
    "figure": FIGURES,
}
"""The folder of a file by its kind."""
SCHEMAS: Final = ".schemas"
"""The folder of schemas in a content folder, so that both move together."""


class Started(Struct, frozen=True):
    """A file that has been started."""

    id: str
    path: Path
    stands_over: bool
    """Whether it replaces a file of the library."""


def start_file(kind: str, name: str, folder: Path) -> Started:
    """Write a starter into a content folder, with the schema of its kind; create folders.

    Raises RequestError for an unknown kind and a name of which no id can be made, and HandoutError
    if the id is taken in the folder or the file cannot be written.
    """
    if kind not in FOLDERS:
        raise RequestError(f"there is no kind '{kind}'", suggestion(kind, FOLDERS))
    id_, words = _named(name)
    path = folder / FOLDERS[kind] / f"{id_}.yaml"
    (rivals,) = (names for names in NAMESPACES if FOLDERS[kind] in names)
    for rival in (folder / each / path.name for each in rivals):
        if os.path.lexists(rival):
            message = f"the id '{id_}' is already used by {rival}"
            raise HandoutError([Problem(message, hint="edit that file, or choose another name")])
    library = built_in("content")
    stands_over = any(is_file(library / each / path.name) for each in rivals)
    replace_file(folder / SCHEMAS / f"{kind}.json", schema_text(kind).encode(), parents=True)
    _create(path, starter(kind, words))
    return Started(id_, path, stands_over)


def starter(kind: str, name: str) -> str:
    """Return a commented file of a kind, with a name or title."""
    text = (Path(__file__).parent / f"{kind}.yaml").read_text("utf-8")
    modeline = f"# yaml-language-server: $schema=../{SCHEMAS}/{kind}.json\n"
    return modeline + text.replace("{name}", _as_yaml(name))


def _named(name: str) -> tuple[str, str]:
    """Return an id and the words that it stands for."""
    words = " ".join(name.split())
    if re.search(r"[/\\]|\.ya?ml$", words) or not words.isprintable():
        raise RequestError(f"'{words}' is not a name", "write words, such as 'Heel raise'")
    # Letters without their accents; an apostrophe does not part a word.
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    id_ = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if not id_:
        hint = "write it in letters from a to z; then change the name in the file"
        raise RequestError(f"no id can be made of '{words}'", hint)
    return id_, words.replace("-", " ").capitalize() if ID_FORM.fullmatch(words) else words


def _as_yaml(words: str) -> str:
    """Return words as YAML, in quotes only if they need them."""
    problems = Problems()
    tree = parse_yaml(f"name: {words}\n".encode(), "", problems)
    value = tree.fields["name"].value if tree else None
    if isinstance(value, Text) and value.value == words and not problems.in_order():
        return words
    return "'" + words.replace("'", "''") + "'"


def _create(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text.encode())
    except OSError as error:
        raise HandoutError([Problem(f"cannot write '{path}': {reason_of(error)}")]) from error
