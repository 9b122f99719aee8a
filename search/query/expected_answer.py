"""What a question wants an answer to hold: an amount, a date, somebody; a period; its names.

These are the things whose absence can be seen. That they are present proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import dates
from corpus.periods import month_of, months_between, year_of
from search.index import Index
from search.query.amounts import amounts, asked_for
from search.query.capitals import OFFICES
from search.query.facets import Facet
from search.query.question_kind import QuestionKind, recognise
from search.tokens import content_terms, terms

_DAY = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{dates.MONTH_IN_FULL}|spring|summer|autumn|winter|Christmas|Easter)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:week|month|tomorrow|immediately|date|time ?scale|time ?frame|quarter|end of|year)s?\b",
    re.IGNORECASE,
)
_NAMED = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Cllr|Councillor|Canon|Rev)\.? [A-Z]"
)
_SOMEBODY = re.compile(
    rf"\b{_NAMED}|\b[A-Z]{{2,5}}\b|(?<=[a-z,;:(] )(?:[A-Z][\w'’-]+)|\b[A-Z][a-z'’-]+ [A-Z][a-z'’-]+"
    r"|\b(?i:he|she|they|members?|chair(?:man|woman|person)?|commissioner|constable|"
    r"superintendent|inspectors?|sergeants?|officers?|treasurer|director|manager|lead|minister|"
    r"secretary|councillors?|mayor|clerk|council|board|panel|force|police|government|agents?|"
    r"auditors?|staff|team|charity|company|supplier|residents?|volunteers?)\b"
)
SOMEWHERE = re.compile(
    r"\b(?:in|at|outside|near|around|across|to|from|on|for|of|between|inside|within) "
    r"(?P<place>(?:the |both |rural |central |an? [a-z]+ in )?"
    rf"(?!(?:{dates.MONTH_IN_FULL}|Q\d)\b)[A-Z][a-z'’-]+"
    rf"(?: (?:and )?(?!(?:{dates.MONTH_IN_FULL})\b)[A-Z][a-z'’-]+)*)"
)
"""Words that may say where: a name behind a preposition."""
_PLACE = re.compile(
    r"^\s*(?:Place|Venue|Location|Held at|Meeting place|Place of meeting)\b[\s:]{1,9}"
    r"(?P<place>[A-Z][^,;\n]{1,80})"
)
"""The line of a paper's head that says where a meeting was."""
_AT = re.compile(r"(?:in|at|outside|near|around|across|inside|within) ")
"""Prepositions that tell of a place more often than of a person, an office or a purpose."""
COMPARED = re.compile(
    rf"(?!(?:{dates.MONTH_IN_FULL})\b)"
    r"(?P<name>[A-Z][\w'’-]{0,40}(?: (?:and )?[A-Z][\w'’-]{0,40}){0,9}),?:? "
    r"\(?(?P<value>\d[\d,]{0,20}(?:\.\d{1,9})?)(?=\s?%|[,;.)]| and\b)"
)
"""Names with a figure each: "Harlow 25.0%, Stoke 21.1%"."""
MOST = re.compile(
    r"\b(?:highest|most(?!\s+(?:similar|recent))|best|largest|biggest|greatest|longest)\b",
    re.IGNORECASE,
)
LEAST = re.compile(r"\b(?:lowest|least|fewest|smallest|shortest|poorest)\b", re.IGNORECASE)

_BECAUSE = re.compile(
    r"\b(?:because|due to|owing to|as a result|result(?:ed|s|ing)? (?:in|from|of)|"
    r"caus(?:e[ds]?|ing)|reasons?|so that|in order to|explain(?:s|ed)?|explanations?|"
    r"attribut(?:ed|able)|put (?:it |this |that )?down to|led to|leads? to|meant|means that|"
    r"linked to|thanks to|since|therefore|"
    r"(?<!well )(?<!such )(?<!soon )(?<!same )(?<! far )(?<! long )as (?:[a-z]+ing\b|(?:it|they|"
    r"there|he|she|we|this|these|not all|many|most|some|the|an?) (?:[\w’'-]+ ){0,6}?(?:is|are|was|"
    r"were|has|have|had|will|would|could|can|do|does|did|takes?|needs?)\b)|"
    r"account(?:s|ed)? for|stems? from|driven by|influenced by|reflect(?:s|ed)?|failed|in part)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\b(?:figures?|number|percentage|share|proportion|rate|how many|how much|count|cost|"
    r"average|balance|total|budget|price|amount|sum)\b",
    re.IGNORECASE,
)
"""Words that speak of a figure."""
_SEVERAL = re.compile(
    r":\s*$|\A[^:;]*[:;].+(?:;|,| and | or ).|\A.[^,]*,.+(?:,| and | or ).", re.DOTALL
)
_PROMISING = re.compile(
    r"\b(?:promis\w+|undert(?:ook|aken?|aking\w*)|agreed|commit\w*|pledge\w*|assur\w+|action|will|"
    r"would|to (?:report|bring|provide|share|write|discuss|publish|confirm|update|review|set out|"
    r"present|prepare|ensure|make|arrange|circulate|consider|include|introduce))\b",
    re.IGNORECASE,
)
_SEEN: dict[QuestionKind, re.Pattern[str]] = {
    "why": _BECAUSE,
    "list": _SEVERAL,
    "promised": _PROMISING,
}
_PERIOD = re.compile(
    rf"(?:\b(?P<month>{dates.MONTH_IN_FULL})\s+)?"
    r"\b(?P<year>(?:19|20)\d\d)(?:[/–-](?P<to>\d\d)(?:\d\d)?)?\b"
)
_WRITTEN = re.compile(
    r"(?<![\d£$€.,/-])(?:(?:19|20)(?P<year>\d\d)(?:\s?[/–-]\s?(?:20)?(?P<to>\d\d))?"
    r"|(?P<first>\d\d)/(?P<last>\d\d))(?![\d%/])"
)
"""A year or a financial year as a sentence writes it, in full or as "17/18"."""
_LATER = 5
"""Months after a month that is asked for in which papers still tell of it."""
_COMMON = 0.2
"""Share of passages from which on a name tells nothing: the force's own, say."""


