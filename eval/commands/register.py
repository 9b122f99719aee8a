"""The commands of ``minuted eval``, in the order in which help lists them."""

from __future__ import annotations

import argparse
from importlib import import_module

COMMANDS = (
    ("run", "ask the queries of a file and write down what was returned", "run_queries"),
    ("score", "score a run against labelled spans", "score_run"),
    ("compare", "which queries the second of two runs won and lost", "compare_runs"),
    ("ablate", "what each part of the ranking is worth, and what it costs", "ablate_ranking"),
    ("baselines", "score what anyone would write in an afternoon", "afternoon_baselines"),
    ("structure", "score parts, dates, headings and actions", "score_structure"),
    ("breadth", "length of common lists, and faults of structure, unlabelled", "count_breadth"),
    ("packs", "take merged packs apart, and score starts and dates", "merged_packs"),
    ("beir", "index and score a BEIR folder as it is", "beir_folder"),
    ("qmsum", "how soon a reader of a meeting has read what was asked", "qmsum_meetings"),
    ("gate", "hold the specimen archive to its floors, or pin them anew", "hold_gate"),
    ("learn", "learn the line of every and the judge of ask, and score them unseen", "learn_line"),
    ("certainty", "learn how sure an answer is, and count how many were right", "learn_certainty"),
)
"""Name, what it does, and the module here that has its ``options`` and its ``run``."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give ``minuted eval`` its commands. Each sets ``run``: options to an exit status.

    They print to stdout and raise MinutedError. Their modules import what measures when they run.
    """
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="MEASURE", dest="measure")
    for name, words, module in COMMANDS:
        command = import_module(f"eval.commands.{module}")
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(run=command.run)
        command.options(made)
