"""The program's own words on a screen, and the blanks for handwriting."""

from __future__ import annotations

from msgspec import Struct

from handout import document as doc
from handout.folding import space_between
from handout.inline import plain_text
from handout.languages import same_language
from handout.writers.web.direction import language_direction, text_direction
from handout.writers.web.markup import Tag, tag


class Labels(Struct, frozen=True):
    """The labels of one document, which may be in another language than its text."""

    document: doc.DocumentTree

    def label(self, text: str) -> Tag | str:
        """Return a label, with its language where that is not the document's."""
        language = self.document.label_language
        if not language or same_language(language, self.document.language):
            return text
        return tag("span", text, lang=language, dir=language_direction(language))

    def lead_in(self, label: str) -> Tag | str:
        """Return a label with the punctuation before its text."""
        return self.label(self.document.furniture.lead_in(label))

    def space_after(self, label: str) -> str:
        """Return what stands between a label and its text; empty after full-width punctuation."""
        return space_between(self.document.furniture.lead_in(label))

    def twin(self, twin: doc.Twin | None) -> tuple[Tag, ...]:
        """Return words in the second language, below those in the first."""
        if twin is None:
            return ()
        direction = language_direction(twin.language)
        # The inner element has the direction, so that the words stay on the side of the first.
        words = tag("span", plain_text(twin.content), lang=twin.language, dir=direction)
        return (tag("span", words, class_="twin"),)

    def blank(self) -> Tag:
        """Return a ruled space for handwriting, with a label for screen readers."""
        label = tag("span", self.label(self.document.furniture.blank), class_="unseen")
        return tag("span", label, class_="blank")

    def changed(self, node: doc.Node) -> tuple[Tag | str, ...]:
        """Return the label of a node that was changed for this patient; empty for any other."""
        if not node.changed:
            return ()
        return tag("span", self.label(self.document.furniture.changed), class_="changed"), " "

    def directed(self, text: str) -> Tag | str:
        """Return text of any language, with its direction where that is not the document's."""
        direction = text_direction(text)
        if direction is None or direction == language_direction(self.document.language):
            return text
        return tag("span", text, dir=direction)

    def column(self, heading: str) -> tuple[Tag | str, ...]:
        """Return the heading of a column for a cell, shown on screens too narrow for columns."""
        return tag("span", self.lead_in(heading), class_="narrow"), self.space_after(heading)
