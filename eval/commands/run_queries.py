"""``minuted eval run``: ask the queries of a file and write down what was returned."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import count, index_option


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument(
        "--queries", type=Path, nargs="+", required=True, metavar="FILE", help="queries.jsonl"
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the run, JSON Lines"
    )
    command.add_argument(
        "--top", type=count, default=20, metavar="N", help="hits for a question (default 20)"
    )
    index_option(command)


def run(options: argparse.Namespace) -> int:
    """Ask and write down."""
    from eval.indexes import settings_of
    from eval.labels.gold import read_queries
    from eval.run import counter, run_queries, write_run
    from search.engine import Engine

    queries = [query for path in options.queries for query in read_queries(path)]
    settings = settings_of(options)
    engine = Engine.open(settings.index, settings)
    try:
        lines = run_queries(engine, queries, options.top, counter("queries"))
        written = write_run(options.out, lines)
    finally:
        engine.close()
    print(f"{written} queries asked; the run is in {options.out}.")
    return 0
