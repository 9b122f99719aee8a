"""The figures of passages: each amount with what it measures, of what period, where, and as what.

Passages come in the order of their document, so that a row finds the heads above it, a sentence
its subject in the one before and a paragraph the period of its paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import dates, reporting_periods
from corpus.model import Passage, Span
from corpus.sentences import sentences
from search.figures import amounts, figure_periods
from search.figures.amounts import Amount, Role, Unit
from search.figures.measures import VERB, Measured, measured
from search.figures.table_rows import Cell, cells

LONGEST = 40_000
"""Code points of one passage that are read."""

_TARGET_BEFORE = re.compile(
    r"\b(?:targets?|standards?|thresholds?|benchmarks?|goals?|ambition|expectation|promise|limit|"
    r"required\slevel)\b"
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
_MOST = 30
"""Amounts of one sentence; what holds more is a list that lost its table."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"(?:\s|-(?=[a-z]))\(?(?:[A-Z][\w’'-]*\s){0,3}(?!x\b)[a-zA-Z][\w’'-]+")
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
    when it was said. ``area`` is a place that the sentence names, else ''. ``name`` and ``head``
    are what the row and the column of a cell are called, '' in prose.
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
    name: str = ""
    head: str = ""

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
        period, source = figure_periods.of_cell(passage, one)
        at = Span(span.start + one.at.start, span.start + one.at.end)
        heading = passage.section.headings[-1] if passage.section.headings else ""
        yield Figure(
            passage,
            span,
            at,
            one.value,
            one.unit,
            one.written,
            one.measure or heading,
            about=one.about,
            high=one.high,
            period=period,
            period_from=source,
            role=one.role,
            name=one.name,
            head=one.head,
        )


def _prose(passage: Passage) -> Iterator[Figure]:
    text = passage.text[:LONGEST]
    last: Figure | None = None
    first: Figure | None = None
    for start, end in sentences(text):
        found = _sentence(passage, text[start:end], passage.span.start + start, last, first)
        if found:
            last, first = found[-1], found[0]
        yield from found


def _sentence(
    passage: Passage, text: str, offset: int, last: Figure | None, first: Figure | None
) -> list[Figure]:
    """The figures of one sentence; ``last`` and ``first`` are those of the sentence before it: it
    goes on about the last one, and in the time of the first, which the others are held against."""
    whole = Span(offset, offset + len(text))
    text = text[: amounts.LONGEST]
    held = [one for one in amounts.find(text, passage.said_on) if _told(text, one)][:_MOST]
    if not held or len(_WORD.findall(text)) < 2 * len(held):
        return []
    periods = reporting_periods.find(text, passage.said_on)
    gone = [one.span for one in periods]
    found: list[Figure] = []
    for place, one in enumerate(held):
        role = _role(text, one, held[:place])
        what = measured(text, one, held, gone)
        what = _continued(what, found[-1] if found else last, passage)
        before = found[-1] if found else first
        earlier = (before.period, before.period_from) if before else (None, "")
        period, source = figure_periods.of_amount(passage, text, one, held, periods, earlier)
        found.append(
            Figure(
                passage,
                whole,
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


def _continued(what: Measured, last: Figure | None, passage: Passage) -> Measured:
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
    if one.role not in ("comparison", "target"):
        return one
    main = next((o for o in found if o.role in ("", "plan") and o.unit == one.unit), None)
    return replace(one, measure=main.measure, area=one.area or main.area) if main else one


def _area(text: str, one: Amount) -> str:
    """The nearest place named behind the amount, else before it."""
    places = [m for m in _PLACE.finditer(text) if not _NO_PLACE.match(m["place"])]
    behind = [m for m in places if m.start() >= one.span.end]
    before = [m for m in places if m.end() <= one.span.start]
    near = behind[0] if behind else before[-1] if before else None
    return near["place"] if near else ""
