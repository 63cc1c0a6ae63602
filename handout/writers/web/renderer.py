"""Turn the nodes of a Document into elements, in the order in which they are read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, assert_never

from msgspec import Struct

from handout import document as doc
from handout.errors import HandoutError, Problems
from handout.images import Photo, Pixels, load_picture
from handout.inline import Emphasis, Inline, Link, Plain, Strong, is_safe_url, plain_text
from handout.languages import same_language
from handout.svg_file import Drawing
from handout.writers.web.direction import language_direction, text_direction
from handout.writers.web.drawn_figures import at_one_scale, is_drawn, load_drawn
from handout.writers.web.inline_svg import drawing_id, inline_drawing, named, silent
from handout.writers.web.labels import Words
from handout.writers.web.markup import Tag, tag
from handout.writers.web.tables import GlanceTable, LogTable

Address = Callable[[bytes, str], str]
"""Keeps a file of a media type and returns where it is found."""


def data_address(data: bytes, media_type: str) -> str:
    """Return an address that is the file itself (RFC 2397)."""
    return f"data:{media_type};base64,{b64encode(data).decode()}"


_PHOTO_PIXELS: Final = 1000
"""As wide as a telephone's screen at three pixels to a point."""

_THUMBNAIL_PIXELS: Final = 300
"""A thumbnail at three pixels to a point."""

_NARROW: Final = 1.4
"""Height for a width of one, from which two pictures stand better side by side."""

_CLASSES: Final = {
    doc.Role.BODY: None,
    doc.Role.SUBTITLE: "subtitle",
    doc.Role.SUMMARY: "summary",
    doc.Role.NOTE: "note",
    doc.Role.SMALL: "small",
}


