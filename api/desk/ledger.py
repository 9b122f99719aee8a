"""The ledger as all doors show it: what was asked for, the records found, their JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast
from urllib.parse import urlencode

from api.views import request
from api.views.request import Wanted
from api.views.wording import date
from corpus import typed_dates
from corpus.errors import BadFilter, BadQuery
from corpus.ledger import STATUSES, UNFINISHED, Matter, Return, Status
from corpus.model import Span
from search.index import Filter, Index
from search.ledger import MatterFilter, Matters
from search.query import filters
from search.query.desk_questions import DeskQuestion
from search.results import EveryResult
from search.tokens import content_terms, says_nothing, terms

PER_PAGE = 50
UNFINISHED_WORD = "unfinished"
"""Asks for every status under which something may still be asked about."""
KINDS = ("owed", "expectations")
_MOST_PASSAGES = 2000
_QUOTED = 600
_ONE = ("q", "owner", "body", "status", "since", "until", "kind", "page")

Json = dict[str, Any]


_OF_MEETING = re.compile(
    rf"^(?:the )?(?P<date>{typed_dates.TYPED}) (?:\w+ ){{0,3}}?(?:meeting|minutes|notes)\b",
    re.IGNORECASE,
)
"""'the June 2019 meeting', whose promises were said in June 2019."""


class Asking(Protocol):
    """What of an engine the ledger needs."""

    @property
    def index(self) -> Index: ...
    def every(self, text: str) -> EveryResult: ...


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """One request for records: ``text`` is a topic, ``kind`` one of ``KINDS``, ``page`` from 1."""

    text: str = ""
    owner: str = ""
    body: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    kind: str = "owed"
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """The address's parameters in one order; what is unset is left out."""
        held = (
            ("q", self.text),
            ("owner", self.owner),
            ("body", self.body),
            ("status", self.status),
            ("since", self.since),
            ("until", self.until),
            ("kind", "" if self.kind == "owed" else self.kind),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        return [pair for pair in held if pair[1]]

    def address(self, path: str = "/actions") -> str:
        """The permalink under ``path``."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def with_(self, **changes: Any) -> LedgerWanted:
        """The same with something else in it, from the first page."""
        return replace(self, **{"page": 1, **changes})

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses asked for; none for any."""
        if self.status == UNFINISHED_WORD:
            return tuple(one for one in STATUSES if one in UNFINISHED)
        return (cast(Status, self.status),) if self.status else ()


def from_pairs(pairs: Iterable[tuple[str, str]]) -> LedgerWanted:
    """Read an address; raises BadFilter for what is no date, no status, no kind or no page."""
    held = {name: request.clean(value).strip() for name, value in pairs if name in _ONE}
    status, kind = held.get("status", ""), held.get("kind") or "owed"
    if status and status not in (*STATUSES, UNFINISHED_WORD):
        known = ", ".join((*STATUSES, UNFINISHED_WORD))
        raise BadFilter(f"{status[:40]!r} is no status of an action. The statuses are: {known}.")
    if kind not in KINDS:
        raise BadFilter(f"kind is {kind[:40]!r}; it must be one of {', '.join(KINDS)}.")
    page = held.get("page", "") or "1"
    if not (page.isascii() and page.isdigit()) or not 1 <= int(page[:9]) < 10**6:
        raise BadFilter(f"page is {page[:20]!r}; pages count from 1.")
    dates = request.where(held.get("since"), held.get("until"), {})
    return LedgerWanted(
        text=held.get("q", ""),
        owner=held.get("owner", ""),
        body=held.get("body", ""),
        status=status,
        since=dates.since or "",
        until=dates.until or "",
        kind=kind,
        page=int(page),
    )


def of_question(asked: DeskQuestion, want: Wanted, last_meeting: str = "") -> LedgerWanted:
    """What a question typed into the one box asks of the ledger, with the filters beside it.

    The dates in its words are those of when it was said; ``last_meeting`` is the day of the last
    meeting, for a question that names it. Raises BadFilter, BadQuery for days that there are not.
    """
    where, held = want.where, {}
    for name in ("topic", "owner"):
        words = getattr(asked, name)
        read = list(filters.written(_OF_MEETING.sub(r"in \g<date> ", words)))
        for one in read:
            where = filters.narrow(where, Filter.of(one.where.since, one.where.until))
        left = filters.without(_OF_MEETING.sub(r"in \g<date> ", words), read) if read else words
        held[name] = "" if read and says_nothing(terms(left)) else left
    bodies = where["body"]
    return LedgerWanted(
        text=held["topic"],
        owner=held["owner"],
        body=bodies[0] if bodies else "",
        status=asked.status,
        since=where.since or (last_meeting if asked.since else ""),
        until=where.until or (last_meeting if asked.since else ""),
    )


def find(engine: Asking, want: LedgerWanted, limit: int = PER_PAGE) -> Matters:
    """One page of the records; a topic is also looked for under its other names.

    Raises IndexForeign for an index that holds no ledger.
    """
    where = MatterFilter(
        statuses=want.statuses,
        bodies=(want.body,) if want.body else (),
        forecasts=want.kind == "expectations",
        owner=tuple(content_terms(terms(want.owner))) if want.owner else (),
        terms=tuple(dict.fromkeys(content_terms(terms(want.text)))),
        passages=_passages(engine, want.text) if want.text else None,
        since=want.since,
        until=want.until,
    )
    return engine.index.matters(where, limit, (want.page - 1) * limit)


def _passages(engine: Asking, text: str) -> tuple[str, ...]:
    """The passages that name a topic whole, by whatever name; none for words that are no topic."""
    try:
        found = engine.every(text)
    except BadQuery:
        return ()
    named = [hit for hit in (*found.discussed, *found.named) if hit.standing == "whole"]
    return tuple(hit.passage.id for hit in named[:_MOST_PASSAGES])


def everything(engine: Asking, want: LedgerWanted) -> Iterator[Matter]:
    """All records of a request, page by page."""
    page = 1
    while True:
        found = find(engine, replace(want, page=page), 500).matters
        yield from found
        if len(found) < 500:
            return
        page += 1


def quoted(index: Index, document: str, span: Span, longest: int = _QUOTED) -> str:
    """The source's own words at a place, white space made one; a long stretch ends in '…'."""
    words = " ".join(index.document(document).text[span.start : span.end].split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"


def matter(index: Index, one: Matter) -> Json:
    """A record as JSON: every word of it can be found again by document and offsets."""
    return {
        "id": one.id,
        "kind": one.kind,
        "quote": one.words,
        "document": one.document,
        "start": one.span.start,
        "end": one.span.end,
        "passage": one.passage,
        "part": one.part,
        "heading": one.heading,
        "body": one.body,
        "owner": one.owner,
        "person": one.person or None,
        "office": one.office or None,
        "due": one.due,
        "due_on": one.due_on,
        "said_on": one.said_on,
        "status": one.status,
        "status_from": one.told if one.told >= 0 else None,
        "returns": [_return(index, back) for back in one.returns],
        "printed_again": [
            {
                "document": copy.document,
                "start": copy.span.start,
                "end": copy.span.end,
                "passage": copy.passage,
                "said_on": copy.said_on,
                "quote": copy.words or one.words,
            }
            for copy in one.copies
        ],
    }


def _return(index: Index, back: Return) -> Json:
    return {
        "document": back.document,
        "start": back.span.start,
        "end": back.span.end,
        "passage": back.passage,
        "relation": back.relation,
        "said_on": back.said_on,
        "quote": quoted(index, back.document, back.span),
    }


def listing(engine: Asking, want: LedgerWanted, limit: int = PER_PAGE) -> Json:
    """One page as JSON, with the counts of each status."""
    found = find(engine, want, limit)
    return {
        "asked": dict(want.pairs()),
        "total": found.total,
        "statuses": {name: found.counts.get(name, 0) for name in STATUSES},
        "actions": [matter(engine.index, one) for one in found.matters],
    }


COLUMNS = (
    "said_on", "body", "kind", "quote", "owner", "person", "due", "due_on", "status", "returned_to",
    "last_return", "last_words", "part", "heading", "document", "start", "end", "passage",
)  # fmt: skip
"""Of a spreadsheet of records."""


def rows(records: Iterable[Json]) -> Iterator[Mapping[str, Any]]:
    """Records as the rows of a spreadsheet: the last return beside each."""
    for record in records:
        returns: Sequence[Json] = record["returns"]
        last = returns[-1] if returns else {}
        yield record | {
            "status": STATUSES[record["status"]],
            "returned_to": len(returns),
            "last_return": last.get("said_on", ""),
            "last_words": last.get("quote", ""),
        }


def status_line(one: Matter) -> str:
    """'Done, as said on 2 May 2019'; what is known of a record in one line."""
    words = STATUSES[one.status]
    if one.told >= 0 and one.returns[one.told].said_on:
        return f"{words}, as of {date(one.returns[one.told].said_on)}"
    return words
