"""What a teacher says is looked up, written, read again and learnt from."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.processors import TemplateProcessing

from eval.training.distillation.scores import read_told, write
from eval.training.distillation.teacher import fewer, translation
from eval.training.reader_inputs import Data, Item
from eval.training.reader_rows import NOTHING, Row

torch_trains = pytest.mark.skipif(not find_spec("torch"), reason="torch, which trains, is missing")


def tokenizer(first: str, last: str, *tokens: str) -> Any:
    made = Tokenizer(WordLevel({token: n for n, token in enumerate(tokens)}, unk_token=first))
    ends = [(token, made.token_to_id(token)) for token in (first, last)]
    made.post_processor = TemplateProcessing(single=f"{first} $A {last}", special_tokens=ends)
    return made


def test_tokens_are_looked_up_by_their_letters_and_ends_by_their_part() -> None:
    ours = tokenizer("[CLS]", "[END]", "[unused1]", "[CLS]", "[END]", "force")
    theirs = tokenizer("<s>", "</s>", "<s>", "</s>", "[CLS]", "case", "force")
    assert translation(ours, theirs) == [0, 0, 1, 4]


def test_a_teacher_without_one_of_our_words_is_refused_by_name() -> None:
    ends = ("<s>", "</s>")
    with pytest.raises(SystemExit, match="constable"):
        translation(tokenizer(*ends, *ends, "constable"), tokenizer(*ends, *ends, "force"))


def test_the_teacher_reads_the_head_and_all_that_is_graded() -> None:
    candidates: list[Any] = [(n, 2 if n in (3, 40) else 0, None) for n in range(50)]
    kept = fewer(Item("q", "here", "question", "why?", 0, candidates)).candidates
    assert [n for n, *_ in kept] == [*range(24), 40]


def test_what_was_said_is_written_and_read_again(tmp_path: Path) -> None:
    data = Data(ids=["a/1", "a/2"], place=["", ""], text=["", ""])
    stream = io.StringIO()
    write(stream, data, [("q", 1, [0.25, -1.0, 3.0], 0, [0.5]), ("q", 0, [1.0, 2.0, 3.0], 0, [])])
    path = tmp_path / "scores.jsonl"
    path.write_text(stream.getvalue() + '["q", "elsewhere", [0, 0, 0], 0, []]\n', encoding="utf-8")
    assert read_told(path, data) == {("q", 1): (0.25, -1.0, 3.0), ("q", 0): (1.0, 2.0, 3.0)}
    assert read_told(None, data) is NOTHING


def rows(told: list[tuple[float, ...]], kind: int = 0) -> list[Row]:
    return [Row(([], 0, []), 0, 0, kind, False, one) for one in told]


@torch_trains
def test_a_reader_loses_less_the_nearer_it_is_to_its_teacher() -> None:
    import torch

    from eval.training.reader_training import taught_loss

    told: list[tuple[float, ...]] = [(4.0, 3.0, 0.0), (-4.0, -3.0, 0.0), ()]

    def loss(first: float, second: float) -> float:
        heads = torch.tensor([[first, first, 0.0], [second, second, 0.0], [9.0, 9.0, 9.0]])
        return float(taught_loss(heads, rows(told)))

    assert 0 < loss(4.0, -4.0) < loss(0.0, 0.0) < loss(-4.0, 4.0)


@torch_trains
def test_without_a_teacher_nothing_is_lost_to_it() -> None:
    import torch

    from eval.training.reader_training import taught_loss

    assert float(taught_loss(torch.ones(2, 3), rows([(), ()]))) == 0


@torch_trains
def test_a_teacher_judges_topics_by_what_they_are_about() -> None:
    import torch

    from eval.training.reader_training import taught_loss

    def loss(about: float) -> float:
        heads = torch.tensor([[0.0, 50.0, about]])
        return float(taught_loss(heads, rows([(0.0, 0.0, 2.0)], kind=2)))

    assert loss(2.0) < loss(0.0) < loss(-2.0)


@torch_trains
def test_an_encoder_loses_less_the_nearer_its_order_is_to_its_teachers() -> None:
    import torch

    from eval.training.encoder_training import Shown, taught_loss

    step = [
        Shown("a", (0, None), (2, 3), frozenset(), (5.0, 0.0, -5.0)),
        Shown("b", (1, None), (4,), frozenset()),
    ]

    def loss(scores: list[float]) -> float:
        # The first question's own passages stand in columns 0, 2 and 3.
        row = [scores[0], 99.0, scores[1], scores[2], 99.0]
        return float(taught_loss(torch.tensor([row, [0.0] * 5]), step))

    assert loss([5.0, 0.0, -5.0]) < loss([0.0, 0.0, 0.0]) < loss([-5.0, 0.0, 5.0])


@torch_trains
def test_a_reader_of_fewer_layers_keeps_the_lower_ones() -> None:
    from eval.training.reader_training import build, changed
    from search.reader import graph

    names: dict[str, Any] = changed(build(graph.base_path(), None, layers=2))
    layers = {int(name.split("layer.")[1].split(".")[0]) for name in names if "layer." in name}
    assert layers == {0, 1}
