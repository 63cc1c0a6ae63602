"""The command line: options in, results out, problems to standard error; no work of its own."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from handout import __version__
from handout.errors import HandoutError, Problem, Problems, Severity, suggestion

if TYPE_CHECKING:
    from handout.document import Document
    from handout.figures.displaylist import StoredFigure
    from handout.library import Library, Located
    from handout.theme import Theme

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS: Final = ("pdf", "html", "epub")
PAPERS: Final = ("a4", "letter")


class _Commands(click.Group):
    """Commands whose errors a person can act on."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- as in click
        """Run a command; show its problems instead of a traceback."""
        try:
            return super().invoke(ctx)
        except HandoutError as error:
            _show(error.problems)
            ctx.exit(1)
        except (click.exceptions.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 -- the last resort: nobody sees a traceback
            kind = type(error).__name__
            click.echo(f"a fault in the program, please report it: {kind}: {error}", err=True)
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="handout")
def main() -> None:
    """Build exercise handouts for patients from plain text.

    Start with 'handout list' to see the exercises, and 'handout build it-band-pain' to make the
    first handout.

    \b
    Completion of commands and ids, once for each shell:
      bash   eval "$(_HANDOUT_COMPLETE=bash_source handout)"
      zsh    eval "$(_HANDOUT_COMPLETE=zsh_source handout)"
      fish   _HANDOUT_COMPLETE=fish_source handout | source
    """


def _content_option(command: Command) -> Command:
    return click.option(
        "--content",
        "folders",
        multiple=True,
        envvar="HANDOUT_CONTENT",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="A folder of your own content, put over the built-in library; may be repeated.",
    )(command)


def _fonts_option(command: Command) -> Command:
    return click.option(
        "--fonts",
        "fonts",
        multiple=True,
        envvar="HANDOUT_FONTS",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="A folder of fonts for scripts that the built-in ones lack; may be repeated.",
    )(command)


