"""An answer made ready for its page: the words asked for shown, remarks, and who answers better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from fastapi import Request
from markupsafe import Markup, escape
from starlette.routing import Match

from api.desk import ledger
from api.http.live_index import Snapshot
from api.views import answer_words
from api.views.request import Wanted
from api.views.serialise import said
from api.web import hit_view
from search.query.desk_questions import DeskQuestion, desk_question
from search.query.question_kind import QuestionKind
from search.results import Answer, AskResult, Citation, Handover, Remark, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer: ``words`` with what was asked for in them marked, ``point`` that
    beside them where the words do not show it, ``href`` where it stands in its paper."""

    words: Markup
    point: str
    href: str
    citation: Citation
    remarks: tuple[tuple[str, Said], ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``why`` a list answers better, and the ``link`` to it."""

    why: str
    link: str
    href: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    heading: str
    said: tuple[Said, ...]
    sure: str
    handover: HandedOver | None


def view(request: Request, snapshot: Snapshot, want: Wanted, result: AskResult) -> AnswerView:
    """All that the page says of an answer."""
    answer = result.answer
    over = _handed(request, want, answer.handover, answer.kind) if answer.handover else None
    return AnswerView(
        answer_words.heading(answer), _statements(snapshot, want, answer),
        answer_words.sure(answer.sure), over,
    )  # fmt: skip


def _statements(snapshot: Snapshot, want: Wanted, answer: Answer) -> tuple[Said, ...]:
    return tuple(
        _said(snapshot, want, statement, tuple(one for one in answer.remarks if one.of == place))
        for place, statement in enumerate(answer.statements)
    )


def _said(
    snapshot: Snapshot, want: Wanted, statement: Statement, remarks: tuple[Remark, ...] = ()
) -> Said:
    index = snapshot.engine.index
    passage = index.fetch([index.ordinal(statement.citation.passage)])[0]
    return Said(
        _marked(statement),
        answer_words.point(statement),
        hit_view.address(passage, want, "ask"),
        statement.citation,
        tuple((answer_words.remark(one), _said(snapshot, want, one.by)) for one in remarks),
    )


def _marked(statement: Statement) -> Markup:
    """The words with the figure, date or place in bold; a row, which has its heads, as it is."""
    words = said(statement)
    if statement.point is None or words != statement.text:
        return escape(words)
    start, end = statement.point
    return Markup("{}<strong>{}</strong>{}").format(words[:start], words[start:end], words[end:])


def _answered(request: Request, path: str) -> bool:
    """Whether the service has such a page."""
    scope = {**request.scope, "path": path, "root_path": "", "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _owed(want: Wanted, over: Handover, kind: QuestionKind) -> ledger.LedgerWanted:
    """What is asked of the ledger: its own reading of the question knows owners as well."""
    own = desk_question(want.text)
    if own is None or own.of != "actions":
        status: Literal["", "unfinished"] = "unfinished" if kind == "still_open" else ""
        own = DeskQuestion("actions", over.topic, status)
    return ledger.of_question(own, want)


def _handed(request: Request, want: Wanted, over: Handover, kind: QuestionKind) -> HandedOver:
    """The list that answers; the list of every time where this service has no such page."""
    why, link = answer_words.handover(over)
    changed = replace(want, text=over.topic, page=1)
    since = answer_words.since(over)
    if since and not want.where.since:
        changed = replace(changed, where=replace(want.where, since=since))
    path = f"/{over.to}"
    there = _answered(request, path)
    if over.to == "actions" and there:
        return HandedOver(why.rstrip("."), link, _owed(want, over, kind).address(path))
    if not there:
        path = "/every" if over.topic else "/archive"
    return HandedOver(why.rstrip("."), link, changed.address(path))
