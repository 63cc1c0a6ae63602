"""Store rendered figures in small text files, which are read without the renderer's packages.

A file starts with the version of its format, a digest and a person's dyes. A line `panel` gives a
name, width, height and baseline; every line after it is an operation: paint, role, tone, width,
dash and path, separated by single spaces. The coordinates of a path count from the end of the curve
before, which makes a file two thirds as large as absolute ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final, overload

from handout.disk_cache import file_version
from handout.errors import HandoutError, Origin, Problem
from handout.figures.displaylist import Operation, Paint, Panel, StoredFigure, Strip
from handout.figures.files import SUFFIX
from handout.figures.palette import Role, Tone
from handout.figures.pose_files import liked
from handout.output import replace_file

RENDERER: Final = 9
"""The renderer's version, to be raised whenever it would draw the same pose differently."""

_MAGIC: Final = "handout-figure 2"


def pose_digest(pose_path: Path, cast: str = "") -> str:
    """Return the digest that the rendered figure of a pose has if it is up to date.

    `cast` is who is drawn instead of the person whom the pose names.
    """
    texts: dict[Path, bytes] = {}
    path: Path | None = pose_path
    while path and path not in texts:
        texts[path] = text = path.read_bytes().replace(b"\r\n", b"\n")
        like = _LIKE.search(text)
        path = liked(path, like[1].decode()) if like else None
    text = b"\n".join(texts.values())
    return hashlib.sha256(b"%d %s\n%s" % (RENDERER, cast.encode(), text)).hexdigest()[:32]


_LIKE: Final = re.compile(rb"""^like *: *['"]?([a-z0-9-]+)""", re.MULTILINE)
"""The line of a pose that names the one that it repeats with changes."""


def load_figure(path: Path) -> StoredFigure:
    """Return a rendered figure; raise HandoutError if the file is not one."""
    try:
        return _load(path, file_version(path))
    except (OSError, LookupError, ValueError) as error:
        hint = f"run 'handout figure {path.stem}' to render it again"
        raise HandoutError(
            [Problem(f"not a rendered figure: {error}", Origin(str(path), 1, 1), hint)]
        ) from error


@lru_cache(maxsize=64)
def _load(path: Path, _version: tuple[int, ...]) -> StoredFigure:
    return _parse(path.read_text(encoding="utf-8").splitlines())


def load_strip(path: Path, panel: str, origin: Origin) -> tuple[Strip, Mapping[Role, str]]:
    """Return the panels that a picture shows, and the dyes of the figure.

    An empty name means all panels. Raises HandoutError if there is no such panel, at the origin
    given, and if the file is not a rendered figure.
    """
    figure = load_figure(path)
    shown = tuple(one for one in figure.panels if panel in {"", one.name})
    if not shown:
        names = ", ".join(one.name for one in figure.panels)
        message = f"the figure has no panel '{panel}'"
        raise HandoutError([Problem(message, origin, f"use one of: {names}")])
    return Strip(shown), figure.dyes


def save_figure(figure: StoredFigure, path: Path) -> None:
    """Write a rendered figure; raise HandoutError if it cannot be written."""
    replace_file(path, ("\n".join(_lines(figure)) + "\n").encode("utf-8"))


def check_stored(pose_path: Path) -> Iterator[Problem]:
    """Yield a problem if the rendered figure of a pose is missing, broken or out of date."""
    path = pose_path.with_suffix(SUFFIX)
    hint = f"run 'handout figure {pose_path.stem}' to render it"
    origin = Origin(str(pose_path), 1, 1)
    if not path.exists():
        yield Problem("the figure has not been rendered", origin, hint)
        return
    try:
        stale = load_figure(path).digest != pose_digest(pose_path)
    except HandoutError as error:
        yield from error.problems
        return
    if stale:
        yield Problem("the rendered figure is older than its pose", origin, hint)


