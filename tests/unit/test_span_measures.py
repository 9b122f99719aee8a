"""Span measures: by hand, and to the digit against the scorer beside the project."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reading import folder_texts

from corpus.errors import BadLabels
from corpus.model import Span
from eval.labels.gold import Gold, GoldSpan, Query, read_gold
from eval.measures.rankings import answers
from eval.measures.spans import score
from eval.run import RunAnswer, RunHit, RunLine, as_run, read_run, write_run

SHARED = Path(__file__).parents[2] / "../shared"


def label(query: str, start: int, end: int, grade: int = 2, said_on: str | None = None) -> GoldSpan:
    return GoldSpan(query, "a.txt", Span(start, end), grade, "x" * (end - start), said_on)


def gold(*labels: GoldSpan) -> Gold:
    queries = (
        Query("M", "mention", "bees"),
        Query("Q", "question", "how many bees?"),
        Query("U", "unanswerable", "who sang?"),
    )
    spans = {query.id: tuple(of for of in labels if of.query == query.id) for query in queries}
    return Gold(Path("gold"), queries, spans, {}, "0")


def hit(start: int, end: int, said_on: str | None = None, document: str = "x/a.txt") -> RunHit:
    return RunHit(document, Span(start, end), said_on)


def test_a_topic_worked_by_hand() -> None:
    # Gold: two discussed spans (10 and 20 characters), one named. Hits: the first covers half of
    # span one; the second lies half in the named one (right, finds nothing discussed); the third
    # is wrong. Recall 1/2, precision 2/3, F1 4/7; the one find carries the right month.
    labels = (
        label("M", 0, 10, said_on="2018-05"),
        label("M", 100, 120, said_on="2018-06-04"),
        label("M", 200, 210, grade=1),
        label("Q", 0, 10),
    )
    hits = (hit(5, 50, "2018-05-29"), hit(205, 215), hit(300, 310))
    scores = score(gold(*labels), {"M": RunLine("M", "every", hits)})
    assert scores.values["every.recall"]["M"] == 1 / 2
    assert scores.values["every.precision"]["M"] == 2 / 3
    assert scores.values["every.f1"]["M"] == pytest.approx(4 / 7)
    assert scores.values["every.date"]["M"] == 1.0
    assert scores.per_query["M"]["returned"] == 3


def test_a_question_worked_by_hand() -> None:
    # Two answers; the second hit finds the first answer (rank 2, reciprocal 1/2). The hits before
    # 3,000 characters are the first two, so one of two answers is read.
    labels = (label("Q", 0, 100), label("Q", 5000, 5100), label("Q", 7000, 7100, grade=1))
    hits = (hit(8000, 10000), hit(0, 1500), hit(4900, 5100))
    scores = score(gold(*labels), {"Q": RunLine("Q", "ask", hits)})
    assert {name: of["Q"] for name, of in scores.values.items() if "Q" in of} == {
        "question.success@1": 0.0,
        "question.success@3": 1.0,
        "question.success@5": 1.0,
        "question.success@10": 1.0,
        "question.mrr@10": 0.5,
        "question.recall@3000chars": 0.5,
    }


def test_answers_and_refusals_worked_by_hand() -> None:
    # The question is kept and cites gold with confidence 0.6; the unanswerable one is refused
    # with 0.6 too: a tie, so the area under the curve is one half.
    answer = RunAnswer(False, 0.6, "twelve", (hit(0, 10),))
    refusal = RunAnswer(True, 0.6, "", ())
    labels = gold(label("Q", 0, 10))
    run = {"Q": RunLine("Q", "ask", (), answer), "U": RunLine("U", "ask", (), refusal)}
    values, area = answers(labels, run)
    assert {name: sum(of.values()) for name, of in values.items()} == {
        "answer.right": 1.0,
        "answer.wrong": 0.0,
        "answer.wrongly_refused": 0.0,
        "answer.made_up": 0.0,
    }
    assert area == 0.5
    silent, _ = answers(labels, {})
    assert silent["answer.wrongly_refused"] == {"Q": 1.0}


def test_a_query_that_the_run_does_not_hold_found_nothing() -> None:
    scores = score(gold(label("M", 0, 10), label("Q", 0, 10)), {})
    assert scores.means["every.recall"] == 0.0
    assert scores.means["question.success@10"] == 0.0
    assert scores.per_query["Q"]["rank"] is None


def _citation(rng: random.Random, spans: list[GoldSpan], documents: list[str]) -> dict[str, Any]:
    if spans and rng.random() < 0.5:
        of = rng.choice(spans)
        start = max(0, of.span.start + rng.randint(-80, 80))
        end = start + max(1, len(of.span) + rng.randint(-80, 80))
        said_on = rng.choice([of.said_on, None, "2018-06-19"])
        return {"document": of.document, "start": start, "end": end, "said_on": said_on}
    start = rng.randrange(100_000)
    return {"document": rng.choice(documents), "start": start, "end": start + rng.randint(1, 900)}


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(row["document"], row["start"], row["end"]): row for row in rows}.values())


@pytest.mark.parametrize("seed", range(3))
def test_means_and_queries_agree_with_the_shared_scorer_to_the_digit(
    tmp_path: Path, seed: int
) -> None:
    scorer = SHARED / "tools/score.py"
    if not scorer.is_file():
        pytest.skip("../shared/tools/score.py is not beside the project")
    labels = read_gold(SHARED / "gold/dev", folder_texts(SHARED / "archive"))
    rng = random.Random(seed)
    documents = sorted({of.document for spans in labels.spans.values() for of in spans})
    lines = []
    for query in labels.queries:
        if rng.random() < 0.1:
            continue
        spans = list(labels.spans[query.id])
        hits = [_citation(rng, spans, documents) for _ in range(rng.randrange(30))]
        line: dict[str, Any] = {"query": query.id, "mode": "ask", "hits": _distinct(hits)}
        if query.kind != "mention" and rng.random() < 0.9:
            cited = [_citation(rng, spans, documents) for _ in range(rng.randrange(3))]
            line["answer"] = {
                "abstained": rng.random() < 0.5,
                "confidence": rng.random(),
                "citations": _distinct(cited),
            }
        lines.append(line)
    path = tmp_path / "run.jsonl"
    assert write_run(path, lines) == len(lines)
    command = [sys.executable, str(scorer), str(path), str(labels.folder), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours = score(labels, read_run(path, [query.id for query in labels.queries]))
    assert ours.means == theirs["means"]
    assert ours.per_query == theirs["per_query"]
    assert read_run(path) == as_run(lines)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"query": "Z", "hits": []}', "'Z' has no labels"),
        ('{"query": "M", "hits": []}\n{"query": "M", "hits": []}', "answered twice"),
        ('{"query": "M", "hits": [{"document": "a", "start": 1, "end": 1}]}', "is no span"),
        ('{"query": "M", "hits": [{"document": "a", "start": 1}]}', "'end' is missing"),
        ('{"query": "M", "hits": 3}', "must be a list"),
        ('{"query": "M", "mode": "guess"}', "'mode' is 'guess'"),
        ('{"query": "M", "answer": {"abstained": "no"}}', "true or false"),
        ('{"query": "M", "answer": {"abstained": false, "confidence": NaN}}', "must be finite"),
        ('{"query": "M", "answer": {"abstained": false, "confidence": 2}}', "lie in 0..1"),
        (
            '{"query": "M", "hits": [{"document": "a", "start": 1, "end": 2, "score": NaN}]}',
            "must be finite",
        ),
        (
            '{"query": "M", "hits": [{"document": "a", "start": 1, "end": 2},'
            ' {"document": "a", "start": 1, "end": 2}]}',
            "returned twice",
        ),
    ],
)
def test_a_wrong_run_is_named_with_file_and_line(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(BadLabels) as caught:
        read_run(path, ["M"])
    assert f"run.jsonl, line {len(line.splitlines())}: " in str(caught.value)
    assert words in str(caught.value)


def test_an_empty_run_is_one_that_found_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("")
    assert read_run(path) == {}


def test_a_run_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").mkdir()
    with pytest.raises(BadLabels, match="cannot be written"):
        write_run(tmp_path / "run.jsonl", [])
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]
