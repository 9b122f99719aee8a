"""How much is done at once: what is over it is told to come again, and nothing collapses."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem
from api.http.vitals import Meter

MOST_UNDER_WAY = 64
"""Requests that are answered or wait for a thread; one more is refused."""
MOST_EXPORTS = 2
"""Whole lists that are written at once; the next wait for their turn."""
PATIENCE = 30.0
"""Seconds that an export waits for its turn."""

_FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/vendor/")
_EXPORTS = ("/every.", "/every/print", "/sheet.docx")

log = logging.getLogger("minuted.access")


class Load:
    """ASGI middleware: counts, limits and times requests, and says each in the access log, without
    what was asked."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter
        self._under_way = 0
        self._turns = asyncio.Semaphore(MOST_EXPORTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(scope, receive, noted)
        finally:
            self.meter.answered(scope, status, began)
            milliseconds = 1000 * (time.monotonic() - began)
            # The path names a document at most; what was asked stands behind the question mark.
            path = scope["path"].encode("unicode_escape").decode()[:200]
            log.info("%s %s %d %.0f ms", scope["method"], path, status, milliseconds)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(_FREE):
            await self.app(scope, receive, send)
        elif self._under_way >= MOST_UNDER_WAY:
            await self._refuse(scope, receive, send)
        elif path.startswith(_EXPORTS) or _streamed(scope):
            with self._counted():
                try:
                    await asyncio.wait_for(self._turns.acquire(), PATIENCE)
                except TimeoutError:
                    await self._refuse(scope, receive, send)
                    return
                try:
                    await self.app(scope, receive, send)
                finally:
                    self._turns.release()
        else:
            with self._counted():
                await self.app(scope, receive, send)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._under_way += 1
        self.meter.under_way.set(self._under_way)
        try:
            yield
        finally:
            self._under_way -= 1
            self.meter.under_way.set(self._under_way)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.meter.refused.inc()
        answer = problem(503, "Too much at once", "The service is busy. Ask again in a moment.")
        await answer(scope, receive, send)


def _streamed(scope: Scope) -> bool:
    """Whether a whole list is asked for as a stream."""
    if scope["path"] != "/v1/every":
        return False
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    return bool(asked.get("format", "json") != "json")
