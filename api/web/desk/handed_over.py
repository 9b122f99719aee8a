"""Questions typed into the one box that another page answers: where they are handed over to."""

from __future__ import annotations

from api.desk import ledger
from api.views.request import Wanted
from corpus import typed_dates
from search.index import Filter
from search.query import ledger_questions
from search.query.filters import narrow
from search.query.parse import trend_of


def address(want: Wanted) -> str | None:
    """The page for what is new, what was asked before, what was promised or how a figure went;
    ``None`` for a question that the passages answer. Raises BadFilter."""
    fresh = ledger_questions.new_since(want.text)
    if fresh is not None and (since := typed_dates.read(fresh[0])):
        where = narrow(want.where, Filter.of(since))
        return Wanted(fresh[1], where).address("/changes")
    if draft := ledger_questions.asked_before(want.text):
        return Wanted(draft).address("/asked")
    if (owed := ledger_questions.asked(want.text)) is not None:
        return ledger.of_question(owed, want).address()
    if topic := trend_of(want.text):
        return want.with_(text=topic).address("/figures")
    return None
