"""Render the nodes of a document as elements, in reading order."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout.errors import HandoutError, Problems
from handout.images import Photo, PixelLimits, load_picture, media_type
from handout.inline import (
    Emphasis,
    Inline,
    Link,
    Plain,
    Strong,
    encoded_url,
    is_safe_url,
    plain_text,
)
from handout.languages import same_language
from handout.svg_tree import Drawing
from handout.symbols import WARNINGS
from handout.writers.web.blocks import BlockRenderer
from handout.writers.web.direction import language_direction, text_direction
from handout.writers.web.drawn_figures import at_one_scale, load_drawn_figure
from handout.writers.web.inline_svg import decorative, described, inline_drawing, shapes_id
from handout.writers.web.labels import Labels
from handout.writers.web.markup import Tag, tag, write_xml
from handout.writers.web.tables import GlanceTable, LogRenderer, TextTable

AddFile = Callable[[bytes, str], str]
"""Stores a file of a media type and returns its URL."""


def data_url(data: bytes, media_type: str) -> str:
    """Return a URL that contains the file itself (RFC 2397)."""
    return f"data:{media_type};base64,{b64encode(data).decode()}"


_SVG: Final = "image/svg+xml"

_PHOTO_PIXELS: Final = 1000
"""The width of a phone's screen at three pixels to a CSS pixel."""

_THUMBNAIL_PIXELS: Final = 300
"""A thumbnail at three pixels to a CSS pixel."""

_NARROW: Final = 1.4
"""The ratio of height to width above which two pictures go side by side."""

_CLASSES: Final = {
    doc.Role.BODY: None,
    doc.Role.SUBTITLE: "subtitle",
    doc.Role.SUMMARY: "summary",
    doc.Role.NOTE: "note",
    doc.Role.SMALL: "small",
    doc.Role.BOX_HEADING: "label",
}


