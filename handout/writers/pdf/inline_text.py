"""Turn inline nodes into set text: which cut, which colour, whose words they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from msgspec.structs import replace

from handout import document as doc
from handout.errors import Origin
from handout.inline import Emphasis, Inline, Link, Plain, Strong
from handout.languages import same_language
from handout.theme import FontCut, Style, Theme
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.text import Span, TextBox, TextLine, Typography


class Words:
    """Set texts in one theme."""

    def __init__(self, theme: Theme, typography: Typography, document: doc.DocumentTree) -> None:
        """Take how and with what to set; labels may be in another language than the document."""
        self._theme = theme
        self._typography = typography
        own = document.label_language or document.language
        foreign = not same_language(own, document.language)
        self._label_language = own if foreign else ""
        self._changed = document.furniture.changed

    def text(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, origin: Origin
    ) -> TextBox:
        """Set a paragraph."""
        return self.paragraph([*self.spans(owner, content, style, origin)], style)

    def plain(self, owner: Owner, words: str, style: Style, origin: Origin) -> TextBox:
        """Set words that have no markup."""
        return self.text(owner, (Plain(words),), style, origin)

    def labelled(self, node: doc.Paragraph | doc.Video, style: Style) -> TextBox:
        """Set a paragraph, the word that says what it is before it."""
        return self.paragraph([*self.labelled_spans(node, style)], style)

    def labelled_spans(self, node: doc.Paragraph | doc.Video, style: Style) -> Iterator[Span]:
        """Yield the spans of a paragraph and of the word before it."""
        label = self.label_of(node, node.label)
        words = (Plain(f"{label}: "),) if label else ()
        of_label = self.of_label(node.id)
        yield from self.spans(of_label, words, self._theme.styles.label, node.origin)
        yield from self.spans(Owner(node.id), node.content, style, node.origin)

    def label_of(self, node: doc.Node, label: str = "") -> str:
        """Return the label of a node; it says so where the node was changed for this patient."""
        return " · ".join(part for part in (label, self._changed if node.changed else "") if part)

    def paragraph(self, spans: list[Span], style: Style) -> TextBox:
        """Set spans of several styles; the given one has the leading and the space above."""
        return self._typography.paragraph(spans, style)

    def line(
        self, words: str, style: Style, owner: Owner | Artifact, origin: Origin | None = None
    ) -> TextLine:
        """Set words on one line."""
        return self._typography.line(words, style, owner, origin)

    def of_label(self, node: str, part: Part = Part.BODY) -> Owner:
        """Return the owner of a label, which may be in another language than its node."""
        return Owner(node, part, language=self._label_language)

    def of_cell(self, cell: doc.Cell) -> Owner:
        """Return the owner of a table cell's words."""
        return Owner(cell.id, language=self._label_language if cell.language else "")

    def spans(
        self,
        owner: Owner,
        content: tuple[Inline, ...],
        style: Style,
        origin: Origin,
        cut: FontCut | None = None,
    ) -> Iterator[Span]:
        """Yield the words of inline nodes with the look that their markup gives them."""
        cut = cut or style.face
        for node in content:
            match node:
                case Plain(text):
                    colour = self._theme.colours.link if owner.url else style.colour
                    yield Span(
                        text=text,
                        style=style,
                        cut=cut,
                        colour=colour,
                        owner=owner,
                        origin=origin,
                        language=owner.language or None,
                    )
                case Emphasis(children):
                    leaning = FontCut.BOLD if cut is FontCut.BOLD else self._theme.emphasis
                    yield from self.spans(owner, children, style, origin, leaning)
                case Strong(children):
                    yield from self.spans(owner, children, style, origin, FontCut.BOLD)
                case Link(children, url):
                    linked = replace(owner, url=url)
                    yield from self.spans(linked, children, style, origin, cut)
                case _:
                    assert_never(node)
