"""Train the reader: one cross-encoder over (question or topic, passage in its place).

``eval.training.train_reader`` runs it; it needs torch and transformers and takes a GPU where there
is one. Alone it is ``python -m eval.training.reader_training DATA --base WEIGHTS --out FILE``. DATA
holds ``groups.jsonl`` and ``passages.jsonl`` of one set of labels a folder
(``eval.training.reader_groups``). What is written are the weights that training changed: all but
the word embeddings, which stay those of the packaged model.

Four outputs, all read from one pass: ``rank``, trained listwise within an item's candidates;
``answers``, whether the passage answers the question at all, trained also on questions that
nothing answers and on twins: a passage that answers, without its sentence that does; ``about``,
whether it discusses a topic; ``sentence``, for each token whether it stands in the sentence that
answers.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.training.distillation.scores import read_told, scored, write
from eval.training.reader_inputs import Inputs, Item, device_of, opened_tokenizer, read
from eval.training.reader_rows import NOTHING, Row, Told, rows_of, tensors
from search.reader.pairs import MOST_TOKENS

HEADS = ("rank", "answers", "about")
LAYERS = 6
"""Of the packaged model."""
CHUNK = 48
"""Rows of a step that go through the model together, of like length: less of it is padding."""
WARMTH = 2.0
"""What a teacher's ranks are divided by, and the learner's with them (Hinton et al. 2015)."""


def build(base: Path, state: Path | None, frozen: int = 0, layers: int = LAYERS) -> Any:
    """The model: the packaged encoder with four small heads; ``state`` continues another run.

    Of the encoder the lower ``layers`` are kept (the upper ones are missed least: Sajjad et al.
    2020), and of these the lower ``frozen`` keep their weights, and with them all embeddings; the
    word embeddings always do.
    """
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    class Reader(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            config = BertConfig(
                vocab_size=30522, hidden_size=384, num_hidden_layers=layers, num_attention_heads=12,
                intermediate_size=1536, max_position_embeddings=512,
            )  # fmt: skip
            self.bert = BertModel(config, add_pooling_layer=False)
            weights = {name.removeprefix("bert."): w.float() for name, w in load_file(base).items()}
            missing, _ = self.bert.load_state_dict(weights, strict=False)
            if left := [name for name in missing if not name.endswith("_ids")]:
                raise SystemExit(f"{base} lacks {', '.join(left)}")
            self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
            for still in (self.bert.embeddings, *self.bert.encoder.layer)[: frozen + 1]:
                if frozen:
                    still.requires_grad_(False)
            self.heads = torch.nn.Linear(384, len(HEADS))
            self.sentence = torch.nn.Linear(384, 1)

        def forward(self, ids: Any, types: Any, mask: Any) -> tuple[Any, Any]:
            states = self.bert(
                input_ids=ids, token_type_ids=types, attention_mask=mask
            ).last_hidden_state
            return self.heads(states[:, 0]), self.sentence(states)[..., 0]

    model = Reader()
    if state is not None:
        model.load_state_dict(
            {name: w.float() for name, w in load_file(state).items()}, strict=False
        )
    return model


def changed(model: Any) -> dict[str, Any]:
    """The weights that are not the packaged model's, in 16 bits."""
    import torch

    return {
        name: weight.detach().to(torch.float16).contiguous().cpu()
        for name, weight in model.state_dict().items()
        if "word_embeddings" not in name and "position_ids" not in name
    }