def fits(question: str, sentence: str) -> float:
    """How well a sentence holds the kind of thing that a question asks for.

    1 where it does, 0.75 where it holds something like it (an amount of another kind, "in some
    weeks"), 0 where an amount, a date or somebody is asked for and it holds none. 0.5 where it
    cannot be seen. Years, dates, references and the numbers 999 and 101 are no amounts.
    """
    kind = _kind(question)
    if kind == "how_many":
        return _amount(question, sentence)
    if kind == "when":
        exact = _DAY.search(sentence) or dates.find(sentence)
        return 1.0 if exact else 0.75 if _DATE.search(sentence) else 0.0
    if kind == "who":
        asked = set(terms(question))
        somebody = (content_terms(terms(one.group())) for one in _SOMEBODY.finditer(sentence))
        return float(any(not asked.issuperset(named) for named in somebody))
    if kind == "where":
        return _where(question, sentence)
    rule = _SEEN.get(kind)
    return 1.0 if rule is not None and rule.search(sentence) else 0.5


@lru_cache(maxsize=256)
def _kind(question: str) -> QuestionKind:
    """As ``recognise``; the latest figure is an amount."""
    return "how_many" if asks_for_figure(question) else recognise(question).kind


def asks_for_figure(question: str) -> bool:
    """Whether a figure is asked for: how many, or the latest one."""
    kind = recognise(question).kind
    return kind == "how_many" or (kind == "latest" and FIGURE.search(question) is not None)


def places(question: str, sentence: str) -> list[tuple[int, int, bool]]:
    """Where names stand in a sentence that may say where, and whether it is surely a place that is
    told; what the question names itself and what is an office are none."""
    if headed := _PLACE.match(sentence):
        return [(*headed.span("place"), True)]
    asked = set(terms(question))
    found = []
    for match in SOMEWHERE.finditer(sentence):
        named = set(terms(match["place"]))
        if not named & asked and not named <= OFFICES:
            found.append((*match.span("place"), _AT.match(match.group()) is not None))
    return found


def _where(question: str, sentence: str) -> float:
    if MOST.search(question) or LEAST.search(question):
        compared = len(COMPARED.findall(sentence)) > 1 or MOST.search(sentence)
        return 1.0 if compared or LEAST.search(sentence) else 0.5
    found = places(question, sentence)
    return 1.0 if any(sure for *_, sure in found) else 0.75 if found else 0.5


def _amount(question: str, sentence: str) -> float:
    held = {amount.kind for amount in amounts(sentence)}
    wanted = asked_for(question)
    if not held:
        return 0.0
    return 1.0 if not wanted or held & set(wanted) else 0.75


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

    def named(self, text: str) -> list[tuple[int, int]]:
        """Where it is written in ``text``, however its second year is."""
        to = rf"\s?[/–-]\s?(?:{self.last // 100})?{self.last % 100:02d}"
        year = f"{self.first}{to if self.last > self.first else ''}"
        month = rf"{dates.MONTH_NAMES[self.month - 1]}\s+" if self.month else ""
        return [match.span() for match in re.finditer(rf"\b{month}{year}\b", text)]

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


def of_another_period(asked: Sequence[Period], clause: str) -> bool:
    """Whether a clause names a period, and none of those that are asked for.

    As ``Period.holds`` has it "2016/17" is named by its first year too; a year alone may be told of
    in the financial years that begin or end in it.
    """
    named = False
    for match in _WRITTEN.finditer(clause):
        named = True
        first, last = match["year"] or match["first"], match["to"] or match["last"]
        ends = {int(year) for year in (first, last) if year}
        for one in asked:
            own = {one.first % 100, one.last % 100}
            whole = bool(last) and one.first != one.last
            if int(first) == one.first % 100 or (not whole and own & ends):
                return False
    return named


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
        if not capital or facet.weak or OFFICES.issuperset(facet.words) or _DAY.search(asked):
            continue
        known = index.frequency(facet.words)
        if min(known[t] for t in facet.words) <= _COMMON * index.meta.passages:
            wanted.append(any(set(n.terms) <= there for n in facet.names if n.name.on and n.terms))
    return float(all(wanted)) if wanted else 0.5
