"""The figures of passages: each amount with what it measures, of what period, where, and as what.

Passages come in the order of their document, so that a row finds the heads above it, a sentence
its subject in the one before and a paragraph the period of its paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus import dates, reporting_periods
from corpus.kinds import MEETINGS
from corpus.model import Passage, Span
from corpus.periods import days, is_day, month_of, within
from corpus.sentences import sentences
from search.figures import amounts
from search.figures.amounts import Amount, Unit
from search.figures.measures import VERB, Measured, measured
from search.figures.table_rows import Cell, cells

Role = Literal["", "target", "comparison", "plan"]

LONGEST = 40_000
"""Code points of one passage that are read."""

_TARGET_BEFORE = re.compile(
    r"\b(?:targets?|standards?|thresholds?|benchmarks?|goals?|ambition|limit|required level)\b"
    r"(?:\s[\w’'-]+){0,4}?\s(?:of|is|was|to|at|being|set\sat|remains)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"\s?(?:[\w-]+\s)?(?:targets?|standards?|thresholds?|benchmarks?)\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:compar(?:ed|es|ing|ison)|as\sagainst|up\sfrom|down\sfrom|from|rather\sthan|instead\sof|"
    r"previously|formerly|(?:higher|lower|more|better|worse|fewer)\sthan|against|versus|"
    r"(?:national|regional|group|force)?\s?average|most\ssimilar)\b"
    r"(?P<gap>[^.;]{0,60})$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\s?(?:[^.;,]{0,40}?\s)?to\s", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:plan(?:ned|s)?|forecast|project(?:ed|ions?)|anticipated|expected|predicted|proposed|estimate[ds]?|"
    r"would\sbe|will\sbe|aims?\sto|budgeted)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|at\spresent|at\sthe\smoment|now|to\sdate|so\sfar|today|as\sit\sstands|recent(?:ly)?|"
    r"latest|present(?:ly)?|are\sin\splace|is\sin\splace)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"(?:\s|-(?=[a-z]))\(?(?:[A-Z][\w’'-]*\s){0,3}(?!x\b)[a-zA-Z][\w’'-]+")
_YEAR_END = re.compile(r"\b(?:at|by)\s(?:the\s)?(?:year[\s-]end|end\sof\sthe\s(?:financial\s)?year)\b", re.I)
_HELD = re.compile(r"\b(?:st(?:an|oo)ds?|balances?|reserves?|strength|headcount)\b", re.IGNORECASE)
"""What is held on a day and not summed over a year."""
_THE_YEAR = re.compile(
    r"\b(?:this|last|the)\s(?:financial\s)?year\b|\b(?:last|past|previous)\s(?:12|twelve)\smonths\b", re.I
)
_PLACE = re.compile(
    r"\b(?:in|across|throughout|covering|serving|within|for|of)\s(?:the\s|all\sof\s)?"
    r"(?P<place>[A-Z][a-zà-ÿ’'-]+(?:(?:\s(?:and|&|of|upon|on|the)\s|\s)[A-Z][a-zà-ÿ’'-]+){0,4})"
)
_NO_PLACE = re.compile(
    rf"^(?:{dates.MONTH_IN_FULL}|Operation|Police|Panel|Agenda|Council|Government|Chief|Victim|The|Quarter|"
    r"Report|Section|Outcome|Appendix|Council Tax|Home Office|Her|His)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as a paper gives it.

    ``span`` is the sentence or row that is quoted, ``at`` the amount in it, both in document
    offsets. ``value`` is in pounds, per cent, the unit of time, or a count; ``change`` is +1 or -1
    where it is a rise or a fall (the value of a fall is below 0). ``period`` is an ISO date or
    stretch (``2017-04/2018-03``), ``None`` where the paper does not say; ``period_from`` says where
    it was read: the "sentence", the "head" of a column, the "heading", the "part", or "now" for
    when it was said. ``area`` is a place that the sentence names, else ''.
    """

    passage: Passage
    span: Span
    at: Span
    value: float
    unit: Unit
    written: str
    measure: str
    change: int = 0
    about: str = ""
    high: float | None = None
    period: str | None = None
    period_from: str = ""
    area: str = ""
    role: Role = ""

    @property
    def quote(self) -> str:
        """The sentence or the row, as the source has it."""
        return self.passage.document.text[self.span.start : self.span.end]

    @property
    def said_on(self) -> str | None:
        return self.passage.said_on


def figures(passages: Sequence[Passage]) -> Iterator[Figure]:
    """All figures of passages that follow one another in one document, in order."""
    heads: list[str] = []
    for place, passage in enumerate(passages):
        before = passages[place - 1] if place else None
        if before is None or before.section != passage.section:
            heads = []
        if passage.kind == "heading":
            continue
        row = list(cells(passage, heads))
        if row:
            yield from _row(passage, row)
        elif passage.kind == "row" or "\t" in passage.text:
            heads = passage.text.split("\t")
        else:
            yield from _prose(passage)


def _row(passage: Passage, row: Sequence[Cell]) -> Iterator[Figure]:
    span = passage.span
    for one in row:
        period, source = _row_period(passage, one)
        at = Span(span.start + one.at.start, span.start + one.at.end)
        heading = passage.section.headings[-1] if passage.section.headings else ""
        area = ""
        yield Figure(
            passage, span, at, one.value, one.unit, one.written, one.measure or heading,
            about=one.about, high=one.high, period=period, period_from=source, area=area,
            role="target" if _TARGET_AFTER.search(f" {one.head}") else "",
        )  # fmt: skip


