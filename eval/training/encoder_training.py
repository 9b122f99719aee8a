"""Tune the encoder on the labels: a small adapter beside the packaged model's weights.

    python -m eval.training.encoder_training DATA... --begin PUBLIC --out FILE

DATA and PUBLIC hold ``groups.jsonl`` and ``passages.jsonl`` of one set of labels a folder
(``eval.training.train_reader --groups`` makes them). Needs torch, transformers and peft; an hour
on two cores.

A question and the passages that answer it are drawn together, away from what our own ranking puts
forward for it and from the passages of the other questions of a step: the contrastive loss of
Karpukhin et al. 2020 over cosines, with low-rank adapters (Hu et al. 2021) in every layer. The
passage is shown now in its place, now alone, as it is indexed; in a share of the steps sentences
are shown instead of passages, that which answers against others of its passage and of the wrong
ones, because an answer is chosen by its sentence's cosine too. Public questions are shown first,
once: they are of other kinds of paper, and many. Between the packaged weights and the tuned ones
lie better ones for papers of neither kind (Wortsman et al. 2022): a share is written, in 16 bits;
``search.encoding.default_model`` adds it to the weights when the graph is made.

An area and a fold of documents (``reader_inputs.taught``) are never trained on: what the encoder is
worth on them ``eval.training.reader_scores`` prints, of groups that were made with it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.sentences import sentences
from eval.training.distillation.scores import read_told
from eval.training.reader_inputs import Data, Item, device_of, opened_tokenizer, read, taught
from eval.training.reader_rows import NOTHING, Told
from eval.training.reader_training import WARMTH, Descent
from search.encoding import default_model

QUESTION_TOKENS, PASSAGE_TOKENS = 64, 128
SHARPNESS = 20.0
"""What cosines are multiplied by before the softmax, as in the model's own training."""
HEAD = 24
"""Hard negatives are drawn from so many of the head of the ranking."""
LEAST = 24
"""Characters of a sentence that is shown."""

Piece = tuple[int, tuple[int, int] | None]
"""A passage's number, and a span of its characters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One question of a step: its words, the passage that answers, and passages that do not.

    ``never`` are passages that answer too, or nearly: they count neither way. ``told`` are a
    teacher's ranks of the right passage and of those that do not answer, or nothing.
    """

    text: str
    right: Piece
    wrong: tuple[int, ...]
    never: frozenset[int]
    told: tuple[float, ...] = ()


def shown(item: Item, chance: random.Random, negatives: int, told: Told = NOTHING) -> Shown:
    """An item as one step shows it, with what a teacher said where it read all of it."""
    good = [c for c in item.candidates if c[1] == 2]
    bad = [c[0] for c in item.candidates if c[1] == 0][:HEAD]
    passage, _, sentence = chance.choice(good)
    wrong = tuple(chance.sample(bad, min(negatives, len(bad))))
    said = [told.get((item.name, one), ()) for one in (passage, *wrong)]
    return Shown(
        item.text,
        (passage, sentence),
        wrong,
        frozenset(c[0] for c in item.candidates if c[1]),
        tuple(one[0] for one in said if one) if all(said) else (),
    )


