"""The folds of the reader as a table: ``python -m eval.training.reader_scores GROUPS... --scores
FILE...``

GROUPS are the folders that were trained on, FILEs what ``reader_training --fold N --scores FILE``
wrote: each item judged by a reader that was trained on other documents. Printed are success at 5
of the ranking alone, of the reader alone and of both mixed as ``ask`` mixes them, and how well
``answers`` tells questions that something answers from those that nothing does (AUROC).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from eval.measures.rankings import auroc
from search.reader.rerank import READ, SHARE, mix

Scores = Mapping[tuple[str, str], Sequence[float]]


def read_scores(paths: Sequence[Path]) -> dict[tuple[str, str], list[float]]:
    """(item, passage) to its three outputs."""
    found: dict[tuple[str, str], list[float]] = {}
    for path in paths:
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                item, passage, outputs, *_ = json.loads(line)
                found[item, passage] = outputs
    return found


def table(folder: Path, scores: Scores, share: float = SHARE) -> dict[str, float]:
    """The figures of one set of labels; items that were not scored are left out."""
    orders: dict[str, list[float]] = {"ranking": [], "reader": [], "mixed": []}
    sure: dict[str, list[float]] = {"question": [], "unanswerable": []}
    with (folder / "groups.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            item = json.loads(line)
            ranked = [row for row in item["candidates"] if row[2] is not None]
            if not ranked or (item["id"], ranked[0][0]) not in scores or item["kind"] not in sure:
                continue
            outputs = [scores[item["id"], row[0]] for row in ranked]
            sure[item["kind"]].append(max(one[1] for one in outputs[:READ]))
            if item["kind"] == "question":
                _judge(ranked, [one[0] for one in outputs], share, orders)
    told = {name: fmean(values) for name, values in orders.items() if values}
    told["questions"] = len(orders["ranking"])
    if all(sure.values()):
        told["auroc"] = auroc(sure["question"], sure["unanswerable"]) or 0.0
    return told


def _judge(
    ranked: Sequence[Any], ranks: Sequence[float], share: float, orders: dict[str, list[float]]
) -> None:
    head, tail = ranked[:READ], list(range(READ, len(ranked)))
    scores, read = [row[2] for row in head], ranks[:READ]
    for name, part in (("ranking", 0.0), ("reader", 1.0), ("mixed", share)):
        order = [*(best.ordinal for best in mix(read, scores, part)), *tail]
        orders[name].append(float(any(ranked[n][1] == 2 for n in order[:5])))


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description="The folds of the reader as a table.")
    parser.add_argument("groups", type=Path, nargs="+", help="folders of groups")
    parser.add_argument("--scores", type=Path, nargs="+", required=True, help="what folds wrote")
    options = parser.parse_args(arguments)
    scores = read_scores(options.scores)
    print(f"{'set':12} {'n':>5} {'ranking':>8} {'reader':>8} {'mixed':>8} {'AUROC':>8}")
    for folder in options.groups:
        told = table(folder, scores)
        if told["questions"]:
            print(
                f"{folder.name:12} {told['questions']:5.0f} {told['ranking']:8.3f} "
                f"{told['reader']:8.3f} {told['mixed']:8.3f} {told.get('auroc', float('nan')):8.3f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
