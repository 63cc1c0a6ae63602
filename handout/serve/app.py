"""The routes of the page."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import handout
from handout.model import ID_FORM
from handout.resources import built_in
from handout.serve.in_thread import InThread
from handout.serve.phones import Phones
from handout.serve.preview import Preview
from handout.serve.saving import ExistsError, Upload, id_for, save
from handout.serve.workspace import Json, Workspace

_STATIC: Final = Path(__file__).parent / "static"
_MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "html": "text/html",
    "epub": "application/epub+zip",
    "yaml": "application/yaml",
}
_TEXTS: Final = ("edition", "paper", "language", "clinic")
"""The options that are texts; others are numbers, true or false."""
_MOST_DEPTH: Final = 12
_FIELD: Final = 100_000
"""The most characters of a text in a request."""
_SURROGATES: Final = "[\ud800-\udfff]"
"""What no file of text can contain."""


def make_app(
    workspace: Workspace, preview: Preview | None = None, phones: Phones | None = None
) -> Starlette:
    """Return the application over a workspace, without a guard; or one that shows a preview."""
    library = InThread()
    page = "preview.html" if preview else "index.html"
    return Starlette(
        routes=[
            Route("/", lambda _: FileResponse(_STATIC / page)),
            *(preview.routes(library) if preview else ()),
            *_Api(workspace, library, phones).routes(),
            Mount("/fonts", StaticFiles(directory=built_in("fonts"))),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={
            HTTPException: _refused,
            handout.HandoutError: _failed,
            # Nobody hears this answer, but an error that is not caught is printed.
            ClientDisconnect: lambda _, __: Response(status_code=400),
        },
    )


class _Api:
    """What the page asks for; the library works in one thread at a time."""

    def __init__(self, workspace: Workspace, library: InThread, phones: Phones | None) -> None:
        self._workspace = workspace
        self._phones = phones
        self._run = library.run

    def routes(self) -> list[Route]:
        """Return the routes of all requests."""
        get, post = ["GET"], ["POST"]
        return [
            Route("/api/library", self.library, methods=get),
            Route("/api/entries/{id}/pictures/{number:int}", self.picture, methods=get),
            Route("/api/programs/{id}", self.program, methods=get),
            Route("/api/programs", self.open, methods=post),
            Route("/api/documents", self.document, methods=post),
            Route("/api/documents/{id}.pdf", self.printed, methods=get),
            Route("/api/documents/{id}/pages/{number:int}.png", self.page, methods=get),
            Route("/api/files", self.file, methods=post),
            Route("/api/phones", self.to_phone, methods=post),
            Route("/api/handouts", self.save_handout, methods=post),
            Route("/api/exercises", self.save_exercise, methods=post),
            Route("/api/clinics", self.save_clinic, methods=post),
        ]

    async def library(self, _: Request) -> Response:
        """Return all that can be picked."""
        found = await self._run(self._workspace.library)
        return JSONResponse({**found, "phones": self._phones is not None})

    async def picture(self, request: Request) -> Response:
        """Return a picture of an entry."""
        name, number = request.path_params["id"], request.path_params["number"]
        data, kind = await self._run(lambda: self._workspace.picture(name, number))
        # The library's pictures are of no patient.
        headers = {"Cache-Control": "private, max-age=3600"}
        return Response(data, media_type=kind, headers=headers)

    async def program(self, request: Request) -> Response:
        """Return a handout or program of the library."""
        name = request.path_params["id"]
        if "." in name:
            raise HTTPException(404)
        return JSONResponse({"program": await self._run(lambda: self._workspace.program(name))})

    async def open(self, request: Request) -> Response:
        """Return the program of a file that the clinician opens."""
        data = await request.body()
        return JSONResponse({"program": await self._run(lambda: self._workspace.program(data))})

    async def document(self, request: Request) -> Response:
        """Set a program."""
        program, options, _ = await _program_of(request)
        return JSONResponse(await self._run(lambda: self._workspace.document(program, options)))

    async def printed(self, request: Request) -> Response:
        """Return one of the last documents, to print it."""
        data = self._workspace.printed(request.path_params["id"])
        if data is None:
            raise HTTPException(404, "This document is not kept any more.")
        # Browsers show PDF files with scripts of their own.
        headers = {"Content-Security-Policy": "frame-ancestors 'self'"}
        return Response(data, media_type=_MEDIA_TYPES["pdf"], headers=headers)

    async def page(self, request: Request) -> Response:
        """Return the picture of a page."""
        width = request.query_params.get("width", "")
        if not re.fullmatch("[0-9]{1,5}", width):
            raise HTTPException(400, "The width is a number of pixels.")
        draw = partial(
            self._workspace.pictures.png,
            request.path_params["id"],
            request.path_params["number"],
            int(width),
        )
        # Beside the library, which has the next document to set meanwhile.
        data = await run_sync(draw)
        if data is None:
            raise HTTPException(404, "This page is not kept any more.")
        return Response(data, media_type="image/png")

    async def file(self, request: Request) -> Response:
        """Return a program as a file."""
        program, options, body = await _program_of(request)
        format_ = body.get("format")
        if not isinstance(format_, str) or format_ not in _MEDIA_TYPES:
            raise HTTPException(400, f"A format is one of: {', '.join(_MEDIA_TYPES)}.")
        data, title = await self._run(lambda: self._workspace.file(program, options, format_))
        name = f"{_file_name(title)}.{format_}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=_MEDIA_TYPES[format_], headers=headers)

    async def to_phone(self, request: Request) -> Response:
        """Let the page of a program wait for a phone."""
        program, options, _ = await _program_of(request)
        if self._phones is None:
            raise HTTPException(403, "Start 'handout serve' with --phones.")
        data, _ = await self._run(lambda: self._workspace.file(program, options, "html"))
        url, code = self._phones.offer(data)
        return JSONResponse({"url": url, "code": code})

    async def save_handout(self, request: Request) -> Response:
        """Save the handout of a program, of which nothing is about the patient."""
        program, _, body = await _program_of(request)
        return await self._save(
            "handout", body.get("id"), program["handout"], replace=body.get("replace") is True
        )

    async def save_exercise(self, request: Request) -> Response:
        """Save an exercise or a stretch with its pictures; a known one if it says that it does."""
        fields, files = await _form_of(request, "entry", "picture")
        kind, name = fields.pop("kind", "exercise"), fields.pop("id", None)
        replace = fields.pop("replaces", "") == name
        if kind not in {"exercise", "stretch"}:
            raise HTTPException(400, "The kind is exercise or stretch.")
        numbered = {str(number): file for number, file in enumerate(files)}
        entry = _with_files(fields, numbered)
        if numbered:
            raise HTTPException(400, "Each picture needs its alternative text.")
        return await self._save(kind, name, entry, replace=replace)

    async def save_clinic(self, request: Request) -> Response:
        """Save the letterhead of a clinic with its logo; a known one if it says that it does."""
        fields, files = await _form_of(request, "clinic", "logo")
        name = fields.pop("id", None)
        replace = fields.pop("replaces", "") == name
        if files:
            fields["logo"] = files[0]
        return await self._save("clinic", name, fields, replace=replace)

    async def _save(
        self,
        kind: str,
        name: object,
        fields: Json,
        *,
        replace: bool = False,
    ) -> Response:
        folder = self._workspace.own
        if folder is None:
            raise HTTPException(403, "Start 'handout serve' with --content FOLDER to save content.")
        called = str(fields.get("name") or fields.get("title") or "")
        if name is None:
            name = id_for(folder, kind, called)
        problems = await self._run(lambda: save(folder, kind, str(name), fields, replace=replace))
        warnings = [{"message": each.message, "hint": each.hint} for each in problems]
        return JSONResponse({"id": name, "name": called, "problems": warnings}, 201)


async def _program_of(request: Request) -> tuple[Json, Json, Json]:
    """Return the program and the options of a request, and its body."""
    body = _json(await request.body())
    program, options = body.get("program"), body.get("options") or {}
    if not isinstance(program, dict) or not isinstance(program.get("handout"), dict):
        raise HTTPException(400, "The request has no program.")
    if not isinstance(options, dict):
        raise HTTPException(400, "The options are no fields.")
    if not all(isinstance(options.get(name, ""), str) for name in _TEXTS):
        raise HTTPException(400, f"These options are texts: {', '.join(_TEXTS)}.")
    if not all(isinstance(value, str | int) for value in options.values()):
        raise HTTPException(400, "An option is a text, a number, true or false.")
    if (clinic := options.get("clinic")) and not ID_FORM.fullmatch(clinic):
        # Files elsewhere are for the command line.
        raise HTTPException(400, "A letterhead is named by its id.")
    return _checked(program), options, body


async def _form_of(request: Request, named: str, files_named: str) -> tuple[Json, list[Upload]]:
    """Return the fields of a form, which are JSON, and its files."""
    async with request.form(max_files=12, max_fields=2, max_part_size=_FIELD) as form:
        fields = _json(str(form.get(named, "")))
        files = [
            Upload(each.filename or "", await each.read())
            for each in form.getlist(files_named)
            if isinstance(each, UploadFile)
        ]
    return _checked(fields), files


def _with_files(value: Any, numbered: dict[str, Upload]) -> Any:  # noqa: ANN401 -- any JSON
    """Return fields with files in place of the numbers of images; those are taken away."""
    if isinstance(value, dict):
        return {
            key: numbered.pop(inner)
            if key == "image" and isinstance(inner, str) and inner in numbered
            else _with_files(inner, numbered)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_with_files(each, numbered) for each in value]
    return value


def _json(text: str | bytes) -> Json:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request is not JSON.") from None
    if not isinstance(fields, dict):
        raise HTTPException(400, "The request has no fields.")
    return fields


def _checked(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 -- any JSON
    """Return a value of JSON that is made of texts, lists and fields; numbers become texts."""
    if isinstance(value, str) and len(value) <= _FIELD and not re.search(_SURROGATES, value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if depth < _MOST_DEPTH and isinstance(value, list):
        return [_checked(each, depth + 1) for each in value]
    if depth < _MOST_DEPTH and isinstance(value, dict):
        return {_checked(key): _checked(each, depth + 1) for key, each in value.items()}
    raise HTTPException(400, "A program is made of texts, lists and fields.")


def _file_name(title: str) -> str:
    """Return a title as the name of a file, in letters that every system knows."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain.casefold()).strip("-") or "handout"


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- for the type
    return JSONResponse({"message": error.detail, "hint": None}, error.status_code)


def _failed(_: Request, error: Exception) -> Response:
    """Return the problems of a request; what was not found, or is there already, by its status."""
    assert isinstance(error, handout.HandoutError)  # noqa: S101 -- for the type
    first = error.problems[0] if error.problems else handout.Problem("this cannot be done")
    status = 404 if isinstance(error, handout.RequestError) else 422
    problems = [{"message": each.message, "hint": each.hint} for each in error.problems]
    answer = {"message": first.message, "hint": first.hint, "problems": problems}
    return JSONResponse(answer, 409 if isinstance(error, ExistsError) else status)
