"""How a person asks for a PDF to look, in the words of the command line."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from handout.decoding import GrammarError
from handout.errors import suggestion
from handout.theme import EDITIONS, STANDARD, Paper, Theme


class PrintOptions(Struct, frozen=True, kw_only=True):
    """An edition on a sheet."""

    edition: str = "standard"
    paper: str = "a4"
    cards: int | None = None
    """Cards on a sheet, for the edition of that name."""
    booklet: bool = False
    """Whether the sheets are folded and stapled in the middle."""
    mono: bool = False
    """Whether the printer has no colours."""

    def theme(self, format_: str = "pdf") -> Theme:
        """Return the theme that is asked for; formats for screens have but one.

        Raises GrammarError for what is not there, or does not go together.
        """
        papers = {paper.name.casefold(): paper for paper in Paper}
        if self.edition not in EDITIONS:
            hint = suggestion(self.edition, EDITIONS)
            raise GrammarError(f"there is no edition '{self.edition}'", hint)
        if self.paper not in papers:
            raise GrammarError(f"there is no paper '{self.paper}'", suggestion(self.paper, papers))
        if self.booklet and self.edition == "cards":
            raise GrammarError("cards are cut out, not folded", "leave out --booklet")
        if self.booklet and self.paper == "a5":
            hint = "take a4: its pages are a5 when it is folded"
            raise GrammarError("a folded a5 sheet is too small to read", hint)
        if self.cards and self.edition != "cards":
            raise GrammarError("'--cards' is for one edition", "add --edition cards")
        if format_ != "pdf":
            return STANDARD
        theme = EDITIONS[self.edition].on(papers[self.paper])
        theme = replace(theme, cards=self.cards) if self.cards else theme
        theme = theme.booklet() if self.booklet else theme
        return theme.mono() if self.mono else theme
