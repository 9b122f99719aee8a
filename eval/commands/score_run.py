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
    index_option(command, "whose texts the labels are checked against", required=False)
    output_options(command, plot="recall against passages read")


def run(options: argparse.Namespace) -> int:
    """A run against labels."""
    from eval import plots
    from eval.output import give
    from eval.report import report
    from eval.run import read_run

    gold = labels(options)
    found = report(gold, read_run(options.run_file, known_queries(options, gold)))
    curve = {"this run": [(float(x), y) for x, y in found.curve]}
    drawn = plots.curves("Recall against passages read", "passages read", "recall", curve)
    tables = [found.table(), *([found.reliability()] if found.sure else [])]
    give(options, tables, found.to_json(), [drawn], gold)
    return 0
