"""The options of a PDF: edition, paper, cards, booklet, mono and standard."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from handout.errors import RequestError, suggestion
from handout.theme import EDITIONS, STANDARD, Paper, Theme

_CARDS: Final = (2, 4, 6)
"""How many cards a sheet may have."""

_STANDARDS: Final = ("ua-1", "ua-2")
"""PDF/UA-1 with PDF/A-2a, and PDF/UA-2 with PDF/A-4."""


EditionName = Literal["standard", "compact", "cards", "large-print"]
PaperName = Literal["a4", "letter", "a5"]


class PdfOptions(TypedDict, total=False):
    """Options of a PDF, as keyword arguments."""

    edition: EditionName
    paper: PaperName
    cards: Literal[2, 4, 6]
    booklet: bool
    mono: bool
    standard: Literal["ua-1", "ua-2"]


class PrintOptions(Struct, frozen=True, kw_only=True):
    """The options of a PDF; `theme` validates them."""

    edition: str = "standard"
    paper: str = "a4"
    cards: int | None = None
    """Cards on a sheet, only for the edition 'cards'."""
    booklet: bool = False
    """Whether two pages are printed on each side, to be folded into a booklet."""
    mono: bool = False
    """Whether it is for a printer without colours."""
    standard: str = "ua-1"
    """The part of PDF/UA that the file conforms to, each with a part of PDF/A."""

    def theme(self, format_: str = "pdf") -> Theme:
        """Return the theme of these options; formats for screens have none but the standard one.

        Raises RequestError for an unknown edition, paper, number of cards or standard, for
        conflicting options, and for any of them in a format for screens.
        """
        if format_ != "pdf":
            if self != PrintOptions():
                message = "editions and papers are only for PDF files"
                raise RequestError(message, "write a .pdf file")
            return STANDARD
        papers = {paper.name.casefold(): paper for paper in Paper}
        _check_known("edition", self.edition, EDITIONS)
        _check_known("paper", self.paper, papers)
        _check_known("standard", self.standard, _STANDARDS)
        if self.booklet and self.edition == "cards":
            raise RequestError("cards cannot be folded into a booklet", "leave out 'booklet'")
        if self.booklet and self.paper == "a5":
            hint = "use a4: its pages are a5 once folded"
            raise RequestError("a booklet on a5 is too small to read", hint)
        if self.cards is not None and self.edition != "cards":
            hint = "choose the edition 'cards'"
            raise RequestError("'cards' is only for the edition 'cards'", hint)
        if self.cards not in (None, *_CARDS):
            hint = f"choose {', '.join(map(str, _CARDS))}"
            raise RequestError(f"a sheet cannot have {self.cards!r} cards", hint)
        theme = EDITIONS[self.edition].on(papers[self.paper])
        if self.cards and self.cards > theme.most_cards:
            message = f"a sheet of {self.paper} takes at most {theme.most_cards} cards"
            raise RequestError(message, f"choose {theme.most_cards} cards or a larger paper")
        theme = replace(theme, cards=self.cards) if self.cards else theme
        theme = theme.booklet() if self.booklet else theme
        return theme.mono() if self.mono else theme


def _check_known(option: str, value: object, known: Collection[str]) -> None:
    if value not in known:
        hint = suggestion(str(value), known)
        raise RequestError(f"there is no {option} '{value}'", hint)
