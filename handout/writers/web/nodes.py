"""Turn the nodes of a Document into elements, in the order in which they are read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Final, assert_never

from handout import document as doc
from handout.errors import HandoutError, Problems
from handout.images import PRINT_DPI, Drawing, Photo, load_picture
from handout.inline import Emphasis, Inline, Link, Plain, Strong, is_safe_url, plain_text
from handout.records import record
from handout.writers.web.direction import language_direction, text_direction
from handout.writers.web.drawings import inline_drawing, named
from handout.writers.web.figures import at_one_scale, is_drawn, load_drawn
from handout.writers.web.markup import Tag, tag

Address = Callable[[bytes, str], str]
"""Keeps a file of a media type and returns where it is found."""


def data_address(data: bytes, media_type: str) -> str:
    """Return an address that is the file itself (RFC 2397)."""
    return f"data:{media_type};base64,{b64encode(data).decode()}"


_PHOTO_PIXELS: Final = 1000
"""As wide as a telephone's screen at three pixels to a point."""

_NARROW: Final = 1.4
"""Height for a width of one, from which two pictures stand better side by side."""

_CLASSES: Final = {
    doc.Role.BODY: None,
    doc.Role.SUBTITLE: "subtitle",
    doc.Role.SUMMARY: "summary",
    doc.Role.NOTE: "note",
    doc.Role.SMALL: "small",
}


