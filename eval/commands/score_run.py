"""``minuted eval score``: a run against labelled spans."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import gold_options, index_option, known_queries, labels, output_options


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument("--run", type=Path, required=True, metavar="FILE", dest="run_file",
                       help="what minuted eval run wrote")  # fmt: skip
    gold_options(command)
    command.add_argument(
        "--asked",
        type=Path,
        metavar="FILE",
        help="questions of twelve kinds (asked.jsonl beside the labels, where there is one)",
    )
    index_option(command, "whose texts the labels are checked against", required=False)
    output_options(command, plot="recall against passages read")


def run(options: argparse.Namespace) -> int:
    """A run against labels, and its replies to questions of twelve kinds where it holds any."""
    from eval import plots
    from eval.labels.asked import read_asked
    from eval.measures import replies
    from eval.output import give
    from eval.report import report
    from eval.run import read_run

    gold = labels(options)
    beside = options.gold / "asked.jsonl"
    asked = read_asked(options.asked or beside) if options.asked or beside.is_file() else ()
    known = known_queries(options, gold)
    run = read_run(options.run_file, known and [*known, *(one.id for one in asked)])
    found = report(gold, run)
    tables, payload = [found.table()], found.to_json()
    tables += [found.reliability()] if found.sure else []
    name = ""
    if any(one.id in run for one in asked):
        told = replies.judged(asked, run)
        # A run of nothing else says nothing of the labels.
        alone = not any(query.id in run for query in gold.queries)
        tables = [*([] if alone else tables), replies.table(told)]
        payload["replies"] = replies.to_json(told)
        name = f"{gold.folder.resolve().name}-asked" if alone else ""
    curve = {"this run": [(float(x), y) for x, y in found.curve]}
    drawn = plots.curves("Recall against passages read", "passages read", "recall", curve)
    give(options, tables, payload, [] if name else [drawn], gold, name=name)
    return 0
