"""The command that builds handouts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.messages import deliver, show_problems
from handout.cli.options import (
    FORMATS,
    clinic_option,
    complete_ids,
    content_option,
    fonts_option,
    language_option,
    parents_option,
    password_option,
    print_options,
    visit_options,
)
from handout.errors import HandoutError, Problem, Problems, RequestError
from handout.extras import needed_for
from handout.resources import is_file

if TYPE_CHECKING:
    from handout.application import Document, Library
    from handout.print_options import PdfOptions


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...", shell_complete=complete_ids)
@click.option("-o", "--output", metavar="PATH", help="File to write; '-' is standard output.")
@parents_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Output format; may be repeated.  [default: as the suffix of '-o' says, or pdf]",
)
@print_options
@clinic_option
@visit_options
@language_option
@fonts_option
@password_option
@click.option("--strict", is_flag=True, help="Build nothing if there are warnings.")
@click.option(
    "--verify", is_flag=True, help="Check that the PDF file is accessible and fits its pages."
)
@content_option
def build(  # noqa: PLR0913 -- the options of the command line
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    *,
    parents: bool,
    print_options: PdfOptions,
    fonts: tuple[Path, ...],
    password: str | None,
    strict: bool,
    verify: bool,
    folders: tuple[Path, ...],
    **options: str | None,
) -> None:
    """Build handouts and print the paths of their files.

    TARGET is the id of a handout or program, or the path of its YAML file. The file is written
    into the current folder as <id>.<format>: PDF for paper, HTML for browsers or EPUB for
    e-readers. Existing files are replaced only when all new ones are complete.

    With a clinic or any fact of the visit, the handout begins with patient, date, next visit and
    clinician; those not given are blanks to fill in by hand.

    \b
    Examples:
      handout build it-band-pain
      handout build it-band-pain --paper letter --patient 'Ann Smith' -o for-mrs-smith.pdf
      handout build it-band-pain --edition large-print
      handout build it-band-pain --edition compact --mono
      handout build it-band-pain --booklet
      handout build it-band-pain-example --clinic example-clinic
      handout build it-band-pain --lang es
      handout build it-band-pain -f pdf -f html -f epub
      handout build it-band-pain-example --password-file password.txt
      handout build my-content/handouts/knee.yaml --content my-content
    """
    from handout.application import Library

    if not targets:
        _list_targets(folders)
    suffix = _suffix(output)
    formats = tuple(dict.fromkeys(formats)) or (suffix if suffix in FORMATS else "pdf",)
    _check_use(targets, output, formats, verify=verify, print_options=print_options)
    if password is not None and formats != ("pdf",):
        raise RequestError("only PDF files can have a password", "leave out the other formats")
    outputs = [
        output or f"{Path(target).stem}.{format_}" for target in targets for format_ in formats
    ]
    if len(set(outputs)) < len(outputs):
        raise RequestError("two targets would be written to the same file")
    documents = _compose(Library(*folders, fonts=fonts), targets, options)
    composed = _warnings(documents)
    show_problems(composed)
    # Build everything before replacing anything.
    results = [
        _write(document, format_, print_options) for document in documents for format_ in formats
    ]
    show_problems(each for each in _warnings(documents) if each not in composed)
    if strict and _warnings(documents):
        raise click.exceptions.Exit(1)
    files = results if password is None else _encrypted(results, password)
    for path, data in zip(outputs, files, strict=True):
        deliver(data, path, parents=parents)
    if verify:
        _verify(outputs, results)


def _check_use(
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    *,
    verify: bool,
    print_options: PdfOptions,
) -> None:
    """Raise RequestError for conflicting options."""
    from handout.print_options import PrintOptions

    if output and len(targets) > 1:
        raise RequestError("'-o' names one file, but there are several targets")
    if output and len(formats) > 1:
        hint = "leave out '-o', or ask for one format at a time"
        raise RequestError("'-o' names one file, but there are several formats", hint)
    suffix = _suffix(output)
    if suffix not in ("", *formats):
        asked = suffix in FORMATS
        hint = f"end it in .{formats[0]}" + (", or leave out '-f'" if asked else "")
        raise RequestError(f"'{output}' is not the name of a file of format {formats[0]}", hint)
    if verify and "pdf" not in formats:
        raise RequestError("'--verify' is only for PDF files", "add '-f pdf'")
    if "pdf" not in formats and PrintOptions(**print_options) != PrintOptions():
        raise RequestError("editions and papers are only for PDF files", "add '-f pdf'")


def _suffix(output: str | None) -> str:
    """Return the suffix of a file to write; pipes and folders that are there have none."""
    path = Path(output or "")
    if os.path.exists(path) and not is_file(path):  # noqa: PTH110 -- never raises OSError
        return ""
    return path.suffix.removeprefix(".").lower()


def _compose(
    library: Library, targets: tuple[str, ...], options: dict[str, str | None]
) -> list[Document]:
    """Return the documents of all targets; raise HandoutError for errors."""
    documents, problems = [], Problems()
    for target in targets:
        try:
            documents.append(library.compose(target, **options))
            problems.extend(documents[-1].problems)
        except RequestError:
            raise
        except HandoutError as error:
            problems.extend(error.problems)
    problems.raise_errors()
    return documents


def _warnings(documents: Iterable[Document]) -> list[Problem]:
    """Return the warnings found so far, each once."""
    return [*dict.fromkeys(problem for each in documents for problem in each.problems)]


def _write(document: Document, format_: str, print_options: PdfOptions) -> bytes:
    if format_ == "pdf":
        return document.pdf(**print_options)
    return document.html() if format_ == "html" else document.epub()


def _encrypted(files: list[bytes], password: str) -> list[bytes]:
    with needed_for("--password-file", "password"):
        from handout.encryption import encrypt_pdf
    return [encrypt_pdf(data, password) for data in files]


def _verify(outputs: list[str], results: list[bytes]) -> None:
    """Verify all PDF files; raise HandoutError with all faults."""
    with needed_for("--verify", "verify"):
        from handout.verify import verify_pdf
    problems = Problems()
    for path, data in zip(outputs, results, strict=True):
        if not data.startswith(b"%PDF-"):
            continue
        faults = verify_pdf(data)
        for fault in faults:
            problems.error(f"{path}: {fault}", None)
        if not faults:
            click.echo(
                f"{path}: tags, reading order, fonts, metadata and margins are correct", err=True
            )
    problems.raise_errors()


def _list_targets(folders: tuple[Path, ...]) -> None:
    """Print what can be built, and exit with the code for wrong usage."""
    from handout.content_store import open_store

    store = open_store(folders)
    click.echo("Give a TARGET to build. These handouts and programs are available:", err=True)
    for located in store.handouts():
        handout = store.handout(located, Problems())
        click.echo(f"  {located.id:<28} {handout.title if handout else '(has problems)'}", err=True)
    for located in store.programs():
        program = store.program(located, Problems())
        what = f"for one patient: {program.handout}" if program else "(has problems)"
        click.echo(f"  {located.id:<28} {what}", err=True)
    raise click.exceptions.Exit(2)
