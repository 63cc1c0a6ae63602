"""Problems with content: what is wrong, where, and how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final, Self, TypeVar

from msgspec import Struct

Value = TypeVar("Value")


class Severity(StrEnum):
    """How serious a problem is: only an error prevents the output."""

    ERROR = "error"
    WARNING = "warning"


class Origin(Struct, frozen=True, order=True):
    """A position in a content file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True):
    """Something to fix in the content, its position, and a hint on how to fix it."""

    message: str
    origin: Origin | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{_printable(str(self.origin))}: " if self.origin else ""
        weight = "warning: " if self.severity is Severity.WARNING else ""
        hint = f"\n  hint: {_printable(self.hint)}" if self.hint else ""
        return f"{place}{weight}{_printable(self.message)}{hint}"


_LONGEST: Final = 300


def _printable(text: str) -> str:
    """Return a text as one line, with control characters made visible and harmless."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in short)


class HandoutError(Exception):
    """Raised if a handout cannot be made or written; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RequestError(HandoutError):
    """Raised for an invalid request: something that does not exist, or conflicting options."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__([Problem(message, hint=hint)])

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the error for a problem without a position."""
        return cls(problem.message, problem.hint)


class Problems:
    """Collects problems, so that an author sees all of them at once."""

    def __init__(self) -> None:
        # An ordered set: an entry that is used twice is read twice, but reported once.
        self._found: dict[Problem, None] = {}

    def note(self, problem: Problem) -> None:
        """Add a problem."""
        self._found[problem] = None

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several problems."""
        for problem in problems:
            self.note(problem)

    def error(self, message: str, origin: Origin | None, hint: str | None = None) -> None:
        """Add an error."""
        self.note(Problem(message, origin, hint))

    def warning(self, message: str, origin: Origin | None, hint: str | None = None) -> None:
        """Add a warning."""
        self.note(Problem(message, origin, hint, Severity.WARNING))

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity is Severity.ERROR for problem in self._found)

    def in_order(self) -> list[Problem]:
        """Return the problems sorted by position."""
        nowhere = Origin("", 0, 0)
        return sorted(self._found, key=lambda problem: problem.origin or nowhere)

    def capture(self, function: Callable[[], Value]) -> tuple[Value, list[Problem]]:
        """Call a function; return its result and the problems that it added."""
        outer, self._found = self._found, {}
        try:
            value = function()
        finally:
            found, self._found = list(self._found), outer
            self.extend(found)
        return value, found

    def raise_errors(self) -> None:
        """Raise HandoutError with every problem if any of them is an error."""
        if self.has_errors:
            raise HandoutError(self.in_order())


def defect_message(error: Exception) -> str:
    """Return a message for an error of the program itself.

    It has the place in the code instead of the error's own text, which may hold a patient's name.
    """
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"internal error, please report it: {type(error).__name__}{place}"


def similar(word: str, known: Iterable[str]) -> str | None:
    """Return a hint with the most similar known word, or None if none is."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only needed after a mistake

    near = get_close_matches(word.casefold(), sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else None


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Return a hint with the most similar known word, or with all of them if they are few."""
    candidates = sorted(known)
    if near := similar(word, candidates):
        return near
    if 0 < len(candidates) <= _FEW:
        return "use one of: " + ", ".join(candidates)
    return None


_FEW = 14
