"""A briefing as records for scripts and as statements for people.

Every sentence is either a statement, whose words were read again in their source, or marked as
Minuted's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.desk import figure_records
from api.desk.figure_records import Cited
from api.views import request
from api.views.serialise import Citing, Json, said
from corpus.errors import BadFilter
from corpus.periods import is_day
from search.briefing.pieces import PATTERNS, Briefing, Draft, Owed, Own, Quoted
from search.results import Statement


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a briefing: quoted with its ``statement``, or Minuted's ``own``."""

    text: str
    statement: Statement | None = None

    @property
    def own(self) -> bool:
        return self.statement is None


def stated(cited: Cited, one: Quoted) -> Statement:
    """A quotation, its words found again in the source. Raises QuoteMismatch."""
    return Statement(one.text, cited(one))


def line(cited: Cited, one: Quoted) -> Line:
    """A quotation as a line: its words on one line, a row with the heads of its columns."""
    statement = stated(cited, one)
    return Line(said(statement), statement)


def lines(cited: Cited, draft: Draft) -> tuple[Line, ...]:
    """The evidence of a draft question, in order."""
    return tuple(
        Line(piece.text) if isinstance(piece, Own) else line(cited, piece) for piece in draft.pieces
    )


def record(engine: Citing, found: Briefing) -> Json:
    """The whole briefing for a script."""
    cited = Cited(engine)
    return {
        "topics": list(found.asked.topics),
        "for": found.meeting_on or None,
        "read": found.read,
        "lately": [_quote(cited, one) for one in found.lately],
        "series": [
            one
            for one in figure_records.records(engine, found.figures)
            if one["topic"] and one["measure"] in {held.measure for held in found.series}
        ],
        "promised": [_owed(cited, one) for one in found.promised],
        "inspected": [_quote(cited, one) for one in found.inspected],
        "asked": [
            {
                "asked": _quote(cited, one.asked),
                "reply": _quote(cited, one.reply) if one.reply else None,
            }
            for one in found.exchanges
        ],
        "drafts": [
            {
                "pattern": one.pattern,
                "because": PATTERNS[one.pattern],
                "evidence": [
                    {"own": piece.text} if isinstance(piece, Own) else _quote(cited, piece)
                    for piece in one.pieces
                ],
                "question": {"own": one.question},
            }
            for one in found.drafts
        ],
    }


def _quote(cited: Cited, one: Quoted) -> Json:
    statement = stated(cited, one)
    where = {"start": one.span.start, "end": one.span.end}
    return {"quote": statement.text, **where, "citation": statement.citation.to_json()}


def _owed(cited: Cited, one: Owed) -> Json:
    told = {
        "owner": one.owner,
        "due": one.due,
        "due_on": one.due_on,
        "status": one.status,
        "told": one.told,
    }
    last = _quote(cited, one.last) if one.last else None
    return _quote(cited, one.quoted) | told | {"last": last}


def meeting_day(written: str | None) -> str:
    """The day of a meeting as people write it, as ISO; '' where none is written.

    Raises BadFilter for what is no day.
    """
    try:
        iso = request.iso(written, "for") or ""
    except BadFilter:  # its cure offers years and months too, which are refused here
        iso = "?"
    if iso and not is_day(iso):
        raise BadFilter(
            f"for is {str(written)[:40]!r}; a meeting is on one day. Write it as 2024-11-12 or "
            "12 November 2024."
        )
    return iso
