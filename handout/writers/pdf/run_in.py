"""Typeset labelled blocks run-in: one after the other, as one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from handout import document as doc
from handout.folding import space_between
from handout.inline import Plain, Strong, ends_sentence, plain_text
from handout.theme import Styles
from handout.writers.pdf.boxes import Box
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.text import Span, unbroken


def are_sentences(block: doc.Block) -> bool:
    """Return whether a block is a list of points that can follow one another on a line."""
    return (
        isinstance(block, doc.Points)
        and not block.listed
        and all(ends_sentence(plain_text(item.content)) for item in block.items)
    )


class RunInSetter:
    """Sets blocks run-in in one language."""

    def __init__(self, styles: Styles, text: TextSetter, language: str) -> None:
        """Take the styles, what sets text, and its language."""
        self._styles = styles
        self._text = text
        self._language = language

    def together(self, blocks: Sequence[doc.Block]) -> Box:
        """Set labelled blocks run-in, as one paragraph."""
        body = self._styles.body
        spans: list[Span] = []
        for block in blocks:
            following: list[Span] = []
            if isinstance(block, doc.Points):
                following = [*self._point_spans(block)]
            elif isinstance(block, doc.Paragraph):
                following = [*self._text.labelled_spans(block, body)]
            if spans and following:
                last = spans[-1]
                space = space_between(last.text, following[0].text)
                spans[-1] = replace(last, text=last.text + space)
            spans += following
        return self._text.paragraph(spans, body)

    def facts(self, facts: doc.Facts) -> Box:
        """Set facts as one paragraph; no line breaks within a label or after it."""
        style = self._styles.facts
        spans: list[Span] = []
        if facts.changed:
            note = (Strong((Plain(self._text.lead_in(self._text.label(facts))),)),)
            owner = self._text.label_owner(facts.id, Part.CAPTION)
            spans += self._text.label_spans(owner, note, style, facts.origin)
        for fact in facts.items:
            if fact is not facts.items[0]:
                spans.append(Span.plain("\u00a0· ", style, Artifact.LAYOUT))
            name = unbroken(self._text.lead_in(fact.label), self._language)
            # Where no space follows a label, a line may end after it.
            joined = name if name.endswith("\u00a0") else f"{name}\u2060"
            label = (Strong((Plain(joined),)),)
            owner = self._text.label_owner(fact.id)
            spans += self._text.label_spans(owner, label, style, fact.origin)
            spans += self._text.spans(self._text.owner_of(fact), fact.value, style, fact.origin)
        return self._text.paragraph(spans, style)

    def _point_spans(self, points: doc.Points) -> Iterator[Span]:
        label, body = self._styles.label, self._styles.body
        owner = self._text.label_owner(points.id, Part.CAPTION)
        name = Plain(self._text.lead_in(self._text.label(points, points.label)))
        yield from self._text.label_spans(owner, (name,), label, points.origin)
        for item, following in zip_longest(points.items, points.items[1:]):
            content = item.content
            if following:
                # The space belongs to the point before it, where screen readers pause.
                space = space_between(plain_text(content), plain_text(following.content))
                content = (*content, Plain(space)) if space else content
            yield from self._text.spans(Owner(item.id), content, body, item.origin)
