"""The reader's weights out of the labels, from the first step to the last.

    python -m eval.training.train_reader --shared ../shared --work build/train --out FILE

Texts, labels, an index of each set, the candidates that our ranking puts forward, the public sets,
then training. ``--groups`` stops before training, which takes hours without a GPU: the folder
``WORK/groups`` can be taken to one, where ``eval.training.reader_training`` needs torch,
transformers, tokenizers and safetensors alone. ``--start WEIGHTS`` goes on from weights that there
are instead, shorter rows and fewer of them, which two cores do in half an hour.

The labels ``HELD_OUT`` are never trained on: they say what the reader is worth on an area that it
has not seen, and ``minuted eval learn`` learns on them how sure an answer must be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.jsonl import text_of
from eval.labels.gold import read_gold
from eval.training import public_groups, reader_groups, reader_training, training_sets
from eval.training.reader_inputs import HELD_OUT
from search.engine import Engine
from search.reader import graph
from search.settings import Settings

_BRIEFLY = (
    *("--frozen", "3", "--negatives", "5", "--tokens", "112", "--batch", "12"),
    *("--epochs", "1", "--share", "0.65", "--rate", "4e-5"),
)


def prepare(shared: Path, work: Path) -> list[Path]:
    """Everything before training; the folders of groups, the public ones first."""
    passages, groups = public_groups.public(shared)
    made = [_written(work, "public", passages, groups)]
    return made + [_grouped(work, one) for one in training_sets.made(shared, work)]


def _grouped(work: Path, one: training_sets.TrainingSet) -> Path:
    engine = Engine.open(one.index, replace(Settings.from_environment(), index=one.index))
    held, rows = reader_groups.Passages(), []
    for folder in one.labels:
        gold = read_gold(folder)
        documents = {query.id: query.document for query in gold.queries}
        sentences = reader_groups.answers_of(folder)
        rows += list(reader_groups.groups(engine, gold, one.name, documents, held, sentences))
    engine.close()
    return _written(work, one.name, list(held.rows.values()), rows)


def _written(work: Path, name: str, passages: Sequence[object], groups: Sequence[object]) -> Path:
    folder = work / "groups" / name
    folder.mkdir(parents=True, exist_ok=True)
    for what, rows in (("passages", passages), ("groups", groups)):
        folder.joinpath(f"{what}.jsonl").write_text(text_of(rows), encoding="utf-8")
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="where gold/train and data lie")
    parser.add_argument("--work", type=Path, required=True, help="for texts, indexes and groups")
    parser.add_argument("--out", type=Path, help="the weights, .safetensors")
    parser.add_argument("--start", type=Path, help="weights to go on from, on a processor")
    parser.add_argument("--groups", action="store_true", help="stop before training")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    public, *own = map(str, prepare(options.shared, options.work))
    if options.groups:
        return 0
    model = [
        *("--base", str(graph.base_path())),
        *("--tokenizer", str(graph.tokenizer_path())),
        *("--seed", str(options.seed)),
    ]
    own += ["--without", HELD_OUT, "--out", str(options.out)]
    if options.start:
        return reader_training.main([*own, *model, *_BRIEFLY, "--start", str(options.start)])
    begun = str(options.work / "public.safetensors")
    reader_training.main([public, *model, "--out", begun, "--epochs", "2", "--rate", "8e-5"])
    return reader_training.main([*own, *model, "--start", begun])


if __name__ == "__main__":
    sys.exit(main())
