"""The program's own words on a screen, and what stands where a person writes by hand."""

from __future__ import annotations

from msgspec import Struct

from handout import document as doc
from handout.languages import same_language
from handout.writers.web.direction import language_direction, text_direction
from handout.writers.web.markup import Tag, tag


class Words(Struct, frozen=True):
    """The program's own words in one document."""

    document: doc.DocumentTree

    def label(self, words: str) -> Tag | str:
        """Return some words, which may have a language of their own."""
        language = self.document.label_language
        if not language or same_language(language, self.document.language):
            return words
        return tag("span", words, lang=language, dir=language_direction(language))

    def blank(self) -> Tag:
        """Return a ruled space for handwriting, which is told to those who do not see it."""
        told = tag("span", self.label(self.document.furniture.blank), class_="unseen")
        return tag("span", told, class_="blank")

    def mark(self, node: doc.Node) -> tuple[Tag | str, ...]:
        """Return the words that say that a node was made for this patient, if it was."""
        if not node.changed:
            return ()
        return tag("span", self.label(self.document.furniture.changed), class_="changed"), " "

    def directed(self, words: str) -> Tag | str:
        """Return words of any language, with their direction where that is not the document's."""
        own = text_direction(words)
        if own is None or own == language_direction(self.document.language):
            return words
        return tag("span", words, dir=own)

    def narrow(self, words: str) -> Tag:
        """Return the head of a column once more, for screens on which a row is a block."""
        return tag("span", self.label(words), class_="narrow")
