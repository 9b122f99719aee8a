"""``/asked``: paste a draft question, get the times it was put and each reply."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.desk.asked_before import Put, asked_before, record
from api.http.serving import json_of, snapshots
from api.views.request import Wanted, from_pairs
from api.web import hit_view, mistakes, rendering
from api.web.mistakes import Mistake, not_ready
from corpus.errors import BadQuery

router = APIRouter()


@router.get("/asked")
def asked(request: Request) -> Response:
    """The times, in order of date; without a question the box for one."""
    with snapshots(request).use() as snapshot:
        want, _ = mistakes.read(snapshot.engine.index, request.query_params.multi_items())
        if want.text and (waiting := not_ready(request, snapshot, want, "asked")):
            return waiting
        wrong: list[Mistake] = []
        found: list[Put] = []
        try:
            found = asked_before(snapshot.engine, want.text) if want.text else []
        except BadQuery as error:
            wrong.append(Mistake("q", want.text, str(error)))
        return rendering.render(
            request,
            "asked.html",
            snapshot,
            status=400 if wrong else 200,
            mistakes=mistakes.placed(wrong, {"q": "draft"}, "draft"),
            want=Wanted(text=want.text),
            mode="asked",
            found=found,
            address=hit_view.address,
        )


@router.get("/asked.json")
def asked_json(request: Request) -> Response:
    """The same for scripts."""
    with snapshots(request).use() as snapshot:
        want = from_pairs(request.query_params.multi_items())
        found = asked_before(snapshot.engine, want.text)
        body = {"asked": want.text, "total": len(found), "times": [record(one) for one in found]}
        return json_of(snapshot, body)
