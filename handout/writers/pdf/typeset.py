"""Turn the nodes of a Document into boxes, after the Theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from reportlab.lib.colors import HexColor

from handout import document as doc
from handout.errors import HandoutError, Problems
from handout.images import load_picture
from handout.inline import Inline, Plain, Strong
from handout.theme import Style, Theme
from handout.writers.pdf.boxes import (
    Beside,
    Box,
    Ground,
    Ink,
    Labelled,
    Limited,
    Panel,
    Placement,
    Stack,
)
from handout.writers.pdf.marks import MarkedCanvas, Owner, Part
from handout.writers.pdf.pictures import Captioned, PictureGroup, PictureInk
from handout.writers.pdf.text import Line, TextBox, set_text


class Anchor(Ink):
    """A place that readers can be led to: a bookmark and the target of links. Takes no room."""

    def __init__(self, heading: doc.Heading) -> None:
        self._heading = heading
        self.owner = Owner(heading.id)
        self.keep_with_next = True

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return nothing."""
        return 0.0

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Set the destination and its entry in the outline."""
        heading = self._heading
        canvas.bookmarkHorizontal(heading.id, 0, top)
        canvas.addOutlineEntry(heading.words, heading.id, heading.level - 1, closed=False)


class NumberBadge(Box):
    """A number in white on a square."""

    def __init__(self, number: int, style: Style, ground: str, owner: Owner) -> None:
        self._style = style
        self._ground = ground
        self._number = Line(str(number), style, owner)

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the side of the square."""
        return self._style.leading + 2

    def place(self, x: float, top: float, width: float) -> Iterator[Placement]:
        """Place the number in the middle of its square."""
        side = self.height(width)
        yield Placement(Ground(self._ground, side, radius=3), x, top, side)
        left = x + (side - self._number.natural_width) / 2
        yield from self._number.place(left, top - 1, side)


class Typesetter:
    """Make boxes in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
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
            case _:
                assert_never(block)

    def _text(
        self, owner: Owner, content: tuple[Inline, ...], style: Style, label: str = ""
    ) -> TextBox:
        colours = self._theme.colours
        return set_text(owner, content, style, colours.link, self._styles.label, label)

    def _words(self, owner: Owner, words: str, style: Style) -> TextBox:
        return self._text(owner, (Plain(words),), style)

    def _heading(self, heading: doc.Heading) -> Box:
        """Set a heading: the title, a section over a rule, an entry after its number."""
        styles, colours = self._styles, self._theme.colours
        anchor, owner = Anchor(heading), Owner(heading.id)
        if heading.level == 1:
            box = Stack([anchor, self._text(owner, heading.content, styles.title)])
        elif heading.number is None:
            words = self._text(owner, heading.content, styles.section)
            rule = Ground(colours.accent, 1.2, space_before=3)
            box = Stack([anchor, words, rule], styles.section.space_before)
        else:
            badge = NumberBadge(heading.number, styles.number, colours.accent, owner)
            name = self._text(owner, heading.content, styles.entry)
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
        return self._text(Owner(paragraph.id), paragraph.content, style, paragraph.label)

    def _steps(self, steps: doc.Steps) -> Box:
        styles = self._styles
        return Stack(
            [
                Labelled(
                    self._words(Owner(item.id, Part.LABEL), str(number), styles.step_number),
                    self._text(Owner(item.id), item.content, styles.step),
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
        return self._text(
            Owner(points.id, Part.CAPTION), tuple(content), self._styles.body, points.label
        )

    def _points(self, points: doc.Points) -> Box:
        """Set points under their label, each on a line of its own."""
        style = self._styles.body
        label = self._words(
            Owner(points.id, Part.CAPTION), points.label, self._styles.callout_heading
        )
        label.keep_with_next = True
        items = [
            Labelled(
                self._words(Owner(item.id, Part.LABEL), "•", style),
                self._text(Owner(item.id), item.content, style),
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
        return self._text(Owner(facts.id), tuple(content), self._styles.facts)

    def _dosage(self, dosage: doc.DosageBox) -> Box:
        styles, colours = self._styles, self._theme.colours
        label = self._words(Owner(dosage.id, Part.CAPTION), dosage.label, styles.dosage_label)
        phrases = [self._text(Owner(item.id), item.content, styles.dosage) for item in dosage.items]
        stack = Stack([label, *phrases])
        return Panel(stack, colours.tint, colours.accent, self._theme.padding, self._theme.gap)

    def _callout(self, callout: doc.Callout) -> Box:
        styles, colours = self._styles, self._theme.colours
        children: list[Box] = []
        for block in callout.children:
            if isinstance(block, doc.Heading):
                words = self._text(Owner(block.id), block.content, styles.callout_heading)
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
                picture = load_picture(figure.path, figure.origin, self._theme.text_width)
            except HandoutError as error:
                self.problems.extend(error.problems)
                continue
            caption = self._text(
                Owner(figure.id, Part.CAPTION), figure.caption, self._styles.caption
            )
            ink = PictureInk(figure.id, picture)
            pictures.append(Captioned(ink, caption if figure.caption else None))
        return pictures

    def _log(self, log: doc.Log) -> Box:
        """Set a log: the names of the days, then a row of boxes to tick for each week."""
        style, colour = self._styles.small, self._theme.colours.rule
        names = ["", *log.days]
        head = [Line(day, style, Owner(log.id, cell=(0, n))) for n, day in enumerate(names)]
        rows: list[Box] = [Row(head, style.space_before)]
        for number, week in enumerate(log.weeks, 1):
            name = Line(week, style, Owner(log.id, cell=(number, 0)))
            rows.append(Row([name, *(TickBox(colour) for _ in log.days)], space_before=8.0))
        return Stack(rows, self._theme.gap)


class Row(Box):
    """Boxes side by side in columns of one width."""

    def __init__(self, cells: Sequence[Box], space_before: float) -> None:
        self._cells = tuple(cells)
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the highest cell."""
        column = width / len(self._cells)
        return max(cell.height(column) for cell in self._cells)

    def place(self, x: float, top: float, width: float) -> Iterator[Placement]:
        """Place the cells from the left."""
        column = width / len(self._cells)
        for index, cell in enumerate(self._cells):
            yield from cell.place(x + index * column, top, column)


class TickBox(Ink):
    """A square to tick."""

    _SIDE = 16.0

    def __init__(self, colour: str) -> None:
        self._colour = colour

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the side of the square."""
        return self._SIDE

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the outline of the square."""
        with canvas.marked(self.owner):
            canvas.setStrokeColor(HexColor(self._colour))
            canvas.rect(x, top - self._SIDE, self._SIDE, self._SIDE, stroke=1, fill=0)
