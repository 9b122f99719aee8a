"""``/changes``: what is new since a day; ``/changes.atom``: a saved topic as a feed."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.desk import ledger
from api.desk.changes import MOST, Changes, changes, record
from api.http.live_index import Snapshot
from api.http.serving import address_of, json_of, snapshots, topic_of
from api.views.request import Wanted, from_pairs
from api.web import hit_view, mistakes, rendering
from api.web.mistakes import Mistake, not_ready
from corpus.errors import BadQuery
from corpus.ledger import Matter
from search.results import Hit

router = APIRouter()

_FIELDS = {"q": "topic", "body": "body", "since": "since"}


@router.get("/changes")
def since(request: Request) -> Response:
    """New papers, what they promise, what came due, what was said of a topic."""
    with snapshots(request).use() as snapshot:
        index = snapshot.engine.index
        want, wrong = mistakes.read(index, request.query_params.multi_items())
        if want.text and (waiting := not_ready(request, snapshot, want, "changes")):
            return waiting
        try:
            found = _changes(snapshot, want) if want.where.since else None
        except BadQuery as error:
            wrong.append(Mistake("q", want.text, str(error)))
            found = _changes(snapshot, want.with_(text=""))

        def status(one: Matter) -> str:
            return ledger.status_line(one)

        return rendering.render(
            request,
            "changes.html",
            snapshot,
            status=400 if wrong else 200,
            mistakes=mistakes.placed(wrong, _FIELDS, "since"),
            want=Wanted(text=want.text),
            mode="changes",
            asked=want,
            found=found,
            most=MOST,
            address=partial(hit_view.address_of, index),
            passage_address=hit_view.address,
            told=status,
            dates=snapshot.holdings.dates,
        )


@router.get("/changes.json")
def since_json(request: Request) -> Response:
    """The same for scripts."""
    with snapshots(request).use() as snapshot:
        want = from_pairs(request.query_params.multi_items())
        body = record(snapshot.engine, _changes(snapshot, want))
        return json_of(snapshot, body)


@router.get("/changes.atom")
def feed(request: Request) -> Response:
    """What was said of a topic, the latest first: a saved topic is an address, no account."""
    with snapshots(request).use() as snapshot:
        want = topic_of(request)
        found = snapshot.engine.every(want.text, want.where)
        hits: list[Hit] = [*found.discussed, *found.named]
        hits.sort(key=lambda hit: hit.passage.said_on or "", reverse=True)
        text = (
            rendering.environment()
            .get_template("changes.xml")
            .render(
                want=want,
                hits=hits[:MOST],
                base=address_of(request),
                here=str(request.url),
                built=snapshot.engine.index.meta.built_at,
                address=hit_view.address,
            )
        )
        return Response(text, media_type="application/atom+xml; charset=utf-8")


def _changes(snapshot: Snapshot, want: Wanted) -> Changes:
    bodies = want.where["body"]
    return changes(
        snapshot.engine,
        snapshot.holdings,
        want.where.since or "",
        bodies[0] if bodies else "",
        want.text,
    )
