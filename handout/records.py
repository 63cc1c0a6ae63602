"""Declare frozen records at a tenth of what `dataclasses` takes to make them.

The standard decorator writes and compiles six methods for each class, half a millisecond that every
start pays for records that it may never make. Here all records share them, and what makes a record
is compiled with the first one. Fields, `replace` and matching are those of `dataclasses`, and to a
type checker a record is what the standard decorator makes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["record"]

Kind = TypeVar("Kind", bound=type)

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(
        *,
        frozen: bool,  # noqa: ARG001 -- always true; said for who reads the class
        slots: bool,  # noqa: ARG001 -- the same
        kw_only: bool = False,
    ) -> Callable[[Kind], Kind]:
        """Return a decorator for a class whose values never change."""
        return lambda declared: _made(declared, kw_only=kw_only)


def _made(declared: Kind, *, kw_only: bool) -> Kind:
    """Return a declared class as a record."""
    declare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
    made: Any = declare(declared)
    made.__record_values__ = _values_of([field.name for field in dataclasses.fields(made)])
    for name, method in vars(_Shared).items():
        if callable(method):
            setattr(made, name, method)

    def first_init(self: Any, *args: Any, **values: Any) -> None:  # noqa: ANN401
        made.__init__ = _compiled_init(made)
        made.__init__(self, *args, **values)

    made.__init__ = first_init
    return made  # type: ignore[no-any-return]


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives all values of a record."""
    # Of a single name, attrgetter returns the bare value.
    alone = attrgetter(*names[:1]) if len(names) == 1 else None
    return staticmethod(lambda self: (alone(self),)) if alone else staticmethod(attrgetter(*names))


def _compiled_init(made: Any) -> Callable[..., None]:  # noqa: ANN401 -- a class of any kind
    """Return what fills a new record, which has a slot for each field."""
    known: dict[str, Any] = {"_missing": dataclasses.MISSING}
    ordered: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for field in dataclasses.fields(made):
        name, value = field.name, field.name
        known[f"_set_{name}"] = getattr(made, name).__set__
        default = ""
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            default = f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            default = "=_missing"
            value = f"_make_{name}() if {name} is _missing else {name}"
        (named if field.kw_only else ordered).append(name + default)
        body.append(f" _set_{name}(self, {value})")
    parameters = ", ".join(["self", *ordered, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n" + "\n".join(body), known)  # noqa: S102 -- as dataclasses do
    init: Callable[..., None] = known["__init__"]
    return init


class _Shared:
    """The methods of all records."""

    def __eq__(self: Any, other: object) -> bool:
        values = self.__record_values__
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(values(self) == values(other))

    def __hash__(self: Any) -> int:
        return hash(self.__record_values__(self))

    def __repr__(self: Any) -> str:
        values = zip(dataclasses.fields(self), self.__record_values__(self), strict=True)
        inside = ", ".join(f"{field.name}={value!r}" for field, value in values)
        return f"{self.__class__.__qualname__}({inside})"

    def __setattr__(self, name: str, _value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self: Any) -> object:
        return self.__record_values__(self)

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)
