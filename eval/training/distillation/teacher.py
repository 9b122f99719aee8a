"""A teacher: a larger model trained as the reader is, for what it says of each pair.

    python -m eval.training.distillation.teacher DATA... --begin PUBLIC --model FOLDER \\
        --tokenizer FILE --scores FILE

FOLDER holds a model as ``transformers`` saves it, FILE the packaged tokeniser. The teacher learns
what ``reader_training`` teaches, on what may be taught (``reader_inputs.taught``), then reads
the candidates of each of DATA. Its scores, not its weights, are kept: ``reader_training --teacher``
and ``encoder_training --teacher`` learn from them (Hinton et al. 2015). It wants a GPU.

The pairs are laid out by the packaged model's tokeniser, so that teacher and learner read the same
windows; each token is looked up by its letters in the teacher's vocabulary.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.training.distillation.scores import scored, write
from eval.training.reader_inputs import Inputs, Item, device_of, opened_tokenizer, read, taught
from eval.training.reader_training import HEADS, train

KEPT = 24
"""Candidates of an item that the teacher reads, beside all that are graded."""
_SPECIAL = re.compile(r"\[\w+\]")


def translation(ours: Any, theirs: Any) -> list[int]:
    """For each token number of one tokeniser the number of the same letters in another; what
    begins and ends a text by its part. Raises SystemExit where a token is lacking."""
    known = theirs.get_vocab(with_added_tokens=True)
    mine = ours.get_vocab(with_added_tokens=True)
    found = [0] * (max(mine.values()) + 1)
    for token, number in mine.items():
        if token in known:
            found[number] = known[token]
        elif not _SPECIAL.fullmatch(token):
            raise SystemExit(f"The teacher does not know the token {token!r}; take another model.")
    for number, other in zip(ours.encode("").ids, theirs.encode("").ids, strict=True):
        found[number] = other
    return found


def build(folder: Path, tokenizer: Path) -> Any:
    """The model with the reader's heads; segments are told by a vector added to the words."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    numbers = translation(
        Tokenizer.from_file(str(tokenizer)), Tokenizer.from_file(str(folder / "tokenizer.json"))
    )

    class Teacher(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.body = AutoModel.from_pretrained(str(folder), add_pooling_layer=False)
            width = self.body.config.hidden_size
            self.words = self.body.get_input_embeddings()
            self.words.weight.requires_grad_(False)
            self.segments = torch.nn.Embedding(2, width)
            torch.nn.init.zeros_(self.segments.weight)
            self.heads = torch.nn.Linear(width, len(HEADS))
            self.sentence = torch.nn.Linear(width, 1)
            self.register_buffer("numbers", torch.tensor(numbers), persistent=False)

        def forward(self, ids: Any, types: Any, mask: Any) -> tuple[Any, Any]:
            shown = self.words(self.numbers[ids]) + self.segments(types)
            states = self.body(inputs_embeds=shown, attention_mask=mask).last_hidden_state
            return self.heads(states[:, 0]), self.sentence(states)[..., 0]

    return Teacher()


def fewer(item: Item) -> Item:
    """An item with the head of its candidates and all that are graded."""
    kept = [c for n, c in enumerate(item.candidates) if n < KEPT or c[1]]
    return replace(item, candidates=kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders of groups and passages")
    parser.add_argument("--begin", type=Path, nargs="*", default=[], help="shown once before")
    parser.add_argument("--model", type=Path, required=True, help="folder of the larger model")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the packaged model's")
    parser.add_argument("--scores", type=Path, required=True, help="where the scores go")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch", type=int, default=16, help="items a step")
    parser.add_argument("--negatives", type=int, default=11, help="negatives an item")
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="")
    options = parser.parse_args(arguments)

    import torch

    options.device = device_of(options.device)
    tokenizer = opened_tokenizer(options.tokenizer)
    data = read(options.begin)
    first = len(data.items)
    read(options.data, data)
    inputs = Inputs(tokenizer, data)
    torch.manual_seed(options.seed)
    model = build(options.model, options.tokenizer)
    own = [item for item in data.items[first:] if taught(item.name, item.fold)]
    if first:
        once = argparse.Namespace(**{**vars(options), "epochs": 1})
        train(data.items[:first], model, inputs, once)
    train([item for item in own if len(item.candidates) > 1], model, inputs, options)
    with options.scores.open("w", encoding="utf-8") as stream:
        read_once = [fewer(item) for item in data.items[first:]]
        write(stream, data, scored(read_once, model, inputs, options.device))
    return 0


if __name__ == "__main__":
    sys.exit(main())
