"""What was measured, for people and for machines: tables for a terminal, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.labels.gold import Gold
from eval.measures.plain_names import plain
from eval.measures.rankings import answers
from eval.measures.reliability import Bin, bins, calibration_error, given
from eval.measures.spans import Scores, finds, score, wanted
from eval.measures.statistics import Interval, bootstrap
from eval.run import RunLine

STEPS = (1, 2, 3, 5, 10, 20, 50, 100, 200)
"""After how many passages recall is drawn."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of cells already written out; ``notes`` are sentences to stand under it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def terminal(self) -> str:
        """Columns lined up: the first to the left, the others to the right; measures in words."""
        lines = [tuple(map(plain, line)) for line in (self.columns, *self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        text = [self.title, ""]
        for line in lines:
            cells = [
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ]
            text.append("  ".join(cells).rstrip())
        return "\n".join([*text, *(["", *self.notes] if self.notes else [])])

    def markdown(self) -> str:
        """A pipe table; the title stands in bold above it."""
        head = f"| {' | '.join(self.columns)} |"
        rule = "|".join(["", " --- ", *[" ---: " for _ in self.columns[1:]], ""])
        rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
                for row in self.rows]  # fmt: skip
        notes = ["", *(f"{note}  " for note in self.notes)] if self.notes else []
        return "\n".join([f"**{self.title}**", "", head, rule, *rows, *notes])

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "notes": list(self.notes),
        }


def figure(value: float | None) -> str:
    """A figure in three places; nothing measured is a dash."""
    return "–" if value is None else f"{value:.3f}"


def between(interval: Interval) -> str:
    return f"{interval.low:.3f}–{interval.high:.3f}"


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run scores on one set of labels.

    ``scores`` are the span measures; ``more`` are measures of answering that they do not hold,
    with ``area`` the AUROC of the confidence (None without answers of both kinds); ``sure`` says
    how often answers of a confidence were right.
    """

    gold: Gold
    scores: Scores
    more: Mapping[str, Mapping[str, float]]
    area: float | None
    curve: tuple[tuple[int, float], ...]
    sure: tuple[Bin, ...] = ()

    @property
    def intervals(self) -> dict[str, Interval]:
        """By measure, over the queries it is defined for."""
        return {
            name: bootstrap(list(of.values()))
            for name, of in {**self.scores.values, **self.more}.items()
            if of
        }

    def table(self) -> Table:
        rows = [
            (name, figure(of.mean), between(of), str(of.n))
            for name, of in sorted(self.intervals.items())
        ]
        if self.area is not None:
            rows.append(("answer.auroc", figure(self.area), "", ""))
        notes = [f"Intervals: 95 %, by bootstrap over queries. Labels {self.gold.digest[:12]}."]
        if self.gold.unheld:
            notes.append(f"Not in the index, so never found: {', '.join(self.gold.unheld)}.")
        return Table(
            f"Scores on {self.gold.folder.resolve().name}",
            ("measure", "mean", "95 %", "n"),
            tuple(rows),
            tuple(notes),
        )

    def reliability(self) -> Table:
        """Answers by their confidence, beside how often they were right."""
        rows = [
            (f"{one.low:.2f}–{one.high:.2f}", str(one.answers), figure(one.said), figure(one.right))
            for one in self.sure
        ]
        return Table(
            "How sure answers were, and how often they were right",
            ("confidence", "answers", "confidence, mean", "right"),
            tuple(rows),
            (f"Expected calibration error: {figure(calibration_error(self.sure))}.",),
        )

    def to_json(self) -> dict[str, Any]:
        """``means`` and ``per_query`` hold the span measures alone; the rest stands beside."""
        more = {name: round(sum(of.values()) / len(of), 4) for name, of in self.more.items()}
        if self.area is not None:
            more["answer.auroc"] = round(self.area, 4)
        return {
            "means": self.scores.means,
            "per_query": dict(self.scores.per_query),
            "more": more,
            "intervals": {
                name: {"low": round(of.low, 4), "high": round(of.high, 4), "n": of.n}
                for name, of in self.intervals.items()
            },
            "values": {**self.scores.values, **self.more},
            "reliability": [asdict(one) for one in self.sure],
            "curve": [list(point) for point in self.curve],
            "labels": self.gold.digest,
            "not_held": list(self.gold.unheld),
        }


def report(gold: Gold, run: Mapping[str, RunLine]) -> Report:
    """Score a run in every way there is."""
    more, area = answers(gold, run)
    answered = any(line.answer is not None for line in run.values())
    return Report(
        gold,
        score(gold, run),
        more if answered else {},
        area if answered else None,
        recall_curve(gold, run),
        bins(list(given(gold, run))),
    )


def recall_curve(
    gold: Gold, run: Mapping[str, RunLine], steps: Sequence[int] = STEPS
) -> tuple[tuple[int, float], ...]:
    """Mean recall of the wanted spans after each number of passages, best scored first.

    A run whose hits carry no scores is read in its own order.
    """
    totals = dict.fromkeys(steps, 0.0)
    measured = 0
    for query in gold.queries:
        sought = wanted(gold.spans[query.id])
        if not sought:
            continue
        measured += 1
        line = run.get(query.id)
        hits = list(line.hits) if line is not None else []
        if all(hit.score is not None for hit in hits):
            hits.sort(key=lambda hit: -(hit.score or 0.0))
        places = [
            next((place for place, hit in enumerate(hits, 1) if finds(hit, label)), None)
            for label in sought
        ]
        for step in steps:
            found = sum(place is not None and place <= step for place in places)
            totals[step] += found / len(sought)
    return tuple((step, total / measured) for step, total in totals.items()) if measured else ()
