"""The command line: options in, one or two calls, results out.

Commands import what they run inside their functions, so that help and completion stay quick.
"""

from __future__ import annotations

from typing import Any

import click

from handout.cli.batch import batch
from handout.cli.build import build
from handout.cli.check import check
from handout.cli.figure import figure
from handout.cli.find import list_, show
from handout.cli.messages import hint_line, show_problems
from handout.errors import HandoutError, RequestError
from handout.version import __version__


class _Commands(click.Group):
    """Commands whose errors people can act on: exit code 2 for wrong use, 1 for anything else."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- as in click
        """Run a command; print its problems instead of a traceback."""
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
        except (click.exceptions.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 -- the last resort: nobody sees a traceback
            kind = type(error).__name__
            click.echo(f"internal error, please report it: {kind}: {error}", err=True)
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


for _command in (batch, build, check, figure, list_, show):
    main.add_command(_command)
