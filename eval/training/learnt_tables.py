"""``minuted eval learn``: the line and the judge from labelled archives, told as tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import search.answer
import search.every
from eval.labels.gold import read_gold
from eval.report import Table
from eval.training.abstention import judge_data, questions_of
from eval.training.reader_inputs import HELD_OUT
from eval.training.threshold_training import (
    Model,
    Topic,
    about,
    f1,
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


Figures = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt; for each topic over a whole archive recall, precision and number, seen and
    unseen; and the means of each set of topics within documents, unseen."""

    line: Mapping[str, Any]
    judge: Mapping[str, Any]
    topics: tuple[tuple[str, Figures, Figures], ...]
    within: tuple[tuple[str, int, float, float, float], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "line": dict(self.line),
            "judge": dict(self.judge),
            "topics": [
                {"topic": name, "seen": list(seen), "unseen": list(unseen)}
                for name, seen, unseen in self.topics
            ],
            "within": [list(row) for row in self.within],
        }


def learnt(pairs: Sequence[tuple[Path, Path]], settings: Settings, judge: bool = True) -> Learnt:
    """Learn from pairs of labels and index; without ``judge`` that one stays as it is.

    Raises BadLabels and what opening an index raises.
    """
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
        # Most questions over one document of many were shown to the reader in training.
        whole = [
            (gold, engine)
            for gold, engine in opened
            if not gold.queries[0].document or gold.folder.name == HELD_OUT
        ]
        kept = json.loads(PLACES["judge"].read_text("utf-8"))
        judged = judge_data(questions_of(whole)) if judge else kept
    finally:
        for _, engine in opened:
            engine.close()
    unseen = left_out(topics)
    line = line_data(topics, unseen)
    return Learnt(line, judged, *_figures(topics, unseen, float(str(line["at"]))))


def _figures(
    topics: Sequence[Topic], unseen: Mapping[str, Model], at: float
) -> tuple[
    tuple[tuple[str, Figures, Figures], ...], tuple[tuple[str, int, float, float, float], ...]
]:
    seen = about(topics)
    whole = [t for t in topics if not t.within]
    sets: dict[str, list[Figures]] = {}
    for t in topics:
        if t.within and not t.taught:
            name = _DIGITS.sub("", Path(t.group).name)
            sets.setdefault(name, []).append(figures(t, unseen[t.group], at))
    return (
        tuple((t.text, figures(t, seen, at), figures(t, unseen[t.group], at)) for t in whole),
        tuple(
            (name, len(rows), *(fmean(one) for one in _columns(rows)))  # type: ignore[misc]
            for name, rows in sets.items()
        ),
    )


def _columns(rows: Sequence[Figures]) -> tuple[list[float], list[float], list[float]]:
    return [r[0] for r in rows], [r[1] for r in rows], [f1(r) for r in rows]


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
    inside = [
        (name, str(number), *(f"{value:.3f}" for value in values))
        for name, number, *values in made.within
    ]
    judged = made.judge["learnt"]
    asked = list(_judged(judged, ""))
    if "within" in judged:
        asked += _judged(judged["within"], ", over one paper of many")
    return [
        Table(
            f"Topics at the line {made.line['at']}, learnt with each topic and without it",
            ("topic", "recall", "precision", "recall unseen", "precision unseen"),
            tuple(rows),
        ),
        Table(
            "Topics within documents, each set by a line learnt on the others",
            ("set", "topics", "recall", "precision", "F1"),
            tuple(inside),
        ),
        Table(
            f"Questions, each judged by what was learnt on the others (from {made.judge['at']})",
            ("questions", "number", "answered", "AUROC"),
            tuple(asked),
        ),
    ]


def _judged(found: Mapping[str, Any], of: str) -> Iterator[tuple[str, ...]]:
    """The rows of labels over whole archives, or of those named ``of``."""
    kept = {"answerable": found["kept"]} | {k: 1 - v for k, v in found["refused"].items()}
    for kind, number in found["questions"].items():
        area = found["auroc"].get(kind)
        told = "" if area is None else f"{area:.3f}"
        yield f"{kind}{of}", str(number), f"{kept[kind]:.3f}", told


_BOTH = ("recall", "precision")
_DIGITS = re.compile(r"[\d-]+$")
"""Batches of one set of labels are numbered."""


def write(made: Learnt) -> None:
    """Keep the line and the judge where ``search`` reads them."""
    for name, data in (("line", made.line), ("judge", made.judge)):
        text = json.dumps(data, indent=1, ensure_ascii=False)
        PLACES[name].write_text(text + "\n", encoding="utf-8")
