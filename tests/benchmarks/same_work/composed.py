"""What this project says, for the peers to say too: its Documents as lines of words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from handout.errors import Origin, Problems
from handout.located import Data, Mapping, as_mapping
from handout.session import Session
from same_work.content import SINGLE, VISIT, Row
from same_work.words import Values, words_of


def handout_words(content: Path, handout: str) -> Values:
    """Return the words of a handout of the content folder."""
    (words,) = _words(content, handout, [None])
    return words


def copy_words(content: Path, rows: list[Row]) -> list[Values]:
    """Return the words of the single handout as each row of the table changes it."""
    return [*_words(content, SINGLE, map(_personal, rows))]


def _words(content: Path, handout: str, personal: Iterable[Mapping | None]) -> Iterator[Values]:
    problems = Problems()
    session = Session([content])
    located = session.store.find_handout(handout)
    for fields in personal:
        document = session.composer.target(located, problems, fields) if located else None
        problems.raise_errors()
        assert document
        yield words_of(document, content)


def _personal(row: Row) -> Mapping | None:
    fields: dict[str, Data] = {
        "patient": {"name": row.patient},
        "date": VISIT,
        "note": row.note,
        "changes": {entry: {"dosage": {**dosage}} for entry, dosage in row.dosages.items()},
    }
    return as_mapping(fields, Origin("rows", 1, 1), Problems())


def write_lines(path: Path, words: list[Values]) -> Path:
    """Write words as the peers read them, a document a line."""
    lines = (json.dumps(values, ensure_ascii=False) + "\n" for values in words)
    path.write_text("".join(lines), "utf-8")
    return path
