"""``minuted eval beir``: a BEIR folder, indexed and scored as it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import count, output_options, packaged_option


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument("folder", type=Path, metavar="DIR", help="corpus, queries and qrels")
    command.add_argument("--split", metavar="NAME", help="which qrels (test, else dev, else train)")
    command.add_argument(
        "--held-out",
        action="store_true",
        help="only the questions that the encoder was not trained on (ConditionalQA, train)",
    )
    command.add_argument("--most", type=count, metavar="N", help="only the first N queries")
    command.add_argument("--index", type=Path, metavar="DIR", help="keep the index there")
    command.add_argument("--runs", type=Path, metavar="DIR", help="write TREC runs and qrels there")
    packaged_option(command, "keep, and compare with, the same rows'")
    output_options(command, plot="the hybrid against the better of its parts, by query")


def run(options: argparse.Namespace) -> int:
    """A BEIR folder, from a clean index unless one was kept."""
    from eval import plots
    from eval.baselines import PACKAGED_WEIGHTS, UNTUNED
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
    from eval.indexes import collection as collection_index
    from eval.measures.rankings import means
    from eval.output import give, tell
    from eval.training.public_groups import public_taught
    from search.settings import PACKAGED_MODEL

    collection = read_beir(options.folder, options.split)
    if options.held_out:
        collection = collection.only([q for q in collection.queries if not public_taught(q)])
    if options.most:
        collection = collection.only(list(collection.queries)[: options.most])
    understood = [made for row in collection.rows if (made := from_row(row)) is not None]
    with collection_index(options.index, understood, collection.name) as (index, encoder):
        found = measure_beir(collection, index, encoder, tell)
    if options.packaged:
        kept = collection_index(options.packaged, understood, collection.name, PACKAGED_MODEL)
        with kept as (index, encoder):
            found += measure_beir(collection, index, encoder, tell, {UNTUNED: PACKAGED_WEIGHTS})
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
