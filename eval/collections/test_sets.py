"""Test collections measured on the product's own index and engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from corpus.glossary import glossary
from eval.baselines import UNTUNED
from eval.collections.beir import BeirSet
from eval.collections.qmsum import Meeting, MeetingQuery, Ranker, measure, smoothed
from eval.measures.rankings import Rankings, means, ordered, ranking
from eval.measures.spans import Values
from eval.measures.statistics import Difference, bootstrap, paired
from eval.report import Table, between, figure
from search.encoding.encoder import Encoder
from search.index import NO_FILTER, Filter, Index, Ranked, Vector, document_of
from search.query.query_expansion import Namer
from search.ranking.fusion import normalised
from search.ranking.hybrid import rank
from search.ranking.weights import DEFAULT, Ranking
from search.tokens import content_terms, terms

DEEP = 100
DECIDING = "nDCG@10"
BEIR_MEASURES = (DECIDING, "R@100", "RR@10", "P@10")
HYBRID = "hybrid"
BOTH = "both, neighbours"

WIDTH = 5.0
"""Turns over which neighbours lend score, chosen on the train split, as are the weights."""
WEIGHTS = {"bm25": 0.7, "vectors": 0.3}


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to search a collection: its run, its measures by query, seconds in all."""

    name: str
    run: Rankings
    values: Values
    seconds: float


def systems(base: Ranking = DEFAULT) -> dict[str, Ranking]:
    """The hybrid as it is set, its parts alone, and the other way to fuse them."""
    other: Literal["normalised", "rrf"] = "rrf" if base.fusion == "normalised" else "normalised"
    return {
        "BM25": replace(base, vectors=0.0),
        "vectors": replace(base, bm25=0.0),
        HYBRID: base,
        f"{HYBRID}, {other}": replace(base, fusion=other),
    }


def measure_beir(
    held: BeirSet,
    index: Index,
    encoder: Encoder,
    told: Callable[[str], None] = lambda name: None,
    weighed: Mapping[str, Ranking] | None = None,
) -> list[Measured]:
    """Every judged query, 100 deep, with each of ``systems`` (or ``weighed``), ranked as ``search``
    and ``ask`` do.

    Its words are taken as they are: a collection has no dates or kinds, and "I came in 2003" is no
    wish for papers of 2003.
    """
    namer = Namer(glossary(), index.definitions())
    found = []
    for name, weights in (weighed or systems()).items():
        told(name)
        run: dict[str, dict[str, float]] = {}
        began = time.perf_counter()
        for query, text in held.queries.items():
            vector = encoder.encode([text], query=True)[0]
            ranks = rank(index, text, vector, namer.facets(text), NO_FILTER, weights)
            ranked = np.array([entry.ordinal for entry in ranks.fused[:DEEP]], dtype=np.int64)
            best = index.names_of(document_of(ranked))
            run[query] = ordered(best, query)
        spent = time.perf_counter() - began
        found.append(Measured(name, run, ranking(held.qrels, run, BEIR_MEASURES), spent))
    return found


def against_better(found: Sequence[Measured]) -> tuple[str, Difference]:
    """The hybrid against the better of its parts, by the mean of ``DECIDING``."""
    named = {one.name: one for one in found}
    better = max(("BM25", "vectors"), key=lambda name: means(named[name].values)[DECIDING])
    return better, paired(named[better].values[DECIDING], named[HYBRID].values[DECIDING])


def against_untuned(found: Sequence[Measured]) -> Difference | None:
    """The hybrid against that of the packaged encoder, by the mean of ``DECIDING``, if it is
    measured too."""
    named = {one.name: one.values[DECIDING] for one in found}
    return paired(named[UNTUNED], named[HYBRID]) if UNTUNED in named else None


def beir_table(held: BeirSet, found: Sequence[Measured]) -> Table:
    """One row a system; the note says how the hybrid does against the better of its parts."""
    lines = []
    for one in found:
        mean = means(one.values)
        interval = bootstrap(list(one.values[DECIDING].values()))
        cells = [figure(mean[measure]) for measure in BEIR_MEASURES]
        cost = 1000 * one.seconds / max(len(held.queries), 1)
        lines.append((one.name, cells[0], between(interval), *cells[1:], f"{cost:.0f}"))
    notes = [_told(DECIDING, *against_better(found))]
    if (untuned := against_untuned(found)) is not None:
        notes.append(_told(DECIDING, UNTUNED, untuned))
    title = f"{held.name} ({held.split}): {len(held.rows):,} rows, {len(held.queries):,} queries"
    columns = ("ranking", DECIDING, "95 %", *BEIR_MEASURES[1:], "ms")
    return Table(title, columns, tuple(lines), tuple(notes))


def _told(measure: str, other: str, change: Difference, one: str = HYBRID) -> str:
    return (
        f"{one} against {other}: {measure} {change.mean:+.3f} "
        f"({change.low:+.3f}–{change.high:+.3f}), p = {change.p:.4f}, "
        f"won {change.won}, lost {change.lost} of {change.n} queries."
    )


def turn_rankers(
    index: Index, encoder: Encoder, turns: Mapping[str, Sequence[int]], queries: Iterable[str]
) -> dict[str, Ranker]:
    """Ways to order the turns of a meeting. ``turns``: by meeting, which turn each passage is."""
    texts = list(dict.fromkeys(queries))
    vectors = dict(zip(texts, encoder.encode(texts, query=True), strict=True))

    def ranker(weights: Mapping[str, float], width: float) -> Ranker:
        def order(meeting: Meeting, text: str) -> list[int]:
            held = turns[meeting.id]
            parts = _parts(index, meeting.id, text, vectors[text], len(held))
            fused = normalised({name: parts[name] for name in weights}, weights)
            first = index.ordinals_of(meeting.id).start
            scores = [0.0] * len(meeting.turns)
            for ordinal, score in fused.items():
                scores[held[ordinal - first]] = score
            lent = smoothed(scores, width)
            return sorted(range(len(lent)), key=lambda turn: (-lent[turn], turn))

        return order

    return {
        "BM25": ranker({"bm25": 1.0}, 0.0),
        "vectors": ranker({"vectors": 1.0}, 0.0),
        "both": ranker(WEIGHTS, 0.0),
        "BM25, neighbours": ranker({"bm25": 1.0}, WIDTH),
        "vectors, neighbours": ranker({"vectors": 1.0}, WIDTH),
        BOTH: ranker(WEIGHTS, WIDTH),
    }


def _parts(
    index: Index, meeting: str, text: str, vector: Vector, count: int
) -> dict[str, list[Ranked]]:
    where = Filter.of(document=(meeting,))
    return {
        "bm25": index.lexical(content_terms(terms(text)), count, where),
        "vectors": index.dense(vector, count, where),
    }


def qmsum_table(
    title: str,
    meetings: Mapping[str, Meeting],
    queries: Sequence[MeetingQuery],
    rankers: Mapping[str, Ranker],
) -> Table:
    """One row a ranker: the share of gold words found when a third is read."""
    found = {name: measure(meetings, queries, ranker) for name, ranker in rankers.items()}
    lines = []
    for name, values in found.items():
        interval = bootstrap(list(values.values()))
        lines.append((name, figure(interval.mean), between(interval), str(interval.n)))
    notes = [f"Neighbours lend score over {WIDTH:g} turns; weights {WEIGHTS}."]
    notes += [
        _told("gold words found", name, paired(values, found[BOTH]), BOTH)
        for name, values in found.items()
        if name.startswith(UNTUNED)
    ]
    return Table(title, ("ranking", "gold words found", "95 %", "n"), tuple(lines), tuple(notes))
