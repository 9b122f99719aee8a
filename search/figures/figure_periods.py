"""Of what period a figure is: that of its clause, its column, its heading, or its whole paper.

Where neither says it, or where the sentence speaks of another length of time than its heading, the
figure has no period: none rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import reporting_periods
from corpus.kinds import MEETINGS
from corpus.model import Passage
from corpus.periods import days, is_day, month_of, within
from corpus.reporting_periods import Reported
from search.figures.amounts import Amount
from search.figures.table_rows import Cell

Period = tuple[str | None, str]
"""An ISO date or stretch, and where it was read: "sentence", "head", "heading", "part", "now"."""

_NOW = re.compile(
    r"\b(?:currently|at\spresent|at\sthe\smoment|now|to\sdate|so\sfar|today|as\sit\sstands|"
    r"recent(?:ly)?|latest|present(?:ly)?|are\sin\splace|is\sin\splace)\b",
    re.IGNORECASE,
)
_YEAR_END = re.compile(
    r"\b(?:at|by)\s(?:the\s)?(?:year[\s-]end|end\sof\sthe\s(?:financial\s)?year)\b", re.I
)
_SHORTER = re.compile(
    r"\b(?:in|during|over|for|of) (?:the|this|that|last) (?:quarter|month|week)\b", re.I
)
_LONGER = re.compile(
    r"\b(?:in|during|over|for|of) (?:the|this|that|last) (?:whole |full )?year\b", re.I
)
_FIRST = re.compile(r"\W*(?:\w+ )?(?:In|For|During|At|By|Over|Between)\b")
_A_QUARTER = 92
_HELD = re.compile(r"\b(?:st(?:an|oo)ds?|balances?|reserves?|strength|headcount)\b", re.IGNORECASE)
"""What is held on a day and not summed over a year."""


def of_cell(passage: Passage, one: Cell) -> Period:
    """The period of a cell: of its column, else its row; a quarter or a month without its year is
    that of the year or the quarter that the paper is about."""
    around, source = _around(passage)
    if inside := reporting_periods.inside(one.head, around):
        return inside, "head"
    for words, place in ((one.head, "head"), (one.name, "sentence")):
        if found := _narrowest(words, passage.said_on):
            return found, place
    return around, source if around else ""


def of_amount(
    passage: Passage,
    text: str,
    one: Amount,
    held: Sequence[Amount],
    periods: Sequence[Reported],
    earlier: Period = (None, ""),
) -> Period:
    """The period of an amount in a sentence that holds ``held`` and names ``periods``.

    ``earlier`` is that of the figure before it, for a sentence that goes on about it.
    """
    if found := _in_sentence(text, one, held, periods):
        return found, "sentence"
    around, source = _around(passage)
    if around and _another(text, _length(around)):
        return None, ""
    if around and _YEAR_END.search(text) and _HELD.search(text):
        return reporting_periods.ending(around), source
    if around:
        return around, source
    if _NOW.search(text) and passage.said_on:
        return month_of(passage.said_on) or passage.said_on, "now"
    if earlier[1] in ("sentence", "now") and not periods:
        return earlier
    return None, ""


def _in_sentence(
    text: str, one: Amount, held: Sequence[Amount], periods: Sequence[Reported]
) -> str | None:
    """The period behind the amount and before the next one, else right before it, else the first
    before it; not that of what it is compared with. In a sentence that begins with a period ('For
    July to September it was 93.5% and for October to December 93.2%') each stands before its own.
    """
    after = min((o.span.start for o in held if o.span.start > one.span.start), default=len(text))
    before = max((o.span.end for o in held if o.span.end <= one.span.start), default=0)
    behind = [p for p in periods if one.span.end <= p.span.start and p.span.end <= after]
    lead = [p for p in periods if p.span.end <= one.span.start]
    near = [p for p in lead if p.span.start >= before]
    if near and behind and len(periods) == len(held) > 1 and _FIRST.match(text):
        behind = []
    for period in (*behind[:1], *reversed(near), *lead[:1], *periods[:1]):
        ours = period in lead or period in behind
        if period.iso and ours and not _of_comparison(text, period.span.start, one.span.end):
            return period.iso
    return None


def _another(text: str, length: int) -> bool:
    """Whether a sentence speaks of a shorter or a longer time than that of its heading, in days."""
    if length > _A_QUARTER:
        return _SHORTER.search(text) is not None
    return _LONGER.search(text) is not None


def _of_comparison(text: str, start: int, at: int) -> bool:
    """Whether a period behind an amount is that of what the amount is compared with."""
    return start >= at and bool(
        re.search(
            r"\b(?:compar\w+|than|from|against|versus|on)\b(?!\s?the\send)", text[at:start], re.I
        )
    )


def _around(passage: Passage) -> Period:
    """The period of the heading, else that of the part's or the document's own title."""
    for heading in reversed(passage.section.headings):
        found = _narrowest(heading, passage.said_on)
        if found and not is_day(found):
            return found, "heading"
    part = passage.part
    if part.kind in MEETINGS:
        return None, ""
    for title in (part.title, passage.document.title if part.kind == passage.document.kind else ""):
        found = _narrowest(title, passage.said_on)
        if found and not is_day(found) and not _is_its_date(found, passage):
            return found, "part"
    return None, ""


def _is_its_date(found: str, passage: Passage) -> bool:
    """A month in a title is when the paper is of, unless it is a report on that month."""
    said = passage.said_on
    reports = passage.part.kind.startswith("performance")
    return bool(said) and not reports and _length(found) <= 31 and within(said or "", found)


def _narrowest(words: str, said_on: str | None) -> str | None:
    """The shortest period that some words name."""
    held = [one.iso for one in reporting_periods.find(words, said_on) if one.iso and days(one.iso)]
    return min(held, key=_length, default=None)


def _length(iso: str) -> int:
    held = days(iso)
    return (held[1] - held[0]).days if held else 0