def loss_of(heads: Any, sentences: Any, rows: Sequence[Row]) -> Any:
    """The sum of the losses of one step: ``heads`` (n, 3), ``sentences`` the losses (m,) of the
    sentences that are marked.

    ``answers`` is asked twice: of each passage alone, and of an item's passages together against
    "nothing answers" at logit 0, because it is the best of many that decides when it is used.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    told = {
        name: torch.tensor([getattr(row, name) for row in rows], device=heads.device)
        for name in ("grade", "group", "kind")
    }
    right, topic = told["grade"] == 2, told["kind"] == 2
    total = heads.sum() * 0.0
    ranked, decided = [], []
    for group in told["group"].unique():
        mine = told["group"] == group
        scores, good = heads[mine], right[mine]
        if good.any() and not good.all():
            ranked.append(scores[:, 0].logsumexp(0) - scores[good, 0].logsumexp(0))
        if not topic[mine].any():
            nothing = scores.new_zeros(1)
            best = scores[good, 1].logsumexp(0) if good.any() else nothing[0]
            decided.append(torch.cat((scores[:, 1], nothing)).logsumexp(0) - best)
    if ranked:
        total = total + torch.stack(ranked).mean()
    if decided:
        total = total + 0.5 * torch.stack(decided).mean()
        total = total + bce(heads[~topic, 1], right[~topic].float())
    if topic.any():
        total = total + bce(heads[topic, 2], told["grade"][topic].float() / 2)
    if len(sentences):
        total = total + 0.3 * sentences.mean()
    return total + taught_loss(heads, rows)


def taught_loss(heads: Any, rows: Sequence[Row]) -> Any:
    """How far ``heads`` (n, 3) are from what a teacher said of the rows, where one did: the order
    of an item's rows as a distribution, ``answers`` and ``about`` as odds."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce
    from torch.nn.functional import kl_div, log_softmax, softmax

    loss = heads.sum() * 0.0
    places = [n for n, row in enumerate(rows) if row.told]
    if not places:
        return loss
    said = torch.tensor([rows[n].told for n in places], device=heads.device)
    mine = heads[places]
    topic = torch.tensor([rows[n].kind == 2 for n in places], device=heads.device)
    groups = torch.tensor([rows[n].group for n in places], device=heads.device)
    orders = []
    for group in groups.unique():
        own = groups == group
        if own.sum() > 1:
            wanted = softmax(said[own, 0] / WARMTH, 0)
            orders.append(kl_div(log_softmax(mine[own, 0] / WARMTH, 0), wanted, reduction="sum"))
    if orders:
        loss = loss + WARMTH**2 * torch.stack(orders).mean()
    for column, which in ((1, ~topic), (2, topic)):
        if which.any():
            loss = loss + bce(mine[which, column], said[which, column].sigmoid())
    return loss


def sentence_losses(tokens: Any, marks: Any) -> Any:
    """How little of the softmax over a passage's tokens lies in its marked sentence: (n,), of
    tokens (n, longest) and their marks."""
    read = tokens.masked_fill(marks < 0, float("-inf"))
    inside = tokens.masked_fill(marks != 1, float("-inf"))
    return read.logsumexp(1) - inside.logsumexp(1)


class Descent:
    """AdamW over what of a model may be learnt: the rate rises over the share ``rising`` of the
    steps and falls to the last. Every ``told`` steps it prints the loss, a mean in which each one
    before counts ``lasting`` of the next."""

    def __init__(
        self,
        model: Any,
        rate: float,
        steps: int,
        rising: float = 0.08,
        told: int = 20,
        lasting: float = 0.98,
    ) -> None:
        import torch

        self._learnt = [p for p in model.parameters() if p.requires_grad]
        self._optimiser = torch.optim.AdamW(self._learnt, lr=rate, weight_decay=0.01)
        warm = max(1.0, rising * steps)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda n: min((n + 1) / warm, max(0.02, 1 - n / steps))
        )
        self._steps, self._told, self._lasting = steps, told, lasting
        self._done, self._loss, self._began = 0, 0.0, time.monotonic()

    def step(self, loss: Any) -> None:
        """One step down the slope of a loss."""
        import torch

        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._learnt, 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._done += 1
        now, kept = float(loss.detach()), self._lasting
        self._loss = kept * self._loss + (1 - kept) * now if self._done > 1 else now
        if self._done % self._told == 0 or self._done == self._steps:
            spent = time.monotonic() - self._began
            of = f"{self._done} of {self._steps}"
            print(f"step {of}, loss {self._loss:.3f}, {spent:.0f} s", flush=True)


