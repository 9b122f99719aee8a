"""``/actions``: what was promised and what became of it, as a page, CSV, JSON Lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.desk import ledger
from api.desk.ledger import LedgerWanted
from api.export import lists
from api.http.live_index import Snapshot
from api.http.serving import json_of, snapshots, stream
from api.views import known_values
from api.views.request import Wanted
from api.web import hit_view, mistakes, rendering
from api.web.mistakes import Mistake, not_ready
from corpus.errors import BadFilter
from corpus.ledger import RELATIONS, STATUSES, Matter
from search.index import Filter, Index
from search.ledger import Matters

router = APIRouter()

_FIELDS = {"q": "topic"} | {name: name for name in ("owner", "status", "body", "since", "until")}


@dataclass(frozen=True, slots=True)
class Back:
    """A passage that returns to a matter: its words, when, in what paper, how, and its address."""

    words: str
    said_on: str | None
    paper: str
    relation: str
    href: str
    tells: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One record as the page shows it. ``overdue`` says that its day had passed when the last paper
    that is held was written. ``copies`` hold words where these are not the record's own."""

    matter: Matter
    href: str
    paper: str
    status: str
    overdue: bool
    returns: tuple[Back, ...]
    copies: tuple[Back, ...]


@router.get("/actions")
def actions(request: Request) -> Response:
    """The records, the latest said first, fifty a page."""
    with snapshots(request).use() as snapshot:
        want, wrong = _understood(request, snapshot.engine.index)
        if want.text and (waiting := not_ready(request, snapshot, _box(want), "actions")):
            return waiting
        found = ledger.find(snapshot.engine, want)
        other = ledger.find(snapshot.engine, _other(want), 1)
        known = snapshot.known
        last = known.dates[-1] if known and known.dates else ""
        return rendering.render(
            request,
            "actions.html",
            snapshot,
            status=400 if wrong else 200,
            mistakes=wrong,
            listed=_counted(found, want, inside=True),
            beside=_counted(found, want, inside=False),
            want=_box(want),
            mode="actions",
            asked=want,
            found=found,
            others=other.total,
            other=_other(want),
            cards=[_card(snapshot.engine.index, one, last) for one in found.matters],
            statuses=STATUSES,
            bodies=sorted({part.body for d in known.documents for part in d.parts if part.body})
            if known
            else [],
            last=max(1, -(-found.total // ledger.PER_PAGE)),
        )


def _counted(found: Matters, want: LedgerWanted, inside: bool) -> list[tuple[str, str, int]]:
    """Status, its words and how many there are: of the list that is shown, or beside it."""
    shown = want.statuses or tuple(STATUSES)
    return [
        (name, words, found.counts[name])
        for name, words in STATUSES.items()
        if want.kind == "owed" and found.counts.get(name) and (name in shown) is inside
    ]


@router.get("/actions.json")
def actions_json(request: Request) -> Response:
    """One page of records with the counts of each status."""
    with snapshots(request).use() as snapshot:
        body = ledger.listing(snapshot.engine, _wanted(request))
        return json_of(snapshot, body)


@router.get("/actions.csv")
def actions_csv(request: Request) -> Response:
    """All of them for a spreadsheet."""
    want = _wanted(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        return lists.table_lines(ledger.COLUMNS, ledger.rows(_records(snapshot, want)))

    return stream(request, lines, "text/csv; charset=utf-8", "actions.csv")


@router.get("/actions.jsonl")
def actions_jsonl(request: Request) -> Response:
    """All of them for a script."""
    want = _wanted(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        return lists.json_lines(_records(snapshot, want))

    return stream(request, lines, "application/x-ndjson", "actions.jsonl")


def _records(snapshot: Snapshot, want: LedgerWanted) -> Iterator[ledger.Json]:
    index = snapshot.engine.index
    return (ledger.matter(index, one) for one in ledger.everything(snapshot.engine, want))


def _wanted(request: Request) -> LedgerWanted:
    return ledger.from_pairs(request.query_params.multi_items())


def _understood(request: Request, index: Index) -> tuple[LedgerWanted, list[Mistake]]:
    """The request without what cannot be understood in it, and what that was."""
    pairs = request.query_params.multi_items()
    want, found = mistakes.understood(pairs, ledger.from_pairs)
    found = [
        replace(one, text=f"“{one.typed}” is no status of an action. Choose one of the list.")
        if one.name == "status"
        else one
        for one in found
    ]
    if want.body:
        try:
            known_values.checked(index, Filter.of(None, None, body=(want.body,)))
        except BadFilter as error:
            found.append(Mistake("body", want.body, str(error)))
            want = want.with_(body="")
    return want, mistakes.placed(found, _FIELDS, "topic")


def _box(want: LedgerWanted) -> Wanted:
    return Wanted(text=want.text)


def _other(want: LedgerWanted) -> LedgerWanted:
    """The same among the forecasts, or back."""
    return want.with_(kind="owed" if want.kind == "expectations" else "expectations", status="")


def _card(index: Index, one: Matter, last: str) -> Card:
    backs = tuple(
        _back(index, back.document, back.passage, ledger.quoted(index, back.document, back.span),
              back.said_on, RELATIONS[back.relation], place == one.told)
        for place, back in enumerate(one.returns)
    )  # fmt: skip
    copies = tuple(
        _back(index, copy.document, copy.passage, copy.words, copy.said_on, "", False)
        for copy in one.copies
    )
    return Card(
        one,
        hit_view.address_of(index, one.passage),
        one.part or index.document(one.document).title or one.document,
        ledger.status_line(one),
        one.overdue(last) if last else False,
        backs,
        copies,
    )


def _back(
    index: Index,
    document: str,
    passage: str,
    words: str,
    said_on: str | None,
    relation: str,
    tells: bool,
) -> Back:
    held = index.fetch([index.ordinal(passage)])[0]
    paper = held.part.title or held.document.title or document
    return Back(words, said_on, paper, relation, hit_view.address(held), tells)
