"""Names from fixed lists, such as that of a person of the cast."""

from __future__ import annotations

from typing import Self

from handout.decoding import GrammarError
from handout.errors import suggestion
from handout.shapes import Choice, Shape


class Name(str):
    """A name from a fixed list."""

    __slots__ = ()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names; each kind of name has its own."""
        raise NotImplementedError

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shape of one of the names."""
        return (Choice(cls.names()),)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name; raise GrammarError, suggesting a similar one, if it is not on the list."""
        if text not in cls.names():
            raise GrammarError(f"cannot be '{text}'", suggestion(text, cls.names()))
        return cls(text)


class PersonName(Name):
    """The name of a person of the cast."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names."""
        from handout.figures.people import CAST  # noqa: PLC0415 -- only where somebody is named

        return tuple(CAST)
