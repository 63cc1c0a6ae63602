"""Check how easy texts are to read, by the standards of patient education."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from handout.document import AnyNode, Block, Entry, Item, Paragraph, Points, Role, Steps
from handout.document.traversal import walk
from handout.errors import Problems
from handout.inline import plain_text
from handout.languages import same_language

HIGHEST_GRADE: Final = 6.0
"""Highest school grade level of texts for patients (American Medical Association)."""

LONGEST_SENTENCE: Final = 20
"""In words, so that a step can be remembered (PEMAT-P, item 8)."""

MOST_STEPS: Final = 7
"""Most items of a list (CDC Clear Communication Index, item 8)."""


def check_readability(blocks: tuple[Block, ...], problems: Problems) -> None:
    """Warn about English texts above grade level 6, long sentences and long lists of steps."""
    foreign = {node.id for entry in _foreign_entries(blocks) for node in walk((entry,))}
    for block in (node for node in walk(blocks) if node.id not in foreign):
        if isinstance(block, Steps) and len(block.items) > MOST_STEPS:
            message = f"{len(block.items)} steps are hard to remember"
            problems.warning(message, block.origin, f"use at most {MOST_STEPS} steps")
        for node in _sentences_of(block):
            for sentence in sentences(plain_text(node.content)):
                count = len(words(sentence))
                if count > LONGEST_SENTENCE:
                    message = f"this sentence has {count} words"
                    problems.warning(message, node.origin, "split it into two sentences")
        if isinstance(block, Entry):
            level = grade(" ".join(_prose(block.children)))
            if level > HIGHEST_GRADE:
                message = (
                    f"the text is at grade level {level:.1f},"
                    f" but patients need {HIGHEST_GRADE:.0f} or lower"
                )
                problems.warning(message, block.origin, "use shorter words and sentences")


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade level of an English text, at least 0.

    It is 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al. 1975).
    """
    found = words(text)
    if not found:
        return 0.0
    syllables = sum(count_syllables(word) for word in found)
    per_sentence = len(found) / max(1, len(sentences(text)))
    return max(0.0, 0.39 * per_sentence + 11.8 * syllables / len(found) - 15.59)


def sentences(text: str) -> list[str]:
    """Split a text at full stops, question marks, exclamation marks and colons."""
    return [part for part in re.split(r"(?<=[.!?:])\s+", text.strip()) if words(part)]


def words(text: str) -> list[str]:
    """Return the words of a text, without numbers and punctuation."""
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)  # noqa: RUF001 -- an apostrophe


def count_syllables(word: str) -> int:
    """Estimate the number of syllables of an English word from its groups of vowels."""
    parts = re.split(r"['’-]", word.casefold())  # noqa: RUF001
    return sum(_syllables(part) for part in parts if re.search(r"[aeiouy]", part)) or 1


def _syllables(part: str) -> int:
    groups = len(re.findall(r"[aeiou]*y(?=ing)|[aeiouy]+", part))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcg]es$", part)
    return max(1, groups - (1 if silent else 0))


def _foreign_entries(blocks: tuple[Block, ...]) -> Iterator[Entry]:
    for block in walk(blocks):
        if isinstance(block, Entry) and not same_language(block.language or "en", "en"):
            yield block


def _sentences_of(block: AnyNode) -> list[Paragraph | Item]:
    if isinstance(block, Paragraph):
        # Credits and addresses are lists of names, which nobody has to remember.
        return [] if block.role is Role.SMALL else [block]
    return list(block.items) if isinstance(block, Steps | Points) else []


def _prose(blocks: tuple[Block, ...]) -> list[str]:
    """Return the sentences of an entry, without its name and muscles, which are technical terms."""
    nodes = (node for block in walk(blocks) for node in _sentences_of(block))
    texts = (plain_text(node.content) for node in nodes)
    return [text if text.endswith((".", "!", "?")) else f"{text}." for text in texts]
