"""What holds figures and is no amount: dates, numbers of paragraphs and services, ages, references.

What stands here was printed by papers of many publishers; a number is an amount unless something
beside it says that it is not.
"""

from __future__ import annotations

import re

from corpus import dates, reporting_periods
from corpus.model import Span

_NUMBERED = re.compile(r"\W*\d{1,2}\s+(?=[A-Z][a-z])")
"""A number before a capital begins a list's line, an outcome code's name or an item."""
_TELEPHONE = re.compile(
    r"\b(?:999|101|111|112|105|119)\b(?![,.]\d|\s?%)"
    r"(?!\s(?!calls|contacts|services|lines|numbers|systems|emergencies|queues|volumes|answers|times|"
    r"targets|operators|callers|rates|figures|is|was|has|responses|demands|hubs|teams|centres)"
    r"(?:[a-z]+s|people|children|women|men|staff)\b)",
)
"""The numbers of services that are rung, unless people or things behind them are counted."""
_NO_AMOUNT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b\d{1,2}:\d\d\b|\b\d{1,2}(?:\.[0-5]\d)?\s?(?:[ap]\.?m\b|hrs\b)",
        r"(?<=\bat\s)(?:[01]?\d|2[0-3])\.[0-5]\d(?!\d|\s?%)",
        r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d+s\b|\b\d+(?:\.\d+){2,}\b",
        r"(?:\+44|\b0)\d[\d\s()]{7,14}\d\b",
        r"\b(?:aged?|ages)\s(?:of\s)?(?:(?:over|under|between)\s)?\d+(?:\s?(?:and|to|[-–])\s?\d+)?",
        r"\b\d+(?:\s?(?:to|[-–])\s?\d+)?[\s-]years?[\s-]olds?\b",
        r"\b(?:under|over)[\s-](?:1\d|2\d|6[05])s?\b(?=\s?(?:$|[,.;](?!\d)|year))",
        r"\b(?:per|every)\s(?:[\d,]+|hundred|thousand)\b",
        r"\b1,?000[\s-](?=population|people|residents|households)",
        r"\b24\s?(?:/|hours?[\s,]+(?:a|per)\sday|-hour\b)(?:\s?7)?",
        rf"\b(?:{dates.MONTH})\.?\s[’']?\d\d\b(?!\s?%|[,.]\d)",
        r"\b(?:19|20)\d\ds?\b(?=\s?(?:act|regulations|order|census)\b)",
        r"https?://\S+|\bwww\.\S+|(?<!\S)\S+@\S+",
        r"\[\d{1,3}\]|\(\d{1,2}(?:$|\)(?=\s+[a-z]))|\(\s?[ivx]{1,4}\)|[¹²³⁰⁴-⁹]+",
        r"\b[a-z]{1,2}\d{1,2}[a-z]?\s?\d[a-z]{2}\b",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten)[\s-](?:hundred[\s-])?"
        r"(?:way|fold|tier|page|stage|strand|point|day|week|month|year|hour)s?[\s-]"
        r"(?=plan|strategy|programme|period|anniversary|term|contract)",
    )
)
"""Times of day, ordinals, telephones, ages, what a rate is taken of, years of laws, addresses,
marks of notes and lists, postcodes, spans of a plan."""
REFERENCE = re.compile(
    r"\b(?:pages?|pp?\.|paragraphs?|paras?\.?|sections?|items?|figures?|figs?\.|tables?|charts?|"
    r"appendix|appendices|annex(?:es)?|chapters?|parts?|schedules?|clauses?|articles?|volumes?|"
    r"outcomes?(?:\s(?:code|type))?|codes?|types?|phases?|priorit(?:y|ies)|grades?|levels?|tiers?|"
    r"stages?|steps?|objectives?|recommendations?|AFIs?|actions?|questions?|minutes?|rooms?|bands?|"
    r"versions?|nos?\.?|numbers?|refs?\.?|rules?|notes?|cohorts?|categor(?:y|ies)|class(?:es)?|"
    r"groups?|units?|options?|wards?|districts?|operation(?:\s\w{1,30})?|category|strand|theme|pillar|domain|"
    r"tranches?|waves?|rounds?|lot|slides?|points?|step|PSD|Form|covid|Section|version|v|level|"
    r"day|week|year|month|year group|quarter|Q|article|regulation|standard)[\s-]*"
    r"(?:\d{1,9}(?:\.\d{1,9}){0,9}(?:\s?(?:,|and|&|to|[-–])\s?)){0,20}\(?$",
    re.IGNORECASE,
)
"""Before a bare number: it is a number of the paper's own, or of an outcome, a road, a room."""
AFTER_PERIOD = re.compile(
    r"\b(?:Q[1-4]|quarter|year|month|week|(?:19|20)\d\d(?:/\d\d)?)\s\($", re.IGNORECASE
)
"""Before a number in brackets: it is how many there were then ('in Q4 (77)')."""
_QUANTIFIED = re.compile(
    r"\b(?:over|than|almost|nearly|under|around|about|some|were|total\sof|received|recorded)\s$"
)
_LEADING = re.compile(r"\W*(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]+|\d{1,2}(?:\.\d{1,2})+)\s+")
_COUNTED = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,3}?[a-z’'-]*(?:s|men|people|women|children|staff)\b", re.I
)


def no_amounts(text: str, said_on: str | None) -> list[Span]:
    """What holds figures and is no amount."""
    spans = [one.span for one in reporting_periods.find(text, said_on)]
    counted = [span for span in spans if _is_count(text, span)]
    spans = [span for span in spans if span not in counted]
    spans += [
        Span(*match.span())
        for pattern in _NO_AMOUNT
        for match in pattern.finditer(text)
        if not AFTER_PERIOD.search(text, max(0, match.start() - 20), match.start() + 1)
    ]
    spans += [Span(*match.span()) for match in _TELEPHONE.finditer(text)]
    spans += [one.span for one in dates.find(text)]
    if leading := _LEADING.match(text) or _NUMBERED.match(text):
        spans.append(Span(leading.start(), leading.end()))
    return spans


def _is_count(text: str, span: Span) -> bool:
    """Whether what looks like a year is a count: "over 2000 people"."""
    bare = text[span.start : span.end]
    if not re.fullmatch(r"(?:19|20)\d\d", bare) or not _COUNTED.match(text, span.end):
        return False
    before = text[max(0, span.start - 24) : span.start]
    return _QUANTIFIED.search(before) is not None