def _complete_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids that the command takes."""
    library = _library(ctx.params.get("folders") or (), Problems())
    located = library.entries() if ctx.info_name == "show" else library.handouts()
    return [item.id for item in located if item.id.startswith(incomplete)]


@main.command()
@click.argument("targets", nargs=-1, metavar="TARGET...", shell_complete=_complete_ids)
@click.option("-o", "--output", metavar="PATH", help="The file to write; '-' is standard output.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    default=("pdf",),
    show_default=True,
    help="The format to write; may be repeated.",
)
@click.option(
    "--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="The sheet."
)
@_fonts_option
@click.option("--verify", is_flag=True, help="Check that everybody can read the file.")
@_content_option
def build(
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    paper: str,
    *,
    fonts: tuple[Path, ...],
    verify: bool,
    folders: tuple[Path, ...],
) -> None:
    """Build a handout and print the path of its file.

    TARGET is a handout's id or the path of its YAML file. The file is written into the current
    folder as <id>.<format>: a PDF for paper, an HTML page for a browser or an EPUB book for an
    e-reader. A file that stood there is replaced only when every new one is complete.

    \b
    Examples:
      handout build it-band-pain
      handout build it-band-pain --paper letter -o for-mrs-smith.pdf
      handout build it-band-pain -f pdf -f html -f epub
      handout build my-content/handouts/knee.yaml --content my-content
    """
    from handout.writers import WRITERS  # noqa: PLC0415

    if not targets:
        _list_targets(folders)
    formats = tuple(dict.fromkeys(formats))
    _check_use(targets, output, formats, verify=verify)
    problems = Problems()
    outputs = [
        output or f"{Path(target).stem}.{format_}" for target in targets for format_ in formats
    ]
    if len(set(outputs)) < len(outputs):
        raise click.UsageError("Two targets would write the same file.")
    documents = [_compose(target, folders, problems) for target in targets]
    problems.raise_errors()
    _show(problems.in_order())
    # Everything is made before anything is replaced.
    theme = _theme(paper)
    results = [
        WRITERS[format_](document, theme, fonts)
        for document in documents
        if document
        for format_ in formats
    ]
    for path, data in zip(outputs, results, strict=True):
        _deliver(data, path)
    if verify:
        _verify(outputs, results)


def _check_use(
    targets: tuple[str, ...], output: str | None, formats: tuple[str, ...], *, verify: bool
) -> None:
    """Raise UsageError for options that do not go together."""
    if output and len(targets) > 1:
        raise click.UsageError("'-o' names one file, but there are several targets.")
    if output and len(formats) > 1:
        hint = "leave out '-o', or ask for one format at a time"
        raise click.UsageError(
            f"'-o' names one file, but there are several formats.\n  hint: {hint}"
        )
    if verify and "pdf" not in formats:
        raise click.UsageError("'--verify' checks PDF files.\n  hint: add '-f pdf'")


def _compose(target: str, folders: tuple[Path, ...], problems: Problems) -> Document | None:
    """Return the Document of a target, or None after noting why there is none."""
    from handout.compose import compose_handout  # noqa: PLC0415

    library, located = _find_target(target, folders, problems)
    handout = library.handout(located)
    return compose_handout(handout, library, problems) if handout else None


def _theme(paper: str) -> Theme:
    from handout.theme import STANDARD, Paper  # noqa: PLC0415

    return STANDARD.on(Paper[paper.upper()])


def _verify(outputs: list[str], results: list[bytes]) -> None:
    """Say in one line for each PDF that it is sound, or what is wrong with it."""
    try:
        from handout.verify import verify_pdf  # noqa: PLC0415
    except ModuleNotFoundError as error:
        hint = f"install it: python -m pip install {error.name}"
        problem = Problem(f"--verify needs the package {error.name}", hint=hint)
        raise HandoutError([problem]) from error
    problems = Problems()
    for path, data in zip(outputs, results, strict=True):
        if not data.startswith(b"%PDF-"):
            continue
        faults = verify_pdf(data)
        for fault in faults:
            problems.error(f"{path}: {fault}", None)
        if not faults:
            click.echo(f"{path}: verified: tags, reading order, fonts and metadata", err=True)
    problems.raise_errors()


def _find_target(
    target: str, folders: tuple[Path, ...], problems: Problems
) -> tuple[Library, Located]:
    from handout.library import HANDOUTS, Located  # noqa: PLC0415

    path = Path(target)
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        if not path.is_file():
            raise click.UsageError(f"There is no file '{target}'.")
        # A handout in a content folder is built with the entries beside it.
        own = path.parent.parent
        if path.parent.name == HANDOUTS and own.resolve() not in {f.resolve() for f in folders}:
            folders = (*folders, own)
        return _library(folders, problems), Located(path.stem, None, path)
    library = _library(folders, problems)
    located = library.find_handout(target)
    if located is None:
        hint = suggestion(target, [item.id for item in library.handouts()])
        raise click.UsageError(f"There is no handout '{target}'." + _hint_line(hint))
    return library, located


def _list_targets(folders: tuple[Path, ...]) -> None:
    """Say what can be built, and end as a wrong use of the command."""
    problems = Problems()
    library = _library(folders, problems)
    click.echo("Name what to build. These handouts are there:", err=True)
    for located in library.handouts():
        handout = library.handout(located)
        click.echo(f"  {located.id:<28} {handout.title if handout else '(has problems)'}", err=True)
    raise click.exceptions.Exit(2)


def _deliver(data: bytes, output: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    replace_file(Path(output), data)
    click.echo(output)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in one step: whatever fails, what stood there before still stands.

    Raises HandoutError where the file cannot be written.
    """
    if path.is_dir():
        inside = path / "handout.pdf"
        problem = Problem(f"cannot write '{path}': it is a folder", hint=f"name a file: {inside}")
        raise HandoutError([problem])
    try:
        _replace(path, data)
    except OSError as error:
        hint = None if path.parent.is_dir() else f"make the folder '{path.parent}' first"
        message = f"cannot write '{path}': {(error.strerror or str(error)).lower()}"
        raise HandoutError([Problem(message, hint=hint)]) from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".handout-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # A temporary file is private; the result gets the rights of any new file.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@main.command()
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_fonts_option
@_content_option
def check(
    paths: tuple[Path, ...], *, strict: bool, fonts: tuple[Path, ...], folders: tuple[Path, ...]
) -> None:
    """Show every problem of the content at once.

    PATH is a content folder or a YAML file in one. Without it the built-in library and every
    folder given by --content are checked.

    \b
    Examples:
      handout check
      handout check my-content
      handout check my-content/exercises/wall-sit.yaml
    """
    from handout.check import check_content  # noqa: PLC0415

    problems = Problems()
    count = check_content(_library(folders, problems), paths, problems, fonts)
    found = problems.in_order()
    _show(found)
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    errors = len(found) - warnings
    click.echo(
        f"{_number(count, 'file')}: {_number(errors, 'error')}, {_number(warnings, 'warning')}"
    )
    if errors or (strict and warnings):
        raise click.exceptions.Exit(1)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


