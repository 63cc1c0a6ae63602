"""Let in only the browser of whoever started the server, and only requests of the page itself."""

from __future__ import annotations

from hmac import compare_digest
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_YEAR: Final = 365 * 24 * 3600
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
    " font-src 'self'; connect-src 'self'; frame-src 'self' blob:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing from elsewhere and nothing inline (Content Security Policy Level 3)."""
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Patients' pages must not stay in the browser's cache on disk.
    "Cache-Control": "no-store",
}
_READING: Final = frozenset({"GET", "HEAD"})


class Guard:
    """Wraps an application that only its owner may use.

    A page of another origin could reach it by a name that it points at this computer (DNS
    rebinding), so the Host must be right; or by a form or an image, so the Origin of writing
    requests must be, too. Other people on this computer lack the token, which the address printed
    at the start has, and from then on a cookie that other origins never send.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str], limit: int) -> None:
        """Take the application, its token, its names with their port, and the largest body."""
        self._app = app
        self._token = token
        self._hosts = hosts
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be passed on, with headers that keep browsers strict."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(Headers(scope=scope), scope) or self._app
        return await answer(scope, receive, send_strictly)

    def _refusal(self, headers: Headers, scope: Scope) -> Response | None:
        """Return the answer to a request that must not reach the application."""
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This is not an address of the page.", 421)
        if given := parse_qs(scope["query_string"].decode("latin-1")).get("token"):
            return self._enter(scope, given[0])
        if not self._is_owner(headers):
            hint = "Open the page with the address that 'handout serve' printed."
            return PlainTextResponse(hint, 403)
        if scope["method"] in _READING:
            return None
        if not self._is_own_page(headers):
            return PlainTextResponse("Only the page itself may write.", 403)
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > self._limit:
            return PlainTextResponse("This is too large.", 413)
        return None

    def _enter(self, scope: Scope, token: str) -> Response:
        """Exchange the token of an address for a cookie, so that it is in no history."""
        if not compare_digest(token.encode(), self._token.encode()):
            return PlainTextResponse("This address is out of date.", 403)
        answer = RedirectResponse(scope["path"] if scope["path"].startswith("/") else "/", 303)
        answer.set_cookie(
            _cookie(Headers(scope=scope)["host"]),
            self._token,
            max_age=_YEAR,
            httponly=True,
            samesite="strict",
        )
        return answer

    def _is_owner(self, headers: Headers) -> bool:
        cookie = SimpleCookie(headers.get("cookie", "")).get(_cookie(headers["host"]))
        return cookie is not None and compare_digest(cookie.value.encode(), self._token.encode())

    def _is_own_page(self, headers: Headers) -> bool:
        return headers.get("origin", "") == f"http://{headers['host']}"


def _cookie(host: str) -> str:
    """Return the name of the cookie: all ports of a host share their cookies."""
    return f"handout-{host.rpartition(':')[2]}"
