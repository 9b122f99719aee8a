"""The box, and the three ways to answer it: an answer, every time, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.live_index import Snapshot
from api.http.serving import PER_PAGE, ask_of, every_of, listed_of, said_of, search_of, snapshots
from api.views import known_values, ledger, timeline, wording
from api.views.published_quality import measured
from api.views.request import Wanted, from_pairs, query
from api.web import answer_view, filter_panel, hit_view, rendering, written_answer
from search.query import ledger_questions
from search.query.parse import trend_of
from search.results import Asked, EveryResult, Hit, Hits, standings_of

router = APIRouter()

PATIENCE = 4.0
"""Seconds that a question waits for the encoder before the page says that it is not ready."""
EVERY_PER_PAGE = 50
FOLDED = 10
"""Passages shown in a fold; the rest is a page of its own."""


@router.get("/")
def home(request: Request) -> Response:
    """The box, examples that work here, and what the archive holds."""
    with snapshots(request).use() as snapshot:
        return rendering.render(
            request,
            "home.html",
            snapshot,
            meta=snapshot.engine.index.meta,
            held=snapshot.known,
            examples=snapshot.examples,
        )


@router.get("/go")
def go(request: Request) -> Response:
    """Guess what kind of question it is, and go to its page."""
    with snapshots(request).use() as snapshot:
        want = from_pairs(request.query_params.multi_items())
        query(want.text)
        if (owed := ledger_questions.asked(want.text)) is not None:
            return RedirectResponse(ledger.of_question(owed, want).address(), status_code=303)
        if topic := trend_of(want.text):
            return RedirectResponse(replace(want, text=topic).address("/figures"), status_code=303)
        mode = snapshot.engine.intent(want.text)
        return RedirectResponse(want.address(f"/{mode}"), status_code=303)


def asked(request: Request) -> Wanted:
    """What a page is asked, read from its address; raises BadQuery, BadFilter."""
    want = from_pairs(request.query_params.multi_items())
    query(want.text)
    return want


def not_ready(request: Request, snapshot: Snapshot, want: Wanted, mode: str) -> Response | None:
    """The page of a question that waits for the encoder; ``None`` when answers are ready."""
    if snapshot.wait(PATIENCE):
        return None
    return rendering.render(request, "waiting.html", snapshot, status=503, want=want, mode=mode)


@router.get("/search")
def search(request: Request) -> Response:
    """Passages, best first or by date, twenty a page."""
    with snapshots(request).use() as snapshot:
        want = asked(request)
        if waiting := not_ready(request, snapshot, want, "search"):
            return waiting
        known_values.checked(snapshot.engine.index, want.where)
        result = search_of(snapshot, want)
        first = (want.page - 1) * PER_PAGE
        return rendering.render(
            request,
            "search.html",
            snapshot,
            want=want,
            mode="search",
            result=result,
            understood=understood(result.asked, want),
            filters=filter_panel.groups(snapshot, want, result.facets),
            cards=[
                hit_view.card(snapshot.engine, hit, first + n, want, "search", asked=result.asked)
                for n, hit in enumerate(result.hits, 1)
            ],
            pages=pages(want, "/search", result.total, PER_PAGE, snapshot.build),
            picked=set(rendering.picked(request)),
        )


@router.get("/ask")
def ask(request: Request) -> Response:
    """The answer in the source's own words, and the passages it was chosen from."""
    with snapshots(request).use() as snapshot:
        want = asked(request)
        if waiting := not_ready(request, snapshot, want, "ask"):
            return waiting
        known_values.checked(snapshot.engine.index, want.where)
        result = ask_of(snapshot, want)
        shown = [
            hit_view.card(snapshot.engine, hit, n, want, "ask", asked=result.asked)
            for n, hit in enumerate(result.hits, 1)
        ]
        found = {card.id: card for card in shown}
        return rendering.render(
            request,
            "ask.html",
            snapshot,
            want=want,
            mode="ask",
            result=result,
            understood=understood(result.asked, want),
            filters=filter_panel.groups(snapshot, want, _counted(snapshot, shown)),
            cards=shown,
            found=found,
            answer=answer_view.view(request, snapshot, want, result),
            searched=filter_panel.searched(snapshot, result.asked.where),
            picked=set(rendering.picked(request)),
            writer=written_answer.offered(request, snapshot, want, result),
        )


def _counted(snapshot: Snapshot, shown: list[hit_view.Card]) -> Any:
    index = snapshot.engine.index
    return index.facets([index.ordinal(card.id) for card in shown])


