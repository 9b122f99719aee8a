"""Learn where papers begin, on merged packs of the publishers of the training side.

    python -m eval.training.boundary_training --shared ../shared [--write]

Every top of a page, and in plain text every short line, is one example: a start or none. Papers
are also shown alone, where nothing begins. Weights are bounded to the side that each sign speaks
for. Of the pages, copies without their setting, without their numbers and without their words
are learnt on too: a file that lacks one kind of evidence is told by the others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document
from eval.collections import packs
from eval.training.threshold_training import Floats, fit
from indexer.analyse import laid_out
from indexer.structure.boundary_places import places
from indexer.structure.boundary_score import AGAINST, SIGNS, Where

SEED, COUNT = 1, 16
RIDGE = {"page": 40.0, "text": 2.0}
COPIES = 0.05
"""The weight of a copy that lacks a kind of evidence."""
MARGINS = {"page": (0.7, 0.3), "text": (0.08, 0.01)}
"""From which probability on a place is a start, and from which it is a doubt: chosen while looking
at the packs of both halves, so that few starts are wrong and what is missed is doubted."""
TARGET = Path(__file__).parents[2] / "indexer" / "structure" / "boundaries.json"

LEFT_OUT: dict[Where, frozenset[str]] = {
    "page": frozenset(),
    # The papers learnt on nearly all have a day at their head; those of others need not.
    "text": frozenset({"closed", "meeting_head", "date_alone", "dated"}),
}
"""Signs that are not learnt on: on the papers of the training side they tell too much."""

_SETTING = ("fonts_", "sheet_", "body_", "margin_", "large_", "space_")
_NUMBERS = ("runs_", "number_", "total_", "label_", "pages_")
_WORDS = ("names_", "words_", "title_", "break_")


@dataclass(frozen=True, slots=True)
class Examples:
    """``rows`` (n, signs), those against a start negated; ``wanted`` (n,) 0 or 1; ``weights``."""

    rows: NDArray[np.float32]
    wanted: Floats
    weights: Floats


def examples(documents: Sequence[tuple[packs.Pack, Document]], where: Where) -> Examples:
    """The places of packs that were read; those beside a start are left out."""
    rows: list[list[float]] = []
    wanted: list[float] = []
    for pack, document in documents:
        for row, is_start in _places(pack, document, where):
            rows.append(row)
            wanted.append(is_start)
    return Examples(np.array(rows, dtype=np.float32), np.array(wanted), np.ones(len(wanted)))


def _places(
    pack: packs.Pack, document: Document, where: Where
) -> Iterator[tuple[list[float], float]]:
    made = laid_out(document)
    starts = pack.offsets(document)
    held = [(made[one.at].outer, one.signs) for one in places(document, made) if one.where == where]
    nearest = {
        min(near)[1]
        for start in starts[1:]
        if (near := [(abs(at - start), at) for at, _ in held if abs(at - start) <= packs.NEAR])
    }
    for at, signs in held:
        close = any(abs(at - start) <= packs.NEAR for start in starts)
        if at in nearest or not close:
            yield [_signed(signs.get(name, 0.0), name) for name in SIGNS], float(at in nearest)


def _signed(value: float, name: str) -> float:
    return -value if name in AGAINST else value


def without_some(held: Examples) -> Examples:
    """The examples, and copies of them that lack one kind of evidence each."""
    rows, wanted, weights = [held.rows], [held.wanted], [held.weights]
    for lost in (_SETTING, _NUMBERS, (*_SETTING, *_NUMBERS), _WORDS):
        copy = held.rows.copy()
        copy[:, [name.startswith(lost) for name in SIGNS]] = 0.0
        rows.append(copy)
        wanted.append(held.wanted)
        weights.append(held.weights * COPIES)
    return Examples(np.concatenate(rows), np.concatenate(wanted), np.concatenate(weights))


def learn(held: Examples, where: Where) -> dict[str, object]:
    """One model as ``boundaries.json`` holds it."""
    kept = np.array([name not in LEFT_OUT[where] for name in SIGNS], dtype=np.float32)
    model = fit(held.rows * kept, held.wanted, held.weights, RIDGE[where], least=0.0)
    weights = {
        name: round(float(_signed(weight, name)), 4)
        for name, weight in zip(SIGNS, model.weights, strict=True)
        if weight > 1e-4
    }
    at, doubt = MARGINS[where]
    return {
        "weights": weights,
        "constant": round(model.constant, 4),
        "at": at,
        "doubt": doubt,
        "learnt": {
            "places": int((held.weights == 1).sum()),
            "starts": int((held.wanted * (held.weights == 1)).sum()),
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="keep what was learnt")
    options = parser.parse_args(arguments)
    data = options.shared / "data"
    with tempfile.TemporaryDirectory() as folder:
        maker = packs.Maker(data, packs.texts(data, "train"))
        made = packs.made(maker, "train", COUNT, SEED, lambda name: print(name, file=sys.stderr))
        read = packs.read(made, Path(folder))
        paged = [(pack, one) for pack, one in read if "text" not in pack.variant]
        plain = [(pack, one) for pack, one in read if "text" in pack.variant]
        data_of: dict[str, object] = {
            "page": learn(without_some(examples(paged, "page")), "page"),
            "text": learn(examples(plain, "text"), "text"),
        }
    text = json.dumps(data_of, indent=1) + "\n"
    print(text)
    if options.write:
        TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
