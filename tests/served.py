"""The application served to a browser, and the papers that it is served with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

PAPERS = (
    "commissioner/2019-03-26-holding-to-account.txt",
    "inspections/2022-04-28-peel-assessment.pdf",
    "letters/2021-01-14-panel-to-commissioner.txt",
    "panel/2020-12-08-minutes.html",
)


def served(app: Any) -> Iterator[str]:
    """The app on a port of its own, for as long as it is used."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
