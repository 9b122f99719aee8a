"""A language model's address for tests: a server on this machine that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Model:
    """``answer`` gets the handler of each request; ``asked`` keeps the bodies that were sent."""

    url: str
    answer: Callable[[BaseHTTPRequestHandler], None]
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def served(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Model]:
    """The address, for as long as it is used."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            model.asked.append(json.loads(self.rfile.read(length)))
            model.keys.append(self.headers.get("authorization", ""))
            try:
                model.answer(self)
            except (BrokenPipeError, ConnectionError):
                return

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = Model(f"http://127.0.0.1:{server.server_address[1]}/v1", answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def saying(content: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    """A completion whose message is this text, or this value as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": text},
    }
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return sending(json.dumps(body).encode())


def sending(
    body: bytes, status: int = 200, media: str = "application/json", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Exactly these bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("content-type", media)
        handler.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def sentence(text: str, *quotes: tuple[int, str]) -> dict[str, Any]:
    """A sentence as the model is asked to send it."""
    return {"text": text, "quotes": [{"passage": at, "words": words} for at, words in quotes]}
