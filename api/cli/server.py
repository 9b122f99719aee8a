"""``minuted serve``: a process that serves, and a small one beside it that starts it again.

A file of the index that shrinks under a running server ends it with SIGBUS, and the system may end
it for its memory; nothing inside the process can help then. The socket belongs to the small
process, so that who asks meanwhile waits instead of being refused.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from api.views import wording
from api.views.answering import Answering
from corpus.errors import BadSetting
from search import home
from search.index import open_index
from search.settings import Settings

QUICKLY = 20.0
"""Seconds: a server that lived no longer has not come up."""
TRIES = 5
"""Times that a server that does not come up is started again."""
BACKLOG = 512
_FEW: Mapping[str, str] = {"MALLOC_ARENA_MAX": "2"}
"""Threads that answer share what memory the C library holds for them, unless it is told otherwise:
each with a heap of its own leaves another hole in it."""
_GIVEN_BACK = 60.0
"""Seconds between two times that memory which nothing uses is given back to the system. It takes
less than a millisecond, and a month of long and short answers leaves no holes behind."""


def serve(settings: Settings, options: Any) -> int:
    """Serve until stopped; the exit code. Raises what opening the index raises, and BadSetting
    where nothing can be served at the address."""
    open_index(settings.index).close()
    listening = _listening(settings)
    port = listening.getsockname()[1]
    command = [sys.executable, "-m", "api.cli.main", "serve"]
    command += ["--index", str(settings.index), "--host", settings.host, "--port", str(port)]
    command += ["--socket", str(listening.fileno())]
    if options.access_log:
        command.append("--access-log")
    with listening:
        listening.set_inheritable(True)
        return _kept_up(command, listening.fileno())


def serve_here(
    settings: Settings, options: Any, open_engine: Callable[[Settings], Answering]
) -> int:
    """Serve on the socket that was handed over, until stopped or left alone."""
    import uvicorn

    from api.http.app import create_app
    from api.http.connection import TimedProtocol

    if not options.again:
        # A damaged index is told here, in one line, and not by a server without answers.
        open_index(settings.index).close()
        held = home.held_at(settings.index)
        what = f", on {wording.count(held.documents, 'document')} of {held.archive}" if held else ""
        print(f"Minuted is at {settings.served_at}{what}", file=sys.stderr, flush=True)
    if options.access_log:
        logging.basicConfig(format="%(asctime)s %(message)s", stream=sys.stderr)
        logging.getLogger("minuted.access").setLevel(logging.INFO)
    threading.Thread(target=_end_when_left, daemon=True).start()
    threading.Thread(target=_give_back, daemon=True).start()
    config = uvicorn.Config(
        create_app(lambda: open_engine(settings), settings),
        http=TimedProtocol,
        log_level="warning",
        access_log=False,  # it would hold what was asked
        server_header=False,
        # The longest address that a page may have, and what a browser says of itself.
        h11_max_incomplete_event_size=65_536,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=options.socket)])
    return 0


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((settings.host, settings.port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise BadSetting(
            f"Nothing can be served at {settings.served_at} ({error.strerror or error}). "
            "Something else may be served there; choose another --port."
        ) from None
    return made


def _kept_up(command: Sequence[str], handed: int) -> int:
    """Run the serving process, and again whenever a signal has ended it that nobody sent to stop
    it. Its exit code, or this process ends by the signal that stopped it."""
    asked: list[int] = []
    child: subprocess.Popen[bytes] | None = None

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if child is not None:
            child.terminate()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    tries = 0
    try:
        while True:
            began = time.monotonic()
            again = ["--again"] if tries or child else []
            # The child reads its end of a pipe: it ends when this process does, however.
            child = subprocess.Popen(
                [*command, *again],
                stdin=subprocess.PIPE,
                pass_fds=[handed],
                env={**_FEW, **os.environ},
            )
            if asked:  # while it was being started
                child.terminate()
            code = child.wait()
            if asked or code >= 0:
                break
            tries = 1 if time.monotonic() - began > QUICKLY else tries + 1
            name = signal.Signals(-code).name
            if tries > TRIES:
                print(f"minuted: the server was ended by {name} again and again.", file=sys.stderr)
                return 1
            print(f"minuted: the server was ended by {name}; it is started again.", file=sys.stderr)
            time.sleep(0.2 * 2**tries)
    finally:
        for number, held in before.items():
            signal.signal(number, held)
    if asked[:1] == [signal.SIGINT]:
        raise KeyboardInterrupt
    if asked:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    return max(code, 0)


def _give_back() -> None:
    """Give memory that was freed back to the system, again and again, where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        time.sleep(_GIVEN_BACK)
        trim(0)


def _end_when_left() -> None:
    """End this process once the other end of its standard input is gone."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
