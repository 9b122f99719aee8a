"""What each part of the ranking is worth: the same index, asked with other weights.

Topics are ranked by ``search`` and cut at 20 hits in every row but the first, so that the rows
compare with the baselines; the first is the product as readers meet it, where ``every`` decides
by itself how much there is. The row without headings switches them off for the words alone: the
vectors were made of the passages in their places.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from eval import plots
from eval.baselines import PACKAGED_WEIGHTS, QUESTION_HITS, TOPIC_HITS, UNTUNED
from eval.labels.gold import Gold, Query
from eval.measures.spans import Scores, score
from eval.measures.statistics import bootstrap, paired
from eval.report import Table, between, figure, recall_curve
from eval.run import RunHit, RunLine, answer_query, as_run, unfolded
from search.encoding.encoder import Encoder
from search.engine import Engine
from search.every.adjustments import Adjustments
from search.index import Index
from search.ranking.weights import DEFAULT, Ranking
from search.results import Hit
from search.settings import PACKAGED_MODEL, Settings

COLUMNS = {
    "every.recall": "every.recall",
    "every.precision": "every.precision",
    "question.success@1": "success@1",
    "question.success@5": "success@5",
    "question.success@10": "success@10",
    "question.mrr@10": "mrr@10",
    "question.recall@3000chars": "recall@3000chars",
}
"""Measures of a row, and what they are called at the head of a narrow column."""
TESTED = "question.recall@3000chars"
PRODUCT = "Minuted"
RANKED = "its ranking alone"
PLOTTED = (PRODUCT, "BM25 alone", "vectors alone")

Ask = Callable[[Query], RunLine]


@dataclass(frozen=True, slots=True)
class Row:
    """One way to search, what it scores, and what a query costs (median, milliseconds)."""

    name: str
    run: Mapping[str, RunLine]
    scores: Scores
    milliseconds: float


def variants(base: Ranking = DEFAULT) -> dict[str, Ranking]:
    """The product's ranking, and without each of its parts in turn."""
    other: Literal["normalised", "rrf"] = "rrf" if base.fusion == "normalised" else "normalised"
    named = {"rrf": "fused by ranks (RRF)", "normalised": "fused by normalised scores"}
    return {
        RANKED: base,
        "BM25 alone": replace(base, vectors=0.0),
        "vectors alone": replace(base, bm25=0.0),
        named[other]: replace(base, fusion=other),
        "without headings": replace(base, heading=0.0),
        "without other names": replace(base, names=0.0),
        "without neighbours": replace(base, neighbours=0.0),
        "without choosing documents": replace(base, choose=False),
        "without the reader": replace(base, read=False),
    }


def measured(name: str, gold: Gold, ask: Ask) -> Row:
    """Ask every query of the labels, one after the other, and score what came back."""
    run: dict[str, RunLine] = {}
    spent: list[float] = []
    for query in gold.queries:
        began = time.perf_counter()
        run[query.id] = ask(query)
        spent.append(1000 * (time.perf_counter() - began))
    return Row(name, run, score(gold, run), median(spent))


def rows(
    gold: Gold,
    index: Index,
    settings: Settings,
    encoder: Encoder,
    told: Callable[[str], None] = lambda name: None,
    packaged: tuple[Index, Encoder] | None = None,
) -> list[Row]:
    """The product, its variants, and ``every`` without other names; ``told`` hears of each.

    ``packaged`` is the same archive indexed by the packaged encoder, for the rows of what tuning
    it is worth.
    """
    found: list[Row] = []

    def add(name: str, ask: Ask) -> None:
        told(name)
        found.append(measured(name, gold, ask))

    def engine(ranking: Ranking = DEFAULT) -> Engine:
        # A new engine for each row: it remembers vectors, which would make later rows look cheap.
        return Engine(index, settings, ranking, encoder)

    add(PRODUCT, _as_readers_meet_it(engine()))
    add(f"{PRODUCT}, no other names", without_names(engine(replace(DEFAULT, names=0.0))))
    for name, ranking in variants().items():
        add(name, _ranked(engine(ranking)))
    if packaged is not None:
        other, published = packaged
        untuned = replace(settings, model=PACKAGED_MODEL)
        for name, ranking in {
            UNTUNED: PACKAGED_WEIGHTS,
            f"{UNTUNED}, without the reader": replace(PACKAGED_WEIGHTS, read=False),
        }.items():
            add(name, _ranked(Engine(other, untuned, ranking, published)))
    return found


def _as_readers_meet_it(engine: Engine) -> Ask:
    def ask(query: Query) -> RunLine:
        return as_run([answer_query(engine, query, QUESTION_HITS)])[query.id]

    return ask


def without_names(engine: Engine) -> Ask:
    """Lists of what is asked in its own words alone; questions as ever."""
    meet = _as_readers_meet_it(engine)

    def ask(query: Query) -> RunLine:
        if query.kind != "mention":
            return meet(query)
        names = engine.understand(query.text, "every").names
        off = [name.text for name in names if name.source != "asked"]
        found = engine.every(query.text, adjust=Adjustments(names_off=tuple(off)))
        return RunLine(query.id, "every", _hits(list(unfolded(found))))

    return ask


def _ranked(engine: Engine) -> Ask:
    def ask(query: Query) -> RunLine:
        if query.kind == "mention":
            hits = engine.search(query.text, limit=TOPIC_HITS).hits
        else:
            hits = engine.ask(query.text, limit=QUESTION_HITS).hits
        return RunLine(query.id, "search", _hits(hits))

    return ask


def _hits(hits: Sequence[Hit]) -> tuple[RunHit, ...]:
    return tuple(
        RunHit(
            hit.passage.document.id, hit.passage.span, hit.passage.said_on, hit.score,
            hit.passage.text,
        )
        for hit in hits
    )  # fmt: skip


def table(title: str, found: Sequence[Row], against: str) -> Table:
    """All rows, with the interval of the questions' recall (``TESTED``); ``p`` tests it against the
    row of that name."""
    base = next(row for row in found if row.name == against)
    lines = []
    for row in found:
        means = row.scores.means
        p = "" if row is base else f"{_p(base, row):.3f}"
        cells = [figure(means.get(measure)) for measure in COLUMNS]
        sure = between(bootstrap(list(row.scores.values[TESTED].values())))
        lines.append((row.name, *cells, sure, p, f"{row.milliseconds:.0f}"))
    note = (
        f"{TOPIC_HITS} hits a topic, except from {PRODUCT}, which returns what it finds; "
        f"{QUESTION_HITS} a question. 95 %: where {COLUMNS[TESTED]} would lie with other "
        f"questions of the kind; p: two-sided paired permutation test against {against!r} on "
        f"{COLUMNS[TESTED]}; ms: median of a query, encoding it among the rest."
    )
    return Table(title, ("ranking", *COLUMNS.values(), "95 %", "p", "ms"), tuple(lines), (note,))


def _p(base: Row, row: Row) -> float:
    return paired(base.scores.values[TESTED], row.scores.values[TESTED]).p


def curves(gold: Gold, found: Sequence[Row]) -> dict[str, list[tuple[float, float]]]:
    """Recall against passages read, by row; of many rows those that a reader compares first."""
    few = [row for row in found if row.name in PLOTTED or row.name.endswith(": RRF")]
    return {
        row.name: [(float(x), y) for x, y in recall_curve(gold, row.run)]
        for row in (found if len(found) <= len(plots.COLOURS) else few)
    }
