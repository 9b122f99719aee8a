"""``minuted eval compare``: which queries the second of two runs won and lost."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import gold_options, index_option, known_queries, labels, output_options


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument("before", type=Path, metavar="A", help="a run")
    command.add_argument("after", type=Path, metavar="B", help="another")
    gold_options(command)
    index_option(command, "whose texts the labels are checked against", required=False)
    output_options(command, plot="the difference of each query")


def run(options: argparse.Namespace) -> int:
    """Two runs against the same labels."""
    from eval import plots
    from eval.compare import compare as compared
    from eval.output import give
    from eval.run import read_run

    gold = labels(options)
    known = known_queries(options, gold)
    runs = [read_run(path, known) for path in (options.before, options.after)]
    names = (options.before.stem, options.after.stem)
    if names[0] == names[1]:
        names = (str(options.before), str(options.after))
    found = compared(gold, runs[0], runs[1], names)
    by_query = {change.query.id: change.difference for change in found.changes}
    drawn = plots.differences("Difference by query", "change", by_query)
    give(options, [found.table()], found.to_json(), [drawn], gold, after=found.queries())
    return 0