@record(frozen=True, slots=True)
class Renderer:
    """Render the nodes of one document."""

    document: doc.Document
    address: Address
    place: Callable[[str], str]
    """Returns where the node of an id is."""
    ticks: bool
    """Whether the boxes of a log can be ticked."""
    problems: Problems

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
        if not language or doc.same_language(language, self.document.language):
            return element
        return Tag(element.name, {**element.attributes, "lang": language}, element.children)

    def label(self, words: str) -> Tag | str:
        """Return some of the program's own words, which may have a language of their own."""
        language = self.document.label_language
        if not language or doc.same_language(language, self.document.language):
            return words
        return tag("span", words, lang=language, dir=language_direction(language))

    def _block(self, block: doc.Block) -> Tag:  # noqa: C901 -- one match over all nodes
        match block:
            case doc.Heading():
                return self._heading(block)
            case doc.Paragraph():
                label = (tag("b", self.label(f"{block.label}:")), " ") if block.label else ()
                kind = _CLASSES[block.role]
                return self._text("p", block.content, *label, id=block.id, class_=kind)
            case doc.Steps():
                return tag("ol", *self._items(block.items), id=block.id, class_="steps")
            case doc.Points():
                return self._list(block, "points")
            case doc.Facts():
                facts = [self._fact(fact) for fact in block.items]
                return tag("dl", *facts, id=block.id, class_="facts")
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
        self, name: str, content: tuple[Inline, ...], *before: Tag | str, **attributes: str | None
    ) -> Tag:
        """Return a text; its words have a direction where that is not the document's."""
        own = text_direction(plain_text(content))
        words = _inlines(content)
        if own and own != language_direction(self.document.language):
            # Inside, so that numbers and labels stay on the document's side.
            return tag(name, *before, tag("span", *words, dir=own), **attributes)
        return tag(name, *before, *words, **attributes)

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
            yield self._spoken(self._text("li", item.content, id=item.id), item.language)

    def _list(self, block: doc.Points | doc.DosageBox, kind: str) -> Tag:
        label = f"{block.id}.label"
        return tag(
            "div",
            tag("p", self.label(block.label), id=label, class_="label"),
            tag("ul", *self._items(block.items), aria_labelledby=label),
            id=block.id,
            class_=kind,
        )

    def _fact(self, fact: doc.Fact) -> Tag:
        value = self._text("dd", fact.value)
        # No line ends after a label.
        label = tag("dt", self.label(f"{fact.label}:"), "\u00a0")
        return tag("div", label, self._spoken(value, fact.language), id=fact.id)

    def _figure(self, figure: doc.Figure, picture: Tag) -> Tag:
        caption = [self._text("figcaption", figure.caption)] if figure.caption else []
        whole = tag("figure", picture, *caption, id=figure.id)
        return self._spoken(whole, figure.language)

    def picture(self, figure: doc.Figure) -> Tag:
        """Return the picture; what is wrong with its file becomes a problem."""
        try:
            picture = _load(figure)
        except HandoutError as error:
            self.problems.extend(error.problems)
            return tag("img")
        drawing = inline_drawing(picture, figure.id) if isinstance(picture, Drawing) else None
        if drawing:
            return named(drawing, figure.id, figure.alt)
        return tag(
            "img",
            src=self.address(picture.data, _media_type(picture)),
            alt=figure.alt,
            width=f"{picture.width:.0f}",
            height=f"{picture.height:.0f}",
        )

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
        return [self.block(blocks[0]), *head, *self.blocks(blocks[first:])]

    def _section(self, section: doc.Section) -> Tag:
        """Return a section; without a heading it would have no place in an outline."""
        headed = bool(section.children) and isinstance(section.children[0], doc.Heading)
        # Without a name: it would make each section a landmark, and many landmarks guide nobody.
        name = "section" if headed else "div"
        return tag(name, *self.blocks(section.children), id=section.id, class_="part")

    def _glance(self, glance: doc.Glance) -> Tag:
        """Return the programme at a glance; each name leads to its entry."""
        heads = [tag("th", self.label(words), scope="col") for words in glance.columns]
        rows = [
            tag(
                "tr",
                tag("th", tag("a", row.name.words, href=self.place(row.entry)), scope="row"),
                tag("td", row.dose),
                tag("td", row.days),
                id=row.id,
            )
            for row in glance.rows
        ]
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="glance")
        return tag("div", table, id=glance.id, class_="wide")

    def _video(self, video: doc.Video) -> Tag:
        """Return the address of a film; on a screen it is followed and needs no code."""
        label = (tag("b", self.label(f"{video.label}:")), " ")
        return self._text("p", video.content, *label, id=video.id, class_="small")

    def _letterhead(self, letterhead: doc.Letterhead) -> Tag:
        logo = letterhead.logo
        parts = [self._figure(logo, self.picture(logo))] if logo else []
        parts.append(self._text("p", letterhead.name, class_="label"))
        parts += [self._text("p", line.content, id=line.id) for line in letterhead.lines]
        return tag("div", *parts, id=letterhead.id, class_="letterhead")

    def _log(self, log: doc.Log) -> Tag:
        """Return a log as a table: a row a week, a column a day."""
        days = [
            tag("th", day, scope="col", id=f"{log.id}.day.{n}") for n, day in enumerate(log.days, 1)
        ]
        rows = [self._week(log, number, week) for number, week in enumerate(log.weeks, 1)]
        head = tag("thead", tag("tr", tag("td"), *days))
        body = tag("tbody", *rows)
        if not self.ticks:
            return tag("div", tag("table", head, body, id=log.id, class_="log"), class_="wide")
        # By the title, so that a handout that was corrected keeps its ticks.
        key = "handout." + sha256(self.document.title.encode()).hexdigest()[:16]
        table = Tag("table", {"id": log.id, "class": "log", "data-key": key}, (head, body))
        # Shown by the script once it is true.
        words = self.label(self.document.furniture.kept)
        kept = tag("p", words, class_="kept small", hidden="")
        return tag("div", table, kept, class_="wide")

    def _week(self, log: doc.Log, number: int, week: str) -> Tag:
        name = f"{log.id}.week.{number}"
        boxes = [
            tag("input", type="checkbox", aria_labelledby=f"{name} {log.id}.day.{n}")
            for n, _ in enumerate(log.days, 1)
        ]
        cells = [tag("td", box) if self.ticks else tag("td", class_="box") for box in boxes]
        return tag("tr", tag("th", week, scope="row", id=name), *cells)


def _load(figure: doc.Figure) -> Photo | Drawing:
    if is_drawn(figure):
        return load_drawn(figure)
    return load_picture(figure.path, figure.origin, _PHOTO_PIXELS / PRINT_DPI * 72)


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
