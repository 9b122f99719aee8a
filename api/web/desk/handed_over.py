"""Questions typed into the one box that another page answers: where they are handed over to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from api.desk import ledger
from api.views.coverage import Holdings
from api.views.request import Wanted
from corpus import typed_dates
from search.index import Filter
from search.query.desk_questions import LAST_MEETING, desk_question
from search.query.filters import narrow

Held = Callable[[], Holdings]


def address(want: Wanted, held: Held) -> str | None:
    """The page for what is new, what was asked before, what was promised or how a figure went;
    ``None`` for a question that the passages answer. ``held`` tells when the last meeting was.

    Raises BadFilter, and BadQuery for a day that there is not.
    """
    asked = desk_question(want.text)
    if asked is None:
        return None
    since = _last_meeting(want, held) if asked.since == LAST_MEETING else _day(asked.since)
    match asked.of:
        case "asked":
            return Wanted(asked.topic).address("/asked")
        case "actions":
            return ledger.of_question(asked, want, since).address()
        case "figures":
            return _since(want, since).with_(text=asked.topic).address("/figures")
        case "changes" if since:
            return Wanted(asked.topic, _since(want, since).where).address("/changes")
    return None


def _last_meeting(want: Wanted, held: Held) -> str:
    bodies = want.where["body"]
    return held().last_meeting(bodies[0] if bodies else "")


def _day(words: str) -> str:
    """The date that words are or hold first ('the May 2018 meeting'), ISO; '' for none."""
    bare = words.removeprefix("the ").strip()
    if (read := typed_dates.read(bare)) is not None:
        return read
    if (period := typed_dates.period(bare)) is not None:
        return period[0]
    found = typed_dates.FIRST.match(bare)
    return (typed_dates.read(found.group()) or "") if found else ""


def _since(want: Wanted, day: str) -> Wanted:
    return replace(want, where=narrow(want.where, Filter.of(day))) if day else want
