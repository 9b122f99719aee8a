"""What a trained reader says of each candidate of an item: told, written and read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from eval.training.reader_inputs import Data, Inputs, Item
from eval.training.reader_rows import NOTHING, Told, tensors

TOLD = 6
"""Candidates of an item whose token scores are told."""


def scored(items: Sequence[Item], model: Any, inputs: Inputs, device: str) -> Iterator[Any]:
    """For each candidate of each item: the item, the passage, the three outputs of its best window
    (by ``answers``, for topics by ``about``) and the token scores of that window."""
    import torch

    model.to(device).eval()
    pairs = [
        (item, passage, window)
        for item in items
        for passage, _, _ in item.candidates
        for window in range(min(4, inputs.windows(item.text, passage)))
    ]
    rows = [inputs.row(item.text, passage, None, window) for item, passage, window in pairs]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n][0]))
    found: dict[tuple[str, int], tuple[list[float], int, list[float]]] = {}
    with torch.inference_mode():
        for first in range(0, len(order), 256):
            some = order[first : first + 256]
            ids, types, mask, _ = tensors([rows[n] for n in some], device)
            with torch.autocast(device.split(":")[0], dtype=torch.bfloat16):
                heads, tokens = model(ids, types, mask)
            for n, out, each in zip(some, heads.float().tolist(), tokens.float().tolist(),
                                    strict=True):  # fmt: skip
                item, passage, window = pairs[n]
                decides = out[2] if item.kind == "mention" else out[1]
                key = (item.name, passage)
                held = found.get(key)
                if held is None or decides > held[0][2 if item.kind == "mention" else 1]:
                    marks = rows[n][2]
                    found[key] = (out, window, [s for s, m in zip(each, marks, strict=False)
                                                if m >= 0])  # fmt: skip
    best: dict[str, list[float]] = {}
    for (name, _), (out, _, _) in found.items():
        best.setdefault(name, []).append(out[0])
    fifth = {name: sorted(ranks, reverse=True)[:TOLD][-1] for name, ranks in best.items()}
    for (name, passage), (out, window, tokens) in found.items():
        yield name, passage, out, window, tokens if out[0] >= fifth[name] else []


def write(stream: TextIO, data: Data, told: Iterable[Any]) -> None:
    """One line a pair: the item, the passage, its outputs, its window and token scores."""
    for name, passage, out, window, tokens in told:
        outputs, marks = [round(v, 4) for v in out], [round(v, 2) for v in tokens]
        stream.write(json.dumps([name, data.ids[passage], outputs, window, marks]) + "\n")


def read_told(path: Path | None, data: Data) -> Told:
    """What a teacher said, of ``--scores``: (item, passage's number) to its three outputs."""
    if path is None:
        return NOTHING
    numbers = {name: n for n, name in enumerate(data.ids)}
    found: dict[tuple[str, int], tuple[float, float, float]] = {}
    with path.open(encoding="utf-8") as stream:
        for item, passage, outputs, *_ in map(json.loads, stream):
            if passage in numbers:
                found[item, numbers[passage]] = tuple(outputs)
    return found
