"""``minuted eval packs``: merged packs of real papers, taken apart again."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import output_options


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument(
        "--data", type=Path, default=Path("../shared/data"), metavar="DIR", help="the papers' files"
    )
    command.add_argument("--packs", type=int, default=12, metavar="N", help="of each kind (12)")
    command.add_argument("--seed", type=int, default=2, metavar="N", help="draws the papers (2)")
    command.set_defaults(index=None)
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """Packs of publishers learnt on, and of others, in every way to merge them."""
    from eval.measures.boundaries import measure, table
    from eval.output import give, tell

    rows = measure(options.data, options.packs, options.seed, tell)
    made = table(rows, options.packs, options.seed)
    give(options, [made], made.to_json(), [], None)
    return 0
