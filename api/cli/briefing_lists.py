"""A briefing as a person reads it in a terminal. What is Minuted's own says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.cli.figure_lists import series_told
from api.cli.terminal import place, safe, wrapped
from api.desk import briefing_records
from api.desk.briefing_records import Line
from api.desk.figure_records import Cited
from api.views import wording
from api.views.serialise import Citing
from search.briefing.pieces import PATTERNS, Briefing, Draft, Exchange, Owed, Quoted

_VALUES = 4
"""The last values of a series that are shown."""


def briefing(engine: Citing, found: Briefing) -> Iterator[str]:
    """All of it, the draft questions last."""
    cited = Cited(engine)
    day = f" before {wording.date(found.meeting_on)}" if found.meeting_on else ""
    yield f"Read {wording.count(found.read, 'passage')} about it{day}."
    if found.undated:
        yield from wrapped(wording.undated(found))
    yield from wrapped(
        "What stands in quotation marks was read again in its source; the rest is Minuted's own."
    )
    yield from _quotes("Said lately", cited, found.lately)
    if found.series:
        yield from _head("Figures")
        for one in found.series:
            yield from series_told(cited, one, _VALUES)
    if found.promised:
        yield from _head("Promised")
        for owed in found.promised:
            yield from _owed(cited, owed)
    yield from _quotes("What inspectors found", cited, found.inspected)
    if found.exchanges:
        yield from _head("Asked before")
        for exchange in found.exchanges:
            yield from _exchange(cited, exchange)
    yield from _head("Draft questions")
    if not found.drafts:
        yield (
            "None: the papers show no change of a figure, no open promise and no unanswered "
            "question about it that one could be made from."
        )
    for number, draft in enumerate(found.drafts, 1):
        yield from _draft(cited, number, draft)


def _head(words: str) -> Iterator[str]:
    yield ""
    yield words
    yield "-" * len(words)


def _quotes(words: str, cited: Cited, found: Sequence[Quoted]) -> Iterator[str]:
    if found:
        yield from _head(words)
        for one in found:
            yield from _line(briefing_records.line(cited, one))


def _line(one: Line, lead: str = "") -> Iterator[str]:
    if one.statement is None:
        yield from wrapped(f"Minuted: {one.text}", "  ")
        return
    citation = one.statement.citation
    yield from wrapped(f"{lead}“{one.text}”", "  ")
    when = f"{wording.verb(citation.kind)} {wording.date(citation.said_on)}"
    yield from wrapped(f"{when} · {place(citation)}", "      ")
    yield safe(f"      {citation.document} [{citation.start}:{citation.end}]")


def _owed(cited: Cited, one: Owed) -> Iterator[str]:
    yield from _line(briefing_records.line(cited, one.quoted))
    facts = [f"owner {one.owner}" if one.owner else "", f"due {one.due}" if one.due else ""]
    facts.append(one.told)
    yield from wrapped(f"Minuted: {'; '.join(fact for fact in facts if fact)}", "      ")
    if one.last:
        yield from _line(briefing_records.line(cited, one.last), "Later: ")


def _exchange(cited: Cited, one: Exchange) -> Iterator[str]:
    yield from _line(briefing_records.line(cited, one.asked))
    if one.reply is None:
        yield from wrapped("Minuted: no reply found below it", "      ")
    else:
        yield from _line(briefing_records.line(cited, one.reply), "Below it: ")


def _draft(cited: Cited, number: int, one: Draft) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{number}. ({PATTERNS[one.pattern]})")
    for line in briefing_records.lines(cited, one):
        yield from _line(line)
    yield from wrapped(f"Minuted asks: {one.question}", "  ")
