"""``minuted eval learn``: the line of every and the judge of ask, from labels."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import output_options, pair_option


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    pair_option(command)
    command.add_argument(
        "--sets", type=Path, metavar="DIR", help="what eval.training.training_sets made, as well"
    )
    command.add_argument(
        "--line-only", action="store_true", help="leave the judge, whose learning asks and reads"
    )
    command.add_argument("--write", action="store_true", help="keep what was learnt in search/")
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """Learn from labelled archives; what is kept stands beside the modules that use it."""
    from eval.output import give
    from eval.training.learnt_tables import learnt, tables, write
    from eval.training.training_sets import TWICE_READ, held
    from search.settings import Settings

    pairs = list(options.pair)
    if options.sets:
        sets = [one for one in held(options.sets) if one.name in TWICE_READ]
        pairs += [(folder, one.index) for one in sets for folder in one.labels]
    made = learnt(pairs, Settings.from_environment(), judge=not options.line_only)
    if options.write:
        write(made)
    give(options, tables(made), made.as_json(), [], None)
    return 0
