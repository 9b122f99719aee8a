"""What the reader is worth: groups and scores to a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.jsonl import text_of
from eval.training.reader_scores import main, read_scores, table


def item(name: str, kind: str, grades: list[int]) -> dict[str, Any]:
    """Candidates in the ranking's order, and one more that only the labels know."""
    ranked = [[f"p{n}", grade, 1 - n / 10, None] for n, grade in enumerate(grades)]
    return {"id": name, "kind": kind, "candidates": [*ranked, ["only labelled", 2, None, None]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A question whose answer the ranking puts sixth, one it puts first, and a near miss."""
    items = [
        item("q-1", "question", [0, 0, 0, 0, 0, 2]),
        item("q-2", "question", [2, 0, 0, 0, 0, 0]),
        item("q-3", "unanswerable", [0] * 6),
        item("q-4", "mention", [2] * 6),
    ]
    (tmp_path / "groups.jsonl").write_text(text_of(items), encoding="utf-8")
    answers = {"q-1": (5, 4.0), "q-2": (0, 3.0), "q-3": (0, -2.0)}
    rows = [
        [name, f"p{n}", [float(n == best), sure if n == best else -4.0, 0.0], 0, []]
        for name, (best, sure) in answers.items()
        for n in range(6)
    ]
    (tmp_path / "scores.jsonl").write_text(text_of(rows), encoding="utf-8")
    return tmp_path


def test_the_reader_lifts_what_the_ranking_left_below(folder: Path) -> None:
    told = table(folder, read_scores([folder / "scores.jsonl"]))
    assert (told["questions"], told["ranking"], told["reader"]) == (2, 0.5, 1.0)
    assert told["auroc"] == told["judged"] == 1.0


def test_items_that_were_not_scored_are_left_out(folder: Path) -> None:
    scores = read_scores([folder / "scores.jsonl"])
    some = {key: value for key, value in scores.items() if key[0] != "q-1"}
    assert table(folder, some)["questions"] == 1


def test_the_table_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--scores", str(folder / "scores.jsonl")]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[-2:] == ["AUROC", "judged"]
    assert row.split()[1:5] == ["2", "1.000", "0.500", "1.000"]
