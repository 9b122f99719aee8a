"""``minuted eval qmsum``: how soon a reader of a meeting has read what was asked."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from eval.commands.common import output_options, packaged_option


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument("folder", type=Path, metavar="DIR", help="SPLIT.docs.jsonl and queries")
    command.add_argument("--split", default="val", metavar="NAME", help="default val")
    command.add_argument(
        "--domain", default="committee", metavar="NAME", help="kind of meeting (committee)"
    )
    command.add_argument("--index", type=Path, metavar="DIR", help="keep the index there")
    packaged_option(command, "keep, and compare with, the same meetings'")
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """Turns of meetings, read in the order of a ranking."""
    from eval.baselines import UNTUNED
    from eval.collections.collection_adapters import from_meeting
    from eval.collections.qmsum import read_qmsum
    from eval.collections.test_sets import BOTH, qmsum_table, turn_rankers
    from eval.indexes import collection as collection_index
    from eval.output import give
    from search.settings import PACKAGED_MODEL

    meetings, queries = read_qmsum(options.folder, options.split, options.domain)
    turned = {name: from_meeting(meeting) for name, meeting in meetings.items()}
    understood = [one[0] for one in turned.values() if one is not None]
    turns = {name: one[1] for name, one in turned.items() if one is not None}
    asked = [query.text for query in queries]
    with ExitStack() as stack:
        index, encoder = stack.enter_context(collection_index(options.index, understood, "qmsum"))
        rankers = turn_rankers(index, encoder, turns, asked)
        if options.packaged:
            kept = collection_index(options.packaged, understood, "qmsum", PACKAGED_MODEL)
            other = turn_rankers(*stack.enter_context(kept), turns, asked)
            rankers[f"{UNTUNED}, {BOTH}"] = other[BOTH]
        title = f"QMSum, {options.split}, {options.domain}: gold words found in a third"
        table = qmsum_table(title, meetings, queries, rankers)
    name = f"{options.split} {options.domain}"
    give(options, [table], table.to_json(), [], None, name=name)
    return 0
