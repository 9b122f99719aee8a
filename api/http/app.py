"""HTTP: ``/v1`` for scripts and pages for people. No request leaves the machine."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.http import health, problems, v1, v1_desk
from api.http.live_index import Snapshots
from api.http.load import Load
from api.http.middleware import Guard
from api.http.origin import names_of
from api.http.vitals import Meter
from api.views.answering import Answering
from api.views.version import version
from api.web import rendering, routes
from corpus.errors import MinutedError
from search.settings import Settings


def create_app(
    engine: Answering | Callable[[], Answering], settings: Settings | None = None
) -> FastAPI:
    """The service over an engine, or over whatever ``engine()`` opens.

    With a function the server is up before the index is open, warms the encoder in the background
    and moves to a newer build when ``settings.index`` names one.
    """
    settings = settings or Settings()
    if callable(engine):
        snapshots = Snapshots(engine, settings.index)
    else:
        opened = engine
        snapshots = Snapshots(lambda: opened)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_open, args=(snapshots,), daemon=True).start()
        yield
        snapshots.close()

    app = FastAPI(
        title="Minuted",
        version=version(),
        description="Search and cited answers over archives of public scrutiny papers. "
        "Every word of an answer can be found again in the source.",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.openapi = partial(_description, app)  # type: ignore[method-assign]
    app.state.snapshots = snapshots
    app.state.settings = settings
    app.include_router(health.router)
    app.include_router(v1.router)
    app.include_router(v1.library)
    app.include_router(v1_desk.router)
    routes.install(app)
    problems.install(app, rendering.error_page)
    app.add_middleware(GZipMiddleware, minimum_size=600)
    app.state.meter = Meter()
    reached = urlsplit(settings.address).hostname or ""
    app.add_middleware(Load, meter=app.state.meter)
    app.add_middleware(
        Guard,
        on_fault=partial(problems.fault, rendering.error_page),
        names=names_of(f"{settings.hosts},{settings.host},{reached}"),
    )
    return app


def _description(app: FastAPI) -> dict[str, Any]:
    """OpenAPI as it is answered: what cannot be understood is told as 400, never as 422."""
    if app.openapi_schema is None:
        found = FastAPI.openapi(app)
        for address in found["paths"].values():
            for operation in address.values():
                operation["responses"].pop("422", None)
    return app.openapi_schema or {}


def _open(snapshots: Snapshots) -> None:
    """Open early what the first reader would wait for; a missing index is told to who asks."""
    try:
        with snapshots.use():
            pass
    except MinutedError:
        return
