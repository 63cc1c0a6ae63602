"""The command that builds handouts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.look import look_options
from handout.cli.shared import (
    FORMATS,
    clinic_option,
    complete_ids,
    content_folder,
    content_option,
    deliver,
    existing_file,
    find_clinic,
    fonts_option,
    hint_line,
    is_path,
    open_library,
    show_problems,
    visit_options,
)
from handout.errors import Origin, Problems, suggestion
from handout.extras import needed_for

if TYPE_CHECKING:
    from handout.document import DocumentTree
    from handout.library import Library, Located
    from handout.print_options import PrintOptions


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...", shell_complete=complete_ids)
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
@look_options
@clinic_option
@visit_options
@fonts_option
@click.option("--verify", is_flag=True, help="Check that everybody can read the file.")
@content_option
def build(
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    *,
    look: PrintOptions,
    fonts: tuple[Path, ...],
    verify: bool,
    folders: tuple[Path, ...],
    **personal: str | None,
) -> None:
    """Build a handout and print the path of its file.

    TARGET is the id of a handout or program, or the path of its YAML file. The file is written
    into the current folder as <id>.<format>: a PDF for paper, an HTML page for a browser or an
    EPUB book for an e-reader. A file that stood there is replaced only when every new one is
    complete.

    With a clinic or anything about the patient, the handout begins with the facts of the visit;
    those that are not given are lines to fill in by hand.

    \b
    Examples:
      handout build it-band-pain
      handout build it-band-pain --paper letter --patient 'Ann Smith' -o for-mrs-smith.pdf
      handout build it-band-pain --edition large-print
      handout build it-band-pain --edition compact --mono
      handout build it-band-pain --booklet
      handout build it-band-pain-example --clinic example-clinic
      handout build it-band-pain -f pdf -f html -f epub
      handout build my-content/handouts/knee.yaml --content my-content
    """
    from handout.print_options import PrintOptions  # noqa: PLC0415
    from handout.writers import writer_for  # noqa: PLC0415

    if not targets:
        _list_targets(folders)
    formats = tuple(dict.fromkeys(formats))
    _check_use(targets, output, formats, verify=verify, on_paper=look != PrintOptions())
    problems = Problems()
    outputs = [
        output or f"{Path(target).stem}.{format_}" for target in targets for format_ in formats
    ]
    if len(set(outputs)) < len(outputs):
        raise click.UsageError("Two targets would write the same file.")
    documents = [_compose(target, folders, problems, **personal) for target in targets]
    problems.raise_errors()
    show_problems(problems.in_order())
    # Everything is made before anything is replaced.
    writers = [writer_for(format_, look.theme(format_), fonts) for format_ in formats]
    results = [write(document) for document in documents if document for write in writers]
    for path, data in zip(outputs, results, strict=True):
        deliver(data, path)
    if verify:
        _verify(outputs, results)


def _check_use(
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    *,
    verify: bool,
    on_paper: bool,
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
    if on_paper and "pdf" not in formats:
        raise click.UsageError("Editions and papers are for PDF files.\n  hint: add '-f pdf'")


def _compose(
    target: str,
    folders: tuple[Path, ...],
    problems: Problems,
    clinic: str | None,
    **visit: str | None,
) -> DocumentTree | None:
    """Return the Document of a target, or None after noting why there is none."""
    from handout.caches import Caches  # noqa: PLC0415
    from handout.compose import Composer  # noqa: PLC0415
    from handout.home_program import visit_data  # noqa: PLC0415
    from handout.located import as_mapping  # noqa: PLC0415

    if clinic and is_path(clinic):
        # Under the others: a letterhead brings its logo and changes no entry.
        folders = (*content_folder(existing_file(clinic)), *folders)
    library, located = _find_target(target, folders, problems)
    letterhead = find_clinic(clinic, library) if clinic else None
    data = visit_data(**visit)
    origin = Origin("the command line", 1, 1)
    personal = as_mapping(data, origin, problems) if data else None
    return Composer(library, Caches()).target(located, problems, personal, letterhead)


def _verify(outputs: list[str], results: list[bytes]) -> None:
    """Say in one line for each PDF that it is sound, or what is wrong with it."""
    with needed_for("--verify"):
        from handout.verify import verify_pdf  # noqa: PLC0415
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
    if is_path(target):
        path = existing_file(target)
        # A handout in a content folder is built with the entries beside it.
        known = {folder.resolve() for folder in folders}
        own = (folder for folder in content_folder(path) if folder.resolve() not in known)
        library = open_library((*folders, *own), problems)
        return library, library.locate(path)
    library = open_library(folders, problems)
    located = library.find_handout(target) or library.find_program(target)
    if located is None:
        hint = suggestion(target, [item.id for item in (*library.handouts(), *library.programs())])
        raise click.UsageError(f"There is no handout or program '{target}'." + hint_line(hint))
    return library, located


def _list_targets(folders: tuple[Path, ...]) -> None:
    """Say what can be built, and end as a wrong use of the command."""
    library = open_library(folders, Problems())
    click.echo("Name what to build. These handouts and programs are there:", err=True)
    for located in library.handouts():
        handout = library.handout(located)
        click.echo(f"  {located.id:<28} {handout.title if handout else '(has problems)'}", err=True)
    for located in library.programs():
        program = library.program(located)
        what = f"for one patient: {program.handout}" if program else "(has problems)"
        click.echo(f"  {located.id:<28} {what}", err=True)
    raise click.exceptions.Exit(2)
