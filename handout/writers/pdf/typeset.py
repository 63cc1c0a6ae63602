"""Turn the nodes of a Document into boxes, after the Theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, TypeVar, assert_never, cast

from msgspec.structs import replace

from handout import document as doc
from handout.caches import Memo
from handout.colour import Colour
from handout.errors import HandoutError, Problems
from handout.inline import Plain, Strong, plain_text
from handout.theme import Arrangement, Style, Theme
from handout.writers.pdf.boxes import Beside, Box, Ground, Labelled, Limited, Panel, Stack
from handout.writers.pdf.details import Anchor, Gap, NumberBadge
from handout.writers.pdf.entry_layout import EntryBox, EntryFrame, Parts
from handout.writers.pdf.grids import typeset_blank, typeset_form, typeset_table
from handout.writers.pdf.inline_text import Words
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.pictures import PictureGroup, Pictures, Thumbnail
from handout.writers.pdf.text import Span, TextLine, Typography

Set = TypeVar("Set")
"""What blocks become: a box, or the frame of an entry."""

_HEADED = doc.Entry | doc.Table


class Typesetter:
    """Make boxes in one theme."""

    def __init__(
        self,
        theme: Theme,
        typography: Typography,
        document: doc.DocumentTree,
        problems: Problems,
        memo: Memo[Any],
    ) -> None:
        """Take the look, the fonts and the document, a sink, and the memo of boxes."""
        self._theme = theme
        self._typography = typography
        self._words = Words(theme, typography, document)
        self._styles = theme.styles
        self.problems = problems
        self._pictures = Pictures(theme, typography, self._words, problems)
        self._memo = memo
        # All that a box depends on besides its blocks and the writer's own theme and fonts.
        self._setting = (
            document.language,
            document.label_language,
            document.accent,
            document.furniture.changed,
        )

    def typeset(self, blocks: tuple[doc.Block, ...]) -> list[Box]:
        """Return the boxes of some blocks; sections dissolve, so that pages can break in them."""
        boxes: list[Box] = []
        for block in blocks:
            if isinstance(block, doc.Section):
                boxes += self._section(block)
            elif self._theme.wide and _is_stop(block):
                boxes.append(self._beside_intro(boxes, self._kept(block)))
            else:
                boxes.append(self._kept(block))
        return boxes

    def _kept(self, block: doc.Block) -> Box:
        """Return the box of a block, remembered from another document if it had the same block."""
        if block.changed or (isinstance(block, doc.Entry) and block.personal):
            # Hardly another patient has it so.
            return self._box(block)
        return self._once(block.id, (block,), lambda: self._box(block))

    def _once(self, name: str, blocks: tuple[doc.Block, ...], make: Callable[[], Set]) -> Set:
        """Return what some blocks become, and note its problems."""
        value, problems = self._memo.get(
            (self._setting, name), blocks, lambda: self.problems.capture(make)
        )
        self.problems.extend(problems)
        return cast("Set", value)

    def line(self, words: str, style: Style, owner: Owner | Artifact = Artifact.FOOTER) -> TextLine:
        """Set words on one line; without an owner they belong to a page's foot."""
        return self._words.line(words, style, owner)

    def foot(self, words: str) -> Box:
        """Set words as a paragraph at a page's foot."""
        style = self._styles.furniture
        span = Span(
            text=words,
            style=style,
            cut=style.face,
            colour=style.colour,
            owner=Artifact.FOOTER,
            origin=None,
        )
        return self._typography.paragraph([span], style)

    def kicker(self, heading: doc.Heading, *, repeated: bool) -> Box:
        """Set a section's heading small, over one of its entries."""
        style = self._styles.label
        owner = Artifact.LAYOUT if repeated else Owner(heading.id)
        line = self.line(plain_text(heading.content), style, owner)
        box = Stack([line] if repeated else [Anchor(heading), line])
        box.keep_with_next = True
        return box

    def _section(self, section: doc.Section) -> list[Box]:
        """Set a section; what stands before its first entry or table stays with that."""
        boxes = self.typeset(section.children)
        kinds = [isinstance(child, _HEADED) for child in section.children]
        first = kinds.index(True) if True in kinds else 0
        return [*(box.kept_with_next() for box in boxes[:first]), *boxes[first:]]

    def _beside_intro(self, boxes: list[Box], callout: Box) -> Box:
        """Return a call-out with the paragraphs just before it at its left."""
        theme = self._theme
        intro: list[Box] = []
        while boxes and isinstance(boxes[-1], Limited):
            intro.insert(0, boxes.pop())
        if not intro:
            return callout
        # Wide enough for a sign a line, so that both are about equally high.
        aside = max(theme.aside, theme.text_width / 3)
        return Beside(Stack(intro), callout, aside, theme.column_gap, 2 * theme.gap)

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
            case doc.Facts(form=True):
                return typeset_form(block, self._theme, self._words)
            case doc.Facts():
                return self._facts(block)
            case doc.Figure():
                return self._pictures.group([block])
            case doc.DosageBox():
                return self._dosage(block)
            case doc.Callout():
                return self._callout(block)
            case doc.Entry():
                return self._entry(block)
            case doc.Section():
                return Stack(self.typeset(block.children))
            case doc.Video():
                return self._video(block)
            case doc.Table():
                return typeset_table(block, self._theme, self._words, self._thumbnail)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _heading(self, heading: doc.Heading, *, added: bool = False) -> Box:
        """Set a heading: the title, a section over a rule, an entry after its number.

        What was `added` for this patient says so after its name.
        """
        styles, colours = self._styles, self._theme.colours
        anchor, owner = Anchor(heading), Owner(heading.id)
        if heading.level == 1:
            box = Stack(
                [anchor, self._words.text(owner, heading.content, styles.title, heading.origin)]
            )
        elif heading.number is None:
            words = self._words.text(owner, heading.content, styles.section, heading.origin)
            rule = Ground(colours.accent, 1.2, space_before=3)
            box = Stack([anchor, words, rule], styles.section.space_before)
        else:
            # The space keeps the number and the name apart for those who hear them.
            number = self._words.line(f"{heading.number} ", styles.number, owner)
            mark = (Plain(f" · {self._words.label_of(replace(heading, changed=True))}"),)
            content = (*heading.content, *(mark if added else ()))
            name = self._words.text(owner, content, styles.entry, heading.origin)
            badge = NumberBadge(number, colours.accent) if self._theme.boxed else number
            row = Labelled(badge, name, styles.entry.size + 12.5)
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
        return self._words.labelled(paragraph, style)

    def _steps(self, steps: doc.Steps) -> Box:
        return Stack(self._step_rows(steps), self._styles.body.space_before)

    def _step_rows(self, steps: doc.Steps) -> list[Box]:
        """Set each step beside its number; no page ends or begins with a lone one."""
        styles = self._styles
        rows: list[Box] = [
            Labelled(
                self._words.plain(
                    Owner(item.id, Part.LABEL), str(number), styles.step_number, item.origin
                ),
                self._words.text(Owner(item.id), item.content, styles.step, item.origin),
                self._theme.indent,
                styles.step.space_before,
            )
            for number, item in enumerate(steps.items, 1)
        ]
        for row in (*rows[:1], *rows[-2:-1]):
            row.keep_with_next = True
        return [*self._change(steps), *rows]

    def _change(self, steps: doc.Steps) -> list[Box]:
        """Return what says over steps that they were changed for this patient."""
        if not steps.changed:
            return []
        owner = self._words.of_label(steps.id, Part.CAPTION)
        words = self._words.label_of(steps)
        line = self._words.plain(owner, words, self._styles.label, steps.origin)
        line.keep_with_next = True
        return [line]

    def _run_in(self, points: doc.Points) -> Box:
        """Set points as sentences after their label; a line each costs entries their page."""
        return self._words.paragraph([*self._point_spans(points)], self._styles.body)

    def _point_spans(self, points: doc.Points) -> Iterator[Span]:
        label, body = self._styles.label, self._styles.body
        owner = self._words.of_label(points.id, Part.CAPTION)
        name = Plain(f"{self._words.label_of(points, points.label)}: ")
        yield from self._words.spans(owner, (name,), label, points.origin)
        for item in points.items:
            # The space stands at the end of the point, where it is read as a pause.
            content = (*item.content, Plain(" ")) if item is not points.items[-1] else item.content
            yield from self._words.spans(Owner(item.id), content, body, item.origin)

    def _run_together(self, blocks: list[doc.Block]) -> Box:
        """Set labelled texts one after the other in one paragraph."""
        body = self._styles.body
        spans: list[Span] = []
        for block in blocks:
            if spans:
                last = spans[-1]
                spans[-1] = replace(last, text=f"{last.text} ")
            if isinstance(block, doc.Points):
                spans += self._point_spans(block)
            elif isinstance(block, doc.Paragraph):
                spans += self._words.labelled_spans(block, body)
        return self._words.paragraph(spans, body)

    def _points(self, points: doc.Points) -> Box:
        """Set points under their label, each on a line of its own."""
        style = self._styles.body
        label = self._words.plain(
            Owner(points.id, Part.CAPTION),
            points.label,
            self._styles.callout_heading,
            points.origin,
        )
        label.keep_with_next = True
        items = [
            Labelled(
                self._words.plain(Owner(item.id, Part.LABEL), "•", style, item.origin),
                self._words.text(Owner(item.id), item.content, style, item.origin),
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
        if facts.changed:
            words = (Strong((Plain(f"{self._words.label_of(facts)}: "),)),)
            owner = self._words.of_label(facts.id)
            spans += self._words.spans(owner, words, style, facts.origin)
        for fact in facts.items:
            separator = (Plain("\u00a0· "),) if fact is not facts.items[0] else ()
            label = (Strong((Plain(f"{fact.label}: ".replace(" ", "\u00a0")),)),)
            of_label = self._words.of_label(facts.id)
            # What has a language of its own is in the program's words, as the labels are.
            of_value = of_label if fact.language else Owner(facts.id)
            spans += self._words.spans(Owner(facts.id), separator, style, fact.origin)
            spans += self._words.spans(of_label, label, style, fact.origin)
            spans += self._words.spans(of_value, fact.value, style, fact.origin)
        return self._words.paragraph(spans, style)

    def _dosage(self, dosage: doc.DosageBox) -> Box:
        styles, colours = self._styles, self._theme.colours
        owner = Owner(dosage.id, Part.CAPTION)
        name = self._words.label_of(dosage, dosage.label)
        label = self._words.plain(owner, name, styles.dosage_label, dosage.origin)
        label.space_before = 0.0
        label.keep_with_next = True
        phrases = [
            typeset_blank(item, self._theme, self._words)
            if item.blank
            else self._words.text(Owner(item.id), item.content, styles.dosage, item.origin)
            for item in dosage.items
        ]
        return self._panel(Stack([label, *phrases]), colours.tint, colours.accent, 0.0)

    def _panel(self, content: Box, ground: Colour, bar: Colour, more: float) -> Box:
        """Return content on a ground of its own, if the theme has such grounds."""
        theme = self._theme
        space = theme.gap * (2 if more else 1)
        if not theme.boxed:
            return Stack([content], space_before=2 * theme.gap)
        return Panel(content, ground, bar, theme.padding + more, space)

    def _callout(self, callout: doc.Callout) -> Box:
        styles, colours = self._styles, self._theme.colours
        children: list[Box] = []
        for block in callout.children:
            if isinstance(block, doc.Heading):
                style = styles.callout_heading
                words = self._words.text(Owner(block.id), block.content, style, block.origin)
                children.append(Stack([Anchor(block), words]))
            elif isinstance(block, doc.Points):
                children.append(self._points(block))
            else:
                children += self.typeset((block,))
        stop = callout.kind is doc.CalloutKind.STOP
        ground, bar = (colours.stop_tint, colours.stop) if stop else (colours.tint, colours.accent)
        return self._panel(Stack(children), ground, bar, 2.0)

    def _entry(self, entry: doc.Entry) -> Box:
        """Set an entry after the theme's arrangement."""
        theme = self._theme
        if theme.arrangement is Arrangement.LIST:
            return EntryBox(EntryFrame(self._parts(entry, entry.children), theme), None, theme)
        dosages = [block for block in entry.children if isinstance(block, doc.DosageBox)]
        rest = tuple([block for block in entry.children if not isinstance(block, doc.DosageBox)])
        frame = self._once(
            f"{entry.id}.frame{'.added' if entry.changed else ''}",
            rest,
            lambda: EntryFrame(self._parts(entry, rest), theme),
        )
        boxes = [self._dosage(block) for block in dosages]
        dosage = Stack(boxes) if len(boxes) > 1 else next(iter(boxes), None)
        return EntryBox(frame, dosage, theme)

    def _parts(self, entry: doc.Entry, children: tuple[doc.Block, ...]) -> Parts:
        """Set the children of an entry, or those that are not set elsewhere."""
        parts = Parts()
        figures: list[doc.Figure] = []
        for together, group in groupby(children, self._runs_in):
            if together:
                parts.words.append(self._run_together([*group]))
                continue
            for block in group:
                if isinstance(block, doc.Figure):
                    figures.append(block)
                elif isinstance(block, doc.Heading):
                    parts.head.append(self._heading(block, added=entry.changed))
                elif not figures and isinstance(block, doc.Paragraph | doc.Facts):
                    parts.head.append(self._kept(block))
                elif isinstance(block, doc.Steps) and self._theme.arrangement is Arrangement.LIST:
                    self._add_rows(parts, block)
                else:
                    parts.words.append(self._kept(block))
        if figures:
            name = f"{figures[0].id}.group"
            parts.pictures = self._once(name, tuple(figures), lambda: self._pictures.group(figures))
        return parts

    def _add_rows(self, parts: Parts, steps: doc.Steps) -> None:
        """Add steps to a list that goes on over pages."""
        parts.words = [box.kept_with_next() for box in parts.words]
        rows = self._step_rows(steps)
        # Where all that is kept together is higher than a page, these still are.
        ends = (rows[:2], rows[2:-2], rows[-2:]) if len(rows) > 3 else (rows, [], [])
        first, between, last = ends
        parts.words += [Stack(first, first[0].space_before), *between]
        parts.words += [Stack(last, last[0].space_before)] if last else []

    def _runs_in(self, block: doc.Block) -> bool:
        """Tell whether a block may follow another one in the same paragraph."""
        helpful = block.detail is doc.Detail.HELPFUL
        return self._theme.run_in and helpful and isinstance(block, doc.Paragraph | doc.Points)

    def _thumbnail(self, figure: doc.Figure | None) -> Thumbnail | None:
        """Return a picture to repeat small; what is wrong with it is said where it is large."""
        if figure is None:
            return None
        highest = 0.7 * self._theme.thumbnail
        try:
            name = f"{figure.id}.thumbnail"
            return self._once(
                name, (figure,), lambda: Thumbnail(self._pictures.ink(figure), highest)
            )
        except HandoutError:
            return None

    def _video(self, video: doc.Video) -> Box:
        """Set the address of a video beside the code that opens it."""
        from handout.writers.pdf.qr_code import Code  # noqa: PLC0415 -- only for videos

        words = self._words.labelled(video, self._styles.small)
        words.space_before = 0.0
        code = Code(video, self._theme.code)
        return Labelled(code, words, self._theme.code + self._theme.gap, self._theme.gap)

    def _letterhead(self, letterhead: doc.Letterhead) -> Box:
        """Set the clinic's name and addresses beside its logo, over a rule."""
        theme, styles = self._theme, self._styles
        label = replace(styles.callout_heading, colour=theme.colours.accent)
        small = replace(styles.small, space_before=0.0)
        name = self._words.text(Owner(letterhead.id), letterhead.name, label, letterhead.origin)
        lines: list[Box] = [name]
        if letterhead.lines:
            # In one paragraph: what it costs is the room for the programme at a glance.
            spans: list[Span] = []
            for line in letterhead.lines:
                dot = (Plain(" · "),) if line is not letterhead.lines[-1] else ()
                content = (*line.content, *dot)
                spans += self._words.spans(Owner(line.id), content, small, line.origin)
            lines.append(self._words.paragraph(spans, small))
        words: Box = Stack(lines)
        pictures = self._pictures.captioned([letterhead.logo]) if letterhead.logo else []
        if pictures:
            logo = PictureGroup(pictures, theme.gap, words.height(theme.text_width))
            width = logo.natural_width(theme.aside)
            words = Labelled(logo, words, width + theme.padding)
        rule = Ground(theme.colours.accent, 1.2, space_before=theme.gap / 2)
        return Stack([words, rule, Gap(1.5 * theme.gap)])


def _is_stop(block: doc.Block) -> bool:
    return isinstance(block, doc.Callout) and block.kind is doc.CalloutKind.STOP