def _lines(figure: StoredFigure) -> Iterator[str]:
    yield _MAGIC
    yield f"digest {figure.digest}"
    yield " ".join(["dyes", *(f"{role}={name}" for role, name in figure.dyes.items())])
    for panel in figure.panels:
        sizes = f"{panel.width_pt:.2f} {panel.height_pt:.2f} {panel.baseline_pt:.2f}"
        yield f"panel {sizes} {panel.name}"
        for operation in panel.ops:
            dash = ",".join(map(str, operation.dash)) or "-"
            head = f"{operation.paint} {operation.role} {int(operation.tone)} {operation.width}"
            yield f"{head} {dash} {_relative(operation.path)}"


def _parse(lines: list[str]) -> StoredFigure:
    if lines[0] != _MAGIC:
        raise ValueError(f"the first line is not '{_MAGIC}'")
    digest = lines[1].split()[1]
    pairs = (word.split("=") for word in lines[2].split()[1:])
    dyes = {_ROLES[role]: name for role, name in pairs}
    starts = [number for number, line in enumerate(lines) if line.startswith("panel ")]
    ends = [*starts[1:], len(lines)]
    panels = (_panel(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return StoredFigure(digest, dyes, tuple(panels))


def _panel(lines: list[str]) -> Panel:
    _, *sizes, name = lines[0].split(" ", 4)
    width, height, baseline = map(float, sizes)
    is_operation = _operation_form().fullmatch
    for line in lines[1:]:
        if not is_operation(line):
            raise ValueError(f"'{line[:20]}…' is not an operation")
    return Panel(name, width, height, baseline, _Operations(lines[1:]))


@cache
def _operation_form() -> re.Pattern[str]:
    """Return the form of the line of an operation."""
    paints, roles, tones = ("|".join(map(re.escape, known)) for known in (_PAINTS, _ROLES, _TONES))
    return re.compile(
        rf"(?:{paints}) (?:{roles}) (?:{tones}) [0-9]+ (?:-|[0-9]+(?:,[0-9]+)*)"
        r"(?: -?[0-9]+ -?[0-9]+(?: -?[0-9]+){4} c| -?[0-9]+ -?[0-9]+ [ml]| h)+"
    )


class _Operations(Sequence[Operation]):
    """The operations of a panel, made from their lines when they are first asked for.

    A page whose drawings are cached asks for none of them, and to make them takes most of the time
    to read a figure.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @cached_property
    def _made(self) -> tuple[Operation, ...]:
        return tuple(map(_operation, self._lines))

    @overload
    def __getitem__(self, index: int) -> Operation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Operation, ...]: ...
    def __getitem__(self, index: int | slice) -> Operation | tuple[Operation, ...]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made)


def _operation(line: str) -> Operation:
    paint, role, tone, width, dash, path = line.split(" ", 5)
    lengths = () if dash == "-" else tuple(map(int, dash.split(",")))
    return Operation(
        _PAINTS[paint], _ROLES[role], _absolute(path), _TONES[tone], int(width), lengths
    )


def _relative(path: str) -> str:
    """Return a path with coordinates that count from the end of the curve before."""
    return _recounted(path, lambda value, current: value - current, is_absolute=True)


def _absolute(path: str) -> str:
    """Return a path with coordinates that count from the corner of the panel."""
    return _recounted(path, int.__add__, is_absolute=False)


def _recounted(path: str, count: Callable[[int, int], int], *, is_absolute: bool) -> str:
    words: list[str] = []
    numbers: list[int] = []
    x = y = 0
    for word in path.split(" "):
        if word in _OPERATORS:
            recounted = [count(n, y if odd else x) for n, odd in zip(numbers, _ODD, strict=False)]
            if numbers:
                x, y = (numbers if is_absolute else recounted)[-2:]
            words += map(str, recounted)
            words.append(word)
            numbers = []
        else:
            numbers.append(int(word))
    return " ".join(words)


_OPERATORS: Final = frozenset("mlch")
_ODD: Final = (False, True) * 3
"""Which of the numbers of an operator are y."""


# A figure has hundreds of operations, and enum lookups would double the time to read it.
_PAINTS: Final = {str(paint): paint for paint in Paint}
_ROLES: Final = {str(role): role for role in Role}
_TONES: Final = {str(number): Tone(number) for number in range(1 << len(Tone))}
