"""The command that prints the schema of content files."""

from __future__ import annotations

import click

from handout.errors import RequestError, suggestion


@click.command()
@click.argument("kind", metavar="KIND")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    KIND is exercise, stretch, handout, program, clinic or figure. 'handout new' puts the schema
    beside the files that it writes, so that editors complete and check them.

    \b
    Example:
      handout schema exercise
    """
    from handout.reference import KINDS
    from handout.schema import schema_text

    if kind not in KINDS:
        raise RequestError(f"there is no kind '{kind}'", suggestion(kind, KINDS))
    click.echo(schema_text(kind), nl=False)
