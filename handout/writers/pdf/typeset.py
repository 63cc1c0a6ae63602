"""Turn the nodes of a Document into boxes, after the Theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from handout import document as doc
from handout.errors import HandoutError, Origin, Problems
from handout.images import load_picture
from handout.inline import Emphasis, Inline, Link, Plain, Strong
from handout.theme import Face, Style, Theme
from handout.writers.pdf.boxes import Beside, Box, Labelled, Limited, Panel, Rule, Stack
from handout.writers.pdf.pictures import PictureGroup, prepare
from handout.writers.pdf.text import Span, TextBox, TextLine, Typography


@dataclass
class Anchored(Box):
    """A box that readers can be led to: a place in the outline and for links."""

    content: Box
    heading: doc.Heading
    keep_with_next: bool = True

    def __post_init__(self) -> None:
        self.space_before = self.content.space_before

    def height(self, width: float) -> float:
        """Return the content's height."""
        return self.content.height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Set the destination, then draw the content."""
        heading = self.heading
        canvas.bookmarkHorizontal(heading.id, 0, top)
        canvas.addOutlineEntry(heading.words, heading.id, heading.level - 1, closed=False)
        self.content.draw(canvas, x, top, width)


@dataclass
class NumberBadge(Box):
    """A number in white on a square."""

    number: TextLine
    style: Style
    ground: str

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the side of the square."""
        return self.style.leading + 2

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the square with the number in its middle."""
        side = self.style.leading + 2
        canvas.setFillColor(HexColor(self.ground))
        canvas.roundRect(x, top - side, side, side, 3, stroke=0, fill=1)
        left = x + (side - self.number.width) / 2
        self.number.draw(canvas, left, top - side / 2 - self.style.size * 0.335)


class Typesetter:
    """Make boxes in one theme."""

    def __init__(self, theme: Theme, typography: Typography) -> None:
        self._theme = theme
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
        for box, block, following in zip(
            boxes, section.children, section.children[1:], strict=False
        ):
            if isinstance(following, doc.Entry) and not isinstance(block, doc.Entry):
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
                return self._figures([block])
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
            case _:
                assert_never(block)

    def _text(
        self, content: tuple[Inline, ...], style: Style, origin: Origin, label: str = ""
    ) -> TextBox:
        """Set a paragraph, after the words of a label in their own style if it has one."""
        before = self._styles.label
        spans = [_span(f"{label}: ", before, before.face, before.colour, origin)] if label else []
        spans += _spans(content, style, style.face, style.colour, origin, self._theme.colours.link)
        return self._typography.paragraph(spans, style)

    def _words(self, text: str, style: Style, origin: Origin) -> TextBox:
        """Set words that carry no markup."""
        return self._text((Plain(text),), style, origin)

    def _heading(self, heading: doc.Heading) -> Box:
        styles, colours = self._styles, self._theme.colours
        if heading.level == 1:
            title = self._text(heading.content, styles.title, heading.origin)
            return Anchored(title, heading)
        if heading.number is None:
            rule = Rule(colours.accent, 1.2, 3)
            words = self._text(heading.content, styles.section, heading.origin)
            return Anchored(Stack([words, rule], styles.section.space_before), heading)
        number = self._typography.line(str(heading.number), styles.number, heading.origin)
        badge = NumberBadge(number, styles.number, colours.accent)
        name = self._text(heading.content, styles.entry, heading.origin)
        return Anchored(
            Labelled(badge, name, self._theme.indent + 9, styles.entry.space_before), heading
        )

    def _paragraph(self, paragraph: doc.Paragraph) -> Box:
        styles = self._styles
        style = {
            doc.Role.BODY: styles.body,
            doc.Role.SUBTITLE: styles.subtitle,
            doc.Role.SUMMARY: styles.summary,
            doc.Role.NOTE: styles.note,
            doc.Role.SMALL: styles.small,
        }[paragraph.role]
        return self._text(paragraph.content, style, paragraph.origin, paragraph.label)

    def _steps(self, steps: doc.Steps) -> Box:
        styles = self._styles
        return Stack(
            [
                Labelled(
                    self._words(str(number), styles.step_number, item.origin),
                    self._text(item.content, styles.step, item.origin),
                    self._theme.indent,
                    styles.step.space_before,
                )
                for number, item in enumerate(steps.items, 1)
            ],
            styles.body.space_before,
        )

    def _run_in(self, points: doc.Points) -> Box:
        """Set points as sentences after their label; a line each costs entries their page."""
        content: list[Inline] = []
        for item in points.items:
            content += [*([Plain(" ")] if content else []), *item.content]
        return self._text(tuple(content), self._styles.body, points.origin, points.label)

    def _points(self, points: doc.Points) -> Box:
        """Set points under their label, each on a line of its own."""
        style = self._styles.body
        label = self._words(points.label, self._styles.callout_heading, points.origin)
        label.keep_with_next = True
        items = [
            Labelled(
                self._words("•", style, item.origin),
                self._text(item.content, style, item.origin),
                13.0,
                3.0,
            )
            for item in points.items
        ]
        return Stack([label, *items])

    def _facts(self, facts: doc.Facts) -> Box:
        content: list[Inline] = []
        for fact in facts.items:
            separator = "  ·  " if content else ""
            content += [Plain(separator), Strong((Plain(f"{fact.label}: "),)), *fact.value]
        return self._text(tuple(content), self._styles.facts, facts.origin)

    def _dosage(self, dosage: doc.DosageBox) -> Box:
        styles, colours = self._styles, self._theme.colours
        label = self._words(dosage.label, styles.dosage_label, dosage.origin)
        phrases = [self._text(item.content, styles.dosage, item.origin) for item in dosage.items]
        stack = Stack([label, *phrases])
        return Panel(stack, colours.tint, colours.accent, self._theme.padding, self._theme.gap)

    def _callout(self, callout: doc.Callout) -> Box:
        styles, colours = self._styles, self._theme.colours
        children: list[Box] = []
        for block in callout.children:
            if isinstance(block, doc.Heading):
                words = self._text(block.content, styles.callout_heading, block.origin)
                children.append(Anchored(words, block))
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
            aside.insert(0, self._figures(figures))
        for box in head:
            box.keep_with_next = True
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

    def _figures(self, figures: list[doc.Figure]) -> Box:
        theme = self._theme
        pictures = []
        for figure in figures:
            try:
                picture = load_picture(figure.path, figure.origin, theme.text_width)
            except HandoutError as error:
                self.problems.extend(error.problems)
                continue
            style = self._styles.caption
            caption = self._text(figure.caption, style, figure.origin) if figure.caption else None
            pictures.append(prepare(picture, caption, self._typography, figure.origin))
        return PictureGroup(pictures, theme.gap, theme.pictures_height)

    def _log(self, log: doc.Log) -> Box:
        style = self._styles.small
        weeks = [self._typography.line(week, style, log.origin) for week in log.weeks]
        days = [self._typography.line(day, style, log.origin) for day in log.days]
        return LogGrid(weeks, days, self._theme.colours.rule)


class LogGrid(Box):
    """A row a week and a column a day, with a box to tick in each."""

    space_before = 8.0
    _ROW = 24.0
    _LABEL = 80.0

    def __init__(self, weeks: Sequence[TextLine], days: Sequence[TextLine], colour: str) -> None:
        self._weeks = weeks
        self._days = days
        self._colour = colour

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of all rows and the names of the days."""
        return self._ROW * (len(self._weeks) + 1)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the names and the boxes."""
        column = (width - self._LABEL) / len(self._days)
        baseline = self._ROW * 0.65
        for index, day in enumerate(self._days):
            day.draw(canvas, x + self._LABEL + index * column, top - baseline)
        canvas.setStrokeColor(HexColor(self._colour))
        for row, week in enumerate(self._weeks, 1):
            y = top - row * self._ROW
            week.draw(canvas, x, y - baseline)
            for index in range(len(self._days)):
                left = x + self._LABEL + index * column
                canvas.rect(left, y - self._ROW + 4, 16, 16, stroke=1, fill=0)


def _span(text: str, style: Style, cut: Face, colour: str, origin: Origin) -> Span:
    return Span(text=text, style=style, cut=cut, colour=colour, origin=origin)


def _spans(
    content: tuple[Inline, ...],
    style: Style,
    cut: Face,
    colour: str,
    origin: Origin,
    link_colour: str,
) -> Iterator[Span]:
    """Yield the words of inline nodes with the look that their markup gives them."""
    for node in content:
        match node:
            case Plain(text):
                yield _span(text, style, cut, colour, origin)
            case Emphasis(children):
                leaning = Face.BOLD if cut is Face.BOLD else Face.ITALIC
                yield from _spans(children, style, leaning, colour, origin, link_colour)
            case Strong(children):
                yield from _spans(children, style, Face.BOLD, colour, origin, link_colour)
            case Link(children):
                yield from _spans(children, style, cut, link_colour, origin, link_colour)
            case _:
                assert_never(node)
