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
from handout.serve.phones import ByAddress, Phones, local_address
from handout.serve.preview import Preview
from handout.serve.saving import FOLDERS
from handout.serve.workspace import Json, Workspace

_HOST: Final = "127.0.0.1"
_PORT: Final = 8740
_LARGEST: Final = 60_000_000
"""The most bytes of a request: twelve photos of a phone."""


def serve_page(
    folders: Iterable[Path],
    fonts: Iterable[Path],
    port: int | None,
    ready: Callable[[str], None],
    *,
    phones: bool = False,
) -> None:
    """Serve the clinician's page until the process is ended, and call `ready` with its address.

    Without a port, it is the usual one if that is free. With `phones`, single pages can be handed
    to phones in the local network. Raises RequestError if the port is taken, or if there is no
    network for phones.
    """
    workspace = Workspace(folders, fonts)
    if not phones:
        _serve(make_app(workspace), port, ready)
        return
    address = local_address()
    if address is None:
        hint = "connect it to the network of your patients' phones, or leave out --phones"
        raise RequestError("this computer is in no network", hint)
    listener = _listener(address, 0)
    waiting = Phones(f"http://{address}:{listener.getsockname()[1]}")

    def beside(page: ASGIApp) -> ASGIApp:
        return ByAddress(page, waiting.app, address)

    _serve(make_app(workspace, phones=waiting), port, ready, beside, listener)


def serve_preview(
    target: str,
    options: Json,
    folders: Iterable[Path],
    fonts: Iterable[Path],
    port: int | None,
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


def _serve(
    app: ASGIApp,
    port: int | None,
    ready: Callable[[str], None],
    around: Callable[[ASGIApp], ASGIApp] = lambda page: page,
    *others: socket.socket,
) -> None:
    listener = _usual_listener() if port is None else _listener(_HOST, port)
    port = listener.getsockname()[1]
    token = _token()
    hosts = frozenset({f"{_HOST}:{port}", f"localhost:{port}"})
    guarded = around(Guard(app, token, hosts, _LARGEST))
    # Nothing is logged: addresses and bodies are about patients.
    config = uvicorn.Config(
        guarded,
        log_config=None,
        access_log=False,
        server_header=False,
        # Pages that are open listen for changes without an end.
        timeout_graceful_shutdown=1,
    )
    ready(f"http://{_HOST}:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener, *others])


def _usual_listener() -> socket.socket:
    """Return a socket at the usual port, or at any that is free if another page has it."""
    try:
        return _listener(_HOST, _PORT)
    except RequestError:
        return _listener(_HOST, 0)


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket at an address; raise RequestError if it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # A browser that is already open asks before the server is at work; it has to wait then.
        listener.listen()
    except OSError as error:
        hint = "choose another one with --port"
        raise RequestError(f"port {port} cannot be used: {error.strerror}", hint) from error
    return listener


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
