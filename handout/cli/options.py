"""Options that several commands share, and the completion of their values."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar, cast

import click

from handout.cli.messages import hint_line

if TYPE_CHECKING:
    from handout.content_store import ContentStore
    from handout.print_options import PdfOptions

FORMATS: Final = ("pdf", "html", "epub")
EDITIONS: Final = ("standard", "compact", "cards", "large-print")
PAPERS: Final = ("a4", "letter", "a5")
CARDS: Final = ("2", "4", "6")
DATE_ORDERS: Final = ("dmy", "mdy")
STANDARDS: Final = ("ua-1", "ua-2")
Command = TypeVar("Command", bound=Callable[..., Any])


def content_option(command: Command) -> Command:
    """Add the option for content folders."""
    text = "Folder of your own content, on top of the built-in library; may be repeated."
    return _folders("--content", "folders", "HANDOUT_CONTENT", text)(command)


def own_content_option(command: Command) -> Command:
    """Add the option for content folders, of which the last may be made."""
    text = "Folder of your own content, on top of the built-in library; may be repeated. The page"
    text += " saves into the last one."
    return _folders("--content", "folders", "HANDOUT_CONTENT", text, exists=False)(command)


def fonts_option(command: Command) -> Command:
    """Add the option for folders of fonts."""
    text = "Folder of fonts for scripts that the built-in fonts lack; may be repeated."
    return _folders("--fonts", "fonts", "HANDOUT_FONTS", text)(command)


def _folders(
    option: str, name: str, variable: str, text: str, *, exists: bool = True
) -> Callable[[Command], Command]:
    return click.option(
        option,
        name,
        multiple=True,
        envvar=variable,
        type=click.Path(exists=exists, file_okay=False, path_type=Path),
        metavar="DIR",
        help=text,
    )


def language_option(command: Command) -> Command:
    """Add the option for the language of the patient."""
    return click.option(
        "--lang",
        "language",
        metavar="TAG",
        help="Language of the patient, such as es or zh-Hant; 'handout list --translations' says"
        " what is translated.",
    )(command)


def clinic_option(command: Command) -> Command:
    """Add the option for the letterhead."""
    return click.option(
        "--clinic",
        metavar="ID|FILE",
        shell_complete=_complete_clinics,
        help="Clinic for the letterhead, the accent colour and the footer.",
    )(command)


def parents_option(command: Command) -> Command:
    """Add the option to create folders."""
    return click.option(
        "--parents", is_flag=True, help="Create the folder of '-o' if it is missing."
    )(command)


def password_option(command: Command) -> Command:
    """Add the option for a file with a password; the command receives its first line."""
    return click.option(
        "--password-file",
        "password",
        type=click.File(encoding="utf-8-sig"),
        callback=_first_line,
        metavar="FILE",
        help="Encrypt the PDF with the password in the first line of FILE; '-' is standard input."
        " It is no PDF/A then.",
    )(command)


def _first_line(
    _ctx: click.Context, _parameter: click.Parameter, file: TextIO | None
) -> str | None:
    # Not a value of the command line, which others can see in the list of processes.
    try:
        return file.readline().rstrip("\r\n") if file else None
    except UnicodeDecodeError as error:
        raise click.BadParameter("the file is not UTF-8") from error


def dates_option(command: Command) -> Command:
    """Add the option for the order of dates with slashes."""
    return click.option(
        "--dates",
        type=click.Choice(DATE_ORDERS),
        help="Read 2/3/2026 in a table as 2 March (dmy) or as February 3 (mdy).",
    )(command)


def visit_options(command: Command) -> Command:
    """Add the options for the facts of a visit."""
    options = (
        click.option("--patient", metavar="NAME", help="Patient's name; never put in metadata."),
        click.option("--date", metavar="DATE", callback=_date, help="Date, such as 2026-03-02."),
        click.option(
            "--next-visit",
            metavar="DATE",
            callback=_appointment,
            help="Date of the next visit, and its time if there is one: '2026-03-16 14:30'.",
        ),
        click.option("--clinician", metavar="NAME", help="Clinician's name."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _date(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Validate a date and return it unchanged; raise BadParameter if it is wrong."""
    from handout.model import Date

    return _checked(Date.parse, value)


def _appointment(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Validate a date with or without a time, as `_date` does."""
    from handout.home_program import Appointment

    return _checked(Appointment.parse, value)


def _checked(parse: Callable[[str], object], value: str | None) -> str | None:
    from handout.decoding import GrammarError

    try:
        if value:
            parse(value)
    except GrammarError as error:
        raise click.BadParameter(f"{error.message}{hint_line(error.hint)}") from error
    return value


def print_options(command: Command) -> Command:
    """Add the options of a PDF; the command receives those given as `print_options`."""
    options = (
        click.option(
            "--edition",
            type=click.Choice(EDITIONS),
            help="Edition of the PDF.  [default: standard]",
        ),
        click.option("--paper", type=click.Choice(PAPERS), help="Paper size.  [default: a4]"),
        click.option(
            "--cards",
            type=click.Choice(CARDS),
            help="Cards per sheet, with '--edition cards'.  [default: 4; on a5 2]",
        ),
        click.option(
            "--booklet",
            is_flag=True,
            help="Two pages per side, to fold and staple; print double-sided, on the short edge.",
        ),
        click.option("--mono", is_flag=True, help="Use no colours, for black-and-white printers."),
        click.option(
            "--standard",
            type=click.Choice(STANDARDS),
            help="PDF/UA-1 with PDF/A-2a, or PDF/UA-2 with PDF/A-4.  [default: ua-1]",
        ),
    )

    @wraps(command)
    def with_print_options(*args: Any, **values: Any) -> Any:  # noqa: ANN401 -- a command's own
        names = ("edition", "paper", "cards", "booklet", "mono", "standard")
        given = {name: values.pop(name) for name in names}
        return command(*args, print_options=_print_options(given), **values)

    with_options = cast("Command", with_print_options)
    for option in reversed(options):
        with_options = option(with_options)
    return with_options


def _print_options(given: dict[str, Any]) -> PdfOptions:
    """Return the given print options; raise RequestError if they conflict."""
    from handout.print_options import PrintOptions

    if given["cards"]:
        given["cards"] = int(given["cards"])
    options = {name: value for name, value in given.items() if value}
    PrintOptions(**options).theme()
    return cast("PdfOptions", options)


def complete_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids that complete an argument."""
    store = _store(ctx)
    entries = ctx.info_name == "show"
    located = store.entries() if entries else [*store.handouts(), *store.programs()]
    return [item.id for item in located if item.id.startswith(incomplete)]


def _complete_clinics(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    return [item.id for item in _store(ctx).clinics() if item.id.startswith(incomplete)]


def _store(ctx: click.Context) -> ContentStore:
    from handout.content_store import open_store

    return open_store(ctx.params.get("folders") or ())
