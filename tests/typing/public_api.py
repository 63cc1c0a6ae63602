"""The types of the public API; checked by mypy and never run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from pathlib import Path
from typing import assert_type

import handout
from handout.application import Document, Library
from handout.batching.run import BatchResult
from handout.search import EntrySummary

library = handout.Library("my-content", Path("more"), fonts=["fonts"])
assert_type(library, Library)

document = library.compose(
    Path("knee.yaml"), patient="Ann", date=dt.date(2026, 3, 2), clinic=None, language="en"
)
assert_type(document, Document)
assert_type(document.problems, tuple[handout.Problem, ...])
assert_type(document.title, str)
assert_type(document.pdf(edition="cards", paper="a5", cards=6, booklet=False, mono=True), bytes)
assert_type(document.html(), bytes)
assert_type(document.epub(), bytes)
assert_type(document.text(), str)
assert_type(document.write("a.pdf", edition="large-print"), None)
document.pdf(edition="large")  # type: ignore[arg-type]
document.pdf(cards=5)  # type: ignore[arg-type]
library.compose("knee", patiant="Ann")  # type: ignore[call-arg]

assert_type(library.handouts(), list[str])
assert_type(library.programs(), list[str])
assert_type(library.entries(), list[str])
assert_type(library.clinics(), list[str])
assert_type(library.search("hip", kind="stretch"), list[EntrySummary])
assert_type(library.entry("clamshell"), Document)

assert_type(handout.build("knee", to="a.pdf", content=["mine"], paper="letter"), Document)
results = handout.batch([{"handout": "knee"}], to=Path("out"), format="epub", jobs=2)
assert_type(results, Generator[BatchResult, None, None])
for result in results:
    assert_type(result, handout.BatchResult)
    assert_type(result.status, handout.Status)
    assert_type(result.path, Path)
    assert_type(result.problems, tuple[handout.Problem, ...])
handout.batch("rows.csv", to="out", format="docx")  # type: ignore[arg-type]

(problem, *_) = handout.check("my-content")
assert_type(problem, handout.Problem)
assert_type(problem.severity, handout.Severity)
assert_type(problem.origin, handout.Origin | None)
assert_type(handout.RequestError("no").problems, tuple[handout.Problem, ...])