def _row_period(passage: Passage, one: Cell) -> tuple[str | None, str]:
    """The period of a cell: of its column, else its row; a quarter or a month without its year is
    that of the year or the quarter that the paper is about."""
    around, source = _around(passage)
    if inside := reporting_periods.inside(one.head, around):
        return inside, "head"
    for words, place in ((one.head, "head"), (one.name, "sentence")):
        if found := _narrowest(words, passage.said_on):
            return found, place
    return around, source if around else ""


def _prose(passage: Passage) -> Iterator[Figure]:
    text = passage.text[:LONGEST]
    last: Figure | None = None
    for start, end in sentences(text):
        for one in _sentence(passage, text[start:end], passage.span.start + start, last):
            last = one
            yield one


def _sentence(passage: Passage, text: str, offset: int, last: Figure | None) -> list[Figure]:
    held = [one for one in amounts.find(text, passage.said_on) if _told(text, one)]
    if not held or len(_WORD.findall(text)) < 2 * len(held):
        return []
    periods = reporting_periods.find(text, passage.said_on)
    gone = [one.span for one in periods]
    found: list[Figure] = []
    for place, one in enumerate(held):
        role = _role(text, one, held[:place])
        what = measured(text, one, held, gone)
        what = _continued(what, one, found[-1] if found else last, passage)
        period, source = _period(passage, text, one, held, periods, found, last)
        found.append(
            Figure(
                passage,
                Span(offset, offset + len(text)),
                Span(offset + one.span.start, offset + one.span.end),
                -abs(one.value) if what.change < 0 else one.value,
                one.unit,
                one.written,
                what.words,
                what.change,
                one.about,
                one.high,
                period,
                source,
                _area(text, one),
                role,
            )
        )
    return [_compared(one, found) for one in found]


def _told(text: str, one: Amount) -> bool:
    """Whether an amount is told in words: of a bare number in a list of things nothing is said."""
    if one.unit != "count":
        return True
    return bool(_COUNTED.match(text, one.span.end)) or bool(VERB.search(text, 0, one.span.start))


def _continued(what: Measured, one: Amount, last: Figure | None, passage: Passage) -> Measured:
    """A sentence that says only "this is a rise of 6%" speaks of what was spoken of before it."""
    if what.own:
        return what
    if last is not None:
        words = last.measure if not what.words else f"{what.words} {last.measure}"
        return replace(what, words=last.measure if what.change else words)
    headings = passage.section.headings
    words = " ".join(headings[-1].split()) if headings else ""
    return replace(what, words=f"{words} {what.words}".strip())


def _role(text: str, one: Amount, before: Sequence[Amount]) -> Role:
    lead = text[max(0, one.span.start - 120) : one.span.start]
    lead = lead[: len(lead) - len(one.about) - 1] + " " if one.about else lead
    if _TARGET_BEFORE.search(lead) or _TARGET_AFTER.match(text, one.span.end):
        return "target"
    found = _COMPARED.search(lead)
    if found and (before or _FROM_TO.match(text, one.span.end)):
        held = any(other.span.end > one.span.start - len(found["gap"]) for other in before)
        ahead = text[one.span.end : one.span.end + 60]
        if not held and (before or re.match(r"[^.;,]{0,40}?\bto\s(?:\w+\s)?[£\d]", ahead)):
            return "comparison"
    return "plan" if _PLANNED.search(text[: one.span.start + 80]) else ""


def _compared(one: Figure, found: Sequence[Figure]) -> Figure:
    """What is compared measures what it is compared with."""
    if one.role != "comparison":
        return one
    main = next((o for o in found if o.role != "comparison" and o.unit == one.unit), None)
    return replace(one, measure=main.measure, area=one.area or main.area) if main else one


def _period(
    passage: Passage,
    text: str,
    one: Amount,
    held: Sequence[Amount],
    periods: Sequence[reporting_periods.Reported],
    found: Sequence[Figure],
    last: Figure | None,
) -> tuple[str | None, str]:
    after = min((o.span.start for o in held if o.span.start > one.span.start), default=len(text))
    before = max((o.span.end for o in held if o.span.end <= one.span.start), default=0)
    inside = [p for p in periods if p.span.start >= one.span.end and p.span.end <= after]
    lead = [p for p in periods if p.span.start >= before and p.span.end <= one.span.start]
    for near in (*inside[:1], *reversed(lead)):
        if near.iso and not _of_comparison(text, near.span.start, one.span.end):
            return near.iso, "sentence"
    held_before = [p for p in periods if p.span.end <= one.span.start]
    for far in (*held_before[:1], *periods[:1]):
        if far.iso and far.span.end <= one.span.start or (far.iso and not held_before and far in inside):
            if not _of_comparison(text, far.span.start, one.span.end):
                return far.iso, "sentence"
    around, source = _around(passage)
    if around and _YEAR_END.search(text) and _HELD.search(text):
        return reporting_periods.ending(around), source
    if around:
        return around, source
    if _NOW.search(text) and passage.said_on:
        return month_of(passage.said_on) or passage.said_on, "now"
    earlier = found[-1] if found else last
    if earlier is not None and earlier.period_from in ("sentence", "now") and not periods:
        return earlier.period, earlier.period_from
    return None, ""


def _of_comparison(text: str, start: int, at: int) -> bool:
    """Whether a period behind an amount is that of what the amount is compared with."""
    return start >= at and bool(
        re.search(r"\b(?:compar\w+|than|from|against|versus|on)\b(?!\s?the\send)", text[at:start], re.I)
    )


def _around(passage: Passage) -> tuple[str | None, str]:
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


def _area(text: str, one: Amount) -> str:
    """The nearest place named behind the amount, else before it."""
    places = [m for m in _PLACE.finditer(text) if not _NO_PLACE.match(m["place"])]
    behind = [m for m in places if m.start() >= one.span.end]
    before = [m for m in places if m.end() <= one.span.start]
    near = behind[0] if behind else before[-1] if before else None
    return near["place"] if near else ""
