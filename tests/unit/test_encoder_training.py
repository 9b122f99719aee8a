"""What the encoder is tuned on: what of an item a step shows, and the texts it is shown as."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from tokenizers import Tokenizer

from eval.training.encoder_training import (
    HEAD,
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    Shown,
    Texts,
    sentence_loss,
    sets_of,
    shown,
    steps,
)
from eval.training.reader_inputs import ENCODER_FOLD, HELD_OUT, Data, Item
from search.encoding import default_model

ITEM = Item(
    "q-1", "here", "question", "why?", 1,
    [(0, 2, (5, 9)), (1, 1, None), (2, 2, None), *((n, 0, None) for n in range(3, 90))],
)  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(default_model.model_folder() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def test_what_answers_too_or_nearly_is_never_shown_as_wrong() -> None:
    for seed in range(30):
        one = shown(ITEM, random.Random(seed), 4)
        assert one.right[0] in (0, 2)
        assert len(set(one.wrong)) == 4
        assert all(3 <= number < 3 + HEAD for number in one.wrong)
        assert one.never == {0, 1, 2}


def test_what_is_held_out_or_shows_nothing_is_not_trained_on() -> None:
    there = replace(ITEM, name="q-2", of="there")
    without = [
        replace(ITEM, fold=ENCODER_FOLD),
        replace(ITEM, name=f"{HELD_OUT}-1"),
        replace(ITEM, kind="unanswerable"),
        replace(ITEM, candidates=[(0, 2, None), (1, 1, None)]),
        replace(ITEM, candidates=[(0, 1, None), (1, 0, None)]),
    ]
    assert sets_of([ITEM, *without, there, ITEM]) == [[ITEM, ITEM], [there]]


def test_a_step_is_of_one_set_and_an_epoch_shows_all_but_a_small_rest() -> None:
    sets = [[replace(ITEM, name=f"{of}-{n}", of=of) for n in range(19)] for of in ("a", "b")]
    order = list(steps(sets, batch=4, epochs=2, chance=random.Random(1)))
    assert all(len({item.of for item in step}) == 1 for step in order)
    assert len(order) == 2 * 2 * 5
    first = [item.name for step in order[:10] for item in step]
    assert len(first) == len(set(first)) == 38
    assert order[:10] != order[10:]


def test_a_long_passage_is_cut_so_that_the_sentence_that_answers_stays(
    tokenizer: Tokenizer,
) -> None:
    text = "The panel met. " * 100 + "The figure was 4,711. " + "The panel rose. " * 100
    at = text.index("The figure"), text.index("4,711.") + 6
    texts = Texts(tokenizer, Data([], ["a"], ["minutes › 9 July 2024"], [text]))
    for placed in (False, True):
        ids = texts.passage(0, placed, at)
        assert len(ids) == PASSAGE_TOKENS + 2
        assert "figure was 4, 711" in tokenizer.decode(ids)
        assert ("9 july" in tokenizer.decode(ids)) is placed
    assert "figure" not in tokenizer.decode(texts.passage(0, False))
    assert len(texts.question(text)) == QUESTION_TOKENS + 2


def test_a_sentence_beside_one_shares_nothing_with_it_and_says_something(
    tokenizer: Tokenizer,
) -> None:
    text = "Panel met. Noted. Callers waited eleven seconds. Nobody asked about vans."
    at = text.index("Callers"), text.index("seconds.") + 8
    texts = Texts(tokenizer, Data([], ["a", "b"], ["minutes", ""], [text, "Noted. Agreed."]))
    drawn = [texts.beside(0, random.Random(seed), at) for seed in range(20)]
    words = {text[slice(*one)] for one in drawn if one}
    assert words == {"Nobody asked about vans."}  # of the others one is too short for any use
    assert texts.beside(1, random.Random(1)) is None
    assert tokenizer.decode(texts.sentence(0, at)) == "callers waited eleven seconds."


def test_sentences_are_only_shown_where_it_is_known_which_answers(tokenizer: Tokenizer) -> None:
    torch = pytest.importorskip("torch")
    said = "The panel met in the town hall of Marl. Callers waited for eleven seconds in June."
    data = Data([], ["a", "b"], ["", ""], [said, said.replace("Marl", "Eldon")])
    texts = Texts(tokenizer, data)
    asked: list[list[int]] = []

    class Counting(torch.nn.Module):  # type: ignore[name-defined,misc]
        def __init__(self) -> None:
            super().__init__()
            self.held = torch.nn.Embedding(40_000, 4)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            asked.append(list(input_ids.shape))
            return SimpleNamespace(last_hidden_state=self.held(input_ids))

    told = Shown("how long?", (0, (said.index("Callers"), len(said))), (1,), frozenset({0}))
    untold = replace(told, right=(0, None))
    chance = random.Random(1)
    assert sentence_loss(Counting(), [told, untold, untold], texts, chance) is None
    assert asked == []
    loss = sentence_loss(Counting(), [told, told], texts, chance)
    assert float(loss.detach()) > 0
    rows = sum(shape[0] for shape in asked)
    assert rows == 2 + 2 * 3  # questions, and of each the right sentence, one beside, one wrong
