"""Words of a side or a frequency that are written after an amount, as in '10 each side'.

They print in the language of the page only if they are in fields of their own.
"""

from __future__ import annotations

import re
from typing import Final

from handout.dosage.sides import Part

_SIDES: Final = "|".join((*Part, "way"))
_TIMES: Final = r"(?:once|twice|[0-9]+(?:-[0-9]+)?(?: ?x| times)?|[a-z]+ times)"
_FORMS: Final = {
    "frequency": rf"{_TIMES}(?: (?:a|per|each|every) |/)(?:day|week)|[0-9-]+ days (?:a|per) week"
    rf"|(?:{_TIMES} )?daily|every (?:[a-z0-9]+ )?(?:day|hour)s?|each day|weekdays",
    "side": rf"(?:each|every|per|a|both|left|right) (?:{_SIDES})s?"
    rf"|alternat(?:ing|e)(?: (?:{_SIDES})s?)?",
}
_TAILS: Final = {
    field: re.compile(
        rf"[ ,;(]+(?:(?:on|for|with|in|to) )?(?:the )?(?P<words>{form})[.)]*$", re.IGNORECASE
    )
    for field, form in _FORMS.items()
}
_A_DAY: Final = re.compile(
    r"[0-9](?: ?x| times)?(?: (?:a|per|each|every) |/ ?)(?:day|week)$", re.IGNORECASE
)


def misplaced_hint(text: str) -> str | None:
    """Return in which fields to write what an amount says besides; None if it says nothing else."""
    amount, fields = text, list[str]()
    while found := next(filter(None, (tail.search(amount) for tail in _TAILS.values())), None):
        fields.insert(0, _field(found["words"]))
        amount = amount[: found.start()]
    if fields:
        return f"write only '{amount}' here, and add {' and '.join(fields)}"
    if _A_DAY.search(text):
        # '10 times a day' may be ten repetitions or ten sessions.
        return "write only a number here; how often goes into 'per_day' or 'frequency'"
    return None


def _field(words: str) -> str:
    """Return words with the field that they belong in, in the form that it reads."""
    if re.fullmatch(_FORMS["frequency"], words, re.IGNORECASE):
        return f"'frequency: {words}'"
    which, _, part = words.casefold().partition(" ")
    part = part.rstrip("s").replace("way", str(Part.DIRECTION))
    if which.startswith("alternat"):
        return "'side: alternating'"
    if which == "both" and part != Part.DIRECTION:
        return f"'side: both together' or 'side: each {part}'"
    return f"'side: {which if which in {'left', 'right'} else 'each'} {part}'"
