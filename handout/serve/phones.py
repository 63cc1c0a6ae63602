"""Hand a page to a patient's phone in the same room, by a QR code and over the local network."""

from __future__ import annotations

import secrets
import socket
import time
from io import BytesIO
from typing import Final

import segno
from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

_MINUTES: Final = 15
"""How long a page waits to be fetched."""
_PAGES: Final = 4
"""The most pages that wait at the same time."""


class _Page(Struct, frozen=True):
    data: bytes
    until: float


class Phones:
    """Pages that wait for phones, each at an address that nobody can guess."""

    def __init__(self, origin: str) -> None:
        """Take the origin at which phones reach this computer."""
        self._origin = origin
        self._pages: dict[str, _Page] = {}
        route = Route("/{name}", self._fetch, methods=["GET"])
        self.app: ASGIApp = Starlette(routes=[route])

    def offer(self, data: bytes) -> tuple[str, str]:
        """Let a page wait, and return its address and that as a QR code, an SVG drawing."""
        name = secrets.token_urlsafe(12)
        self._pages[name] = _Page(data, time.monotonic() + 60 * _MINUTES)
        for old in [*self._pages][:-_PAGES]:
            del self._pages[old]
        url = f"{self._origin}/{name}"
        drawing = BytesIO()
        segno.make(url, error="m", micro=False).save(drawing, kind="svg", scale=6, xmldecl=False)
        return url, drawing.getvalue().decode()

    async def _fetch(self, request: Request) -> Response:
        page = self._pages.get(request.path_params["name"])
        if page is None or page.until < time.monotonic():
            return PlainTextResponse("This page is not here any more. Ask for a new code.", 404)
        headers = {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(page.data, media_type="text/html", headers=headers)


class ByAddress:
    """Gives connections that come over the local network to phones, all others to the page."""

    def __init__(self, page: ASGIApp, phones: ASGIApp, address: str) -> None:
        self._page = page
        self._phones = phones
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Decide by the address of the socket, which no request can choose."""
        from_network = scope["type"] == "http" and scope["server"][0] == self._address
        await (self._phones if from_network else self._page)(scope, receive, send)


def local_address() -> str | None:
    """Return the address of this computer in the local network, or None if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # No packet is sent: this only asks which way one would take.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104 -- compared
