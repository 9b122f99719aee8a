"""What is held, what is missing, how good the answers are, and how scripts ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.http.serving import snapshots
from api.views import plain_figures
from api.web import rendering
from search.settings import Settings

if TYPE_CHECKING:
    from eval.recorded import Section

router = APIRouter()


@router.get("/archive")
def archive(request: Request) -> Response:
    """Held by body, year and kind; expected and missing; pages without text; unread files."""
    with snapshots(request).use() as snapshot:
        held = snapshot.holdings
        kind = request.query_params.get("kind", "")
        body = request.query_params.get("body", "")
        year = request.query_params.get("year", "")
        rows = [
            document
            for document in held.documents
            if (not kind or document.kind == kind or any(p.kind == kind for p in document.parts))
            and (not body or any(p.body == body for p in document.parts))
            and (not year or any((p.said_on or "undated").startswith(year) for p in document.parts))
        ]
        rows.sort(key=lambda d: (d.date is None, d.date or "", d.id))
        return rendering.render(
            request,
            "archive.html",
            snapshot,
            meta=snapshot.engine.index.meta,
            held=held,
            years=held.years(),
            kinds=_kinds(held.documents),
            rows=rows,
            chosen={"kind": kind, "body": body, "year": year},
            silent=[document for document in held.documents if document.silent],
            unread=unread(request.app.state.settings, snapshot.build),
        )


def _kinds(documents: Any) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for document in documents:
        for part in document.parts:
            counts[part.kind] = counts.get(part.kind, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def unread(settings: Settings, build: str) -> list[dict[str, str]] | None:
    """What the last build did not read whole: path, status, detail, cure; ``None`` if unknown."""
    report = _json(Path(settings.index) / build / "report.json")
    if not isinstance(report, dict):
        return None
    return [
        {name: str(line.get(name) or "") for name in ("path", "status", "detail", "cure")}
        for line in report.get("files", [])
        if isinstance(line, dict) and line.get("status") != "ok"
    ]


@router.get("/evaluation")
def evaluation(request: Request) -> Response:
    """How good this is: the results that were recorded last."""
    with snapshots(request).use() as snapshot:
        sections = _results()
        return rendering.render(
            request,
            "evaluation.html",
            snapshot,
            sections=sections,
            told=plain_figures.told(sections),
        )


@router.get("/evaluation/{name}/{number}.svg")
def plot(name: str, number: int) -> Response:
    """A plot as a picture of its own: its styles stay in it."""
    plots = [plot for section in _results() if section.name == name for plot in section.plots]
    if not 0 <= number < len(plots):
        raise HTTPException(404)
    return Response(
        plots[number],
        media_type="image/svg+xml",
        headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )


def _results() -> tuple[Section, ...]:
    from eval import recorded

    return recorded.load()


@router.get("/scripts")
def scripts(request: Request) -> Response:
    """The addresses for scripts, without a page that fetches anything from elsewhere."""
    with snapshots(request).use() as snapshot:
        paths = request.app.openapi()["paths"]
        rows = [
            (method.upper(), path, what.get("summary", ""))
            for path, methods in paths.items()
            for method, what in methods.items()
        ]
        return rendering.render(request, "scripts.html", snapshot, rows=rows)


@router.get("/docs")
def docs(request: Request) -> Response:
    """The addresses for scripts, to be tried out: Swagger UI, where it was fetched at install."""
    with snapshots(request).use() as snapshot:
        return rendering.render(request, "docs.html", snapshot)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
