"""The command that explains what content files may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handout.errors import RequestError, suggestion

if TYPE_CHECKING:
    from handout.reference import FieldReference


@click.command("help")
@click.argument("topic", metavar="[TOPIC]", nargs=-1)
@click.pass_context
def help_(ctx: click.Context, topic: tuple[str, ...]) -> None:
    """Explain a command, or what a file may say.

    Without a TOPIC, all topics are listed.

    \b
    Examples:
      handout help dosage
      handout help entry
      handout help build
    """
    from handout.model.blocks import BLOCKS
    from handout.reference import KINDS, dose, records, title_of

    commands = ctx.find_root().command
    assert isinstance(commands, click.Group)  # noqa: S101 -- for the type
    described = {title_of(record).casefold(): record for record in records()}
    blocks = {key.replace("_", " "): record for key, record in BLOCKS.items()}
    topics = {**blocks, **described, **KINDS, "dosage": dose()}
    # Of a key, as it is written in a file: 'traffic_light'.
    name = " ".join(topic).casefold().replace("_", " ")
    if not name:
        click.echo(_overview(described, ctx))
    elif name in topics:
        click.echo(_fields(topics[name], ctx))
    elif found := commands.get_command(ctx, name):
        click.echo(found.get_help(click.Context(found, ctx.parent, name)))
    else:
        hint = suggestion(name, [*topics, *commands.commands]) or "'handout help' lists all topics"
        raise RequestError(f"there is no topic '{name}'", hint)


def _overview(described: dict[str, type[Any]], ctx: click.Context) -> str:
    from handout.model.blocks import BLOCKS
    from handout.reference import KINDS, dose

    formatter = ctx.make_formatter()
    listed = {*KINDS, *(key.replace("_", " ") for key in BLOCKS)}
    blocks = {*BLOCKS.values(), dose()}
    parts = [
        topic for topic, record in described.items() if topic not in listed and record not in blocks
    ]
    formatter.write_text("'handout help TOPIC' shows the fields of a file or of a part of it:")
    formatter.write_paragraph()
    formatter.write_dl(
        [
            ("dosage", "The words for how much and how often."),
            ("Files", ", ".join(KINDS)),
            ("Blocks", ", ".join(BLOCKS)),
            ("Parts", ", ".join(parts)),
            ("Commands", "'handout help build' shows a command, 'handout --help' lists them."),
        ]
    )
    return formatter.getvalue().rstrip()


def _fields(record: type[Any], ctx: click.Context) -> str:
    """Return the fields of a record as a list of two columns."""
    from handout.reference import fields_of, meaning_of

    formatter = ctx.make_formatter()
    fields = fields_of(record)
    formatter.write_text(meaning_of(record))
    formatter.write_paragraph()
    formatter.write_dl([(_name(field), _explained(field)) for field in fields])
    if any(field.required for field in fields):
        formatter.write_paragraph()
        formatter.write_text("* required")
    return formatter.getvalue().rstrip()


def _name(field: FieldReference) -> str:
    return f"{field.name} *" if field.required else field.name


def _explained(field: FieldReference) -> str:
    """Return what a field means, the forms that its meaning does not show, and where to read on."""
    from handout.reference import forms_of, records_in, title_of

    # An example that is in quotes itself needs no others.
    parts = [field.meaning.replace("`'", "'").replace("'`", "'").replace("`", "'")]
    if forms := [form for form in forms_of(field.shape) if form not in field.examples]:
        parts.append(f"Write: {' | '.join(forms)}")
    topics = dict.fromkeys(title_of(record).casefold() for record in records_in(field.shape))
    if topics:
        parts.append(f"'handout help' has more on: {', '.join(topics)}.")
    return " ".join(parts)
