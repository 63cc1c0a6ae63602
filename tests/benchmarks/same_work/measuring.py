"""Run a program in a process of its own and tell what that cost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

_HERE: Final = Path(__file__).parent
_LAUNCH: Final = str(_HERE / "launch.py")
_NOT_INHERITED: Final = ("PYTHONDONTWRITEBYTECODE", "HANDOUT_CONTENT", "HANDOUT_FONTS")
"""Would keep byte code from being kept, or change what is built."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, or the median of several."""

    cpu: float
    """Seconds, in all processes."""
    wall: float
    memory: float
    """MiB at the peak, in the largest process."""
    size: float
    """kB of all files."""

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        """Return the median of each of the four."""
        columns = zip(*(cost.values() for cost in costs), strict=True)
        return cls(*map(median, columns))

    def values(self) -> tuple[float, float, float, float]:
        """Return the four in the order of a table's columns."""
        return self.cpu, self.wall, self.memory, self.size


@dataclass(slots=True)
class Contestant:
    """A program that makes some work, and what it has cost so far."""

    name: str
    code: str
    """Python that starts it; all start alike, by an import that is kept as byte code."""
    arguments: list[str]
    output: Path
    """A folder for its files."""
    ours: bool = False
    empty_cache: bool = False
    """Whether it must find nothing that an earlier run has kept."""
    costs: list[Cost] = field(default_factory=list)

    def run(self) -> Cost:
        """Make the work once."""
        cache = self.output.with_suffix(".cache")
        for folder in (self.output, *([cache] if self.empty_cache else [])):
            shutil.rmtree(folder, ignore_errors=True)
        self.output.mkdir()
        cache.mkdir(exist_ok=True)
        environment = {key: os.environ[key] for key in os.environ if key not in _NOT_INHERITED}
        python = sys.executable
        made = subprocess.run(
            [python, "-I", "-S", *(_LAUNCH, python, "-c", self.code, *self.arguments)],
            cwd=_HERE.parent,
            env={**environment, "HANDOUT_CACHE": str(cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise SystemExit(f"{self.name} failed:\n{made.stderr}")
        cpu, wall, memory = map(float, made.stdout.split())
        return Cost(cpu, wall, memory / 2**20, sum(map(_size, self.files())) / 1000)

    def files(self) -> list[Path]:
        """Return the files of the last run."""
        return sorted(self.output.glob("*.pdf"))


def _size(path: Path) -> int:
    return path.stat().st_size