class Renderer(Struct, frozen=True):
    """Render the nodes of one document."""

    document: doc.DocumentTree
    address: Address
    place: Callable[[str], str]
    """Returns where the node of an id is."""
    ticks: bool
    """Whether the boxes of a log can be ticked."""
    problems: Problems

    @property
    def words(self) -> Words:
        """The program's own words in this document."""
        return Words(self.document)

    def blocks(self, blocks: Sequence[doc.Block]) -> list[Tag]:
        """Return blocks; what stands side by side where there is room is in one element."""
        lead = _lead(blocks)
        if lead is None:
            return self._in_turn(blocks)
        words, box = self._in_turn(blocks[lead]), self.block(blocks[lead.stop])
        beside = tag("div", tag("div", *words), box, class_="lead")
        before, after = blocks[: lead.start], blocks[lead.stop + 1 :]
        return [*self._in_turn(before), beside, *self._in_turn(after)]

    def _in_turn(self, blocks: Sequence[doc.Block]) -> list[Tag]:
        """Return blocks one after the other, pictures that follow one another in a group."""
        tags: list[Tag] = []
        for pictures, group in groupby(blocks, lambda block: isinstance(block, doc.Figure)):
            run = [*group]
            tags += [self._pictures(run)] if pictures else [self.block(block) for block in run]
        return tags

    def _pictures(self, blocks: Sequence[doc.Block]) -> Tag:
        """Return the pictures that explain one thing."""
        figures = [block for block in blocks if isinstance(block, doc.Figure)]
        pictures = [self.picture(figure) for figure in figures]
        if all(map(is_drawn, figures)) and all(picture.name == "svg" for picture in pictures):
            pictures = at_one_scale(pictures)
        tags = [self._figure(*pair) for pair in zip(figures, pictures, strict=True)]
        return tag("div", *tags, class_=_group_class(pictures))

    def block(self, block: doc.Block) -> Tag:
        """Return the element of a block, with its language where that is another."""
        return self._spoken(self._block(block), block.language)

    def _spoken(self, element: Tag, language: str) -> Tag:
        """Return an element that says its language where that is not the document's."""
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
                return self._marked(block, steps)
            case doc.Points():
                return self._list(block, "points")
            case doc.Facts():
                facts = [self._fact(fact) for fact in block.items]
                kind = "facts form" if block.form else "facts"
                return self._marked(block, tag("dl", *facts, id=block.id, class_=kind))
            case doc.Figure():
                return self._figure(block, self.picture(block))
            case doc.DosageBox():
                return self._list(block, "dosage")
            case doc.Callout():
                return self._callout(block)
            case doc.Entry():
                return tag("article", *self._entry(block), id=block.id, class_="entry")
            case doc.Section():
                return self._section(block)
            case doc.Video():
                # On a screen its address is followed, and nobody needs a code.
                return self._labelled(block, "video")
            case doc.Table(kind=doc.TableKind.LOG):
                return LogTable(self.words, self.ticks).render(block)
            case doc.Table():
                return GlanceTable(self.words, self.place, self._thumbnail).render(block)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _text(
        self, name: str, content: tuple[Inline, ...], *before: Tag | str, **attributes: str | None
    ) -> Tag:
        """Return a text; its words have a direction where that is not the document's."""
        own = text_direction(plain_text(content))
        words = _inlines(content)
        if own and own != language_direction(self.document.language):
            # Inside, so that numbers and labels stay on the document's side.
            return tag(name, *before, tag("span", *words, dir=own), **attributes)
        return tag(name, *before, *words, **attributes)

    def _labelled(self, block: doc.Paragraph | doc.Video, kind: str | None) -> Tag:
        """Return a text after the word that says what it is."""
        label = (tag("b", self.words.label(f"{block.label}:")), " ") if block.label else ()
        before = (*self.words.mark(block), *label)
        return self._text("p", block.content, *before, id=block.id, class_=kind)

    def _marked(self, node: doc.Node, element: Tag) -> Tag:
        """Return an element that cannot hold a mark under its mark, if it has one."""
        mark = self.words.mark(node)
        return tag("div", tag("p", *mark), element) if mark else element

    def _heading(self, heading: doc.Heading) -> Tag:
        number: tuple[Tag | str, ...] = ()
        if heading.number is not None:
            # The space keeps the number and the name apart for those who hear them.
            number = (tag("span", str(heading.number), class_="number"), " ")
        kind = "numbered" if number else None
        name = f"h{heading.level}"
        return self._text(name, heading.content, *number, id=heading.id, class_=kind)

    def _items(self, items: tuple[doc.Item, ...]) -> Iterator[Tag]:
        for item in items:
            text = self._text("li", item.content, *self.words.mark(item), id=item.id)
            blank = (" ", self.words.blank()) if item.blank else ()
            whole = Tag(text.name, text.attributes, (*text.children, *blank))
            yield self._spoken(whole, item.language)

    def _list(self, block: doc.Points | doc.DosageBox, kind: str) -> Tag:
        label, mark = f"{block.id}.label", self.words.mark(block)
        return tag(
            "div",
            tag("p", self.words.label(block.label), " ", *mark, id=label, class_="label"),
            tag("ul", *self._items(block.items), aria_labelledby=label),
            id=block.id,
            class_=kind,
        )

    def _fact(self, fact: doc.Fact) -> Tag:
        value = self._text("dd", fact.value) if fact.value else tag("dd", self.words.blank())
        # No line ends after a label.
        label = tag("dt", *self.words.mark(fact), self.words.label(f"{fact.label}:"), "\u00a0")
        return tag("div", label, self._spoken(value, fact.language), id=fact.id)

    def _figure(self, figure: doc.Figure, picture: Tag) -> Tag:
        mark = self.words.mark(figure)
        told = bool(figure.caption or mark)
        caption = [self._text("figcaption", figure.caption, *mark)] if told else []
        whole = tag("figure", picture, *caption, id=figure.id)
        return self._spoken(whole, figure.language)

    def picture(self, figure: doc.Figure) -> Tag:
        """Return the picture; what is wrong with its file becomes a problem."""
        picture = self._load(figure, _PHOTO_PIXELS)
        if picture is None:
            return tag("img")
        drawing = inline_drawing(picture, figure.id) if isinstance(picture, Drawing) else None
        if drawing:
            return named(drawing, figure.id, figure.alt)
        return self._file(picture, figure.alt)

    def _load(self, figure: doc.Figure, longest_side: int) -> Photo | Drawing | None:
        try:
            if isinstance(figure.picture, doc.DrawnFigure):
                return load_drawn(figure.picture, figure.origin)
            limit = Pixels.on_screen(longest_side)
            return load_picture(figure.picture.path, figure.origin, limit)
        except HandoutError as error:
            self.problems.extend(error.problems)
            return None

    def _file(self, picture: Photo | Drawing, alt: str) -> Tag:
        return tag(
            "img",
            src=self.address(picture.data, _media_type(picture)),
            alt=alt,
            width=f"{picture.width:.0f}",
            height=f"{picture.height:.0f}",
        )

    def _thumbnail(self, cell: doc.Cell) -> Tag | None:
        """Return the picture of an entry once more, small and silent: the entry describes it."""
        figure = cell.thumbnail
        picture = self._load(figure, _THUMBNAIL_PIXELS) if figure else None
        if figure is None or picture is None:
            return None
        drawing = inline_drawing(picture, cell.id) if isinstance(picture, Drawing) else None
        if drawing is None:
            image = self._file(picture, "")
            return Tag(image.name, {**image.attributes, "class": "thumbnail"})
        same_page = self.place(figure.id).startswith("#")
        return silent(drawing, drawing_id(figure.id) if same_page else None, "thumbnail")

    def _callout(self, callout: doc.Callout) -> Tag:
        """Return a call-out as a landmark that has the name of its first words."""
        first = callout.children[0]
        name = f"{first.id}.label" if isinstance(first, doc.Points) else first.id
        kind = f"callout {callout.kind.name.lower()}"
        blocks = self.blocks(callout.children)
        return tag("div", *blocks, id=callout.id, class_=kind, role="region", aria_labelledby=name)

    def _entry(self, entry: doc.Entry) -> list[Tag]:
        """Return the blocks of an entry; its pictures have what stands before them beside them."""
        blocks = entry.children
        kinds = [isinstance(block, doc.Figure) for block in blocks]
        first = kinds.index(True) if True in kinds else 1
        before = blocks[1:first]
        head = [tag("div", *self.blocks(before), class_="head")] if before else []
        mark = self.words.mark(entry)
        marks = [tag("p", *mark)] if mark else []
        return [self.block(blocks[0]), *marks, *head, *self.blocks(blocks[first:])]

    def _section(self, section: doc.Section) -> Tag:
        """Return a section; without a heading it would have no place in an outline."""
        headed = bool(section.children) and isinstance(section.children[0], doc.Heading)
        # Without a name: it would make each section a landmark, and many landmarks guide nobody.
        name = "section" if headed else "div"
        return tag(name, *self.blocks(section.children), id=section.id, class_="part")

    def _letterhead(self, letterhead: doc.Letterhead) -> Tag:
        """Return the clinic's logo, and beside it its name and addresses."""
        logo = letterhead.logo
        lines = [self._text("p", letterhead.name, class_="label")]
        lines += [self._text("p", line.content, id=line.id) for line in letterhead.lines]
        pictures = [self._figure(logo, self.picture(logo))] if logo else []
        return tag("div", *pictures, tag("div", *lines), id=letterhead.id, class_="letterhead")


