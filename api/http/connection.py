"""A connection of uvicorn's that ends: a request must arrive, and an answer be taken, in time.

Half a request kept open costs a descriptor for as long as its sender likes; uvicorn limits only
how long it waits between requests.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.vitals import most_descriptors

ARRIVES = 20.0
"""Seconds from the first byte of a request, or of the connection, to the last of its body."""
TAKEN = 60.0
"""Seconds that a client may leave what is sent to it untouched."""
_OWN_FILES = 64
"""Descriptors left for the index, the log and what is opened meanwhile."""


def most_connections() -> int:
    """How many are kept open at once under the limit that the system sets."""
    return max(16, min(1000, most_descriptors() - _OWN_FILES))


class TimedProtocol(H11Protocol):  # type: ignore[misc]
    """HTTP/1.1 with a time for everything that the other side does."""

    _arriving: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            self._end(b"503 Service Unavailable")
        else:
            self._arriving = self.loop.call_later(ARRIVES, self._late)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._arriving = self._arriving or self.loop.call_later(ARRIVES, self._late)
        else:
            self._arrived()

    def on_response_complete(self) -> None:
        self._arrived()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        self._went_on()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self._stalled or self.loop.call_later(TAKEN, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._went_on()

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _went_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _late(self) -> None:
        """Nothing has been answered yet: the request is not whole."""
        self._arriving = None
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._end(b"408 Request Timeout")
        else:
            self.transport.abort()

    def _end(self, status: bytes) -> None:
        if not self.transport.is_closing():
            more = b"retry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(b"HTTP/1.1 " + status + b"\r\n" + more)
        self.transport.close()
