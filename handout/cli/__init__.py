"""The command line.

Commands import what they run inside their functions, so that help and completion stay fast.
"""

from __future__ import annotations

from typing import Any

import click

from handout.cli.batch import batch
from handout.cli.build import build
from handout.cli.check import check
from handout.cli.figure import figure
from handout.cli.find import list_, show
from handout.cli.fonts import fonts_
from handout.cli.help import help_
from handout.cli.messages import hint_line, show_problems
from handout.cli.new import new
from handout.cli.schema import schema
from handout.cli.serve import preview, serve
from handout.cli.translate import translate
from handout.errors import HandoutError, RequestError, defect_message
from handout.version import __version__


class _Commands(click.Group):
    """Commands that print errors as messages; the exit code is 2 for wrong usage, 1 otherwise."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- as in click
        """Run a command and print its problems instead of a traceback."""
        try:
            return super().invoke(ctx)
        except RequestError as error:
            name = ctx.invoked_subcommand or ""
            used = click.Context(self.commands[name], ctx, name)
            (problem,) = error.problems
            message = f"{problem.message[:1].upper()}{problem.message[1:]}."
            raise click.UsageError(message + hint_line(problem.hint), used) from error
        except HandoutError as error:
            show_problems(error.problems)
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 -- users never see a traceback
            click.echo(defect_message(error), err=True)
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="handout")
def main() -> None:
    """Build exercise handouts for patients from plain text.

    Start with 'handout list' to see all exercises, and 'handout build it-band-pain' to build your
    first handout. 'handout new exercise Heel raise' starts an exercise of your own, and 'handout
    help' lists what a file may say.

    \b
    To complete commands and ids, run once in each shell:
      bash   eval "$(_HANDOUT_COMPLETE=bash_source handout)"
      zsh    eval "$(_HANDOUT_COMPLETE=zsh_source handout)"
      fish   _HANDOUT_COMPLETE=fish_source handout | source
    """


for _command in (
    batch,
    build,
    check,
    figure,
    fonts_,
    help_,
    list_,
    new,
    preview,
    schema,
    serve,
    show,
    translate,
):
    main.add_command(_command)
