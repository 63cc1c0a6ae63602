"""The options that say how a PDF looks."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, cast

import click

from handout.cli.shared import Command, hint_line

if TYPE_CHECKING:
    from handout.print_options import PrintOptions

EDITIONS: Final = ("standard", "compact", "cards", "large-print")
PAPERS: Final = ("a4", "letter", "a5")
CARDS: Final = ("2", "4", "6")


def look_options(command: Command) -> Command:
    """Add the options that say how a PDF looks; the command gets the `look` that they ask for."""
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
    def with_look(*args: Any, **values: Any) -> Any:  # noqa: ANN401 -- a command's own
        names = ("edition", "paper", "cards", "booklet", "mono")
        given = {name: values.pop(name) for name in names}
        return command(*args, look=_look(given), **values)

    with_options = cast("Command", with_look)
    for option in reversed(options):
        with_options = option(with_options)
    return with_options


def _look(given: dict[str, Any]) -> PrintOptions:
    """Return what the options ask for; end as a wrong use where they do not go together."""
    from handout.decoding import GrammarError  # noqa: PLC0415
    from handout.print_options import PrintOptions  # noqa: PLC0415

    if given["cards"]:
        given["cards"] = int(given["cards"])
    look = PrintOptions(**{name: value for name, value in given.items() if value})
    try:
        look.theme()
    except GrammarError as error:
        raise click.UsageError(f"{error.message}.{hint_line(error.hint)}") from error
    return look
