"""``minuted eval baselines``: what anyone would write in an afternoon."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import (
    baseline_rows,
    give_rows,
    gold_options,
    index_option,
    labels,
    output_options,
)


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    gold_options(command)
    index_option(command, "whose texts are cut into windows and paragraphs")
    output_options(command, plot="recall against passages read, for each row")

    command.add_argument("--runs", type=Path, metavar="DIR", help="write the run of each row there")


def run(options: argparse.Namespace) -> int:
    """What anyone would write in an afternoon, alone."""
    from eval import ablate as ablation
    from eval.indexes import opened, settings_of

    settings = settings_of(options)
    with opened(settings) as (index, _):
        gold = labels(options, index)
        found = baseline_rows(gold, index, settings)
        table = ablation.table("An afternoon's work", found, found[2].name)
    give_rows(options, gold, found, table)
    return 0
