"""Whether the server lives, and whether its answers are ready."""

from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from api.http import vitals
from api.http.problems import problem
from api.http.schemas import answers
from api.http.serving import snapshots
from api.views.statuses import outcome
from corpus.errors import MinutedError

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="The process answers")
def healthz() -> Response:
    """Always 200 while the server runs."""
    return JSONResponse({"status": "ok"})


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """What Prometheus reads."""
    meter: vitals.Meter = request.app.state.meter
    live = snapshots(request).live
    if live is not None:
        meter.age.set(live.age())
    return Response(generate_latest(meter.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/readyz", summary="Answers are ready", responses=answers())
def readyz(request: Request) -> Response:
    """200 once the index is open and the encoder loaded, else 503 with what is missing."""
    holder = snapshots(request)
    try:
        with holder.use() as snapshot:
            if snapshot.trouble:
                raise snapshot.trouble
            if not snapshot.ready:
                return problem(503, "Not ready", "The encoder is being loaded. Ask again soon.")
            meta = snapshot.engine.index.meta
            body = {
                "status": "ready",
                "build": meta.build,
                "built_at": meta.built_at,
                "documents": meta.documents,
                "passages": meta.passages,
                "age_seconds": snapshot.age(),
                "newer_build_refused": str(holder.trouble) if holder.trouble else None,
                "descriptors": vitals.descriptors(),
                "most_descriptors": vitals.most_descriptors(),
                "memory_bytes": vitals.memory(),
            }
            return JSONResponse(body)
    except MinutedError as error:
        found = outcome(error)
        return problem(503, found.title, str(error))
