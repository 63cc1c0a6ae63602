"""Problems with characters that are in no font: one for each script of a file."""

from __future__ import annotations

import unicodedata
from typing import Final

from handout.errors import Origin, Problem, Problems
from handout.writers.pdf.text.characters import described, script_of


class MissingCharacter(Problem, frozen=True, kw_only=True):
    """A character that is in no font."""

    character: str


def missing(character: str, origin: Origin | None) -> MissingCharacter:
    """Return the problem of a character at its place."""
    script = script_of(character)
    family = _FAMILIES.get(script or "") or f"Noto Sans {_name(character)}"
    if script is None:
        family = "Noto Sans Symbols 2 or Noto Emoji"
    return MissingCharacter(
        character=character,
        message=f"no font contains {described(character)}",
        origin=origin,
        hint=(
            f"install {family}, or name a folder of fonts that contain it: --fonts DIR;"
            " 'handout fonts' lists what there is"
        ),
    )


def by_script(problems: Problems) -> Problems:
    """Return problems with those of missing characters joined, by script and file."""
    joined = Problems()
    groups: dict[tuple[str, str], list[MissingCharacter]] = {}
    files: dict[str, str] = {}
    # Those without a place come first, and go with the first file that has their script.
    for problem in problems.in_order():
        if isinstance(problem, MissingCharacter) and problem.origin:
            files.setdefault(_name(problem.character), problem.origin.file)
    for problem in problems.in_order():
        if isinstance(problem, MissingCharacter):
            name = _name(problem.character)
            file = problem.origin.file if problem.origin else files.get(name, "")
            groups.setdefault((name, file), []).append(problem)
        else:
            joined.note(problem)
    for (name, _), found in groups.items():
        joined.note(_joined(name, found))
    return joined


def _joined(name: str, found: list[MissingCharacter]) -> Problem:
    """Return one problem for the missing characters of a script."""
    first = next((problem for problem in found if problem.origin), found[0])
    count = len({problem.character for problem in found})
    what = described(first.character)
    if count > 1:
        what = f"{count} characters of {name}, such as {what}"
    return Problem(f"no font contains {what}", first.origin, first.hint)


def _name(character: str) -> str:
    """Return the name of the script of a character."""
    script = script_of(character)
    if script is None:
        return "signs and symbols"
    return _NAMES.get(script) or unicodedata.name(character, "this script").split()[0].title()


_NAMES: Final = {"Hang": "Korean", "Hani": "Chinese", "Hira": "Japanese", "Kana": "Japanese"}
"""The languages of scripts that readers know by them; Unicode names a character by its script."""

_FAMILIES: Final = {
    "Hang": "Noto Sans KR",
    "Hani": "Noto Sans SC, TC or JP",
    "Hira": "Noto Sans JP",
    "Kana": "Noto Sans JP",
    "Tibt": "Noto Serif Tibetan",
}
"""Font families that are not called 'Noto Sans' and the name of the script."""
