"""Floors that cannot be lowered quietly.

``floors.toml`` says what a set of labels over a corpus scored when it was pinned, by digest of
both. The gate fails when a measure falls below its floor by more than the tolerance, when one is
no longer measured, and when labels or corpus are not the ones the floors were measured on.
``repin`` measures anew and writes the file; it raises floors freely, and lowers one only with a
reason, which is written beside it and stays there.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import BadLabels
from eval.labels.gold import Gold
from eval.report import Table, figure, report
from eval.run import RunLine, as_run, run_queries
from search.encoding.encoder import Encoder, Progress
from search.engine import Engine
from search.index import Vector

PLACE = Path(__file__).with_name("floors.toml")
HELD = (
    "every.recall",
    "every.precision",
    "every.date",
    "question.success@1",
    "question.success@5",
    "question.recall@3000chars",
    "answer.kept",
    "answer.cites_gold",
    "answer.auroc",
    "unanswerable.abstained",
)
"""Which measures have a floor; more is better for each of them."""
TOP = 20
FIDELITY = 0.99
TIMES = 8
"""How often ``repin`` measures again with vectors shaken."""
CHANCE = 1e-4
"""Means are kept to four places: less than one of the last place is no fall."""


@dataclass(frozen=True, slots=True)
class Floor:
    """``tolerance`` is measured: how far the figure fell when only the vectors' noise changed."""

    at_least: float
    tolerance: float
    lowered: tuple[str, ...] = ()

    @property
    def low(self) -> float:
        """What a measurement may not fall below."""
        return self.at_least - self.tolerance


@dataclass(frozen=True, slots=True)
class Floors:
    """All floors, and the digests of what they were measured on."""

    labels: str
    corpus: str
    floors: Mapping[str, Floor]
    dropped: tuple[str, ...] = ()
    """measures that once had a floor, each with the reason why it has none"""


