"""What corrects a figure: a passage that says one was wrong and gives the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.periods import days, opening
from search.figures.reading import Figure
from search.figures.same_measure import alike, words_of

_FIGURE = r"(?:figure|number|amount|value|total|percentage|rate|sum|answer|result|share)s?"
_FIRST = (
    r"\b(?:first|originally|previously|initially|wrongly|earlier)\s(?:given|reported|stated|published|"
    r"quoted|shown|recorded|printed)\s(?:as|at)\b"
)
_WRONG = re.compile(
    rf"\bcorrect(?:ed|s|ing|ion|ions)\b|\bto\scorrect\b|\b(?:right|correct|true|actual)\s{_FIGURE}\b|\berrat(?:um|a)\b|"
    r"\bshould\s(?:have\s)?(?:read|been|be\sread|say|said)\b|\bin\serror\b|\bby\smistake\b|"
    r"\b(?:was|were|is|are|been|had)\s(?:wrong|wrongly|incorrect|incorrectly|inaccurate|mis-?\w+|overstated|"
    rf"understated|mistaken)\b|\brestated\b|\b(?:wrong|incorrect|erroneous)\s{_FIGURE}\b|\bmisprint\w*|"
    rf"\bmis-?(?:reported|stated|quoted|printed)\b|{_FIRST}",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    rf"(?:\b(?:right|correct(?:ed)?|true|actual|revised|restated|amended)\s{_FIGURE}\s?(?:is|was|were|are|being|of|:|,)?|"
    r"\bshould\s(?:have\s)?(?:read|been|be|say|said)|\b(?:corrected|restated|amended|revised)\s(?:to|as|at)|"
    r"\bbut\s(?:was|is|were)?|\binstead\s(?:of\s\S+\s)?(?:was|is)?|\bin\sfact|\bactually|\breplaced\s(?:by|with)|"
    r"\b(?:given|reported|stated|published|quoted|shown|recorded)\s(?:as|at)\s\S+\s(?:and|but)\s(?:was|is|were))"
    r"(?:\s(?!not\b)[\w,’'-]+){0,4}?\s?[\"“*]{0,2}$",
    re.IGNORECASE,
)
_RIGHT_AFTER = re.compile(
    rf"[\s,;(]*(?:and\s)?(?:(?:not|rather\sthan|instead\sof)\s(?:the\s)?\W?[£\d]|{_FIRST})",
    re.IGNORECASE,
)
_LEAD = 90
"""Characters before an amount in which it is said that this is the right one."""
_ALIKE = 0.34


@dataclass(frozen=True, slots=True)
class Correction:
    """``right`` is given in place of ``wrong``, both read in the passage that corrects."""

    wrong: Figure
    right: Figure

    def corrects(self, one: Figure) -> bool:
        """Whether this is the figure that was wrong: of the same size, unit and thing, not of
        another period, and not said later than its correction."""
        if one.unit != self.wrong.unit or abs(one.value - self.wrong.value) > 1e-9:
            return False
        if one.passage.id == self.wrong.passage.id:
            return True
        if one.period and self.wrong.period and days(one.period) != days(self.wrong.period):
            return False
        said, corrected = one.said_on, self.right.said_on
        if said and corrected and opening(said) > opening(corrected):
            return False
        told = (words_of(self.wrong.measure), words_of(self.right.measure))
        return any(alike(words_of(one.measure), words) >= _ALIKE for words in told)


def corrections(figures: Sequence[Figure]) -> Iterator[Correction]:
    """Every correction among figures that come passage by passage, in order."""
    for _, run in groupby(figures, key=lambda one: one.passage.id):
        held = list(run)
        if len(held) < 2 or not _WRONG.search(held[0].passage.text):
            continue
        right = next((one for one in held if _is_right(one)), None)
        if right is None:
            continue
        wrong = [
            one
            for one in held
            if one.unit == right.unit
            and one.value != right.value
            and not _is_right(one)
            and one.role in ("", "comparison")
            and not (one.period and right.period and days(one.period) != days(right.period))
        ]
        beside = [one for one in wrong if one.role == "comparison" and one.span == right.span]
        for found in (wrong, beside):
            if len({one.value for one in found}) == 1:
                yield Correction(found[0], right)
                break


def _is_right(one: Figure) -> bool:
    text, at = one.passage.document.text, one.at
    lead = text[max(one.passage.span.start, at.start - _LEAD) : at.start]
    lead = re.split(r"(?<=[.!?])\s", lead)[-1]
    behind = text[at.end : min(one.passage.span.end, at.end + 40)]
    return bool(_RIGHT.search(lead) or _RIGHT_AFTER.match(behind))
