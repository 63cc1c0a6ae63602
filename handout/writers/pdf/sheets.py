"""Arrange several pages on a sheet: booklets to fold, cards to cut out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, dropwhile, groupby, takewhile
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout import document as doc
from handout.document.editions import is_log
from handout.document.traversal import walk
from handout.theme import MM, PRINTABLE, Theme
from handout.writers.pdf.boxes import Box, FilledRectangle, Page, Spacer, Stack
from handout.writers.pdf.pages import (
    report_overfull,
    runs_between_breaks,
    split_opening,
    stops_on_first_page,
)
from handout.writers.pdf.pagination import Frames, paginate
from handout.writers.pdf.typeset import Typesetter


def impose_booklet(pages: Sequence[Page], width: float) -> list[Page]:
    """Return pages of some width imposed for saddle stitching, two on each side of a sheet.

    Sides are in printing order: front and back of the outermost sheet first. Sheets are printed
    double-sided, flipped on the short edge.
    """
    count = -(-len(pages) // 4) * 4
    padded = [*pages, *([] for _ in range(count - len(pages)))]

    def half(page: int, offset: float) -> Page:
        return [placement.imposed(page, offset) for placement in padded[page]]

    sides = []
    for sheet in range(count // 4):
        first, last = 2 * sheet, count - 1 - 2 * sheet
        for left, right in ((last, first), (first + 1, last - 1)):
            sides.append([*half(left, 0.0), *half(right, width)])
    return sides


CARDS: Final = {2: (1, 2), 4: (2, 2), 6: (2, 3)}
"""Columns and rows of cards, by the number of cards on a sheet."""

_MIN_PICTURE_SCALE: Final = 0.5
"""How far pictures, and the rows of a log, may shrink to fit on one card."""

_NAME_LENGTH: Final = 90
"""The most characters of a name that is repeated on another card."""


class _Card(Struct, frozen=True):
    """Both sides of a card."""

    front: Box
    back: Box | None = None


class _CardGrid:
    """The grid of cards on a sheet."""

    def __init__(self, theme: Theme, foot: Box) -> None:
        """Take the design, and what is at the foot of each card."""
        self.columns, self.rows = CARDS[theme.cards]
        self.width, self.height = theme.page[0] / self.columns, theme.page[1] / self.rows
        self._theme = theme
        self._foot = foot
        width = self.width - 2 * theme.margin
        height = self.height - 2 * theme.margin_top - foot.height(width)
        self.frames = Frames(width, height, min_picture_scale=_MIN_PICTURE_SCALE)

    def sheets(self, cards: int) -> int:
        """Return the number of sheets that some cards take."""
        return -(-cards // (self.columns * self.rows))

    def sides(self, cards: Sequence[_Card]) -> Iterator[Page]:
        """Yield the front of each sheet, and its back if any card has one.

        Sheets are flipped on the long edge. One without a back among others has an empty one, so
        that the next front is not printed there.
        """
        count = self.columns * self.rows
        two_sided = any(card.back for card in cards)
        for start in range(0, len(cards), count):
            sheet = range(start, min(start + count, len(cards)))
            yield self._side({2 * card: cards[card].front for card in sheet}, mirrored=False)
            if two_sided:
                yield self._side({2 * card + 1: cards[card].back for card in sheet}, mirrored=True)

    def _side(self, cards: Mapping[int, Box | None], *, mirrored: bool) -> Page:
        """Return one side of a sheet, given the cards on it by their places in reading order."""
        page: Page = [*self._cut_marks()]
        for index, (place, card) in enumerate(cards.items()):
            row, column = divmod(index, self.columns)
            column = self.columns - 1 - column if mirrored else column
            x = column * self.width + self._theme.margin
            top = self._theme.page[1] - row * self.height - self._theme.margin_top
            if card:
                side: Page = []
                card.place(side, x, top, self.frames.width)
                page += [placement.imposed(place, 0.0) for placement in side]
                self._foot.place(page, x, top - self.frames.height, self.frames.width)
        return page

    def _cut_marks(self) -> Page:
        """Return crosses where cuts meet, and lines where they come to the edge of the sheet."""
        colour, (width, height) = self._theme.colours.rule, self._theme.page
        page: Page = []

        def printable(position: float, length: float) -> float:
            """Return a position from which a mark does not reach where no printer prints."""
            return min(max(position, PRINTABLE + _MARK), length - PRINTABLE - _MARK)

        for column in range(1, self.columns):
            line = FilledRectangle(colour, 2 * _MARK)
            for row in range(self.rows + 1):
                top = printable(row * self.height, height) + _MARK
                line.place(page, column * self.width - _HAIRLINE / 2, top, _HAIRLINE)
        for row in range(1, self.rows):
            line = FilledRectangle(colour, _HAIRLINE)
            for column in range(self.columns + 1):
                left = printable(column * self.width, width) - _MARK
                line.place(page, left, row * self.height + _HAIRLINE / 2, 2 * _MARK)
        return page


_MARK: Final = 4 * MM
"""Half the length of a cut mark."""
_HAIRLINE: Final = 0.5


class CardSheets(Struct, frozen=True):
    """Sheets of cards."""

    pages: list[Page]
    two_sided: bool
    """Whether every second page is the back of the one before it."""


def set_cards(document: doc.DocumentTree, theme: Theme, typesetter: Typesetter) -> CardSheets:
    """Return sheets of cards: one per entry with its log on the back, and some for other text.

    Without a log, backs are used where that takes fewer sheets.
    """
    grid = _CardGrid(theme, _card_foot(document, theme, typesetter))
    deck = _Deck(document, theme, typesetter, grid.frames)
    opening, rest = split_opening(document)
    headings = [block for block in opening if isinstance(block, doc.Heading)]
    if not all(isinstance(block, doc.Heading | doc.PageBreak) for block in opening):
        deck.add_text(opening)
        headings = []
    closing: list[doc.Block] = []
    for block in rest:
        entries = [inner for inner in walk((block,)) if isinstance(inner, doc.Entry)]
        if entries:
            # A title alone is no card of its own.
            deck.add_entries(block, entries, headings)
            headings = []
        else:
            closing.append(block)
    deck.add_text(tuple(closing))
    cards, one_sided = deck.cards(two_sided=True), deck.cards(two_sided=False)
    if not document.card_logs and grid.sheets(len(one_sided)) == grid.sheets(len(cards)):
        cards = one_sided
    sides = [side for card in cards for side in (card.front, card.back) if side]
    hint = "choose a larger --paper or fewer --cards, or shorten the text"
    report_overfull(sides, grid.frames, document, typesetter.problems, hint)
    return CardSheets([*grid.sides(cards)], any(card.back for card in cards))


def _card_foot(document: doc.DocumentTree, theme: Theme, typesetter: Typesetter) -> Box:
    """Return the patient's name if it is asked for, which is read elsewhere."""
    if not document.patient:
        return Stack([])
    name = typesetter.repeated(document.patient, theme.styles.furniture)
    return Stack([Spacer(theme.gap), name])


