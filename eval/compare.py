"""Two runs side by side: which queries won and lost, and by which passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.labels.gold import Gold, GoldSpan, Query
from eval.measures.spans import finds, score, wanted
from eval.measures.statistics import Difference, paired
from eval.report import Table, figure
from eval.run import RunHit, RunLine

DECIDING = {"mention": "every.f1", "question": "question.recall@3000chars"}
"""By which measure a query of each kind is won or lost."""
QUOTED = 3
CUT = 110


@dataclass(frozen=True, slots=True)
class Change:
    """One query that the two runs differ on. ``gained`` only the second found, ``gone`` only the
    first; ``instead`` stands first in the run that lost."""

    query: Query
    measure: str
    before: float
    after: float
    gained: tuple[GoldSpan, ...]
    gone: tuple[GoldSpan, ...]
    instead: RunHit | None

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """``differences`` by measure (second run minus first), ``changes`` from worst to best."""

    names: tuple[str, str]
    means: Mapping[str, tuple[float, float]]
    differences: Mapping[str, Difference]
    changes: tuple[Change, ...]

    def table(self) -> Table:
        rows = [
            (
                name,
                figure(self.means[name][0]),
                figure(self.means[name][1]),
                f"{of.mean:+.3f}",
                f"{of.low:+.3f}–{of.high:+.3f}",
                f"{of.p:.3f}",
                str(of.won),
                str(of.lost),
                str(of.n),
            )
            for name, of in self.differences.items()
        ]
        columns = ("measure", *self.names, "change", "95 %", "p", "won", "lost", "n")
        note = "p: two-sided paired permutation test over queries; no correction for many tests."
        return Table(f"{self.names[1]} against {self.names[0]}", columns, tuple(rows), (note,))

    def queries(self) -> str:
        """The queries won and lost, each with the passages that made the difference."""
        lines: list[str] = []
        for change in self.changes:
            lines.append(
                f"{change.difference:+.3f}  {change.query.id}  {change.query.text}  "
                f"({change.measure} {change.before:.3f} -> {change.after:.3f})"
            )
            lines += _quotes("+", change.gained)
            lines += _quotes("-", change.gone)
            if change.instead is not None:
                place = f"{change.instead.document} {change.instead.span.start}"
                lines.append(f"        first instead: {place} {_short(change.instead.quote)}")
        return "\n".join(lines) if lines else "No query changed."

    def to_json(self) -> dict[str, Any]:
        return {
            "runs": list(self.names),
            "measures": {
                name: {
                    "before": self.means[name][0],
                    "after": self.means[name][1],
                    "change": round(of.mean, 4),
                    "low": round(of.low, 4),
                    "high": round(of.high, 4),
                    "p": round(of.p, 4),
                    "won": of.won,
                    "lost": of.lost,
                    "n": of.n,
                }
                for name, of in self.differences.items()
            },
            "queries": [
                {
                    "query": change.query.id,
                    "text": change.query.text,
                    "measure": change.measure,
                    "before": round(change.before, 4),
                    "after": round(change.after, 4),
                    "gained": [_place(label) for label in change.gained],
                    "gone": [_place(label) for label in change.gone],
                }
                for change in self.changes
            ],
        }


def compare(
    gold: Gold,
    before: Mapping[str, RunLine],
    after: Mapping[str, RunLine],
    names: tuple[str, str] = ("A", "B"),
) -> Comparison:
    """Two runs over the same labels, every measure that both are scored on."""
    first, second = score(gold, before), score(gold, after)
    shared = [
        name
        for name in sorted(first.values)
        if name in second.values and first.values[name].keys() & second.values[name].keys()
    ]
    changes = [
        change
        for query in gold.queries
        if (measure := DECIDING.get(query.kind)) in shared
        and measure is not None
        and query.id in first.values[measure]
        and (
            change := _change(
                query,
                measure,
                gold.spans[query.id],
                (before.get(query.id), after.get(query.id)),
                (first.values[measure][query.id], second.values[measure][query.id]),
            )
        ).difference
    ]
    return Comparison(
        names,
        {name: (first.means[name], second.means[name]) for name in shared},
        {name: paired(first.values[name], second.values[name]) for name in shared},
        tuple(sorted(changes, key=lambda change: change.difference)),
    )


def _change(
    query: Query,
    measure: str,
    labels: Sequence[GoldSpan],
    lines: tuple[RunLine | None, RunLine | None],
    values: tuple[float, float],
) -> Change:
    hits = [line.hits if line is not None else () for line in lines]
    sought = wanted(labels)
    found = [[label for label in sought if any(finds(hit, label) for hit in of)] for of in hits]
    loser = hits[0] if values[1] > values[0] else hits[1]
    return Change(
        query,
        measure,
        values[0],
        values[1],
        tuple(label for label in found[1] if label not in found[0]),
        tuple(label for label in found[0] if label not in found[1]),
        loser[0] if loser else None,
    )


def _quotes(sign: str, labels: Sequence[GoldSpan]) -> list[str]:
    lines = [
        f"      {sign} {label.document} {label.span.start} {_short(label.quote)}"
        for label in labels[:QUOTED]
    ]
    left = len(labels) - QUOTED
    return [*lines, f"      {sign} and {left} more"] if left > 0 else lines


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= CUT else words[: CUT - 1] + "…"


def _place(label: GoldSpan) -> dict[str, Any]:
    return {
        "document": label.document,
        "start": label.span.start,
        "end": label.span.end,
        "quote": label.quote,
    }
