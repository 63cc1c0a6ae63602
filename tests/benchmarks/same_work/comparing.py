"""Hold what a file says against what it should say: the same words, entry by entry.

Words are compared without their punctuation and where they stand inside an entry, because a page
sets pictures and boxes beside the steps and each program reads its columns in an order of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from unicodedata import normalize

import pypdfium2

from same_work.words import Values, entry_headings, printed, table_heads


def page_texts(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    file = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in file]
    file.close()
    return texts


def differences_of_all(files: Sequence[Sequence[str]], expected: dict[str, Values]) -> list[str]:
    """Return the differences of some files, each known by a text that only it holds."""
    found = []
    first_pages = [" ".join(_words(pages[0])) for pages in files]
    for mark, values in expected.items():
        known = " ".join(_words(mark))
        named = [pages for pages, first in zip(files, first_pages, strict=True) if known in first]
        if len(named) == 1:
            found += [f"{mark}: {difference}" for difference in differences(named[0], values)]
        else:
            found.append(f"{len(named)} files hold the words {mark}")
    if len(files) != len(expected):
        found.append(f"{len(files)} files instead of {len(expected)}")
    return found


def differences(pages: Sequence[str], expected: Values) -> list[str]:
    """Return a line for each place where the pages do not say what is expected."""
    found: list[str] = []
    content: list[str] = []
    heads = [_words(" ".join(columns)) for columns in table_heads(expected["blocks"])]
    for number, page in enumerate(pages, 1):
        folio = expected["folio"].format(page=number, pages=len(pages))
        foot = f"{expected['title']} {folio}"
        words = _without_foot(_words(page), _words(foot))
        if words is None:
            found.append(f"page {number} has no foot: {foot}")
        else:
            content += _without_heads(words, heads)
    should = [word for text in printed(expected["blocks"]) for word in _words(text)]
    headings = [_words(heading) for heading in entry_headings(expected["blocks"])]
    parts = zip(_split(content, headings), _split(should, headings), strict=True)
    names = ["before the entries", *(" ".join(heading) for heading in headings)]
    for name, (there, wanted) in zip(names, parts, strict=True):
        found += _compare(name, there, wanted)
    return found


def _without_foot(words: list[str], foot: list[str]) -> list[str] | None:
    """Return the words of a page without its foot, which may be drawn first or last."""
    if words[: len(foot)] == foot:
        return words[len(foot) :]
    return words[: -len(foot)] if words[-len(foot) :] == foot else None


def _without_heads(words: list[str], heads: list[list[str]]) -> list[str]:
    """Return the words of a page without the heads of a table that goes on from the last page."""
    for head in heads:
        if words[: len(head)] == head:
            return words[len(head) :]
    return words


def _words(text: str) -> list[str]:
    """Return the words of a text, however its lines are broken and its ligatures drawn."""
    return re.findall(r"\w+", normalize("NFKC", text))


def _split(words: list[str], headings: list[list[str]]) -> Iterator[list[str]]:
    """Yield what stands before the first heading, then each heading with what follows it.

    They are looked for from the end, because a table at the beginning may hold them too.
    """
    cuts = [len(words)]
    for heading in reversed(headings):
        at = cuts[-1] - len(heading)
        while at >= 0 and words[at : at + len(heading)] != heading:
            at -= 1
        # A heading that is missing leaves an empty part, which then differs.
        cuts.append(at if at >= 0 else cuts[-1])
    for start, end in pairwise((0, *reversed(cuts))):
        yield words[start:end]


def _compare(name: str, there: list[str], wanted: list[str]) -> Iterator[str]:
    missing, more = Counter(wanted) - Counter(there), Counter(there) - Counter(wanted)
    if missing:
        yield f"{name}: missing {_listed(missing)}"
    if more:
        yield f"{name}: too much {_listed(more)}"


def _listed(words: Counter[str]) -> str:
    return " ".join(chain.from_iterable([word] * count for word, count in sorted(words.items())))
