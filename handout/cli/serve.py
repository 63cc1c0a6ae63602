"""The commands that open a page in the browser: the clinician's, and a preview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.options import (
    clinic_option,
    content_option,
    fonts_option,
    own_content_option,
    print_options,
)
from handout.errors import RequestError
from handout.extras import needed_for
from handout.output import reason_of

if TYPE_CHECKING:
    from handout.print_options import PdfOptions


def _page_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add where the page is, and whether it opens by itself."""
    port = click.option(
        "--port",
        type=click.IntRange(0, 65535),
        help="Port on this computer; 0 takes any that is free.  [default: 8740 if it is free]",
    )
    opens = click.option(
        "--open/--no-open", "opens", default=True, help="Open the page in the browser."
    )
    return port(opens(command))


@click.command()
@own_content_option
@fonts_option
@_page_options
@click.option(
    "--phones", is_flag=True, help="Hand single pages to phones in your local network by a QR code."
)
def serve(
    folders: tuple[Path, ...],
    fonts: tuple[Path, ...],
    port: int | None,
    *,
    opens: bool,
    phones: bool,
) -> None:
    """Open a page on which to pick exercises, change their doses, see the handout and print it.

    The page is on this computer only, works without the internet and keeps nothing about a
    patient. With --content, it can also save handouts, exercises and a letterhead into your own
    folder, which is made if there is none. End it with Ctrl+C.

    \b
    Examples:
      handout serve
      handout serve --content my-content
    """
    with needed_for("handout serve", "serve"):
        from handout.serve.server import serve_page

    if folders and all(other.exists() for other in folders[:-1]):
        _make_own(folders[-1])
    serve_page(folders, fonts, port, partial(_ready, opens=opens), phones=phones)


@click.command()
@click.argument("target")
@clinic_option
@content_option
@fonts_option
@print_options
@_page_options
def preview(
    target: str,
    clinic: str | None,
    folders: tuple[Path, ...],
    fonts: tuple[Path, ...],
    print_options: PdfOptions,
    port: int | None,
    *,
    opens: bool,
) -> None:
    """Show the pages of a handout in the browser, anew on every save of its files.

    TARGET is the id of a handout, program or exercise, or the path of a YAML file. Problems are
    shown with their file and line. End it with Ctrl+C.

    \b
    Examples:
      handout preview it-band-pain
      handout preview my-content/handouts/knee.yaml --edition large-print
    """
    with needed_for("handout preview", "serve"):
        from handout.serve.server import serve_preview

    options = {**print_options, "clinic": clinic}
    serve_preview(target, options, folders, fonts, port, partial(_ready, opens=opens))


def _make_own(folder: Path) -> None:
    """Make the folder that the page saves into, if there is none."""
    if folder.exists():
        return
    try:
        folder.mkdir()
    except OSError as error:
        message = f"cannot make the folder '{folder}': {reason_of(error)}"
        raise RequestError(message, "check its name; the folder around it must be there") from error
    click.echo(f"The folder '{folder}' is new. What you save goes into it.")


def _ready(address: str, *, opens: bool) -> None:
    click.echo(f"The page is at {address}")
    if opens:
        click.launch(address)
