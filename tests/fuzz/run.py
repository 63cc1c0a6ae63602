"""Search for inputs for which a property does not hold.

    python tests/fuzz/run.py yaml --seconds 600

It needs `pip install -e '.[test,fuzz]'`. The readers are searched guided by coverage: inputs that
reach new code are kept in the folder `fuzzing`, from which the next search goes on. An input that
fails ends the search and is kept there too; `python tests/fuzz/run.py yaml fuzzing/crash-…` tries
it again. Documents are drawn at random, and one that fails is printed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import monotonic

import atheris
from hypothesis import HealthCheck, Phase, settings

TESTS = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "corpus"
FOUND = Path("fuzzing")
DOCUMENTS = "documents"

sys.path.insert(0, str(TESTS))
with atheris.instrument_imports(include=["handout"]):
    from targets import TARGETS

    from handout.disk_cache import FOLDER_VARIABLE


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=[*TARGETS, DOCUMENTS])
    parser.add_argument("inputs", nargs="*", help="try these files only")
    parser.add_argument("--seconds", type=int, default=60, help="how long to search (default: 60)")
    options = parser.parse_args()
    # What is cached would not be run again.
    os.environ[FOLDER_VARIABLE] = ""
    if options.target == DOCUMENTS:
        search_documents(options.seconds)
    else:
        search(options.target, options.inputs, options.seconds)


def search(target: str, inputs: list[str], seconds: int) -> None:
    """Try files, or inputs made from the corpus; ends this process."""
    found = FOUND / target
    found.mkdir(parents=True, exist_ok=True)
    # An input that takes so long, or so much memory, fails too.
    limits = ["-timeout=10", "-rss_limit_mb=2000", f"-max_total_time={seconds}"]
    files = inputs or [str(found), str(CORPUS / target)]
    prefix = f"-artifact_prefix={FOUND}/"
    atheris.Setup([sys.argv[0], *limits, prefix, "-print_final_stats=1", *files], TARGETS[target])
    atheris.Fuzz()


def search_documents(seconds: int) -> None:
    """Draw documents until the time is over, and print how many held."""
    from documents import check_documents

    examples = 20
    check = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(check_documents)
    end, count = monotonic() + seconds, 0
    while monotonic() < end:
        check()
        count += examples
    sys.stdout.write(f"{count} documents\n")


if __name__ == "__main__":
    main()
