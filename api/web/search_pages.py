"""The box, and the three ways to answer it: an answer, every time, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.live_index import Snapshot
from api.http.serving import PER_PAGE, ask_of, every_of, listed_of, said_of, search_of, snapshots
from api.views import timeline, wording
from api.views.published_quality import measured
from api.views.request import Wanted, query
from api.web import (
    answer_view,
    filter_panel,
    hit_view,
    mistakes,
    rendering,
    written_answer,
)
from api.web.desk import handed_over
from api.web.list_controls import EVERY_PER_PAGE, line_stops, pages, shown_as
from api.web.mistakes import Mistake, Question, answered
from api.web.result_page import result_page
from corpus.errors import BadQuery
from search.results import EveryResult, standings_of

router = APIRouter()

FOLDED = 10
"""Passages shown in a fold; the rest is a page of its own."""


@router.get("/")
def home(request: Request) -> Response:
    """The box, examples that work here, and what the archive holds."""
    with snapshots(request).use() as snapshot:
        return _home(request, snapshot)


def _home(request: Request, snapshot: Snapshot, found: Sequence[Mistake] = ()) -> Response:
    return rendering.render(
        request,
        "home.html",
        snapshot,
        status=400 if found else 200,
        mistakes=found,
        meta=snapshot.engine.index.meta,
        held=snapshot.known,
        examples=snapshot.examples,
    )


@router.get("/go")
def go(request: Request) -> Response:
    """Guess what kind of question it is, and go to its page."""
    with snapshots(request).use() as snapshot:
        want, _ = mistakes.read(snapshot.engine.index, request.query_params.multi_items())
        try:
            query(want.text)
            if elsewhere := handed_over.address(want, lambda: snapshot.holdings):
                return RedirectResponse(elsewhere, status_code=303)
            mode = snapshot.engine.intent(want.text)
        except BadQuery as error:
            return _home(request, snapshot, [Mistake("q", want.text, str(error))])
        return RedirectResponse(want.address(f"/{mode}"), status_code=303)


@router.get("/search")
def search(request: Request) -> Response:
    """Passages, best first or by date, twenty a page."""
    return answered(request, "search", _search)


def _search(request: Request, snapshot: Snapshot, question: Question) -> Response:
    want = question.want
    result = search_of(snapshot, want)
    first = (want.page - 1) * PER_PAGE
    return result_page(
        request,
        snapshot,
        question,
        "search",
        result,
        result.facets,
        cards=[
            hit_view.card(snapshot.engine, hit, first + n, want, "search", asked=result.asked)
            for n, hit in enumerate(result.hits, 1)
        ],
        pages=pages(want, "/search", result.total, PER_PAGE, snapshot.build),
    )


@router.get("/ask")
def ask(request: Request) -> Response:
    """The answer in the source's own words, and the passages it was chosen from."""
    return answered(request, "ask", _ask)


def _ask(request: Request, snapshot: Snapshot, question: Question) -> Response:
    want = question.want
    result = ask_of(snapshot, want)
    shown = [
        hit_view.card(snapshot.engine, hit, n, want, "ask", asked=result.asked)
        for n, hit in enumerate(result.hits, 1)
    ]
    return result_page(
        request,
        snapshot,
        question,
        "ask",
        result,
        _counted(snapshot, shown),
        cards=shown,
        found={card.id: card for card in shown},
        answer=answer_view.view(request, snapshot, want, result),
        searched=filter_panel.searched(snapshot, result.asked.where),
        writer=written_answer.offered(request, snapshot, want, result),
    )


def _counted(snapshot: Snapshot, shown: list[hit_view.Card]) -> Any:
    index = snapshot.engine.index
    return index.facets([index.ordinal(card.id) for card in shown])


@router.get("/every")
def every(request: Request) -> Response:
    """Every time: timeline, list by date, names, marks."""
    return answered(request, "every", _every)


def _every(request: Request, snapshot: Snapshot, question: Question) -> Response:
    want = question.want
    result = every_of(snapshot, want)
    show = shown_as(want)
    rows = listed_of(snapshot, want, show)
    first = (want.page - 1) * EVERY_PER_PAGE
    shown = [
        hit_view.card(snapshot.engine, hit, first + n, want, "every", level, result.asked)
        for n, (level, hit) in enumerate(rows[first : first + EVERY_PER_PAGE], 1)
    ]
    standings = result.standings
    held = snapshot.known
    told = show if len(rows) else "all"
    line = timeline.build(said_of(snapshot, want, told), held, want.by) if held else None
    return result_page(
        request,
        snapshot,
        question,
        "every",
        result,
        result.facets,
        days=hit_view.by_day(shown) if want.show != "below" else [],
        cards=shown,
        folds=_folds(snapshot, want, result) if want.show == "all" else [],
        total=len(rows),
        above=len(result.discussed) + len(result.named),
        counted=wording.above(standings),
        whole=standings["whole"],
        whole_named=standings_of(result.named).count("whole"),
        measured=measured(),
        lines=line_stops(result),
        timeline=line,
        picture=timeline.draw(line) if line else None,
        searched=filter_panel.searched(snapshot, result.asked.where),
        pages=pages(want, "/every", len(rows), EVERY_PER_PAGE, snapshot.build),
    )


@dataclass(frozen=True, slots=True)
class Fold:
    """Passages above the line that do not name the whole topic: how many, and the first few."""

    show: str
    name: str
    number: int
    cards: list[hit_view.Card]


_FOLDED = {
    "part": "Only part of it is named",
    "heading": "Named in the heading, not in the words",
    "meaning": "Not named, near to it in meaning",
}


def _folds(snapshot: Snapshot, want: Wanted, result: EveryResult) -> list[Fold]:
    folds = []
    for show, name in _FOLDED.items():
        rows = listed_of(snapshot, want, show)
        cards = [
            hit_view.card(snapshot.engine, hit, n, want, "every", level, result.asked)
            for n, (level, hit) in enumerate(rows[:FOLDED], 1)
        ]
        if cards:
            folds.append(Fold(show, name, len(rows), cards))
    return folds
