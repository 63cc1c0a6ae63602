"""What every command needs: options, the library, how problems and results are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from handout import output
from handout.errors import Problem, Problems, suggestion

if TYPE_CHECKING:
    from handout.clinic import Clinic
    from handout.library import Library

FORMATS: Final = ("pdf", "html", "epub")
Command = TypeVar("Command", bound=Callable[..., Any])


def content_option(command: Command) -> Command:
    """Add the option that puts a person's own content over the built-in library."""
    what = "A folder of your own content, put over the built-in library; may be repeated."
    return _folders("--content", "folders", "HANDOUT_CONTENT", what)(command)


def fonts_option(command: Command) -> Command:
    """Add the option that names folders of fonts."""
    what = "A folder of fonts for scripts that the built-in ones lack; may be repeated."
    return _folders("--fonts", "fonts", "HANDOUT_FONTS", what)(command)


def _folders(option: str, name: str, variable: str, what: str) -> Callable[[Command], Command]:
    return click.option(
        option,
        name,
        multiple=True,
        envvar=variable,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help=what,
    )


def clinic_option(command: Command) -> Command:
    """Add the option that names the letterhead."""
    return click.option(
        "--clinic",
        metavar="ID|FILE",
        shell_complete=_complete_clinics,
        help="The clinic whose letterhead, colour and foot line it has.",
    )(command)


def visit_options(command: Command) -> Command:
    """Add the options that say for whom it is; what is not said is left to handwriting."""
    options = (
        click.option("--patient", metavar="NAME", help="For whom it is; stands on the page only."),
        click.option("--date", metavar="DATE", callback=_date, help="The day, as 2026-03-02."),
        click.option("--next-visit", metavar="DATE", callback=_date, help="The day, as above."),
        click.option("--clinician", metavar="NAME", help="Who gives it."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _date(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return a date as it was written; end as a wrong use where it is none."""
    from handout.decoding import GrammarError  # noqa: PLC0415
    from handout.home_program import Date  # noqa: PLC0415

    try:
        if value:
            Date.parse(value)
    except GrammarError as error:
        raise click.BadParameter(f"{error.message}{hint_line(error.hint)}") from error
    return value


def find_clinic(clinic: str, library: Library) -> Clinic | None:
    """Return the clinic that an option names, or None after noting its problems.

    Raises UsageError where there is none.
    """
    from handout.library import CLINICS, Located  # noqa: PLC0415

    located: Located | None
    if is_path(clinic):
        path = existing_file(clinic)
        located = Located(path.stem, CLINICS, path)
    else:
        located = library.find_clinic(clinic)
    if located is None:
        hint = suggestion(clinic, [item.id for item in library.clinics()])
        raise click.UsageError(f"There is no clinic '{clinic}'." + hint_line(hint))
    return library.clinic(located)


def is_path(name: str) -> bool:
    """Tell whether a person named a file and not an id."""
    path = Path(name)
    return path.suffix in {".yaml", ".yml"} or len(path.parts) > 1


def existing_file(name: str) -> Path:
    """Return the path of a file; end as a wrong use where there is none."""
    path = Path(name)
    if not path.is_file():
        raise click.UsageError(f"There is no file '{name}'.")
    return path


def content_folder(path: Path) -> tuple[Path, ...]:
    """Return the content folder in which a file stands; none for a file kept elsewhere."""
    from handout.library import FOLDERS  # noqa: PLC0415

    return (path.parent.parent,) if path.parent.name in FOLDERS else ()


def complete_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids that the command takes."""
    library = open_library(ctx.params.get("folders") or (), Problems())
    if ctx.info_name == "show":
        located = library.entries()
    else:
        located = [*library.handouts(), *library.programs()]
    return [item.id for item in located if item.id.startswith(incomplete)]


def _complete_clinics(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    clinics = open_library(ctx.params.get("folders") or (), Problems()).clinics()
    return [item.id for item in clinics if item.id.startswith(incomplete)]


def open_library(folders: Iterable[Path], problems: Problems) -> Library:
    """Return the built-in library with a person's own folders over it."""
    from handout.library import Library  # noqa: PLC0415
    from handout.resources import built_in  # noqa: PLC0415

    return Library((built_in("content"), *folders), problems)


def show_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error."""
    for problem in problems:
        click.echo(str(problem), err=True)


def hint_line(hint: str | None) -> str:
    """Return a hint as the line that stands under a message."""
    return f"\n  hint: {hint}" if hint else ""


def counted(count: int, word: str) -> str:
    """Return a number with its word: '1 file', '2 files'."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def deliver(data: bytes, path: str) -> None:
    """Write a result to its file and say so, or to standard output for '-'."""
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    output.replace_file(Path(path), data)
    click.echo(path)
