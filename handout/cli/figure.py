"""The command that draws figures."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.messages import counted, deliver, show_problems
from handout.cli.options import content_option, parents_option
from handout.errors import HandoutError, Problems, RequestError, suggestion
from handout.extras import needed_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from handout.figures.displaylist import StoredFigure


@click.command()
@click.argument("targets", nargs=-1, metavar="[ID|FILE]...")
@click.option("-o", "--output", metavar="PATH", help="File to write: .svg, .pdf or .png.")
@parents_option
@click.option(
    "--palette",
    type=click.Choice(("colour", "grey", "line")),
    default="colour",
    show_default=True,
    help="Colours of the drawing; 'grey' and 'line' are for printers without colours.",
)
@click.option("--mirrored", is_flag=True, help="Mirror the figure, to show the other side.")
@click.option(
    "--cast", metavar="NAME", help="Who is drawn, such as Ruth; stored beside your content."
)
@click.option("--watch", is_flag=True, help="Draw again after every save, until Ctrl-C.")
@click.option(
    "--check", "rules_only", is_flag=True, help="Only check joints, contacts and balance."
)
@content_option
def figure(  # noqa: PLR0913 -- the options of the command line
    targets: tuple[str, ...],
    output: str | None,
    *,
    parents: bool,
    palette: str,
    mirrored: bool,
    cast: str | None,
    watch: bool,
    rules_only: bool,
    folders: tuple[Path, ...],
) -> None:
    """Draw figures from their poses.

    The target is the id of a figure or the path of its pose; by default, all figures are drawn. The
    rendered figure is stored beside the pose, so that building a handout needs no renderer.

    \b
    Examples:
      handout figure clamshell -o clamshell.svg
      handout figure my-content/figures/lunge.yaml -o lunge.png --watch
      handout figure sit-to-stand heel-raise --cast Ruth --content my-content
      handout figure --check
    """
    from handout.figures.update import coarse_figure, up_to_date_figure

    # Rendering takes minutes, and watching hours.
    gc.enable()
    poses = _poses(targets, folders)
    if rules_only:
        _check_figures(poses)
        return
    if cast:
        _draw_cast(poses, cast, folders)
        return
    if (output or watch) and len(poses) != 1:
        raise RequestError("'-o' and '--watch' need exactly one figure")

    def draw(pose: Path, *, coarse: bool = False) -> None:
        stored = coarse_figure(pose) if coarse else up_to_date_figure(pose, must_store=not output)
        if output:
            deliver(_drawn(stored, output, palette, mirrored=mirrored), output, parents=parents)

    if watch:
        _watch(poses[0], draw, sketches=bool(output))
    for pose in poses:
        draw(pose)


def _watch(pose: Path, draw: Callable[..., None], *, sketches: bool) -> None:
    """Draw a figure after each save, until the program is stopped."""
    from handout.figures.update import saves

    for _ in saves(pose):
        try:
            if sketches:
                # A coarse drawing is there at once; the fine one takes its place.
                draw(pose, coarse=True)
            draw(pose)
        except HandoutError as error:
            show_problems(error.problems)


def _draw_cast(poses: list[Path], cast: str, folders: tuple[Path, ...]) -> None:
    """Draw figures with a person of the cast, for handouts that name that person."""
    from handout.figures.people import CAST
    from handout.figures.update import draw_cast

    named = next((name for name in CAST if name.casefold() == cast.casefold()), None)
    if named is None:
        raise RequestError(f"there is nobody called '{cast}'", suggestion(cast.title(), CAST))
    if not folders:
        raise RequestError("'--cast' needs '--content'", "name the folder of your content")
    for pose in poses:
        draw_cast(pose, named, folders[-1])


def _poses(targets: tuple[str, ...], folders: tuple[Path, ...]) -> list[Path]:
    """Return the poses of the targets, or of all figures if there is no target."""
    from handout.content_store import open_store

    known = {path.stem: path for path in open_store(folders).figures()}
    if not targets:
        return list(known.values())
    poses = []
    for target in targets:
        path = Path(target)
        if path.suffix == ".yaml" and path.is_file():
            poses.append(path)
        elif target in known:
            poses.append(known[target])
        else:
            raise RequestError(f"there is no figure '{target}'", suggestion(target, known))
    return poses


def _drawn(stored: StoredFigure, output: str, palette: str, *, mirrored: bool) -> bytes:
    from handout.figures.export import EXPORTERS
    from handout.figures.palette import PALETTES

    export = EXPORTERS.get(Path(output).suffix.lower())
    if export is None:
        raise RequestError(f"'{output}' must end in {', '.join(EXPORTERS)}")
    return export(stored, PALETTES[palette].with_dyes(stored.dyes), mirrored=mirrored)


def _check_figures(poses: list[Path]) -> None:
    from handout.figures.pose import load_pose

    with needed_for("--check", "figures"):
        from handout.figures.rules import check_figure

    problems = Problems()
    for path in poses:
        own = Problems()
        pose = load_pose(path, own)
        problems.extend((check_figure(pose) if pose else own).in_order())
    show_problems(problems.in_order())
    click.echo(f"{counted(len(poses), 'figure')} checked")
    if problems.has_errors:
        raise click.exceptions.Exit(1)
