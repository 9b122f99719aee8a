"""What stands around every answer: security headers, and a limit on what may be sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.origin import answered, sent_from_here
from api.http.problems import problem

LARGEST_BODY = 1_000_000
"""Bytes. A sheet of a hundred passages with a page of notes each is a third of it."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Nothing to others; our own forms say where they come from.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware. A header that a response sets itself is left as it is.

    ``on_fault`` answers what nobody expected, unless the answer had begun already. ``names`` are
    those that the service may be asked under, beside addresses and names without a dot.
    """

    def __init__(
        self,
        app: ASGIApp,
        on_fault: Callable[[Request, BaseException], Response],
        names: frozenset[str] = frozenset(),
    ) -> None:
        self.app = app
        self.on_fault = on_fault
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        try:
            await self.app(scope, _limited(receive), guarded)
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # a panic of the libraries in Rust is no Exception
            if begun:
                raise
            await self.on_fault(Request(scope), error)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """What is not even looked at, and why."""
        headers = Headers(scope=scope)
        if not answered(headers.get("host"), self.names):
            return problem(
                421,
                "Not asked under this name",
                "The service is not known under the name that it was asked for. Whoever runs it "
                "can add a name: MINUTED_HOSTS.",
            )
        if not sent_from_here(scope["method"], headers):
            return problem(
                403,
                "Sent from elsewhere",
                "What changes something is only taken from Minuted's own pages. Open the page here "
                "and send it again.",
            )
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:18]) > LARGEST_BODY:
            return problem(
                413,
                "Too much was sent",
                f"At most {LARGEST_BODY:,} bytes can be sent at once. Send less.",
            )
        return None


def _limited(receive: Receive) -> Receive:
    """Stop reading a body of unknown length once it is too long."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return counted
