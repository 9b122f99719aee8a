"""What the reader is trained on: groups of candidates, folds by place, and what is sampled."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from made import FakeEncoder, Line, document, write

from corpus.model import Span
from eval.jsonl import text_of
from eval.labels.gold import Gold, GoldSpan, Query, QueryKind
from eval.training.reader_groups import Passages, answers_of, groups
from eval.training.reader_inputs import FOLDS, Inputs, Item, fold_of, read
from eval.training.reader_rows import Row, rows_of, sampled
from search.engine import Engine
from search.index import open_index
from search.settings import Settings


def write_lines(path: Path, rows: Sequence[Any]) -> None:
    path.write_text(text_of(rows), encoding="utf-8")


def test_papers_of_one_place_share_a_fold() -> None:
    for place in ("Bexley", "Camborne", "Dunwich"):
        papers = [f"{place}__2019.pdf", f"{place}__2023.html", f"a/b/{place}__2020.pdf", place]
        assert len({fold_of(paper) for paper in papers}) == 1


def test_places_are_spread_over_all_folds() -> None:
    assert {fold_of(f"place{n}__2020.pdf") for n in range(100)} == set(range(FOLDS))


def item(right: int, near: int, wrong: int, kind: str = "question") -> Item:
    grades = [2] * right + [1] * near + [0] * wrong
    return Item("q", "here", kind, "why?", 0, [(n, grade, None) for n, grade in enumerate(grades)])


@pytest.mark.parametrize("kind", ["question", "mention"])
@pytest.mark.parametrize("right", [1, 2, 5, 30])
def test_a_sample_never_drops_all_that_is_right(right: int, kind: str) -> None:
    for seed in range(20):
        taken = sampled(item(right, 7, 60, kind), random.Random(seed), 12)
        assert len(taken) == len(set(taken))
        graded = [grade for _, grade, _ in taken]
        assert graded.count(2) == min(right, 8 if kind == "mention" else 3)
        assert graded.count(1) == 3
        assert graded.count(0) == 12


def test_a_sample_of_little_is_all_of_it() -> None:
    little = item(1, 1, 3)
    assert sorted(sampled(little, random.Random(1), 12)) == little.candidates
    assert [grade for _, grade, _ in sampled(item(0, 0, 4), random.Random(1), 12)] == [0] * 4


SENTENCE = "Nine in ten were seen by a nurse within an hour."
FIRST = [
    Line("The station had four doctors on duty."),
    Line(f"It was a busy year. {SENTENCE} The kitchen was clean."),
    Line("Nurses asked for more hours."),
]
EIGHT = "Eight in ten saw a nurse within an hour, inspectors of the force said."
SECOND = [
    Line(f"{'In the year before that nobody had counted them at all. ' * 2}{EIGHT}"),
    Line("The fleet of vehicles was washed."),
]
TEXTS = {"a.txt": "\n".join(line.text for line in FIRST),
         "b.txt": "\n".join(line.text for line in SECOND)}  # fmt: skip
START = TEXTS["a.txt"].index(SENTENCE)
AT = (START, START + len(SENTENCE))
QUESTIONS: Sequence[tuple[str, QueryKind, str]] = (
    ("q", "question", "How many were seen by a nurse within an hour?"),
    ("m", "mention", "nurses"),
    ("u", "unanswerable", "What did the nurses earn?"),
)


def label(query: str, name: str, quote: str, grade: int) -> GoldSpan:
    start = TEXTS[name].index(quote)
    return GoldSpan(query, name, Span(start, start + len(quote)), grade, quote, None)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder that training reads, of labels over two documents."""
    index = tmp_path / "index"
    write(index, [document("a.txt", FIRST), document("b.txt", SECOND)])
    engine = Engine(open_index(index), Settings(reranker="none"), encoder=FakeEncoder())
    spans = {
        "q": (
            label("q", "a.txt", FIRST[1].text, 2),
            label("q", "a.txt", FIRST[0].text, 1),
            label("q", "b.txt", EIGHT, 2),
        ),
        "m": (label("m", "a.txt", FIRST[2].text, 2),),
        "u": (),
    }
    gold = Gold(tmp_path, tuple(Query(*one) for one in QUESTIONS), spans, {}, "")
    passages = Passages()
    documents = {"m": "a.txt", "q": "Bexley__1.pdf"}
    lines = list(groups(engine, gold, "set", documents, passages, {"q": AT}))
    write_lines(tmp_path / "groups.jsonl", lines)
    write_lines(tmp_path / "passages.jsonl", list(passages.rows.values()))
    engine.index.close()
    return tmp_path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_candidates_have_the_grades_of_the_labels(made: Path) -> None:
    asked, topic, nothing = rows(made / "groups.jsonl")
    graded = {name: grade for name, grade, _, _ in asked["candidates"]}
    assert {name: grade for name, grade in graded.items() if grade} == {
        "set/a.txt#0": 1,
        "set/a.txt#1": 2,
        "set/b.txt#0": 2,
    }
    assert len(graded) == len(asked["candidates"])
    assert {name for name, *_ in topic["candidates"]} <= {f"set/a.txt#{n}" for n in range(3)}
    assert [name for name, grade, *_ in topic["candidates"] if grade] == ["set/a.txt#2"]
    assert not any(grade for _, grade, _, _ in nothing["candidates"])
    assert [one["kind"] for one in (asked, topic, nothing)] == [kind for _, kind, _ in QUESTIONS]


