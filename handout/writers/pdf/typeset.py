"""Typeset the nodes of a document as boxes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from copy import copy
from itertools import groupby, takewhile
from typing import Any, TypeVar, assert_never, cast

from msgspec.structs import replace

from handout import document as doc
from handout.caches import Caches, Memo
from handout.colour import Colour
from handout.document.bilingual import is_translated_heading
from handout.errors import HandoutError, Problems
from handout.inline import Inline, Plain, plain_text
from handout.languages import is_right_to_left
from handout.theme import Arrangement, FontCut, Style, Theme
from handout.writers.pdf.blocks import BlockSetter
from handout.writers.pdf.boxes import (
    Box,
    FilledRectangle,
    Flow,
    HangingIndent,
    MainWithAside,
    MaxWidth,
    Mirrored,
    PageBreak,
    Rows,
    SideBySide,
    Spacer,
    Stack,
    TintedBox,
)
from handout.writers.pdf.doses import DoseSetter
from handout.writers.pdf.entry_layout import EntryBox, EntryParts, EntryTemplate
from handout.writers.pdf.headings import Anchor, NumberBadge
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.log import typeset_log
from handout.writers.pdf.marks import Artifact, LinkTarget, Owner, Part
from handout.writers.pdf.pictures import PictureGroup, PictureSetter, Thumbnail
from handout.writers.pdf.run_in import RunInSetter, are_sentences
from handout.writers.pdf.tables import typeset_form, typeset_glance
from handout.writers.pdf.text import Span, TextBox, TextLine, Typography

Value = TypeVar("Value")

_STOP_SHARES = (1 / 3, 0.36, 0.4, 0.5, 0.6)
"""The width of the signs to stop beside text, as fractions: about one sign per line.

