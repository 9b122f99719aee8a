"""``minuted eval certainty``: how sure an answer is, from labelled questions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from eval.commands.common import output_options, pair_option

PLACE = Path(__file__).parents[2] / "search" / "answer" / "certainty.json"


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    pair_option(command)
    command.add_argument("--write", action="store_true", help="keep what was learnt in search/")
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """Ask every labelled question, and learn what tells right answers from wrong ones."""
    from dataclasses import replace

    from eval.labels.gold import read_gold
    from eval.output import give
    from eval.training.certainty_training import answered, certainty_data, table
    from search.engine import Engine
    from search.settings import Settings

    settings = Settings.from_environment()
    answers = []
    for gold, index in options.pair:
        engine = Engine.open(index, replace(settings, index=index))
        try:
            answers += answered([(read_gold(gold), engine)])
        finally:
            engine.close()
    made = certainty_data(answers)
    if options.write:
        PLACE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    give(options, [table(made)], made, [], None)
    return 0