@main.command("list")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--region", metavar="NAME", help="Only entries that help this part of the body.")
@click.option("--equipment", metavar="NAME", help="Only entries with this; 'none' for without any.")
@click.option("--position", metavar="NAME", help="Only entries that start like this: standing, …")
@click.option("--difficulty", metavar="NAME", help="Only beginner, intermediate or advanced.")
@click.option("--kind", type=click.Choice(("exercise", "stretch")), help="Only one of the two.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, one object an entry.")
@_content_option
def list_(
    words: tuple[str, ...], *, as_json: bool, folders: tuple[Path, ...], **filters: str | None
) -> None:
    """Find entries by word or property.

    \b
    Examples:
      handout list hip
      handout list --position standing --equipment none
    """
    from handout.model import Difficulty, Position  # noqa: PLC0415
    from handout.search import Query, find_entries  # noqa: PLC0415

    _check_choice("--position", filters["position"], Position)
    _check_choice("--difficulty", filters["difficulty"], Difficulty)
    problems = Problems()
    entries = find_entries(_library(folders, problems), Query(words=words, **filters))
    if as_json:
        rows = [
            {
                "id": entry.id,
                "kind": entry.kind.value,
                "name": str(entry.name),
                "regions": [str(region) for region in entry.regions],
                "equipment": [str(item) for item in entry.equipment],
                "position": entry.position,
                "difficulty": entry.difficulty,
            }
            for entry in entries
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for entry in entries:
            click.echo(f"{entry.id:<32} {entry.name}")
    _show(problems.in_order())
    if not entries:
        click.echo("no entry fits; try fewer words", err=True)
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _check_choice(option: str, value: str | None, choices: type[StrEnum]) -> None:
    """End as a wrong use where an option's value is none of its choices."""
    known = [choice.value for choice in choices]
    if value is not None and value not in known:
        hint = suggestion(value, known)
        raise click.UsageError(f"'{option}' cannot be '{value}'." + _hint_line(hint))


def _hint_line(hint: str | None) -> str:
    return f"\n  hint: {hint}" if hint else ""


@main.command()
@click.argument("entry_id", metavar="ID", shell_complete=_complete_ids)
@_content_option
def show(entry_id: str, folders: tuple[Path, ...]) -> None:
    """Show one entry as it would read on the sheet.

    \b
    Example:
      handout show clamshell
    """
    from handout.compose import compose_entry  # noqa: PLC0415
    from handout.document import render_text  # noqa: PLC0415

    problems = Problems()
    library = _library(folders, problems)
    located = library.find_entry(entry_id)
    if located is None:
        hint = suggestion(entry_id, [item.id for item in library.entries()])
        raise click.UsageError(f"There is no entry '{entry_id}'." + _hint_line(hint))
    entry = library.entry(located)
    document = compose_entry(entry, library) if entry else None
    problems.raise_errors()
    _show(problems.in_order())
    if document:
        click.echo(render_text(document.children).lstrip("\n"))


@main.command()
@click.argument("targets", nargs=-1, metavar="[ID|FILE]...")
@click.option("-o", "--output", metavar="PATH", help="A file to draw into: .svg, .pdf or .png.")
@click.option(
    "--palette",
    type=click.Choice(("colour", "grey", "line")),
    default="colour",
    show_default=True,
    help="The colours of the drawing; grey and line are for office printers.",
)
@click.option("--mirrored", is_flag=True, help="Draw the other side of the body.")
@click.option("--watch", is_flag=True, help="Draw again on every save, until Ctrl-C.")
@click.option("--check", "rules_only", is_flag=True, help="Only check anatomy and contacts.")
@_content_option
def figure(
    targets: tuple[str, ...],
    output: str | None,
    *,
    palette: str,
    mirrored: bool,
    watch: bool,
    rules_only: bool,
    folders: tuple[Path, ...],
) -> None:
    """Draw figures from their poses.

    The target is a figure's id or the path of its pose. What is rendered is kept beside the pose,
    so that a handout needs no renderer. Without a target all figures of the library are meant.

    \b
    Examples:
      handout figure clamshell -o clamshell.svg
      handout figure my-content/figures/lunge.yaml -o lunge.png --watch
      handout figure --check
    """
    from handout.figures.workbench import current_figure, saves  # noqa: PLC0415

    problems = Problems()
    poses = _poses(targets, _library(folders, problems))
    if rules_only:
        _check_figures(poses)
        return
    if (output or watch) and len(poses) != 1:
        raise click.UsageError("'-o' and '--watch' go with one figure; name it.")
    if not watch:
        for pose in poses:
            stored = current_figure(pose)
            if output:
                _deliver(_drawn(stored, output, palette, mirrored=mirrored), output)
        return
    for _ in saves(poses[0]):
        try:
            stored = current_figure(poses[0])
        except HandoutError as error:
            _show(error.problems)
            continue
        if output:
            _deliver(_drawn(stored, output, palette, mirrored=mirrored), output)


def _poses(targets: tuple[str, ...], library: Library) -> list[Path]:
    """Return the pose files that are meant; all of the library where none is named."""
    known = {path.stem: path for path in library.figures()}
    if not targets:
        return list(known.values())
    poses = []
    for target in targets:
        path = Path(target)
        if path.suffix == ".yaml" and path.is_file():
            poses.append(path)
        elif target in known:
            poses.append(known[target])
        else:
            hint = suggestion(target, known)
            raise click.UsageError(f"There is no figure '{target}'." + _hint_line(hint))
    return poses


def _drawn(stored: StoredFigure, output: str, palette: str, *, mirrored: bool) -> bytes:
    from handout.figures.export import EXPORTERS  # noqa: PLC0415
    from handout.figures.palette import PALETTES  # noqa: PLC0415

    export = EXPORTERS.get(Path(output).suffix.lower())
    if export is None:
        raise click.UsageError(f"'{output}' must end in {', '.join(EXPORTERS)}.")
    return export(stored, PALETTES[palette].with_skin(stored.skin), mirrored=mirrored)


def _check_figures(poses: list[Path]) -> None:
    from handout.figures.pose import load_pose  # noqa: PLC0415
    from handout.figures.rules import check_figure  # noqa: PLC0415

    problems = Problems()
    for path in poses:
        own = Problems()
        pose = load_pose(path, own)
        problems.extend((check_figure(pose) if pose else own).in_order())
    _show(problems.in_order())
    click.echo(f"{_number(len(poses), 'figure')} checked")
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _library(folders: Iterable[Path], problems: Problems) -> Library:
    from handout.library import Library  # noqa: PLC0415
    from handout.resources import built_in  # noqa: PLC0415

    return Library((built_in("content"), *folders), problems)


def _show(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


if __name__ == "__main__":
    sys.exit(main())
