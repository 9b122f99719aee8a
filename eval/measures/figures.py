"""How well figures were read: amounts, what they measure and of what period, against labels.

``figures.jsonl`` of a folder of labels holds ``doc``, ``start``, ``end`` (a sentence or a row),
``measure``, ``value``, ``unit``, ``period``; ``values`` where the sentence holds several, each with
what differs of these, and ``compared_with`` for what a value is compared with. One value is one
thing to find. It is found when an amount of the same size and unit is read in a sentence that
shares half of the shorter with the label; amounts that a label tells in millions are as large as
those told in pounds, and of counts the noun is judged with the measure. Labels choose: what is read
in a sentence without a label is neither right nor wrong, and told as ``unlabelled``; in a sentence
with one, every amount that is not labelled is wrong, but the one compared with.

Of those found, ``period`` is the share whose period means the same days (or is missing on both
sides), ``measure`` that in which half of the words of the shorter are words of the other, by their
stems, a thing under its other names being the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import reporting_periods
from corpus.model import Span, Understanding
from corpus.periods import days
from eval.jsonl import Row
from search.figures.reading import Figure, figures
from search.figures.same_measure import words_of
from search.tokens import content_terms, terms

NEAR = 0.0005
"""How far two values may differ, of the larger."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One value of a label."""

    span: Span
    value: float
    unit: str
    measure: str
    period: str | None
    needed: bool = True


def labelled(row: Row) -> list[Labelled]:
    """The values of one label: its ``values``, else its own, and what they are compared with."""
    span = Span(row.whole("start"), row.whole("end"))
    whole = dict(row.values)
    given = [whole | dict(one) for one in whole.get("values") or [{}] if isinstance(one, Mapping)]
    found = [_one(span, values) for values in given]
    compared = whole.get("compared_with")
    if isinstance(compared, Mapping):
        found.append(_one(span, whole | dict(compared), needed=False))
    return [one for one in found if one is not None]


def _one(span: Span, values: Mapping[str, Any], needed: bool = True) -> Labelled | None:
    value = values.get("value")
    if not isinstance(value, int | float):
        return None
    unit = str(values.get("unit") or "count")
    size = 10**6 if "million" in unit else 1
    period = values.get("period")
    measure = str(values.get("measure") or "")
    return Labelled(span, value * size, kind_of(unit), measure, period, needed)


def kind_of(unit: str) -> str:
    """What kind of unit a label's words name: "%", "percentage points", "GBP", a unit of time (in
    the plural), else "count"."""
    words = unit.casefold()
    if "point" in words and ("%" in words or "percent" in words):
        return "percentage points"
    if "%" in words or "per cent" in words:
        return "%"
    if "gbp" in words or "£" in words:
        return "GBP"
    found = re.match(r"(?:working )?(second|minute|hour|day|week|month|year)s?\b", words)
    return f"{found[1]}s" if found else "count"


@dataclass(slots=True)
class Tally:
    """What one document's figures came to; sums over documents are figures of all."""

    labelled: int = 0
    read: int = 0
    matched: int = 0
    periods: int = 0
    measures: int = 0
    unlabelled: int = 0

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> dict[str, float]:
        """``precision``, ``recall``, ``f1``, ``period``, ``measure`` and the counts."""
        precision = self.matched / self.read if self.read else 0.0
        recall = self.matched / self.labelled if self.labelled else 0.0
        both = precision + recall
        return {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / both if both else 0.0,
            "period": self.periods / self.matched if self.matched else 0.0,
            "measure": self.measures / self.matched if self.matched else 0.0,
            "labelled": self.labelled,
            "understood": self.read,
            "unlabelled": self.unlabelled,
        }


def score(rows: Sequence[Row], found: Understanding | None) -> tuple[Tally, list[str]]:
    """The tally of one document, and a line for every miss."""
    wanted = [one for row in rows for one in labelled(row)]
    tally = Tally(labelled=sum(one.needed for one in wanted))
    misses: list[str] = []
    made = list(figures(found.passages)) if found else []
    spans = [one.span for one in wanted]
    near = [one for one in made if any(_same_place(one.span, span) for span in spans)]
    tally.unlabelled = len(made) - len(near)
    free = list(near)
    for one in sorted(wanted, key=lambda one: (one.span, not one.needed)):
        match = next((other for other in free if _same(one, other)), None)
        if match is None:
            if one.needed:
                misses.append(_line(one.span, "missed", f"{one.value:g} {one.unit} {one.measure}"))
            continue
        free.remove(match)
        if not one.needed:
            near.remove(match)
            continue
        tally.matched += 1
        if same_period(one.period, match.period):
            tally.periods += 1
        else:
            words = f"{one.period} read as {match.period}: {match.quote}"
            misses.append(_line(one.span, "period", words))
        if same_measure(one.measure, match.measure):
            tally.measures += 1
        else:
            misses.append(_line(one.span, "measure", f"{one.measure} read as {match.measure}"))
    tally.read = len(near)
    misses += [_line(one.span, "extra", f"{one.written} in {one.quote}") for one in free]
    return tally, misses


def _same_place(one: Span, other: Span) -> bool:
    return 2 * one.overlap(other) >= min(len(one), len(other))


def _same(one: Labelled, other: Figure) -> bool:
    if not _same_place(one.span, other.span) or one.unit != other.unit:
        return False
    return abs(one.value - other.value) <= NEAR * max(abs(one.value), abs(other.value))


def same_period(label: str | None, read: str | None) -> bool:
    """Whether a label's words and an ISO date or stretch mean the same days."""
    if not label:
        return read is None
    told = reporting_periods.find(label)
    return any(one.iso and read and days(one.iso) == days(read) for one in told)


def same_measure(label: str, read: str) -> bool:
    """Whether half of the words of the shorter are words of the other."""
    plain = [frozenset(content_terms(terms(words))) for words in (label, read)]
    return any(
        2 * len(one & other) >= max(1, min(len(one), len(other)))
        for one, other in (plain, (words_of(label), words_of(read)))
    )


def _line(span: Span, what: str, words: str) -> str:
    return f"{span.start}-{span.end} {what}: {' '.join(words.split())[:160]}"