class _Topic(Struct, frozen=True):
    """What one or more cards are about."""

    name: str
    sides: list[Stack]
    """Its content, in parts that fit on a side of a card."""
    fronts_only: bool = False
    """Whether it has only the fronts of cards."""


class _Deck:
    """The cards of a document; each bears the name of what it is about."""

    def __init__(
        self, document: doc.DocumentTree, theme: Theme, typesetter: Typesetter, frames: Frames
    ) -> None:
        self._topics: list[_Topic] = []
        self._document = document
        self._style = theme.styles.entry
        self._gap = theme.gap / 2
        self._typesetter = typesetter
        self._frames = frames

    def cards(self, *, two_sided: bool) -> list[_Card]:
        """Return all cards; with two sides, a topic goes on over the back of its first card."""
        return [
            card
            for topic in self._topics
            for card in self._topic_cards(topic, 2 if two_sided and not topic.fronts_only else 1)
        ]

    def _topic_cards(self, topic: _Topic, used: int) -> Iterator[_Card]:
        """Yield the cards of a topic, of which one or two sides are used."""
        count = -(-len(topic.sides) // used)
        sides = [
            Stack([self._name(topic.name, place // used + 1, count), side]) if place else side
            for place, side in enumerate(topic.sides)
        ]
        for start in range(0, len(sides), used):
            yield _Card(*sides[start : start + used])

    def add_text(self, blocks: tuple[doc.Block, ...]) -> None:
        """Add blocks without entries, on as many cards as they need."""
        title = self._document.page_title
        sides = self._divided(title, self._typesetter.typeset(blocks))
        if sides:
            # Signs to stop that need several sides are all in sight, not behind one another.
            fronts_only = not stops_on_first_page(self._document, [*map(self._placed, sides)])
            self._topics.append(_Topic(title, sides, fronts_only))

    def _placed(self, side: Stack) -> Page:
        page: Page = []
        side.place(page, 0.0, 0.0, self._frames.width)
        return page

    def add_entries(
        self, block: doc.Block, entries: Sequence[doc.Entry], above: Sequence[doc.Heading]
    ) -> None:
        """Add the entries of a block, each below the heading of its section.

        Headings above the block and what introduces it are on the card of the first entry; an
        introduction that does not fit there, or has page breaks, is on cards before it.
        """
        section = block.children if isinstance(block, doc.Section) else (block,)
        heading = section[0] if isinstance(section[0], doc.Heading) else None
        body = tuple(dropwhile(_is_break, section[1:] if heading else section))
        text = tuple(takewhile(lambda child: not isinstance(child, doc.Entry), body))
        following = body[len(text) :]
        titles = [self._typesetter.kicker(title, repeated=False) for title in above]
        first = [*titles, *self._kicker(heading, repeated=False), *self._typesetter.typeset(text)]
        alone = bool(text) and (
            any(map(_is_break, text)) or not self._fits([*first, *self._front(entries[0])])
        )
        if alone:
            self.add_text((*above, heading, *text) if heading else (*above, *text))
        for is_entry, group in groupby(following, lambda child: isinstance(child, doc.Entry)):
            if not is_entry:
                self.add_text(tuple(group))
                continue
            for entry in (child for child in group if isinstance(child, doc.Entry)):
                again = alone or entry is not entries[0]
                kickers = self._kicker(heading, repeated=True) if again else first
                self._add_entry(entry, [*kickers, *self._front(entry)])

    def _add_entry(self, entry: doc.Entry, front: Sequence[Box]) -> None:
        """Add an entry, with its log behind it."""
        heading = entry.children[0]
        name = heading.words if isinstance(heading, doc.Heading) else ""
        log = self._typesetter.typeset(tuple(filter(is_log, entry.children)))
        sides = self._divided(name, front)
        if log:
            sides += paginate(log, self._named_frames(name))
        self._topics.append(_Topic(name, sides))

    def _front(self, entry: doc.Entry) -> list[Box]:
        children = tuple(child for child in entry.children if not is_log(child))
        return self._typesetter.typeset((replace(entry, children=children),))

    def _kicker(self, heading: doc.Heading | None, *, repeated: bool) -> list[Box]:
        return [self._typesetter.kicker(heading, repeated=repeated)] if heading else []

    def _fits(self, boxes: Sequence[Box]) -> bool:
        return len(paginate(boxes, self._frames)) == 1

    def _divided(self, name: str, boxes: Sequence[Box]) -> list[Stack]:
        """Return boxes on as many sides as they need, with room for their name above others.

        A page break begins another side.
        """
        named = self._named_frames(name)
        first, *others = [run for run in runs_between_breaks(boxes) if run] or [[]]
        parts = paginate(first, self._frames)
        if len(parts) > 1:
            parts = paginate(first, replace(named, first_height=self._frames.height))
        return [*parts, *chain.from_iterable(paginate(run, named) for run in others)]

    def _named_frames(self, name: str) -> Frames:
        """Return the frames of sides that a name is above."""
        above = self._name(name, 2, 2).height(self._frames.width)
        return replace(self._frames, height=self._frames.height - above)

    def _name(self, name: str, part: int = 1, parts: int = 1) -> Box:
        """Set a name that another card or side has, too, and says which part this is."""
        if len(name) > _NAME_LENGTH:
            name = f"{name[: _NAME_LENGTH - 1].rstrip()}…"
        if parts > 1:
            name = self._document.furniture.part_name(name, part, parts)
        return Stack([self._typesetter.repeated(name, self._style), Spacer(self._gap)])


def _is_break(block: doc.Block) -> bool:
    return isinstance(block, doc.PageBreak)