@router.get("/every")
def every(request: Request) -> Response:
    """Every time: timeline, list by date, names, line, marks."""
    with snapshots(request).use() as snapshot:
        want = asked(request)
        if waiting := not_ready(request, snapshot, want, "every"):
            return waiting
        known_values.checked(snapshot.engine.index, want.where)
        result = every_of(snapshot, want)
        # What names the topic is the list; what may be about it stands in folds below.
        show = "whole" if want.show == "all" else want.show
        rows = listed_of(snapshot, want, show)
        first = (want.page - 1) * EVERY_PER_PAGE
        shown = [
            hit_view.card(snapshot.engine, hit, first + n, want, "every", level, result.asked)
            for n, (level, hit) in enumerate(rows[first : first + EVERY_PER_PAGE], 1)
        ]
        held = snapshot.known
        told = show if len(rows) else "all"
        line = timeline.build(said_of(snapshot, want, told), held, want.by) if held else None
        return rendering.render(
            request,
            "every.html",
            snapshot,
            want=want,
            mode="every",
            result=result,
            understood=understood(result.asked, want),
            filters=filter_panel.groups(snapshot, want, result.facets),
            days=hit_view.by_day(shown) if want.show != "below" else [],
            cards=shown,
            folds=_folds(snapshot, want, result) if want.show == "all" else [],
            total=len(rows),
            above=len(result.discussed) + len(result.named),
            counted=wording.above(result.standings),
            whole=result.standings["whole"],
            whole_named=standings_of(result.named).count("whole"),
            measured=measured(),
            lines=line_stops(result),
            timeline=line,
            picture=timeline.draw(line) if line else None,
            searched=filter_panel.searched(snapshot, result.asked.where),
            pages=pages(want, "/every", len(rows), EVERY_PER_PAGE, snapshot.build),
            picked=set(rendering.picked(request)),
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


@dataclass(frozen=True, slots=True)
class Taken:
    """Something understood, and the address of the same question without it."""

    kind: str
    text: str
    value: str
    without: str


def understood(asked: Asked, want: Wanted) -> list[Taken]:
    """What was read out of the words and out of the filters; each can be taken back."""
    path = f"/{asked.intent}"
    found = []
    for one in asked.recognised:
        left = " ".join(want.text.replace(one.text, " ", 1).split())
        changed = replace(want, text=left, page=1)
        without = changed.address(path) if left and left != want.text else ""
        found.append(Taken(one.kind, one.text, one.value, without))
    bare = replace(want, page=1)
    for pair in Wanted(where=want.where).pairs():
        left_over = [other for other in bare.pairs() if other != pair]
        found.append(Taken(pair[0], pair[0], pair[1], from_pairs(left_over).address(path)))
    return found


@dataclass(frozen=True, slots=True)
class Stop:
    """How many passages the list would show, from which score on; ``on`` where it does now."""

    line: float
    above: int
    on: bool = False


def line_stops(result: EveryResult) -> list[Stop]:
    """How many the list could show, fewest first, as far down as the result tells of passages."""
    below = _scores(result.below)
    above = [*_scores(result.discussed), *_scores(result.named)]
    lowest = min(below, default=1.0) if result.below_total > len(below) else 0.0
    stops = {len(above): Stop(result.line, len(above), True)}
    for tenth in range(9, 0, -1):
        number = sum(score >= tenth / 10 for score in (*above, *below))
        if number and tenth / 10 >= lowest:
            stops.setdefault(number, Stop(tenth / 10, number))
    return [stops[number] for number in sorted(stops)]


def _scores(hits: Sequence[Hit]) -> Sequence[float]:
    if isinstance(hits, Hits) and len(hits.scores) == len(hits):
        return hits.scores
    return [hit.score for hit in hits]


@dataclass(frozen=True, slots=True)
class Pages:
    """Paging: ``numbers`` are pages near this one with their addresses."""

    page: int
    last: int
    before: str
    after: str
    numbers: tuple[tuple[int, str], ...]


def pages(want: Wanted, path: str, total: int, size: int, build: str) -> Pages:
    """The pages of a list of ``total`` things; the addresses tell on which build it was begun."""
    last = max(1, -(-total // size))
    near = {1, last, *range(max(1, want.page - 2), min(last, want.page + 2) + 1)}

    def at(number: int) -> str:
        return replace(want, page=number).address(path, ("build", build))

    return Pages(
        page=want.page,
        last=last,
        before=at(want.page - 1) if 1 < want.page <= last else "",
        after=at(want.page + 1) if want.page < last else "",
        numbers=tuple((number, at(number)) for number in sorted(near)),
    )
