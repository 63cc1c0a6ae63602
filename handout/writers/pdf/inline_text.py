"""Set inline nodes as text: resolve their markup to font, colour, link and language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Self, assert_never

from msgspec.structs import replace

from handout import document as doc
from handout.errors import Origin
from handout.faces import Face
from handout.folding import space_between
from handout.inline import (
    Emphasis,
    Inline,
    Link,
    Plain,
    Strong,
    plain_text,
    says_address,
    short_address,
)
from handout.languages import is_right_to_left, same_language
from handout.theme import FontCut, Style, Theme
from handout.writers.pdf.boxes import Stack
from handout.writers.pdf.marks import Artifact, LinkTarget, Owner, Part
from handout.writers.pdf.text import Span, TextBox, TextLine, Typography


class TextOverTwin(Stack):
    """A text, and below it what it is in the second language of the document."""

    @classmethod
    def of(cls, text: TextBox | TextLine, twin: TextBox | TextLine) -> Self:
        """Return a text and its twin, which stay together."""
        return cls([text, twin], text.space_before, keep_together=True)

    @property
    def natural_width(self) -> float:
        """The width of the wider line, if the texts are lines."""
        return max(each.natural_width for each in self.children if isinstance(each, TextLine))

    def overlong_word(self, width: float) -> tuple[Owner | Artifact, str] | None:
        """Return the first word of either that is wider than a line and its owner, if any."""
        boxes = (each for each in self.children if isinstance(each, TextBox))
        return next(filter(None, (box.overlong_word(width) for box in boxes)), None)


class TextSetter:
    """Sets text of one document in one theme."""

    def __init__(self, theme: Theme, typography: Typography, document: doc.DocumentTree) -> None:
        """Take the theme and fonts; the labels may be in another language than the document."""
        self._theme = theme
        self._typography = typography
        self._language = document.language
        own = document.label_language or document.language
        foreign = not same_language(own, document.language)
        self._label_language = own if foreign else ""
        self._furniture = document.furniture
        self._second = document.second.furniture if document.second else None
        self.changed = document.furniture.changed

    def text(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, origin: Origin
    ) -> TextBox:
        """Set inline nodes as a paragraph."""
        return self.paragraph([*self.spans(owner, content, style, origin)], style)

    def text_over_twin(
        self,
        owner: Owner,
        content: tuple[Inline, ...],
        twin: doc.Twin | None,
        style: Style,
        origin: Origin,
    ) -> TextBox | TextOverTwin:
        """Set inline nodes as a paragraph, and below it what they are in the second language."""
        text = self.text(owner, content, style, origin)
        if twin is None:
            return text
        second = replace(owner, language=twin.language)
        return TextOverTwin.of(
            text, self.text(second, self._on_this_side(twin), self._twin_style(style), origin)
        )

    def plain(self, owner: Owner, text: str, style: Style, origin: Origin) -> TextBox:
        """Set plain text as a paragraph."""
        return self.text(owner, (Plain(text),), style, origin)

    def labelled(self, node: doc.Paragraph | doc.Video, style: Style) -> TextBox:
        """Set a paragraph after its label."""
        return self.paragraph([*self.labelled_spans(node, style)], style)

    def labelled_spans(self, node: doc.Paragraph | doc.Video, style: Style) -> Iterator[Span]:
        """Yield the spans of a label and the paragraph after it."""
        label = self.label(node, node.label)
        content = (Plain(self.lead_in(label)),) if label else ()
        owner = self.label_owner(node.id)
        yield from self.label_spans(owner, content, self._theme.styles.label, node.origin)
        yield from self.spans(Owner(node.id), node.content, style, node.origin)

    def label(self, node: doc.Node, label: str = "") -> str:
        """Return the label of a node, with a note if the node was changed for the patient."""
        return " · ".join(part for part in (label, self.changed if node.changed else "") if part)

    def number(self, number: int) -> str:
        """Return a whole number in the digits of the document."""
        return self._furniture.number(number)

    def lead_in(self, label: str) -> str:
        """Return a label and the space before its text."""
        lead_in = self._furniture.lead_in(label)
        return lead_in + space_between(lead_in)

    def paragraph(self, spans: list[Span], style: Style) -> TextBox:
        """Set spans as a paragraph with the leading and the space before of a style."""
        return self._typography.paragraph(spans, style)

    def line(
        self, text: str, style: Style, owner: Owner | Artifact, origin: Origin | None = None
    ) -> TextLine:
        """Set text on one line."""
        return self._typography.line(text, style, owner, origin)

    def line_over_twin(
        self,
        text: str,
        twin: doc.Twin | None,
        style: Style,
        owner: Owner | Artifact,
        origin: Origin | None = None,
    ) -> TextLine | TextOverTwin:
        """Set text on one line, and on another what it is in the second language."""
        line = self.line(text, style, owner, origin)
        if twin is None:
            return line
        if isinstance(owner, Owner):
            owner = replace(owner, language=twin.language)
        words, style = plain_text(self._on_this_side(twin)), self._twin_style(style)
        below = self._typography.line(words, style, owner, origin, twin.language)
        return TextOverTwin.of(line, below)

    def _on_this_side(self, twin: doc.Twin) -> tuple[Inline, ...]:
        """Return words so that they stand on the side of those above them.

        Those in the other direction are isolated, after a mark of this one (UAX #9, 2.4 and 2.6).
        """
        rtl = is_right_to_left(self._language)
        if rtl is is_right_to_left(twin.language):
            return twin.content
        mark = "\u200f" if rtl else "\u200e"
        return Plain(f"{mark}\u2068"), *twin.content, Plain("\u2069")

    def _twin_style(self, style: Style) -> Style:
        """Return the style of words in the second language, which the patient may pass over."""
        # Grey would be too pale on the tint of a dosage.
        styles = self._theme.styles
        on_tint = style is styles.dosage or style is styles.dosage_label
        colour = style.colour if on_tint else styles.small.colour
        return replace(style, face=FontCut.REGULAR, colour=colour, space_before=0.0)

    def lead_in_to_twin(self, label: doc.Twin, twin: doc.Twin) -> doc.Twin:
        """Return a label and the text after it, both in the second language."""
        furniture = self._second or self._furniture
        lead_in = furniture.lead_in(plain_text(label.content))
        words = lead_in + space_between(lead_in)
        return replace(twin, content=(Plain(words), *twin.content))

    def face_of(self, text: str, cut: FontCut, owner: Owner, origin: Origin) -> Face:
        """Return the first face that has a whole text; note a text that no face has."""
        return self._typography.face_of(text, cut, owner, origin)

    def label_owner(self, node: str, part: Part = Part.BODY) -> Owner:
        """Return the owner of the label of a node."""
        return Owner(node, part, language=self._label_language)

    def owner_of(self, node: doc.Cell | doc.Fact) -> Owner:
        """Return the owner of the text of a node that may be in a language of its own."""
        own = node.language or self._language
        return Owner(node.id, language="" if same_language(own, self._language) else own)

    def label_spans(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, origin: Origin
    ) -> Iterator[Span]:
        """Yield the spans of a label, which may be in another direction than what it names."""
        for span in self.spans(owner, content, style, origin):
            yield replace(span, is_label=True)

    def spans(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, origin: Origin
    ) -> Iterator[Span]:
        """Yield inline nodes as spans formatted according to their markup.

        Paper cannot be clicked, so a link is followed by its address unless its words say it.
        """
        plain = Span.plain("", style, owner, origin)
        return self._spans(content, replace(plain, language=owner.language or None), owner, count())

    def _spans(
        self, content: tuple[Inline, ...], like: Span, owner: Owner, links: Iterator[int]
    ) -> Iterator[Span]:
        """Yield spans like another one; `links` numbers the links of the text."""
        for node in content:
            match node:
                case Plain(text):
                    yield replace(like, text=text)
                case Emphasis(children):
                    cut = FontCut.BOLD if like.cut is FontCut.BOLD else self._theme.emphasis
                    yield from self._spans(children, replace(like, cut=cut), owner, links)
                case Strong(children):
                    bold = replace(like, cut=FontCut.BOLD)
                    yield from self._spans(children, bold, owner, links)
                case Link(children, url):
                    said = plain_text(children)
                    link = LinkTarget(url, said, next(links))
                    linked = replace(owner, link=link)
                    colour = self._theme.colours.link
                    words = replace(like, owner=linked, colour=colour)
                    yield from self._spans(children, words, linked, links)
                    if not says_address(said, url):
                        yield replace(words, text=f" ({short_address(url)})")
                case _:
                    assert_never(node)
