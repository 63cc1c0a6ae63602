"""The same work done by this project and by its peers, and what it costs each of them.

    python tests/benchmarks/peers.py
    python tests/benchmarks/peers.py --only single --rounds 15 --content 7

The work is written from a seed: another `--content` makes other words, names and pictures. Before
anything is timed, all files are read back; a file that does not say the same words ends the run.
Typst and this project write PDF/UA-1 and PDF/A-2a at once, WeasyPrint PDF/UA-1.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Final

from same_work.comparing import differences_of_all, page_texts
from same_work.composed import copy_words, handout_words, write_lines
from same_work.content import CATALOGUE, SINGLE, write_content, write_rows
from same_work.measuring import Contestant, Cost
from same_work.words import Values, entry_headings

from handout.resources import built_in

BATCH: Final = "batch"
PEERS: Final = ("typst", "weasyprint")
WIDTH: Final = 46
SHOWN: Final = 10
"""Differences of words that are printed before the run ends."""
OURS: Final = "from handout.__main__ import main; main()"


@dataclass(frozen=True, slots=True)
class Work:
    """Something to make, and who makes it."""

    title: str
    expected: dict[str, Values]
    """The words of each file, by a text that tells it from the others."""
    contestants: list[Contestant]


def main() -> None:
    """Make the works, check them, and print what they cost."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        for work in _works(options, Path(folder)):
            print(f"\n{work.title}; {_checked(work)} pages; medians of {options.rounds} rounds")
            for _ in range(options.rounds):
                for contestant in work.contestants:
                    contestant.costs.append(contestant.run())
            _print_costs(work.contestants)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="runs of which the median counts")
    parser.add_argument("--batch", type=int, default=500, help="patients of the batch")
    parser.add_argument("--only", choices=(SINGLE, CATALOGUE, BATCH), help="one of the works")
    parser.add_argument("--content", type=int, default=1, metavar="SEED", help="other content")
    parser.add_argument("--peers", default=",".join(PEERS), help="against whom")
    options = parser.parse_args()
    options.peers = options.peers.split(",")
    if unknown := set(options.peers) - set(PEERS):
        parser.error(f"no such peers: {', '.join(sorted(unknown))}")
    return options


def _works(options: argparse.Namespace, folder: Path) -> Iterator[Work]:
    """Write the content, then yield each work that is asked for."""
    content = folder / "content"
    rows = write_content(content, options.content, options.batch)
    for name in (SINGLE, CATALOGUE):
        if options.only in {None, name}:
            words = handout_words(content, name)
            peers = _peers(options.peers, folder / name, content, [words])
            entries = len([*entry_headings(words["blocks"])])
            title = f"{name}: {entries} entries"
            yield Work(title, {words["title"]: words}, [*_builds(name, folder, content), *peers])
    if options.only in {None, BATCH}:
        copies = copy_words(content, rows)
        peers = _peers(options.peers, folder / BATCH, content, copies)
        write_rows(folder / "rows.csv", rows)
        expected = {row.patient: words for row, words in zip(rows, copies, strict=True)}
        title = f"{BATCH}: {len(rows)} patients' copies of the single handout"
        yield Work(title, expected, [*_batches(folder, content), *peers])


def _builds(name: str, folder: Path, content: Path) -> Iterator[Contestant]:
    for state in ("warm", "empty"):
        output = folder / f"{name}-{state}"
        yield Contestant(
            name=f"handout, {state} caches",
            code=OURS,
            arguments=["build", name, "--content", str(content), "-o", str(output / "it.pdf")],
            output=output,
            ours=True,
            empty_cache=state == "empty",
        )


def _batches(folder: Path, content: Path) -> Iterator[Contestant]:
    for jobs, processes in (("1", "1 process"), ("2", "2 processes")):
        output = folder / f"{BATCH}-{jobs}"
        where = ["-o", str(output), "--content", str(content)]
        yield Contestant(
            name=f"handout, {processes}",
            code=OURS,
            arguments=["batch", str(folder / "rows.csv"), *where, "--jobs", jobs],
            output=output,
            ours=True,
        )


def _peers(
    names: list[str], stem: Path, content: Path, words: list[Values]
) -> Iterator[Contestant]:
    lines = write_lines(stem.with_suffix(".jsonl"), words)
    for name in names:
        output = stem.with_name(f"{stem.name}-{name}")
        yield Contestant(
            name=f"{name} {version(name)}",
            code=f"from same_work.with_{name} import main; main()",
            arguments=[str(content), str(lines), str(built_in("fonts")), str(output)],
            output=output,
        )


def _checked(work: Work) -> str:
    """Run each contestant once and return the pages of each; raise for words that differ.

    This run also compiles byte code and fills the caches that may be warm.
    """
    counts = []
    for contestant in work.contestants:
        contestant.run()
        texts = [page_texts(path) for path in contestant.files()]
        counts.append(str(sum(map(len, texts))))
        found = differences_of_all(texts, work.expected)
        if found:
            listed = "\n  ".join(found[:SHOWN])
            raise SystemExit(f"{contestant.name} does not say the same:\n  {listed}")
    return ", ".join(counts)


def _print_costs(contestants: list[Contestant]) -> None:
    """Print what each has cost, then the ratios of ours to those after it."""
    print(f"{'':{WIDTH}}{'CPU s':>10}{'wall s':>10}{'MiB':>10}{'kB':>12}")
    medians = [Cost.median(contestant.costs) for contestant in contestants]
    for contestant, cost in zip(contestants, medians, strict=True):
        values = f"{cost.cpu:10.2f}{cost.wall:10.2f}{cost.memory:10.0f}{cost.size:12.0f}"
        print(f"{contestant.name:{WIDTH}}{values}")
    for (one, ours), (other, theirs) in combinations(zip(contestants, medians, strict=True), 2):
        if one.ours:
            pairs = zip(ours.values(), theirs.values(), strict=True)
            ratios = "".join(f"{mine / its:10.2f}" for mine, its in pairs)
            print(f"{f'{one.name} : {other.name}':{WIDTH}}{ratios}")


if __name__ == "__main__":
    main()