def train(
    items: Sequence[Item],
    model: Any,
    inputs: Inputs,
    options: argparse.Namespace,
    told: Told = NOTHING,
) -> None:
    """Train in place: AdamW, linear warm-up and decay, bf16 where the processor has it. ``told``
    is what a teacher said of (item, passage)."""
    import torch

    device = options.device
    chance = random.Random(options.seed)
    torch.manual_seed(options.seed)
    model.to(device).train()
    steps = max(1, int(options.epochs * len(items) / options.batch))
    descent = Descent(model, options.rate, steps)
    order = _endless(items, chance)
    for _ in range(steps):
        rows = [
            row
            for group in range(options.batch)
            for row in rows_of(next(order), group, inputs, chance, options.negatives, told)
        ]
        descent.step(loss_of(*_through(model, rows, device), rows))


def _through(model: Any, rows: list[Row], device: str) -> tuple[Any, Any]:
    """The heads (n, 3) of the rows, which are sorted by length, and the losses (m,) of the marked
    sentences among them."""
    import torch

    rows.sort(key=lambda row: len(row.ids[0]))
    heads, sentences = [], []
    for first in range(0, len(rows), CHUNK):
        some = rows[first : first + CHUNK]
        ids, types, mask, marks = tensors([row.ids for row in some], device)
        with torch.autocast(device.split(":")[0], dtype=torch.bfloat16):
            out, tokens = model(ids, types, mask)
        heads.append(out.float())
        has = torch.tensor([row.marked for row in some], device=device)
        sentences.append(sentence_losses(tokens[has].float(), marks[has]))
    return torch.cat(heads), torch.cat(sentences)


def _endless(items: Sequence[Item], chance: random.Random) -> Iterator[Item]:
    while True:
        order = list(items)
        chance.shuffle(order)
        yield from order


def _of(item: Item, labels: str) -> bool:
    """Whether an item is of that set of labels: items are numbered behind its name."""
    return bool(labels) and item.name.startswith(f"{labels}-")


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="+", help="folders of groups and passages")
    parser.add_argument("--base", type=Path, required=True, help="the packaged model.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="its tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="the weights, .safetensors")
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--fold", type=int, help="leave this fold out, and score it")
    parser.add_argument("--score", type=Path, nargs="*", default=[], help="folders to score")
    parser.add_argument("--scores", type=Path, help="where the scores go, JSON Lines")
    parser.add_argument("--share", type=float, default=1.0, help="share of the labels to use")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--batch", type=int, default=16, help="items a step")
    parser.add_argument("--negatives", type=int, default=12, help="negatives an item")
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=MOST_TOKENS, help="of a row, at most")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    parser.add_argument("--layers", type=int, default=LAYERS, help="lower layers that are kept")
    parser.add_argument("--teacher", type=Path, help="scores of a teacher, JSON Lines")
    parser.add_argument("--without", default="", help="set of labels left out, and scored")
    parser.add_argument("--device", default="")
    options = parser.parse_args(arguments)

    from safetensors.torch import save_file

    options.device = device_of(options.device)
    tokenizer = opened_tokenizer(options.tokenizer)
    data = read(options.data)
    inputs = Inputs(tokenizer, data, options.tokens)
    model = build(options.base, options.start, options.frozen, options.layers)
    held = [i for i in data.items if i.fold == options.fold or _of(i, options.without)]
    kept = {id(i) for i in held}
    items = [i for i in data.items if id(i) not in kept and len(i.candidates) > 1]
    if options.share < 1:
        items = random.Random(0).sample(items, int(options.share * len(items)))
    print(f"{len(items)} items, {len(data.ids)} passages, on {options.device}", flush=True)
    train(items, model, inputs, options, read_told(options.teacher, data))
    save_file(changed(model), options.out)
    told = [(data, inputs, held)] if held else []
    for folder in options.score:
        other = read([folder])
        told.append((other, Inputs(tokenizer, other), other.items))
    if options.scores:
        with options.scores.open("w", encoding="utf-8") as stream:
            for of, shown, some in told:
                write(stream, of, scored(some, model, shown, options.device))
    return 0


if __name__ == "__main__":
    sys.exit(main())
