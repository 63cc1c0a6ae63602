"""Leave out of messages what the cells of a row say.

A name in the wrong column must not reach a terminal, a log or a report. Only words that everybody
may read are repeated: those of a dosage, and the ids of entries and handouts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, get_args

from msgspec.structs import fields, replace

from handout.batching.jobs import nested_columns
from handout.batching.table import COLUMNS
from handout.content_store import ContentStore
from handout.dosage import VOCABULARY, Dosage
from handout.errors import Problem
from handout.located import Text
from handout.theme import EDITIONS, Paper

_WORD: Final = re.compile(r"[^\W\d_]{2,}|[^\W\d_A-Za-z]")
"""A word of any script; a Latin letter alone is a unit."""
_OPENING: Final = re.compile(r"(?<!\S)'")


def known_words(store: ContentStore) -> frozenset[str]:
    """Return the words of cells that are no secret; ids of programs and clinics may be names."""
    ids = (located.id for located in (*store.entries(), *store.handouts()))
    texts = (*ids, *COLUMNS, *nested_columns(), *EDITIONS, *Paper.__members__, *VOCABULARY)
    return frozenset(word for text in texts for word in _words(text))


def redacted(problem: Problem, cells: Mapping[str, str], known: frozenset[str]) -> Problem:
    """Return a problem of a row without the words of its cells, unless they are known.

    What it quotes becomes '…', and its column is named; a hint with such words is left out.
    """
    for column, cell in cells.items():
        if column.rpartition(".")[2] in _prose():
            continue
        secret = frozenset(_words(cell)) - known
        if secret & {*_words(problem.hint or "")}:
            problem = replace(problem, hint=None)
        message = _without(secret, problem.message)
        if message != problem.message:
            named = f"'{column}'" in message
            place = "" if named else f" (column '{column}')"
            problem = replace(problem, message=f"{message}{place}")
    return problem


@cache
def _prose() -> frozenset[str]:
    """Return the columns of texts that are printed as they stand; no message repeats them."""
    texts = (field.encode_name for field in fields(Dosage) if Text in get_args(field.type))
    return frozenset({"patient", "clinician", "note", *texts})


def _without(secret: frozenset[str], message: str) -> str:
    """Return a message whose quotation, from the first secret word to the last, is left out."""
    quoted = message.find("'")
    found = [
        match
        for match in _WORD.finditer(message)
        if match.start() > quoted >= 0 and match[0].casefold() in secret
    ]
    if not found:
        return message
    # A name such as O'Brien has a sign like a quote inside.
    first = found[0].start()
    start = max((match.end() for match in _OPENING.finditer(message, 0, first)), default=first)
    end = message.find("'", found[-1].end())
    return f"{message[:start]}…{message[end:] if end >= 0 else ''}"


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _WORD.finditer(text))
