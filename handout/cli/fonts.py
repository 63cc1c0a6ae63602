"""The command that lists fonts."""

from __future__ import annotations

from pathlib import Path

import click

from handout.cli.options import fonts_option


@click.command("fonts")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with an object for each script.")
@fonts_option
def fonts_(fonts: tuple[Path, ...], *, as_json: bool) -> None:
    """List which font prints which script, and what is missing.

    The built-in fonts come first, then those in --fonts folders, then those of the system.

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
            cuts = ", ".join(each.cuts)
            says = f"{each.family} ({cuts})" if each.family else "none"
            click.echo(f"{each.script:<38} {says}")
    missing = [each for each in found if not each.family]
    if missing:
        packages = " and ".join(sorted({each.package for each in missing}))
        click.echo(
            f"hint: for what is missing, install {packages} (as Debian and Ubuntu call them),"
            " or put Noto fonts into a folder and name it with --fonts",
            err=True,
        )
    for path in web_fonts(fonts):
        click.echo(
            f"{path}: warning: this font is compressed for the web and is not read\n"
            "  hint: use the .ttf or .otf file of the same font",
            err=True,
        )
