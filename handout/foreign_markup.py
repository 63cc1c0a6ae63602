"""Find Markdown, HTML and typed lists in texts, which are not read as such."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_BULLET: Final = r"[-+*\u2010-\u2015\u2022\u2023\u25aa\u25cf\u25e6\xb7\u2713]"
"""What people put before the items of a list."""
_BULLETS: Final = rf"""
    # Two lines that begin with the same sign.
    ^[ \t]*({_BULLET})[ \t]+\S(?s:.*?)^[ \t]*\1[ \t]+\S
    # One line is enough behind a colon, and for signs that are nothing else than bullets.
    | :[ \t]*\n[ \t]*{_BULLET}[ \t]+\S
    | ^[ \t]*[\u2022\u2023\u25aa\u25cf\u25e6][ \t]*\S
    | ^[ \t]*\[[ xX]\][ \t]+\S
"""
_NUMBERS: Final = r"""
    # Lines that begin with 1 and 2, or in Markdown with 1 and 1.
    ^[ \t]*\(?1[.)][ \t]+\S(?s:.*?)^[ \t]*\(?[12][.)][ \t]
    | ^[ \t]*\(?a\)[ \t]+\S(?s:.*?)^[ \t]*\(?[ab]\)[ \t]
"""
_HEADING: Final = r"^[ \t]* (?: \#{1,6}[ \t]+[^\W\d] | \#{2,6}\w )"
_RULE: Final = r"^[ \t]* (?: ={3,} | -{3,} | \*{3,} ) [ \t]*$"
_TABLE: Final = r"^[ \t]* (?: \|.*\|[ \t]*$ | \|?[ \t]*:?-{2,}:?[ \t]*\| )"
_UNDERLINES: Final = r"__ \w(?:[^_\n]*\w)? __"
_PICTURE: Final = r"!\[ [^][\n]* \]\("
_HTML: Final = r"""(?i:
    # Elements that people type, any other end tag, and comments.
    </?(?:a|b|big|blockquote|br|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s
        |small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>
    | </[a-z]+> | <!--
    # Names and numbers of characters.
    | &(?:amp|apos|bull|copy|deg|divide|euro|frac\d\d|[gl][et]|hellip|[lr]aquo|[lr][ds]quo
        |[lrud]arr|micro|middot|nbsp|[nm]dash|plusmn|pound|quot|reg|shy|szlig|times|trade
        |[a-z](?:acute|cedil|circ|grave|ring|slash|tilde|uml)|\#\d{1,6}|\#x[0-9a-f]{1,5});
)"""
_AS_POINTS: Final = "write it as sentences, or in a handout as 'points:' with '- ' lines"
_AS_STEPS: Final = "write it as sentences, or as 'steps:' with '- ' lines"
_AS_TABLE: Final = "write it as sentences, or in a handout as 'table:' with columns and rows"
_FORMS: Final = (
    (_BULLETS, "a list with bullets", _AS_POINTS),
    (_NUMBERS, "a numbered list", _AS_STEPS),
    (_HEADING, "a Markdown heading", "delete the '#'; in a handout, a block may have a 'label:'"),
    (_RULE, "a line of Markdown", "delete it"),
    (_TABLE, "a Markdown table", _AS_TABLE),
    (_UNDERLINES, "Markdown", "write **strong**"),
    (_PICTURE, "a Markdown picture", "give it under 'pictures'"),
    (_HTML, "HTML", "write the character itself, *emphasis*, **strong** or [words](https://…)"),
)
"""Markup that is not read, what it looks like, and what to write instead."""
_MAY_BE_FOREIGN: Final = rf"^[ \t]*(?:{_BULLET}|[(\[#=|\d]|a\))|[<&|]|__|!\["
"""Matches quickly what foreign markup has; most texts have nothing of it."""


# The copies of a handout for many patients have most texts in common.
@lru_cache(1024)
def foreign_markup(text: str) -> dict[str, str]:
    """Return what a text looks like to people who know other markup, each with a hint."""
    if not re.search(_MAY_BE_FOREIGN, text, re.MULTILINE):
        return {}
    flags = re.MULTILINE | re.VERBOSE
    return {look: hint for form, look, hint in _FORMS if re.search(form, text, flags)}
