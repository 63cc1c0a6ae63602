"""Typeset the doses of an exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from handout import document as doc
from handout.inline import Plain, plain_text
from handout.languages import isolated
from handout.theme import Style, Theme
from handout.writers.pdf.boxes import Box, HangingIndent, MaxWidth, Stack
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.tables import typeset_blank
from handout.writers.pdf.text import Span

_DOSE_LABELS = 0.34
"""The most width of a column for the labels of doses, as a fraction of the measure."""

_BETWEEN_DOSES = 0.75
"""The space between two doses, as a fraction of the gap between blocks."""


class DoseSetter:
    """Sets doses in one theme and one language."""

    def __init__(self, theme: Theme, text: TextSetter) -> None:
        """Take the theme, and what sets text."""
        self._theme = theme
        self._styles = theme.styles
        self._text = text

    def words(self, dosage: doc.DosageBox) -> Box:
        """Set the words of a dosage: its only dose, or several, each after its label."""
        rows = self._dose(dosage, dosage.single) if dosage.single else self._labelled_doses(dosage)
        return Stack(rows, self._theme.gap)

    def _dose(self, dosage: doc.DosageBox, dose: doc.Dose) -> list[Box]:
        """Set the only dose: a phrase on each line, or all of them run-in after the label."""
        styles, items = self._styles, dose.items
        owner = Owner(dosage.id, Part.CAPTION)
        name = self._text.label(dosage, dosage.label)
        if items[0].blank or not (self._theme.run_in or self._theme.dosage_first):
            label = self._text.text_over_twin(
                owner, (Plain(name),), dosage.twin, styles.dosage_label, dosage.origin
            )
            return [label.kept_with_next(), *map(self._phrase, items)]
        lead_in = (Plain(self._text.lead_in(name)),)
        label_spans = self._text.spans(owner, lead_in, styles.dosage_label, dosage.origin)
        count = len(items) if self._theme.run_in else 1
        first = self._text.paragraph(
            [*label_spans, *self._phrase_spans(items[:count])], styles.dosage
        )
        return [first, *map(self._phrase, items[count:])]

    def _labelled_doses(self, dosage: doc.DosageBox) -> list[Box]:
        """Set several doses below one another, each after its label."""
        theme, styles = self._theme, self._styles
        owner, name = Owner(dosage.id, Part.CAPTION), self._text.label(dosage, dosage.label)
        caption = self._text.plain(owner, name, styles.dosage_label, dosage.origin)
        # On one baseline with the phrases.
        label = replace(styles.dosage_label, size=styles.dosage.size, leading=styles.dosage.leading)
        if theme.wide and not theme.run_in:
            rows = [*self._dose_rows(dosage.doses, label)]
        else:
            rows = [self._run_in_dose(dose, label) for dose in dosage.doses]
        for row in rows:
            row.space_before = _BETWEEN_DOSES * theme.gap
        return [caption.kept_with_next(), *rows]

    def _dose_rows(self, doses: tuple[doc.Dose, ...], style: Style) -> Iterator[Box]:
        """Set doses as rows, with a column for their labels."""
        gap, measure = self._theme.gap, self._theme.measure
        words = (plain_text(dose.label) for dose in doses)
        lines = (self._text.line(label, style, Artifact.LAYOUT) for label in words)
        column = min(max(line.natural_width for line in lines), _DOSE_LABELS * measure)
        for dose in doses:
            label = self._text.text(Owner(dose.id), dose.label, style, dose.origin)
            phrases = [*self._phrase_spans(dose.items)]
            body = self._text.paragraph(phrases, self._styles.dosage)
            yield HangingIndent(MaxWidth(label, column), body, column + gap)

    def _run_in_dose(self, dose: doc.Dose, style: Style) -> Box:
        """Set a dose as one paragraph; in large print, each phrase begins a line of its own."""
        listed = self._theme.dosage_first
        label = (Plain(self._text.lead_in(isolated(plain_text(dose.label)))),)
        spans = self._text.label_spans(Owner(dose.id), label, style, dose.origin)
        items = () if listed else dose.items
        first = self._text.paragraph([*spans, *self._phrase_spans(items)], self._styles.dosage)
        if not listed:
            return first
        return Stack([first, *map(self._phrase, dose.items)], keep_together=True)

    def _phrase(self, item: doc.Item) -> Box:
        if item.blank:
            return typeset_blank(item, self._theme, self._text)
        return self._text.text(Owner(item.id), item.content, self._styles.dosage, item.origin)

    def _phrase_spans(self, items: Sequence[doc.Item]) -> Iterator[Span]:
        """Yield phrases with a point between them."""
        for item in items:
            point = (Plain("\u00a0· "),) if item is not items[-1] else ()
            content = (*item.content, *point)
            yield from self._text.spans(Owner(item.id), content, self._styles.dosage, item.origin)
