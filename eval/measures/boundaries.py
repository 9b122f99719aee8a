"""How well merged packs were taken apart: starts found, and text given a wrong date.

*Starts*: one is found when a part begins within ``packs.NEAR`` characters of it; the first of a
pack is not counted, on neither side. *Dates*: of the characters of passages whose paper states a
day, the share whose date is wrong. A date is wrong when no day that it may mean is one that the
paper states; where the paper states none, when it was read in another paper, which is so when its
part begins before the paper does.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import periods
from corpus.errors import BadLabels
from corpus.model import Understanding
from eval.collections import packs
from eval.report import Table, figure
from indexer.analyse import analyse

NAMED: tuple[tuple[packs.Side, str], ...] = (
    ("train", "publishers learnt on"),
    ("test", "other publishers"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Counts over packs. ``dated``, ``right`` and ``wrong`` are characters."""

    starts: int = 0
    found: int = 0
    made: int = 0
    dated: int = 0
    right: int = 0
    wrong: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.starts + other.starts,
            self.found + other.found,
            self.made + other.made,
            self.dated + other.dated,
            self.right + other.right,
            self.wrong + other.wrong,
        )

    @property
    def recall(self) -> float | None:
        return self.found / self.starts if self.starts else None

    @property
    def precision(self) -> float | None:
        return self.found / self.made if self.made else None

    @property
    def wrong_share(self) -> float | None:
        return self.wrong / self.dated if self.dated else None

    @property
    def right_share(self) -> float | None:
        return self.right / self.dated if self.dated else None


def taken_apart(understood: Understanding, starts: Sequence[int], said: Sequence[str]) -> Taken:
    """One pack held against where its papers begin and what day each states (ISO, ``a/b``, '')."""
    made = [part.span.start for part in understood.parts[1:]]
    dated = right = wrong = 0
    for passage in understood.passages:
        paper = max(
            (at for at, start in enumerate(starts) if start <= passage.span.start), default=0
        )
        given, stated = passage.said_on, said[paper]
        dated += len(passage.span) if stated else 0
        if stated and given:
            agrees = _agree(given, stated)
            right += len(passage.span) * agrees
            wrong += len(passage.span) * (not agrees)
        elif given and passage.part.span.start < starts[paper] - packs.NEAR:
            wrong += len(passage.span)
    return Taken(len(starts) - 1, len(matched(made, starts[1:])), len(made), dated, right, wrong)


def matched(made: Iterable[int], starts: Sequence[int]) -> dict[int, int]:
    """True start to the part that begins nearest to it, each part at most once."""
    left = set(made)
    found: dict[int, int] = {}
    for start in starts:
        near = min(left, key=lambda one: abs(one - start), default=None)
        if near is not None and abs(near - start) <= packs.NEAR:
            found[start] = near
            left.discard(near)
    return found


def _agree(given: str, stated: str) -> bool:
    one, other = _days(given), _days(stated)
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])


def _days(said: str) -> tuple[datetime.date, datetime.date] | None:
    first, _, last = said.partition("/")
    begins, ends = periods.days(first), periods.days(last or first)
    return (begins[0], ends[1]) if begins and ends else None


def measure(
    data: Path, count: int, seed: int, told: Callable[[str], None] = lambda name: None
) -> Mapping[tuple[packs.Side, packs.Variant], Taken]:
    """``count`` packs of each side in each way, and every paper alone. Raises BadLabels where the
    files are not there."""
    found: dict[tuple[packs.Side, packs.Variant], Taken] = {}
    for side, _ in NAMED:
        texts = packs.texts(data, side)
        if not texts:
            raise BadLabels(f"{data} holds none of the papers that packs are made of.")
        made = packs.made(packs.Maker(data, texts), side, count, seed, told)
        with tempfile.TemporaryDirectory() as folder:
            for pack, document in packs.read(made, Path(folder)):
                said = [start.paper.said_on for start in pack.starts]
                taken = taken_apart(analyse(document), pack.offsets(document), said)
                key = (side, pack.variant)
                found[key] = found.get(key, Taken()) + taken
    return found


def table(found: Mapping[tuple[packs.Side, packs.Variant], Taken], count: int, seed: int) -> Table:
    """One row for each side and way."""
    rows = [
        (
            f"{name}, {variant}",
            f"{taken.starts}",
            figure(taken.recall),
            figure(taken.precision) if taken.starts else f"{taken.made} made",
            figure(taken.right_share),
            figure(taken.wrong_share),
        )
        for side, name in NAMED
        for variant in packs.VARIANTS
        if (taken := found.get((side, variant)))
    ]
    columns = ("packs", "starts", "recall", "precision", "text dated right", "wrong")
    notes = (f"{count} packs in each way, seed {seed}; starts within {packs.NEAR} characters.",)
    return Table("Merged packs, taken apart", columns, tuple(rows), notes)
