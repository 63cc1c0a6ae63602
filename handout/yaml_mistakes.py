"""Recognise what people mean who write YAML that says something else.

Signs that only look like those of YAML, texts that start with one of them, and words that end up in
another place than they seem to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import yaml
from msgspec import Struct

from handout.errors import Origin, Problem, Severity
from handout.foreign_markup import foreign_markup
from handout.located import Sequence, Text


def syntax_problem(error: yaml.MarkedYAMLError, source: str, start: Origin) -> Problem:
    """Return what the parser reports, or the look-alike of a YAML sign that has led to it."""
    reason = error.problem or "the file is not YAML"
    mark = error.problem_mark or error.context_mark
    if "end of stream" in reason:
        # The quote or bracket that is not closed, rather than the end of the file.
        mark = error.context_mark or mark
    if mark is None:
        return Problem(f"not YAML: {reason}", start)
    lines = source.splitlines()
    for sign in _LOOK_ALIKES:
        for index in range(max(0, mark.line - sign.reach + 1), min(mark.line + 1, len(lines))):
            if found := re.match(sign.form, lines[index][:LONGEST_SENTENCE]):
                place = Origin(start.file, index + 1, found.start(1) + 1)
                return Problem(sign.message.format(named(found[1])), place, sign.hint)
    hint = _syntax_hint(reason, "".join(lines[mark.line : mark.line + 1]), mark.column)
    return Problem(f"not YAML: {reason}", Origin(start.file, mark.line + 1, mark.column + 1), hint)


def plain_problems(value: str, origin: Origin) -> Iterator[Problem]:
    """Yield the signs in a text without quotes that only look like those of YAML."""
    if found := re.match(f"-({ODD_SPACE})", value):
        message = f"after '-' there is {named(found[1])} instead of a space"
        yield Problem(message, origin, SPACE_HINT)
    elif found := re.match(_FIELD_COLON, value):
        message = f"after the name of a field there is {named(found[1])}, so it is text"
        yield Problem(message, origin, _COLON_HINT, Severity.WARNING)
    elif _in_typographic_quotes(value):
        message = f"the quotes {value[0]} and {value[-1]} are part of the text, and are printed"
        hint = f"if they should not be, write {quoted(value[1:-1].strip())}"
        yield Problem(message, origin, hint, Severity.WARNING)


def line_problems(
    event: yaml.ScalarEvent, written: str, before: str, origin: Origin
) -> Iterator[Problem]:
    """Yield the lines that become part of a text although they look like more than that.

    `written` is the text as it is in the file, and `before` what is before it on its first line.
    """
    lines = written.splitlines()
    seen = foreign_markup(event.value)
    for look, advice in foreign_markup("\n".join(lines)).items():
        if look not in seen:
            message = f"this looks like {look}, but its lines are joined"
            yield Problem(message, origin, advice, Severity.WARNING)
    in_list = before.rstrip().endswith("-")
    for number, line in enumerate(lines[1:], origin.line + 1):
        place = Origin(origin.file, number, len(line) - len(line.lstrip()) + 1)
        if event.style in {"'", '"'} and re.match(_FIELD_OR_ITEM, line):
            message = f"this is inside the quotes that begin in line {origin.line}"
            hint = "close them where the text ends"
            yield Problem(message, place, hint, Severity.WARNING)
            return
        if not event.style and in_list and re.match(r"\s*- ", line):
            message = "this is no item of its own, because of its indentation"
            yield Problem(message, place, "indent it as the item above it", Severity.WARNING)
            return


def comma_problems(sequence: Sequence) -> Iterator[Problem]:
    """Yield the sentences in a list in brackets that commas have cut."""
    sentence: list[Text] = []
    for item in (*sequence.items, None):
        if isinstance(item, Text) and sentence and _goes_on(sentence, item):
            sentence.append(item)
            continue
        if len(sentence) > 1:
            message = "the comma before this makes it an item of its own"
            whole = ", ".join(map(str, sentence))
            hint = f"if it continues the text before it, write a line for each text: - {whole}"
            yield Problem(message, sentence[1].origin, hint, Severity.WARNING)
        sentence = [item] if isinstance(item, Text) else []


def quotes_hint(line: str, signs: str, column: int) -> str | None:
    """Return how to write the text of a line if it starts with a sign before a column."""
    text = re.sub(_FIELD, "", line).strip()
    if not text or text[0] not in signs or column < line.index(text):
        return None
    inside = text[1:].partition(text[0])[2]
    if text[0] in "'\"" and text[-1] == text[0] and inside[:1].isalnum():
        # All of the text is in quotes of the kind that is also inside.
        text = text[1:-1]
    return f"write {quoted(text)}, with quotes around all of the text"


def quoted(text: str) -> str:
    """Return a text as it is written in YAML with single quotes."""
    return "'" + text.replace("'", "''") + "'"


def named(sign: str) -> str:
    """Return a look-alike with its name."""
    shown = "" if sign.isspace() else f"'{sign}', "
    return f"{shown}{unicodedata.name(sign).lower()} (U+{ord(sign):04X})"


def _in_typographic_quotes(text: str) -> bool:
    """Return whether a whole text is in one pair of typographic quotes."""
    opening, inside, closing = text[:1], text[1:-1], text[-1:]
    closes = closing in (_TYPOGRAPHIC.get(opening), "'", '"')
    return opening in _TYPOGRAPHIC and closes and bool(inside) and closing not in inside


def _goes_on(sentence: list[Text], item: Text) -> bool:
    """Return whether an item continues a sentence that a comma has cut."""
    first, last = sentence[0].value, sentence[-1].value
    if len(sentence) < _MOST_PARTS and _is_open(", ".join(map(str, sentence))):
        return True
    if not item.value[:1].islower() or last[-1:] in ".!?":
        return False
    is_sentence = first[:1].isupper() and len(first.split()) > 2
    return is_sentence or len(sentence) > 1 or item.value.split()[0] in _CONJUNCTIONS


def _is_open(text: str) -> bool:
    """Return whether a bracket or a typographic quote is opened but not closed in a text."""
    pairs = (("(", ")"), ("\u201c", "\u201d"), ("\u201e", "\u201c"), ("\xab", "\xbb"))
    return any(text.count(opening) > text.count(closing) for opening, closing in pairs)


def _syntax_hint(reason: str, line: str, column: int) -> str:
    """Return a hint about the most frequent cause of a parser message."""
    for part, signs in _OPENINGS.items():
        if part in reason and (hint := quotes_hint(line, signs, column)):
            return hint
    for part, hint in _SYNTAX_HINTS.items():
        if part in reason:
            return hint
    return "compare the indentation of this line with the lines around it"


LONGEST_SENTENCE: Final = 1000
"""Characters of a sentence that commas have cut."""
_MOST_PARTS: Final = 10
"""Parts of such a sentence."""

_CONJUNCTIONS: Final = frozenset(
    ("and", "because", "but", "if", "or", "so", "then", "unless", "until", "when", "while")
)
"""English words that continue a sentence rather than start an item."""

_FIELD: Final = r"""^\s*(?:- +)*(?:[^\s'"*&\[{:][^:]*: +)?"""
"""What stands before the text of a line."""
_OPENINGS: Final = {
    "expected key": "\"'[{",
    "'-' indicator": "\"'[{",
    "expected alphabetic": "*&",
    "expected comment": "|>",
    "cannot start any token": "%@`",
    "mapping keys": "?",
    "node content": ",]}",
}
"""Signs with a meaning in YAML by what the parser reports for a text that starts with one."""

ODD_SPACE: Final = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Matches what looks like a space, but is not one in YAML."""
SPACE_HINT: Final = "replace it with a space"
_FIELD_COLON: Final = f"[a-z_]+ ?:?([\uff1a\ufe55\ua789]|(?<=:){ODD_SPACE})"
"""Matches the name of a field before what only looks like a colon and a space."""
_FIELD_OR_ITEM: Final = r"\s*(?:- |(?:- +)?[a-z_]+:(?:\s|$))"
"""Matches the start of a line that looks like the next field or item."""
_COLON_HINT: Final = "write a plain ':' and a space"
_TYPOGRAPHIC: Final = {
    "\u201c": "\u201d",
    "\u201d": "\u201d",
    "\u201e": "\u201c",
    "\u2018": "\u2019",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
}
"""Quotes of print, which are letters to YAML: each with the one that closes it."""


class _LookAlike(Struct, frozen=True):
    """A sign that looks like one of YAML."""

    form: str
    """Matches a line with the sign, which is its group."""
    reach: int
    """Lines up to an error in which it may be the cause."""
    message: str
    hint: str


_LOOK_ALIKES: Final = (
    _LookAlike(
        rf"[ \t]*({ODD_SPACE})", 3, "the line is indented with {}", "replace it with spaces"
    ),
    _LookAlike(rf"[ \t]*-({ODD_SPACE})", 3, "after '-' there is {} instead of a space", SPACE_HINT),
    _LookAlike(
        f"[ \t]*(?:- )?{_FIELD_COLON}",
        3,
        "after the name of a field there is {}",
        _COLON_HINT,
    ),
    _LookAlike(
        r"[ \t]*(?:- )?[a-z_]+(:)(?=[^\s/:])",
        3,
        "there is no space after the ':' of a field",
        _COLON_HINT,
    ),
    _LookAlike(
        r"(?:[^:]*: +|\s*- +)(?:['\"].*(?=\S\s*$))?([\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb])",
        1,
        "there is {}, which is not a quote in YAML",
        "put plain quotes around the text: '…'",
    ),
    _LookAlike(
        "[^'\"]*[\\[{][^'\"]*([\uff0c\uff3d\uff5d])",
        1,
        "in brackets there is {}",
        "write plain ',', ']' and '}'",
    ),
)

_SYNTAX_HINTS: Final = {
    "mapping values": "put quotes around text that contains ': ', and indent all fields equally",
    "cannot start any token": "put quotes around the text, and use spaces instead of tabs",
    "block sequence entries": "start a list on the line below its field",
    "expected alphabetic": "put quotes around text that starts with '*' or '&'",
    "unexpected end of stream": "close the open quote or bracket",
    "quoted scalar": "close the open quote",
    "',' or": "close the open bracket, or add the missing comma",
    "flow": "close the open bracket, or add the missing comma",
    "escape": "use single quotes around text that contains a backslash",
    "could not find expected ':'": "write each field as 'name: value'",
}