def test_the_sentence_is_marked_in_its_own_document_only(made: Path) -> None:
    asked = rows(made / "groups.jsonl")[0]
    texts = {row["id"]: row["text"] for row in rows(made / "passages.jsonl")}
    marked = {name: at for name, _, _, at in asked["candidates"] if at}
    assert marked.keys() == {"set/a.txt#1"}
    start, end = marked["set/a.txt#1"]
    assert texts["set/a.txt#1"][start:end] == SENTENCE


def test_what_is_written_is_read_for_training(made: Path) -> None:
    data = read([made])
    assert [item.name for item in data.items] == ["q", "m", "u"]
    asked = data.items[0]
    assert asked.fold == fold_of("Bexley__2.pdf")
    for passage, grade, at in asked.candidates:
        assert (at is not None) == (data.ids[passage] == "set/a.txt#1")
        assert grade == 2 or at is None
        if at:
            assert data.text[passage][at[0] : at[1]] == SENTENCE
    assert all("Part of" in place for place in data.place)


def test_answers_without_a_sentence_and_folders_without_answers_have_none(tmp_path: Path) -> None:
    assert answers_of(tmp_path) == {}
    write_lines(
        tmp_path / "answers.jsonl",
        [{"id": "q", "answer": "nine", "sentence": [3, 9]}, {"id": "r", "answer": "ten"}],
    )
    assert answers_of(tmp_path) == {"q": (3, 9)}


def test_a_smaller_sample_keeps_what_is_right_and_as_many_negatives_as_asked() -> None:
    graded = [grade for _, grade, _ in sampled(item(5, 7, 60), random.Random(1), 5)]
    assert (graded.count(2), graded.count(1), graded.count(0)) == (1, 1, 5)


@pytest.fixture
def inputs(made: Path) -> tuple[Inputs, dict[str, Item]]:
    from tokenizers import Tokenizer

    from search.reader import graph

    tokenizer = Tokenizer.from_file(str(graph.tokenizer_path()))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    data = read([made])
    return Inputs(tokenizer, data), {item.name: item for item in data.items}


def test_a_twin_is_the_passage_without_the_sentence_that_answers(
    inputs: tuple[Inputs, dict[str, Item]],
) -> None:
    shown, items = inputs
    rows = list(rows_of(items["q"], 3, shown, random.Random(1), 12))
    (answers,) = (row for row in rows if row.marked)
    shorter = [row for row in rows if row.grade == 0 and set(row.ids[0]) < set(answers.ids[0])]
    assert answers.grade == 2
    assert any(
        len(answers.ids[0]) - len(twin.ids[0]) == answers.ids[2].count(1) for twin in shorter
    )
    assert {row.group for row in rows} == {3}


def test_nothing_is_left_of_a_passage_that_is_one_sentence(
    inputs: tuple[Inputs, dict[str, Item]],
) -> None:
    shown, items = inputs
    asked = items["q"]
    passage, _, sentence = next(one for one in asked.candidates if one[2])
    assert sentence is not None
    assert shown.twin(asked.text, passage, sentence) is not None
    assert shown.twin(asked.text, passage, (0, 10_000)) is None


torch_trains = pytest.mark.skipif(not find_spec("torch"), reason="torch, which trains, is missing")


def asked_rows(grades: Sequence[int], kind: int = 0) -> list[Row]:
    return [Row(([], 0, []), grade, 0, kind, False) for grade in grades]


@torch_trains
def test_what_is_ranked_right_loses_less() -> None:
    import torch

    from eval.training.reader_training import loss_of, sentence_losses

    marks = torch.tensor([[-1, 1, 0]])

    def loss(right: float, wrong: float) -> float:
        heads = torch.tensor([[right, right, 0.0], [wrong, wrong, 0.0], [wrong, wrong, 0.0]])
        tokens = torch.tensor([[9.0, right, wrong]])
        return float(loss_of(heads, sentence_losses(tokens, marks), asked_rows([2, 0, 0])))

    assert 0 < loss(5.0, -5.0) < loss(0.0, 0.0) < loss(-5.0, 5.0)


@torch_trains
def test_where_nothing_answers_the_best_of_many_must_be_low() -> None:
    import torch

    from eval.training.reader_training import loss_of

    def loss(best: float) -> float:
        heads = torch.tensor([[0.0, best, 0.0], [0.0, -6.0, 0.0], [0.0, -6.0, 0.0]])
        return float(loss_of(heads, torch.zeros(0), asked_rows([0, 0, 0], kind=1)))

    assert loss(-6.0) < loss(0.0) < loss(6.0)
