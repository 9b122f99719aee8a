"""The bench that judges in how many bits passages are embedded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from bench.encoder_forms import Questions, judged, of_collection, of_labels, sets_of, thinned, timed
from eval.labels.gold import read_gold
from search.encoding.encoder import OnnxEncoder

WORDS = ("crime", "burglary", "budget", "roads")


def counted(texts: Sequence[str]) -> Any:
    """As many of each word as there are."""
    rows = [[1e-3 + text.lower().count(word) for word in WORDS] for text in texts]
    return (np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


class Counting:
    """In the place of the encoder."""

    def windows(self, text: str) -> list[str]:
        return [text]

    def encode(self, texts: Sequence[str], query: bool = False) -> Any:
        return counted(texts)


def lines(path: Path, *rows: object) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


HELD = Questions(
    "made up",
    {"a": ["burglary fell"], "b": ["the budget", "the roads"], "c": ["crime"]},
    {"1": "burglary", "2": "roads"},
    {"1": {"a": 1}, "2": {"b": 1}},
)


def test_a_form_is_compared_question_by_question_with_the_first() -> None:
    def worse(texts: Sequence[str]) -> Any:
        return counted([text.replace("roads", "crime") for text in texts])

    table = judged(HELD, cast(OnnxEncoder, Counting()), {"32 bits": counted, "8 bits": worse})
    assert [row[0] for row in table.rows] == ["32 bits", "8 bits"]
    assert table.rows[0][1:] == ("1.000", "1.000", "1.0000", "1.0000")
    assert float(table.rows[1][1]) < 1
    assert table.notes[0].startswith("8 bits against 32 bits: nDCG@10 -")
    assert table.notes[0].endswith("won 0, lost 1 of 2.")


def test_what_is_not_installed_is_said_to_be_so() -> None:
    table = timed(["one", "two", "three"], {"here": counted, "away": None})
    assert table.rows[0][2] == "1.0"
    assert table.rows[1] == ("away", "not installed", "")


def test_of_a_collection_all_that_answers_is_kept(tmp_path: Path) -> None:
    rows = [{"_id": f"d{n}", "title": "", "text": f"Text {n}."} for n in range(40)]
    lines(tmp_path / "corpus.jsonl", *rows)
    lines(tmp_path / "queries.jsonl", {"_id": "q1", "text": "one"}, {"_id": "q2", "text": "two"})
    tmp_path.joinpath("qrels").mkdir()
    told = "query-id\tcorpus-id\tscore\nq1\td7\t1\nq2\td9\t1\n"
    tmp_path.joinpath("qrels/test.tsv").write_text(told)
    whole = of_collection(tmp_path)
    found = thinned(whole, rows=5, queries=1)
    [query] = found.asked
    assert len(found.passages) == 6
    assert found.qrels[query].keys() <= found.passages.keys()
    assert thinned(whole, rows=0, queries=0) == whole
    assert len(whole.passages) == 40


def test_of_labels_those_over_the_documents_of_one_fold_are_asked(tmp_path: Path) -> None:
    archive, gold = tmp_path / "archive", tmp_path / "gold"
    archive.mkdir()
    gold.mkdir()
    text = "The Panel heard that burglary fell by a tenth over the year.\n"
    archive.joinpath("a.txt").write_text(text)
    query = {"id": "1", "kind": "question", "text": "Did burglary fall?", "document": "a.txt"}
    lines(gold / "queries.jsonl", query)
    span = {"query": "1", "doc": "a.txt", "start": 0, "end": 60, "grade": 2, "quote": text[:60]}
    lines(gold / "spans.jsonl", span)
    found = [of_labels("x", archive, [read_gold(gold)], fold) for fold in (None, *range(5))]
    assert found[0].asked == {"1": "Did burglary fall?"}
    assert list(found[0].qrels["1"].values()) == [2]
    assert sorted(len(one.asked) for one in found[1:]) == [0, 0, 0, 0, 1]


def test_a_set_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not list(sets_of(tmp_path, ["dev", "vaswani"]))
    assert "dev: " in capsys.readouterr().err