def read_floors(path: Path = PLACE) -> Floors:
    """Raises BadLabels when the file is missing or is not one that ``write_floors`` wrote."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        return Floors(
            str(held["labels"]),
            str(held["corpus"]),
            {
                name: Floor(
                    float(of["at_least"]), float(of["tolerance"]), tuple(of.get("lowered", ()))
                )
                for name, of in held["floors"].items()
            },
            tuple(map(str, held.get("dropped", ()))),
        )
    except OSError:
        raise BadLabels(f"{path} is missing; pin one with: minuted eval gate repin.") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadLabels(
            f"{path} is not a file of floors ({error}); pin it anew with: minuted eval gate repin."
        ) from None


def write_floors(floors: Floors, path: Path = PLACE) -> None:
    """The one way this file comes to be."""
    lines = [
        "# What the specimen archive must score; written by `minuted eval gate repin`.",
        f"labels = {json.dumps(floors.labels)}",
        f"corpus = {json.dumps(floors.corpus)}",
        *_reasons("dropped", floors.dropped),
    ]
    for name, floor in sorted(floors.floors.items()):
        lines += [
            "",
            f"[floors.{json.dumps(name)}]",
            f"at_least = {floor.at_least}",
            f"tolerance = {floor.tolerance}",
        ]
        lines += _reasons("lowered", floor.lowered)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _reasons(name: str, reasons: Sequence[str]) -> list[str]:
    """An array of TOML strings, none where there is none. A JSON string is a TOML string."""
    return [f"{name} = [", *(f"    {json.dumps(why)}," for why in reasons), "]"] if reasons else []


class Shaken:
    """An encoder whose vectors of queries are off by chance: ``FIDELITY`` is their cosine to what
    they should be, the least that an exported model may have to its original.

    Processors differ less than that. What a figure loses by it is no loss of the product.
    """

    def __init__(self, encoder: Encoder, seed: int) -> None:
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self.windows = encoder.windows
        self._encoder = encoder
        self._chance = np.random.default_rng(seed)

    def encode(
        self, texts: Sequence[str], progress: Progress | None = None, query: bool = False
    ) -> Vector:
        vectors = self._encoder.encode(texts, progress, query)
        noise = self._chance.standard_normal(vectors.shape).astype(np.float32)
        noise -= (noise * vectors).sum(axis=1, keepdims=True) * vectors
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        return FIDELITY * vectors + math.sqrt(1 - FIDELITY**2) * noise


def measure(
    engine: Engine, gold: Gold, told: Callable[[int, int], None] | None = None
) -> dict[str, float]:
    """Ask every labelled query; the measures that have floors."""
    return of_run(gold, as_run(run_queries(engine, gold.queries, TOP, told)))


def of_run(gold: Gold, run: Mapping[str, RunLine]) -> dict[str, float]:
    """The measures that have floors, of a run."""
    found = report(gold, run).to_json()
    return {name: found["means"].get(name, found["more"].get(name)) for name in HELD
            if name in found["means"] or name in found["more"]}  # fmt: skip


def failures(floors: Floors, means: Mapping[str, float], labels: str, corpus: str) -> list[str]:
    """One line for each reason not to pass; none means that the gate holds."""
    found: list[str] = []
    for what, pinned, now in (("labels", floors.labels, labels), ("corpus", floors.corpus, corpus)):
        if pinned != now:
            found.append(
                f"The {what} ({now[:12]}) are not those of the floors ({pinned[:12]}); if the "
                "change is meant: minuted eval gate repin."
            )
    for name, floor in sorted(floors.floors.items()):
        value = means.get(name)
        if value is None:
            found.append(f"{name} has a floor of {floor.at_least} but was not measured.")
        elif not value >= floor.low - CHANCE:
            found.append(
                f"{name} is {value:.4f}, below its floor of {floor.at_least:.4f} "
                f"(tolerance {floor.tolerance:.4f})."
            )
    return found


def repinned(
    old: Floors | None,
    measured: Sequence[Mapping[str, float]],
    labels: str,
    corpus: str,
    reason: str = "",
    least: Callable[[str], float] = lambda name: 0.0,
) -> Floors:
    """New floors from measurements of the same thing: the first gives the figures.

    The tolerance is how far the others fall below it, ``least`` at the least, or the old one where
    that is larger. A figure within the tolerance leaves its floor where it is. Raises BadLabels
    when a floor (less its tolerance) would fall, or vanish, without a reason.
    """
    if not measured:
        raise BadLabels("Floors cannot be pinned without a measurement.")
    before = dict(old.floors) if old is not None else {}
    floors: dict[str, Floor] = {}
    sunk: list[str] = []
    dropped = list(old.dropped) if old is not None else []
    today = datetime.now(UTC).date().isoformat()
    for name in sorted(set(before) | set(measured[0])):
        values = [means[name] for means in measured if name in means]
        held = before.get(name)
        if not values:
            sunk.append(f"{name} is no longer measured")
            dropped.append(f"{today}: {name}: {reason.strip()}")
            continue
        found, fall = values[0], max(values[0] - min(values), least(name))
        if held is None:
            floors[name] = Floor(round(found, 4), round(fall, 4))
            continue
        new = Floor(round(found, 4), max(held.tolerance, round(fall, 4)), held.lowered)
        if held.low <= found < held.at_least:
            new = held
        if new.low < held.low - CHANCE / 2:
            sinks = f"{held.low:.4f} to {new.low:.4f}"
            sunk.append(f"{name} {sinks}")
            told = f"{today}: {sinks}: {reason.strip()}"
            new = replace(new, lowered=(*held.lowered, told))
        floors[name] = new
    if sunk and not reason.strip():
        raise BadLabels(f'Floors would fall: {"; ".join(sunk)}. Say why with --reason "...".')
    return Floors(labels, corpus, floors, tuple(dropped))


def one_answer(name: str) -> float:
    """What one answer weighs in a measure of the specimen: another processor may round it over.

    Forty questions or ten topics of many passages; ten unanswerable questions.
    """
    return 0.1 if name.startswith("unanswerable") or name == "answer.auroc" else 0.026


def table(floors: Floors, means: Mapping[str, float]) -> Table:
    """Floors and figures side by side."""
    rows = [
        (name, figure(means.get(name)), figure(floor.at_least), f"{floor.tolerance:.4f}")
        for name, floor in sorted(floors.floors.items())
    ]
    return Table("Floors", ("measure", "now", "floor", "tolerance"), tuple(rows))


def as_json(floors: Floors, means: Mapping[str, float], failed: Sequence[str]) -> dict[str, Any]:
    return {
        "holds": not failed,
        "failures": list(failed),
        "floors": {name: floor.at_least for name, floor in floors.floors.items()},
        "means": dict(means),
    }
