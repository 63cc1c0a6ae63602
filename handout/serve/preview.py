"""One handout as it is in its files, set again on each of their changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import awatch

import handout
from handout.serve.in_thread import InThread
from handout.serve.workspace import Json, Workspace, pdf_options_of


class Preview:
    """A handout, program or file of content, with the options of its pages."""

    def __init__(self, workspace: Workspace, target: str, options: Json, *watched: Path) -> None:
        """Take an id or the path of a file, and the folders whose changes matter."""
        self._workspace = workspace
        self._target = target
        self._options = options
        self._watched = [path for path in watched if path.exists()]

    def routes(self, library: InThread) -> list[Route]:
        """Return the routes of the page that shows it."""

        async def document(_: Request) -> Response:
            return JSONResponse(await library.run(self._document))

        async def changes(_: Request) -> Response:
            # Patients' files may be watched, so that it is only said that something has changed.
            return StreamingResponse(_events(self._watched), media_type="text/event-stream")

        return [
            Route("/api/preview", document, methods=["GET"]),
            Route("/api/preview/changes", changes, methods=["GET"]),
        ]

    def _document(self) -> Json:
        try:
            document = self._workspace.target(self._target, self._options)
            shown: Json = self._workspace.shown(document, pdf_options_of(self._options))
        except handout.HandoutError as error:
            return {"document": None, "problems": _told(error.problems)}
        return {**shown, "problems": _told(document.problems)}


def _told(problems: Iterable[handout.Problem]) -> list[Json]:
    return [
        {
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
            "place": str(problem.origin) if problem.origin else None,
        }
        for problem in problems
    ]


async def _events(watched: list[Path]) -> AsyncIterator[bytes]:
    """Yield an event of a stream for each change of files (HTML, 9.2)."""
    yield b": begins\n\n"
    changes: Any = awatch(*watched, step=30, debounce=100, rust_timeout=1000, yield_on_timeout=True)
    async for changed in changes:
        yield b"data: changed\n\n" if changed else b": waits\n\n"
