"""The briefing before a meeting, with draft questions that can be put on the sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.desk import briefing_records
from api.desk.briefing_records import Line
from api.desk.figure_records import Cited
from api.http.serving import briefing_of, snapshots
from api.views import wording
from api.views.request import Wanted, clean
from api.web import figure_pages, hit_view, mistakes, rendering
from api.web.mistakes import Mistake
from corpus.errors import BadFilter, BadQuery
from search.briefing.pieces import PATTERNS, Draft, Exchange, Owed, Quoted
from search.results import Citation

router = APIRouter()

_VALUES = 6
"""The last values of a series that a briefing shows."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the page: quoted with where it stands, or Minuted's own (no ``citation``)."""

    text: str
    citation: Citation | None = None
    href: str = ""
    name: str = ""
    when: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise, and what is known of it."""

    told: Told
    facts: str
    last: Told | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put, and its reply."""

    asked: Told
    reply: Told | None


@dataclass(frozen=True, slots=True)
class Question:
    """A draft question; ``value`` is what a form sends to put it on the sheet."""

    because: str
    evidence: tuple[Told, ...]
    question: str
    value: str


@router.get("/brief")
def briefing(request: Request) -> Response:
    """What to know of a topic before the meeting of a day (``for``), and what may be asked."""
    with snapshots(request).use() as snapshot:
        want, wrong = mistakes.read(snapshot.engine.index, request.query_params.multi_items())
        day = _day(request, wrong)
        if want.text and (waiting := mistakes.not_ready(request, snapshot, want, "brief")):
            return waiting
        found = None
        try:
            found = briefing_of(snapshot, want, day) if want.text else None
        except BadQuery as error:
            wrong.append(Mistake("q", want.text, str(error)))
        shown: dict[str, Any] = {
            "status": 400 if wrong else 200,
            "mistakes": mistakes.placed(wrong, {"q": "topic", "for": "day"}, "topic"),
            "want": want,
            "mode": "brief",
            "day": day,
            "found": found,
        }
        if found is None:
            return rendering.render(request, "briefing.html", snapshot, **shown)
        cited = Cited(snapshot.engine)
        return rendering.render(
            request,
            "briefing.html",
            snapshot,
            **shown,
            lately=[_quoted(cited, one, want) for one in found.lately],
            series=[
                figure_pages.drawn(n, replace(one, points=one.plotted[-_VALUES:]), cited, want)
                for n, one in enumerate(found.series, 1)
            ],
            promised=[_promise(cited, one, want) for one in found.promised],
            inspected=[_quoted(cited, one, want) for one in found.inspected],
            asked=[_asked(cited, one, want) for one in found.exchanges],
            drafts=[_question(cited, one, want) for one in found.drafts],
        )


def _day(request: Request, wrong: list[Mistake]) -> str:
    """The day of the meeting; what is none is put to ``wrong``."""
    written = request.query_params.get("for") or ""
    try:
        return briefing_records.meeting_day(written)
    except BadFilter as error:
        told = str(error).replace("for is", "the day of the meeting is", 1)
        wrong.append(Mistake("for", clean(written).strip()[:200], told))
        return ""


def _told(line: Line, one: Quoted, want: Wanted) -> Told:
    assert line.statement is not None  # what is quoted has one
    citation = line.statement.citation
    when = wording.when(one.passage)
    return Told(
        text=line.text,
        citation=citation,
        href=hit_view.address(one.passage, want, "every"),
        name=citation.part or citation.title or citation.document,
        when=when,
        page=wording.page(citation.page, citation.page_label),
    )


def _quoted(cited: Cited, one: Quoted, want: Wanted) -> Told:
    return _told(briefing_records.line(cited, one), one, want)


def _promise(cited: Cited, one: Owed, want: Wanted) -> Promise:
    facts = [
        f"owner: {one.owner}" if one.owner else "",
        f"due: {one.due}" if one.due else "",
        f"status: {one.told}",
    ]
    last = _quoted(cited, one.last, want) if one.last else None
    told = "; ".join(fact for fact in facts if fact)
    return Promise(_quoted(cited, one.quoted, want), told, last)


def _asked(cited: Cited, one: Exchange, want: Wanted) -> Asked:
    reply = _quoted(cited, one.reply, want) if one.reply else None
    return Asked(_quoted(cited, one.asked, want), reply)


def _question(cited: Cited, one: Draft, want: Wanted) -> Question:
    evidence = tuple(
        _quoted(cited, piece, want) if isinstance(piece, Quoted) else Told(piece.text)
        for piece in one.pieces
    )
    ids = dict.fromkeys(quoted.passage.id for quoted in one.quotations)
    return Question(
        PATTERNS[one.pattern], evidence, one.question, f"{','.join(ids)}|{one.question}"
    )
