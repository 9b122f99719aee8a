"""``/v1/figures``, ``/v1/brief`` and ``/v1/actions``: the lists of the desk for scripts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.desk import briefing_records, figure_records, ledger
from api.http import answer_examples
from api.http.schemas import (
    ActionsRequest,
    BriefRequest,
    FiguresRequest,
    answers,
)
from api.http.serving import briefing_of, figures_of_topic, json_of, snapshots
from api.views import known_values

router = APIRouter(prefix="/v1", tags=["desk"])


@router.get("/figures", summary="Figures as series", responses=answers(answer_examples.FIGURES))
def figures(request: Request, question: Annotated[FiguresRequest, Query()]) -> Response:
    """Every quotation of every value of a topic's series, those that measure it first."""
    want = question.wanted()
    with snapshots(request).use() as snapshot:
        known_values.checked(snapshot.engine.index, want.where)
        found = figures_of_topic(snapshot, want)
        held = list(figure_records.records(snapshot.engine, found))
        shown = held[question.offset : question.offset + question.limit]
        body = {"total": len(held), "offset": question.offset, "figures": shown}
        return json_of(snapshot, body)


@router.get("/brief", summary="A topic before a meeting", responses=answers(answer_examples.BRIEF))
def brief(request: Request, question: Annotated[BriefRequest, Query()]) -> Response:
    """What was said lately, measured, promised, found and asked; draft questions with their
    evidence, each sentence a quotation or marked as Minuted's ``own``."""
    want = question.wanted()
    day = briefing_records.meeting_day(question.day)
    with snapshots(request).use() as snapshot:
        known_values.checked(snapshot.engine.index, want.where)
        found = briefing_of(snapshot, want, day)
        return json_of(snapshot, briefing_records.record(snapshot.engine, found))


@router.get("/actions", summary="What was promised", responses=answers(answer_examples.ACTIONS))
def actions(request: Request, question: Annotated[ActionsRequest, Query()]) -> Response:
    """One page of the ledger with the counts of each status; the latest said first."""
    with snapshots(request).use() as snapshot:
        return json_of(snapshot, ledger.listing(snapshot.engine, question.wanted()))