def _media_type(picture: Photo | Drawing) -> str:
    """Return the media type of a picture's file."""
    if isinstance(picture, Drawing):
        return "image/svg+xml"
    return "image/jpeg" if picture.data.startswith(b"\xff\xd8") else "image/png"


def _lead(blocks: Sequence[doc.Block]) -> slice | None:
    """Return where the words before the first box to stop at are: it stands beside them."""
    for end, block in enumerate(blocks):
        if isinstance(block, doc.Callout) and block.kind is doc.CalloutKind.STOP:
            start = end
            while start and _is_running_text(blocks[start - 1]):
                start -= 1
            return slice(start, end) if start < end else None
    return None


def _group_class(pictures: Sequence[Tag]) -> str:
    """Return the class of pictures that stand together: narrow ones fit in pairs."""
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
                # Looked at again, because here a wrong address would be followed.
                if not is_safe_url(url):
                    yield from _inlines(children)
                    continue
                away = "noopener noreferrer" if url.lower().startswith("http") else None
                yield tag("a", *_inlines(children), href=url, rel=away)
            case _:
                assert_never(node)


def contents(headings: Sequence[doc.Heading], place: Callable[[str], str]) -> Tag:
    """Return headings as a list of links, the lower ones in lists below the higher ones."""
    items: list[Tag] = []
    start = 0
    while start < len(headings):
        end = start + 1
        while end < len(headings) and headings[end].level > headings[start].level:
            end += 1
        heading = headings[start]
        link = tag("a", heading.words, href=place(heading.id), lang=heading.language or None)
        below = headings[start + 1 : end]
        items.append(tag("li", link, *([contents(below, place)] if below else [])))
        start = end
    return tag("ol", *items)
