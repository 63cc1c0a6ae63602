"""The options that say how a PDF looks, and the theme that they ask for."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, cast

import click

from handout.cli.shared import Command, hint_line

if TYPE_CHECKING:
    from handout.theme import Theme

EDITIONS: Final = ("standard", "compact", "cards", "large-print")
PAPERS: Final = ("a4", "letter", "a5")
CARDS: Final = ("2", "4", "6")


def look_options(command: Command) -> Command:
    """Add the options that say how a PDF looks; the command gets the `theme` that they ask for."""
    options = (
        click.option(
            "--edition",
            type=click.Choice(EDITIONS),
            help="How it is laid out on paper.  [default: standard]",
        ),
        click.option("--paper", type=click.Choice(PAPERS), help="The sheet.  [default: a4]"),
        click.option(
            "--cards",
            type=click.Choice(CARDS),
            help="Cards on a sheet, with '--edition cards'.  [default: 4]",
        ),
        click.option(
            "--booklet",
            is_flag=True,
            help="Two pages on a side, to fold and to staple; print both sides, short edge.",
        ),
        click.option("--mono", is_flag=True, help="For a printer without colours."),
    )

    @wraps(command)
    def with_theme(*args: Any, **values: Any) -> Any:  # noqa: ANN401 -- a command's own
        names = ("edition", "paper", "cards", "booklet", "mono")
        look = {name: values.pop(name) for name in names}
        return command(*args, theme=theme_for(**look), **values)

    themed = cast("Command", with_theme)
    for option in reversed(options):
        themed = option(themed)
    return themed


def theme_for(
    edition: str | None = None,
    paper: str | None = None,
    cards: str | None = None,
    *,
    booklet: bool = False,
    mono: bool = False,
) -> Theme:
    """Return the theme that the options of `look_options` ask for.

    Raises UsageError for options that do not go together.
    """
    from handout.theme import EDITIONS, Paper  # noqa: PLC0415

    if booklet and edition == "cards":
        raise click.UsageError("Cards are cut out, not folded." + hint_line("leave out --booklet"))
    if booklet and paper == "a5":
        hint = "take a4: its pages are a5 when it is folded"
        raise click.UsageError("A folded a5 sheet is too small to read." + hint_line(hint))
    if cards and edition != "cards":
        raise click.UsageError("'--cards' is for one edition." + hint_line("add --edition cards"))
    theme = EDITIONS[edition or "standard"]
    theme = theme.on(Paper[(paper or "a4").upper()])
    theme = replace(theme, cards=int(cards)) if cards else theme
    theme = theme.booklet() if booklet else theme
    return theme.mono() if mono else theme
