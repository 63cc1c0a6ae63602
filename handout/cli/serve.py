"""The command that opens the clinician's page."""

from __future__ import annotations

from pathlib import Path

import click

from handout.cli.options import content_option, fonts_option
from handout.extras import needed_for


@click.command()
@content_option
@fonts_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8740,
    show_default=True,
    help="Port on this computer; 0 takes any that is free.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the page in the browser.")
def serve(folders: tuple[Path, ...], fonts: tuple[Path, ...], port: int, *, opens: bool) -> None:
    """Open a page on which to pick exercises, change their doses, see the handout and print it.

    The page is on this computer only, works without the internet and keeps nothing about a
    patient. With --content, it can also save handouts, exercises and a letterhead into your own
    folder. End it with Ctrl+C.

    \b
    Examples:
      handout serve
      handout serve --content my-content
    """
    with needed_for("handout serve", "serve"):
        from handout.serve.server import run

    def ready(address: str) -> None:
        click.echo(f"The page is at {address}")
        if opens:
            click.launch(address)

    run(folders, fonts, port, ready)
