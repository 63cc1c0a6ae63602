"""Run the page on this computer."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import uvicorn
from platformdirs import user_state_path
from starlette.types import ASGIApp

from handout import RequestError
from handout.resources import built_in
from handout.serve.app import make_app
from handout.serve.guard import Guard
from handout.serve.preview import Preview
from handout.serve.saving import FOLDERS
from handout.serve.workspace import Json, Workspace

_LARGEST: Final = 60_000_000
"""The most bytes of a request: twelve photos of a phone."""


def serve_page(
    folders: Iterable[Path], fonts: Iterable[Path], port: int, ready: Callable[[str], None]
) -> None:
    """Serve the clinician's page until the process is ended, and call `ready` with its address.

    Raises RequestError if the port is taken.
    """
    _serve(make_app(Workspace(folders, fonts)), port, ready)


def serve_preview(
    target: str,
    options: Json,
    folders: Iterable[Path],
    fonts: Iterable[Path],
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serve the pages of a handout, program or file in the same way."""
    folders = [*folders]
    watched = {built_in("content")}
    path = Path(target).absolute()
    if path.suffix == ".yaml" and path.parent.name in FOLDERS.values():
        folders.append(path.parent.parent)
        target = path.stem
    elif path.suffix == ".yaml":
        watched.add(path.parent)
    watched.update(folders)
    workspace = Workspace(folders, fonts)
    preview = Preview(workspace, target, options, *watched)
    _serve(make_app(workspace, preview), port, ready)


def _serve(app: ASGIApp, port: int, ready: Callable[[str], None]) -> None:
    host = "127.0.0.1"
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        hint = "choose another one with --port, or leave it out"
        raise RequestError(f"port {port} cannot be used: {error.strerror}", hint) from error
    port = listener.getsockname()[1]
    token = _token()
    hosts = frozenset({f"{host}:{port}", f"localhost:{port}"})
    guarded = Guard(app, token, hosts, _LARGEST)
    # Nothing is logged: addresses and bodies are about patients.
    config = uvicorn.Config(
        guarded,
        log_config=None,
        access_log=False,
        server_header=False,
        # Pages that are open listen for changes without an end.
        timeout_graceful_shutdown=1,
    )
    ready(f"http://{host}:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])


def _token() -> str:
    """Return the token of this user, so that a page that is open survives a new start."""
    path = user_state_path("handout") / "serve-token"
    try:
        known = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        known = ""
    if len(known) >= 32:
        return known
    token = secrets.token_urlsafe(32)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        return token
    with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 -- a descriptor
        file.write(token)
    return token
