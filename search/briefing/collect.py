"""A briefing out of what ``every`` found: nothing is asked of the index but the passages beside it.

What is not told is left out, never filled in; the order is the latest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.kinds import MEETINGS
from corpus.model import Passage, Span
from corpus.periods import closing, day_before
from corpus.sentences import sentences
from search.briefing.drafts import drafts
from search.briefing.exchanges import exchanges
from search.briefing.pieces import Briefing, Quoted
from search.briefing.promises import promises
from search.figures.collect import figures_of
from search.figures.series import Series
from search.index import Filter, Index
from search.query.filters import narrow
from search.results import EveryResult, Hit

MOST = 1500
"""Passages of a topic that are looked at, the latest said."""
_ATTENDANCE = re.compile(
    r"\W*(?:in attendance|present|attendees|attendance|apologies|members|officers)\b", re.IGNORECASE
)
_FEWEST = 4
"""Words of a sentence; a shorter one is a run-in heading, and says nothing without the rest."""
_LATELY = 6
_SITTINGS = 3
_INSPECTED = 4
_SERIES = 4
_LINE = 3
"""Values from which on a series shows where things go; those with fewer come after."""
_PROMISED = 8
_EXCHANGES = 5


def before(where: Filter, meeting_on: str) -> Filter:
    """The filter that holds what was said before the day of a meeting; '' is no day."""
    return narrow(where, Filter.of(until=day_before(meeting_on))) if meeting_on else where


def brief(index: Index, result: EveryResult, meeting_on: str = "") -> Briefing:
    """The briefing on a topic. ``result`` is what was said of it before ``meeting_on``, an ISO day
    (see ``before``)."""
    hits = _latest(result)
    figures = figures_of(index, result)
    dated = [hit for hit in hits if hit.passage.said_on]
    promised = promises(
        index,
        [hit for hit in hits if hit.standing == "whole"],
        meeting_on,
    )
    inspected = _inspected(dated)
    exchanged = exchanges(index, dated)
    day = meeting_on or max((str(hit.passage.said_on) for hit in dated), default="")
    return Briefing(
        asked=result.asked,
        meeting_on=meeting_on,
        lately=_lately(dated),
        figures=figures,
        series=_told(figures.series),
        promised=tuple(promised[:_PROMISED]),
        inspected=inspected[:_INSPECTED],
        exchanges=tuple(exchanged[:_EXCHANGES]),
        drafts=tuple(drafts(figures.series, promised, inspected, exchanged, day)),
        read=len(hits),
        undated=len(hits) - len(dated),
    )


def _latest(result: EveryResult) -> list[Hit]:
    """What is about the topic, the latest said first, undated last."""
    found = [*result.discussed[-MOST:], *result.named[-MOST:]]
    found.sort(key=lambda hit: _order(hit.passage))
    return found[:MOST]


def _order(passage: Passage) -> tuple[bool, str, str, int]:
    """A key that puts the latest said first, each paper in its own order."""
    said = passage.said_on
    turned = "".join(chr(0x7F - ord(c)) for c in closing(said)) if said else ""
    return not said, turned, passage.document.id, passage.number


def _lately(hits: Sequence[Hit]) -> tuple[Quoted, ...]:
    """Of the last sittings that spoke of it, the sentences that name it."""
    kept: list[Quoted] = []
    sittings: list[tuple[str, int]] = []
    for hit in hits:
        passage = hit.passage
        sitting = passage.document.id, passage.part.number
        if hit.standing != "whole" or "\t" in passage.text or passage.part.kind not in MEETINGS:
            continue
        if _ATTENDANCE.match(passage.text):
            continue
        if sitting not in sittings:
            if len(sittings) == _SITTINGS:
                break
            sittings.append(sitting)
        kept.append(named(hit))
    return tuple(kept[:_LATELY])


def named(hit: Hit) -> Quoted:
    """The first sentence of a passage that holds a word of the topic, else the first."""
    passage = hit.passage
    start = passage.span.start
    spans = [Span(start + a, start + b) for a, b in sentences(passage.text)]
    marked = (s for s in spans if any(a < s.end and s.start < b for a, b in hit.marks))
    found = next(marked, spans[0] if spans else passage.span)
    short = len(passage.document.text[found.start : found.end].split()) < _FEWEST
    return Quoted(passage, passage.span if short else found)


def _inspected(hits: Sequence[Hit]) -> tuple[Quoted, ...]:
    """What inspectors found, the latest report first, what is to be acted upon before the rest."""
    reports = [hit for hit in hits if hit.passage.part.kind == "inspection_report"]
    prose = [hit for hit in reports if hit.standing == "whole" and hit.passage.kind != "heading"]
    prose = [hit for hit in prose if "\t" not in hit.passage.text]
    if not prose:
        return ()
    acted = [hit for hit in prose if hit.passage.section.kind]
    rest = [hit for hit in prose if not hit.passage.section.kind]
    return tuple(Quoted(hit.passage, hit.passage.span) for hit in acted) + tuple(
        named(hit) for hit in rest
    )


def _told(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series with a value for a period, those whose last one is the latest first."""
    dated = [one for one in series if one.plotted]
    dated.sort(key=lambda one: closing(one.plotted[-1].period or ""), reverse=True)
    dated.sort(key=lambda one: len(one.plotted) < _LINE)
    return tuple(dated[:_SERIES])
