"""How to search, and what the dates mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.serving import snapshots
from api.web import rendering
from corpus.kinds import LABELS, MEETINGS

router = APIRouter()


@router.get("/help")
def how_to_search(request: Request) -> Response:
    """Phrases, leaving out, dates, kinds of paper, filters, the sheet."""
    with snapshots(request).use() as snapshot:
        return rendering.render(request, "help.html", snapshot)


@router.get("/dates")
def dates(request: Request) -> Response:
    """What said, dated, published and printed mean."""
    with snapshots(request).use() as snapshot:
        meetings = sorted(LABELS[kind].lower() for kind in MEETINGS if kind in LABELS)
        return rendering.render(request, "dates.html", snapshot, meetings=meetings)
