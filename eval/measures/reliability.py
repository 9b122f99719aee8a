"""Whether a confidence means what it says: of answers given at 0.8, about eight in ten are right.

Answers are sorted into bins by their confidence; beside the mean confidence of each bin stands the
share of its answers that were right. The expected calibration error is the mean distance of the
two, weighed by answers (Naeini, Cooper and Hauskrecht 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from eval.labels.gold import Gold
from eval.measures.spans import cites, wanted
from eval.run import RunLine

EDGES = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with a confidence from ``low`` to ``high``: how many, what they said of themselves on
    average, and the share that was right."""

    low: float
    high: float
    answers: int
    said: float
    right: float


def given(gold: Gold, run: Mapping[str, RunLine]) -> Iterator[tuple[float, bool]]:
    """Confidence, and whether it was right, of every answer that was given: one that cites what
    answers. No answer to a question that nothing answers is right."""
    for query in gold.queries:
        line = run.get(query.id)
        if query.kind == "mention" or line is None or line.answer is None or line.answer.abstained:
            continue
        right = query.kind == "question" and cites(
            line.answer.citations, wanted(gold.spans[query.id])
        )
        yield line.answer.confidence, right


def bins(answers: Sequence[tuple[float, bool]], edges: Sequence[float] = EDGES) -> tuple[Bin, ...]:
    """The bins that hold answers, from the least sure on; the last edge belongs to the last."""
    found = []
    for low, high in pairwise(edges):
        mine = [one for one in answers if low <= one[0] < high or one[0] == high == edges[-1]]
        if mine:
            said, right = fmean(sure for sure, _ in mine), fmean(right for _, right in mine)
            found.append(Bin(low, high, len(mine), said, right))
    return tuple(found)


def calibration_error(of: Sequence[Bin]) -> float | None:
    """In 0..1; None without an answer."""
    total = sum(one.answers for one in of)
    if not total:
        return None
    return sum(one.answers * abs(one.said - one.right) for one in of) / total
