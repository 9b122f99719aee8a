"""What of an item is shown in one step of training: some of its candidates, and the twin of one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.training.reader_inputs import Inputs, Item

KINDS = ("question", "unanswerable", "mention")
Told = Mapping[tuple[str, int], tuple[float, float, float]]
"""What a teacher said of (item, passage): its ``rank``, ``answers`` and ``about``."""
NOTHING: Told = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One pair that is shown: its token ids, segments and marks, and what is wanted of it.

    ``kind`` is 0 for a question, 1 for one that nothing answers, 2 for a topic; ``marked`` says
    whether the sentence that answers is marked. ``told`` is what a teacher said of the pair, or
    nothing.
    """

    ids: tuple[list[int], int, list[int]]
    grade: int
    group: int
    kind: int
    marked: bool
    told: tuple[float, ...] = ()


def sampled(item: Item, chance: random.Random, negatives: int) -> list[tuple[int, int, Any]]:
    """Some of an item's candidates: up to three that are right (of a topic, eight), as many that
    are graded 1, and negatives, half of them from the head of the ranking; fewer that are right
    where fewer negatives are asked for."""
    right = [c for c in item.candidates if c[1] == 2]
    near = [c for c in item.candidates if c[1] == 1]
    wrong = [c for c in item.candidates if c[1] == 0]
    share = max(1, negatives // 4)
    most = min(8, 2 * share + 2) if item.kind == "mention" else min(3, share)
    taken = chance.sample(right, min(most, len(right)))
    taken += chance.sample(near, min(3, share, len(near)))
    head, tail = wrong[:12], wrong[12:]
    taken += chance.sample(head, min(negatives // 2, len(head)))
    taken += chance.sample(tail, min(negatives - negatives // 2, len(tail)))
    return taken


def rows_of(
    item: Item,
    group: int,
    inputs: Inputs,
    chance: random.Random,
    negatives: int,
    told: Told = NOTHING,
) -> Iterator[Row]:
    """What is shown of an item in one step: some of its candidates, and the twin of one."""
    kind = KINDS.index(item.kind)
    twins = 1
    for passage, grade, sentence in sampled(item, chance, negatives):
        shown = sentence if item.kind == "question" else None
        windows = inputs.windows(item.text, passage)
        window = 0 if shown or grade == 2 or windows == 1 else chance.randrange(windows)
        laid = inputs.row(item.text, passage, shown, window)
        marked = shown is not None and 1 in laid[2]
        yield Row(laid, grade, group, kind, marked, told.get((item.name, passage), ()))
        twin = inputs.twin(item.text, passage, shown) if shown and twins else None
        if twin is not None:
            twins -= 1
            yield Row(twin, 0, group, kind, False)


def tensors(rows: Sequence[tuple[list[int], int, list[int]]], device: str) -> tuple[Any, ...]:
    """Padded ids, segments, mask and sentence marks, shapes (n, longest)."""
    import numpy as np
    import torch

    width = -(-max(len(ids) for ids, _, _ in rows) // 8) * 8
    ids = np.zeros((len(rows), width), np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    marks = np.full_like(ids, -1)
    for n, (row, second, inside) in enumerate(rows):
        ids[n, : len(row)] = row
        types[n, second : len(row)] = 1
        mask[n, : len(row)] = 1
        marks[n, : len(row)] = inside
    return tuple(torch.from_numpy(a).to(device) for a in (ids, types, mask, marks))
