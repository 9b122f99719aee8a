"""Amounts: which kind of one a question asks for, and where a sentence holds one.

A year, a date, an item's or a row's number, a reference and the telephone numbers 999 and 101 are
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import dates

AmountKind = Literal["money", "share", "time", "times", "count"]

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_WORD = rf"(?:(?:{_WORDS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)\b)?)"
_DIGITS = r"\d[\d,]{0,20}(?:\.\d{1,9})?"
_NUMBER = rf"(?:{_DIGITS}|{_WORD})"
_SCALE = r"(?:\s?(?:k|m|bn|million|billion|thousand|hundred)\b)?"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?)"
_NO_AMOUNT = re.compile(
    r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d\d(?:\d\d)?)?\b|\b\d\d/\d\d\b|\b24/7\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?\s+(?:{dates.MONTH_IN_FULL})\b"
    rf"|\b(?:{dates.MONTH_IN_FULL})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)|\b\d\d:\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b"
    r"|\b[A-Z]{1,4}\d+(?:\.\d+)*\b"
    r"|\b(?:999|101|111)\b"
    r"|\b(?:items?|pages?|pp?\.|paragraphs?|para\.?|sections?|agenda item|appendix|annex|figure|"
    r"table|question|outcomes?|outcome code|code|grades?|level|quarter|version|minute|no\.?|"
    r"number|priority|phase|part|q)\s?(?:\d+(?:\.\d+)*|one|two|three|four|five)\b"
    r"|^[^\S\n]*(?:\(\d{1,3}\)|\d{1,3}[.)])(?=\s|$)|\(\d{1,2}\)\."
    r"|^[^\S\n]{0,3}\(?\d{1,3}(?:\.\d{1,3})*\)?(?=\t[^\W\d_(])|(?<=[\t;:])\s?\(\d{1,2}\)(?=\s)"
    r"|\(\d{1,2}\)(?-i:(?= [A-Z][a-z]+ [a-z]))",
    re.IGNORECASE | re.MULTILINE,
)
_AMOUNTS: tuple[tuple[AmountKind, re.Pattern[str]], ...] = (
    (
        "money",
        re.compile(
            rf"(?:£|€|\$|\bGBP\s?){_DIGITS}{_SCALE}|\b{_NUMBER}{_SCALE}\s(?:pounds|pence)\b"
            rf"|\b\d+p\b",
            re.IGNORECASE,
        ),
    ),
    (
        "share",
        re.compile(
            rf"\b{_NUMBER}\s?(?:%|per\s?cent\b|percentage points?\b)"
            rf"|\b{_NUMBER} (?:in|out of) (?:every )?{_NUMBER}\b"
            r"|\b(?:a|one|two|three|four|nearly a|almost a|over a|about a) "
            r"(?:third|quarter|fifth|sixth|eighth|tenth)s?\b"
            r"|\bhalf\b|\bmajority\b|\b(?:\d+(?:\.\d+)?|four|three|two|twice) times (?:as|more)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "time",
        re.compile(
            rf"\b{_NUMBER}(?:\s?(?:to|-|–|and)\s?{_NUMBER})?(?: and a half)?[\s-]{_UNIT}\b"
            rf"|(?<!times )\b(?:an?|half an?|couple of|few) {_UNIT}\b",
            re.IGNORECASE,
        ),
    ),
    (
        "times",
        re.compile(
            rf"\b(?:once|twice|daily|weekly|fortnightly|monthly|quarterly|annually|yearly)\b"
            rf"|\b{_NUMBER} times\b|\b(?:every|each) (?:{_NUMBER} )?{_UNIT}\b",
            re.IGNORECASE,
        ),
    ),
    (
        "count",
        re.compile(
            rf"\b{_NUMBER}{_SCALE}\b|\b(?:none|nobody|no one|nil|zero|dozens?|hundreds?|"
            r"thousands?)\b",
            re.IGNORECASE,
        ),
    ),
)
_ASKED: tuple[tuple[tuple[AmountKind, ...], re.Pattern[str]], ...] = (
    (("times",), re.compile(r"\bhow (?:often|many times|frequently)\b", re.IGNORECASE)),
    (
        ("share",),
        re.compile(
            r"\b(?:percentage|proportion|share|fraction|per ?cent|ratio|odds)\b|%"
            r"|\bhow (?:much (?:more )?)?(?:likely|likelier)\b",
            re.IGNORECASE,
        ),
    ),
    (
        ("time",),
        re.compile(r"\bhow (?:long|quickly|fast|soon|old|quick)\b|\bwait(?:ing)? times?\b",
                   re.IGNORECASE),
    ),
    (
        ("money", "share"),
        re.compile(
            r"\bhow much\b|\b(?:price|cost|costs|paid|fee|sum|budget|grant|sell for|worth|precept|"
            r"funding|salary|spend|spent|money)\b|£",
            re.IGNORECASE,
        ),
    ),
    (("time", "count"), re.compile(rf"\bhow many (?:[\w-]+ )?{_UNIT}\b", re.IGNORECASE)),
    (("count", "share"), re.compile(r"\bhow many\b|\bnumber of\b", re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """``text[start:end]`` of a sentence is an amount."""

    start: int
    end: int
    kind: AmountKind


def asked_for(question: str) -> tuple[AmountKind, ...]:
    """Kinds of amount that answer a question for one; empty where any would do."""
    return next((kinds for kinds, rule in _ASKED if rule.search(question)), ())


def amounts(text: str) -> list[Amount]:
    """The amounts in a sentence, in order; none overlaps another."""
    return sorted(_found(text), key=lambda amount: amount.start)


def _found(text: str) -> Iterator[Amount]:
    left = _blanked(_NO_AMOUNT, text)
    for kind, rule in _AMOUNTS:
        for match in rule.finditer(left):
            yield Amount(match.start(), match.end(), kind)
        left = _blanked(rule, left)


def _blanked(rule: re.Pattern[str], text: str) -> str:
    """The text with what the rule finds blanked out; offsets stay."""
    return rule.sub(lambda match: " " * len(match.group()), text)