class NodeRenderer(Struct, frozen=True):
    """Render the nodes of one document."""

    document: doc.DocumentTree
    add_file: AddFile
    href: Callable[[str], str]
    """Returns the URL of a node, given its id."""
    interactive: bool
    """Whether a log is filled in on the screen, not with a pen."""
    inline: bool
    """Whether drawings are elements of the page, not files beside it."""
    problems: Problems

    @property
    def labels(self) -> Labels:
        """The labels of this document."""
        return Labels(self.document)

    def blocks(self, blocks: Sequence[doc.Block]) -> list[Tag]:
        """Render blocks; those that may go side by side share an element."""
        lead = _lead(blocks)
        if lead is None:
            return self._in_turn(blocks)
        box, *text = blocks[lead]
        beside = tag("div", self.block(box), tag("div", *self._in_turn(text)), class_="lead")
        before, after = blocks[: lead.start], blocks[lead.stop :]
        return [*self._in_turn(before), beside, *self._in_turn(after)]

    def _in_turn(self, blocks: Sequence[doc.Block]) -> list[Tag]:
        """Render blocks in order, consecutive pictures as one group."""
        tags: list[Tag] = []
        for pictures, group in groupby(blocks, lambda block: isinstance(block, doc.Figure)):
            run = [*group]
            tags += [self._pictures(run)] if pictures else [self.block(block) for block in run]
        return tags

    def _pictures(self, blocks: Sequence[doc.Block]) -> Tag:
        """Render the pictures of a group, drawn figures at one scale."""
        figures = [block for block in blocks if isinstance(block, doc.Figure)]
        pictures = [self._picture(figure) for figure in figures]
        drawn = all(isinstance(figure.picture, doc.DrawnFigure) for figure in figures)
        if drawn and all(picture.name == "svg" for picture in pictures):
            pictures = at_one_scale(pictures)
        tags = [
            self._figure(figure, self._described(picture, figure))
            for figure, picture in zip(figures, pictures, strict=True)
        ]
        return tag("div", *tags, class_=_group_class(pictures))

    def block(self, block: doc.Block) -> Tag:
        """Render a block, with its language where that is not the document's."""
        return self._with_language(self._block(block), block.language)

    def _with_language(self, element: Tag, language: str) -> Tag:
        """Return an element with its language where that is not the document's."""
        if not language or same_language(language, self.document.language):
            return element
        return Tag(element.name, {**element.attributes, "lang": language}, element.children)

    def _block(self, block: doc.Block) -> Tag:  # noqa: C901 -- one match over all nodes
        match block:
            case doc.Heading():
                return self._heading(block)
            case doc.Paragraph():
                return self._labelled(block, _CLASSES[block.role])
            case doc.Steps():
                steps = tag("ol", *self._items(block.items), id=block.id, class_="steps")
                return self._with_changed_label(block, steps)
            case doc.Points():
                marker = "" if block.marker is doc.Marker.BULLET else f" {block.marker}"
                return self._list(block, self._items(block.items), f"points{marker}")
            case doc.DoDont() | doc.Scale() | doc.TrafficLight() | doc.WritingLines():
                return self._rendered(block)
            case doc.Pictures():
                figures = [self._figure(each, self.picture(each)) for each in block.children]
                return tag("div", *figures, id=block.id, class_="pictures grid")
            case doc.PageBreak():
                return tag("div", class_="page-break")
            case doc.CrossReference():
                link = tag("a", self.labels.label(block.words), href=self.href(block.target))
                return tag("p", link, id=block.id)
            case doc.Facts():
                facts = [self._fact(fact) for fact in block.items]
                kind = "facts form" if block.form else "facts"
                return self._with_changed_label(block, tag("dl", *facts, id=block.id, class_=kind))
            case doc.Figure():
                return self._figure(block, self.picture(block))
            case doc.DosageBox():
                return self._dosage(block)
            case doc.Callout():
                return self._callout(block)
            case doc.Entry():
                return self._article(block)
            case doc.Section():
                return self._section(block)
            case doc.Video():
                # A screen has a link, and needs no code to scan.
                return self._labelled(block, "video")
            case doc.Log():
                return LogRenderer(self.labels, self.interactive).render(block)
            case doc.Table(kind=doc.TableKind.PLAIN | doc.TableKind.SCHEDULE):
                table = TextTable(self.labels, self.href, self._thumbnail, self._inline_tags)
                return table.render(block)
            case doc.Table():
                return GlanceTable(self.labels, self.href, self._thumbnail).render(block)
            case doc.Letterhead():
                return self._letterhead(block)
            case doc.Pair():
                return self._pair(block)
            case _:
                assert_never(block)

    def _rendered(self, block: doc.DoDont | doc.Scale | doc.TrafficLight | doc.WritingLines) -> Tag:
        match block:
            case doc.DoDont():
                return self._renderer.do_dont(block)
            case doc.Scale():
                return self._renderer.scale(block)
            case doc.TrafficLight():
                return self._renderer.traffic_light(block)
            case doc.WritingLines():
                return self._renderer.lines(block)

    @property
    def _renderer(self) -> BlockRenderer:
        return BlockRenderer(self.labels, self.blocks, self._inline_tags, self._decoration)

    def _inline_tags(self, content: tuple[Inline, ...]) -> list[Tag | str]:
        """Render inline nodes, with their direction where that is not the document's."""
        direction = text_direction(plain_text(content))
        inlines = [*_inlines(content)]
        if direction and direction != language_direction(self.document.language):
            return [tag("span", *inlines, dir=direction)]
        return inlines

    def _decoration(self, drawing: Tag) -> Tag:
        """Return a decorative drawing as it is, or as a file."""
        if self.inline:
            return drawing
        image = self._drawing_file(drawing, "")
        return Tag(image.name, {**image.attributes, "class": "sign"})

    def _text(
        self, name: str, content: tuple[Inline, ...], *before: Tag | str, **attributes: str | None
    ) -> Tag:
        """Render a text, with its direction where that is not the document's."""
        direction = text_direction(plain_text(content))
        inlines = _inlines(content)
        if direction and direction != language_direction(self.document.language):
            # On an inner element, so that numbers and labels stay on the document's side.
            return tag(name, *before, tag("span", *inlines, dir=direction), **attributes)
        return tag(name, *before, *inlines, **attributes)

    def _labelled(self, block: doc.Paragraph | doc.Video, kind: str | None) -> Tag:
        """Render a text after its label."""
        label: tuple[Tag | str, ...] = ()
        if block.label:
            label = tag("b", self.labels.lead_in(block.label)), self.labels.space_after(block.label)
        before = (*self.labels.changed(block), *label)
        return self._text("p", block.content, *before, id=block.id, class_=kind)

    def _with_changed_label(self, node: doc.Node, element: Tag) -> Tag:
        """Return an element that cannot contain text below the label of a changed node."""
        changed = self.labels.changed(node)
        return tag("div", tag("p", *changed), element) if changed else element

    def _heading(self, heading: doc.Heading) -> Tag:
        number: tuple[Tag | str, ...] = ()
        if heading.number:
            # The space makes screen readers say the number and the name as two words.
            number = (tag("span", heading.number, class_="number"), " ")
        kind = "numbered" if number else "minor" if heading.minor else None
        name = f"h{heading.level}"
        return self._text(name, heading.content, *number, id=heading.id, class_=kind)

    def _items(self, items: tuple[doc.Item, ...]) -> Iterator[Tag]:
        for item in items:
            text = self._text("li", item.content, *self.labels.changed(item), id=item.id)
            blank = (" ", self.labels.blank()) if item.blank else ()
            blank = (*blank, *self.labels.twin(item.twin))
            picture = (self._pictures([item.figure]),) if item.figure else ()
            element = Tag(text.name, text.attributes, (*text.children, *blank, *picture))
            yield self._with_language(element, item.language)

    def _list(
        self,
        block: doc.Points | doc.DosageBox,
        items: Iterable[Tag],
        kind: str,
        list_id: str | None = None,
    ) -> Tag:
        label, changed = f"{block.id}.label", self.labels.changed(block)
        if not block.label:
            return tag("div", tag("ul", *items), id=block.id, class_=kind)
        twin = self.labels.twin(block.twin) if isinstance(block, doc.DosageBox) else ()
        return tag(
            "div",
            tag(
                "p", self.labels.label(block.label), " ", *changed, *twin, id=label, class_="label"
            ),
            tag("ul", *items, id=list_id, aria_labelledby=label),
            id=block.id,
            class_=kind,
        )

    def _dosage(self, dosage: doc.DosageBox) -> Tag:
        """Render the phrases of one dose as a list, and several doses as a list of such lists."""
        if dosage.single:
            items = self._items(dosage.single.items)
            return self._list(dosage, items, "dosage", dosage.single.id)
        return self._list(dosage, map(self._dose, dosage.doses), "dosage several")

    def _dose(self, dose: doc.Dose) -> Tag:
        label = self._text("p", dose.label, class_="label")
        return tag("li", label, tag("ul", *self._items(dose.items)), id=dose.id)

    def _fact(self, fact: doc.Fact) -> Tag:
        value = self._text("dd", fact.value) if fact.value else tag("dd", self.labels.blank())
        # A no-break space, so that no line ends after the label.
        space = self.labels.space_after(fact.label).replace(" ", "\u00a0")
        words = *self.labels.changed(fact), self.labels.lead_in(fact.label), space
        label = tag("dt", *words, *self.labels.twin(fact.twin))
        return tag("div", label, self._with_language(value, fact.language), id=fact.id)

    def _figure(self, figure: doc.Figure, picture: Tag) -> Tag:
        changed = self.labels.changed(figure)
        captioned = bool(figure.caption or changed)
        caption: list[Tag] = []
        if captioned:
            text = self._text("figcaption", figure.caption, *changed)
            twin = self.labels.twin(figure.twin)
            caption = [Tag(text.name, text.attributes, (*text.children, *twin))]
        element = tag("figure", picture, *self._alt_twin(figure), *caption, id=figure.id)
        return self._with_language(element, figure.language)

    def _alt_twin(self, figure: doc.Figure) -> tuple[Tag, ...]:
        """Return the alternative text in the second language, which only screen readers find.

        Text rather than an attribute: an image has one alternative text, said in one voice.
        """
        if figure.alt_twin is None:
            return ()
        language = figure.alt_twin.language
        words = plain_text(figure.alt_twin.content)
        direction = language_direction(language)
        return (tag("span", words, class_="unseen", lang=language, dir=direction),)

    def picture(self, figure: doc.Figure) -> Tag:
        """Render a picture; note a file that cannot be read as a problem."""
        return self._described(self._picture(figure), figure)

    def _picture(self, figure: doc.Figure) -> Tag:
        """Return plain shapes as an svg element without a description, others as a file."""
        picture = self._load(figure, _PHOTO_PIXELS)
        if picture is None:
            return tag("img")
        return self._plain(picture, figure.id) or self._image(picture, figure.alt)

    def _plain(self, picture: Photo | Drawing, name: str) -> Tag | None:
        """Return a drawing as an svg element, or None if it is more than plain shapes."""
        if not isinstance(picture, Drawing):
            return None
        # Ids need to differ in one page only; equal files become one.
        return inline_drawing(picture, name if self.inline else "drawing")

    def _described(self, picture: Tag, figure: doc.Figure) -> Tag:
        """Return a picture with its alternative text."""
        if picture.name == "img":
            return picture
        if self.inline:
            return described(picture, figure.id, figure.alt)
        return self._drawing_file(picture, figure.alt)

    def _drawing_file(self, drawing: Tag, alt: str) -> Tag:
        """Return an image of an svg element: books lose inline drawings when converted."""
        size = {side: f"{float(drawing.attributes[side]):.0f}" for side in ("width", "height")}
        url = self.add_file(write_xml(drawing).encode(), _SVG)
        return tag("img", src=url, alt=alt, **size)

    def _load(self, figure: doc.Figure, longest_side: int) -> Photo | Drawing | None:
        try:
            if isinstance(figure.picture, doc.DrawnFigure):
                return load_drawn_figure(figure.picture, figure.origin)
            limit = PixelLimits.on_screen(longest_side)
            return load_picture(figure.picture.path, figure.origin, limit)
        except HandoutError as error:
            self.problems.extend(error.problems)
            return None

    def _image(self, picture: Photo | Drawing, alt: str) -> Tag:
        return tag(
            "img",
            src=self.add_file(picture.data, media_type(picture)),
            alt=alt,
            width=f"{picture.width:.0f}",
            height=f"{picture.height:.0f}",
        )

    def _thumbnail(self, cell: doc.Cell | doc.Mention) -> Tag | None:
        """Render the picture of an entry small and decorative: the entry itself describes it."""
        figure = cell.thumbnail
        picture = self._load(figure, _THUMBNAIL_PIXELS) if figure else None
        if figure is None or picture is None:
            return None
        drawing = self._plain(picture, cell.id)
        if drawing and self.inline:
            return decorative(drawing, shapes_id(figure.id), "thumbnail")
        image = self._drawing_file(drawing, "") if drawing else self._image(picture, "")
        return Tag(image.name, {**image.attributes, "class": "thumbnail"})

    def _callout(self, callout: doc.Callout) -> Tag:
        """Render a call-out, named by its heading; signs to stop are a landmark."""
        first = callout.children[0]
        name = f"{first.id}.label" if isinstance(first, doc.Points) else first.id
        kind = f"callout {callout.kind.name.lower()}"
        # More landmarks would be no help.
        role = "region" if callout.kind is doc.CalloutKind.STOP else "note"
        blocks = self.blocks(callout.children)
        named = isinstance(first, doc.Paragraph) and first.role is doc.Role.BOX_HEADING
        if named and callout.kind in WARNINGS:
            heading, sign = blocks[0], self._renderer.sign(WARNINGS[callout.kind])
            blocks[0] = Tag(heading.name, heading.attributes, (sign, *heading.children))
        return tag("div", *blocks, id=callout.id, class_=kind, role=role, aria_labelledby=name)

    def _article(self, entry: doc.Entry) -> Tag:
        """Render an entry, which may be in a language and direction of its own."""
        inside = replace(self, document=self.document.in_language(entry.language))
        direction = language_direction(inside.document.language)
        differs = direction != language_direction(self.document.language)
        return tag(
            "article",
            *inside.entry(entry),
            id=entry.id,
            class_="entry brief" if entry.brief else "entry",
            dir=direction if differs else None,
        )

    def entry(self, entry: doc.Entry) -> list[Tag]:
        """Render the parts of an entry; its head is between its heading and its pictures."""
        blocks = entry.children
        kinds = [isinstance(block, doc.Figure) for block in blocks]
        first = kinds.index(True) if True in kinds else 1
        before = blocks[1:first]
        head = [tag("div", *self.blocks(before), class_="head")] if before else []
        changed = self.labels.changed(entry)
        label = [tag("p", *changed)] if changed else []
        return [self.block(blocks[0]), *label, *head, *self.blocks(blocks[first:])]

    def _pair(self, pair: doc.Pair) -> Tag:
        """Render a block beside its twin in the other language."""
        inside = replace(self, document=self.document.in_second_language())
        twin = inside.block(pair.second)
        language = inside.document.language
        attributes = {"lang": language, "dir": language_direction(language), **twin.attributes}
        second = Tag(twin.name, attributes, twin.children)
        return tag("div", self.block(pair.first), second, class_="pair")

    def _section(self, section: doc.Section) -> Tag:
        """Render a section; without a heading it has no place in the outline, and is a div."""
        headed = bool(section.children) and isinstance(section.children[0], doc.Heading)
        # Not labelled: each section would be a landmark, and too many landmarks are no help.
        name = "section" if headed else "div"
        return tag(name, *self.blocks(section.children), id=section.id, class_="part")

    def _letterhead(self, letterhead: doc.Letterhead) -> Tag:
        """Render the clinic's logo with its name and addresses beside it."""
        logo = letterhead.logo
        lines = [self._text("p", letterhead.name, class_="label")]
        lines += [self._text("p", line.content, id=line.id) for line in letterhead.lines]
        pictures = [self._figure(logo, self.picture(logo))] if logo else []
        return tag("div", *pictures, tag("div", *lines), id=letterhead.id, class_="letterhead")

    def foot(self) -> list[Tag]:
        """Render what is at the foot of each page on paper: the patient's name, the clinic's line.

        A screen has it once, at the end.
        """
        lines = filter(None, (self.document.patient, self.document.foot))
        texts = [self._text("p", (Plain(line),), class_="small") for line in lines]
        return [tag("footer", *texts)] if texts else []