class Texts:
    """Token ids, special ones included, of questions and of passages placed and alone."""

    def __init__(self, tokenizer: Any, data: Data) -> None:
        self._tokenizer, self._data = tokenizer, data
        self._edges = tokenizer.encode("").ids

    def question(self, text: str) -> list[int]:
        return self._framed(self._plain(text)[:QUESTION_TOKENS])

    def sentence(self, number: int, at: tuple[int, int]) -> list[int]:
        """A part of a passage, alone."""
        start, end = at
        return self._framed(self._plain(self._data.text[number][start:end])[:PASSAGE_TOKENS])

    def beside(
        self, number: int, chance: random.Random, at: tuple[int, int] = (0, 0)
    ) -> tuple[int, int] | None:
        """A sentence of a passage, drawn by chance, that shares nothing with ``at``; none where
        all are too short to say anything."""
        there = [
            one
            for one in sentences(self._data.text[number])
            if one[1] - one[0] >= LEAST and (one[1] <= at[0] or one[0] >= at[1])
        ]
        return chance.choice(there) if there else None

    def passage(self, number: int, placed: bool, at: tuple[int, int] | None = None) -> list[int]:
        """A passage that is too long is cut; with ``at``, characters of it, so that these stay."""
        text, place = self._data.text[number], self._data.place[number]
        room = PASSAGE_TOKENS
        before = self._plain(place)[: room // 2] if placed and place else []
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        room -= len(before)
        start = 0
        if at is not None and len(encoded.ids) > room:
            last = sum(1 for begin, _ in encoded.offsets if begin < at[1])
            start = max(0, last - room)
        return self._framed([*before, *encoded.ids[start : start + room]])

    def _plain(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _framed(self, ids: list[int]) -> list[int]:
        return [self._edges[0], *ids, self._edges[1]]


def adapted(folder: Path, rank: int) -> Any:
    """The packaged model with an adapter of that rank in each of its linear layers."""
    from peft import LoraConfig, get_peft_model
    from transformers import BertModel

    base = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
    told = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules="all-linear")
    return get_peft_model(base, told)


def vectors(model: Any, rows: Sequence[Sequence[int]]) -> Any:
    """Unit vectors (n, width) of token ids: the mean of the last states."""
    import torch

    width = max(map(len, rows))
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = torch.tensor(row)
        mask[n, : len(row)] = 1
    device = next(model.parameters()).device
    ids, mask = ids.to(device), mask.to(device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    total = (states.float() * mask[..., None]).sum(1)
    return torch.nn.functional.normalize(total, dim=1)


def loss_of(model: Any, step: Sequence[Shown], texts: Texts, chance: random.Random) -> Any:
    """The contrastive loss of one step: each question against all passages of the step."""
    passages = [(*one.right, mine) for mine, one in enumerate(step)]
    passages += [(number, None, mine) for mine, one in enumerate(step) for number in one.wrong]
    rows = [texts.passage(number, chance.random() < 0.5, at) for number, at, _ in passages]
    scores, loss = _contrasted(model, step, texts, rows, [(n, mine) for n, _, mine in passages])
    return loss + taught_loss(scores, step)


def sentence_loss(
    model: Any, step: Sequence[Shown], texts: Texts, chance: random.Random
) -> Any | None:
    """The same with sentences: that which answers, against one beside it and one of each wrong
    passage. None where of fewer than half of the questions it is known which sentence answers."""
    known = [(one, one.right[0], at) for one in step if (at := one.right[1]) is not None]
    if 2 * len(known) < len(step):
        return None
    laid = [(number, at, mine) for mine, (_, number, at) in enumerate(known)]
    for mine, (one, number, at) in enumerate(known):
        drawn = [(number, texts.beside(number, chance, at))]
        drawn += [(wrong, texts.beside(wrong, chance)) for wrong in one.wrong]
        laid += [(of, found, mine) for of, found in drawn if found]
    rows = [texts.sentence(number, at) for number, at, _ in laid]
    places = [(number, mine) for number, _, mine in laid]
    return _contrasted(model, [one for one, _, _ in known], texts, rows, places)[1]


def _contrasted(
    model: Any,
    step: Sequence[Shown],
    texts: Texts,
    rows: Sequence[Sequence[int]],
    places: Sequence[tuple[int, int]],
) -> tuple[Any, Any]:
    """The scores (questions, rows) and the loss where the row of a question's own number is right.

    ``places`` tell of each row its passage and whose it is: another question's that answers this
    one too counts neither way.
    """
    import torch

    asked = vectors(model, [texts.question(one.text) for one in step])
    scores = SHARPNESS * asked @ _by_length(model, rows).T
    barred = [
        [whose != mine and number in one.never for number, whose in places]
        for mine, one in enumerate(step)
    ]
    never = torch.tensor(barred, device=scores.device)
    right = torch.arange(len(step), device=scores.device)
    return scores, torch.nn.functional.cross_entropy(
        scores.masked_fill(never, float("-inf")), right
    )


def taught_loss(scores: Any, step: Sequence[Shown]) -> Any:
    """How far the order of each question's own passages is from a teacher's, where it gave one."""
    import torch
    from torch.nn.functional import kl_div, log_softmax, softmax

    losses = []
    first = len(step)
    for mine, one in enumerate(step):
        own = [mine, *range(first, first + len(one.wrong))]
        first += len(one.wrong)
        if len(one.told) > 1:
            wanted = softmax(torch.tensor(one.told, device=scores.device) / WARMTH, 0)
            learnt = log_softmax(scores[mine, own] / WARMTH, 0)
            losses.append(WARMTH**2 * kl_div(learnt, wanted, reduction="sum"))
    return torch.stack(losses).mean() if losses else scores.sum() * 0.0


def _by_length(model: Any, rows: Sequence[Sequence[int]], together: int = 24) -> Any:
    """Vectors of rows that go through the model with others of like length: less is padding."""
    import torch

    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    found = torch.cat(
        [
            vectors(model, [rows[n] for n in order[first : first + together]])
            for first in range(0, len(order), together)
        ]
    )
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return found[back.to(found.device)]


def train(
    model: Any,
    order: Sequence[Sequence[Item]],
    texts: Texts,
    options: argparse.Namespace,
    told: Told = NOTHING,
) -> None:
    """Train the adapter in place on the steps in that order."""
    chance = random.Random(options.seed)
    model.train()
    descent = Descent(model, options.rate, len(order), rising=0.1, told=10, lasting=0.95)
    for items in order:
        step = [shown(item, chance, options.negatives, told) for item in items]
        loss = None
        if chance.random() < options.sentences:
            loss = sentence_loss(model, step, texts, chance)
        descent.step(loss_of(model, step, texts, chance) if loss is None else loss)


def steps(
    sets: Sequence[Sequence[Item]], batch: int, epochs: int, chance: random.Random
) -> Iterator[list[Item]]:
    """Steps of so many items; each step's are of one set, so that all are of a kind."""
    for _ in range(epochs):
        epoch = []
        for items in sets:
            mixed = list(items)
            chance.shuffle(mixed)
            epoch += [mixed[n : n + batch] for n in range(0, len(mixed) - batch // 2, batch)]
        chance.shuffle(epoch)
        yield from epoch


def sets_of(items: Iterable[Item]) -> list[list[Item]]:
    """The items to train on, of each set of labels apart: what may be taught, that something
    answers and something does not."""
    sets: dict[str, list[Item]] = {}
    for item in items:
        grades = {grade for _, grade, _ in item.candidates}
        if item.kind != "unanswerable" and {0, 2} <= grades and taught(item.name, item.fold):
            sets.setdefault(item.of, []).append(item)
    return list(sets.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders of groups and passages")
    parser.add_argument("--out", type=Path, required=True, help="the adapter, .safetensors")
    parser.add_argument(
        "--begin", type=Path, nargs="*", default=[], help="the same, shown once before all others"
    )
    parser.add_argument("--start", type=Path, help="an adapter of that rank to go on from")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=24, help="questions a step")
    parser.add_argument("--negatives", type=int, default=2, help="hard negatives a question")
    parser.add_argument(
        "--sentences", type=float, default=0.4, help="the share of steps that show sentences"
    )
    parser.add_argument(
        "--strength",
        type=float,
        default=0.7,
        help="the share of what was learnt that is added to the packaged weights",
    )
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teacher", type=Path, help="scores of a teacher, JSON Lines")
    parser.add_argument("--device", default="")
    options = parser.parse_args(arguments)

    import torch
    from peft import get_peft_model_state_dict, set_peft_model_state_dict
    from safetensors.torch import load_file, save_file

    folder = default_model.model_folder()
    default_model.check_weights(folder)
    tokenizer = opened_tokenizer(folder / "tokenizer.json")
    data = read(options.begin)
    first = len(data.items)
    read(options.data, data)
    texts = Texts(tokenizer, data)
    sets = sets_of(data.items[first:])
    print(f"{sum(map(len, sets))} items of {len(sets)} sets", flush=True)
    chance = random.Random(options.seed)
    order = [
        *steps(sets_of(data.items[:first]), options.batch, 1, chance),
        *steps(sets, options.batch, options.epochs, chance),
    ]
    torch.manual_seed(options.seed)  # the adapter begins with numbers drawn by chance
    model = adapted(folder, options.rank).to(device_of(options.device))
    if options.start:
        set_peft_model_state_dict(model, load_file(str(options.start)))
    train(model, order, texts, options, read_told(options.teacher, data))
    held = get_peft_model_state_dict(model)
    scale = str(options.strength * model.peft_config["default"].lora_alpha / options.rank)
    save_file(
        {name: w.half().contiguous() for name, w in held.items()}, options.out, {"scale": scale}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
