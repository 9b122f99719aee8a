"""What each command of ``minuted eval`` does; options come from ``eval.commands``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval import gate as gates
from eval import index_texts, plots
from eval.indexes import collection as collection_index
from eval.indexes import opened, settings_of
from eval.labels.gold import Gold, read_gold, read_queries
from eval.measures.rankings import means
from eval.output import give, slug, tell
from eval.report import Table, figure, report
from eval.run import counter, read_run, run_queries, write_run
from search.encoding.encoder import Encoder
from search.engine import Engine
from search.index import Index, open_index

SPECIMEN = Path(__file__).with_name("specimen")


def run(options: argparse.Namespace) -> int:
    """Ask and write down."""
    queries = read_queries(options.queries)
    settings = settings_of(options)
    engine = Engine.open(settings.index, settings)
    try:
        lines = run_queries(engine, queries, options.top, counter("queries"))
        written = write_run(options.out, lines)
    finally:
        engine.close()
    print(f"{written} queries asked; the run is in {options.out}.")
    return 0


def score(options: argparse.Namespace) -> int:
    """A run against labels."""
    gold = _gold(options)
    found = report(gold, read_run(options.run_file, _known(options, gold)))
    curve = {"this run": [(float(x), y) for x, y in found.curve]}
    drawn = plots.curves("Recall against passages read", "passages read", "recall", curve)
    give(options, [found.table()], found.to_json(), [drawn], gold)
    return 0


def compare(options: argparse.Namespace) -> int:
    """Two runs against the same labels."""
    from eval.compare import compare as compared

    gold = _gold(options)
    known = _known(options, gold)
    runs = [read_run(path, known) for path in (options.before, options.after)]
    names = (options.before.stem, options.after.stem)
    if names[0] == names[1]:
        names = (str(options.before), str(options.after))
    found = compared(gold, runs[0], runs[1], names)
    by_query = {change.query.id: change.difference for change in found.changes}
    drawn = plots.differences("Difference by query", "change", by_query)
    give(options, [found.table()], found.to_json(), [drawn], gold, after=found.queries())
    return 0


def ablate(options: argparse.Namespace) -> int:
    """The product without each of its parts, and the baselines under it."""
    from eval import ablate as ablation

    settings = settings_of(options)
    with opened(settings) as (index, encoder):
        gold = _gold(options, index)
        found = ablation.rows(gold, index, settings, encoder, tell)
        found += _baseline_rows(gold, index, encoder)
        table = ablation.table("What each part is worth", found, ablation.PRODUCT)
    _give_rows(options, gold, found, table)
    return 0


def baselines(options: argparse.Namespace) -> int:
    """What anyone would write in an afternoon, alone."""
    from eval import ablate as ablation

    with opened(settings_of(options)) as (index, encoder):
        gold = _gold(options, index)
        found = _baseline_rows(gold, index, encoder)
        table = ablation.table("An afternoon's work", found, found[2].name)
    _give_rows(options, gold, found, table)
    return 0


def structure(options: argparse.Namespace) -> int:
    """What was understood of the documents."""
    from eval.measures.structure import score_structure

    index = open_index(settings_of(options).index)
    try:
        found = score_structure(options.gold, lambda name: index_texts.understood(index, name))
    finally:
        index.close()
    names = ("parts", "headings", "actions")
    rows = [
        (name, *(figure(found[name][of]) for of in ("precision", "recall", "f1"))) for name in names
    ]
    dates = found["said_on"]
    tables = [
        Table("Structure", ("what", "precision", "recall", "F1"), tuple(rows)),
        Table(
            "Dates, share of labelled characters",
            ("right", "wrong", "null"),
            (tuple(figure(dates[of]) for of in ("right", "wrong", "null")),),
        ),
    ]
    name = options.gold.resolve().parent.name
    give(options, tables, found, [], None, after="\n".join(_misses(found)), name=name)
    return 0


def beir(options: argparse.Namespace) -> int:
    """A BEIR folder, from a clean index unless one was kept."""
    from eval.collections import trec
    from eval.collections.beir import read_beir
    from eval.collections.collection_adapters import from_row
    from eval.collections.test_sets import (
        DECIDING,
        HYBRID,
        against_better,
        beir_table,
        measure_beir,
    )

    collection = read_beir(options.folder, options.split)
    if options.most:
        few = dict(list(collection.queries.items())[: options.most])
        judged = {query: collection.qrels[query] for query in few}
        collection = replace(collection, queries=few, qrels=judged)
    understood = (made for row in collection.rows if (made := from_row(row)) is not None)
    with collection_index(options, understood, collection.name) as (index, encoder):
        found = measure_beir(collection, index, encoder, tell)
    if options.runs:
        options.runs.mkdir(parents=True, exist_ok=True)
        trec.write_qrels(options.runs / f"{collection.name}.qrels", collection.qrels)
        for one in found:
            tag = one.name.replace(", ", "-")
            trec.write_run(options.runs / f"{collection.name}.{tag}.run", one.run, tag)
    better, difference = against_better(found)
    named = {one.name: one.values[DECIDING] for one in found}
    by_query = {name: value - named[better][name] for name, value in named[HYBRID].items()}
    drawn = plots.differences(f"{HYBRID} against {better}", DECIDING, by_query)
    payload = {
        "collection": collection.name,
        "split": collection.split,
        "means": {one.name: means(one.values) for one in found},
        "better": better,
        "change": difference.mean,
        "p": difference.p,
        "per_query": {one.name: one.values for one in found},
    }
    give(options, [beir_table(collection, found)], payload, [drawn], None, name=collection.name)
    return 0


def qmsum(options: argparse.Namespace) -> int:
    """Turns of meetings, read in the order of a ranking."""
    from eval.collections.collection_adapters import from_meeting
    from eval.collections.qmsum import read_qmsum
    from eval.collections.test_sets import qmsum_table, turn_rankers

    meetings, queries = read_qmsum(options.folder, options.split, options.domain)
    turned = {name: from_meeting(meeting) for name, meeting in meetings.items()}
    understood = [one[0] for one in turned.values() if one is not None]
    turns = {name: one[1] for name, one in turned.items() if one is not None}
    with collection_index(options, understood, "qmsum") as (index, encoder):
        rankers = turn_rankers(index, encoder, turns, [query.text for query in queries])
        title = f"QMSum, {options.split}, {options.domain}: gold words found in a third"
        table = qmsum_table(title, meetings, queries, rankers)
    name = f"{options.split} {options.domain}"
    give(options, [table], table.to_json(), [], None, name=name)
    return 0


def learn(options: argparse.Namespace) -> int:
    """Learn from labelled archives; what is kept stands beside the modules that use it."""
    from eval.training.threshold_training import learnt, tables, write

    made = learnt(options.pair, settings_of(options))
    if options.write:
        write(made)
    give(options, tables(made), made.as_json(), [], None)
    return 0


def gate(options: argparse.Namespace) -> int:
    """Hold or pin the floors; status 1 when they do not hold."""
    settings = settings_of(options)
    path = options.floors or gates.PLACE
    with opened(settings) as (index, encoder):
        gold = read_gold(options.gold or SPECIMEN, index_texts.index_texts(index))
        corpus = index_texts.corpus_digest(index)
        found = [gates.measure(Engine(index, settings, encoder=encoder), gold, counter("queries"))]
        if options.action == "repin":
            for seed in range(gates.TIMES):
                shaken = Engine(index, settings, encoder=gates.Shaken(encoder, seed))
                found.append(gates.measure(shaken, gold, counter("queries, shaken")))
            old = gates.read_floors(path) if path.is_file() else None
            floors = gates.repinned(
                old, found, gold.digest, corpus, options.reason, gates.one_answer
            )
            gates.write_floors(floors, path)
    floors = gates.read_floors(path)
    failed = gates.failures(floors, found[0], gold.digest, corpus)
    if options.json:
        print(json.dumps(gates.as_json(floors, found[0], failed), ensure_ascii=False))
    else:
        print(gates.table(floors, found[0]).terminal())
        print("\n".join(["", *failed]) if failed else "\nThe floors hold.")
    return 1 if failed else 0


def _gold(options: argparse.Namespace, index: Index | None = None) -> Gold:
    """Labels, checked against the texts of the index where there is one to check by."""
    opened = open_index(options.index) if index is None and options.index else None
    against = index or opened
    try:
        gold = read_gold(options.gold, index_texts.index_texts(against) if against else None)
    finally:
        if opened is not None:
            opened.close()
    return gold.only(options.only) if options.only else gold


def _known(options: argparse.Namespace, gold: Gold) -> list[str] | None:
    """The queries a run may answer; with ``--only`` it may answer others too."""
    return None if options.only else [query.id for query in gold.queries]


def _baseline_rows(gold: Gold, index: Index, encoder: Encoder) -> list[Any]:
    from eval import ablate as ablation
    from eval import baselines as plain

    texts = index_texts.all_texts(index)
    found = []
    for cut, chunks in (
        ("200 words", plain.windows(texts)),
        ("paragraphs", plain.paragraphs(texts)),
    ):
        tell(f"plain, {cut}")
        for name, search in plain.searchers(chunks, plain.cutting(encoder)).items():
            ask = plain.asking(chunks, search)
            found.append(ablation.measured(f"plain {cut} ({len(chunks)}): {name}", gold, ask))
    return found


def _misses(found: Mapping[str, Any]) -> Iterator[str]:
    for what, lines in found.get("misses", {}).items():
        yield f"{what}:"
        yield from (f"  {line}" for line in lines)


def _give_rows(options: argparse.Namespace, gold: Gold, found: Sequence[Any], table: Table) -> None:
    from eval import ablate as ablation

    drawn = plots.curves(
        "Recall against passages read", "passages read", "recall", ablation.curves(gold, found)
    )
    payload = {
        "rows": {
            row.name: {"means": row.scores.means, "milliseconds": round(row.milliseconds, 1)}
            for row in found
        },
        "labels": gold.digest,
    }
    if options.runs:
        for row in found:
            path = options.runs / f"{slug(row.name)}.jsonl"
            write_run(path, (line.to_json() for line in row.run.values()))
    give(options, [table], payload, [drawn], gold)
