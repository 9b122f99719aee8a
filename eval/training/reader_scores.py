"""What the reader is worth, as a table: ``python -m eval.training.reader_scores GROUPS...``

GROUPS are folders that ``train_reader --groups`` wrote. They are read by the reader that ships, or
their scores are taken from ``--scores FILE...``, which ``reader_training --fold N --scores FILE``
wrote: each item judged by a reader that was trained on other documents. ``--of NAME`` takes the
items of one set of labels, ``--fold N`` those of a fold. Printed are success at 50 of the ranking
alone, which is what the encoder and the words put before the reader; at 5 of the ranking alone, of
the reader alone and of both mixed as ``ask`` mixes them; and how well ``answers`` tells questions
that something answers from those that nothing does (AUROC), by itself and as the judge of answers
takes it, less what each passage is about.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from eval.measures.rankings import auroc
from eval.training.reader_inputs import fold_of
from search.answer.signs import answered
from search.reader.reader import open_reader
from search.reader.reading import Reading
from search.reader.rerank import READ, SHARE, mix
from search.settings import Settings

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


def read_by_shipped(
    folder: Path, of: str, fold: int | None = None
) -> dict[tuple[str, str], list[float]]:
    """As ``read_scores``, of what the shipped reader reads now: ``READ`` candidates an item."""
    reader = open_reader(Settings())
    assert reader is not None
    passages = {row["id"]: (row["place"], row["text"]) for row in _rows(folder / "passages.jsonl")}
    found: dict[tuple[str, str], list[float]] = {}
    for item in _rows(folder / "groups.jsonl"):
        if item["kind"] == "mention" or not item["id"].startswith(of):
            continue
        if fold is not None and fold_of(item["document"] or item["id"]) != fold:
            continue
        names = [name for name, _, score, _ in item["candidates"] if score is not None][:READ]
        read = reader.read(item["text"], [passages[name] for name in names])
        for name, one in zip(names, read, strict=True):
            found[item["id"], name] = [one.rank, one.answers or 0.0, one.about]
    return found


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def table(folder: Path, scores: Scores, share: float = SHARE) -> dict[str, float]:
    """The figures of one set of labels; items that were not scored are left out."""
    orders: dict[str, list[float]] = {"at_50": [], "ranking": [], "reader": [], "mixed": []}
    sure: dict[str, list[float]] = {"question": [], "unanswerable": []}
    judged: dict[str, list[float]] = {kind: [] for kind in sure}
    for item in _rows(folder / "groups.jsonl"):
        all_ranked = [row for row in item["candidates"] if row[2] is not None]
        ranked = all_ranked[:READ]
        if not ranked or (item["id"], ranked[0][0]) not in scores or item["kind"] not in sure:
            continue
        outputs = [scores[item["id"], row[0]] for row in ranked]
        sure[item["kind"]].append(float(np.logaddexp.reduce([one[1] for one in outputs])))
        judged[item["kind"]].append(answered([Reading(*one) for one in outputs]))
        if item["kind"] == "question":
            orders["at_50"].append(float(any(row[1] == 2 for row in all_ranked[:50])))
            _judge(ranked, [one[0] for one in outputs], share, orders)
    told = {name: fmean(values) for name, values in orders.items() if values}
    told["questions"] = len(orders["ranking"])
    if all(sure.values()):
        told["auroc"] = auroc(sure["question"], sure["unanswerable"]) or 0.0
        told["judged"] = auroc(judged["question"], judged["unanswerable"]) or 0.0
    return told


def _judge(
    ranked: Sequence[Any], ranks: Sequence[float], share: float, orders: dict[str, list[float]]
) -> None:
    scores = [row[2] for row in ranked]
    for name, part in (("ranking", 0.0), ("reader", 1.0), ("mixed", share)):
        best = mix(ranks, scores, part)[:5]
        orders[name].append(float(any(ranked[one.ordinal][1] == 2 for one in best)))


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description="What the reader is worth, as a table.")
    parser.add_argument("groups", type=Path, nargs="+", help="folders of groups")
    parser.add_argument("--scores", type=Path, nargs="+", help="what folds wrote")
    parser.add_argument("--of", default="", help="a set of labels, by the beginning of its items")
    parser.add_argument("--fold", type=int, help="documents of this fold alone")
    options = parser.parse_args(arguments)
    print(
        f"{'set':12} {'n':>5} {'in 50':>8} {'ranking':>8} {'reader':>8} {'mixed':>8} {'AUROC':>8} "
        f"{'judged':>8}"
    )
    for folder in options.groups:
        given = options.scores
        scores = read_scores(given) if given else read_by_shipped(folder, options.of, options.fold)
        told = table(folder, scores)
        if told["questions"]:
            print(
                f"{folder.name:12} {told['questions']:5.0f} {told['at_50']:8.3f} "
                f"{told['ranking']:8.3f} {told['reader']:8.3f} {told['mixed']:8.3f} "
                f"{told.get('auroc', float('nan')):8.3f} {told.get('judged', float('nan')):8.3f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
