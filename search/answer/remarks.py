"""What other papers say to an answer: that its figure was wrong, or another figure.

A figure that an archive itself corrects must not be given unmarked. A correction is told by its
words ("should have been", "the right figure is"), by holding the same figure and by being about
the same thing; which of its figures is the wrong one is told by its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import dates, reporting_periods
from corpus.model import Passage
from corpus.sentences import sentences
from search.index import Index
from search.query.amounts import Amount, amounts
from search.query.expected_answer import FIGURE
from search.results import Hit
from search.tokens import content_terms, terms

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ions|ing)?|errors?|erroneous(?:ly)?|mistake(?:n|s|nly)?|"
    r"wrong(?:ly)?|should (?:have (?:been|read|said)|read)|(?:right|true|actual) (?:figure|number)|"
    r"revis(?:ed|ion)|"
    r"restated|overstated|understated|misreported|inaccurate|counted twice|double[- ]counted|"
    r"(?:earlier|previous|first) (?:count|figure|number)|left out|supersed(?:es|ed))\b",
    re.IGNORECASE,
)
_BEFORE_WRONG = re.compile(
    r"(?:than|not|instead of|rather than|and not|from|replaces?|replacing) (?:the |a )?$",
    re.IGNORECASE,
)
_MOST = 60
"""Passages with the same figure that are looked at."""
_SHARED = 2
"""Words besides the figure that a correction must share with what it corrects."""
_ALIKE = 0.6
"""Share of the words of two sentences that is the same where they tell of one thing."""
_TOLD_ALIKE = 0.4
"""The same where both hold all that the question does of the one."""


def correction(statement: str, passage: Passage, index: Index) -> tuple[Passage, str] | None:
    """The passage that corrects a figure of the statement, and its sentence with the figure; None
    where nothing does, and where the statement is a correction itself."""
    if _CORRECTS.search(statement):
        return None
    own = _words(statement, passage)
    for figure in _figures(statement):
        written = statement[figure.start : figure.end]
        sequence = terms(written)
        if not sequence:
            continue
        for other in index.fetch(index.phrase(sequence)[:_MOST]):
            if other.id == passage.id or _earlier(other, passage):
                continue
            if sentence := _wrong_in(other, written, figure, own):
                return other, sentence
    return None


def differing(
    statement: str, hit: Hit, others: Sequence[tuple[Hit, str]]
) -> tuple[Passage, str] | None:
    """What another document says of the same thing with another figure: a near copy of the
    passage, or one of ``others``, sentences found for the same question."""
    passage = hit.passage
    figures = {statement[a.start : a.end] for a in _figures(statement)}
    if not figures or _CORRECTS.search(statement):
        return None
    told = [(other.passage, sentence) for other, sentence in others]
    told += [
        (copy, copy.text[start:end])
        for copy in hit.copies
        if copy.copy != "exact"
        for start, end in sentences(copy.text)
    ]
    for other, sentence in told:
        theirs = {sentence[a.start : a.end] for a in _figures(sentence)}
        if (
            other.document.id != passage.document.id
            and theirs
            and not figures & theirs
            and _same_time((statement, passage), (sentence, other))
            and _likeness(statement, sentence) >= _ALIKE
        ):
            return other, sentence
    return None


def other_day(
    question: str, statement: str, others: Sequence[tuple[Passage, str]]
) -> tuple[Passage, str] | None:
    """A sentence that holds the same words of the question, tells the same thing and gives another
    day for it: of two meetings each has its own."""
    own = set(content_terms(terms(question))) & set(terms(statement))
    days = dates.find(statement)
    if len(own) < _SHARED or len(days) != 1:
        return None
    for passage, sentence in others:
        theirs = dates.find(sentence)
        if (
            own <= set(terms(sentence))
            and theirs
            and _apart(days[0], theirs[0])
            and _likeness(statement, sentence) >= _TOLD_ALIKE
        ):
            return passage, sentence
    return None


def _apart(one: dates.Found, other: dates.Found) -> bool:
    """Whether two dates cannot mean the same day."""
    pairs = ((one.month, other.month), (one.day, other.day), (one.year, other.year))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _figures(text: str) -> list[Amount]:
    """Amounts that can be told from others: small counts and times stand everywhere."""
    return [
        amount
        for amount in amounts(text)
        if amount.kind in ("share", "money", "count")
        and sum(c.isdigit() for c in text[amount.start : amount.end]) >= 2
    ]


def _wrong_in(other: Passage, written: str, figure: Amount, own: set[str]) -> str | None:
    """The sentence with the right figure, of a passage in which ``written`` is said to be wrong;
    None where it is not, or of another thing.

    A long passage speaks of many things, so a correction is read with the sentences beside it and
    no more, and it must itself hold a figure or speak of one: "the correct use of" is none.
    """
    text, told = other.text, list(sentences(other.text))
    for place, (start, end) in enumerate(told):
        said = text[start:end]
        if not _CORRECTS.search(said):
            continue
        if not (FIGURE.search(said) or any(one.kind == figure.kind for one in _figures(said))):
            continue
        around = slice(told[max(0, place - 1)][0], told[min(place + 1, len(told) - 1)][1])
        near = text[around]
        if len(own & _words(near, other)) >= _SHARED and (right := _right(near, written, figure)):
            return right
    return None


def _right(text: str, written: str, figure: Amount) -> str | None:
    """The sentence with the right figure, where ``written`` is the wrong one of the two."""
    same = [amount for amount in _figures(text) if amount.kind == figure.kind]
    places = [amount for amount in same if text[amount.start : amount.end] == written]
    if len({text[amount.start : amount.end] for amount in same}) < 2 or not places:
        return None
    at = places[0]
    said_wrong = _BEFORE_WRONG.search(text[max(0, at.start - 24) : at.start])
    if not said_wrong and at == same[-1]:
        return None
    right = same[-1] if at != same[-1] else same[0]
    return next(
        (text[start:end] for start, end in sentences(text) if start <= right.start < end),
        None,
    )


def _earlier(other: Passage, passage: Passage) -> bool:
    """Whether the other was surely said before."""
    if other.said_on is None or passage.said_on is None:
        return False
    return other.said_on[: len(passage.said_on)] < passage.said_on[: len(other.said_on)]


def _same_time(one: tuple[str, Passage], other: tuple[str, Passage]) -> bool:
    """Whether two sentences report on the same time: the same periods, where either names any,
    else papers of the same day. Figures of two years differ and do not contradict each other."""
    first, second = _reported(*one), _reported(*other)
    if first or second:
        return first == second
    return one[1].said_on is not None and one[1].said_on == other[1].said_on


def _reported(text: str, passage: Passage) -> set[str]:
    """The periods that a sentence and the heads of its columns name."""
    found = reporting_periods.find(f"{text} | {passage.columns}", passage.said_on)
    return {period.iso for period in found if period.iso}


def _words(text: str, passage: Passage) -> set[str]:
    place = " ".join((*passage.section.headings, passage.columns))
    return {term for term in content_terms(terms(f"{text} {place}")) if not term[:1].isdigit()}


def _likeness(one: str, other: str) -> float:
    first, second = (
        {term for term in content_terms(terms(text)) if not term[:1].isdigit()}
        for text in (one, other)
    )
    return len(first & second) / len(first | second) if first | second else 0.0
