"""Measures by the names the field gives them.

Rankings are measured by ``ir_measures`` (which calls trec_eval's code) with two additions: every
query of the qrels is scored, also those a run does not hold (0), and what trec_eval leaves
undefined is refused: a score that is not a number, and a document returned twice. Ties are broken
as trec_eval breaks them, by document id from Z to A, for every measure alike.

Answers are measured over all labelled queries: an unanswered query counts as refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from corpus.errors import BadLabels
from eval.labels.gold import Gold
from eval.measures.spans import Values, cites, wanted
from eval.run import RunLine

STANDARD = ("nDCG@10", "R@100", "RR@10", "P@10", "Success@1", "Success@10")

Qrels = Mapping[str, Mapping[str, int]]
"""Query to document to relevance; 1 and above is relevant."""
Rankings = Mapping[str, Mapping[str, float]]
"""Query to document to score; higher is better."""


def trec_order(scores: Mapping[str, float]) -> list[str]:
    """Documents best first as trec_eval orders them: by score, ties by id from Z to A."""
    return sorted(sorted(scores, reverse=True), key=lambda name: -scores[name])


def ranking(qrels: Qrels, run: Rankings, names: Sequence[str] = STANDARD) -> Values:
    """Each measure for each query of ``qrels``. Queries of the run without qrels are ignored.

    Raises BadLabels on an unknown measure and on a score that is not finite.
    """
    import ir_measures

    try:
        measures = {ir_measures.parse_measure(name): name for name in names}
    except (NameError, ValueError):
        raise BadLabels(f"One of {', '.join(names)} is not a measure of ir_measures.") from None
    # What follows is ranked by place instead of score: the providers behind ir_measures break
    # ties in different ways, and one table must not be about two orders.
    placed = {
        query: {
            name: -float(place) for place, name in enumerate(trec_order(_finite(query, run[query])))
        }
        for query in qrels
        if run.get(query)
    }
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in names}
    judged = {query: dict(of) for query, of in qrels.items()}
    if placed:
        for found in ir_measures.iter_calc(list(measures), judged, placed):
            values[measures[found.measure]][found.query_id] = float(found.value)
    return values


def _finite(query: str, scores: Mapping[str, float]) -> Mapping[str, float]:
    for name, score in scores.items():
        if not math.isfinite(score):
            raise BadLabels(f"Query {query!r}: the score of {name!r} is {score}, not a number.")
    return scores


def ordered(documents: Iterable[str], query: str = "") -> dict[str, float]:
    """Scores that keep the order of a list; raises BadLabels when a document comes twice."""
    scores: dict[str, float] = {}
    for place, name in enumerate(documents):
        if name in scores:
            raise BadLabels(f"Query {query!r}: the document {name!r} is returned twice.")
        scores[name] = -float(place)
    return scores


def means(values: Values) -> dict[str, float]:
    """The mean of each measure over its queries."""
    return {name: fmean(of.values()) for name, of in values.items() if of}


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive stands above a negative, ties counting half; None without both.

    The area under the ROC curve by its equality with the Mann-Whitney statistic (Hanley and
    McNeil 1982).
    """
    if not positive or not negative:
        return None
    above = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return above / (len(positive) * len(negative))


def answers(gold: Gold, run: Mapping[str, RunLine]) -> tuple[Values, float | None]:
    """Answering and refusing, by query, and the AUROC of the confidence.

    ``answer.right``: a question kept, and what it cites is gold; ``answer.wrong``: kept, but no
    citation is gold; ``answer.wrongly_refused``: a question refused; ``answer.made_up``: an
    unanswerable query answered all the same.
    """
    values: dict[str, dict[str, float]] = {}
    confidence: dict[bool, list[float]] = {True: [], False: []}
    for query in gold.queries:
        if query.kind == "mention":
            continue
        line = run.get(query.id)
        answer = line.answer if line is not None else None
        kept = answer is not None and not answer.abstained
        answerable = query.kind == "question"
        confidence[answerable].append(answer.confidence if answer is not None else 0.0)
        if answerable:
            sought = wanted(gold.spans[query.id])
            right = answer is not None and kept and cites(answer.citations, sought)
            values.setdefault("answer.right", {})[query.id] = float(right)
            values.setdefault("answer.wrong", {})[query.id] = float(kept and not right)
            values.setdefault("answer.wrongly_refused", {})[query.id] = float(not kept)
        else:
            values.setdefault("answer.made_up", {})[query.id] = float(kept)
    return values, auroc(confidence[True], confidence[False])
