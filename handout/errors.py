"""What can be wrong with content, and where; hides how a problem is worded on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, Self, TypeVar

from msgspec import Struct

Value = TypeVar("Value")


class Severity(StrEnum):
    """How bad a problem is: an error stops the output, a warning makes it poorer."""

    ERROR = "error"
    WARNING = "warning"


class Origin(Struct, frozen=True, order=True):
    """A place in a file that a person wrote; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True):
    """One thing to put right, where it stands, and what the right form looks like."""

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
    """Return a text as one line that a terminal shows and does not obey."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in short)


class HandoutError(Exception):
    """Raised when a handout cannot be made or written; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RequestError(HandoutError):
    """Raised for a wrong request: something that does not exist, or options that conflict."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__([Problem(message, hint=hint)])

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the error of a problem that has no place."""
        return cls(problem.message, problem.hint)


class Problems:
    """Gather problems while reading goes on, so that an author sees all of them at once."""

    def __init__(self) -> None:
        # A dict, for its order and because an entry that is used twice is read twice: its
        # problems are still told once.
        self._found: dict[Problem, None] = {}

    def note(self, problem: Problem) -> None:
        """Note a problem."""
        self._found[problem] = None

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        for problem in problems:
            self.note(problem)

    def error(self, message: str, origin: Origin | None, hint: str | None = None) -> None:
        """Note an error."""
        self.note(Problem(message, origin, hint))

    def warning(self, message: str, origin: Origin | None, hint: str | None = None) -> None:
        """Note a warning."""
        self.note(Problem(message, origin, hint, Severity.WARNING))

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops the output."""
        return any(problem.severity is Severity.ERROR for problem in self._found)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found)

    def in_order(self) -> list[Problem]:
        """Return the problems in the order of their places, as an editor would list them."""
        nowhere = Origin("", 0, 0)
        return sorted(self._found, key=lambda problem: problem.origin or nowhere)

    def capture(self, function: Callable[[], Value]) -> tuple[Value, list[Problem]]:
        """Call a function; return its result and the problems that it noted here."""
        outer, self._found = self._found, {}
        try:
            value = function()
        finally:
            found, self._found = list(self._found), outer
            self.extend(found)
        return value, found

    def raise_errors(self) -> None:
        """Raise HandoutError with every problem if at least one of them is an error."""
        if self.has_errors:
            raise HandoutError(self.in_order())


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the nearest of the known words, or all of them if they are few."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only where something is wrong

    candidates = sorted(known)
    near = get_close_matches(word.casefold(), candidates, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if 0 < len(candidates) <= _FEW:
        return "use one of: " + ", ".join(candidates)
    return None


_FEW = 14
