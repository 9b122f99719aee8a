"""``minuted eval ablate``: the product without each of its parts."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from eval.commands.common import (
    baseline_rows,
    give_rows,
    gold_options,
    index_option,
    labels,
    output_options,
    packaged_option,
)


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    gold_options(command)
    index_option(command)
    output_options(command, plot="recall against passages read, for each row")

    packaged_option(command, "the same archive's")
    command.add_argument("--runs", type=Path, metavar="DIR", help="write the run of each row there")


def run(options: argparse.Namespace) -> int:
    """The product without each of its parts, and the baselines under it."""
    from eval import ablate as ablation
    from eval.indexes import opened, settings_of
    from eval.output import tell
    from search.settings import PACKAGED_MODEL

    settings = settings_of(options)
    with ExitStack() as stack:
        index, encoder = stack.enter_context(opened(settings))
        packaged = None
        if options.packaged:
            other = replace(settings, index=options.packaged, model=PACKAGED_MODEL)
            packaged = stack.enter_context(opened(other))
        gold = labels(options, index)
        found = ablation.rows(gold, index, settings, encoder, tell, packaged)
        found += baseline_rows(gold, index, settings)
        table = ablation.table("What each part is worth", found, ablation.PRODUCT)
    give_rows(options, gold, found, table)
    return 0
