"""The command that lists fonts."""

from __future__ import annotations

from pathlib import Path

import click

from handout.cli.options import fonts_option


@click.command("fonts")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON with an object for each language."
)
@fonts_option
def fonts_(fonts: tuple[Path, ...], *, as_json: bool) -> None:
    """List which font prints which language, and what brings a missing one.

    First the languages that the program speaks, then other scripts. The built-in fonts come first,
    then those in --fonts folders, then those that are installed.

    \b
    Examples:
      handout fonts
      handout fonts --fonts my-fonts
    """
    import json

    from msgspec.structs import asdict

    from handout.font_coverage import font_coverage, web_fonts

    found = [*font_coverage(fonts)]
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            if each.family:
                says = f"{each.family} ({', '.join(each.cuts)})"
            else:
                debian, fedora = each.packages
                says = f"none: install {debian} (Debian, Ubuntu) or {fedora} (Fedora)"
            tag = f" ({each.language})" if each.language else ""
            click.echo(f"{each.name + tag:<34} {says}")
    extra = [each.name for each in found if each.in_extra]
    if extra:
        click.echo(
            f"hint: for {', '.join(extra)}: install the extra 'fonts' on any system, from the"
            " project's folder: python -m pip install '.[fonts]'",
            err=True,
        )
    if not all(each.family for each in found):
        click.echo(
            "hint: or put Noto fonts into a folder and name it with --fonts",
            err=True,
        )
    for path in web_fonts(fonts):
        click.echo(
            f"{path}: warning: this font is compressed for the web and is not read\n"
            "  hint: use the .ttf or .otf file of the same font",
            err=True,
        )
