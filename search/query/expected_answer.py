"""What a question wants an answer to hold: an amount or a date, a period, the names it names.

These are the things whose absence can be seen. That they are present proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import dates
from corpus.periods import month_of, months_between, year_of
from search.index import Index
from search.query.facets import Facet

_AMOUNT_ASKED = re.compile(
    r"\bhow (?:many|much|big|large|long|often|far|likely|old|short|high|low)\b"
    r"|\b(?:what|which) (?:\w+ ){0,2}?(?:percentage|proportion|share|number|rate|price|cost|total|"
    r"figure|amount|increase|sum)\b",
    re.IGNORECASE,
)
_DATE_ASKED = re.compile(
    r"^\s*when\b|\b(?:by )?what date\b|\bwhich (?:year|month|date)\b",
    re.IGNORECASE,
)
_YEAR_OR_REFERENCE = re.compile(
    r"\b(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{dates.MONTH_IN_FULL})\b"
    r"|\b[A-Z]{1,4}\d+(?:\.\d+)*\b|\b(?:999|101)\b",
)
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|"
    r"dozen|hundred|thousand|million|daily|weekly|monthly|quarterly|once|twice|none|nobody)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{dates.MONTH_IN_FULL}|"
    r"spring|summer|autumn|winter|week|month|tomorrow|immediately|date|time ?scale|time ?frame|"
    r"quarter|end of)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?:\b(?P<month>{dates.MONTH_IN_FULL})\s+)?"
    r"\b(?P<year>(?:19|20)\d\d)(?:[/–-](?P<to>\d\d)(?:\d\d)?)?\b"
)
_LATER = 5
"""Months after a month that is asked for in which papers still tell of it."""
_COMMON = 0.2
"""Share of passages from which on a name tells nothing: the force's own, say."""


def fits(question: str, sentence: str) -> float:
    """1 where an amount or a date is asked for and the sentence holds one, 0 where it holds none.

    Years, dates, references and the numbers 999 and 101 are no amounts. 0.5 where neither is
    asked for.
    """
    if _AMOUNT_ASKED.search(question):
        return float(bool(_AMOUNT.search(_YEAR_OR_REFERENCE.sub(" ", sentence))))
    if _DATE_ASKED.search(question):
        return float(bool(_DATE.search(sentence) or dates.find(sentence)))
    return 0.5


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a financial year (``first`` to ``last``) or a month of a year that is asked for."""

    first: int
    last: int
    month: int | None = None

    def holds(self, words: str, said_on: str | None) -> bool:
        """Whether a passage is of the period: it names it, or was said in it.

        "2016/17" is named by itself, by "2016-17" and by its first year, not by its second. A
        month is also told of in papers of the months after it.
        """
        if self.month is not None:
            named = dates.MONTH_NAMES[self.month - 1] in words
            return named or self._soon_after(said_on)
        named = re.search(rf"\b{self.first}\b", words) is not None
        return named or year_of(said_on) in (str(self.first), str(self.last))

    def _soon_after(self, said_on: str | None) -> bool:
        said = month_of(said_on)
        if said is None or self.month is None:
            return False
        return 0 <= months_between(f"{self.first:04d}-{self.month:02d}", said) <= _LATER


def periods(question: str) -> tuple[Period, ...]:
    """The periods that a question names."""
    found = []
    for match in _PERIOD.finditer(question):
        first = int(match["year"])
        last = first // 100 * 100 + int(match["to"]) if match["to"] else first
        month = dates.month_number(match["month"]) if match["month"] else None
        found.append(Period(first, last if last >= first else first, month))
    return tuple(found)


def names_held(question: str, facets: Sequence[Facet], there: set[str], index: Index) -> float:
    """1 where all that the question names by a capital letter stands in ``there``, else 0.

    ``there`` are the terms of a passage and its place; any name of a facet will do. Names that
    stand in a fifth of the archive are not looked for; 0.5 where nothing is left.
    """
    first = question.split(maxsplit=1)[0] if question.split() else ""
    wanted = []
    for facet in facets:
        asked = facet.names[0].name.text if facet.names else ""
        capital = any(c.isupper() for c in asked) and not first.startswith(asked)
        if not capital or facet.weak:
            continue
        known = index.frequency(facet.words)
        if min(known[t] for t in facet.words) <= _COMMON * index.meta.passages:
            wanted.append(any(set(n.terms) <= there for n in facet.names if n.name.on and n.terms))
    return float(all(wanted)) if wanted else 0.5
