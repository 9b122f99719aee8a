"""``minuted eval learn``: the line and the judge from labelled archives, told as tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import search.answer
import search.every
from eval.labels.gold import read_gold
from eval.report import Table
from eval.training.abstention import judge_data, questions_of
from eval.training.threshold_training import (
    Topic,
    about,
    figures,
    left_out,
    line_data,
    topics_of,
)
from search.engine import Engine
from search.settings import Settings

PLACES = {
    "line": Path(search.every.__file__).with_name("threshold.json"),
    "judge": Path(search.answer.__file__).with_name("abstention.json"),
}


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, and for each topic recall, precision and number, seen and unseen."""

    line: Mapping[str, Any]
    judge: Mapping[str, Any]
    topics: tuple[tuple[str, tuple[float, float, int], tuple[float, float, int]], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "line": dict(self.line),
            "judge": dict(self.judge),
            "topics": [
                {"topic": name, "seen": list(seen), "unseen": list(unseen)}
                for name, seen, unseen in self.topics
            ],
        }


def learnt(pairs: Sequence[tuple[Path, Path]], settings: Settings) -> Learnt:
    """Learn from pairs of labels and index; raises BadLabels and what opening an index raises."""
    opened = [
        (read_gold(gold), Engine.open(index, replace(settings, index=index)))
        for gold, index in pairs
    ]
    try:
        topics = [
            replace(topic, name=f"{place}/{topic.name}")
            for place, (gold, engine) in enumerate(opened)
            for topic in topics_of(engine, gold)
        ]
        judge = judge_data(questions_of(opened))
    finally:
        for _, engine in opened:
            engine.close()
    line = line_data(topics)
    return Learnt(line, judge, tuple(_both(topics, float(str(line["at"])))))


def _both(
    topics: Sequence[Topic], at: float
) -> list[tuple[str, tuple[float, float, int], tuple[float, float, int]]]:
    seen, unseen = about(topics), left_out(topics)
    return [(t.text, figures(t, seen, at), figures(t, unseen[t.name], at)) for t in topics]


def tables(made: Learnt) -> list[Table]:
    """The topics with a line learnt on all of them and without each; then the judge."""
    rows: list[tuple[str, ...]] = [
        (name, f"{seen[0]:.3f}", f"{seen[1]:.3f}", f"{unseen[0]:.3f}", f"{unseen[1]:.3f}")
        for name, seen, unseen in made.topics
    ]
    total = made.line["learnt"]
    rows.append(
        (
            "mean",
            *(f"{total[way][name]:.3f}" for way in ("seen", "unseen") for name in _BOTH),
        )
    )
    judged = made.judge["learnt"]
    refused, auroc = judged["refused"], judged["auroc"]
    return [
        Table(
            f"Topics at the line {made.line['at']}, learnt with each topic and without it",
            ("topic", "recall", "precision", "recall unseen", "precision unseen"),
            tuple(rows),
        ),
        Table(
            f"Questions, each judged by what was learnt on the others (from {made.judge['at']})",
            ("questions", "number", "answered", "AUROC"),
            (
                ("answerable", str(judged["questions"]["answerable"]), f"{judged['kept']:.3f}", ""),
                *(
                    (
                        f"{kind}",
                        str(judged["questions"][kind]),
                        f"{1 - refused[kind]:.3f}",
                        f"{auroc[kind]:.3f}",
                    )
                    for kind in ("unanswerable", "foreign")
                ),
            ),
        ),
    ]


_BOTH = ("recall", "precision")


def write(made: Learnt) -> None:
    """Keep the line and the judge where ``search`` reads them."""
    for name, data in (("line", made.line), ("judge", made.judge)):
        text = json.dumps(data, indent=1, ensure_ascii=False)
        PLACES[name].write_text(text + "\n", encoding="utf-8")
