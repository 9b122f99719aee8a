"""Span measures: how a run does against labelled spans, whatever its passages are.

A gold span is *found* by a hit that covers at least half of its characters. A hit is *right* when
it finds a gold span, or when at least half of it lies in gold. Means and per-query figures carry
the names and the rounding that scorers of this format share: ``every.*`` over topics (kind
``mention``) with a grade 2 span, ``question.*`` and ``answer.*`` over questions,
``unanswerable.abstained`` over the rest. Every labelled query is scored, also one that the run
does not hold: it found nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.labels.gold import DISCUSSED, Gold, GoldSpan, Query
from eval.run import RunHit, RunLine

CUTS = (1, 3, 5, 10)
CHARACTERS = 3000
"""How much a reader is taken to read: recall is measured when a hit begins before this."""

Values = Mapping[str, Mapping[str, float]]
"""Measure to query id to value."""


@dataclass(frozen=True, slots=True)
class Scores:
    """``values``: measure to query to value; ``per_query``: what a person looks at first."""

    values: Values
    per_query: Mapping[str, Mapping[str, object]]

    @property
    def means(self) -> dict[str, float]:
        """Means over the queries a measure is defined for, to four places."""
        return {
            name: round(fmean(of.values()), 4) for name, of in sorted(self.values.items()) if of
        }


def same_document(hit: RunHit, label: GoldSpan) -> bool:
    """Labels name documents by the end of their id, so a folder in front does not matter."""
    return hit.document.endswith(label.document)


def finds(hit: RunHit, label: GoldSpan) -> bool:
    """Whether a hit covers at least half of a gold span."""
    return same_document(hit, label) and hit.span.overlap(label.span) >= 0.5 * len(label.span)


def is_right(hit: RunHit, labels: Sequence[GoldSpan]) -> bool:
    """Whether a hit finds one of the labels, or lies in them with at least half of itself."""
    if any(finds(hit, label) for label in labels):
        return True
    inside = sum(hit.span.overlap(label.span) for label in labels if same_document(hit, label))
    return inside >= 0.5 * len(hit.span)


def wanted(labels: Sequence[GoldSpan]) -> list[GoldSpan]:
    """The spans to be found for a question: those of grade 2, or all where there are none."""
    return [label for label in labels if label.grade == DISCUSSED] or list(labels)


def first_rank(hits: Sequence[RunHit], labels: Sequence[GoldSpan]) -> int | None:
    """The place (from 1) of the first hit that finds any of the labels."""
    for place, hit in enumerate(hits, start=1):
        if any(finds(hit, label) for label in labels):
            return place
    return None


def harmonic(recall: float, precision: float) -> float:
    """F1, 0 where both are 0."""
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def score(gold: Gold, run: Mapping[str, RunLine]) -> Scores:
    """Every measure of every labelled query."""
    values: dict[str, dict[str, float]] = {}
    per_query: dict[str, Mapping[str, object]] = {}
    for query in gold.queries:
        line = run.get(query.id) or RunLine(query.id, "search", ())
        if query.kind == "mention":
            measured, seen = _topic(query, gold.spans[query.id], line.hits)
        elif query.kind == "question":
            measured, seen = _question(query, gold.spans[query.id], line)
        else:
            measured, seen = {}, None
            if line.answer is not None:
                measured["unanswerable.abstained"] = float(line.answer.abstained)
        for name, value in measured.items():
            values.setdefault(name, {})[query.id] = value
        if seen is not None:
            per_query[query.id] = seen
    return Scores(values, per_query)


def _topic(
    query: Query, labels: Sequence[GoldSpan], hits: Sequence[RunHit]
) -> tuple[dict[str, float], dict[str, object] | None]:
    discussed = [label for label in labels if label.grade == DISCUSSED]
    if not discussed:
        return {}, None
    found = sum(any(finds(hit, label) for hit in hits) for label in discussed)
    recall = found / len(discussed)
    precision = sum(is_right(hit, labels) for hit in hits) / len(hits) if hits else 0.0
    measured = {
        "every.recall": recall,
        "every.precision": precision,
        "every.f1": harmonic(recall, precision),
    }
    dates = list(_dates(discussed, hits))
    if dates:
        measured["every.date"] = sum(dates) / len(dates)
    seen: dict[str, object] = {
        "text": query.text,
        "recall": round(recall, 3),
        "precision": round(precision, 3),
        "gold2": len(discussed),
        "returned": len(hits),
    }
    return measured, seen


def _dates(labels: Sequence[GoldSpan], hits: Sequence[RunHit]) -> Iterable[bool]:
    """For each find of a dated span: is the hit's date the label's, or more precise than it?"""
    for label in labels:
        if label.said_on:
            for hit in hits:
                if finds(hit, label):
                    yield (hit.said_on or "").startswith(label.said_on)


def _question(
    query: Query, labels: Sequence[GoldSpan], line: RunLine
) -> tuple[dict[str, float], dict[str, object]]:
    sought = wanted(labels)
    rank = first_rank(line.hits, sought)
    measured = {f"question.success@{cut}": float(rank is not None and rank <= cut) for cut in CUTS}
    measured["question.mrr@10"] = 1 / rank if rank is not None and rank <= 10 else 0.0
    read, got = 0, set()
    for hit in line.hits:
        if read >= CHARACTERS:
            break
        read += len(hit.span)
        got |= {place for place, label in enumerate(sought) if finds(hit, label)}
    measured[f"question.recall@{CHARACTERS}chars"] = len(got) / len(sought)
    if line.answer is not None:
        measured["answer.kept"] = float(not line.answer.abstained)
        measured["answer.cites_gold"] = float(cites(line.answer.citations, sought))
    return measured, {"text": query.text, "rank": rank}


def cites(citations: Iterable[RunHit], labels: Sequence[GoldSpan]) -> bool:
    """Whether any citation is right about any one of the labels."""
    return any(is_right(hit, [label]) for hit in citations for label in labels)
