"""Turn the nodes of a Document into boxes, after the Theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from handout import document as doc
from handout.errors import HandoutError, Origin, Problems
from handout.inline import Emphasis, Inline, Link, Plain, Strong
from handout.theme import Face, Style, Theme
from handout.writers.pdf.boxes import (
    Beside,
    Box,
    Ground,
    Labelled,
    Limited,
    Panel,
    Stack,
)
from handout.writers.pdf.details import Anchor, Empty, NumberBadge, Row, TickBox
from handout.writers.pdf.marks import Owner, Part
from handout.writers.pdf.pictures import Captioned, PictureGroup, PictureInk
from handout.writers.pdf.text import Span, TextBox, Typography


class Typesetter:
    """Make boxes in one theme."""

    def __init__(self, theme: Theme, typography: Typography, label_language: str = "") -> None:
        """Take how and with what to set; labels may be in another language than the rest."""
        self._theme = theme
        self._label_language = label_language
        self._typography = typography
        self._styles = theme.styles
        self.problems = Problems()
        """What is wrong with the pictures."""

    def typeset(self, blocks: tuple[doc.Block, ...]) -> list[Box]:
        """Return the boxes of some blocks; sections dissolve, so that pages can break in them."""
        boxes: list[Box] = []
        for block in blocks:
            if isinstance(block, doc.Section):
                boxes += self._section(block)
            elif isinstance(block, doc.Callout) and block.kind is doc.CalloutKind.STOP:
                boxes.append(self._beside_intro(boxes, self._callout(block)))
            else:
                boxes.append(self._box(block))
        return boxes

    def _section(self, section: doc.Section) -> list[Box]:
        """Set a section; what stands before its first entry stays with that entry."""
        boxes = self.typeset(section.children)
        entries = [isinstance(child, doc.Entry) for child in section.children]
        for box in boxes[: entries.index(True)] if True in entries else ():
            box.keep_with_next = True
        return boxes

    def _beside_intro(self, boxes: list[Box], callout: Box) -> Box:
        """Return a call-out with the paragraphs just before it at its left."""
        theme = self._theme
        intro: list[Box] = []
        while boxes and isinstance(boxes[-1], Limited):
            intro.insert(0, boxes.pop())
        if not intro:
            return callout
        return Beside(Stack(intro), callout, theme.aside, theme.column_gap, 2 * theme.gap)

    def _box(self, block: doc.Block) -> Box:  # noqa: C901 -- one match over all nodes
        match block:
            case doc.Heading():
                return self._heading(block)
            case doc.Paragraph(role=doc.Role.SUBTITLE):
                return self._paragraph(block)
            case doc.Paragraph():
                return Limited(self._paragraph(block), self._theme.measure)
            case doc.Steps():
                return self._steps(block)
            case doc.Points():
                return self._run_in(block)
            case doc.Facts():
                return self._facts(block)
            case doc.Figure():
                return self._group([block])
            case doc.DosageBox():
                return self._dosage(block)
            case doc.Callout():
                return self._callout(block)
            case doc.Entry():
                return self._entry(block)
            case doc.Section():
                return Stack(self.typeset(block.children))
            case doc.Log():
                return self._log(block)
            case doc.Video():
                return self._video(block)
            case doc.Glance():
                return self._glance(block)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _text(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, origin: Origin
    ) -> TextBox:
        """Set a paragraph."""
        return self._typography.paragraph([*self._spans(owner, content, style, origin)], style)

    def _labelled_text(self, node: doc.Paragraph, style: Style) -> TextBox:
        """Set a paragraph, the word that says what it is before it."""
        label = (Plain(f"{node.label}: "),) if node.label else ()
        of_label = Owner(node.id, language=self._label_language)
        spans = [
            *self._spans(of_label, label, self._styles.label, node.origin),
            *self._spans(Owner(node.id), node.content, style, node.origin),
        ]
        return self._typography.paragraph(spans, style)

    def _words(self, owner: Owner, words: str, style: Style, origin: Origin) -> TextBox:
        """Set words that have no markup."""
        return self._text(owner, (Plain(words),), style, origin)

    def _spans(
        self,
        owner: Owner,
        content: tuple[Inline, ...],
        style: Style,
        origin: Origin,
        cut: Face | None = None,
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
                    leaning = Face.BOLD if cut is Face.BOLD else Face.ITALIC
                    yield from self._spans(owner, children, style, origin, leaning)
                case Strong(children):
                    yield from self._spans(owner, children, style, origin, Face.BOLD)
                case Link(children, url):
                    linked = replace(owner, url=url)
                    yield from self._spans(linked, children, style, origin, cut)
                case _:
                    assert_never(node)

    def _heading(self, heading: doc.Heading) -> Box:
        """Set a heading: the title, a section over a rule, an entry after its number."""
        styles, colours = self._styles, self._theme.colours
        anchor, owner = Anchor(heading), Owner(heading.id)
        if heading.level == 1:
            box = Stack([anchor, self._text(owner, heading.content, styles.title, heading.origin)])
        elif heading.number is None:
            words = self._text(owner, heading.content, styles.section, heading.origin)
            rule = Ground(colours.accent, 1.2, space_before=3)
            box = Stack([anchor, words, rule], styles.section.space_before)
        else:
            # The space keeps the number and the name apart for those who hear them.
            number = self._typography.line(f"{heading.number} ", styles.number, owner)
            badge = NumberBadge(number, colours.accent)
            name = self._text(owner, heading.content, styles.entry, heading.origin)
            row = Labelled(badge, name, self._theme.indent + 9)
            box = Stack([anchor, row], styles.entry.space_before)
        box.children[1].space_before = 0.0
        box.keep_with_next = True
        return box

    def _paragraph(self, paragraph: doc.Paragraph) -> Box:
        styles = self._styles
        style = {
            doc.Role.BODY: styles.body,
            doc.Role.SUBTITLE: styles.subtitle,
            doc.Role.SUMMARY: styles.summary,
            doc.Role.NOTE: styles.note,
            doc.Role.SMALL: styles.small,
        }[paragraph.role]
        return self._labelled_text(paragraph, style)

    def _steps(self, steps: doc.Steps) -> Box:
        styles = self._styles
        return Stack(
            [
                Labelled(
                    self._words(
                        Owner(item.id, Part.LABEL), str(number), styles.step_number, item.origin
                    ),
                    self._text(Owner(item.id), item.content, styles.step, item.origin),
                    self._theme.indent,
                    styles.step.space_before,
                )
                for number, item in enumerate(steps.items, 1)
            ],
            styles.body.space_before,
        )

    def _run_in(self, points: doc.Points) -> Box:
        """Set points as sentences after their label; a line each costs entries their page."""
        label, body = self._styles.label, self._styles.body
        owner = Owner(points.id, Part.CAPTION, language=self._label_language)
        spans = [*self._spans(owner, (Plain(f"{points.label}: "),), label, points.origin)]
        for item in points.items:
            # The space stands at the end of the point, where it is read as a pause.
            content = (*item.content, Plain(" ")) if item is not points.items[-1] else item.content
            spans += self._spans(Owner(item.id), content, body, item.origin)
        return self._typography.paragraph(spans, body)

    def _points(self, points: doc.Points) -> Box:
        """Set points under their label, each on a line of its own."""
        style = self._styles.body
        label = self._words(
            Owner(points.id, Part.CAPTION),
            points.label,
            self._styles.callout_heading,
            points.origin,
        )
        label.keep_with_next = True
        items = [
            Labelled(
                self._words(Owner(item.id, Part.LABEL), "•", style, item.origin),
                self._text(Owner(item.id), item.content, style, item.origin),
                13.0,
                3.0,
            )
            for item in points.items
        ]
        return Stack([label, *items])

    def _facts(self, facts: doc.Facts) -> Box:
        """Set facts in one paragraph; no line ends inside a label or just after it."""
        style = self._styles.facts
        spans: list[Span] = []
        for fact in facts.items:
            separator = (Plain("\u00a0· "),) if spans else ()
            label = (Strong((Plain(f"{fact.label}: ".replace(" ", "\u00a0")),)),)
            of_label = Owner(facts.id, language=self._label_language)
            # What has a language of its own is in the program's words, as the labels are.
            of_value = of_label if fact.language else Owner(facts.id)
            spans += self._spans(Owner(facts.id), separator, style, fact.origin)
            spans += self._spans(of_label, label, style, fact.origin)
            spans += self._spans(of_value, fact.value, style, fact.origin)
        return self._typography.paragraph(spans, style)

    def _dosage(self, dosage: doc.DosageBox) -> Box:
        styles, colours = self._styles, self._theme.colours
        owner = Owner(dosage.id, Part.CAPTION)
        label = self._words(owner, dosage.label, styles.dosage_label, dosage.origin)
        phrases = [
            self._text(Owner(item.id), item.content, styles.dosage, item.origin)
            for item in dosage.items
        ]
        stack = Stack([label, *phrases])
        return Panel(stack, colours.tint, colours.accent, self._theme.padding, self._theme.gap)

    def _callout(self, callout: doc.Callout) -> Box:
        styles, colours = self._styles, self._theme.colours
        children: list[Box] = []
        for block in callout.children:
            if isinstance(block, doc.Heading):
                style = styles.callout_heading
                words = self._text(Owner(block.id), block.content, style, block.origin)
                children.append(Stack([Anchor(block), words]))
            elif isinstance(block, doc.Points):
                children.append(self._points(block))
            else:
                children += self.typeset((block,))
        stop = callout.kind is doc.CalloutKind.STOP
        ground, bar = (colours.stop_tint, colours.stop) if stop else (colours.tint, colours.accent)
        return Panel(Stack(children), ground, bar, self._theme.padding + 2, 2 * self._theme.gap)

    def _entry(self, entry: doc.Entry) -> Box:
        """Set an entry: heading over two columns, words at the left, pictures and dosage beside."""
        theme = self._theme
        head: list[Box] = []
        main: list[Box] = []
        figures: list[doc.Figure] = []
        aside: list[Box] = []
        for block in entry.children:
            match block:
                case doc.Figure():
                    figures.append(block)
                case doc.DosageBox():
                    aside.append(self._dosage(block))
                case doc.Heading():
                    head.append(self._box(block))
                case _:
                    main.append(self._box(block))
        if figures:
            aside.insert(0, self._group(figures))
        if not aside:
            return Stack([*head, *main], self._styles.entry.space_before, whole=True)
        beside, below = self._around(main, Stack(aside))
        columns = Beside(Stack(beside), Stack(aside), theme.aside, theme.column_gap, theme.gap)
        return Stack([*head, columns, *below], self._styles.entry.space_before, whole=True)

    def _around(self, main: list[Box], aside: Box) -> tuple[list[Box], list[Box]]:
        """Return what stands beside the pictures and what runs over the whole width below them."""
        theme = self._theme
        column = theme.text_width - theme.column_gap - theme.aside
        free = aside.height(theme.aside)
        for index, box in enumerate(main):
            if free <= 0:
                return main[:index], main[index:]
            free -= box.height(column) + (box.space_before if index else 0)
        return main, []

    def _group(self, figures: list[doc.Figure]) -> Box:
        theme = self._theme
        pictures = self._pictures(figures)
        return PictureGroup(pictures, theme.gap, theme.pictures_height)

    def _pictures(self, figures: list[doc.Figure]) -> list[Captioned]:
        """Return the pictures that can be read; note what is wrong with the others."""
        pictures = []
        for figure in figures:
            try:
                picture = PictureInk(figure, self._theme.text_width, self._typography)
            except HandoutError as error:
                self.problems.extend(error.problems)
                continue
            caption = None
            if figure.caption:
                style = self._styles.caption
                owner = Owner(figure.id, Part.CAPTION)
                caption = self._text(owner, figure.caption, style, figure.origin)
            pictures.append(Captioned(picture, caption))
        return pictures

    def _video(self, video: doc.Video) -> Box:
        style = self._styles.small
        label = self._spans(
            Owner(video.id, language=self._label_language),
            (Plain(f"{video.label}: "),),
            self._styles.label,
            video.origin,
        )
        words = self._spans(Owner(video.id), video.content, style, video.origin)
        return self._typography.paragraph([*label, *words], style)

    def _glance(self, glance: doc.Glance) -> Box:
        style = self._styles.body
        cells = [glance.columns, *((row.name.words, row.dose, row.days) for row in glance.rows)]
        rows: list[Box] = [
            Row(
                [
                    self._words(Owner(glance.id, cell=(row, column)), words, style, glance.origin)
                    for column, words in enumerate(texts)
                ],
                style.space_before,
            )
            for row, texts in enumerate(cells)
        ]
        return Stack(rows, self._theme.gap, whole=True)

    def _letterhead(self, letterhead: doc.Letterhead) -> Box:
        style = self._styles.small
        name = self._text(Owner(letterhead.id), letterhead.name, style, letterhead.origin)
        lines = [
            self._text(Owner(line.id), line.content, style, line.origin)
            for line in letterhead.lines
        ]
        logo = [self._group([letterhead.logo])] if letterhead.logo else []
        return Stack([*logo, name, *lines])

    def _log(self, log: doc.Log) -> Box:
        """Set a log: the names of the days, then a row of boxes to tick for each week."""
        style, colour = self._styles.small, self._theme.colours.rule
        line = self._typography.line
        head = [line(day, style, Owner(log.id, cell=(0, n))) for n, day in enumerate(log.days, 1)]
        rows: list[Box] = [Row([Empty(), *head], style.space_before)]
        for number, week in enumerate(log.weeks, 1):
            name = line(week, style, Owner(log.id, cell=(number, 0)))
            rows.append(Row([name, *(TickBox(colour) for _ in log.days)], space_before=8.0))
        return Stack(rows, self._theme.gap, whole=True)
