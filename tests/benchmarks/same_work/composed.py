"""What this project says, for the peers to say too: its Documents as lines of words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from handout.compose import compose_handout
from handout.document import Document
from handout.errors import Problems
from handout.library import Library
from same_work.content import SINGLE, Row
from same_work.words import Values, words_of


def handout_words(content: Path, handout: str) -> Values:
    """Return the words of a handout of the content folder."""
    return words_of(_document(handout, content), content)


def copy_words(content: Path, copies: Path, rows: list[Row]) -> list[Values]:
    """Return the words of the single handout as each row of the table changes it."""
    (copies / "handouts").mkdir(parents=True)
    plan = yaml.safe_load((content / "handouts" / f"{SINGLE}.yaml").read_text("utf-8"))
    words = []
    for row in rows:
        (copies / "handouts" / "copy.yaml").write_text(_changed(plan, row), "utf-8")
        words.append(words_of(_document("copy", content, copies), content))
    return words


def _changed(plan: dict[str, Any], row: Row) -> str:
    sections = [
        {
            **section,
            "entries": [
                {"use": entry, "dosage": row.dosages[entry]} for entry in section["entries"]
            ],
        }
        for section in plan["sections"]
    ]
    return yaml.safe_dump({**plan, "subtitle": f"For {row.patient}", "sections": sections})


def _document(handout: str, *folders: Path) -> Document:
    problems = Problems()
    library = Library(folders, problems)
    located = library.find_handout(handout)
    read = library.handout(located) if located else None
    document = compose_handout(read, library, problems) if read else None
    problems.raise_errors()
    assert document
    return document


def write_lines(path: Path, words: list[Values]) -> Path:
    """Write words as the peers read them, a document a line."""
    lines = (json.dumps(values, ensure_ascii=False) + "\n" for values in words)
    path.write_text("".join(lines), "utf-8")
    return path
