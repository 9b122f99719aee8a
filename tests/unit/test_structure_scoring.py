"""Structure held against labels: what counts, what does not, and misses that can be read."""

import json
from pathlib import Path

import pytest

from corpus.errors import BadLabels
from corpus.model import Document, SourceFile, Understanding
from eval.measures.structure import score_structure
from indexer.analyse import analyse

TEXT = (
    "Minutes of the Lamp Board\n\nTuesday 29 May 2018\n\n1. Welcome\n\n"
    "The Chairman welcomed us all.\n\n"
    "2. Oil\n\nIt was agreed that oil would be brought back in November.\n\n"
    "3. Glass\n\nNothing was said about glass, and nothing has been said about it since.\n"
)


def understood(name: str) -> Understanding | None:
    if name != "notes.txt":
        return None
    source = SourceFile(name, "0" * 64, "text/plain", len(TEXT))
    return analyse(Document(name, source, TEXT))


def labels(folder: Path, **files: list[dict[str, object]]) -> Path:
    for name, rows in files.items():
        lines = [json.dumps({"doc": "notes.txt", **row}) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def at(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def heading(words: str, number: str) -> dict[str, object]:
    span = at(words)
    place = {"heading_start": span["start"], "heading_end": span["end"]}
    return {**span, **place, "number": number, "type": "item", "heading": words}


WHOLE = {"start": 0, "end": len(TEXT), "kind": "minutes", "dated": "2018-05-29"}


def test_all_that_is_right_scores_one(tmp_path: Path) -> None:
    gold = labels(
        tmp_path,
        parts=[WHOLE],
        sections=[heading("Welcome", "1"), heading("Oil", "2"), heading("Glass", "3")],
        actions=[at("It was agreed that oil would be brought back in November.")],
    )
    score = score_structure(gold, understood)
    assert score["parts"]["f1"] == score["actions"]["f1"] == 1.0
    assert score["said_on"]["right"] == 1.0
    assert score["headings"]["recall"] == 1.0
    assert score["misses"]["parts"] == score["misses"]["actions"] == []


def test_only_the_range_that_labels_cover_counts(tmp_path: Path) -> None:
    stop = TEXT.index("3. Glass")
    gold = labels(
        tmp_path,
        parts=[{**WHOLE, "end": stop}],
        sections=[heading("Welcome", "1"), heading("Oil", "2")],
    )
    score = score_structure(gold, understood)
    assert not [miss for miss in score["misses"]["headings"] if "Glass" in miss]


def test_a_date_that_the_label_leaves_open_is_wrong_to_claim(tmp_path: Path) -> None:
    score = score_structure(labels(tmp_path, parts=[{**WHOLE, "dated": None}]), understood)
    assert score["said_on"]["wrong"] == 1.0
    [miss] = score["misses"]["said_on"]
    assert "2018-05-29" in miss


def test_a_less_precise_date_is_no_claim_of_the_day(tmp_path: Path) -> None:
    score = score_structure(labels(tmp_path, parts=[{**WHOLE, "dated": "2018-05"}]), understood)
    assert score["said_on"]["right"] == 1.0


def test_another_kind_or_another_place_is_another_part(tmp_path: Path) -> None:
    half = len(TEXT) // 2
    rows = [{**WHOLE, "end": half, "kind": "letter"}, {**WHOLE, "start": half}]
    score = score_structure(labels(tmp_path, parts=rows), understood)
    assert score["parts"]["recall"] == 0.0
    assert len(score["misses"]["parts"]) == 3


def test_records_outside_meetings_may_be_found_but_need_not(tmp_path: Path) -> None:
    gold = labels(
        tmp_path,
        parts=[WHOLE],
        actions=[
            at("It was agreed that oil would be brought back in November."),
            {**at("The Chairman welcomed us all."), "recorded_in": "letter"},
        ],
    )
    assert score_structure(gold, understood)["actions"]["f1"] == 1.0


def test_a_document_that_is_not_held_is_named_and_missed(tmp_path: Path) -> None:
    gold = labels(tmp_path, parts=[{**WHOLE, "doc": "gone.txt"}])
    score = score_structure(gold, understood)
    assert score["unheld"] == ["gone.txt"]
    assert score["parts"]["recall"] == 0.0
    assert score["said_on"]["null"] == 1.0


def test_a_folder_without_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match=r"parts\.jsonl"):
        score_structure(tmp_path, understood)


def test_a_label_that_ends_before_it_begins_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="line 1"):
        score_structure(labels(tmp_path, parts=[{**WHOLE, "end": 0}]), understood)