def _lead(blocks: Sequence[doc.Block]) -> slice | None:
    """Return the slice of the first stop box and the running text that goes beside it."""
    for start, block in enumerate(blocks):
        if isinstance(block, doc.Callout) and block.kind is doc.CalloutKind.STOP:
            text = [*takewhile(_is_running_text, blocks[start + 1 :])]
            return slice(start, start + 1 + len(text)) if text else None
    return None


def _group_class(pictures: Sequence[Tag]) -> str:
    """Return the class of a group of pictures: narrow ones fit side by side."""
    sizes = [
        [float(picture.attributes.get(side, 0)) for side in ("width", "height")]
        for picture in pictures
    ]
    upright = all(height > _NARROW * width for width, height in sizes)
    return "pictures upright" if upright else "pictures"


def _is_running_text(block: doc.Block) -> bool:
    return isinstance(block, doc.Paragraph) and block.role is not doc.Role.SUBTITLE


def _inlines(content: tuple[Inline, ...]) -> Iterator[Tag | str]:
    for node in content:
        match node:
            case Plain(text):
                yield text
            case Emphasis(children):
                yield tag("em", *_inlines(children))
            case Strong(children):
                yield tag("strong", *_inlines(children))
            case Link(children, url):
                # Checked again, because a page would follow an unsafe address.
                if not is_safe_url(url):
                    yield from _inlines(children)
                    continue
                away = "noopener noreferrer" if url.lower().startswith("http") else None
                yield tag("a", *_inlines(children), href=encoded_url(url), rel=away)
            case _:
                assert_never(node)


def table_of_contents(headings: Sequence[doc.Heading], href: Callable[[str], str]) -> Tag:
    """Return headings as nested lists of links."""
    items: list[Tag] = []
    start = 0
    while start < len(headings):
        end = start + 1
        while end < len(headings) and headings[end].level > headings[start].level:
            end += 1
        heading = headings[start]
        link = tag("a", heading.words, href=href(heading.id), lang=heading.language or None)
        below = headings[start + 1 : end]
        items.append(tag("li", link, *([table_of_contents(below, href)] if below else [])))
        start = end
    return tag("ol", *items)
