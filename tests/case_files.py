"""Read and update case files, which have a title, an input and an expected output per case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    path: Path
    title: str
    given: str
    expected: str

    def __str__(self) -> str:
        return f"=== {self.title}\n{self.given}.\n{self.expected}"

    def update(self, found: str) -> None:
        """Replace the expected output."""
        new = Case(self.path, self.title, self.given, found)
        text = self.path.read_text(encoding="utf-8")
        self.path.write_text(text.replace(str(self), str(new)), encoding="utf-8")


def read_cases(name: str) -> list[Case]:
    """Return the cases of a file: '=== title', the input, a line with a full stop, the output."""
    path = CASES / name
    cases = []
    for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
        title, _, rest = block.partition("\n")
        given, _, expected = rest.partition("\n.\n")
        cases.append(Case(path, title, f"{given}\n", expected))
    return cases