Beside little text they are wide, so that no hole is left below it.
"""

_STEP_PICTURE = 0.6
"""The width of a picture below its step, as a fraction of that of the page."""
_LONG_TEXT = 0.25
"""The height of text that need not stay with what it introduces, as a fraction of the page."""

_BREAK_INTO_SMALL_PRINT = 1.2
"""The cost of a page that begins with sources, and has often nothing else on it."""

_LEAST_TWIN = 11.0
"""The least width of a text beside its twin, in ems of the body; narrower ones stand below it."""

_LEAST_DOSE = 9.0
"""The same for a dose, whose lines are short."""

_HEADED = doc.Entry | doc.Table | doc.Log | doc.Section


class Typesetter:
    """Typesets one document in one theme."""

    def __init__(
        self,
        theme: Theme,
        typography: Typography,
        document: doc.DocumentTree,
        problems: Problems,
        caches: Caches,
    ) -> None:
        """Take the theme, the fonts, the document, a sink for problems and caches."""
        self._theme = theme
        self._typography = typography
        self._document = document
        self._caches = caches
        self._text = TextSetter(theme, typography, document)
        self._styles = theme.styles
        self.problems = problems
        graphics = caches.memo("graphics", 512)
        self._pictures = PictureSetter(theme, self._text, problems, graphics)
        self.doses = DoseSetter(theme, self._text)
        self._run_in = RunInSetter(theme.styles, self._text, document.language)
        self.blocks = BlockSetter(theme, self._text, self._thumbnail)
        self.is_right_to_left = is_right_to_left(document.language)
        self._memo: Memo[Any] = caches.memo("boxes", 4096, 8)
        # Whatever a box depends on besides its blocks and the theme and fonts of the writer.
        self._context = (
            document.language,
            document.label_language,
            document.accent,
            document.furniture,
        )

    def typeset(self, blocks: tuple[doc.Block, ...]) -> list[Box]:
        """Return the boxes of blocks; sections dissolve, so that pages can break within them."""
        boxes: list[Box] = []
        rest = deque(blocks)
        while rest:
            block = rest.popleft()
            if isinstance(block, doc.Section):
                boxes += self._section(block)
            else:
                beside = self._theme.wide and _is_stop(block)
                boxes.append(self._beside_text(block, rest) if beside else self._cached_box(block))
                alone = not isinstance(boxes[-1], MainWithAside)
                if isinstance(block, doc.Callout) and alone and rest and _is_running_text(rest[0]):
                    text = copy(self._cached_box(rest.popleft()))
                    text.space_before = 2 * self._theme.gap
                    boxes.append(text)
        return boxes

    def _in_language(self, language: str) -> Typesetter:
        """Return the typesetter of what is in another language than the document, if one is."""
        document = self._document.in_language(language)
        return self if document is self._document else self._around(document)

    def _around(self, document: doc.DocumentTree) -> Typesetter:
        """Return the typesetter of what is in other surroundings, such as another language."""
        typography = self._typography.in_language(document.language)
        return Typesetter(self._theme, typography, document, self.problems, self._caches)

    def _cached_box(self, block: doc.Block) -> Box:
        """Return the box of a block, from the memo if another document has an equal block."""
        if block.changed or (isinstance(block, doc.Entry) and block.personal):
            # Other patients are unlikely to have the same block.
            return self.box(block)
        return self._cached(block.id, (block,), lambda: self.box(block))

    def _cached(self, name: str, blocks: tuple[doc.Block, ...], make: Callable[[], Value]) -> Value:
        """Return the result of typesetting blocks, and note its problems."""
        value, problems = self._memo.get(
            (self._context, name), blocks, lambda: self.problems.capture(make)
        )
        self.problems.extend(problems)
        return cast("Value", value)

    def line(self, text: str, style: Style, owner: Owner | Artifact = Artifact.FOOTER) -> TextLine:
        """Set text on one line, in the footer by default."""
        return self._text.line(text, style, owner)

    def words(self, paragraph: doc.Paragraph, style: Style) -> TextBox:
        """Set the words of a paragraph in a style of its own."""
        return self._text.text(Owner(paragraph.id), paragraph.content, style, paragraph.origin)

    def footer(self, text: str, owner: Owner | Artifact) -> Box:
        """Set text as a paragraph of the footer."""
        style = self._styles.furniture
        return self._text.paragraph([Span.plain(text, style, owner)], style)

    def kicker(self, heading: doc.Heading, *, repeated: bool) -> Box:
        """Set the heading of a section as a kicker above one of its entries."""
        style = self._styles.label
        if repeated:
            return self.repeated(plain_text(heading.content), style)
        text = self._text.text(Owner(heading.id), heading.content, style, heading.origin)
        return Stack([Anchor(heading.id), text]).kept_with_next()

    def repeated(self, text: str, style: Style) -> Box:
        """Set text that is tagged elsewhere as an artifact, above what follows."""
        span = Span.plain(text, style, Artifact.LAYOUT)
        return self._text.paragraph([span], style).kept_with_next()

    def _section(self, section: doc.Section) -> list[Box]:
        """Set a section; the text before its first entry or table stays with it.

        Of a long text, only the last paragraph does.
        """
        boxes = self.typeset(section.children)
        count = len([*takewhile(_is_text, section.children)])
        rest = section.children[count:]
        if count and rest and isinstance(rest[0], _HEADED):
            height = Stack(boxes[:count]).height(self._theme.column_width)
            first = count - 1 if height > _LONG_TEXT * self._theme.text_height else 0
            boxes[first:count] = [box.kept_with_next() for box in boxes[first:count]]
        if _is_small_print(section):
            boxes = [copy(box) for box in boxes]
            for box in boxes:
                box.break_cost = _BREAK_INTO_SMALL_PRINT
        return boxes

    def _beside_text(self, stop: doc.Block, following: deque[doc.Block]) -> Box:
        """Return a call-out with as many paragraphs to its left as fit; they are taken."""
        theme, callout = self._theme, self._cached_box(stop)
        width = theme.text_width
        text = [self._cached_box(block) for block in takewhile(_is_running_text, following)]

        def beside(aside: float) -> tuple[Box, int]:
            """Return a form with the call-out in an aside, and the number of paragraphs in it."""
            free, column = callout.height(aside), width - theme.column_gap - aside
            count = next((n for n in range(len(text)) if _height(text[:n], column) >= free), None)
            count = len(text) if count is None else count
            main = Stack(text[:count])
            return MainWithAside(main, callout, aside, theme.column_gap, 2 * theme.gap), count

        def total(form: tuple[Box, int]) -> float:
            box, count = form
            return _height([box, *text[count:]], width)

        best = min((beside(max(theme.aside, share * width)) for share in _STOP_SHARES), key=total)
        # Many signs are less high over the full width.
        if not text or total(best) > _height([callout, *text], width):
            return callout
        box, count = best
        for _ in range(count):
            following.popleft()
        return box

    def box(self, block: doc.Block) -> Box:  # noqa: C901 -- one match over all nodes
        """Return the box of a block."""
        match block:
            case doc.Heading():
                return self._heading(block)
            case doc.Paragraph(role=doc.Role.SUBTITLE):
                return self._paragraph(block).kept_with_next()
            case doc.Paragraph():
                box = MaxWidth(self._paragraph(block), self._theme.measure)
                return box.kept_with_next() if is_translated_heading(block) else box
            case doc.Steps():
                return self._steps(block)
            case doc.Points():
                return self._points(block)
            case doc.Facts(form=True):
                return typeset_form(block, self._theme, self._text)
            case doc.Facts():
                return self._run_in.facts(block)
            case doc.Figure():
                return self._pictures.alone(block)
            case doc.DosageBox():
                return self._dosage(self.doses.words(block))
            case doc.Callout():
                return self._callout(block)
            case doc.Entry():
                return self._entry(block)
            case doc.Section():
                return Stack(self.typeset(block.children))
            case doc.Video():
                return self._video(block)
            case doc.Table(kind=doc.TableKind.GLANCE):
                return typeset_glance(block, self._theme, self._text, self._thumbnail)
            case doc.Table():
                return self.blocks.table(block)
            case doc.Log():
                return typeset_log(block, self._theme, self._text)
            case doc.DoDont():
                return self.blocks.do_dont(block)
            case doc.Pictures():
                return self._pictures.grid(block.children, block.columns)
            case doc.Scale():
                return self.blocks.scale(block)
            case doc.TrafficLight():
                return self.blocks.traffic_light(block, self.typeset)
            case doc.WritingLines():
                return self.blocks.lines(block)
            case doc.PageBreak():
                return PageBreak()
            case doc.Pair():
                return self._pair(block)
            case doc.CrossReference():
                link = LinkTarget(f"#{block.target}", block.text, 0)
                style = replace(self._styles.body, colour=self._theme.colours.link)
                owner = Owner(block.id, link=link)
                return self._text.plain(owner, block.text, style, block.origin)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _heading(self, heading: doc.Heading, *, added: bool = False) -> Box:
        """Set a heading: the title, a section with a rule, or an entry with its number.

        An entry `added` for the patient is marked after its name.
        """
        styles, colours = self._styles, self._theme.colours
        anchor, owner = Anchor(heading.id), Owner(heading.id)
        if heading.level == 1:
            box = Stack(
                [anchor, self._text.text(owner, heading.content, styles.title, heading.origin)]
            )
        elif heading.minor:
            style = styles.callout_heading
            text = self._text.text(owner, heading.content, style, heading.origin)
            box = Stack([anchor, text], styles.section.space_before / 2 + 2)
        elif not heading.number:
            text = self._text.text(owner, heading.content, styles.section, heading.origin)
            rule = FilledRectangle(colours.accent, 1.2, space_before=3)
            box = Stack([anchor, text, rule], styles.section.space_before)
        else:
            # The space separates number and name for screen readers.
            number = self._text.line(f"{heading.number} ", styles.number, owner)
            content = _marked(heading.content, self._text.changed if added else "")
            name = self._text.text(owner, content, styles.entry, heading.origin)
            badge = NumberBadge(number, colours.accent) if self._theme.boxed else number
            row = HangingIndent(badge, name, _number_indent(styles.entry))
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
            doc.Role.BOX_HEADING: styles.callout_heading,
        }[paragraph.role]
        return self._text.labelled(paragraph, style)

    def _steps(self, steps: doc.Steps) -> Box:
        """Set each step after its number; no step is left alone at the end or start of a page."""
        styles = self._styles
        number_of = self._text.number
        last = self._text.line(number_of(len(steps.items)), styles.step_number, Artifact.LAYOUT)
        indent = max(self._theme.indent, last.natural_width + 0.4 * styles.step.size)
        rows: list[Box] = [
            HangingIndent(
                self._text.plain(
                    Owner(item.id, Part.LABEL), number_of(number), styles.step_number, item.origin
                ),
                self._step(item),
                indent,
                styles.step.space_before,
            )
            for number, item in enumerate(steps.items, 1)
        ]
        for row in (*rows[:-1][:1], *rows[-2:-1]):
            row.keep_with_next = True
        for row in rows[1:]:
            row.break_cost = self._cost_within_steps
        steps_box = Rows([*self._change_note(steps), *rows], styles.body.space_before)
        # The pictures and the start position should be on the same page.
        steps_box.break_cost = 4.0
        return steps_box

    @property
    def _cost_within_steps(self) -> float:
        """The cost of a break between steps."""
        return _BREAK_WITHIN_STEPS if self._theme.wide else _BREAK_WITHIN_TALL_STEPS

    def _step(self, item: doc.Item) -> Box:
        """Set the text of a step, with its picture beside it or below."""
        text = self._text.text(Owner(item.id), item.content, self._styles.step, item.origin)
        if item.figure is None:
            return text
        theme, picture = self._theme, self._pictures.group([item.figure])
        if theme.arrangement is Arrangement.LIST:
            return Stack([text, MaxWidth(picture, _STEP_PICTURE * theme.text_width)])
        return MainWithAside(text, picture, theme.picture_width, theme.gap)

    def _change_note(self, steps: doc.Steps) -> list[Box]:
        """Return the note above steps that were changed for the patient."""
        if not steps.changed:
            return []
        owner = self._text.label_owner(steps.id, Part.CAPTION)
        label = self._text.label(steps)
        line = self._text.plain(owner, label, self._styles.label, steps.origin)
        line.keep_with_next = True
        return [line]

    def _points(self, points: doc.Points) -> Box:
        """Set sentences run-in after their label, which saves space, and other points as a list."""
        if points.label and are_sentences(points):
            return self._run_in.together([points])
        return self.blocks.points(points, self._styles.label, self._styles.body.space_before)

    def _dosage(self, content: Box) -> Box:
        """Return the words of a dosage in their box."""
        colours = self._theme.colours
        return self._tinted_box(content, colours.tint, colours.accent, 0.0)

    def _tinted_box(self, content: Box, tint: Colour, bar: Colour, extra: float) -> Box:
        """Return content on a tinted background, if the theme has one, with some extra padding."""
        theme = self._theme
        space = theme.gap * (2 if extra else 1)
        if not theme.boxed:
            return Stack([content], space_before=space)
        return TintedBox(content, tint, bar, theme.padding + extra, space)

    def _callout(self, callout: doc.Callout) -> Box:
        styles, colours = self._styles, self._theme.colours
        children: list[Box] = []
        for block in callout.children:
            if isinstance(block, doc.Heading):
                style = styles.callout_heading
                text = self._text.text(Owner(block.id), block.content, style, block.origin)
                children.append(Stack([Anchor(block.id), text]))
            elif isinstance(block, doc.Paragraph) and block.role is doc.Role.BOX_HEADING:
                children.append(self.blocks.box_heading(block, callout.kind))
            elif isinstance(block, doc.Points):
                space = self._theme.gap if children else 0.0
                children.append(self.blocks.points(block, styles.callout_heading, space))
            else:
                children += self.typeset((block,))
        stop = callout.kind is doc.CalloutKind.STOP
        tint, bar = {
            doc.CalloutKind.STOP: (colours.stop_tint, colours.stop),
            doc.CalloutKind.CAUTION: (colours.caution_tint, colours.caution),
        }.get(callout.kind, (colours.tint, colours.accent))
        content = Stack(children)
        if stop:
            content = Stack([Anchor(callout.id), content])
        return self._tinted_box(content, tint, bar, 2.0)

    def _entry(self, entry: doc.Entry) -> Box:
        """Set an entry in the arrangement of the theme, and in its own language."""
        inside = self._in_language(entry.language)
        if inside is not self:
            return self._in_direction(inside, inside.typeset((entry,))[0])
        theme = self._theme
        # Several doses are rows of text, which are set where they are in the document.
        dosages = [block for block in entry.children if _is_single_dose(block)]
        place = entry.children.index(dosages[0]) if dosages else len(entry.children)
        rest = tuple([block for block in entry.children if block not in dosages])
        if _is_bilingual(entry):
            # Two languages need the whole width, so nothing stands beside the text.
            theme = replace(theme.without_aside(), measure=theme.column_width)
        template = self._cached(
            f"{entry.id}.template.{place}{'.added' if entry.changed else ''}",
            rest,
            lambda: EntryTemplate(self._parts(entry, rest, place), theme),
        )
        boxes = [self.box(block) for block in dosages]
        dosage = Stack(boxes) if len(boxes) > 1 else next(iter(boxes), None)
        return EntryBox(template, dosage, self._continued(entry))

    def _continued(self, entry: doc.Entry) -> Box | None:
        """Return the name of an entry above what of it is on another page."""
        heading = entry.children[0]
        if not isinstance(heading, doc.Heading):
            return None
        return self.repeated(heading.words, self._styles.label)

    def _parts(self, entry: doc.Entry, children: tuple[doc.Block, ...], place: int) -> EntryParts:
        """Set the children of an entry but its dosage, which has a place among them."""
        parts, figures = EntryParts(bilingual=_is_bilingual(entry)), list[doc.Figure]()
        self._add_parts(parts, figures, entry, children[:place])
        parts.before_dosage = len(parts.head) + len(parts.body)
        self._add_parts(parts, figures, entry, children[place:])
        if figures:
            name = f"{figures[0].id}.group"
            parts.pictures = self._cached(
                name, tuple(figures), lambda: self._pictures.group(figures, small=entry.brief)
            )
        return parts

    def _add_parts(
        self,
        parts: EntryParts,
        figures: list[doc.Figure],
        entry: doc.Entry,
        children: tuple[doc.Block, ...],
    ) -> None:
        """Set some children of an entry; collect its figures."""
        places = {id(block): place for place, block in enumerate(children)}
        steps = [places[id(block)] for block in children if isinstance(block, doc.Steps)]

        def runs_in(block: doc.Block) -> bool:
            """Return whether a block is set run-in with others after the steps."""
            return self._runs_in(block) and places[id(block)] > max(steps, default=-1)

        for run_in, group in groupby(children, runs_in):
            if run_in:
                parts.body.append(self._run_in.together([*group]))
                continue
            for block in group:
                if isinstance(block, doc.Figure):
                    figures.append(block)
                elif isinstance(block, doc.Heading):
                    parts.head.append(self._heading(block, added=entry.changed))
                elif isinstance(block, doc.Paragraph) and is_translated_heading(block):
                    parts.head[-1:] = self._name_in_two(parts.head[-1], entry, block)
                elif not parts.body and not figures and _introduces(block):
                    parts.head.append(self._cached_box(block))
                else:
                    parts.body.append(self._cached_box(block))

    def _runs_in(self, block: doc.Block) -> bool:
        """Return whether a block may be set run-in with adjacent ones."""
        text = isinstance(block, doc.Paragraph) or are_sentences(block)
        return self._theme.run_in and text

    def _thumbnail(self, figure: doc.Figure | None, max_height: float) -> Thumbnail | None:
        """Return a small copy of a picture; its problems are reported for the full-size one."""
        if figure is None:
            return None
        try:
            name = f"{figure.id}.thumbnail.{max_height:g}"
            return self._cached(
                name, (figure,), lambda: Thumbnail(self._pictures.picture(figure), max_height)
            )
        except HandoutError:
            return None

    def _video(self, video: doc.Video) -> Box:
        """Set the link to a video next to its QR code."""
        from handout.writers.pdf.qr_code import QrCode  # noqa: PLC0415 -- needed only for videos

        text = self._text.labelled(video, self._styles.small)
        try:
            code = QrCode(video, self._theme.code)
        except HandoutError as error:
            self.problems.extend(error.problems)
            return text
        return HangingIndent(code, text, self._theme.code + self._theme.gap, self._theme.gap)

    def _name_in_two(self, name: Box, entry: doc.Entry, twin: doc.Paragraph) -> list[Box]:
        """Return the name of an entry, and beside it that in the other language, or below it.

        It is below a name that is longer than the column.
        """
        styles, heading = self._styles, cast("doc.Heading", entry.children[0])
        words = plain_text(_marked(heading.content, self._text.changed if entry.changed else ""))
        line = self._text.line(words, styles.entry, Artifact.LAYOUT)
        column = (self._theme.column_width - self._twin_gap) / 2
        if line.natural_width > column - _number_indent(styles.entry):
            return [name, self._cached_box(twin)]
        other = self._around(self._document.in_second_language())
        colour = styles.summary.colour
        style = replace(styles.entry, face=FontCut.REGULAR, colour=colour, space_before=0.0)
        text = other.words(twin, style)
        drop = max(line.drop - text.drop, 0.0)
        pair = [name, self._in_direction(other, Stack([Spacer(drop), text]))]
        return [SideBySide(pair, 0.0, self._twin_gap, name.space_before).kept_with_next()]

    @property
    def _twin_gap(self) -> float:
        """The space between the columns of two languages."""
        return max(self._theme.column_gap, _TWIN_GAP * self._styles.body.size)

    def _pair(self, pair: doc.Pair) -> Box:
        """Set a block beside its twin in the other language, a list item beside item."""
        theme = self._theme
        other = self._around(self._document.in_second_language())
        one, two = pair.first, pair.second
        if isinstance(one, doc.DosageBox) and isinstance(two, doc.DosageBox):
            # In one box: there is one dose.
            doses = other.doses.words(two)
            (words,) = self._beside(other, [self.doses.words(one)], [doses], _LEAST_DOSE)
            return self._dosage(words)
        if isinstance(one, doc.DoDont) and isinstance(two, doc.DoDont):
            advice = other.blocks.advice
            lists = [
                Rows(self._beside(other, self.blocks.advice(mine), advice(yours)), theme.gap)
                for mine, yours in zip(one.children, two.children, strict=True)
            ]
            return Flow(lists, theme.gap)
        first, second = self.box(one), other.box(two)
        if isinstance(one, doc.Facts) and not theme.wide:
            # Labels and their values are not broken, which leaves short lines in narrow columns.
            return Stack([first, self._in_direction(other, second)], first.space_before)
        ones, twins = (box.children if isinstance(box, Rows) else (box,) for box in (first, second))
        if len(ones) != len(twins):
            ones, twins = (first,), (second,)
        rows = self._beside(other, ones, twins)
        if len(rows) == 1:
            return rows[0]
        if isinstance(one, doc.Steps):
            steps = rows[-len(one.items) :]
            cost = self._cost_within_steps
            for number, step in enumerate(steps):
                step.break_cost = cost * (2 if number == 1 else 1)
            # The first of many stands below the start position, and is not alone.
            steps[0].keep_with_next = len(steps) == 2
        box = Rows(rows, first.space_before)
        box.break_cost = first.break_cost
        return box

    def _beside(
        self,
        other: Typesetter,
        ones: Sequence[Box],
        twins: Sequence[Box],
        least_ems: float = _LEAST_TWIN,
    ) -> list[Box]:
        """Return each box beside its twin of another typesetter, or over it in a narrow place."""
        least = least_ems * self._styles.body.size
        rows: list[Box] = []
        for one, twin in zip(ones, twins, strict=True):
            pair = [one, self._in_direction(other, twin)]
            row = SideBySide(pair, least, self._twin_gap, one.space_before)
            row.keep_with_next = one.keep_with_next
            rows.append(row)
        return rows

    def _in_direction(self, inside: Typesetter, box: Box) -> Box:
        """Return a box of another typesetter as it is placed on the pages of this one."""
        return box if self.is_right_to_left is inside.is_right_to_left else Mirrored(box)

    def _letterhead(self, letterhead: doc.Letterhead) -> Box:
        """Set the name and addresses of a clinic next to its logo, above a rule."""
        theme, styles = self._theme, self._styles
        label = replace(styles.callout_heading, colour=theme.colours.accent)
        small = replace(styles.small, space_before=0.0)
        name = self._text.text(Owner(letterhead.id), letterhead.name, label, letterhead.origin)
        lines: list[Box] = [name]
        if letterhead.lines:
            # A single paragraph, to leave space for the programme at a glance.
            spans: list[Span] = []
            for line in letterhead.lines:
                dot = (Plain(" · "),) if line is not letterhead.lines[-1] else ()
                content = (*line.content, *dot)
                spans += self._text.spans(Owner(line.id), content, small, line.origin)
            lines.append(self._text.paragraph(spans, small))
        text: Box = Stack(lines)
        pictures = self._pictures.captioned([letterhead.logo]) if letterhead.logo else []
        if pictures:
            logo = PictureGroup(pictures, theme.gap, text.height(theme.text_width))
            width = logo.natural_width(theme.aside)
            text = HangingIndent(logo, text, width + theme.padding)
        rule = FilledRectangle(theme.colours.accent, 1.2, space_before=theme.gap / 2)
        return Stack([text, rule, Spacer(1.5 * theme.gap)]).kept_with_next()


_TWIN_GAP = 1.5
"""The least gap between a text and its twin, in ems of the body."""

_BREAK_WITHIN_STEPS = 1.5
"""The cost of a page that begins between steps, away from their pictures."""

_BREAK_WITHIN_TALL_STEPS = 0.5
"""The same where the columns are narrow and few steps fit on a page."""


def _marked(name: tuple[Inline, ...], mark: str) -> tuple[Inline, ...]:
    """Return the name of an entry with a mark after it, if there is one."""
    return (*name, Plain(f" · {mark}")) if mark else name


def _number_indent(style: Style) -> float:
    """Return the indent of the name of an entry from its number."""
    return style.size + 12.5


def _is_bilingual(entry: doc.Entry) -> bool:
    return any(isinstance(block, doc.Pair) for block in entry.children)


def _is_single_dose(block: doc.Block) -> bool:
    """Return whether a block is a dosage without labels, in one language or in two."""
    block = block.first if isinstance(block, doc.Pair) else block
    return isinstance(block, doc.DosageBox) and block.single is not None


def _introduces(block: doc.Block) -> bool:
    """Return whether a block belongs below the name of its entry, before pictures and text."""
    if isinstance(block, doc.Paragraph):
        return block.role in {doc.Role.SUMMARY, doc.Role.NOTE}
    if isinstance(block, doc.Pair):
        return _introduces(block.first)
    return isinstance(block, doc.Facts | doc.DosageBox)


def _height(boxes: Sequence[Box], width: float) -> float:
    """Return the height of boxes below one another."""
    return Stack(boxes).height(width)


def _is_running_text(block: doc.Block) -> bool:
    return isinstance(block, doc.Paragraph) and block.role in {doc.Role.BODY, doc.Role.NOTE}


def _is_text(block: doc.Block) -> bool:
    block = block.first if isinstance(block, doc.Pair) else block
    return isinstance(block, doc.Heading | doc.Paragraph)


def _is_small_print(section: doc.Section) -> bool:
    """Return whether a section has nothing but a heading and small text, such as sources."""
    texts = [block for block in section.children if not isinstance(block, doc.Heading)]
    return bool(texts) and all(
        isinstance(block, doc.Paragraph) and block.role is doc.Role.SMALL for block in texts
    )


def _is_stop(block: doc.Block) -> bool:
    return isinstance(block, doc.Callout) and block.kind is doc.CalloutKind.STOP
